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
  /// The text stands in accounting brackets, or its minus is an en dash or stands behind: a column of
  /// nothing else holds labels such as `(1)`.
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
