/// Files that are known by their first bytes and not read: what they are, and the command that makes of
/// them what is.
struct ForeignKind {
  let name: String
  /// A command, with the path where `@` stands.
  let command: String

  init(_ name: String, _ command: String) {
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

  /// What begins with these bytes; nil where it is none of those known.
  static func of(_ head: [UInt8]) -> ForeignKind? {
    // Text may begin with the letters of a mark: then it has no signs that text does not have.
    let isText = !head.contains { $0 < 9 || (14..<27).contains($0) }
    if let known = kinds.first(where: { head.starts(with: $0.head) }),
      !isText || known.head.count > 4
    {
      return known.kind
    }
    if !isText, let known = placed(head) { return known }
    if let text = words(head) { return text }
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

  /// The kind of a ZIP archive by the names in it; nil where it is one of files.
  static func archive(of names: Set<String>) -> ForeignKind? {
    if names.contains("Index/Document.iwa") {
      return ForeignKind("an Apple Numbers workbook", "soffice --headless --convert-to xlsx @")
    }
    if !names.isEmpty, names.allSatisfy({ $0.hasSuffix(".npy") }) {
      return ForeignKind(
        "an NPZ file",
        "python3 -c 'import sys, numpy; a = numpy.load(sys.argv[1]); [numpy.savetxt(n + \".csv\", a[n], delimiter=\",\") for n in a.files]' @"
      )
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
