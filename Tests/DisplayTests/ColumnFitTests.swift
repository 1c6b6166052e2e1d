import Columns
import Display
import Testing

/// Which columns a narrow view keeps.
@Suite struct ColumnFitTests {
  private func names(_ text: String) -> [String] {
    text.split(separator: "\n")[1].split(separator: "│").map {
      String($0.drop { $0 == " " }.prefix { $0 != " " })
    }
  }

  private func render(_ table: Table, _ width: Int, _ spare: SpareColumns = SpareColumns())
    -> String
  {
    var renderer = TableRenderer(style: Style(hasColour: false, hasUnicode: true), width: width)
    renderer.spare = spare
    return renderer.render(table)
  }

  private func texts(_ values: String...) throws -> Column {
    try Column(.text, values.map { $0.isEmpty ? .null : .text($0) })
  }

  private func table() throws -> Table {
    Table([
      ("unit", try texts("Điện Biên", "Sơn La")),
      ("index", try texts("SIPAS", "SIPAS")),
      ("value", try Column(.float, [.double(82.96), .double(80.5)])),
      ("rank", try Column(.int, [.int(40), .int(49)])),
      ("empty", try texts("", "")),
      ("source", try texts("báo Điện Biên Phủ, 2025-04-10", "báo Sơn La, 2025-04-10")),
      ("note", try texts("counted from the first of November", "")),
    ])
  }

  @Test("Details go first, then empty columns, equal texts, minor columns")
  func order() throws {
    let spare = SpareColumns(details: ["note", "source"], minor: ["rank"])
    #expect(
      names(render(try table(), 200, spare)) == [
        "unit", "index", "value", "rank", "empty", "source", "note",
      ])
    #expect(
      names(render(try table(), 75, spare)) == [
        "unit", "index", "value", "rank", "empty", "source", "…",
      ])
    #expect(
      names(render(try table(), 60, spare)) == ["unit", "index", "value", "rank", "empty", "…"])
    #expect(names(render(try table(), 43, spare)) == ["unit", "index", "value", "rank", "…"])
    #expect(names(render(try table(), 36, spare)) == ["unit", "value", "rank", "…"])
    #expect(names(render(try table(), 28, spare)) == ["unit", "value", "…"])
  }

  @Test("What tells the answer stays though it is the same in every row")
  func telling() throws {
    let spare = SpareColumns(details: ["note", "source"], minor: ["rank"], telling: ["index"])
    #expect(names(render(try table(), 36, spare)) == ["unit", "index", "value", "…"])
  }

  @Test("The footer names what is not shown, and remarks are said under it")
  func footer() throws {
    let spare = SpareColumns(details: ["note", "source"], remarks: "note")
    let lines = render(try table(), 60, spare).split(separator: "\n").suffix(3)
    #expect(
      lines == [
        "2 rows · 7 columns (5 shown) · .last shows all", "not shown: source, note",
        "• note of 1 row: counted from the first of November",
      ])
  }

  @Test("Numbers are whole while a text or a name can give way")
  func numbers() throws {
    let table = Table([
      ("a long name of numbers", try Column(.int, [.int(1_234_567), .int(12)])),
      ("text", try texts(String(repeating: "dài ", count: 20), "x")),
    ])
    #expect(render(table, 30).contains(" 1234567 │"))
  }
}
