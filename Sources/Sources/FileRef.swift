/// A file that is open for reading, or the files of a pattern (`data/*.csv`), whatever their format.
///
/// Standard input (`-`), pipes and devices are copied into a temporary file when they are opened,
/// so that their head can be looked at and they can be read again.
public final class FileRef: Sendable {
  /// As it was written.
  public let path: String
  let files: [RawFile]
  /// Whether the path was a pattern.
  public let isPattern: Bool

  /// Opens the file, or all files that fit the pattern in order of their names.
  ///
  /// - Parameter member: the file in a ZIP archive that is meant.
  public init(_ path: String, member: String? = nil) throws {
    self.path = path
    if let paths = try FilePattern.files(path) {
      var files: [RawFile] = []
      for path in paths { files.append(try Unpacking.opened(RawFile(path), member: member)) }
      self.files = files
      isPattern = true
    } else {
      files = [try Unpacking.opened(RawFile(path), member: member)]
      isPattern = false
    }
  }

  /// Texts that were made of the files of another, one of each.
  init(_ other: FileRef, _ files: [RawFile]) {
    path = other.path
    self.files = files
    isPattern = other.isPattern
  }

  /// The paths of the files that were opened.
  public var paths: [String] { files.map(\.path) }

  /// The first bytes of the (first) file, unpacked, letters of two and four bytes each in UTF-8: by
  /// which formats know their files.
  func head(_ count: Int = 4096) throws -> [UInt8] {
    guard let file = files.first else { return [] }
    return TextEncoding.readable(try file.head(count))
  }

  /// Bytes of all files, as they lie on the disk.
  public var byteCount: Int { files.reduce(0) { $0 + $1.storedSize } }

  /// Bytes read from them so far, those read twice counted twice.
  public var bytesRead: Int { files.reduce(0) { $0 + $1.bytesRead } }

  /// Whether what was opened can be read only once, and is gone when this is.
  public var isSpooled: Bool { files.contains(where: \.isSpooled) }

  /// Whether the same files still stand at the path, unchanged.
  public var isCurrent: Bool {
    if path == "-" { return true }
    if isPattern, (try? FilePattern.files(path)) != paths { return false }
    return files.allSatisfy { FileStamp($0.path) == $0.stamp }
  }
}
