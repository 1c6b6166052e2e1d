import Glibc
public import Language
import Sources

/// Query files.
public enum Script {
  /// The text of a query file; `-` is standard input.
  public static func source(_ path: String) throws -> SourceText {
    var bytes: [UInt8] = []
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? FileError(path, .notFound)
        : FileError(path, .cannotRead(String(cString: strerror(errno))))
    }
    defer { if path != "-" { close(descriptor) } }
    let size = 1 << 16
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: size)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer, size)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EISDIR { throw FileError(path, .isDirectory) }
      guard count >= 0 else {
        throw FileError(path, .cannotRead(String(cString: strerror(errno))))
      }
      if count == 0 { break }
      bytes.append(contentsOf: UnsafeBufferPointer(start: buffer, count: count))
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return SourceText(bytes: bytes, name: path == "-" ? "<stdin>" : path)
  }
}
