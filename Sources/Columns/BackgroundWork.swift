public import Dispatch
import Synchronization

/// Work that goes on beside the thread that asked for it, within the same budget of memory.
public final class BackgroundWork<Answer: Sendable>: Sendable {
  private let done = DispatchSemaphore(value: 0)
  private let result = Mutex<Result<Answer, any Error>?>(nil)

  /// Begins at once, or when what the queue has before it is done. Whoever does not want the answer any
  /// longer leaves it alone: the work goes on to its end.
  public init(
    on queue: DispatchQueue = .global(), _ body: @escaping @Sendable () throws -> Answer
  ) {
    let budget = Memory.budget
    queue.async { [self] in
      let outcome = Memory.$budget.withValue(budget) { Result { try body() } }
      result.withLock { $0 = outcome }
      done.signal()
    }
  }

  /// The answer, however long it takes; throws what the work threw. To be asked for once.
  public func answer() throws -> Answer {
    done.wait()
    // What is done has an answer.
    guard let result = result.withLock({ $0 }) else { throw CancellationError() }
    return try result.get()
  }

  /// The answer, or what was thrown, where it comes within so many seconds.
  public func outcome(within seconds: Double) -> Result<Answer, any Error>? {
    guard done.wait(timeout: .now() + seconds) == .success else { return nil }
    return result.withLock { $0 }
  }
}
