import Columns
import Foundation
import Language
import TestSupport
import Testing

@testable import Workspace

/// Window functions and changes of shape, which SQLite can be made to express too.
@Suite struct ShapeDifferentialTests {
  typealias Both = DifferentialTests

  /// One function in both languages. `over` is a window whose order is total, `part` one without,
  /// `key` the first of the keys of the order.
  static func window(
    _ over: String, _ part: String, _ key: String, _ random: inout SeededRandom
  ) -> (String, String) {
    let x = random.pick(["x", "y"])
    let n = random.int(1...4)
    switch random.int(0...12) {
    case 0: return ("row_number()", "ROW_NUMBER() OVER \(over)")
    case 1: return ("lag(\(x), \(n))", "LAG(\(x), \(n)) OVER \(over)")
    case 2: return ("lead(\(x), \(n), 0)", "LEAD(\(x), \(n), 0) OVER \(over)")
    case 3: return ("ntile(\(n))", known("NTILE(\(n)) OVER \(over)", key))
    case 4:
      return ("cumsum(\(x))", "SUM(\(x)) OVER (\(over.inner) ROWS UNBOUNDED PRECEDING)")
    case 5:
      return ("cumavg(\(x))", "AVG(\(x)) OVER (\(over.inner) ROWS UNBOUNDED PRECEDING)")
    case 6:
      return (
        "moving_avg(\(x), \(n))", "AVG(\(x)) OVER (\(over.inner) ROWS \(n - 1) PRECEDING)"
      )
    case 7: return ("share(\(x))", "100.0 * \(x) / SUM(\(x)) OVER \(part)")
    case 8:
      let before = "LAG(\(x), \(n)) OVER \(over)"
      return ("growth(\(x), \(n))", "100.0 * (\(x) - \(before)) / ABS(\(before))")
    case 9: return ("sum(x where y > 0)", "SUM(CASE WHEN y > 0 THEN x END) OVER \(part)")
    case 10: return ("max(k)", "MAX(k) OVER \(part)")
    case 11: return ("count(\(x))", "COUNT(\(x)) OVER \(part)")
    default: return ("avg(\(x))", "AVG(\(x)) OVER \(part)")
    }
  }

  /// A rank among the rows in which the key is known, null in the others.
  static func known(_ rank: String, _ key: String) -> String {
    let parted =
      rank.contains("PARTITION BY ")
      ? rank.replacing("PARTITION BY ", with: "PARTITION BY \(key) IS NULL, ")
      : rank.replacing("OVER (", with: "OVER (PARTITION BY \(key) IS NULL ")
    return "CASE WHEN \(key) IS NOT NULL THEN \(parted) END"
  }

  static func windows(_ random: inout SeededRandom) -> (String, String) {
    let by = random.pick(["", "k", "g", "k, g"])
    let partition = by.isEmpty ? "" : "PARTITION BY \(by)"
    let prefix = by.isEmpty ? "" : " by \(by)"
    let key = random.pick(["x", "y", "k", "g"])
    let isDescending = random.oneIn(2)
    let order = "ORDER BY \(key) IS NULL, \(key)\(isDescending ? " DESC" : "")"
    let sign = isDescending ? "-" : ""
    switch random.int(0...3) {
    case 0:
      // Equal rows share a rank, so the order need not be total.
      let peers = "(\(partition) \(order))"
      return (
        "t | derive\(prefix) sort \(sign)\(key): a = rank(), b = dense_rank(), c = percent_rank()",
        "SELECT *, "
          + ["RANK", "DENSE_RANK", "PERCENT_RANK"].map { known("\($0)() OVER \(peers)", key) }
          .joined(separator: ", ") + " FROM t"
      )
    case 1:
      let base = random.int(-2...3)
      return (
        "t | derive\(by == "k" ? " by k" : "") sort g: a = index_to(x, \(base))",
        "SELECT *, 100.0 * x / AVG(CASE WHEN g = \(base) THEN x END) "
          + "OVER (\(by == "k" ? "PARTITION BY k" : "")) FROM t"
      )
    default:
      let over = "(\(partition) \(order), id)"
      var items: [(String, String)] = []
      for _ in 0..<random.int(1...3) {
        items.append(window(over, "(\(partition))", key, &random))
      }
      let list = items.enumerated().map { "n\($0) = \($1.0)" }.joined(separator: ", ")
      return (
        "t | derive\(prefix) sort \(sign)\(key), id: \(list)",
        "SELECT *, " + items.map(\.1).joined(separator: ", ") + " FROM t"
      )
    }
  }

  /// Pivots by what `g` and `k` are known to hold, unpivots, completions and fills.
  static func shapes(_ data: Both.Data, _ random: inout SeededRandom) -> (String, String) {
    let texts = Set(data.rows.map { Both.Data.sql($0[1]) }).sorted {
      $0 == "NULL" ? false : $1 == "NULL" ? true : $0 < $1
    }
    switch random.int(0...4) {
    case 0:
      let (call, sql) = random.pick([("sum(x)", "SUM"), ("max(y)", "MAX"), ("avg(x)", "AVG")])
      let argument = call.contains("y") ? "y" : "x"
      func row(_ key: String, _ tail: String) -> String {
        let cells = texts.map { "\(sql)(CASE WHEN k IS \($0) THEN \(argument) END)" }
        return "SELECT " + ([key] + cells + ["\(sql)(\(argument))"]).joined(separator: ", ")
          + " FROM t \(tail)"
      }
      return (
        "t | pivot k by g with totals: \(call)",
        row("g", "GROUP BY g") + " UNION ALL " + row("NULL", "HAVING COUNT(*) > 0")
      )
    case 1:
      return (
        "t | select id, k, g, x | unpivot g, x as name, value",
        "SELECT id, k, 'g', g FROM t UNION ALL SELECT id, k, 'x', x FROM t"
      )
    case 2:
      let low = random.int(-3...0)
      let high = random.int(0...5)
      return (
        "t | select k, g, x | complete g \(low)..\(high) by k",
        "WITH RECURSIVE r(v) AS (SELECT \(low) UNION ALL SELECT v + 1 FROM r WHERE v < \(high)) "
          + "SELECT k, g, x FROM t UNION ALL SELECT d.k, r.v, NULL FROM (SELECT DISTINCT k FROM t) d, r "
          + "WHERE NOT EXISTS (SELECT 1 FROM t WHERE t.k IS d.k AND t.g = r.v)"
      )
    case 3:
      let isNext = random.oneIn(2)
      return (
        "t | fill x with \(isNext ? "next" : "previous") by k sort id",
        "SELECT id, k, g, COALESCE(x, (SELECT o.x FROM t o WHERE o.k IS t.k AND o.x IS NOT NULL "
          + "AND o.id \(isNext ? ">" : "<") t.id ORDER BY o.id \(isNext ? "" : "DESC") LIMIT 1)), y FROM t"
      )
    default:
      // The line between the two neighbours, from their places and values.
      func near(_ what: String, _ isNext: Bool) -> String {
        "(SELECT o.\(what) FROM t o WHERE o.k IS t.k AND o.x IS NOT NULL "
          + "AND o.id \(isNext ? ">" : "<") t.id ORDER BY o.id \(isNext ? "" : "DESC") LIMIT 1)"
      }
      return (
        "t | fill x with linear by k sort id",
        "SELECT id, k, g, COALESCE(x, lx + (nx - lx) * 1.0 * (id - li) / (ni - li)), y FROM "
          + "(SELECT *, \(near("x", false)) lx, \(near("x", true)) nx, "
          + "\(near("id", false)) li, \(near("id", true)) ni FROM t) t"
      )
    }
  }

  @Test(.enabled(if: Both.hasSQLite, "sqlite3 is not installed"), arguments: 0..<5)
  func sameRowsAsSQLite(seed: Int) throws {
    var random = SeededRandom(UInt64(seed) &* 104_729 &+ 5)
    let data = Both.data("t", [0, 1, 12, 60, 150][seed], &random)
    let session = Session(Settings(threads: 2, lang: .en, today: 0))
    let sample = Both.Data(
      name: "t", columns: data.columns,
      rows: data.rows + [[.int(-1), .text("a"), .int(0), .int(0), .decimal(25, scale: 2)]])
    _ = try Both.run("let t = \(sample.source) | where id >= 0", session)
    let pairs = (0..<Both.pipelines / 3).map { index in
      index % 3 == 0 ? Self.shapes(data, &random) : Self.windows(&random)
    }
    try Both.compare(pairs, session, tables: data.sql)
  }
}

extension String {
  /// What stands between the brackets.
  fileprivate var inner: String { String(dropFirst().dropLast()) }
}
