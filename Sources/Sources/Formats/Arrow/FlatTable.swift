/// A table of a FlatBuffer, in which Arrow describes itself; every place is held against the bytes that
/// there are.
struct FlatTable {
  private let bytes: [UInt8]
  private let place: Int
  private let fields: Int
  private let fieldBytes: Int

  /// The table that the bytes begin with a reference to.
  init(root bytes: [UInt8]) throws {
    try self.init(bytes, at: FlatTable.reference(bytes, 0))
  }

  private init(_ bytes: [UInt8], at place: Int) throws {
    self.bytes = bytes
    self.place = place
    let back = Int(try FlatTable.value(bytes, place, Int32.self))
    fields = place - back
    fieldBytes = Int(try FlatTable.value(bytes, fields, UInt16.self))
  }

  private static func value<T: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: [UInt8], _ place: Int, _ type: T.Type
  ) throws -> T {
    guard place >= 0, place <= bytes.count - MemoryLayout<T>.size else { throw Damage.description }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: T.self) }
  }

  /// Where the reference at a place leads.
  private static func reference(_ bytes: [UInt8], _ place: Int) throws -> Int {
    place + Int(try value(bytes, place, UInt32.self))
  }

  /// Where a field stands; nil where the table leaves it out.
  private func field(_ number: Int) throws -> Int? {
    guard 4 + number * 2 + 2 <= fieldBytes else { return nil }
    let offset = Int(try FlatTable.value(bytes, fields + 4 + number * 2, UInt16.self))
    return offset == 0 ? nil : place + offset
  }

  func int<T: FixedWidthInteger & BitwiseCopyable>(_ number: Int, _ missing: T) throws -> T {
    try field(number).map { try FlatTable.value(bytes, $0, T.self) } ?? missing
  }

  func flag(_ number: Int) throws -> Bool { try int(number, UInt8(0)) != 0 }

  func table(_ number: Int) throws -> FlatTable? {
    try field(number).map { try FlatTable(bytes, at: FlatTable.reference(bytes, $0)) }
  }

  func string(_ number: Int) throws -> String? {
    guard let (start, count) = try vector(number, size: 1) else { return nil }
    return String(decoding: bytes[start..<start + count], as: UTF8.self)
  }

  func tables(_ number: Int) throws -> [FlatTable] {
    guard let (start, count) = try vector(number, size: 4) else { return [] }
    return try (0..<count).map {
      try FlatTable(bytes, at: FlatTable.reference(bytes, start + $0 * 4))
    }
  }

  /// A vector of structures of `size` bytes; `body` gets where each stands.
  func structures<Element>(
    _ number: Int, size: Int, _ body: (_ value: (_ offset: Int) throws -> Int64) throws -> Element
  ) throws -> [Element] {
    guard let (start, count) = try vector(number, size: size) else { return [] }
    return try (0..<count).map { element in
      try body { offset in
        try FlatTable.value(bytes, start + element * size + offset, Int64.self)
      }
    }
  }

  /// Where the elements of a vector begin, and how many there are.
  private func vector(_ number: Int, size: Int) throws -> (start: Int, count: Int)? {
    guard let field = try field(number) else { return nil }
    let head = try FlatTable.reference(bytes, field)
    let count = Int(try FlatTable.value(bytes, head, UInt32.self))
    guard count * size <= bytes.count - head - 4 else { throw Damage.description }
    return (head + 4, count)
  }
}
