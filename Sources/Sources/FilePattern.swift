import Glibc

/// Paths with `*`, `?` and `[…]` that stand for many files.
public enum FilePattern {
  /// The regular files that fit a pattern, by name; nil where the path is none, or names a file as
  /// it is. Throws where none fits.
  public static func files(_ path: String) throws(FileError) -> [String]? {
    guard path.utf8.contains(where: { $0 == 42 || $0 == 63 || $0 == 91 }) else { return nil }
    if access(path, F_OK) == 0 { return nil }
    // A confined program says nothing of names outside, not even how many there are.
    let fixed = String(path.prefix { !"*?[".contains($0) })
    if InputGate.isConfined {
      let isUpward = path.split(separator: "/").contains("..")
      let folder = fixed.isEmpty || !fixed.contains("/") ? "." : InputGate.parent(of: fixed)
      if isUpward || !InputGate.allows(folder) {
        throw FileError(path, .outside(InputGate.allowed))
      }
    }
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
        if !InputGate.allows(String(cString: text)) {
          throw FileError(path, .outside(InputGate.allowed))
        }
        files.append(String(cString: text))
      }
    }
    if files.isEmpty { throw FileError(path, .noMatch) }
    // In the order of bytes, whatever the machine's language.
    return files.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
