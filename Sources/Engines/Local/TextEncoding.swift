import Columns
import Glibc
import Planning

/// Gives the texts of a plain text column numbers in their order, so that it can be a key.
enum TextEncoding {
  /// The same column as codes into a sorted dictionary of its distinct texts.
  static func coded(_ column: Column, _ context: QueryContext) throws -> Column {
    guard case .text(let heap) = column.storage else { return column }
    let (codes, order) = try ranks(column, heap, context)
    let dictionary = try dictionary(order, context)
    return Column(
      type: .text, count: column.count,
      storage: .coded(Packed(codes: codes, width: .u32, domain: dictionary.count), dictionary),
      validity: try column.validity?.sliced(from: column.offset, count: column.count))
  }

  /// For each row the place of its text among the distinct texts in order, as a column of ints:
  /// enough to group and to sort by, and no text is copied (d1 146 → 52 ms, d6 161 → 66).
  static func ranked(_ column: Column, _ context: QueryContext) throws -> Column {
    guard case .text(let heap) = column.storage else { return column }
    let (codes, order) = try ranks(column, heap, context)
    return Column(
      type: .int, count: column.count,
      storage: .packed(Packed(codes: codes, width: .u32, domain: order.distinct)),
      validity: try column.validity?.sliced(from: column.offset, count: column.count))
  }

  /// Rows in the order of their texts.
  private struct Order: Sendable {
    let words: TextWords
    let rows: Buffer
    let count: Int
    /// 1 where a row's text differs from the one before.
    let isNew: Buffer
    /// How many distinct texts there are, and before each piece of `rows`.
    let distinct: Int
    let before: [Int]
  }

  /// The number of each row's text, and the order from which a dictionary can be made.
  ///
  /// Where texts repeat, equal ones are found by their hashes first, and only one row of each is
  /// sorted (w2 246 → 67 ms).
  private static func ranks(
    _ column: Column, _ heap: TextHeap, _ context: QueryContext
  ) throws -> (codes: Buffer, order: Order) {
    let words = try TextWords(column, heap, context)
    let codes = try Buffer(UInt32.self, count: column.count, zeroed: column.mayHaveNulls)
    if let hashing = TextHashing(column, context), !hashing.hardlyRepeats,
      let firsts = try hashing.representatives()
    {
      let first = firsts.pointer(UInt32.self)
      let order = try order(words, column, codes, areDistinct: true, context) { first[$0] == $0 }
      try Parallel.run(pieces: Morsel.pieces(of: column.count), threads: context.threads) { piece in
        try context.checkStopped()
        let first = firsts.pointer(UInt32.self)
        let out = codes.pointer(UInt32.self)
        for row in Morsel.range(piece, of: column.count)
        where first[row] != row && first[row] != absentRow {
          out[row] = out[Int(first[row])]
        }
      }
      return (codes, order)
    }
    return (
      codes,
      try order(words, column, codes, areDistinct: false, context) { column.isValid($0) }
    )
  }

  /// Sorts some rows and writes the number of the text of each to `codes`.
  ///
  /// Rows are sorted by the eight bytes behind what all texts share, as one number (radix), then
  /// runs that agree there by further bytes: most texts differ early.
  ///
  /// - Parameter areDistinct: whether no two of the rows have the same text.
  private static func order(
    _ words: TextWords, _ column: Column, _ codes: Buffer, areDistinct: Bool,
    _ context: QueryContext, _ isWanted: (Int) -> Bool
  ) throws -> Order {
    let all = try words.words(context: context)
    // Words of the rows that are sorted move together.
    let wanted = try Buffer(UInt32.self, count: column.count)
    let keys = all.pointer(UInt64.self)
    var count = 0
    for row in 0..<column.count where isWanted(row) {
      keys[count] = keys[row]
      wanted.pointer(UInt32.self)[count] = UInt32(truncatingIfNeeded: row)
      count += 1
    }
    let sorted = try RadixSort.sort(
      all, as: UInt64.self, rows: wanted, count: count, bits: 64, context: context)
    try sortRuns(words, sorted, count, context)
    return try numbered(words, sorted, count, codes, areDistinct: areDistinct, context)
  }

  /// Sorts the rows of equal words by their texts; a run belongs to the piece it begins in.
  ///
  /// Where many words are equal, the next word of every row is read beforehand, in the order of the
  /// rows instead of at random.
  private static func sortRuns(
    _ words: TextWords, _ sorted: (keys: Buffer, rows: Buffer), _ count: Int,
    _ context: QueryContext
  ) throws {
    let keys = sorted.keys.pointer(UInt64.self)
    var equal = 0
    for place in 1..<max(1, count) { equal &+= keys[place] == keys[place - 1] ? 1 : 0 }
    if equal == 0 { return }
    let next =
      equal > count / 4
      ? try words.words(depth: 8, context: context) : nil
    let pieces = (count + 16_383) / 16_384
    try Parallel.run(pieces: pieces, threads: context.threads) { piece in
      let keys = sorted.keys.pointer(UInt64.self)
      let rows = sorted.rows.pointer(UInt32.self)
      let sorter = words.sorter(context.checkStopped)
      var room = try Buffer(Sorter.Entry.self, count: 1024)
      var capacity = 1024
      let limit = min(count, (piece + 1) * 16_384)
      var start = piece * 16_384
      while start > 0, start < limit, keys[start] == keys[start - 1] { start += 1 }
      while start < limit {
        var end = start + 1
        while end < count, keys[end] == keys[start] { end += 1 }
        if end - start > 1 {
          try context.checkStopped()
          if end - start > capacity {
            capacity = (end - start) * 2
            room = try Buffer(Sorter.Entry.self, count: capacity)
          }
          try sorter.sort(
            UnsafeMutableBufferPointer(start: rows + start, count: end - start),
            room.pointer(Sorter.Entry.self), from: words.shared + (next == nil ? 0 : 8),
            known: next.map { UnsafePointer($0.pointer(UInt64.self)) })
        }
        start = end
      }
      withExtendedLifetime((words, next)) {}
    }
  }

  /// Numbers the distinct texts of sorted rows and writes the number of each row to `codes`.
  ///
  /// Only rows whose words agree have their texts compared.
  private static func numbered(
    _ words: TextWords, _ sorted: (keys: Buffer, rows: Buffer), _ count: Int, _ codes: Buffer,
    areDistinct: Bool, _ context: QueryContext
  ) throws -> Order {
    let marks = try Buffer(UInt8.self, count: count)
    let found = try Parallel.map(pieces: Morsel.pieces(of: count), threads: context.threads) {
      piece in
      try context.checkStopped()
      let keys = sorted.keys.pointer(UInt64.self)
      let rows = sorted.rows.pointer(UInt32.self)
      let isNew = marks.pointer(UInt8.self)
      var texts = 0
      for index in Morsel.range(piece, of: count) {
        let isKnown =
          !areDistinct && index > 0 && keys[index] == keys[index - 1]
          && compareBytes(words.text(rows[index - 1]), words.text(rows[index])) == 0
        isNew[index] = isKnown ? 0 : 1
        texts += isKnown ? 0 : 1
      }
      return texts
    }
    var before = [0]
    for texts in found { before.append(before[before.count - 1] + texts) }
    let first = before
    try Parallel.run(pieces: Morsel.pieces(of: count), threads: context.threads) { piece in
      try context.checkStopped()
      let rows = sorted.rows.pointer(UInt32.self)
      let isNew = marks.pointer(UInt8.self)
      let out = codes.pointer(UInt32.self)
      var next = first[piece]
      for index in Morsel.range(piece, of: count) {
        next &+= Int(isNew[index])
        out[Int(rows[index])] = UInt32(truncatingIfNeeded: next &- 1)
      }
    }
    return Order(
      words: words, rows: sorted.rows, count: count, isNew: marks, distinct: before[found.count],
      before: before)
  }

  /// The distinct texts, copied one after another.
  private static func dictionary(_ order: Order, _ context: QueryContext) throws -> TextDictionary {
    let offsets = try Buffer(Int.self, count: order.distinct + 1)
    let sizes = try Parallel.map(pieces: Morsel.pieces(of: order.count), threads: context.threads) {
      piece -> Int in
      try context.checkStopped()
      let rows = order.rows.pointer(UInt32.self)
      let isNew = order.isNew.pointer(UInt8.self)
      let starts = offsets.pointer(Int.self)
      var next = order.before[piece]
      var size = 0
      for index in Morsel.range(piece, of: order.count) where isNew[index] != 0 {
        starts[next] = size
        size += order.words.text(rows[index]).count
        next += 1
      }
      return size
    }
    let total = sizes.reduce(0, +)
    let bytes = try Buffer(byteCount: total)
    offsets.pointer(Int.self)[order.distinct] = total
    try Parallel.run(pieces: Morsel.pieces(of: order.count), threads: context.threads) { piece in
      try context.checkStopped()
      let rows = order.rows.pointer(UInt32.self)
      let isNew = order.isNew.pointer(UInt8.self)
      let starts = offsets.pointer(Int.self)
      let base = sizes[..<piece].reduce(0, +)
      var next = order.before[piece]
      for index in Morsel.range(piece, of: order.count) where isNew[index] != 0 {
        let text = order.words.text(rows[index])
        starts[next] += base
        if let start = text.baseAddress { memcpy(bytes.base + starts[next], start, text.count) }
        next += 1
      }
    }
    return TextDictionary(
      sorted: TextHeap(offsets: offsets, bytes: bytes), count: order.distinct)
  }
}
