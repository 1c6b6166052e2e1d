public import Columns
public import Language

/// How pace, course and status are measured: what the clauses of `project`, `track` and `whatif`
/// say, with constants evaluated. Times are days or years, as in the time column.
public struct PacingPlan: Sendable {
  /// `using`: a method by its word; nil for the default.
  public var method: String?
  /// Probability inside the interval, 0 … 1.
  public var level = 0.8
  /// Years of the window that ends at the last point.
  public var window: Double?
  /// `ols`, `theilsen`; nil for endpoints.
  public var estimator: String?
  public var ceiling: Double?
  public var floor: Double?
  public var baseTime: Int64?
  /// `peers none`
  public var withoutPeers = false
  /// Rates above 100 % are let through.
  public var allowsOver = false
  /// `origin`: an assumed start.
  public var origin: (time: Int64, value: Double)?
  /// `pace`, `eurostat` … by its word.
  public var statusRule = "pace"
  /// `as of`: nothing later counts.
  public var asOf: Int64?

  public init() {}
}

/// Where a table of targets has what.
public struct TargetColumns: Sendable {
  public var series: Int?
  public var level: Int?
  public var time: Int
  public var target: Int
  public var comparison: Int?
  public var high: Int?
  public var document: Int?
  public var unit: Int?
  /// Keys of the result and the columns of the targets that have to equal them; a null there fits
  /// any.
  public var joined: [(key: Int, column: Int)] = []
  /// Which targets speak of which series, where names alone do not tell.
  public var matches: [SeriesMatch]?
  public var fields: [Field]
  public var range: SourceRange
}

/// A target indicator that speaks of a series.
public struct SeriesMatch: Sendable, Hashable {
  public var series: String
  public var indicator: String
  /// Nil: of any document.
  public var document: String?
  /// It does not measure quite the same.
  public var isProxy: Bool
  public var reason: String?
}

/// `project` and `track`, with names and types settled.
public struct ProjectPlan: Sendable {
  public var layout: ObservationLayout
  public var pacing: PacingPlan
  /// The times projected to; empty for `track`.
  public var times: [ComparedTime]
  public var timeType: DataType
  public var targets: TargetColumns?
  /// The place of a column whose values part the peers, among the observations.
  public var range: SourceRange
}
