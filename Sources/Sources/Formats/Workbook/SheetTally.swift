import Columns

/// How the cells of one column are written as text.
struct CellStyle: Sendable {
  enum Percents: Sendable {
    /// `28.13%`
    case signed
    /// `28.13`, where the whole column is of percentages.
    case shifted
    /// `0.2813`, where plain numbers stand among them.
    case fraction
  }

  enum Dates: Sendable {
    case day, stamp
    /// `10/2025` and `2025`, where no more is shown or known.
    case month, year
    /// As the cell shows it.
    case shown
    case ordered(ReadOptions.DateOrder)
  }

  var percents = Percents.signed
  var dates = Dates.shown
  /// Whether plain numbers are days.
  var numbersAreDays = false
  /// Whether an error is written out rather than left empty.
  var showsErrors = false
  /// What stands beside all numbers.
  var unit = NumberText.Unit.none

  /// As the sheet shows it.
  static let shown = CellStyle(showsErrors: true)
}

/// What the cells of one column below the header are.
struct CellTally: Sendable {
  var numbers = 0
  var percents = 0
  var dates = 0
  var times = 0
  var bools = 0
  /// Texts, from the first on that does not mean that a value is missing.
  var texts = 0
  /// Those before.
  var missing = 0
  var errors = 0
  /// The signs of errors, and the cell of the first.
  var errorSigns: [String] = []
  var firstError = ""
  /// Whether a format shows a time, or a date has one.
  var hasTime = false
  /// Whether no format shows a day (a month), and all dates are the first of one.
  var lacksDay = true
  var lacksMonth = true
  var isFirstOfMonth = true
  var isFirstOfYear = true
  /// Whether all numbers could be days of recent times.
  var numbersLookLikeDays = true
  var units: Set<NumberText.Unit> = []
  private var lastUnit = NumberText.Unit.none
  var scaled = 0
  /// What the texts can be, where there are dates too.
  var textKinds = FieldKinds.all

  /// Days from 1954 to 2119.
  private static let days: ClosedRange<Int64> = 20_000...80_000

  mutating func add(_ cell: StoredCell, _ row: Int, _ store: CellStore, _ shared: SharedTexts) {
    switch cell.kind {
    case .number:
      numbers += 1
      let format = store.formats[cell.format]
      if numbers == 1 || format.unit != lastUnit {
        units.insert(format.unit)
        lastUnit = format.unit
      }
      if format.isScaled { scaled += 1 }
      if numbersLookLikeDays {
        let number = cell.count <= 5 ? FieldReader.int(cell.bytes, cell.count) : nil
        numbersLookLikeDays = number.map { CellTally.days.contains($0) } ?? false
      }
    case .percent: percents += 1
    case .date:
      dates += 1
      let format = store.formats[cell.format]
      if format.hasDay { lacksDay = false }
      if format.hasMonth { lacksMonth = false }
      let value = cell.microseconds
      let midnight = value % Calendar.microsecondsPerDay == 0
      if format.hasTime || !midnight { hasTime = true }
      if isFirstOfMonth {
        let date = Calendar.civil(Int(value / Calendar.microsecondsPerDay))
        if !midnight || date.day != 1 { isFirstOfMonth = false }
        if !isFirstOfMonth || date.month != 1 { isFirstOfYear = false }
      }
    case .time: times += 1
    case .bool: bools += 1
    case .error:
      errors += 1
      if errors == 1 { firstError = CellRange.name(column: cell.column, row: row) }
      let sign = String(
        decoding: UnsafeBufferPointer(start: cell.bytes, count: min(cell.count, 20)),
        as: UTF8.self)
      if errorSigns.count < 5, !errorSigns.contains(sign) { errorSigns.append(sign) }
    case .text, .shared:
      // One text that stands for a value decides; looking at each would take as long as reading.
      if texts > 0 {
        texts += 1
        return
      }
      let text =
        cell.kind == .text
        ? UnsafeBufferPointer(start: cell.bytes, count: cell.count) : shared[cell.index]
      if CellTally.core(text) == nil { missing += 1 } else { texts += 1 }
    }
  }

  /// Adds what cells further down are.
  mutating func add(_ below: CellTally) {
    numbers += below.numbers
    percents += below.percents
    dates += below.dates
    times += below.times
    bools += below.bools
    if texts > 0 {
      texts += below.missing + below.texts
    } else {
      missing += below.missing
      texts = below.texts
    }
    if errors == 0 { firstError = below.firstError }
    errors += below.errors
    for sign in below.errorSigns where errorSigns.count < 5 && !errorSigns.contains(sign) {
      errorSigns.append(sign)
    }
    hasTime = hasTime || below.hasTime
    lacksDay = lacksDay && below.lacksDay
    lacksMonth = lacksMonth && below.lacksMonth
    isFirstOfMonth = isFirstOfMonth && below.isFirstOfMonth
    isFirstOfYear = isFirstOfYear && below.isFirstOfYear
    numbersLookLikeDays = numbersLookLikeDays && below.numbersLookLikeDays
    units.formUnion(below.units)
    scaled += below.scaled
    textKinds.formIntersection(below.textKinds)
  }

  /// What a text can be read as; all where it means that a value is missing.
  static func kinds(_ text: UnsafeBufferPointer<UInt8>) -> FieldKinds {
    guard let core = core(text), let start = core.baseAddress else { return .all }
    return FieldReader.classify(start, core.count)
  }

  /// A text without spaces at its ends; nil where nothing is left, or a word for a missing value.
  private static func core(
    _ text: UnsafeBufferPointer<UInt8>
  ) -> UnsafeBufferPointer<UInt8>? {
    guard let start = text.baseAddress else { return nil }
    let (from, to) = TextSpace.trimmed(start, text.count)
    if from == to || MissingWord.contains(start + from, to - from) { return nil }
    return UnsafeBufferPointer(start: start + from, count: to - from)
  }

  /// Whether texts stand among dates, so that what they can be is to be looked at.
  var mixesDates: Bool { dates > 0 && texts > 0 }

  /// Whether the column holds values that the workbook itself calls numbers or dates.
  var isTyped: Bool { numbers + percents + dates > 0 }

  /// How cells like these are written.
  var style: CellStyle {
    var style = CellStyle()
    let others = texts + times + bools
    if percents > 0, others + dates == 0 {
      style.percents = numbers == 0 ? .shifted : .fraction
      if numbers == 0 { style.unit = .percent }
    }
    if numbers > 0, percents + others + dates == 0, units.count == 1, let unit = units.first {
      style.unit = unit
    }
    guard dates > 0 else { return style }
    style.numbersAreDays = numbers > 0 && numbersLookLikeDays && others + percents == 0
    if others + percents == 0, numbers == 0 || style.numbersAreDays {
      if numbers > 0 {
        style.dates = hasTime ? .stamp : .day
      } else if lacksDay, lacksMonth, isFirstOfYear {
        style.dates = .year
      } else if lacksDay, isFirstOfMonth, !hasTime {
        style.dates = .month
      } else {
        style.dates = hasTime ? .stamp : .day
      }
    } else if others == texts, numbers + percents == 0 {
      // The order in which the texts among them can be read.
      if !textKinds.isDisjoint(with: [.dateISO, .stampISO]) {
        style.dates = hasTime ? .stamp : .day
      } else if !textKinds.isDisjoint(with: [.dateDMY, .stampDMY]) {
        style.dates = .ordered(.dmy)
      } else if !textKinds.isDisjoint(with: [.dateMDY, .stampMDY]) {
        style.dates = .ordered(.mdy)
      } else if !textKinds.isDisjoint(with: [.dateYMD, .stampYMD]) {
        style.dates = .ordered(.ymd)
      }
    }
    return style
  }
}

/// Writes cells as text.
struct CellWriter {
  let store: CellStore
  let texts: SharedTexts

  /// Appends the text of a cell; nothing where it is null.
  @inline(__always)
  func append(_ cell: StoredCell, _ style: CellStyle, _ out: inout [UInt8]) {
    switch cell.kind {
    case .text: out.append(contentsOf: UnsafeBufferPointer(start: cell.bytes, count: cell.count))
    case .shared: out.append(contentsOf: texts[cell.index])
    default: appendValue(cell, style, &out)
    }
  }

  private func appendValue(_ cell: StoredCell, _ style: CellStyle, _ out: inout [UInt8]) {
    switch cell.kind {
    case .number:
      let format = store.formats[cell.format]
      if style.numbersAreDays, let day = FieldReader.int(cell.bytes, cell.count) {
        appendDate((day - 25_569) * Calendar.microsecondsPerDay, .day, style.dates, &out)
        return
      }
      let before = out.count
      guard CellNumber.append(cell.bytes, cell.count, shift: 0, &out) else {
        return appendRaw(cell, &out)
      }
      // A code of fixed length is shown with its zeros.
      let length = out.count - before
      if format.zeros > length, out[before] != 45 {
        out.insert(
          contentsOf: [UInt8](repeating: 48, count: format.zeros - length), at: before)
      }
    case .percent:
      let shift: Int
      if case .fraction = style.percents { shift = 0 } else { shift = 2 }
      let before = out.count
      guard CellNumber.append(cell.bytes, cell.count, shift: shift, &out) else {
        return appendRaw(cell, &out)
      }
      switch style.percents {
      case .signed: out.append(37)
      case .shifted:
        // Percentages are no whole numbers, even where all of these happen to be.
        if !out[before...].contains(where: { $0 == 46 || $0 == 101 }) {
          out.append(contentsOf: ".0".utf8)
        }
      case .fraction: break
      }
    case .date: appendDate(cell.microseconds, store.formats[cell.format], style.dates, &out)
    case .time:
      CellDate.appendTime(
        cell.microseconds, seconds: store.formats[cell.format].hasSeconds, &out)
    case .bool: out.append(contentsOf: (cell.bytes[0] == 1 ? "TRUE" : "FALSE").utf8)
    case .error: if style.showsErrors { appendRaw(cell, &out) }
    case .text, .shared: break
    }
  }

  private func appendRaw(_ cell: StoredCell, _ out: inout [UInt8]) {
    out.append(contentsOf: UnsafeBufferPointer(start: cell.bytes, count: cell.count))
  }

  private func appendDate(
    _ microseconds: Int64, _ format: CellFormat, _ style: CellStyle.Dates, _ out: inout [UInt8]
  ) {
    var day = microseconds / Calendar.microsecondsPerDay
    var part = microseconds % Calendar.microsecondsPerDay
    if part < 0 {
      day -= 1
      part += Calendar.microsecondsPerDay
    }
    let (year, month, date) = Calendar.civil(Int(day))
    func append(_ order: ReadOptions.DateOrder?) {
      switch order {
      case .ymd?, nil:
        CellDate.pad(year, 4, &out)
        out.append(45)
        CellDate.pad(month, 2, &out)
        out.append(45)
        CellDate.pad(date, 2, &out)
      case .dmy?, .mdy?:
        CellDate.pad(order == .dmy ? date : month, 2, &out)
        out.append(47)
        CellDate.pad(order == .dmy ? month : date, 2, &out)
        out.append(47)
        CellDate.pad(year, 4, &out)
      }
    }
    switch style {
    case .day: append(.ymd)
    case .stamp:
      append(.ymd)
      out.append(84)
      appendClock(part, seconds: true, &out)
    case .year: CellDate.pad(year, 4, &out)
    case .month:
      CellDate.pad(month, 2, &out)
      out.append(47)
      CellDate.pad(year, 4, &out)
    case .ordered(let order):
      append(order)
      if part != 0 { appendTime(part, &out) }
    case .shown:
      if !format.hasDay, !format.hasTime {
        if format.hasMonth {
          CellDate.pad(month, 2, &out)
          out.append(47)
        }
        CellDate.pad(year, 4, &out)
        return
      }
      append(format.order)
      if format.hasTime || part != 0 { appendTime(part, &out) }
    }
  }

  private func appendTime(_ part: Int64, _ out: inout [UInt8]) {
    out.append(32)
    appendClock(part, seconds: part % 60_000_000 != 0, &out)
  }

  /// A time of day, with a fraction of seconds where there is one.
  private func appendClock(_ part: Int64, seconds: Bool, _ out: inout [UInt8]) {
    CellDate.pad(Int(part / 3_600_000_000), 2, &out)
    out.append(58)
    CellDate.pad(Int(part / 60_000_000 % 60), 2, &out)
    guard seconds else { return }
    out.append(58)
    CellDate.pad(Int(part / 1_000_000 % 60), 2, &out)
    if part % 1_000_000 != 0 {
      out.append(46)
      CellDate.pad(Int(part / 1000 % 1000), 3, &out)
    }
  }
}
