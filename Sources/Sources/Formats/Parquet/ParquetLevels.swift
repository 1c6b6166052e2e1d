import Columns
import Glibc

/// Runs of equal numbers among numbers of a few bits each: how Parquet writes levels, numbers of
/// dictionaries, and bools.
enum HybridRuns {
  private enum Run {
    case equal(UInt32, Int)
    case packed(UnsafeRawPointer, Int)
  }

  /// The next run, of at most `most` numbers.
  private static func next(_ cursor: inout ByteCursor, _ width: Int, _ most: Int) throws -> Run {
    let head = try cursor.varint()
    if head & 1 == 0 {
      let count = Int(clamping: head >> 1)
      guard count > 0 else { throw Damage.values }
      var value: UInt32 = 0
      let bytes = try cursor.take((width + 7) / 8)
      for place in 0..<(width + 7) / 8 {
        value |= UInt32(bytes.load(fromByteOffset: place, as: UInt8.self)) << UInt32(place * 8)
      }
      return .equal(value, min(count, most))
    }
    let groups = Int(clamping: head >> 1)
    guard groups > 0 else { throw Damage.values }
    let count = groups > most / 8 ? most : groups * 8
    // The last groups may be cut off behind the last number.
    let needed = (count * width + 7) / 8
    guard needed <= cursor.left else { throw Damage.values }
    let whole = groups > cursor.left ? cursor.left : min(groups * width, cursor.left)
    return .packed(try cursor.take(max(needed, whole)), min(count, most))
  }

  /// Reads `count` numbers of `width` bits.
  static func numbers(
    _ cursor: inout ByteCursor, width: Int, count: Int, into out: UnsafeMutablePointer<UInt32>
  ) throws {
    guard (0...32).contains(width) else { throw Damage.values }
    var done = 0
    while done < count {
      switch try next(&cursor, width, count - done) {
      case .equal(let value, let length):
        (out + done).update(repeating: value, count: length)
        done += length
      case .packed(let bytes, let length):
        BitUnpacking.unpack(bytes, width: width, count: length, into: out + done)
        done += length
      }
    }
  }

  /// Reads `count` levels; writes 1 for each that is `wanted`, else 0. Gives how many are.
  static func marks(
    _ cursor: inout ByteCursor, wanted: Int, count: Int, into out: UnsafeMutablePointer<UInt8>,
    _ scratch: Scratch
  ) throws -> Int {
    let width = Int.bitWidth - wanted.leadingZeroBitCount
    var done = 0
    var present = 0
    while done < count {
      switch try next(&cursor, width, count - done) {
      case .equal(let value, let length):
        guard value <= wanted else { throw Damage.values }
        memset(out + done, value == wanted ? 1 : 0, length)
        if value == wanted { present += length }
        done += length
      case .packed(let bytes, let length):
        if width == 1 {
          present += bits(bytes, length, out + done)
        } else {
          let numbers = try scratch.room(length * 4).assumingMemoryBound(to: UInt32.self)
          BitUnpacking.unpack(bytes, width: width, count: length, into: numbers)
          for row in 0..<length {
            let isThere = numbers[row] == wanted
            out[done + row] = isThere ? 1 : 0
            present += isThere ? 1 : 0
          }
        }
        done += length
      }
    }
    return present
  }

  /// Bits as bytes 0 and 1; gives how many are 1.
  private static func bits(
    _ source: UnsafeRawPointer, _ count: Int, _ out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    let raw = UnsafeMutableRawPointer(out)
    var row = 0
    var present = 0
    while row &+ 8 <= count {
      let byte = UInt64(source.load(fromByteOffset: row >> 3, as: UInt8.self))
      present &+= byte.nonzeroBitCount
      // Each byte keeps the bit of its own place, which the sum carries into the highest.
      let places = (byte &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
      let marks = ((places &+ 0x7F7F_7F7F_7F7F_7F7F) &>> 7) & 0x0101_0101_0101_0101
      raw.storeBytes(of: marks, toByteOffset: row, as: UInt64.self)
      row &+= 8
    }
    while row < count {
      let byte = source.load(fromByteOffset: row >> 3, as: UInt8.self)
      out[row] = byte >> UInt8(row & 7) & 1
      present &+= Int(out[row])
      row &+= 1
    }
    return present
  }
}

/// Whole numbers as their differences, packed in blocks (DELTA_BINARY_PACKED).
enum DeltaNumbers {
  /// Reads `count` numbers.
  static func read(
    _ cursor: inout ByteCursor, count: Int, into out: UnsafeMutablePointer<Int64>
  ) throws {
    let blockSize = Int(clamping: try cursor.varint())
    let parts = Int(clamping: try cursor.varint())
    let total = Int(clamping: try cursor.varint())
    var value = try cursor.zigzag()
    guard total == count else { throw Damage.values }
    guard (1...1 << 20).contains(blockSize), (1...blockSize).contains(parts),
      blockSize % parts == 0, blockSize / parts % 8 == 0
    else { throw Damage.values }
    if count == 0 { return }
    let size = blockSize / parts
    out[0] = value
    var done = 1
    while done < count {
      let least = try cursor.zigzag()
      let widths = try cursor.take(parts)
      for part in 0..<parts where done < count {
        let width = Int(widths.load(fromByteOffset: part, as: UInt8.self))
        guard width <= 64 else { throw Damage.values }
        let used = min(size, count - done)
        let needed = (used * width + 7) / 8
        let bytes = try cursor.take(max(needed, min(size * width / 8, cursor.left)))
        BitUnpacking.unpackWide(bytes, width: width, count: used, into: out + done)
        for row in done..<done + used {
          value = value &+ least &+ out[row]
          out[row] = value
        }
        done += used
      }
    }
  }
}
