import Glibc

/// Paths that stand for many files: those with `*`, `?` and `[…]`, and folders of files of columns.
public enum FilePattern {
  /// The regular files that fit a pattern, or that lie in a folder which holds files of columns, by
  /// name; nil where the path is neither, or names a file as it is. Throws where none fits.
  public static func files(_ path: String) throws(FileError) -> [String]? {
    if System.isFolder(path) { return FilePattern.columnFiles(in: path) }
    guard path.utf8.contains(where: { $0 == 42 || $0 == 63 || $0 == 91 }) else { return nil }
    if access(path, F_OK) == 0 { return nil }
    var found = glob_t()
    defer { globfree(&found) }
    let status = glob(path, 0, nil, &found)
    if status == GLOB_NOSPACE || status == GLOB_ABORTED {
      throw FileError(path, .cannotRead(String(cString: strerror(errno))))
    }
    var files: [String] = []
    for index in 0..<Int(found.gl_pathc) {
      guard let text = found.gl_pathv?[index] else { continue }
      var info = stat()
      if stat(text, &info) == 0, info.st_mode & S_IFMT != S_IFDIR {
        files.append(String(cString: text))
      }
    }
    if files.isEmpty { throw FileError(path, .noMatch) }
    // In the order of bytes, whatever the machine's language.
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Endings of files of columns, which other programs spread over folders.
  private static let columnEndings = ["parquet", "pq", "arrow", "feather"]

  /// The files of columns in a folder and those below it, all of the ending that comes first in the
  /// list; nil where there are none. Names that begin with `.` or `_` are notes of other programs, and
  /// links to folders are not followed.
  private static func columnFiles(in folder: String) -> [String]? {
    var found: [String: [String]] = [:]
    var open = [folder.hasSuffix("/") ? String(folder.dropLast()) : folder]
    var looked = 0
    while let next = open.popLast(), looked < 100_000 {
      for name in System.names(in: next) ?? [] where !name.hasPrefix(".") && !name.hasPrefix("_") {
        looked += 1
        let path = next + "/" + name
        var info = stat()
        guard lstat(path, &info) == 0 else { continue }
        if info.st_mode & S_IFMT == S_IFDIR {
          open.append(path)
        } else if let ending = FormatRegistry.ending(of: name), columnEndings.contains(ending),
          !System.isFolder(path)
        {
          found[ending, default: []].append(path)
        }
      }
    }
    let files = columnEndings.lazy.compactMap { found[$0] }.first
    return files?.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
