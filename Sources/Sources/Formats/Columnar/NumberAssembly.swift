import Columns
import Synchronization

/// Which rows of a column hold a value, a byte 0 or 1 a row while pieces of it are read.
final class RowMarks: Sendable {
  private let marks: SharedBuilder?
  private let count: Int
  private let absent = Atomic<Int>(0)

  /// - Parameter mayHaveNulls: whether marks are kept at all.
  init(_ count: Int, mayHaveNulls: Bool) throws {
    self.count = count
    marks = mayHaveNulls ? try SharedBuilder(UInt8.self, count: count) : nil
  }

  /// The marks from a row on, which each thread writes for rows of its own; nil where none are kept.
  func pointer(_ row: Int) -> UnsafeMutablePointer<UInt8>? {
    marks.map { $0.pointer(UInt8.self) + row }
  }

  /// Some rows are null.
  func add(absent count: Int) { if count > 0 { absent.add(count, ordering: .relaxed) } }

  var areAllNull: Bool { count > 0 && absent.load(ordering: .relaxed) == count }

  /// The bitmap of rows with a value; nil where that are all.
  func finish(threads: Int) throws -> Bitmap? {
    guard let marks, absent.load(ordering: .relaxed) > 0 else { return nil }
    return try RowMarks.bitmap(marks.freeze(), count, threads: threads)
  }

  /// Bytes 0 and 1 as bits.
  static func bitmap(_ bytes: Buffer, _ count: Int, threads: Int) throws -> Bitmap {
    let bits = try MutableBitmap(repeating: false, count: count)
    let words = SharedPointer(bits.words)
    try Parallel.run(pieces: Morsel.pieces(of: count), threads: threads) { piece in
      let rows = Morsel.range(piece, of: count)
      let source = bytes.base
      var row = rows.lowerBound
      while row < rows.upperBound {
        let end = min(row + 64, rows.upperBound)
        var word: UInt64 = 0
        var place = row
        while place &+ 8 <= end {
          let eight = source.loadUnaligned(fromByteOffset: place, as: UInt64.self)
          // The product moves the lowest bits of the eight bytes side by side into the highest.
          let packed = (eight &* 0x0102_0408_1020_4080) &>> 56
          word |= packed &<< UInt64(place &- row)
          place &+= 8
        }
        while place < end {
          let mark = source.load(fromByteOffset: place, as: UInt8.self)
          word |= UInt64(mark & 1) &<< UInt64(place &- row)
          place &+= 1
        }
        words.pointer[row >> 6] = word
        row = end
      }
    }
    return bits.freeze()
  }
}

/// A column of numbers, times or bools in the making: eight bytes a row, which pieces of work fill side
/// by side.
final class NumberAssembly: Sendable {
  let count: Int
  let form: NumberForm
  let marks: RowMarks
  private let values: SharedBuilder
  private let cut = Atomic<Bool>(false)

  init(_ count: Int, _ form: NumberForm, mayHaveNulls: Bool) throws {
    self.count = count
    self.form = form
    marks = try RowMarks(count, mayHaveNulls: mayHaveNulls)
    values = try SharedBuilder(Int64.self, count: count)
  }

  /// The values from a row on.
  func pointer(_ row: Int) -> UnsafeMutablePointer<Int64> { values.pointer(Int64.self) + row }

  /// Digits of times were cut off.
  func noteCut(_ isCut: Bool) { if isCut { cut.store(true, ordering: .relaxed) } }
  var isCut: Bool { cut.load(ordering: .relaxed) }

  /// Spreads `present` values at the start of rows from `row` on to those of `length` rows that are
  /// marked; the others become 0.
  static func spread(
    _ values: UnsafeMutablePointer<Int64>, _ marks: UnsafePointer<UInt8>, length: Int, present: Int
  ) {
    if present == length { return }
    var next = present
    var row = length
    while row > 0 {
      row &-= 1
      if marks[row] != 0 {
        next &-= 1
        values[row] = values[next]
      } else {
        values[row] = 0
      }
    }
  }

  /// The finished column.
  func finish(threads: Int) throws -> Column {
    let type: DataType = form.isDouble ? .float : form.foreign.type
    if marks.areAllNull || form.foreign == .null { return .nulls(type, count: count) }
    let validity = try marks.finish(threads: threads)
    let buffer = values.freeze()
    let storage: Storage
    if form.isDouble {
      storage = .double(buffer)
    } else if type == .bool {
      let bytes = try MutableBuffer(byteCount: count)
      let source = buffer.pointer(Int64.self)
      let out = bytes.pointer(UInt8.self)
      for row in 0..<count { out[row] = source[row] == 0 ? 0 : 1 }
      storage = .bits(try RowMarks.bitmap(bytes.freeze(), count, threads: threads))
    } else {
      storage = .packed(
        try Packed.packing(
          buffer, count: count, validity: validity, scale: form.scale, threads: threads))
    }
    return Column(type: type, count: count, storage: storage, validity: validity)
  }
}
