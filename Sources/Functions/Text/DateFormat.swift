import Columns

/// A compiled format of `parse_date` and `format_date`: `dd d MM M yyyy yy Q HH H mm m ss s`, `MMM MMMM`
/// names of months, `ddd dddd` of weekdays (or `EEE EEEE`), `a` or `AM/PM` for the half of the day; other
/// letters in single quotes; or the signs of C (`%d/%m/%Y`).
///
/// Small `m` means the month too, as in spreadsheets, unless it stands after hours or before
/// seconds. Small `h` counts to 12 where the half of the day stands beside it.
struct DateFormat {
  enum Field: Hashable {
    case day
    case month
    case year
    case shortYear
    case quarter
    case hour
    case minute
    case second
    /// 1 to 12.
    case halfHour
    /// Names; their digits are 3 for the short form, 4 for the long one.
    case monthName
    case weekdayName
    case halfDay
  }

  enum Part: Equatable {
    case literal([UInt8])
    /// A field and how many digits it is filled up to.
    case field(Field, digits: Int)
  }

  private(set) var parts: [Part] = []
  /// In which language names are written; both are read.
  let names: DateNames

  init(_ format: UnsafeBufferPointer<UInt8>, _ names: DateNames = .english) throws {
    self.names = names
    let bytes = Array(format)
    if bytes.contains(UInt8(ascii: "%")) {
      try readSigns(bytes)
    } else {
      try readLetters(bytes)
    }
  }

  /// A format to read dates with, which must name a year.
  init(toRead format: UnsafeBufferPointer<UInt8>) throws {
    try self.init(format)
    let hasYear = parts.contains { part in
      if case .field(let field, _) = part { field == .year || field == .shortYear } else { false }
    }
    guard hasYear else {
      throw DateFormat.bad(
        Array(format), "there is no year (yyyy or yy)", "không có năm (yyyy hoặc yy)")
    }
  }

  // MARK: Reading the format

  private mutating func append(_ byte: UInt8) {
    if case .literal(let known) = parts.last {
      parts[parts.count - 1] = .literal(known + [byte])
    } else {
      parts.append(.literal([byte]))
    }
  }

  private static func bad(_ format: [UInt8], _ why: String, _ whyVi: String) -> EvaluationFailure {
    let text = String(decoding: format, as: UTF8.self)
    return EvaluationFailure(
      .invalidArgument(
        Bilingual(
          en: "in the date format `\(text)` \(why)",
          vi: "trong định dạng ngày `\(text)`, \(whyVi)")))
  }

  private mutating func readSigns(_ bytes: [UInt8]) throws {
    var place = 0
    while place < bytes.count {
      guard bytes[place] == UInt8(ascii: "%") else {
        append(bytes[place])
        place += 1
        continue
      }
      place += 1
      var digits = 2
      if place < bytes.count, bytes[place] == UInt8(ascii: "-") {
        digits = 1
        place += 1
      }
      guard place < bytes.count else {
        throw DateFormat.bad(bytes, "the last % has no letter", "dấu % cuối không có chữ cái")
      }
      switch bytes[place] {
      case UInt8(ascii: "d"): parts.append(.field(.day, digits: digits))
      case UInt8(ascii: "m"): parts.append(.field(.month, digits: digits))
      case UInt8(ascii: "Y"): parts.append(.field(.year, digits: 4))
      case UInt8(ascii: "y"): parts.append(.field(.shortYear, digits: 2))
      case UInt8(ascii: "H"): parts.append(.field(.hour, digits: digits))
      case UInt8(ascii: "M"): parts.append(.field(.minute, digits: digits))
      case UInt8(ascii: "S"): parts.append(.field(.second, digits: digits))
      case UInt8(ascii: "I"): parts.append(.field(.halfHour, digits: digits))
      case UInt8(ascii: "p"): parts.append(.field(.halfDay, digits: 2))
      case UInt8(ascii: "b"), UInt8(ascii: "h"): parts.append(.field(.monthName, digits: 3))
      case UInt8(ascii: "B"): parts.append(.field(.monthName, digits: 4))
      case UInt8(ascii: "a"): parts.append(.field(.weekdayName, digits: 3))
      case UInt8(ascii: "A"): parts.append(.field(.weekdayName, digits: 4))
      case UInt8(ascii: "%"): append(UInt8(ascii: "%"))
      default:
        throw DateFormat.bad(
          bytes, "`%\(Character(Unicode.Scalar(bytes[place])))` is not known",
          "không có ký hiệu `%\(Character(Unicode.Scalar(bytes[place])))`")
      }
      place += 1
    }
  }

  private mutating func readLetters(_ bytes: [UInt8]) throws {
    var place = 0
    var smallMonths: [Int] = []
    var smallHours: [Int] = []
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "'") {
        place = try readQuoted(bytes, from: place + 1)
        continue
      }
      let isLetter = (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      guard isLetter else {
        append(byte)
        place += 1
        continue
      }
      if let length = DateFormat.halfDay(bytes, at: place) {
        parts.append(.field(.halfDay, digits: 2))
        place += length
        continue
      }
      var end = place
      while end < bytes.count, bytes[end] == byte { end += 1 }
      let count = end - place
      if count == 3 || count == 4, let named = DateFormat.named(byte) {
        parts.append(.field(named, digits: count))
        place = end
        continue
      }
      let field: Field
      switch byte {
      case UInt8(ascii: "d"), UInt8(ascii: "D"): field = .day
      case UInt8(ascii: "M"): field = .month
      case UInt8(ascii: "m"):
        field = .month
        smallMonths.append(parts.count)
      case UInt8(ascii: "y"), UInt8(ascii: "Y"): field = count == 2 ? .shortYear : .year
      case UInt8(ascii: "Q"), UInt8(ascii: "q"): field = .quarter
      case UInt8(ascii: "H"): field = .hour
      case UInt8(ascii: "h"):
        field = .hour
        smallHours.append(parts.count)
      case UInt8(ascii: "s"), UInt8(ascii: "S"): field = .second
      default:
        throw DateFormat.bad(
          bytes,
          "the letter \(Character(Unicode.Scalar(byte))) means nothing; put text in single quotes",
          "chữ \(Character(Unicode.Scalar(byte))) không có nghĩa; hãy đặt chữ trong dấu nháy đơn")
      }
      let longest = field == .year ? 4 : field == .quarter ? 1 : 2
      guard count <= longest, field != .year || count == 4 else {
        throw DateFormat.bad(
          bytes, "there are too many or too few letters in a row",
          "số chữ cái liền nhau quá nhiều hoặc quá ít")
      }
      parts.append(.field(field, digits: count))
      place = end
    }
    if smallHours.count > 0, parts.contains(where: { $0 == .field(.halfDay, digits: 2) }) {
      for place in smallHours {
        if case .field(_, let digits) = parts[place] {
          parts[place] = .field(.halfHour, digits: digits)
        }
      }
    }
    // A small m next to hours or seconds is minutes.
    for place in smallMonths {
      let before = neighbour(of: place, step: -1)
      let after = neighbour(of: place, step: 1)
      if before == .hour || before == .halfHour || after == .second,
        case .field(_, let digits) = parts[place]
      {
        parts[place] = .field(.minute, digits: digits)
      }
    }
  }

  /// How long `a`, `tt` or `AM/PM` is here; nil where something else stands.
  private static func halfDay(_ bytes: [UInt8], at place: Int) -> Int? {
    for sign in ["AM/PM", "am/pm", "tt", "a"] {
      let wanted = Array(sign.utf8)
      let end = place + wanted.count
      guard end <= bytes.count, Array(bytes[place..<end]) == wanted else { continue }
      let isWhole = end == bytes.count || (bytes[end] | 0x20) != (wanted[wanted.count - 1] | 0x20)
      if isWhole { return wanted.count }
    }
    return nil
  }

  /// What three or four of a letter name.
  private static func named(_ byte: UInt8) -> Field? {
    switch byte {
    case UInt8(ascii: "M"), UInt8(ascii: "m"): .monthName
    case UInt8(ascii: "d"), UInt8(ascii: "D"), UInt8(ascii: "E"): .weekdayName
    default: nil
    }
  }

  private func neighbour(of place: Int, step: Int) -> Field? {
    var other = place + step
    while parts.indices.contains(other) {
      if case .field(let field, _) = parts[other] { return field }
      other += step
    }
    return nil
  }

  /// Reads to the closing quote; two quotes stand for one. Returns the place after it.
  private mutating func readQuoted(_ bytes: [UInt8], from start: Int) throws -> Int {
    let quote = UInt8(ascii: "'")
    if start < bytes.count, bytes[start] == quote {
      append(quote)
      return start + 1
    }
    var place = start
    while place < bytes.count {
      if bytes[place] == quote {
        guard place + 1 < bytes.count, bytes[place + 1] == quote else { return place + 1 }
        place += 1
      }
      append(bytes[place])
      place += 1
    }
    throw DateFormat.bad(bytes, "a quote is not closed", "dấu nháy không được đóng")
  }

  // MARK: Dates from text

  /// The day that a text gives, white space at its ends aside; nil where it does not fit. What the
  /// format lacks is the first.
  func parse(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
    if let day = parse(text, takesShortest: false) { return day }
    // `Thu 21` is a Thursday, though `thu 2` is a Monday in Vietnamese without marks.
    let hasNames = parts.contains { part in
      if case .field(let field, _) = part { DateNames.has(field) } else { false }
    }
    return hasNames ? parse(text, takesShortest: true) : nil
  }

  private func parse(_ text: UnsafeBufferPointer<UInt8>, takesShortest: Bool) -> Int? {
    var scan = DigitScan(text)
    var values: [Field: Int] = [:]
    for part in parts {
      switch part {
      case .literal(let bytes):
        for byte in bytes where !scan.take(byte) { return nil }
      case .field(let field, _) where DateNames.has(field):
        guard let value = DateNames.read(field, from: &scan, takesShortest: takesShortest) else {
          return nil
        }
        if let known = values[field], known != value { return nil }
        values[field] = value
      case .field(let field, _):
        let width = field == .year ? 4 : field == .quarter ? 1 : 2
        let isExact = field == .year || field == .shortYear
        guard let value = scan.number(from: isExact ? width : 1, to: width) else { return nil }
        if let known = values[field], known != value { return nil }
        values[field] = value
      }
    }
    guard scan.isAtEnd, values[.hour] ?? 0 < 24, values[.minute] ?? 0 < 60,
      values[.second] ?? 0 < 60, (1...12).contains(values[.halfHour] ?? 12)
    else { return nil }
    let year: Int
    if let full = values[.year] {
      year = full
    } else if let short = values[.shortYear] {
      // As POSIX reads two digits: 69 to 99 are 1969 to 1999.
      year = short < 69 ? 2000 + short : 1900 + short
    } else {
      return nil
    }
    var month = 1
    if let quarter = values[.quarter] {
      guard (1...4).contains(quarter) else { return nil }
      month = quarter * 3 - 2
    }
    if let named = values[.monthName] {
      if let number = values[.month], number != named { return nil }
      month = named
    }
    let day = Calendar.validDays(
      year: year, month: values[.month] ?? month, day: values[.day] ?? 1)
    // A weekday that the date does not have is a slip in one of the two.
    if let day, let weekday = values[.weekdayName], weekday != Calendar.weekday(day) { return nil }
    return day
  }

  // MARK: Text from dates

  /// Appends the text of a time in microseconds.
  func write(_ time: Int128, to builder: inout TextBuilder) throws {
    let days = floorDivide(time, Int128(Calendar.microsecondsPerDay))
    let seconds = Int((time - days * Int128(Calendar.microsecondsPerDay)) / 1_000_000)
    let (year, month, day) = Calendar.civil(Int(clamping: days))
    for part in parts {
      switch part {
      case .literal(let bytes): try builder.append(bytes)
      case .field(.monthName, let digits):
        try builder.append(names.month(month, isShort: digits == 3))
      case .field(.weekdayName, let digits):
        let weekday = Calendar.weekday(Int(clamping: days))
        try builder.append(names.weekday(weekday, isShort: digits == 3))
      case .field(.halfDay, _): try builder.append(names.halfDay(isLate: seconds >= 43_200))
      case .field(let field, let digits):
        let value =
          switch field {
          case .day: day
          case .month: month
          case .year: year
          case .shortYear: Int(DateRows.floorRemainder(Int64(year), 100))
          case .quarter: (month + 2) / 3
          case .hour: seconds / 3600
          case .minute: seconds / 60 % 60
          case .second: seconds % 60
          case .halfHour: (seconds / 3600 + 11) % 12 + 1
          case .monthName, .weekdayName, .halfDay: 0
          }
        try builder.append(number: Int64(value), digits: digits)
      }
    }
  }
}

/// Reads digits and signs from a text, white space at its ends aside.
struct DigitScan {
  private let text: UnsafeBufferPointer<UInt8>
  private var place: Int
  private let end: Int

  init(_ text: UnsafeBufferPointer<UInt8>) {
    self.text = text
    var from = 0
    var to = text.count
    while from < to, DigitScan.isSpace(text[from]) { from += 1 }
    while to > from, DigitScan.isSpace(text[to - 1]) { to -= 1 }
    place = from
    end = to
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  var isAtEnd: Bool { place == end }

  /// What has not been taken.
  var rest: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[place..<end]) }

  /// Takes so many bytes, which are there.
  mutating func skip(_ count: Int) { place += count }

  /// The next byte, not taken.
  var peek: UInt8? { place < end ? text[place] : nil }

  /// Takes one byte if it is that one.
  mutating func take(_ byte: UInt8) -> Bool {
    guard place < end, text[place] == byte else { return false }
    place += 1
    return true
  }

  /// Takes one byte of several.
  mutating func take(anyOf bytes: StaticString) -> UInt8? {
    guard let next = peek else { return nil }
    let isWanted = bytes.withUTF8Buffer { $0.contains(next) }
    guard isWanted else { return nil }
    place += 1
    return next
  }

  /// A number of so many digits.
  mutating func number(from least: Int, to most: Int) -> Int? {
    var value = 0
    var digits = 0
    while digits < most, place < end, text[place] >= 0x30, text[place] <= 0x39 {
      value = value * 10 + Int(text[place] - 0x30)
      digits += 1
      place += 1
    }
    return digits >= least ? value : nil
  }
}
