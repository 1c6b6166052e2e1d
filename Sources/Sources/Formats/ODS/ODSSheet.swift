#if HAS_ZIP && HAS_EXPAT
  import Columns

  /// `content.xml`: the names of all sheets, or the cells of one.
  final class ODSSheet: XMLHandler {
    private(set) var sheets: [SheetInfo] = []
    private(set) var merges: [CellRange] = []
    private(set) var isSpreadsheet = false
    private let path: String
    private let wanted: Int?
    private let range: CellRange
    private let store: CellStore
    private var styles: ODSStyles
    private var isInBody = false

    /// Tables within each other: a cell may hold one.
    private var tableDepth = 0
    private var isReading = false
    private var row = 0
    private var rowRepeat = 1
    private var column = 0
    private var columnStyles: [(end: Int, style: String)] = []
    private var rowCells: [Cell] = []
    private var rowBytes: [UInt8] = []
    private var cell = CellHead()
    private var isInCell = false
    /// Elements whose text is none of the cell: notes and drawings.
    private var aside = 0
    private var paragraphs = 0
    private let text = XMLText()
    private var repeated = 0
    private var formatPlaces: [String: Int] = [:]

    /// Cells that repetition alone may make.
    private static let mostRepeated = 50_000_000
    private static let mostMerges = 1 << 20

    private struct Cell {
      let column: Int
      let count: Int
      let kind: CellKind
      let format: Int
      let bytes: Range<Int>
    }

    private struct CellHead {
      var type = ""
      var value = ""
      var style = ""
      var times = 1
      var rows = 1
      var isError = false
      var hasFormula = false
      var isCovered = false
    }

    /// - Parameter sheet: the sheet whose cells are wanted; nil: the names of all.
    init(
      _ path: String, sheet: Int?, range: CellRange, _ store: CellStore, _ styles: ODSStyles
    ) {
      self.styles = styles
      self.path = path
      wanted = sheet
      self.range = range
      self.store = store
    }

    override func start(_ name: Name, _ attributes: XMLAttributes) throws {
      let local = XMLName.local(name)
      guard isInBody else {
        if XMLName.isEqual(local, "spreadsheet") {
          isInBody = true
          isSpreadsheet = true
        } else {
          styles.start(local, attributes)
        }
        return
      }
      if isInCell {
        startInside(name, local, attributes)
      } else if XMLName.isEqual(local, "table") {
        startTable(attributes)
      } else if isReading {
        if XMLName.isEqual(local, "table-row") {
          startRow(attributes)
        } else if XMLName.isEqual(local, "table-cell") {
          startCell(attributes, isCovered: false)
        } else if XMLName.isEqual(local, "covered-table-cell") {
          startCell(attributes, isCovered: true)
        } else if XMLName.isEqual(local, "table-column") {
          let count = ODSSheet.number(attributes["number-columns-repeated"]) ?? 1
          if columnStyles.count < CellRange.maxColumns {
            columnStyles.append(
              (
                min((columnStyles.last?.end ?? 0) + count, CellRange.maxColumns),
                attributes["default-cell-style-name"] ?? ""
              ))
          }
        }
      }
    }

    /// An element in a cell.
    private func startInside(_ name: Name, _ local: Name, _ attributes: XMLAttributes) {
      let isDrawing = name[0] == 100 && name[1] == 114 && name[2] == 97
      if aside > 0 || isDrawing || XMLName.isEqual(local, "annotation")
        || XMLName.isEqual(local, "table")
      {
        aside += 1
      } else if XMLName.isEqual(local, "p") {
        if paragraphs > 0 { _ = text.append(10) }
        paragraphs += 1
      } else if XMLName.isEqual(local, "s") {
        for _ in 0..<min(ODSSheet.number(attributes["c"]) ?? 1, 1000) { _ = text.append(32) }
      } else if XMLName.isEqual(local, "tab") {
        _ = text.append(9)
      } else if XMLName.isEqual(local, "line-break") {
        _ = text.append(10)
      }
    }

    override func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) throws {
      guard isInCell, isReading, aside == 0, paragraphs > 0, !cell.isCovered else { return }
      guard text.append(bytes, count) else {
        throw FileError(path, .workbook(.longText(CellRange.name(column: column, row: row))))
      }
    }

    override func end(_ name: Name) throws {
      let local = XMLName.local(name)
      guard isInBody else {
        styles.end(local)
        return
      }
      if aside > 0 {
        aside -= 1
      } else if isInCell {
        if XMLName.isEqual(local, "table-cell") || XMLName.isEqual(local, "covered-table-cell") {
          try endCell()
        }
      } else if XMLName.isEqual(local, "table-row") {
        if isReading { try endRow() }
      } else if XMLName.isEqual(local, "table") {
        tableDepth -= 1
        if isReading, tableDepth == 0 {
          isReading = false
          isDone = true
        }
      } else if XMLName.isEqual(local, "spreadsheet") {
        isInBody = false
      }
    }

    // MARK: Tables, rows, cells

    private static func number(_ text: String?) -> Int? {
      text.flatMap { Int($0) }.map { min(max(1, $0), 1 << 24) }
    }

    private func startTable(_ attributes: XMLAttributes) {
      tableDepth += 1
      guard tableDepth == 1, sheets.count < 100_000 else { return }
      let isHidden = styles.hidden.contains(attributes["style-name"] ?? "")
      sheets.append(SheetInfo(attributes["name"] ?? "", isHidden ? .hidden : .visible))
      isReading = wanted == sheets.count - 1
    }

    private func startRow(_ attributes: XMLAttributes) {
      rowRepeat = ODSSheet.number(attributes["number-rows-repeated"]) ?? 1
      column = 0
      rowCells.removeAll(keepingCapacity: true)
      rowBytes.removeAll(keepingCapacity: true)
      let visibility = attributes["visibility"]
      if visibility == "collapse" || visibility == "filter", range.rows.contains(row) {
        store.findings.hiddenRows += min(rowRepeat, CellRange.maxRows)
      }
    }

    private func startCell(_ attributes: XMLAttributes, isCovered: Bool) {
      isInCell = true
      paragraphs = 0
      text.clear()
      cell = CellHead()
      cell.isCovered = isCovered
      attributes.visit { key, value in
        let local = XMLName.local(key)
        func text() -> String { String(cString: value) }
        switch UInt8(bitPattern: local[0]) {
        case 118:  // value, value-type
          if XMLName.isEqual(local, "value-type") {
            // `calcext:value-type` knows errors.
            if key[0] == 99 { cell.isError = text() == "error" } else { cell.type = text() }
          } else if XMLName.isEqual(local, "value") {
            cell.value = text()
          }
        case 100, 116, 98:  // date-value, time-value, boolean-value
          if XMLName.isEqual(local, "date-value") || XMLName.isEqual(local, "time-value")
            || XMLName.isEqual(local, "boolean-value")
          {
            cell.value = text()
          }
        case 102: if XMLName.isEqual(local, "formula") { cell.hasFormula = true }
        case 110:
          if XMLName.isEqual(local, "number-columns-repeated") {
            cell.times = ODSSheet.number(text()) ?? 1
          } else if XMLName.isEqual(local, "number-rows-spanned") {
            cell.rows = ODSSheet.number(text()) ?? 1
          }
        case 115: if XMLName.isEqual(local, "style-name") { cell.style = text() }
        default: break
        }
      }
    }

    private func endCell() throws {
      isInCell = false
      let first = column
      column += cell.times
      if cell.isCovered { return }
      if cell.rows > 1, range.rows.contains(row), range.columns.contains(first),
        merges.count < ODSSheet.mostMerges
      {
        merges.append(CellRange(columns: first..<first + 1, rows: row..<row + cell.rows))
      }
      guard range.rows.overlaps(row..<row + rowRepeat) else { return }
      guard let (kind, format) = value(first) else { return }
      // What is filled has to lie on the sheet; empty cells may be said to go on beyond it.
      guard column <= CellRange.maxColumns, row + rowRepeat <= CellRange.maxRows else {
        let last = CellRange.name(
          column: column <= CellRange.maxColumns ? first : column - 1, row: row + rowRepeat - 1)
        throw FileError(path, .workbook(.outside(last)))
      }
      let start = rowBytes.count
      appendValue(kind)
      rowCells.append(
        Cell(
          column: first, count: cell.times, kind: kind, format: format,
          bytes: start..<rowBytes.count))
    }

    /// What the cell holds; nil where it is empty.
    private func value(_ column: Int) -> (kind: CellKind, format: Int)? {
      if cell.isError { return (.error, 0) }
      switch cell.type {
      case "float": return cell.value.isEmpty ? nil : (.number, 0)
      case "currency": return cell.value.isEmpty ? nil : (.number, 0)
      case "percentage": return cell.value.isEmpty ? nil : (.percent, store.place(of: .percent))
      case "boolean": return (.bool, 0)
      case "date":
        guard microseconds != nil else { return text.count > 0 ? (.text, 0) : nil }
        return (.date, dateFormat(column))
      case "time":
        guard CellDate.microseconds(span: cell.value) != nil else {
          return text.count > 0 ? (.text, 0) : nil
        }
        return (.time, store.place(of: text.count > 5 ? .clock : CellFormat(kind: .time)))
      default:
        if cell.hasFormula, cell.type.isEmpty, text.count == 0 {
          store.findings.valueless.note(column, row)
        }
        return text.count == 0 ? nil : (.text, 0)
      }
    }

    private var microseconds: Int64? {
      var bytes = Array(cell.value.utf8)
      // A fraction of seconds may have nine digits.
      if bytes.count > 26 { bytes.removeSubrange(26...) }
      return bytes.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.flatMap { CellDate.microseconds(iso: $0, bytes.count) }
      }
    }

    private func dateFormat(_ column: Int) -> Int {
      var style = cell.style
      if style.isEmpty { style = columnStyles.first { column < $0.end }?.style ?? "" }
      if let known = formatPlaces[style] { return known }
      let format = styles.format(style) ?? (cell.value.utf8.count > 10 ? .stamp : .day)
      let place = store.place(of: format)
      formatPlaces[style] = place
      return place
    }

    private func appendValue(_ kind: CellKind) {
      func append(_ value: Int64) {
        withUnsafeBytes(of: value) { rowBytes.append(contentsOf: $0) }
      }
      switch kind {
      case .number, .percent: rowBytes.append(contentsOf: cell.value.utf8)
      case .date: append(microseconds ?? 0)
      case .time: append(CellDate.microseconds(span: cell.value) ?? 0)
      case .bool: rowBytes.append(cell.value == "true" ? 1 : 0)
      case .text, .shared, .error:
        // Signs of control have no place in a cell.
        rowBytes.append(contentsOf: UnsafeBufferPointer(start: text.bytes, count: text.count))
      }
    }

    private func endRow() throws {
      defer { row += rowRepeat }
      guard !rowCells.isEmpty else { return }
      let rows = (row..<row + rowRepeat).clamped(to: range.rows)
      for number in rows {
        for cell in rowCells {
          let columns = (cell.column..<cell.column + cell.count).clamped(to: range.columns)
          if number > row || columns.count > 1 {
            repeated += columns.count
            guard repeated <= ODSSheet.mostRepeated else {
              throw FileError(path, .workbook(.bomb(part: "content.xml")))
            }
          }
          try rowBytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            for column in columns {
              try store.add(
                row: number, column: column, cell.kind, format: cell.format,
                start + cell.bytes.lowerBound, cell.bytes.count)
            }
          }
        }
      }
    }
  }
#endif
