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
    if let matches = try inputs[.matches] {
      plan.targets?.matches = SeriesMatch.read(matches)
      plan.targets?.reasonWords = matches.fields.first { $0.name == "reason" }?.look.vocabulary
    }
    if let constants = try inputs[.constants] { plan.targets?.settle(constants) }
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
