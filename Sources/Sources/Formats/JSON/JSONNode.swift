/// A JSON value as it stands in a file: members in their order, numbers by their digits.
enum JSONNode: Sendable {
  case null
  case bool(Bool)
  case number([UInt8])
  case text([UInt8])
  case list([JSONNode])
  case object([(name: [UInt8], value: JSONNode)])

  /// Whether it is a list or an object.
  var isNested: Bool {
    switch self {
    case .list, .object: true
    case .null, .bool, .number, .text: false
    }
  }

  /// As JSON, on one line.
  func append(to out: inout [UInt8]) {
    switch self {
    case .null: out += Array("null".utf8)
    case .bool(let flag): out += Array((flag ? "true" : "false").utf8)
    case .number(let digits): out += digits
    case .text(let text): JSONText.append(text, &out)
    case .list(let items):
      out.append(91)
      for (place, item) in items.enumerated() {
        if place > 0 { out += [44, 32] }
        item.append(to: &out)
      }
      out.append(93)
    case .object(let members):
      out.append(123)
      for (place, member) in members.enumerated() {
        if place > 0 { out += [44, 32] }
        JSONText.append(member.name, &out)
        out += [58, 32]
        member.value.append(to: &out)
      }
      out.append(125)
    }
  }
}

/// Reads JSON values out of a stream, one after another.
struct JSONStream {
  private var input: StreamInput
  private(set) var line = 1
  private static let deepest = 200

  init(_ source: any ByteStream) { input = StreamInput(source) }

  /// Where and why the bytes are no JSON.
  struct Malformed: Error {
    let line: Int
    let isAtEnd: Bool
  }

  private func malformed(_ byte: UInt8?) -> Malformed {
    Malformed(line: line, isAtEnd: byte == nil)
  }

  private mutating func next() throws -> UInt8? {
    let byte = try input.next()
    if byte == 10 { line += 1 }
    return byte
  }

  /// The first byte that is no space, left where it is; nil at the end.
  mutating func peek() throws -> UInt8? {
    while let byte = try input.peek() {
      guard byte == 32 || byte == 10 || byte == 13 || byte == 9 else { return byte }
      _ = try next()
    }
    return nil
  }

  /// Passes over the mark at the beginning of UTF-8.
  mutating func skipMark() throws {
    if try input.peek() == 0xEF {
      for _ in 0..<3 { _ = try input.next() }
    }
  }

  /// Takes the sign if it comes next.
  mutating func take(_ sign: UInt8) throws -> Bool {
    guard try peek() == sign else { return false }
    _ = try next()
    return true
  }

  mutating func expect(_ sign: UInt8) throws {
    guard try take(sign) else { throw malformed(try peek()) }
  }

  /// Goes on behind the end of the line; gives what of it was left.
  mutating func skipLine() throws -> [UInt8] {
    var rest: [UInt8] = []
    while let byte = try next(), byte != 10 { if rest.count < 500 { rest.append(byte) } }
    return rest
  }

  /// Longer lines are read value by value.
  private static let longestFlat = 1 << 20

  /// Takes the next line if it is a flat record.
  ///
  /// - Parameter begins: is told the line in which it stands.
  mutating func flat(
    _ record: inout JSONFlatRecord, begins: (Int) -> Void
  ) throws -> Bool {
    guard try peek() == 123 else { return false }
    var end = input.lineEnd
    while end == nil, input.count - input.position < JSONStream.longestFlat {
      guard try input.fill() else { break }
      end = input.lineEnd
    }
    if end == nil, !input.isAtEnd { return false }
    let stop = end ?? input.count
    let start = input.position
    guard input.bytes.withUnsafeBufferPointer({ record.parse($0, start..<stop) }) else {
      return false
    }
    begins(line)
    input.position = min(stop + 1, input.count)
    if end != nil { line += 1 }
    return true
  }

  func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    input.bytes.withUnsafeBufferPointer(body)
  }

  mutating func value(_ depth: Int = 0) throws -> JSONNode {
    guard depth < JSONStream.deepest, let first = try peek() else {
      throw malformed(try input.peek())
    }
    switch first {
    case 123:
      var members: [(name: [UInt8], value: JSONNode)] = []
      _ = try next()
      if try take(125) { return .object(members) }
      repeat {
        guard try peek() == 34 else { throw malformed(try peek()) }
        let name = try string()
        try expect(58)
        members.append((name, try value(depth + 1)))
      } while try take(44)
      try expect(125)
      return .object(members)
    case 91:
      var items: [JSONNode] = []
      _ = try next()
      if try take(93) { return .list(items) }
      repeat { items.append(try value(depth + 1)) } while try take(44)
      try expect(93)
      return .list(items)
    case 34: return .text(try string())
    case 116: return try word("true", .bool(true))
    case 102: return try word("false", .bool(false))
    case 110: return try word("null", .null)
    // As Python and JavaScript write what JSON has no number for.
    case 78: return try word("NaN", .null)
    case 73: return try word("Infinity", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ node: JSONNode) throws -> JSONNode {
    for place in 0..<text.utf8CodeUnitCount {
      let byte = try next()
      guard byte == text.utf8Start[place] else { throw malformed(byte) }
    }
    return node
  }

  private mutating func number() throws -> JSONNode {
    if let digits = input.takeNumber() { return .number(digits) }
    var digits: [UInt8] = []
    func run() throws -> Int {
      let start = digits.count
      while let byte = try input.peek(), (48...57).contains(byte) {
        digits.append(byte)
        input.position += 1
      }
      return digits.count - start
    }
    func sign(_ signs: [UInt8]) throws -> Bool {
      guard let byte = try input.peek(), signs.contains(byte) else { return false }
      digits.append(byte)
      input.position += 1
      return true
    }
    if try sign([45]), try input.peek() == 73 { return try word("Infinity", .null) }
    guard try run() > 0 else { throw malformed(try input.peek()) }
    if try sign([46]), try run() == 0 { throw malformed(try input.peek()) }
    if try sign([69, 101]) {
      _ = try sign([43, 45])
      if try run() == 0 { throw malformed(try input.peek()) }
    }
    return .number(digits)
  }

  private mutating func string() throws -> [UInt8] {
    _ = try next()
    var text: [UInt8] = []
    while true {
      input.takeText(&text)
      guard let byte = try next() else { break }
      if byte == 34 { return text }
      guard byte == 92 else {
        text.append(byte)
        continue
      }
      guard let escape = try next() else { break }
      if escape == 117 {
        try append(try hex(), &text)
      } else if let letter = JSONEscape.plain(escape) {
        text.append(letter)
      } else {
        throw malformed(escape)
      }
    }
    throw malformed(nil)
  }

  /// A letter by its number, which may be half of one that the next escape completes.
  private mutating func append(_ first: UInt32, _ text: inout [UInt8]) throws {
    var code = first
    while (0xD800..<0xDC00).contains(code), try input.peek() == 92 {
      _ = try next()
      guard try input.peek() == 117 else {
        JSONStream.put(0xFFFD, &text)
        // Another escape, whose backslash is taken: one letter of it.
        guard let escape = try next() else { throw malformed(nil) }
        text.append(JSONEscape.plain(escape) ?? escape)
        return
      }
      _ = try next()
      let low = try hex()
      if (0xDC00..<0xE000).contains(low) {
        JSONStream.put(0x10000 + (code - 0xD800) << 10 + (low - 0xDC00), &text)
        return
      }
      JSONStream.put(0xFFFD, &text)
      code = low
    }
    JSONStream.put((0xD800..<0xE000).contains(code) ? 0xFFFD : code, &text)
  }

  /// Appends a letter by its number.
  static func put(_ scalar: UInt32, _ text: inout [UInt8]) {
    text += Array(String(Character(Unicode.Scalar(scalar) ?? "\u{FFFD}")).utf8)
  }

  private mutating func hex() throws -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = try next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw malformed(try input.peek())
      }
      code = code << 4 | UInt32(digit)
    }
    return code
  }
}
