extension ForeignReader {
  mutating func primary() throws(ForeignProblem) -> ForeignExpression {
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

  func number(_ text: String) throws(ForeignProblem) -> String {
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

  mutating func word() throws(ForeignProblem) -> ForeignExpression {
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

  mutating func column(_ first: String) throws(ForeignProblem) -> ForeignExpression {
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

  mutating func call(_ name: String) throws(ForeignProblem) -> ForeignExpression {
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

  mutating func choices() throws(ForeignProblem) -> ForeignExpression {
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

  mutating func cast(_ value: ForeignExpression) throws(ForeignProblem) -> ForeignExpression {
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
  mutating func interval() throws(ForeignProblem) -> ForeignExpression {
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
