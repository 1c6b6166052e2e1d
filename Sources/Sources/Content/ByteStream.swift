/// Bytes that are made one after another: those of a file, of what it packs, of its letters in UTF-8.
///
/// A stream belongs to one thread at a time.
protocol ByteStream: AnyObject {
  /// Puts at most `capacity` bytes into `buffer` and gives how many; 0 only at the end.
  ///
  /// Throws where what follows cannot be made, after everything before it was handed out.
  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int
}

/// The bytes of a file as they lie there.
final class FileBytes: ByteStream {
  private let file: RawFile
  private var position = 0

  init(_ file: RawFile) { self.file = file }

  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
    let count = try file.read(at: position, count: capacity, into: buffer)
    position += count
    return count
  }
}

/// Bytes that lie in memory.
final class MemoryBytes: ByteStream {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) -> Int {
    let count = min(capacity, bytes.count - position)
    for place in 0..<count { buffer[place] = bytes[position + place] }
    position += count
    return count
  }
}

/// What a stream gives, a piece at a time, for a stage that takes it byte by byte.
struct StreamInput {
  private let source: any ByteStream
  private(set) var bytes: [UInt8]
  /// The bytes of the piece that are not taken yet.
  var position = 0
  private(set) var count = 0
  private(set) var isAtEnd = false
  /// Where the piece begins in the stream.
  private(set) var base = 0

  init(_ source: any ByteStream, pieceSize: Int = 1 << 16) {
    self.source = source
    bytes = [UInt8](repeating: 0, count: pieceSize)
  }

  /// Keeps what was not taken and adds what follows; false where nothing does.
  mutating func fill() throws -> Bool {
    if isAtEnd { return false }
    let kept = count - position
    if kept > 0 {
      if position > 0 {
        for place in 0..<kept { bytes[place] = bytes[position + place] }
      } else if kept == bytes.count {
        bytes += [UInt8](repeating: 0, count: bytes.count)
      }
    }
    base += position
    position = 0
    count = kept
    let room = bytes.count - kept
    let read = try bytes.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return try source.read(into: start + kept, capacity: room)
    }
    count += read
    if read == 0 { isAtEnd = true }
    return read > 0
  }

  /// The next byte, left where it is; nil at the end.
  mutating func peek() throws -> UInt8? {
    if position == count, try !fill() { return nil }
    return bytes[position]
  }

  /// The next byte; nil at the end.
  mutating func next() throws -> UInt8? {
    guard let byte = try peek() else { return nil }
    position += 1
    return byte
  }
}
