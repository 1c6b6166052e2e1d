/// Reads expressions of other languages.
struct ForeignReader {
  let language: ForeignLanguage
  let source: String
  let tokens: [ForeignToken]
  var index = 0
  private var depth = 0

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
  private static let deepest = 100

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

  private mutating func conjunction() throws(ForeignProblem) -> ForeignExpression {
    var left = try negation()
    while token.word == "and" && language != .dplyr
      || language == .dplyr && (token.isSign("&") || token.isSign("&&"))
    {
      advance()
      left = .binary("and", left, try negation())
    }
    return left
  }

  private mutating func negation() throws(ForeignProblem) -> ForeignExpression {
    if language == .sql, accept(word: "not") { return .not(try nested()) }
    if language == .dplyr, accept("!") { return .not(try nested()) }
    return try comparison()
  }

  private mutating func nested() throws(ForeignProblem) -> ForeignExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < ForeignReader.deepest else { throw unexpected("…") }
    return try negation()
  }

  private static let comparisons = [
    "=": "==", "==": "==", "<>": "!=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
  ]

  private mutating func comparison() throws(ForeignProblem) -> ForeignExpression {
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
  private mutating func wordOperator(
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
  private mutating func list() throws(ForeignProblem) -> [ForeignExpression] {
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

  private mutating func sum() throws(ForeignProblem) -> ForeignExpression {
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

  private mutating func product() throws(ForeignProblem) -> ForeignExpression {
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

  private mutating func power() throws(ForeignProblem) -> ForeignExpression {
    if accept("-") { return .minus(try power()) }
    if accept("+") { return try power() }
    let base = try postfix()
    guard language != .kusto, accept("^") else { return base }
    return .binary("^", base, try power())
  }

  /// `x::int`
  private mutating func postfix() throws(ForeignProblem) -> ForeignExpression {
    var value = try primary()
    while language == .sql, accept("::") { value = try cast(value) }
    return value
  }

  // MARK: Operands

  private mutating func primary() throws(ForeignProblem) -> ForeignExpression {
    let token = token
    switch token.kind {
    case .number:
      advance()
      return .literal(try number(token.text))
    case .text:
      advance()
      return .literal(SyntaxText.quoted(token.text))
    case .quotedName:
      advance()
      // Whether a column or, as in MySQL, a text is meant is told by the tables.
      let isTold = language == .sql && SourceText(source)[token.range].hasPrefix("\"")
      if isTold, !self.token.isSign(".") {
        return .column(table: ForeignExpression.quoted, token.text)
      }
      return try column(token.text)
    case .sign where token.text == "(":
      advance()
      if self.token.word == "select" {
        throw ForeignProblem(
          "(select …)",
          Words(
            en: "a value from another query is given a name first: `let x = …`, then `$x`",
            vi: "giá trị từ truy vấn khác được đặt tên trước: `let x = …`, rồi `$x`"))
      }
      let inner = try expression()
      try expect(")")
      return inner
    case .sign where token.text == "*":
      advance()
      return .star(table: nil)
    case .word: return try word()
    default: throw unexpected("an expression")
    }
  }

  private func number(_ text: String) throws(ForeignProblem) -> String {
    guard let unit = text.last, unit.isLetter else { return text }
    let digits = text.dropLast()
    guard unit == "d", digits.allSatisfy(\.isNumber) else {
      throw ForeignProblem(
        text,
        Words(
          en: "durations here are days, weeks, months and years",
          vi: "khoảng thời gian ở đây tính bằng ngày, tuần, tháng và năm"))
    }
    return text
  }

  private mutating func word() throws(ForeignProblem) -> ForeignExpression {
    let token = token
    advance()
    switch token.word {
    case "null" where language != .dplyr, "na" where language == .dplyr: return .literal("null")
    case "true",
      "t" where language == .dplyr && token.text == "T":
      return .literal("true")
    case "false",
      "f" where language == .dplyr && token.text == "F":
      return .literal("false")
    case "case" where language == .sql: return try choices()
    case "cast" where language == .sql && self.token.isSign("("),
      "try_cast" where language == .sql && self.token.isSign("("):
      advance()
      let value = try expression()
      try expect(word: "as")
      let result = try cast(value)
      try expect(")")
      return result
    case "extract" where language == .sql && self.token.isSign("("):
      advance()
      let part = try name().lowercased()
      try expect(word: "from")
      let value = try expression()
      try expect(")")
      return .call(ForeignCall(name: part, arguments: [value]))
    case "date" where language == .sql && self.token.kind == .text,
      "timestamp" where language == .sql && self.token.kind == .text:
      let text = self.token.text
      advance()
      return token.word == "date"
        ? .literal("@" + text)
        : .call(ForeignCall(name: "timestamp", arguments: [.literal(SyntaxText.quoted(text))]))
    case "interval" where language == .sql: return try interval()
    case "exists" where language == .sql:
      throw ForeignProblem(
        "exists (…)",
        Words(
          en: "rows that another table has are kept with `join semi (…) on key`",
          vi: "giữ các dòng có ở bảng khác bằng `join semi (…) on khóa`"))
    case "current_date" where language == .sql && !self.token.isSign("("):
      return .call(ForeignCall(name: "today"))
    case "datetime" where language == .kusto && self.token.isSign("("):
      // datetime(2024-01-31): a date that stands in brackets without quotes.
      advance()
      let first = index
      while !isAtEnd, !self.token.isSign(")") { advance() }
      let text = written(from: first)
      try expect(")")
      return .literal("@" + text)
    default: break
    }
    let isFunction =
      !ForeignReader.clauses.contains(token.word) || ["left", "right"].contains(token.word)
    if self.token.isSign("("), language != .sql || isFunction {
      return try call(token.text)
    }
    if language == .sql, ForeignReader.clauses.contains(token.word) {
      index -= 1
      throw unexpected("an expression")
    }
    return try column(token.text)
  }

  /// Words of SQL that end an expression and are never columns.
  static let clauses: Set<String> = [
    "select", "from", "where", "group", "having", "order", "limit", "offset", "join", "left",
    "right", "full", "inner", "cross", "on", "using", "union", "intersect", "except", "fetch", "as",
    "asc", "desc", "nulls", "natural", "asof", "when", "then", "else", "end", "qualify", "window",
  ]

  private mutating func column(_ first: String) throws(ForeignProblem) -> ForeignExpression {
    guard language == .sql, token.isSign(".") else { return .column(table: nil, first) }
    advance()
    if accept("*") { return .star(table: first) }
    var table = first
    var own = try name()
    // schema.table.column: the schema has no like here.
    while accept(".") {
      table = own
      if accept("*") { return .star(table: table) }
      own = try name()
    }
    return .column(table: table, own)
  }

  private mutating func call(_ name: String) throws(ForeignProblem) -> ForeignExpression {
    let start = index - 1
    try expect("(")
    var call = ForeignCall(name: name.lowercased())
    if language == .sql, accept(word: "distinct") { call.isDistinct = true }
    if !token.isSign(")") {
      repeat {
        if language == .dplyr, token(ahead: 1).isSign("="),
          token.kind == .word || token.kind == .quotedName || token.kind == .text
        {
          call.labels.append(token.text)
          index += 2
        } else {
          call.labels.append(nil)
        }
        let value = try expression()
        // case_when(condition ~ value, …)
        if language == .dplyr, accept("~") {
          call.arguments += [value, try expression()]
          call.labels.append(nil)
        } else {
          call.arguments.append(value)
        }
      } while accept(",")
    }
    if language == .sql, token.word == "order" {
      throw ForeignProblem(
        written(from: start) + " order by …",
        Words(
          en: "the order inside an aggregate has no like here",
          vi: "thứ tự bên trong hàm gộp chưa có ở đây"))
    }
    try expect(")")
    if language == .sql, token.word == "filter", token(ahead: 1).isSign("(") {
      index += 2
      try expect(word: "where")
      call.filter = try expression()
      try expect(")")
    }
    if language == .sql, token.word == "over" {
      throw ForeignProblem(
        written(from: start) + " over (…)",
        Words(
          en: "windows are a step of their own: `derive by key sort column: n = row_number()`",
          vi: "hàm cửa sổ là một bước riêng: `derive by khóa sort cột: n = row_number()`"))
    }
    return .call(call)
  }

  private mutating func choices() throws(ForeignProblem) -> ForeignExpression {
    let subject = token.word == "when" ? nil : try expression()
    var found: [ForeignChoice] = []
    while accept(word: "when") {
      let condition = try expression()
      try expect(word: "then")
      found.append(
        ForeignChoice(
          condition: subject.map { .binary("==", $0, condition) } ?? condition,
          value: try expression()))
    }
    let otherwise = accept(word: "else") ? try expression() : nil
    try expect(word: "end")
    return .when(found, otherwise: otherwise)
  }

  private mutating func cast(_ value: ForeignExpression) throws(ForeignProblem) -> ForeignExpression
  {
    let start = index
    let type = try name().lowercased()
    if type == "double" { _ = accept(word: "precision") }
    if type == "character" { _ = accept(word: "varying") }
    var hasSize = false
    if accept("(") {
      hasSize = true
      while !isAtEnd, !accept(")") { advance() }
    }
    let function: String
    switch type {
    case "int", "integer", "bigint", "smallint", "int4", "int8", "int64", "int32": function = "int"
    case "float", "double", "real", "float8", "float4": function = "float"
    case "decimal" where !hasSize, "numeric" where !hasSize: function = "float"
    case "text", "varchar", "string", "char", "character": function = "text"
    case "date": function = "date"
    case "timestamp", "datetime": function = "timestamp"
    case "bool", "boolean": function = "bool"
    default:
      throw ForeignProblem(
        written(from: start),
        Words(
          en:
            "types here are int, float, text, bool, date and timestamp; `round(x, n)` keeps n decimals",
          vi:
            "các kiểu ở đây là int, float, text, bool, date và timestamp; `round(x, n)` giữ n chữ số"
        ))
    }
    return .call(ForeignCall(name: "cast " + function, arguments: [value]))
  }

  /// `interval '3 days'` and `interval 3 day`.
  private mutating func interval() throws(ForeignProblem) -> ForeignExpression {
    let start = index - 1
    var words = token.text.split(separator: " ").map { $0.lowercased() }
    let isAllowed = token.kind == .text || token.kind == .number
    advance()
    if words.count == 1, token.kind == .word {
      words.append(token.word)
      advance()
    }
    let units = ["day": "d", "week": "w", "month": "mo", "year": "y"]
    guard isAllowed, words.count == 2, words[0].allSatisfy(\.isNumber),
      let unit = units[words[1].hasSuffix("s") ? String(words[1].dropLast()) : words[1]]
    else {
      throw ForeignProblem(
        written(from: start),
        Words(
          en: "durations here are days, weeks, months and years",
          vi: "khoảng thời gian ở đây tính bằng ngày, tuần, tháng và năm"))
    }
    return .literal(words[0] + unit)
  }
}
