import Columns
import Glibc
import Language
import Sources
import Testing

@Suite("Files as sources: read only as far as needed")
struct FileSourceTests {
  private let run = RunContext(threads: 2)

  /// A file of four columns and so many rows, about 40 bytes each.
  private func wide(_ folder: TemporaryFolder, rows: Int) throws -> String {
    var text = "id,name,score,day\n"
    for row in 0..<rows {
      text += "\(row),người \(row % 7),\(row % 100).25,2025-01-\(10 + row % 20)\n"
    }
    return try folder.file(text)
  }

  @Test("names come from the head, a column is parsed when it is wanted, once")
  func asFarAsNeeded() throws {
    let folder = try TemporaryFolder()
    let path = try wide(folder, rows: 20_000)
    let size = try #require(FileStamp(path)).size
    let head = 1 << 17
    try #require(size > 4 * head)
    let source = FileSource(path)

    let outline = try source.outline(run)
    #expect(outline.fields.map(\.name) == ["id", "name", "score", "day"])
    #expect(outline.fields.allSatisfy { $0.type == .null })
    #expect(outline.typed == [])
    #expect(source.work.columns == [])
    #expect(source.work.bytes <= head, "names need the head alone")

    let schema = try source.schema(["score"], run)
    #expect(schema.fields.map(\.type) == [.null, .null, .float, .null])
    #expect(schema.typed == ["score"])
    #expect(schema.complete == ["score"])
    #expect(schema.rowCount == 20_000)
    #expect(schema.knows(["score"]) && !schema.knows(["score", "id"]))
    #expect(source.work.columns == ["score"])
    let once = source.work.bytes
    #expect(once >= size && once <= size + 2 * head, "the file is gone through once")

    // What is known is neither parsed nor read again.
    #expect(try source.scan(["score"], run).rowCount == 20_000)
    #expect(try source.schema(["score"], run) == schema)
    #expect(source.work.columns == ["score"])
    #expect(source.work.bytes == once)

    // More columns cost those alone.
    let two = try source.schema(["score", "day"], run)
    #expect(two.typed == ["score", "day"])
    #expect(source.work.columns == ["score", "day"])
    #expect(source.work.bytes <= 2 * (size + 2 * head))

    let picked = try source.scan(["day", "score"], run)
    #expect(picked.names == ["day", "score"])
    #expect(picked.rows[1] == ["2025-01-11", "1.25"])
    #expect(!source.isWhole)
    let all = try source.schema(nil, run)
    #expect(all.typed == nil && source.isWhole)
    #expect(source.work.columns == ["score", "day", "id", "name"])
    let whole = try CSVFile(path, ReadOptions()).read().table
    #expect(try source.scan(["id", "name", "score", "day"], run).rows == whole.rows)
  }

  @Test("nothing is wrong with a column that nobody looks at")
  func unwanted() throws {
    let folder = try TemporaryFolder()
    // No UTF-8 in the second column.
    let path = try folder.file(Array("a,b\n1,".utf8) + [0xFF] + Array("\n2,x\n".utf8))
    let source = FileSource(path)
    #expect(try source.schema(["a"], run).fields[0].type == .int)
    #expect(try source.scan([], run).rowCount == 2)
    #expect(throws: FileError.self) { _ = try source.schema(["b"], run) }
    // What was read before stays.
    #expect(try source.scan(["a"], run).rows == [["1"], ["2"]])
    #expect(throws: MissingColumn("c")) { _ = try source.scan(["c"], run) }
  }

  @Test("no column at all: the rows are counted, ragged lines found")
  func noColumns() throws {
    let folder = try TemporaryFolder()
    let source = FileSource(try folder.file("a,b\n1,2\n3,4\n"))
    let schema = try source.schema([], run)
    #expect(schema.rowCount == 2 && schema.typed == [])
    #expect(source.work.columns == [])
    let ragged = FileSource(
      try folder.file("a,b\n1,2\n3\n", name: "r.csv"), ["mode": .word("strict")])
    #expect(throws: FileError.self) { _ = try ragged.schema([], run) }
    #expect(throws: FileError.self) {
      _ = FileSource(folder.path + "/none.csv").id
      _ = try FileSource(folder.path + "/none.csv").outline(run)
    }
  }

  @Test("a name of another case is that column, one that is there exactly comes first")
  func cases() throws {
    let folder = try TemporaryFolder()
    let source = FileSource(try folder.file("Tên,b,B\nx,1,2\n"))
    #expect(try source.schema(["tên", "nothing"], run).typed == ["Tên"])
    #expect(try source.schema(["B"], run).typed == ["Tên", "B"])
    #expect(source.work.columns == ["Tên", "B"])
  }

  @Test("a changed file is read anew, and never joined with what was read before")
  func changes() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("a,b\n1,2\n")
    let source = FileSource(path)
    #expect(try source.schema(["a"], run).rowCount == 1)
    #expect(source.isCurrent)
    _ = try folder.file("a,b\n5,x\n6,y\n")
    #expect(!source.isCurrent)
    // A plan that was bound to the old columns gets those or an error, never a mixture.
    #expect(try source.scan(["a"], run).rows == [["1"]])
    #expect(throws: FileError(path, .changedWhileRead)) { _ = try source.scan(["a", "b"], run) }
    #expect(try source.schema(["a"], run).rowCount == 2)
    #expect(try source.scan(["a", "b"], run).rows == [["5", "x"], ["6", "y"]])
  }

  @Test("sources of a session: one each path and options, a higher version after a change")
  func versions() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("a;b\n1;2\n")
    let sources = FileSources()
    func source(_ options: String = "") throws -> FileSource {
      try sources.source(path, options.isEmpty ? [] : written(options), constant: literal)
    }
    let first = try source()
    #expect(try source() === first)
    #expect(first.id.kind == .file && first.id.name == path && first.id.version == 0)
    let other = try source("delimiter: \";\", nulls: [\"2\"]")
    #expect(other !== first && other.id != first.id)
    #expect(try source("nulls: \"2\", delimiter: semicolon") === other)
    _ = try other.schema(nil, run)
    #expect(try other.scan(["a", "b"], run).rows == [["1", "∅"]])
    _ = try folder.file("a;b\n1;2\n3;4\n")
    let later = try source()
    #expect(later !== first && later.id.version == 1 && later.id != first.id)
    #expect(try later.schema([], run).rowCount == 2)
    #expect(throws: OptionProblems.self) { _ = try source("delimitr: \";\"") }
  }

  @Test("notes are told once, rows set aside are handed out")
  func notes() throws {
    let folder = try TemporaryFolder()
    let path = try folder.file("1,07/08/2025\n2,08/09/2025\n3,09/10/2025,4\n")
    let source = FileSource(path, ["lenient": .flag(true)])
    let first = RunContext()
    _ = try source.schema(["column1"], first)
    #expect(first.notes.map(\.code) == ["N0501", "N0510"])
    #expect(first.rejected?.rowCount == 1)
    // A run without an answer has not told anybody.
    let again = RunContext()
    _ = try source.schema(["column1"], again)
    #expect(again.notes == first.notes && again.rejected?.rowCount == 1)
    first.answered()
    let second = RunContext()
    _ = try source.schema(["column1", "column2"], second)
    #expect(second.notes.map(\.code) == ["N0503"], "only what is new")
    second.answered()
    let third = RunContext()
    _ = try source.scan(["column1", "column2"], third)
    #expect(third.notes.isEmpty && third.rejected == nil)
  }

  @Test("the files of a pattern, one added later too")
  func patterns() throws {
    let folder = try TemporaryFolder()
    _ = try folder.file("a,b\n1,2\n", name: "p1.csv")
    _ = try folder.file("b,a\n4,3\n", name: "p2.csv")
    let source = FileSource(folder.path + "/p*.csv")
    #expect(try source.outline(run).fields.map(\.name) == ["a", "b", "filename"])
    #expect(try source.schema(["a"], run).rowCount == 2)
    #expect(try source.scan(["filename"], run).rowCount == 2)
    #expect(source.isCurrent)
    _ = try folder.file("a,b\n5,6\n", name: "p3.csv")
    #expect(!source.isCurrent)
    #expect(try source.schema(["a"], run).rowCount == 3)
    #expect(try source.scan(["a"], run).rows == [["1"], ["3"], ["5"]])
  }

  @Test("a pipe is read once and looked at as often as wanted, with other options too")
  func pipe() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/pipe"
    try #require(mkfifo(path, 0o600) == 0)
    let writer = try AtomicWriter(path, "a;b\n1;2\n3;4\n")
    let sources = FileSources()
    let source = try sources.source(path)
    writer.join()
    #expect(try source.outline(run).fields.map(\.name) == ["a", "b"])
    #expect(try source.schema(["a"], run).rowCount == 2)
    #expect(try source.schema(["b"], run).typed == ["a", "b"] || source.isWhole)
    #expect(try source.scan(["b"], run).rows == [["2"], ["4"]])
    let other = try sources.source(path, written("types: {a: text}"), constant: literal)
    #expect(try other.schema(["a"], run).fields[0].type == .text)
  }

  @Test("formats are told by content")
  func content() throws {
    let folder = try TemporaryFolder()
    func names(_ text: String) throws -> [String] {
      try FileSource(try folder.file(text)).outline(run).fields.map(\.name)
    }
    func kind(_ text: String) throws -> FileError.Kind? {
      do {
        _ = try FileSource(try folder.file(text)).outline(run)
        return nil
      } catch let error as FileError { return error.kind }
    }
    for text in [
      "[{\"a\": 1}]", "\u{FEFF}\n [ { \"a\": 1 } ]", "{\"a\":\n 1}", "{\"a\": 1}\n{\"a\": 2}\n",
      "{\"a\":1}", "|a|\n|:-:|\n", "<table><tr><td>a<tr><td>1</table>",
    ] { #expect(try names(text) == ["a"], "\(text)") }
    #expect(try names("[[1,2],[3]]") == ["column1", "column2"])
    #expect(try names("{}\n{\"b\":1}") == ["b"])
    #expect(try kind("[]") == .empty)
    #expect(try names("| a | b |\n| --- | ---: |\n| 1 | 2 |\n") == ["a", "b"])
    // Brackets, braces and pipes of delimited text.
    for text in [
      "[id],name\n1,x\n", "{id};name\n1;x\n", "a|b\n1|2\n", "|a|b|\n|1|2|\n", "[1],2\n3,4\n",
      "{\"a\"},b\n1,2\n", "-|=\n1|2\n",
    ] { #expect(try kind(text) == nil, "\(text)") }
    let forced = FileSource(try folder.file("[{\"a\n1\n"), format: CSVFormat())
    #expect(try forced.outline(run).fields.count == 1)
  }

  @Test("a read that has to stop says why")
  func stopping() throws {
    let folder = try TemporaryFolder()
    let source = FileSource(try wide(folder, rows: 1000))
    #expect(throws: Stopped.timedOut) {
      _ = try source.schema(["id"], RunContext(stop: { .timedOut }))
    }
    #expect(try source.schema(["id"], run).rowCount == 1000, "and leaves nothing half read")
  }
}

/// Writes a text into a pipe from a thread of its own.
final class AtomicWriter: @unchecked Sendable {
  private var thread = pthread_t()
  private let path: String
  private let text: String

  init(_ path: String, _ text: String) throws {
    self.path = path
    self.text = text
    let status = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        let own = Unmanaged<AtomicWriter>.fromOpaque(argument).takeUnretainedValue()
        let descriptor = open(own.path, O_WRONLY)
        _ = Array(own.text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
        return nil
      }, Unmanaged.passUnretained(self).toOpaque())
    try #require(status == 0)
  }

  func join() { pthread_join(thread, nil) }
}
