#if HAS_ZIP && HAS_EXPAT
  import Columns

  /// `sheet1.xml`: takes the cells as they come and keeps none of them.
  final class XLSXSheet: XMLHandler {
    /// Cells merged over several rows.
    private(set) var merges: [CellRange] = []
    private let path: String
    private let part: String
    private let store: CellStore
    let reading: SheetReading

    private enum Kind { case number, shared, text, bool, error, date }

    /// Whether the elements of this part have a prefix.
    private var hasPrefix = false
    private(set) var isInData = false
    private var isReading = false
    private var isInline = false
    private var phonetic = 0
    private let text = XMLText()
    private var row = -1
    private var column = -1
    private var kind = Kind.number
    private var style = 0
    private var hasFormula = false
    private var mergeCount = 0
    private static let mostMerges = 1 << 20

    init(
      _ path: String, part: String, _ store: CellStore, range: CellRange, formats: [CellFormat],
      dates: CellDate, textCount: Int
    ) {
      self.path = path
      self.part = part
      self.store = store
      reading = SheetReading(
        range: range, dates: dates, textCount: textCount,
        formats: formats.map { ($0, store.place(of: $0)) }, dayFormat: store.place(of: .day),
        stampFormat: store.place(of: .stamp))
    }

    private var range: CellRange { reading.range }

    override func start(_ name: Name, _ attributes: XMLAttributes) throws {
      let local = local(name)
      switch UInt8(bitPattern: local[0]) {
      case 99 where local[1] == 0:  // c
        if isInData { try startCell(attributes) }
      case 118 where local[1] == 0:  // v
        isReading = isInData
      case 116 where local[1] == 0:  // t
        isReading = isInline && phonetic == 0
      case 102 where local[1] == 0:  // f
        hasFormula = true
      case 114:
        if XMLName.isEqual(local, "row") {
          if isInData { try startRow(attributes) }
        } else if XMLName.isEqual(local, "rPh") {
          phonetic += 1
        }
      case 105 where local[1] == 115 && local[2] == 0:  // is
        isInline = isInData
      case 115:
        if XMLName.isEqual(local, "sheetData") { isInData = true }
      case 109:
        if XMLName.isEqual(local, "mergeCell"), let area = attributes["ref"] { merge(area) }
      default:
        if !hasPrefix, !isInData {
          let own = XMLName.local(name)
          if own != name, XMLName.isEqual(own, "worksheet") { hasPrefix = true }
        }
      }
    }

    @inline(__always)
    private func local(_ name: Name) -> Name { hasPrefix ? XMLName.local(name) : name }

    override func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) throws {
      guard isReading else { return }
      guard text.append(bytes, count) else {
        throw FileError(path, .workbook(.longText(CellRange.name(column: column, row: row))))
      }
    }

    override func end(_ name: Name) throws {
      let local = local(name)
      switch UInt8(bitPattern: local[0]) {
      case 99 where local[1] == 0:
        if isInData { try endCell() }
      case 118 where local[1] == 0, 116 where local[1] == 0: isReading = false
      case 105 where local[1] == 115 && local[2] == 0: isInline = false
      case 114: if XMLName.isEqual(local, "rPh") { phonetic -= 1 }
      case 115:
        if XMLName.isEqual(local, "sheetData") { isInData = false }
      default: break
      }
    }

    // MARK: Rows and cells

    private func startRow(_ attributes: XMLAttributes) throws {
      var number = row + 2
      var isHidden = false
      attributes.visit { key, value in
        switch UInt8(bitPattern: key[0]) {
        case 114 where key[1] == 0: number = XLSXSheet.number(value) ?? number
        case 104: isHidden = XMLName.isEqual(key, "hidden") && value[0] != 48 && value[0] != 102
        default: break
        }
      }
      row = number - 1
      column = -1
      guard row >= 0, row < CellRange.maxRows else {
        throw FileError(path, .workbook(.outside("A\(number)")))
      }
      if isHidden, range.rows.contains(row) { store.findings.hiddenRows += 1 }
    }

    @inline(__always)
    private static func number(_ text: UnsafePointer<CChar>) -> Int? {
      var value = 0
      var place = 0
      while text[place] != 0 {
        let digit = UInt8(bitPattern: text[place]) &- 48
        guard digit < 10, place < 9 else { return nil }
        value = value * 10 + Int(digit)
        place += 1
      }
      return place == 0 ? nil : value
    }

    @inline(__always)
    private func startCell(_ attributes: XMLAttributes) throws {
      kind = .number
      style = 0
      hasFormula = false
      column += 1
      text.clear()
      var isOutside = false
      attributes.visit { key, value in
        switch UInt8(bitPattern: key[0]) {
        case 114 where key[1] == 0:
          var place = 0
          var number = 0
          while true {
            let letter = (UInt8(bitPattern: value[place]) & 0xDF) &- 65
            guard letter < 26, place < 4 else { break }
            number = number * 26 + Int(letter) + 1
            place += 1
          }
          if number > 0 { column = number - 1 }
          if number > CellRange.maxColumns { isOutside = true }
        case 115 where key[1] == 0: style = XLSXSheet.number(value) ?? 0
        case 116 where key[1] == 0: kind = XLSXSheet.kind(value)
        default: break
        }
      }
      if isOutside || column >= CellRange.maxColumns || row < 0 {
        throw FileError(path, .workbook(.outside(CellRange.name(column: column, row: max(0, row)))))
      }
    }

    @inline(__always)
    private static func kind(_ value: UnsafePointer<CChar>) -> Kind {
      switch UInt8(bitPattern: value[0]) {
      case 115 where value[1] == 0: .shared
      case 98: .bool
      case 101: .error
      case 100: .date
      case 115, 105: .text
      default: .number
      }
    }

    private func endCell() throws {
      isReading = false
      guard range.rows.contains(row), range.columns.contains(column) else { return }
      if text.count == 0 {
        if hasFormula, kind != .text { store.findings.valueless.note(column, row) }
        return
      }
      switch kind {
      case .shared:
        let index = sharedIndex
        guard index >= 0, index < reading.textCount else {
          throw FileError(
            path,
            .workbook(
              .damaged(
                part: part,
                "\(CellRange.name(column: column, row: row)) names a shared text that is not there")
            ))
        }
        var number = UInt32(truncatingIfNeeded: index)
        try withUnsafeBytes(of: &number) { try add(.shared, 0, $0) }
      case .text:
        text.decodeEscapes()
        if text.count > 0 { try add(.text, 0) }
      case .bool:
        var flag: UInt8 = text.bytes[0] == 49 || text.bytes[0] | 32 == 116 ? 1 : 0
        try withUnsafeBytes(of: &flag) { try add(.bool, 0, $0) }
      case .error: try add(.error, 0)
      case .date:
        guard let value = CellDate.microseconds(iso: text.bytes, text.count) else {
          return try add(.text, 0)
        }
        try add(.date, text.count > 10 ? reading.stampFormat : reading.dayFormat, value)
      case .number: try addNumber()
      }
    }

    private func addNumber() throws {
      guard let number = reading.number(text.bytes, text.count, style: style) else {
        return store.findings.noDay.note(column, row)
      }
      switch number.kind {
      case .date, .time: try add(number.kind, number.place, number.microseconds)
      default: try add(number.kind, number.place)
      }
    }

    private var sharedIndex: Int {
      guard text.count <= 9 else { return -1 }
      var value = 0
      for place in 0..<text.count {
        let digit = text.bytes[place] &- 48
        guard digit < 10 else { return -1 }
        value = value * 10 + Int(digit)
      }
      return value
    }

    @inline(__always)
    private func add(_ kind: CellKind, _ format: Int) throws {
      try store.add(row: row, column: column, kind, format: format, text.bytes, text.count)
    }

    private func add(_ kind: CellKind, _ format: Int, _ value: Int64) throws {
      try withUnsafeBytes(of: value) { try add(kind, format, $0) }
    }

    private func add(_ kind: CellKind, _ format: Int, _ bytes: UnsafeRawBufferPointer) throws {
      guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
      try store.add(row: row, column: column, kind, format: format, start, bytes.count)
    }

    private func merge(_ area: String) {
      guard mergeCount < XLSXSheet.mostMerges, let cells = CellRange(area), cells.rows.count > 1,
        range.rows.overlaps(cells.rows), range.columns.contains(cells.columns.lowerBound)
      else { return }
      mergeCount += 1
      merges.append(cells)
    }
  }
#endif
