import Columns

/// Functions of dates and timestamps.
enum DateFunctions {
  static let all: [ScalarFunction] = fields + arithmetic + texts

  // MARK: Fields

  private enum Field: String {
    case year, quarter, month, day, weekday, week
    case dayOfYear = "day_of_year"
  }

  private static let fields: [ScalarFunction] = [
    field(.year, "The year.", "Năm.", "2025", "2024", -9999...9999),
    field(.quarter, "The quarter, 1 to 4.", "Quý, 1 đến 4.", "4", "1", 1...4),
    field(.month, "The month, 1 to 12.", "Tháng, 1 đến 12.", "12", "2", 1...12),
    field(
      .day, "The day of the month, 1 to 31.", "Ngày trong tháng, 1 đến 31.", "31", "29", 1...31),
    field(
      .weekday, "The day of the week: Monday is 1, Sunday is 7.",
      "Thứ trong tuần: thứ hai là 1, chủ nhật là 7.", "3", "4", 1...7),
    field(
      .week, "The week of the year by ISO 8601, 1 to 53: the week that holds its Thursday.",
      "Tuần trong năm theo ISO 8601, 1 đến 53.", "1", "9", 1...53),
    field(
      .dayOfYear, "The day of the year, 1 to 366.", "Ngày thứ mấy trong năm, 1 đến 366.", "365",
      "60",
      1...366),
    clock("hour", "The hour, 0 to 23; of a date 0.", "Giờ, 0 đến 23; của ngày là 0.", "14", 23) {
      $0 / 3_600_000_000
    },
    clock(
      "minute", "The minute, 0 to 59; of a date 0.", "Phút, 0 đến 59; của ngày là 0.", "30", 59
    ) { $0 / 60_000_000 % 60 },
    clock(
      "second", "The second, 0 to 59; of a date 0.", "Giây, 0 đến 59; của ngày là 0.", "15", 59
    ) { $0 / 1_000_000 % 60 },
  ]

  private static func field(
    _ field: Field, _ en: String, _ vi: String, _ result: String, _ leap: String,
    _ usual: ClosedRange<Int64>
  ) -> ScalarFunction {
    .strict(
      field.rawValue, "\(field.rawValue)(d)", [.temporal], .always(.int), en: en, vi: vi,
      [
        ("\(field.rawValue)(@2025-12-31)", result), ("\(field.rawValue)(@2024-02-29)", leap),
      ]
    ) { operands, count, validity, _ in
      let result = try DateRows.days(operands[0], count)
      let out = result.pointer(Int64.self)
      switch field {
      case .year: map(out, count) { Int64(Calendar.civil($0).year) }
      case .quarter: map(out, count) { Int64((Calendar.civil($0).month + 2) / 3) }
      case .month: map(out, count) { Int64(Calendar.civil($0).month) }
      case .day: map(out, count) { Int64(Calendar.civil($0).day) }
      case .weekday: map(out, count) { Int64(Calendar.weekday($0)) }
      case .week:
        map(out, count) { day in
          let thursday = day - Calendar.weekday(day) + 4
          let first = Calendar.days(year: Calendar.civil(thursday).year, month: 1, day: 1)
          return Int64((thursday - first) / 7 + 1)
        }
      case .dayOfYear:
        map(out, count) { day in
          Int64(day - Calendar.days(year: Calendar.civil(day).year, month: 1, day: 1) + 1)
        }
      }
      var lower = usual.lowerBound
      var upper = usual.upperBound
      for row in 0..<count {
        lower = min(lower, out[row])
        upper = max(upper, out[row])
      }
      return Kernel.integers(
        .int, result.freeze(), validity, count, lower: lower, upper: upper)
    }
  }

  @inline(__always)
  private static func map(
    _ out: UnsafeMutablePointer<Int64>, _ count: Int, _ body: (Int) -> Int64
  ) {
    for row in 0..<count { out[row] = body(Int(out[row])) }
  }

  private static func clock(
    _ name: String, _ en: String, _ vi: String, _ result: String, _ upper: Int64,
    _ part: @escaping @Sendable (Int64) -> Int64
  ) -> ScalarFunction {
    .strict(
      name, "\(name)(t)", [.temporal], .always(.int), en: en, vi: vi,
      [
        ("\(name)(timestamp(\"2025-12-31 14:30:15\"))", result), ("\(name)(@2025-12-31)", "0"),
      ]
    ) { operands, count, validity, _ in
      let result = try MutableBuffer(Int64.self, count: count, zeroed: true)
      let out = result.pointer(Int64.self)
      if operands[0].type == .timestamp, let times = IntegerOperand(operands[0]) {
        times.decode(count, into: out)
        for row in 0..<count {
          let rest = out[row] % Calendar.microsecondsPerDay
          out[row] = part(rest < 0 ? rest + Calendar.microsecondsPerDay : rest)
        }
      }
      return Kernel.integers(.int, result.freeze(), validity, count, lower: 0, upper: upper)
    }
  }

  // MARK: Arithmetic

  private static let arithmetic: [ScalarFunction] = [
    .strict(
      "date_trunc", "date_trunc(\"unit\", d)", [.text, .temporal], .second,
      en: "The start of the unit in which d lies: year, quarter, month, week (from Monday), day, "
        + "hour, minute or second.",
      vi: "Đầu kỳ chứa d: year, quarter, month, week (từ thứ hai), day, hour, minute, second.",
      [
        ("date_trunc(\"month\", @2025-12-31)", "2025-12-01"),
        ("date_trunc(\"quarter\", @2025-05-20)", "2025-04-01"),
      ]
    ) { operands, count, validity, _ in
      try truncated(operands, count, validity)
    },
    .strict(
      "add_months", "add_months(d, n)", [.temporal, .int], .first,
      en: "n months later; a day that the month lacks becomes its last day.",
      vi: "Sau n tháng; ngày không có trong tháng thì lấy ngày cuối tháng.",
      [
        ("add_months(@2025-01-31, 1)", "2025-02-28"),
        ("add_months(@2025-04-10, -12)", "2024-04-10"),
      ]
    ) { operands, count, validity, _ in
      try DateRows.mapDays(operands[0], count, validity, "add_months", operands[1]) { day, months in
        // More months than there are in all the years that a date can hold.
        guard months.magnitude < 200_000_000 else { return nil }
        return Calendar.add(months: Int(months), to: day)
      }
    },
    .strict(
      "add_days", "add_days(d, n)", [.temporal, .int], .first, en: "n days later.",
      vi: "Sau n ngày.",
      [("add_days(@2025-12-31, 1)", "2026-01-01"), ("add_days(@2024-03-01, -1)", "2024-02-29")]
    ) { operands, count, _, _ in
      try Arithmetic.evaluate(.add, operands, count)
    },
    .strict(
      "add_microseconds", "add_microseconds(t, n)", [.temporal, .int], .always(.timestamp),
      en: "n millionths of a second later; a date counts from its midnight.",
      vi: "Sau n phần triệu giây; ngày tính từ nửa đêm.",
      [
        ("add_microseconds(@2025-12-31, 1500000)", "2025-12-31 00:00:01.5"),
        ("add_microseconds(timestamp(\"2025-12-31 23:59:59\"), 1000000)", "2026-01-01 00:00:00"),
      ]
    ) { operands, count, validity, _ in
      guard let times = IntegerOperand(operands[0]), let more = IntegerOperand(operands[1]) else {
        return .nulls(.timestamp, count: count)
      }
      let unit = operands[0].type == .date ? Calendar.microsecondsPerDay : 1
      switch try ArithmeticLoops.integers(
        AddIntegers.self, times, unit, more, 1, count, validity)
      {
      case .values(let buffer, let lower, let upper):
        return Kernel.integers(.timestamp, buffer, validity, count, lower: lower, upper: upper)
      case .overflow(let row):
        throw EvaluationFailure(.integerOverflow(operation: "add_microseconds"), row: row)
      }
    },
    .strict(
      "days_between", "days_between(start, end)", [.temporal, .temporal], .always(.int),
      en: "The days from start to end, negative if end is earlier; the time of day does not count.",
      vi: "Số ngày từ start đến end, âm nếu end sớm hơn; không tính giờ trong ngày.",
      [
        ("days_between(@2025-01-01, @2025-12-31)", "364"),
        ("days_between(@2025-04-10, @2025-01-01)", "-99"),
      ]
    ) { operands, count, validity, _ in
      let starts = try DateRows.days(operands[0], count)
      let result = try DateRows.days(operands[1], count)
      let from = starts.pointer(Int64.self)
      let out = result.pointer(Int64.self)
      for row in 0..<count { out[row] = out[row] &- from[row] }
      // Timestamps reach some 10^8 days either way.
      return Kernel.integers(
        .int, result.freeze(), validity, count, lower: -(1 << 33), upper: 1 << 33)
    },
    .strict(
      "last_day", "last_day(d)", [.temporal], .always(.date), en: "The last day of the month.",
      vi: "Ngày cuối tháng.",
      [("last_day(@2024-02-10)", "2024-02-29"), ("last_day(@2025-04-10)", "2025-04-30")]
    ) { operands, count, validity, _ in
      let result = try DateRows.days(operands[0], count)
      let out = result.pointer(Int64.self)
      for row in 0..<count {
        let (year, month, day) = Calendar.civil(Int(out[row]))
        out[row] += Int64(Calendar.length(ofMonth: month, year: year) - day)
      }
      return try DateRows.dates(result, count, validity, "last_day")
    },
    .strict(
      "make_date", "make_date(year, month, day)", [.int, .int, .int], .always(.date),
      en: "The date of a year, month and day; null where there is no such date, and a note says "
        + "how often.",
      vi: "Ngày từ năm, tháng, ngày; null nếu không có ngày đó, kèm ghi chú số dòng.",
      [("make_date(2025, 12, 31)", "2025-12-31"), ("make_date(2025, 2, 30)", "null")]
    ) { operands, count, validity, context in
      let parts = operands.compactMap(IntegerOperand.init)
      guard parts.count == 3 else { return .nulls(.date, count: count) }
      var made = try OptionalIntegers(count, validity)
      for row in 0..<count {
        made.set(
          row,
          Calendar.validDays(
            year: Int(parts[0].value(row)), month: Int(parts[1].value(row)),
            day: Int(parts[2].value(row))))
      }
      return made.finish(context)
    },
    ScalarFunction(
      "today",
      help: .of(
        "today()", en: "The day on which the query runs (`set today` fixes it).",
        vi: "Ngày chạy truy vấn (`set today` để cố định).", []),
      isConstantFoldable: false, resolve: { $0.isEmpty ? .date : nil },
      evaluate: { _, count, context in
        try Kernel.column(.constant(.date(context.today)), .date, count)
      }),
  ]

  private enum Unit: String {
    case year, quarter, month, week, day, hour, minute, second
  }

  private static func truncated(_ operands: [Operand], _ count: Int, _ validity: Bitmap?) throws
    -> Column
  {
    guard let names = try TextRows(operands[0], count), let values = IntegerOperand(operands[1])
    else { return .nulls(operands[1].type, count: count) }
    defer { withExtendedLifetime(names) {} }
    func unit(_ row: Int, isConstant: Bool) throws -> Unit {
      var name = String(decoding: names[row], as: UTF8.self).lowercased()
      if name.hasSuffix("s") { name.removeLast() }
      if let unit = Unit(rawValue: name) { return unit }
      throw EvaluationFailure(
        .invalidArgument(
          Bilingual(
            en:
              "`\(String(decoding: names[row], as: UTF8.self))` is not a unit of date_trunc: year, "
              + "quarter, month, week, day, hour, minute or second",
            vi:
              "`\(String(decoding: names[row], as: UTF8.self))` không phải đơn vị của date_trunc: "
              + "year, quarter, month, week, day, hour, minute hoặc second")),
        row: isConstant ? nil : row)
    }
    let isDate = operands[1].type == .date
    let result =
      isDate ? try DateRows.days(operands[1], count) : try MutableBuffer(Int64.self, count: count)
    let out = result.pointer(Int64.self)
    if !isDate { values.decode(count, into: out) }
    if case .constant = operands[0] {
      let known = try unit(0, isConstant: true)
      for row in 0..<count { out[row] = start(known, of: out[row], isDate: isDate) }
    } else {
      for row in 0..<count where validity?[row] ?? true {
        out[row] = start(try unit(row, isConstant: false), of: out[row], isDate: isDate)
      }
    }
    // A period may start before the smallest value.
    let slack = isDate ? 366 : 366 * Calendar.microsecondsPerDay
    let (lower, overflow) = values.lower.subtractingReportingOverflow(slack)
    return Kernel.integers(
      operands[1].type, result.freeze(), validity, count, lower: overflow ? .min : lower,
      upper: values.upper)
  }

  @inline(__always)
  private static func start(_ unit: Unit, of value: Int64, isDate: Bool) -> Int64 {
    if isDate { return Int64(start(unit, day: Int(value))) }
    switch unit {
    case .hour: return value &- DateRows.floorRemainder(value, 3_600_000_000)
    case .minute: return value &- DateRows.floorRemainder(value, 60_000_000)
    case .second: return value &- DateRows.floorRemainder(value, 1_000_000)
    default: break
    }
    let length = Calendar.microsecondsPerDay
    let midnight = value &- DateRows.floorRemainder(value, length)
    return Int64(start(unit, day: Int(midnight / length))) &* length
  }

  @inline(__always)
  private static func start(_ unit: Unit, day: Int) -> Int {
    switch unit {
    case .day, .hour, .minute, .second: return day
    case .week: return day - Calendar.weekday(day) + 1
    case .month: return day - Calendar.civil(day).day + 1
    case .quarter:
      let (year, month, _) = Calendar.civil(day)
      return Calendar.days(year: year, month: (month - 1) / 3 * 3 + 1, day: 1)
    case .year: return Calendar.days(year: Calendar.civil(day).year, month: 1, day: 1)
    }
  }

  // MARK: Text

  private static let texts: [ScalarFunction] = [
    .strict(
      "parse_date", "parse_date(text, \"dd/MM/yyyy\")", [.text, .text], .always(.date),
      en: "The date that a text gives in a format (dd d MM M yyyy yy; MMM MMMM months and ddd dddd "
        + "weekdays by name, English or Vietnamese; a for am or pm); null where it does not fit, and "
        + "a note says how often.",
      vi: "Đọc ngày theo định dạng (dd d MM M yyyy yy; MMM MMMM tên tháng, ddd dddd tên thứ, tiếng "
        + "Anh hoặc tiếng Việt; a là buổi); null nếu không đúng, kèm ghi chú số dòng.",
      [
        ("parse_date(\"31/12/2025\", \"dd/MM/yyyy\")", "2025-12-31"),
        ("parse_date(\"31.2.25\", \"d.M.yy\")", "null"),
        ("parse_date(\"4 Jul 2025\", \"d MMM yyyy\")", "2025-07-04"),
      ]
    ) { operands, count, validity, context in
      guard let texts = try TextRows(operands[0], count),
        let formats = try TextRows(operands[1], count)
      else { return .nulls(.date, count: count) }
      defer { withExtendedLifetime((texts, formats)) {} }
      var made = try OptionalIntegers(count, validity)
      var known: DateFormat?
      if case .constant = operands[1] { known = try DateFormat(toRead: formats[0]) }
      for row in 0..<count where validity?[row] ?? true {
        let format = try known ?? DateFormat(toRead: formats[row])
        made.set(row, format.parse(texts[row]))
      }
      return made.finish(context)
    },
    .strict(
      "format_date", "format_date(d, \"dd/MM/yyyy\"[, \"vi\"])", [.temporal, .text, .text],
      optional: 1, .always(.text),
      en:
        "The date as text: dd d day, MM M month, MMM MMMM its name, ddd dddd the weekday, yyyy yy "
        + "year, Q quarter, HH mm ss time, hh with a for am and pm; other letters in single quotes. "
        + "Names are English unless \"vi\" is said.",
      vi:
        "Ngày thành văn bản: dd d ngày, MM M tháng, MMM MMMM tên tháng, ddd dddd thứ, yyyy yy năm, "
        + "Q quý, HH mm ss giờ, hh cùng a cho giờ 12; chữ khác để trong nháy đơn. Tên bằng tiếng "
        + "Anh trừ khi ghi \"vi\".",
      [
        ("format_date(@2025-12-31, \"dd/MM/yyyy\")", "\"31/12/2025\""),
        ("format_date(@2025-12-31, \"'Q'Q-yyyy\")", "\"Q4-2025\""),
        ("format_date(@2025-12-31, \"dddd, d MMMM yyyy\")", "\"Wednesday, 31 December 2025\""),
        ("format_date(@2025-12-31, \"dddd, d MMMM yyyy\", \"vi\")", "\"thứ Tư, 31 tháng 12 2025\""),
      ]
    ) { operands, count, validity, _ in
      guard let values = IntegerOperand(operands[0]), let formats = try TextRows(operands[1], count)
      else { return .nulls(.text, count: count) }
      defer { withExtendedLifetime(formats) {} }
      let unit = operands[0].type == .date ? Calendar.microsecondsPerDay : 1
      let languages = operands.count > 2 ? try TextRows(operands[2], count) : nil
      defer { withExtendedLifetime(languages) {} }
      func format(_ row: Int) throws -> DateFormat {
        try DateFormat(
          formats[row], try languages.map { try DateNames(named: $0[row]) } ?? .english)
      }
      var known: DateFormat?
      let isConstant = operands.dropFirst().allSatisfy {
        if case .constant = $0 { true } else { false }
      }
      if isConstant, Kernel.validCount(validity, count) > 0 { known = try format(0) }
      return try Kernel.buildTexts(count, validity) { row, builder in
        let format = try known ?? format(row)
        try format.write(Int128(values.value(row)) * Int128(unit), to: &builder)
      }
    },
  ]
}
