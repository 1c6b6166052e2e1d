import Glibc

/// A temporary file without a name, for what is too large to be kept in memory. It is gone with its
/// last user.
final class SpoolFile {
  private(set) var size = 0
  private var descriptor: Int32
  private let path: String

  /// - Parameter path: the file that it is made for, which errors name.
  init(for path: String) throws(FileError) {
    self.path = path
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((folder + "/tiendo-XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw FileError(path, .cannotRead(String(cString: strerror(errno))))
    }
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    unlink(template)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func append(_ bytes: UnsafeRawPointer, _ count: Int) throws(FileError) {
    var done = 0
    while done < count {
      let step = Glibc.write(descriptor, bytes + done, count - done)
      if step < 0, errno == EINTR { continue }
      guard step > 0 else {
        throw FileError(path, .cannotRead(String(cString: strerror(errno))))
      }
      done += step
    }
    size += count
  }

  func read(at offset: Int, _ count: Int, into buffer: UnsafeMutableRawPointer) throws(FileError) {
    var done = 0
    while done < count {
      let step = pread(descriptor, buffer + done, count - done, off_t(offset + done))
      if step < 0, errno == EINTR { continue }
      guard step > 0 else {
        throw FileError(path, .cannotRead(String(cString: strerror(errno))))
      }
      done += step
    }
  }

  /// The same bytes as a file to read; nothing can be added then.
  func finished() -> RawFile {
    let file = RawFile(path, spooled: descriptor, size: size)
    descriptor = -1
    return file
  }
}

/// Text for a spool file, written in large pieces.
final class SpoolWriter {
  private let file: SpoolFile
  private static let piece = 1 << 18

  init(for path: String) throws(FileError) { file = try SpoolFile(for: path) }

  /// Writes what has gathered, if that is much or all there is.
  func take(_ bytes: inout [UInt8], all: Bool = false) throws {
    guard bytes.count >= (all ? 1 : SpoolWriter.piece) else { return }
    try bytes.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return }
      try file.append(start, bytes.count)
    }
    bytes.removeAll(keepingCapacity: true)
  }

  /// Bytes in the file; those that have gathered are not counted.
  var count: Int { file.size }

  func finished(_ bytes: inout [UInt8]) throws -> RawFile {
    try take(&bytes, all: true)
    return file.finished()
  }
}
