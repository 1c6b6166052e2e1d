/// A stretch of a source text, as UTF-8 offsets: `start` is inside, `end` is not.
///
/// An empty range stands between two bytes, e.g. where something is missing.
public struct SourceRange: Sendable, Hashable {
  public var start: Int
  public var end: Int

  public init(_ start: Int, _ end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  /// The empty range at an offset.
  public init(at offset: Int) {
    self.init(offset, offset)
  }

  public var isEmpty: Bool { start == end }
  public var count: Int { end - start }

  /// The smallest range that holds both.
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(start, other.start), max(end, other.end))
  }

  /// True where `offset` lies inside or at either end (a cursor touches the word before it).
  public func touches(_ offset: Int) -> Bool {
    start <= offset && offset <= end
  }
}
