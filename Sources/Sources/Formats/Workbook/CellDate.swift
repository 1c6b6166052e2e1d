import Columns

/// Days as workbooks count them.
struct CellDate {
  /// Whether days are counted from 1904, as on old Macs.
  let is1904: Bool

  /// A day number with its fraction as microseconds since 1970; nil for days that there are not: day 0
  /// and 29 February 1900, which Excel counts, and what lies beyond year 9999.
  func microseconds(_ serial: Double) -> Int64? {
    guard serial.isFinite, serial > -700_000, serial < 2_958_466 else { return nil }
    var day = serial.rounded(.down)
    // To the millisecond, which is all that a day number of this size holds.
    var part = Int64(((serial - day) * 86_400_000).rounded())
    if part == 86_400_000 {
      day += 1
      part = 0
    }
    let number = Int64(day)
    let epoch: Int64
    if is1904 {
      epoch = -24_107
    } else {
      if number == 0 || number == 60 { return nil }
      epoch = (1...59).contains(number) ? -25_568 : -25_569
    }
    return (epoch + number) * Calendar.microsecondsPerDay + part * 1000
  }

  /// `2025-01-31`, `2025-01-31T08:30:00`, a fraction of seconds and `Z` allowed, as microseconds since
  /// 1970; nil for other texts.
  static func microseconds(iso bytes: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    if count > 26 { return FieldReader.timestamp(bytes, 26) }
    return FieldReader.timestamp(bytes, count)
  }

  /// `PT08H30M15S` or `PT30H0M0.5S` as microseconds.
  static func microseconds(span text: String) -> Int64? {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative { rest.removeFirst() }
    guard rest.first == "P" else { return nil }
    rest.removeFirst()
    var total = 0.0
    var number = ""
    var isTime = false
    for sign in rest {
      switch sign {
      case "T": isTime = true
      case "0"..."9", ".": number.append(sign)
      default:
        guard let value = Double(number) else { return nil }
        number = ""
        switch (sign, isTime) {
        case ("D", false): total += value * 86_400
        case ("H", true): total += value * 3_600
        case ("M", true): total += value * 60
        case ("S", true): total += value
        default: return nil
        }
      }
    }
    guard number.isEmpty, total < 1e12 else { return nil }
    return Int64((total * 1e6).rounded()) * (isNegative ? -1 : 1)
  }

  /// A time of day or a span: `08:30`, `27:15:30`.
  static func appendTime(_ microseconds: Int64, seconds: Bool, _ out: inout [UInt8]) {
    if microseconds < 0 { out.append(45) }
    let all = (microseconds.magnitude + 500_000) / 1_000_000
    pad(Int(all / 3600), 2, &out)
    out.append(58)
    pad(Int(all / 60 % 60), 2, &out)
    if seconds || all % 60 != 0 {
      out.append(58)
      pad(Int(all % 60), 2, &out)
    }
  }

  /// A number with zeros before it.
  static func pad(_ value: Int, _ width: Int, _ out: inout [UInt8]) {
    let text = Array(String(value).utf8)
    for _ in 0..<max(0, width - text.count) { out.append(48) }
    out.append(contentsOf: text)
  }
}

extension CellStore {
  /// What a number is by the format of its cell.
  enum FormattedNumber {
    case number
    /// A date, a time of day or a span, with the place of its format.
    case time(CellKind, Int, Int64)
    case noDay
  }

  /// - Parameter stamp: the place of the format for dates with times.
  static func cell(
    _ value: Double, _ format: CellFormat, _ place: Int, _ dates: CellDate, stamp: Int
  ) -> FormattedNumber {
    switch format.kind {
    case .number, .percent: return .number
    case .time:
      // A day with a clock's format has a day all the same.
      if format.isElapsed || (0..<1).contains(value) {
        if value.magnitude >= 1e9 { return .number }
        return .time(.time, place, Int64((value * 86_400_000).rounded()) * 1000)
      }
      return dates.microseconds(value).map { .time(.date, stamp, $0) } ?? .noDay
    case .date: return dates.microseconds(value).map { .time(.date, place, $0) } ?? .noDay
    }
  }
}
