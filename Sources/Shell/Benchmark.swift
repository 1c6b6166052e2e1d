import Columns
import Glibc
public import Language
import Planning
import Sources
public import Workspace

/// Times queries inside one process, for the benchmark suite.
public final class Benchmark {
  private let session: Session

  public init(_ session: Session) { self.session = session }

  /// Loads a file as a table; says how long it took and what the table holds in memory.
  public func load(_ name: String, _ path: String) throws -> String {
    let start = RunContext.now()
    _ = try execute(SourceText("load \(SyntaxText.quoted(path)) as `\(name)`", name: "<load>"))
    let seconds = RunContext.now() - start
    let bytes = (session.tables.source(name) as? MemorySource)?.table.byteCount ?? 0
    return JSONText.line([
      ("load", .text(name)), ("ms", .number(seconds * 1000)),
      ("mib", .number(Double(bytes) / 1_048_576)),
    ])
  }

  /// The median and the least time of a query's runs, the memory that the first of them needs, tables
  /// included, and what checks its answer.
  public func time(_ source: SourceText, name: String, reps: Int) throws -> String {
    session.memory.resetPeak()
    // What one run needs: those that follow hold the answer before theirs too, which `_` is.
    var table = try execute(source)
    let peak = Double(session.memory.peak) / 1_048_576
    var times: [Double] = []
    for _ in 0..<max(1, reps) {
      let start = RunContext.now()
      table = try execute(source)
      times.append(RunContext.now() - start)
    }
    times.sort()
    let median = times[times.count / 2] * 1000
    let stem = name.split(separator: "/").last.map(String.init) ?? name
    let short = stem.hasSuffix(".tdq") ? String(stem.dropLast(4)) : stem
    let more = session.settings.threads == 1 ? try simulated(source, median / 1000) : []
    return JSONText.line(
      [
        ("query", .text(short)), ("median_ms", .number(median)),
        ("min_ms", .number(times[0] * 1000)),
        ("rows", .number(Double(table?.rowCount ?? 0))),
        ("checksum", .number(Benchmark.checksum(table))),
        ("peak_mib", .number(peak)),
      ] + more)
  }

  /// How many times as fast 2 to 16 threads would be as one, and the share of the work that none of 16 can
  /// share: the work is cut as for so many threads and done by one.
  private func simulated(
    _ source: SourceText, _ seconds: Double
  ) throws -> [(name: String, value: JSON)] {
    defer { session.settings.threads = 1 }
    var found: [(name: String, value: JSON)] = []
    for threads in [2, 4, 8, 16] {
      session.settings.threads = threads
      var (least, outside) = (Double.infinity, 0.0)
      // The best of several, since the first finds memory that was cut otherwise.
      for _ in 0..<3 {
        let start = RunContext.now()
        let (_, work) = try ParallelWork.measured { try execute(source) }
        let taken = RunContext.now() - start
        let shared = work.simulated(taken, threads: threads)
        if shared < least { (least, outside) = (shared, 1 - work.seconds / taken) }
      }
      found.append(("on_\(threads)", .number(seconds / least)))
      if threads == 16 { found.append(("outside", .number(outside))) }
    }
    return found
  }

  private func execute(_ source: SourceText) throws -> Table? {
    let (script, diagnostics) = Parser.parse(script: source)
    if diagnostics.hasErrors { throw StatementFailure(diagnostics) }
    var last: Table?
    for statement in script.statements {
      if let table = try session.answer(statement, in: source).table { last = table }
    }
    return last
  }

  /// The sum of all numbers of a table.
  private static func checksum(_ table: Table?) -> Double {
    guard let table else { return 0 }
    var sum = 0.0
    for column in table.columns where column.type.isNumeric {
      for row in 0..<table.rowCount { sum += column[row].asDouble ?? 0 }
    }
    return sum
  }
}
