import Sources

/// Where the shipped tables are.
public enum Catalogue {
  /// The folder of `datapackage.json`: named by `TIENDO_DATA`, else `datasets` here, else beside the
  /// installed program; nil where there is none.
  public static func find() -> String? {
    if let named = System.variable("TIENDO_DATA"), isThere(named) { return named }
    if isThere("datasets") { return "datasets" }
    guard let program = System.programPath, let slash = program.lastIndex(of: "/") else {
      return nil
    }
    return ["/../share/tiendo/datasets", "/../../../datasets", "/../../datasets"]
      .map { program[..<slash] + $0 }.first(where: isThere)
  }

  private static func isThere(_ folder: String) -> Bool {
    System.canRead(folder + "/datapackage.json")
  }
}
