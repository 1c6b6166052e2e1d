import Columns

/// Tables of other forms of text as delimited text: what their columns are is then found as for CSV.
enum DelimitedText {
  /// A field in quotes.
  static func append(_ text: [UInt8], _ out: inout [UInt8]) {
    out.append(34)
    if text.contains(34) {
      for byte in text {
        if byte == 34 { out.append(34) }
        out.append(byte)
      }
    } else {
      out.append(contentsOf: text)
    }
    out.append(34)
  }
}

/// A table that is read as the delimited text that was made of its file.
final class DelimitedSource: TableSource {
  let id: SourceID
  private let inner: CSVSource
  private let rejected: Table?

  /// - Parameter rejected: what was set aside when the text was made.
  init(_ file: FileRef, _ texts: [RawFile], _ options: ReadOptions, rejected: Table? = nil) throws {
    id = SourceID(.file, file.path)
    inner = try CSVSource(FileRef(file, texts), options)
    self.rejected = rejected
  }

  func outline(_ run: RunContext) throws -> Schema { inner.outline(run) }

  func schema(_ wanted: Set<String>?, _ run: RunContext) throws -> Schema {
    try inner.schema(wanted, run)
  }

  func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    let table = try inner.scan(columns, run)
    if let rejected { run.setAside(rejected) }
    return table
  }
}
