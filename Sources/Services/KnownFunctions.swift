package import Functions

/// The functions of the language, whatever their kind: of rows, of groups, of windows.
package enum KnownFunctions {
  package static var names: [String] {
    let special = SpecialForms.help.map(\.name).filter { $0.allSatisfy(\.isLetter) }
    var names = Set(FunctionRegistry.standard.names + special)
    names.formUnion(Aggregate.allCases.map(\.rawValue))
    names.formUnion(WindowFunction.allCases.map(\.rawValue))
    return names.sorted()
  }

  /// A function of any kind, by its name or a word of another language.
  package static func named(_ word: String) -> (name: String, help: FunctionHelp)? {
    let name = word.lowercased()
    if let special = SpecialForms.help.first(where: {
      $0.name == name || $0.name == SpecialForms.synonyms[name]
    }) {
      return special
    }
    if let aggregate = Aggregate.named(name) { return (aggregate.rawValue, aggregate.help) }
    if let window = WindowFunction.named(name) { return (window.rawValue, window.help) }
    return FunctionRegistry.standard.scalar(named: name).map { ($0.name, $0.help) }
  }
}
