import Display
import Language
import Testing

@Suite struct DiagnosticRendererTests {
  private let renderer = DiagnosticRenderer(
    style: Style(hasColour: false, hasUnicode: true), lang: .en, width: 60)

  private func range(of part: String, in text: String) -> SourceRange {
    let bytes = Array(text.utf8)
    let wanted = Array(part.utf8)
    let start = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? 0
    return SourceRange(start, start + wanted.count)
  }

  @Test func theSpanIsUnderlinedByCells() {
    let text = "t | where `Tỷ lệ` == \"日本\" and xyz"
    let diagnostic = Diagnostic(
      code: "E0501", Words(en: "there is no column `xyz` here"), at: range(of: "xyz", in: text),
      fix: Words(en: "did you mean `xy`?"))
    #expect(
      renderer.render(diagnostic, in: SourceText(text, name: "a.tdq")) == """
        a.tdq:1:31: error: there is no column `xyz` here [E0501]
         1 │ t | where `Tỷ lệ` == "日本" and xyz
           │                                 ^^^
          → did you mean `xy`?

        """)
  }

  @Test func longLinesAreCutAroundTheSpan() {
    let text = String(repeating: "a + ", count: 60) + "bad" + String(repeating: " + a", count: 60)
    let shown = renderer.render(
      Diagnostic(code: "E0501", Words(en: "bad"), at: range(of: "bad", in: text)),
      in: SourceText(text))
    for line in shown.split(separator: "\n").dropFirst() {
      #expect(TerminalWidth.of(String(line)) <= 60)
    }
    #expect(shown.contains("bad"))
    #expect(shown.contains("^^^"))
  }

  @Test func theWordsFollowTheLanguage() {
    var vietnamese = renderer
    vietnamese.lang = .vi
    let shown = vietnamese.render(
      Diagnostic(code: "E0501", Words(en: "bad", vi: "hỏng"), at: SourceRange(0, 1)),
      in: SourceText("x", name: "f"))
    #expect(shown.hasPrefix("f:1:1: lỗi: hỏng [E0501]"))
  }
}
