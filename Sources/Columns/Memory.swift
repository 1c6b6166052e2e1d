import Synchronization

/// A query asked for more memory than it may have.
public struct MemoryLimitExceeded: Error, Sendable, Equatable {
  /// Bytes asked for, bytes in use at that moment, and the limit; `Int.max` where the system gave no
  /// more.
  public let requested: Int
  public let used: Int
  public let limit: Int

  public init(requested: Int, used: Int, limit: Int) {
    self.requested = requested
    self.used = used
    self.limit = limit
  }
}

/// Accounts for buffers and holds the limit of `set memory`: one for each session.
public final class MemoryBudget: Sendable {
  private let usedBytes = Atomic<Int>(0)
  private let peakBytes = Atomic<Int>(0)
  private let limitBytes = Atomic<Int>(Int.max)

  public init() {}

  /// Bytes held in buffers now.
  public var used: Int { usedBytes.load(ordering: .relaxed) }

  /// The largest `used` since `resetPeak`.
  public var peak: Int { peakBytes.load(ordering: .relaxed) }

  /// Starts a new measurement of `peak`.
  public func resetPeak() { peakBytes.store(used, ordering: .relaxed) }

  /// The limit in bytes; `Int.max` means none.
  public var limit: Int {
    get { limitBytes.load(ordering: .relaxed) }
    set { limitBytes.store(newValue, ordering: .relaxed) }
  }

  /// Throws when `bytes` more would pass the limit; takes nothing.
  public func check(_ bytes: Int) throws(MemoryLimitExceeded) {
    let now = used
    if bytes > limit - now {
      throw MemoryLimitExceeded(requested: bytes, used: now, limit: limit)
    }
  }

  func take(_ bytes: Int) throws(MemoryLimitExceeded) {
    try check(bytes)
    let now = usedBytes.add(bytes, ordering: .relaxed).newValue
    if now > peakBytes.load(ordering: .relaxed) { peakBytes.max(now, ordering: .relaxed) }
  }

  func give(_ bytes: Int) { usedBytes.subtract(bytes, ordering: .relaxed) }
}

/// The budget that buffers are taken from.
public enum Memory {
  /// That of the session at work; `Parallel` hands it on to its threads. Work of no session has a
  /// budget without a limit.
  @TaskLocal public static var budget = MemoryBudget()
}
