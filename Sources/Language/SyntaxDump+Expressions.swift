extension SyntaxDump {
  static func text(of expr: Expr) -> String {
    switch expr.kind {
    case .literal(let literal): return SyntaxText.literal(literal)
    case .list(let items): return "[" + items.map { text(of: $0) }.joined(separator: " ") + "]"
    case .range(let from, let to): return "(.. \(text(of: from)) \(text(of: to)))"
    case .name(let name): return name.isQuoted ? "`\(name.text)`" : name.text
    case .parameter(let name): return "$\(name.text)"
    case .unary(let operation, _, let operand):
      return "(\(operation.rawValue) \(text(of: operand)))"
    case .binary(let operation, _, let left, let right):
      return "(\(operation.rawValue) \(text(of: left)) \(text(of: right)))"
    case .membership(let value, let set, let isNegated, _):
      return "(\(isNegated ? "not in" : "in") \(text(of: value)) \(text(of: set)))"
    case .between(let value, let low, let high, let isNegated, _):
      return
        "(\(isNegated ? "not between" : "between") \(text(of: value)) \(text(of: low)) \(text(of: high)))"
    case .isNull(let value, let isNegated, _):
      return "(\(isNegated ? "is not null" : "is null") \(text(of: value)))"
    case .like(let value, let pattern, let isNegated, _):
      return "(\(isNegated ? "not like" : "like") \(text(of: value)) \(text(of: pattern)))"
    case .friendlyMatch(let value, let pattern, let isNegated, _):
      return "(\(isNegated ? "not ~" : "~") \(text(of: value)) \(text(of: pattern)))"
    case .call(let call):
      var parts = call.arguments.map { text(of: $0) }
      if let filter = call.filter { parts.append("where \(text(of: filter))") }
      return "\(call.name.text)(\(parts.joined(separator: ", ")))"
    case .cases(let branches, let otherwise):
      var parts = branches.map { "\(text(of: $0.condition)) => \(text(of: $0.value))" }
      if let otherwise { parts.append("else => \(text(of: otherwise))") }
      return "case{\(parts.joined(separator: ", "))}"
    case .invalid: return "<invalid>"
    }
  }
}
