import Columns
import Language
import Synchronization
import Testing

@testable import Workspace

/// Whatever runs looks often enough whether it is to stop: once for each batch of work, whatever the
/// operator. What is counted is looks, so that no clock decides.
@Suite struct StopTests {
  final class Looks: Sendable {
    let count = Atomic<Int>(0)
    let limit: Int

    init(limit: Int = .max) { self.limit = limit }

    /// Says stop from the `limit`th look on.
    func look() -> Stopped? {
      count.add(1, ordering: .relaxed).newValue > limit ? .interrupted : nil
    }
  }

  static let rows = 300_000

  static let queries: [String] = [
    "aggregate t = text_join(text(x), \",\")", "group by k = x % 7: t = text_join(text(x), \",\")",
    "group by k = x % 1000: s = sum(x)", "group by k = x % 100000: m = median(x)",
    "derive k = x % 1000 | distinct k", "derive k = x % 1000, y = x | distinct",
    "derive v = if(x % 3 == 0, x, null) | fill v with previous sort x",
    "derive v = if(x % 3 == 0, x, null) | fill v with linear sort x",
    "derive v = if(x % 3 == 0, x, null) | fill v with 0",
    "derive k = x % 2 | complete x by k", "derive y = x, z = x | unpivot x, y as n, v",
    "derive sort x: a = lag(x), b = lead(x)", "derive sort x: a = cumsum(x), b = cumavg(x)",
    "derive sort x: a = moving_avg(x, 50)", "derive sort x: a = rank(), b = share(x)",
    "derive sort x: a = growth(x)",
    "derive k = x % 3 | derive by k sort x: f = first(x), l = last(x)",
    "where x % 2 == 0", "where matches(text(x), \"9+$\")", "where text(x) ~ \"99\"",
    "sort -x", "derive t = text(x) | sort t", "take 10 by x", "describe",
    "derive k = x % 5 | pivot k: s = sum(x)", "derive k = x % 2 | aggregate n = count_distinct(x)",
    "derive k = 1 | take 2000 | join (range(1, 2000) as y | derive k = 1) on k",
    "join (range(1, 300000) as x | derive y = x) on x", "append (range(1, 300000) as x)",
    "chart scatter x=x y=x", "derive k = x % 9 | chart line x=x y=k", "chart hist y=x",
    "derive k = text(x % 7) | chart bar x=k y=x",
    "derive k = x % 9, m = x % 7 | chart heat x=k y=m color=x",
    "derive year = 2000 + x % 20, k = x // 20 | compare year 2001, 2002 by k: x",
  ]

  static func run(_ query: String, _ looks: Looks) throws {
    let session = Session(Settings(threads: 1, lang: .en, today: 20_188))
    session.stop = { looks.look() }
    let source = SourceText("range(1, \(rows)) as x | " + query, name: "test")
    let (script, diagnostics) = Parser.parse(script: source)
    #expect(diagnostics.isEmpty, "\(query): \(diagnostics)")
    for statement in script.statements { try session.run(statement, in: source) { _ in } }
  }

  /// At least one look for 65,536 rows; and wherever it says stop, the query stops.
  @Test(arguments: queries)
  func looksAndStops(_ query: String) throws {
    let all = Looks()
    try Self.run(query, all)
    let count = all.count.load(ordering: .relaxed)
    #expect(count >= Self.rows / 65_536, "\(query) looked \(count) times")
    for place in Set([0, 1, count / 4, count / 2, count * 3 / 4, count - 1]) {
      let looks = Looks(limit: place)
      let failure = #expect(throws: StatementFailure.self, "\(query) at look \(place) of \(count)")
      {
        try Self.run(query, looks)
      }
      #expect(failure?.status == .interrupted)
      // Threads that run side by side may each look once more.
      let more = looks.count.load(ordering: .relaxed) - place
      #expect(more < 100, "\(query) went on for \(more) looks")
    }
  }
}
