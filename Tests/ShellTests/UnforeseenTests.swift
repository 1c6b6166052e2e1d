import Display
import Language
import Testing

@testable import Shell
@testable import Workspace

/// The words for what should not happen: no query provokes them, so they are asked for directly.
@Suite struct UnforeseenTests {
  private struct Odd: Error, CustomStringConvertible { let description = "odd" }

  @Test(
    "An error that nobody foresaw asks to be reported, in both languages",
    arguments: [
      (
        Lang.en,
        """
        case:1:1: error: the program did not foresee this: odd [E0699]
         1 | units
           | ^^^^^
          -> please report it with the query and, if you can, the data

        """
      ),
      (
        Lang.vi,
        """
        case:1:1: lỗi: chương trình chưa lường trước lỗi này: odd [E0699]
         1 | units
           | ^^^^^
          -> xin báo lại kèm truy vấn và, nếu được, dữ liệu

        """
      ),
    ])
  func words(lang: Lang, text: String) {
    let found = Session.unforeseen(Odd(), at: SourceRange(0, 5))
    let renderer = DiagnosticRenderer(style: .plain, lang: lang, width: nil)
    #expect(renderer.render(found, in: SourceText("units", name: "case")) == text)
  }
}
