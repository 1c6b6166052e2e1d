public import Columns
public import Functions
public import Language
public import Planning
import Synchronization

/// How one part of a plan went: what `explain analyze` shows.
public struct ProfileEntry: Sendable {
  /// `group by`, `sort`, `pipeline` …
  public let step: String
  /// What was done in a few words: `dense, 63 groups`.
  public let detail: String
  /// Rows that came out.
  public let rows: Int
  public let seconds: Double
}

/// What a run may use and whom it tells: threads, clock, order of text, interrupt, notes.
///
/// Shared by all threads of one run. Values come in from outside; nothing here reads the
/// environment.
public final class QueryContext: Sendable {
  public let threads: Int
  /// The day that `today` gives, in days since 1970-01-01.
  public let today: Int32
  /// The order of text; nil for code points.
  public let collation: Collation?
  /// Asked at each batch; returns why to stop.
  private let stop: @Sendable () -> Stopped?
  /// Receives the tables of `peek`.
  public let peek: @Sendable (Table, String?) throws -> Void
  /// Receives the tables of `export`, `as` and `chart`.
  public let tap: @Sendable (Table, LogicalPlan.Tap, SourceRange) throws -> Void
  /// Seconds on a clock that only goes forward.
  public let now: @Sendable () -> Double
  /// Told how far the run is; nil where nobody looks.
  public let progress: Progress?
  private let collected = Mutex<(notes: [Diagnostic], profile: [ProfileEntry])>(([], []))

  public init(
    threads: Int, today: Int32, collation: Collation? = nil,
    stop: @escaping @Sendable () -> Stopped? = { nil },
    peek: @escaping @Sendable (Table, String?) throws -> Void = { _, _ in },
    tap: @escaping @Sendable (Table, LogicalPlan.Tap, SourceRange) throws -> Void = { _, _, _ in },
    now: @escaping @Sendable () -> Double = { 0 }, progress: Progress? = nil
  ) {
    self.threads = max(1, threads)
    self.today = today
    self.collation = collation
    self.stop = stop
    self.peek = peek
    self.tap = tap
    self.now = now
    self.progress = progress
  }

  /// Throws when the run has to stop; called at least once per batch.
  public func checkStopped() throws {
    if let reason = stop() { throw reason }
  }

  /// Adds a note to the result.
  public func note(_ code: String, _ en: String, _ vi: String, at range: SourceRange) {
    let note = Diagnostic(.note, code: code, Words(en: en, vi: vi), at: range)
    collected.withLock { if !$0.notes.contains(note) { $0.notes.append(note) } }
  }

  /// The notes so far, in the order in which they came up.
  public var notes: [Diagnostic] { collected.withLock { $0.notes } }

  /// Adds a line to the profile.
  func record(_ step: String, _ detail: String, rows: Int, since start: Double) {
    let entry = ProfileEntry(step: step, detail: detail, rows: rows, seconds: now() - start)
    collected.withLock { $0.profile.append(entry) }
  }

  /// The parts of the run in the order in which they ended.
  public var profile: [ProfileEntry] { collected.withLock { $0.profile } }

  /// A context for the kernels of one lane.
  func evaluation() -> EvaluationContext {
    EvaluationContext(today: today, collation: collation)
  }
}
