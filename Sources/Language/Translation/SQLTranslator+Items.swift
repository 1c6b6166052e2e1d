extension SQLTranslator {
  /// The items with `t.*` as its columns, and `*` where it does not stand alone in front.
  func expanded(
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
  mutating func plain(
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
  func ordered(
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
}
