/// Reads expressions of other languages.
struct ForeignReader {
  let language: ForeignLanguage
  let source: String
  let tokens: [ForeignToken]
  var index = 0
  var depth = 0

  init(_ text: String, _ language: ForeignLanguage) {
    source = text
    self.language = language
    tokens = ForeignLexer.tokens(text, language)
  }

  // MARK: Tokens

  var token: ForeignToken { tokens[min(index, tokens.count - 1)] }

  func token(ahead: Int) -> ForeignToken { tokens[min(max(0, index + ahead), tokens.count - 1)] }

  var isAtEnd: Bool { token.kind == .end || token.isSign(";") }

  mutating func advance() { index += 1 }

  mutating func accept(word: String) -> Bool {
    guard token.word == word else { return false }
    index += 1
    return true
  }

  mutating func accept(words: String...) -> Bool {
    for (ahead, word) in words.enumerated() where token(ahead: ahead).word != word { return false }
    index += words.count
    return true
  }

  mutating func accept(_ sign: String) -> Bool {
    guard token.isSign(sign) else { return false }
    index += 1
    return true
  }

  mutating func expect(_ sign: String) throws(ForeignProblem) {
    guard accept(sign) else { throw unexpected("`\(sign)`") }
  }

  mutating func expect(word: String) throws(ForeignProblem) {
    guard accept(word: word) else { throw unexpected("`\(word)`") }
  }

  /// The text from a token to the one before the current one.
  func written(from first: Int) -> String {
    let last = max(first, index - 1)
    guard first < tokens.count, last < tokens.count else { return "" }
    let range = tokens[first].range.union(tokens[last].range)
    return SourceText(source)[range]
  }

  func unexpected(_ wanted: String) -> ForeignProblem {
    let found = token.kind == .end ? "" : SourceText(source)[token.range]
    return ForeignProblem(
      found.isEmpty ? "…" : found,
      Words(
        en: found.isEmpty ? "\(wanted) is missing at the end" : "\(wanted) was expected here",
        vi: found.isEmpty ? "thiếu \(wanted) ở cuối" : "ở đây cần \(wanted)"))
  }

  mutating func name() throws(ForeignProblem) -> String {
    let token = token
    guard
      token.kind == .word || token.kind == .quotedName
        || (language == .dplyr && token.kind == .text)
    else { throw unexpected("a name") }
    advance()
    return token.text
  }

  // MARK: Operators

  /// The deepest that brackets and operators may lie in one another.
  static let deepest = 100

  mutating func expression() throws(ForeignProblem) -> ForeignExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < ForeignReader.deepest else {
      throw ForeignProblem(
        "…", Words(en: "this is nested too deep", vi: "biểu thức lồng quá sâu"))
    }
    var left = try conjunction()
    while token.word == "or" && language != .dplyr
      || language == .dplyr && token.isSign("|")
    {
      advance()
      left = .binary("or", left, try conjunction())
    }
    return left
  }

  mutating func conjunction() throws(ForeignProblem) -> ForeignExpression {
    var left = try negation()
    while token.word == "and" && language != .dplyr
      || language == .dplyr && (token.isSign("&") || token.isSign("&&"))
    {
      advance()
      left = .binary("and", left, try negation())
    }
    return left
  }

  mutating func negation() throws(ForeignProblem) -> ForeignExpression {
    if language == .sql, accept(word: "not") { return .not(try nested()) }
    if language == .dplyr, accept("!") { return .not(try nested()) }
    return try comparison()
  }

  mutating func nested() throws(ForeignProblem) -> ForeignExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < ForeignReader.deepest else { throw unexpected("…") }
    return try negation()
  }

  static let comparisons = [
    "=": "==", "==": "==", "<>": "!=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
  ]

  mutating func comparison() throws(ForeignProblem) -> ForeignExpression {
    var left = try sum()
    while true {
      if token.kind == .sign, let sign = ForeignReader.comparisons[token.text] {
        // A name before `=` is an argument's or a column's in R.
        if language == .dplyr, token.text == "=" { return left }
        advance()
        left = .binary(sign, left, try sum())
      } else if let word = try wordOperator(left) {
        left = word
      } else {
        return left
      }
    }
  }

  /// `in (…)`, `between`, `like`, `is null` and their like; nil where there is none.
  mutating func wordOperator(
    _ left: ForeignExpression
  ) throws(ForeignProblem) -> ForeignExpression? {
    let start = index
    switch language {
    case .sql:
      let isNegated = accept(word: "not")
      if accept(word: "in") { return .isIn(left, try list(), isNegated: isNegated) }
      if accept(word: "between") {
        let low = try sum()
        try expect(word: "and")
        return .between(left, low, try sum(), isNegated: isNegated)
      }
      if token.word == "like" || token.word == "ilike" {
        let ignoresCase = token.word == "ilike"
        advance()
        let pattern = try sum()
        if token.word == "escape" {
          throw ForeignProblem(
            "escape",
            Words(en: "a pattern here has no escape", vi: "mẫu ở đây không có ký tự thoát"))
        }
        return .like(left, pattern, isNegated: isNegated, ignoresCase: ignoresCase)
      }
      if !isNegated, accept(word: "is") {
        let isNot = accept(word: "not")
        if accept(word: "null") { return .isNull(left, isNegated: isNot) }
        let truth = token.word
        guard truth == "true" || truth == "false" else {
          throw ForeignProblem(
            written(from: start) + " " + token.text,
            Words(
              en: "here it is `is null`, `==` or `!=`", vi: "ở đây dùng `is null`, `==` hoặc `!=`"))
        }
        advance()
        let value = ForeignExpression.call(
          ForeignCall(
            name: "coalesce",
            arguments: [
              truth == "true" ? left : .not(left), .literal("false"),
            ]))
        return isNot ? .not(value) : value
      }
      index = start
      return nil
    case .kusto:
      if accept("=~") {
        let right = try sum()
        func lower(_ part: ForeignExpression) -> ForeignExpression {
          .call(ForeignCall(name: "lower", arguments: [part]))
        }
        return .binary("==", lower(left), lower(right))
      }
      let isNegated = token.isSign("!")
      let word = (isNegated ? self.token(ahead: 1) : token).word
      guard isNegated || token.kind == .word else { return nil }
      func negated(_ part: ForeignExpression) -> ForeignExpression { isNegated ? .not(part) : part }
      switch word {
      case "in":
        index += isNegated ? 2 : 1
        return .isIn(left, try list(), isNegated: isNegated)
      case "between":
        index += isNegated ? 2 : 1
        try expect("(")
        let low = try sum()
        try expect("..")
        let high = try sum()
        try expect(")")
        return .between(left, low, high, isNegated: isNegated)
      case "contains", "startswith", "endswith", "contains_cs", "startswith_cs", "endswith_cs":
        index += isNegated ? 2 : 1
        let right = try sum()
        let isExact = word.hasSuffix("_cs")
        func part(_ own: ForeignExpression) -> ForeignExpression {
          isExact ? own : .call(ForeignCall(name: "lower", arguments: [own]))
        }
        let names = ["contains": "contains", "startswith": "starts_with", "endswith": "ends_with"]
        let name = names[isExact ? String(word.dropLast(3)) : word] ?? word
        return negated(.call(ForeignCall(name: name, arguments: [part(left), part(right)])))
      case "matches" where self.token(ahead: isNegated ? 2 : 1).word == "regex":
        index += isNegated ? 3 : 2
        return negated(
          .call(ForeignCall(name: "matches", arguments: [left, try sum()])))
      case "has", "hasprefix", "hassuffix", "has_any", "has_all", "has_cs":
        throw ForeignProblem(
          word,
          Words(
            en: "whole words are looked for with `matches(column, \"\\\\bword\\\\b\")`",
            vi: "tìm trọn từ bằng `matches(cột, \"\\\\btừ\\\\b\")`"))
      default: return nil
      }
    case .dplyr:
      guard accept("%in%") else { return nil }
      let right = try sum()
      guard case .call(let call) = right, call.name == "c" else {
        throw ForeignProblem(
          "%in%", Words(en: "only `c(…)` is known behind it", vi: "chỉ hiểu `c(…)` đứng sau"))
      }
      return .isIn(left, call.arguments, isNegated: false)
    }
  }

  /// Values in brackets.
  mutating func list() throws(ForeignProblem) -> [ForeignExpression] {
    try expect("(")
    if token.word == "select" {
      throw ForeignProblem(
        "in (select …)",
        Words(
          en: "rows that another table has are kept with `join semi (…) on key`",
          vi: "giữ các dòng có ở bảng khác bằng `join semi (…) on khóa`"))
    }
    var values: [ForeignExpression] = []
    if !token.isSign(")") {
      repeat { values.append(try expression()) } while accept(",")
    }
    try expect(")")
    return values
  }

  mutating func sum() throws(ForeignProblem) -> ForeignExpression {
    var left = try product()
    while true {
      if token.isSign("+") || token.isSign("-") {
        let sign = token.text
        advance()
        left = .binary(sign, left, try product())
      } else if language == .sql, accept("||") {
        left = .call(ForeignCall(name: "||", arguments: [left, try product()]))
      } else {
        return left
      }
    }
  }

  mutating func product() throws(ForeignProblem) -> ForeignExpression {
    var left = try power()
    while token.isSign("*") || token.isSign("/") || token.isSign("%") || token.isSign("%%")
      || token.isSign("//") || token.isSign("%/%")
    {
      let signs = ["%%": "%", "%/%": "//"]
      let sign = signs[token.text] ?? token.text
      advance()
      left = .binary(sign, left, try power())
    }
    return left
  }

  mutating func power() throws(ForeignProblem) -> ForeignExpression {
    if accept("-") { return .minus(try power()) }
    if accept("+") { return try power() }
    let base = try postfix()
    guard language != .kusto, accept("^") else { return base }
    return .binary("^", base, try power())
  }

  /// `x::int`
  mutating func postfix() throws(ForeignProblem) -> ForeignExpression {
    var value = try primary()
    while language == .sql, accept("::") { value = try cast(value) }
    return value
  }

}
