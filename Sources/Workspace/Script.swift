import Glibc
public import Language
import Sources

/// Query files.
public enum Script {
  /// The text of a query file; `-` is standard input.
  public static func source(_ path: String) throws -> SourceText {
    var bytes = try bytes(path)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return SourceText(bytes: bytes, name: path == "-" ? "<stdin>" : path)
  }

  /// The bytes of a file; `-` is standard input. Throws a `FileError`.
  package static func bytes(_ path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let descriptor = path == "-" ? 0 : System.open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw errno == ENOENT
        ? FileError(path, .notFound)
        : FileError(path, .cannotRead(System.lastError))
    }
    defer { if path != "-" { close(descriptor) } }
    while true {
      let count = System.read(descriptor, into: &bytes, atMost: 1 << 16)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EISDIR { throw FileError(path, .isDirectory) }
      guard count >= 0 else {
        throw FileError(path, .cannotRead(System.lastError))
      }
      if count == 0 { return bytes }
    }
  }
}
