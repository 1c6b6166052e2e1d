import Columns

/// Bytes that are read one after another, each step checked against their end. The memory is its
/// owner's, who keeps it for as long, with 64 readable bytes behind the end.
struct ByteCursor {
  private(set) var base: UnsafeRawPointer
  private(set) var left: Int

  init(_ base: UnsafeRawPointer, count: Int) {
    self.base = base
    left = count
  }

  /// The next bytes.
  @inline(__always)
  mutating func take(_ count: Int) throws -> UnsafeRawPointer {
    guard count >= 0, count <= left else { throw Damage.values }
    let place = base
    base += count
    left -= count
    return place
  }

  /// A cursor over the next bytes.
  mutating func part(_ count: Int) throws -> ByteCursor {
    ByteCursor(try take(count), count: count)
  }

  /// The next number of four bytes.
  @inline(__always)
  mutating func word() throws -> Int {
    Int(try take(4).loadUnaligned(as: UInt32.self))
  }

  /// The next number of seven bits a byte, the lowest first.
  @inline(__always)
  mutating func varint() throws -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try take(1).load(as: UInt8.self)
      result |= UInt64(byte & 0x7F) &<< shift
      if byte < 0x80 { return result }
      shift += 7
      guard shift < 64 else { throw Damage.values }
    }
  }

  /// The next number whose lowest bit is its sign.
  mutating func zigzag() throws -> Int64 {
    let raw = try varint()
    return Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
  }
}

/// Bytes in the making, within the memory limit.
///
/// `@unchecked Sendable` is right: one thread fills it, and it is only read once that is done.
final class GrowingBytes: @unchecked Sendable {
  private var memory: WorkMemory?
  private(set) var count = 0

  var base: UnsafeMutableRawPointer? { memory?.base }

  /// Room for so many more bytes; gives where they begin.
  @inline(__always)
  func extend(by more: Int) throws -> UnsafeMutableRawPointer {
    let wanted = count + more
    let place = count
    count = wanted
    if let memory, wanted <= memory.byteCount { return memory.base + place }
    return try grow(to: wanted, keeping: place)
  }

  private func grow(to wanted: Int, keeping used: Int) throws -> UnsafeMutableRawPointer {
    let larger = try WorkMemory(byteCount: max(4096, wanted + wanted / 2))
    if let memory, used > 0 { larger.base.copyMemory(from: memory.base, byteCount: used) }
    memory = larger
    return larger.base + used
  }

  /// Forgets the bytes, keeps the room.
  func clear() { count = 0 }
}

/// Memory for one thing after another, which grows to the largest of them.
///
/// `@unchecked Sendable` is right: each belongs to the one piece of work that made it.
final class Scratch: @unchecked Sendable {
  private var memory: WorkMemory?

  /// Room for so many bytes; what was there before is lost.
  func room(_ byteCount: Int) throws -> UnsafeMutableRawPointer {
    if let memory, memory.byteCount >= byteCount { return memory.base }
    memory = nil
    let larger = try WorkMemory(byteCount: max(4096, byteCount))
    memory = larger
    return larger.base
  }
}
