import Columns
import Sources
import Testing

@Suite("Files as people write them")
struct MessyFileTests {
  @Test("line ends, marks and a missing last line end make no difference")
  func lineEnds() throws {
    let wanted = [["1", "x"], ["2", "y"]]
    for text in [
      "a,b\n1,x\n2,y\n", "a,b\n1,x\n2,y", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r\n1,x\r\n2,y",
      "a,b\r1,x\r2,y\r", "a,b\r1,x\r2,y", "\u{FEFF}a,b\n1,x\n2,y\n", "\n\na,b\n\n1,x\n\r\n2,y\n\n",
      "\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n", "\"a\",\"b\"\r\n\"1\",\"x\"\r\n\"2\",\"y\"\r\n",
      "a;b\n1;x\n2;y\n", "a\tb\n1\tx\n2\ty\n", "a|b\n1|x\n2|y\n", " a , b \n1,x\n 2 ,y\n",
    ] {
      let table = try load(text).table
      #expect(table.names == ["a", "b"], "\(text.debugDescription)")
      #expect(table.rows == wanted, "\(text.debugDescription)")
      #expect(table.types == [.int, .text], "\(text.debugDescription)")
    }
  }

  @Test("quoted fields hold delimiters, quotes and line ends")
  func quotes() throws {
    let table = try load(
      "name,note\n\"a,b\",\"say \"\"xin chào\"\"\"\n\"line 1\nline 2\",\"\"\"\"\n\"\",\nx\"y,5\"\"\n"
    ).table
    #expect(
      table.rows == [
        ["a,b", "say \"xin chào\""], ["line 1\nline 2", "\""], ["", "∅"], ["x\"y", "5\"\""],
      ])
    let windows = try load("a,b\r\n\"1\r\n2\",\"x\"\r\n").table
    #expect(windows.rows == [["1\r\n2", "x"]])
  }

  @Test("one column, a header alone, no header")
  func shapes() throws {
    let one = try load("n\n1\n2\n\n3\n")
    #expect(one.table.rows == [["1"], ["2"], ["∅"], ["3"]])
    #expect(one.table.types == [.int])
    let head = try load("a,b\n")
    #expect(head.table.rowCount == 0)
    #expect(head.table.names == ["a", "b"])
    let bare = try load("1,x\n2,y\n")
    #expect(bare.table.names == ["column1", "column2"])
    #expect(bare.table.rows == [["1", "x"], ["2", "y"]])
    #expect(bare.codes == ["N0501"])
    let forced = try load("x,y\nz,w\n") { $0.header = .none }
    #expect(forced.table.rows == [["x", "y"], ["z", "w"]])
    let years = try load("unit,2023,2024\nA,1,2\n")
    #expect(years.table.names == ["unit", "2023", "2024"])
    let unnamed = try load("a,,c\n1,2,3\n")
    #expect(unnamed.table.names == ["a", "column2", "c"])
    let literal = try load("a\"b,c\n1,2\n3,4\n")
    #expect(literal.table.names == ["a\"b", "c"])
    #expect(literal.table.rows.count == 2)
  }

  @Test("a semicolon file may have decimal commas")
  func decimalComma() throws {
    let table = try load("tên;tỷ lệ\nA;82,96\nB;9,5\nC;10\n").table
    #expect(table.types == [.text, .float])
    #expect(table.rows.map { $0[1] } == ["82.96", "9.5", "10.0"])
    let points = try load("a;b\n1.5;x\n2.25;y\n").table
    #expect(points.rows.map { $0[0] } == ["1.5", "2.25"])
  }

  @Test("wrong files are told apart")
  func wrongFiles() throws {
    let folder = try TemporaryFolder()
    let options = ReadOptions()
    func kind(_ path: String) throws -> FileError.Kind? {
      do {
        _ = try CSVFile(path, options).read()
        return nil
      } catch let error as FileError {
        return error.kind
      }
    }
    #expect(try kind(folder.path) == .isDirectory)
    #expect(try kind(folder.path + "/none.csv") == .notFound)
    #expect(try kind(folder.path + "/none/none.csv") == .notFound)
    #expect(try kind(folder.path + "/*.csv") == .noMatch)
    #expect(try kind(folder.file("")) == .empty)
    #expect(try kind(folder.file("\u{FEFF}")) == .empty)
    #expect(try kind(folder.file("\n\r\n\n")) == .empty)
    #expect(try kind(folder.file([0x2C, 0x45, 0x4C, 0x46, 0, 0, 0, 1, 2])) == .binary)
    #expect(try kind(folder.file("a,b\n1,2\n", name: "good.csv")) == nil)
  }

  @Test("ragged lines name the line, show it, and say which field")
  func ragged() throws {
    let short = try #require(strictFailure("a,b,c\n1,2,3\n\n4,5\n6,7,8\n"))
    #expect(short.kind == .ragged(found: 2, wanted: 3))
    #expect(short.line == 4)
    #expect(short.excerpt == "4,5")
    #expect(short.column == "c")
    let long = try #require(strictFailure("a,b\r\n1,2\r\n4,5,6\r\n"))
    #expect(long.kind == .ragged(found: 3, wanted: 2))
    #expect(long.line == 3)
    #expect(long.excerpt == "4,5,6")
    let carriage = try #require(strictFailure("a,b\r1,2\r4,5,6\r"))
    #expect(carriage.line == 3)
    #expect(carriage.excerpt == "4,5,6")
    // Also where the columns wanted are not the ones that miss.
    #expect(
      failure("a,b,c\n1,2\n") {
        $0.columns = ["a"]
        $0.mode = .strict
      }?.line == 2)
    let wide = try #require(strictFailure("a,b\n" + String(repeating: "ệ", count: 500) + "\n"))
    #expect((wide.excerpt?.count ?? 0) <= 120)
    #expect(wide.excerpt?.hasSuffix("ệ…") == true)
  }

  @Test("quotes that go wrong are named where they open")
  func badQuotes() throws {
    let open = try #require(strictFailure("a,b\n1,x\n2,\"oops\n3,y\n4,z\n"))
    #expect(open.kind == .unterminatedQuote)
    #expect(open.line == 3)
    #expect(open.excerpt == "2,\"oops")
    let inside = try #require(strictFailure("a,b\n\"x\ny\",\"oops\n3,y\n"))
    #expect(inside.kind == .unterminatedQuote)
    #expect(inside.line == 3)
    let after = try #require(strictFailure("a,b\n1,x\n2,\"x\"y\n"))
    #expect(after.kind == .textAfterQuote)
    #expect(after.line == 3)
    #expect(strictFailure("\"a,b\n1,2\n")?.kind == .unterminatedQuote)
  }

  @Test("bytes that are no UTF-8 are named by line and column")
  func invalidText() throws {
    // Text in UTF-8 with a fault, as the letters before it show.
    let bytes =
      Array("a,b\nđường ở tỉnh,1\n".utf8) + [0x79, 0xE1, 0x2C, 0x32, 10] + Array("z,3\n".utf8)
    let error = try #require(failure(bytes: bytes))
    #expect(error.kind == .invalidUTF8)
    #expect(error.line == 3)
    #expect(error.column == "a")
    // A column nobody asks for may hold anything.
    #expect(try load(bytes: bytes) { $0.columns = ["b"] }.table.rows == [["1"], ["2"], ["3"]])
    for bad: [UInt8] in [
      [0xC0, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5],
      [0x81], [0xE1, 0xBB], [0xF0, 0x8F, 0xBF, 0xBF], [0xC3, 0x28],
    ] {
      #expect(failure(bytes: Array("a,b\n".utf8) + bad + [44, 49, 10])?.kind == .invalidUTF8)
    }
    let good = "é,ệ,😀,\u{7FF},\u{800},\u{D7FF},\u{E000},\u{FFFF},\u{10000},\u{10FFFF}"
    #expect(try load("a,b,c,d,e,f,g,h,i,j\n" + good + "\n").table.rows[0].count == 10)
  }

  @Test("a column named twice is an error in strict reading")
  func duplicates() {
    #expect(strictFailure("a,b,a\n1,2,3\n")?.kind == .duplicateColumn("a"))
    #expect(strictFailure("a,b, a \nx,y,z\n")?.kind == .duplicateColumn("a"))
  }

  private func strictFailure(_ text: String) -> FileError? { failure(text) { $0.mode = .strict } }

  @Test("lenient reading sets lines with too much aside and loses none")
  func lenient() throws {
    let text = "a,b\n1,2\n3\n4,5,6\n7,\"x\"y\n8,9,\n10,\"open\n11,12,13,14\n"
    let loaded = try load(text) { $0.mode = .lenient }
    #expect(
      loaded.table.rows == [
        ["1", "2"], ["3", "∅"], ["7", "\"x\"y"], ["8", "9"], ["10", "\"open"],
      ])
    // What is set aside does not decide the types.
    #expect(loaded.table.types == [.int, .text])
    let rejected = try #require(loaded.rejected)
    #expect(rejected.names == ["line", "reason", "text"])
    #expect(rejected["line"]?.values == [.int(4), .int(8)])
    #expect(rejected.rows.map { $0[2] } == ["4,5,6", "11,12,13,14"])
    #expect(rejected.rows[0][1] == "this line has 3 fields, the header has 2")
    #expect(try load("a,b\n1,2\n") { $0.mode = .lenient }.rejected == nil)
    // More than a tenth of the lines: the header or the way of cutting is wrong.
    #expect(failure(text)?.kind == .tooManyRejected(2, of: 7, header: "a, b"))
    let few = "a,b\n" + (0..<30).map { "\($0),x\n" }.joined() + "1,2,3\n5,y\n"
    #expect(try load(few).table.rowCount == 31)
    #expect(try load(few).rejected?["line"]?.values == [.int(32)])
    #expect(failure(few) { $0.failsOnRejected = true }?.line == 32)
    let forgiven = try load(few) {
      $0.failsOnRejected = true
      $0.mode = .lenient
    }
    #expect(forgiven.rejected?.rowCount == 1)
  }

  @Test("patterns read many files as one table, with the name of each")
  func patterns() throws {
    let folder = try TemporaryFolder()
    let second = try folder.file("b,a\nx,2.5\ny,3\n", name: "2.csv")
    let first = try folder.file("a,b\n1,z\n", name: "1.csv")
    _ = try folder.file("no csv", name: "3.txt")
    let csv = try CSVFile(folder.path + "/*.csv", ReadOptions())
    #expect(csv.names == ["a", "b", "filename"])
    #expect(csv.paths == [first, second])
    let loaded = try csv.read()
    #expect(loaded.table.types == [.float, .text, .text])
    #expect(
      loaded.table.rows == [["1.0", "z", first], ["2.5", "x", second], ["3.0", "y", second]])
    var some = ReadOptions()
    some.columns = ["b"]
    #expect(try CSVFile(folder.path + "/?.csv", some).read().table.names == ["b"])
    _ = try folder.file("a,c\n1,z\n", name: "4.csv")
    let error = #expect(throws: FileError.self) {
      _ = try CSVFile(folder.path + "/[14].csv", ReadOptions())
    }
    #expect(error?.kind == .missingColumn("b", in: first))
    // A name with such signs that is there is a name.
    let odd = try folder.file("a,b\n7,z\n", name: "[x].csv")
    #expect(try CSVFile(odd, ReadOptions()).names == ["a", "b"])
  }
}
