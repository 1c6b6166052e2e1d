/// A record whose members are texts, numbers, flags and nulls, which is what most records are: it is read
/// as places in its line, without making anything of its values.
struct JSONFlatRecord {
  /// `whole` is a number without fraction and exponent, `escaped` a text of which some letters are written
  /// by escapes.
  enum Kind { case null, flag, whole, number, text, escaped }

  /// A member, by places in the bytes of the line; those of a text are between its quotes.
  struct Member {
    let name: Range<Int>
    let kind: Kind
    let value: Range<Int>
  }

  private(set) var members: [Member] = []

  /// Reads the record that stands in some bytes and nothing behind it but spaces; false where it is of
  /// another kind or no JSON, which the reader of values tells apart.
  mutating func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> Bool {
    members.removeAll(keepingCapacity: true)
    guard let start = bytes.baseAddress else { return false }
    var line = JSONFlatLine(bytes: start, place: line.lowerBound, end: line.upperBound)
    guard line.take(123) else { return false }
    repeat {
      guard line.take(34), case (let name, false)? = line.text(), line.take(58),
        let member = line.member(name)
      else { return false }
      members.append(member)
    } while line.take(44)
    guard line.take(125) else { return false }
    line.skipSpaces()
    return line.place == line.end
  }
}

/// The line of a flat record while it is read.
private struct JSONFlatLine {
  let bytes: UnsafePointer<UInt8>
  var place: Int
  let end: Int

  @inline(__always)
  mutating func skipSpaces() {
    while place < end, bytes[place] == 32 || bytes[place] == 9 || bytes[place] == 13 { place &+= 1 }
  }

  @inline(__always)
  mutating func take(_ sign: UInt8) -> Bool {
    skipSpaces()
    guard place < end, bytes[place] == sign else { return false }
    place &+= 1
    return true
  }

  @inline(__always)
  mutating func member(_ name: Range<Int>) -> JSONFlatRecord.Member? {
    skipSpaces()
    guard place < end else { return nil }
    let start = place
    switch bytes[place] {
    case 34:
      place &+= 1
      guard let (text, isEscaped) = text() else { return nil }
      return JSONFlatRecord.Member(name: name, kind: isEscaped ? .escaped : .text, value: text)
    case 116: return word("true", .flag, name)
    case 102: return word("false", .flag, name)
    case 110: return word("null", .null, name)
    default:
      // A record does not end in a number, so that the sign behind it lies within the line.
      while place < end, bytes[place] &- 48 < 10 { place &+= 1 }
      let isWhole = place > start && place < end && bytes[place] != 46 && bytes[place] | 32 != 101
      if !isWhole {
        guard
          let last = StreamInput.number(
            UnsafeBufferPointer(start: bytes, count: end), from: start, to: end)
        else { return nil }
        place = last
      }
      return JSONFlatRecord.Member(
        name: name, kind: isWhole ? .whole : .number, value: start..<place)
    }
  }

  private mutating func word(
    _ word: StaticString, _ kind: JSONFlatRecord.Kind, _ name: Range<Int>
  ) -> JSONFlatRecord.Member? {
    let start = place
    guard end - place >= word.utf8CodeUnitCount else { return nil }
    for index in 0..<word.utf8CodeUnitCount where bytes[place + index] != word.utf8Start[index] {
      return nil
    }
    place += word.utf8CodeUnitCount
    return JSONFlatRecord.Member(name: name, kind: kind, value: start..<place)
  }

  /// What stands up to the next quote, which is taken, and whether escapes are in it; nil where it
  /// holds what is no text, or halves of letters.
  @inline(__always)
  mutating func text() -> (Range<Int>, isEscaped: Bool)? {
    let start = place
    var isEscaped = false
    while true {
      skipPlain()
      guard place < end else { return nil }
      if bytes[place] == 34 {
        place &+= 1
        return (start..<place &- 1, isEscaped)
      }
      guard bytes[place] == 92, let length = JSONEscape.length(bytes + place, end &- place) else {
        return nil
      }
      isEscaped = true
      place &+= length
    }
  }

  /// Passes over letters, eight at a time, up to a quote, a backslash or a control sign.
  @inline(__always)
  private mutating func skipPlain() {
    let ones: UInt64 = 0x0101_0101_0101_0101
    while place &+ 8 <= end {
      let word = UnsafeRawPointer(bytes + place).loadUnaligned(as: UInt64.self).littleEndian
      let quotes = word ^ (ones &* 34)
      let slashes = word ^ (ones &* 92)
      let found =
        ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
        | ((word &- ones &* 32) & ~word)
      let marks = found & (ones &* 0x80)
      if marks != 0 {
        // The lowest mark is exact; those above it may come of its borrow.
        place &+= marks.trailingZeroBitCount / 8
        return
      }
      place &+= 8
    }
    while place < end, bytes[place] != 34, bytes[place] != 92, bytes[place] >= 32 { place &+= 1 }
  }
}

/// The escapes of JSON's texts, where each stands for a letter.
enum JSONEscape {
  /// How many bytes the escape takes that begins here; nil where it is none, or half of a letter.
  static func length(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    guard count >= 2 else { return nil }
    if bytes[1] != 117 { return plain(bytes[1]) == nil ? nil : 2 }
    guard let code = hex(bytes, count) else { return nil }
    guard (0xD800..<0xE000).contains(code) else { return 6 }
    guard code < 0xDC00, count >= 12, bytes[6] == 92, bytes[7] == 117,
      let low = hex(bytes + 6, count - 6), (0xDC00..<0xE000).contains(low)
    else { return nil }
    return 12
  }

  /// The letters of a text in which all escapes are such.
  static func decode(_ text: UnsafeBufferPointer<UInt8>, _ out: inout [UInt8]) {
    guard let bytes = text.baseAddress else { return }
    var place = 0
    while place < text.count {
      guard bytes[place] == 92, let length = length(bytes + place, text.count - place) else {
        out.append(bytes[place])
        place += 1
        continue
      }
      if length == 2 {
        out.append(plain(bytes[place + 1]) ?? 92)
      } else if let first = hex(bytes + place, 6) {
        let second = length == 12 ? hex(bytes + place + 6, 6) : nil
        let code = second.map { 0x10000 + (first - 0xD800) << 10 + ($0 - 0xDC00) } ?? first
        JSONStream.put(code, &out)
      }
      place += length
    }
  }

  /// The letter that a sign behind a backslash stands for; nil where it is none of the short escapes.
  static func plain(_ sign: UInt8) -> UInt8? {
    switch sign {
    case 110: 10
    case 116: 9
    case 114: 13
    case 98: 8
    case 102: 12
    case 34, 47, 92: sign
    default: nil
    }
  }

  /// The number of `\u0110`.
  private static func hex(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt32? {
    guard count >= 6 else { return nil }
    var code: UInt32 = 0
    for index in 2..<6 {
      let sign = bytes[index]
      let digit: UInt8
      switch sign {
      case 48...57: digit = sign - 48
      case 65...70: digit = sign - 55
      case 97...102: digit = sign - 87
      default: return nil
      }
      code = code << 4 | UInt32(digit)
    }
    return code
  }
}

/// A record as a line of delimited text.
struct JSONFlatRow {
  /// For each column the member of the record, or -1.
  private var cells: [Int]
  private var letters: [UInt8] = []

  init(columns: Int) { cells = [Int](repeating: -1, count: columns) }

  /// Appends the record as a row. A text without escapes has no quote in it.
  mutating func append(
    _ record: JSONFlatRecord, _ bytes: UnsafeBufferPointer<UInt8>, _ columns: JSONColumns,
    _ out: inout [UInt8]
  ) {
    for place in cells.indices { cells[place] = -1 }
    var expected = 0
    for number in record.members.indices {
      let name = UnsafeBufferPointer(rebasing: bytes[record.members[number].name])
      if let place = columns.known(name, expected) {
        cells[place] = number
        expected = place + 1
      }
    }
    for place in cells.indices {
      if place > 0 { out.append(44) }
      guard cells[place] >= 0 else { continue }
      let member = record.members[cells[place]]
      let value = UnsafeBufferPointer(rebasing: bytes[member.value])
      switch member.kind {
      case .null: break
      case .flag, .whole, .number: out.append(contentsOf: value)
      case .text:
        out.append(34)
        out.append(contentsOf: value)
        out.append(34)
      case .escaped:
        letters.removeAll(keepingCapacity: true)
        JSONEscape.decode(value, &letters)
        DelimitedText.append(letters, &out)
      }
    }
    out.append(10)
  }
}

extension JSONColumns {
  /// Takes what a flat record tells; the same as for a record of values.
  ///
  /// - Parameter letters: room for a text with escapes.
  /// - Returns: how many bytes its values take in delimited text.
  @discardableResult
  mutating func add(
    _ record: JSONFlatRecord, _ bytes: UnsafeBufferPointer<UInt8>, _ letters: inout [UInt8]
  ) -> Int {
    begin()
    var size = 0
    for member in record.members {
      let place = place(UnsafeBufferPointer(rebasing: bytes[member.name]))
      mark(place)
      let value = UnsafeBufferPointer(rebasing: bytes[member.value])
      switch member.kind {
      case .null: break
      case .flag:
        noteFlag(place)
        size += value.count
      case .whole where value.count <= 18:
        noteWhole(place)
        size += value.count
      case .whole, .number:
        noteNumber(place, value)
        size += value.count
      case .text:
        noteText(place, value)
        size += value.count + 2
      case .escaped:
        letters.removeAll(keepingCapacity: true)
        JSONEscape.decode(value, &letters)
        letters.withUnsafeBufferPointer { noteText(place, $0) }
        size += letters.count + letters.count { $0 == 34 } + 2
      }
    }
    return size
  }
}
