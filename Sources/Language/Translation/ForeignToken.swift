/// The languages that are translated.
public enum ForeignLanguage: Sendable, Hashable {
  case sql, kusto, dplyr
}

/// A word, number, text or sign of another language.
struct ForeignToken: Hashable {
  enum Kind: Hashable { case word, quotedName, text, number, sign, end }

  let kind: Kind
  /// What is meant: without quotes, and with escapes made letters.
  let text: String
  /// Where it stands, in bytes.
  let range: SourceRange

  /// The word in lower case; empty for anything else.
  var word: String { kind == .word ? text.lowercased() : "" }

  func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }
}

/// Cuts text of another language into tokens; it never fails.
struct ForeignLexer {
  private let scalars: [Unicode.Scalar]
  private let language: ForeignLanguage
  private var place = 0
  private var offset = 0

  static func tokens(_ text: String, _ language: ForeignLanguage) -> [ForeignToken] {
    var lexer = ForeignLexer(scalars: Array(text.unicodeScalars), language: language)
    var tokens: [ForeignToken] = []
    while let token = lexer.next() { tokens.append(token) }
    let end = SourceRange(at: text.utf8.count)
    return tokens + [ForeignToken(kind: .end, text: "", range: end)]
  }

  private init(scalars: [Unicode.Scalar], language: ForeignLanguage) {
    self.scalars = scalars
    self.language = language
  }

  private func peek(_ ahead: Int = 0) -> Unicode.Scalar? {
    place + ahead < scalars.count ? scalars[place + ahead] : nil
  }

  private mutating func take() -> Unicode.Scalar {
    let scalar = scalars[place]
    place += 1
    offset += String(scalar).utf8.count
    return scalar
  }

  private func starts(_ text: String) -> Bool {
    text.unicodeScalars.enumerated().allSatisfy { peek($0.offset) == $0.element }
  }

  private mutating func skipTrivia() {
    while let scalar = peek() {
      let line = language == .sql ? "--" : language == .kusto ? "//" : "#"
      if scalar.properties.isWhitespace {
        _ = take()
      } else if starts(line) {
        while let next = peek(), next != "\n" {
          _ = take()
          _ = next
        }
      } else if language == .sql, starts("/*") {
        while peek() != nil, !starts("*/") { _ = take() }
        for _ in 0..<2 where peek() != nil { _ = take() }
      } else {
        return
      }
    }
  }

  private mutating func next() -> ForeignToken? {
    skipTrivia()
    guard let first = peek() else { return nil }
    let start = offset
    func token(_ kind: ForeignToken.Kind, _ text: String, _ end: Int) -> ForeignToken {
      ForeignToken(kind: kind, text: text, range: SourceRange(start, end))
    }
    if first == "'" || first == "\"" || first == "`" {
      let isName = first == "`" || (first == "\"" && language == .sql)
      let text = quoted()
      return token(isName ? .quotedName : .text, text, offset)
    }
    if isDigit(first) || (first == "." && peek(1).map(isDigit) == true) {
      return token(.number, number(), offset)
    }
    if isNameStart(first) {
      var word = ""
      while let scalar = peek(), isNamePart(scalar) { word.unicodeScalars.append(take()) }
      return token(.word, word, offset)
    }
    for sign in ForeignLexer.signs where starts(sign) {
      for _ in sign.unicodeScalars { _ = take() }
      return token(.sign, sign, offset)
    }
    let sign = String(take())
    return token(.sign, sign, offset)
  }

  /// The signs of more than one letter, longest first.
  private static let signs = [
    "%>%", "%in%", "%%", "%/%", "!=", "<>", "<=", ">=", "==", "=~", "!~", "||", "::", "..", "|>",
    "<-", "&&", "//", "=>",
  ]

  private func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private func isNameStart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "$" || scalar.properties.isXIDStart
  }

  private func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "$" || scalar.properties.isXIDContinue
      || (language == .dplyr && scalar == ".")
  }

  private mutating func number() -> String {
    var text = ""
    while let scalar = peek() {
      if isDigit(scalar) {
      } else if scalar == ".", peek(1).map(isDigit) == true, !text.contains(".") {
      } else if scalar == "e" || scalar == "E", !text.contains("e") {
        let after = peek(1)
        let isExponent =
          after.map(isDigit) == true
          || ((after == "-" || after == "+") && peek(2).map(isDigit) == true)
        guard isExponent else { break }
        text.unicodeScalars.append("e")
        _ = take()
        if after == "-" || after == "+" { text.unicodeScalars.append(take()) }
        continue
      } else {
        break
      }
      text.unicodeScalars.append(take())
    }
    // `7d` and `1h` are durations in Kusto, `5L` is an integer in R.
    if language != .sql, let unit = peek(), isNameStart(unit) {
      if language == .dplyr, unit == "L" {
        _ = take()
        return text
      }
      while let scalar = peek(), isNamePart(scalar) { text.unicodeScalars.append(take()) }
    }
    return text.hasPrefix(".") ? "0" + text : text
  }

  private mutating func quoted() -> String {
    let quote = take()
    var text = ""
    while let scalar = peek() {
      _ = take()
      if scalar == quote {
        if language != .dplyr, peek() == quote {
          text.unicodeScalars.append(take())
          continue
        }
        return text
      }
      if scalar == "\\", language != .sql, quote != "`", let next = peek() {
        _ = take()
        switch next {
        case "n": text.unicodeScalars.append("\n")
        case "t": text.unicodeScalars.append("\t")
        default: text.unicodeScalars.append(next)
        }
        continue
      }
      text.unicodeScalars.append(scalar)
    }
    return text
  }
}
