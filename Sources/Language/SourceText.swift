/// The text of a query and where it came from, with its lines.
///
/// Offsets are UTF-8 offsets everywhere; lines and columns are for people: both count from 1, and
/// a column counts characters (grapheme clusters), so that `ệ` is one however it is encoded.
public struct SourceText: Sendable, Hashable {
  /// A file name, or a name in angle brackets such as `<prompt>`, `<stdin>`, `<command line>`.
  public let name: String
  /// The text as UTF-8; always well formed.
  public let bytes: [UInt8]
  /// Offset of the first byte of each line; never empty.
  public let lineStarts: [Int]

  public init(_ text: String, name: String = "<prompt>") {
    self.name = name
    self.bytes = Array(text.utf8)
    self.lineStarts = SourceText.lineStarts(of: bytes)
  }

  /// Reads bytes as UTF-8; ill-formed sequences become U+FFFD.
  public init(bytes: [UInt8], name: String) {
    self.init(String(decoding: bytes, as: UTF8.self), name: name)
  }

  public var text: String { String(decoding: bytes, as: UTF8.self) }
  public var range: SourceRange { SourceRange(0, bytes.count) }
  public var lineCount: Int { lineStarts.count }

  /// The text of a range; a range outside the text is cut to it.
  public subscript(_ range: SourceRange) -> String {
    let start = min(max(range.start, 0), bytes.count)
    let end = min(max(range.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// A place in a text for people: both numbers count from 1.
  public struct Position: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let line: Int
    /// In characters, not bytes.
    public let column: Int

    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }

    public static func < (left: Position, right: Position) -> Bool {
      (left.line, left.column) < (right.line, right.column)
    }

    public var description: String { "\(line):\(column)" }
  }

  /// The line (from 1) that holds an offset.
  /// - Complexity: O(log lines)
  public func line(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Line and column of an offset.
  public func position(of offset: Int) -> Position {
    let line = line(of: offset)
    let start = lineStarts[line - 1]
    let range = SourceRange(start, offset)
    // In ASCII a byte is a column.
    let isPlain = bytes[start..<min(max(start, offset), bytes.count)].allSatisfy { $0 < 0x80 }
    return Position(line: line, column: (isPlain ? range.end - range.start : self[range].count) + 1)
  }

  /// The beginning of the character that an offset lies in.
  public func aligned(_ offset: Int) -> Int {
    var offset = offset
    while offset > 0, offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset -= 1 }
    return offset
  }

  /// The range of a line (from 1) without its line end; empty past the last line.
  public func rangeOfLine(_ line: Int) -> SourceRange {
    guard line >= 1, line <= lineStarts.count else { return SourceRange(at: bytes.count) }
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return SourceRange(start, end)
  }

  private static func lineStarts(of bytes: [UInt8]) -> [Int] {
    var starts = [0]
    var index = 0
    let count = bytes.count
    while index < count {
      let byte = bytes[index]
      index += 1
      if byte == 0x0A {
        starts.append(index)
      } else if byte == 0x0D {
        if index < count, bytes[index] == 0x0A { index += 1 }
        starts.append(index)
      }
    }
    return starts
  }
}
