import Columns
import Functions
import Language
import Planning

/// The note that a mean of percentages weighs a hamlet like a city, with the way that does not, and that
/// a sum of percentages, or of figures that are cumulative, is none of anything.
///
/// What a file's columns are the numbers themselves tell: where a percentage is everywhere a
/// hundredfold of one column by another, those two are its parts.
struct PercentMeans {
  /// Larger sources are not searched for parts: that would read columns that nobody asked for.
  private static let mostRows = 200_000
  /// Rows by which parts are known.
  private static let sampledRows = 500
  private static let mostColumns = 24

  /// Means and sums that may be of percentages, by their places among the calls.
  let suspects: [Int]
  private let calls: [AggregateCall]
  private let input: LogicalPlan

  init(_ calls: [AggregateCall], over input: LogicalPlan) {
    self.calls = calls
    self.input = input
    suspects = calls.indices.filter { index in
      guard let place = calls[index].arguments.first?.columnIndex else { return false }
      switch calls[index].function {
      case .avg: return PercentMeans.likelihood(of: place, input) > 0
      case .sum:
        if PercentMeans.isCumulative(input.fields[place]) { return true }
        // Shares of one whole are added up.
        return PercentMeans.likelihood(of: place, input) == 2
          && !PercentMeans.isShare(input.fields[place])
      default: return false
      }
    }
  }

  /// Whether a column of numbers says that each holds those before it.
  private static func isCumulative(_ field: Field) -> Bool {
    guard field.type.isNumeric else { return false }
    let name = TextFold.fold(field.name).map { $0 == "_" ? " " : $0 }
    return ["luy ke", "luy tien", "cong don", "cumulative", "ytd", "running total"]
      .contains { String(name).contains($0) }
  }

  private static func isShare(_ field: Field) -> Bool {
    let name = TextFold.fold(field.name)
    return ["ty trong", "ti trong", "co cau", "trong so", "share", "weight", "dong gop", "diem"]
      .contains { name.contains($0) }
  }

  /// How likely a column holds percentages, by its own name or by that which it came with.
  private static func likelihood(of place: Int, _ input: LogicalPlan) -> Int {
    let origin = input.origin(of: place).map { likelihood($0.plan.fields[$0.place]) } ?? 0
    return max(origin, likelihood(input.fields[place]))
  }

  /// 2 where a column says that it holds percentages, 1 where it may.
  private static func likelihood(_ field: Field) -> Int {
    guard field.type.isNumeric else { return 0 }
    if field.unit == "%" || field.name.contains("%") { return 2 }
    let name = String(TextFold.fold(field.name).map { $0 == "_" ? " " : $0 })
    let words = [
      "ty le", "ti le", "tyle", "tile", "phan tram", "rate", "percent", "pct", "coverage",
      "do bao phu", "ty trong",
    ]
    return words.contains(where: name.contains) ? 1 : 0
  }

  /// Counts of the values in each mean, for calls beside the others.
  var counts: [AggregateCall] {
    suspects.map { index in
      AggregateCall(
        name: "", function: .count, arguments: calls[index].arguments,
        condition: calls[index].condition, type: .int, range: calls[index].range)
    }
  }

  /// Tells of the means that are of several values.
  ///
  /// - Parameter counts: how many values each group has, a column for each suspect.
  func tell(_ counts: [Column], _ context: QueryContext) throws {
    for (index, count) in zip(suspects, counts) {
      let isOfSeveral = (0..<count.count).contains { row in
        if case .int(let number) = count[row] { number > 1 } else { false }
      }
      if isOfSeveral { try tell(calls[index], context) }
    }
  }

  func tell(_ call: AggregateCall, _ context: QueryContext) throws {
    guard let place = call.arguments.first?.columnIndex else { return }
    if call.function == .sum, PercentMeans.isCumulative(input.fields[place]) {
      return RunNotes.summedCumulative(call.range, context)
    }
    if call.function == .sum { return RunNotes.summedPercents(call.range, context) }
    let isSure = PercentMeans.likelihood(of: place, input) == 2
    switch try parts(of: place, context) {
    case .told, .equal: return
    case .found(let covered, let total):
      RunNotes.averagedPercents(
        "rate(\(SyntaxText.names([covered, total])))", call.range, context)
    case .unknown:
      if isSure { RunNotes.averagedPercents(nil, call.range, context) }
    }
  }

  private enum Parts {
    case found(covered: String, total: String)
    /// All have the same base, so that a plain mean is right.
    case equal
    /// The roles of the dataset tell the parts, and the binder spoke of them.
    case told
    case unknown
  }

  private func parts(of place: Int, _ context: QueryContext) throws -> Parts {
    guard let (scan, origin) = input.origin(of: place), case .scan(let id) = scan.node,
      let source = context.sources[id]
    else { return .unknown }
    let looking = RunContext(
      threads: context.threads, today: context.today, stop: context.run.stop, isLooking: true)
    let name = scan.fields[origin].name
    let rates = try context.scan(id, [name], at: scan.range)
    guard rates.rowCount <= PercentMeans.mostRows,
      let outline = try? source.outline(looking), outline.fields.count <= PercentMeans.mostColumns
    else { return .unknown }
    let roles = outline.info?.roles ?? [:]
    if roles["covered"] != nil, roles["total"] != nil { return .told }
    let names = outline.fields.map(\.name).filter { $0 != name }
    // What cannot be read is nobody's question here.
    guard let schema = try? source.schema(Set(names), looking) else { return .unknown }
    let numbers = schema.fields.filter { $0.type.isNumeric && $0.name != name && !$0.isHidden }
    guard numbers.count > 1, let table = try? source.scan(numbers.map(\.name), looking) else {
      return .unknown
    }
    return try PercentMeans.parts(of: rates.columns[0], among: table)
  }

  /// The two columns of which the rates are the quotients.
  private static func parts(of rates: Column, among table: Table) throws -> Parts {
    let rows = (0..<rates.count).lazy.filter { rates.isValid($0) }.prefix(sampledRows)
    let known = Array(rows)
    guard known.count > 1 else { return .unknown }
    var digits = 6
    if case .packed(let packed) = rates.storage { digits = packed.scale }
    let tolerance = 0.51 / Double(Decimal64.powers[digits])
    let shares = known.map { rates[$0].asDouble ?? .nan }
    let values = table.columns.map { column in known.map { column[$0].asDouble ?? .nan } }
    for total in values.indices {
      for covered in values.indices where covered != total {
        let fits = known.indices.allSatisfy { row in
          let (part, whole) = (values[covered][row], values[total][row])
          return whole > 0 && abs(100 * part / whole - shares[row]) <= tolerance
        }
        guard fits else { continue }
        if Set(values[total]).count == 1 { return .equal }
        return .found(
          covered: table.fields[covered].name, total: table.fields[total].name)
      }
    }
    return .unknown
  }
}

extension LogicalPlan {
  /// The scan that a column comes from unchanged, and its place there.
  fileprivate func origin(of place: Int) -> (plan: LogicalPlan, place: Int)? {
    switch node {
    case .scan: return (self, place)
    case .filter(let input, _), .sort(let input, _), .topN(let input, _, count: _),
      .limit(let input, offset: _, count: _), .limitBy(let input, by: _, count: _),
      .distinct(let input, on: _), .peek(let input, label: _), .assert(let input, _, message: _),
      .tap(let input, _, history: _):
      return input.origin(of: place)
    case .project(let input, let items):
      return items[place].expression.columnIndex.flatMap { input.origin(of: $0) }
    case .window(let input, by: _, sort: _, _):
      return place < input.fields.count ? input.origin(of: place) : nil
    case .join(let left, _, kind: _, keys: _, rightColumns: _, expect: _):
      return place < left.fields.count ? left.origin(of: place) : nil
    default: return nil
    }
  }
}
