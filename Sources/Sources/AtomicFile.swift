import Glibc

/// A file that appears whole or not at all: written beside its place, synced, then renamed.
public final class AtomicFile {
  private let path: String
  private let temporary: String
  private var descriptor: Int32

  /// Begins the file; refuses to replace one unless `overwrite`. Missing folders are made.
  public init(_ path: String, overwrite: Bool) throws(FileError) {
    self.path = path
    var info = stat()
    if stat(path, &info) == 0 {
      if info.st_mode & S_IFMT == S_IFDIR { throw FileError(path, .isDirectory) }
      if !overwrite { throw FileError(path, .alreadyExists) }
    }
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try AtomicFile.makeFolder(String(path[..<slash]), for: path)
    }
    var template = Array((path + ".XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw FileError(path, .cannotWrite(String(cString: strerror(errno))))
    }
    temporary = template.withUnsafeBufferPointer { text in
      text.baseAddress.map { String(cString: $0) } ?? path
    }
    let mask = umask(0)
    umask(mask)
    fchmod(descriptor, 0o666 & ~mask)
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
      unlink(temporary)
    }
  }

  private static func makeFolder(_ folder: String, for path: String) throws(FileError) {
    var made = ""
    for part in folder.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && !folder.hasPrefix("/") ? String(part) : "/" + part
      if made == "/" || made.isEmpty { continue }
      if mkdir(made, 0o777) != 0, errno != EEXIST {
        throw FileError(path, .cannotWrite(String(cString: strerror(errno))))
      }
    }
  }

  public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try Descriptor.write(bytes, to: descriptor, path: path)
  }

  public func write(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try write($0) }
  }

  public func write(_ text: String) throws {
    var text = text
    try text.withUTF8 {
      try Descriptor.write(UnsafeRawBufferPointer($0), to: descriptor, path: path)
    }
  }

  /// Puts the file in its place.
  public func finish() throws(FileError) {
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw FileError(path, .cannotWrite(String(cString: strerror(errno))))
    }
    guard close(descriptor) == 0 else {
      descriptor = -1
      unlink(temporary)
      throw FileError(path, .cannotWrite(String(cString: strerror(errno))))
    }
    descriptor = -1
    guard rename(temporary, path) == 0 else {
      let code = errno
      unlink(temporary)
      throw FileError(path, .cannotWrite(String(cString: strerror(code))))
    }
  }
}

/// The reader of standard output went away; a quiet end, not an error.
public struct BrokenPipe: Error, Sendable {}

/// Writing to an open descriptor.
public enum Descriptor {
  /// Writes all bytes; a full device or another failure is a `FileError` that names `path`.
  public static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
  ) throws(FileError) {
    var done = 0
    while done < bytes.count, let start = bytes.baseAddress {
      let step = Glibc.write(descriptor, start + done, bytes.count - done)
      if step < 0, errno == EINTR { continue }
      guard step > 0 else {
        throw FileError(path, .cannotWrite(String(cString: strerror(errno))))
      }
      done += step
    }
  }

  /// Writes to standard output. A closed pipe throws `BrokenPipe`, a full device a `FileError`.
  public static func writeOutput(_ bytes: UnsafeRawBufferPointer) throws {
    var done = 0
    while done < bytes.count, let start = bytes.baseAddress {
      let step = Glibc.write(1, start + done, bytes.count - done)
      if step < 0, errno == EINTR { continue }
      if step < 0, errno == EPIPE { throw BrokenPipe() }
      guard step > 0 else {
        throw FileError("<stdout>", .cannotWrite(String(cString: strerror(errno))))
      }
      done += step
    }
  }

  /// Writes bytes to standard output.
  public static func writeOutput(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { try writeOutput($0) }
  }

  /// Writes text to standard output.
  public static func writeOutput(_ text: String) throws {
    var text = text
    try text.withUTF8 { try writeOutput(UnsafeRawBufferPointer($0)) }
  }

  /// Writes text to standard error; failures there have nobody to be told to.
  public static func writeError(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      try? write(UnsafeRawBufferPointer(bytes), to: 2, path: "<stderr>")
    }
  }
}
