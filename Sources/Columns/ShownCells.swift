import Glibc

/// The cells of a column as people read them: numbers with as many digits as they carry and their
/// thousands apart, days in the order of the reader's language, words of the program in it.
///
/// What tables, charts, Markdown and workbooks show comes from here; CSV and JSON keep the values.
public struct ShownCells: Sendable {
  /// The texts, one for each of the rows; empty for null.
  public let texts: [String]
  /// Which of the rows hold null.
  public let isNull: [Bool]
  /// How the numbers of the column are written; nil where it holds none.
  public let numbers: NumberLook?

  /// - Parameter rows: the rows that are shown, in order; nil: all.
  public init(_ column: Column, of field: Field, rows: [Int]? = nil, for reader: Reader) {
    let cells = rows.map { $0.map { column[$0] } } ?? column.values
    isNull = cells.map(\.isNull)
    let look = field.type.isNumeric ? NumberLook(cells, of: field, for: reader) : nil
    numbers = look
    texts = cells.map { look?.text($0) ?? ShownCells.text($0, of: field, for: reader) }
  }

  /// One cell that is no number.
  private static func text(_ value: Value, of field: Field, for reader: Reader) -> String {
    switch value {
    case .text(let text) where reader == .vietnamese:
      field.look.vocabulary?.vietnamese(text) ?? text
    case .date(let day) where reader == .vietnamese && field.period == nil:
      vietnamese(day: Int(day))
    case .timestamp(let instant) where reader == .vietnamese:
      vietnamese(instant: instant)
    default: field.text(value)
    }
  }

  /// `31/12/2025`.
  private static func vietnamese(day: Int) -> String {
    let (year, month, day) = Calendar.civil(day)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(day))/\(two(month))/\(year)"
  }

  /// `31/12/2025 23:59:58`.
  private static func vietnamese(instant: Int64) -> String {
    let text = Calendar.text(timestamp: instant)
    guard let space = text.firstIndex(of: " ") else { return text }
    var day = instant / Calendar.microsecondsPerDay
    if instant % Calendar.microsecondsPerDay < 0 { day -= 1 }
    return vietnamese(day: Int(day)) + text[space...].replacing(".", with: ",")
  }
}

/// How the numbers of one column are written.
public struct NumberLook: Sendable, Hashable {
  /// Decimals of every number; nil where each has its own, by its significant digits or its size.
  public let decimals: Int?
  /// Whether thousands stand apart.
  public let isGrouped: Bool
  /// Whether the numbers are probabilities, shown in percent.
  public let isProbability: Bool
  /// Whether all numbers are so small that they take an exponent.
  private let isTiny: Bool
  private let significant: Int
  /// The decimals by the size of a number where large numbers have fewer; empty where all have the same.
  private let bySize: [SizeDecimals]
  private let reader: Reader

  /// More decimals than this are no one's measurement.
  private static let mostDecimals = 6
  /// Decimals of rates and percentages.
  private static let mostOfPercent = 2

  /// - Parameter cells: the values that are shown, null among them.
  public init(_ cells: [Value], of field: Field, for reader: Reader) {
    self.reader = reader
    let digits = field.look.digits
    isProbability = digits == .probability && field.type == .float
    isGrouped = !isProbability && NumberLook.groups(cells, of: field)
    let largest = NumberLook.largest(cells)
    isTiny = largest > 0 && largest < NumberLook.tiny && digits == nil
    if case .significant(let count)? = digits, field.type == .float {
      significant = count
      bySize = []
      decimals = nil
    } else {
      significant = 0
      let count = field.type == .float ? NumberLook.decimals(cells, of: field) : 0
      bySize = isProbability || isTiny ? [] : SizeDecimals.of(cells, most: count, digits)
      decimals = bySize.isEmpty ? count : nil
    }
  }

  /// The decimals that a number is shown with.
  private func places(_ number: Double) -> Int {
    if let decimals { return decimals }
    if bySize.isEmpty { return NumberLook.decimals(significant, of: number) }
    let power = SizeDecimals.power(number)
    return (bySize.last { $0.power >= power } ?? bySize[0]).decimals
  }

  /// The text of a number; nil for any other value, empty for null.
  public func text(_ value: Value) -> String? {
    switch value {
    case .null: return ""
    case .int(let number): return written(String(number.magnitude), isNegative: number < 0)
    case .decimal, .double: break
    default: return nil
    }
    guard let number = value.asDouble else { return nil }
    if number.isNaN { return "nan" }
    if number.isInfinite { return number < 0 ? "-inf" : "inf" }
    if isProbability { return NumberLook.percent(number) }
    // What is very large keeps its digits; very small numbers take an exponent where all are so.
    if number.magnitude >= 1e15 { return written("\(number.magnitude)", isNegative: number < 0) }
    if isTiny, number != 0 {
      return written(NumberLook.printed("%.*e", 2, number.magnitude), isNegative: number < 0)
    }
    let text = NumberLook.fixed(value, places(number))
    let isZero = text.allSatisfy { "0.".contains($0) }
    let mayBeYear = significant > 0 && (1800..<2200).contains(number)
    return written(text, isNegative: number < 0 && !isZero, isGrouped: isGrouped && !mayBeYear)
  }

  /// The number that is shown in the place of another; nil for what is no finite number.
  func rounded(_ value: Value) -> Double? {
    guard let number = value.asDouble, number.isFinite else { return nil }
    let places = isProbability ? 2 : places(number)
    if isTiny, number != 0 { return Double(NumberLook.printed("%.*e", 2, number)) ?? number }
    let rounded = Double(NumberLook.fixed(value, places)) ?? number.magnitude
    return number < 0 ? -rounded : rounded
  }

  /// The digits with thousands apart and the sign of decimals that the reader knows.
  private func written(
    _ digits: String, isNegative: Bool, isGrouped: Bool? = nil
  ) -> String {
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    var whole = String(parts[0])
    if isGrouped ?? self.isGrouped, whole.count > 3, !digits.contains("e") {
      let lead = whole.count % 3
      var groups = lead > 0 ? [String(whole.prefix(lead))] : []
      var rest = whole.dropFirst(lead)
      while !rest.isEmpty {
        groups.append(String(rest.prefix(3)))
        rest = rest.dropFirst(3)
      }
      whole = groups.joined(separator: reader == .vietnamese ? "." : ",")
    }
    if parts.count > 1 { whole += (reader == .vietnamese ? "," : ".") + parts[1] }
    return isNegative ? "-" + whole : whole
  }

  /// `12 %`; never sure of what is only likely.
  private static func percent(_ share: Double) -> String {
    if share < 0.01 { return "<1 %" }
    if share > 0.99 { return ">99 %" }
    return "\(Int((share * 100).rounded())) %"
  }

  // MARK: Digits

  /// Below this a number has no place among decimals that a reader counts.
  private static let tiny = 1e-4

  /// The largest number, whatever its sign.
  private static func largest(_ cells: [Value]) -> Double {
    var largest = 0.0
    for cell in cells {
      if let number = cell.asDouble?.magnitude, number.isFinite { largest = max(largest, number) }
    }
    return largest
  }

  /// The decimals that all of the values are shown with.
  private static func decimals(_ cells: [Value], of field: Field) -> Int {
    let isPercent = field.unit?.contains("%") ?? false
    switch field.look.digits {
    case .decimals(let count): return max(0, min(count, 15))
    case .upTo(let most):
      let most = isPercent ? min(most, mostOfPercent) : most
      return min(needed(cells, most: most), most)
    default: break
    }
    if isPercent { return needed(cells, most: mostOfPercent) }
    let count = needed(cells, most: mostDecimals + 1)
    if count <= mostDecimals { return count }
    // What was computed has digits without end: as many are shown as a reader can use.
    let largest = largest(cells)
    switch largest {
    case 10_000...: return 0
    case 1000...: return 1
    case 1...: return 2
    case 0.1...: return 3
    case tiny...: return min(8, 2 + Int((-log10(largest)).rounded(.up)))
    default: return 2
    }
  }

  /// The decimals that the values have, at most so many: a value that shows as whole at that many
  /// needs none.
  fileprivate static func needed(_ cells: [Value], most: Int) -> Int {
    var count = 0
    for cell in cells where count < most {
      switch cell {
      case .decimal(var value, var scale):
        while scale > 0, value % 10 == 0 {
          value /= 10
          scale -= 1
        }
        if scale <= most { count = max(count, scale) } else { count = max(count, rest(cell, most)) }
      case .double: count = max(count, rest(cell, most))
      default: break
      }
    }
    return count
  }

  /// The decimals of one number where it is shown with so many, without zeros at the end.
  private static func rest(_ cell: Value, _ most: Int) -> Int {
    guard let value = cell.asDouble, value.isFinite, value.magnitude < 1e15 else { return 0 }
    let text = fixed(cell, most)
    guard let point = text.firstIndex(of: ".") else { return 0 }
    var places = text[text.index(after: point)...]
    while places.last == "0" { places = places.dropLast() }
    return places.count
  }

  /// The decimals that give a number so many significant digits; its whole part stays whole.
  private static func decimals(_ significant: Int, of number: Double) -> Int {
    guard number != 0, number.isFinite else { return 0 }
    let power = Int(log10(number.magnitude).rounded(.down))
    let places = max(0, min(12, significant - 1 - power))
    // 9.96 with two digits is 10, not 10.0.
    let rounded = Double(fixed(number, places)) ?? number.magnitude
    let own = rounded > 0 ? Int((log10(rounded) + 1e-12).rounded(.down)) : power
    let count = max(0, min(12, significant - 1 - own))
    return rest(.double(number), count)
  }

  // MARK: Thousands

  /// Names of columns whose numbers are no amounts.
  private static let codes: Set<String> = [
    "id", "code", "no", "stt", "ma", "mã", "zip", "phone", "mst", "cccd", "year", "nam", "năm",
  ]
  /// The same at the head of a name: `ma_xa`.
  private static let leadingCodes: Set<String> = ["id", "code", "stt", "ma", "mã"]

  /// Whether a column of that name numbers its rows or names things, so that its numbers are no amounts.
  public static func isCode(_ name: String) -> Bool {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    return words.last.map(codes.contains) ?? false
      || words.first.map(leadingCodes.contains) ?? false
  }

  /// Whether thousands stand apart: not in years, nor in what is a code by its name.
  private static func groups(_ cells: [Value], of field: Field) -> Bool {
    if field.unit != nil { return true }
    if isCode(field.name) { return false }
    guard field.type == .int else { return true }
    return cells.contains { cell in
      guard case .int(let value) = cell else { return false }
      return !(1800...2200).contains(value) && value.magnitude >= 1000
    }
  }

  /// The size of a number with so many decimals, halves going away from zero as `round` has them: what
  /// is rounded and what is only shown so are the same.
  private static func fixed(_ value: Value, _ places: Int) -> String {
    guard case .decimal(let digits, let scale) = value else {
      return fixed(value.asDouble ?? .nan, places)
    }
    let dropped = scale - places
    guard dropped > 0 else { return printed("%.*f", places, value.asDouble?.magnitude ?? .nan) }
    guard dropped <= 18 else { return printed("%.*f", places, 0) }
    let divisor = UInt64(Decimal64.powers[dropped])
    let (whole, rest) = digits.magnitude.quotientAndRemainder(dividingBy: divisor)
    var text = String(whole + (rest >= divisor - rest ? 1 : 0))
    guard places > 0 else { return text }
    if text.count <= places { text = String(repeating: "0", count: places + 1 - text.count) + text }
    text.insert(".", at: text.index(text.endIndex, offsetBy: -places))
    return text
  }

  /// The size of a number with so many decimals, rounded as `round` does it.
  public static func fixed(_ value: Double, _ places: Int) -> String {
    let power = Glibc.pow(10, Double(places))
    let scaled = value.magnitude * power
    // Beyond this the double has no digits behind those that are kept.
    guard scaled < 4_503_599_627_370_496 else { return printed("%.*f", places, value.magnitude) }
    return printed("%.*f", places, scaled.rounded(.toNearestOrAwayFromZero) / power)
  }

  /// A number printed by C in a format that takes a precision and a double: rounded as one who knows
  /// the value's exact digits does.
  public static func printed(_ format: String, _ digits: Int, _ value: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 400)
    // The format takes these two arguments, and no more is written than there is room for.
    _ = withVaList([digits, value]) { vsnprintf(&buffer, buffer.count, format, $0) }
    return String(
      decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// The decimals of numbers of some size and of all smaller ones, down to the next.
private struct SizeDecimals: Sendable, Hashable {
  /// The power of ten of the first digit.
  let power: Int
  var decimals: Int

  /// So many decimals every number may have, however large.
  private static let usual = 2

  /// The decimals by size, the largest first, in a column that holds measures of several scales: `88.02`
  /// beside `0.6419` is not known to four decimals. What a larger number needs, smaller ones have too.
  ///
  /// - Parameter most: what all of the numbers need together.
  /// - Returns: none where the largest need as many as all do.
  static func of(_ cells: [Value], most: Int, _ digits: Look.Digits?) -> [SizeDecimals] {
    if case .decimals? = digits { return [] }
    guard most > usual else { return [] }
    var needs: [Int: Int] = [:]
    for cell in cells {
      guard let number = cell.asDouble, number.isFinite, number != 0 else { continue }
      let power = power(number)
      let known = needs[power, default: 0]
      if known < most { needs[power] = max(known, NumberLook.needed([cell], most: most)) }
    }
    var all: [SizeDecimals] = []
    var least = usual
    for (power, need) in needs.sorted(by: { $0.key > $1.key }) {
      if need > least || all.isEmpty {
        least = max(least, need)
        all.append(SizeDecimals(power: power, decimals: least))
      }
    }
    return all.count > 1 ? all : []
  }

  static func power(_ number: Double) -> Int {
    number == 0 || !number.isFinite ? .min : Int(log10(number.magnitude).rounded(.down))
  }
}

extension Table {
  /// The same table with its numbers rounded to the digits that are shown.
  ///
  /// Throws `MemoryLimitExceeded`.
  public func roundedAsShown() throws -> Table {
    var table = self
    for (place, field) in fields.enumerated() where field.type == .float {
      let cells = columns[place].values
      let look = NumberLook(cells, of: field, for: .english)
      table.columns[place] = try Column(
        .float,
        cells.map { cell in
          look.rounded(cell).map { Value.double($0 == 0 ? 0 : $0) } ?? cell
        })
    }
    return table
  }
}
