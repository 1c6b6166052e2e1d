import Glibc
import Sources

/// The folder that names of files count from.
enum Folders {
  /// The folder that the program is in now.
  static var current: String { System.currentFolder ?? "." }

  /// A path from the root, so that it means the same in any folder; `~` is the home.
  static func absolute(_ path: String) -> String {
    let own = expanded(path)
    if own.hasPrefix("/") { return own }
    return own.isEmpty || own == "." ? current : current + "/" + own
  }

  static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/"), let home = System.variable("HOME") else {
      return path
    }
    return home + path.dropFirst()
  }

  /// Goes to a folder; the reason where that is not possible.
  static func go(to path: String) -> String? {
    System.changeFolder(expanded(path)) ? nil : System.lastError
  }
}
