import Columns
import Foundation
import Language
import Testing
import Workspace

/// What a statement does comes out as one stream, in the order in which it happens.
@Suite struct EffectTests {
  static func effects(_ text: String) throws -> [String] {
    let session = TwoSessionsTests.session()
    let source = SourceText(text)
    var found: [String] = []
    for statement in Parser.parse(script: source).script.statements {
      try session.run(statement, in: source) { effect in
        switch effect {
        case .table(let table, spare: _, seconds: _): found.append("table \(table.rowCount)")
        case .peek(let table, let label): found.append("peek \(label ?? "") \(table.rowCount)")
        case .chart: found.append("chart")
        case .text(let text): found.append("text \(text.prefix(4))")
        case .note(let note): found.append("note \(note.code)")
        case .wrote(let path, let rows):
          found.append("wrote \((path as NSString).lastPathComponent) \(rows)")
        }
      }
    }
    return found
  }

  @Test func order() throws {
    let folder = URL.temporaryDirectory.appending(path: "tiendo-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "x.csv").path
    #expect(
      try Self.effects(
        """
        [{k: "a", v: 1}, {k: "b", v: null}] | peek "rows" | where v > 0 | export "\(path)"
          | select v
        """) == ["peek rows 2", "wrote x.csv 1", "table 1", "note N0401"])
    #expect(try Self.effects("\"\(path)\" | chart bar x: k, y: v") == ["chart"])
    #expect(try Self.effects("explain [{a: 1}] | take 1") == ["text limi"])
    #expect(
      try Self.effects("let t = [{a: 1}] | peek\nt | pivot a: n = count() | peek | select `1`")
        == ["peek  1", "peek  1", "table 1"])
  }

  @Test("What stands before a stage happens once")
  func once() throws {
    #expect(
      try Self.effects(
        "[{k: \"x\", v: 1}, {k: \"y\", v: 2}] | peek | pivot k: s = sum(v) | peek | derive z = x + y"
      ) == ["peek  2", "peek  1", "table 1"])
  }
}
