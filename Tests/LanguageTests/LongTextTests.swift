import Language
import Testing

/// Texts of a size that nobody types: what is asked of each place of them is cheap.
@Suite struct LongTextTests {
  @Test(arguments: ["@", "|", "(", "x ", "ệ", "\u{1F600}"])
  func everyPositionOfALongLine(_ sign: String) {
    let text = SourceText(String(repeating: sign, count: 30_000))
    let step = max(1, text.bytes.count / 100)
    for offset in stride(from: 0, to: text.bytes.count, by: step) {
      let start = text.aligned(offset)
      #expect(start <= offset && offset - start < 4)
      let column = text.position(of: start).column
      #expect(column == text[SourceRange(0, start)].count + 1)
    }
  }

  @Test func theFirstHundredErrors() {
    let (_, diagnostics) = Parser.parse(
      script: SourceText(String(repeating: "@ ", count: 100_000)))
    #expect(diagnostics.count <= 100)
  }
}
