package import Language

/// What a run without a person left behind: the last lines of `tiendo run`.
package struct RunSummary {
  package init() {}

  /// The files written, with their rows, in order.
  package var written: [(path: String, rows: Int)] = []
  /// How many assertions held.
  package var assertions = 0

  /// One line per file and one for the assertions; empty where there was neither.
  package func text(_ name: String, seconds: Double) -> Words? {
    if written.isEmpty, assertions == 0 { return nil }
    var en = ""
    var vi = ""
    for (path, rows) in written {
      en += "  wrote \(path) (\(rows) \(rows == 1 ? "row" : "rows"))\n"
      vi += "  đã ghi \(path) (\(rows) dòng)\n"
    }
    let tenths = Int((seconds * 10).rounded())
    let time = "\(tenths / 10).\(tenths % 10)"
    let timeVi = "\(tenths / 10),\(tenths % 10)"
    en +=
      "\(name): \(written.count) \(written.count == 1 ? "file" : "files") written, "
      + "\(assertions) \(assertions == 1 ? "assertion" : "assertions") held · \(time) s"
    vi +=
      "\(name): đã ghi \(written.count) tệp, \(assertions) điều kiện assert đúng · \(timeVi) giây"
    return Words(en: en, vi: vi)
  }
}
