/// Files that are known by their first bytes and not read: what they are, and the command that makes of
/// them what is.
struct ForeignKind {
  let name: String
  /// A command, with the path where `@` stands.
  let command: String

  private init(_ name: String, _ command: String) {
    self.name = name
    self.command = command
  }

  /// The error that a file of this kind is.
  func error(_ path: String) -> FileError {
    let shown = ForeignKind.quoted(path)
    let parts = command.split(separator: "@", omittingEmptySubsequences: false)
    return FileError(path, .content(.foreign(name, command: parts.joined(separator: shown))))
  }

  /// A path as a shell takes it.
  static func quoted(_ path: String) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte >= 0x80 || [45, 46, 47, 95].contains(byte)
    }
    if isPlain { return path }
    return "'"
      + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
      + "'"
  }

  /// The name of a kind in Vietnamese, as far as it is more than the name of a format.
  static func vietnamese(_ name: String) -> String {
    for (en, vi) in [
      (" document", "tài liệu "), (" database", "cơ sở dữ liệu "), (" archive", "tệp nén "),
      (" picture", "ảnh "), (" workbook", "bảng tính "), (" file", "tệp "),
    ] where name.hasSuffix(en) {
      let core = name.dropLast(en.count)
      return vi
        + (core.hasPrefix("an ")
          ? core.dropFirst(3) : core.hasPrefix("a ") ? core.dropFirst(2) : core)
    }
    switch name {
    case "a program": return "một chương trình"
    case "a document of Office 97 (XLS, DOC)": return "tài liệu Office 97 (XLS, DOC)"
    default: return name
    }
  }

  private static let kinds: [(head: [UInt8], kind: ForeignKind)] = [
    (Array("%PDF-".utf8), ForeignKind("a PDF document", "pdftotext -layout @ -")),
    (
      Array("SQLite format 3\0".utf8),
      ForeignKind(
        "an SQLite database", "sqlite3 -header -csv @ 'SELECT * FROM the_table' > table.csv")
    ),
    (Array("Rar!".utf8), ForeignKind("a RAR archive", "unrar p -inul @ > table.csv")),
    ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], ForeignKind("a 7z archive", "7z x -so @ > table.csv")),
    ([0x89, 0x50, 0x4E, 0x47], ForeignKind("a PNG picture", "tesseract @ - --psm 6")),
    ([0xFF, 0xD8, 0xFF], ForeignKind("a JPEG picture", "tesseract @ - --psm 6")),
    (Array("GIF8".utf8), ForeignKind("a GIF picture", "tesseract @ - --psm 6")),
    ([0x49, 0x49, 0x2A, 0], ForeignKind("a TIFF picture", "tesseract @ - --psm 6")),
    ([0x4D, 0x4D, 0, 0x2A], ForeignKind("a TIFF picture", "tesseract @ - --psm 6")),
    (
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
      ForeignKind("a document of Office 97 (XLS, DOC)", "libreoffice --headless --convert-to csv @")
    ),
    (
      Array("PAR1".utf8),
      ForeignKind("Parquet", "duckdb -c \"COPY (FROM '@') TO 'table.csv'\"")
    ),
    (
      Array("ARROW1".utf8),
      ForeignKind(
        "Arrow IPC (Feather)",
        "python3 -c 'import sys, pyarrow.feather as f; f.read_feather(sys.argv[1]).to_csv(\"table.csv\", index=False)' @"
      )
    ),
    (Array("ORC".utf8), ForeignKind("ORC", "orc-contents @ > table.ndjson")),
    (Array("Obj\u{1}".utf8), ForeignKind("Avro", "avro-tools tojson @ > table.ndjson")),
    ([0x89, 0x48, 0x44, 0x46], ForeignKind("HDF5", "h5dump @")),
    (
      Array("$FL2".utf8),
      ForeignKind(
        "an SPSS file",
        "Rscript -e 'write.csv(haven::read_sav(commandArgs(TRUE)), \"table.csv\")' @")
    ),
    (
      Array("<stata_dta>".utf8),
      ForeignKind(
        "a Stata file",
        "Rscript -e 'write.csv(haven::read_dta(commandArgs(TRUE)), \"table.csv\")' @")
    ),
    (
      [0, 1, 0, 0] + Array("Standard ".utf8),
      ForeignKind("an Access database", "mdb-export @ the_table > table.csv")
    ),
    (
      Array("{\\rtf".utf8),
      ForeignKind("an RTF document", "libreoffice --headless --convert-to html @")
    ),
    ([0x7F, 0x45, 0x4C, 0x46], ForeignKind("a program", "file @")),
  ]

  /// What begins with these bytes; nil where it is none of those known.
  static func of(_ head: [UInt8]) -> ForeignKind? {
    // Text may begin with the letters of a mark: then it has no signs that text does not have.
    let isText = !head.contains { $0 < 9 || (14..<27).contains($0) }
    if let known = kinds.first(where: { head.starts(with: $0.head) }),
      !isText || known.head.count > 4
    {
      return known.kind
    }
    if head.starts(with: Array("RIFF".utf8)), head.dropFirst(8).starts(with: Array("WEBP".utf8)) {
      return ForeignKind("a WebP picture", "tesseract @ - --psm 6")
    }
    if let document = document(in: head) { return document }
    let text = head.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(head.dropFirst(3)) : head
    if text.starts(with: Array("<?xml".utf8)) {
      return ForeignKind("XML", "yq -p xml -o json @ > table.json")
    }
    return nil
  }

  /// The kind of a ZIP archive that is a document; nil where it is none.
  static func document(in head: [UInt8]) -> ForeignKind? {
    guard head.starts(with: [0x50, 0x4B, 3, 4]) else { return nil }
    let text = String(decoding: head, as: UTF8.self)
    func has(_ part: String) -> Bool { text.contains(part) }
    let convert = "libreoffice --headless --convert-to csv @"
    if has("xl/") { return ForeignKind("an Excel workbook", convert) }
    if has("opendocument.spreadsheet") { return ForeignKind("an ODS workbook", convert) }
    if has("word/") {
      return ForeignKind("a Word document", "pandoc @ -t html -o table.html")
    }
    if has("opendocument.text") {
      return ForeignKind("an ODT document", "pandoc @ -t html -o table.html")
    }
    if has("ppt/") {
      return ForeignKind("a PowerPoint document", "libreoffice --headless --convert-to html @")
    }
    if has("[Content_Types].xml") || has("mimetype") {
      return ForeignKind("an office document", "libreoffice --headless --convert-to csv @")
    }
    return nil
  }
}
