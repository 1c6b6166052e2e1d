import Columns

/// Gives a plain text column a dictionary, so that it can be a key.
enum TextEncoding {
  /// The same column as codes into a sorted dictionary of its distinct texts.
  ///
  /// Rows are sorted by their first eight bytes as one number (radix), then runs that agree there
  /// by comparison: most texts differ early, and no hash table of strings is needed.
  static func coded(_ column: Column, _ context: QueryContext) throws -> Column {
    let count = column.count
    let prefixes = try Buffer(UInt64.self, count: count)
    let pieces = (count + Morsel.rows - 1) / Morsel.rows
    try Parallel.run(pieces: pieces, threads: context.threads) { piece in
      try context.checkStopped()
      let out = prefixes.pointer(UInt64.self)
      for row in piece * Morsel.rows..<min(count, (piece + 1) * Morsel.rows) {
        var word: UInt64 = 0
        let text = column.utf8(row)
        for index in 0..<min(8, text.count) {
          word |= UInt64(text[index]) << UInt64(56 - 8 * index)
        }
        out[row] = word
      }
    }
    let sorted = try RadixSort.sort(
      prefixes, as: UInt64.self, rows: nil, count: count, bits: 64, context: context)
    let keys = sorted.keys.pointer(UInt64.self)
    let rows = sorted.rows.pointer(UInt32.self)
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, keys[end] == keys[start] { end += 1 }
      if end - start > 1 {
        if start & 0xFFF == 0 { try context.checkStopped() }
        var run = UnsafeMutableBufferPointer(start: rows + start, count: end - start)
        run.sort { compareBytes(column.utf8(Int($0)), column.utf8(Int($1))) < 0 }
      }
      start = end
    }
    let codes = try Buffer(UInt32.self, count: count)
    let out = codes.pointer(UInt32.self)
    var distinct: [UInt32] = []
    for index in 0..<count {
      let row = rows[index]
      if !column.isValid(Int(row)) {
        out[Int(row)] = 0
        continue
      }
      if let last = distinct.last,
        compareBytes(column.utf8(Int(last)), column.utf8(Int(row))) == 0
      {
      } else {
        distinct.append(row)
      }
      out[Int(row)] = UInt32(distinct.count - 1)
    }
    let texts = try column.gathered(distinct)
    guard case .text(let heap) = texts.storage else { return column }
    let dictionary = TextDictionary(sorted: heap, count: distinct.count)
    let validity = try column.validity?.sliced(from: column.offset, count: count)
    return Column(
      type: .text, count: count,
      storage: .coded(Packed(codes: codes, width: .u32, domain: distinct.count), dictionary),
      validity: validity)
  }
}
