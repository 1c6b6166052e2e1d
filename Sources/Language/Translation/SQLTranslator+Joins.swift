extension SQLTranslator {
  mutating func join(
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
}
