import Columns
import Functions

/// What the folders of files say of all their rows: `year=2024/province=H%E1%BA%A3i/part-0.parquet`.
struct PartitionNames: Sendable {
  /// The keys that all files have, in the order of the first one's folders.
  let keys: [String]
  /// For each key its type and its value in each file.
  private let columns: [(type: DataType, cells: [Value])]

  /// - Parameter paths: at least two, or one below a folder that was named.
  init(_ paths: [String]) {
    let pairs = paths.map(PartitionNames.pairs)
    let first = pairs.first ?? []
    var names: [String] = []
    for (key, _) in first where !names.contains(key) {
      if pairs.allSatisfy({ $0.contains { $0.key == key } }) { names.append(key) }
    }
    let keys = names
    self.keys = keys
    columns = keys.map { key in
      PartitionNames.typed(pairs.map { own in own.last { $0.key == key }?.value ?? nil })
    }
  }

  private static func pairs(_ path: String) -> [(key: String, value: String?)] {
    path.split(separator: "/").dropLast().compactMap { part in
      guard let sign = part.firstIndex(of: "="), sign > part.startIndex else { return nil }
      let value = decoded(part[part.index(after: sign)...])
      return (
        TextNormalization.normalizeNFC(decoded(part[..<sign])),
        value == "__HIVE_DEFAULT_PARTITION__" ? nil : TextNormalization.normalizeNFC(value)
      )
    }
  }

  /// A text in which `%E1` stands for a byte.
  private static func decoded(_ text: Substring) -> String {
    guard text.contains("%") else { return String(text) }
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var place = 0
    while place < bytes.count {
      if bytes[place] == 37, place + 2 < bytes.count,
        let code = UInt8(String(decoding: bytes[place + 1...place + 2], as: UTF8.self), radix: 16)
      {
        out.append(code)
        place += 3
      } else {
        out.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// The column of a key: ints or dates where all values are, else text.
  ///
  /// - Parameter rows: the rows of each file.
  func column(_ place: Int, rows: [Int]) throws -> Column {
    try PartitionNames.repeated(columns[place].type, columns[place].cells, rows: rows)
  }

  /// The type of a key's column.
  func type(_ place: Int) -> DataType { columns[place].type }

  /// The one value that a key has in all rows of a file; nil where that is null.
  func range(_ place: Int, file: Int) -> ValueRange? {
    let cell = columns[place].cells[file]
    return cell.isNull ? nil : ValueRange(cell, cell)
  }

  private static func typed(_ texts: [String?]) -> (type: DataType, cells: [Value]) {
    let known = texts.compactMap { $0 }
    if known.isEmpty { return (.text, texts.map { _ in .null }) }
    if known.allSatisfy(isPlainInt) {
      return (.int, texts.map { text in text.flatMap { Int64($0) }.map(Value.int) ?? .null })
    }
    if known.allSatisfy({ date($0) != nil }) {
      return (.date, texts.map { text in text.flatMap(date).map(Value.date) ?? .null })
    }
    return (.text, texts.map { $0.map(Value.text) ?? .null })
  }

  /// Digits without a zero before them, since `01` is a code.
  private static func isPlainInt(_ text: String) -> Bool {
    Int64(text).map(String.init) == text
  }

  private static func date(_ text: String) -> Int32? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      let days = Calendar.validDays(year: year, month: month, day: day)
    else { return nil }
    return Int32(days)
  }

  /// A column in which each value stands in so many rows.
  static func repeated(
    _ type: DataType, _ cells: [Value], rows: [Int]
  ) throws -> Column {
    let small = try type == .text ? Column.coded(cells) : Column(type, cells)
    var places: [UInt32] = []
    places.reserveCapacity(rows.reduce(0, +))
    for (file, count) in rows.enumerated() {
      places.append(contentsOf: repeatElement(UInt32(file), count: count))
    }
    return try small.gathered(places)
  }
}
