import Columns
import Foundation
import Language
import TestSupport
import Testing

@testable import Workspace

/// What SQL says in words of its own, and `explain sql` does not write: the rows are those of DuckDB.
@Suite struct WordDifferentialTests {
  /// Two tables known here and to be made there: times, texts with separators, nulls.
  private static func tables(
    _ seed: Int
  ) throws -> (session: Session, sql: String) {
    var random = SeededRandom(UInt64(seed) &+ 88_000)
    let session = Session(Settings(threads: 2, lang: .en, today: 0))
    var sql = ""
    for (name, count) in [("a", random.pick([1, 20, 120])), ("b", random.pick([1, 9, 60]))] {
      var here: [String] = []
      var there: [String] = []
      for id in 0..<count {
        let day = random.oneIn(9) ? nil : random.int(0...90)
        let x = random.oneIn(7) ? nil : random.int(-20...20)
        let key = random.oneIn(9) ? nil : random.pick(["p", "q", "Xã 2", "Xã 10"])
        let cell = random.oneIn(8) ? nil : random.pick(["u;v", "u", ";", "u; v;w", "1-2;3-4"])
        let date = day.map { Calendar.text(date: 20_000 + $0) }
        let y = random.int(-9...9)
        here.append(
          "{id: \(id), k: \(key.map { "\"\($0)\"" } ?? "null"), "
            + "d: \(date.map { "@\($0)" } ?? "null"), x: \(x.map { String($0) } ?? "null"), "
            + "y: \(y), cell: \(cell.map { "\"\($0)\"" } ?? "null")}")
        there.append(
          "(\(id), \(key.map { "'\($0)'" } ?? "NULL"), "
            + "\(date.map { "DATE '\($0)'" } ?? "NULL"), \(x.map { String($0) } ?? "NULL"), \(y), "
            + "\(cell.map { "'\($0)'" } ?? "NULL"))")
      }
      let sample = "{id: -1, k: \"p\", d: @2025-01-01, x: 0, y: 0, cell: \"u\"}"
      _ = try DifferentialTests.run(
        "let \(name) = [\((here + [sample]).joined(separator: ", "))] | where id >= 0", session)
      sql +=
        "CREATE TABLE \(name)(id BIGINT, k TEXT, d DATE, x BIGINT, y BIGINT, cell TEXT);\n"
        + "INSERT INTO \(name) VALUES \(there.joined(separator: ", "));\n"
    }
    return (session, sql)
  }

  /// Queries in both languages.
  private static let pairs: [(query: String, sql: String)] = [
    // Of equal times the last row is taken here, any there: so one is left of each.
    (
      "a | join nearest (b | sort id | where d is not null and k is not null | derive by k, d sort -id: n = row_number() | where n == 1) on k, d >= d | select id, id_2",
      "SELECT a.id, c.id FROM a ASOF JOIN (SELECT * FROM b WHERE d IS NOT NULL AND k IS NOT NULL QUALIFY row_number() OVER (PARTITION BY k, d ORDER BY id DESC) = 1) c ON a.k = c.k AND a.d >= c.d"
    ),
    (
      "a | where d is not null | join left nearest (b | where d is not null | derive by d sort id: n = row_number() | where n == 1) on d < d | select id, id_2",
      "SELECT a.id, c.id FROM a ASOF LEFT JOIN (SELECT * FROM b WHERE d IS NOT NULL QUALIFY row_number() OVER (PARTITION BY d ORDER BY id) = 1) c ON a.d < c.d WHERE a.d IS NOT NULL"
    ),
    (
      "a | join full b on k, x > y | select id, id_2",
      "SELECT a.id, b.id FROM a FULL JOIN b ON a.k = b.k AND a.x > b.y"
    ),
    (
      "a | derive by k sort d since 7d: s = sum(x), n = count(), m = max(y) | where d is not null | select id, s, n, m",
      "SELECT id, s, n, m FROM (SELECT *, sum(x) OVER w AS s, count(*) OVER w AS n, max(y) OVER w AS m FROM a WINDOW w AS (PARTITION BY k ORDER BY d RANGE BETWEEN INTERVAL 7 DAY PRECEDING AND CURRENT ROW)) WHERE d IS NOT NULL"
    ),
    (
      "a | where x is not null | derive sort x since 5: s = avg(y), q = median(y) | select id, s, q",
      "SELECT id, avg(y) OVER w, median(y) OVER w FROM a WHERE x IS NOT NULL WINDOW w AS (ORDER BY x RANGE BETWEEN 5 PRECEDING AND CURRENT ROW)"
    ),
    (
      "a | derive by k sort id rows -2..2: f = first(x), l = last(x), j = text_join(text(y), \"/\") | select id, j",
      "SELECT id, string_agg(CAST(y AS TEXT), '/') OVER (PARTITION BY k ORDER BY id ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING) FROM a"
    ),
    (
      "a | group by k: j = text_join(cell, \"/\" sort -x, id), f = first(id sort y nulls first, id where x > 0)",
      "SELECT k, string_agg(cell, '/' ORDER BY x DESC NULLS LAST, id), first(id ORDER BY y NULLS FIRST, id) FILTER (WHERE x > 0) FROM a GROUP BY k"
    ),
    (
      "a | where cell is not null | split cell by \";\" as part, n | select id, n, part",
      "SELECT id, generate_subscripts(p, 1), trim(unnest(p)) FROM (SELECT id, string_split(cell, ';') AS p FROM a WHERE cell IS NOT NULL)"
    ),
    (
      "a | derive r = regex_replace(cell, \"([0-9])-?\", \"<$1>\"), e = regex_extract(cell, \"[a-z]\") | where cell is not null | select id, r, e",
      "SELECT id, regexp_replace(cell, '([0-9])-?', '<\\1>', 'g'), nullif(regexp_extract(cell, '[a-z]'), '') FROM a WHERE cell IS NOT NULL"
    ),
    (
      "a | select id, s = sum_of(x, y), m = mean_of(x, y, 3), d = median_of(x, y, id), l = least(x, y), g = greatest(x, y), n = count_of(x, d)",
      "SELECT id, list_sum([x, y]), list_avg([x, y, 3]), list_median([x, y, id]), least(x, y), greatest(x, y), (x IS NOT NULL)::INT + (d IS NOT NULL)::INT FROM a"
    ),
    (
      "a | where d is not null | select id, w = date_trunc(\"week\", d), n = week(d), m = format_date(d, \"MMMM\"), t = format_date(d, \"ddd d MMM yyyy\")",
      "SELECT id, date_trunc('week', d)::DATE, week(d), monthname(d), strftime(d, '%a %-d %b %Y') FROM a WHERE d IS NOT NULL"
    ),
    (
      "a | select id, b = bin(y, 4), t = typeof(y)",
      "SELECT id, CAST(floor(y / 4) * 4 AS BIGINT), 'int' FROM a"
    ),
    (
      "a | unpivot x, y as what, value | where value is not null | select id, what, value",
      "SELECT id, what, value FROM (UNPIVOT (SELECT id, x, y FROM a) ON x, y INTO NAME what VALUE value)"
    ),
    (
      "a | group by k: type int = sum(_)",
      "SELECT k, sum(id), sum(x), sum(y) FROM a GROUP BY k"
    ),
    (
      "a | join cross (b | where id < 3 | select other = id) | where other < y | aggregate n = count(), s = sum(other)",
      "SELECT count(*), sum(b.id) FROM a CROSS JOIN b WHERE b.id < 3 AND b.id < a.y"
    ),
  ]

  private static func normal(_ text: String) -> String {
    guard let number = Double(text), number.isFinite, text != "NULL" else { return text }
    return String(format: "%.10g", number == 0 ? 0 : number)
  }

  @Test(
    .enabled(if: Database.duckdb.isPresent, Comment(rawValue: Database.duckdb.absence)),
    arguments: 0..<8)
  func inDuckDB(seed: Int) throws {
    let (session, tables) = try Self.tables(seed)
    var script = tables
    for (index, pair) in Self.pairs.enumerated() { script += "@@\(index)\n\(pair.sql);\n" }
    let output = try Database.duckdb.run(script)
    let answers = output.components(separatedBy: "@@").dropFirst()
    try #require(answers.count == Self.pairs.count, "\(output.prefix(2000))")
    for (pair, answer) in zip(Self.pairs, answers) {
      let expected = answer.split(separator: "\n").dropFirst().map { line in
        line.split(separator: "|", omittingEmptySubsequences: false)
          .map { Self.normal(String($0)) }.joined(separator: "|")
      }.sorted()
      let table = try #require(try DifferentialTests.run(pair.query, session), "\(pair.query)")
      let found = (0..<table.rowCount).map { row in
        table.columns.map { $0[row].isNull ? "NULL" : Self.normal($0[row].plainText) }
          .joined(separator: "|")
      }.sorted()
      #expect(found == expected, "\(pair.query)")
    }
  }
}
