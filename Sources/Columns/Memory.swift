import Synchronization

/// A query asked for more memory than it may have.
public struct MemoryLimitExceeded: Error, Sendable, Equatable {
  /// Bytes asked for, bytes in use at that moment, and the limit.
  public let requested: Int
  public let used: Int
  public let limit: Int
}

/// Accounts for every buffer of the engine and holds the limit of `set memory`.
public enum Memory {
  private static let usedBytes = Atomic<Int>(0)
  private static let peakBytes = Atomic<Int>(0)
  private static let limitBytes = Atomic<Int>(Int.max)

  /// Bytes held in buffers now.
  public static var used: Int { usedBytes.load(ordering: .relaxed) }

  /// The largest `used` since `resetPeak`.
  public static var peak: Int { peakBytes.load(ordering: .relaxed) }

  /// Starts a new measurement of `peak`.
  public static func resetPeak() { peakBytes.store(used, ordering: .relaxed) }

  /// The limit in bytes; `Int.max` means none.
  public static var limit: Int {
    get { limitBytes.load(ordering: .relaxed) }
    set { limitBytes.store(newValue, ordering: .relaxed) }
  }

  /// Throws when `bytes` more would pass the limit; takes nothing.
  public static func check(_ bytes: Int) throws(MemoryLimitExceeded) {
    let now = used
    if bytes > limit - now {
      throw MemoryLimitExceeded(requested: bytes, used: now, limit: limit)
    }
  }

  static func take(_ bytes: Int) throws(MemoryLimitExceeded) {
    try check(bytes)
    let now = usedBytes.add(bytes, ordering: .relaxed).newValue
    if now > peakBytes.load(ordering: .relaxed) { peakBytes.max(now, ordering: .relaxed) }
  }

  static func give(_ bytes: Int) {
    usedBytes.subtract(bytes, ordering: .relaxed)
  }
}
