/// The databases that `explain sql` writes for.
public enum SQLDialect: String, Sendable, CaseIterable {
  case sqlite
  case duckdb
  case postgres

  /// The dialect of a word; nil where none is known by it.
  public static func named(_ word: String?) -> SQLDialect? {
    switch word?.lowercased() {
    case nil, "ansi", "postgresql": .postgres
    case let word?: SQLDialect(rawValue: word)
    }
  }

  /// A name as the dialect writes names, whatever signs are in it.
  public func quoted(_ name: String) -> String { SQLExpression.name(name) }
}
