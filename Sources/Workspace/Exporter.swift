package import Columns
package import Language
import Planning
import Sources

/// Writes tables to files for `export` and `-o`.
package struct Exporter {
  let threads: Int
  var progress: Progress?
  let checkStopped: @Sendable () throws -> Void

  package init(
    threads: Int, progress: Progress? = nil, checkStopped: @escaping @Sendable () throws -> Void
  ) {
    self.threads = threads
    self.progress = progress
    self.checkStopped = checkStopped
  }

  package func export(
    _ table: Table, path: String, options: [(name: String, value: Value)], range: SourceRange
  ) throws {
    var write = WriteOptions(Exporter.format(of: path))
    write.threads = threads
    write.checkStopped = checkStopped
    write.progress = progress
    progress?.begin("export")
    var overwrite = false
    for (name, value) in options {
      switch (name.lowercased(), value) {
      case ("overwrite", .bool(let flag)): overwrite = flag
      case ("bom", .bool(let flag)): write.bom = flag
      case ("header", .bool(let flag)): write.hasHeader = flag
      case ("delimiter", .text(let text)):
        let named = ["tab": "\t", "semicolon": ";", "comma": ",", "pipe": "|"][text] ?? text
        guard named.utf8.count == 1, let byte = named.utf8.first else {
          throw wrong(name, Words(en: "one character", vi: "một ký tự"), range)
        }
        write.delimiter = byte
      case ("decimal", .text(let text)) where text == "," || text == "comma":
        write.decimalComma = true
      case ("decimal", .text(".")): write.decimalComma = false
      case ("format", .text(let text)):
        guard let format = OutputFormat(rawValue: text.lowercased()) else {
          throw wrong(
            name,
            Words(
              en: "csv, tsv, json, ndjson or markdown", vi: "csv, tsv, json, ndjson hoặc markdown"),
            range)
        }
        write.format = format
        if format == .tsv { write.delimiter = 9 }
      default:
        if FileOptions.writeNames.contains(name.lowercased()) {
          let takes =
            switch name.lowercased() {
            case "delimiter": Words(en: "one character", vi: "một ký tự")
            case "decimal": Words(en: "\".\" or \",\"", vi: "\".\" hoặc \",\"")
            case "format":
              Words(
                en: "csv, tsv, json, ndjson or markdown",
                vi: "csv, tsv, json, ndjson hoặc markdown")
            default: Words(en: "true or false", vi: "true hoặc false")
            }
          throw wrong(name, takes, range)
        }
        let near = Suggestions.nearest(name, among: FileOptions.writeNames)
        throw Diagnostic(
          code: "E0702",
          Words(en: "there is no option `\(name)`", vi: "không có tùy chọn `\(name)`"), at: range,
          fix: near.map {
            Words.didYouMean("`\($0)`")
          }
            ?? Words(
              en: "options: \(FileOptions.writeNames.joined(separator: ", "))",
              vi: "các tùy chọn: \(FileOptions.writeNames.joined(separator: ", "))"))
      }
    }
    let file = try AtomicFile(path, overwrite: overwrite)
    try TableWriter(table, write).write { try file.write($0) }
    try file.finish()
  }

  private func wrong(_ name: String, _ takes: Words, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0701",
      Words(en: "`\(name)` takes \(takes.en)", vi: "`\(name)` nhận \(takes.text(in: .vi))"),
      at: range)
  }

  /// The form that the name of a file asks for; CSV where it says nothing.
  static func format(of path: String) -> OutputFormat {
    let lower = path.lowercased()
    if lower.hasSuffix(".tsv") { return .tsv }
    if lower.hasSuffix(".json") { return .json }
    if lower.hasSuffix(".ndjson") || lower.hasSuffix(".jsonl") { return .ndjson }
    if lower.hasSuffix(".md") || lower.hasSuffix(".markdown") { return .markdown }
    return .csv
  }
}
