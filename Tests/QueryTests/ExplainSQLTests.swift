import Columns
import Foundation
import Language
import Planning
import TestSupport
import Testing

@testable import Workspace

/// What `explain sql` writes for a database gives there what the query gives here.
@Suite struct ExplainSQLTests {
  /// The SQL of a query; nil where the program says that there is none.
  private static func sql(
    _ query: String, for database: Database, _ session: Session
  ) throws -> String? {
    let source = SourceText("explain sql \(database.dialect.name) \(query)")
    let (script, diagnostics) = Parser.parse(script: source)
    try #require(!diagnostics.hasErrors, "\(query): \(diagnostics.map(\.message))")
    let statement = try #require(script.statements.first)
    do {
      let text: String = try #require(
        session.answer(statement, in: source).text, "no text from \(query)")
      return text
    } catch let failure as StatementFailure {
      #expect(
        failure.diagnostics.map(\.code) == ["E0590"],
        "\(query): \(failure.diagnostics.map(\.message))")
      return nil
    }
  }

  /// Two tables known here and to be made there.
  private static func tables(
    _ rows: Int, _ random: inout SeededRandom
  ) throws -> (left: DifferentialTests.Data, session: Session, sql: String) {
    let left = DifferentialTests.data("t", rows, &random)
    let right = DifferentialTests.data("u", random.pick([0, 3, 15]), &random)
    let session = Session(Settings(threads: 2, lang: .en, today: 0))
    for data in [left, right] {
      let sample = DifferentialTests.Data(
        name: data.name, columns: data.columns,
        rows: data.rows + [[.int(-1), .text("a"), .int(0), .int(0), .decimal(25, scale: 2)]])
      _ = try DifferentialTests.run("let \(data.name) = \(sample.source) | where id >= 0", session)
    }
    return (left, session, left.sql + right.sql)
  }

  /// Holds what each query gives here against what its SQL gives there.
  private static func compare(
    _ queries: [String], _ database: Database, _ session: Session, tables: String,
    isOrdered: Bool = false
  ) throws -> Int {
    var pairs: [(query: String, sql: String)] = []
    for query in queries {
      if let text = try sql(query, for: database, session) { pairs.append((query, text)) }
    }
    var script = tables
    for (index, pair) in pairs.enumerated() { script += "@@\(index)\n\(pair.sql)" }
    let output = try database.run(script)
    let answers = output.components(separatedBy: "@@").dropFirst()
    try #require(answers.count == pairs.count, "\(output.prefix(2000))")
    for (pair, answer) in zip(pairs, answers) {
      var expected = answer.split(separator: "\n").dropFirst().map { line in
        line.split(separator: "|", omittingEmptySubsequences: false)
          .map { normal(String($0)) }.joined(separator: "|")
      }
      let table = try #require(try DifferentialTests.run(pair.query, session), "\(pair.query)")
      var found = (0..<table.rowCount).map { row in
        table.columns.map { $0[row].isNull ? "NULL" : normal($0[row].plainText) }
          .joined(separator: "|")
      }
      if !isOrdered {
        expected.sort()
        found.sort()
      }
      if found != expected {
        Issue.record(
          """
          \(pair.query)
          \(pair.sql)here: \(found.prefix(8))
          \(database): \(expected.prefix(8))
          """)
      }
    }
    return pairs.count
  }

  /// A cell as all must spell it: numbers by value, bools as 1 and 0.
  private static func normal(_ text: String) -> String {
    switch text {
    case "true", "t": "1.0"
    case "false", "f": "0.0"
    default: DifferentialTests.normal(text)
    }
  }

  private static func random(_ database: Database) throws {
    for (seed, rows) in [0, 12, 60, 200].enumerated() {
      var random = SeededRandom(UInt64(seed) &* 104_729 &+ 5)
      let (left, session, sql) = try tables(rows, &random)
      let tries = ProcessInfo.processInfo.environment["TIENDO_HEAVY"] == nil ? 300 : 1000
      let queries = (0..<tries).map { _ in
        var pair = DifferentialTests.Pair(query: "t", sql: "", columns: left.columns)
        for _ in 0..<random.int(1...5) { DifferentialTests.grow(&pair, &random) }
        return pair.query
      }
      let written = try compare(queries, database, session, tables: sql)
      #expect(written > tries / 4, "\(written) of \(tries) can be written for \(database)")
    }
  }

  /// Each form that the writer knows, and what databases are known to take otherwise.
  static let forms: [String] = [
    "t | derive a = x / g, b = y / 4, c = x / 0", "t | derive a = -x, b = -(-5), c = x - -5",
    "t | derive a = abs(x), b = replace(k, \"b\", \"it's\"), c = nullif(g, 1)",
    "t | derive a = k in [\"a\", \"zz\"], b = g not in [1, 2], c = g in [1, null]",
    "t | derive c = length(k)", "t | derive a = sqrt(abs(x))", "t | derive f = is_nan(y)",
    "t | derive c = floor(y), d = ceil(y)",
    "t | where k like \"%b\" | select id", "t | where k like \"x\\\\_y\" | select id",
    "[{k: \"a_b\"}, {k: \"axb\"}, {k: \"50%\"}] | where k like \"a\\\\_b\"",
    "t | derive d = if(g > 0, @2024-02-29, null) | derive a = year(d), b = month(d), c = day(d)",
    "t | derive a = if(x > 0, true, null) | group by k: b = any(a), c = all(a)",
    "t | derive a = k < \"b\", b = k >= \"a\", c = k == \"B\", d = k > \"ab\"",
    "t | group by k: a = min(k), b = max(k), c = count_distinct(k)",
    "t | aggregate a = min(k), b = max(k where g > 0)",
    "t | group by g: a = median(x), b = stddev(x), c = variance(y)",
    "t | group by k: a = slope(x, id), b = intercept(x, id), c = corr(x, id), d = r2(x, id)",
    "t | derive z = if(id >= 0, 0.1, 0.2) "
      + "| group by k: a = slope(x, z), b = intercept(x, z), c = corr(z, x), d = r2(x, z), e = r2(z, id)",
    "t | group by k: a = slope(x, y), b = slope(y, g), c = corr(x, y where g > 0), d = r2(y, g)",
    "t | group by k: a = rate(g, x), b = rate(g, x where y > 0)", "t | group by g: n = count()",
    "t | aggregate a = sum(x), b = avg(y), n = count(), d = count(k)",
    "t | group by a = 1, b = \"x\", g: n = count()",
    "t | where id < 0 | group by a = 1: n = count()",
    "t | derive by k sort id: a = percent_rank(), b = share(x), c = cumavg(y), d = lead(y, 2, 0)",
    "t | derive by k sort k, id: a = rank(), b = lag(k), c = row_number()",
    "t | derive by g sort id: a = sum(x where y > 0), b = max(k)",
    "t | derive c = null | where c is null | select id, c",
    "t | select id, c = null | append (t | select id, c = null) | append (t | select id, c = x)",
    "t | select id, x | append (u | select id, k) | append (u | select id, g)",
    "[{a: null, b: 3}, {a: null, b: 3000000000}, {a: 2, b: null}] | derive c = b * 3000000",
    "[{a: null, d: null}, {a: \"đ\", d: @2024-01-31}] | where d is null or d > @2024-01-01",
    "[{a: true, b: 0.5}, {a: null, b: null}, {a: false, b: 100.25}] | where not a or b < 1",
    "[{a: 82.96, b: 80.10}] | derive c = a - b", "t | sort k | take 5..9 | select k",
    "t | distinct k, g", "t | join u on k | select id, k, id_2 = x",
    "t | join left u on k, g | select id",
    "t | derive a = x // 7, b = x % 7, c = x // -3, d = mod(x, -3), e = x % 0, f = g // x",
    "t | derive a = sign(x), b = round(x), c = floor(x), d = ceil(x), e = trunc(x), f = int(x)",
    "t | derive a = float(x) / 3, b = text(x), c = bool(x > 0), d = text(k), e = x * y, f = y * y",
    "t | derive a = position(k, \"b\"), b = contains(k, \"b\"), c = starts_with(k, \"a\")",
    "t | derive a = ends_with(k, \"b\"), b = starts_with(k, \"ab\"), c = ends_with(k, \"xab\")",
    "t | derive a = left(k, 1), b = right(k, 1), c = mid(k, 2), d = mid(k, 1, 1), e = left(k, 0)",
    "t | derive a = replace(k, \"a\", \"\"), b = abs(y), c = nullif(k, \"a\")",
    "t | derive a = trim(k, \"ab\"), b = ltrim(k, \"a\"), c = rtrim(k, \"b\"), d = concat(k, \"-\", k)",
    "t | derive a = least(x, g), b = greatest(x, g, 3), c = clamp(x, -3, 3), d = least(k, \"b\")",
    "t | derive d = if(g > 0, @2024-02-29, if(g < 0, @2021-01-03, null)) "
      + "| derive a = quarter(d), b = weekday(d), c = week(d), e = day_of_year(d), f = last_day(d)",
    "t | derive d = if(g > 0, @2024-02-29, if(g < 0, @2021-01-03, null)) "
      + "| derive a = d + 3, b = d - 3, c = d - @2020-01-01, e = days_between(d, @2025-01-01)",
    "t | derive d = if(g > 0, @2024-01-31, if(g < 0, @2021-01-03, null)) "
      + "| derive a = add_months(d, 1), b = add_months(d, -11), c = add_days(d, 60)",
    "t | derive d = if(g > 0, @2024-02-29, if(g < 0, @2021-01-03, null)) "
      + "| derive a = date_trunc(\"month\", d), b = date_trunc(\"week\", d), c = date(d), "
      + "e = date_trunc(\"day\", d), f = date_trunc(\"quarter\", d), g = date_trunc(\"year\", d)",
    "t | derive d = if(g > 0, @2024-02-29, null) | where d < today() | select id, d",
    "t | group by k: a = weighted_avg(x, g), b = quantile(x, 0.9), c = avg(x where g > 0)",
    "t | group by k: a = count(x where g > 0), b = count(where g > 0), c = sum(y where x > 0)",
    "t | group by k: a = stddev(x where g > 0), b = variance(y), c = sum(x)",
    "t | derive by k sort id: a = moving_avg(x, 3), b = cumsum(x), c = cumsum(y), d = dense_rank()",
    "t | derive by k sort id: a = ntile(3), b = lead(x), c = lag(x, 2), d = lag(x, 1, 7)",
    "t | derive by k: a = any(x > 3), b = all(x > 3), c = avg(y), d = count(x), e = min(x)",
    "t | sort -x, id | take 2 by k | select id, k", "t | distinct g | sort g",
    "t | where x != y and g <= x | select id, k",
    "t | where not (k == \"a\" or g > 1) and x is not null | derive a = y == 2.5, b = -x",
  ]

  /// What databases are known to write, as the reference calls it.
  static var writtenForms: String { forms.joined(separator: "\n") }

  /// What ends in an order must come in that order, also by text.
  private static let ordered: [String] = [
    "t | sort k, id | select k, id", "t | sort -k, -id | select id, k", "t | sort -y, id | take 7",
    "t | group by k: n = count()", "t | group by k, g: n = sum(x)",
    "t | sort k, id | take 4 | select a = k", "t | sort g, k, id | skip 3 | select id",
    "t | sort upper(k), id | select id", "t | sort 1, id | select id",
    "t | sort x nulls first, id | select id", "t | sort -k nulls first, id | take 5 | select id",
  ]

  private static func everyForm(_ database: Database) throws {
    for rows in [0, 1, 40] {
      var random = SeededRandom(UInt64(rows) &+ 71)
      let (_, session, sql) = try tables(rows, &random)
      let written = try compare(forms, database, session, tables: sql)
      #expect(written > forms.count / 2, "\(written) of \(forms.count)")
      let sorted = try compare(ordered, database, session, tables: sql, isOrdered: true)
      #expect(sorted >= ordered.count - 2, "\(sorted) of \(ordered.count)")
    }
  }

  @Test(.enabled(if: Database.sqlite.isPresent, Comment(rawValue: Database.sqlite.absence)))
  func inSQLite() throws {
    try Self.random(.sqlite)
    try Self.everyForm(.sqlite)
  }

  @Test(.enabled(if: Database.duckdb.isPresent, Comment(rawValue: Database.duckdb.absence)))
  func inDuckDB() throws {
    try Self.random(.duckdb)
    try Self.everyForm(.duckdb)
  }

  @Test(.enabled(if: Database.postgres.isPresent, Comment(rawValue: Database.postgres.absence)))
  func inPostgreSQL() throws {
    try Self.random(.postgres)
    try Self.everyForm(.postgres)
  }

  /// SQLite and DuckDB take `a` and `A` for one column.
  @Test func namesThatDifferInCaseOnly() throws {
    var random = SeededRandom(1)
    let (_, session, _) = try Self.tables(1, &random)
    let query = "t | derive X = x + 1"
    #expect(try Self.sql(query, for: .sqlite, session) == nil)
    #expect(try Self.sql(query, for: .duckdb, session) == nil)
    #expect(try Self.sql(query, for: .postgres, session) != nil)
  }

  /// A table may be called as the writer would call a step.
  @Test func stepsNeverHideTables() throws {
    let session = Session(Settings(threads: 2, lang: .en, today: 0))
    _ = try DifferentialTests.run("let step_1 = [{a: 1}]", session)
    let text = try #require(try Self.sql("step_1 | where a > 0", for: .sqlite, session))
    #expect(text.contains("FROM \"step_1\"") && !text.contains("WITH step_1 AS"))
  }
}
