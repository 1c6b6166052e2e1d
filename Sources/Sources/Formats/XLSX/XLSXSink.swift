#if HAS_XLSXWRITER
  import CWorkbook
  import Columns
  import Glibc

  /// Writes a table as the one sheet of a workbook: types kept, a header that stays, filters, widths.
  ///
  /// The library writes rows to a temporary file as they come, so that memory does not grow with them.
  struct XLSXSink: TableSink {
    let options: XLSXWriteOptions

    func write(
      _ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void
    ) throws {
      guard table.rowCount < CellRange.maxRows else {
        throw FileError("xlsx", .workbook(.rows(table.rowCount)))
      }
      guard table.columns.count <= CellRange.maxColumns else {
        throw FileError("xlsx", .workbook(.columns(table.columns.count)))
      }
      guard XLSXSink.isSheetName(options.sheet) else {
        throw FileError("xlsx", .workbook(.sheetName(options.sheet)))
      }
      let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
      guard let (descriptor, path) = System.temporaryFile(in: folder, suffix: ".xlsx") else {
        throw FileError(folder, .cannotWrite(System.lastError))
      }
      defer {
        close(descriptor)
        unlink(path)
      }
      try fill(path, folder, table, run)
      let chunk = 1 << 18
      while true {
        let bytes = [UInt8](unsafeUninitializedCapacity: chunk) { room, count in
          count = max(0, read(descriptor, room.baseAddress, chunk))
        }
        if bytes.isEmpty { return }
        try run.checkStopped()
        try output(bytes)
      }
    }

    /// What Excel takes for the name of a sheet.
    static func isSheetName(_ name: String) -> Bool {
      (1...31).contains(name.utf16.count) && !name.contains { "[]:*?/\\".contains($0) }
        && name.first != "'" && name.last != "'" && name.lowercased() != "history"
        && name.unicodeScalars.allSatisfy { $0.value >= 32 }
    }

    private func fill(
      _ path: String, _ folder: String, _ table: Table, _ run: RunContext
    ) throws {
      let directory = strdup(folder)
      defer { free(directory) }
      var settings = lxw_workbook_options(constant_memory: 1, tmpdir: directory, use_zip64: 0)
      guard let book = workbook_new_opt(path, &settings) else {
        throw FileError(folder, .cannotWrite("libxlsxwriter"))
      }
      guard let sheet = workbook_add_worksheet(book, options.sheet) else {
        lxw_workbook_free(book)
        throw FileError("xlsx", .workbook(.sheetName(options.sheet)))
      }
      do {
        var rows = SheetRows(book, sheet, table)
        try rows.write(run)
      } catch {
        lxw_workbook_free(book)
        throw error
      }
      let status = workbook_close(book)
      guard status == LXW_NO_ERROR else {
        let reason = lxw_strerror(status).map { String(cString: $0) } ?? ""
        throw FileError(folder, .cannotWrite(reason))
      }
    }
  }

  /// The rows of one sheet.
  private struct SheetRows {
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let table: Table
    private let formats: [UnsafeMutablePointer<lxw_format>?]
    private let header: UnsafeMutablePointer<lxw_format>?
    private let isPercent: [Bool]
    private let periods: [PeriodTexts?]
    private var scratch: [UInt8] = []
    /// Values that Excel has no form for and that were written as text, by what they are.
    private var earlyDates = 0
    private var longNumbers = 0
    private var endless = 0

    init(
      _ book: UnsafeMutablePointer<lxw_workbook>, _ sheet: UnsafeMutablePointer<lxw_worksheet>,
      _ table: Table
    ) {
      self.sheet = sheet
      self.table = table
      header = workbook_add_format(book)
      format_set_bold(header)
      format_set_text_wrap(header)
      format_set_align(header, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
      format_set_bottom(header, UInt8(LXW_BORDER_THIN.rawValue))
      var known: [String: UnsafeMutablePointer<lxw_format>?] = [:]
      formats = zip(table.fields, table.columns).map { field, column in
        guard let code = NumberFormatCode.code(field, column) else { return nil }
        if let format = known[code] { return format }
        let format = workbook_add_format(book)
        format_set_num_format(format, code)
        known[code] = format
        return format
      }
      isPercent = table.fields.map { $0.unit == "%" && $0.type.isNumeric }
      periods = table.fields.map { field in field.period.map { PeriodTexts($0) } }
    }

    mutating func write(_ run: RunContext) throws {
      for (place, field) in table.fields.enumerated() {
        let column = lxw_col_t(place)
        let width = SheetRows.width(field, table.columns[place])
        worksheet_set_column(sheet, column, column, Double(width), nil)
      }
      for (place, field) in table.fields.enumerated() {
        try put(Array(field.name.utf8), 0, lxw_col_t(place), header, field, row: 0)
      }
      run.progress?.expect(table.rowCount, .rows)
      for row in 0..<table.rowCount {
        if row & 0x3FF == 0 {
          try run.checkStopped()
          run.progress?.reach(row)
        }
        for place in table.columns.indices { try cell(row, place) }
      }
      if !table.fields.isEmpty {
        worksheet_freeze_panes(sheet, 1, 0)
        worksheet_autofilter(
          sheet, 0, 0, lxw_row_t(table.rowCount), lxw_col_t(table.fields.count - 1))
      }
      tell(run)
    }

    private mutating func cell(_ row: Int, _ place: Int) throws {
      let column = table.columns[place]
      guard column.isValid(row) else { return }
      let field = table.fields[place]
      let line = lxw_row_t(row + 1)
      let at = lxw_col_t(place)
      let format = formats[place]
      func number(_ value: Double) { worksheet_write_number(sheet, line, at, value, format) }
      if column.type == .text {
        return try put(column.utf8(row), line, at, nil, field, row: row)
      }
      if let text = periods[place]?.text(column, row) {
        return try put(text, line, at, nil, field, row: row)
      }
      switch column[row] {
      case .null, .text: break
      case .bool(let value): worksheet_write_boolean(sheet, line, at, value ? 1 : 0, format)
      case .int(let value):
        guard value.magnitude <= FieldReader.exactDoubles else {
          longNumbers += 1
          return try put(Array(String(value).utf8), line, at, nil, field, row: row)
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
          return try put(Array("\(value)".utf8), line, at, nil, field, row: row)
        }
        number(isPercent[place] ? value / 100 : value)
      case .date(let day):
        guard day >= SheetRows.firstDay else { return try early(column[row], row, place) }
        number(Double(day) + 25_569)
      case .timestamp(let time):
        guard time >= Int64(SheetRows.firstDay) * Calendar.microsecondsPerDay else {
          return try early(column[row], row, place)
        }
        number(Double(time) / Double(Calendar.microsecondsPerDay) + 25_569)
      }
    }

    /// 1 March 1900: what lies before, programs count in different ways.
    private static let firstDay: Int32 = -25_508

    private mutating func early(_ value: Value, _ row: Int, _ place: Int) throws {
      earlyDates += 1
      try put(
        Array(value.plainText.utf8), lxw_row_t(row + 1), lxw_col_t(place), nil,
        table.fields[place], row: row)
    }

    /// Writes a text; Excel has no sign 0, which becomes the sign for what cannot be shown.
    private mutating func put(
      _ text: some Collection<UInt8>, _ line: lxw_row_t, _ column: lxw_col_t,
      _ format: UnsafeMutablePointer<lxw_format>?, _ field: Field, row: Int
    ) throws {
      if text.count > SheetRows.longestText {
        let count = String(decoding: text, as: UTF8.self).utf16.count
        guard count <= SheetRows.longestText else {
          throw FileError(
            "xlsx", .workbook(.text(column: field.name, row: row + 1, count: count)))
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
    private static func width(_ field: Field, _ column: Column) -> Int {
      // A long name breaks into lines.
      var width = min(field.name.count, 24) + 3
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

  /// The number formats of written columns.
  enum NumberFormatCode {
    /// The format of a column; nil for the general one.
    static func code(_ field: Field, _ column: Column) -> String? {
      switch column.type {
      case .date: return field.period == nil ? "yyyy-mm-dd" : nil
      case .timestamp: return "yyyy-mm-dd hh:mm:ss"
      case .int, .float: break
      default: return nil
      }
      var digits: Int? = column.type == .int ? 0 : nil
      var isLarge = column.type == .float
      if case .packed(let packed) = column.storage {
        digits = packed.scale
        if packed.lower <= packed.upper {
          let limit = Decimal64.powers[min(18, packed.scale + 4)]
          isLarge = packed.upper >= limit || packed.lower <= -limit
        }
      }
      if case .decimals(let shown)? = field.look.digits, shown <= 6 { digits = shown }
      if field.unit == "%" {
        return "0" + fraction(digits.map { $0 > 4 ? 2 : $0 } ?? 2) + "%"
      }
      // Years and other short numbers are shown without marks between thousands.
      let plain = digits.map { $0 <= 6 ? (isLarge ? "#,##0" : "0") + fraction($0) : nil } ?? nil
      switch field.unit {
      case "đ"?: return (plain ?? "#,##0.00") + " \"đ\""
      case "$"?, "£"?, "¥"?: return "\"\(field.unit ?? "")\"" + (plain ?? "#,##0.00")
      case "€"?: return (plain ?? "#,##0.00") + " \"€\""
      default: return plain
      }
    }

    private static func fraction(_ digits: Int) -> String {
      digits == 0 ? "" : "." + String(repeating: "0", count: min(digits, 6))
    }
  }
#endif
