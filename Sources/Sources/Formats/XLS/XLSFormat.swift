public import Columns
public import Language

/// Workbooks of Excel before 2007.
public struct XLSFormat: FileFormat, WorkbookFormat {
  public init() {}

  public var name: String { "xls" }
  public var suffixes: [String] { ["xls"] }
  public var about: Words {
    Words(
      en:
        "A workbook of Excel 97 to 2003; a sheet is a table, read as one of newer workbooks is.",
      vi:
        "Sổ làm việc Excel 97 đến 2003; một trang tính là một bảng, đọc như sổ làm việc mới."
    )
  }
  public var readOptions: [OptionSpec]? { WorkbookOptions.fields.map(\.spec) }
  public var isText: Bool { false }

  /// An OLE container, in which new workbooks with a password lie too.
  public func recognises(_ head: [UInt8]) -> Bool { head.starts(with: OLEContainer.signature) }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    WorkbookSource(file, WorkbookOptions(options), workbook)
  }

  func workbook(_ file: RawFile, _ checkStopped: () throws -> Void) throws -> any Workbook {
    try XLSBook(file, checkStopped)
  }
}
