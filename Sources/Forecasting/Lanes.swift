import Dispatch
import Synchronization

/// Parallel work over pieces that are cut by how much there is to do, never by the number of
/// threads, so that results do not depend on it.
enum Lanes {
  /// The results of `body` over `0..<count` cut into pieces of `length`, in order.
  static func map<Result: Sendable>(
    _ count: Int, length: Int, threads: Int, _ body: @Sendable (Range<Int>) -> Result
  ) -> [Result] {
    let pieces = (count + length - 1) / length
    @Sendable func range(_ piece: Int) -> Range<Int> {
      piece * length..<min((piece + 1) * length, count)
    }
    guard threads > 1, pieces > 1 else { return (0..<pieces).map { body(range($0)) } }
    let results = Mutex([Result?](repeating: nil, count: pieces))
    let counter = Counter()
    DispatchQueue.concurrentPerform(iterations: min(threads, pieces)) { _ in
      while true {
        let piece = counter.take()
        guard piece < pieces else { return }
        let result = body(range(piece))
        results.withLock { $0[piece] = result }
      }
    }
    return results.withLock { $0 }.compactMap { $0 }
  }

  private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func take() -> Int { value.add(1, ordering: .relaxed).oldValue }
  }
}
