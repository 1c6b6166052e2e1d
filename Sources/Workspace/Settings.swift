import Columns
public import Functions
import Glibc
public import Language
import Planning
public import Sources

/// In which form results are shown: as tables drawn for people, or in a format that is text.
public struct ResultFormat: Sendable, Hashable {
  public let name: String

  private init(_ name: String) { self.name = name }

  /// A table drawn for people.
  public static let table = ResultFormat("table")

  /// Each row as a list of names and values, for people.
  public static let line = ResultFormat("line")

  /// Every form there is.
  public static let all =
    [table, line]
    + FormatRegistry.standard.writable.filter(\.isText).map { ResultFormat($0.name) }

  /// Their names, as help and errors list them.
  public static let names = Words.anyOf(all.map(\.name))

  /// The form of that name.
  public init?(named name: String) {
    guard let known = ResultFormat.all.first(where: { $0.name == name.lowercased() }) else {
      return nil
    }
    self = known
  }

  /// What writes it; nil for tables drawn for people.
  public var format: (any FileFormat)? { FormatRegistry.standard.format(named: name) }
}

/// What `set` can change.
public struct Settings: Sendable {
  public var threads: Int
  /// Bytes; nil for no limit.
  public var memory: Int?
  public var lang: Lang
  /// The order of text: nil for code points.
  public var collation: Collation?
  /// The language of what is written into files and of sentences among the rows: that of messages, but
  /// for messages that only the environment has in another language.
  public var written: Lang
  /// The day that counts as today, in days since 1970-01-01.
  public var today: Int32
  public var format: ResultFormat = .table
  public var showsTime = true
  public var showsProgress = true
  public var usesPager = true
  public var maxRows = 40
  /// The most rows that one statement may bring over from a database; nil for any number.
  public var pullLimit: Int? = 5_000_000
  /// Whether rows of totals count like any other.
  public var keepsTotals = false
  public var width: Int?
  /// The names of the optimiser's rules that are switched off.
  var rulesOff: Set<String> = []

  /// The rules that plans go through before they are answered.
  var optimizer: Optimizer { Optimizer.standard.without(rulesOff) }

  public init(threads: Int, lang: Lang, today: Int32) {
    self.threads = threads
    self.lang = lang
    written = lang
    self.today = today
    collation = lang == .vi ? .vietnamese : nil
  }

  /// All cores, the language of the environment, the system's date.
  public static func fromEnvironment() -> Settings {
    let names: [String] = ["LC_ALL", "LC_MESSAGES", "LANG"]
    let locale =
      names.compactMap { System.variable($0) }.first { !$0.isEmpty } ?? ""
    let now = System.today
    let today = Calendar.days(year: now.year, month: now.month, day: now.day)
    return Settings(
      threads: max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))),
      lang: locale.hasPrefix("vi") ? .vi : .en, today: Int32(today))
  }

  /// Data in no language but one that is asked for: what a saved query answers must not depend on
  /// whose machine runs it. Messages keep theirs.
  public mutating func forgetLanguageOfData() {
    collation = nil
    written = .en
  }

  /// Changes one setting; says in words what was expected where the value does not fit.
  mutating func set(_ name: String, to value: Value) -> Words? {
    let text = value.plainText
    func expected(_ takes: Words) -> Words {
      Words(
        en: "`set \(name)` takes \(takes.en), not \(text)",
        vi: "`set \(name)` nhận \(takes.text(in: .vi)), không nhận \(text)")
    }
    guard let known = Settings.all.first(where: { $0.name == name }) else {
      let near = Suggestions.nearest(name, among: Settings.all.map(\.name))
      let list = Settings.all.map(\.name).joined(separator: ", ")
      return Words(
        en: "there is no setting `\(name)`; "
          + (near.map { "did you mean `\($0)`?" } ?? "there are \(list)"),
        vi: "không có tùy chọn `\(name)`; "
          + (near.map { "có phải ý bạn là `\($0)`?" } ?? "có các tùy chọn \(list)"))
    }
    return known.change(&self, value) ? nil : expected(known.takes)
  }

  /// The rules that `all`, `none` or `-push_filters -top_n` switch off; nil where a word is no rule.
  static func rules(off text: String) -> Set<String>? {
    let known = Set(Optimizer.standard.rules.map(\.name))
    switch text {
    case "all": return []
    case "none": return known
    default:
      let words = text.split { $0 == " " || $0 == "," }
      guard !words.isEmpty, words.allSatisfy({ $0.hasPrefix("-") }) else { return nil }
      let names = Set(words.map { String($0.dropFirst()) })
      return names.isSubset(of: known) ? names : nil
    }
  }

  /// `8GB`, `512MiB`, `4g`, or plain bytes.
  package static func bytes(_ text: String) -> Int? {
    let lower = text.lowercased().filter { $0 != " " && $0 != "_" }
    let digits = lower.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number > 0 else { return nil }
    let factor: Double
    switch lower.dropFirst(digits.count) {
    case "", "b": factor = 1
    case "k", "kb", "kib": factor = 1024
    case "m", "mb", "mib": factor = 1_048_576
    case "g", "gb", "gib": factor = 1_073_741_824
    case "t", "tb", "tib": factor = 1_099_511_627_776
    default: return nil
    }
    let bytes = number * factor
    return bytes < 1e18 ? Int(bytes) : nil
  }
}
