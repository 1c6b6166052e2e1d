import Columns

/// The cells of a sheet as delimited text, so that header, end, totals and types are found by the reader
/// of delimited files, as for any other file.
///
/// Signs stand between the fields that no cell can hold. The lines are the rows of the sheet, so that
/// numbers of lines are those that a person sees. What the workbook knows of its cells is used before:
/// dates, percentages and numbers are written so that they are read as just that.
struct SheetTable {
  static let delimiter: UInt8 = 0x1F
  static let lineEnd: UInt8 = 0x1E
  static let quote: UInt8 = 0x1D

  /// Which values of merged cells are repeated in the rows below the first.
  enum Merged: String, Sendable, CaseIterable { case text, fill, first }

  /// The text.
  let file: RawFile
  /// The fields whose numbers are written with a point, whatever the texts of other fields do.
  let typed: Set<Int>
  /// For each field what stands beside its numbers.
  let units: [Int: NumberText.Unit]
  /// What is worth telling.
  let remarks: SheetRemarks

  /// - Parameter options: those for reading delimited text, its signs set.
  init(
    _ store: CellStore, _ texts: SharedTexts, _ path: String, _ options: ReadOptions,
    merged: Merged, _ checkStopped: () throws -> Void
  ) throws {
    var layout = SheetLayout(store, texts, path)
    try layout.checkSize()
    var data = try layout.probe(options)
    var tallies = try layout.tallied(data.rows, checkStopped)
    // Columns without a name and without a value below the header are space on the sheet.
    let empty = Set(
      tallies.indices.filter { field in
        data.names.indices.contains(field) && data.names[field] == "column\(field + 1)"
          && tallies[field].isEmpty
      })
    if !empty.isEmpty, empty.count < tallies.count {
      layout.drop(empty)
      data = try layout.probe(options)
      tallies = try layout.tallied(data.rows, checkStopped)
    }
    let styles = tallies.map(\.style)
    typed = Set(tallies.indices.filter { tallies[$0].isTyped })
    var units: [Int: NumberText.Unit] = [:]
    for (field, style) in styles.enumerated() where style.unit != .none {
      units[field] = style.unit
    }
    self.units = units
    var remarks = SheetRemarks(tallies, styles, store.findings)
    file = try layout.write(styles, from: data.rows.lowerBound, merged, &remarks, checkStopped)
    self.remarks = remarks
  }
}

/// A sheet on its way to text.
private struct SheetLayout {
  private let store: CellStore
  private let writer: CellWriter
  private let path: String
  /// The columns of the sheet that become fields, and the field of each column.
  private var kept: [Int] = []
  private var fieldOf: [Int32] = []
  /// Fields times rows that are laid out.
  private static let most = 4_000_000_000
  private static let headRows = 300
  private static let tailRows = 120

  init(_ store: CellStore, _ texts: SharedTexts, _ path: String) {
    self.store = store
    self.path = path
    writer = CellWriter(store: store, texts: texts)
    keep(store.filled.indices.filter { store.filled[$0] > 0 })
  }

  func checkSize() throws {
    let (cells, overflow) = store.rows.count.multipliedReportingOverflow(by: kept.count)
    guard !overflow, cells <= SheetLayout.most else {
      throw FileError(path, .workbook(.tooSparse(rows: store.rows.count, columns: kept.count)))
    }
  }

  mutating func drop(_ fields: Set<Int>) {
    keep(kept.indices.filter { !fields.contains($0) }.map { kept[$0] })
  }

  private mutating func keep(_ columns: [Int]) {
    kept = columns
    fieldOf = [Int32](repeating: -1, count: store.filled.count)
    for (field, column) in columns.enumerated() {
      fieldOf[column] = Int32(truncatingIfNeeded: field)
    }
  }

  // MARK: The shape

  /// Lays out the head and the end of the sheet as it shows them, and finds where the rows of its table
  /// are.
  func probe(
    _ options: ReadOptions
  ) throws -> (names: [String], rows: Range<Int>) {
    var needed = SheetLayout.headRows
    if case .lines(let lines) = options.header {
      needed += store.rows.prefix { Int($0) < lines.upperBound }.count
    }
    needed += store.rows.prefix { Int($0) < options.skip }.count
    let count = store.rows.count
    let isWhole = count <= needed + SheetLayout.tailRows
    let pieces = isWhole ? [0..<count] : [0..<needed, count - SheetLayout.tailRows..<count]
    let spool = try SpoolWriter(for: path)
    var out: [UInt8] = []
    var places: [(offset: Int, place: Int)] = []
    var line = 0
    for (index, piece) in pieces.enumerated() {
      if index > 0 { line = Int(store.rows[piece.lowerBound]) }
      try store.forEachRow(piece) { place, row, cells in
        while line < row {
          out.append(SheetTable.lineEnd)
          line += 1
        }
        places.append((spool.count + out.count, place))
        append(cells, &out) { writer.append($1, .shown, &$2) }
        line += 1
        try spool.take(&out)
      }
    }
    let part = try CSVPart(spool.finished(&out), options)
    func place(_ offset: Int) -> Int {
      places.first { $0.offset >= offset }?.place ?? count
    }
    let first = place(part.dataStart)
    return (part.names, first..<max(first, place(try part.end().dataEnd)))
  }

  /// Appends a row with all its fields.
  @inline(__always)
  private func append(
    _ cells: CellStore.RowCells, _ out: inout [UInt8],
    _ body: (_ field: Int, _ cell: StoredCell, _ out: inout [UInt8]) throws -> Void
  ) rethrows {
    var field = 0
    try cells.visit { cell in
      let own = Int(fieldOf[cell.column])
      if own < 0 { return }
      while field < own {
        out.append(SheetTable.delimiter)
        field += 1
      }
      try body(own, cell, &out)
    }
    while field < kept.count - 1 {
      out.append(SheetTable.delimiter)
      field += 1
    }
    out.append(SheetTable.lineEnd)
  }

  /// What the fields of some rows hold.
  func tallied(
    _ rows: Range<Int>, _ checkStopped: () throws -> Void
  ) throws -> [CellTally] {
    let layout = self
    var tallies = [CellTally](repeating: CellTally(), count: kept.count)
    try store.inPieces(
      rows, checkStopped, { try layout.tallied(piece: $0) },
      take: { for (field, below) in $0.enumerated() { tallies[field].add(below) } })
    let mixed = tallies.map(\.mixesDates)
    guard mixed.contains(true) else { return tallies }
    try store.inPieces(
      rows, checkStopped, { try layout.textKinds(piece: $0, of: mixed) },
      take: {
        for (field, kinds) in $0.enumerated() { tallies[field].textKinds.formIntersection(kinds) }
      })
    return tallies
  }

  private func tallied(piece rows: Range<Int>) throws -> [CellTally] {
    var tallies = [CellTally](repeating: CellTally(), count: kept.count)
    try store.forEachRow(rows) { _, row, cells in
      cells.visit { cell in
        let field = Int(fieldOf[cell.column])
        if field >= 0 { tallies[field].add(cell, row, store, writer.texts) }
      }
    }
    return tallies
  }

  /// What the texts of some fields can be read as.
  private func textKinds(piece rows: Range<Int>, of fields: [Bool]) throws -> [FieldKinds] {
    var kinds = [FieldKinds](repeating: .all, count: kept.count)
    try store.forEachRow(rows) { _, _, cells in
      cells.visit { cell in
        let field = Int(fieldOf[cell.column])
        guard field >= 0, fields[field] else { return }
        let text: UnsafeBufferPointer<UInt8>
        switch cell.kind {
        case .text: text = UnsafeBufferPointer(start: cell.bytes, count: cell.count)
        case .shared: text = writer.texts[cell.index]
        default: return
        }
        kinds[field].formIntersection(CellTally.kinds(text))
      }
    }
    return kinds
  }

  // MARK: The text

  /// Writes all rows; from the place `first` on in the styles of their fields.
  func write(
    _ styles: [CellStyle], from first: Int, _ merged: SheetTable.Merged,
    _ remarks: inout SheetRemarks, _ checkStopped: () throws -> Void
  ) throws -> RawFile {
    let spool = try SpoolWriter(for: path)
    var out: [UInt8] = []
    let body = first < store.rows.count ? Int(store.rows[first]) : Int.max
    let merges = store.merges.filter { $0.rows.lowerBound >= body }
    if merges.isEmpty {
      let layout = self
      try store.inPieces(
        0..<store.rows.count, checkStopped, { try layout.text(piece: $0, styles, from: first) },
        take: { text in
          out.append(contentsOf: text)
          try spool.take(&out)
        })
      return try spool.finished(&out)
    }
    var fills = MergedFills(merges, fieldOf, merged)
    out.reserveCapacity(1 << 19)
    var line = 0
    let writer = self.writer
    try store.forEachRow(0..<store.rows.count) { place, row, cells in
      if place & 0xFFF == 0 { try checkStopped() }
      while line < row {
        out.append(SheetTable.lineEnd)
        line += 1
      }
      let isBody = place >= first
      if isBody, fills.isActive(row) {
        fills.append(cells, row, kept.count, fieldOf, &out) { field, cell, out in
          writer.append(cell, styles[field], &out)
        }
      } else {
        append(cells, &out) { writer.append($1, isBody ? styles[$0] : .shown, &$2) }
      }
      line += 1
      try spool.take(&out)
    }
    remarks.filled = fills.filled
    remarks.unfilled = fills.unfilled
    return try spool.finished(&out)
  }

  /// The text of some rows, and the empty lines before each.
  private func text(
    piece rows: Range<Int>, _ styles: [CellStyle], from first: Int
  ) throws -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(1 << 20)
    var line = rows.lowerBound == 0 ? 0 : Int(store.rows[rows.lowerBound - 1]) + 1
    try store.forEachRow(rows) { place, row, cells in
      while line < row {
        out.append(SheetTable.lineEnd)
        line += 1
      }
      let isBody = place >= first
      append(cells, &out) { writer.append($1, isBody ? styles[$0] : .shown, &$2) }
      line += 1
    }
    return out
  }
}

extension CellTally {
  /// Whether no cell was filled.
  var isEmpty: Bool { numbers + percents + dates + times + bools + texts + missing + errors == 0 }
}

/// The values of merged cells on their way down.
struct MergedFills {
  /// How many cells were filled, and of how many merged ones only the first row has the value, by field.
  private(set) var filled: [Int: Int] = [:]
  private(set) var unfilled: [Int: Int] = [:]
  /// By their first row, the next one last.
  private var waiting: [(rows: Range<Int>, field: Int)]
  private var active: [Int: (end: Int, text: [UInt8])] = [:]
  private let merged: SheetTable.Merged

  init(_ merges: [CellRange], _ fieldOf: [Int32], _ merged: SheetTable.Merged) {
    self.merged = merged
    waiting = merges.compactMap { area in
      let column = area.columns.lowerBound
      guard column < fieldOf.count, fieldOf[column] >= 0 else { return nil }
      return (area.rows, Int(fieldOf[column]))
    }.sorted { $0.rows.lowerBound > $1.rows.lowerBound }
  }

  /// Whether merged cells begin in a row or go on in it.
  mutating func isActive(_ row: Int) -> Bool {
    while let next = waiting.last, next.rows.lowerBound < row {
      waiting.removeLast()
    }
    for (field, fill) in active where fill.end <= row { active[field] = nil }
    return !active.isEmpty || waiting.last?.rows.lowerBound == row
  }

  /// Appends a row, empty fields under merged cells with the value from above.
  mutating func append(
    _ cells: CellStore.RowCells, _ row: Int, _ count: Int, _ fieldOf: [Int32],
    _ out: inout [UInt8], _ body: (Int, StoredCell, inout [UInt8]) -> Void
  ) {
    var begins: [Int: Int] = [:]
    while let next = waiting.last, next.rows.lowerBound == row {
      begins[next.field] = next.rows.upperBound
      waiting.removeLast()
    }
    var own: [Int: StoredCell] = [:]
    cells.visit { cell in
      let field = Int(fieldOf[cell.column])
      if field >= 0 { own[field] = cell }
    }
    for field in 0..<count {
      if field > 0 { out.append(SheetTable.delimiter) }
      let before = out.count
      if let cell = own[field] {
        body(field, cell, &out)
        active[field] = nil
        if let end = begins[field] {
          if repeats(cell) {
            active[field] = (end, Array(out[before...]))
          } else {
            unfilled[field, default: 0] += 1
          }
        }
      } else if let fill = active[field] {
        out.append(contentsOf: fill.text)
        filled[field, default: 0] += 1
      }
    }
    out.append(SheetTable.lineEnd)
  }

  private func repeats(_ cell: StoredCell) -> Bool {
    switch merged {
    case .first: false
    case .fill: true
    // A sum over a number that is repeated would count it several times.
    case .text: cell.kind != .number && cell.kind != .percent && cell.kind != .error
    }
  }
}
