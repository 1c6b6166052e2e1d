import Columns
import Foundation
import Sources
import Testing

/// Fields such as `="001"`, which programs write so that Excel keeps them.
@Suite("Formulas for a text in CSV")
struct GuardedTextTests {
  @Test(
    "are read as the text, in quotes or not, with a note",
    arguments: [
      ("=\"001\"", "001"), ("\"=\"\"001\"\"\"", "001"), ("\"=\"\"a,b\"\"\"", "a,b"),
      ("\"=\"\"a \"\"\"\"b\"\"\"\"\"\"\"", "a \"b\""), ("=\"a\"\"b\"", "a\"b"),
      ("=\"Điện Biên\"", "Điện Biên"), ("=\"\"", ""),
    ])
  func texts(_ field: String, _ expected: String) throws {
    // In the first row, and far beyond what sniffing looks at.
    for count in [0, 30_000] {
      let rows = String(repeating: "abc,1\n", count: count)
      let loaded = try load("k,n\n\(rows)\(field),2\nx,3\n")
      #expect(loaded.table.rows[count] == [expected, "2"])
      #expect(loaded.table.rows[count + 1] == ["x", "3"])
      let note = try #require(loaded.notes.first { $0.code == "N0514" })
      #expect(note.en.contains("1 field is a formula for a text"), "\(note.en)")
      #expect(note.en.hasSuffix("first line \(count + 2)"), "\(note.en)")
    }
  }

  @Test("what else they hold is found as in any field")
  func types() throws {
    let loaded = try load(
      "=\"mã\",=\"tháng\",=\"số\"\n=\"001\",=\"2025-10\",=\"12\"\n=\"002\",=\"2025-11\",=\"13\"\n")
    #expect(loaded.table.names == ["mã", "tháng", "số"])
    #expect(loaded.table.types == [.text, .date, .int])
    #expect(loaded.table.fields[1].period != nil)
    #expect(loaded.table.rows.map { $0[0] } == ["001", "002"])
    #expect(loaded.notes.contains { $0.en.contains("6 fields are formulas for a text") })
  }

  @Test("a column of nothing else tells the right line")
  func lines() throws {
    let loaded = try load("mã\nx\ny\n\"=\"\"001\"\"\"\n\"=\"\"002\"\"\"\n") { $0.header = .first }
    #expect(loaded.table.rows == [["x"], ["y"], ["001"], ["002"]])
    #expect(loaded.notes.contains { $0.en.contains("2 fields") && $0.en.hasSuffix("line 4") })
  }

  @Test(
    "other formulas stay as they are",
    arguments: ["=\"a\"&B1", "=A1", "=\"a", "=\"a\"\"", "a=\"b\"", "<a href=\"x\">", "=\"a\" "])
  func others(_ field: String) throws {
    let loaded = try load("k,n\n\(field),2\nx,3\n") { $0.trims = false }
    #expect(loaded.table.rows == [[field, "2"], ["x", "3"]])
    #expect(!loaded.notes.contains { $0.en.contains("formula") })
  }

  @Test("mode: strict keeps them")
  func strict() throws {
    let loaded = try load("k,n\n=\"001\",2\n=\"002\",3\n") { $0.mode = .strict }
    #expect(loaded.table.rows == [["=\"001\"", "2"], ["=\"002\"", "3"]])
  }
}
