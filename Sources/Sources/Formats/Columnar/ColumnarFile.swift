import Columns

/// One open file that holds columns apart from one another (Parquet, Arrow): it knows names, types and
/// rows at once, and reads a column when that is asked for.
protocol ColumnarFile: Sendable {
  var path: String { get }
  var columns: [ColumnarColumn] { get }
  /// Columns that are not read here, since they hold lists, maps and the like.
  var leftOut: [String] { get }
  var rowCount: Int { get }
  /// Bytes that reading a column takes from the file, about.
  func byteCount(_ column: Int) -> Int
  /// Reads a column; what is to be told of it goes to `remarks`.
  func read(_ column: Int, _ remarks: ColumnarRemarks, _ run: RunContext) throws -> Column
  /// The rows of each part that can be read without the others, in order.
  var parts: [Int] { get }
  /// The values of a column in a part; nil where the file does not tell, or where some may be null.
  func range(_ column: Int, part: Int) -> ValueRange?
  /// The same file with these parts alone.
  func picking(_ parts: [Int]) -> Self
}

/// What a file says of one of its columns.
struct ColumnarColumn: Sendable {
  let name: String
  let foreign: ForeignType
  /// Whether it is known that no row is null.
  let isComplete: Bool

  var type: DataType { foreign.type }
}

extension RawFile {
  /// How many bytes there are; of a packed file all are made for that.
  var size: Int { knownSize ?? (try? measured()) ?? 0 }
}

extension [ColumnarColumn] {
  /// The same with names that differ: a second `x` is called `x_2`.
  var withDistinctNames: [ColumnarColumn] {
    var known: Set<String> = []
    return map { column in
      let plain = column.name.isEmpty ? "column" : column.name
      var name = plain
      var number = 2
      while !known.insert(name).inserted {
        name = "\(plain)_\(number)"
        number += 1
      }
      return ColumnarColumn(name: name, foreign: column.foreign, isComplete: column.isComplete)
    }
  }
}
