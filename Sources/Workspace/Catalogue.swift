import Glibc

/// Where the shipped tables are.
public enum Catalogue {
  /// The folder of `datapackage.json`: named by `TIENDO_DATA`, else `datasets` here, else beside the
  /// installed program; nil where there is none.
  public static func find() -> String? {
    var candidates: [String] = []
    if let named = getenv("TIENDO_DATA") { candidates.append(String(cString: named)) }
    candidates.append("datasets")
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    if length > 0 {
      let program = String(
        decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let parts = program.split(separator: "/").dropLast()
      let folder = "/" + parts.joined(separator: "/")
      candidates.append(folder + "/../share/tiendo/datasets")
      candidates.append(folder + "/../../../datasets")
      candidates.append(folder + "/../../datasets")
    }
    return candidates.first { access($0 + "/datapackage.json", R_OK) == 0 }
  }
}
