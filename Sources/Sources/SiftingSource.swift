import Columns

/// A source that has to read all rows of its file whatever is asked, and can forget those that do not matter
/// while it reads: what a filter keeps then takes memory, not the file.
protocol SiftingSource: TableSource {
  /// The columns of a request, all of its bounds among them, perhaps without rows that do not meet those; nil
  /// where the file is small enough to be kept whole.
  func sifted(_ request: ScanRequest, _ run: RunContext) throws -> SiftedTable?
}

/// What is left of a file, and what is known of the whole.
struct SiftedTable {
  let table: Table
  /// How many rows the file has; nil where none was left out.
  let allRows: Int?
  /// The columns that hold no null in any row of the file, where some were left out.
  let complete: Set<String>
}
