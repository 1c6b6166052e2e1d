import Functions
import Glibc
import Language

/// Names of files at the cursor.
enum FileNames {
  private static let tables = [".csv", ".tsv", ".txt", ".csv.gz"]

  /// The entries of the folder typed so far that fit, folders with a slash so that one can go on.
  ///
  /// With `quoted`, what is inserted stands in the quote that is open (or a new one), which closes
  /// behind a file.
  static func candidates(
    _ place: CursorPlace, _ use: CursorPlace.FileUse, quoted: Bool = true
  ) -> [Candidate] {
    let typed = place.typed
    let slash = typed.lastIndex(of: "/")
    let folder = slash.map { String(typed[...$0]) } ?? ""
    let name = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
    let quote = place.quote.map(String.init) ?? "\""
    let wanted = TextFold.fold(name)
    return entries(folder.isEmpty ? "." : folder).compactMap { entry in
      guard TextFold.fold(entry.name).hasPrefix(wanted) else { return nil }
      if entry.name.hasPrefix("."), !name.hasPrefix(".") { return nil }
      guard entry.isFolder || fits(entry.name, use) else { return nil }
      let path = folder + entry.name + (entry.isFolder ? "/" : "")
      if !quoted { return Candidate(path, start: place.start) }
      return Candidate(quote + path + (entry.isFolder ? "" : quote), start: place.start)
    }
  }

  private static func fits(_ name: String, _ use: CursorPlace.FileUse) -> Bool {
    switch use {
    case .read: tables.contains { name.lowercased().hasSuffix($0) }
    case .query: name.lowercased().hasSuffix(".tdq")
    case .write: true
    }
  }

  private static func entries(_ folder: String) -> [(name: String, isFolder: Bool)] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var found: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      var info = stat()
      let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
      let isFolder = stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
      found.append((name, isFolder))
    }
    return found.sorted { $0.name < $1.name }
  }
}
