/// A record whose members are texts without escapes, numbers, flags and nulls, which is what most records
/// are: it is read as places in its line, without making anything of its values.
struct JSONFlatRecord {
  enum Kind { case null, flag, number, text }

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
    var place = line.lowerBound
    let end = line.upperBound
    func skipSpaces() {
      while place < end, bytes[place] == 32 || bytes[place] == 9 || bytes[place] == 13 {
        place += 1
      }
    }
    func take(_ sign: UInt8) -> Bool {
      skipSpaces()
      guard place < end, bytes[place] == sign else { return false }
      place += 1
      return true
    }
    /// What stands between quotes, if that is nothing but itself.
    func text() -> Range<Int>? {
      let start = place
      while place < end, bytes[place] != 34 {
        if bytes[place] == 92 || bytes[place] < 32 { return nil }
        place += 1
      }
      guard place < end else { return nil }
      place += 1
      return start..<place - 1
    }
    func word(_ word: StaticString, _ kind: Kind) -> (Kind, Range<Int>)? {
      let start = place
      guard end - place >= word.utf8CodeUnitCount else { return nil }
      for index in 0..<word.utf8CodeUnitCount where bytes[place + index] != word.utf8Start[index] {
        return nil
      }
      place += word.utf8CodeUnitCount
      return (kind, start..<place)
    }
    func value() -> (Kind, Range<Int>)? {
      skipSpaces()
      guard place < end else { return nil }
      switch bytes[place] {
      case 34:
        place += 1
        return text().map { (.text, $0) }
      case 116: return word("true", .flag)
      case 102: return word("false", .flag)
      case 110: return word("null", .null)
      default:
        // A record does not end in a number, so that the sign behind it lies within the line.
        guard let last = StreamInput.number(bytes, from: place, to: end) else { return nil }
        defer { place = last }
        return (.number, place..<last)
      }
    }
    guard take(123) else { return false }
    repeat {
      guard take(34), let name = text(), take(58), let (kind, own) = value() else { return false }
      members.append(Member(name: name, kind: kind, value: own))
    } while take(44)
    guard take(125) else { return false }
    skipSpaces()
    return place == end
  }
}

extension JSONColumns {
  /// Takes what a flat record tells; the same as for a record of values.
  mutating func add(_ record: JSONFlatRecord, _ bytes: UnsafeBufferPointer<UInt8>) {
    begin()
    for member in record.members {
      let place = place(UnsafeBufferPointer(rebasing: bytes[member.name]))
      mark(place)
      let value = UnsafeBufferPointer(rebasing: bytes[member.value])
      switch member.kind {
      case .null: break
      case .flag: noteFlag(place)
      case .number: noteNumber(place, value)
      case .text: noteText(place, value)
      }
    }
  }
}
