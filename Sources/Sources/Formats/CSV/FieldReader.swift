import Columns

/// Readers of single fields. None allocates; all want the whole field to be the value.
enum FieldReader {
  typealias Bytes = UnsafeBufferPointer<UInt8>

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

  /// A whole number of 64 bits without leading zeros.
  ///
  /// - Parameter takesCodes: whether sixteen digits and more are a number too.
  @inline(__always)
  static func int(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, takesCodes: Bool = false
  ) -> Int64? {
    var place = 0
    let isNegative = count > 0 && bytes[0] == 45
    if isNegative { place = 1 }
    let digits = count - place
    guard digits > 0, digits <= 19 else { return nil }
    // Without a sign so many digits are a code.
    if digits >= NumberText.codeLength, !isNegative, !takesCodes { return nil }
    if bytes[place] == 48, digits > 1 { return nil }
    var value: UInt64 = 0
    if digits <= 18 {
      while place < count {
        let digit = bytes[place] &- 48
        if digit > 9 { return nil }
        value = value &* 10 &+ UInt64(digit)
        place += 1
      }
      return isNegative ? -Int64(value) : Int64(value)
    }
    while place < count {
      let digit = bytes[place] &- 48
      if digit > 9 { return nil }
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow2) = product.addingReportingOverflow(UInt64(digit))
      if overflow || overflow2 { return nil }
      value = sum
      place += 1
    }
    if isNegative {
      return value <= UInt64(Int64.max) + 1 ? Int64(truncatingIfNeeded: 0 &- value) : nil
    }
    return Int64(exactly: value)
  }

  /// Whole numbers up to this are exact as doubles.
  static let exactDoubles: UInt64 = 1 << 53

  /// A whole number that may begin with zeros.
  static func paddedInt(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    let isNegative = count > 0 && bytes[0] == 45
    var place = isNegative ? 1 : 0
    while place < count - 1, bytes[place] == 48 { place += 1 }
    guard let value = int(bytes + place, count - place, takesCodes: true), value >= 0 else {
      return nil
    }
    return isNegative ? -value : value
  }

  /// A number in plain notation as digits and scale.
  ///
  /// - Parameter point: the decimal sign.
  /// - Returns: also whether there was a point, and whether the text cannot be one with points
  ///   between thousands.
  @inline(__always)
  static func decimal(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, point: UInt8, takesCodes: Bool = false
  ) -> (unscaled: Int64, scale: Int, hasPoint: Bool, isPlain: Bool)? {
    var place = 0
    let isNegative = count > 0 && bytes[0] == 45
    if isNegative { place = 1 }
    let first = place
    var value: Int64 = 0
    var digits = 0
    var pointAt = -1
    while place < count {
      let byte = bytes[place]
      let digit = byte &- 48
      if digit <= 9 {
        value = value &* 10 &+ Int64(digit)
        digits += 1
      } else if byte == point, pointAt < 0 {
        pointAt = place
      } else {
        return nil
      }
      place += 1
    }
    if digits == 0 || digits > 18 { return nil }
    let whole = (pointAt < 0 ? count : pointAt) - first
    if whole > 1, bytes[first] == 48 { return nil }
    if pointAt < 0, whole >= NumberText.codeLength, !isNegative, !takesCodes { return nil }
    let scale = pointAt < 0 ? 0 : count - pointAt - 1
    if pointAt >= 0, whole == 0 || scale == 0 || scale > Decimal64.maxScale { return nil }
    // `262.151` may have points between thousands; `0.151`, `26.15` and `2621.151` may not.
    let isPlain = pointAt >= 0 && (scale != 3 || whole > 3 || bytes[first] == 48)
    return (isNegative ? -value : value, scale, pointAt >= 0, isPlain)
  }

  /// Any number: exactly rounded. Whole numbers that a double cannot hold exactly are none, unless
  /// the type was given.
  static func double(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, point: UInt8, isForced: Bool = false
  ) -> Double? {
    guard count > 0, count < 400 else { return nil }
    if let number = decimal(bytes, count, point: point, takesCodes: isForced) {
      if !number.hasPoint, number.unscaled.magnitude > exactDoubles, !isForced { return nil }
      return Decimal64.double(number.unscaled, scale: number.scale)
    }
    let first = bytes[0] == 45 || bytes[0] == 43 ? 1 : 0
    guard first < count else { return nil }
    if !isDigit(bytes[first]), bytes[first] != point {
      let word = String(decoding: Bytes(start: bytes + first, count: count - first), as: UTF8.self)
        .lowercased()
      switch word {
      case "nan": return first == 0 ? .nan : nil
      case "inf", "infinity": return bytes[0] == 45 ? -.infinity : .infinity
      default: return nil
      }
    }
    // Leading zeros mean a code, not a number.
    if bytes[first] == 48, first + 1 < count, isDigit(bytes[first + 1]) { return nil }
    var text = String(decoding: Bytes(start: bytes, count: count), as: UTF8.self)
    var hasFraction = false
    var hasExponent = false
    // `12E4` is a code; a point, or a sign anywhere, makes it a number.
    var hasMark = first == 1
    for place in 0..<count {
      let byte = bytes[place]
      guard isDigit(byte) || byte == point || byte == 101 || byte == 69 || byte == 45 || byte == 43
      else { return nil }
      if byte == 101 || byte == 69 { hasExponent = true }
      if byte == point { hasFraction = true }
      if byte == point || byte == 45 || byte == 43 { hasMark = true }
    }
    if !isForced {
      // A whole number beyond 64 bits would lose digits; it is more likely an identifier.
      if !hasFraction, !hasExponent { return nil }
      if hasExponent, !hasMark { return nil }
    }
    if point == 44 {
      text = text.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ".")
    }
    return Double(text)
  }

  /// Digits of a fixed length as a number; -1 where one is no digit.
  @inline(__always)
  private static func digits(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
    var value = 0
    for place in 0..<count {
      let digit = bytes[place] &- 48
      if digit > 9 { return -1 }
      value = value &* 10 &+ Int(digit)
    }
    return value
  }

  /// `2025-12-31` as days.
  @inline(__always)
  static func dateISO(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    guard count == 10, bytes[4] == 45, bytes[7] == 45 else { return nil }
    let year = digits(bytes, 4)
    let month = digits(bytes + 5, 2)
    let day = digits(bytes + 8, 2)
    guard year >= 0, day >= 1, month >= 1, month <= 12,
      day <= 28 || day <= Calendar.length(ofMonth: month, year: year)
    else { return nil }
    return Int64(Calendar.days(year: year, month: month, day: day))
  }

  /// A date as a spreadsheet counts it, days since 1899-12-30, of 1955 and later.
  static func dayNumber(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    guard count == 5, let value = int(bytes, count), value >= 20_000 else { return nil }
    return value - 25_569
  }

  /// The three numbers of `31/12/2025`, `31-12-2025` or `31.12.2025`.
  @inline(__always)
  static func dateParts(
    _ bytes: UnsafePointer<UInt8>, _ count: Int
  ) -> (first: Int, second: Int, year: Int)? {
    guard count >= 8, count <= 10 else { return nil }
    var place = 0
    func number() -> Int {
      var value = 0
      var length = 0
      while place < count, isDigit(bytes[place]), length < 2 {
        value = value * 10 + Int(bytes[place] - 48)
        place += 1
        length += 1
      }
      return length == 0 ? -1 : value
    }
    let first = number()
    guard first > 0, place < count else { return nil }
    let separator = bytes[place]
    guard separator == 47 || separator == 45 || separator == 46 else { return nil }
    place += 1
    let second = number()
    guard second > 0, place < count, bytes[place] == separator else { return nil }
    place += 1
    guard count - place == 4 else { return nil }
    let year = digits(bytes + place, 4)
    return year > 0 ? (first, second, year) : nil
  }

  @inline(__always)
  static func date(_ bytes: UnsafePointer<UInt8>, _ count: Int, monthFirst: Bool) -> Int64? {
    guard let parts = dateParts(bytes, count) else { return nil }
    let month = monthFirst ? parts.first : parts.second
    let day = monthFirst ? parts.second : parts.first
    return Calendar.validDays(year: parts.year, month: month, day: day).map { Int64($0) }
  }

  /// `2025-12-31T23:59:58.5`, with `T` or a space, seconds and fraction optional, `Z` allowed; a
  /// date alone is its midnight.
  static func timestamp(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    guard count >= 10, let days = dateISO(bytes, 10) else { return nil }
    let midnight = days * Calendar.microsecondsPerDay
    if count == 10 { return midnight }
    var end = count
    if bytes[end - 1] == 90 { end -= 1 }
    guard bytes[10] == 84 || bytes[10] == 32, end >= 16, bytes[13] == 58 else { return nil }
    let hour = digits(bytes + 11, 2)
    let minute = digits(bytes + 14, 2)
    guard hour >= 0, hour < 24, minute >= 0, minute < 60 else { return nil }
    var microseconds = 0
    if end > 16 {
      guard end >= 19, bytes[16] == 58 else { return nil }
      let second = digits(bytes + 17, 2)
      guard second >= 0, second < 60 else { return nil }
      microseconds = second * 1_000_000
      if end > 19 {
        guard bytes[19] == 46, end > 20, end <= 26 else { return nil }
        var fraction = digits(bytes + 20, end - 20)
        guard fraction >= 0 else { return nil }
        for _ in end..<26 { fraction *= 10 }
        microseconds += fraction
      }
    }
    return midnight + Int64(hour * 3600 + minute * 60) * 1_000_000 + Int64(microseconds)
  }

  static func bool(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool? {
    guard count == 4 || count == 5 else { return nil }
    switch String(decoding: Bytes(start: bytes, count: count), as: UTF8.self) {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: return nil
    }
  }

  /// All ways in which a field can be read, of those asked for.
  static func classify(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, among: FieldKinds = .all
  ) -> FieldKinds {
    var kinds: FieldKinds = .text
    guard count > 0 else { return kinds }
    func asks(_ some: FieldKinds) -> Bool { !among.isDisjoint(with: some) }
    // Most texts begin like none of the others.
    let first = bytes[0]
    let isNumber = isDigit(first) || first == 45
    if asks(.numbers) {
      if isNumber, let value = int(bytes, count) {
        kinds.formUnion(wholeKinds(value, count))
      } else {
        let hasOwnEnd =
          isDigit(first) || [36, 39, 40, 43, 44, 45, 46].contains(first)
          || first >= 0xC2 || (first | 32) == 117 || (first | 32) == 118 || (first | 32) == 101
        if hasOwnEnd, let number = NumberText(bytes, count) {
          kinds.formUnion(numberKinds(number, isLabel: first == 40 || number.hasOddSign))
        }
        if isNumber || first == 43 || first == 46 || (first | 32) == 110 || (first | 32) == 105 {
          for point in [UInt8(46), 44] {
            if isNumber, decimal(bytes, count, point: point) != nil { kinds.insert(.plain(point)) }
            if double(bytes, count, point: point) != nil { kinds.insert(.double(point)) }
          }
        }
      }
    }
    if asks(.dates), isDigit(first) || first >= 65 {
      if isDigit(first) {
        if dateISO(bytes, count) != nil { kinds.insert(.dateISO) }
        if timestamp(bytes, count) != nil { kinds.insert(.stampISO) }
      }
      if let date = DateText(bytes, count) { kinds.formUnion(date.kinds) }
    }
    if asks(.bool), bool(bytes, count) != nil { kinds.insert(.bool) }
    return kinds
  }

  /// What a plain whole number can be read as.
  static func wholeKinds(_ value: Int64, _ count: Int) -> FieldKinds {
    var kinds = FieldKinds.wholeNumber
    if value.magnitude > exactDoubles { kinds.subtract([.pointDouble, .commaDouble]) }
    if value.magnitude >= longNumbers { kinds.subtract(beyondDecimals) }
    return kinds
  }

  /// Whole numbers from here on have too many digits for the decimals.
  static let longNumbers: UInt64 = 1_000_000_000_000_000_000
  static let beyondDecimals: FieldKinds = [
    .pointPlain, .commaPlain, .pointDouble, .commaDouble, .pointNumber, .commaNumber, .pointWhole,
    .commaWhole, .numberAgree,
  ]

  /// What a number as people write it can be read as, besides text.
  static func numberKinds(_ number: NumberText, isLabel: Bool) -> FieldKinds {
    var kinds: FieldKinds = []
    let point = number.value(point: 46)
    let comma = number.value(point: 44)
    if point == nil, comma == nil { return kinds }
    if let point {
      kinds.insert(.pointNumber)
      if point.scale == 0 { kinds.insert(.pointWhole) }
    }
    if let comma {
      kinds.insert(.commaNumber)
      if comma.scale == 0 { kinds.insert(.commaWhole) }
    }
    if !number.hasSigns { kinds.insert(.numberAgree) }
    kinds.formUnion(.unit(number.unit))
    if isLabel { kinds.insert(.bracketed) }
    return kinds
  }
}
