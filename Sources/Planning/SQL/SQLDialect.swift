import Columns
public import Functions
import Language

/// What a database takes for SQL, as data: how names, values, types and functions are written, and
/// why what is not written stays here.
///
/// A function is written only where the database means exactly the same by it: nulls, overflow,
/// integers and decimals, order of text, dates.
public struct SQLDialect: Sendable, Hashable {
  /// The word in `explain sql` and in `connect … with (dialect: "…")`.
  public let name: String
  /// The name for people.
  public let title: String
  /// What the tests of this dialect run in; nil where nothing has run its SQL.
  public let triedIn: String?
  /// The sign around names.
  let quote: Character
  /// Whether a backslash in a text takes the next sign as it is.
  let escapesBackslash: Bool
  /// Whether names that differ in case only are one name.
  let foldsNames: Bool
  /// Whether whole numbers have narrower types, whose arithmetic overflows sooner.
  let hasNarrowInts: Bool
  /// What makes a text compare by code points where order matters; empty where texts do anyway.
  let collate: String
  /// What makes a column of text compare by code points even for equality.
  let collateColumn: String
  /// How types are written in casts; a type that the database lacks is left out.
  let types: [DataType: String]
  /// The type of exact decimals in rows of literals.
  let decimalType: String
  /// How a skip without a count of rows begins.
  let allRows: String
  /// Scalar functions by their names.
  public let functions: [String: SQLForm]
  public let aggregates: [Aggregate: SQLForm]
  public let windows: [WindowFunction: SQLForm]
  /// The aggregates that may stand over the rows of a partition.
  let windowAggregates: Set<Aggregate>

  public static func == (one: SQLDialect, other: SQLDialect) -> Bool { one.name == other.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// All dialects, in the order in which messages and documents list them.
  public static let all: [SQLDialect] = [.sqlite, .postgres, .duckdb, .spark, .ansi]

  /// The dialect of a word; nil where none is known by it.
  public static func named(_ word: String) -> SQLDialect? {
    let other = ["postgresql": "postgres"]
    let word = word.lowercased()
    return all.first { $0.name == other[word] ?? word }
  }

  /// A name as the dialect writes names, whatever signs are in it.
  public func quoted(_ name: String) -> String {
    let sign = String(quote)
    return sign
      + name.split(separator: quote, omittingEmptySubsequences: false)
      .joined(separator: sign + sign) + sign
  }

  /// A text as the dialect writes texts.
  func text(_ text: String) -> String {
    var signs = ""
    for sign in text.unicodeScalars {
      if sign == "'" { signs.unicodeScalars.append(escapesBackslash ? "\\" : "'") }
      if sign == "\\", escapesBackslash { signs.unicodeScalars.append("\\") }
      signs.unicodeScalars.append(sign)
    }
    return "'\(signs)'"
  }

  /// An expression as a value of a type, where the dialect has such a type.
  func cast(_ text: String, to type: DataType) -> String {
    types[type].map { "CAST(\(text) AS \($0))" } ?? text
  }
}
