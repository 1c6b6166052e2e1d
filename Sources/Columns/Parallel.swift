import Dispatch
import Synchronization

/// The one door to parallel work.
///
/// Work is cut by what there is to do, never by the number of threads, so that results do not
/// depend on it: threads only decide who takes the next piece.
public enum Parallel {
  /// Runs `body(0)` … `body(pieces - 1)`, on at most `threads` threads at a time.
  ///
  /// After an error no further piece is begun; of several errors the one of the lowest piece is
  /// thrown, so that messages are the same on one thread and on many.
  public static func run(
    pieces: Int, threads: Int, _ body: @Sendable (Int) throws -> Void
  ) throws {
    let start = ParallelWork.begins(pieces: pieces)
    defer { ParallelWork.ends(start, pieces: pieces) }
    let threads =
      start != nil || pieces <= 1 || threads <= 1 ? 1 : min(threads, affordable(threads))
    if pieces <= 1 || threads <= 1 {
      for piece in 0..<pieces { try body(piece) }
      return
    }
    let next = Counter()
    let failure = Mutex<(piece: Int, error: any Error)?>(nil)
    let budget = Memory.budget
    DispatchQueue.concurrentPerform(iterations: min(threads, pieces)) { _ in
      Memory.$budget.withValue(budget) {
        while true {
          let piece = next.value.add(1, ordering: .relaxed).oldValue
          guard piece < pieces, failure.withLock({ $0 == nil }) else { return }
          do {
            try body(piece)
          } catch {
            failure.withLock { known in
              if known.map({ $0.piece > piece }) ?? true { known = (piece, error) }
            }
          }
        }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure.error }
  }

  /// The results of `body(0)` … `body(pieces - 1)`, in that order.
  public static func map<Result: Sendable>(
    pieces: Int, threads: Int, _ body: @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: pieces))
    try run(pieces: pieces, threads: threads) { piece in
      let result = try body(piece)
      results.withLock { $0[piece] = result }
    }
    return results.withLock { $0 }.compactMap { $0 }
  }

  /// How many threads the system gives beside each other, of those asked for. Tried once, since the
  /// library that runs them would wait for more without end. It also opens files of its own, and ends
  /// the process where it cannot.
  private static func affordable(_ wanted: Int) -> Int {
    known.withLock { known in
      if wanted <= known.tried { return min(wanted, known.given) }
      known = (wanted, Threads.hasDescriptors ? Threads.alive(wanted) : 1)
      return known.given
    }
  }

  private static let known = Mutex<(tried: Int, given: Int)>((1, 1))

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }
}
