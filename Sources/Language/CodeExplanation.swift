/// What lies behind a code such as `E0202`: a paragraph for `explain-error` and help.
///
/// Codes never change their meaning. E01–E04 are about the text of a query, E05 about names and types,
/// E06 about what only the data tell, E07 about files, parameters and settings; H are hints, W
/// warnings, N notes under results.
public struct CodeExplanation: Sendable, Hashable {
  public let code: String
  /// One paragraph: what it means, why it is so, and how to write it instead.
  public let text: Words

  public init(_ code: String, _ text: Words) {
    self.code = code
    self.text = text
  }

  /// The explanation of a code, whatever its case.
  public static func of(_ code: String) -> CodeExplanation? {
    let wanted = code.uppercased()
    return all.first { $0.code == wanted }
  }

  /// The codes that reading a query can give.
  static let language: [CodeExplanation] = signs + steps + expressions + assumptions + hints

  /// Every code that the program can give, in order.
  public static let all: [CodeExplanation] =
    [
      language,
      binding,
      running,
      session,
      connections,
      notes, files,
      tasks,
      periods,
      doubts,
      columns,
      reports,
      targets,
      workbooks,
    ].flatMap { $0 }.sorted { $0.code < $1.code }
}
