/// `name = clause then clause …`
public struct WhatIfScenario: Sendable, Hashable {
  public let name: Name
  public let clauses: [WhatIfClause]
  public let range: SourceRange
}

/// One assumption. Clauses apply from left to right inside each year; meaning: `scenarios.md`.
public struct WhatIfClause: Sendable, Hashable {
  public let kind: WhatIfClauseKind
  /// `from t`: the first year it holds.
  public let from: SyntaxExpression?
  /// `to t`: the last year it holds.
  public let to: SyntaxExpression?
  /// `ramp n`: years over which it grows to its full size.
  public let ramp: SyntaxExpression?
  /// `for condition`: the units it touches.
  public let condition: SyntaxExpression?
  public let range: SourceRange
  public let wordRange: SourceRange
}

public indirect enum WhatIfClauseKind: Sendable, Hashable {
  /// `pace * 1.5`, `pace + 1`, `pace - 0.5`, `pace = 3`, `pace + 10%`
  case pace(ChangeOperator, WhatIfAmount)
  /// `step + d in t [fade n]`
  case step(ChangeOperator, WhatIfAmount, at: SyntaxExpression, fade: SyntaxExpression?)
  /// `add n covered in t`, `add 3 items/month`: what, and either once or per period.
  case add(WhatIfAmount, what: Name, per: Name?, at: SyntaxExpression?)
  /// `reach v by t [shape]`
  case reach(WhatIfGoal)
  /// `catchup best|median|p75|"unit" [pace|level|moving] [by t]`
  case catchup(WhatIfPeer, mode: Name?, by: SyntaxExpression?)
  /// `freeze [from t [to t]]`
  case freeze
  /// `delay n`
  case delay(SyntaxExpression)
  /// `dip - d in t recover t2 [progressive]`; the amount is positive for a loss.
  case dip(WhatIfAmount, at: SyntaxExpression, recover: SyntaxExpression?, isProgressive: Bool)
  /// `cap 98`, `cap 90 in 2026, 95 in 2030`
  case cap([WhatIfBound])
  case floor([WhatIfBound])
  /// `total + 2% a year`, `total = n in t`
  case total(ChangeOperator, WhatIfAmount, isYearly: Bool, at: SyntaxExpression?)
  /// `reallocate n from A to B [using rule]`
  case reallocate(WhatIfAmount, from: WhatIfUnit, to: WhatIfUnit, rule: Name?)
  /// `allocate v by t using rule`
  case allocate(WhatIfAmount, by: SyntaxExpression, rule: Name?)
  /// `solve pace|step|year|total for reach v by t [with prob p]`
  case solve(Name, WhatIfGoal, probability: SyntaxExpression?)
  /// `use scenario`
  case use(Name)
  /// `stop for condition`: leave the units out of the whole.
  case stop
  /// `only for condition`: the whole is these units.
  case only
  case invalid
}

public enum ChangeOperator: String, Sendable, Hashable, CaseIterable {
  case multiply = "*"
  case add = "+"
  case subtract = "-"
  case set = "="
}

/// A number of points, people or items, or a percentage of what is there.
public struct WhatIfAmount: Sendable, Hashable {
  /// Written without the `%`: 10 for `10%`.
  public let value: SyntaxExpression
  /// The upper end of `1.1..1.4`.
  public let upper: SyntaxExpression?
  public let isPercent: Bool
  public let range: SourceRange
}

/// What `reach` and `solve … for reach` aim at.
public struct WhatIfGoal: Sendable, Hashable {
  /// `reach rank k`: the value is a rank.
  public let isRank: Bool
  public let value: WhatIfAmount
  public let by: SyntaxExpression
  /// `linear`, `early`, `late` or `logit`.
  public let shape: Name?
  /// `beyond`: a later `pace` may pass it.
  public let goesBeyond: Bool
}

/// Whom to catch up with: a place among the peers or one unit.
public enum WhatIfPeer: Sendable, Hashable {
  case best
  case median
  /// `p75` is 75.
  case percentile(Int)
  case unit(WhatIfUnit)
}

/// A unit by its name, in quotes or as one word.
public struct WhatIfUnit: Sendable, Hashable {
  public let text: String
  public let range: SourceRange
}

/// A bound, for good or in a year (between two years it is a line).
public struct WhatIfBound: Sendable, Hashable {
  public let value: SyntaxExpression
  public let at: SyntaxExpression?
  public let range: SourceRange
}
