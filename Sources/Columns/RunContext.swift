import Glibc
import Synchronization

/// The run was interrupted, or its time was over.
public enum Stopped: Error, Sendable, Equatable {
  case interrupted
  case timedOut
}

/// Something worth knowing about how a source was read, for under the result.
public struct SourceNote: Sendable, Hashable {
  public let code: String
  public let en: String
  public let vi: String
  /// What would say so outright in `with (…)`, such as `header: 4`.
  public let options: [String]

  public init(_ code: String, _ en: String, _ vi: String, options: [String] = []) {
    self.code = code
    self.en = en
    self.vi = vi
    self.options = options
  }
}

/// What a run may use and whom it tells: threads, clock, interrupt, progress.
///
/// Shared by all threads of one run. Values come in from outside; nothing here reads the
/// environment, so that two sessions of one process do not meet.
public final class RunContext: Sendable {
  public let threads: Int
  /// The day that `today` gives, in days since 1970-01-01.
  public let today: Int32
  /// Asked at each batch; returns why to stop.
  public let stop: @Sendable () -> Stopped?
  /// Told how far the run is; nil where nobody looks.
  public let progress: Progress?
  /// Whether this run only looks (a check, completion): what sources have to tell waits for the run
  /// that gives an answer.
  public let isLooking: Bool
  /// Whom tables are written for that people read.
  public let reader: Reader
  private let collected = Mutex<(notes: [SourceNote], rejected: Table?)>(([], nil))
  private let arrivals = Mutex<[(name: String, rows: Int)]>([])
  private let waiting = Mutex<[@Sendable () -> Void]>([])

  public init(
    threads: Int = 1, today: Int32 = 0, stop: @escaping @Sendable () -> Stopped? = { nil },
    progress: Progress? = nil, isLooking: Bool = false, reader: Reader = .english
  ) {
    self.threads = max(1, threads)
    self.today = today
    self.stop = stop
    self.progress = progress
    self.isLooking = isLooking
    self.reader = reader
  }

  /// Throws when the run has to stop; called at least once per batch.
  public func checkStopped() throws {
    if let reason = stop() { throw reason }
  }

  /// Seconds on a clock that only goes forward.
  public static func now() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  // MARK: What sources tell

  /// Adds a note about a source.
  public func tell(_ note: SourceNote) {
    collected.withLock { if !$0.notes.contains(note) { $0.notes.append(note) } }
  }

  /// Has `body` called once the run has given its answer: what a run that failed was told, the next
  /// one is told again.
  public func whenAnswered(_ body: @escaping @Sendable () -> Void) {
    waiting.withLock { $0.append(body) }
  }

  /// The run has given its answer, and its notes with it.
  public func answered() {
    let bodies = waiting.withLock { waiting in
      defer { waiting = [] }
      return waiting
    }
    for body in bodies { body() }
  }

  /// Counts rows that came from somewhere else over a connection.
  public func received(_ rows: Int, from name: String) {
    arrivals.withLock { arrivals in
      if let place = arrivals.firstIndex(where: { $0.name == name }) {
        arrivals[place].rows += rows
      } else {
        arrivals.append((name, rows))
      }
    }
  }

  /// How many rows came over each connection, in the order of the first ones.
  public var received: [(name: String, rows: Int)] { arrivals.withLock { $0 } }

  /// Hands out the rows that a source set aside.
  public func setAside(_ rows: Table) { collected.withLock { $0.rejected = rows } }

  /// What sources told so far, in that order.
  public var notes: [SourceNote] { collected.withLock { $0.notes } }

  /// The rows that the last source set aside, if any.
  public var rejected: Table? { collected.withLock { $0.rejected } }
}
