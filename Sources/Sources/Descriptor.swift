import Glibc

/// The reader of standard output went away; a quiet end, not an error.
public struct BrokenPipe: Error, Sendable {}

/// Writing to an open descriptor.
public enum Descriptor {
  /// Writes all bytes; a full device or another failure is a `FileError` that names `path`. A reader
  /// that does not read is waited for until the program is to stop.
  public static func write(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, path: String
  ) throws {
    var done = 0
    let portion = Waiting.mayBlock(descriptor) ? Waiting.portion : bytes.count
    while done < bytes.count, let start = bytes.baseAddress {
      if portion == Waiting.portion { try Waiting.toWrite(descriptor, isFirst: done == 0) }
      let step = Glibc.write(descriptor, start + done, min(portion, bytes.count - done))
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
    let portion = Waiting.mayBlock(1) ? Waiting.portion : bytes.count
    while done < bytes.count, let start = bytes.baseAddress {
      if portion == Waiting.portion { try Waiting.toWrite(1, isFirst: done == 0) }
      let step = Glibc.write(1, start + done, min(portion, bytes.count - done))
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
