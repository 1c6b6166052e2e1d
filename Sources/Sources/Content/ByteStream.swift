import Glibc

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

  /// Where the line ends that is not taken yet; nil where that does not lie in the piece.
  var lineEnd: Int? {
    bytes.withUnsafeBufferPointer { bytes in
      guard position < count, let start = bytes.baseAddress,
        let found = memchr(start + position, 10, count - position)
      else { return nil }
      return UnsafeRawPointer(found) - UnsafeRawPointer(start)
    }
  }

  /// Takes the signs up to a quote, a backslash, a control sign or the end of the piece.
  mutating func takeText(_ out: inout [UInt8]) {
    let (start, limit) = (position, count)
    position = bytes.withUnsafeBufferPointer { bytes in
      var end = start
      while end < limit, bytes[end] != 34, bytes[end] != 92, bytes[end] >= 32 { end += 1 }
      if end > start { out.append(contentsOf: bytes[start..<end]) }
      return end
    }
  }

  /// Takes a number as JSON writes it, where all of it and the sign behind it lie in the piece; nil where
  /// what follows is none, or may go on.
  mutating func takeNumber() -> [UInt8]? {
    let (start, limit) = (position, count)
    let number = bytes.withUnsafeBufferPointer { bytes -> [UInt8]? in
      StreamInput.number(bytes, from: start, to: limit).map { Array(bytes[start..<$0]) }
    }
    position += number?.count ?? 0
    return number
  }

  /// Where the number ends that begins in a place; nil where there is none, or where it may go on.
  static func number(
    _ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to limit: Int
  ) -> Int? {
    var place = start
    func digits() -> Bool {
      let first = place
      while place < limit, bytes[place] &- 48 < 10 { place += 1 }
      return place > first
    }
    if place < limit, bytes[place] == 45 { place += 1 }
    guard digits() else { return nil }
    if place < limit, bytes[place] == 46 {
      place += 1
      guard digits() else { return nil }
    }
    if place < limit, bytes[place] | 32 == 101 {
      place += 1
      if place < limit, bytes[place] == 43 || bytes[place] == 45 { place += 1 }
      guard digits() else { return nil }
    }
    return place < limit ? place : nil
  }

  /// The next byte; nil at the end.
  mutating func next() throws -> UInt8? {
    guard let byte = try peek() else { return nil }
    position += 1
    return byte
  }
}
