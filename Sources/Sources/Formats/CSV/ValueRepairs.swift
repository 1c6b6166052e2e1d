/// Readings of single values that are told: how often, and where first.
struct ValueRepairs: Sendable {
  /// Words for missing values.
  var missing: [String: Tally] = [:]
  var shortYears = Tally()
  var offsets = Tally()
  /// Texts of plain columns that lost spaces at their ends; places are rows of the block.
  var trimmed = Tally()

  mutating func add(_ other: ValueRepairs) {
    missing.merge(other.missing) { $0.joined($1) }
    shortYears = shortYears.joined(other.shortYears)
    offsets = offsets.joined(other.offsets)
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
