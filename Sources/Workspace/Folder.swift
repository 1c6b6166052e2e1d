import Language
import Sources

/// What lies in folders, for suggestions.
enum Folder {
  /// The file whose name is most like that of a path that does not exist, in the same folder.
  static func nearest(to path: String) -> String? {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    guard InputGate.allows(folder.isEmpty ? "." : folder),
      let all = System.names(in: folder.isEmpty ? "." : folder, atMost: 10_000)
    else {
      return nil
    }
    let names = all.filter { !$0.hasPrefix(".") }.sorted()
    return Suggestions.nearest(name, among: names).map { folder + $0 }
  }
}
