import CCompression
import Columns

/// How blocks of bytes are compressed within files of columns.
enum BlockCodec: Sendable, Hashable {
  case none, snappy, gzip, zstd
  /// LZ4 blocks without a frame (Parquet's LZ4_RAW).
  case lz4Block
  /// LZ4 with its frame (Arrow).
  case lz4Frame

  private var library: compression_codec? {
    switch self {
    case .none, .lz4Block, .lz4Frame: nil
    case .snappy: COMPRESSION_SNAPPY
    case .gzip: COMPRESSION_GZIP
    case .zstd: COMPRESSION_ZSTD
    }
  }

  /// Whether this build has it.
  var isThere: Bool { library.map { compression_has($0) != 0 } ?? true }

  /// The most bytes that so many compressed bytes can stand for, so that a length which lies cannot
  /// ask for memory. By the formats: a copy of 64 bytes takes 3 (Snappy), 258 take 2 bits (deflate),
  /// a block of 128 KiB takes 4 bytes (Zstandard), 255 take one (LZ4).
  private func limit(_ count: Int) -> Int {
    let ratio =
      switch self {
      case .none: 1
      case .snappy: 64
      case .gzip: 1040
      case .zstd: 43_700
      case .lz4Block, .lz4Frame: 256
      }
    let (product, overflow) = count.multipliedReportingOverflow(by: ratio)
    return overflow ? Int.max : product &+ 64
  }

  /// Throws unless so many bytes can become so many.
  func check(_ compressed: Int, gives size: Int) throws {
    guard size >= 0, compressed >= 0, self == .none ? size == compressed : size <= limit(compressed)
    else { throw Damage.length }
  }

  /// Decodes a block of exactly `size` bytes.
  func decode(
    _ input: UnsafeRawPointer, _ count: Int, into output: UnsafeMutableRawPointer, size: Int
  ) throws {
    switch self {
    case .none:
      guard size == count else { throw Damage.length }
      output.copyMemory(from: input, byteCount: size)
    case .lz4Block:
      guard try LZ4.block(input, count, into: output, from: 0, capacity: size) == size else {
        throw Damage.compressed
      }
    case .lz4Frame:
      guard try LZ4.frame(input, count, into: output, capacity: size) == size else {
        throw Damage.compressed
      }
    case .snappy, .gzip, .zstd:
      guard let library else { return }
      var produced = 0
      let status = compression_decode(
        library, input.assumingMemoryBound(to: UInt8.self), count,
        output.assumingMemoryBound(to: UInt8.self), size, &produced)
      if status == COMPRESSION_ABSENT { throw NotReadable.codec("\(self)", isLeftOut: true) }
      guard status == COMPRESSION_OK, produced == size else { throw Damage.compressed }
    }
  }

  /// The block compressed; nil where this build lacks the codec, or that fails.
  func encoded(_ bytes: UnsafeRawBufferPointer, level: Int32) -> [UInt8]? {
    guard let library else { return nil }
    let bound = compression_bound(library, bytes.count)
    guard bound > 0 else { return nil }
    var isWhole = false
    let out = [UInt8](unsafeUninitializedCapacity: bound) { buffer, filled in
      guard let target = buffer.baseAddress else { return }
      // The empty block is compressed as well.
      var empty: UInt8 = 0
      let status = withUnsafePointer(to: &empty) { nothing in
        compression_encode(
          library, level,
          bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? nothing, bytes.count, target,
          bound, &filled)
      }
      isWhole = status == COMPRESSION_OK
    }
    return isWhole ? out : nil
  }
}

/// Decoding of LZ4, by the descriptions of its block and frame formats.
enum LZ4 {
  /// Decodes a block behind `start` bytes that were decoded before it, to which it may refer; gives
  /// where the output ends.
  static func block(
    _ input: UnsafeRawPointer, _ count: Int, into output: UnsafeMutableRawPointer, from start: Int,
    capacity: Int
  ) throws -> Int {
    let source = input.assumingMemoryBound(to: UInt8.self)
    let out = output.assumingMemoryBound(to: UInt8.self)
    var place = 0
    var end = start
    /// Lengths of 15 go on in further bytes, up to one that is not 255.
    func length(_ nibble: Int) throws -> Int {
      var result = nibble
      guard nibble == 15 else { return result }
      while true {
        guard place < count else { throw Damage.compressed }
        let byte = Int(source[place])
        place += 1
        result += byte
        if byte != 255 { return result }
      }
    }
    while place < count {
      let token = Int(source[place])
      place += 1
      let literals = try length(token >> 4)
      guard literals <= count - place, literals <= capacity - end else { throw Damage.compressed }
      (out + end).update(from: source + place, count: literals)
      place += literals
      end += literals
      if place == count { break }
      guard place + 2 <= count else { throw Damage.compressed }
      let distance = Int(source[place]) | Int(source[place + 1]) << 8
      place += 2
      let copied = try length(token & 15) + 4
      guard distance > 0, distance <= end, copied <= capacity - end else {
        throw Damage.compressed
      }
      if distance >= copied {
        (out + end).update(from: out + end - distance, count: copied)
      } else {
        // The copy runs into itself and repeats what it just wrote.
        for byte in 0..<copied { out[end + byte] = out[end - distance + byte] }
      }
      end += copied
    }
    return end
  }

  /// Decodes one or more frames; gives how many bytes they hold. Checksums are passed over.
  static func frame(
    _ input: UnsafeRawPointer, _ count: Int, into output: UnsafeMutableRawPointer, capacity: Int
  ) throws -> Int {
    var cursor = ByteCursor(input, count: count)
    var end = 0
    while cursor.left > 0 {
      let magic = try cursor.compressedWord()
      if magic & 0xFFFF_FFF0 == 0x184D_2A50 {
        // A frame to be skipped.
        let length = try cursor.compressedWord()
        guard length <= cursor.left else { throw Damage.compressed }
        _ = try cursor.take(length)
        continue
      }
      guard magic == 0x184D_2204, cursor.left >= 3 else { throw Damage.compressed }
      let flags = try cursor.take(1).load(as: UInt8.self)
      guard flags >> 6 == 1 else { throw Damage.compressed }
      let skipped = 1 + (flags & 8 != 0 ? 8 : 0) + (flags & 1 != 0 ? 4 : 0) + 1
      guard skipped <= cursor.left else { throw Damage.compressed }
      _ = try cursor.take(skipped)
      let begin = end
      while true {
        let size = try cursor.compressedWord()
        if size == 0 { break }
        let length = size & 0x7FFF_FFFF
        guard length <= cursor.left else { throw Damage.compressed }
        let block = try cursor.take(length)
        if size >> 31 != 0 {
          guard length <= capacity - end else { throw Damage.compressed }
          (output + end).copyMemory(from: block, byteCount: length)
          end += length
        } else {
          let isLinked = flags & 0x20 == 0
          let first = isLinked ? begin : end
          end =
            first
            + (try LZ4.block(
              block, length, into: output + first, from: end - first, capacity: capacity - first))
        }
        if flags & 0x10 != 0 { _ = try cursor.compressedWord() }
      }
      if flags & 4 != 0 { _ = try cursor.compressedWord() }
    }
    return end
  }
}

extension ByteCursor {
  fileprivate mutating func compressedWord() throws -> Int {
    guard left >= 4 else { throw Damage.compressed }
    return try word()
  }
}
