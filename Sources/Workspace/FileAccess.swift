import Glibc
package import Language
import Sources

/// What files a session may touch: everything, or with `--safe` only to read in some folders.
package struct FileAccess {
  /// The folders that may be read, without symbolic links; nil for all.
  package private(set) var folders: [String]?

  /// Everything.
  package init() {}

  /// Only reading, and only below these folders.
  package init(reading folders: [String]) {
    self.folders = folders.compactMap(FileAccess.real)
  }

  package var isSafe: Bool { folders != nil }

  /// Throws unless the file, or every file that a pattern could mean, lies in an allowed folder.
  package func checkReading(_ path: String, at range: SourceRange) throws {
    guard let folders, path != "-" else { return }
    // A pattern inside may lead out by a link: each file that it means is looked at.
    if path.contains(where: { "*?[".contains($0) }) {
      if path.split(separator: "/").contains("..") { throw refused(path, range) }
      let sign = path.firstIndex { "*?[".contains($0) } ?? path.endIndex
      let head = path[..<sign]
      try checkPlain(
        head.lastIndex(of: "/").map { String(head[...$0]) } ?? ".", of: path, folders, range)
      for file in (try? FilePattern.files(path)) ?? [] {
        try checkPlain(file, of: path, folders, range)
      }
      return
    }
    try checkPlain(path, of: path, folders, range)
    // The files of a folder may be links that lead out of it.
    for file in (try? FilePattern.files(path)) ?? [] {
      try checkPlain(file, of: path, folders, range)
    }
  }

  private func checkPlain(
    _ file: String, of path: String, _ folders: [String], _ range: SourceRange
  ) throws {
    // What is not there is an error of its own, told by whoever opens it, but only inside.
    guard let real = FileAccess.real(file) ?? FileAccess.real(FileAccess.folder(of: file)),
      folders.contains(where: { $0 == real || $0 == "/" || real.hasPrefix($0 + "/") })
    else { throw refused(path, range) }
  }

  private func refused(_ path: String, _ range: SourceRange) -> Diagnostic {
    let list = (folders ?? []).joined(separator: ", ")
    return Diagnostic(
      code: "E0730",
      Words(
        en: "\(path) lies outside what --safe lets be read",
        vi: "\(path) nằm ngoài phạm vi được đọc khi dùng --safe"), at: range,
      fix: Words(
        en: "allowed: \(list); --allow folder adds one",
        vi: "được phép: \(list); --allow thêm thư mục"))
  }

  /// Throws where nothing may be written.
  package func checkWriting(_ path: String, at range: SourceRange) throws {
    guard isSafe else { return }
    throw Diagnostic(
      code: "E0731",
      Words(en: "--safe lets no file be written", vi: "--safe không cho ghi tệp nào"), at: range)
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func real(_ path: String) -> String? {
    System.realPath(path)
  }
}
