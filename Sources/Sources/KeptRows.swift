import Columns

/// What is kept of a file of which some rows do not matter.
extension FileSource {
  /// Columns of which only some parts of the file were read.
  struct Part {
    /// What was asked for, but for the columns.
    var bounds: [ColumnBound]
    var limit: Int?
    let accepted: Accepted
    var kept: [String: (field: Field, column: Column)] = [:]

    func answers(_ request: ScanRequest) -> Bool {
      bounds == request.bounds && limit == request.limit
    }
  }

  /// Columns without rows that do not meet some bounds, forgotten as they were read.
  struct Sifted {
    let bounds: [ColumnBound]
    let rowCount: Int
    let allRows: Int
    var complete: Set<String> = []
    var kept: [String: (field: Field, column: Column)] = [:]

    /// Whether the rows that matter to a request are all there.
    func answers(_ request: ScanRequest) -> Bool {
      bounds.allSatisfy(request.bounds.contains)
        && request.columns.allSatisfy { kept[$0] != nil }
    }

    func table(_ columns: [String]) -> Table {
      let picked = columns.compactMap { kept[$0] }
      return Table(
        fields: picked.map(\.field), columns: picked.map(\.column), rowCount: rowCount)
    }
  }
}
