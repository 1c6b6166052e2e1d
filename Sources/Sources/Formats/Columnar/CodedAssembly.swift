import Columns

/// A column of text as codes of one dictionary in the making, which pieces of work fill side by side.
final class CodedAssembly: Sendable {
  let count: Int
  let marks: RowMarks
  private let dictionary: TextDictionary
  private let width: PackedWidth
  private let codes: SharedBuilder

  init(_ dictionary: TextDictionary, count: Int, marks: RowMarks) throws {
    self.count = count
    self.marks = marks
    self.dictionary = dictionary
    let fitting = PackedWidth.fitting(range: UInt64(max(0, dictionary.count - 1)))
    width = fitting == .i64 ? .u32 : fitting
    codes = try SharedBuilder(byteCount: count * width.bytes)
  }

  /// Writes rows from `row` on: for each that is marked (nil: for each) the code that the map gives
  /// for the next of the numbers.
  func write(
    _ numbers: UnsafePointer<UInt32>, _ map: UnsafeBufferPointer<UInt32>,
    _ marks: UnsafePointer<UInt8>?, at row: Int, count: Int
  ) {
    switch width {
    case .u8: fill(codes.pointer(UInt8.self) + row, numbers, map, marks, count)
    case .u16: fill(codes.pointer(UInt16.self) + row, numbers, map, marks, count)
    default: fill(codes.pointer(UInt32.self) + row, numbers, map, marks, count)
    }
  }

  @inline(__always)
  private func fill<T: FixedWidthInteger>(
    _ out: UnsafeMutablePointer<T>, _ numbers: UnsafePointer<UInt32>,
    _ map: UnsafeBufferPointer<UInt32>, _ marks: UnsafePointer<UInt8>?, _ count: Int
  ) {
    guard let map = map.baseAddress else {
      out.update(repeating: 0, count: count)
      return
    }
    guard let marks else {
      for row in 0..<count { out[row] = T(truncatingIfNeeded: map[Int(numbers[row])]) }
      return
    }
    var next = 0
    for row in 0..<count {
      if marks[row] != 0 {
        out[row] = T(truncatingIfNeeded: map[Int(numbers[next])])
        next &+= 1
      } else {
        out[row] = 0
      }
    }
  }

  /// The finished column.
  func finish(threads: Int) throws -> Column {
    if marks.areAllNull { return .nulls(.text, count: count) }
    let validity = try marks.finish(threads: threads)
    let buffer = codes.freeze()
    let pieces = Morsel.pieces(of: count)
    var zones: ZoneMap?
    if pieces > 1 {
      let width = self.width
      let rows = count
      let bounds = try Parallel.map(pieces: pieces, threads: threads) { piece in
        let range = Morsel.range(piece, of: rows)
        return switch width {
        case .u8: CodedAssembly.bounds(buffer.pointer(UInt8.self), range, validity)
        case .u16: CodedAssembly.bounds(buffer.pointer(UInt16.self), range, validity)
        default: CodedAssembly.bounds(buffer.pointer(UInt32.self), range, validity)
        }
      }
      zones = ZoneMap(lower: bounds.map(\.low), upper: bounds.map(\.high))
    }
    let packed = Packed(codes: buffer, width: width, domain: dictionary.count, zones: zones)
    return Column(
      type: .text, count: count, storage: .coded(packed, dictionary), validity: validity)
  }

  /// The smallest and largest code of rows with a value; the first above the second where there is none.
  @inline(__always)
  private static func bounds<T: FixedWidthInteger>(
    _ codes: UnsafePointer<T>, _ rows: Range<Int>, _ validity: Bitmap?
  ) -> (low: Int64, high: Int64) {
    codes.extremes(rows, validity).map { (Int64($0.low), Int64($0.high)) } ?? (.max, .min)
  }
}

extension Column {
  /// Texts as codes of a dictionary, however seldom they repeat.
  static func coded(_ heap: TextHeap, count: Int, validity: Bitmap?) throws -> Column {
    let (dictionary, codes) = try TextDictionary.encoding(heap, count: count)
    let packed = try Packed.packing(codes.map(Int64.init), validity: nil)
    return Column(
      type: .text, count: count,
      storage: .coded(
        try packed.rebasedToZero(count: count, domain: dictionary.count), dictionary),
      validity: validity)
  }

  /// The same of cells; those that are no texts are null.
  static func coded(_ cells: [Value]) throws -> Column {
    let texts = cells.map { if case .text(let text) = $0 { text } else { "" } }
    let valid = try MutableBitmap(repeating: true, count: cells.count)
    for (row, cell) in cells.enumerated() where cell.isNull { valid.set(row, false) }
    return try coded(TextHeap(texts), count: cells.count, validity: valid.freeze())
  }
}
