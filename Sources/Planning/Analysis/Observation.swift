public import Columns
public import Language

/// One thing that an analysis step computes of each unit and time.
public struct ObservedItem: Sendable {
  /// How the two parts of a value make it.
  public enum Parts: Sendable {
    /// 100 · part / whole: a rate in percent.
    case percent
    /// part / whole: a mean.
    case mean
  }

  public var name: String
  public var unit: String?
  /// The place of the value in the observations; nil where only the parts are there.
  public var value: Int?
  /// The places of numerator and denominator, and what they make.
  public var part: Int?
  public var whole: Int?
  public var parts: Parts
  /// Whether values of several units add up (counts) or are averaged (scores).
  public var isAdditive: Bool
  /// Whether this is the dataset's own measure or value, of which published ranks, qualifiers and
  /// directions speak.
  public var isMeasure: Bool

  public init(
    name: String, unit: String?, value: Int?, part: Int? = nil, whole: Int? = nil,
    parts: Parts = .percent, isAdditive: Bool = false, isMeasure: Bool = false
  ) {
    self.name = name
    self.unit = unit
    self.value = value
    self.part = part
    self.whole = whole
    self.parts = parts
    self.isAdditive = isAdditive
    self.isMeasure = isMeasure
  }
}

/// What stands for several observations of one unit at one time.
public enum DuplicateRule: String, Sendable {
  case last, mean, sum
}

/// Where an analysis step finds what in its input: keys first, then the columns that tell the units
/// of the dataset apart, then time and the rest.
public struct ObservationLayout: Sendable {
  /// The keys of the result: the first columns of the input.
  public var keys: [Field] = []
  /// The key whose values are ranked against each other; nil: every row stands for a unit.
  public var entity: Int?
  /// The key that names the series, where there is one.
  public var series: Int?
  /// Columns after the keys that tell units apart which the keys put together.
  public var nativeCount = 0
  /// The place of the time: an int, a date or a timestamp; nil where the time is a period alone.
  public var time: Int?
  /// How the periods of the time column are written; nil where it has none.
  public var timeForm: PeriodForm?
  /// The place of a truth: the day is not known, the time is the end of its year.
  public var undated: Int?
  /// The place of the number of the period, in `compare`.
  public var period: Int?
  public var items: [ObservedItem] = []
  public var direction: Int?
  public var version: Int?
  public var qualifier: Int?
  public var rank: Int?
  public var rankedUnits: Int?
  public var weight: Int?
  public var level: Int?
  /// The place of the unit of measure, where it is a column.
  public var unit: Int?
  /// The place of a column whose values part the peers.
  public var peers: Int?
  /// Rows are single observations (else they are groups, one for each key and time).
  public var isObserved = true
  public var duplicates: DuplicateRule?
  /// Values of the entity that stand for many units and are not ranked beside them.
  public var groupUnits: Set<String> = []

  public init() {}

  /// Whether some key names units, which can be ranked and make up a whole: series cannot.
  public var ranksKeys: Bool {
    keys.indices.contains { $0 != series && $0 != level }
  }
}

/// A time that is compared: a year of an int column, or a run of days.
public struct ComparedTime: Sendable, Equatable {
  /// What stands in the column names: `2024`, `2025Q1`, `2025-03`, `2025-04-10`.
  public var label: String
  /// The number of an int column, or the first day.
  public var first: Int64
  /// The number of an int column, or the last day.
  public var last: Int64
  public var range: SourceRange

  public init(label: String, first: Int64, last: Int64, range: SourceRange) {
    self.label = label
    self.first = first
    self.last = last
    self.range = range
  }
}

/// `compare`, with names and types settled.
public struct ComparePlan: Sendable {
  public var layout: ObservationLayout
  public var times: [ComparedTime]
  public var decompose: Bool
  /// Whether the keys were brought to other units by a crosswalk.
  public var isThroughCrosswalk: Bool

  public init(
    layout: ObservationLayout, times: [ComparedTime], decompose: Bool, isThroughCrosswalk: Bool
  ) {
    self.layout = layout
    self.times = times
    self.decompose = decompose
    self.isThroughCrosswalk = isThroughCrosswalk
  }
}

/// An analysis step as a node of a plan. Its columns may depend on the data, so it runs while the
/// query is bound, as a pivot does.
public enum Analysis: Sendable {
  case compare(ComparePlan)
  case project(ProjectPlan)
  case track(ProjectPlan)
  case whatIf(WhatIfPlan)
  case progress(TaskPlan)
  case projectTasks(TaskPlan)
  /// What a projection starts from: the keys, `time` and `value` of each observation.
  case history(ProjectPlan)

  /// The step's word.
  public var name: String {
    switch self {
    case .compare: "compare"
    case .project: "project"
    case .track: "track"
    case .whatIf: "whatif"
    case .progress: "progress"
    case .projectTasks: "project"
    case .history: "history"
    }
  }
}
