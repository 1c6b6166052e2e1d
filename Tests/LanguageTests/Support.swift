import Language
import Testing

/// The tree of a text that must be without errors.
func dump(
  _ text: String, mode: ParseMode = .file, at location: SourceLocation = #_sourceLocation
) -> String {
  let (script, diagnostics) = Parser.parse(script: SourceText(text), mode: mode)
  #expect(diagnostics.filter(\.isError).isEmpty, "\(text)", sourceLocation: location)
  #expect(!script.statements.contains { !$0.isValid }, sourceLocation: location)
  return script.dump()
}

/// The tree of one expression, as `where` reads it.
func expression(_ text: String, at location: SourceLocation = #_sourceLocation) -> String {
  let (expr, diagnostics) = Parser.parse(expression: SourceText(text))
  #expect(diagnostics.filter(\.isError).isEmpty, "\(text)", sourceLocation: location)
  #expect(expr.range == SourceRange(0, text.utf8.count), sourceLocation: location)
  return expr.dump()
}

/// What is said about a text: `CODE [underlined] message`, and ` → fix` where there is one.
func problems(_ text: String, mode: ParseMode = .file) -> [String] {
  let source = SourceText(text)
  return Parser.parse(script: source, mode: mode).diagnostics.map { diagnostic in
    let fix = diagnostic.fix.map { " → \($0.en)" } ?? ""
    return "\(diagnostic.code) [\(source[diagnostic.range])] \(diagnostic.message)\(fix)"
  }
}

/// Only codes and underlined text.
func marks(_ text: String, mode: ParseMode = .file) -> [String] {
  let source = SourceText(text)
  return Parser.parse(script: source, mode: mode).diagnostics.map { diagnostic in
    "\(diagnostic.code) [\(source[diagnostic.range])]"
  }
}

/// Numbers that are the same on each run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
