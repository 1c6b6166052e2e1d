public import Columns
import Glibc

/// Finds which texts of a heap contain a part. The bytes of many rows are searched in one run, and
/// what is found is put to its row through the offsets: 1e6 titles (51 MB) take 5 ms on two threads
/// where a search per row took 33.
struct TextSearch: Sendable {
  private let needle: Buffer

  /// Nil for an empty part, which every text contains.
  init?(_ part: UnsafeBufferPointer<UInt8>) throws {
    if part.isEmpty { return nil }
    needle = try Buffer(copying: Array(part))
  }

  /// Writes 1 for each of `count` rows from `start` that contains the part and 0 for the others.
  func mark(
    _ heap: TextHeap, from start: Int, count: Int, into out: UnsafeMutablePointer<UInt8>
  ) {
    out.update(repeating: 0, count: count)
    let starts = UnsafePointer(heap.offsets.pointer(Int.self) + start)
    let text = UnsafeRawPointer(heap.bytes.base)
    let length = needle.byteCount
    let part = needle.pointer(UInt8.self)
    var place = starts[0]
    let last = starts[count] - length
    if place > last { return }
    let (one, other) = rarest(text, place..<starts[count])
    let first = Block(repeating: part[one])
    let second = Block(repeating: part[other])
    var row = 0
    // Where the rarest two bytes of the part stand at their distance, 64 places at a time. Loads
    // run over the end by less than the padding of a buffer.
    while place <= last {
      let low =
        Self.equal(text, place + one, first) .& Self.equal(text, place + other, second)
      let high =
        Self.equal(text, place + one + 32, first) .& Self.equal(text, place + other + 32, second)
      let any = unsafeBitCast(low .| high, to: SIMD4<UInt64>.self)
      if any[0] | any[1] | any[2] | any[3] != 0 {
        let words = (
          unsafeBitCast(low, to: SIMD4<UInt64>.self), unsafeBitCast(high, to: SIMD4<UInt64>.self)
        )
        for index in 0..<8 {
          var word = index < 4 ? words.0[index] : words.1[index - 4]
          // A mask has whole bytes set: one bit of each is enough.
          word &= 0x0101_0101_0101_0101
          while word != 0 {
            let found = place + index * 8 + word.trailingZeroBitCount >> 3
            word &= word &- 1
            guard found <= last, memcmp(text + found, part, length) == 0 else { continue }
            while row + 16 <= count, starts[row + 16] <= found { row += 16 }
            while starts[row + 1] <= found { row += 1 }
            // What runs over the end of its row is in neither.
            if found + length <= starts[row + 1] { out[row] = 1 }
          }
        }
      }
      place += 64
    }
  }

  private typealias Block = SIMD32<UInt8>

  @inline(__always)
  private static func equal(
    _ text: UnsafeRawPointer, _ place: Int, _ value: Block
  ) -> SIMDMask<SIMD32<Int8>> {
    text.loadUnaligned(fromByteOffset: place, as: Block.self) .== value
  }

  /// The places in the part of its two bytes that are rarest in a sample of the text: in Vietnamese
  /// the first bytes of most letters are the same three, so that the first byte of a part tells
  /// little.
  private func rarest(_ text: UnsafeRawPointer, _ range: Range<Int>) -> (Int, Int) {
    let length = needle.byteCount
    let part = needle.pointer(UInt8.self)
    return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 256) { counts in
      counts.initialize(repeating: 0)
      let step = max(1, range.count / 512)
      for place in stride(from: range.lowerBound, to: range.upperBound, by: step) {
        counts[Int(text.load(fromByteOffset: place, as: UInt8.self))] &+= 1
      }
      var one = 0
      for index in 1..<max(1, length) where counts[Int(part[index])] < counts[Int(part[one])] {
        one = index
      }
      var other = one
      for index in 0..<length where index != one {
        if other == one || counts[Int(part[index])] < counts[Int(part[other])] { other = index }
      }
      return (one, other)
    }
  }
}

/// `contains` and `like "%part%"` of a stored column of text that hardly repeats, made ready once
/// for all rows.
public struct TextTest: Sendable {
  private let search: TextSearch
  private let part: Buffer
  private let heap: TextHeap
  private let offset: Int

  /// Nil where the function, the pattern or the form of the column is another, or where a row may
  /// be null.
  public init?(_ function: ScalarFunction, _ column: Column, _ constant: Value) {
    guard case .text(let heap) = column.storage, !column.mayHaveNulls,
      case .text(var text) = constant
    else { return nil }
    let bytes: [UInt8]
    switch function.name {
    case "contains": bytes = Array(text.utf8)
    case "like":
      guard let infix = text.withUTF8({ LikePattern($0)?.infix }) else { return nil }
      bytes = infix
    default: return nil
    }
    guard let search = try? bytes.withUnsafeBufferPointer({ try TextSearch($0) }),
      let part = try? Buffer(copying: bytes)
    else { return nil }
    self.search = search
    self.part = part
    self.heap = heap
    offset = column.offset
  }

  /// Sets the mark of each row to 1 where the row passes and to 0 where not.
  ///
  /// - Parameters:
  ///   - rows: rows of the column.
  ///   - marks: a byte for each of them.
  ///   - known: marks of the tests before; rows with 0 there stay 0. May not be `marks`.
  public func mark(
    _ rows: Range<Int>, into marks: UnsafeMutablePointer<UInt8>,
    narrowing known: UnsafePointer<UInt8>?
  ) {
    guard let known else {
      search.mark(heap, from: offset + rows.lowerBound, count: rows.count, into: marks)
      return
    }
    var asked = 0
    for row in 0..<rows.count { asked &+= Int(known[row]) }
    // Few rows are asked for: each by itself.
    if asked * 8 < rows.count {
      let wanted = UnsafeBufferPointer(start: part.pointer(UInt8.self), count: part.byteCount)
      for row in 0..<rows.count {
        let holds =
          known[row] != 0
          && UTF8Scan.find(wanted, in: heap.utf8(offset + rows.lowerBound + row)) != nil
        marks[row] = holds ? 1 : 0
      }
      return
    }
    search.mark(heap, from: offset + rows.lowerBound, count: rows.count, into: marks)
    for row in 0..<rows.count { marks[row] &= known[row] }
  }
}
