import Columns
import Language

/// What the values of a column are in a file of another program's types.
///
/// Numbers come out of the decoders as 64 raw bits a value, which `NumberForm` turns into ours.
enum ForeignType: Sendable, Hashable {
  case null, bool
  /// Whole numbers. Decoders give signed ones with their sign, others with any bits above `bits`.
  case int(bits: Int, isSigned: Bool)
  case half, float, double
  /// Whole numbers with so many digits behind the point, of at most so many digits in all.
  case decimal(digits: Int, scale: Int)
  /// Days, or milliseconds, since 1970-01-01.
  case day, dayInMilliseconds
  /// So many to a second since 1970-01-01; whether they are moments in UTC, not readings of a clock.
  case timestamp(perSecond: Int64, isUTC: Bool)
  /// So many to a second since midnight.
  case time(perSecond: Int64)
  /// A length of time, so many to a second.
  case duration(perSecond: Int64)
  case text
  /// Bytes that may be text.
  case bytes
  /// Sixteen bytes that are shown as `8-4-4-4-12` digits.
  case uuid
  /// Months, days and milliseconds, four bytes each.
  case interval

  /// The type of the column here.
  var type: DataType {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int, .duration: .int
    case .half, .float, .double: .float
    case .decimal(_, let scale): scale == 0 ? .int : .float
    case .day, .dayInMilliseconds: .date
    case .timestamp: .timestamp
    case .time, .text, .bytes, .uuid, .interval: .text
    }
  }

  /// Whether `type` may become float once the values are seen, since some do not fit.
  var mayWiden: Bool {
    switch self {
    case .int(let bits, let isSigned): bits == 64 && !isSigned
    case .decimal(let digits, let scale): scale == 0 && digits > 18
    default: false
    }
  }

  /// Whether values are numbers to the decoders, else bytes.
  var isNumber: Bool {
    switch self {
    case .text, .bytes, .uuid, .interval: false
    default: true
    }
  }

  /// The type of the columns of several files under one name; nil where they cannot be one.
  static func joined(_ left: DataType, _ right: DataType) -> DataType? {
    if left == right || right == .null { return left }
    if left == .null { return right }
    return left.isNumeric && right.isNumeric ? .float : nil
  }
}

/// A value is too large for a whole number or an exact decimal of 64 bits; the column is read again
/// as doubles.
struct NeedsDoubles: Error {}

/// How raw bits become the values of a column.
struct NumberForm: Sendable {
  let foreign: ForeignType
  /// Whether the column holds doubles; else whole numbers.
  let isDouble: Bool
  /// Digits behind the point of exact decimals.
  let scale: Int

  /// - Parameter asDoubles: whether values did not fit 64 bits.
  init(_ foreign: ForeignType, asDoubles: Bool = false) {
    self.foreign = foreign
    switch foreign {
    case .half, .float, .double:
      isDouble = true
      scale = 0
    case .decimal(_, let digits):
      isDouble = asDoubles || digits > Decimal64.maxScale || digits < 0
      scale = isDouble ? 0 : digits
    default:
      isDouble = asDoubles
      scale = 0
    }
  }

  /// Turns raw bits into values in place, those of floats into the bits of doubles. Gives whether
  /// digits of times were cut off.
  ///
  /// Raw decimals are whole numbers already, or doubles where `isDouble`. Throws `NeedsDoubles`, and
  /// `NotReadable` for times that are too far away.
  func convert(_ values: UnsafeMutablePointer<Int64>, _ count: Int) throws -> Bool {
    switch foreign {
    case .null, .bool, .double, .decimal, .day, .time, .duration, .text, .bytes, .uuid, .interval:
      return false
    case .int(let bits, let isSigned):
      if isSigned { return false }
      if bits < 64 {
        let mask = (Int64(1) << Int64(bits)) - 1
        for row in 0..<count { values[row] &= mask }
      } else if isDouble {
        for row in 0..<count {
          let number = Double(UInt64(bitPattern: values[row]))
          values[row] = Int64(bitPattern: number.bitPattern)
        }
      } else {
        var any: Int64 = 0
        for row in 0..<count { any |= values[row] }
        if any < 0 { throw NeedsDoubles() }
      }
      return false
    case .half:
      for row in 0..<count {
        let number = NumberForm.half(UInt16(truncatingIfNeeded: values[row]))
        values[row] = Int64(bitPattern: number.bitPattern)
      }
      return false
    case .float:
      for row in 0..<count {
        let number = Float(bitPattern: UInt32(truncatingIfNeeded: values[row]))
        values[row] = Int64(bitPattern: Double(number).bitPattern)
      }
      return false
    case .dayInMilliseconds:
      for row in 0..<count {
        values[row] = NumberForm.floored(values[row], 86_400_000)
        guard Int32(exactly: values[row]) != nil else { throw NumberForm.farAway }
      }
      return false
    case .timestamp(let perSecond, _): return try microseconds(perSecond, values, count)
    }
  }

  private func microseconds(
    _ perSecond: Int64, _ values: UnsafeMutablePointer<Int64>, _ count: Int
  ) throws -> Bool {
    if perSecond > 1_000_000 {
      let divisor = perSecond / 1_000_000
      var isCut = false
      for row in 0..<count {
        let floored = NumberForm.floored(values[row], divisor)
        isCut = isCut || floored &* divisor != values[row]
        values[row] = floored
      }
      return isCut
    }
    let factor = 1_000_000 / perSecond
    if factor == 1 { return false }
    for row in 0..<count {
      let (product, overflow) = values[row].multipliedReportingOverflow(by: factor)
      if overflow { throw NumberForm.farAway }
      values[row] = product
    }
    return false
  }

  private static let farAway = NotReadable(
    Words(
      en: "it holds a time further from today than 290,000 years",
      vi: "có thời điểm cách hiện tại hơn 290.000 năm"),
    advice: Words(
      en: "leave the column out, or repair it where the file was made",
      vi: "hãy bỏ cột này, hoặc sửa ở nơi tạo tệp"))

  @inline(__always)
  private static func floored(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  /// A number of 16 bits: 1 of sign, 5 of exponent, 10 of fraction (IEEE 754).
  static func half(_ bits: UInt16) -> Double {
    let sign: Double = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 1023)
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * Double.infinity : Double.nan
    default:
      return sign * (1 + fraction / 1024)
        * Double(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }

  /// A whole number of up to 32 bytes, the highest first (`isBigEndian`) or last, in two's
  /// complement, as raw bits of this form. Throws `NeedsDoubles` where it does not fit.
  func decimal(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, isBigEndian: Bool
  ) throws -> Int64 {
    guard count > 0 else { return isDouble ? Int64(bitPattern: (0.0).bitPattern) : 0 }
    @inline(__always) func byte(_ place: Int) -> UInt8 {
      isBigEndian ? bytes[place] : bytes[count - 1 - place]
    }
    let isNegative = byte(0) >> 7 != 0
    let fill: UInt8 = isNegative ? 0xFF : 0
    var first = 0
    while count - first > 8, byte(first) == fill { first += 1 }
    var low: Int64 = isNegative ? -1 : 0
    var fits = count - first <= 8
    if fits {
      for place in first..<count { low = low << 8 | Int64(byte(place)) }
      fits = (low < 0) == isNegative
    }
    if !isDouble {
      if !fits { throw NeedsDoubles() }
      return low
    }
    guard case .decimal(_, let digits) = foreign else { return low }
    if fits, digits >= 0, digits <= 18 {
      return Int64(bitPattern: Decimal64.double(low, scale: digits).bitPattern)
    }
    return Int64(bitPattern: NumberForm.double(byte, count, digits, isNegative).bitPattern)
  }

  /// The double nearest to a long whole number with a scale, by its decimal digits.
  private static func double(
    _ byte: (Int) -> UInt8, _ count: Int, _ scale: Int, _ isNegative: Bool
  ) -> Double {
    var magnitude = (0..<count).map { isNegative ? ~byte($0) : byte($0) }
    if isNegative {
      for place in magnitude.indices.reversed() {
        magnitude[place] = magnitude[place] &+ 1
        if magnitude[place] != 0 { break }
      }
    }
    var digits: [UInt8] = []
    while magnitude.contains(where: { $0 != 0 }) {
      var rest = 0
      for place in magnitude.indices {
        let value = rest << 8 | Int(magnitude[place])
        magnitude[place] = UInt8(value / 10)
        rest = value % 10
      }
      digits.append(UInt8(rest) + 48)
    }
    if digits.isEmpty { return 0 }
    let text = (isNegative ? "-" : "") + String(decoding: digits.reversed(), as: UTF8.self)
    return Double(text + "e\(-scale)") ?? 0
  }
}
