package import CADBC
import Columns

/// An array of Arrow's C data interface whose memory is kept as long as somebody reads it.
///
/// `@unchecked Sendable` is right: who makes an array does not change it, it is only read here, and the
/// scratch memory is written before the batch goes to threads.
package final class ArrowHeld: @unchecked Sendable {
  package let array: CArrowArray
  private var scratch: [WorkMemory] = []

  /// Takes the array over.
  package init(_ array: CArrowArray) { self.array = array }

  deinit {
    var array = array
    array.release?(&array)
  }

  /// Bits from a place on that is inside a byte, moved to the start of a byte.
  fileprivate func moved(_ bits: UnsafeRawPointer, from first: Int, count: Int) throws -> Int {
    let bytes = (count + 7) / 8
    let memory = try WorkMemory(byteCount: bytes, zeroed: true)
    let out = memory.base.assumingMemoryBound(to: UInt8.self)
    for row in 0..<count {
      let place = first + row
      let bit = bits.load(fromByteOffset: place >> 3, as: UInt8.self) >> UInt8(place & 7) & 1
      out[row >> 3] |= bit << UInt8(row & 7)
    }
    scratch.append(memory)
    return Int(bitPattern: memory.base)
  }

  /// The rows of the batch that this array of a structure is.
  ///
  /// Nulls of the structure itself are not foreseen: a stream gives rows, which are there.
  package var rowCount: Int {
    get throws {
      guard array.length >= 0, array.offset >= 0, array.length <= 1 << 40,
        array.offset <= 1 << 40
      else { throw Damage.length }
      return Int(array.length)
    }
  }

  /// Some column of the rows, as the readers of Arrow files want it.
  func column(_ place: Int, _ layout: ArrowLayout) throws -> ArrowBatch {
    guard place < Int(array.n_children), let children = array.children,
      let child = children[place]
    else { throw Damage.description }
    return try batch(child.pointee, skipping: Int(array.offset), rowCount: rowCount, layout)
  }

  /// The entries of the dictionary of a column.
  func entries(_ place: Int, _ layout: ArrowLayout) throws -> ArrowBatch {
    guard place < Int(array.n_children), let children = array.children,
      let entries = children[place]?.pointee.dictionary
    else { throw Damage.description }
    guard entries.pointee.length >= 0 else { throw Damage.length }
    return try batch(
      entries.pointee, skipping: 0, rowCount: Int(entries.pointee.length), layout)
  }

  private func batch(
    _ column: CArrowArray, skipping before: Int, rowCount: Int, _ layout: ArrowLayout
  ) throws -> ArrowBatch {
    guard column.offset >= 0, column.offset <= 1 << 40, column.length >= 0 else {
      throw Damage.length
    }
    guard column.length >= before + rowCount else { throw Damage.rowCount }
    let first = Int(column.offset) + before
    let count = Int(column.n_buffers)
    if case .null = layout {
      return ArrowBatch(self, rowCount: rowCount, buffers: [], viewBuffers: 0)
    }
    let isWhole =
      switch layout {
      case .texts: count == 3
      case .views: count >= 3
      default: count == 2
      }
    guard isWhole, rowCount == 0 || column.buffers != nil else { throw Damage.description }
    // Nothing is asked of a batch without rows.
    guard rowCount > 0, let buffers = column.buffers else {
      return ArrowBatch(self, rowCount: 0, buffers: [(0, 0), (0, 0), (0, 0)], viewBuffers: 0)
    }
    func bits(_ place: Int, mayBeMissing: Bool) throws -> (offset: Int, count: Int) {
      guard let base = buffers[place] else {
        if mayBeMissing { return (0, 0) }
        throw Damage.length
      }
      let bytes = (rowCount + 7) / 8
      if first & 7 == 0 { return (Int(bitPattern: base) + first >> 3, bytes) }
      return (try moved(base, from: first, count: rowCount), bytes)
    }
    func values(_ place: Int, size: Int, count: Int) throws -> (offset: Int, count: Int) {
      if size == 0 { return (0, 0) }
      guard let base = buffers[place] else { throw Damage.length }
      return (Int(bitPattern: base) + first * size, count * size)
    }
    let marks = column.null_count == 0 ? (0, 0) : try bits(0, mayBeMissing: true)
    switch layout {
    case .null: return ArrowBatch(self, rowCount: rowCount, buffers: [], viewBuffers: 0)
    case .bits:
      return ArrowBatch(
        self, rowCount: rowCount, buffers: [marks, try bits(1, mayBeMissing: false)],
        viewBuffers: 0)
    case .numbers(let size, _), .decimals(let size), .fixed(let size), .coded(_, let size, _):
      return ArrowBatch(
        self, rowCount: rowCount,
        buffers: [marks, try values(1, size: size, count: rowCount)], viewBuffers: 0)
    case .texts(let size):
      let ends = try values(1, size: size, count: rowCount + 1)
      guard let base = UnsafeRawPointer(bitPattern: ends.offset) else { throw Damage.length }
      let end =
        size == 4
        ? Int(base.loadUnaligned(fromByteOffset: rowCount * 4, as: Int32.self))
        : base.loadUnaligned(fromByteOffset: rowCount * 8, as: Int.self)
      guard end >= 0, end == 0 || buffers[2] != nil else { throw Damage.length }
      return ArrowBatch(
        self, rowCount: rowCount, buffers: [marks, ends, (Int(bitPattern: buffers[2]), end)],
        viewBuffers: 0)
    case .views:
      let others = count - 3
      var all = [marks, try values(1, size: 16, count: rowCount)]
      if others > 0 {
        guard let lengths = buffers[count - 1] else { throw Damage.length }
        for place in 0..<others {
          let length = lengths.loadUnaligned(fromByteOffset: place * 8, as: Int.self)
          guard length >= 0 else { throw Damage.length }
          all.append((Int(bitPattern: buffers[2 + place]), length))
        }
      }
      return ArrowBatch(self, rowCount: rowCount, buffers: all, viewBuffers: others)
    }
  }
}
