extension SyntaxDump {
  /// A part of what is written for a node: text, or an expression inside it.
  private enum Piece {
    case text(String)
    case expr(SyntaxExpression)
  }

  static func text(of expr: SyntaxExpression) -> String {
    var result = ""
    // Not by recursion: see `SyntaxExpression.==`.
    var pending = [Piece.expr(expr)]
    while let piece = pending.popLast() {
      switch piece {
      case .text(let text): result += text
      case .expr(let expr): pending.append(contentsOf: pieces(of: expr).reversed())
      }
    }
    return result
  }

  private static func pieces(of expr: SyntaxExpression) -> [Piece] {
    switch expr.kind {
    case .literal(let literal): return [.text(SyntaxText.literal(literal))]
    case .name(let name): return [.text(name.isQuoted ? "`\(name.text)`" : name.text)]
    case .parameter(let name): return [.text("$\(name.text)")]
    case .invalid: return [.text("<invalid>")]
    case .list(let items): return pieces("[", items, separator: " ", "]")
    case .call(let call):
      if let label = call.label, let last = call.arguments.last {
        return pieces("\(call.name.text)(", Array(call.arguments.dropLast()), separator: ", ", "")
          + [.text(", \(label): "), .expr(last), .text(")")]
      }
      var all = pieces("\(call.name.text)(", call.arguments, separator: ", ", "")
      for (place, key) in call.sort.enumerated() {
        all.append(.text(place == 0 ? (call.arguments.isEmpty ? "sort " : ", sort ") : ", "))
        all += [.text(key.isDescending ? "-" : ""), .expr(key.expr)]
        if let nulls = key.nulls { all.append(.text(" nulls \(nulls.rawValue)")) }
      }
      if let filter = call.filter {
        let isFirst = call.arguments.isEmpty && call.sort.isEmpty
        all += [.text(isFirst ? "where " : ", where "), .expr(filter)]
      }
      return all + [.text(")")]
    case .cases(let branches, let otherwise):
      var pieces = [Piece.text("case{")]
      for (index, branch) in branches.enumerated() {
        if index > 0 { pieces.append(.text(", ")) }
        pieces += [.expr(branch.condition), .text(" => "), .expr(branch.value)]
      }
      if let otherwise { pieces += [.text(", else => "), .expr(otherwise)] }
      return pieces + [.text("}")]
    default:
      return pieces("(\(head(of: expr.kind)) ", expr.children, separator: " ", ")")
    }
  }

  private static func pieces(
    _ start: String, _ items: [SyntaxExpression], separator: String, _ end: String
  ) -> [Piece] {
    var pieces = [Piece.text(start)]
    for (index, item) in items.enumerated() {
      if index > 0 { pieces.append(.text(separator)) }
      pieces.append(.expr(item))
    }
    pieces.append(.text(end))
    return pieces
  }

  private static func head(of kind: SyntaxExpressionKind) -> String {
    switch kind {
    case .range: ".."
    case .unary(let operation, _, _): operation.rawValue
    case .binary(let operation, _, _, _): operation.rawValue
    case .membership(_, _, let isNegated, _): isNegated ? "not in" : "in"
    case .between(_, _, _, let isNegated, _): isNegated ? "not between" : "between"
    case .isNull(_, let isNegated, _): isNegated ? "is not null" : "is null"
    case .like(_, _, let isNegated, _): isNegated ? "not like" : "like"
    case .friendlyMatch(_, _, let isNegated, _): isNegated ? "not ~" : "~"
    default: ""
    }
  }
}
