#if HAS_ZIP && HAS_EXPAT
  import Columns

  /// A workbook in the form of Excel since 2007: parts of XML in a ZIP archive.
  final class XLSXBook: Workbook {
    let sheets: [SheetInfo]
    private(set) var texts = SharedTexts()
    private let archive: ZipArchive
    private let parts: [String]
    private let dates: CellDate
    private let formats: [CellFormat]
    private let textsPart: String?
    private var hasTexts = false

    init(_ file: RawFile, _ checkStopped: () throws -> Void) throws {
      let archive = try ZipArchive(file)
      self.archive = archive
      let root = try XLSXBook.relations("_rels/.rels", archive, checkStopped)
      let named = root.first { $0.type.hasSuffix("/officeDocument") }.map { $0.target }
      let main = archive.name(of: XLSXBook.path(named ?? "xl/workbook.xml", from: ""))
      guard let main, !main.hasSuffix(".bin") else {
        throw FileError(file.path, .workbook(XLSXBook.otherForm(archive.names)))
      }
      let folder = main.split(separator: "/").dropLast().joined(separator: "/")
      let name = main.split(separator: "/").last.map(String.init) ?? ""
      let links = try XLSXBook.relations("\(folder)/_rels/\(name).rels", archive, checkStopped)
      let book = BookHandler()
      try archive.parse(main, book, checkStopped)
      guard book.isWorkbook else {
        throw FileError(file.path, .workbook(XLSXBook.otherForm(archive.names)))
      }
      var sheets: [SheetInfo] = []
      var parts: [String] = []
      for (index, sheet) in book.sheets.enumerated() {
        let link = links.first { $0.id == sheet.link }
        // A sheet that is nothing but a chart has no cells.
        if let link, !link.type.hasSuffix("/worksheet") { continue }
        sheets.append(SheetInfo(sheet.name, sheet.state))
        parts.append(
          XLSXBook.path(link?.target ?? "worksheets/sheet\(index + 1).xml", from: folder))
      }
      self.sheets = sheets
      self.parts = parts
      dates = CellDate(is1904: book.is1904)
      func part(_ type: String, _ usual: String) -> String? {
        let target = links.first { $0.type.hasSuffix("/" + type) }?.target ?? usual
        return archive.name(of: XLSXBook.path(target, from: folder))
      }
      let styles = StylesHandler()
      if let part = part("styles", "styles.xml") { try archive.parse(part, styles, checkStopped) }
      formats = styles.cellFormats
      textsPart = part("sharedStrings", "sharedStrings.xml")
    }

    /// What an archive without a workbook of XML holds.
    private static func otherForm(_ names: [String]) -> WorkbookFault {
      if names.contains(where: { $0.lowercased().hasSuffix("xl/workbook.bin") }) {
        return .otherForm("a binary workbook (.xlsb)")
      }
      if names.contains(where: { $0.hasPrefix("word/") }) { return .noWorkbook("a Word document") }
      if names.contains(where: { $0.hasPrefix("ppt/") }) {
        return .noWorkbook("a PowerPoint presentation")
      }
      return .noWorkbook("an archive without xl/workbook.xml")
    }

    private static func relations(
      _ part: String, _ archive: ZipArchive, _ checkStopped: () throws -> Void
    ) throws -> [RelationsHandler.Relation] {
      guard let part = archive.name(of: part) else { return [] }
      let handler = RelationsHandler()
      try archive.parse(part, handler, checkStopped)
      return handler.relations
    }

    /// A target as a path in the archive.
    private static func path(_ target: String, from folder: String) -> String {
      var parts = target.hasPrefix("/") ? [] : folder.split(separator: "/")
      for part in target.split(separator: "/") {
        if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
      }
      return parts.joined(separator: "/")
    }

    func read(
      _ sheet: Int, _ range: CellRange, into store: CellStore, _ checkStopped: () throws -> Void
    ) throws {
      if !hasTexts, let textsPart {
        let handler = TextsHandler(texts, archive.path)
        try archive.parse(textsPart, handler, checkStopped)
        hasTexts = true
      }
      guard let part = archive.name(of: parts[sheet]) else {
        throw FileError(
          archive.path, .workbook(.damaged(part: parts[sheet], "it is missing")))
      }
      func handler() -> XLSXSheet {
        XLSXSheet(
          archive.path, part: part, store, range: range, formats: formats, dates: dates,
          textCount: texts.count)
      }
      var own = handler()
      do {
        var pieces = SheetPieces(archive, part, own, store)
        try pieces.read(checkStopped)
      } catch is UnusualXML {
        store.removeAll()
        own = handler()
        try archive.parse(part, own, checkStopped)
      }
      store.merges = own.merges
    }
  }

  /// `_rels/*.rels`: which part is which.
  private final class RelationsHandler: XMLHandler {
    struct Relation {
      let id: String
      let type: String
      let target: String
    }

    private(set) var relations: [Relation] = []

    override func start(_ name: Name, _ attributes: XMLAttributes) throws {
      guard XMLName.isEqual(XMLName.local(name), "Relationship"), let id = attributes["Id"],
        let target = attributes["Target"], relations.count < 100_000
      else { return }
      relations.append(Relation(id: id, type: attributes["Type"] ?? "", target: target))
    }
  }

  /// `workbook.xml`: the sheets and the beginning of days.
  private final class BookHandler: XMLHandler {
    private(set) var sheets: [(name: String, state: SheetInfo.State, link: String)] = []
    private(set) var is1904 = false
    private(set) var isWorkbook = false

    override func start(_ name: Name, _ attributes: XMLAttributes) throws {
      let local = XMLName.local(name)
      if XMLName.isEqual(local, "workbook") {
        isWorkbook = true
      } else if XMLName.isEqual(local, "workbookPr") {
        is1904 = ["1", "true"].contains(attributes["date1904"])
      } else if XMLName.isEqual(local, "sheet"), sheets.count < 100_000 {
        var link = ""
        attributes.visit { key, value in
          if XMLName.isEqual(XMLName.local(key), "id") { link = String(cString: value) }
        }
        sheets.append(
          (
            attributes["name"] ?? "",
            SheetInfo.State(rawValue: attributes["state"] ?? "") ?? .visible, link
          ))
      }
    }
  }

  /// `styles.xml`: the number format of each style of cells.
  private final class StylesHandler: XMLHandler {
    private var codes: [Int: String] = [:]
    private var styles: [Int] = []
    private var isInStyles = false

    var cellFormats: [CellFormat] {
      var known: [Int: CellFormat] = [:]
      return styles.map { number in
        if let format = known[number] { return format }
        let format = codes[number].map { CellFormat($0) } ?? CellFormat(builtin: number)
        known[number] = format
        return format
      }
    }

    override func start(_ name: Name, _ attributes: XMLAttributes) throws {
      let local = XMLName.local(name)
      if XMLName.isEqual(local, "numFmt") {
        if let number = attributes["numFmtId"].flatMap(Int.init), codes.count < 100_000 {
          codes[number] = String((attributes["formatCode"] ?? "").prefix(1000))
        }
      } else if XMLName.isEqual(local, "cellXfs") {
        isInStyles = true
      } else if isInStyles, XMLName.isEqual(local, "xf"), styles.count < 1 << 20 {
        styles.append(attributes["numFmtId"].flatMap(Int.init) ?? 0)
      }
    }

    override func end(_ name: Name) throws {
      if XMLName.isEqual(XMLName.local(name), "cellXfs") { isInStyles = false }
    }
  }

  /// `sharedStrings.xml`.
  private final class TextsHandler: XMLHandler {
    private let texts: SharedTexts
    private let path: String
    private let text = XMLText()
    private var isInText = false
    private var phonetic = 0

    init(_ texts: SharedTexts, _ path: String) {
      self.texts = texts
      self.path = path
    }

    override func start(_ name: Name, _ attributes: XMLAttributes) throws {
      let local = XMLName.local(name)
      if XMLName.isEqual(local, "t") {
        isInText = phonetic == 0
      } else if XMLName.isEqual(local, "si") {
        text.clear()
      } else if XMLName.isEqual(local, "rPh") {
        phonetic += 1
      }
    }

    override func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) throws {
      guard isInText else { return }
      guard text.append(bytes, count) else {
        throw FileError(path, .workbook(.longText("sharedStrings \(texts.count + 1)")))
      }
    }

    override func end(_ name: Name) throws {
      let local = XMLName.local(name)
      if XMLName.isEqual(local, "t") {
        isInText = false
      } else if XMLName.isEqual(local, "si") {
        text.decodeEscapes()
        try texts.append(text.bytes, text.count)
      } else if XMLName.isEqual(local, "rPh") {
        phonetic -= 1
      }
    }
  }
#endif
