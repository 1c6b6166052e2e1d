/// What lies behind a code such as `E0202`: a paragraph for `explain-error`.
///
/// Each target lists its own; codes never change their meaning.
public struct CodeExplanation: Sendable, Hashable {
  public let code: String
  /// One paragraph: what it means, why it is so, and how to write it instead.
  public let text: Words

  public init(_ code: String, _ text: Words) {
    self.code = code
    self.text = text
  }

  /// The explanation of a code of this target, whatever its case.
  public static func of(_ code: String) -> CodeExplanation? {
    let wanted = code.uppercased()
    return language.first { $0.code == wanted }
  }

  /// All codes that have an explanation, in order.
  public static let everything: [CodeExplanation] = language.sorted { $0.code < $1.code }

  /// All codes that reading a query can give, in order.
  public static let language: [CodeExplanation] = signs + steps + expressions + assumptions + hints
}
