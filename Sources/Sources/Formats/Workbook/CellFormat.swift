import Columns

/// What the number format of a cell says of its value.
struct CellFormat: Sendable, Hashable {
  enum Kind: Sendable, Hashable { case number, percent, date, time }

  var kind = Kind.number
  /// The order in which a date is shown; nil where that is left to the reader's system.
  var order: ReadOptions.DateOrder?
  var hasDay = false
  var hasMonth = false
  var hasTime = false
  var hasSeconds = false
  /// Whether hours may pass 24: a span of time.
  var isElapsed = false
  /// Digits of a code that is filled up with zeros (`00000`); 0 for other formats.
  var zeros = 0
  var unit = NumberText.Unit.none
  /// Whether what is shown is a thousandth or less of the value (`#,##0,`).
  var isScaled = false

  static let general = CellFormat()
  /// A day in ISO form.
  static let day = CellFormat(kind: .date, order: .ymd, hasDay: true, hasMonth: true)
  static let stamp = CellFormat(
    kind: .date, order: .ymd, hasDay: true, hasMonth: true, hasTime: true, hasSeconds: true)
  static let percent = CellFormat(kind: .percent)
  static let clock = CellFormat(kind: .time, hasTime: true, hasSeconds: true)

  init(
    kind: Kind = .number, order: ReadOptions.DateOrder? = nil, hasDay: Bool = false,
    hasMonth: Bool = false, hasTime: Bool = false, hasSeconds: Bool = false
  ) {
    self.kind = kind
    self.order = order
    self.hasDay = hasDay
    self.hasMonth = hasMonth
    self.hasTime = hasTime
    self.hasSeconds = hasSeconds
  }

  /// The formats that Excel has by number, without a code in the file.
  init(builtin number: Int) {
    switch number {
    case 14: self.init(kind: .date, order: nil, hasDay: true, hasMonth: true)
    case 22: self.init(kind: .date, order: nil, hasDay: true, hasMonth: true, hasTime: true)
    case 15: self.init("d-mmm-yy")
    case 16: self.init("d-mmm")
    case 17: self.init("mmm-yy")
    case 18...21: self.init(number % 2 == 0 ? "h:mm" : "h:mm:ss")
    case 9, 10: self.init(kind: .percent)
    case 27...31, 34...36, 50...54, 57, 58:
      // Dates of East Asian systems.
      self.init(kind: .date, order: .ymd, hasDay: true, hasMonth: true)
    case 32, 33, 55, 56: self.init("h:mm:ss")
    case 45, 47: self.init("mm:ss")
    case 46: self.init("[h]:mm:ss")
    default: self.init()
    }
  }

  /// Reads a format code (`dd/mm/yyyy`, `#,##0.00 "đ"`, `0.0%`, `[h]:mm`).
  init(_ code: String) {
    self.init()
    let scan = Scan(code)
    if code.lowercased() == "general" || code == "@" { return }
    if scan.isDate {
      read(dates: scan.letters)
      isElapsed = scan.isElapsed
      return
    }
    if scan.hasPercent { kind = .percent }
    unit = scan.unit
    let digits = scan.digits
    if kind == .number, unit == .none, digits.count > 1, digits.allSatisfy({ $0 == 48 }),
      !scan.hasText
    {
      zeros = digits.count
    }
    // A comma with no digit behind it, before a point or at the end.
    var isAfterDigit = false
    for (place, byte) in digits.enumerated() {
      let next = place + 1 < digits.count ? digits[place + 1] : 0
      if byte == 44, isAfterDigit, next == 0 || next == 46 || next == 44 { isScaled = true }
      isAfterDigit = byte == 48 || byte == 35 || byte == 63 || (byte == 44 && isAfterDigit)
    }
  }

  private mutating func read(dates letters: [UInt8]) {
    var parts: [UInt8] = []
    for (place, letter) in letters.enumerated() where place == 0 || letters[place - 1] != letter {
      parts.append(letter)
    }
    // An m is minutes next to hours or seconds, else a month.
    var order: [UInt8] = []
    for (place, part) in parts.enumerated() {
      switch part {
      case 104:
        hasTime = true
      case 115:
        hasTime = true
        hasSeconds = true
      case 109:
        let isMinutes =
          (place > 0 && parts[place - 1] == 104)
          || (place + 1 < parts.count && parts[place + 1] == 115)
        if isMinutes {
          hasTime = true
        } else {
          hasMonth = true
          order.append(109)
        }
      case 100:
        hasDay = true
        order.append(100)
      case 121, 101: order.append(121)
      default: break
      }
    }
    kind = order.isEmpty ? .time : .date
    guard hasDay else { return }
    let day = order.firstIndex(of: 100) ?? .max
    let month = order.firstIndex(of: 109) ?? .max
    let year = order.firstIndex(of: 121) ?? .max
    self.order = year < min(day, month) && year != .max ? .ymd : month < day ? .mdy : .dmy
  }

  /// The first part of a format code without what is only shown.
  private struct Scan {
    /// `y m d h s e`, small, one a place.
    var letters: [UInt8] = []
    /// The signs of digits with points and commas.
    var digits: [UInt8] = []
    var hasPercent = false
    var isElapsed = false
    var hasText = false
    var unit = NumberText.Unit.none

    var isDate: Bool { !letters.isEmpty }

    init(_ code: String) {
      let signs = Array(code.unicodeScalars)
      var place = 0
      while place < signs.count {
        let sign = signs[place]
        place += 1
        switch sign {
        case ";":
          // A part of nothing but words, `[<0.01]"<1%";0%`, says nothing of the numbers.
          guard hasText, digits.isEmpty, letters.isEmpty, !hasPercent else { return }
          hasText = false
          unit = .none
        case "\"":
          while place < signs.count, signs[place] != "\"" {
            note(signs[place])
            hasText = true
            place += 1
          }
          place += 1
        case "\\":
          if place < signs.count { note(signs[place]) }
          hasText = true
          place += 1
        case "_", "*": place += 1
        case "[":
          var inside = String.UnicodeScalarView()
          while place < signs.count, signs[place] != "]" {
            inside.append(signs[place])
            place += 1
          }
          place += 1
          bracket(String(inside))
        case "%": hasPercent = true
        case "y", "Y", "m", "M", "d", "D", "h", "H", "s", "S":
          letters.append(UInt8(truncatingIfNeeded: sign.value) | 32)
        case "e", "E":
          // An exponent has a sign behind it.
          let next = place < signs.count ? signs[place] : " "
          if next != "+", next != "-" { letters.append(101) }
        case "0", "#", "?", ".", ",": digits.append(UInt8(truncatingIfNeeded: sign.value))
        default: note(sign)
        }
      }
    }

    /// A colour, a condition, a locale with its currency, or hours beyond 24.
    private mutating func bracket(_ inside: String) {
      let small = inside.lowercased()
      if ["h", "hh", "m", "mm", "s", "ss"].contains(small) {
        isElapsed = true
        letters.append(contentsOf: small.utf8)
      } else if inside.hasPrefix("$") {
        for sign in inside.dropFirst().prefix(while: { $0 != "-" }).unicodeScalars { note(sign) }
      }
    }

    private mutating func note(_ sign: UnicodeScalar) {
      switch sign {
      case "₫", "đ": unit = .dong
      case "$": unit = .dollar
      case "€": unit = .euro
      case "£": unit = .pound
      case "¥": unit = .yen
      default: break
      }
    }
  }
}
