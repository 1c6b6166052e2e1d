import Columns
import Engines
import Foundation
import Language
import Testing

@testable import Shell
@testable import Workspace

/// Messages that hang on how a session is set up, not on the query, whole in both languages.
@Suite struct MessageTests {
  /// Code, message and advice of the first error.
  private func error(
    _ text: String, _ lang: Lang, mode: ParseMode = .file, _ change: (Session) -> Void
  ) throws -> String? {
    let session = try CompletionTests.session()
    change(session)
    let source = SourceText(text, name: "test")
    let (script, diagnostics) = Parser.parse(script: source, mode: mode)
    #expect(!diagnostics.hasErrors)
    do {
      for statement in script.statements { _ = try session.answer(statement, in: source) }
      return nil
    } catch let failure as StatementFailure {
      return failure.diagnostics.first.map {
        "\($0.code) \($0.message(in: lang)) -> \($0.fix(in: lang) ?? "")"
      }
    }
  }

  @Test func noLastResultAtThePrompt() throws {
    let found = try [Lang.en, .vi].map {
      try error("_ | take 1", $0, mode: .prompt) { $0.isInteractive = true }
    }
    #expect(
      found == [
        "E0516 there is no last result here -> "
          + "`_` is the last result at the prompt; in a file use let name = …",
        "E0516 ở đây không có kết quả trước -> "
          + "`_` là kết quả trước ở dấu nhắc; trong tệp hãy dùng let ten = …",
      ])
  }

  @Test func stopped() throws {
    let query = "range(1, 1000) | where value > 3"
    let cancelled = try [Lang.en, .vi].map {
      try error(query, $0) { $0.stop = { .interrupted } }
    }
    #expect(cancelled == ["E0690 cancelled -> ", "E0690 đã hủy -> "])
    let late = try [Lang.en, .vi].map { try error(query, $0) { $0.stop = { .timedOut } } }
    #expect(late == ["E0690 stopped: the time is over -> ", "E0690 đã dừng: hết thời gian -> "])
  }

  @Test func parameterOfAnotherType() throws {
    let found = try [Lang.en, .vi].map {
      try error("param year: int", $0) { $0.given = ["year": "soon"] }
    }
    #expect(
      found == [
        "E0705 parameter `year` wants int, \"soon\" is none -> ",
        "E0705 tham số `year` cần int, \"soon\" không phải -> ",
      ])
  }

  @Test func safe() throws {
    let folder = try #require(realpath(NSTemporaryDirectory(), nil).map { String(cString: $0) })
    func refused(_ query: String) throws -> [String?] {
      try [Lang.en, .vi].map { try error(query, $0) { $0.access = FileAccess(reading: [folder]) } }
    }
    #expect(
      try refused("\"/x.csv\" | take 1") == [
        "E0730 /x.csv lies outside what --safe lets be read -> "
          + "allowed: \(folder); --allow folder adds one",
        "E0730 /x.csv nằm ngoài phạm vi được đọc khi dùng --safe -> "
          + "được phép: \(folder); --allow thêm thư mục",
      ])
    #expect(
      try refused("[{a: 1}] | export \"x.csv\"") == [
        "E0731 --safe lets no file be written -> ", "E0731 --safe không cho ghi tệp nào -> ",
      ])
  }
}
