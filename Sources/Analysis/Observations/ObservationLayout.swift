import Columns
import Forecasting
import Language
import Planning

/// One thing that an analysis step computes of each unit and time.
struct ObservedItem: Sendable, Hashable {
  /// How the two parts of a value make it.
  enum Parts: Sendable, Hashable {
    /// 100 · part / whole: a rate in percent.
    case percent
    /// part / whole: a mean.
    case mean
  }

  var name: String
  var unit: String?
  /// How the column is shown that it is made of.
  var look: Look
  /// The place of the value in the observations; nil where only the parts are there.
  var value: Int?
  /// The places of numerator and denominator, and what they make.
  var part: Int?
  var whole: Int?
  var parts: Parts
  /// Whether values of several units add up (counts) or are averaged (scores).
  var isAdditive: Bool
  /// Whether this is the dataset's own measure or value, of which published ranks, qualifiers and
  /// directions speak.
  var isMeasure: Bool

  init(
    name: String, unit: String?, look: Look = Look(), value: Int?, part: Int? = nil,
    whole: Int? = nil, parts: Parts = .percent, isAdditive: Bool = false, isMeasure: Bool = false
  ) {
    self.name = name
    self.unit = unit
    self.look = look
    self.value = value
    self.part = part
    self.whole = whole
    self.parts = parts
    self.isAdditive = isAdditive
    self.isMeasure = isMeasure
  }
}

/// What stands for several observations of one unit at one time.
enum DuplicateRule: String, Sendable, CaseIterable {
  case last, mean, sum
}

/// Where an analysis step finds what in its input: keys first, then the columns that tell the units
/// of the dataset apart, then time and the rest.
struct ObservationLayout: Sendable, Hashable {
  /// The keys of the result: the first columns of the input.
  var keys: [Field] = []
  /// The key whose values are ranked against each other; nil: every row stands for a unit.
  var entity: Int?
  /// The key that names the series, where there is one.
  var series: Int?
  /// The key that says what is measured, by its role or by its name: nothing is ranked along it.
  var measured: Int?
  /// Columns after the keys that tell units apart which the keys put together.
  var nativeCount = 0
  /// The place of the time: an int, a date or a timestamp; nil where the time is a period alone.
  var time: Int?
  /// How the periods of the time column are written; nil where it has none.
  var timeForm: PeriodForm?
  /// The place of a truth: the day is not known, the time is the end of its year.
  var undated: Int?
  /// The place of the number of the period, in `compare`.
  var period: Int?
  var items: [ObservedItem] = []
  /// The place of a column that says which way is good.
  var direction: Int?
  /// Which way is good, as the step says.
  var statedDirection: Direction?
  var version: Int?
  var qualifier: Int?
  var rank: Int?
  var rankedUnits: Int?
  var weight: Int?
  var level: Int?
  /// The place of the unit of measure, where it is a column.
  var unit: Int?
  /// The place of a column whose values part the peers.
  var peers: Int?
  /// Rows are single observations (else they are groups, one for each key and time).
  var isObserved = true
  var duplicates: DuplicateRule?
  /// Values of the entity that stand for many units and are not ranked beside them: read from the
  /// input `units` when the step runs.
  var groupUnits: Set<String> = []

  init() {}

  /// The same with the units that stand for many, from a table of names and kinds.
  func knowing(units: Table?) -> ObservationLayout {
    guard let units else { return self }
    var layout = self
    for row in 0..<units.rowCount {
      if case .text("group") = units.columns[1][row], case .text(let name) = units.columns[0][row] {
        layout.groupUnits.insert(name)
      }
    }
    return layout
  }

  /// Whether some key names units, which can be ranked and make up a whole: series cannot.
  var ranksKeys: Bool {
    keys.indices.contains { $0 != measured && $0 != level }
  }

  /// The keys within whose values units are ranked, pooled and put together: all but the entity;
  /// without one those that name no units.
  var partingKeys: [Int] {
    keys.indices.filter { key in
      if let entity { key != entity } else { key == measured || key == level }
    }
  }
}

/// A time that is compared: a year of an int column, or a run of days.
struct ComparedTime: Sendable, Hashable {
  /// What stands in the column names: `2024`, `2025Q1`, `2025-03`, `2025-04-10`.
  var label: String
  /// The number of an int column, or the first day.
  var first: Int64
  /// The number of an int column, or the last day.
  var last: Int64
  var range: SourceRange
}
