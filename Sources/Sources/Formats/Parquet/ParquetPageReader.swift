import Columns
import Language

/// Reads pages of one column, one after another, for one piece of work: bytes from the file, unpacked,
/// with levels and values apart.
///
/// `@unchecked Sendable` is right: each belongs to the one piece of work that made it.
final class ParquetPageReader: @unchecked Sendable {
  let file: RawFile
  let column: ParquetColumn
  let codec: BlockCodec
  private let packed = Scratch()
  private let unpacked = Scratch()
  /// For numbers of dictionaries and levels.
  let numbers = Scratch()
  /// For lengths.
  let lengths = Scratch()
  let otherLengths = Scratch()

  init(_ file: RawFile, _ column: ParquetColumn, _ codec: BlockCodec) {
    self.file = file
    self.column = column
    self.codec = codec
  }

  /// The values of a page behind its levels, and how many there are.
  struct Body {
    var values: ByteCursor
    let present: Int
  }

  /// The bytes of a dictionary page.
  func dictionary(_ page: ParquetPage) throws -> ByteCursor {
    guard page.encoding == 0 || page.encoding == 2 else {
      throw ParquetPageReader.encoding(page.encoding)
    }
    return ByteCursor(try bytes(page, from: 0, isCompressed: true).base, count: page.size)
  }

  /// Reads a data page.
  /// - Parameter marks: where a byte a row is written, 1 where the row holds a value; nil where the
  ///   column has no nulls.
  func open(_ page: ParquetPage, _ marks: UnsafeMutablePointer<UInt8>?) throws -> Body {
    if page.isSecond { return try openSecond(page, marks) }
    var cursor = ByteCursor(try bytes(page, from: 0, isCompressed: true).base, count: page.size)
    guard column.maxLevel > 0, let marks else {
      return Body(values: cursor, present: page.valueCount)
    }
    guard page.levelEncoding == 3 else {
      throw ParquetPageReader.encoding(page.levelEncoding)
    }
    var levels = try cursor.part(try cursor.word())
    let present = try HybridRuns.marks(
      &levels, wanted: column.maxLevel, count: page.valueCount, into: marks, numbers)
    return Body(values: cursor, present: present)
  }

  /// Version 2: the levels stand uncompressed before the values.
  private func openSecond(
    _ page: ParquetPage, _ marks: UnsafeMutablePointer<UInt8>?
  ) throws -> Body {
    let levelSize = page.repetitionSize + page.definitionSize
    let (raw, values) = try bytes(page, from: levelSize, isCompressed: page.isCompressed)
    let cursor = ByteCursor(values, count: page.size - levelSize)
    guard column.maxLevel > 0, let marks else {
      return Body(values: cursor, present: page.valueCount)
    }
    var levels = ByteCursor(raw + page.repetitionSize, count: page.definitionSize)
    let present = try HybridRuns.marks(
      &levels, wanted: column.maxLevel, count: page.valueCount, into: marks, numbers)
    return Body(values: cursor, present: present)
  }

  /// The bytes of a page as they stand in the file, and those from `first` on unpacked.
  private func bytes(
    _ page: ParquetPage, from first: Int, isCompressed: Bool
  ) throws -> (raw: UnsafeRawPointer, base: UnsafeRawPointer) {
    let raw = try packed.room(page.compressedSize)
    guard
      try file.read(at: page.offset, count: page.compressedSize, into: raw) == page.compressedSize
    else { throw Damage.cut }
    let count = page.compressedSize - first
    let size = page.size - first
    if codec == .none || !isCompressed {
      guard count == size else { throw Damage.length }
      return (UnsafeRawPointer(raw), UnsafeRawPointer(raw + first))
    }
    let out = try unpacked.room(size)
    // An empty rest may stand for no values without any compressed byte.
    if count > 0 || size > 0 { try codec.decode(raw + first, count, into: out, size: size) }
    return (UnsafeRawPointer(raw), UnsafeRawPointer(out))
  }

  static func encoding(_ number: Int64) -> NotReadable {
    let names: [Int64: String] = [1: "GROUP_VAR_INT", 4: "BIT_PACKED"]
    let name = names[number] ?? "\(number)"
    return NotReadable(
      Words(
        en: "its values are written in encoding \(name), which is not read here",
        vi: "giá trị được ghi bằng mã hóa \(name), không đọc được ở đây"),
      advice: Words(
        en: "write the file again with a newer program, such as DuckDB or pyarrow",
        vi: "hãy ghi lại tệp bằng chương trình mới hơn, như DuckDB hoặc pyarrow"))
  }
}
