import Columns

/// The first days of the months from January 1900 to December 2155, and of the one behind them.
enum MonthStarts {
  static let table = (0...256 * 12).map { month in
    Int32(Calendar.days(year: 1900 + month / 12, month: month % 12 + 1, day: 1))
  }

  /// A day since 1970; nil where there is no such day, or none in the table.
  @inline(__always)
  static func days(
    _ year: Int, _ month: Int, _ day: Int, _ table: UnsafeBufferPointer<Int32>
  ) -> Int64? {
    let place = (year &- 1900) &* 12 &+ month &- 1
    guard month >= 1, month <= 12, day >= 1, place >= 0, place < table.count &- 1 else {
      return nil
    }
    let start = Int(table[place])
    return day <= Int(table[place &+ 1]) &- start ? Int64(start &+ day &- 1) : nil
  }
}

/// Numbers of at most eight digits, all digits at once.
///
/// The eight bytes from the start of the text may be read, whatever its length.
enum ShortDigits {
  private static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// Eight digits in memory order as a number; nil where a byte is no digit.
  @inline(__always)
  private static func eight(_ word: UInt64) -> UInt64? {
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    // A digit has a high half of 3, and keeps it when 6 is added.
    let sum = word &+ 0x0606_0606_0606_0606
    if (word & high) != zeros || (sum & high) != zeros { return nil }
    var value = word &- zeros
    value = (value &* 10) &+ (value &>> 8)
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    let high2 = (value & mask) &* (100 &+ (1_000_000 &<< 32))
    let low2 = ((value &>> 16) & mask) &* (1 &+ (10_000 &<< 32))
    return (high2 &+ low2) &>> 32
  }

  /// The digits `bytes[0..<length]`, 1...8 of them.
  @inline(__always)
  static func value(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt64? {
    let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
    return eight(aligned(word, length))
  }

  /// The first `length` bytes moved to the end, zeros before them.
  @inline(__always)
  private static func aligned(_ word: UInt64, _ length: Int) -> UInt64 {
    let shift = UInt64(truncatingIfNeeded: 64 &- length &* 8)
    return shift == 0 ? word : (word &<< shift) | (zeros &>> (64 &- shift))
  }

  /// Digits with at most one point among them, 1...8 bytes: without leading zeros, with digits on
  /// both sides of the point.
  @inline(__always)
  static func decimal(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, point: UInt8
  ) -> (unscaled: UInt64, scale: Int)? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
    // What follows the text must not look like a point.
    if length < 8 { word &= (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1 }
    let other = word ^ (ones &* UInt64(point))
    let found = (other &- ones) & ~other & 0x8080_8080_8080_8080
    if found == 0 {
      if length > 1, bytes[0] == 48 { return nil }
      guard let value = eight(aligned(word, length)) else { return nil }
      return (value, 0)
    }
    let place = found.trailingZeroBitCount &>> 3
    if place == 0 || place == length &- 1 || (place > 1 && bytes[0] == 48) { return nil }
    let below = (1 &<< UInt64(truncatingIfNeeded: place &* 8)) &- 1 as UInt64
    let digits = (word & below) | ((word &>> 8) & ~below)
    guard let value = eight(aligned(digits, length &- 1)) else { return nil }
    return (value, length &- 1 &- place)
  }

  /// The parts of `2025-12-31`, ten bytes; nil where it has another form. The parts may be no date.
  @inline(__always)
  static func date(_ bytes: UnsafePointer<UInt8>) -> (year: Int, month: Int, day: Int)? {
    let raw = UnsafeRawPointer(bytes)
    let word = raw.loadUnaligned(as: UInt64.self)
    if word & 0xFF00_00FF_0000_0000 != 0x2D00_002D_0000_0000 { return nil }
    let tail = UInt64(raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
    // yyyy, mm and dd side by side.
    let digits =
      (word & 0xFFFF_FFFF) | ((word &>> 40) & 0xFFFF) &<< 32 | tail &<< 48
    guard let value = eight(digits) else { return nil }
    let number = Int(truncatingIfNeeded: value)
    return (number / 10_000, number / 100 % 100, number % 100)
  }
}
