public import Columns
public import Functions
public import Language
import Synchronization

/// How one part of a plan went: what `explain analyze` shows.
public struct ProfileEntry: Sendable {
  /// `group by`, `sort`, `pipeline` …
  public let step: String
  /// What was done in a few words: `dense, 63 groups`.
  public let detail: String
  /// Rows that came out; nil for parts that make no rows.
  public let rows: Int?
  public let seconds: Double

  public init(step: String, detail: String, rows: Int?, seconds: Double) {
    self.step = step
    self.detail = detail
    self.rows = rows
    self.seconds = seconds
  }
}

/// Rows for which the condition of an `assert` is not true.
public struct AssertionFailure: Sendable {
  /// At most this many rows are kept to be shown.
  public static let rowsShown = 20
  public let message: String?
  public let failed: Int
  public let total: Int
  public let rows: Table
  public let range: SourceRange

  public init(message: String?, failed: Int, total: Int, rows: Table, range: SourceRange) {
    self.message = message
    self.failed = failed
    self.total = total
    self.rows = rows
    self.range = range
  }
}

/// What a running plan hands to the outside, in the order in which the tables come by.
public enum QueryEffect: Sendable {
  /// A table to show in the middle of the run.
  case peek(Table, label: String?)
  /// A table to write, keep or draw; `history` belongs to a chart.
  case tap(Table, LogicalPlan.Tap, history: Table?, SourceRange)
  /// An assertion does not hold; the run goes on.
  case failedAssertion(AssertionFailure)
}

/// What one query may use and whom it tells: its sources, the order of text, notes, and what
/// every run has (threads, clock, interrupt).
///
/// Shared by all threads of one query.
public final class QueryContext: Sendable {
  public let run: RunContext
  /// The order of text; nil for code points.
  public let collation: Collation?
  /// The sources that plans of this query name.
  public let sources: [SourceID: any TableSource]
  /// Tables by which functions answer, such as the names of units.
  public let lookups: [String: any TextLookup]
  /// Whether the steps inside pipelines are timed one by one.
  public let isProfiling: Bool
  private let collected: Collected

  /// What parts of one query tell, shared by the contexts of its parts.
  private final class Collected: Sendable {
    let told = Mutex<(notes: [Diagnostic], profile: [ProfileEntry])>(([], []))
  }

  public init(
    _ run: RunContext, collation: Collation? = nil, sources: [SourceID: any TableSource] = [:],
    lookups: [String: any TextLookup] = [:], isProfiling: Bool = false
  ) {
    self.run = run
    self.collation = collation
    self.sources = sources
    self.lookups = lookups
    self.isProfiling = isProfiling
    collected = Collected()
  }

  private init(_ other: QueryContext, _ sources: [SourceID: any TableSource]) {
    run = other.run
    collation = other.collation
    self.sources = sources
    lookups = other.lookups
    isProfiling = other.isProfiling
    collected = other.collected
  }

  /// The same query with further sources, which stand before others of their identities.
  public func adding(_ others: [SourceID: any TableSource]) -> QueryContext {
    QueryContext(self, sources.merging(others) { $1 })
  }

  public var threads: Int { run.threads }
  public var today: Int32 { run.today }
  public var progress: Progress? { run.progress }

  /// Throws when the run has to stop; called at least once per batch.
  public func checkStopped() throws { try run.checkStopped() }

  /// The rows of a source, as a table of these columns.
  public func scan(_ id: SourceID, _ columns: [String], at range: SourceRange) throws -> Table {
    try scan(id, ScanRequest(columns), at: range)
  }

  /// The rows of a source that matter to a request, perhaps with others.
  public func scan(_ id: SourceID, _ request: ScanRequest, at range: SourceRange) throws -> Table {
    guard let source = sources[id] else {
      throw Diagnostic.unexpected("no source \(id)", at: range)
    }
    do {
      return try source.scan(request, run)
    } catch let missing as MissingColumn {
      throw Diagnostic.unexpected("\(id) has no column \(missing.name)", at: range)
    } catch let failure as MemoryLimitExceeded {
      throw failure
    } catch let reason as Stopped {
      throw reason
    } catch {
      throw SourceFailure(error, at: id.kind == .file || id.kind == .remote ? range : nil)
    }
  }

  /// Adds a note to the result.
  public func note(_ code: String, _ en: String, _ vi: String, at range: SourceRange) {
    note(Diagnostic(.note, code: code, Words(en: en, vi: vi), at: range))
  }

  /// Adds a note to the result, once.
  public func note(_ note: Diagnostic) {
    collected.told.withLock { if !$0.notes.contains(note) { $0.notes.append(note) } }
  }

  /// The notes so far, in the order in which they came up.
  public var notes: [Diagnostic] { collected.told.withLock { $0.notes } }

  /// Adds a line to the profile.
  public func record(_ step: String, _ detail: String, rows: Int?, since start: Double) {
    record(
      ProfileEntry(step: step, detail: detail, rows: rows, seconds: RunContext.now() - start))
  }

  /// Adds a line to the profile.
  public func record(_ entry: ProfileEntry) { collected.told.withLock { $0.profile.append(entry) } }

  /// The parts of the run in the order in which they ended.
  public var profile: [ProfileEntry] { collected.told.withLock { $0.profile } }

  /// A context for the kernels of one lane.
  public func evaluation() -> EvaluationContext {
    EvaluationContext(today: today, collation: collation, lookups: lookups)
  }
}

extension Diagnostic {
  /// A mistake of the program, not of the person: what should not happen.
  public static func unexpected(_ what: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0699",
      Words(
        en: "the program did not foresee this: \(what)",
        vi: "chương trình chưa lường trước lỗi này: \(what)"), at: range,
      fix: Words(
        en: "please report it with the query and, if you can, the data",
        vi: "xin báo lại kèm truy vấn và, nếu được, dữ liệu"))
  }
}
