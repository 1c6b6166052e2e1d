public import Columns
public import Language

/// Workbooks of Excel since 2007.
public struct XLSXFormat: FileFormat, WorkbookFormat {
  public init() {}

  public var name: String { "xlsx" }
  public var suffixes: [String] { ["xlsx", "xlsm"] }
  public var about: Words {
    Words(
      en:
        "A workbook of Excel. Reading takes a sheet as a table, with its dates and percentages, and finds header, totals and end as in text; writing keeps types, with labels as headings, number formats, filters and a header that stays.",
      vi:
        "Sổ làm việc Excel. Khi đọc, một trang tính là một bảng, giữ ngày và phần trăm, tìm tiêu đề, dòng tổng và cuối bảng như với văn bản; khi ghi, giữ kiểu dữ liệu, tiêu đề là nhãn cột, có định dạng số, bộ lọc và tiêu đề cố định."
    )
  }
  public var readOptions: [OptionSpec]? { WorkbookOptions.fields.map(\.spec) }
  public var writeOptions: [OptionSpec]? { XLSXFormat.writing.map(\.spec) }
  public var isText: Bool { false }
  public var marksTotals: Bool { true }

  /// An archive whose first part is one of an office document.
  public func recognises(_ head: [UInt8]) -> Bool {
    guard let name = ZipHead.firstName(head) else { return false }
    return name == "[Content_Types].xml"
      || ["_rels/", "docProps/", "xl/", "customXml/"].contains { name.hasPrefix($0) }
  }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    WorkbookSource(file, WorkbookOptions(options), workbook)
  }

  func workbook(_ file: RawFile, _ checkStopped: () throws -> Void) throws -> any Workbook {
    #if HAS_ZIP && HAS_EXPAT
      return try XLSXBook(file, checkStopped)
    #else
      throw FileError(file.path, .workbook(.withoutLibrary("libzip, expat")))
    #endif
  }
}

extension XLSXFormat {
  static let writing: [OptionField<XLSXWriteOptions>] = [
    .text(
      "sheet",
      Words(en: "The name of the sheet.", vi: "Tên trang tính."), example: "\"Biểu 01\""
    ) { $0.sheet = $1 },
    .flag(
      "labels",
      Words(
        en: "Whether headings are the labels of the columns with their units; false: their names.",
        vi: "Tiêu đề là nhãn cột kèm đơn vị; false: dùng tên cột."), example: "false"
    ) { $0.hasLabels = $1 },
  ]

  public func writer(_ options: OptionValues) throws -> any TableSink {
    #if HAS_XLSXWRITER
      return XLSXSink(
        options: OptionField.applied(XLSXFormat.writing, options, to: XLSXWriteOptions()))
    #else
      throw FileError("xlsx", .workbook(.withoutLibrary("libxlsxwriter")))
    #endif
  }
}

/// How a workbook is written.
struct XLSXWriteOptions: Sendable {
  var sheet = "Sheet1"
  var hasLabels = true
}

/// What the first bytes of a ZIP archive tell.
enum ZipHead {
  /// The name of the first part; nil where the bytes begin no archive.
  static func firstName(_ head: [UInt8]) -> String? {
    guard head.count > 30, head.starts(with: [0x50, 0x4B, 3, 4]) else { return nil }
    let length = Int(head[26]) | Int(head[27]) << 8
    guard length > 0, head.count >= 30 + length else { return nil }
    return String(decoding: head[30..<30 + length], as: UTF8.self)
  }
}
