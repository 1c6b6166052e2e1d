import Columns
import Planning

/// The texts of a plain text column as numbers: eight bytes at a time, the first byte highest, so
/// that the numbers order as the texts do. Bytes beyond the end of a text count as 0.
struct TextWords: Sendable {
  private let column: Column
  private let heap: TextHeap
  /// How many first bytes all texts share; the first words begin behind them.
  let shared: Int

  init(_ column: Column, _ heap: TextHeap, _ context: QueryContext) throws {
    self.column = column
    self.heap = heap
    guard let model = (0..<column.count).first(where: { column.isValid($0) }) else {
      shared = 0
      return
    }
    let pieces = Morsel.pieces(of: column.count)
    let lengths = try Parallel.map(pieces: pieces, threads: context.threads) { piece -> Int in
      try context.checkStopped()
      let first = heap.utf8(column.offset + model)
      var length = first.count
      for row in Morsel.range(piece, of: column.count)
      where column.isValid(row) {
        let text = heap.utf8(column.offset + row)
        length = min(length, text.count)
        var same = 0
        while same < length, text[same] == first[same] { same += 1 }
        length = same
        if length == 0 { break }
      }
      return length
    }
    shared = lengths.min() ?? 0
  }

  /// Bytes of a row.
  @inline(__always)
  func text(_ row: UInt32) -> UnsafeBufferPointer<UInt8> { heap.utf8(column.offset + Int(row)) }

  /// Eight bytes of a text from `depth`.
  @inline(__always)
  static func word(_ text: UnsafeBufferPointer<UInt8>, from depth: Int) -> UInt64 {
    let left = text.count - depth
    guard left > 0, let start = text.baseAddress else { return 0 }
    if left >= 8 {
      return UInt64(
        bigEndian: UnsafeRawPointer(start + depth).loadUnaligned(as: UInt64.self))
    }
    var word: UInt64 = 0
    for index in 0..<left { word |= UInt64(start[depth + index]) << UInt64(56 - 8 * index) }
    return word
  }

  /// A word of each row, from `depth` bytes behind what all texts share; 0 for a null.
  func words(depth: Int = 0, context: QueryContext) throws -> Buffer {
    let count = column.count
    let result = try Buffer(UInt64.self, count: count)
    let pieces = Morsel.pieces(of: count)
    try Parallel.run(pieces: pieces, threads: context.threads) { piece in
      try context.checkStopped()
      let rows = Morsel.range(piece, of: count)
      fill(
        result.pointer(UInt64.self) + rows.lowerBound, rows, depth: depth, descending: false,
        null: 0)
    }
    return result
  }

  /// Writes the words of some rows, the first one to `out[0]`.
  ///
  /// - Parameter null: stands for a null, in either direction.
  func fill(
    _ out: UnsafeMutablePointer<UInt64>, _ rows: Range<Int>, depth: Int = 0, descending: Bool,
    null: UInt64
  ) {
    let from = shared + depth
    for row in rows {
      if column.isValid(row) {
        let word = TextWords.word(heap.utf8(column.offset + row), from: from)
        out[row - rows.lowerBound] = descending ? ~word : word
      } else {
        out[row - rows.lowerBound] = null
      }
    }
  }

  /// The texts by pointers alone: sorting many short runs would else count references in each.
  /// Valid while the column is.
  ///
  /// - Parameter check: called now and then where rows are many; may throw to stop.
  func sorter(_ check: @escaping () throws -> Void) -> Sorter {
    Sorter(
      starts: heap.offsets.pointer(Int.self) + column.offset,
      bytes: UnsafePointer(heap.bytes.pointer(UInt8.self)), check: check)
  }
}

/// Puts rows in the order of their texts, which agree up to some depth.
struct Sorter {
  let starts: UnsafePointer<Int>
  let bytes: UnsafePointer<UInt8>
  let check: () throws -> Void

  /// From so many rows on it is asked whether to stop.
  private static let many = 1 << 16

  @inline(__always)
  private func text(_ row: UInt32) -> UnsafeBufferPointer<UInt8> {
    let start = starts[Int(row)]
    return UnsafeBufferPointer(start: bytes + start, count: starts[Int(row) + 1] - start)
  }

  /// A row with the word that is being compared.
  struct Entry: BitwiseCopyable {
    var word: UInt64
    var row: UInt32
    /// How many of the word's bytes are the text's; 9 where the text goes on, below 0 where it ended
    /// in the word before.
    var reach: Int8
  }

  /// Puts rows whose texts agree before `depth` in the order of their texts.
  ///
  /// - Parameters:
  ///   - entries: room for as many as there are rows.
  ///   - known: the words at `depth` by row, where they have been read already.
  func sort(
    _ rows: UnsafeMutableBufferPointer<UInt32>, _ entries: UnsafeMutablePointer<Entry>,
    from depth: Int, known: UnsafePointer<UInt64>? = nil, level: Int = 0
  ) throws {
    // Texts that go on agreeing would nest without end: those are compared as a whole.
    if level > 24 {
      var rows = rows
      try rows.sort(by: asked(rows.count) { compareBytes(text($0), text($1)) < 0 })
      return
    }
    var depth = depth
    var known = known
    let count = rows.count
    while true {
      if count > Sorter.many { try check() }
      var isAlike = true
      for place in 0..<count {
        let row = rows[place]
        let text = text(row)
        let reach = Int8(truncatingIfNeeded: max(-8, min(9, text.count - depth)))
        let word = known.map { $0[Int(row)] } ?? TextWords.word(text, from: depth)
        entries[place] = Entry(word: word, row: row, reach: reach)
        isAlike = isAlike && entries[0].word == word && entries[0].reach == reach
      }
      known = nil
      if isAlike {
        guard entries[0].reach == 9 else { return }
        depth += 8
        continue
      }
      try order(UnsafeMutableBufferPointer(start: entries, count: count))
      for place in 0..<count { rows[place] = entries[place].row }
      var start = 0
      while start < count {
        var end = start + 1
        let entry = entries[start]
        while end < count, entries[end].word == entry.word, entries[end].reach == entry.reach {
          end += 1
        }
        if end - start > 1, entry.reach == 9 {
          try sort(
            UnsafeMutableBufferPointer(rebasing: rows[start..<end]), entries + start,
            from: depth + 8, level: level + 1)
        }
        start = end
      }
      return
    }
  }

  /// Of equal words the text that ends first comes first: the 0 bytes of the other are its own.
  @inline(__always)
  private static func precedes(_ left: Entry, _ right: Entry) -> Bool {
    left.word != right.word ? left.word < right.word : left.reach < right.reach
  }

  /// A comparison that asks now and then whether to stop, where there are many rows.
  private func asked<Item>(
    _ count: Int, _ precedes: @escaping (Item, Item) -> Bool
  ) -> (Item, Item) throws -> Bool {
    if count <= Sorter.many { return precedes }
    var asked = 0
    return { left, right in
      asked &+= 1
      if asked & 0xF_FFFF == 0 { try check() }
      return precedes(left, right)
    }
  }

  private func order(_ entries: UnsafeMutableBufferPointer<Entry>) throws {
    if entries.count > 20 {
      var entries = entries
      if entries.count > Sorter.many {
        try entries.sort(by: asked(entries.count, Sorter.precedes))
      } else {
        entries.sort { Sorter.precedes($0, $1) }
      }
      return
    }
    for place in 1..<entries.count {
      let entry = entries[place]
      var to = place
      while to > 0, Sorter.precedes(entry, entries[to - 1]) {
        entries[to] = entries[to - 1]
        to -= 1
      }
      entries[to] = entry
    }
  }
}
