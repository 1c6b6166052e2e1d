public import Columns
public import Language

/// A function that the user defined with `def`.
public struct UserFunction: Sendable {
  public let name: String
  public let parameters: [Name]
  public let body: SyntaxExpression

  public init(name: String, parameters: [Name], body: SyntaxExpression) {
    self.name = name
    self.parameters = parameters
    self.body = body
  }
}

/// A source that could not be read, and where the query names it.
public struct SourceFailure: Error {
  public let underlying: any Error
  /// Nil where the source is neither a file nor a table of a database.
  public let range: SourceRange?

  public init(_ underlying: any Error, at range: SourceRange?) {
    self.underlying = underlying
    self.range = range
  }
}

/// What the names in a query mean: tables, files, parameters and functions of a session.
///
/// Tables come as sources, whose rows the binder never asks for.
public protocol Environment {
  /// The table of that name, exactly or but for case; nil where there is none.
  func table(named name: String) throws -> (any TableSource)?
  /// The names of all tables, for suggestions.
  var tableNames: [String] { get }
  /// A table of a database; nil where there is no connection of that name. Whether the table is there
  /// is known when its columns are asked for.
  func table(at path: [String], of connection: String) throws -> (any TableSource)?
  /// The names of all connections, for suggestions.
  var connectionNames: [String] { get }
  /// A file as a table.
  func file(_ path: TextLiteral, options: [FileOption]) throws -> any TableSource
  /// The last result; nil where there is none or `_` has no meaning.
  func lastResult() throws -> (any TableSource)?
  /// The value of `$name`; nil where there is no such parameter.
  func parameter(named name: String) -> Value?
  /// The folder of the query file, for `{$here}` in paths; `.` where there is none.
  var here: String { get }
  /// The names of all parameters, for suggestions.
  var parameterNames: [String] { get }
  func function(named name: String) -> UserFunction?
  /// Whether rows of totals count like any other.
  var keepsTotals: Bool { get }
}

extension Environment {
  public var here: String { "." }
  public var keepsTotals: Bool { false }
  public func table(at path: [String], of connection: String) throws -> (any TableSource)? { nil }
  public var connectionNames: [String] { [] }
}
