import Columns
import Language
import Testing

@testable import Shell

/// What is said of a long piece of work.
@Suite struct ProgressLineTests {
  private func text(_ done: Int, _ look: ProgressLine.Look = Self.look(.en)) -> String {
    let progress = Progress()
    progress.begin("pg")
    progress.advance(done)
    return look.text(progress.state, phaseSeconds: 1, seconds: 2)
  }

  private static func look(_ lang: Lang) -> ProgressLine.Look {
    ProgressLine.Look(lang: lang, hasUnicode: true, width: 80)
  }

  @Test func rowsOfADatabaseAreCounted() {
    #expect(text(0) == "pg  2.0 s  Ctrl-C stops")
    #expect(text(1) == "pg  1 row  2.0 s  Ctrl-C stops")
    #expect(text(999) == "pg  999 rows  2.0 s  Ctrl-C stops")
    #expect(text(1_250_000) == "pg  1.3 M rows  2.0 s  Ctrl-C stops")
    #expect(text(40_000, Self.look(.vi)) == "pg  40 k dòng  2,0 giây  Ctrl-C để dừng")
  }
}
