import Columns
import Glibc
import Synchronization

/// An open file read by position, from any thread.
///
/// `pread` rather than a mapping: pages of a mapping count as the process's memory, and a file that
/// is cut short while mapped ends the process.
final class RawFile: Sendable {
  let path: String
  let descriptor: Int32
  /// The bytes of the file itself; 0 where they are made by `content`.
  private let ownSize: Int
  /// What makes the bytes, where they are not those of a file.
  let content: (any RawContent)?
  /// The file that the bytes are made of.
  private let origin: RawFile?
  /// What is to be told of how the bytes were made.
  let notes: [SourceNote]
  /// The file as it was when it was opened; for what is spooled, when that was done.
  let stamp: FileStamp?
  /// Whether the bytes are a copy of what can be read only once.
  let isSpooled: Bool
  private let readBytes = Atomic<Int>(0)

  /// Bytes read so far, those read twice counted twice.
  var bytesRead: Int { origin?.bytesRead ?? readBytes.load(ordering: .relaxed) }

  /// How many bytes there are; nil where they are made and the end has not been seen.
  var knownSize: Int? { content.map { $0.knownSize } ?? ownSize }

  /// Where parts of whole lines begin, and where the last one ends, where that is known.
  var lineStarts: [Int]? { content?.lineStarts }

  /// The bytes on the disk.
  var storedSize: Int { origin?.storedSize ?? ownSize }

  /// How many bytes there are, all of them made if need be.
  func measured() throws -> Int { try content?.measured() ?? ownSize }

  /// Whether there are so many bytes.
  func reaches(_ place: Int) throws -> Bool { try content?.reaches(place) ?? (place <= ownSize) }

  /// Why the bytes end before they should; nil where they do not, or where the end is not reached.
  var fault: FileError? {
    (content?.failure as? ContentFault).map { FileError(path, .content($0.problem)) }
  }

  /// The bytes that a stream makes of a file.
  convenience init(
    _ origin: RawFile, notes: [SourceNote] = [],
    _ make: @escaping @Sendable (RawFile) throws -> any ByteStream
  ) {
    self.init(origin, notes: notes, content: FileContent(origin.path) { try make(origin) })
  }

  /// Bytes that were made of a file otherwise.
  init(_ origin: RawFile, notes: [SourceNote], content: any RawContent) {
    self.origin = origin
    path = origin.path
    descriptor = -1
    ownSize = 0
    stamp = origin.stamp
    isSpooled = origin.isSpooled
    self.notes = origin.notes + notes
    self.content = content
  }

  /// Opens a regular file; a pipe or standard input (`-`) is first spooled to a temporary file.
  init(_ path: String) throws {
    self.path = path == "-" ? "<stdin>" : path
    content = nil
    origin = nil
    notes = []
    let source = path == "-" ? dup(0) : try InputGate.open(path)
    guard source >= 0 else { throw RawFile.failure(path, errno) }
    var info = stat()
    guard fstat(source, &info) == 0 else {
      let code = errno
      close(source)
      throw RawFile.failure(path, code)
    }
    if info.st_mode & S_IFMT == S_IFDIR {
      close(source)
      throw FileError(path, .isDirectory)
    }
    if info.st_mode & S_IFMT == S_IFREG, lseek(source, 0, SEEK_CUR) == 0 {
      descriptor = source
      ownSize = Int(info.st_size)
      stamp = FileStamp(info)
      isSpooled = false
      return
    }
    defer { close(source) }
    (descriptor, ownSize) = try RawFile.spool(source, self.path)
    stamp = FileStamp(path)
    isSpooled = true
  }

  /// What was written into a temporary file in place of one that is no text; it takes the descriptor.
  ///
  /// - Parameter path: the file that it is made of.
  init(_ path: String, spooled descriptor: Int32, size: Int) {
    self.path = path
    self.descriptor = descriptor
    ownSize = size
    content = nil
    origin = nil
    notes = []
    stamp = nil
    isSpooled = true
  }

  /// The same with its bytes on the disk, for libraries that read from there.
  func onDisk() throws -> RawFile {
    if content == nil { return self }
    let spool = try SpoolFile(for: path)
    try pieces { piece in
      if let start = piece.baseAddress { try spool.append(start, piece.count) }
      return true
    }
    if let fault { throw fault }
    return spool.finished()
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  static func failure(_ path: String, _ code: Int32) -> FileError {
    switch code {
    case ENOENT, ENOTDIR: FileError(path, .notFound)
    case EACCES, EPERM: FileError(path, .noPermission)
    case EISDIR: FileError(path, .isDirectory)
    default: FileError(path, .cannotRead(String(cString: strerror(code))))
    }
  }

  /// Copies what can be read only once into a file without a name.
  private static func spool(_ source: Int32, _ path: String) throws -> (Int32, Int) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let target = System.namelessFile(in: folder)
    guard target >= 0 else { throw FileError(path, .cannotRead(System.lastError)) }
    var size = 0
    let chunk = 1 << 18
    let buffer = UnsafeMutableRawPointer.allocate(byteCount: chunk, alignment: 64)
    defer { buffer.deallocate() }
    let mayBlock = Waiting.mayBlock(source)
    while true {
      do {
        if mayBlock { try Waiting.toRead(source) } else { try Waiting.checkStopped() }
      } catch {
        close(target)
        throw error
      }
      let count = Glibc.read(source, buffer, chunk)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count >= 0 else {
        let code = errno
        close(target)
        throw FileError(path, .cannotRead(String(cString: strerror(code))))
      }
      if count == 0 { break }
      var written = 0
      while written < count {
        let step = Glibc.write(target, buffer + written, count - written)
        if step < 0, errno == EINTR { continue }
        guard step > 0 else {
          let code = errno
          close(target)
          throw FileError(path, .cannotRead(String(cString: strerror(code))))
        }
        written += step
      }
      size += count
    }
    return (target, size)
  }

  /// Reads `count` bytes at `offset`, fewer only at the end of the file.
  func read(
    at offset: Int, count: Int, into buffer: UnsafeMutableRawPointer
  ) throws -> Int {
    if let content { return try content.read(at: offset, count: count, into: buffer) }
    var done = 0
    while done < count {
      let step = pread(descriptor, buffer + done, count - done, off_t(offset + done))
      if step < 0, errno == EINTR { continue }
      guard step >= 0 else {
        throw FileError(path, .cannotRead(String(cString: strerror(errno))))
      }
      if step == 0 { break }
      done += step
    }
    if offset + done < ownSize, done < count { throw FileError(path, .changedWhileRead) }
    readBytes.add(done, ordering: .relaxed)
    return done
  }

  /// The lines that hold some bytes, which are asked for in ascending order: each line's number from
  /// 1 and its text, shortened.
  func lines(at offsets: [Int], lineEnd: UInt8) -> [(number: Int, text: String)] {
    let chunk = 1 << 18
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: chunk)
    defer { buffer.deallocate() }
    var number = 1
    var position = 0
    var start = 0
    return offsets.map { offset in
      while position < offset {
        let wanted = min(chunk, offset - position)
        let count = (try? read(at: position, count: wanted, into: buffer)) ?? 0
        if count == 0 { break }
        for index in 0..<count where buffer[index] == lineEnd {
          number += 1
          start = position + index + 1
        }
        position += count
      }
      return (number, excerpt(at: start, lineEnd))
    }
  }

  /// The start of the line that begins at a byte.
  private func excerpt(at start: Int, _ lineEnd: UInt8) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 512) { buffer in
      guard let bytes = buffer.baseAddress else { return "" }
      let count = (try? read(at: start, count: 500, into: bytes)) ?? 0
      var length = 0
      while length < count, bytes[length] != lineEnd, bytes[length] != 0x0D { length += 1 }
      let isCut = length == count && count == 500 && ((try? reaches(start + count + 1)) ?? false)
      // Not within a character.
      while isCut, length > 0, bytes[length - 1] & 0xC0 == 0x80 { length -= 1 }
      if isCut, length > 0, bytes[length - 1] >= 0xC0 { length -= 1 }
      var text = String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
      if text.unicodeScalars.first == "\u{FEFF}" { text = String(text.unicodeScalars.dropFirst()) }
      return text.count > 120 || isCut ? String(text.prefix(119)) + "…" : text
    }
  }
}
