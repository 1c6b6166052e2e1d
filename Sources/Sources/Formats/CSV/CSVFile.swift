import Columns

/// A delimited text file, or all files that fit a pattern (`data/*.csv`): what their heads tell, and
/// the reading of their columns as one table.
///
/// Opening looks at the first bytes alone. Columns are read when asked for; their types follow from
/// the whole of all files, never from a sample.
public final class CSVFile {
  let parts: [CSVPart]
  private(set) var options: ReadOptions
  /// Whether the path was a pattern; then a column `filename` says where each row is from.
  let isPattern: Bool
  /// The column names in NFC, in the order of the (first) file.
  public let names: [String]
  /// The files read, in order of their names.
  public var paths: [String] { parts.map(\.file.path) }

  /// Opens a file (`-` is standard input), or the files that fit a pattern of `*`, `?` and `[…]`, and
  /// finds delimiter, header and names.
  ///
  /// Files of one pattern must have the same columns, in any order.
  public convenience init(_ path: String, _ options: ReadOptions) throws {
    let options = options.settled
    self.init(try CSVHead(FileRef(path), options), options)
  }

  /// The columns of files whose heads are known.
  init(_ head: CSVHead, _ options: ReadOptions) {
    self.options = options
    parts = head.parts
    isPattern = head.isPattern
    names = head.names
  }

  /// Reads some columns as a run asks for it.
  func read(_ columns: [String], _ run: RunContext) throws -> LoadedTable {
    options.columns = Set(columns)
    options.threads = run.threads
    options.isCancelled = { run.stop() != nil }
    if let progress = run.progress {
      options.progress = { done, total in
        if progress.state.total != total { progress.expectLoad(total) }
        progress.reach(done)
      }
    }
    do {
      return try read()
    } catch is ReadCancelled {
      throw run.stop() ?? .interrupted
    }
  }

  static let filename = "filename"
  /// The file of each parsed block, while reading.
  var partOf: [Int] = []
  /// Where the rows of each file end, while reading.
  var ends: [Int] = []
  /// The rows of each file, once read.
  var rowsOf: [Int] = []
}

/// What the heads of some open files tell.
struct CSVHead: Sendable {
  let parts: [CSVPart]
  let isPattern: Bool
  let names: [String]

  /// Finds delimiter, header and names.
  init(_ file: FileRef, _ options: ReadOptions) throws {
    try self.init(file.files.map { try CSVPart($0, options) }, isPattern: file.isPattern)
  }

  /// Files of one pattern must have the same columns.
  init(_ parts: [CSVPart], isPattern: Bool) throws {
    self.parts = parts
    self.isPattern = isPattern
    let first = parts[0]
    guard isPattern else {
      names = first.names
      return
    }
    for part in parts.dropFirst() {
      if let name = first.names.first(where: { !part.names.contains($0) }) {
        throw FileError(
          part.file.path, .missingColumn(name, in: first.file.path), line: 1, column: name)
      }
      if let name = part.names.first(where: { !first.names.contains($0) }) {
        throw FileError(
          first.file.path, .missingColumn(name, in: part.file.path), line: 1, column: name)
      }
    }
    if first.names.contains(CSVFile.filename) {
      throw FileError(first.file.path, .duplicateColumn(CSVFile.filename), line: 1)
    }
    names = first.names + [CSVFile.filename]
  }
}
