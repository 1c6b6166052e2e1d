import Glibc

/// Letters out of bytes, one at a time.
protocol ScalarDecoder {
  /// Takes the next letter; nil at the end.
  mutating func next(_ input: inout StreamInput) throws -> DecodedScalar?
}

enum DecodedScalar {
  case scalar(UInt32)
  /// Bytes that are no letter, for the message.
  case bad(UInt32)
}

/// Brings the letters of a stream into UTF-8.
final class Transcoder<Decoder: ScalarDecoder>: ByteStream {
  private var input: StreamInput
  private var decoder: Decoder
  private let path: String
  private let encoding: String
  private let replacing: Bool
  private var line = 1
  private var isFirst = true
  private var failed: FileError?
  /// The end of a letter for which the last buffer had no room.
  private var rest: [UInt8] = []

  init(
    _ input: StreamInput, _ decoder: Decoder, path: String, encoding: String, replacing: Bool
  ) {
    self.input = input
    self.decoder = decoder
    self.path = path
    self.encoding = encoding
    self.replacing = replacing
  }

  /// Fills the buffer to its last byte, as long as there are letters: nothing read means that there are none.
  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
    if let failed { throw failed }
    var count = min(rest.count, capacity)
    for place in 0..<count { buffer[place] = rest[place] }
    rest.removeFirst(count)
    while count < capacity, let decoded = try decoder.next(&input) {
      switch decoded {
      case .scalar(let scalar):
        if isFirst {
          isFirst = false
          // The mark of the byte order is no letter.
          if scalar == 0xFEFF { continue }
        }
        if scalar < 0x80 {
          if scalar == 10 { line += 1 }
          buffer[count] = UInt8(truncatingIfNeeded: scalar)
          count += 1
        } else if count + 4 <= capacity {
          count += UTF8Text.put(scalar, buffer + count)
        } else {
          count += split(scalar, buffer + count, capacity - count)
        }
      case .bad(let bytes):
        isFirst = false
        if replacing {
          buffer[count] = 0xFF
          count += 1
        } else {
          let error = FileError(path, .content(.undecodable(bytes, encoding: encoding)), line: line)
          failed = error
          if count > 0 { return count }
          throw error
        }
      }
    }
    return count
  }

  /// Writes as much of a letter as there is room for, and keeps the rest; gives the bytes written.
  private func split(
    _ scalar: UInt32, _ out: UnsafeMutablePointer<UInt8>, _ room: Int
  ) -> Int {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4) { letter in
      guard let start = letter.baseAddress else { return 0 }
      let length = UTF8Text.put(scalar, start)
      let written = min(length, room)
      out.update(from: start, count: written)
      rest = Array(letter[written..<length])
      return written
    }
  }
}

enum UTF8Text {
  /// Writes a letter from U+0080 on; gives its bytes.
  @inline(__always)
  static func put(_ scalar: UInt32, _ out: UnsafeMutablePointer<UInt8>) -> Int {
    func tail(_ shift: UInt32) -> UInt8 {
      UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift) & 0x3F)
    }
    if scalar < 0x800 {
      out[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
      out[1] = tail(0)
      return 2
    }
    if scalar < 0x10000 {
      out[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
      out[1] = tail(6)
      out[2] = tail(0)
      return 3
    }
    out[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
    out[1] = tail(12)
    out[2] = tail(6)
    out[3] = tail(0)
    return 4
  }
}

/// One byte a letter, by a table.
struct TableDecoder: ScalarDecoder {
  private let table: ByteTable
  private let composes: Bool

  init(_ table: ByteTable) {
    self.table = table
    composes = !table.composed.isEmpty
  }

  mutating func next(_ input: inout StreamInput) throws -> DecodedScalar? {
    guard let byte = try input.next() else { return nil }
    let scalar = table.scalars[Int(byte)]
    if scalar == ByteTable.undefined { return .bad(UInt32(byte)) }
    if composes, scalar >= 65, let after = try input.peek(), after >= 0x80 {
      let mark = table.scalars[Int(after)]
      if let whole = table.composed[ByteTable.key(scalar, mark)] {
        input.position += 1
        return .scalar(whole)
      }
    }
    return .scalar(scalar)
  }
}

/// Two bytes a letter, four for rare ones.
struct UTF16Decoder: ScalarDecoder {
  let isBig: Bool

  private func unit(_ input: inout StreamInput) throws -> UInt32? {
    guard let first = try input.next() else { return nil }
    guard let second = try input.next() else { return 0xD800_0000 | UInt32(first) }
    return isBig
      ? UInt32(first) << 8 | UInt32(second) : UInt32(second) << 8 | UInt32(first)
  }

  mutating func next(_ input: inout StreamInput) throws -> DecodedScalar? {
    guard let high = try unit(&input) else { return nil }
    if high > 0xFFFF { return .bad(high & 0xFF) }
    if high & 0xF800 != 0xD800 { return .scalar(high) }
    guard high < 0xDC00, let low = try unit(&input), low & 0xFFFF_FC00 == 0xDC00 else {
      return .bad(high)
    }
    return .scalar(0x10000 + (high & 0x3FF) << 10 + low & 0x3FF)
  }
}

/// Four bytes a letter.
struct UTF32Decoder: ScalarDecoder {
  let isBig: Bool

  mutating func next(_ input: inout StreamInput) throws -> DecodedScalar? {
    guard let first = try input.next() else { return nil }
    var value = UInt32(first)
    for place in 1..<4 {
      guard let byte = try input.next() else { return .bad(value) }
      value = isBig ? value << 8 | UInt32(byte) : value | UInt32(byte) << (8 * UInt32(place))
    }
    return value > 0x10FFFF || (0xD800..<0xE000).contains(value) ? .bad(value) : .scalar(value)
  }
}

/// What the C library's `iconv` makes of a stream.
final class IconvStream: ByteStream {
  private let converter: iconv_t
  private var input: StreamInput
  private let encoding: String
  private let path: String
  private let replacing: Bool
  private var line = 1
  private var isFlushed = false
  /// What was made and had no room in the last buffer.
  private var rest: [UInt8] = []
  /// No letter takes more bytes than this.
  private static let longest = 64

  /// Throws where the name is unknown.
  init(_ input: StreamInput, _ name: String, path: String, replacing: Bool) throws {
    guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else {
      throw FileError(path, .content(.unknownEncoding(name)))
    }
    self.converter = converter
    self.input = input
    self.path = path
    self.replacing = replacing
    encoding = name
  }

  deinit { iconv_close(converter) }

  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
    if rest.isEmpty, capacity >= IconvStream.longest {
      return try convert(into: buffer, capacity: capacity)
    }
    // A letter for which there is no room would look like the end.
    if rest.isEmpty {
      rest = try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: IconvStream.longest) {
        guard let start = $0.baseAddress else { return [] }
        return Array($0[..<(try convert(into: start, capacity: $0.count))])
      }
    }
    let count = min(rest.count, capacity)
    for place in 0..<count { buffer[place] = rest[place] }
    rest.removeFirst(count)
    return count
  }

  private func convert(
    into buffer: UnsafeMutablePointer<UInt8>, capacity: Int
  ) throws -> Int {
    var made = 0
    while made == 0 {
      if input.position == input.count, try !input.fill() {
        if isFlushed { return 0 }
        isFlushed = true
      }
      let isFlushing = isFlushed
      let start = input.position
      let (status, code, taken) = input.bytes.withUnsafeBufferPointer { bytes in
        buffer.withMemoryRebound(to: CChar.self, capacity: capacity) { out in
          var target: UnsafeMutablePointer<CChar>? = out
          var room = capacity
          var left = input.count - start
          let before = left
          // iconv does not write to what it reads, whatever its type says.
          var source = UnsafeMutableRawPointer(mutating: bytes.baseAddress.map { $0 + start })?
            .assumingMemoryBound(to: CChar.self)
          let status =
            isFlushing
            ? iconv(converter, nil, nil, &target, &room)
            : iconv(converter, &source, &left, &target, &room)
          let code = errno
          made = capacity - room
          return (status, code, before - left)
        }
      }
      for place in start..<start + taken where input.bytes[place] == 10 { line += 1 }
      input.position = start + taken
      guard status == Int(bitPattern: UInt.max) else {
        if isFlushing { return made }
        continue
      }
      switch code {
      case E2BIG: return made
      case EINVAL where try !input.isAtEnd && input.fill(): continue
      default:
        guard input.position < input.count else { continue }
        if made > 0 { return made }
        let byte = UInt32(input.bytes[input.position])
        input.position += 1
        guard replacing else {
          throw FileError(path, .content(.undecodable(byte, encoding: encoding)), line: line)
        }
        buffer[0] = 0xFF
        return 1
      }
    }
    return made
  }
}
