import Columns
import Glibc
import Sources
import Testing

/// A folder that goes away with the test.
final class TemporaryFolder {
  let path: String

  init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/files-test-XXXXXX").utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { TemporaryFolder.remove(path) }

  private static func remove(_ path: String) {
    if unlink(path) == 0 { return }
    if let folder = opendir(path) {
      var names: [String] = []
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
          tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
      }
      closedir(folder)
      for name in names { remove(path + "/" + name) }
    }
    rmdir(path)
  }

  /// Writes a file and gives its path.
  func file(_ bytes: [UInt8], name: String = "t.csv") throws -> String {
    let target = path + "/" + name
    let file = try AtomicFile(target, overwrite: true)
    try bytes.withUnsafeBytes { try file.write($0) }
    try file.finish()
    return target
  }

  func file(_ text: String, name: String = "t.csv") throws -> String {
    try file(Array(text.utf8), name: name)
  }
}

/// How often files are changed to see what becomes of them.
enum Mutations {
  /// So many as `TIENDO_MUTATIONS` says; else a few, or more with `TIENDO_HEAVY`.
  static func count(quick: Int, heavy: Int) -> Int {
    func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }
    return number("TIENDO_MUTATIONS") ?? (getenv("TIENDO_HEAVY") == nil ? quick : heavy)
  }

  /// A run that ends itself after ten seconds, which is an error that no reader throws by itself.
  static func run() -> RunContext {
    let start = RunContext.now()
    return RunContext(threads: 1, stop: { RunContext.now() - start > 10 ? .timedOut : nil })
  }
}

/// Reads CSV text as a table.
func load(
  _ text: String, _ change: (inout ReadOptions) -> Void = { _ in }
) throws -> LoadedTable {
  try load(bytes: Array(text.utf8), change)
}

func load(
  bytes: [UInt8], _ change: (inout ReadOptions) -> Void = { _ in }
) throws -> LoadedTable {
  let folder = try TemporaryFolder()
  var options = ReadOptions()
  change(&options)
  return try CSVFile(try folder.file(bytes), options).read()
}

/// The error that reading ends with; nil where the file is read.
func failure(
  _ text: String, _ change: (inout ReadOptions) -> Void = { _ in }
) -> FileError? {
  failure(bytes: Array(text.utf8), change)
}

func failure(
  bytes: [UInt8], _ change: (inout ReadOptions) -> Void = { _ in }
) -> FileError? {
  do {
    _ = try load(bytes: bytes, change)
    return nil
  } catch {
    if !(error is FileError) { Issue.record("not an error of a file: \(error)") }
    return error as? FileError
  }
}

extension Table {
  /// The cells as plain text, `∅` for null; one array a row.
  var rows: [[String]] {
    (0..<rowCount).map { row in
      columns.map { $0.isValid(row) ? $0[row].plainText : "∅" }
    }
  }

  var types: [DataType] { fields.map(\.type) }
  var names: [String] { fields.map(\.name) }
}

extension LoadedTable {
  var codes: [String] { notes.map(\.code) }
}
