public import Columns
import Functions
public import Language

/// Holds the options of a `with (…)` against their definitions: each that is unknown, or has a value
/// of another kind, is an error.
public struct OptionReader {
  /// The errors found so far.
  public private(set) var diagnostics: [Diagnostic] = []
  private let specs: [OptionSpec]
  /// What the options are of, for the error about one that this format does not have.
  private let owner: String
  /// The options that other formats have.
  private let elsewhere: [String]
  private let constant: (OptionValue) -> Value?

  /// - Parameters:
  ///   - specs: the options that there are.
  ///   - owner: the name of the format that they belong to.
  ///   - elsewhere: the names of options that other formats have.
  ///   - constant: evaluates one value without lists and maps; nil after an error that it told.
  public init(
    _ specs: [OptionSpec], of owner: String = "", elsewhere: [String] = [],
    constant: @escaping (OptionValue) -> Value?
  ) {
    self.specs = specs
    self.owner = owner
    self.elsewhere = elsewhere
    self.constant = constant
  }

  /// Reads all options; those with errors are left out.
  public mutating func read(_ options: [FileOption]) -> OptionValues {
    var values = OptionValues()
    for option in options {
      let name = option.name.text.lowercased()
      guard let spec = specs.first(where: { $0.name == name }) else {
        unknown(option)
        continue
      }
      let before = diagnostics.count
      switch setting(spec.kind, spec, option.value) {
      case .read(let setting): values[name] = setting
      case .told: break
      case .unfit where diagnostics.count == before: wrong(option, spec.takes)
      case .unfit: break
      }
    }
    return values
  }

  /// The outcome of reading one value.
  private enum Outcome {
    case read(OptionSetting)
    /// Not of this kind.
    case unfit
    /// Its evaluation failed, which was told.
    case told
  }

  private mutating func setting(
    _ kind: OptionSpec.Kind, _ spec: OptionSpec, _ value: OptionValue
  ) -> Outcome {
    switch kind {
    case .list: return list(value)
    case .map(let words): return map(value, words)
    case .either(let kinds):
      for kind in kinds {
        switch setting(kind, spec, value) {
        case .unfit: continue
        case let outcome: return outcome
        }
      }
      return .unfit
    case .flag, .character, .text, .word, .int: break
    }
    guard OptionReader.isSingle(value) else { return .unfit }
    guard let constant = constant(value) else { return .told }
    switch (kind, constant) {
    case (.flag, .bool(let flag)): return .read(.flag(flag))
    case (.int(let range), .int(let number)):
      return range.contains(Int(number)) ? .read(.int(Int(number))) : .unfit
    case (.text, .text(let text)): return .read(.text(text))
    case (.word(let words), .text(let text)):
      let word = spec.aliases[text.lowercased()] ?? text.lowercased()
      return words.contains(word) ? .read(.word(word)) : .unfit
    case (.character(let signs), .text(let text)):
      let sign = OptionReader.signs[text.lowercased()] ?? text
      guard sign.utf8.count == 1, let byte = sign.utf8.first, signs?.contains(sign) ?? true else {
        return .unfit
      }
      return .read(.character(byte))
    default: return .unfit
    }
  }

  /// Words for signs that are awkward to type.
  private static let signs = [
    "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " ",
  ]

  static func isSingle(_ value: OptionValue) -> Bool {
    switch value {
    case .expression(let expression):
      if case .list = expression.kind { return false }
      return true
    case .word: return true
    case .list, .map: return false
    }
  }

  private func list(_ value: OptionValue) -> Outcome {
    let items: [OptionValue]
    switch value {
    case .list(let values, _): items = values
    case .expression(let expression):
      // A list of constants is an expression to the parser.
      if case .list(let inner) = expression.kind {
        items = inner.map { .expression($0) }
      } else {
        items = [value]
      }
    case .word: items = [value]
    case .map: return .unfit
    }
    var texts: [String] = []
    for item in items {
      guard OptionReader.isSingle(item) else { return .unfit }
      guard let constant = constant(item) else { return .told }
      if !constant.isNull { texts.append(constant.plainText) }
    }
    return .read(.list(texts))
  }

  private mutating func map(_ value: OptionValue, _ words: [String]?) -> Outcome {
    guard case .map(let entries, _) = value else { return .unfit }
    var result: [String: String] = [:]
    for entry in entries {
      guard OptionReader.isSingle(entry.value) else { return .unfit }
      guard let constant = constant(entry.value) else { return .told }
      let text = words == nil ? constant.plainText : constant.plainText.lowercased()
      if let words, !words.contains(text) {
        wrong(entry, Words.anyOf(words))
        continue
      }
      result[TextNormalization.normalizeNFC(entry.name.text)] = text
    }
    return .read(.map(result))
  }

  // MARK: Errors

  private mutating func wrong(_ option: FileOption, _ takes: Words) {
    diagnostics.append(
      Diagnostic(
        code: "E0701",
        Words(
          en: "`\(option.name.text)` takes \(takes.en)",
          vi: "`\(option.name.text)` nhận \(takes.text(in: .vi))"),
        at: option.range))
  }

  private mutating func unknown(_ option: FileOption) {
    let known = specs.map(\.name)
    let near = Suggestions.nearest(option.name.text, among: known)
    let isElsewhere = elsewhere.contains(option.name.text.lowercased())
    let (en, vi) = isElsewhere ? (" for \(owner)", " cho \(owner)") : ("", "")
    diagnostics.append(
      Diagnostic(
        code: "E0702",
        Words(
          en: "there is no option `\(option.name.text)`\(en)",
          vi: "không có tùy chọn `\(option.name.text)`\(vi)"), at: option.name.range,
        fix: near.map { Words.didYouMean("`\($0)`") }
          ?? Words(
            en: "options: \(known.joined(separator: ", "))",
            vi: "các tùy chọn: \(known.joined(separator: ", "))"), replacement: near))
  }
}

/// Options that do not fit, each with its error.
public struct OptionProblems: Error, Sendable {
  public let diagnostics: [Diagnostic]

  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
