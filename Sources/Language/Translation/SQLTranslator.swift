/// Writes a SELECT as a pipeline that gives the same rows.
struct SQLTranslator {
  /// The columns of a table or file as it is written here; nil where they are not known.
  let tableColumns: (String) -> [String]?
  var writer = ForeignWriter(.sql)
  /// Queries that lie in one another.
  private var depth = 0

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

  private func position(_ expression: ForeignExpression) -> Int? {
    if case .literal(let text) = expression { return Int(text).map { $0 - 1 } }
    return nil
  }

  private func tail(_ keys: [String], _ limit: Int?, _ offset: Int?) -> String {
    (keys.isEmpty ? "" : " | sort \(keys.joined(separator: ", "))")
      + (offset.map { $0 > 0 ? " | skip \($0)" : "" } ?? "") + (limit.map { " | take \($0)" } ?? "")
  }

  private mutating func sortKey(
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

  private mutating func select(
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
  private mutating func unquote(
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
  private func withAliases(
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

  private mutating func source(
    _ relation: SQLSelect.Relation
  ) throws(ForeignProblem) -> Written {
    switch relation {
    case .table(let name): return Written(text: name, columns: tableColumns(name))
    case .select(let query):
      let inner = try pipeline(query)
      return Written(text: "(\(inner.text))", columns: inner.columns)
    }
  }

  // MARK: Joins

  private mutating func join(
    _ joined: SQLSelect.Joined, _ select: SQLSelect, _ order: [SQLSelect.Key],
    _ scope: inout SQLScope, _ conditions: inout [ForeignExpression]
  ) throws(ForeignProblem) -> String {
    let right = try source(joined.relation)
    let rightAlias = joined.alias.lowercased()
    var candidate = scope
    candidate.join(joined.alias, right.columns, merged: [], copies: [:])
    let rightPlace = candidate.parts.count - 1
    /// The tables that an expression's columns are of.
    func owners(_ expression: ForeignExpression) throws(ForeignProblem) -> Set<Int>? {
      if case .column(let table, let name) = expression {
        return try candidate.owner(table, name, in: candidate.parts).map { [$0] }
      }
      var all: Set<Int> = []
      for child in expression.children {
        guard let own = try owners(child) else { return nil }
        all.formUnion(own)
      }
      return all
    }
    var keys: [(left: String, right: String)] = []
    var rightConditions: [ForeignExpression] = []
    var later: [ForeignExpression] = []
    for name in joined.using { keys.append((try scope.name(nil, name), name)) }
    let own = joined.condition?.conjuncts ?? []
    for part in joined.kind == .cross ? conditions : own {
      let found = try owners(part)
      if case .binary("==", let first, let second) = part, case .column(let t1, let n1) = first,
        case .column(let t2, let n2) = second, let a = try owners(first)?.first,
        let b = try owners(second)?.first, (a == rightPlace) != (b == rightPlace)
      {
        let isFirstRight = a == rightPlace
        let left = isFirstRight ? try candidate.name(t2, n2) : try candidate.name(t1, n1)
        keys.append((left, isFirstRight ? n1 : n2))
        continue
      }
      if joined.kind == .cross {
        later.append(part)
      } else if found == [rightPlace] {
        rightConditions.append(part)
      } else if joined.kind == .inner {
        later.append(part)
      } else {
        throw ForeignProblem(
          joined.text,
          Words(
            en: "beside equal keys, a left or full join takes conditions on the joined table alone",
            vi: "ngoài khóa bằng nhau, left hoặc full join chỉ nhận điều kiện trên bảng được nối"))
      }
    }
    guard !keys.isEmpty else {
      throw ForeignProblem(
        joined.text,
        Words(
          en: "a join needs equal keys: `join t on key, left == right`",
          vi: "join cần khóa bằng nhau: `join t on khóa, trái == phải`"))
    }
    conditions = joined.kind == .cross ? later : conditions + later
    var copies: [String: String] = [:]
    let merged = keys.filter { $0.left.lowercased() == $0.right.lowercased() }.map(\.right)
    for key in merged where joined.kind != .inner && joined.kind != .cross {
      let isNamed = SQLBody.expressions(select, order).contains { expression in
        expression.contains { part in
          guard case .column(let table?, let name) = part, name.lowercased() == key.lowercased()
          else { return false }
          return table.lowercased() == rightAlias || joined.kind == .full
        }
      }
      guard isNamed else { continue }
      if joined.kind == .full {
        throw ForeignProblem(
          "\(joined.text) on …",
          Words(
            en:
              "a full join has one column `\(key)` for both tables: write it without a table, `using (\(key))`",
            vi:
              "full join có một cột `\(key)` chung cho hai bảng: viết không có tên bảng, `using (\(key))`"
          ))
      }
      copies[key.lowercased()] = "\(joined.alias)_\(key)"
    }
    if joined.kind == .full, merged.count < keys.count {
      throw ForeignProblem(
        joined.text,
        Words(
          en: "the keys of a full join have the same name on both sides",
          vi: "khóa của full join phải cùng tên ở hai bên"))
    }
    var text = right.text
    let alone = SQLScope(joined.alias, right.columns)
    writer.column = { (table: String?, name: String) throws(ForeignProblem) -> String in
      try alone.name(table, name)
    }
    if let condition = ForeignExpression.and(rightConditions) {
      text += " | where \(try writer.text(condition))"
    }
    for (key, copy) in copies.sorted(by: { $0.key < $1.key }) {
      let name = merged.first { $0.lowercased() == key } ?? key
      text += " | derive \(SyntaxText.name(copy)) = \(SyntaxText.name(name))"
    }
    if text != right.text { text = "(\(text))" }
    scope.join(joined.alias, right.columns, merged: merged, copies: copies)
    if !merged.isEmpty, joined.using.isEmpty, joined.kind != .full,
      select.items.contains(where: { $0.expression == .star(table: nil) })
    {
      writer.remark(
        Words(
          en: "the key `\(merged.joined(separator: "`, `"))` is one column here, not two",
          vi: "khóa `\(merged.joined(separator: "`, `"))` ở đây là một cột, không phải hai"))
    }
    let word = joined.kind == .left ? "left " : joined.kind == .full ? "full " : ""
    let on = keys.map { key -> String in
      key.left.lowercased() == key.right.lowercased()
        ? SyntaxText.name(key.left)
        : "\(SyntaxText.name(key.left)) == \(SyntaxText.name(key.right))"
    }
    return " | join \(word)\(text) on \(on.joined(separator: ", "))"
  }

  // MARK: Items

  /// The items with `t.*` as its columns, and `*` where it does not stand alone in front.
  private func expanded(
    _ items: [SQLSelect.Item], _ scope: SQLScope
  ) throws(ForeignProblem) -> [SQLSelect.Item] {
    var result: [SQLSelect.Item] = []
    for (index, item) in items.enumerated() {
      guard case .star(let table) = item.expression else {
        result.append(item)
        continue
      }
      let isWhole = table == nil || scope.parts.count == 1
      if isWhole, index == 0, scope.added.isEmpty {
        result.append(
          SQLSelect.Item(expression: .star(table: nil), alias: nil, text: item.text))
        continue
      }
      guard let names = try scope.expanded(isWhole ? nil : table) else {
        throw ForeignProblem(
          item.text,
          Words(
            en: "its columns are not known: name them", vi: "chưa biết các cột: hãy nêu tên"))
      }
      result += names.map {
        SQLSelect.Item(expression: .column(table: "", $0), alias: nil, text: $0)
      }
    }
    return result
  }

  /// Rows without groups.
  private mutating func plain(
    _ body: SQLBody, _ head: String, _ limit: Int?, _ offset: Int?
  ) throws(ForeignProblem) -> Written {
    var text = head
    let items = body.items
    let hasStar = items.first?.expression == .star(table: nil)
    var named: [(name: String, text: String)] = []
    for (index, item) in items.enumerated() where item.expression != .star(table: nil) {
      named.append(try output(item, index + 1))
    }
    var columns: [String]? = hasStar ? body.scope.columns : []
    columns?.append(contentsOf: named.map(\.name))
    if let columns, let twice = SQLBody.duplicate(columns) {
      throw ForeignProblem(
        twice,
        Words(
          en: "two columns have this name: give one of them another with `as`",
          vi: "hai cột cùng tên này: đặt tên khác cho một cột bằng `as`"))
    }
    let list = named.map(\.text).joined(separator: ", ")
    let step = named.isEmpty ? "" : hasStar ? " | derive \(list)" : " | select \(list)"
    let after = step + (body.select.isDistinct ? " | distinct" : "")
    // What the order is by may be gone after the select.
    var keysAfter: [String] = []
    var keysBefore: [String] = []
    var isAfter = true
    for key in body.order {
      let expression = try ordered(key.expression, items, columns)
      let outer = expression.replacing { part -> ForeignExpression? in
        guard case .column(let table, _) = part, table != "" else { return nil }
        if let place = items.firstIndex(where: { $0.expression == part }) {
          let star = hasStar ? 1 : 0
          return .column(table: "", named[place - star].name)
        }
        return nil
      }
      let isKnown = !outer.contains { part in
        guard case .column(let table, let name) = part else { return false }
        if table == "" { return false }
        // Behind `*` all columns are left.
        return !hasStar || named.contains { $0.name == name }
      }
      isAfter = isAfter && isKnown
      if isKnown { keysAfter += try sortKey(outer, key) }
      let inner = expression.replacing { part -> ForeignExpression? in
        guard case .column("", let name) = part,
          let place = named.firstIndex(where: { $0.name == name })
        else { return nil }
        return items[place + (hasStar ? 1 : 0)].expression
      }
      keysBefore += try sortKey(inner, key)
    }
    if isAfter {
      text += after + tail(keysAfter, limit, offset)
    } else if body.select.isDistinct {
      throw ForeignProblem(
        "order by",
        Words(
          en: "with `distinct` the order is by columns that are selected",
          vi: "với `distinct` chỉ sắp xếp theo các cột được chọn"))
    } else {
      text += tail(keysBefore, limit, offset) + after
    }
    return Written(text: text, columns: columns)
  }

  /// What an order is by: a place in the list, the name of an item, or an expression.
  private func ordered(
    _ expression: ForeignExpression, _ items: [SQLSelect.Item], _ columns: [String]?
  ) throws(ForeignProblem) -> ForeignExpression {
    if let place = position(expression) {
      guard let columns, columns.indices.contains(place) else {
        throw ForeignProblem(
          "order by \(place + 1)",
          Words(en: "there is no such column in the list", vi: "danh sách không có cột này"))
      }
      return .column(table: "", columns[place])
    }
    if case .column(nil, let name) = expression,
      let item = items.first(where: { $0.alias?.lowercased() == name.lowercased() })
    {
      return .column(table: "", item.alias ?? name)
    }
    return expression
  }

  /// An item as it is written in `select`, `derive` or `group by`, and its name.
  mutating func output(
    _ item: SQLSelect.Item, _ number: Int
  ) throws(ForeignProblem) -> (name: String, text: String) {
    let text = try writer.text(item.expression)
    if case .column(let table, let name) = item.expression {
      let own = try writer.column(table, name)
      let alias = item.alias ?? own
      return (alias, alias == own ? text : "\(SyntaxText.name(alias)) = \(text)")
    }
    let name = item.alias ?? SQLBody.defaultName(item.expression, text) ?? "column_\(number)"
    return (name, "\(SyntaxText.name(name)) = \(text)")
  }

  // MARK: Groups

  private mutating func grouped(
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
