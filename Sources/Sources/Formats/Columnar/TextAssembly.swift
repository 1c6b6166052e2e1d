import Columns
import Synchronization

/// A column of text in the making whose pieces bring their texts themselves.
///
/// Texts that repeat become codes of a dictionary: each piece numbers its distinct texts, and gives up
/// once they are more than half of its rows.
final class TextAssembly: Sendable {
  let count: Int
  let marks: RowMarks
  private let pieces = Mutex<[Piece]>([])
  private let repeats = Atomic<Bool>(true)

  private struct Piece: Sendable {
    let first: Int
    let count: Int
    /// The texts of the rows or, where they are numbered, each of them once.
    let heap: TextHeap
    let textCount: Int
    /// For each row the number of its text; nil where they hardly repeat.
    let numbers: Buffer?

    /// The texts of the rows.
    func rows() throws -> TextHeap {
      guard let numbers else { return heap }
      return try heap.gathered(Array(numbers.values(UInt32.self)))
    }
  }

  init(_ count: Int, mayHaveNulls: Bool) throws {
    self.count = count
    marks = try RowMarks(count, mayHaveNulls: mayHaveNulls)
  }

  /// Below this many rows texts are counted as repeating whatever they are.
  private static let fewRows = 4096

  /// Adds the texts of rows from `first` on, in the form that they have here; rows without a value have
  /// the empty one.
  func add(_ heap: TextHeap, count: Int, at first: Int, _ form: ForeignText) throws {
    let piece: Piece
    if repeats.load(ordering: .relaxed),
      case (let numbers?, let distinct) = try TextAssembly.numbered(heap, count)
    {
      // Each text is looked at once, however many rows have it.
      let texts = try TextCorrection.corrected(
        try heap.gathered(distinct), count: distinct.count, form
      ) { numbers.values(UInt32.self).occurrences(of: distinct.count) }
      piece = Piece(
        first: first, count: count, heap: texts, textCount: distinct.count, numbers: numbers)
    } else {
      repeats.store(false, ordering: .relaxed)
      piece = Piece(
        first: first, count: count, heap: try TextCorrection.corrected(heap, count: count, form),
        textCount: count, numbers: nil)
    }
    pieces.withLock { $0.append(piece) }
  }

  /// Numbers the distinct texts as they come; no numbers where they hardly repeat.
  private static func numbered(
    _ heap: TextHeap, _ count: Int
  ) throws -> (numbers: Buffer?, distinct: [UInt32]) {
    let numbers = try MutableBuffer(UInt32.self, count: count)
    let out = numbers.pointer(UInt32.self)
    let starts = heap.offsets.pointer(Int.self)
    let bytes = heap.bytes.pointer(UInt8.self)
    var distinct: [UInt32] = []
    // The hash in the high half, the number and 1 in the low half; 0 where free.
    var slots = [UInt64](repeating: 0, count: 1024)
    var mask = slots.count - 1
    for row in 0..<count {
      let start = starts[row]
      let length = starts[row + 1] - start
      let hash = TextPool.hash(bytes + start, length)
      let high = hash & 0xFFFF_FFFF_0000_0000
      var place = Int(truncatingIfNeeded: hash &>> 16) & mask
      while true {
        let slot = slots[place]
        if slot == 0 {
          distinct.append(UInt32(truncatingIfNeeded: row))
          slots[place] = high | UInt64(distinct.count)
          out[row] = UInt32(truncatingIfNeeded: distinct.count - 1)
          break
        }
        if slot & 0xFFFF_FFFF_0000_0000 == high {
          let number = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) - 1
          let known = Int(distinct[number])
          if starts[known + 1] - starts[known] == length,
            TextPool.isEqual(bytes + starts[known], bytes + start, length)
          {
            out[row] = UInt32(truncatingIfNeeded: number)
            break
          }
        }
        place = (place &+ 1) & mask
      }
      if distinct.count * 4 > mask {
        if row > fewRows, distinct.count * 2 > row { return (nil, []) }
        slots = [UInt64](repeating: 0, count: slots.count * 2)
        mask = slots.count - 1
        for (number, known) in distinct.enumerated() {
          let start = starts[Int(known)]
          let hash = TextPool.hash(bytes + start, starts[Int(known) + 1] - start)
          var place = Int(truncatingIfNeeded: hash &>> 16) & mask
          while slots[place] != 0 { place = (place &+ 1) & mask }
          slots[place] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(number + 1)
        }
      }
    }
    if count > fewRows, distinct.count * 2 > count { return (nil, []) }
    return (numbers.freeze(), distinct)
  }

  /// The finished column.
  func finish(threads: Int) throws -> Column {
    if marks.areAllNull { return .nulls(.text, count: count) }
    let parts = pieces.withLock { pieces in
      let sorted = pieces.sorted { $0.first < $1.first }
      pieces = []
      return sorted
    }
    if parts.allSatisfy({ $0.numbers != nil }), let column = try coded(parts, threads) {
      return column
    }
    let columns = try parts.map {
      Column(type: .text, count: $0.count, storage: .text(try $0.rows()))
    }
    let joined = try Column.concatenated(.text, columns, threads: threads)
    return Column(
      type: .text, count: count, storage: joined.storage,
      validity: try marks.finish(threads: threads))
  }

  /// The column as codes; nil where the distinct texts of all pieces are too many for that.
  private func coded(_ parts: [Piece], _ threads: Int) throws -> Column? {
    let dictionaries = try Parallel.map(pieces: parts.count, threads: threads) { index in
      let part = parts[index]
      return try TextDictionary.encoding(part.heap, count: part.textCount)
    }
    let (dictionary, maps) =
      dictionaries.isEmpty
      ? (TextDictionary(sorted: try TextHeap([]), count: 0), [])
      : try TextDictionary.union(dictionaries.map(\.dictionary))
    if count > TextAssembly.fewRows, dictionary.count * 2 > count { return nil }
    let assembly = try CodedAssembly(dictionary, count: count, marks: marks)
    try Parallel.run(pieces: parts.count, threads: threads) { index in
      let part = parts[index]
      guard let numbers = part.numbers else { return }
      // From the numbers of the piece by its own dictionary to the codes of the common one.
      let own = dictionaries[index].codes
      let codes = maps[index].map { map in own.map { map[Int($0)] } } ?? own
      codes.withUnsafeBufferPointer {
        assembly.write(numbers.pointer(UInt32.self), $0, nil, at: part.first, count: part.count)
      }
    }
    return try assembly.finish(threads: threads)
  }
}

extension BufferValues<UInt32> {
  /// How often each of the numbers below `count` occurs.
  fileprivate func occurrences(of count: Int) -> [Int] {
    var result = [Int](repeating: 0, count: count)
    for number in self { result[Int(number)] += 1 }
    return result
  }
}
