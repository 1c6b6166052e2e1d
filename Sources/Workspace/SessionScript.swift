package import Language
import Sources

/// The statements of a session that worked, as a query file that gives the same again.
package struct SessionScript {
  package init() {}

  /// Each text once, so that what is asked again and again for days takes no room.
  private var texts: [String] = []
  private var places: [String: Int32] = [:]
  /// For each statement the place of its text.
  private var order: [Int32] = []

  /// The statements in order, as they were typed.
  package var statements: [String] { order.map { texts[Int($0)] } }

  /// Takes in a statement that worked.
  package mutating func add(_ statement: Statement, in source: SourceText) {
    switch statement.kind {
    case .shellCommand, .invalid, .explain: return
    // A password belongs in no file.
    default: add(Secrets.removed(from: source[statement.range]))
    }
  }

  private mutating func add(_ text: String) {
    let place = places[text] ?? Int32(truncatingIfNeeded: texts.count)
    if Int(place) == texts.count {
      places[text] = place
      texts.append(text)
    }
    order.append(place)
  }

  /// The text of the file. Paths of `load` become parameters, so that the file runs on other data;
  /// what `_` stood for gets a name, since files have no last result.
  package func text(today: String) -> String {
    var parameters: [String] = []
    var names: Set<String> = []
    var lines: [String] = []
    /// The index in `lines` of the statement whose result `_` is, and the name it has got.
    var last: (place: Int, name: String?)?
    var results = 0
    for statement in statements {
      var text = statement
      let source = SourceText(text)
      let tokens = Lexer.tokens(in: source)
      func isWord(_ token: Token, _ word: String) -> Bool {
        token.kind == .name && source[token.range].lowercased() == word
      }
      let usesLast = tokens.filter { isWord($0, "_") }
      if !usesLast.isEmpty, let (place, known) = last {
        var name = known ?? ""
        if known == nil {
          results += 1
          name = "result_\(results)"
          lines[place] = "let \(name) = \(lines[place])\n\n\(name)"
          last = (place, name)
        }
        text = SessionScript.replacing(usesLast.map(\.range), in: text, with: name)
      }
      // A parameter's text is not looked through for others: such a path stays as it is.
      if tokens.count > 1, tokens[1].kind == .text, isWord(tokens[0], "load"),
        !source[tokens[1].range].contains("{$")
      {
        let literal = source[tokens[1].range]
        let stem = Session.stem(SessionScript.unquoted(literal))
        var name = String(stem.map { $0.isLetter || $0.isNumber ? $0 : "_" }) + "_file"
        if name.first?.isNumber == true { name = "file_" + name }
        while !names.insert(name).inserted { name += "_" }
        parameters.append("param \(name): text = \(literal)")
        // Without `as` the table is named after the file, which a parameter does not tell.
        let hasName = tokens.contains { isWord($0, "as") }
        text = SessionScript.replacing(
          [tokens[1].range], in: text,
          with: "$\(name)" + (hasName ? "" : " as \(SyntaxText.name(stem))"))
      }
      lines.append(text)
      switch Parser.parse(script: SourceText(text)).script.statements.last?.kind {
      case .pipeline: last = (lines.count - 1, nil)
      default: break
      }
    }
    let head = "# A session of Tiendo, saved on \(today).\n"
    let body = ([parameters.joined(separator: "\n")] + lines).filter { !$0.isEmpty }
    let whole = head + "\n" + body.joined(separator: "\n\n") + "\n"
    return Formatter.format(SourceText(whole)) ?? whole
  }

  private static func unquoted(_ literal: String) -> String {
    String(literal.dropFirst().dropLast())
  }

  private static func replacing(
    _ ranges: [SourceRange], in text: String, with new: String
  ) -> String {
    var bytes = Array(text.utf8)
    for range in ranges.sorted(by: { $0.start > $1.start }) {
      bytes.replaceSubrange(range.start..<range.end, with: Array(new.utf8))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
