import Columns
import Functions

/// What numbers and days of a column may mean besides what they say: codes for missing values such as
/// -9999, days that nobody meant, whole numbers that are days or months. Nothing is changed; it is told.
///
/// The bounds that a packed column carries rule out nearly all columns, so that clean files pay nothing.
struct ColumnDoubts {
  let code: String
  let en: String
  let vi: String

  private init(_ code: String, _ en: String, _ vi: String) {
    self.code = code
    self.en = en
    self.vi = vi
  }

  init?(_ column: Column, _ field: Field, typedName: String) {
    guard field.period == nil, case .packed(let packed) = column.storage,
      packed.lower <= packed.upper
    else { return nil }
    let values = Values(column: column, packed: packed, isWhole: true)
    guard let found = ColumnDoubts.found(values, field, typedName) else { return nil }
    self = found
  }

  /// Whether a column of which only some rows are at hand may leave a doubt: its bounds are those of all rows,
  /// and no row at hand speaks against it.
  static func mayBeDoubted(_ column: Column, _ field: Field, typedName: String) -> Bool {
    guard field.period == nil, case .packed(let packed) = column.storage,
      packed.lower <= packed.upper
    else { return false }
    return found(Values(column: column, packed: packed, isWhole: false), field, typedName) != nil
  }

  private static func found(
    _ values: Values, _ field: Field, _ typedName: String
  ) -> ColumnDoubts? {
    switch field.type {
    case .int, .float:
      time(values, field.name, typedName) ?? sentinel(values, field.name, typedName)
    case .date: day(values, 1, field.name)
    case .timestamp: day(values, Calendar.microsecondsPerDay, field.name)
    default: nil
    }
  }

  /// The values of a column, for the few that are looked at. Those that are not at hand are taken to give
  /// rise to the doubt.
  private struct Values {
    let column: Column
    let packed: Packed
    let isWhole: Bool
    var lower: Int64 { packed.lower }
    var upper: Int64 { packed.upper }
    var scale: Int { packed.scale }

    func each(_ body: (Int64) -> Bool) {
      for row in 0..<column.count where column.isValid(row) {
        if !body(packed.value(column.offset + row)) { return }
      }
    }

    func allSatisfy(_ condition: (Int64) -> Bool) -> Bool {
      var all = true
      each { value in
        all = condition(value)
        return all
      }
      return all
    }

    /// How often a value occurs; nil where there are few others, or one of them lies outside a range. The
    /// first such ends the search, which is soon in columns that hold nothing odd.
    func count(of wanted: Int64, whereOthersLieIn range: ClosedRange<Int64>) -> Int? {
      var count = 0
      var others = 0
      let isApart = allSatisfy { value in
        if value == wanted {
          count += 1
          return true
        }
        others += 1
        return range.contains(value)
      }
      if !isWhole { return isApart ? count : nil }
      return isApart && count > 0 && others > 1 ? count : nil
    }
  }

  private static func words(_ name: String) -> [String] {
    TextFold.fold(name).split { !$0.isLetter }.map(String.init)
  }

  // MARK: Codes for missing values

  private static let nines: [Int64] = [99, 999, 9999, 99_999, 999_999, 9_999_999, 99_999_999]

  /// A value of nothing but nines, ten times beyond all others.
  private static func sentinel(
    _ values: Values, _ name: String, _ typed: String
  ) -> ColumnDoubts? {
    guard values.scale <= 6 else { return nil }
    let unit = Decimal64.powers[values.scale]
    if values.scale > 0, values.lower >= 0, values.upper == 100 * unit,
      let count = values.count(of: values.upper, whereOthersLieIn: 0...unit)
    {
      return ColumnDoubts(
        "N0524",
        "`\(name)` holds 100 in \(count) \(count == 1 ? "row" : "rows"), and all its other values lie between 0 and 1; if it stands for 100 %, if(\(typed) > 1, \(typed) / 100, \(typed)) makes it 1",
        "`\(name)` có 100 ở \(count) dòng, còn mọi giá trị khác nằm giữa 0 và 1; nếu đó là 100 %, if(\(typed) > 1, \(typed) / 100, \(typed)) đổi thành 1"
      )
    }
    let bound: Int64
    if values.lower < 0, values.lower % unit == 0, nines.contains(-(values.lower / unit)) {
      bound = values.lower
    } else if values.upper > 99 * unit, values.upper % unit == 0,
      nines.contains(values.upper / unit)
    {
      bound = values.upper
    } else {
      return nil
    }
    let near = bound < 0 ? bound / 10 + 1...Int64.max : Int64.min...bound / 10
    guard let count = values.count(of: bound, whereOthersLieIn: near) else { return nil }
    let number = bound / unit
    return ColumnDoubts(
      "N0524",
      "`\(name)` holds \(number) in \(count) \(count == 1 ? "row" : "rows"), far from its other values, and counts it as a number; if it stands for nothing known, with (nulls: [\"\(number)\"])",
      "`\(name)` có \(number) ở \(count) dòng, cách xa các giá trị khác, và vẫn được tính là số; nếu đó là không có dữ liệu, hãy ghi with (nulls: [\"\(number)\"])"
    )
  }

  // MARK: Days

  private static let oddDays: [(year: Int, month: Int, day: Int)] = [
    (1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1970, 1, 1),
  ]

  /// A first or last day that stands apart: of a year before 1800 or after 2200, or one from which
  /// programs count.
  private static func day(_ values: Values, _ unit: Int64, _ name: String) -> ColumnDoubts? {
    func day(_ value: Int64) -> Int { Int(value >= 0 ? value / unit : (value - unit + 1) / unit) }
    func year(_ value: Int64) -> Int { Calendar.civil(day(value)).year }
    /// The first instant of a year.
    func start(_ year: Int) -> Int64 {
      let (start, isTooFar) = Int64(Calendar.days(year: year, month: 1, day: 1))
        .multipliedReportingOverflow(by: unit)
      return isTooFar ? (year < 0 ? .min : .max) : start
    }
    let bound: Int64
    let near: ClosedRange<Int64>
    let isOdd = oddDays.contains { known in
      Calendar.days(year: known.year, month: known.month, day: known.day) == day(values.lower)
    }
    if isOdd || year(values.lower) < 1800 {
      bound = values.lower
      near = start(year(bound) + 25)...Int64.max
    } else if year(values.upper) > 2200 {
      bound = values.upper
      near = Int64.min...start(year(bound) - 24) - 1
    } else {
      return nil
    }
    guard let count = values.count(of: bound, whereOthersLieIn: near) else { return nil }
    let text = Calendar.text(date: day(bound))
    return ColumnDoubts(
      "N0524",
      "`\(name)` holds \(text) in \(count) \(count == 1 ? "row" : "rows"), far from its other days; if it stands for nothing known, with (nulls: [\"…\"]) as the file writes it, else the file is to be mended",
      "`\(name)` có ngày \(text) ở \(count) dòng, cách xa các ngày khác; nếu đó là không có dữ liệu, hãy ghi with (nulls: [\"…\"]) đúng như trong tệp, nếu không thì cần sửa tệp"
    )
  }

  // MARK: Numbers that are times

  private static func isMonth(_ month: Int64) -> Bool { (1...12).contains(month) }

  private static func time(_ values: Values, _ name: String, _ typed: String) -> ColumnDoubts? {
    let (lower, upper) = (values.lower, values.upper)
    guard lower > 0 else { return nil }
    func told(_ what: String, _ vi: String, _ call: String) -> ColumnDoubts {
      ColumnDoubts(
        "N0525",
        "`\(name)` is read as numbers, and they look like \(what); to make days of them: \(call)",
        "`\(name)` được đọc là số, nhưng giống \(vi); muốn thành ngày hãy viết: \(call)")
    }
    switch values.scale {
    case 0:
      if lower >= 19_000_101, upper <= 21_001_231 {
        guard lower < upper,
          values.allSatisfy({ value in
            Calendar.validDays(
              year: Int(value / 10_000), month: Int(value / 100 % 100), day: Int(value % 100))
              != nil
          })
        else { return nil }
        return told(
          "days (\(lower))", "ngày (\(lower))", "parse_date(text(\(typed)), \"yyyyMMdd\")")
      }
      if lower >= 190_001, upper <= 210_012 {
        guard lower < upper, values.allSatisfy({ isMonth($0 % 100) }) else { return nil }
        return told(
          "years and months (\(lower))", "năm và tháng (\(lower))",
          "last_day(parse_date(concat(\(typed), \"01\"), \"yyyyMMdd\"))")
      }
      if lower >= 20_000, upper <= 73_050 {
        let words = words(name)
        guard words.contains(where: { ["ngay", "date", "day", "han"].contains($0) }) else {
          return nil
        }
        let civil = Calendar.civil(Int(lower) - 25_569)
        return told(
          "days as a spreadsheet counts them (\(lower) is \(civil.day)/\(civil.month)/\(civil.year))",
          "ngày theo cách đếm của bảng tính (\(lower) là \(civil.day)/\(civil.month)/\(civil.year))",
          "with (types: {\(typed): date})")
      }
      return nil
    case 2:
      guard lower >= 190_001, upper <= 210_012, lower < upper,
        values.allSatisfy({ isMonth($0 % 100) })
      else { return nil }
    case 4:
      guard lower >= 11_900, upper <= 122_100, lower < upper,
        values.allSatisfy({ (1900...2100).contains($0 % 10_000) && isMonth($0 / 10_000) })
      else { return nil }
    default: return nil
    }
    let shown = Decimal64.double(lower, scale: values.scale)
    return told(
      "months and years (\(shown))", "tháng và năm (\(shown))",
      "with (types: {\(typed): text}) | derive t = period_end(\(typed))")
  }
}

extension CSVFile {
  /// Tells what a column may mean besides what it says.
  ///
  /// - Parameter isWhole: whether the column has all rows; else `LeftOutRows` looked at their values.
  func tellDoubts(
    _ column: Column, _ field: Field, _ plan: ColumnPlan, isWhole: Bool,
    _ remarks: inout ReadingRemarks
  ) {
    guard plan.forced == nil, remarks.tells(plan.name) else { return }
    if isWhole, let doubt = ColumnDoubts(column, field, typedName: plan.typedName) {
      remarks.add(FileNote(doubt.code, doubt.en, doubt.vi))
    }
    if field.type == .text, isWhole {
      if let note = mergedDown(column, plan) { remarks.add(note) }
      if let alike = AlikeTexts(column) { remarks.add(alike.note(plan.name, plan.typedName)) }
    } else if field.type == .float {
      if let text = isOutline(plan) { remarks.add(outlineNote(plan, text)) }
      if let text = longExponent(plan) { remarks.add(exponentNote(plan, text)) }
    }
  }

  /// A text of the heads that is a long whole number in the notation of spreadsheets, where all are:
  /// `1,11E+10`.
  private func longExponent(_ plan: ColumnPlan) -> String? {
    var found: String?
    for (part, field) in zip(parts, plan.fields) {
      for record in part.sample {
        let text = FileHead.trimmed(record.fields[field])
        if text.isEmpty { continue }
        guard text.contains(where: { $0 | 32 == 101 }), text.contains(43),
          let exponent = Int(
            String(
              decoding: text.reversed().prefix { FieldReader.isDigit($0) }.reversed(), as: UTF8.self
            )),
          exponent >= 9
        else { return nil }
        if found == nil { found = FileHead.text(record.fields[field]) }
      }
    }
    return found
  }

  private func exponentNote(_ plan: ColumnPlan, _ text: String) -> FileNote {
    FileNote(
      "N0525",
      "`\(plan.name)` holds numbers such as \"\(text)\": if these are codes, the spreadsheet that wrote them lost digits; format the column there as text and save it again",
      "`\(plan.name)` có những số như \"\(text)\": nếu đó là mã số thì bảng tính đã làm mất chữ số; hãy định dạng cột thành văn bản rồi lưu lại"
    )
  }

  /// Whether a first column of texts is filled in the first row of each group alone, as it is where
  /// cells were merged: the rows below would belong to nothing.
  func mergedDown(_ column: Column, _ plan: ColumnPlan) -> FileNote? {
    guard plan.fields.allSatisfy({ $0 < 2 }), column.type == .text, column.mayHaveNulls,
      column.count > 3, column.count <= 200_000, column.isValid(0)
    else { return nil }
    let name = TextFold.fold(plan.name)
    guard !name.contains("ghi chu"), !name.contains("note") else { return nil }
    var seen: Set<String> = []
    for row in 0..<column.count where column.isValid(row) {
      if !seen.insert(column[row].plainText).inserted { return nil }
    }
    let nulls = column.count - seen.count
    guard seen.count > 1, nulls >= seen.count else { return nil }
    return FileNote(
      "N0526",
      "`\(plan.name)` is empty in \(nulls) of \(column.count) rows, as under merged cells; fill \(plan.typedName) gives them the value above",
      "`\(plan.name)` trống ở \(nulls) trong \(column.count) hàng, giống như dưới ô gộp; fill \(plan.typedName) điền giá trị phía trên"
    )
  }

  /// Whether some numbers of the heads are equal as numbers and not as texts, 1.1 and 1.10: those of
  /// an outline.
  func isOutline(_ plan: ColumnPlan) -> String? {
    guard plan.format == .decimal, plan.points.allSatisfy({ $0 == 46 }) else { return nil }
    var texts: Set<String> = []
    var ending: [String] = []
    for (part, field) in zip(parts, plan.fields) {
      for record in part.sample {
        let text = record.fields[field]
        guard text.contains(46) else { continue }
        let own = FileHead.text(text)
        texts.insert(own)
        if text.last == 48 { ending.append(own) }
      }
    }
    // Amounts have as many digits each; in an outline the tenth part stands beside the first.
    return ending.first { text in
      guard let point = text.firstIndex(of: ".") else { return false }
      let whole = text[..<point]
      let part = text[text.index(after: point)...]
      return part == "10" && texts.contains("\(whole).1")
    }
  }

  /// The note of such a column.
  func outlineNote(_ plan: ColumnPlan, _ text: String) -> FileNote {
    FileNote(
      "N0525",
      "`\(plan.name)` is read as numbers, in which \(text) equals \(text.dropLast()); if these are places in an outline, with (types: {\(plan.typedName): text})",
      "`\(plan.name)` được đọc là số, nên \(text) bằng \(text.dropLast()); nếu đó là số mục, hãy ghi with (types: {\(plan.typedName): text})"
    )
  }
}
