import Columns
import Foundation
import Language
import Planning
import Testing
import Workspace

/// An engine in one file: plans are answered by SQLite's shell, with the rows of their sources written
/// out as literals.
private struct ShellEngine: Engine {
  let name = "sqlite shell"

  private func statement(_ plan: LogicalPlan, _ context: QueryContext) throws -> String {
    var tables: [SourceID: Table] = [:]
    for scan in plan.scans {
      guard let source = context.sources[scan] else { continue }
      let names = try source.schema(nil, context.run).fields.map(\.name)
      tables[scan] = try source.scan(names, context.run)
    }
    let known = tables
    return try SQLWriter.write(plan, SQLWriter.Options(.sqlite, rows: { known[$0] }))
  }

  func supports(_ plan: LogicalPlan) -> Bool {
    (try? SQLWriter.statement(plan, SQLWriter.Options(.sqlite))) != nil
  }

  func describe(_ plan: LogicalPlan, _ context: QueryContext) throws -> String {
    "in \(name):\n" + (try statement(plan, context))
  }

  func run(
    _ plan: LogicalPlan, _ context: QueryContext, _ emit: @escaping (QueryEffect) throws -> Void
  ) throws -> Table {
    let printed = try Database.sqlite.run("@@\n" + statement(plan, context))
    let rows = printed.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
      .filter { !$0.isEmpty }.map { $0.split(separator: "|", omittingEmptySubsequences: false) }
    let columns = try plan.fields.enumerated().map { place, field in
      try Column(field.type, rows.map { ShellEngine.value(String($0[place]), field.type) })
    }
    return Table(fields: plan.fields, columns: columns, rowCount: rows.count)
  }

  private static func value(_ text: String, _ type: DataType) -> Value {
    if text == "NULL" { return .null }
    switch type {
    case .int: return Int64(text).map(Value.int) ?? .null
    case .float: return Double(text).map(Value.double) ?? .null
    default: return .text(text)
    }
  }
}

/// What holds the seam of engines: one that this program does not know takes plans like its own.
@Suite(.enabled(if: Database.sqlite.isPresent, "sqlite3 is not installed"))
struct ShellEngineTests {
  private static let data = """
    let t = [\
    {unit: "Huế", year: 2023, covered: 10, total: 40}, \
    {unit: "Huế", year: 2024, covered: 25, total: 50}, \
    {unit: "Cà Mau", year: 2023, covered: 7, total: 70}, \
    {unit: "Cà Mau", year: 2024, covered: null, total: 70}, \
    {unit: "Lào Cai", year: 2024, covered: 12, total: 16}]
    """

  private static let queries = [
    "t | where covered > 8 | sort -covered, unit",
    "t | group by unit: n = count(), s = sum(covered) | sort unit",
    "t | derive share = 100 * covered / total | where share is not null | sort share | take 2",
    "t | join (t | where year == 2024 | select unit, last = covered) on unit | sort unit, year",
  ]

  private func rows(_ query: String, by engine: (any Engine)?) throws -> [[String]] {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_000))
    let source = SourceText(ShellEngineTests.data + "\n" + query)
    let statements = Parser.parse(script: source).script.statements
    _ = try session.answer(statements[0], in: source)
    guard case .pipeline(let pipeline) = try #require(statements.last).kind else { return [] }
    var evaluation =
      engine.map {
        Evaluation(
          environment: session, engine: $0, run: session.runContext(), collation: nil)
      } ?? Evaluation(environment: session, run: session.runContext(), collation: nil)
    let bound = try evaluation.bind(pipeline, .stages)
    let table = try evaluation.table(try #require(bound.plan), bound)
    return (0..<table.rowCount).map { row in
      table.columns.map { column in
        column[row].asDouble.map { String(format: "%.9g", $0) } ?? column[row].plainText
      }
    }
  }

  @Test("the answers are those of the local engine", arguments: queries)
  func sameAnswers(query: String) throws {
    let own = try rows(query, by: nil)
    #expect(!own.isEmpty)
    #expect(try rows(query, by: ShellEngine()) == own)
  }
}
