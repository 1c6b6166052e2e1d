import Columns

/// Reads the compact protocol of Thrift, in which Parquet describes itself.
///
/// Lengths and depths are held against the bytes that are left, so that no input asks for more memory
/// or time than it has bytes.
struct ThriftReader {
  /// What a field holds.
  enum Kind: UInt8 {
    case yes = 1
    case no, byte, short, int, long, double, binary, list, set, map, structure
  }

  private let bytes: [UInt8]
  private(set) var place: Int

  init(_ bytes: [UInt8], from place: Int = 0) {
    self.bytes = bytes
    self.place = place
  }

  var left: Int { bytes.count - place }

  private mutating func byte() throws -> UInt8 {
    guard place < bytes.count else { throw Damage.description }
    place += 1
    return bytes[place - 1]
  }

  private mutating func varint() throws -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      result |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return result }
      shift += 7
      guard shift < 70 else { throw Damage.description }
    }
  }

  private mutating func zigzag() throws -> Int64 {
    let raw = try varint()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }

  // MARK: Structures

  /// Reads a structure: `body` is asked for each field and must read or skip what it holds.
  mutating func fields(
    _ body: (inout ThriftReader, _ field: Int, _ kind: Kind) throws -> Void
  ) throws {
    var last: Int64 = 0
    while true {
      let head = try byte()
      if head == 0 { return }
      guard let kind = Kind(rawValue: head & 15) else { throw Damage.description }
      let step = Int64(head >> 4)
      last = step == 0 ? try zigzag() : last + step
      guard (0...32_767).contains(last) else { throw Damage.description }
      try body(&self, Int(last), kind)
    }
  }

  /// Reads a list; `body` is asked for each element.
  mutating func list<Element>(
    _ kind: Kind, _ body: (inout ThriftReader, Kind) throws -> Element
  ) throws -> [Element] {
    guard kind == .list || kind == .set else { throw Damage.description }
    let (element, count) = try listHead()
    // An element may be larger in memory than in the file.
    try Memory.budget.check(count * MemoryLayout<Element>.stride)
    var result: [Element] = []
    for _ in 0..<count { result.append(try body(&self, element)) }
    return result
  }

  private mutating func listHead() throws -> (Kind, Int) {
    let head = try byte()
    guard let element = Kind(rawValue: head & 15) else { throw Damage.description }
    let short = Int(head >> 4)
    let count = short == 15 ? try varint() : UInt64(short)
    // Each element takes a byte at least.
    guard count <= UInt64(left) else { throw Damage.description }
    return (element, Int(count))
  }

  // MARK: Values

  mutating func int(_ kind: Kind) throws -> Int64 {
    switch kind {
    case .byte: Int64(Int8(bitPattern: try byte()))
    case .short, .int, .long: try zigzag()
    default: throw Damage.description
    }
  }

  /// A whole number that counts or places something.
  mutating func size(_ kind: Kind) throws -> Int {
    let value = try int(kind)
    // Far below the largest number, so that sums of sizes stay numbers.
    guard (0...1 << 60).contains(value) else { throw Damage.length }
    return Int(value)
  }

  mutating func flag(_ kind: Kind) throws -> Bool {
    switch kind {
    case .yes: true
    case .no: false
    default: throw Damage.description
    }
  }

  mutating func binary(_ kind: Kind) throws -> [UInt8] {
    guard kind == .binary else { throw Damage.description }
    let count = try varint()
    guard count <= UInt64(left) else { throw Damage.description }
    let start = place
    place += Int(count)
    return Array(bytes[start..<place])
  }

  mutating func string(_ kind: Kind) throws -> String {
    String(decoding: try binary(kind), as: UTF8.self)
  }

  /// Passes over a value.
  mutating func skip(_ kind: Kind, depth: Int = 0) throws {
    guard depth < 32 else { throw Damage.description }
    switch kind {
    case .yes, .no: break
    case .byte: _ = try byte()
    case .short, .int, .long: _ = try varint()
    case .double:
      guard left >= 8 else { throw Damage.description }
      place += 8
    case .binary: _ = try binary(kind)
    case .list, .set:
      let (element, count) = try listHead()
      for _ in 0..<count { try skipElement(element, depth) }
    case .map:
      let count = try varint()
      if count == 0 { return }
      guard count <= UInt64(left) else { throw Damage.description }
      let kinds = try byte()
      guard let key = Kind(rawValue: kinds >> 4), let value = Kind(rawValue: kinds & 15) else {
        throw Damage.description
      }
      for _ in 0..<count {
        try skipElement(key, depth)
        try skipElement(value, depth)
      }
    case .structure:
      try fields { reader, _, kind in try reader.skip(kind, depth: depth + 1) }
    }
  }

  /// In lists and maps, unlike in structures, yes and no take a byte.
  private mutating func skipElement(_ kind: Kind, _ depth: Int) throws {
    if kind == .yes || kind == .no { _ = try byte() } else { try skip(kind, depth: depth + 1) }
  }
}
