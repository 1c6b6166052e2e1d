import Columns

/// The ways in which the texts of a column can be read; a set of them says which are still possible.
struct FieldKinds: OptionSet, Sendable, Hashable {
  let rawValue: UInt32

  private static func bit(_ place: UInt32) -> FieldKinds { FieldKinds(rawValue: 1 << place) }

  static let bool = bit(0)
  static let int = bit(1)
  /// Plain decimal notation, whole numbers included, with either sign.
  static let pointPlain = bit(2)
  static let commaPlain = bit(3)
  /// Any number, with exponent.
  static let pointDouble = bit(4)
  static let commaDouble = bit(5)
  /// Numbers as people write them (`NumberText`).
  static let pointNumber = bit(6)
  static let commaNumber = bit(7)
  /// Those of them that are whole.
  static let pointWhole = bit(8)
  static let commaWhole = bit(9)
  /// Both notations give the same number.
  static let numberAgree = bit(10)
  /// The text stands in accounting brackets; a column of nothing else holds labels such as `(1)`.
  static let bracketed = bit(11)
  /// What stands beside the digits; plain numbers go with any currency.
  static let unitNone = bit(12)
  static let unitPercent = bit(13)
  static let unitDong = bit(14)
  static let unitDollar = bit(15)
  static let unitEuro = bit(16)
  static let unitPound = bit(17)
  static let unitYen = bit(18)
  /// `2025-12-31`
  static let dateISO = bit(19)
  /// Dates in one of three orders, and the same with times.
  static let dateYMD = bit(20)
  static let dateDMY = bit(21)
  static let dateMDY = bit(22)
  static let stampYMD = bit(23)
  static let stampDMY = bit(24)
  static let stampMDY = bit(25)
  /// All orders that fit give the same day.
  static let dateAgree = bit(26)
  /// `2025-12-31T23:59:58`
  static let stampISO = bit(27)
  static let text = bit(28)

  static let all = FieldKinds(rawValue: 1 << 29 - 1)

  static let units: FieldKinds = [
    .unitNone, .unitPercent, .unitDong, .unitDollar, .unitEuro, .unitPound, .unitYen,
  ]
  /// Units that plain numbers may have.
  static let plainUnits: FieldKinds = [
    .unitNone, .unitDong, .unitDollar, .unitEuro, .unitPound, .unitYen,
  ]
  static let numbers: FieldKinds = [
    .int, .pointPlain, .commaPlain, .pointDouble, .commaDouble, .pointNumber, .commaNumber,
  ]
  /// The narrow forms of numbers, which `NumberText` knows nothing of.
  static let narrow: FieldKinds = [.int, .pointPlain, .commaPlain, .pointDouble, .commaDouble]
  static let dates: FieldKinds = [
    .dateISO, .dateYMD, .dateDMY, .dateMDY, .stampISO, .stampYMD, .stampDMY, .stampMDY,
  ]
  /// Kinds that make a column something else than text.
  static let values: FieldKinds = [.bool, .numbers, .dates]
  /// All that a plain whole number of few digits is.
  static let wholeNumber: FieldKinds = [
    .int, .pointPlain, .commaPlain, .pointDouble, .commaDouble, .pointNumber, .commaNumber,
    .pointWhole, .commaWhole, .numberAgree, .unitNone, .unitDong, .unitDollar, .unitEuro,
    .unitPound, .unitYen, .text,
  ]

  static func plain(_ point: UInt8) -> FieldKinds { point == 44 ? .commaPlain : .pointPlain }
  static func double(_ point: UInt8) -> FieldKinds { point == 44 ? .commaDouble : .pointDouble }
  static func number(_ point: UInt8) -> FieldKinds { point == 44 ? .commaNumber : .pointNumber }
  static func whole(_ point: UInt8) -> FieldKinds { point == 44 ? .commaWhole : .pointWhole }

  static func unit(_ unit: NumberText.Unit) -> FieldKinds {
    switch unit {
    case .none: .plainUnits
    case .percent: .unitPercent
    case .dong: .unitDong
    case .dollar: .unitDollar
    case .euro: .unitEuro
    case .pound: .unitPound
    case .yen: .unitYen
    }
  }

  /// The unit that all numbers share; none where they are plain or there are none.
  var unit: NumberText.Unit {
    if contains(.unitNone) { return .none }
    return NumberText.Unit.allCases.first { $0 != .none && contains(.unit($0)) } ?? .none
  }

  /// The decimal sign that all numbers need; nil where either will do or there are no numbers.
  var point: UInt8? {
    switch (contains(.pointNumber), contains(.commaNumber)) {
    case (true, false): 46
    case (false, true): 44
    case (true, true): nil
    case (false, false):
      switch (contains(.pointDouble), contains(.commaDouble)) {
      case (true, false): 46
      case (false, true): 44
      default: nil
      }
    }
  }

  /// Whether all that is left can be one column: numbers share a unit, or there are none.
  var isReadable: Bool {
    if isDisjoint(with: .numbers) { return !isDisjoint(with: .dates) || contains(.bool) }
    return !isDisjoint(with: .units) || !isDisjoint(with: [.pointDouble, .commaDouble])
  }

  /// Whether the numbers can be read with either decimal sign, and differ.
  var isUnclearNumber: Bool {
    isSuperset(of: [.pointNumber, .commaNumber]) && !contains(.numberAgree)
      && !isDisjoint(with: .units)
  }
}

/// How a column's texts are read.
enum FieldFormat: UInt8, Sendable {
  case bool, int, decimal, double, number, whole
  case dateISO, dateYMD, dateDMY, dateMDY
  case stampISO, stampYMD, stampDMY, stampMDY
  case text
  /// Nothing is known in any row.
  case null

  var type: DataType {
    switch self {
    case .bool: .bool
    case .int, .whole: .int
    case .decimal, .double, .number: .float
    case .dateISO, .dateYMD, .dateDMY, .dateMDY: .date
    case .stampISO, .stampYMD, .stampDMY, .stampMDY: .timestamp
    case .text: .text
    case .null: .null
    }
  }

  /// The order of dates that are read by `DateText`, and whether times may follow.
  var order: (order: ReadOptions.DateOrder, hasTime: Bool)? {
    switch self {
    case .dateYMD: (.ymd, false)
    case .dateDMY: (.dmy, false)
    case .dateMDY: (.mdy, false)
    case .stampYMD: (.ymd, true)
    case .stampDMY: (.dmy, true)
    case .stampMDY: (.mdy, true)
    default: nil
    }
  }
}

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
          kinds.formUnion(numberKinds(number, bracketed: first == 40))
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
  static func numberKinds(_ number: NumberText, bracketed: Bool) -> FieldKinds {
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
    if bracketed { kinds.insert(.bracketed) }
    return kinds
  }
}
