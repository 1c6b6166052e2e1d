import Columns
import Foundation
import Language
import Sources
import TestSupport
import Testing

/// Files that are damaged, or use what is not read here, are named with the reason and a way out.
@Suite struct ColumnarFaultTests {
  private static let kept = ColumnarPeers.folder + "/files/"

  private func failure(
    _ path: String, _ columns: [String]? = nil, _ format: ColumnarKind? = nil
  ) -> FileError? {
    do {
      let source = FileSource(path, format: format?.format)
      let run = RunContext()
      let names = try columns ?? source.outline(run).fields.map(\.name)
      _ = try source.scan(names, run)
      return nil
    } catch {
      if !(error is FileError) { Issue.record("not an error of a file: \(error)") }
      return error as? FileError
    }
  }

  private func words(_ error: FileError?) -> String {
    guard let error else { return "no error" }
    let english = error.words(vietnamese: false)
    let vietnamese = error.words(vietnamese: true)
    #expect(english.message != vietnamese.message)
    return english.message + " | " + (english.advice ?? "")
  }

  @Test("Codecs, versions and types that are not read are named")
  func notRead() throws {
    let brotli = failure(Self.kept + "brotli.parquet")
    #expect(brotli?.column == "nfd")
    #expect(words(brotli).contains("Brotli"))
    #expect(words(brotli).contains("COPY (FROM '\(Self.kept)brotli.parquet') TO"))
    #expect(words(failure(Self.kept + "old.feather")).contains("Feather of version 1"))
    for file in ["odd.parquet", "odd.arrow"] {
      let far = failure(Self.kept + file, ["u64", "far"])
      #expect(far?.column == "far")
      #expect(words(far).contains("290,000 years"))
    }
  }

  @Test("Values without an exact form are told")
  func odd() throws {
    for file in ["odd.parquet", "odd.arrow"] {
      let names = ["u64", "whole", "small", "fine", "ns", "span", "nfd", "broken"]
      let (table, notes) = try Columnar.read(Self.kept + file, names)
      #expect(table.types == [.float, .float, .int, .float, .timestamp, .int, .text, .text])
      #expect(
        table.rows == [
          [
            "1.8446744073709552e+19", "1e+30", "5", "0.1", "1970-01-01 00:00:00", "90", "Hà Nội",
            "a\u{FFFD}",
          ],
          ["1.0", "-7.0", "-7", "-12345.5", "1969-12-31 23:59:59.999999", "0", "a", "ok"],
          ["∅", "∅", "∅", "∅", "∅", "∅", "∅", ""],
        ])
      let codes = Set(notes.map(\.code))
      #expect(codes.isSuperset(of: ["N0502", "N0562", "N0563", "N0564"]), "\(codes)")
      #expect(codes.contains("N0566") == (file == "odd.arrow"))
      let wide = try #require(notes.first { $0.code == "N0563" })
      #expect(wide.en.hasPrefix("`u64`, `whole`, `fine` hold"))
    }
  }

  @Test("Lists and maps are left out with a note, fields of structures are columns")
  func nested() throws {
    for file in ["nested.parquet", "nested-arrow.arrow"] {
      let (table, notes) = try Columnar.read(Self.kept + file)
      #expect(table.names == ["seq", "st.x", "st.y", "st.z.w", "last"])
      let note = try #require(notes.first { $0.code == "N0560" })
      #expect(note.en.hasPrefix("`list`, `map` hold"))
    }
  }

  @Test("Files that are no such files, and footers that are none")
  func footers() throws {
    let folder = try TemporaryFolder()
    let table = Table([("a", try Column(.int, [.int(1), .int(2)]))])
    let parquet = try Columnar.bytes(table, .parquet)
    let arrow = try Columnar.bytes(table, .arrow)
    func check(_ bytes: [UInt8], _ name: String, _ part: String, _ kind: ColumnarKind) throws {
      let text = words(failure(try folder.file(bytes, name: name), nil, kind))
      #expect(text.contains("damaged") && text.contains(part), "\(name): \(text)")
    }
    try check(Array("PAR1".utf8), "a", "ends before", .parquet)
    try check(Array(parquet.dropLast()), "b", "ends before", .parquet)
    var long = parquet
    for place in 0..<4 { long[long.count - 8 + place] = 0xFF }
    try check(long, "c", "length", .parquet)
    var none = parquet
    for place in 0..<4 { none[none.count - 8 + place] = 0 }
    try check(none, "d", "description", .parquet)
    try check(Array("ARROW1\0\0".utf8), "e", "ends before", .arrow)
    try check(Array(arrow.dropLast(3)), "f", "ends before", .arrow)
    var far = arrow
    far[far.count - 7] = 0x7F
    try check(far, "g", "length", .arrow)
    try check([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], "h", "ends before", .arrows)
    let encrypted = words(
      failure(try folder.file(Array(parquet.dropLast(4)) + Array("PARE".utf8), name: "i")))
    #expect(encrypted.contains("encrypted"))
  }

  @Test("The format is told by the content, not by the name")
  func content() throws {
    let folder = try TemporaryFolder()
    let table = Table([("a", try Column(.int, [.int(1), .int(2)]))])
    for kind in ColumnarKind.allCases {
      let path = try folder.file(Columnar.bytes(table, kind), name: "\(kind).csv")
      #expect(try Columnar.read(path).table.rows == [["1"], ["2"]])
    }
  }

  @Test("Periods go out as they are written")
  func periods() throws {
    let folder = try TemporaryFolder()
    let csv = try folder.file("quy,v\nQ1/2024,1\nQ2/2024,2\n", name: "p.csv")
    let table = try Columnar.read(csv).table
    #expect(table.fields[0].period != nil)
    for kind in ColumnarKind.allCases {
      let path = try folder.file(Columnar.bytes(table, kind), name: "p.\(kind)")
      let read = try Columnar.read(path).table
      #expect(read.types == [.text, .int])
      #expect(read.rows == [["Q1/2024", "1"], ["Q2/2024", "2"]])
    }
  }
}

/// Many files as one table.
@Suite struct ColumnarFolderTests {
  private func put(
    _ folder: TemporaryFolder, _ path: String, _ columns: [(String, Column)],
    _ kind: ColumnarKind = .parquet
  ) throws {
    let full = folder.path + "/" + path
    let parent = URL(filePath: full).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    _ = try folder.file(Columnar.bytes(Table(columns), kind), name: path)
  }

  private func ints(_ values: [Int64]) throws -> Column { try Column(.int, values.map(Value.int)) }

  @Test("Folders named key=value are columns, with their types", arguments: ColumnarKind.allCases)
  func partitions(_ kind: ColumnarKind) throws {
    let folder = try TemporaryFolder()
    let ending = kind == .parquet ? "parquet" : "arrow"
    try put(
      folder, "year=2024/unit=H%E1%BA%A3i%20D%C6%B0%C6%A1ng/day=2024-01-31/a.\(ending)",
      [("v", ints([1, 2]))], kind)
    try put(
      folder, "year=2025/unit=__HIVE_DEFAULT_PARTITION__/day=2025-02-28/b.\(ending)",
      [("v", ints([3]))], kind)
    try put(folder, "_notes/c.\(ending)", [("other", ints([9]))], kind)
    for path in [folder.path, folder.path + "/", folder.path + "/year=*/*/*/*"] {
      let names = ["v", "year", "unit", "day"]
      let table = try Columnar.read(path, names).table
      #expect(table.types == [.int, .int, .text, .date])
      #expect(
        table.rows == [
          ["1", "2024", "Hải Dương", "2024-01-31"], ["2", "2024", "Hải Dương", "2024-01-31"],
          ["3", "2025", "∅", "2025-02-28"],
        ])
    }
    let all = try FileSource(folder.path).outline(RunContext())
    #expect(all.fields.map(\.name) == ["v", "year", "unit", "day", "filename"])
    #expect(all.rowCount == 3)
  }

  @Test("Values with zeros before them are codes; a key that a file holds itself is the file's")
  func codes() throws {
    let folder = try TemporaryFolder()
    try put(folder, "code=01/year=1/a.parquet", [("year", ints([2024])), ("v", ints([1]))])
    try put(folder, "code=02/year=1/a.parquet", [("v", ints([2])), ("year", ints([2025]))])
    let table = try Columnar.read(folder.path, ["code", "year", "v"]).table
    #expect(table.types == [.text, .int, .int])
    #expect(table.rows == [["01", "2024", "1"], ["02", "2025", "2"]])
  }

  @Test("Types that differ become one where that loses nothing; else it is an error")
  func types() throws {
    let folder = try TemporaryFolder()
    try put(folder, "a.parquet", [("x", ints([1])), ("n", .nulls(.null, count: 1))])
    try put(
      folder, "b.parquet",
      [("x", try Column(.float, [.double(2.5)])), ("n", try Column(.text, [.text("w")]))])
    let table = try Columnar.read(folder.path + "/*.parquet", ["x", "n"]).table
    #expect(table.types == [.float, .text])
    #expect(table.rows == [["1.0", "∅"], ["2.5", "w"]])
    try put(folder, "c.parquet", [("x", try Column(.text, [.text("w")])), ("n", ints([1]))])
    #expect(throws: FileError.self) { try Columnar.read(folder.path) }
    do { _ = try Columnar.read(folder.path) } catch let error as FileError {
      #expect(error.column == "x")
      #expect(error.words(vietnamese: false).message.contains("c.parquet it is text"))
    }
  }

  @Test("A column that a file lacks is an error that names both")
  func missing() throws {
    let folder = try TemporaryFolder()
    try put(folder, "a.parquet", [("x", ints([1])), ("y", ints([1]))])
    try put(folder, "b.parquet", [("x", ints([2]))])
    do {
      _ = try Columnar.read(folder.path)
      Issue.record("no error")
    } catch let error as FileError {
      #expect(error.kind == .missingColumn("y", in: folder.path + "/a.parquet"))
    }
  }

  @Test("A folder without files of columns is a folder")
  func empty() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("a\n1\n", name: "a.csv")
    do {
      _ = try Columnar.read(folder.path)
      Issue.record("no error")
    } catch let error as FileError { #expect(error.kind == .isDirectory) }
  }
}
