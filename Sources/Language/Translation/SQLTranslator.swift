/// Writes a SELECT as a pipeline that gives the same rows.
struct SQLTranslator {
  /// The columns of a table or file as it is written here; nil where they are not known.
  let tableColumns: (String) -> [String]?
  var writer = ForeignWriter(.sql)
  /// Queries that lie in one another.
  var depth = 0

  init(_ tableColumns: @escaping (String) -> [String]?) { self.tableColumns = tableColumns }

  /// A pipeline and its columns, nil where they are not known.
  struct Written {
    var text: String
    var columns: [String]?
  }

  // MARK: Queries

  mutating func pipeline(_ query: SQLQuery) throws(ForeignProblem) -> Written {
    depth += 1
    defer { depth -= 1 }
    guard depth < 20 else {
      throw ForeignProblem(
        "select", Words(en: "this is nested too deep", vi: "truy vấn lồng quá sâu"))
    }
    if query.selects.count == 1 {
      return try select(query.selects[0], order: query.order, query.limit, query.offset)
    }
    var whole = try select(query.selects[0], order: [], nil, nil)
    for (index, part) in query.selects.dropFirst().enumerated() {
      var next = try select(part, order: [], nil, nil)
      guard let names = whole.columns, let own = next.columns, names.count == own.count else {
        throw ForeignProblem(
          "union",
          Words(
            en: "both sides name their columns, as many on each",
            vi: "hai vế phải nêu tên cột, số cột bằng nhau"))
      }
      // `append` goes by names, `union` by places.
      if names != own {
        let list = zip(names, own).map {
          $0 == $1
            ? SyntaxText.name($0)
            : "\(SyntaxText.name($0)) = \(SyntaxText.name($1))"
        }
        next.text += " | select " + list.joined(separator: ", ")
      }
      whole.text += " | append (\(next.text))"
      if query.isDistinctUnion[index] { whole.text += " | distinct" }
    }
    var keys: [String] = []
    writer.column = { _, name in name }
    for key in query.order {
      if let place = position(key.expression), let names = whole.columns,
        names.indices.contains(place)
      {
        keys += try sortKey(.column(table: "", names[place]), key)
      } else {
        keys += try sortKey(key.expression, key)
      }
    }
    whole.text += tail(keys, query.limit, query.offset)
    return whole
  }

  func position(_ expression: ForeignExpression) -> Int? {
    if case .literal(let text) = expression { return Int(text).map { $0 - 1 } }
    return nil
  }

  func tail(_ keys: [String], _ limit: Int?, _ offset: Int?) -> String {
    (keys.isEmpty ? "" : " | sort \(keys.joined(separator: ", "))")
      + (offset.map { $0 > 0 ? " | skip \($0)" : "" } ?? "") + (limit.map { " | take \($0)" } ?? "")
  }

  mutating func sortKey(
    _ expression: ForeignExpression, _ key: SQLSelect.Key
  ) throws(ForeignProblem) -> [String] {
    var text = try writer.text(expression)
    if case .column = expression {
    } else if key.isDescending || text.hasPrefix("-") {
      text = "(\(text))"
    }
    let own = key.isDescending ? "-\(text)" : text
    return key.nullsFirst == true ? ["-(\(try writer.text(expression)) is null)", own] : [own]
  }

  // MARK: One SELECT

  mutating func select(
    _ select: SQLSelect, order: [SQLSelect.Key], _ limit: Int?, _ offset: Int?
  ) throws(ForeignProblem) -> Written {
    var select = select
    var order = order
    try unquote(&select, &order)
    let isSwapped = select.joins.count == 1 && select.joins[0].kind == .right
    if isSwapped, let relation = select.relation {
      let joined = select.joins[0]
      select.joins = [
        SQLSelect.Joined(
          kind: .left, relation: relation, alias: select.alias, condition: joined.condition,
          using: joined.using, text: joined.text)
      ]
      select.relation = joined.relation
      select.alias = joined.alias
    }
    guard let relation = select.relation else {
      throw ForeignProblem(
        "select … ",
        Words(
          en: "a query begins with its table; rows without one are written `[{a: 1}]`",
          vi: "truy vấn bắt đầu bằng bảng; các dòng không có bảng viết `[{a: 1}]`"))
    }
    let base = try source(relation)
    var scope = SQLScope(select.alias, base.columns)
    var text = base.text
    var conditions = select.condition.map(\.conjuncts) ?? []
    for joined in select.joins {
      text += try join(joined, select, order, &scope, &conditions)
    }
    if isSwapped, select.items.contains(where: { $0.expression == .star(table: nil) }) {
      throw ForeignProblem(
        "*",
        Words(
          en:
            "with a right join the columns are named, or the tables change places: `b left join a`",
          vi: "với right join cần nêu tên cột, hoặc đổi chỗ hai bảng: `b left join a`"))
    }
    let fixed = scope
    writer.column = { (table: String?, name: String) throws(ForeignProblem) -> String in
      try fixed.name(table, name)
    }
    let items = try expanded(select.items, scope)
    if let condition = ForeignExpression.and(conditions) {
      text += " | where \(try writer.text(withAliases(condition, items, scope)))"
    }
    let body = SQLBody(select: select, items: items, scope: scope, order: order)
    let isGrouped =
      !select.groups.isEmpty || select.groupsAll || select.having != nil
      || items.contains { $0.expression.hasAggregate(.sql) }
      || order.contains { $0.expression.hasAggregate(.sql) }
    return isGrouped
      ? try grouped(body, text, limit, offset) : try plain(body, text, limit, offset)
  }

  /// What stands in double quotes is a column where a table has one of that name or none is known, else
  /// a text, as in MySQL.
  mutating func unquote(
    _ select: inout SQLSelect, _ order: inout [SQLSelect.Key]
  ) throws(ForeignProblem) {
    func isQuoted(_ expression: ForeignExpression) -> Bool {
      expression.contains { part in
        if case .column(ForeignExpression.quoted, _) = part { return true }
        return false
      }
    }
    let conditions = select.joins.compactMap(\.condition)
    guard (SQLBody.expressions(select, order) + conditions).contains(where: isQuoted) else {
      return
    }
    var known: Set<String>? = Set(select.items.compactMap { $0.alias?.lowercased() })
    for relation in [select.relation].compactMap({ $0 }) + select.joins.map(\.relation) {
      let columns = try source(relation).columns
      known = columns.flatMap { columns in known?.union(columns.map { $0.lowercased() }) }
    }
    func told(_ expression: ForeignExpression) -> ForeignExpression {
      expression.replacing { part in
        guard case .column(ForeignExpression.quoted, let name) = part else { return nil }
        let isColumn = known?.contains(name.lowercased()) ?? true
        return isColumn ? .column(table: nil, name) : .literal(SyntaxText.quoted(name))
      }
    }
    select.items = select.items.map {
      SQLSelect.Item(expression: told($0.expression), alias: $0.alias, text: $0.text)
    }
    select.condition = select.condition.map(told)
    select.having = select.having.map(told)
    select.groups = select.groups.map(told)
    for place in select.joins.indices {
      select.joins[place].condition = select.joins[place].condition.map(told)
    }
    order = order.map {
      SQLSelect.Key(
        expression: told($0.expression), isDescending: $0.isDescending, nullsFirst: $0.nullsFirst)
    }
  }

  /// A name that is no column but an alias stands for its expression, as in DuckDB.
  func withAliases(
    _ expression: ForeignExpression, _ items: [SQLSelect.Item], _ scope: SQLScope
  ) -> ForeignExpression {
    expression.replacing { part in
      guard case .column(nil, let name) = part, let columns = scope.columns,
        !columns.contains(where: { $0.lowercased() == name.lowercased() }),
        let item = items.first(where: { $0.alias?.lowercased() == name.lowercased() }),
        !item.expression.hasAggregate(.sql)
      else { return nil }
      return item.expression
    }
  }

  mutating func source(
    _ relation: SQLSelect.Relation
  ) throws(ForeignProblem) -> Written {
    switch relation {
    case .table(let name): return Written(text: name, columns: tableColumns(name))
    case .select(let query):
      let inner = try pipeline(query)
      return Written(text: "(\(inner.text))", columns: inner.columns)
    }
  }

  // MARK: Groups

  mutating func grouped(
    _ body: SQLBody, _ head: String, _ limit: Int?, _ offset: Int?
  ) throws(ForeignProblem) -> Written {
    var groups = SQLGroups(body)
    try groups.readKeys()
    var outputs: [(name: String, text: String)] = []
    var isPlain = true
    for (index, item) in body.items.enumerated() {
      let (name, text, isComputed) = try groups.item(item, index + 1, &self)
      outputs.append((name, text))
      isPlain = isPlain && !isComputed
    }
    if let twice = SQLBody.duplicate(outputs.map(\.name)) {
      throw ForeignProblem(
        twice,
        Words(
          en: "two columns have this name: give one of them another with `as`",
          vi: "hai cột cùng tên này: đặt tên khác cho một cột bằng `as`"))
    }
    var having = ""
    if let condition = body.select.having {
      let after = try groups.after(condition, &self)
      having = " | where \(try writer.text(after))"
    }
    var keys: [String] = []
    for key in body.order {
      var expression = key.expression
      if let place = position(expression) {
        guard body.items.indices.contains(place) else {
          throw ForeignProblem(
            "order by \(place + 1)",
            Words(en: "there is no such column in the list", vi: "danh sách không có cột này"))
        }
        expression = body.items[place].expression
      }
      let after = try groups.after(expression, &self)
      keys += try sortKey(after, key)
    }
    let items = groups.aggregates.map(\.text).joined(separator: ", ")
    let by = try groups.written(&self)
    var text = head
    if by.isEmpty {
      text += " | aggregate \(items)"
    } else {
      text += " | group by \(by.joined(separator: ", "))" + (items.isEmpty ? "" : ": \(items)")
    }
    text += having
    let isWhole = isPlain && outputs.map(\.name) == groups.names
    let select =
      isWhole ? "" : " | select \(outputs.map(\.text).joined(separator: ", "))"
    if body.select.isDistinct {
      guard keys.isEmpty || isWhole else {
        throw ForeignProblem(
          "distinct",
          Words(
            en: "the groups are distinct already: leave it out", vi: "các nhóm đã khác nhau: hãy bỏ"
          ))
      }
      text += select + " | distinct" + tail(keys, limit, offset)
    } else {
      text += tail(keys, limit, offset) + select
    }
    return Written(text: text, columns: outputs.map(\.name))
  }
}
