public import Columns

/// A format of workbooks, whose sheets can be listed.
protocol WorkbookFormat: FileFormat {
  func workbook(_ file: RawFile, _ checkStopped: () throws -> Void) throws -> any Workbook
}

/// What a workbook holds, without reading a table from it.
public enum Workbooks {
  /// The sheets of a workbook with their names and states; nil where the file is none.
  ///
  /// Throws `FileError` where it cannot be opened or is damaged, and what `checkStopped` throws.
  public static func sheets(
    _ path: String, registry: FormatRegistry = .standard, checkStopped: () throws -> Void = {}
  ) throws -> [SheetInfo]? {
    try open(path, registry, checkStopped)?.book.sheets
  }

  /// A row a sheet: its name, its state (`visible`, `hidden`, `veryHidden`), the cells that are filled,
  /// how many rows and columns they reach over. Nil where the file is no workbook.
  public static func overview(
    _ path: String, _ run: RunContext, registry: FormatRegistry = .standard
  ) throws -> Table? {
    guard let (book, name) = try open(path, registry, run.checkStopped) else { return nil }
    var cells = [[Value]](repeating: [], count: 5)
    for (index, sheet) in book.sheets.enumerated() {
      let store = CellStore(for: name, threads: run.threads)
      try book.read(index, .all, into: store, run.checkStopped)
      cells[0].append(.text(sheet.name))
      cells[1].append(.text(sheet.state.rawValue))
      guard let last = store.rows.last, let first = store.rows.first,
        let left = store.filled.firstIndex(where: { $0 > 0 })
      else {
        cells[2].append(.null)
        cells[3].append(.int(0))
        cells[4].append(.int(0))
        continue
      }
      let right = store.filled.count - 1
      cells[2].append(
        .text(
          CellRange.name(column: left, row: Int(first)) + ":"
            + CellRange.name(column: right, row: Int(last))))
      cells[3].append(.int(Int64(last - first) + 1))
      cells[4].append(.int(Int64(right - left) + 1))
    }
    let names = ["sheet", "state", "range", "rows", "columns"]
    let types: [DataType] = [.text, .text, .text, .int, .int]
    return Table(try zip(names, zip(types, cells)).map { ($0, try Column($1.0, $1.1)) })
  }

  /// Whether files of that name are workbooks, by its ending.
  public static func areNamed(_ name: String) -> Bool {
    FormatRegistry.standard.format(forPath: name) is any WorkbookFormat
  }

  private static func open(
    _ path: String, _ registry: FormatRegistry, _ checkStopped: () throws -> Void
  ) throws -> (book: any Workbook, path: String)? {
    let file = try FileRef(path)
    guard let format = registry.format(forHead: try file.head()) as? any WorkbookFormat,
      let raw = file.files.first
    else { return nil }
    return (try format.workbook(raw, checkStopped), raw.path)
  }
}
