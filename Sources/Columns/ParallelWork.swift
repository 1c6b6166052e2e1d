import Glibc
import Synchronization

/// The parts of a run that can be done by many threads: how long they took, and into how many pieces
/// they were cut. Taken down only while somebody measures, of the thread that does; it does all pieces
/// itself then, one after another, whatever number of threads they were cut for.
public struct ParallelWork: Sendable {
  /// The parts that lie in no other, in the order of their ends; seconds.
  public private(set) var parts: [(pieces: Int, seconds: Double)] = []
  private var depth = 0
  private var owner: pthread_t?

  /// How long all of the parts took.
  public var seconds: Double { parts.reduce(0) { $0 + $1.seconds } }

  private static let isMeasured = Atomic<Bool>(false)
  private static let current = Mutex(ParallelWork())

  /// The parallel parts of what `body` does.
  public static func measured<Result>(
    _ body: () throws -> Result
  ) rethrows -> (result: Result, work: ParallelWork) {
    current.withLock {
      $0 = ParallelWork()
      $0.owner = pthread_self()
    }
    isMeasured.store(true, ordering: .relaxed)
    defer { isMeasured.store(false, ordering: .relaxed) }
    let result = try body()
    return (result, current.withLock { $0 })
  }

  init(parts: [(pieces: Int, seconds: Double)] = []) { self.parts = parts }

  /// How long a run of so many seconds would take on so many threads: what lies outside the parallel
  /// parts stays, and of each part the pieces, taken for equal, are dealt out. Memory that all threads
  /// share, and caches, are not in it.
  public func simulated(_ seconds: Double, threads: Int) -> Double {
    parts.reduce(seconds) { total, part in
      let rounds = (part.pieces + threads - 1) / threads
      return total - part.seconds * (1 - Double(rounds) / Double(max(1, part.pieces)))
    }
  }

  /// The time at which a part begins; nil where nobody measures, or it is no part of its own.
  static func begins(pieces: Int) -> Double? {
    guard pieces > 1, isMeasured.load(ordering: .relaxed) else { return nil }
    let isOwn = current.withLock { work in
      guard work.owner == pthread_self() else { return false }
      work.depth += 1
      return true
    }
    return isOwn ? RunContext.now() : nil
  }

  static func ends(_ start: Double?, pieces: Int) {
    guard let start else { return }
    let seconds = RunContext.now() - start
    current.withLock { work in
      work.depth -= 1
      if work.depth == 0 { work.parts.append((pieces, seconds)) }
    }
  }
}
