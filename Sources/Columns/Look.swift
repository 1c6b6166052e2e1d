/// How a column is shown to people: what it is called, how exact its numbers are, what its words are
/// in another language. No answer depends on it.
public struct Look: Sendable, Hashable {
  /// What stands over the column in the place of its name.
  public var label: Remark?
  /// How many digits are shown; nil is guessed from the values.
  public var digits: Digits?
  /// What the texts of the column are called where people read them.
  public var vocabulary: Vocabulary?
  /// What the column is for who reads a row.
  public var part: Part?

  public init(
    label: Remark? = nil, digits: Digits? = nil, vocabulary: Vocabulary? = nil, part: Part? = nil
  ) {
    self.label = label
    self.digits = digits
    self.vocabulary = vocabulary
    self.part = part
  }

  /// The most decimals that may be asked for: no double has more.
  public static let mostDecimals = 15

  /// How many digits of the numbers of a column are shown.
  public enum Digits: Sendable, Hashable {
    /// Exactly so many decimals.
    case decimals(Int)
    /// As many decimals as the values need, and no more than these.
    case upTo(Int)
    /// So many significant digits of each number; the whole part is kept, and four digits that may be a
    /// year stand together.
    case significant(Int)
    /// A probability from 0 to 1 in whole percent, `<1 %` and `>99 %` at the ends.
    case probability
  }

  /// What a column is for who reads a row.
  public enum Part: Sendable, Hashable {
    /// It tells which row it is.
    case key
  }
}

/// Texts of a column that are words of the program, and what they are in Vietnamese. The column
/// itself keeps the English ones.
public struct Vocabulary: Sendable, Hashable {
  public let name: String
  /// The Vietnamese of a cell; nil where it is none of the words.
  public let vietnamese: @Sendable (String) -> String?
  /// The word of the column for a Vietnamese one; empty where texts have more than one word each.
  public let english: [String: String]

  /// - Parameter name: tells vocabularies apart; two of one name are equal.
  public init(_ name: String, _ vietnamese: @escaping @Sendable (String) -> String?) {
    self.name = name
    self.vietnamese = vietnamese
    english = [:]
  }

  /// A vocabulary of single words.
  public init(_ name: String, words: [String: String]) {
    self.name = name
    vietnamese = { words[$0] }
    english = Dictionary(words.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  public static func == (one: Vocabulary, other: Vocabulary) -> Bool { one.name == other.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// Whom a table is written for.
public enum Reader: Sendable, Hashable, CaseIterable {
  case english, vietnamese
}

extension Remark {
  /// The sentence in the language of the reader.
  public func text(for reader: Reader) -> String { reader == .vietnamese ? vi : en }
}

extension Field {
  /// What stands over the column for a reader: its label, else its name; without its unit.
  ///
  /// A label that is only the name in other letters is the name.
  public func label(for reader: Reader) -> String {
    guard let label = look.label?.text(for: reader), !label.isEmpty else { return name }
    let plain = label.lowercased().split { $0 == " " || $0 == "_" }
    return plain == name.lowercased().split { $0 == " " || $0 == "_" } ? name : label
  }

  /// What stands over the column in a document, where nobody types it: its label, else its name, spelt
  /// out, with the unit unless it is left out or named already.
  public func title(for reader: Reader, withUnit: Bool = true) -> String {
    let label = look.label?.text(for: reader) ?? ""
    let title = Field.spelled(label.isEmpty ? name : label)
    guard withUnit, let unit = shownUnit(for: reader), look.digits != .probability,
      !Field.names(unit, in: title)
    else { return title }
    return "\(title) (\(unit))"
  }

  /// A name as words of a heading, whose first letter is a capital: `covered_2024` is `Covered 2024`.
  ///
  /// Words that have capitals of their own stay, `pH` and `eID` as well as what is no name.
  package static func spelled(_ name: String) -> String {
    let isName = name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    let words = isName ? name.split(separator: "_").joined(separator: " ") : name
    guard let first = words.first, first.isLowercase,
      !words.prefix(while: { !$0.isWhitespace }).contains(where: \.isUppercase)
    else { return words.isEmpty ? name : words }
    return first.uppercased() + words.dropFirst()
  }

  /// The unit in the language of the reader; nil where there is none.
  public func shownUnit(for reader: Reader) -> String? {
    guard let unit, !unit.isEmpty else { return nil }
    return reader == .vietnamese ? Field.vietnameseUnits[unit] ?? unit : unit
  }

  /// The label with the unit behind it, unless the label names the unit itself.
  public func heading(for reader: Reader) -> String {
    let label = label(for: reader)
    guard let unit = shownUnit(for: reader), look.digits != .probability,
      !Field.names(unit, in: label)
    else { return label }
    return "\(label) (\(unit))"
  }

  /// Whether a label names the unit as a word of its own: `Area, ha` names `ha`, `Share` does not.
  package static func names(_ unit: String, in label: String) -> Bool {
    let (label, unit) = (label.lowercased(), unit.lowercased())
    return label.ranges(of: unit).contains { range in
      let before = label[..<range.lowerBound].last
      let after = label[range.upperBound...].first
      return !(unit.first?.isLetter == true && before?.isLetter == true)
        && !(unit.last?.isLetter == true && after?.isLetter == true)
    }
  }

  /// Units that are words of the catalogue and the analyses.
  package static let vietnameseUnits: [String: String] = [
    "points": "điểm", "units": "đơn vị", "people": "người", "tasks": "nhiệm vụ",
    "households": "hộ", "villages": "thôn, bản", "places": "hạng", "years": "năm",
    "people, households, files or villages": "người, hộ, hồ sơ hoặc thôn, bản",
  ]
}
