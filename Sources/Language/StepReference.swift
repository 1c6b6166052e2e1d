/// What `help` says of a step or a statement: one definition, read by help, completion and tests.
public struct StepReference: Sendable, Hashable {
  /// A column that the step adds, and what it means.
  public struct Column: Sendable, Hashable {
    public let name: String
    public let meaning: Words
    /// What is left out first where a table is too wide to be shown whole.
    public let weight: Weight

    init(_ name: String, _ en: String, _ vi: String, _ weight: Weight = .main) {
      self.name = name
      meaning = Words(en: en, vi: vi)
      self.weight = weight
    }
  }

  /// How much a column says to who reads the table.
  public enum Weight: Sendable, Hashable, CaseIterable {
    case detail
    case minor
    case main
  }

  /// A query on the shipped catalogue and what it shows.
  public struct Example: Sendable, Hashable {
    public let query: String
    public let shows: Words

    init(_ query: String, _ en: String, _ vi: String) {
      self.query = query
      shows = Words(en: en, vi: vi)
    }
  }

  public enum Kind: Sendable, Hashable {
    case step
    case statement
  }

  public let kind: Kind
  /// The verb.
  public let name: String
  /// Words of other languages that are read as this verb.
  public let synonyms: [String]
  /// The form in one line; `[ ]` may be left out, `|` separates choices.
  public let syntax: String
  /// One line, for lists.
  public let summary: Words
  /// One paragraph.
  public let meaning: Words
  /// What the step gives, beside the columns of its input; empty where it adds none of its own.
  public let columns: [Column]
  public let examples: [Example]

  init(
    _ name: String, _ syntax: String, _ summary: Words, _ meaning: Words,
    columns: [Column] = [], examples: [Example], kind: Kind = .step
  ) {
    self.kind = kind
    self.name = name
    self.synonyms = ForeignWords.steps.filter { $0.value == name }.keys.sorted()
    self.syntax = syntax
    self.summary = summary
    self.meaning = meaning
    self.columns = columns
    self.examples = examples
  }

  /// The columns of a weight, the last of them first.
  public func columns(_ weight: Weight) -> [String] {
    columns.filter { $0.weight == weight }.map(\.name).reversed()
  }

  /// All steps, in the order in which one meets them.
  public static let steps: [StepReference] = rows + columnSteps + tables + shape + analysis + output
  /// Statements that are not pipelines.
  public static let statements: [StepReference] = statementEntries

  /// A step or statement by its name or by a word of another language, whatever its case.
  public static func of(_ word: String) -> StepReference? {
    let wanted = word.lowercased()
    return (steps + statements).first { $0.name == wanted }
      ?? steps.first { $0.synonyms.contains(wanted) }
  }
}
