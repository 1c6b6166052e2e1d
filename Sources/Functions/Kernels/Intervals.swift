import Columns

/// The integers `lower..<upper`, with room beyond 64 bits at both ends.
struct Interval {
  var lower: Int128
  var upper: Int128

  static let everything = Interval(lower: Int128.min / 2, upper: Int128.max / 2)
  static let nothing = Interval(lower: 0, upper: 0)
  var isEmpty: Bool { lower >= upper }
}

/// Comparisons of integers with a constant: every one of them asks whether the raw value lies in
/// an interval, which is one unsigned comparison at the width in which the values are stored.
enum IntervalKernel {
  /// 1 where the value lies in the interval (0 if `flipped`), in every row.
  static func test(
    _ packed: Packed, offset: Int, count: Int, _ interval: Interval, flipped: Bool
  ) throws -> MutableBuffer {
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    let flip: UInt8 = flipped ? 1 : 0
    if interval.isEmpty || interval.lower > Int128(packed.upper)
      || interval.upper <= Int128(packed.lower)
    {
      out.update(repeating: flip, count: count)
    } else if interval.lower <= Int128(packed.lower), interval.upper > Int128(packed.upper) {
      out.update(repeating: flip ^ 1, count: count)
    } else {
      let buffer = packed.buffer
      switch packed.width {
      case .u8:
        unsigned(buffer.pointer(UInt8.self) + offset, count, packed.base, interval, flip, out)
      case .u16:
        unsigned(buffer.pointer(UInt16.self) + offset, count, packed.base, interval, flip, out)
      case .u32:
        unsigned(buffer.pointer(UInt32.self) + offset, count, packed.base, interval, flip, out)
      case .i64:
        // Not everything and not nothing, so that the length fits.
        let low = max(interval.lower, Int128(Int64.min))
        let high = min(interval.upper, Int128(Int64.max) + 1)
        loop(
          UnsafeRawPointer(buffer.pointer(UInt64.self) + offset).assumingMemoryBound(
            to: UInt64.self), count, UInt64(truncatingIfNeeded: low), UInt64(clamping: high - low),
          flip, out)
      }
    }
    return result
  }

  @inline(__always)
  private static func unsigned<T: FixedWidthInteger & UnsignedInteger>(
    _ raw: UnsafePointer<T>, _ count: Int, _ base: Int64, _ interval: Interval, _ flip: UInt8,
    _ out: UnsafeMutablePointer<UInt8>
  ) {
    let limit = Int128(T.max) + 1
    let low = min(max(interval.lower - Int128(base), 0), limit)
    let high = min(max(interval.upper - Int128(base), 0), limit)
    if high - low >= limit {
      out.update(repeating: flip ^ 1, count: count)
    } else if high <= low {
      out.update(repeating: flip, count: count)
    } else {
      loop(raw, count, T(truncatingIfNeeded: low), T(truncatingIfNeeded: high - low), flip, out)
    }
  }

  @inline(never)
  private static func loop<T: FixedWidthInteger & UnsignedInteger>(
    _ raw: UnsafePointer<T>, _ count: Int, _ low: T, _ length: T, _ flip: UInt8,
    _ out: UnsafeMutablePointer<UInt8>
  ) {
    for row in 0..<count { out[row] = ((raw[row] &- low) < length ? 1 : 0) ^ flip }
  }
}

/// The quotient rounded down.
@inline(__always)
func floorDivide(_ left: Int128, _ right: Int128) -> Int128 {
  let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
  return remainder != 0 && (remainder < 0) != (right < 0) ? quotient - 1 : quotient
}
