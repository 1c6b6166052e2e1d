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
    }
  }
}

/// The options of one file, read and checked. Two are equal when they say the same.
public struct OptionValues: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  private var settings: [String: OptionSetting]

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
    settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
  }
}
