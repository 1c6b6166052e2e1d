public import Columns
public import Language

/// A picture of numbers: what is drawn, apart from where and with which characters.
public struct Chart: Sendable {
  /// The forms that a chart has.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case line, bar, column, scatter, hist, spark, heat
  }

  /// What the x values are.
  public enum XAxis: Sendable, Hashable {
    /// Plain numbers.
    case number
    /// Decimal years that stand at the ends of whole years: 2024 is the year 2024.
    case year
    /// Decimal years; a day stands at its end, as in the forecasts.
    case date
    /// Decimal years that stand at the ends of periods, which are written in that form.
    case period(PeriodForm)
    /// Decimal years to the second.
    case instant
    /// Places in `categories`.
    case category
  }

  /// One observation; a null y breaks a line.
  public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double?

    public init(_ x: Double, _ y: Double?) {
      self.x = x
      self.y = y
    }
  }

  /// Points that belong together, in the order in which they are joined.
  public struct Series: Sendable {
    public var name: String
    public var points: [Point]
    /// The lower ends of a band, one for each point; nil where there is no band.
    public var low: [Double?]?
    /// The upper ends of a band, one for each point.
    public var high: [Double?]?
    /// Which points are a projection: the line to them is broken. Empty: none.
    public var isProjected: [Bool]
    /// What the points are called, one for each; empty: nothing.
    public var labels: [String] = []

    public init(
      _ name: String, _ points: [Point], low: [Double?]? = nil, high: [Double?]? = nil,
      isProjected: [Bool] = []
    ) {
      self.name = name
      self.points = points
      self.low = low
      self.high = high
      self.isProjected = isProjected
    }

    /// Whether the line to that point is a projection.
    public func isProjected(_ index: Int) -> Bool {
      isProjected.indices.contains(index) && isProjected[index]
    }

    /// The band at a point, where both of its ends are known.
    public func band(_ index: Int) -> (low: Double, high: Double)? {
      guard let low, let high, low.indices.contains(index), high.indices.contains(index),
        let bottom = low[index], let top = high[index]
      else { return nil }
      return (min(bottom, top), max(bottom, top))
    }
  }

  /// A value to be reached, or to compare with.
  public struct TargetLine: Sendable, Hashable {
    public var y: Double
    public var label: String
    /// The x at which it is due, where a mark stands; nil: a line across all of them.
    public var at: Double?

    public init(_ y: Double, _ label: String, at: Double? = nil) {
      self.y = y
      self.label = label
      self.at = at
    }
  }

  /// How bars of several series stand in one place.
  public enum Stacking: String, Sendable, Hashable, CaseIterable {
    /// On each other.
    case sum
    /// On each other, as percentages of what they are together.
    case share
  }

  /// The cells of a heat map: `values[row][column]`, null where nothing is known.
  public struct Matrix: Sendable {
    public var rows: [String]
    public var columns: [String]
    public var values: [[Double?]]

    public init(rows: [String], columns: [String], values: [[Double?]]) {
      self.rows = rows
      self.columns = columns
      self.values = values
    }
  }

  /// One bar of a histogram: values from `low` up to, but not including, `high`.
  public struct Bin: Sendable, Hashable {
    public var low: Double
    public var high: Double
    public var count: Int

    public init(_ low: Double, _ high: Double, _ count: Int) {
      self.low = low
      self.high = high
      self.count = count
    }
  }

  public var title: String?
  public var kind: Kind
  public var xAxis: XAxis
  public var xLabel: String
  public var yLabel: String
  /// The unit of measure of y.
  public var unit: String?
  public var series: [Series]
  public var targets: [TargetLine] = []
  /// The names of the places on a category axis.
  public var categories: [String] = []
  public var matrix: Matrix?
  public var bins: [Bin] = []
  /// Whether the categories are names, all of which are to be read, not times.
  public var categoriesAreNames = false
  /// How bars of several series stand in one place; nil: beside each other.
  public var stacking: Stacking?
  /// What a band is called; nil: by its ends.
  public var bandName: String?
  /// What the solid part of the first line is called where the broken part is a forecast.
  public var observedName: String?
  /// The one series or bar that is drawn in colour among grey ones.
  public var highlight: String?
  /// A line under the picture: where its numbers are from.
  public var caption: String?
  /// What the picture leaves out, in words.
  public var notes: [Words] = []
  /// What the one who draws can do about it: told in the terminal, and in no file, whose readers do not
  /// draw.
  public var advice: [Words] = []

  public init(
    kind: Kind, title: String? = nil, xAxis: XAxis = .number, xLabel: String = "x",
    yLabel: String = "y", unit: String? = nil, series: [Series] = []
  ) {
    self.kind = kind
    self.title = title
    self.xAxis = xAxis
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.unit = unit
    self.series = series
  }

  /// What the picture shows, for those who do not see it: used where it has no title.
  public var described: String { xLabel == "#" ? yTitle : "\(yTitle), \(xLabel)" }

  /// The y label with its unit.
  var yTitle: String {
    guard let unit, !unit.isEmpty, !Field.names(unit, in: yLabel) else {
      return yLabel
    }
    return "\(yLabel) (\(unit))"
  }
}

extension Chart.XAxis {
  /// Whether marks stand at days and periods of the calendar.
  var isCalendar: Bool {
    switch self {
    case .date, .period, .instant: true
    case .number, .year, .category: false
    }
  }
}
