public import Columns
import Planning

/// A table of a database as a source. Plans over such sources are answered by the database as far
/// as it can; `scan` brings the whole columns over.
public struct RemoteSource: TableSource {
  public let id: SourceID
  public let connection: any SQLConnection
  /// The names that lead to the table, outermost first: `["public", "coverage"]`.
  public let path: [String]

  public init(_ connection: any SQLConnection, _ path: [String], version: Int = 0) {
    self.connection = connection
    self.path = path
    id = SourceID(
      .remote, ([connection.name] + path).joined(separator: "."), version: version)
  }

  public func schema(_ wanted: Set<String>?, _ run: RunContext) throws -> Schema {
    try connection.schema(of: path, run)
  }

  public func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    let names = columns.map(connection.dialect.quoted)
    let table = path.map(connection.dialect.quoted).joined(separator: ".")
    // A table is read without columns to learn how many rows it has.
    let list = names.isEmpty ? "1" : names.joined(separator: ", ")
    let rows = try connection.query("SELECT \(list) FROM \(table)", mostRows: nil, run)
    return names.isEmpty ? Table(fields: [], columns: [], rowCount: rows.rowCount) : rows
  }
}
