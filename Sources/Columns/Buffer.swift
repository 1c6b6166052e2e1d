import Glibc
import Synchronization

/// A block of memory whose contents never change: the storage of columns and of the engine's tables.
///
/// A `MutableBuffer` is written and then frozen into one. The memory is aligned to 64 bytes and
/// followed by at least 64 readable bytes, so that wide loads may overrun. A buffer whose pointer is
/// in use must be held by a named constant.
///
/// `@unchecked Sendable` is right: all properties are constants, no method writes to the memory, and
/// `MutableBuffer`, which alone can, gives a buffer away only when its own life ends.
public final class Buffer: @unchecked Sendable {
  /// The first byte.
  public let base: UnsafeRawPointer
  /// The number of bytes asked for.
  public let byteCount: Int
  /// The first byte, for the builder alone.
  fileprivate let start: UnsafeMutableRawPointer
  private let allocated: Int
  /// What `malloc` gave, in which a small block begins at the next address that is aligned.
  private let small: UnsafeMutableRawPointer?
  /// The block that these bytes are a part of, which frees them.
  private let owner: Buffer?
  /// Whose bytes these are.
  private let budget: MemoryBudget

  private static let padding = 64
  private static let alignment = 64

  fileprivate init(byteCount: Int, zeroed: Bool) throws(MemoryLimitExceeded) {
    owner = nil
    budget = Memory.budget
    let size = byteCount + Buffer.padding
    if size >= BlockPool.threshold {
      allocated = BlockPool.roundedSize(size)
      try budget.take(allocated)
      let block = BlockPool.take(allocated)
      guard let address = block.address else {
        budget.give(allocated)
        throw MemoryLimitExceeded(requested: size, used: budget.used, limit: Int.max)
      }
      small = nil
      start = address
      if zeroed && !block.isZero { memset(start, 0, byteCount) }
    } else {
      // `posix_memalign` of glibc before 2.38 seldom finds again what was freed, so that the memory
      // of a prompt would grow with every statement.
      allocated = size + Buffer.alignment
      try budget.take(allocated)
      guard let address = malloc(allocated) else {
        budget.give(allocated)
        throw MemoryLimitExceeded(requested: size, used: budget.used, limit: Int.max)
      }
      small = address
      start = address.alignedUp(toMultipleOf: Buffer.alignment)
      if zeroed { memset(start, 0, byteCount) }
    }
    base = UnsafeRawPointer(start)
    self.byteCount = byteCount
  }

  /// A copy of an array's elements.
  public convenience init<T: BitwiseCopyable>(copying values: [T]) throws(MemoryLimitExceeded) {
    try self.init(byteCount: values.count * MemoryLayout<T>.stride, zeroed: false)
    values.withUnsafeBytes { source in
      if let first = source.baseAddress { memcpy(start, first, source.count) }
    }
  }

  fileprivate init(partOf other: Buffer, from first: Int, byteCount: Int) {
    precondition(first & 63 == 0 && first >= 0 && first + byteCount <= other.byteCount)
    owner = other
    budget = other.budget
    small = nil
    start = other.start + first
    base = UnsafeRawPointer(start)
    self.byteCount = byteCount
    allocated = 0
  }

  deinit {
    if owner != nil { return }
    if let small {
      free(small)
    } else {
      BlockPool.give(start, allocated)
    }
    budget.give(allocated)
  }

  /// The contents as values of `T`.
  @inlinable @inline(__always)
  public func pointer<T: BitwiseCopyable>(_ type: T.Type = T.self) -> UnsafePointer<T> {
    base.assumingMemoryBound(to: T.self)
  }
}

extension Buffer {
  /// The contents as values of `T`, with checked bounds.
  public func values<T: BitwiseCopyable & Sendable>(_ type: T.Type) -> BufferValues<T> {
    BufferValues(self)
  }
}

/// The contents of a buffer as a collection, for code that is no kernel: bounds are checked, and the
/// buffer lives as long as the collection does.
public struct BufferValues<T: BitwiseCopyable & Sendable>: RandomAccessCollection, Sendable {
  @usableFromInline let buffer: Buffer
  public let count: Int

  init(_ buffer: Buffer) {
    self.buffer = buffer
    count = buffer.byteCount / MemoryLayout<T>.stride
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  @inlinable
  public subscript(place: Int) -> T {
    precondition(place >= 0 && place < count)
    return buffer.pointer(T.self)[place]
  }
}

/// A `Buffer` in the making: the one owner of its memory, which may write to it.
///
/// `freeze` ends the builder and gives the buffer, without a copy. Since a builder cannot be copied,
/// nobody can ask it for a pointer afterwards; pointers taken before must not be written through
/// then.
///
/// `@unchecked Sendable` is right for the builder: its properties are constants. The threads of
/// `Parallel.run` may borrow one and take its pointer, provided that each writes only what no other
/// reads or writes meanwhile: rows of its own morsel, or the places that counting has given its
/// lane. The borrow ends when all of them have ended, so that none is left when it is frozen.
public struct MutableBuffer: ~Copyable, @unchecked Sendable {
  private let buffer: Buffer
  /// The first byte.
  public let base: UnsafeMutableRawPointer

  /// Allocates `byteCount` bytes, zeroed if asked; throws when the memory limit would be passed.
  public init(byteCount: Int, zeroed: Bool = false) throws(MemoryLimitExceeded) {
    buffer = try Buffer(byteCount: byteCount, zeroed: zeroed)
    base = buffer.start
  }

  /// Room for `count` values of `T`.
  public init<T: BitwiseCopyable>(
    _ type: T.Type, count: Int, zeroed: Bool = false
  ) throws(MemoryLimitExceeded) {
    try self.init(byteCount: count * MemoryLayout<T>.stride, zeroed: zeroed)
  }

  /// A copy of an array's elements.
  public init<T: BitwiseCopyable>(copying values: [T]) throws(MemoryLimitExceeded) {
    buffer = try Buffer(copying: values)
    base = buffer.start
  }

  /// The number of bytes asked for.
  public var byteCount: Int { buffer.byteCount }

  /// The contents as values of `T`; not to be used once the builder has ended.
  @inlinable @inline(__always)
  public func pointer<T: BitwiseCopyable>(_ type: T.Type = T.self) -> UnsafeMutablePointer<T> {
    base.assumingMemoryBound(to: T.self)
  }

  /// The finished buffer.
  public consuming func freeze() -> Buffer { buffer }
}

/// A `MutableBuffer` for results that lie in arrays, whose parts several threads fill.
///
/// What a pointer was taken for must be over when `freeze` is called, which the end of
/// `Parallel.run` sees to; no pointer can be taken afterwards, and no second buffer.
public final class SharedBuilder: Sendable {
  private let builder: Mutex<MutableBuffer?>

  /// Allocates `byteCount` bytes, zeroed if asked; throws when the memory limit would be passed.
  public init(byteCount: Int, zeroed: Bool = false) throws(MemoryLimitExceeded) {
    builder = Mutex(try MutableBuffer(byteCount: byteCount, zeroed: zeroed))
  }

  /// Room for `count` values of `T`.
  public convenience init<T: BitwiseCopyable>(
    _ type: T.Type, count: Int, zeroed: Bool = false
  ) throws(MemoryLimitExceeded) {
    try self.init(byteCount: count * MemoryLayout<T>.stride, zeroed: zeroed)
  }

  /// The contents as values of `T`, each of which one thread alone may touch; to be asked for once a
  /// piece, not once a row. A frozen builder has none, which is a fault of the program.
  public func pointer<T: BitwiseCopyable>(_ type: T.Type = T.self) -> UnsafeMutablePointer<T> {
    let address = builder.withLock { $0?.pointer(T.self) }.map { UInt(bitPattern: $0) }
    guard let address, let pointer = UnsafeMutablePointer<T>(bitPattern: address) else {
      preconditionFailure("a frozen buffer is written to")
    }
    return pointer
  }

  /// The finished buffer; to be asked for once.
  public func freeze() -> Buffer {
    guard let made = builder.withLock({ $0.take() }) else {
      preconditionFailure("a buffer is frozen twice")
    }
    return made.freeze()
  }
}

/// A pointer that the threads of `Parallel.run` share, for builders that change places between runs
/// and thus cannot be borrowed by the threads themselves.
///
/// `@unchecked Sendable` is right under the rules of `MutableBuffer`: its maker holds the builder
/// until the run has ended, and each thread writes what no other reads or writes meanwhile.
public struct SharedPointer<T: BitwiseCopyable>: @unchecked Sendable {
  public let pointer: UnsafeMutablePointer<T>

  public init(_ pointer: UnsafeMutablePointer<T>) { self.pointer = pointer }
}

/// Memory that is written for as long as it lives: hash tables, running aggregates, scratch that one
/// batch after another uses. It never becomes a `Buffer`.
///
/// `@unchecked Sendable` is right for the object: its properties are constants. Who shares the memory
/// behind them between threads sees to it that none writes what another reads or writes meanwhile.
public final class WorkMemory: @unchecked Sendable {
  private let buffer: Buffer
  /// The first byte.
  public let base: UnsafeMutableRawPointer

  /// Allocates `byteCount` bytes, zeroed if asked; throws when the memory limit would be passed.
  public init(byteCount: Int, zeroed: Bool = false) throws(MemoryLimitExceeded) {
    buffer = try Buffer(byteCount: byteCount, zeroed: zeroed)
    base = buffer.start
  }

  /// Room for `count` values of `T`.
  public convenience init<T: BitwiseCopyable>(
    _ type: T.Type, count: Int, zeroed: Bool = false
  ) throws(MemoryLimitExceeded) {
    try self.init(byteCount: count * MemoryLayout<T>.stride, zeroed: zeroed)
  }

  /// The number of bytes asked for.
  public var byteCount: Int { buffer.byteCount }

  /// The contents as values of `T`.
  @inlinable @inline(__always)
  public func pointer<T: BitwiseCopyable>(_ type: T.Type = T.self) -> UnsafeMutablePointer<T> {
    base.assumingMemoryBound(to: T.self)
  }
}

/// Puts small buffers one after another into blocks: many of their own size, freed out of order, would
/// leave holes that cannot be given back.
public struct BufferArena {
  private let blockSize: Int
  private var block: Buffer?
  private var used = 0

  /// - Parameter blockSize: bytes a block.
  public init(blockSize: Int) { self.blockSize = blockSize }

  /// A buffer of a copy of the bytes, at most a block of them.
  public mutating func copy(
    _ bytes: UnsafeRawPointer, byteCount: Int
  ) throws(MemoryLimitExceeded) -> Buffer {
    // Each part is aligned to 64 bytes and has 64 readable ones behind it.
    var first = (used + 127) & ~63
    let room: Buffer
    if let block, first + byteCount <= block.byteCount {
      room = block
    } else {
      room = try Buffer(byteCount: blockSize, zeroed: false)
      block = room
      first = 0
    }
    used = first + byteCount
    let part = Buffer(partOf: room, from: first, byteCount: byteCount)
    // No other part has these bytes.
    memcpy(part.start, bytes, byteCount)
    return part
  }
}
