import Language
import Testing

@testable import Columns
@testable import Engines

/// Messages of limits that no small query reaches, whole in both languages.
@Suite struct EngineMessageTests {
  private func text(_ diagnostic: Diagnostic, _ lang: Lang) -> String {
    "\(diagnostic.code) \(diagnostic.message(in: lang)) -> \(diagnostic.fix(in: lang) ?? "")"
  }

  @Test func memory() {
    let found = EngineMessages.diagnostic(
      MemoryLimitExceeded(requested: 3 << 29, used: 1 << 29, limit: 512 << 20),
      at: SourceRange(0, 1))
    #expect(
      text(found, .en)
        == "E0610 this needs at least 2.0 GiB of memory, the limit is 512 MiB -> "
        + "filter or select fewer columns first, or raise the limit: set memory 8GB")
    #expect(
      text(found, .vi)
        == "E0610 cần ít nhất 2.0 GiB bộ nhớ, giới hạn là 512 MiB -> "
        + "lọc hoặc chọn ít cột hơn trước, hoặc tăng giới hạn: set memory 8GB")
  }

  @Test func rows() {
    let found = EngineMessages.diagnostic(
      EngineError.tooManyRows(10_000_000_000), at: SourceRange(0, 1))
    #expect(
      found.message(in: .en) == "the result would have 10000000000 rows; the most is 4294967294")
    #expect(
      found.message(in: .vi) == "kết quả sẽ có 10000000000 dòng; tối đa là 4294967294")
    #expect(found.code == "E0611")
  }
}
