import Columns
import Display
import Language
import Testing

@testable import Shell
@testable import Workspace

/// What the session knows of its last result.
@Suite struct LastResultTests {
  private func session(_ texts: String...) throws -> Session {
    let session = try CompletionTests.session()
    session.isInteractive = true
    for text in texts {
      let source = SourceText(text)
      for statement in Parser.parse(script: source, mode: .prompt).script.statements {
        _ = try session.answer(statement, in: source)
      }
    }
    return session
  }

  @Test("Look, add a step, look again: `compare` finds the measure of the rows that are left")
  func roles() throws {
    let session = try session(
      "indices | where index == \"SIPAS\" and unit == \"Điện Biên\"", "| compare 2023, 2024")
    #expect(session.last?["change"]?[0].asDouble == 2.86)
  }

  @Test("Sources and notes are what a narrow view leaves out, and of an analysis its details")
  func spareColumns() throws {
    let rows = try session("coverage | where unit == \"Điện Biên\"").spare
    #expect(rows.details.contains("source") && rows.details.contains("as_of_text"))
    #expect(!rows.details.contains("value") && !rows.details.contains("as_of"))
    let tracked = try session("coverage | where unit == \"Điện Biên\"", "| track").spare
    #expect(tracked.details.first == "note")
    #expect(tracked.minor.contains("gap") && tracked.telling.contains("status"))
    #expect(tracked.remarks == "note")
    let chosen = try session("coverage | select unit, source, note").spare
    #expect(chosen == SpareColumns(asked: ["unit", "source", "note"]))
  }

  @Test("A file behind a command may stand in quotes")
  func paths() {
    #expect(Command.Input(text: "report.tdq", prompt: { _ in }).path == "report.tdq")
    #expect(
      Command.Input(text: "\"báo cáo/quý 2.tdq\"", prompt: { _ in }).path == "báo cáo/quý 2.tdq")
    #expect(Command.Input(text: "'a b'", prompt: { _ in }).path == "a b")
    for odd in ["", "\"", "\"a", "a\"", "\"a'"] {
      #expect(Command.Input(text: odd, prompt: { _ in }).path == odd)
    }
  }

  @Test("Every column of an analysis step that a table gives is told in its help")
  func columnsAreTold() throws {
    for (query, step) in [
      (
        "practice_coverage | where unit ~ \"dien bien\" | project to 2030 against targets",
        "project"
      ),
      ("practice_coverage | whatif to 2030 against targets: a = pace * 2", "whatif"),
      ("coverage | track", "track"), ("tasks | progress", "progress"),
    ] {
      let table = try #require(try session(query).last)
      let keys = ["unit", "indicator", "level", "programme"]
      let told = try #require(StepReference.of(step)).columns.map(\.name) + keys
      for field in table.fields where !field.isHidden {
        #expect(told.contains(field.name), "\(step): \(field.name)")
      }
    }
  }
}
