import Columns
import Glibc

/// The columns of JSON records: their names in the order in which they first occur, and what their values
/// are.
struct JSONColumns {
  struct Column {
    let name: String
    var numbers = 0
    var wholes = 0
    /// Numbers beyond 64 bits, which no column of numbers holds exactly.
    var huge = 0
    var texts = 0
    var flags = 0
    var nested = 0
    /// What all texts so far could be read as.
    var kinds = FieldKinds.all
    var isNumberLike = false
  }

  private(set) var columns: [Column] = []
  private var places: [[UInt8]: Int] = [:]
  /// The keys one behind another, and where each ends: names are compared without touching the columns.
  private var keyBytes: [UInt8] = []
  private var keyEnds: [Int] = []
  private(set) var rows = 0
  /// Names that occur twice in one record.
  private(set) var twice: Set<String> = []
  /// The first row of lists names the columns.
  private(set) var header: [[UInt8]]?
  private var marks: [Int] = []
  /// The place of the name that comes next where a record has its members in the usual order.
  private var expected = 0

  /// Takes what a record tells.
  mutating func add(_ record: JSONNode) {
    if rows == 0, header == nil, case .list(let items) = record, items.count > 1 {
      let names = items.compactMap { item -> [UInt8]? in
        if case .text(let text) = item, !text.isEmpty { text } else { nil }
      }
      if names.count == items.count, Set(names).count == names.count {
        header = names
        for name in names { _ = name.withUnsafeBufferPointer { place($0) } }
        return
      }
    }
    begin()
    visit(record) { name, value, columns in
      let place = name.withUnsafeBufferPointer { columns.place($0) }
      columns.mark(place)
      columns.note(place, value)
    }
  }

  /// Takes what other records tell, none of which is a list that names the columns.
  mutating func add(_ other: JSONColumns) {
    rows += other.rows
    twice.formUnion(other.twice)
    expected = 0
    for column in other.columns {
      let place = Array(column.name.utf8).withUnsafeBufferPointer { self.place($0) }
      columns[place].numbers += column.numbers
      columns[place].wholes += column.wholes
      columns[place].huge += column.huge
      columns[place].texts += column.texts
      columns[place].flags += column.flags
      columns[place].nested += column.nested
      columns[place].kinds.formIntersection(column.kinds)
      if column.isNumberLike { columns[place].isNumberLike = true }
    }
  }

  /// Begins a record.
  mutating func begin() {
    rows += 1
    expected = 0
  }

  /// Notes that the record has a column, once more or for the first time.
  mutating func mark(_ place: Int) {
    if marks[place] == rows { twice.insert(columns[place].name) }
    marks[place] = rows
  }

  /// The column of a name, made where it is new.
  mutating func place(_ name: UnsafeBufferPointer<UInt8>) -> Int {
    if let known = known(name, expected) {
      expected = known + 1
      return known
    }
    let place = columns.count
    places[Array(name)] = place
    columns.append(Column(name: String(decoding: name, as: UTF8.self)))
    keyBytes.append(contentsOf: name)
    keyEnds.append(keyBytes.count)
    marks.append(0)
    return place
  }

  /// The place of a name, likely the expected one; nil where no column is called so.
  func known(_ name: UnsafeBufferPointer<UInt8>, _ expected: Int) -> Int? {
    if expected < keyEnds.count {
      let start = expected > 0 ? keyEnds[expected - 1] : 0
      if keyEnds[expected] - start == name.count, isKey(name, at: start) { return expected }
    }
    return places[Array(name)]
  }

  private func isKey(_ name: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
    keyBytes.withUnsafeBufferPointer { keys in
      guard let known = keys.baseAddress, let name = name.baseAddress.map({ ($0, name.count) })
      else { return true }
      return memcmp(known + start, name.0, name.1) == 0
    }
  }

  private mutating func note(_ place: Int, _ value: JSONNode) {
    switch value {
    case .null: break
    case .bool: noteFlag(place)
    case .number(let digits): digits.withUnsafeBufferPointer { noteNumber(place, $0) }
    case .text(let text): text.withUnsafeBufferPointer { noteText(place, $0) }
    case .list, .object: columns[place].nested += 1
    }
  }

  mutating func noteFlag(_ place: Int) { columns[place].flags += 1 }

  /// Notes a whole number of at most 18 digits.
  mutating func noteWhole(_ place: Int) {
    columns[place].numbers += 1
    columns[place].wholes += 1
  }

  mutating func noteNumber(_ place: Int, _ digits: UnsafeBufferPointer<UInt8>) {
    columns[place].numbers += 1
    for digit in digits where digit == 46 || digit | 32 == 101 { return }
    columns[place].wholes += 1
    if digits.count > 18, Int64(String(decoding: digits, as: UTF8.self)) == nil {
      columns[place].huge += 1
    }
  }

  mutating func noteText(_ place: Int, _ text: UnsafeBufferPointer<UInt8>) {
    columns[place].texts += 1
    // Where one text is nothing but a text, only what looks like a number still tells something.
    if columns[place].kinds == .text, columns[place].isNumberLike || !JSONColumns.isOpen(text) {
      return
    }
    let kinds = FileHead.kinds(text, knowsMissing: false)
    columns[place].kinds.formIntersection(kinds)
    if kinds != .all, kinds != .text { columns[place].isNumberLike = true }
  }

  /// Whether a text may be a number or a date of digits.
  private static func isOpen(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first else { return false }
    return first < 65
  }

  /// Calls `body` for each value of a record by its name: members of objects in objects as `a.b`.
  private mutating func visit(
    _ record: JSONNode, _ body: ([UInt8], JSONNode, inout JSONColumns) -> Void
  ) {
    JSONColumns.walk(record, header) { body($0, $1, &self) }
  }

  static func walk(_ record: JSONNode, _ header: [[UInt8]]?, _ body: ([UInt8], JSONNode) -> Void) {
    switch record {
    case .object(let members): walk(members, [], body)
    case .list(let items):
      for (place, item) in items.enumerated() {
        let name =
          header.flatMap { place < $0.count ? $0[place] : nil } ?? Array("column\(place + 1)".utf8)
        body(name, item)
      }
    case .null, .bool, .number, .text: body(Array("value".utf8), record)
    }
  }

  private static func walk(
    _ members: [(name: [UInt8], value: JSONNode)], _ prefix: [UInt8],
    _ body: ([UInt8], JSONNode) -> Void
  ) {
    for member in members {
      let name = prefix.isEmpty ? member.name : prefix + [46] + member.name
      if case .object(let inner) = member.value, !inner.isEmpty {
        walk(inner, name, body)
      } else {
        body(name, member.value)
      }
    }
  }

  // MARK: Types

  /// The types that the values say; those of other columns are found from their texts.
  var types: [String: DataType] {
    var types: [String: DataType] = [:]
    for column in columns {
      let kinds = [column.numbers, column.texts, column.flags, column.nested].count { $0 > 0 }
      if kinds > 1 || column.nested > 0 || column.huge > 0 {
        types[column.name] = .text
      } else if column.flags > 0 {
        types[column.name] = .bool
      } else if column.numbers > 0 {
        types[column.name] = column.wholes == column.numbers ? .int : .float
      } else if column.isNumberLike, column.kinds.isDisjoint(with: .dates.union(.stampISO)) {
        // Texts of digits are texts.
        types[column.name] = .text
      }
    }
    return types
  }

  func notes(_ path: String) -> [SourceNote] {
    func names(_ columns: [Column]) -> String {
      columns.prefix(5).map { "`\($0.name)`" }.joined(separator: ", ")
        + (columns.count > 5 ? " …" : "")
    }
    var notes: [SourceNote] = []
    func add(_ columns: [Column], _ en: String, _ vi: String) {
      if columns.isEmpty { return }
      notes.append(SourceNote("N0521", "\(names(columns)) \(en)", "\(names(columns)) \(vi)"))
    }
    add(
      columns.filter { $0.nested > 0 }, "holds lists, kept as text in JSON",
      "chứa danh sách, giữ dạng văn bản JSON")
    add(
      columns.filter { column in
        column.nested == 0
          && [column.numbers, column.texts, column.flags].count { $0 > 0 } > 1
      }, "holds values of several kinds and is text", "chứa nhiều loại giá trị nên là văn bản")
    add(
      columns.filter { $0.huge > 0 && $0.texts == 0 },
      "holds whole numbers beyond 64 bits and is text", "chứa số nguyên vượt 64 bit nên là văn bản")
    let double = columns.filter { twice.contains($0.name) }
    add(
      double, "stands more than once in some records; the last value counts",
      "xuất hiện nhiều lần trong một số bản ghi; lấy giá trị cuối")
    return notes
  }
}

/// The records of a JSON file as delimited text, of which the columns are then read as of any other.
final class JSONRows: ByteStream {
  /// Nil only while flat records are made of it.
  private var records: JSONRecords?
  private let columns: JSONColumns
  private let skipsBad: Bool
  private var out: [UInt8]
  private var position = 0
  private var cells: [JSONNode?]
  private var flat = JSONFlatRecord()
  private var flatRow: JSONFlatRow
  private var isHeader: Bool
  private var failure: (any Error)?
  /// Bytes that are made at a time.
  private static let piece = 1 << 15

  init(
    _ source: any ByteStream, _ form: JSONRecords.Form, _ columns: JSONColumns, skipsBad: Bool
  ) throws {
    records = try JSONRecords(source, form)
    self.columns = columns
    self.skipsBad = skipsBad
    cells = [JSONNode?](repeating: nil, count: columns.columns.count)
    isHeader = columns.header != nil
    flatRow = JSONFlatRow(columns: columns.columns.count)
    out = JSONRows.header(columns)
  }

  /// The line of the names.
  static func header(_ columns: JSONColumns) -> [UInt8] {
    var out: [UInt8] = []
    for (place, column) in columns.columns.enumerated() {
      if place > 0 { out.append(44) }
      DelimitedText.append(Array(column.name.utf8), &out)
    }
    out.append(10)
    return out
  }

  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
    if position == out.count {
      position = 0
      out.removeAll(keepingCapacity: true)
      while out.count < JSONRows.piece, failure == nil {
        do {
          if try flatRows() { continue }
          guard let record = try next() else { break }
          if isHeader {
            isHeader = false
          } else {
            row(record)
          }
        } catch {
          failure = error
        }
      }
      // What was made before a fault is handed out first.
      if out.isEmpty, let failure { throw failure }
    }
    let count = min(capacity, out.count - position)
    out.withUnsafeBufferPointer { out in
      if let start = out.baseAddress { buffer.update(from: start + position, count: count) }
    }
    position += count
    return count
  }

  private func next() throws -> JSONNode? {
    while true {
      do {
        return try records?.next()
      } catch let error as JSONStream.Malformed {
        guard skipsBad, !error.isAtEnd else { return nil }
        _ = try records?.skipLine()
      }
    }
  }

  /// Makes rows of the flat records that follow, up to a piece of them; false where none follows.
  private func flatRows() throws -> Bool {
    // What a class holds is checked at each access and copied where it is held twice; what is at hand
    // is neither.
    guard var records = self.records.take() else { return false }
    var (made, record, row) = (out, flat, flatRow)
    out = []
    flat = JSONFlatRecord()
    flatRow = JSONFlatRow(columns: 0)
    defer { (self.records, out, flat, flatRow) = (records, made, record, row) }
    let before = made.count
    while made.count < JSONRows.piece, try records.flat(&record) {
      records.withBytes { row.append(record, $0, columns, &made) }
    }
    return made.count > before
  }

  private func row(_ record: JSONNode) {
    for place in cells.indices { cells[place] = nil }
    var expected = 0
    JSONColumns.walk(record, columns.header) { name, value in
      if let place = name.withUnsafeBufferPointer({ columns.known($0, expected) }) {
        cells[place] = value
        expected = place + 1
      }
    }
    for (place, cell) in cells.enumerated() {
      if place > 0 { out.append(44) }
      switch cell {
      case nil, .null?: break
      case .bool(let flag)?: out += Array((flag ? "true" : "false").utf8)
      case .number(let digits)?: out += digits
      case .text(let text)?: DelimitedText.append(text, &out)
      case let nested?:
        var text: [UInt8] = []
        nested.append(to: &text)
        DelimitedText.append(text, &out)
      }
    }
    out.append(10)
  }
}
