import Columns

/// Numbers of a few bits each, the lowest first, as Parquet and others pack them.
enum BitUnpacking {
  /// Unpacks `count` numbers of `width` bits (0...32). Behind the bytes there must be eight readable
  /// ones.
  static func unpack(
    _ source: UnsafeRawPointer, width: Int, count: Int, into out: UnsafeMutablePointer<UInt32>
  ) {
    switch width {
    case 0: out.update(repeating: 0, count: count)
    case 8:
      let bytes = source.assumingMemoryBound(to: UInt8.self)
      for row in 0..<count { out[row] = UInt32(bytes[row]) }
    case 16:
      for row in 0..<count {
        out[row] = UInt32(source.loadUnaligned(fromByteOffset: row &* 2, as: UInt16.self))
      }
    case 1...7: groups(source, width, count, out)
    default:
      let mask = width == 32 ? UInt64(UInt32.max) : (1 << UInt64(width)) - 1
      var bit = 0
      for row in 0..<count {
        let word = source.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self)
        out[row] = UInt32(truncatingIfNeeded: (word &>> UInt64(bit & 7)) & mask)
        bit &+= width
      }
    }
  }

  /// Eight numbers at a time, which are `width` bytes.
  private static func groups(
    _ source: UnsafeRawPointer, _ width: Int, _ count: Int, _ out: UnsafeMutablePointer<UInt32>
  ) {
    let mask: UInt64 = (1 << UInt64(width)) - 1
    let step = UInt64(width)
    var place = source
    var row = 0
    while row &+ 8 <= count {
      let word = place.loadUnaligned(as: UInt64.self)
      let target = out + row
      target[0] = UInt32(truncatingIfNeeded: word & mask)
      target[1] = UInt32(truncatingIfNeeded: (word &>> step) & mask)
      target[2] = UInt32(truncatingIfNeeded: (word &>> (step &* 2)) & mask)
      target[3] = UInt32(truncatingIfNeeded: (word &>> (step &* 3)) & mask)
      target[4] = UInt32(truncatingIfNeeded: (word &>> (step &* 4)) & mask)
      target[5] = UInt32(truncatingIfNeeded: (word &>> (step &* 5)) & mask)
      target[6] = UInt32(truncatingIfNeeded: (word &>> (step &* 6)) & mask)
      target[7] = UInt32(truncatingIfNeeded: (word &>> (step &* 7)) & mask)
      place += width
      row &+= 8
    }
    var word = place.loadUnaligned(as: UInt64.self)
    while row < count {
      out[row] = UInt32(truncatingIfNeeded: word & mask)
      word &>>= step
      row &+= 1
    }
  }

  /// Unpacks `count` numbers of `width` bits (0...64). Behind the bytes there must be sixteen readable
  /// ones.
  static func unpackWide(
    _ source: UnsafeRawPointer, width: Int, count: Int, into out: UnsafeMutablePointer<Int64>
  ) {
    if width == 0 {
      out.update(repeating: 0, count: count)
      return
    }
    let mask = width == 64 ? UInt64.max : (1 << UInt64(width)) - 1
    var bit = 0
    for row in 0..<count {
      let shift = UInt64(bit & 7)
      var word = source.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self) &>> shift
      if Int(shift) &+ width > 64 {
        let next = source.loadUnaligned(fromByteOffset: (bit >> 3) &+ 8, as: UInt64.self)
        word |= next &<< (64 &- shift)
      }
      out[row] = Int64(bitPattern: word & mask)
      bit &+= width
    }
  }
}
