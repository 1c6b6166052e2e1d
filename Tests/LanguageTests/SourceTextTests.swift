import Testing

@testable import Language

@Suite struct SourceTextTests {
  @Test func linesAndColumnsCountCharacters() {
    let source = SourceText("a\nviệc làm\r\nc", name: "t")
    #expect(source.lineCount == 3)
    #expect(source.position(of: 2).description == "2:1")
    let offset = 2 + "việc ".utf8.count
    #expect(source.position(of: offset).description == "2:6")
    #expect(source[source.rangeOfLine(2)] == "việc làm")
    #expect(source.position(of: source.bytes.count).description == "3:2")
    #expect(source[source.rangeOfLine(9)] == "")
  }
}
