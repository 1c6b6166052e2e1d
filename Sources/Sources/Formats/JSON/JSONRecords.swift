import Columns
import Language

/// The records of a JSON file, in whatever form the rows stand there, one after another.
struct JSONRecords {
  /// How the rows stand in the file.
  enum Form: Sendable {
    /// `[{…}, {…}]`, `[[…], […]]`, `[1, 2]`
    case list
    /// `{…}` and `{…}` behind it
    case lines
    /// `{"a": […], "b": […]}`, or an object around a list, read whole.
    case whole([JSONNode])
  }

  private var stream: JSONStream
  private let form: Form
  private var place = 0
  private var isFirst = true
  private var isDone = false

  init(_ source: any ByteStream, _ form: Form) throws {
    stream = JSONStream(source)
    self.form = form
    try stream.skipMark()
    if case .list = form { try stream.expect(91) }
  }

  var line: Int { stream.line }
  /// The line in which the last record begins.
  private(set) var start = 1

  /// The next record; nil at the end.
  mutating func next() throws -> JSONNode? {
    if isDone { return nil }
    switch form {
    case .whole(let rows):
      guard place < rows.count else { return nil }
      place += 1
      return rows[place - 1]
    case .lines:
      guard try stream.peek() != nil else { return nil }
      start = stream.line
      return try stream.value()
    case .list:
      if isFirst {
        isFirst = false
        if try stream.take(93) { return try end() }
      } else if try !stream.take(44) {
        try stream.expect(93)
        return try end()
      }
      _ = try stream.peek()
      start = stream.line
      return try stream.value()
    }
  }

  /// Reads the next record if it is one of many lines and flat; else leaves it where it is.
  mutating func flat(_ record: inout JSONFlatRecord) throws -> Bool {
    guard case .lines = form else { return false }
    return try stream.flat(&record) { start = $0 }
  }

  /// Gives the bytes that a flat record has its places in, until the next is read.
  func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) { stream.withBytes(body) }

  private mutating func end() throws -> JSONNode? {
    isDone = true
    if try stream.peek() != nil { throw JSONStream.Malformed(line: stream.line, isAtEnd: false) }
    return nil
  }

  /// Goes on behind a line that is no JSON, where each is a record.
  mutating func skipLine() throws -> [UInt8] { try stream.skipLine() }

  // MARK: The form

  /// The form of a file, and what of it is not read.
  static func form(_ file: RawFile) throws -> (form: Form, others: [String]) {
    var stream = JSONStream(FileBytes(file))
    try stream.skipMark()
    guard try stream.peek() == 123 else { return (.list, []) }
    let first = try stream.value()
    // Objects one behind another.
    if try stream.peek() != nil { return (.lines, []) }
    guard case .object(let members) = first, !members.isEmpty else { return (.whole([first]), []) }
    if let columns = columns(members) { return (.whole(columns), []) }
    // What the answers of services wrap around their rows.
    let lists = members.filter { member in
      guard case .list(let items) = member.value, !items.isEmpty else { return false }
      return items.allSatisfy { if case .object = $0 { true } else { false } }
    }
    if lists.count == 1, case .list(let rows) = lists[0].value {
      let others = members.filter { $0.name != lists[0].name }
      return (.whole(rows), others.map { String(decoding: $0.name, as: UTF8.self) })
    }
    return (.whole([first]), [])
  }

  /// The rows of lists that stand for columns, all of one length, or of objects with the same keys.
  private static func columns(_ members: [(name: [UInt8], value: JSONNode)]) -> [JSONNode]? {
    var lists: [[JSONNode]] = []
    var keys: [[UInt8]]?
    for member in members {
      switch member.value {
      case .list(let items): lists.append(items)
      case .object(let entries):
        let own = entries.map(\.name)
        // The numbers of rows, as pandas writes columns.
        guard !own.isEmpty, keys == nil || keys == own,
          own.allSatisfy({ name in
            name.allSatisfy { (48...57).contains($0) }
          })
        else { return nil }
        keys = own
        lists.append(entries.map(\.value))
      case .null, .bool, .number, .text: return nil
      }
    }
    guard let count = lists.first?.count, lists.allSatisfy({ $0.count == count }),
      lists.allSatisfy({ $0.allSatisfy { !$0.isNested } }) || keys != nil
    else { return nil }
    return (0..<count).map { row in
      .object(zip(members, lists).map { ($0.name, $1[row]) })
    }
  }
}
