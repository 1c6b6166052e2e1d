import Synchronization

/// Bytes that are not those of a file, to be read by position like a file, from any thread.
protocol RawContent: Sendable {
  /// How many bytes there are, where the end has been seen.
  var knownSize: Int? { get }
  /// Where parts of whole lines begin, and where the last one ends; nil where that is not known.
  var lineStarts: [Int]? { get }
  /// Why the bytes end where they do, where that is not the end they should have.
  var failure: (any Error)? { get }
  /// How many bytes there are: makes all of them if need be.
  func measured() throws -> Int
  /// Makes the bytes up to a place; false where there are not so many.
  func reaches(_ place: Int) throws -> Bool
  /// Copies `count` bytes from `offset` on, fewer only at the end.
  func read(at offset: Int, count: Int, into target: UnsafeMutableRawPointer) throws -> Int
}

/// Content of blocks of whole lines whose sizes are known, each made by itself: several threads make
/// several at a time.
///
/// The blocks made last are kept, so that one that is read in parts is made once.
final class BlockContent: RawContent {
  private let path: String
  /// Where each block begins, and where the last one ends.
  private let starts: [Int]
  private let make: @Sendable (Int, inout [UInt8]) throws -> Void
  private let recent = Mutex<[(block: Int, made: Made)]>([])
  private static let kept = 16

  /// The bytes of a block, made by who asks first while others wait.
  private final class Made: Sendable {
    let bytes = Mutex<[UInt8]?>(nil)
  }

  /// - Parameters:
  ///   - sizes: how many bytes each block has.
  ///   - make: appends those of a block; where they are not so many, the file was changed meanwhile.
  init(
    _ path: String, sizes: [Int], _ make: @escaping @Sendable (Int, inout [UInt8]) throws -> Void
  ) {
    self.path = path
    self.make = make
    var starts = [0]
    for size in sizes { starts.append(starts[starts.count - 1] + size) }
    self.starts = starts
  }

  private var size: Int { starts[starts.count - 1] }
  var knownSize: Int? { size }
  var lineStarts: [Int]? { starts }
  var failure: (any Error)? { nil }
  func measured() -> Int { size }
  func reaches(_ place: Int) -> Bool { place <= size }

  func read(at offset: Int, count: Int, into target: UnsafeMutableRawPointer) throws -> Int {
    let end = min(offset + count, size)
    var place = offset
    while place < end {
      let block = self.block(at: place)
      let from = place - starts[block]
      let length = min(end, starts[block + 1]) - place
      try made(block).bytes.withLock { bytes in
        if bytes == nil { bytes = try made(block) }
        bytes?.withUnsafeBytes { bytes in
          if let first = bytes.baseAddress {
            (target + (place - offset)).copyMemory(from: first + from, byteCount: length)
          }
        }
      }
      place += length
    }
    return max(0, end - offset)
  }

  /// The block in which a byte lies.
  private func block(at place: Int) -> Int {
    var (low, high) = (0, starts.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= place { low = middle } else { high = middle }
    }
    return low
  }

  private func made(_ block: Int) throws -> [UInt8] {
    let size = starts[block + 1] - starts[block]
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    try make(block, &bytes)
    guard bytes.count == size else { throw FileError(path, .changedWhileRead) }
    return bytes
  }

  private func made(_ block: Int) -> Made {
    recent.withLock { recent in
      if let place = recent.firstIndex(where: { $0.block == block }) {
        let known = recent.remove(at: place)
        recent.append(known)
        return known.made
      }
      if recent.count == BlockContent.kept { recent.removeFirst() }
      let made = Made()
      recent.append((block, made))
      return made
    }
  }
}
