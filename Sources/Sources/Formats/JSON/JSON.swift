/// A JSON value, read from text: what the catalogue's description is written in.
public indirect enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSON])
  case object([String: JSON])

  /// A member of an object.
  public subscript(name: String) -> JSON? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  public var text: String? { if case .text(let text) = self { text } else { nil } }
  public var list: [JSON]? { if case .list(let list) = self { list } else { nil } }
  public var object: [String: JSON]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// Where the text stopped being JSON.
  public struct Malformed: Error, Sendable {
    public let offset: Int
  }

  /// Reads a whole text.
  public init(_ bytes: [UInt8]) throws(Malformed) {
    var reader = Reader(bytes: bytes)
    self = try reader.value(depth: 0)
    reader.skipSpace()
    if reader.place != bytes.count { throw Malformed(offset: reader.place) }
  }

  private struct Reader {
    let bytes: [UInt8]
    var place = 0

    var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    mutating func skipSpace() {
      while let byte = next, byte == 32 || byte == 10 || byte == 13 || byte == 9 { place += 1 }
    }

    mutating func value(depth: Int) throws(Malformed) -> JSON {
      skipSpace()
      guard depth < 200, let byte = next else { throw Malformed(offset: place) }
      switch byte {
      case 123: return try object(depth)
      case 91: return try list(depth)
      case 34: return .text(try string())
      case 116: return try word("true", .bool(true))
      case 102: return try word("false", .bool(false))
      case 110: return try word("null", .null)
      default: return try number()
      }
    }

    mutating func word(_ text: String, _ value: JSON) throws(Malformed) -> JSON {
      guard bytes[place...].starts(with: text.utf8) else { throw Malformed(offset: place) }
      place += text.utf8.count
      return value
    }

    mutating func number() throws(Malformed) -> JSON {
      let start = place
      if next == 45 { place += 1 }
      let whole = digits()
      // No zeros in front, at least one digit wherever digits may stand.
      guard whole > 0, whole == 1 || bytes[place - whole] != 48 else {
        throw Malformed(offset: start)
      }
      if next == 46 {
        place += 1
        if digits() == 0 { throw Malformed(offset: place) }
      }
      if next == 69 || next == 101 {
        place += 1
        if next == 43 || next == 45 { place += 1 }
        if digits() == 0 { throw Malformed(offset: place) }
      }
      guard let value = Double(String(decoding: bytes[start..<place], as: UTF8.self)) else {
        throw Malformed(offset: start)
      }
      return .number(value)
    }

    /// Passes over digits; gives how many.
    mutating func digits() -> Int {
      let start = place
      while let byte = next, (48...57).contains(byte) { place += 1 }
      return place - start
    }

    mutating func string() throws(Malformed) -> String {
      place += 1
      let start = place
      while let byte = next, byte != 34, byte != 92, byte >= 32 { place += 1 }
      if next == 34 {
        place += 1
        return String(decoding: bytes[start..<place - 1], as: UTF8.self)
      }
      var text = Array(bytes[start..<place])
      while let byte = next, byte != 34 {
        place += 1
        guard byte == 92 else {
          if byte < 32 { throw Malformed(offset: place - 1) }
          text.append(byte)
          continue
        }
        guard let escape = next else { throw Malformed(offset: place) }
        place += 1
        switch escape {
        case 110: text.append(10)
        case 116: text.append(9)
        case 114: text.append(13)
        case 98: text.append(8)
        case 102: text.append(12)
        case 117:
          var code = try hex()
          if (0xD800..<0xDC00).contains(code), next == 92, place + 1 < bytes.count,
            bytes[place + 1] == 117
          {
            let second = place
            place += 2
            let low = try hex()
            if (0xDC00..<0xE000).contains(low) {
              code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            } else {
              place = second
            }
          }
          let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
          text.append(contentsOf: String(Character(scalar)).utf8)
        case 34, 47, 92: text.append(escape)
        default: throw Malformed(offset: place - 1)
        }
      }
      guard next == 34 else { throw Malformed(offset: place) }
      place += 1
      return String(decoding: text, as: UTF8.self)
    }

    mutating func hex() throws(Malformed) -> UInt32 {
      guard place + 4 <= bytes.count,
        bytes[place..<place + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let code = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
      else { throw Malformed(offset: place) }
      place += 4
      return code
    }

    mutating func list(_ depth: Int) throws(Malformed) -> JSON {
      place += 1
      var items: [JSON] = []
      skipSpace()
      if next == 93 {
        place += 1
        return .list(items)
      }
      while true {
        items.append(try value(depth: depth + 1))
        skipSpace()
        guard let byte = next, byte == 44 || byte == 93 else { throw Malformed(offset: place) }
        place += 1
        if byte == 93 { return .list(items) }
      }
    }

    mutating func object(_ depth: Int) throws(Malformed) -> JSON {
      place += 1
      var members: [String: JSON] = [:]
      skipSpace()
      if next == 125 {
        place += 1
        return .object(members)
      }
      while true {
        skipSpace()
        guard next == 34 else { throw Malformed(offset: place) }
        let name = try string()
        skipSpace()
        guard next == 58 else { throw Malformed(offset: place) }
        place += 1
        members[name] = try value(depth: depth + 1)
        skipSpace()
        guard let byte = next, byte == 44 || byte == 125 else { throw Malformed(offset: place) }
        place += 1
        if byte == 125 { return .object(members) }
      }
    }
  }
}
