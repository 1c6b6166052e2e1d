import Columns

/// Readings of single values that are told: how often, and where first.
struct ValueRepairs: Sendable {
  /// Words for missing values.
  var missing: [String: Tally] = [:]
  var shortYears = Tally()
  var offsets = Tally()
  /// Numbers whose minus is an en dash or stands behind.
  var dashes = Tally()
  /// Texts of plain columns that lost spaces at their ends; places are rows of the block.
  var trimmed = Tally()

  mutating func add(_ other: ValueRepairs) {
    missing.merge(other.missing) { $0.joined($1) }
    shortYears = shortYears.joined(other.shortYears)
    offsets = offsets.joined(other.offsets)
    dashes = dashes.joined(other.dashes)
  }
}

/// How often something was met, and the file offset of a record in which it was first.
struct Tally: Sendable {
  var count = 0
  var offset = Int.max

  mutating func note(_ place: Int) {
    count += 1
    offset = min(offset, place)
  }

  func joined(_ other: Tally) -> Tally {
    Tally(count: count + other.count, offset: min(offset, other.offset))
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// A text of a file without the spaces at its ends; nil where there are none, as in most.
  @inline(__always)
  var withoutSpaces: Self? {
    guard let start = baseAddress, count > 0,
      TextSpace.length(start, 0, count) > 0 || TextSpace.lengthBefore(start, 0, count) > 0
    else { return nil }
    let (from, to) = TextSpace.trimmed(start, count)
    return Self(start: start + from, count: to - from)
  }
}
