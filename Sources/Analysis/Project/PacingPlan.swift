import Columns
import Forecasting
import Language
import Planning

/// How pace, course and status are measured: what the clauses of `project`, `track` and `whatif`
/// say, with constants evaluated. Times are days or years, as in the time column.
struct PacingPlan: Sendable, Hashable {
  /// `using`: a method by its word; nil for the default.
  var method: Method?
  /// Probability inside the interval, 0 … 1.
  var level = 0.8
  /// Years of the window that ends at the last point.
  var window: Double?
  /// `ols`, `theilsen`; nil for endpoints.
  var estimator: Pace.Estimator?
  var ceiling: Double?
  var floor: Double?
  var baseTime: Int64?
  /// `peers none`
  var withoutPeers = false
  /// Rates above 100 % are let through.
  var allowsOver = false
  /// `origin`: an assumed start.
  var origin: Origin?
  var statusRule = StatusRule.pace
  /// `as of`: nothing later counts.
  var asOf: Int64?

  /// A start that is assumed, with its time in the form of the time column.
  struct Origin: Sendable, Hashable {
    var time: Int64
    var value: Double
  }

  init() {}
}

/// Where a table of targets has what.
struct TargetColumns: Sendable, Hashable {
  /// A key of the result and the column of the targets that has to equal it.
  struct Join: Sendable, Hashable {
    var key: Int
    var column: Int
  }

  var series: Int?
  var level: Int?
  var time: Int
  var target: Int
  var comparison: Int?
  var high: Int?
  var document: Int?
  var unit: Int?
  /// Keys of the result and the columns of the targets that have to equal them; a null there fits
  /// any.
  var joined: [Join] = []
  /// Whether a table tells which targets speak of which series, since names alone do not.
  var hasMatches = false
  /// That table's rows: read from the input `matches` when the step runs.
  var matches: [SeriesMatch]?
  var fields: [Field]
  var range: SourceRange
}

/// A target indicator that speaks of a series.
struct SeriesMatch: Sendable, Hashable {
  var series: String
  var indicator: String
  /// Nil: of any document.
  var document: String?
  /// It does not measure quite the same.
  var isProxy: Bool
  var reason: String?
}

/// `project`, and what `track` and `whatif` share with it, with names and types settled.
struct ProjectPlan: Sendable, Hashable {
  var layout: ObservationLayout
  var pacing: PacingPlan
  /// The times projected to; empty for `track`.
  var times: [ComparedTime]
  var timeType: DataType
  var targets: TargetColumns?
  var range: SourceRange
}

extension ProjectPlan: AnalysisPlan {
  var name: String { "project" }

  func run(
    _ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext
  ) throws -> Table {
    try Projecting(plan: try knowing(inputs), range: range, context: context).run(
      inputs.observations(), inputs[.targets])
  }

  /// The same with what its inputs tell of units and of the series that targets speak of.
  func knowing(_ inputs: AnalysisTables) throws -> ProjectPlan {
    var plan = self
    plan.layout = try layout.knowing(units: inputs[.units])
    if let matches = try inputs[.matches] { plan.targets?.matches = SeriesMatch.read(matches) }
    return plan
  }
}

/// What a projection starts from: the keys, `time` and `value` of each observation.
struct HistoryPlan: AnalysisPlan {
  var project: ProjectPlan

  var name: String { "history" }

  func run(
    _ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext
  ) throws -> Table {
    try Projecting(plan: project, range: range, context: context).history(inputs.observations())
  }
}

extension SeriesMatch {
  /// The rows of `series`, `target_indicator`, `fit` and, where there are such, `document` and
  /// `reason`: those that name a series and an indicator that is the same or a proxy.
  static func read(_ table: Table) -> [SeriesMatch] {
    func text(_ column: Int, _ row: Int) -> String? {
      guard column < table.columns.count, case .text(let text) = table.columns[column][row] else {
        return nil
      }
      return text
    }
    return (0..<table.rowCount).compactMap { row in
      guard let series = text(0, row), let indicator = text(1, row), let fit = text(2, row),
        fit == "same" || fit == "proxy"
      else { return nil }
      var match = SeriesMatch(series: series, indicator: indicator, isProxy: fit == "proxy")
      match.document = text(3, row)
      match.reason = text(4, row)
      return match
    }
  }
}
