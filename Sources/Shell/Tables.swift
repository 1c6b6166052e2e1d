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
  /// The files read so far.
  let files = FileSources()
  /// The newest notes about a file just read or written, for under the result.
  private(set) var notes: [SourceNote] = []

  func takeNotes() -> [SourceNote] {
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

  func table(_ name: String, _ run: RunContext) throws -> CatalogTable? {
    if let table = made[name] { return table }
    let folded = made.keys.filter { $0.lowercased() == name.lowercased() }
    if folded.count == 1, let table = made[folded[0]] { return table }
    guard let resource = resource(name) else { return nil }
    if let table = loaded[resource.name] { return table }
    let source = resource.source
    let table = CatalogTable(
      name: resource.name, table: try read(source, nil, run), info: resource.info)
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

  /// A source's columns, read as far as needed; what it tells comes under the next result.
  func read(_ source: FileSource, _ needed: Set<String>?, _ run: RunContext) throws -> Table {
    defer { take(run) }
    let schema = try source.schema(needed, run)
    let known = schema.fields.map(\.name).filter { schema.typed?.contains($0) ?? true }
    return try source.scan(known, run)
  }

  /// Takes in what a source or a destination told and set aside.
  func take(_ run: RunContext) {
    notes += run.notes
    if let rejected = run.rejected {
      made["rejected"] = CatalogTable(name: "rejected", table: rejected)
    }
  }
}
