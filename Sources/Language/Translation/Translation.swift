/// A query of another language in the words used here.
public struct Translation: Sendable, Hashable {
  /// The same query, on one line.
  public var text: String
  /// What is said otherwise here, and is worth knowing.
  public var remarks: [Words]

  public init(text: String, remarks: [Words] = []) {
    self.text = text
    self.remarks = remarks
  }

  /// What looking at a text gives.
  public enum Outcome: Sendable, Hashable {
    case translated(Translation)
    /// A part has no like here.
    case untranslated(part: String, Words)
  }

  /// A text as a query of another language; nil where it is none.
  ///
  /// Asked for text that is no query here: a word such as `filter` is understood as it is.
  /// - Parameter columns: the names of the columns of a table or file, as it is written here; nil
  ///   where they are not known.
  public static func of(
    _ text: String, columns: (String) -> [String]? = { _ in nil }
  ) -> Outcome? {
    let body = trimmed(text)
    guard !body.isEmpty, body.utf8.count <= 20_000 else { return nil }
    let parts = statements(in: body)
    if parts.count > 1 { return ofSeveral(parts, columns) }
    if let command = ForeignCommands.translated(body) {
      return .translated(Translation(text: command))
    }
    if let words = ForeignCommands.refused(body) {
      return .untranslated(part: String(body.prefix { !$0.isWhitespace }), words)
    }
    guard let language = language(of: body) else { return nil }
    return withoutActuallyEscaping(columns) { columns in
      do throws(ForeignProblem) {
        let found = try translated(body, language, columns)
        // What is said the same way here has another mistake.
        if found.text == body || Parser.parse(script: SourceText(found.text)).diagnostics.hasErrors
        {
          return nil
        }
        return .translated(found)
      } catch {
        // A step that Kusto does not have either is a slip of the finger.
        if language == .kusto, !KustoTranslator.isKnown(error.part) { return nil }
        return .untranslated(part: error.part, error.words)
      }
    }
  }

  /// The parts of a text between semicolons; those in quotes and comments do not count.
  private static func statements(in text: String) -> [String] {
    let source = SourceText(text)
    var parts: [String] = []
    var start = 0
    for token in ForeignLexer.tokens(text, .sql) where token.isSign(";") || token.kind == .end {
      let part = trimmed(source[SourceRange(start, token.range.start)])
      if !part.isEmpty { parts.append(part) }
      start = token.range.end
    }
    return parts
  }

  /// Several statements, of which those that are queries here stay as they are; nil where none is of
  /// another language.
  private static func ofSeveral(
    _ parts: [String], _ columns: (String) -> [String]?
  ) -> Outcome? {
    var texts: [String] = []
    var remarks: [Words] = []
    var isForeign = false
    for part in parts {
      if !Parser.parse(script: SourceText(part), mode: .prompt).diagnostics.hasErrors {
        texts.append(part)
        continue
      }
      switch of(part, columns: columns) {
      case .translated(let found)?:
        isForeign = true
        texts.append(found.text)
        remarks += found.remarks.filter { !remarks.contains($0) }
      case .untranslated(let part, let words)?: return .untranslated(part: part, words)
      case nil: return nil
      }
    }
    return isForeign
      ? .translated(Translation(text: texts.joined(separator: "; "), remarks: remarks)) : nil
  }

  /// The language of a text, by its first word and its signs.
  static func language(of text: String) -> ForeignLanguage? {
    let tokens = ForeignLexer.tokens(text, .sql)
    switch tokens[0].word {
    case "select": return .sql
    case "with" where tokens.count > 2 && (tokens[2].word == "as" || tokens[1].word == "recursive"):
      return .sql
    case "create", "copy", "explain":
      if tokens.contains(where: { $0.word == "select" }) { return .sql }
    default: break
    }
    let chain = ForeignLexer.tokens(text, .dplyr)
    if chain.contains(where: { $0.isSign("%>%") || $0.isSign("|>") }) { return .dplyr }
    return KustoTranslator.isMeant(by: ForeignLexer.tokens(text, .kusto)) ? .kusto : nil
  }

  private static func translated(
    _ text: String, _ language: ForeignLanguage, _ columns: @escaping (String) -> [String]?
  ) throws(ForeignProblem) -> Translation {
    switch language {
    case .sql: return try select(text, columns)
    case .kusto:
      var translator = KustoTranslator(text)
      let own = try translator.whole()
      return Translation(text: own, remarks: translator.writer.remarks)
    case .dplyr:
      var translator = DplyrTranslator(text)
      let own = try translator.whole()
      return Translation(text: own, remarks: translator.writer.remarks)
    }
  }

  /// A SELECT, alone or in `create table … as`, `copy (…) to '…'` and `explain`.
  private static func select(
    _ text: String, _ columns: @escaping (String) -> [String]?
  ) throws(ForeignProblem) -> Translation {
    var sql = SQLReader(text)
    var before = ""
    var after = ""
    if sql.reader.accept(word: "explain") {
      let isAnalyze = sql.reader.accept(word: "analyze")
      before = isAnalyze ? "explain analyze " : "explain "
    } else if sql.reader.accept(word: "create") {
      while ["or", "replace", "temp", "temporary", "table", "view"].contains(sql.reader.token.word)
      {
        sql.reader.advance()
      }
      before = "let \(SyntaxText.name(try sql.reader.name())) = "
      try sql.reader.expect(word: "as")
    } else if sql.reader.accept(word: "copy") {
      try sql.reader.expect("(")
      let query = try sql.query()
      try sql.reader.expect(")")
      try sql.reader.expect(word: "to")
      guard sql.reader.token.kind == .text else { throw sql.reader.unexpected("a file") }
      after = " | export \(SyntaxText.quoted(sql.reader.token.text))"
      var translator = SQLTranslator(columns)
      let written = try translator.pipeline(query)
      return Translation(text: written.text + after, remarks: translator.writer.remarks)
    }
    let query = try sql.whole()
    var translator = SQLTranslator(columns)
    let written = try translator.pipeline(query)
    return Translation(
      text: before + written.text, remarks: translator.writer.remarks)
  }

  static func trimmed(_ text: String) -> String {
    var body = text[...]
    while let first = body.first, first.isWhitespace { body.removeFirst() }
    while let last = body.last, last.isWhitespace || last == ";" { body.removeLast() }
    return String(body)
  }

  /// Whether a text that is being typed is a query of another language that is not at its end: a
  /// SELECT begun without its `from` goes on to `;` or to an empty line.
  public static func goesOn(_ text: String) -> Bool {
    let tokens = ForeignLexer.tokens(text, .sql)
    guard tokens.count > 2, ["select", "with"].contains(tokens[0].word),
      !tokens[1].isSign("|"), !tokens[1].isSign("=")
    else { return false }
    if tokens[tokens.count - 2].isSign(";") { return false }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.count > 1, lines.last?.allSatisfy(\.isWhitespace) == true { return false }
    let head = ForeignLexer.tokens(String(lines.first ?? ""), .sql)
    return !head.contains { $0.word == "from" }
  }
}

/// What other shells are asked, in the commands of this one.
enum ForeignCommands {
  /// What to do instead of changing a table, which no query here does; nil for all else.
  static func refused(_ text: String) -> Words? {
    let words = ForeignLexer.tokens(text, .sql).prefix(4).map(\.word)
    guard words.count > 2 else { return nil }
    switch (words[0], words[1]) {
    case ("insert", "into"), ("delete", "from"), ("drop", "table"), ("alter", "table"),
      ("truncate", "table"):
      break
    case ("update", _) where words.count > 2 && words[2] == "set": break
    case ("create", "table") where !text.lowercased().contains("select"): break
    default: return nil
    }
    return Words(
      en:
        "tables are not changed here: `derive` computes columns, `where` leaves rows out, `let t = …` keeps the result",
      vi:
        "ở đây không sửa bảng: `derive` tính cột, `where` bỏ dòng, `let t = …` giữ kết quả")
  }

  static func translated(_ text: String) -> String? {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first, !text.contains("\n") else { return nil }
    let rest = words.dropFirst().joined(separator: " ")
    let name = words.dropFirst().last.map { word in
      SyntaxText.name(word.split(separator: ".").last.map(String.init) ?? word)
    }
    switch first.lowercased() {
    case "show":
      guard words.count > 1 else { return nil }
      if ["tables", "databases", "schemas"].contains(words[1].lowercased()) { return ".tables" }
      return words.count > 3 && words[1].lowercased() == "columns"
        ? name.map { ".schema \($0)" } : nil
    case "\\dt", "\\dt+", "\\l": return ".tables"
    case "\\d", "\\d+":
      return words.count == 1 ? ".tables" : words.count == 2 ? name.map { ".schema \($0)" } : nil
    case "desc", "describe": return words.count == 2 ? name.map { ".schema \($0)" } : nil
    case "pragma":
      guard let open = rest.firstIndex(of: "("), rest.lowercased().hasPrefix("table_info") else {
        return nil
      }
      let table = rest[rest.index(after: open)...].filter { $0 != ")" && $0 != "'" && $0 != "\"" }
      return ".schema \(SyntaxText.name(table))"
    case "summarize", "table":
      guard let name, words.count == 2 else { return nil }
      return first.lowercased() == "table" ? name : "\(name) | describe"
    case "\\q": return ".quit"
    case "\\?", "\\h": return rest.isEmpty ? ".help" : ".help \(rest)"
    case "\\i": return ".run \(rest)"
    case "\\o": return rest.isEmpty ? ".output" : ".output \(rest)"
    case "\\g" where !rest.isEmpty: return ".once \(rest)"
    case "\\x": return ".mode line"
    case "\\timing": return ".timing \(rest.isEmpty ? "on" : rest)"
    case "\\e": return ".edit"
    case "\\s": return ".history"
    case "\\cd": return ".cd \(rest)"
    case "\\watch": return ".watch \(rest.isEmpty ? "2" : rest)"
    case "\\!" where !rest.isEmpty: return ".shell \(rest)"
    default: return nil
    }
  }
}
