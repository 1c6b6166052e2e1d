extension SyntaxExpression {
  /// The expressions right inside this one, in the order of the text.
  public var children: [SyntaxExpression] { kind.children }

  /// Whether columns are meant by a pattern.
  public var hasPattern: Bool {
    var pending = [self]
    while let next = pending.popLast() {
      if case .name(let name) = next.kind, name.pattern != nil { return true }
      pending.append(contentsOf: next.children)
    }
    return false
  }

  /// All names that occur, as they are written.
  public var names: Set<String> {
    var found: Set<String> = []
    var pending = [self]
    while let next = pending.popLast() {
      if case .name(let name) = next.kind { found.insert(name.text) }
      pending.append(contentsOf: next.children)
    }
    return found
  }
}

extension SyntaxExpressionKind {
  var children: [SyntaxExpression] {
    switch self {
    case .literal, .name, .parameter, .invalid: return []
    case .list(let items): return items
    case .range(let from, let to): return [from, to]
    case .unary(_, _, let operand): return [operand]
    case .binary(_, _, let left, let right): return [left, right]
    case .membership(let value, let set, _, _): return [value, set]
    case .between(let value, let low, let high, _, _): return [value, low, high]
    case .isNull(let value, _, _): return [value]
    case .like(let value, let pattern, _, _): return [value, pattern]
    case .friendlyMatch(let value, let text, _, _): return [value, text]
    case .call(let call):
      return call.arguments + call.sort.map(\.expr) + (call.filter.map { [$0] } ?? [])
    case .cases(let branches, let otherwise):
      var parts: [SyntaxExpression] = []
      parts.reserveCapacity(branches.count * 2 + 1)
      for branch in branches {
        parts.append(branch.condition)
        parts.append(branch.value)
      }
      if let otherwise { parts.append(otherwise) }
      return parts
    }
  }

  /// The greatest depth among the parts; 0 for a leaf.
  var childDepth: Int {
    switch self {
    case .literal, .name, .parameter, .invalid: 0
    case .binary(_, _, let left, let right): max(left.depth, right.depth)
    default: children.reduce(0) { max($0, $1.depth) }
    }
  }

  /// The same but for the children.
  fileprivate func isSameNode(as other: SyntaxExpressionKind) -> Bool {
    switch (self, other) {
    case (.literal(let a), .literal(let b)): a == b
    case (.list, .list), (.range, .range), (.invalid, .invalid): true
    case (.name(let a), .name(let b)), (.parameter(let a), .parameter(let b)): a == b
    case (.unary(let a, let x, _), .unary(let b, let y, _)): a == b && x == y
    case (.binary(let a, let x, _, _), .binary(let b, let y, _, _)): a == b && x == y
    case (.membership(_, _, let a, let x), .membership(_, _, let b, let y)): a == b && x == y
    case (.between(_, _, _, let a, let x), .between(_, _, _, let b, let y)): a == b && x == y
    case (.isNull(_, let a, let x), .isNull(_, let b, let y)): a == b && x == y
    case (.like(_, _, let a, let x), .like(_, _, let b, let y)): a == b && x == y
    case (.friendlyMatch(_, _, let a, let x), .friendlyMatch(_, _, let b, let y)):
      a == b && x == y
    case (.call(let a), .call(let b)):
      a.name == b.name && (a.filter == nil) == (b.filter == nil) && a.label == b.label
        && a.sort.map(\.order) == b.sort.map(\.order)
    case (.cases(let a, let x), .cases(let b, let y)):
      a.count == b.count && (x == nil) == (y == nil)
    default: false
    }
  }
}

// Written out without recursion: a tree may be higher than a thread's stack allows a debug build.
extension SyntaxExpression: Hashable {
  /// The same query at the same place.
  public static func == (left: SyntaxExpression, right: SyntaxExpression) -> Bool {
    var pending = [(left, right)]
    while let (a, b) = pending.popLast() {
      guard a.range == b.range, a.depth == b.depth, a.kind.isSameNode(as: b.kind) else {
        return false
      }
      let (inA, inB) = (a.children, b.children)
      guard inA.count == inB.count else { return false }
      pending.append(contentsOf: zip(inA, inB).lazy.map { ($0, $1) })
    }
    return true
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(range)
    hasher.combine(depth)
  }
}
