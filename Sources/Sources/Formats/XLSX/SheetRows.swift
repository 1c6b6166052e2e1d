#if HAS_XLSXWRITER
  import CWorkbook
  import Columns
  import Glibc
  import Language

  /// The rows of one sheet.
  struct SheetRows {
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let table: Table
    private let page: BookSheet
    /// The columns that are written, and where each stands in the table.
    private let places: [Int]
    private let headings: [String]
    /// The formats of each column, by the decimals of a number; one where all numbers have the same.
    private let formats: [[UnsafeMutablePointer<lxw_format>?]]
    /// The same in bold, for rows of totals.
    private var boldFormats: [[UnsafeMutablePointer<lxw_format>?]] = []
    private let numberCodes: [NumberFormatCode]
    private let header: UnsafeMutablePointer<lxw_format>?
    private let bold: UnsafeMutablePointer<lxw_format>?
    private let words: UnsafeMutablePointer<lxw_format>?
    private let link: UnsafeMutablePointer<lxw_format>?
    /// For each column the rows that are called totals there.
    private let totals: [Int: Set<Int>]
    private let totalsLabel: String
    private let isPercent: [Bool]
    /// What the words of the program are called in the reader's language, by column.
    private let translations: [(@Sendable (String) -> String?)?]
    private let periods: [PeriodTexts?]
    private var scratch: [UInt8] = []
    /// Values that Excel has no form for and that were written as text, by what they are.
    private var earlyDates = 0
    private var longNumbers = 0
    private var endless = 0

    init(
      _ book: UnsafeMutablePointer<lxw_workbook>, _ sheet: UnsafeMutablePointer<lxw_worksheet>,
      _ page: BookSheet, _ run: RunContext
    ) {
      let table = page.table
      self.sheet = sheet
      self.table = table
      self.page = page
      places = table.fields.indices.filter { !table.fields[$0].isHidden }
      headings = Field.headings(table.fields, for: run.reader) {
        SheetRows.heading($0, page, run.reader)
      }
      totals = table.totalsRows(among: 0..<table.rowCount)
      totalsLabel = Words.total.text(in: run.reader == .vietnamese ? .vi : .en)
      bold = workbook_add_format(book)
      format_set_bold(bold)
      words = workbook_add_format(book)
      format_set_italic(words)
      link = workbook_add_format(book)
      format_set_font_color(link, 0x0563C1)
      format_set_underline(link, UInt8(LXW_UNDERLINE_SINGLE.rawValue))
      header = workbook_add_format(book)
      format_set_bold(header)
      format_set_text_wrap(header)
      format_set_align(header, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
      format_set_bottom(header, UInt8(LXW_BORDER_THIN.rawValue))
      var known: [String: UnsafeMutablePointer<lxw_format>?] = [:]
      func format(_ code: String?, isBold: Bool = false) -> UnsafeMutablePointer<lxw_format>? {
        let key = (isBold ? "*" : "") + (code ?? "")
        if key.isEmpty { return nil }
        if let format = known[key] { return format }
        let format = workbook_add_format(book)
        if isBold { format_set_bold(format) }
        if let code { format_set_num_format(format, code) }
        known[key] = format
        return format
      }
      let codes = zip(table.fields, table.columns).map {
        NumberFormatCode($0, $1, run.reader)
      }
      formats = codes.map { code in code.byDecimals.map { format($0) } }
      if !totals.isEmpty {
        boldFormats = codes.map { code in code.byDecimals.map { format($0, isBold: true) } }
      }
      numberCodes = codes
      let isTranslated = page.hasLabels && run.reader == .vietnamese
      translations = table.fields.map { isTranslated ? $0.look.vocabulary?.vietnamese : nil }
      isPercent = table.fields.map { $0.unit == "%" && $0.type.isNumeric }
      periods = table.fields.map { field in field.period.map { PeriodTexts($0) } }
    }

    /// What stands over a column: its label with its unit, but for units that the cells show.
    private static func heading(_ field: Field, _ page: BookSheet, _ reader: Reader) -> String {
      guard page.hasLabels else { return field.name }
      let showsUnit = field.type.isNumeric && ["%", "đ", "$", "£", "¥", "€"].contains(field.unit)
      if page.hasTitles { return field.title(for: reader, withUnit: !showsUnit) }
      return showsUnit ? field.label(for: reader) : field.heading(for: reader)
    }

    /// The line of the headings.
    private var headLine: Int { page.title == nil ? 0 : 2 }

    mutating func write(_ run: RunContext) throws {
      for (at, place) in places.enumerated() {
        let column = lxw_col_t(at)
        let width = SheetRows.width(headings[place], table.fields[place], table.columns[place])
        worksheet_set_column(sheet, column, column, Double(width), nil)
      }
      if let title = page.title {
        try put(Array(title.utf8), 0, 0, bold, "title", row: 0)
      }
      for (at, place) in places.enumerated() {
        try put(
          Array(headings[place].utf8), lxw_row_t(headLine), lxw_col_t(at), header,
          headings[place], row: 0)
      }
      run.progress?.expect(table.rowCount, .rows)
      for row in 0..<table.rowCount {
        if row & 0x3FF == 0 {
          try run.checkStopped()
          run.progress?.reach(row)
        }
        let isTotal = !totals.isEmpty && table.totalsLevel(row) > 0
        for (at, place) in places.enumerated() { try cell(row, place, at, isTotal) }
      }
      if !places.isEmpty {
        worksheet_freeze_panes(sheet, lxw_row_t(headLine + 1), 0)
        worksheet_autofilter(
          sheet, lxw_row_t(headLine), 0, lxw_row_t(headLine + table.rowCount),
          lxw_col_t(places.count - 1))
        // On paper the headings stand on every page, which is as wide as the table.
        worksheet_repeat_rows(sheet, lxw_row_t(headLine), lxw_row_t(headLine))
        worksheet_fit_to_pages(sheet, 1, 0)
        if places.count > 6 { worksheet_set_landscape(sheet) }
        worksheet_set_paper(sheet, 9)
      }
      // Rows go out as they come: what is said of the table is said before rows below it.
      var line = headLine + table.rowCount + 2
      for note in page.notes {
        try put(Array(note.utf8), lxw_row_t(line), 0, words, "note", row: 0)
        line += 1
      }
      tell(run)
    }

    private mutating func cell(_ row: Int, _ place: Int, _ at: Int, _ isTotal: Bool) throws {
      let column = table.columns[place]
      let field = table.fields[place]
      let line = lxw_row_t(headLine + 1 + row)
      let at = lxw_col_t(at)
      if isTotal, totals[place]?.contains(row) == true {
        return try put(Array(totalsLabel.utf8), line, at, bold, field.name, row: row)
      }
      guard column.isValid(row) else { return }
      let own = isTotal ? boldFormats[place] : formats[place]
      let format = own.count == 1 ? own[0] : own[numberCodes[place].decimals(column[row])]
      let textFormat = isTotal ? bold : nil
      func number(_ value: Double) { worksheet_write_number(sheet, line, at, value, format) }
      if let targets = page.links[place], targets.indices.contains(row) {
        let target = "internal:'" + targets[row].replacing("'", with: "''") + "'!A1"
        let text = String(decoding: column.utf8(row), as: UTF8.self)
        worksheet_write_url_opt(sheet, line, at, target, link, text, nil)
        return
      }
      if column.type == .text {
        if let translate = translations[place],
          let text = translate(String(decoding: column.utf8(row), as: UTF8.self))
        {
          return try put(Array(text.utf8), line, at, textFormat, field.name, row: row)
        }
        return try put(column.utf8(row), line, at, textFormat, field.name, row: row)
      }
      if let text = periods[place]?.text(column, row) {
        return try put(text, line, at, textFormat, field.name, row: row)
      }
      switch column[row] {
      case .null, .text: break
      case .bool(let value): worksheet_write_boolean(sheet, line, at, value ? 1 : 0, format)
      case .int(let value):
        guard value.magnitude <= FieldReader.exactDoubles else {
          longNumbers += 1
          return try put(Array(String(value).utf8), line, at, textFormat, field.name, row: row)
        }
        number(isPercent[place] ? Double(value) / 100 : Double(value))
      case .decimal(let value, let scale):
        number(
          isPercent[place]
            ? Double(Decimal64.text(value, scale: scale)).map { $0 / 100 } ?? 0
            : Decimal64.double(value, scale: scale))
      case .double(let value):
        guard value.isFinite else {
          endless += 1
          return try put(Array("\(value)".utf8), line, at, textFormat, field.name, row: row)
        }
        number(isPercent[place] ? value / 100 : value)
      case .date(let day):
        guard day >= SheetRows.firstDay else { return try early(column[row], line, at, field, row) }
        number(Double(day) + 25_569)
      case .timestamp(let time):
        guard time >= Int64(SheetRows.firstDay) * Calendar.microsecondsPerDay else {
          return try early(column[row], line, at, field, row)
        }
        number(Double(time) / Double(Calendar.microsecondsPerDay) + 25_569)
      }
    }

    /// 1 March 1900: what lies before, programs count in different ways.
    private static let firstDay: Int32 = -25_508

    private mutating func early(
      _ value: Value, _ line: lxw_row_t, _ at: lxw_col_t, _ field: Field, _ row: Int
    ) throws {
      earlyDates += 1
      try put(Array(value.plainText.utf8), line, at, nil, field.name, row: row)
    }

    /// Writes a text; Excel has no sign 0, which becomes the sign for what cannot be shown.
    private mutating func put(
      _ text: some Collection<UInt8>, _ line: lxw_row_t, _ column: lxw_col_t,
      _ format: UnsafeMutablePointer<lxw_format>?, _ name: String, row: Int
    ) throws {
      if text.count > SheetRows.longestText {
        let count = String(decoding: text, as: UTF8.self).utf16.count
        guard count <= SheetRows.longestText else {
          throw FileError(
            "xlsx", .workbook(.text(column: name, row: row + 1, count: count)))
        }
      }
      scratch.removeAll(keepingCapacity: true)
      for byte in text {
        if byte == 0 { scratch.append(contentsOf: "\u{FFFD}".utf8) } else { scratch.append(byte) }
      }
      SheetRows.keepEscapes(&scratch)
      scratch.append(0)
      scratch.withUnsafeBytes { bytes in
        _ = worksheet_write_string(
          sheet, line, column, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), format)
      }
    }

    private static let longestText = 32_767

    /// `_x0041_` would be read as the sign that it stands for: its first sign is written so itself.
    private static func keepEscapes(_ text: inout [UInt8]) {
      guard text.count >= 7 else { return }
      func isHex(_ byte: UInt8) -> Bool {
        byte &- 48 < 10 || (byte | 32) &- 97 < 6
      }
      for place in stride(from: text.count - 7, through: 0, by: -1)
      where text[place] == 95 && text[place + 1] == 120 && text[place + 6] == 95
        && text[place + 2..<place + 6].allSatisfy(isHex)
      {
        text.insert(contentsOf: "_x005F".utf8, at: place)
      }
    }

    /// Characters that show the name and the first rows.
    private static func width(_ heading: String, _ field: Field, _ column: Column) -> Int {
      // A long name breaks into lines.
      var width = min(heading.count, 24) + 3
      let isPercent = field.unit == "%"
      for row in 0..<min(column.count, 300) where column.isValid(row) {
        let text =
          column.type == .text
          ? String(decoding: column.utf8(row).prefix(240), as: UTF8.self) : column[row].plainText
        let line = text.split(separator: "\n", maxSplits: 1).first?.count ?? 0
        let extra = column.type.isNumeric ? line / 4 + (isPercent ? 1 : 0) : 0
        width = max(width, line + extra + 1)
      }
      return min(max(width, 8), 60)
    }

    private func tell(_ run: RunContext) {
      func note(_ count: Int, _ en: (String, String), _ vi: String) {
        guard count > 0 else { return }
        run.tell(
          SourceNote(
            "N0549", "\(count) \(count == 1 ? en.0 : en.1) written to the workbook as text",
            "\(count) \(vi) được ghi vào sổ làm việc dưới dạng văn bản"))
      }
      note(
        earlyDates, ("date before March 1900 was", "dates before March 1900 were"),
        "ngày trước tháng 3/1900")
      note(
        longNumbers,
        ("whole number of more than 15 digits was", "whole numbers of more than 15 digits were"),
        "số nguyên hơn 15 chữ số")
      note(
        endless, ("infinite or undefined number was", "infinite or undefined numbers were"),
        "số vô hạn hoặc không xác định")
    }
  }
#endif
