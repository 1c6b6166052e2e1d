/// `compare [time] t1, t2 [, …] [clauses]: items`
public struct CompareStep: Sendable, Hashable {
  /// The time column, where it is named.
  public let time: Name?
  public let times: [SyntaxExpression]
  public let clauses: [Clause]
  public let items: [Item]
}

/// `project [time] to t1 [, …] [clauses]: items`
public struct ProjectStep: Sendable, Hashable {
  public let time: Name?
  public let times: [SyntaxExpression]
  public let clauses: [Clause]
  public let items: [Item]
}

/// `whatif [time] to t1 [, …] [clauses]: scenario = clause then clause, …`
public struct WhatIfStep: Sendable, Hashable {
  public let time: Name?
  public let times: [SyntaxExpression]
  public let clauses: [Clause]
  public let scenarios: [WhatIfScenario]
}

/// `track [by keys] [as of t] [against source] [direction up|down] [status rule] [since t]`
public struct TrackStep: Sendable, Hashable {
  public let clauses: [Clause]
  public let items: [Item]
}

/// `progress [by keys] [as of date] [status column] [status map source] [due column] …`
public struct ProgressStep: Sendable, Hashable {
  public let clauses: [Clause]
}

/// `say [by keys]`
public struct SayStep: Sendable, Hashable {
  public let clauses: [Clause]
}

/// What comes before the colon of an analysis step; each at most once, in any order.
public struct Clause: Sendable, Hashable {
  public let kind: ClauseKind
  /// From its first word to the end of its last argument.
  public let range: SourceRange
  public let wordRange: SourceRange
}

public indirect enum ClauseKind: Sendable, Hashable {
  case by([Item])
  /// `since t`: leave out what is older.
  case since(SyntaxExpression)
  /// `against targets`
  case against(Source)
  /// `using method`
  case using(Name)
  /// `interval 80`, `interval 80%`
  case interval(SyntaxExpression)
  /// `through crosswalk`
  case through(Source)
  /// `with decompose`
  case decompose
  /// `of item`: the measure.
  case of(Item)
  /// `base hold|forecast|flat`
  case base(Name)
  /// `as of t`
  case asOf(SyntaxExpression)
  /// `status eurostat|sdsn|un|escap|opensdg|aarr|pace`; on tasks the column of the status.
  case status(Name)
  /// `status map source`: what one's own words for a status mean.
  case statusMap(Source)
  /// `due column`, `done column` …: where a list of tasks has what.
  case task(TaskRole, Name)
  /// `window 5y`
  case window(SyntaxExpression)
  /// `pace ols|theilsen`
  case pace(Name)
  case ceiling(SyntaxExpression)
  case floor(SyntaxExpression)
  /// `base_year t`
  case baseYear(SyntaxExpression)
  /// `peers column`; nil for `peers none`.
  case peers(Name?)
  /// `weight column`
  case weight(Name)
  case allowOver
  /// `origin @date value v`
  case origin(date: SyntaxExpression, value: SyntaxExpression)
  /// `duplicates last|mean|sum`
  case duplicates(Name)
  /// `direction up|down`: which way is good.
  case direction(Name)
}

/// What a column of a list of tasks tells, besides the status.
public enum TaskRole: String, Sendable, Hashable, CaseIterable {
  /// The day by which a task is to be done.
  case due
  /// The day on which it was done.
  case done
  /// The day on which work on it began or begins.
  case start
  /// The day on which it came to the list.
  case added
  /// Who has to do it.
  case owner
}

extension Sequence<Clause> {
  /// The keys after `by`; empty without.
  public var by: [Item] {
    for case .by(let keys) in lazy.map(\.kind) { return keys }
    return []
  }
}
