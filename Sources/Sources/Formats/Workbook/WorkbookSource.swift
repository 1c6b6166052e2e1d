import Columns
import Functions
import Language
import Synchronization

/// Opens a workbook of some form.
typealias WorkbookOpener =
  @Sendable (RawFile, _ checkStopped: () throws -> Void) throws -> any Workbook

/// A sheet of a workbook, or the sheets of several workbooks that fit a pattern, as one table.
///
/// When it is first asked the cells become delimited text in a temporary file, from which columns are
/// read like those of any text.
final class WorkbookSource: OpenedOnce {
  let id: SourceID
  private let file: FileRef
  private let options: WorkbookOptions
  private let opener: WorkbookOpener
  private let state = Mutex<Opened?>(nil)

  /// The text of the sheets, and what was found on the way.
  private struct Opened {
    let head: CSVHead
    let units: [String: String]
    let notes: [FileNote]
    let remarks: [(remarks: SheetRemarks, names: [String])]
  }

  init(_ file: FileRef, _ options: WorkbookOptions, _ opener: @escaping WorkbookOpener) {
    id = SourceID(.file, file.path)
    self.file = file
    self.opener = opener
    var options = options
    options.read = options.read.settled
    options.read.normalize = { TextNormalization.normalizeNFC($0) }
    self.options = options
  }

  func outline(_ run: RunContext) throws -> Schema {
    Schema(fields: try opened(run).head.names.map { Field($0, .null) }, typed: [])
  }

  func schema(_ wanted: Set<String>?, _ run: RunContext) throws -> Schema {
    let outline = try outline(run)
    let names = outline.fields.map(\.name).filter { wanted?.contains($0) ?? true }
    return outline.knowing(Schema(try scan(names, run)), names)
  }

  func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    let opened = try opened(run)
    let loaded: LoadedTable
    do {
      loaded = try CSVFile(opened.head, options.read.asked(columns, run)).read()
    } catch is ReadCancelled {
      throw run.stop() ?? .interrupted
    } catch let error as FileError {
      throw WorkbookSource.legible(error)
    }
    let told = Set(columns)
    let found = opened.remarks.flatMap { $0.remarks.notes($0.names, told) }
    for note in opened.notes + found + loaded.notes { run.tell(note) }
    if let rejected = loaded.rejected { run.setAside(rejected) }
    var table = try loaded.table.picking(columns)
    for (index, field) in table.fields.enumerated()
    where field.unit == nil && field.type.isNumeric {
      table.fields[index].unit = opened.units[field.name]
    }
    return table
  }

  /// Rows are shown with bars between their cells.
  private static func legible(_ error: FileError) -> FileError {
    var error = error
    let delimiter = Character(UnicodeScalar(SheetTable.delimiter))
    error.excerpt = error.excerpt.map { text in
      text.split(separator: delimiter, omittingEmptySubsequences: false).joined(separator: " | ")
    }
    return error
  }

  // MARK: Opening

  private func opened(_ run: RunContext) throws -> Opened {
    try state.withLock { state in
      if let known = state { return known }
      let made = try open(run)
      state = made
      return made
    }
  }

  private func open(_ run: RunContext) throws -> Opened {
    var tables: [SheetTable] = []
    var notes: [FileNote] = []
    for raw in file.files {
      let book = try opener(raw, run.checkStopped)
      let store = try read(book, raw.path, &notes, run)
      tables.append(
        try SheetTable(
          store, book.texts, raw.path, options.read, merged: options.merged, run.checkStopped))
    }
    let head = try CSVHead(
      FileRef(file, tables.map(\.file)), options.read, typed: tables.map(\.typed))
    var units: [String: String] = [:]
    for (table, part) in zip(tables, head.parts) {
      for (field, unit) in table.units where field < part.names.count {
        units[part.names[field]] = unit.sign
      }
    }
    return Opened(
      head: head, units: units, notes: notes,
      remarks: zip(tables, head.parts).map { ($0.remarks, $1.names) })
  }

  /// The cells of the sheet that is meant.
  private func read(
    _ book: any Workbook, _ path: String, _ notes: inout [FileNote], _ run: RunContext
  ) throws -> CellStore {
    let range = try options.cells(path)
    func cells(_ sheet: Int, _ range: CellRange) throws -> CellStore {
      let store = CellStore(for: path, threads: run.threads)
      try book.read(sheet, range, into: store, run.checkStopped)
      return store
    }
    /// The cells of the first table, where several stand on a sheet.
    func first(_ sheet: Int, _ store: CellStore) throws -> CellStore {
      guard options.range == nil, options.read.header == .found, options.read.skip == 0 else {
        return store
      }
      let blocks = try SheetBlocks(store, book.texts)
      guard blocks.tables.count > 1 else { return store }
      notes.append(blocks.note(book.sheets[sheet].name))
      return try cells(sheet, blocks.tables[0])
    }
    if let sheet = try chosen(book, path) {
      let store = try cells(sheet, range)
      guard !store.rows.isEmpty else {
        throw FileError(
          path, .workbook(.empty(sheet: book.sheets[sheet].name, range: options.range)))
      }
      return try first(sheet, store)
    }
    // The first that a person sees and that holds data, else the first hidden one.
    let order =
      book.sheets.indices.filter { book.sheets[$0].state == .visible }
      + book.sheets.indices.filter { book.sheets[$0].state != .visible }
    for sheet in order {
      let store = try cells(sheet, range)
      if store.rows.isEmpty { continue }
      if let note = WorkbookSource.choice(book.sheets, sheet) { notes.append(note) }
      return try first(sheet, store)
    }
    throw FileError(path, .workbook(.empty(sheet: nil, range: options.range)))
  }

  /// The sheet that the options name; nil where they name none.
  private func chosen(_ book: any Workbook, _ path: String) throws -> Int? {
    let names = book.sheets.map(\.name)
    switch options.sheet {
    case .found: return nil
    case .number(let number):
      guard book.sheets.indices.contains(number - 1) else {
        throw FileError(path, .workbook(.noSheet("\(number)", among: names, near: nil)))
      }
      return number - 1
    case .named(let name):
      let wanted = TextNormalization.normalizeNFC(name)
      let known = names.map { TextNormalization.normalizeNFC($0) }
      if let exact = known.firstIndex(of: wanted) { return exact }
      let small = wanted.lowercased()
      if let near = known.firstIndex(where: { $0.lowercased() == small }) { return near }
      throw FileError(
        path,
        .workbook(
          .noSheet(name, among: names, near: Suggestions.nearest(name, among: names))))
    }
  }

  /// Which sheet was taken, where there are several.
  private static func choice(_ sheets: [SheetInfo], _ chosen: Int) -> FileNote? {
    let own = sheets[chosen]
    let others = sheets.indices.filter { $0 != chosen }
    if others.isEmpty && own.state == .visible { return nil }
    func name(_ sheet: Int, _ hidden: String) -> String {
      "\"\(sheets[sheet].name)\"" + (sheets[sheet].state == .visible ? "" : " (\(hidden))")
    }
    let rest = others.prefix(8)
    let more = others.count > rest.count ? " …" : ""
    let en = rest.map { name($0, "hidden") }.joined(separator: ", ") + more
    let vi = rest.map { name($0, "ẩn") }.joined(separator: ", ") + more
    let option = "sheet: \"\(own.name)\""
    return FileNote(
      "N0540",
      "sheet \(name(chosen, "hidden")) was read; with (\(option)) says so"
        + (others.isEmpty ? "" : ", the others are \(en)"),
      "đã đọc trang tính \(name(chosen, "ẩn")); ghi rõ bằng with (\(option))"
        + (others.isEmpty ? "" : ", các trang khác: \(vi)"), options: [option])
  }
}
