import Glibc
import Synchronization

/// A block of raw memory with one owner count: the storage of columns and of the engine's tables.
///
/// Written by whoever made it and read-only once shared, which is why it may cross threads. It is
/// aligned to 64 bytes and followed by at least 64 readable bytes, so that wide loads may overrun.
public final class Buffer: @unchecked Sendable {
  /// The first byte.
  public let base: UnsafeMutableRawPointer
  /// The number of bytes asked for.
  public let byteCount: Int
  private let allocated: Int
  /// The block that these bytes are a part of, which frees them.
  private let owner: Buffer?
  /// Whose bytes these are.
  private let budget: MemoryBudget

  private static let padding = 64

  /// Allocates `byteCount` bytes, zeroed if asked; throws when the memory limit would be passed.
  public init(byteCount: Int, zeroed: Bool = false) throws(MemoryLimitExceeded) {
    owner = nil
    budget = Memory.budget
    let size = byteCount + Buffer.padding
    if size >= BlockPool.threshold {
      allocated = BlockPool.roundedSize(size)
      try budget.take(allocated)
      let block = BlockPool.take(allocated)
      guard let address = block.address else {
        budget.give(allocated)
        throw MemoryLimitExceeded(requested: size, used: budget.used, limit: budget.used)
      }
      base = address
      if zeroed && !block.isZero { memset(base, 0, byteCount) }
    } else {
      allocated = size
      try budget.take(allocated)
      var address: UnsafeMutableRawPointer?
      guard posix_memalign(&address, 64, size) == 0, let address else {
        budget.give(allocated)
        throw MemoryLimitExceeded(requested: size, used: budget.used, limit: budget.used)
      }
      base = address
      if zeroed { memset(base, 0, byteCount) }
    }
    self.byteCount = byteCount
  }

  /// A buffer for `count` values of `T`.
  public convenience init<T: BitwiseCopyable>(
    _ type: T.Type, count: Int, zeroed: Bool = false
  ) throws(MemoryLimitExceeded) {
    try self.init(byteCount: count * MemoryLayout<T>.stride, zeroed: zeroed)
  }

  /// A copy of an array's elements.
  public convenience init<T: BitwiseCopyable>(copying values: [T]) throws(MemoryLimitExceeded) {
    try self.init(T.self, count: values.count)
    values.withUnsafeBytes { source in
      if let start = source.baseAddress { memcpy(base, start, source.count) }
    }
  }

  /// A part of another buffer, which lives as long as the part does.
  ///
  /// - Parameters:
  ///   - start: a multiple of 64.
  ///   - byteCount: with at least 64 bytes of the other buffer, or its end, behind it.
  public init(partOf other: Buffer, from start: Int, byteCount: Int) {
    precondition(start & 63 == 0 && start >= 0 && start + byteCount <= other.byteCount)
    owner = other
    budget = other.budget
    base = other.base + start
    self.byteCount = byteCount
    allocated = 0
  }

  deinit {
    if owner != nil { return }
    if allocated >= BlockPool.threshold {
      BlockPool.give(base, allocated)
    } else {
      free(base)
    }
    budget.give(allocated)
  }

  /// The contents as values of `T`.
  @inlinable @inline(__always)
  public func pointer<T: BitwiseCopyable>(_ type: T.Type = T.self) -> UnsafeMutablePointer<T> {
    base.assumingMemoryBound(to: T.self)
  }
}

/// Keeps large blocks for reuse: fresh pages cost more than the work done in them (page faults).
///
/// What has lain idle longest goes first when there is too much: a query that needs other sizes than
/// the one before it fills the pool with its own (q17 after q16, two threads: 282 → 129 ms, together
/// with huge pages).
public enum BlockPool {
  /// Blocks at least this large come from the pool.
  static let threshold = 1 << 18
  /// At most this many bytes are kept when idle.
  private static let capacity = 512 << 20
  /// Blocks from here on ask for huge pages: random access to them misses the TLB less, and a fault
  /// brings 2 MiB.
  private static let hugeThreshold = 4 << 20

  private struct Idle {
    let address: UInt
    /// When it was given back.
    let time: Int
  }

  private struct State: ~Copyable {
    /// Idle blocks by size, those of a size in the order in which they came back.
    var blocks: [Int: [Idle]] = [:]
    var held = 0
    var time = 0

    /// Removes the block that has been idle longest.
    mutating func removeOldest() -> (address: UInt, size: Int)? {
      let oldest = blocks.min { ($0.value.first?.time ?? .max) < ($1.value.first?.time ?? .max) }
      guard let size = oldest?.key, let block = blocks[size]?.first else { return nil }
      blocks[size]?.removeFirst()
      if blocks[size]?.isEmpty ?? false { blocks[size] = nil }
      held -= size
      return (block.address, size)
    }
  }
  private static let state = Mutex(State())

  /// Sizes are rounded to an eighth of their power of two, so that blocks fit again.
  static func roundedSize(_ size: Int) -> Int {
    let step = max(4096, 1 << (Int.bitWidth - size.leadingZeroBitCount - 4))
    return (size + step - 1) / step * step
  }

  static func take(_ size: Int) -> (address: UnsafeMutableRawPointer?, isZero: Bool) {
    let kept = state.withLock { state -> UInt? in
      // The one that came back last: its pages are likeliest to be in a cache.
      guard let block = state.blocks[size]?.popLast() else { return nil }
      if state.blocks[size]?.isEmpty ?? false { state.blocks[size] = nil }
      state.held -= size
      return block.address
    }
    if let kept { return (UnsafeMutableRawPointer(bitPattern: kept), false) }
    let address = mmap(
      nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    if address == MAP_FAILED { return (nil, false) }
    if size >= hugeThreshold { madvise(address, size, MADV_HUGEPAGE) }
    return (address, true)
  }

  static func give(_ address: UnsafeMutableRawPointer, _ size: Int) {
    if size > capacity {
      munmap(address, size)
      return
    }
    let surplus = state.withLock { state -> [(address: UInt, size: Int)] in
      state.time += 1
      state.blocks[size, default: []].append(
        Idle(address: UInt(bitPattern: address), time: state.time))
      state.held += size
      var surplus: [(address: UInt, size: Int)] = []
      while state.held > capacity, let oldest = state.removeOldest() { surplus.append(oldest) }
      return surplus
    }
    for block in surplus { munmap(UnsafeMutableRawPointer(bitPattern: block.address), block.size) }
  }

  /// Returns all idle blocks to the system.
  public static func trim() {
    let blocks = state.withLock { state -> [Int: [Idle]] in
      let blocks = state.blocks
      state.blocks = [:]
      state.held = 0
      return blocks
    }
    for (size, idle) in blocks {
      for block in idle { munmap(UnsafeMutableRawPointer(bitPattern: block.address), size) }
    }
  }
}
