/// A compiled pattern of `like`: `%` stands for any text, `_` for one code point, a backslash takes
/// the next character as it is. Case matters.
struct LikePattern {
  private enum Piece {
    case bytes([UInt8])
    case anyScalar
  }

  /// The parts between `%` signs.
  private var segments: [[Piece]] = [[]]
  /// The part of a pattern `%part%`, the most frequent kind.
  private(set) var infix: [UInt8]?

  /// Nil where the pattern ends in a backslash.
  init?(_ pattern: UnsafeBufferPointer<UInt8>) {
    var literal: [UInt8] = []
    func close(_ segments: inout [[Piece]]) {
      if !literal.isEmpty { segments[segments.count - 1].append(.bytes(literal)) }
      literal = []
    }
    var place = 0
    while place < pattern.count {
      switch pattern[place] {
      case UInt8(ascii: "%"):
        close(&segments)
        segments.append([])
      case UInt8(ascii: "_"):
        close(&segments)
        segments[segments.count - 1].append(.anyScalar)
      case UInt8(ascii: "\\"):
        place += 1
        guard place < pattern.count else { return nil }
        literal.append(pattern[place])
      default: literal.append(pattern[place])
      }
      place += 1
    }
    close(&segments)
    if segments.count == 3, segments[0].isEmpty, segments[1].count == 1, segments[2].isEmpty,
      case .bytes(let bytes) = segments[1][0]
    {
      infix = bytes
    }
  }

  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = segments.first, let last = segments.last else { return false }
    guard var place = end(of: first, text, at: 0) else { return false }
    if segments.count == 1 { return place == text.count }
    for segment in segments.dropFirst().dropLast() {
      guard let next = search(segment, text, from: place) else { return false }
      place = next
    }
    return endsWith(last, text, notBefore: place)
  }

  /// Where the segment ends if it stands at `start`.
  private func end(of segment: [Piece], _ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int? {
    var place = start
    for piece in segment {
      switch piece {
      case .anyScalar:
        guard place < text.count else { return nil }
        place = UTF8Scan.place(ofScalar: 1, text, from: place)
      case .bytes(let bytes):
        guard text.count - place >= bytes.count else { return nil }
        for index in 0..<bytes.count where text[place + index] != bytes[index] { return nil }
        place += bytes.count
      }
    }
    return place
  }

  /// The end of the first occurrence at or after `start`.
  private func search(_ segment: [Piece], _ text: UnsafeBufferPointer<UInt8>, from start: Int)
    -> Int?
  {
    if segment.count == 1, case .bytes(let bytes) = segment[0] {
      let found = bytes.withUnsafeBufferPointer { UTF8Scan.find($0, in: text, from: start) }
      return found.map { $0 + bytes.count }
    }
    var place = start
    while place <= text.count {
      if place == text.count || UTF8Scan.isStart(text[place]),
        let end = end(of: segment, text, at: place)
      {
        return end
      }
      place += 1
    }
    return nil
  }

  /// Whether the segment stands at the very end.
  private func endsWith(
    _ segment: [Piece], _ text: UnsafeBufferPointer<UInt8>, notBefore start: Int
  ) -> Bool {
    var place = text.count
    for piece in segment.reversed() {
      switch piece {
      case .anyScalar:
        guard place > start else { return false }
        place -= 1
        while place > start, !UTF8Scan.isStart(text[place]) { place -= 1 }
      case .bytes(let bytes):
        guard place - start >= bytes.count else { return false }
        place -= bytes.count
        for index in 0..<bytes.count where text[place + index] != bytes[index] { return false }
      }
    }
    return true
  }
}
