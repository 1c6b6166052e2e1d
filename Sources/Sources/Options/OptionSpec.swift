public import Language

/// An option of a file, defined once: `with (…)` is read by it, completion and error messages know
/// it, help and the reference describe it.
public struct OptionSpec: Sendable, Hashable {
  /// What kind of value an option takes.
  public enum Kind: Sendable, Hashable {
    /// `true` or `false`; the name alone means true.
    case flag
    /// One character of one byte, or a word that names one (`tab`, `comma`, `semicolon`, `pipe`);
    /// nil: any.
    case character(among: [String]?)
    /// Any text.
    case text
    /// One of these words, bare or in quotes, in either case.
    case word([String])
    /// Texts in square brackets; one text alone is a list of one.
    case list
    /// A value for each of some names: `{code: text}`. Nil: any text, else one of these words.
    case map([String]?)
    /// A whole number between these bounds.
    case int(ClosedRange<Int>)
    /// The first of several kinds that fits.
    case either([Kind])
  }

  /// How it is written, in small letters.
  public let name: String
  public let kind: Kind
  /// What it does, in a sentence.
  public let about: Words
  /// A value as one would type it.
  public let example: String
  /// What it takes, for the message about another value.
  public let takes: Words
  /// Other spellings of a word.
  public let aliases: [String: String]

  /// - Parameter takes: only where the words made from `kind` would not do.
  public init(
    _ name: String, _ kind: Kind, _ about: Words, example: String, takes: Words? = nil,
    aliases: [String: String] = [:]
  ) {
    self.name = name
    self.kind = kind
    self.about = about
    self.example = example
    self.takes = takes ?? kind.takes
    self.aliases = aliases
  }

  /// The values that completion offers; empty where they cannot be listed.
  public var choices: [String] { kind.choices }
}

extension OptionSpec.Kind {
  /// The kind of value in words: "`delimiter` takes one character".
  var takes: Words {
    switch self {
    case .flag: Words(en: "true or false", vi: "true hoặc false")
    case .character(nil): Words(en: "one character", vi: "một ký tự")
    case .character(let signs?): Words.anyOf(signs.map { "\"\($0)\"" })
    case .text: Words(en: "a text in quotes", vi: "một văn bản trong dấu nháy")
    case .word(let words): Words.anyOf(words)
    case .list:
      Words(en: "a list of texts such as [\"NA\"]", vi: "một danh sách văn bản như [\"NA\"]")
    case .map: Words(en: "{name: value, …}", vi: "{tên: giá trị, …}")
    case .int(let range):
      range.upperBound == .max
        ? Words(
          en: "a whole number from \(range.lowerBound) on",
          vi: "một số nguyên từ \(range.lowerBound) trở lên")
        : Words(
          en: "a whole number from \(range.lowerBound) to \(range.upperBound)",
          vi: "một số nguyên từ \(range.lowerBound) đến \(range.upperBound)")
    case .either(let kinds):
      Words(
        en: kinds.map(\.takes.en).joined(separator: ", or "),
        vi: kinds.map { $0.takes.text(in: .vi) }.joined(separator: ", hoặc "))
    }
  }

  var choices: [String] {
    switch self {
    case .flag: ["true", "false"]
    case .character(let signs?): signs.map { "\"\($0)\"" }
    case .word(let words): words
    case .either(let kinds): kinds.flatMap(\.choices)
    case .character(nil), .text, .list, .map, .int: []
    }
  }
}

/// An option together with what it changes in the settings of a format.
public struct OptionField<Target>: Sendable {
  public let spec: OptionSpec
  private let change: @Sendable (inout Target, OptionSetting) -> Void

  public init(
    _ spec: OptionSpec, _ change: @escaping @Sendable (inout Target, OptionSetting) -> Void
  ) {
    self.spec = spec
    self.change = change
  }

  /// The settings after the options that are given.
  public static func applied(
    _ fields: [OptionField], _ values: OptionValues, to target: Target
  ) -> Target {
    var target = target
    for field in fields {
      if let setting = values[field.spec.name] { field.change(&target, setting) }
    }
    return target
  }

  public static func flag(
    _ name: String, _ about: Words, example: String = "true",
    _ change: @escaping @Sendable (inout Target, Bool) -> Void
  ) -> OptionField {
    OptionField(OptionSpec(name, .flag, about, example: example)) { target, setting in
      if case .flag(let flag) = setting { change(&target, flag) }
    }
  }

  public static func character(
    _ name: String, among signs: [String]? = nil, _ about: Words, example: String,
    _ change: @escaping @Sendable (inout Target, UInt8) -> Void
  ) -> OptionField {
    OptionField(OptionSpec(name, .character(among: signs), about, example: example)) {
      target, setting in
      if case .character(let byte) = setting { change(&target, byte) }
    }
  }

  public static func word(
    _ name: String, _ words: [String], _ about: Words, example: String, takes: Words? = nil,
    aliases: [String: String] = [:],
    _ change: @escaping @Sendable (inout Target, String) -> Void
  ) -> OptionField {
    OptionField(
      OptionSpec(name, .word(words), about, example: example, takes: takes, aliases: aliases)
    ) { target, setting in
      if case .word(let word) = setting { change(&target, word) }
    }
  }

  public static func text(
    _ name: String, _ about: Words, example: String,
    _ change: @escaping @Sendable (inout Target, String) -> Void
  ) -> OptionField {
    OptionField(OptionSpec(name, .text, about, example: example)) { target, setting in
      if case .text(let text) = setting { change(&target, text) }
    }
  }

  public static func list(
    _ name: String, _ about: Words, example: String,
    _ change: @escaping @Sendable (inout Target, [String]) -> Void
  ) -> OptionField {
    OptionField(OptionSpec(name, .list, about, example: example)) { target, setting in
      if case .list(let texts) = setting { change(&target, texts) }
    }
  }

  public static func map(
    _ name: String, of words: [String]?, _ about: Words, example: String, takes: Words? = nil,
    _ change: @escaping @Sendable (inout Target, [String: String]) -> Void
  ) -> OptionField {
    OptionField(OptionSpec(name, .map(words), about, example: example, takes: takes)) {
      target, setting in
      if case .map(let entries) = setting { change(&target, entries) }
    }
  }

  public static func int(
    _ name: String, _ range: ClosedRange<Int>, _ about: Words, example: String,
    _ change: @escaping @Sendable (inout Target, Int) -> Void
  ) -> OptionField {
    OptionField(OptionSpec(name, .int(range), about, example: example)) { target, setting in
      if case .int(let number) = setting { change(&target, number) }
    }
  }
}
