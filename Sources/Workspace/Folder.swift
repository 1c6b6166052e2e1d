import Glibc
import Language

/// What lies in folders, for suggestions.
enum Folder {
  /// The file whose name is most like that of a path that does not exist, in the same folder.
  static func nearest(to path: String) -> String? {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    let name = slash.map { String(path[path.index(after: $0)...]) } ?? path
    guard let directory = opendir(folder.isEmpty ? "." : folder) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory), names.count < 10_000 {
      let known = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !known.hasPrefix(".") { names.append(known) }
    }
    return Suggestions.nearest(name, among: names.sorted()).map { folder + $0 }
  }
}
