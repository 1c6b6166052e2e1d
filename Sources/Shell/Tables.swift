import Columns
import Functions
import Language
import Planning
import Sources

/// The tables that a session knows: the catalogue's, loaded when first used, and those that
/// statements made. Files are kept as far as they were read, until they change.
final class Tables {
  private var packages: [DataPackage] = []
  private var made: [String: CatalogTable] = [:]
  private var loaded: [String: CatalogTable] = [:]
  private var files: [FileKey: CachedFile] = [:]
  /// The newest notes about a file just read, for under the result.
  private(set) var notes: [FileNote] = []

  private struct FileKey: Hashable {
    let path: String
    let options: [String]
  }

  private struct CachedFile {
    let stamp: FileStamp
    var table: Table
    /// Nil when all columns are there.
    var columns: Set<String>?
  }

  func takeNotes() -> [FileNote] {
    defer { notes = [] }
    return notes
  }

  func add(_ package: DataPackage) { packages.append(package) }

  var resources: [DataPackage.Resource] { packages.flatMap(\.resources) }

  /// Made tables first, then the catalogue's.
  var names: [String] { made.keys.sorted() + resources.map(\.name) }

  func set(_ name: String, _ table: CatalogTable) { made[name] = table }

  /// The resource of that name in the catalogue.
  func resource(_ name: String) -> DataPackage.Resource? {
    resources.first { $0.name == name }
      ?? resources.first { $0.name.lowercased() == name.lowercased() }
  }

  func table(_ name: String, _ options: ReadOptions) throws -> CatalogTable? {
    if let table = made[name] { return table }
    let folded = made.keys.filter { $0.lowercased() == name.lowercased() }
    if folded.count == 1, let table = made[folded[0]] { return table }
    guard let resource = resource(name) else { return nil }
    if let table = loaded[resource.name] { return table }
    let read = try resource.load(options)
    let table = CatalogTable(name: resource.name, table: read.table, info: resource.info)
    loaded[resource.name] = table
    return table
  }

  /// A table that is in memory already.
  func known(_ name: String) -> CatalogTable? {
    if let table = made[name]
      ?? made.first(where: { $0.key.lowercased() == name.lowercased() })?.value
    {
      return table
    }
    return resource(name).flatMap { loaded[$0.name] }
  }

  /// A file that was read whole and has not changed since.
  func known(file path: String, key: [String]) -> CatalogTable? {
    guard let file = files[FileKey(path: path, options: key)], file.columns == nil,
      FileStamp(path) == file.stamp
    else { return nil }
    return CatalogTable(name: path, table: file.table)
  }

  /// A file, read as far as needed.
  func file(_ path: String, _ options: ReadOptions, key: [String]) throws -> CatalogTable {
    let key = FileKey(path: path, options: key)
    let stamp = FileStamp(path)
    if let known = files[key], let stamp, known.stamp == stamp {
      if known.columns == nil { return CatalogTable(name: path, table: known.table) }
      if let wanted = options.columns, let columns = known.columns, wanted.isSubset(of: columns) {
        return CatalogTable(name: path, table: known.table)
      }
    }
    let read = try CSVFile(path, options).read()
    notes += read.notes
    if let rejected = read.rejected {
      made["rejected"] = CatalogTable(name: "rejected", table: rejected)
      notes.append(
        FileNote(
          "N0510",
          "\(rejected.rowCount) \(rejected.rowCount == 1 ? "line was" : "lines were") set aside; the table `rejected` has them with reasons",
          "\(rejected.rowCount) dòng được để riêng; xem lý do trong bảng `rejected`"))
    }
    if let stamp, path != "-" {
      files[key] = CachedFile(stamp: stamp, table: read.table, columns: options.columns)
    }
    return CatalogTable(name: path, table: read.table)
  }
}
