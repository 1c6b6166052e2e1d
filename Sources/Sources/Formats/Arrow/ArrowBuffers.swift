import Columns

/// Reads the buffers of batches.
struct ArrowBuffers {
  /// Nil where the batches are in memory.
  let file: RawFile?

  /// The bytes of a buffer, unpacked; at least `wanted` of them.
  struct Bytes {
    private let memory: WorkMemory?
    let base: UnsafeRawPointer?
    let count: Int

    fileprivate init(_ memory: WorkMemory?, from first: Int, count: Int) {
      self.memory = memory
      base = memory.map { UnsafeRawPointer($0.base) + first }
      self.count = count
    }

    /// Bytes that the batch holds.
    fileprivate init(at address: Int, count: Int) throws {
      memory = nil
      base = UnsafeRawPointer(bitPattern: address)
      guard base != nil else { throw Damage.length }
      self.count = count
    }
  }

  func read(_ batch: ArrowBatch, _ place: Int, wanted: Int) throws -> Bytes {
    guard place < batch.buffers.count else { throw Damage.description }
    let (offset, count) = batch.buffers[place]
    if batch.held != nil {
      guard count >= wanted else { throw Damage.length }
      return count == 0 ? Bytes(nil, from: 0, count: 0) : try Bytes(at: offset, count: count)
    }
    guard let file else { throw Damage.description }
    guard offset <= batch.bodyCount, count <= batch.bodyCount - offset else { throw Damage.length }
    if count == 0 {
      guard wanted == 0 else { throw Damage.length }
      return Bytes(nil, from: 0, count: 0)
    }
    let raw = try WorkMemory(byteCount: count)
    guard try file.read(at: batch.body + offset, count: count, into: raw.base) == count else {
      throw Damage.cut
    }
    if batch.codec == .none {
      guard count >= wanted else { throw Damage.length }
      return Bytes(raw, from: 0, count: count)
    }
    // The length comes first; -1 where compressing was of no use.
    guard count >= 8 else { throw Damage.length }
    let length = raw.base.loadUnaligned(as: Int64.self)
    if length == -1 {
      guard count - 8 >= wanted else { throw Damage.length }
      return Bytes(raw, from: 8, count: count - 8)
    }
    guard length >= Int64(wanted), length < 1 << 40 else { throw Damage.length }
    let size = Int(length)
    if size == 0 { return Bytes(nil, from: 0, count: 0) }
    try batch.codec.check(count - 8, gives: size)
    let whole = try WorkMemory(byteCount: size)
    try batch.codec.decode(raw.base + 8, count - 8, into: whole.base, size: size)
    return Bytes(whole, from: 0, count: size)
  }

  /// Marks the rows of a batch that hold a value of a leaf: its own bits, and those of the structures
  /// around it. Gives how many rows hold none.
  func marks(
    _ batch: ArrowBatch, _ leaf: ArrowLeaf, into out: UnsafeMutablePointer<UInt8>
  ) throws -> Int {
    let rows = batch.rowCount
    out.update(repeating: 1, count: rows)
    var places = try leaf.parents.map { try batch.place($0.buffer, viewsBefore: $0.viewsBefore) }
    places.append(try batch.place(leaf.buffer, viewsBefore: leaf.viewsBefore))
    for place in places {
      guard place < batch.buffers.count else { throw Damage.description }
      // Without a buffer all rows hold a value.
      if batch.buffers[place].count == 0 { continue }
      let bits = try read(batch, place, wanted: (rows + 7) / 8)
      guard let base = bits.base else { continue }
      for row in 0..<rows {
        out[row] &= base.load(fromByteOffset: row >> 3, as: UInt8.self) >> UInt8(row & 7) & 1
      }
    }
    var present = 0
    for row in 0..<rows { present &+= Int(out[row]) }
    return rows - present
  }
}
