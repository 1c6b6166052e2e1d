import Synchronization

/// Remembers how far a read said it was.
final class Progress: Sendable {
  private let share = Mutex(0.0)

  func note(_ done: Int, _ total: Int) {
    share.withLock { $0 = max($0, Double(done) / Double(total)) }
  }

  var largest: Double { share.withLock { $0 } }
}
