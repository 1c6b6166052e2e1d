import Language

/// Parameters of the command line that a file does not have.
enum UnknownParameter {
  /// The names that statements declare; nil where an included file may declare more.
  static func declared(by statements: [Statement]) -> [String]? {
    var names: [String] = []
    for statement in statements {
      switch statement.kind {
      case .param(let name, _, _): names.append(name.text)
      case .include: return nil
      default: break
      }
    }
    return names
  }

  /// What to say of the first name that was given and not declared; nil where there is none.
  static func words(
    of given: some Sequence<String>, declared: [String], inReport isReport: Bool = false
  ) -> Words? {
    guard let name = given.sorted().first(where: { !declared.contains($0) }) else { return nil }
    let near = Suggestions.nearest(name, among: declared)
    return Words(
      en: "tiendo: no parameter `\(name)` in this \(isReport ? "report" : "file")"
        + (near.map { "; did you mean \($0)?" } ?? ""),
      vi: "tiendo: \(isReport ? "báo cáo" : "tệp") này không có tham số `\(name)`"
        + (near.map { "; có phải ý bạn là \($0)?" } ?? ""))
  }
}
