import Columns
import Foundation
import Language
import Sources
import Testing
import Workspace

@Suite("Rows of a large file that no statement can want are forgotten, and nothing else changes")
struct ForgottenRowTests {
  private let path = URL.temporaryDirectory.appending(path: "tiendo-\(UUID().uuidString).csv").path

  init() throws {
    var text = "tỉnh,năm,giá\n"
    for row in 0..<210_000 { text += "tỉnh \(row % 60),\(2015 + row % 10),\(row % 997).5\n" }
    text += ",2024,\n"
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  /// What the last statement of a text gives, and whether the whole file is in memory then.
  private func answer(_ text: String, forgets: Bool) throws -> (String, isWhole: Bool) {
    defer { try? FileManager.default.removeItem(atPath: path + ".out") }
    let session = TwoSessionsTests.session()
    session.forgetsRows = forgets
    session.largeFile = 0
    let source = SourceText(text)
    var found = ""
    for statement in Parser.parse(script: source).script.statements {
      let answer = try session.answer(statement, in: source)
      found = ""
      if let table = answer.table {
        found += "\(table.fields)"
        for row in 0..<table.rowCount { found += "\(table.columns.map { $0[row] })" }
      }
      found += answer.notes.map { "\($0.code) \($0.message)" }.joined(separator: "\n")
    }
    if let written = FileManager.default.contents(atPath: path + ".out") {
      found += String(decoding: written, as: UTF8.self)
    }
    return (found, try session.isWhole(path))
  }

  @Test(
    "answers, files and notes are the same",
    arguments: [
      (#"where tỉnh == "tỉnh 3" and năm == 2018 and giá < 20"#, true),
      (#"where năm > 2023 and giá <= 2.5"#, true),
      (#"where giá > 990 | where năm == 2020 | derive x = giá * 2 | sort -x | take 5"#, true),
      (#"where năm == 2018 | select tỉnh, năm | take 3"#, true),
      (#"where năm == 2018 and giá < 3 | export "{out}" with (format: csv)"#, true),
      // Nothing is called so: the note needs all texts of the column.
      (#"where tỉnh == "Tỉnh 3" and giá < 1"#, true),
      (#"where năm == 2018 and giá in [1.5, 2.5]"#, true),
      // Null beside what it does not equal: every such row is told.
      (#"where năm == 2018 and năm in [2018, null] | take 2"#, true),
      (#"where năm in [2018, null] and giá < 2"#, true),
      (#"where năm == 2018 and giá == null"#, false),
      // What sees more than the rows that are left.
      (#"where năm == 2018 | group by tỉnh: s = sum(giá) | take 2"#, false),
      (#"where năm == 2018 or giá < 1 | take 3"#, false),
      (#"derive x = giá | where năm == 2018 and x < 1"#, false),
    ])
  func same(_ steps: String, _ isForgotten: Bool) throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let steps = steps.replacing("{out}", with: path + ".out")
    let text = "\"\(path)\" | \(steps)"
    let (whole, _) = try answer(text, forgets: false)
    let (some, isWhole) = try answer(text, forgets: true)
    #expect(some == whole)
    #expect(!whole.isEmpty)
    if isForgotten { #expect(!isWhole) }
  }

  @Test("what a later statement names is kept")
  func later() throws {
    defer { try? FileManager.default.removeItem(atPath: path) }
    let filter = "\"\(path)\" | where năm == 2018 and giá < 1"
    let last = "\"\(path)\" | where năm == 2019 and giá < 1"
    #expect(try answer("\(filter)\n\n\(last)", forgets: true).isWhole)
    #expect(try !answer("let t = \(filter)\n\nt | take 1", forgets: true).isWhole)
    #expect(
      try answer("let f = \"\(path)\"\n\(filter)\n\n\"{$f}\" | take 1", forgets: true).isWhole)
  }
}

extension Session {
  /// Whether all columns of a file that was read are in memory.
  fileprivate func isWhole(_ path: String) throws -> Bool {
    var habits = ReadingHabits()
    habits.largeFile = largeFile
    return try tables.files.source(path, habits: habits).isWhole
  }
}
