import Columns
import Glibc

/// JSON of which each line is a flat record: it is cut into blocks of whole lines, which several threads
/// look through, and later hand on as delimited text, each by itself.
struct JSONLines: Sendable {
  struct Block: Sendable {
    let range: Range<Int>
    let rows: Int
    /// What the values take as delimited text, without what stands between them.
    let valueBytes: Int
  }

  private(set) var blocks: [Block] = []
  private static let blockSize = 1 << 19

  /// What one block tells.
  private struct Look: Sendable {
    let block: Block
    let columns: JSONColumns
  }

  /// Looks through a file; nil where some line is no flat record, names a member twice or is no UTF-8, or
  /// where the file holds no record or is cut short.
  ///
  /// - Parameter columns: takes what the records tell, where the answer is not nil.
  init?(_ file: RawFile, _ columns: inout JSONColumns, _ run: RunContext) throws {
    let room = max(4, 4 * run.threads) * JSONLines.blockSize
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: room)
    defer { buffer.deallocate() }
    guard let start = buffer.baseAddress else { return nil }
    var position = 0
    // The mark at the beginning of UTF-8.
    if try file.read(at: 0, count: 3, into: start) == 3, start[0] == 0xEF, start[1] == 0xBB,
      start[2] == 0xBF
    {
      position = 3
    }
    var own = columns
    while true {
      try run.checkStopped()
      let count = try file.read(at: position, count: room, into: start)
      if count == 0 { break }
      let isLast = count < room
      guard let pieces = JSONLines.pieces(UnsafeBufferPointer(start: start, count: count), isLast)
      else { return nil }
      let (base, shared) = (position, SharedBytes(start))
      let looks = try Parallel.map(pieces: pieces.count, threads: run.threads) {
        JSONLines.look(shared.bytes, pieces[$0], base)
      }
      guard looks.allSatisfy({ $0 != nil }) else { return nil }
      for case let look? in looks {
        own.add(look.columns)
        blocks.append(look.block)
      }
      position += pieces.last?.upperBound ?? 0
      if isLast { break }
    }
    guard file.fault == nil, own.rows > columns.rows else { return nil }
    columns = own
  }

  /// What the threads that look at one round of blocks read, and none writes.
  private struct SharedBytes: @unchecked Sendable {
    let bytes: UnsafePointer<UInt8>
    init(_ bytes: UnsafeMutablePointer<UInt8>) { self.bytes = UnsafePointer(bytes) }
  }

  /// Cuts bytes into pieces of whole lines; nil where a line is longer than a piece may be.
  private static func pieces(_ bytes: UnsafeBufferPointer<UInt8>, _ isLast: Bool) -> [Range<Int>]? {
    var pieces: [Range<Int>] = []
    var start = 0
    while start < bytes.count {
      let end = min(start + blockSize, bytes.count)
      if end == bytes.count, isLast {
        pieces.append(start..<end)
        break
      }
      var next = end
      while next > start, bytes[next - 1] != 10 { next -= 1 }
      // What begins here may end in the next round.
      if next == start { return end < start + blockSize ? pieces : nil }
      pieces.append(start..<next)
      start = next
    }
    return pieces
  }

  private static func look(
    _ bytes: UnsafePointer<UInt8>, _ piece: Range<Int>, _ base: Int
  ) -> Look? {
    guard
      UTF8Check.isValid(UnsafeBufferPointer(start: bytes + piece.lowerBound, count: piece.count))
    else { return nil }
    var columns = JSONColumns()
    var letters: [UInt8] = []
    var size = 0
    let isFlat = forEach(bytes, piece) { size += columns.add($0, $1, &letters) }
    guard isFlat, columns.twice.isEmpty else { return nil }
    return Look(
      block: Block(
        range: base + piece.lowerBound..<base + piece.upperBound, rows: columns.rows,
        valueBytes: size), columns: columns)
  }

  /// Calls `body` for each record; false where some line is none.
  @inline(__always)
  private static func forEach(
    _ bytes: UnsafePointer<UInt8>, _ piece: Range<Int>,
    _ body: (JSONFlatRecord, UnsafeBufferPointer<UInt8>) -> Void
  ) -> Bool {
    let all = UnsafeBufferPointer(start: bytes, count: piece.upperBound)
    var record = JSONFlatRecord()
    var place = piece.lowerBound
    while place < piece.upperBound {
      let found = memchr(bytes + place, 10, piece.upperBound - place)
      let end = found.map { UnsafeRawPointer($0) - UnsafeRawPointer(bytes) } ?? piece.upperBound
      if !(place..<end).allSatisfy({ bytes[$0] == 32 || bytes[$0] == 9 || bytes[$0] == 13 }) {
        guard record.parse(all, place..<end) else { return false }
        body(record, all)
      }
      place = end + 1
    }
    return true
  }

  /// The records as delimited text with all columns, below a header of their names.
  func content(_ file: RawFile, _ columns: JSONColumns) -> BlockContent {
    let header = JSONRows.header(columns)
    let count = columns.columns.count
    let blocks = self.blocks
    // A row has a sign behind each of its values.
    let sizes = [header.count] + blocks.map { $0.valueBytes + $0.rows * count }
    return BlockContent(file.path, sizes: sizes) { place, out in
      guard place > 0 else {
        out += header
        return
      }
      let range = blocks[place - 1].range
      try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: range.count) { buffer in
        guard let start = buffer.baseAddress else { return }
        guard try file.read(at: range.lowerBound, count: range.count, into: start) == range.count
        else { throw FileError(file.path, .changedWhileRead) }
        var row = JSONFlatRow(columns: count)
        let isFlat = JSONLines.forEach(UnsafePointer(start), 0..<range.count) {
          row.append($0, $1, columns, &out)
        }
        guard isFlat else { throw FileError(file.path, .changedWhileRead) }
      }
    }
  }
}
