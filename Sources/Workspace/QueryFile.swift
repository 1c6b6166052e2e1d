import Glibc
public import Language
import Sources

/// Query files.
public enum QueryFile {
  /// No longer text is read as a query.
  private static let longest = 64 << 20

  /// The text of a query file; `-` is standard input.
  ///
  /// - Parameter isOwn: whether the person named the file on the command line, which `--safe` does
  ///   not forbid.
  public static func source(_ path: String, isOwn: Bool = false) throws -> SourceText {
    var bytes = try bytes(path, isOwn: isOwn)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return SourceText(bytes: bytes, name: path == "-" ? "<stdin>" : path)
  }

  /// The bytes of a file; `-` is standard input. Throws a `FileError`.
  package static func bytes(_ path: String, isOwn: Bool = false) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let descriptor = path == "-" ? 0 : try InputGate.open(path, isOwn: isOwn)
    defer { if path != "-" { close(descriptor) } }
    while true {
      try System.waitToRead(descriptor)
      let count = System.read(descriptor, into: &bytes, atMost: 1 << 16)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard bytes.count <= longest else { throw FileError(path, .tooLongForQuery(longest >> 20)) }
      if count < 0, errno == EISDIR { throw FileError(path, .isDirectory) }
      guard count >= 0 else {
        throw FileError(path, .cannotRead(System.lastError))
      }
      if count == 0 { return bytes }
    }
  }
}
