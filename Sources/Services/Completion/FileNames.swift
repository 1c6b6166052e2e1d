import Functions
import Language
import Sources

/// Names of files at the cursor.
enum FileNames {
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
      let about = entry.isFolder ? "" : kind(entry.name, path)
      if !quoted { return Candidate(path, description: about, start: place.start) }
      return Candidate(
        quote + path + (entry.isFolder ? "" : quote), description: about, start: place.start)
    }
  }

  /// What a file is by its name, and how large: `csv · 12 kB`.
  private static func kind(_ name: String, _ path: String) -> String {
    let format =
      name.lowercased().hasSuffix(".tdq")
      ? "query" : FormatRegistry.standard.format(forPath: name)?.name ?? ""
    let size = FileStamp(path).map { self.size($0.size) } ?? ""
    return [format, size].filter { !$0.isEmpty }.joined(separator: " · ")
  }

  private static func size(_ bytes: Int) -> String {
    var number = bytes
    for unit in ["B", "kB", "MB"] {
      if number < 1000 { return "\(number) \(unit)" }
      number = (number + 500) / 1000
    }
    return "\(number) GB"
  }

  private static func fits(_ name: String, _ use: CursorPlace.FileUse) -> Bool {
    switch use {
    case .read: FormatRegistry.standard.format(forPath: name)?.readOptions != nil
    case .query: name.lowercased().hasSuffix(".tdq")
    case .write: true
    case .folder: false
    }
  }

  private static func entries(_ folder: String) -> [(name: String, isFolder: Bool)] {
    let start = folder.hasSuffix("/") ? folder : folder + "/"
    let names = (System.names(in: folder) ?? []).filter { $0 != "." && $0 != ".." }
    return names.sorted().map { ($0, System.isFolder(start + $0)) }
  }
}
