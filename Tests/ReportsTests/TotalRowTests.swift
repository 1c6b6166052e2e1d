import Columns
import Language
import Testing

@testable import Reports

/// Reports that show the first rows of a table with totals.
@Suite("Totals of tables that are cut")
struct TotalRowTests {
  private static let body = """
    ```tiendo rows=2
    [{k: "a", p: 1, x: 1}, {k: "a", p: 2, x: 2}, {k: "b", p: 1, x: 3}, {k: "c", p: 1, x: 4}] | group by k with totals: s = sum(x)
    ```

    """

  @Test("the total of the whole table stays, and the line below counts the others")
  func kept() throws {
    let document = try ReportRun.document(
      ReportFile(SourceText(Self.body, name: "report.md")), in: try ReportTests.session())
    let block = try #require(document.tables.first)
    #expect(block.table.rowCount == 4)
    #expect(block.rows == [0, 1, 3])
    #expect(block.isCut)
    #expect(block.cutText.en == "The first 2 of 4 rows and the total; all of them: ")
    let html = try #require(HTMLReport(document) { "t-\($0).csv" }.page()).html
    #expect(html.contains(">10<") && !html.contains(">4<"))
    // Word processors get no styles.
    let words = try #require(HTMLReport(document, for: .words) { "t-\($0).csv" }.page()).html
    #expect(words.contains("<strong>10</strong>") && !words.contains("<strong>3</strong>"))
  }

  @Test("sums of parts do not stand for a total that is shown")
  func totalFirst() throws {
    let body = """
      ```tiendo rows=2
      [{k: "a", p: 1, x: 1}, {k: "a", p: 2, x: 2}, {k: "b", p: 1, x: 3}] | group by k, p with totals: s = sum(x) | sort -s
      ```

      """
    let document = try ReportRun.document(
      ReportFile(SourceText(body, name: "report.md")), in: try ReportTests.session())
    let block = try #require(document.tables.first)
    #expect(block.rows.contains { block.table.totalsLevel($0) == 2 })
    #expect(
      block.rows.filter { block.table.totalsLevel($0) > 0 && $0 >= 2 }.allSatisfy {
        block.table.totalsLevel($0) == 2
      })
  }

  @Test("a table that has one row more than is shown, the total, is not cut")
  func whole() throws {
    let body = Self.body.replacing("rows=2", with: "rows=3")
    let document = try ReportRun.document(
      ReportFile(SourceText(body, name: "report.md")), in: try ReportTests.session())
    let block = try #require(document.tables.first)
    #expect(block.rows == [0, 1, 2, 3])
    #expect(!block.isCut)
  }
}
