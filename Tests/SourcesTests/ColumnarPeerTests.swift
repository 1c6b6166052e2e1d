import Columns
import Foundation
import Sources
import TestSupport
import Testing

/// Python with pyarrow, DuckDB and Polars, which `make engines` fetches.
enum ColumnarPeers {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/Columnar"

  static let python: String? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path
    let places =
      [root + "/.build-engines/venv/bin/python"]
      + (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
        $0 + "/python3"
      }
    return places.first { place in
      FileManager.default.isExecutableFile(atPath: place)
        && (try? run([place, "-c", "import duckdb, numpy, polars, pyarrow"]))?.status == 0
    }
  }()

  static func run(_ command: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: command[0])
    process.arguments = Array(command.dropFirst())
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }

  /// The cells that a file is to have, the names first.
  static func expected(_ path: String) throws -> [[String]] {
    try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { line in
      line.split(separator: "\u{1F}", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The first difference between what is read and what was to be; nil where there is none.
  static func difference(_ table: Table, _ wanted: [[String]]) -> String? {
    guard table.names == wanted.first else { return "names \(table.names)" }
    let rows = table.rows
    guard rows.count == wanted.count - 1 else { return "\(rows.count) rows" }
    for (number, (found, row)) in zip(rows, wanted.dropFirst()).enumerated() {
      for (place, (one, other)) in zip(found, row).enumerated() where one != other {
        if let left = Double(one), let right = Double(other), left == right { continue }
        return "row \(number) `\(table.names[place])` is \(one), wanted \(other)"
      }
    }
    return nil
  }

  /// The files of a folder that have an expectation beside them.
  static func pairs(_ folder: String) throws -> [(file: String, expected: String)] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { name in
      guard let ending = FormatRegistry.ending(of: name), ending != "expected" else { return nil }
      let expected = folder + "/" + name.dropLast(ending.count) + "expected"
      return FileManager.default.fileExists(atPath: expected)
        ? (folder + "/" + name, expected) : nil
    }
  }
}

/// Files of pyarrow, DuckDB and Polars are read as they are meant, and ours by them.
@Suite struct ColumnarPeerTests {
  @Test("Kept files of other programs")
  func kept() throws {
    let pairs = try ColumnarPeers.pairs(ColumnarPeers.folder + "/files")
    #expect(pairs.count >= 11)
    for (file, expected) in pairs {
      let table = try Columnar.read(file).table
      #expect(
        try ColumnarPeers.difference(table, ColumnarPeers.expected(expected)) == nil, "\(file)")
    }
  }

  @Test(
    "All types, encodings and codecs that others write",
    .enabled(
      if: ColumnarPeers.python != nil,
      "Python with pyarrow, DuckDB and Polars is not there: make engines"))
  func others() throws {
    let python = try #require(ColumnarPeers.python)
    let folder = try TemporaryFolder()
    let made = try ColumnarPeers.run(
      [python, ColumnarPeers.folder + "/make.py", "make", folder.path, "3000"])
    #expect(made.status == 0, "\(made.output)")
    let pairs = try ColumnarPeers.pairs(folder.path)
    #expect(pairs.count > 35)
    for (file, expected) in pairs {
      let table = try Columnar.read(file).table
      #expect(
        try ColumnarPeers.difference(table, ColumnarPeers.expected(expected)) == nil, "\(file)")
    }
  }

  @Test(
    "Others read what is written here",
    .enabled(
      if: ColumnarPeers.python != nil,
      "Python with pyarrow, DuckDB and Polars is not there: make engines"),
    arguments: ColumnarKind.allCases)
  func ours(_ kind: ColumnarKind) throws {
    let python = try #require(ColumnarPeers.python)
    let folder = try TemporaryFolder()
    // Doubles that are no numbers have no text that all agree on.
    let forms = ColumnForm.allCases.filter { ![.double, .nulls].contains($0) }
    let options: [OptionValues] = [
      [:], ["decimals": .flag(true)],
      ["compression": .word(kind == .parquet ? "snappy" : "zstd")],
    ]
    for (rows, options) in [(0, options[0]), (1, options[1])] + options.map({ (2000, $0) }) {
      var random = SeededRandom(UInt64(rows))
      var columns = try forms.map { form in
        (form.rawValue, try RandomColumns.column(form, count: rows, nulls: 5, using: &random))
      }
      columns.append(("plain", try Column(.float, (0..<rows).map { .double(Double($0) / 7) })))
      let table = Table(columns)
      let file = try folder.file(Columnar.bytes(table, kind, options), name: "t.\(kind)")
      let lines = [table.names] + table.rows
      let expected = try folder.file(
        lines.map { $0.joined(separator: "\u{1F}") + "\n" }.joined(), name: "t.expected")
      let checked = try ColumnarPeers.run(
        [python, ColumnarPeers.folder + "/make.py", "check", file, expected])
      #expect(checked.status == 0, "\(rows) rows, \(options): \(checked.output)")
    }
  }
}
