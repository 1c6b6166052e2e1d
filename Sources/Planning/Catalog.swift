public import Columns
public import Language

/// A table as the binder gets it: with the name it goes by and what the catalogue knows of it.
public struct CatalogTable: Sendable {
  public let name: String
  public let table: Table
  public let info: DatasetInfo?

  public init(name: String, table: Table, info: DatasetInfo? = nil) {
    self.name = name
    self.table = table
    self.info = info
  }
}

/// A function that the user defined with `def`.
public struct UserFunction: Sendable {
  public let name: String
  public let parameters: [Name]
  public let body: Expr

  public init(name: String, parameters: [Name], body: Expr) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }
}

/// How the binder reaches tables, files and what a session has defined.
public protocol Catalog {
  /// The table of that name, exactly or but for case; nil where there is none.
  func table(named name: String) throws -> CatalogTable?
  /// The names of all tables, for suggestions.
  var tableNames: [String] { get }
  /// A file read as a table. `needed` are the column names that the pipeline can use; nil stands
  /// for all.
  func file(_ path: TextLiteral, options: [FileOption], needed: Set<String>?) throws -> CatalogTable
  /// The last result; nil where there is none or `_` has no meaning.
  func lastResult() throws -> CatalogTable?
  /// The value of `$name`; nil where there is no such parameter.
  func parameter(named name: String) -> Value?
  /// The folder of the query file, for `{$here}` in paths; `.` where there is none.
  var here: String { get }
  /// The names of all parameters, for suggestions.
  var parameterNames: [String] { get }
  func function(named name: String) -> UserFunction?
  /// The table that a plan describes, and the notes of its run: columns that a pivot or an analysis
  /// makes are known only from the data.
  func evaluate(_ plan: LogicalPlan) throws -> (table: Table, notes: [Diagnostic])
  /// Throws when what is being bound has to stop: asked where binding takes long.
  func checkStopped() throws
}

extension Catalog {
  public var here: String { "." }
  public func checkStopped() throws {}
}
