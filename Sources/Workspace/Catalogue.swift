import Sources

/// Where the shipped tables are.
public enum Catalogue {
  /// The folder of `datapackage.json`: named by `TIENDO_DATA`, else `datasets` here, else beside the
  /// installed program; nil where there is none.
  public static func find() -> String? {
    var candidates: [String] = []
    if let named = System.variable("TIENDO_DATA") { candidates.append(named) }
    candidates.append("datasets")
    if let program = System.programPath {
      let parts = program.split(separator: "/").dropLast()
      let folder = "/" + parts.joined(separator: "/")
      candidates.append(folder + "/../share/tiendo/datasets")
      candidates.append(folder + "/../../../datasets")
      candidates.append(folder + "/../../datasets")
    }
    return candidates.first { System.canRead($0 + "/datapackage.json") }
  }
}
