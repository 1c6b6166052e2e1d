import Columns
import Glibc

/// Collects texts row by row into a heap.
struct TextBuilder: ~Copyable {
  private let offsets: MutableBuffer
  private var bytes: MutableBuffer
  private var filled = 0
  private var row = 0
  private let count: Int

  /// A text longer than this is refused: `repeat` and padding could ask for any length.
  static let longest = 1 << 24

  init(count: Int, capacity: Int = 0) throws {
    let offsets = try MutableBuffer(Int.self, count: count + 1)
    let bytes = try MutableBuffer(byteCount: max(capacity, count * 8, 64))
    offsets.pointer(Int.self)[0] = 0
    self.count = count
    self.offsets = offsets
    self.bytes = bytes
  }

  /// Appends to the text of the present row.
  mutating func append(_ text: UnsafeBufferPointer<UInt8>) throws {
    guard text.count > 0, let start = text.baseAddress else { return }
    try reserve(text.count)
    memcpy(bytes.base + filled, start, text.count)
    filled += text.count
  }

  /// Appends what `body` writes, which is at most `room` bytes.
  @inline(__always)
  mutating func write(room: Int, _ body: (inout ByteSink) -> Void) throws {
    try reserve(room)
    var sink = ByteSink(bytes.pointer(UInt8.self) + filled)
    body(&sink)
    filled += sink.count
  }

  mutating func append(_ text: [UInt8]) throws {
    try text.withUnsafeBufferPointer { try append($0) }
  }

  mutating func append(_ text: String) throws {
    var copy = text
    try copy.withUTF8 { try append($0) }
  }

  mutating func append(_ byte: UInt8) throws {
    try reserve(1)
    bytes.pointer(UInt8.self)[filled] = byte
    filled += 1
  }

  /// Appends a number in decimal, filled up with zeros to so many digits.
  mutating func append(number: Int64, digits: Int = 1) throws {
    var reversed = InlineArray<20, UInt8>(repeating: 0x30)
    var length = 0
    var rest = number.magnitude
    repeat {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      reversed[length] = 0x30 + UInt8(truncatingIfNeeded: digit)
      length += 1
      rest = quotient
    } while rest > 0
    length = max(length, min(digits, 20))
    try write(room: 21) { sink in
      if number < 0 { sink.put(UInt8(ascii: "-")) }
      for place in stride(from: length - 1, through: 0, by: -1) { sink.put(reversed[place]) }
    }
  }

  private mutating func reserve(_ more: Int) throws {
    guard filled + more > bytes.byteCount else { return }
    let larger = try MutableBuffer(byteCount: max(filled + more, bytes.byteCount * 2))
    memcpy(larger.base, bytes.base, filled)
    bytes = larger
  }

  /// Ends the text of the present row.
  mutating func endRow() {
    row += 1
    offsets.pointer(Int.self)[row] = filled
  }

  /// The column, once all rows have ended.
  consuming func finish(_ validity: Bitmap?) -> Column {
    Column(
      type: .text, count: count,
      storage: .text(TextHeap(offsets: offsets.freeze(), bytes: bytes.freeze())),
      validity: validity)
  }
}
