public import Columns
public import Language

/// Workbooks of LibreOffice and other programs, in the OpenDocument form.
public struct ODSFormat: FileFormat, WorkbookFormat {
  public init() {}

  public var name: String { "ods" }
  public var suffixes: [String] { ["ods"] }
  public var about: Words {
    Words(
      en: "A workbook of LibreOffice; a sheet is a table, read as one of Excel is.",
      vi: "Sổ làm việc LibreOffice; một trang tính là một bảng, đọc như của Excel.")
  }
  public var readOptions: [OptionSpec]? { WorkbookOptions.fields.map(\.spec) }
  public var isText: Bool { false }

  /// An archive that begins with the type of an OpenDocument file.
  public func recognises(_ head: [UInt8]) -> Bool {
    guard ZipHead.firstName(head) == "mimetype" else { return false }
    let type = Array("application/vnd.oasis.opendocument.".utf8)
    return head.dropFirst(38).prefix(type.count + 40).starts(with: type)
      || head.prefix(200).indices.contains { head[$0...].starts(with: type) }
  }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    WorkbookSource(file, WorkbookOptions(options), workbook)
  }

  func workbook(_ file: RawFile, _ checkStopped: () throws -> Void) throws -> any Workbook {
    #if HAS_ZIP && HAS_EXPAT
      return try ODSBook(file, checkStopped)
    #else
      throw FileError(file.path, .workbook(.withoutLibrary("libzip, expat")))
    #endif
  }
}
