import Columns

/// A delimited text file, or all files that fit a pattern (`data/*.csv`): what their heads tell, and
/// the reading of their columns as one table.
///
/// Opening looks at the first bytes alone. Columns are read when asked for; their types follow from
/// the whole of all files, never from a sample.
public final class CSVFile {
  /// What the heads tell; anew where the encoding turns out to be another.
  private(set) var head: CSVHead
  var options: ReadOptions
  var parts: [CSVPart] { head.parts }
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
    self.head = head
    isPattern = head.isPattern
    names = head.names
  }

  static let filename = "filename"
  /// The file of each parsed block, while reading.
  var partOf: [Int] = []
  /// Where the rows of each file end, while reading.
  var ends: [Int] = []
  var tails: [CSVEnd] = []
  /// Blocks that were parsed while the end of their file was still to come.
  var early: EarlyBlocks?
  /// Whether an encoding was looked for behind the first bytes.
  private(set) var hasGuessed = false
  /// The rows of each file, once read.
  var rowsOf: [Int] = []
}

extension CSVFile {
  /// Reads the wanted columns of the whole file.
  ///
  /// What is no UTF-8 behind the first bytes shows only here: then the files are read anew by the
  /// encoding that all their bytes speak for.
  public func read() throws -> LoadedTable {
    do {
      return try readOnce()
    } catch let error as FileError where error.kind == .invalidUTF8 && options.encoding == nil {
      var found: [String: TextEncoding] = [:]
      for file in head.file.files where file.content == nil || options.foundEncodings.isEmpty {
        if let encoding = try TextFile.guessed(file) { found[file.path] = encoding }
      }
      guard !found.isEmpty, options.foundEncodings.isEmpty else {
        // Lenient reading sets such lines aside, where no encoding explains them.
        guard options.mode == .lenient, !hasGuessed else { throw error }
        hasGuessed = true
        return try readOnce()
      }
      hasGuessed = true
      options.foundEncodings = found
      head = try CSVHead(head.file, options)
      return try readOnce()
    }
  }
}

/// What the heads of some open files tell.
struct CSVHead: Sendable {
  let file: FileRef
  let parts: [CSVPart]
  let isPattern: Bool
  let names: [String]

  /// Finds delimiter, header and names.
  ///
  /// - Parameter typed: for each file the fields whose decimal sign is known beforehand.
  init(_ file: FileRef, _ options: ReadOptions, typed: [Set<Int>] = []) throws {
    self.file = file
    parts = try file.files.enumerated().map { place, file in
      try CSVHead.part(file, options, typed: place < typed.count ? typed[place] : [])
    }
    isPattern = file.isPattern
    guard file.isPattern else {
      names = parts[0].names
      return
    }
    let first = parts[0]
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

  /// A header that is no UTF-8 though the first bytes are shows that they are not the whole of it.
  private static func part(
    _ file: RawFile, _ options: ReadOptions, typed: Set<Int>
  ) throws -> CSVPart {
    do {
      return try CSVPart(file, options, typed: typed)
    } catch let error as FileError where error.kind == .invalidUTF8 && options.encoding == nil {
      guard options.foundEncodings.isEmpty, let encoding = try TextFile.guessed(file) else {
        throw error
      }
      var options = options
      options.foundEncodings[file.path] = encoding
      return try CSVPart(file, options, typed: typed)
    }
  }
}
