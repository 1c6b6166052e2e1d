/// The value of an option, of the kind that its `OptionSpec` asks for.
public enum OptionSetting: Sendable, Hashable, CustomStringConvertible {
  case flag(Bool)
  case character(UInt8)
  case text(String)
  /// One of the words of the option, in its usual spelling.
  case word(String)
  case list([String])
  case map([String: String])
  case int(Int)
  /// Lines, from 1.
  case lines(ClosedRange<Int>)

  /// A text that differs where the values differ: what tells readings of one file apart.
  public var description: String {
    switch self {
    case .flag(let flag): "\(flag)"
    case .character(let byte): String(reflecting: String(UnicodeScalar(byte)))
    case .text(let text): String(reflecting: text)
    case .word(let word): word
    case .list(let texts): "\(texts)"
    case .map(let entries):
      "{"
        + entries.sorted { $0.key < $1.key }.map { "\(String(reflecting: $0.key)): \($0.value)" }
        .joined(separator: ", ") + "}"
    case .int(let number): "\(number)"
    case .lines(let lines): "\(lines.lowerBound)..\(lines.upperBound)"
    }
  }
}

/// How a session reads files where a query does not say: what was read by other habits is not used.
public struct ReadingHabits: Sendable, Hashable {
  /// Whether an order of dates that a file leaves open is day first.
  public var prefersDayFirst: Bool
  /// Whether lines that cannot be kept whole are an error rather than a note.
  public var failsOnRejected: Bool
  /// Whether a description says what the file holds, so that nothing is left to find.
  public var isDescribed = false
  /// From which size on, in bytes as it is stored, a file may forget rows that do not matter.
  public var largeFile = FileSource.largeFile

  public init(prefersDayFirst: Bool = false, failsOnRejected: Bool = false) {
    self.prefersDayFirst = prefersDayFirst
    self.failsOnRejected = failsOnRejected
  }

  var described: [String] {
    (prefersDayFirst ? ["day first"] : []) + (failsOnRejected ? ["fails on rejected lines"] : [])
      + (isDescribed ? ["described"] : [])
  }
}

/// The options of one file, read and checked. Two are equal when they say the same.
public struct OptionValues: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  private var settings: [String: OptionSetting]
  /// What holds where no option speaks.
  public var habits = ReadingHabits()

  public init(_ settings: [String: OptionSetting] = [:]) { self.settings = settings }

  public init(dictionaryLiteral elements: (String, OptionSetting)...) {
    settings = Dictionary(elements, uniquingKeysWith: { _, last in last })
  }

  /// The value given for an option; nil where none is.
  public subscript(name: String) -> OptionSetting? {
    get { settings[name] }
    set { settings[name] = newValue }
  }

  /// Whether an option is given and true.
  public func isOn(_ name: String) -> Bool { settings[name] == .flag(true) }

  public var isEmpty: Bool { settings.isEmpty }

  /// Each as `name=value`, by name: for `SourceID.options`.
  public var described: [String] {
    settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" } + habits.described
  }
}

extension OptionValues {
  /// The file of an archive that is meant.
  var member: String? {
    if case .text(let name)? = self["file"] { return name }
    return nil
  }
}
