import CWorkbook
public import Columns
import Language

#if HAS_XLSXWRITER
  import Glibc
#endif

/// A sheet of a workbook that is to be written.
public struct BookSheet: Sendable {
  /// What the sheet is called; what Excel does not take for a name is an error.
  public var name: String
  /// A line above the table.
  public var title: String?
  public var table: Table
  /// Whether headings are the labels of the columns, not their names.
  public var hasLabels = true
  /// Whether headings are spelt out as in a document, also those of columns without a label.
  public var hasTitles = false
  /// Lines under the table.
  public var notes: [String] = []
  /// A picture of the table beside it.
  public var chart: BookChart?
  /// Columns of text that lead to other sheets: the names of these, row by row.
  public var links: [Int: [String]] = [:]

  public init(name: String, table: Table, title: String? = nil, hasLabels: Bool = true) {
    self.name = name
    self.table = table
    self.title = title
    self.hasLabels = hasLabels
  }

  /// What Excel takes for the name of a sheet.
  public static func isName(_ name: String) -> Bool {
    (1...31).contains(name.utf16.count) && !name.contains { "[]:*?/\\".contains($0) }
      && name.first != "'" && name.last != "'" && name.lowercased() != "history"
      && name.unicodeScalars.allSatisfy { $0.value >= 32 }
  }
}

/// A picture that the program for workbooks draws from the columns of a sheet: the first is what lies
/// across, each of the others a series.
public struct BookChart: Sendable {
  public enum Kind: Sendable, Hashable, CaseIterable {
    case line, bar, column, scatter
    /// Lines over numbers, such as years.
    case plot
    case stackedBar, stackedColumn, shareBar, shareColumn
  }

  public var kind: Kind
  public var title: String
  public var xTitle: String
  public var yTitle: String

  public init(_ kind: Kind, title: String, xTitle: String, yTitle: String) {
    self.kind = kind
    self.title = title
    self.xTitle = xTitle
    self.yTitle = yTitle
  }
}

/// Writes workbooks.
///
/// The library writes rows to a temporary file as they come, so that memory does not grow with them.
public enum WorkbookWriter {
  /// Whether the library that writes them is there.
  public static var isAvailable: Bool { workbook_xlsxwriter_version() != nil }

  /// Hands the bytes of a workbook with these sheets to `output`, piece by piece.
  public static func write(
    _ sheets: [BookSheet], _ run: RunContext, to output: ([UInt8]) throws -> Void
  ) throws {
    guard isAvailable else { throw FileError("xlsx", .workbook(.withoutLibrary("libxlsxwriter"))) }
    #if HAS_XLSXWRITER
      for sheet in sheets { try check(sheet) }
      let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
      // A file without a name is gone with the process, however that ends; the library finds it
      // through `/proc`.
      let isNameless = access("/proc/self/fd", X_OK) == 0
      let made =
        isNameless
        ? (descriptor: System.namelessFile(in: folder), path: "")
        : System.temporaryFile(in: folder, suffix: ".xlsx")
      guard let (descriptor, path) = made, descriptor >= 0 else {
        throw FileError(folder, .cannotWrite(System.lastError))
      }
      defer {
        close(descriptor)
        if !isNameless { unlink(path) }
      }
      try fill(isNameless ? "/proc/self/fd/\(descriptor)" : path, folder, sheets, run)
      let chunk = 1 << 18
      while true {
        let bytes = [UInt8](unsafeUninitializedCapacity: chunk) { room, count in
          count = max(0, read(descriptor, room.baseAddress, chunk))
        }
        if bytes.isEmpty { return }
        try run.checkStopped()
        try output(bytes)
      }
    #endif
  }
}

#if HAS_XLSXWRITER
  extension WorkbookWriter {
    private static func check(_ sheet: BookSheet) throws {
      let lines = sheet.table.rowCount + sheet.notes.count + (sheet.title == nil ? 0 : 2)
      guard lines < CellRange.maxRows else {
        throw FileError("xlsx", .workbook(.rows(sheet.table.rowCount)))
      }
      guard sheet.table.columns.count <= CellRange.maxColumns else {
        throw FileError("xlsx", .workbook(.columns(sheet.table.columns.count)))
      }
      guard BookSheet.isName(sheet.name) else {
        throw FileError("xlsx", .workbook(.sheetName(sheet.name)))
      }
    }

    private static func fill(
      _ path: String, _ folder: String, _ sheets: [BookSheet], _ run: RunContext
    ) throws {
      let directory = strdup(folder)
      defer { free(directory) }
      var settings = lxw_workbook_options(constant_memory: 1, tmpdir: directory, use_zip64: 0)
      guard let book = workbook_new_opt(path, &settings) else {
        throw FileError(folder, .cannotWrite("libxlsxwriter"))
      }
      do {
        for sheet in sheets {
          guard let page = workbook_add_worksheet(book, sheet.name) else {
            throw FileError("xlsx", .workbook(.sheetName(sheet.name)))
          }
          var rows = SheetRows(book, page, sheet, run)
          try rows.write(run)
          if let chart = sheet.chart { draw(chart, of: sheet, book, page, run) }
        }
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

    /// A native chart to the right of the table.
    private static func draw(
      _ chart: BookChart, of sheet: BookSheet, _ book: UnsafeMutablePointer<lxw_workbook>,
      _ page: UnsafeMutablePointer<lxw_worksheet>, _ run: RunContext
    ) {
      let type: lxw_chart_type =
        switch chart.kind {
        case .line: LXW_CHART_LINE
        case .bar: LXW_CHART_BAR
        case .column: LXW_CHART_COLUMN
        case .scatter: LXW_CHART_SCATTER
        case .plot: LXW_CHART_SCATTER_STRAIGHT_WITH_MARKERS
        case .stackedBar: LXW_CHART_BAR_STACKED
        case .stackedColumn: LXW_CHART_COLUMN_STACKED
        case .shareBar: LXW_CHART_BAR_STACKED_PERCENT
        case .shareColumn: LXW_CHART_COLUMN_STACKED_PERCENT
        }
      let places = sheet.table.fields.indices.filter { !sheet.table.fields[$0].isHidden }
      guard places.count > 1, sheet.table.rowCount > 0,
        let drawn = workbook_add_chart(book, UInt8(type.rawValue))
      else { return }
      let first = lxw_row_t(sheet.title == nil ? 1 : 3)
      let last = first + lxw_row_t(sheet.table.rowCount) - 1
      // Names of points are no series.
      let drawnColumns = places.indices.dropFirst().filter {
        sheet.table.fields[places[$0]].type.isNumeric
      }
      for column in drawnColumns {
        guard let series = chart_add_series(drawn, nil, nil) else { continue }
        let at = lxw_col_t(column)
        chart_series_set_categories(series, sheet.name, first, 0, last, 0)
        chart_series_set_values(series, sheet.name, first, at, last, at)
        chart_series_set_name_range(series, sheet.name, first - 1, at)
      }
      chart_title_set_name(drawn, chart.title)
      // The library calls what lies across x: of bars that lie these are the values.
      let isLying = [.bar, .stackedBar, .shareBar].contains(chart.kind)
      let (names, values) =
        isLying
        ? (drawn.pointee.y_axis, drawn.pointee.x_axis)
        : (drawn.pointee.x_axis, drawn.pointee.y_axis)
      chart_axis_set_name(names, chart.xTitle)
      chart_axis_set_name(values, chart.yTitle)
      // The first row stands at the top, as in the table.
      if isLying { chart_axis_set_reverse(names) }
      if drawnColumns.count == 1 {
        chart_legend_set_position(drawn, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
      }
      let rows = sheet.table.rowCount
      let tall = isLying ? Double(rows) / 14 : 1
      var options = lxw_chart_options()
      options.x_scale = 1.5
      options.y_scale = max(1.3, min(8, tall))
      worksheet_insert_chart_opt(page, first, lxw_col_t(places.count + 1), drawn, &options)
    }
  }
#endif
