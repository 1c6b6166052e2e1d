import Columns
import Foundation
import Language
import Testing

@testable import Shell
@testable import Workspace

/// A session saved as a script, drilling, and what `--safe` lets through.
@Suite struct SessionScriptTests {
  private static func log(_ texts: [String]) -> SessionScript {
    var script = SessionScript()
    for text in texts {
      let source = SourceText(text)
      for statement in Parser.parse(script: source, mode: .prompt).script.statements {
        script.add(statement, in: source)
      }
    }
    return script
  }

  /// The tables that a text gives when run as a file.
  private static func tables(_ text: String) throws -> [Table] {
    let session = try CompletionTests.session()
    let source = SourceText(text)
    let (script, diagnostics) = Parser.parse(script: source)
    #expect(!diagnostics.hasErrors)
    return try script.statements.compactMap { statement in
      if let table = try session.answer(statement, in: source).table { return table }
      return nil
    }
  }

  @Test("The saved file gives what the session showed, `_` and all")
  func saved() throws {
    let typed = [
      "let goal = 90",
      "indices | where value > $goal | group by index: n = count()",
      "_ | where n > 16",
      "[{a: \"_\", b: 1}] | derive c = b + 1",
    ]
    let text = Self.log(typed).text(today: "2025-04-10")
    #expect(Formatter.format(SourceText(text)) == text)
    let tables = try Self.tables(text)
    try #require(tables.count == 3)
    #expect(tables[1].rowCount == 1)
    #expect(tables[1]["index"]?[0] == .text("SIPAS"))
    #expect(tables[2]["a"]?[0] == .text("_"))
  }

  @Test("A result that several statements go on from gets one name")
  func sharedResult() throws {
    let text = Self.log([
      "indices | where index == \"PAR\"", "let few = _ | take 3", "_ | aggregate n = count()",
      "few | aggregate n = count()",
    ]).text(today: "2025-04-10")
    #expect(text.contains("let few = result_1 | take 3"))
    #expect(!text.contains("result_2"))
    let tables = try Self.tables(text)
    try #require(tables.count == 3)
    #expect(tables[1]["n"]?[0] == .int(Int64(tables[0].rowCount)))
    #expect(tables[2]["n"]?[0] == .int(3))
  }

  @Test("Paths of load become parameters; tables keep their names")
  func paths() throws {
    let text = Self.log([
      "load \"data/coverage 2024.csv\"", "load \"data/coverage 2024.csv\" as c", "c | take 1",
      "explain c", ".tables",
    ]).text(today: "2025-04-10")
    #expect(text.contains("param coverage_2024_file: text = \"data/coverage 2024.csv\""))
    #expect(text.contains("param coverage_2024_file_: text"))
    #expect(text.contains("load $coverage_2024_file as `coverage 2024`"))
    #expect(text.contains("load $coverage_2024_file_ as c"))
    #expect(!text.contains("explain") && !text.contains(".tables"))
    #expect(!Parser.parse(script: SourceText(text)).diagnostics.hasErrors)
  }

  @Test("The rows behind each row of a group are those that were counted")
  func drill() throws {
    for query in [
      "indices | group by index, version: n = count()",
      "indices | where year > 2015 | group by high = value > 80: n = count() | sort -n",
      "indices | aggregate n = count()",
      "tasks | group by `status`, since = year(as_of): n = count()",
    ] {
      let session = try CompletionTests.session()
      let source = SourceText(query)
      let statement = try #require(Parser.parse(script: source).script.statements.first)
      let table = try #require(
        session.answer(statement, in: source).table, "no table from \(query)")
      try #require(table.rowCount > 0)
      for row in 1...table.rowCount {
        switch DrillDown.query(row, of: table, statement: source, in: session) {
        case .success(let found):
          let rows = try #require(try Self.tables(found).first)
          #expect(.int(Int64(rows.rowCount)) == table["n"]?[row - 1], "\(found)")
        case .failure(let problem): Issue.record("\(query): \(problem.words.en)")
        }
      }
      if case .success = DrillDown.query(
        table.rowCount + 1, of: table, statement: source, in: session)
      {
        Issue.record("a row that is not there")
      }
    }
    let plain = SourceText("indices | take 2")
    let table = try #require(try Self.tables(plain.text).first)
    let session = try CompletionTests.session()
    if case .success = DrillDown.query(1, of: table, statement: plain, in: session) {
      Issue.record("nothing was grouped")
    }
  }

  @Test("The observations behind each line of an analysis are those that it was computed from")
  func drillIntoAnalyses() throws {
    func lines(
      _ query: String, _ check: (Table, Int, Table, String) throws -> Void
    ) throws {
      let session = try CompletionTests.session()
      let source = SourceText(query)
      let statement = try #require(Parser.parse(script: source).script.statements.first)
      let table = try #require(try session.answer(statement, in: source).table, "\(query)")
      try #require(table.rowCount > 0)
      for row in 0..<min(table.rowCount, 12) {
        switch DrillDown.query(row + 1, of: table, statement: source, in: session) {
        case .success(let found):
          let rows = try #require(try Self.tables(found).first, "\(found)")
          try check(table, row, rows, found)
        case .failure(let problem): Issue.record("\(query): \(problem.words.en)")
        }
      }
    }
    try lines("indices | where index == \"PAR\" | compare 2022, 2023 | sort -change") {
      table, row, rows, found in
      let years = (0..<rows.rowCount).compactMap { rows["year"]?[$0] }
      let values = (0..<rows.rowCount).compactMap { rows["value"]?[$0] }
      for (name, year) in [("value_2022", 2022), ("value_2023", 2023)] {
        let place = years.firstIndex(of: .int(Int64(year)))
        #expect(table[name]?[row] ?? .null == place.map { values[$0] } ?? .null, "\(found)")
      }
      #expect(rows.rowCount <= 2)
    }
    try lines("practice_coverage | where indicator ~ \"chu ky\" | project to 2026") {
      table, row, rows, found in
      let known = (0..<rows.rowCount).count { rows["covered"]?[$0].isNull == false }
      #expect(table["n"]?[row] == .int(Int64(known)), "\(found)")
    }
    try lines("coverage | where unit ~ \"dien bien\" | track") { table, row, rows, found in
      func number(_ value: Value?) -> Double? { value.flatMap { Double($0.plainText) } }
      let wanted = number(table["value"]?[row]) ?? -1
      let rates = (0..<rows.rowCount).flatMap { place -> [Double] in
        let covered = number(rows["covered"]?[place])
        let total = number(rows["total"]?[place])
        let share = covered.flatMap { part in total.map { 100 * part / $0 } }
        return [number(rows["value"]?[place]), share].compactMap { $0 }
      }
      #expect(rates.contains { abs($0 - wanted) < 1e-6 }, "\(found): \(wanted) in \(rates)")
    }
    try lines("national_tasks | progress by owner") { table, row, rows, found in
      #expect(table["total"]?[row] == .int(Int64(rows.rowCount)), "\(found)")
    }
    try lines("national_tasks | progress by g = group | where total > 10") {
      table, row, rows, found in
      #expect(table["total"]?[row] == .int(Int64(rows.rowCount)), "\(found)")
    }
    try lines("national_tasks | progress") { table, row, rows, found in
      #expect(table["total"]?[row] == .int(Int64(rows.rowCount)), "\(found)")
    }
    func problem(_ query: String) throws -> String? {
      let session = try CompletionTests.session()
      let source = SourceText(query)
      let statement = try #require(Parser.parse(script: source).script.statements.first)
      let table = try #require(try session.answer(statement, in: source).table)
      if case .failure(let problem) = DrillDown.query(1, of: table, statement: source, in: session)
      {
        return problem.words.en
      }
      return nil
    }
    let without = "indices | where index == \"PAR\" | compare 2022, 2023 | select change"
    #expect(try problem(without)?.contains("no column unit") == true)
    let through = "indices | where index == \"SIPAS\" | compare 2023, 2024 through crosswalk"
    #expect(try problem(through)?.contains("crosswalk") == true)
  }

  @Test func pathsByParameter() throws {
    let session = try CompletionTests.session()
    let path = NSTemporaryDirectory() + "tiendo-path-\(getpid()).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try CompletionTests.answer(session, "let out = \"\(path)\"")
    try CompletionTests.answer(session, "[{a: 1}, {a: 2}] | export $out")
    try CompletionTests.answer(session, "load $out as back")
    try CompletionTests.answer(session, "back | assert a > 0")
    #expect(session.last?.rowCount == 2)
    func message(_ text: String) -> String? {
      let failure = #expect(throws: StatementFailure.self, "\(text)") {
        try CompletionTests.answer(session, text)
      }
      return failure?.diagnostics.first?.message
    }
    try CompletionTests.answer(session, "let n = 3")
    #expect(message("load $nothing as x") == "there is no parameter `$nothing`")
    #expect(message("load $n as x") == "a path is text, but `$n` is int")
  }

  @Test("Safe sessions read below their folders only and write nothing")
  func safe() throws {
    let folder = NSTemporaryDirectory() + "tiendo-safe-\(getpid())"
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder + "/in", withIntermediateDirectories: true)
    defer { try? manager.removeItem(atPath: folder) }
    for name in ["in/a.csv", "out.csv"] {
      try "x\n1\n".write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }
    try manager.createSymbolicLink(
      atPath: folder + "/in/link.csv", withDestinationPath: folder + "/out.csv")
    let session = try CompletionTests.session()
    session.access = FileAccess(reading: [folder + "/in"])
    func code(_ text: String) throws -> String? {
      do {
        try CompletionTests.answer(session, text)
        return nil
      } catch let failure as StatementFailure {
        return try #require(failure.diagnostics.first?.code)
      }
    }
    #expect(try code("\"\(folder)/in/a.csv\" | take 1") == nil)
    #expect(try code("\"\(folder)/in/a*.csv\" | take 1") == nil)
    #expect(try code("indices | take 1") == nil)
    for path in [
      "out.csv", "in/../out.csv", "in/link.csv", "*.csv", "in/*.csv", "in/*/../../out.csv",
      "nothing.csv",
    ] {
      #expect(try code("\"\(folder)/\(path)\" | take 1") == "E0730", "\(path)")
    }
    #expect(try code("include \"\(folder)/out.csv\"") == "E0730")
    #expect(try code("indices | export \"\(folder)/in/b.csv\"") == "E0731")
    #expect(try code("indices | chart bar to \"\(folder)/in/b.svg\"") == "E0731")
    #expect(!manager.fileExists(atPath: folder + "/in/b.csv"))
  }
}
