/// Writes a query of Kusto (KQL) in the words used here.
struct KustoTranslator: PipeTranslator {
  var reader: ForeignReader
  var writer = ForeignWriter(.kusto)

  init(_ text: String) { reader = ForeignReader(text, .kusto) }

  /// Steps of Kusto that are none here.
  private static let steps: Set<String> = [
    "extend", "summarize", "count", "top", "union", "lookup", "mv", "parse", "evaluate", "invoke",
    "getschema", "search", "sample",
  ]
  /// Words inside steps that are none here.
  private static let words: Set<String> = [
    "startswith", "endswith", "contains", "has", "hasprefix", "hassuffix", "has_any", "has_all",
    "startswith_cs", "endswith_cs", "contains_cs", "has_cs", "iff", "iif", "countif", "sumif",
    "avgif",
    "minif", "maxif", "dcount", "dcountif", "isnotempty", "isempty", "isnotnull", "isnull", "ago",
    "bin", "strcat", "tolower", "toupper", "strlen", "tostring", "todouble", "toint", "tolong",
    "datetime", "make_list", "make_set", "arg_max", "arg_min", "percentile", "stdev", "take_any",
    "getyear", "monthofyear", "dayofmonth", "kind",
  ]

  /// Whether a text has steps, and in them words, that only Kusto has.
  static func isMeant(by tokens: [ForeignToken]) -> Bool {
    var hasSteps = false
    var isOwn = false
    for (index, token) in tokens.enumerated() where token.isSign("|") && index + 1 < tokens.count {
      let next = tokens[index + 1]
      hasSteps = true
      isOwn = isOwn || steps.contains(next.word)
      // `project to 2030` is a step of this language.
      let second = tokens[min(index + 2, tokens.count - 1)]
      let isName = [.word, .quotedName].contains(second.kind) && second.word != "to"
      let third = tokens[min(index + 3, tokens.count - 1)]
      if next.word == "project", second.isSign("-") || (isName && third.word != "to") {
        isOwn = true
      }
      if (next.word == "order" || next.word == "sort") && second.word == "by" { isOwn = true }
    }
    guard hasSteps else { return false }
    return isOwn
      || tokens.contains { token in
        token.isSign("=~") || token.isSign("!~") || words.contains(token.word)
      }
  }

  /// Whether a part that has no like here is one of Kusto's.
  static func isKnown(_ part: String) -> Bool {
    let word = part.lowercased().prefix { $0.isLetter || $0 == "_" }
    return steps.contains(String(word)) || words.contains(String(word)) || word == "join"
      || word == "render"
  }

  mutating func whole() throws(ForeignProblem) -> String {
    let text = try pipeline()
    _ = reader.accept(";")
    guard reader.token.kind == .end else { throw reader.unexpected("`|`") }
    return text
  }

  private mutating func pipeline() throws(ForeignProblem) -> String {
    var steps = [try source()]
    while reader.accept("|") { steps.append(try step()) }
    return steps.joined(separator: " | ")
  }

  private mutating func source() throws(ForeignProblem) -> String {
    if reader.accept("(") {
      let inner = try pipeline()
      try reader.expect(")")
      return "(\(inner))"
    }
    if reader.token.kind == .text {
      let path = reader.token.text
      reader.advance()
      return SyntaxText.quoted(path)
    }
    return SyntaxText.name(try reader.name())
  }

  private static func isStepEnd(_ reader: ForeignReader) -> Bool {
    reader.isAtEnd || reader.token.isSign("|") || reader.token.isSign(")")
  }

  private mutating func step() throws(ForeignProblem) -> String {
    let word = reader.token.word
    let start = reader.index
    // `project-away` is read as two words and a minus.
    if word == "project", reader.token(ahead: 1).isSign("-") {
      let second = reader.token(ahead: 2).word
      reader.index += 3
      switch second {
      case "away":
        let names = try items(until: Self.isStepEnd)
        var parts: [String] = []
        for name in names { parts.append("-\(try writer.text(name.expression))") }
        return "select \(parts.joined(separator: ", "))"
      case "rename":
        let pairs = try items(until: Self.isStepEnd)
        var dropped: [String] = []
        for pair in pairs { dropped.append("-\(try writer.text(pair.expression))") }
        return "derive \(try text(pairs)) | select \(dropped.joined(separator: ", "))"
      case "keep": return "select \(try text(try items(until: Self.isStepEnd)))"
      default: throw unknown(start)
      }
    }
    reader.advance()
    switch word {
    case "where", "filter": return "where \(try writer.text(try reader.expression()))"
    case "project": return "select \(try text(try items(until: Self.isStepEnd)))"
    case "extend": return "derive \(try text(try items(until: Self.isStepEnd)))"
    case "summarize": return try summarize()
    case "count": return "aggregate count()"
    case "order", "sort":
      try reader.expect(word: "by")
      return "sort \(try keys())"
    case "take", "limit": return "take \(try number())"
    case "top":
      let count = try number()
      try reader.expect(word: "by")
      return "sort \(try keys()) | take \(count)"
    case "distinct":
      if reader.accept("*") { return "distinct" }
      let list = try text(try items(until: Self.isStepEnd))
      return "select \(list) | distinct"
    case "join", "lookup": return try join(word)
    case "union": return "append \(try source())"
    case "as": return "as \(SyntaxText.name(try reader.name()))"
    default: throw unknown(start)
    }
  }

  private func unknown(_ start: Int) -> ForeignProblem {
    ForeignProblem(
      reader.tokens[min(start, reader.tokens.count - 1)].text,
      Words(
        en: "there is no such step here; `help` lists those there are",
        vi: "ở đây không có bước này; `help` liệt kê các bước"))
  }

  private mutating func number() throws(ForeignProblem) -> String {
    guard reader.token.kind == .number, let count = Int(reader.token.text) else {
      throw reader.unexpected("a number")
    }
    reader.advance()
    return String(count)
  }

  /// What to sort by: descending unless said, nulls last then and first in ascending order.
  private mutating func keys() throws(ForeignProblem) -> String {
    var keys: [String] = []
    repeat {
      let expression = try reader.expression()
      var isDescending = true
      if reader.accept(word: "asc") {
        isDescending = false
      } else {
        _ = reader.accept(word: "desc")
      }
      var nullsFirst = !isDescending
      if reader.accept(word: "nulls") {
        nullsFirst = reader.token.word == "first"
        reader.advance()
      }
      if nullsFirst {
        writer.remark(
          Words(
            en: "nulls stand last here, in either order",
            vi: "ở đây giá trị trống luôn đứng cuối"))
      }
      keys.append(try key(expression, isDescending: isDescending))
    } while reader.accept(",")
    return keys.joined(separator: ", ")
  }

  private mutating func summarize() throws(ForeignProblem) -> String {
    var list: [ForeignItem] = []
    if reader.token.word != "by" {
      repeat { list.append(try item()) } while reader.accept(",")
    }
    // The default names of Kusto are `count_` and `sum_x`.
    for index in list.indices where list[index].name == nil {
      guard case .call(let call) = list[index].expression else { continue }
      let columns = call.arguments.compactMap { part -> String? in
        if case .column(_, let name) = part { name } else { nil }
      }
      list[index].name = "\(call.name)_\(columns.first ?? "")"
    }
    let aggregates = try text(list)
    guard reader.accept(word: "by") else { return "aggregate \(aggregates)" }
    let by = try items(until: Self.isStepEnd)
    let names = try text(by, naming: "key")
    return "group by \(names)" + (list.isEmpty ? "" : ": \(aggregates)")
  }

  private mutating func join(_ word: String) throws(ForeignProblem) -> String {
    var kind = word == "lookup" ? "leftouter" : "innerunique"
    if reader.accept(word: "kind") {
      try reader.expect("=")
      kind = try reader.name().lowercased()
    }
    let words = [
      "inner": "", "leftouter": "left ", "fullouter": "full ", "leftsemi": "semi ",
      "leftanti": "anti ", "anti": "anti ", "innerunique": "",
    ]
    guard let written = words[kind] else {
      throw ForeignProblem(
        "join kind=\(kind)",
        Words(
          en: "joins here are inner, left, full, semi and anti",
          vi: "các kiểu join ở đây: inner, left, full, semi và anti"))
    }
    if kind == "innerunique" {
      writer.remark(
        Words(
          en: "a join here keeps every row of the left side, as `kind=inner`",
          vi: "join ở đây giữ mọi dòng bên trái, như `kind=inner`"))
    }
    let right = try source()
    try reader.expect(word: "on")
    var keys: [String] = []
    repeat {
      if reader.accept(word: "$left") {
        try reader.expect(".")
        let left = try reader.name()
        try reader.expect("==")
        _ = reader.accept(word: "$right")
        try reader.expect(".")
        keys.append("\(SyntaxText.name(left)) == \(SyntaxText.name(try reader.name()))")
      } else {
        keys.append(SyntaxText.name(try reader.name()))
      }
    } while reader.accept(",")
    return "join \(written)\(right) on \(keys.joined(separator: ", "))"
  }
}
