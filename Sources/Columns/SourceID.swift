/// Which table a plan reads: what stands in a plan in place of the table.
///
/// Two identities are equal when they stand for the same rows. A name that is given anew gets a
/// higher version, so that a plan never reads another table than the one it was bound to.
public struct SourceID: Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable {
    /// A table of the catalogue, or one that a statement named.
    case table
    /// A file, or the files of a pattern.
    case file
    /// The last result at the prompt.
    case result
    /// Rows or a range written in the query.
    case literal
    /// What a stage of the same query gave.
    case stage
    /// A table of a database, or what a database answered.
    case remote
  }

  public let kind: Kind
  /// The table's name, the file's path as written, or the word of the step.
  public let name: String
  /// The options of a file, `name=value`.
  public let options: [String]
  /// Tells tables of one name apart: the generation of a name, the place of a literal or a stage.
  public let version: Int

  public init(_ kind: Kind, _ name: String, options: [String] = [], version: Int = 0) {
    self.kind = kind
    self.name = name
    self.options = options
    self.version = version
  }

  /// The name as plans and messages show it.
  public var description: String { name }
}
