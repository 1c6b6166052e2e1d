import Columns

/// The end of the rows of a file: notes, sources and signatures stand below it, and above them may
/// stand a row of totals.
struct FileTail {
  /// Where the rows end, the row of totals among them.
  private(set) var end: Int
  /// The lines below.
  private(set) var footers: [FileHead.Record] = []
  /// A last row that calls itself a total; whether it is one tell the rows.
  private(set) var total: FileHead.Record?

  /// How much of the end of a file is looked at.
  static let size = 1 << 14
  private static let longest = 40

  /// - Parameter start: where the rows begin, in that line.
  init(
    _ file: RawFile, size: Int, from start: Int, _ dialect: Dialect, width: Int
  ) throws {
    end = size
    guard width > 1, start < size else { return }
    let from = max(start, size - FileTail.size)
    let count = size - from
    var bytes = [UInt8](repeating: 0, count: count)
    let read = try bytes.withUnsafeMutableBytes { buffer in
      guard let base = buffer.baseAddress else { return 0 }
      return try file.read(at: from, count: count, into: base)
    }
    if read < count { return }
    var first = 0
    if from > start {
      guard let lineEnd = bytes.firstIndex(of: dialect.lineEnd) else { return }
      first = lineEnd + 1
    }
    let records = FileHead(bytes, from: first, dialect, isWhole: true, limit: .max).records
    guard let last = records.indices.last else { return }
    let table = FileTail.lastRow(records, width)
    guard table >= 0 else { return }
    let below = records[(table + 1)...]
    if below.contains(where: \.isBad) || below.count > FileTail.longest { return }
    footers = Array(below)
    footerStart = from + (below.first?.start ?? bytes.count)
    end = table == last ? size : from + records[table].end
    if FileTail.isTotal(records[table], width), table > 0 { total = records[table] }
    totalStart = from + records[table].start
  }

  /// Where the first of the lines below begins.
  private(set) var footerStart = 0
  /// Where the row of totals begins.
  private(set) var totalStart = 0

  /// The last record that is a row of the table; −1 where there is none in sight.
  private static func lastRow(_ records: [FileHead.Record], _ width: Int) -> Int {
    let last = records.count - 1
    let least = max(0, last - longest)
    func isSparse(_ record: FileHead.Record) -> Bool {
      if record.fields.count == 1 { return width > 2 }
      if record.filled * 2 <= width { return true }
      return record.filled < width && isNote(record.firstText) && !hasValues(record)
    }
    // Everything below a row of totals that fills few fields.
    var row = last
    while row >= least, isSparse(records[row]), !isTotal(records[row], width) { row -= 1 }
    if row >= least, row < last, isTotal(records[row], width) { return row }
    // Everything below an empty line that fills few fields and holds no values.
    row = last
    var gap = -1
    while row > least, isSparse(records[row]), !hasValues(records[row]) {
      if records[row].filled == 0 || records[row].line > endLine(records[row - 1]) + 1 { gap = row }
      row -= 1
    }
    if gap > 0, row >= 0, !isSparse(records[row]) { return gap - 1 }
    // Else lines that say what they are, or have a single field.
    row = last
    while row >= least {
      let record = records[row]
      let isFooter =
        record.filled == 0 || (record.fields.count == 1 && width > 2)
        || (isSparse(record) && isNote(record.firstText))
        || (record.filled == 1 && width > 2 && isFootnote(record.firstText))
        || (record.fields.count == 1
          && (isNote(record.firstText) || isFootnote(record.firstText)))
      if !isFooter { return row }
      row -= 1
    }
    return -1
  }

  private static func endLine(_ record: FileHead.Record) -> Int {
    record.line + record.fields.reduce(0) { $0 + $1.count { $0 == 10 } }
  }

  private static func hasValues(_ record: FileHead.Record) -> Bool {
    record.fields.contains { field in
      let kinds = FileHead.kinds(field)
      return kinds != .all && kinds != .text
    }
  }

  /// Whether one of the first filled fields says total, and numbers follow.
  static func isTotal(_ record: FileHead.Record, _ width: Int) -> Bool {
    guard record.fields.count >= 2, record.fields.count <= width else { return false }
    let texts = record.fields.prefix(3).map { FileHead.text($0) }
    return texts.contains(where: TotalRows.isName) && hasValues(record)
  }

  private static let notes = [
    "nguồn", "ghi chú", "chú thích", "chú ý", "lưu ý", "nguon", "ghi chu", "source", "note:",
    "notes",
    "note ", "footnote", "*", "(*)", "người lập", "lập biểu", "người báo cáo", "thủ trưởng", "tm.",
    "kt.",
    "tl.", "giám đốc", "chủ tịch", "ký tên", "generated", "last updated", "data from",
    "data source", "extracted", "copyright", "©",
  ]

  /// Whether a text begins with the mark of a footnote: `1) …`, `(2) …`, `a) …`, `¹ …`.
  private static func isFootnote(_ text: String) -> Bool {
    if let first = text.first, "¹²³⁴⁵⁶⁷⁸⁹†‡".contains(first) { return true }
    var rest = text[...]
    if rest.first == "(" { rest = rest.dropFirst() }
    let mark = rest.prefix { $0.isNumber || $0.isLetter }
    rest = rest.dropFirst(mark.count)
    guard (1...2).contains(mark.count), mark.count == 1 || mark.allSatisfy(\.isNumber),
      rest.first == ")"
    else { return false }
    return rest.dropFirst().contains(where: \.isLetter)
  }

  /// Whether a text begins as notes, sources and signatures do, or is a place with a day.
  private static func isNote(_ text: String) -> Bool {
    let text = text.lowercased()
    return notes.contains { text.hasPrefix($0) }
      || (text.contains("ngày ") && text.contains(" tháng "))
  }
}
