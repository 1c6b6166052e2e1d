import Columns
import Language
import Testing

@testable import Sources

/// JSON, HTML and Markdown as tables.
@Suite("JSON, HTML, Markdown")
struct StructuredTextTests {
  private func read(
    _ text: String, _ options: String = "", run: RunContext = RunContext()
  ) throws -> Table {
    let folder = try TemporaryFolder()
    let path = try folder.file(text, name: "t.txt")
    let source = try FileSources().source(
      path, options.isEmpty ? [] : written(options), constant: literal)
    let names = try source.outline(run).fields.map(\.name)
    _ = try source.schema(nil, run)
    return try source.scan(names, run)
  }

  private func problem(_ text: String, _ options: String = "") -> FileError? {
    do {
      _ = try read(text, options)
      return nil
    } catch { return error as? FileError }
  }

  // MARK: JSON

  @Test("the forms in which JSON holds rows")
  func forms() throws {
    for text in [
      "[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":null}]",
      "{\"a\":1,\"b\":\"x\"}\n{\"b\":null,\"a\":2}\n",
      "{\"a\":[1,2],\"b\":[\"x\",null]}",
      "{\"a\":{\"0\":1,\"1\":2},\"b\":{\"0\":\"x\",\"1\":null}}",
      "{\"n\":2,\"rows\":[{\"a\":1,\"b\":\"x\"},{\"a\":2}]}", "[[\"a\",\"b\"],[1,\"x\"],[2,null]]",
      "  [ {\"a\" : 1 , \"b\" : \"x\" } ,\r\n{ \"a\":2 } ] \n",
    ] {
      let table = try read(text)
      #expect(table.names == ["a", "b"], "\(text)")
      #expect(table.rows == [["1", "x"], ["2", "∅"]], "\(text)")
      #expect(table.types == [.int, .text], "\(text)")
    }
    #expect(try read("{\"a\":\n1}").rows == [["1"]])
  }

  @Test("types are those of the values: texts of digits stay text, days become dates")
  func types() throws {
    let table = try read(
      """
      [{"i": 9007199254740993, "f": 1.50, "e": 1e-3, "t": "007", "d": "2024-02-29", "q": "Quý I/2024",
        "b": true, "s": "", "n": null, "m": 1, "h": 123456789012345678901, "u": "\\u0110i\\u1EC7n \\ud83d\\ude00"},
       {"i": -1, "f": 2, "e": 5, "t": "12", "d": null, "q": "Quý II/2024", "b": false, "s": " x ", "m": "y",
        "h": 1, "u": "a\\"b\\\\\\n"}]
      """)
    #expect(
      table.types == [
        .int, .float, .float, .text, .date, .date, .bool, .text, .null, .text, .text, .text,
      ])
    #expect(
      table.rows[0] == [
        "9007199254740993", "1.5", "0.001", "007", "2024-02-29", "2024-03-31", "true", "", "∅", "1",
        "123456789012345678901", "Điện 😀",
      ])
    #expect(table.rows[1][7] == " x ")
    #expect(table.rows[1][11] == "a\"b\\\n")
    #expect(table.fields[5].period != nil)
    #expect(try read("[{\"t\": 1}]", "types: {t: text}").types == [.text])
  }

  @Test("members of objects are columns, lists are told and stay text")
  func nested() throws {
    let run = RunContext()
    let table = try read(
      "[{\"a\":{\"b\":{\"c\":1}},\"l\":[1,\"x\",null],\"o\":{}},{\"a\":{\"b\":{\"c\":2,\"d\":3}}}]",
      run: run)
    #expect(table.names == ["a.b.c", "l", "o", "a.b.d"])
    #expect(table.rows[0] == ["1", "[1, \"x\", null]", "{}", "∅"])
    #expect(run.notes.map(\.code) == ["N0521"])
    let double = RunContext()
    #expect(try read("[{\"a\":1,\"a\":2}]", run: double).rows == [["2"]])
    #expect(double.notes.map(\.code) == ["N0521"])
  }

  @Test("what is no JSON names its line; lenient reading sets such lines aside")
  func malformed() throws {
    let bad: [(String, Int)] = [
      ("[{\"a\":1},\n{\"a\":}]", 2), ("[{\"a\":1}\n{\"a\":2}]", 2), ("[{\"a\":1}] x", 1),
      ("[{\"a\":1},\n", 2), ("{\"a\":1}\n{\"a\":tru}\n", 2), ("{\"a\":1}\n{\"a\" 2}\n", 2),
      ("[{\"a\":\"x", 1), ("[{\"a\":-}]", 1), ("[{\"a\":\"\\q\"}]", 1),
      (String(repeating: "[", count: 300), 1),
    ]
    for (text, line) in bad {
      let error = problem(text, "format: json")
      #expect(error?.kind == .notJSON, "\(text)")
      #expect(error?.line == line, "\(text)")
    }
    let run = RunContext()
    let table = try read(
      "{\"a\":1}\n{\"a\":\n{\"a\":3}\nrubbish\n{\"a\":4}\n", "mode: lenient", run: run)
    #expect(table.rows == [["1"], ["4"]])
    #expect(
      run.rejected?.rows == [["2", "lines 2 to 4 are not JSON", "{\"a\":"]])
    #expect(problem("[]")?.kind == .empty)
  }

  @Test("what is written as JSON reads back equal", arguments: ["json", "ndjson"])
  func roundTrip(_ name: String) throws {
    let format = try #require(FormatRegistry.standard.format(named: name))
    let table = try load(
      "id,name,day,value,flag\n1,\"x, \"\"y\"\"\",2024-01-31,1.25,true\n2,Điện Biên,,-3,false\n"
    ).table
    let bytes = try format.writer([:]).bytes(table)
    let read = try read(String(decoding: bytes, as: UTF8.self))
    #expect(read.rows == table.rows)
    #expect(read.types == table.types)
  }

  // MARK: HTML

  @Test("a table of a page: entities, breaks, merged cells, numbers as people write them")
  func html() throws {
    let table = try read(
      """
      <!DOCTYPE html><html><head><style>td {a: "<td>"}</style><script>if (a < b) "<table>"</script></head>
      <!-- <table><tr><td>no</td></tr></table> -->
      <TABLE class="x"><caption>Bảng 1</caption>
      <tr><th rowspan="2">Đơn&nbsp;vị<th colspan=2>Số &amp; tỷ lệ</tr><tr><th>Số</th><th>T&#7927; l&#x1EC7;</th></tr>
      <tr><td rowspan=2>Xã <b>A</b></td><td align=right>1.234,5</td><td>&lt;5&agrave;</td></tr>
      <tr><td>2.000,75</td><td>x<br/>y</td></tr>
      <tr><td>  Xã
        B </td><td>3</td><td></td></tr></TABLE></html>
      """)
    #expect(
      table.names == ["Đơn\u{A0}vị", "Số & tỷ lệ Số", "Số & tỷ lệ Tỷ lệ"]
        || table.names[0] == "Đơn vị")
    #expect(table.rows.map { $0[1] } == ["1234.5", "2000.75", "3.0"])
    #expect(table.rows.map { $0[0] } == ["Xã A", "Xã A", "Xã B"])
    #expect(table.rows.map { $0[2] } == ["<5à", "x\ny", "∅"])
  }

  @Test("tables by number, those of layout passed over; XML of Excel 2003")
  func tables() throws {
    let page =
      "<html><table><tr><td>menu</td></tr></table><table><tr><th>a<th>b<tr><td>1<td>2</table>"
      + "<table><tr><th>c<th>d<tr><td>3<td>4<td></table></html>"
    let run = RunContext()
    #expect(try read(page, run: run).names == ["a", "b"])
    #expect(run.notes.map(\.code) == ["N0522"])
    #expect(try read(page, "table: 2").rows.map { $0.prefix(2) } == [["3", "4"]])
    #expect(problem(page, "table: 3")?.kind == .content(.noTable(3, of: 2)))
    let excel = try read(
      """
      <?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
       xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>
      <Row><Cell><Data ss:Type="String">ten</Data></Cell><Cell ss:Index="3"><Data>so</Data></Cell><Cell><Data>x</Data></Cell></Row>
      <Row><Cell><Data>A</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">5</Data></Cell><Cell><Data>y</Data></Cell></Row>
      </Table></Worksheet></Workbook>
      """)
    #expect(excel.rows == [["A", "∅", "5", "y"]])
  }

  // MARK: Markdown

  @Test("Markdown tables anywhere in a text, by number")
  func markdown() throws {
    let text = """
      # Báo cáo

      | a | b |
      |:--|--:|
      | x \\| y | 1 |
      | z<br>w | |

      ```
      | no | table |
      |---|---|
      ```

      c | d
      --- | ---
      3 | 4
      """
    #expect(try read(text).rows == [["x | y", "1"], ["z\nw", "∅"]])
    #expect(try read(text, "table: 2").rows == [["3", "4"]])
    #expect(problem(text, "table: 9")?.kind == .content(.noTable(9, of: 2)))
    let table = try load("id,name\n1,\"a|b\"\n2,c\n").table
    for format in [MarkdownFormat() as any FileFormat, HTMLFormat()] {
      let bytes = try format.writer([:]).bytes(table)
      #expect(try read(String(decoding: bytes, as: UTF8.self)).rows == table.rows)
    }
  }

  // MARK: What is not read

  @Test("what cannot be read is named, with a command that has the path in it")
  func foreign() throws {
    let folder = try TemporaryFolder()
    let kinds: [([UInt8], String)] = [
      (Array("%PDF-1.7\n%".utf8), "a PDF document"),
      (Array("SQLite format 3\0\u{1}".utf8), "an SQLite database"),
      (Array("Rar!\u{1A}\u{7}\u{1}".utf8), "a RAR archive"),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0], "a 7z archive"),
      ([0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0], "a PNG picture"),
      ([0xFF, 0xD8, 0xFF, 0xE0, 0], "a JPEG picture"),
      (Array("{\\rtf1".utf8), "an RTF document"), (Array("<?xml version='1.0'?><a/>".utf8), "XML"),
      ([0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10], "HDF5"),
      (Array("<stata_dta>".utf8), "a Stata file"),
      (Array("$FL2@(#) SPSS".utf8) + [2, 0, 0, 0], "an SPSS file"),
      (Array("$FL3@(#) SPSS".utf8) + [2, 0, 0, 0], "an SPSS file"),
      (Array("ASCII SPSS PORT FILE   ".utf8), "an SPSS file"),
      ([0x72, 2, 1, 0] + [UInt8](repeating: 0, count: 40), "a Stata file"),
      ([0x93] + Array("NUMPY".utf8) + [1, 0], "a NumPy file"),
      ([0x80, 4, 0x95, 1, 0], "a Python pickle file"), ([0x80, 2, 0x63], "a Python pickle file"),
      (Array("X\n".utf8) + [0, 0, 0, 3], "an RDS file"),
      (
        Array("A\n3\n262657\n197888\n5\nUTF-8\n".utf8), "an RDS file"
      ),
      (Array("RDX3\nX\n".utf8) + [0, 0], "an RData file"),
      ([UInt8](repeating: 0, count: 12) + [0xC2, 0xEA, 0x81, 0x60, 0], "a SAS file"),
      (Array("HEADER RECORD*******LIBRARY".utf8), "a SAS transport file"),
      (
        [3, 125, 10, 31, 2, 0, 0, 0, 97, 0, 10, 0] + [UInt8](repeating: 0, count: 60), "a DBF file"
      ),
      (Array("ORC\u{1}\u{2}".utf8), "ORC"), (Array("Obj\u{1}\u{4}".utf8), "Avro"),
      ([0, 1, 0, 0] + Array("Standard ACE DB".utf8) + [0], "an Access database"),
      ([1, 2, 3, 4, 5, 6, 7, 8] + Array("DUCK".utf8) + [64], "a DuckDB database"),
      ([0x04, 0x22, 0x4D, 0x18, 0x64], "an LZ4 archive"),
      ([0x1F, 0x9D, 0x90, 1], "a compress archive"),
      ([UInt8](repeating: 0, count: 257) + Array("ustar".utf8), "a tar archive"),
      ([0, 0, 0x27, 0x0A, 0], "a shape file"), (Array("CDF\u{1}\0".utf8), "a NetCDF file"),
      ([9, 4, 6, 0, 0, 0], "an Excel 4 workbook"),
      ([0, 0, 2, 0, 6, 4, 6, 0], "a Lotus 1-2-3 workbook"),
      (
        Array("MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\nx".utf8),
        "an MHTML file"
      ),
      (Array("From: a@b.vn\r\nTo: c@d.vn\r\nSubject: x\r\n\r\n".utf8), "a mail file"),
      (Array("ID;PWXL;N;E\r\nC;Y1;X1;K\"a\"\r\nE\r\n".utf8), "a SYLK file"),
      (Array("TABLE\r\n0,1\r\n\"EXCEL\"\r\nVECTORS\r\n".utf8), "a DIF file"),
      (Array("CHARSET=\"ANSI\";\nAXIS-VERSION=\"2000\";\n".utf8), "a PC-Axis file"),
      (Array("CREATE TABLE t (a int);\n".utf8), "SQL"),
      (Array("- xa: A\n  so: 1\n- xa: B\n  so: 2\n".utf8), "YAML"),
      (Array("@relation t\n@attribute a numeric\n@data\n1\n".utf8), "an ARFF file"),
    ]
    for (bytes, name) in kinds {
      let path = try folder.file(bytes, name: "một tệp.csv")
      let error = #expect(throws: FileError.self) { _ = try FileSource(path).outline(RunContext()) }
      guard case .content(.foreign(let found, let command))? = error?.kind else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(found == name)
      #expect(command.contains("'" + path + "'"), "\(command)")
    }
    // Text that begins with the letters of a mark is text.
    for text in [
      "From: a,b\n1,2\n", "ID;Phường\n1;2\n", "TABLE,b\n1,2\n", "- a,b\n1,2\n", "A\n3\n",
    ] {
      #expect(throws: Never.self) { _ = try load(text) }
    }
    for text in ["ORC,b\n1,2\n", "GIF8,b\n1,2\n", "PAR1,b\n1,2\n", "BZh,b\n1,2\n"] {
      #expect(try load(text).table.rows == [["1", "2"]], "\(text)")
    }
  }
}
