import Columns
public import Language

/// One assumption of a scenario with its numbers: amounts in the unit of the values, people or items;
/// `isPercent` amounts are relative (10 for 10 %).
public struct AssumptionPlan: Sendable {
  public struct Amount: Sendable {
    public var value: Double
    /// The upper end of a range.
    public var upper: Double?
    public var isPercent: Bool
  }

  public struct Goal: Sendable {
    public var isRank: Bool
    public var value: Double
    public var by: ComparedTime
    /// `linear`, `early`, `late`, `logit`.
    public var shape: String?
    public var goesBeyond: Bool
  }

  public indirect enum Kind: Sendable {
    case pace(ChangeOperator, Amount)
    case step(Amount, at: ComparedTime, fade: Double?)
    /// Once at a time, or every year.
    case add(Amount, isTotal: Bool, at: ComparedTime?)
    case reach(Goal)
    case catchUp(WhatIfPeer, mode: String, by: ComparedTime?)
    case freeze
    case delay(Double)
    case dip(Double, at: ComparedTime, recover: ComparedTime?, isProgressive: Bool)
    case cap([(value: Double, at: ComparedTime?)])
    case floor([(value: Double, at: ComparedTime?)])
    /// Growth a year, 0.02 for 2 %.
    case totalGrowth(Double)
    /// Set at a time, or (`isChange`) changed by so many.
    case total(Double, isChange: Bool, at: ComparedTime)
    case reallocate(Amount, from: WhatIfUnit, to: WhatIfUnit, rule: String?)
    case allocate(Double, by: ComparedTime, rule: String?)
    case solve(String, Goal, probability: Double?)
    case use(Name)
    case stop
    case only
  }

  public var kind: Kind
  public var from: ComparedTime?
  public var to: ComparedTime?
  public var ramp: Double?
  /// Over the keys of the result: the units concerned.
  public var condition: Expression?
  public var range: SourceRange
}

/// A named scenario.
public struct NamedScenario: Sendable {
  public var name: String
  public var assumptions: [AssumptionPlan]
  public var range: SourceRange
}

/// `whatif`, with names and types settled.
public struct WhatIfPlan: Sendable {
  public var project: ProjectPlan
  /// `hold`, `forecast` or `flat`.
  public var base: String
  public var scenarios: [NamedScenario]
}
