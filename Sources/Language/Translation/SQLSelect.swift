/// A SELECT as it is written.
struct SQLSelect {
  struct Item {
    let expression: ForeignExpression
    let alias: String?
    /// As it was written, for messages.
    let text: String
  }

  struct Key {
    let expression: ForeignExpression
    let isDescending: Bool
    let nullsFirst: Bool?
  }

  indirect enum Relation {
    case table(String)
    case select(SQLQuery)
  }

  struct Joined {
    enum Kind { case inner, left, right, full, cross }
    let kind: Kind
    let relation: Relation
    let alias: String
    var condition: ForeignExpression?
    /// `using (a, b)`
    var using: [String]
    let text: String
  }

  var isDistinct = false
  var items: [Item] = []
  var relation: Relation?
  var alias = ""
  var joins: [Joined] = []
  var condition: ForeignExpression?
  var groups: [ForeignExpression] = []
  /// `group by all`
  var groupsAll = false
  var having: ForeignExpression?
}

/// SELECTs with what stands behind the last.
struct SQLQuery {
  var selects: [SQLSelect]
  /// Whether `union` without `all` joins the select to those before it, for each but the first.
  var isDistinctUnion: [Bool] = []
  var order: [SQLSelect.Key] = []
  var limit: Int?
  var offset: Int?
}

/// Reads SELECTs.
struct SQLReader {
  var reader: ForeignReader
  /// Queries that `with` gave a name.
  private var named: [String: SQLQuery] = [:]

  init(_ text: String) { reader = ForeignReader(text, .sql) }

  /// The whole text as one query.
  mutating func whole() throws(ForeignProblem) -> SQLQuery {
    let query = try self.query()
    _ = reader.accept(";")
    guard reader.token.kind == .end else { throw leftOver() }
    return query
  }

  /// A part that is not known, to its end.
  private func leftOver() -> ForeignProblem {
    let words: [String: Words] = [
      "window": Words(
        en: "windows are a step: `derive by key sort column: …`",
        vi: "hàm cửa sổ là một bước: `derive by khóa sort cột: …`"),
      "qualify": Words(
        en:
          "windows are a step, and `where` follows it: `derive by key sort column: n = row_number() | where n == 1`",
        vi:
          "hàm cửa sổ là một bước, rồi đến `where`: `derive by khóa sort cột: n = row_number() | where n == 1`"
      ),
      "intersect": Words(
        en: "rows that both have are kept with `join semi`",
        vi: "giữ các dòng chung bằng `join semi`"),
      "except": Words(
        en: "rows that the other lacks are kept with `join anti`",
        vi: "giữ các dòng mà bảng kia không có bằng `join anti`"),
    ]
    if let own = words[reader.token.word] { return ForeignProblem(reader.token.text, own) }
    return reader.unexpected("`;`")
  }

  mutating func query() throws(ForeignProblem) -> SQLQuery {
    if reader.accept(word: "with") {
      if reader.token.word == "recursive" {
        throw ForeignProblem(
          "with recursive", Words(en: "there is no recursion here", vi: "ở đây không có đệ quy"))
      }
      repeat {
        let name = try reader.name().lowercased()
        try reader.expect(word: "as")
        try reader.expect("(")
        named[name] = try query()
        try reader.expect(")")
      } while reader.accept(",")
    }
    var query = SQLQuery(selects: [try select()])
    while reader.accept(word: "union") {
      query.isDistinctUnion.append(!reader.accept(word: "all"))
      query.selects.append(try select())
    }
    if reader.accept(words: "order", "by") {
      repeat { query.order.append(try key()) } while reader.accept(",")
    }
    while true {
      if reader.accept(word: "limit") {
        if !reader.accept(word: "all") { query.limit = try count() }
      } else if reader.accept(word: "offset") {
        query.offset = try count()
        _ = reader.accept(word: "rows") || reader.accept(word: "row")
      } else if reader.accept(word: "fetch") {
        _ = reader.accept(word: "first") || reader.accept(word: "next")
        query.limit = try count()
        _ = reader.accept(word: "rows") || reader.accept(word: "row")
        try reader.expect(word: "only")
      } else {
        return query
      }
    }
  }

  private mutating func count() throws(ForeignProblem) -> Int {
    let token = reader.token
    guard token.kind == .number, let number = Int(token.text), number >= 0 else {
      throw reader.unexpected("a number")
    }
    reader.advance()
    return number
  }

  private mutating func key() throws(ForeignProblem) -> SQLSelect.Key {
    let expression = try reader.expression()
    let isDescending = reader.accept(word: "desc")
    if !isDescending { _ = reader.accept(word: "asc") }
    var nullsFirst: Bool?
    if reader.accept(words: "nulls", "first") { nullsFirst = true }
    if reader.accept(words: "nulls", "last") { nullsFirst = false }
    return SQLSelect.Key(
      expression: expression, isDescending: isDescending, nullsFirst: nullsFirst)
  }

  private mutating func select() throws(ForeignProblem) -> SQLSelect {
    try reader.expect(word: "select")
    var select = SQLSelect()
    if reader.accept(word: "distinct") {
      if reader.token.word == "on" {
        throw ForeignProblem(
          "distinct on",
          Words(
            en: "the first row of each group is `sort … | take 1 by key`",
            vi: "dòng đầu của mỗi nhóm là `sort … | take 1 by khóa`"))
      }
      select.isDistinct = true
    }
    _ = reader.accept(word: "all")
    repeat { select.items.append(try item()) } while reader.accept(",")
    if reader.accept(word: "from") { try from(&select) }
    if reader.accept(word: "where") { select.condition = try reader.expression() }
    if reader.accept(words: "group", "by") {
      if reader.token.word == "all" {
        reader.advance()
        select.groupsAll = true
      } else {
        if ["rollup", "cube", "grouping"].contains(reader.token.word) {
          throw ForeignProblem(
            reader.token.text,
            Words(
              en: "subtotals are `group by … with totals: …`",
              vi: "tổng con là `group by … with totals: …`"))
        }
        repeat { select.groups.append(try reader.expression()) } while reader.accept(",")
      }
    }
    if reader.accept(word: "having") { select.having = try reader.expression() }
    return select
  }

  private mutating func item() throws(ForeignProblem) -> SQLSelect.Item {
    let first = reader.index
    let expression = try reader.expression()
    let text = reader.written(from: first)
    if case .star = expression, ["except", "exclude", "replace"].contains(reader.token.word) {
      throw ForeignProblem(
        "* \(reader.token.text)",
        Words(
          en: "columns are left out by `select -a, -b`",
          vi: "bỏ cột bằng `select -a, -b`"))
    }
    return SQLSelect.Item(expression: expression, alias: try alias(), text: text)
  }

  private mutating func alias() throws(ForeignProblem) -> String? {
    if reader.accept(word: "as") {
      if reader.token.kind == .text {
        let text = reader.token.text
        reader.advance()
        return text
      }
      return try reader.name()
    }
    let token = reader.token
    let isName =
      token.kind == .quotedName
      || (token.kind == .word && !ForeignReader.clauses.contains(token.word))
    guard isName else { return nil }
    reader.advance()
    return token.text
  }

  private mutating func from(_ select: inout SQLSelect) throws(ForeignProblem) {
    let (relation, alias) = try self.relation()
    select.relation = relation
    select.alias = alias
    while true {
      let first = reader.index
      var kind = SQLSelect.Joined.Kind.inner
      if reader.accept(",") {
        kind = .cross
      } else {
        if reader.token.word == "natural" || reader.token.word == "asof" {
          throw ForeignProblem(
            "\(reader.token.text) join",
            Words(
              en: "a join names its keys: `join t on key`",
              vi: "join phải nêu khóa: `join t on khóa`"))
        }
        if reader.accept(word: "left") { kind = .left }
        if reader.accept(word: "right") { kind = .right }
        if reader.accept(word: "full") { kind = .full }
        if reader.accept(word: "cross") { kind = .cross }
        _ = reader.accept(word: "inner") || reader.accept(word: "outer")
        guard reader.accept(word: "join") else {
          if reader.index == first { return }
          throw reader.unexpected("`join`")
        }
      }
      let (relation, alias) = try self.relation()
      var joined = SQLSelect.Joined(
        kind: kind, relation: relation, alias: alias, condition: nil, using: [],
        text: reader.written(from: first))
      if kind != .cross {
        if reader.accept(word: "on") {
          joined.condition = try reader.expression()
        } else if reader.accept(word: "using") {
          try reader.expect("(")
          repeat { joined.using.append(try reader.name()) } while reader.accept(",")
          try reader.expect(")")
        } else {
          throw reader.unexpected("`on`")
        }
      }
      select.joins.append(joined)
    }
  }

  private mutating func relation() throws(ForeignProblem) -> (SQLSelect.Relation, String) {
    let first = reader.index
    let relation: SQLSelect.Relation
    var name = ""
    if reader.accept("(") {
      relation = .select(try query())
      try reader.expect(")")
    } else if reader.token.kind == .text {
      // DuckDB reads a file that stands in quotes.
      relation = .table(SyntaxText.quoted(reader.token.text))
      reader.advance()
    } else {
      name = try reader.name()
      while reader.accept(".") { name = try reader.name() }
      if ["read_csv", "read_csv_auto", "read_parquet"].contains(name.lowercased()),
        reader.token.isSign("("), reader.token(ahead: 1).kind == .text,
        reader.token(ahead: 2).isSign(")")
      {
        relation = .table(SyntaxText.quoted(reader.token(ahead: 1).text))
        reader.index += 3
      } else if reader.token.isSign("(") {
        throw ForeignProblem(
          reader.written(from: first) + "(…)",
          Words(en: "a table or a file stands here", vi: "ở đây cần một bảng hoặc tệp"))
      } else if let query = named[name.lowercased()] {
        relation = .select(query)
      } else {
        relation = .table(SyntaxText.name(name))
      }
    }
    return (relation, try alias() ?? name)
  }
}
