public import Columns
public import Planning

/// A database that answers SQL.
///
/// Names of columns and texts come back as the database has them; numbers, dates and truth values
/// come back in whatever type the database chose, since `Answer` brings them to the types that the
/// plan promises.
public protocol SQLConnection: AnyObject, Sendable {
  /// The name in the session, which stands before the names of tables: `pg` in `pg.coverage`.
  var name: String { get }
  var dialect: SQLDialect { get }
  /// The rows of one SELECT.
  ///
  /// Throws `TooManyRows` as soon as more than `mostRows` have come, and `Stopped` when the run is
  /// interrupted or its time is over, after the statement was cancelled on the server.
  func query(_ sql: String, mostRows: Int?, _ run: RunContext) throws -> Table
  /// The columns of a table, found without its rows.
  func schema(of path: [String], _ run: RunContext) throws -> Schema
}

/// A statement has more rows than may be brought over.
public struct TooManyRows: Error, Sendable, Equatable {
  public let most: Int

  public init(_ most: Int) { self.most = most }
}
