import Glibc
import Synchronization

/// Texts one after another: the bytes (UTF-8, NFC) and where each begins.
///
/// Row `i` is bytes `offsets[i]..<offsets[i + 1]`; null rows are empty.
public struct TextHeap: Sendable {
  /// `count + 1` offsets of type `Int`.
  public let offsets: Buffer
  public let bytes: Buffer

  public init(offsets: Buffer, bytes: Buffer) {
    self.offsets = offsets
    self.bytes = bytes
  }

  /// The heap of the given texts.
  public init(_ texts: [String]) throws(MemoryLimitExceeded) {
    var total = 0
    for text in texts { total += text.utf8.count }
    let offsets = try MutableBuffer(Int.self, count: texts.count + 1)
    let bytes = try MutableBuffer(byteCount: total)
    let starts = offsets.pointer(Int.self)
    let out = bytes.pointer(UInt8.self)
    var end = 0
    for (row, text) in texts.enumerated() {
      starts[row] = end
      for byte in text.utf8 {
        out[end] = byte
        end += 1
      }
    }
    starts[texts.count] = end
    self.init(offsets: offsets.freeze(), bytes: bytes.freeze())
  }

  /// The bytes of one row.
  @inlinable @inline(__always)
  public func utf8(_ row: Int) -> UnsafeBufferPointer<UInt8> {
    let starts = offsets.pointer(Int.self)
    return UnsafeBufferPointer(
      start: bytes.pointer(UInt8.self) + starts[row], count: starts[row + 1] - starts[row])
  }

  /// One row as a string.
  public func string(_ row: Int) -> String { String(decoding: utf8(row), as: UTF8.self) }
}

/// Byte-wise order of two texts, which for UTF-8 is the order of code points: <0, 0 or >0.
@inline(__always)
public func compareBytes(
  _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
) -> Int {
  let length = min(left.count, right.count)
  if length > 0, let leftStart = left.baseAddress, let rightStart = right.baseAddress {
    let order = memcmp(leftStart, rightStart, length)
    if order != 0 { return Int(order) }
  }
  return left.count - right.count
}

/// The distinct texts of a column, in code point order and each once, so that codes compare as the
/// texts do.
public final class TextDictionary: Sendable {
  public let heap: TextHeap
  /// Number of entries.
  public let count: Int
  private let localeRanks = Mutex<[UInt32]?>(nil)

  /// Wraps a heap whose `count` entries are strictly ascending.
  public init(sorted heap: TextHeap, count: Int) {
    self.heap = heap
    self.count = count
  }

  /// The bytes of an entry.
  @inline(__always)
  public func utf8(_ code: Int) -> UnsafeBufferPointer<UInt8> { heap.utf8(code) }

  /// An entry as a string.
  public func string(_ code: Int) -> String { heap.string(code) }

  /// The code of a text, or nil where it does not occur.
  public func code(of text: UnsafeBufferPointer<UInt8>) -> Int? {
    let place = lowerBound(text)
    return place < count && compareBytes(utf8(place), text) == 0 ? place : nil
  }

  /// The code of a text, or nil where it does not occur.
  public func code(of text: String) -> Int? {
    var copy = text
    return copy.withUTF8 { code(of: $0) }
  }

  /// The number of entries before `text`.
  public func lowerBound(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if compareBytes(utf8(middle), text) < 0 { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The place of each entry in another order, made once by `make` and kept.
  public func ranks(_ make: (TextDictionary) -> [UInt32]) -> [UInt32] {
    if let known = localeRanks.withLock({ $0 }) { return known }
    let made = make(self)
    localeRanks.withLock { $0 = made }
    return made
  }

  /// The dictionary of some texts (any order, repeats allowed) and the code of each.
  public static func encoding(
    _ heap: TextHeap, count: Int
  ) throws(MemoryLimitExceeded) -> (dictionary: TextDictionary, codes: [UInt32]) {
    try numbered(heap, try TextOrder.entries(heap, count: count), count)
  }

  /// The same, with the sort on several threads.
  public static func encoding(
    _ heap: TextHeap, count: Int, threads: Int
  ) throws -> (dictionary: TextDictionary, codes: [UInt32]) {
    try numbered(heap, try TextOrder.entries(heap, count: count, threads: threads), count)
  }

  private static func numbered(
    _ heap: TextHeap, _ order: borrowing MutableBuffer, _ count: Int
  ) throws(MemoryLimitExceeded) -> (dictionary: TextDictionary, codes: [UInt32]) {
    let entries = order.pointer(TextOrder.Entry.self)
    var codes = [UInt32](repeating: 0, count: count)
    var representatives: [UInt32] = []
    for place in 0..<count {
      let row = Int(entries[place].row)
      let isKnown =
        place > 0 && entries[place - 1].word == entries[place].word
        && compareBytes(heap.utf8(Int(entries[place - 1].row)), heap.utf8(row)) == 0
      if !isKnown { representatives.append(entries[place].row) }
      codes[row] = UInt32(representatives.count - 1)
    }
    let gathered = try heap.gathered(representatives)
    return (TextDictionary(sorted: gathered, count: representatives.count), codes)
  }
}

extension TextHeap {
  /// The texts of the given rows, in that order.
  public func gathered(_ rows: [UInt32]) throws(MemoryLimitExceeded) -> TextHeap {
    let newOffsets = try MutableBuffer(Int.self, count: rows.count + 1)
    let starts = newOffsets.pointer(Int.self)
    var total = 0
    for (index, row) in rows.enumerated() {
      starts[index] = total
      total += utf8(Int(row)).count
    }
    starts[rows.count] = total
    let newBytes = try MutableBuffer(byteCount: total)
    for (index, row) in rows.enumerated() {
      let source = utf8(Int(row))
      if let start = source.baseAddress, source.count > 0 {
        memcpy(newBytes.base + starts[index], start, source.count)
      }
    }
    return TextHeap(offsets: newOffsets.freeze(), bytes: newBytes.freeze())
  }
}
