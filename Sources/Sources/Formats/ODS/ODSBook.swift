#if HAS_ZIP && HAS_EXPAT
  import Columns

  /// A workbook in the OpenDocument form: `content.xml` in a ZIP archive holds all sheets.
  final class ODSBook: Workbook {
    let sheets: [SheetInfo]
    let texts = SharedTexts()
    private let archive: ZipArchive
    private let styles: ODSStyles
    private static let part = "content.xml"

    init(_ file: RawFile, _ checkStopped: () throws -> Void) throws {
      let archive = try ZipArchive(file)
      self.archive = archive
      if let manifest = archive.name(of: "META-INF/manifest.xml") {
        let handler = ManifestHandler()
        try archive.parse(manifest, handler, checkStopped)
        if handler.isEncrypted { throw FileError(file.path, .workbook(.encrypted)) }
      }
      let common = StylesHandler()
      if let part = archive.name(of: "styles.xml") {
        try archive.parse(part, common, checkStopped)
      }
      styles = common.styles
      let handler = ODSSheet(
        file.path, sheet: nil, range: .all, CellStore(for: file.path), common.styles)
      try archive.parse(ODSBook.part, handler, checkStopped)
      guard handler.isSpreadsheet else {
        throw FileError(file.path, .workbook(.noWorkbook("an OpenDocument file of another kind")))
      }
      sheets = handler.sheets
    }

    func read(
      _ sheet: Int, _ range: CellRange, into store: CellStore, _ checkStopped: () throws -> Void
    ) throws {
      let handler = ODSSheet(archive.path, sheet: sheet, range: range, store, styles)
      try archive.parse(ODSBook.part, handler, checkStopped)
      store.merges = handler.merges
    }
  }

  /// `META-INF/manifest.xml`: whether parts are encrypted.
  private final class ManifestHandler: XMLHandler {
    private(set) var isEncrypted = false

    override func start(_ name: Name, _ attributes: XMLAttributes) throws {
      if XMLName.isEqual(XMLName.local(name), "encryption-data") {
        isEncrypted = true
        isDone = true
      }
    }
  }

  /// `styles.xml`: the styles that all sheets share.
  private final class StylesHandler: XMLHandler {
    private(set) var styles = ODSStyles()

    override func start(_ name: Name, _ attributes: XMLAttributes) throws {
      styles.start(XMLName.local(name), attributes)
    }

    override func end(_ name: Name) throws { styles.end(XMLName.local(name)) }
  }

  /// How dates of styles are shown.
  struct ODSStyles {
    /// The tables that are not shown, by their style.
    private(set) var hidden: Set<String> = []
    private var parts: [String: [UInt8]] = [:]
    private var dataStyles: [String: String] = [:]
    private var style = ""
    private var dateStyle: String?
    private static let most = 100_000

    mutating func start(_ local: UnsafePointer<CChar>, _ attributes: XMLAttributes) {
      switch String(cString: local) {
      case "date-style":
        dateStyle = attributes["name"]
        if let dateStyle, parts.count < ODSStyles.most { parts[dateStyle] = [] }
      case "day": note(100)
      case "month": note(109)
      case "year": note(121)
      case "hours", "minutes": note(104)
      case "seconds": note(115)
      case "style":
        style = attributes["name"] ?? ""
        if let data = attributes["data-style-name"], dataStyles.count < ODSStyles.most {
          dataStyles[style] = data
        }
      case "table-properties": if attributes["display"] == "false" { hidden.insert(style) }
      default: break
      }
    }

    private mutating func note(_ part: UInt8) {
      if let dateStyle { parts[dateStyle]?.append(part) }
    }

    mutating func end(_ local: UnsafePointer<CChar>) {
      if XMLName.isEqual(local, "date-style") { dateStyle = nil }
    }

    /// The format of a style of cells; nil where it is not one of dates.
    func format(_ style: String) -> CellFormat? {
      guard let data = dataStyles[style], let parts = parts[data] else { return nil }
      var format = CellFormat(kind: .date)
      format.hasDay = parts.contains(100)
      format.hasMonth = parts.contains(109)
      format.hasTime = parts.contains(104) || parts.contains(115)
      format.hasSeconds = parts.contains(115)
      let order = parts.filter { $0 == 100 || $0 == 109 || $0 == 121 }
      if format.hasDay {
        format.order = order.first == 121 ? .ymd : order.first == 109 ? .mdy : .dmy
      }
      return format
    }
  }
#endif
