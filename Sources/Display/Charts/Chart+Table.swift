public import Columns
public import Language

extension Chart {
  /// What the query says about the picture; nil is chosen from the table.
  public struct Options: Sendable, Hashable {
    /// The column across; for `heat` the columns of the picture.
    public var x: String?
    /// The column of values; for `heat` the rows of the picture.
    public var y: String?
    /// Further columns of values, each a series of its own.
    public var moreY: [String] = []
    /// How bars of several series stand in one place.
    public var stacking: Stacking?
    /// The column that names points.
    public var label: String?
    /// The column that tells series apart; for `heat` the values.
    public var color: String?
    public var title: String?
    /// A value that a line is drawn at.
    public var reference: Double?
    /// The one series or bar that is drawn in colour among grey ones.
    public var highlight: String?
    /// A line under the picture.
    public var caption: String?
    /// The language of labels that the chart itself adds.
    public var lang: Lang

    public init(
      x: String? = nil, y: String? = nil, color: String? = nil, title: String? = nil,
      reference: Double? = nil, highlight: String? = nil, caption: String? = nil, lang: Lang = .en,
      moreY: [String] = [], stacking: Stacking? = nil, label: String? = nil
    ) {
      self.x = x
      self.y = y
      self.color = color
      self.title = title
      self.reference = reference
      self.highlight = highlight
      self.caption = caption
      self.lang = lang
      self.moreY = moreY
      self.stacking = stacking
      self.label = label
    }
  }

  /// As many series as a reader can tell apart.
  public static let mostSeries = 12
  /// As many when all but one are grey.
  static let mostGreySeries = 200

  /// The chart of a table. Columns that are not named are chosen by name, type and order; the
  /// results of `project` and `whatif` are known by their columns and drawn with history, bands,
  /// scenarios and targets.
  ///
  /// A null stays unknown: it breaks a line and has no bar.
  ///
  /// - Throws: What the table lacks, or which name is unknown and which there are.
  public init(
    table: Table, kind: Kind? = nil, options: Options = Options()
  ) throws(ChartProblem) {
    let maker = ChartMaker(table: table, options: options)
    try maker.check()
    var chart: Chart
    if let result = try maker.analysis(kind) {
      chart = result
    } else {
      chart = try maker.chart(kind)
    }
    if let stacking = options.stacking { try chart.stack(stacking) }
    chart.title = options.title ?? chart.title
    chart.caption = options.caption
    if let reference = options.reference { try chart.add(reference: reference, options.lang) }
    if let highlight = options.highlight { try chart.mark(highlight) }
    self = chart
  }
}

/// Chooses the columns of a table and gathers their points.
struct ChartMaker {
  let table: Table
  let options: Chart.Options

  var names: [String] { table.fields.map(\.name) }

  /// As many rows as sparklines and heat maps have.
  static let mostRows = 100

  /// As many series as a picture of the kind may have; each sparkline has a row of its own.
  func mostSeries(_ kind: Chart.Kind) -> Int {
    if kind == .spark { return ChartMaker.mostRows }
    return options.highlight == nil ? Chart.mostSeries : Chart.mostGreySeries
  }

  /// Columns that say something of a row and tell no series apart.
  private static let remarks: Set<String> = [
    "flag", "flags", "version", "note", "source", "qualifier", "unit_of_measure", "binding",
  ]

  private static let timeNames: Set<String> = [
    "year", "time", "date", "period", "month", "day", "as_of", "last_time", "năm", "nam", "ngày",
    "ngay", "tháng", "thang", "kỳ", "ky",
  ]

  func place(_ name: String) -> Int? { table.fields.firstIndex { $0.name == name } }

  /// Named columns must be there.
  func check() throws(ChartProblem) {
    if table.columns.isEmpty { throw .noColumns() }
    for name in [options.x, options.y, options.color, options.label] + options.moreY {
      if let name, place(name) == nil { throw .unknown(name, among: names) }
    }
  }

  // MARK: What columns are

  func isNumeric(_ index: Int) -> Bool { table.fields[index].type.isNumeric }

  /// A date, or an int that is called a year or a time.
  func isTime(_ index: Int) -> Bool {
    let field = table.fields[index]
    if field.type.isTemporal { return true }
    return isNumeric(index) && ChartMaker.timeNames.contains(field.name.lowercased())
  }

  func isText(_ index: Int) -> Bool {
    let type = table.fields[index].type
    return type == .text || type == .bool
  }

  /// Different values that are not null, counted up to `limit + 1`.
  func distinct(_ index: Int, limit: Int) -> Int {
    var seen: Set<Value> = []
    let column = table.columns[index]
    for row in (0..<column.count).watched where column.isValid(row) {
      seen.insert(column[row])
      if seen.count > limit { break }
    }
    return seen.count
  }

  /// The axis that the values of a column make.
  func axis(_ index: Int) -> Chart.XAxis {
    switch table.fields[index].type {
    case .date:
      if let form = table.fields[index].period { return .period(form) }
      let column = table.columns[index]
      let days = (0..<column.count).watched.compactMap { row -> Int? in
        if case .date(let day) = column[row] { Int(day) } else { nil }
      }
      func areEnds(_ grain: PeriodGrain) -> Bool {
        days.watched.allSatisfy { grain.days(grain.number(ofDay: $0)).upperBound == $0 }
      }
      // Ends of months stand for their months, those of years for the years.
      if areEnds(.year) { return .year }
      return areEnds(.month) ? .period(PeriodForm(.month)) : .date
    case .timestamp: return .instant
    case .int, .float: return isTime(index) && isYears(index) ? .year : .number
    default: return .category
    }
  }

  private func isYears(_ index: Int) -> Bool {
    let column = table.columns[index]
    return (0..<column.count).watched.allSatisfy { row in
      guard let value = column[row].asDouble else { return true }
      return (1000...3000).contains(value)
    }
  }

  /// The x value of a cell on a numeric or time axis; nil for null and for what is no number.
  func number(_ value: Value) -> Double? {
    switch value {
    case .date(let days): return ChartTime.year(ofDay: Int(days))
    case .timestamp(let instant): return ChartTime.year(ofInstant: instant)
    default:
      guard let number = value.asDouble, number.isFinite else { return nil }
      return number
    }
  }

  /// The words that stand for a cell.
  func label(_ value: Value, of field: Field? = nil) -> String {
    if value.isNull { return "(null)" }
    if case .text(let text) = value, options.lang == .vi,
      let known = field?.look.vocabulary?.vietnamese(text)
    {
      return TerminalWidth.visible(known)
    }
    return TerminalWidth.visible(field?.text(value) ?? value.plainText)
  }

  // MARK: Choice

  /// What the results of analyses are about, told by their columns, the first that fits.
  private static let results: [(columns: Set<String>, measure: String)] = [
    (["target", "value", "status", "gap"], "value"), (["change", "change_pct", "flag"], "change"),
    (["closable", "done", "done_pct"], "done_pct"),
  ]

  private var result: (columns: Set<String>, measure: String)? {
    ChartMaker.results.first { $0.columns.isSubset(of: names) }
  }

  func chart(_ kind: Chart.Kind?) throws(ChartProblem) -> Chart {
    if !options.moreY.isEmpty {
      if options.color != nil { throw .coloursOfColumns() }
      if let kind, [.hist, .heat, .scatter].contains(kind) { throw .severalColumns(kind) }
    }
    switch kind {
    case .hist: return try histogram()
    case .heat: return try heatMap()
    default: break
    }
    let y = try chosenY(for: kind)
    for name in options.moreY {
      guard let index = place(name), isNumeric(index) else {
        let type = place(name).map { table.fields[$0].type } ?? .null
        throw .notNumber(name, type.rawValue, numbers: numberNames)
      }
    }
    let x = try chosenX(for: kind, y: y)
    guard let x else {
      if kind == nil, options.moreY.isEmpty { return try histogram() }
      if kind == .scatter { throw .noX("scatter") }
      return try drawn(kind ?? .line, x: nil, y: y)
    }
    return try drawn(kind ?? chosenKind(x: x), x: x, y: y)
  }

  private func chosenKind(x: Int) -> Chart.Kind {
    switch axis(x) {
    case .category: return .bar
    case .number: return .scatter
    default: return distinct(x, limit: 1) > 1 ? .line : .bar
    }
  }

  /// The first column of numbers that is no time; else a time, if numbers are all there is.
  private func chosenY(for kind: Chart.Kind?) throws(ChartProblem) -> Int {
    if let name = options.y, let index = place(name) {
      guard isNumeric(index) else {
        throw .notNumber(name, table.fields[index].type.rawValue, numbers: numberNames)
      }
      return index
    }
    let taken = ([options.x, options.color, options.label] + options.moreY)
      .compactMap { $0.flatMap(place) }
    var candidates = table.fields.indices.filter { isNumeric($0) && !taken.contains($0) }
    if candidates.contains(where: { !isTime($0) }) { candidates.removeAll(where: isTime) }
    if candidates.contains(where: { !NumberLook.isCode(names[$0]) }) {
      candidates.removeAll { NumberLook.isCode(names[$0]) }
    }
    if kind != .scatter, let known = result.flatMap({ place($0.measure) }),
      candidates.contains(known)
    {
      return known
    }
    // A scatter goes from the first number to the second.
    if kind == .scatter, options.x == nil, candidates.count > 1 { return candidates[1] }
    if kind == nil, options.x == nil, candidates.count > 1,
      !table.fields.indices.contains(where: { isText($0) || isTime($0) })
    {
      return candidates[1]
    }
    guard let first = candidates.first else { throw .noNumber(names) }
    return first
  }

  var numberNames: [String] {
    table.fields.indices.filter(isNumeric).map { table.fields[$0].name }
  }

  private func chosenX(for kind: Chart.Kind?, y: Int) throws(ChartProblem) -> Int? {
    if let name = options.x { return place(name) }
    let taken =
      [y] + ([options.color, options.label] + options.moreY).compactMap { $0.flatMap(place) }
    let free = table.fields.indices.filter { !taken.contains($0) }
    let texts = free.filter(isText)
    if kind != .scatter, result?.measure == names[y] {
      // Its times are those of targets or counts; what it is about stands first.
      if let key = texts.first(where: { distinct($0, limit: 1) > 1 }) ?? texts.first { return key }
    }
    if kind == .scatter, let number = free.first(where: { isNumeric($0) && !isTime($0) }) {
      return number
    }
    // A time that never changes is a heading, not an axis.
    if let time = free.first(where: { isTime($0) && (texts.isEmpty || distinct($0, limit: 1) > 1) })
    {
      return time
    }
    if let text = texts.first(where: { distinct($0, limit: 1) > 1 }) ?? texts.first { return text }
    return free.first(where: isNumeric)
  }

  /// The column that tells series apart: the one named, or the first text that does when several
  /// rows share an x.
  func chosenColour(
    _ kind: Chart.Kind, x: Int?, y: Int, _ places: [Double], sharesX: Bool
  ) throws(ChartProblem) -> Int? {
    let mostSeries = mostSeries(kind)
    if let name = options.color, let index = place(name) {
      let count = distinct(index, limit: 10_000)
      if count > mostSeries { throw .tooManySeries(name, count, limit: mostSeries) }
      return index
    }
    guard sharesX else { return nil }
    let texts = table.fields.indices.filter {
      isText($0) && $0 != x && $0 != y && !ChartMaker.remarks.contains(table.fields[$0].name)
    }
    let counted = texts.map { ($0, distinct($0, limit: mostSeries)) }
    let few = counted.filter { $0.1 > 1 && $0.1 <= mostSeries }.map(\.0)
    // The first by which no two rows of a series share a place, else the first.
    if let few = few.first(where: { !repeats(places, by: $0) }) ?? few.first { return few }
    guard kind != .scatter else { return nil }
    return counted.first { $0.1 > 1 }?.0
  }

  /// Whether several rows share a place, of those with one value of a column where one is named.
  func repeats(_ places: [Double], by colour: Int?) -> Bool {
    guard let colour else {
      var seen: Set<Double> = []
      return places.watched.contains { $0.isFinite && !seen.insert($0).inserted }
    }
    struct Spot: Hashable {
      var place: Double
      var value: Value
    }
    var seen: Set<Spot> = []
    let values = table.columns[colour]
    for (row, place) in places.enumerated().watched where place.isFinite {
      if !seen.insert(Spot(place: place, value: values[row])).inserted { return true }
    }
    return false
  }
}
