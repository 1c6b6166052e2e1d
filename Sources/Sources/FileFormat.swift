public import Columns
public import Language

/// A form that tables have in files: the one place that knows its endings, its options, its reader
/// and its writer.
///
/// A new format is a folder under `Formats` and a line in `FormatRegistry.standard`.
public protocol FileFormat: Sendable {
  /// The word for it in `with (format: …)`, `set format` and `--format`.
  var name: String { get }
  /// What names of such files end in, without the dot and in small letters; the usual one first.
  var suffixes: [String] { get }
  /// What it is and what it is good for, in a sentence.
  var about: Words { get }
  /// The options for reading; nil where the format is only written.
  var readOptions: [OptionSpec]? { get }
  /// The options for writing; nil where the format is only read.
  var writeOptions: [OptionSpec]? { get }
  /// Whether what is written is text, which may go to a terminal.
  var isText: Bool { get }
  /// Whether results in this form are read by programs, which want errors as JSON lines too.
  var isForPrograms: Bool { get }
  /// Whether rows of totals are called so in keys of any type, since all there is becomes text.
  var labelsTotals: Bool { get }
  /// Whether the writer takes the column that marks rows of totals, and calls and sets them apart
  /// itself.
  var marksTotals: Bool { get }
  /// Whether a file that begins with these bytes is of this form.
  func recognises(_ head: [UInt8]) -> Bool
  /// The table in an open file: its names at once, its columns when they are asked for.
  ///
  /// Called anew for each version of the file; what was read is kept by `FileSource`. Throws where
  /// the format is only written.
  func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource
  /// What writes a table in this form. Throws where the format is only read.
  func writer(_ options: OptionValues) throws -> any TableSink
}

extension FileFormat {
  public var readOptions: [OptionSpec]? { nil }
  public var writeOptions: [OptionSpec]? { nil }
  public var isText: Bool { true }
  public var isForPrograms: Bool { false }
  public var labelsTotals: Bool { false }
  public var marksTotals: Bool { false }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    throw FileError(file.path, .onlyWritten(format: name, command: nil))
  }

  public func writer(_ options: OptionValues) throws -> any TableSink {
    throw FileError(name, .onlyRead(format: name))
  }
}

extension FileFormat {
  /// The table as this format writes it: rows of totals are called so. Where a key holds no texts and
  /// cannot say it, such rows are left out, which goes to `run.tell`, so that no program adds them to
  /// their parts.
  public func labelling(
    _ table: Table, totals label: String, _ run: RunContext
  ) throws(MemoryLimitExceeded) -> Table {
    if marksTotals { return table }
    if labelsTotals { return try table.labellingTotals(label, asText: true) }
    let unnamed = table.totalsWithoutText()
    guard !unnamed.isEmpty else { return try table.labellingTotals(label, asText: false) }
    let left = Set(unnamed)
    let kept = (0..<table.rowCount).filter { !left.contains($0) }.map { UInt32($0) }
    run.tell(
      SourceNote(
        "N0714",
        "\(unnamed.count) \(unnamed.count == 1 ? "row" : "rows") of totals \(unnamed.count == 1 ? "is" : "are") left out of \(name), where a key that is no text cannot say that it is one; make the key a text, or write csv or xlsx",
        "bỏ \(unnamed.count) dòng tổng khi ghi \(name), vì cột khóa không phải văn bản nên không đánh dấu được; hãy đổi khóa thành văn bản, hoặc ghi csv hay xlsx"
      ))
    return try table.gathering(kept).labellingTotals(label, asText: false)
  }
}

/// Writes tables as bytes, in order, to wherever they go.
public protocol TableSink: Sendable {
  /// Hands the whole table to `output`, piece by piece; tells `run.progress` the rows written and
  /// stops when the run has to.
  func write(
    _ table: Table, _ run: RunContext, to output: ([UInt8]) throws -> Void) throws
}
