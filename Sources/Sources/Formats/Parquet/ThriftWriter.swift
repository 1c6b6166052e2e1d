/// Writes the compact protocol of Thrift.
struct ThriftWriter {
  private(set) var bytes: [UInt8] = []
  /// The last field of each structure that is open.
  private var last: [Int] = [0]

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func zigzag(_ value: Int64) {
    varint(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  private mutating func head(_ field: Int, _ kind: ThriftReader.Kind) {
    let step = field - (last.last ?? 0)
    if (1...15).contains(step) {
      bytes.append(UInt8(step) << 4 | kind.rawValue)
    } else {
      bytes.append(kind.rawValue)
      zigzag(Int64(field))
    }
    last[last.count - 1] = field
  }

  // MARK: Fields of the structure that is open

  mutating func flag(_ field: Int, _ value: Bool) { head(field, value ? .yes : .no) }

  /// A number of 8 bits.
  mutating func byte(_ field: Int, _ value: UInt8) {
    head(field, .byte)
    bytes.append(value)
  }

  /// A number of 32 bits.
  mutating func int(_ field: Int, _ value: Int) {
    head(field, .int)
    zigzag(Int64(value))
  }

  /// A number of 64 bits.
  mutating func long(_ field: Int, _ value: Int) {
    head(field, .long)
    zigzag(Int64(value))
  }

  mutating func binary(_ field: Int, _ value: [UInt8]) {
    head(field, .binary)
    varint(UInt64(value.count))
    bytes += value
  }

  mutating func string(_ field: Int, _ value: String) { binary(field, Array(value.utf8)) }

  mutating func structure(_ field: Int, _ body: (inout ThriftWriter) -> Void) {
    head(field, .structure)
    element(body)
  }

  mutating func list(_ field: Int, _ kind: ThriftReader.Kind, count: Int) {
    head(field, .list)
    if count < 15 {
      bytes.append(UInt8(count) << 4 | kind.rawValue)
    } else {
      bytes.append(0xF0 | kind.rawValue)
      varint(UInt64(count))
    }
  }

  // MARK: Elements of a list

  mutating func element(_ body: (inout ThriftWriter) -> Void) {
    last.append(0)
    body(&self)
    last.removeLast()
    bytes.append(0)
  }

  mutating func element(_ value: Int) { zigzag(Int64(value)) }

  mutating func element(_ value: String) {
    varint(UInt64(value.utf8.count))
    bytes += value.utf8
  }
}
