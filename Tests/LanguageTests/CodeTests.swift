import Foundation
import Language
import Testing

/// Codes of messages and their explanations belong together.
@Suite struct CodeTests {
  /// Every code that stands in the sources, the explanations left out.
  private static func codes() throws -> Set<String> {
    let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path))
      .compactMap { $0 as? String }
    var found: Set<String> = []
    for file in files where file.hasSuffix(".swift") && !file.contains("CodeExplanation") {
      let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
      for match in text.matches(of: /"([EHNW]0[0-9]{3})"/) { found.insert(String(match.1)) }
    }
    return found
  }

  @Test("Every code has an explanation, and every explanation a code")
  func complete() throws {
    let codes = try Self.codes()
    #expect(codes.count > 100)
    let explained = CodeExplanation.all.map(\.code)
    #expect(Set(explained).count == explained.count, "each once")
    #expect(codes.subtracting(explained).sorted() == [])
    #expect(Set(explained).subtracting(codes).sorted() == [])
  }

  @Test("Each is a paragraph in either language")
  func bilingual() {
    for explanation in CodeExplanation.all {
      let (en, vi) = (explanation.text.en, explanation.text.text(in: .vi))
      #expect(en != vi, "\(explanation.code)")
      for text in [en, vi] {
        #expect(text.count > 30 && !text.contains("\n"), "\(explanation.code)")
        #expect(text.hasSuffix("."), "\(explanation.code): \(text)")
      }
    }
    #expect(CodeExplanation.of("e0301")?.code == "E0301")
    #expect(CodeExplanation.of("E9999") == nil)
  }
}
