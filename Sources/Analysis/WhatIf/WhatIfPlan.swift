import Columns
import Forecasting
import Language
import Planning

/// One assumption of a scenario with its numbers: amounts in the unit of the values, people or items;
/// `isPercent` amounts are relative (10 for 10 %).
struct AssumptionPlan: Sendable, Hashable {
  struct Amount: Sendable, Hashable {
    var value: Double
    /// The upper end of a range.
    var upper: Double?
    var isPercent: Bool
  }

  /// A bound, from a time on where one is given.
  struct Bound: Sendable, Hashable {
    var value: Double
    var at: ComparedTime?
  }

  struct Goal: Sendable, Hashable {
    var isRank: Bool
    var value: Double
    var by: ComparedTime
    var shape: ReachPath
    var goesBeyond: Bool
  }

  indirect enum Kind: Sendable, Hashable {
    case pace(ChangeOperator, Amount)
    case step(Amount, at: ComparedTime, fade: Double?)
    /// Once at a time, or every year.
    case add(Amount, isTotal: Bool, at: ComparedTime?)
    case reach(Goal)
    case catchUp(WhatIfPeer, mode: CatchUpMode, by: ComparedTime?)
    case freeze
    case delay(Double)
    case dip(Double, at: ComparedTime, recover: ComparedTime?, isProgressive: Bool)
    case cap([Bound])
    case floor([Bound])
    /// Growth a year, 0.02 for 2 %.
    case totalGrowth(Double)
    /// Set at a time, or (`isChange`) changed by so many.
    case total(Double, isChange: Bool, at: ComparedTime)
    case reallocate(Amount, from: WhatIfUnit, to: WhatIfUnit, rule: Allocation.Rule)
    case allocate(Double, by: ComparedTime, rule: Allocation.Rule)
    case solve(Unknown, Goal, probability: Double?)
    case use(Name)
    case stop
    case only
  }

  var kind: Kind
  var from: ComparedTime?
  var to: ComparedTime?
  var ramp: Double?
  /// Over the keys of the result: the units concerned.
  var condition: Expression?
  var range: SourceRange
}

/// A named scenario.
struct NamedScenario: Sendable, Hashable {
  var name: String
  var assumptions: [AssumptionPlan]
  var range: SourceRange
}

/// `whatif`, with names and types settled.
struct WhatIfPlan: Sendable, Hashable {
  var project: ProjectPlan
  var base: ScenarioBase
  var scenarios: [NamedScenario]
}

extension WhatIfPlan: AnalysisPlan {
  var name: String { "whatif" }

  func run(
    _ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext
  ) throws -> Table {
    var plan = self
    plan.project = try project.knowing(inputs)
    return try Supposing(
      plan: plan, range: range, context: context, evaluated: inputs.evaluated
    ).run(inputs.observations(), inputs[.targets])
  }
}
