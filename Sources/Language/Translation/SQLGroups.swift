/// What the parts of a SELECT share while it is written.
struct SQLBody {
  let select: SQLSelect
  /// With `t.*` as its columns.
  let items: [SQLSelect.Item]
  let scope: SQLScope
  let order: [SQLSelect.Key]

  /// All expressions of a SELECT but those of its joins.
  static func expressions(
    _ select: SQLSelect, _ order: [SQLSelect.Key]
  ) -> [ForeignExpression] {
    select.items.map(\.expression) + select.groups + order.map(\.expression)
      + [select.condition, select.having].compactMap { $0 }
  }

  static func duplicate(_ names: [String]) -> String? {
    var known: Set<String> = []
    return names.first { !known.insert($0).inserted }
  }

  /// The name that a call of columns has by itself.
  static func defaultName(_ expression: ForeignExpression, _ text: String) -> String? {
    guard case .call(let call) = expression, call.filter == nil,
      let bracket = text.firstIndex(of: "(")
    else { return nil }
    var parts = [String(text[..<bracket])]
    guard parts[0].allSatisfy({ $0.isLetter || $0 == "_" }) else { return nil }
    for argument in call.arguments where argument != .star(table: nil) {
      switch argument {
      case .column(_, let name): parts.append(name)
      case .literal: break
      default: return nil
      }
    }
    return parts.joined(separator: "_")
  }
}

/// The groups of a SELECT: keys and aggregates, and what they are called behind the grouping.
struct SQLGroups {
  private let body: SQLBody
  private(set) var keys: [(expression: ForeignExpression, name: String)] = []
  private(set) var aggregates: [(expression: ForeignExpression, name: String, text: String)] = []

  init(_ body: SQLBody) { self.body = body }

  /// The columns behind the grouping.
  var names: [String] { keys.map(\.name) + aggregates.map(\.name) }

  mutating func readKeys() throws(ForeignProblem) {
    var expressions: [ForeignExpression] = []
    if body.select.groupsAll {
      expressions = body.items.map(\.expression).filter { !$0.hasAggregate(.sql) }
    }
    for group in body.select.groups {
      if case .literal(let text) = group, let place = Int(text) {
        guard body.items.indices.contains(place - 1) else {
          throw ForeignProblem(
            "group by \(place)",
            Words(en: "there is no such column in the list", vi: "danh sách không có cột này"))
        }
        expressions.append(body.items[place - 1].expression)
      } else if case .column(nil, let name) = group, !isColumn(name),
        let item = body.items.first(where: { $0.alias?.lowercased() == name.lowercased() })
      {
        expressions.append(item.expression)
      } else {
        expressions.append(group)
      }
    }
    for expression in expressions where !keys.contains(where: { same($0.expression, expression) }) {
      if case .star = expression {
        throw ForeignProblem(
          "*", Words(en: "the columns of groups are named", vi: "cột của nhóm phải nêu tên"))
      }
      let item = body.items.first { same($0.expression, expression) }
      var name = item?.alias ?? ""
      if name.isEmpty, case .column(let table, let column) = expression {
        name = try body.scope.name(table, column)
      }
      if name.isEmpty { name = "key_\(keys.count + 1)" }
      keys.append((expression, name))
    }
  }

  private func isColumn(_ name: String) -> Bool {
    body.scope.columns?.contains { $0.lowercased() == name.lowercased() } ?? false
  }

  /// Whether two expressions are the same but for the way in which their columns are written.
  private func same(_ first: ForeignExpression, _ second: ForeignExpression) -> Bool {
    if first == second { return true }
    func resolved(_ expression: ForeignExpression) -> ForeignExpression {
      expression.replacing { part in
        guard case .column(let table, let name) = part,
          let here = try? body.scope.name(table, name)
        else { return nil }
        return .column(table: "", here)
      }
    }
    return resolved(first) == resolved(second)
  }

  /// The keys as they are written behind `by`.
  func written(_ translator: inout SQLTranslator) throws(ForeignProblem) -> [String] {
    var texts: [String] = []
    for key in keys {
      let text = try translator.writer.text(key.expression)
      texts.append(
        text == SyntaxText.name(key.name) ? text : "\(SyntaxText.name(key.name)) = \(text)")
    }
    return texts
  }

  /// An item of the list: its name, how it is selected behind the grouping, and whether that is more
  /// than its name.
  mutating func item(
    _ item: SQLSelect.Item, _ number: Int, _ translator: inout SQLTranslator
  ) throws(ForeignProblem) -> (name: String, text: String, isComputed: Bool) {
    if let key = keys.first(where: { same($0.expression, item.expression) }) {
      let own = item.alias ?? key.name
      let isSame = own == key.name
      return (
        own,
        isSame ? SyntaxText.name(own) : "\(SyntaxText.name(own)) = \(SyntaxText.name(key.name))",
        !isSame
      )
    }
    if item.expression.hasAggregate(.sql), !item.expression.hasColumnOutsideAggregates(.sql) {
      let (name, text) = try translator.output(item, number)
      if !aggregates.contains(where: { $0.name == name }) {
        // `sum(x)` is called `sum_x` by itself.
        let bare = "\(SyntaxText.name(name)) = "
        let isDefault = item.alias == nil && !name.hasPrefix("column_")
        aggregates.append(
          (item.expression, name, isDefault ? String(text.dropFirst(bare.count)) : text))
      }
      return (name, SyntaxText.name(name), false)
    }
    let after = try self.after(item.expression, &translator)
    let name = item.alias ?? "column_\(number)"
    return (name, "\(SyntaxText.name(name)) = \(try translator.writer.text(after))", true)
  }

  /// An expression as it is written behind the grouping: keys and aggregates by their names.
  mutating func after(
    _ expression: ForeignExpression, _ translator: inout SQLTranslator
  ) throws(ForeignProblem) -> ForeignExpression {
    if let key = keys.first(where: { same($0.expression, expression) }) {
      return .column(table: "", key.name)
    }
    if let known = aggregates.first(where: { same($0.expression, expression) }) {
      return .column(table: "", known.name)
    }
    if case .column(nil, let name) = expression,
      let item = body.items.first(where: { $0.alias?.lowercased() == name.lowercased() })
    {
      // An alias: of an aggregate, a key, or what is computed from them.
      if let known = aggregates.first(where: { $0.name == item.alias }) {
        return .column(table: "", known.name)
      }
      if item.expression != expression { return try after(item.expression, &translator) }
    }
    if expression.isAggregate(.sql) {
      let text = try translator.writer.text(expression)
      var name = SQLBody.defaultName(expression, text) ?? "value_\(aggregates.count + 1)"
      while names.contains(name) { name += "_2" }
      aggregates.append((expression, name, "\(SyntaxText.name(name)) = \(text)"))
      return .column(table: "", name)
    }
    if case .column(_, let name) = expression {
      throw ForeignProblem(
        name,
        Words(
          en: "it is neither grouped by nor in an aggregate",
          vi: "cột này không nằm trong nhóm cũng không trong hàm gộp"))
    }
    return try inner(expression, &translator)
  }

  /// The same for the parts of an expression.
  private mutating func inner(
    _ expression: ForeignExpression, _ translator: inout SQLTranslator
  ) throws(ForeignProblem) -> ForeignExpression {
    var problem: ForeignProblem?
    var isOuter = true
    var groups = self
    var own = translator
    let result = expression.replacing { part -> ForeignExpression? in
      if isOuter {
        isOuter = false
        return nil
      }
      if case .literal = part { return part }
      if case .star = part { return part }
      do throws(ForeignProblem) {
        return try groups.after(part, &own)
      } catch {
        problem = error
        return part
      }
    }
    if let problem { throw problem }
    self = groups
    translator = own
    return result
  }
}
