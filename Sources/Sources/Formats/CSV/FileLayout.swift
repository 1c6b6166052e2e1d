import Columns

/// Where the parts of a delimited file stand: which lines are its header, and where its rows begin.
///
/// The header is the first line with names in most of its fields; what stands above is taken for
/// titles as long as it fills few of the fields. A second line that names what lies under merged cells
/// belongs to it, and a line of column numbers below it is passed over.
struct FileLayout {
  /// The lines that hold the names; empty where there are none.
  private(set) var header: [FileHead.Record] = []
  /// The records after the header.
  private(set) var rows: ArraySlice<FileHead.Record>
  /// The titles above the header.
  private(set) var titles: [FileHead.Record] = []
  /// A line of column numbers under the header.
  private(set) var numbering: FileHead.Record?
  /// Fields of most records.
  let width: Int
  private let records: [FileHead.Record]

  /// - Parameter searches: whether titles may stand above the header.
  init(_ records: [FileHead.Record], _ header: ReadOptions.Header, searches: Bool) {
    self.records = records
    rows = records[...]
    width = FileLayout.width(records)
    switch header {
    case .none: break
    case .first: take(0, 0)
    case .lines(let lines):
      let found = records.indices.filter { lines.contains(records[$0].line) }
      if let first = found.first, let last = found.last {
        titles = []
        take(first, last)
      }
    case .found:
      if searches {
        search()
      } else if let first = records.first, isHeader(first, below: records.dropFirst().first) {
        take(0, 0)
      }
    }
  }

  private mutating func take(_ first: Int, _ last: Int) {
    guard last < records.count else { return }
    header = Array(records[first...last])
    var next = last + 1
    if next < records.count,
      isNumbering(
        records[next], isPlainEnough: last > first || first > 0, below: records[(next + 1)...])
    {
      numbering = records[next]
      next += 1
    }
    rows = records[next...]
  }

  // MARK: Widths and types

  /// How many fields most records have; with equal numbers of records the larger.
  static func width(_ records: [FileHead.Record]) -> Int {
    var counts: [Int: Int] = [:]
    for record in records { counts[record.fields.count, default: 0] += 1 }
    return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 1
  }

  /// How well a delimiter fits: the share of records with the usual number of fields, and the share
  /// of columns whose values are all numbers or all dates.
  static func score(_ records: [FileHead.Record]) -> Double {
    guard !records.isEmpty else { return 0 }
    let width = width(records)
    if width < 2 { return 0 }
    let fitting = records.filter { $0.fields.count == width }
    let bad = records.count { $0.isBad }
    var typed = 0
    let looked = min(width, 64)
    for column in 0..<looked {
      let kinds = fitting.dropFirst().reduce(FieldKinds.all) {
        $0.intersection(FileHead.kinds($1.fields[column]))
      }
      if kinds != .all, kinds != .text { typed += 1 }
    }
    return Double(fitting.count - bad) / Double(records.count)
      + 0.4 * Double(typed) / Double(looked) + 0.01 * Double(min(width, 20))
  }

  // MARK: Header

  private static func isYear(_ text: ArraySlice<UInt8>) -> Bool {
    text.count == 4 && (text.first == 49 || text.first == 50)
      && text.allSatisfy { FieldReader.isDigit($0) }
  }

  /// Whether the fields are names: no numbers but years, and dates only above something else.
  private func isHeader(_ record: FileHead.Record, below: FileHead.Record?) -> Bool {
    var names = 0
    for (index, field) in record.fields.enumerated() {
      let text = FileHead.trimmed(field)
      if text.isEmpty { continue }
      let kinds = FileHead.kinds(field, knowsMissing: false)
      if kinds == .text || MissingWord.isOne(text) {
        names += 1
      } else if FileLayout.isYear(text) {
        continue
      } else if !kinds.isDisjoint(with: .dates), let below, index < below.fields.count,
        below.isFilled(index), FileHead.kinds(below.fields[index]).isDisjoint(with: .dates)
      {
        continue
      } else {
        return false
      }
    }
    return names > 0
  }

  /// Whether a record is a title or a unit of measure rather than a header: it fills few fields.
  private func isTitle(_ record: FileHead.Record) -> Bool {
    if width < 2 { return false }
    if record.fields.count == 1 || record.filled == 0 { return true }
    if record.fields.count != width, record.fields[0].first == 35 { return true }
    if width == 2 { return record.filled == 1 && record.isFilled(0) && hasTypedRows }
    return record.filled * 2 <= width
  }

  /// Whether some record has a number or a date under a name.
  private var hasTypedRows: Bool {
    records.dropFirst().contains { hasValues($0) }
  }

  private func hasValues(_ record: FileHead.Record) -> Bool {
    record.fields.contains { field in
      let kinds = FileHead.kinds(field)
      return kinds != .all && kinds != .text && !FileLayout.isYear(FileHead.trimmed(field))
    }
  }

  private mutating func search() {
    var first = 0
    while first < records.count, first < 60, isTitle(records[first]) { first += 1 }
    let isFound =
      first < records.count
      && isHeader(records[first], below: first + 1 < records.count ? records[first + 1] : nil)
    guard isFound else {
      if first == records.count || first == 0 {
        // Nothing but sparse lines, or values at once.
        if first > 0 { searchSparse() }
        return
      }
      // Values right under sparse lines: the last of them may hold a few names.
      let above = records[first - 1]
      if above.fields.count > 1, isHeader(above, below: records[first]) {
        titles = Array(records[..<(first - 1)])
        take(first - 1, first - 1)
      } else {
        titles = Array(records[..<first])
        rows = records[first...]
      }
      return
    }
    var last = first
    if first > 0, isUpper(records[first - 1], over: records[first]) {
      first -= 1
    } else if first + 1 < records.count, isUpper(records[first], over: records[first + 1]),
      isLower(records[first + 1], under: records[first]), hasValuesBelow(first + 1)
    {
      last += 1
    } else if first + 1 < records.count, isUnits(records[first + 1], first + 1) {
      last += 1
    }
    titles = Array(records[..<first])
    take(first, last)
  }

  private mutating func searchSparse() {
    if let first = records.first, isHeader(first, below: records.dropFirst().first) { take(0, 0) }
  }

  private func hasValuesBelow(_ index: Int) -> Bool {
    records[(index + 1)...].prefix(6).contains {
      hasValues($0) || isNumbering($0, isPlainEnough: true)
    }
  }

  /// Whether a row holds names over several columns of the row below it: empty fields behind filled
  /// ones, which the lower row fills.
  private func isUpper(_ upper: FileHead.Record, over lower: FileHead.Record) -> Bool {
    guard upper.filled >= 2, isHeader(upper, below: nil), isHeader(lower, below: nil),
      upper.fields.count > 1
    else { return false }
    var hasName = false
    var spans = 0
    for column in 0..<max(upper.fields.count, lower.fields.count) {
      if upper.isFilled(column) {
        hasName = true
      } else if hasName, lower.isFilled(column) {
        spans += 1
      }
    }
    return spans > 0
  }

  /// Whether the lower row leaves fields empty only where the upper one has names, and some.
  private func isLower(_ lower: FileHead.Record, under upper: FileHead.Record) -> Bool {
    var hasGap = false
    for column in 0..<width {
      if lower.isFilled(column) { continue }
      if upper.isFilled(column) { hasGap = true }
    }
    return hasGap && isHeader(lower, below: nil)
  }

  /// Whether a row holds the units of the columns of numbers below it (`,,hồ sơ,%`): words where these
  /// have numbers, and nothing where they have words.
  private func isUnits(_ record: FileHead.Record, _ index: Int) -> Bool {
    guard width > 2, record.fields.count == width, record.filled > 0, record.filled < width else {
      return false
    }
    let below = records[(index + 1)...].prefix(20).filter { $0.fields.count == width }
    guard below.count > 1 else { return false }
    return (0..<width).allSatisfy { column in
      let kinds = below.map { FileHead.kinds($0.fields[column]) }.filter { $0 != .all }
      let isNumbers = !kinds.isEmpty && kinds.allSatisfy { !$0.isDisjoint(with: .numbers) }
      guard record.isFilled(column) else { return true }
      let text = FileHead.trimmed(record.fields[column])
      return isNumbers && text.count <= 24 && !MissingWord.isOne(text)
        && FileHead.kinds(record.fields[column], knowsMissing: false) == .text
    }
      && (0..<width).contains { column in
        !record.isFilled(column)
          && below.contains {
            $0.isFilled(column) && FileHead.kinds($0.fields[column]) == .text
          }
      }
  }

  /// Whether a row numbers the columns: `(1) (2) (3)=(1)+(2)`, `1 2 3=2/1`, `A B 1 2 3` where no row
  /// below has letters there, and plain `1 2 3` only under a header that is plainly one of a printed
  /// table.
  private func isNumbering(
    _ record: FileHead.Record, isPlainEnough: Bool, below: ArraySlice<FileHead.Record> = []
  ) -> Bool {
    let texts = record.fields.map { FileHead.text($0) }.filter { !$0.isEmpty }
    guard texts.count >= 2, texts.count * 2 > width else { return false }
    var letters = 0
    var numbers = 0
    var brackets = 0
    var formulas = 0
    for text in texts {
      let sides = text.split(separator: "=", omittingEmptySubsequences: false)
      var core = sides[0]
      if sides.count == 2, sides[1].contains(where: \.isNumber) { formulas += 1 }
      while core.last == " " { core.removeLast() }
      if core.hasPrefix("("), core.hasSuffix(")") {
        core = core.dropFirst().dropLast()
        brackets += 1
      }
      if core.count == 1, let letter = core.unicodeScalars.first?.value, (65...90).contains(letter)
      {
        guard numbers == 0, Int(letter) == 65 + letters else { return false }
        letters += 1
      } else if let number = Int(core) {
        guard number == numbers + 1 || number == numbers + letters + 1 else { return false }
        numbers = number
      } else {
        return false
      }
    }
    if letters == texts.count { return false }
    let isLettered =
      letters > 0 && numbers > 1 && record.filled == width && !below.isEmpty
      && (0..<letters).allSatisfy { column in
        below.prefix(20).allSatisfy { row in
          column >= row.fields.count || !row.isFilled(column)
            || FileHead.text(row.fields[column]).utf8.count > 1
            || FileHead.kinds(row.fields[column]) != .text
        }
      }
    return brackets * 2 > texts.count || formulas > 0 || isLettered
      || (isPlainEnough && texts.count >= 4)
  }

  /// Whether the header begins, in every column, as the texts below it do: `Xã A` over `Xã B`.
  var isHeaderLikeRows: Bool {
    guard header.count == 1, let header = header.first, rows.count > 1 else { return false }
    let below = rows.prefix(20)
    return header.fields.indices.allSatisfy { column in
      guard header.isFilled(column), below.allSatisfy({ $0.isFilled(column) }) else { return false }
      func words(_ record: FileHead.Record) -> [Substring] {
        FileHead.text(record.fields[column]).split(separator: " ")
      }
      let own = words(header)
      guard own.count > 1, let first = own.first else { return false }
      return below.allSatisfy { record in
        let other = words(record)
        return other.count > 1 && other.first == first
      }
    }
  }

  // MARK: Names

  /// The name of each column, of several rows joined; empty where there is none.
  var names: [String] {
    let count = header.map(\.fields.count).max() ?? 0
    var names = [String](repeating: "", count: count)
    for (level, record) in header.enumerated() {
      var carried = ""
      for column in 0..<count {
        var text = column < record.fields.count ? FileLayout.name(record.fields[column]) : ""
        let isOverNames = header[(level + 1)...].contains { $0.isFilled(column) }
        if text.isEmpty, isOverNames { text = carried } else { carried = text }
        if !text.isEmpty, !names[column].hasSuffix(text) || names[column].isEmpty {
          names[column] += (names[column].isEmpty ? "" : " ") + text
        }
      }
    }
    return names
  }

  /// A field as a name: on one line, without spaces at its ends.
  private static func name(_ field: [UInt8]) -> String {
    FileHead.text(field).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension MissingWord {
  static func isOne(_ text: ArraySlice<UInt8>) -> Bool {
    text.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { contains($0, bytes.count) } ?? false
    }
  }
}
