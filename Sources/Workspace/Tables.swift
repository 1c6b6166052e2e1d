package import Columns
import Functions
import Language
package import Sources

/// The tables that a session knows, as sources: the catalogue's, those that statements made, and the
/// files that queries named.
package final class Tables {
  private var packages: [DataPackage] = []
  /// The folder of a catalogue that nothing was asked of yet.
  private var unopened: String?
  /// Why that catalogue could not be opened when something was.
  package private(set) var catalogueFailure: (any Error)?
  private var made: [String: any TableSource] = [:]
  private var catalogue: [String: FileSource] = [:]
  /// The files that queries name.
  package private(set) var files = FileSources()
  private var generation = 0

  /// The same tables; names given later are the copy's own.
  func copy() -> Tables {
    let copy = Tables()
    copy.packages = packages
    copy.unopened = unopened
    copy.catalogueFailure = catalogueFailure
    copy.made = made
    copy.catalogue = catalogue
    copy.files = files
    copy.generation = generation
    return copy
  }

  func add(_ package: DataPackage) { packages.append(package) }

  /// Opens the catalogue of a folder when a table is first looked for; where that fails nothing is found, and
  /// `catalogueFailure` says why.
  func addLater(_ folder: String) { unopened = folder }

  package var resources: [DataPackage.Resource] {
    if let folder = unopened {
      unopened = nil
      do {
        packages.insert(try DataPackage(folder: folder), at: 0)
      } catch { catalogueFailure = error }
    }
    return packages.flatMap(\.resources)
  }

  /// Made tables first, then the catalogue's.
  package var names: [String] { made.keys.sorted() + resources.map(\.name) }

  /// Gives a table a name, in place of what was called so.
  package func set(_ name: String, _ table: Table, info: DatasetInfo? = nil) {
    generation += 1
    made[name] = MemorySource(SourceID(.table, name, version: generation), table, info: info)
  }

  /// Forgets a made table.
  package func remove(_ name: String) { made[name] = nil }

  /// Gives a name to a source.
  func set(_ name: String, _ source: any TableSource) { made[name] = source }

  /// Gives a name to a table of which only the columns are known.
  package func promise(_ name: String, _ schema: Schema) {
    generation += 1
    made[name] = SchemaSource(SourceID(.table, name, version: generation), schema)
  }

  /// The resource of that name in the catalogue.
  package func resource(_ name: String) -> DataPackage.Resource? {
    resources.first { $0.name == name }
      ?? resources.first { $0.name.lowercased() == name.lowercased() }
  }

  /// The table of that name, exactly or but for case; nil where there is none.
  package func source(_ name: String) -> (any TableSource)? {
    if let table = made[name] { return table }
    let folded = made.keys.filter { $0.lowercased() == name.lowercased() }
    if folded.count == 1, let table = made[folded[0]] { return table }
    guard let resource = resource(name) else { return nil }
    if let known = catalogue[resource.name] { return known }
    let source = resource.source
    catalogue[resource.name] = source
    return source
  }
}
