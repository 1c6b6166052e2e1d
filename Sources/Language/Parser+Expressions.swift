/// How tightly operators bind, loosest first.
enum Precedence {
  static let or = 1
  static let and = 2
  static let not = 3
  static let comparison = 4
  static let range = 5
  static let coalesce = 6
  static let additive = 7
  static let multiplicative = 8
}

extension Parser {
  /// An expression of operators that bind at least as tightly as `minimum`.
  func expression(_ minimum: Int = Precedence.or) throws(SyntaxAbort) -> SyntaxExpression {
    recursion += 1
    defer { recursion -= 1 }
    // Operators of rising precedence recurse too, at most once a level between brackets.
    if recursion > 2 * Limits.nesting { throw tooDeep() }
    let first = try prefixed(minimum)
    return try infix(first, minimum)
  }

  /// Enters a bracket, call, case or pipeline; every successful call is undone by `leave`.
  func enter() throws(SyntaxAbort) {
    if nesting >= Limits.nesting { throw tooDeep() }
    nesting += 1
  }

  func leave() {
    nesting -= 1
  }

  func tooDeep() -> SyntaxAbort {
    statementHasErrors = true
    if !saidTooDeep { report(.tooDeep, at: token.range) }
    saidTooDeep = true
    return SyntaxAbort()
  }

  /// Makes a node, unless the tree would become too high for those who walk it.
  func make(_ kind: SyntaxExpressionKind, _ range: SourceRange) throws(SyntaxAbort)
    -> SyntaxExpression
  {
    let node = SyntaxExpression(kind, range: range)
    if node.depth > Limits.expressionDepth { throw tooDeep() }
    return node
  }

  // MARK: Operators before their operand

  private func prefixed(_ minimum: Int) throws(SyntaxAbort) -> SyntaxExpression {
    if isWord("not") {
      if minimum > Precedence.not { throw fail(.notInside, at: token.range) }
      return try negation()
    }
    return try signed()
  }

  private func negation() throws(SyntaxAbort) -> SyntaxExpression {
    var operators: [SourceRange] = []
    while isWord("not") {
      operators.append(token.range)
      advance()
    }
    if operators.count >= Limits.expressionDepth { throw tooDeep() }
    var operand = try expression(Precedence.comparison)
    for range in operators.reversed() {
      operand = try make(
        .unary(.not, operatorRange: range, operand), range.union(operand.range))
    }
    return operand
  }

  /// `-x ^ y`: the sign binds looser than the power, which associates to the right.
  private func signed() throws(SyntaxAbort) -> SyntaxExpression {
    if kind == .minus || kind == .plus { return try signedOperand() }
    let base = try primary()
    return kind == .caret ? try powers(signs: [], base) : base
  }

  private func signedOperand() throws(SyntaxAbort) -> SyntaxExpression {
    var signs = readSigns()
    if let least = leastInteger(after: signs.last) {
      signs.removeLast()
      return kind == .caret ? try powers(signs: signs, least) : try negate(least, signs)
    }
    let base = try primary()
    return kind == .caret ? try powers(signs: signs, base) : try negate(base, signs)
  }

  /// Minus signs; a plus sign says nothing.
  private func readSigns() -> [SourceRange] {
    var signs: [SourceRange] = []
    while kind == .minus || kind == .plus {
      if kind == .minus { signs.append(token.range) }
      advance()
    }
    return signs
  }

  private func negate(_ base: SyntaxExpression, _ signs: [SourceRange]) throws(SyntaxAbort)
    -> SyntaxExpression
  {
    var operand = base
    for range in signs.reversed() {
      operand = try make(
        .unary(.negate, operatorRange: range, operand), range.union(operand.range))
    }
    return operand
  }

  /// −2⁶³ is the one integer whose digits alone do not fit.
  private func leastInteger(after sign: SourceRange?) -> SyntaxExpression? {
    guard let sign, kind == .int, kind(ahead: 1) != .caret else { return nil }
    let digits = text(of: token).filter { $0 != "_" }
    guard UInt64(digits) == UInt64(1) << 63 else { return nil }
    let range = sign.union(token.range)
    advance()
    return SyntaxExpression(.literal(.int(.min)), range: range)
  }

  private func powers(signs: [SourceRange], _ first: SyntaxExpression) throws(SyntaxAbort)
    -> SyntaxExpression
  {
    var operands: [(signs: [SourceRange], base: SyntaxExpression)] = [(signs, first)]
    var operators: [SourceRange] = []
    while kind == .caret {
      if operators.count >= Limits.expressionDepth { throw tooDeep() }
      operators.append(token.range)
      advance()
      let signs = readSigns()
      if let least = leastInteger(after: signs.last) {
        operands.append((signs.dropLast(), least))
      } else {
        operands.append((signs, try primary()))
      }
    }
    var result: SyntaxExpression?
    while let operand = operands.popLast() {
      var node = operand.base
      if let exponent = result {
        let range = operators.removeLast()
        node = try make(
          .binary(.power, operatorRange: range, node, exponent), node.range.union(exponent.range))
      }
      result = try negate(node, operand.signs)
    }
    return result ?? first
  }

  // MARK: Operators between their operands

  private func infix(_ first: SyntaxExpression, _ minimum: Int) throws(SyntaxAbort)
    -> SyntaxExpression
  {
    var left = first
    while true {
      let precedence = infixPrecedence()
      guard precedence > 0, precedence >= minimum else { return left }
      switch precedence {
      case Precedence.or: left = try connective(left, .or, precedence)
      case Precedence.and: left = try connective(left, .and, precedence)
      case Precedence.comparison: left = try comparisons(left)
      case Precedence.range: left = try range(left)
      default: left = try arithmetic(left, precedence)
      }
    }
  }

  /// 0 when no operator stands here.
  private func infixPrecedence() -> Int {
    switch kind {
    case .equal, .assign, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .tilde:
      return Precedence.comparison
    case .range: return Precedence.range
    case .coalesce: return Precedence.coalesce
    case .plus, .minus: return Precedence.additive
    case .star, .slash, .doubleSlash, .percent: return Precedence.multiplicative
    case .name:
      guard token.range.count <= 7 else { return 0 }
      if isWord("and") { return Precedence.and }
      if isWord("or") { return Precedence.or }
      if isWord("in") || isWord("is") || isWord("like") || isWord("between") {
        return Precedence.comparison
      }
      if isWord("not") {
        let isNegated =
          isWord("in", ahead: 1) || isWord("like", ahead: 1) || isWord("between", ahead: 1)
          || kind(ahead: 1) == .tilde
        return isNegated ? Precedence.comparison : 0
      }
      return 0
    default: return 0
    }
  }

  private func arithmetic(_ left: SyntaxExpression, _ precedence: Int) throws(SyntaxAbort)
    -> SyntaxExpression
  {
    let sign = token
    let operation: BinaryOperator
    switch sign.kind {
    case .plus: operation = .add
    case .minus: operation = .subtract
    case .star: operation = .multiply
    case .slash: operation = .divide
    case .doubleSlash: operation = .floorDivide
    case .coalesce: operation = .coalesce
    default:
      operation = .modulo
      if endsOperand(ahead: 1) {
        let range = left.range.union(sign.range)
        report(.percentHere(script[left.range]), at: range)
        advance()
        return left
      }
    }
    advance()
    let right = try expression(precedence + 1)
    return try make(
      .binary(operation, operatorRange: sign.range, left, right), left.range.union(right.range))
  }

  /// Nothing that could be an operand follows.
  private func endsOperand(ahead: Int) -> Bool {
    switch kind(ahead: ahead) {
    case .end, .pipe, .comma, .colon, .rightParen, .rightBracket, .rightBrace, .semicolon, .arrow,
      .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .range, .coalesce:
      return true
    case .name:
      return isWord("and", ahead: ahead) || isWord("or", ahead: ahead)
        || isWord("then", ahead: ahead)
    default: return false
    }
  }

  /// `a or b or c …`, as a balanced tree where it is long: it means the same in either shape.
  private func connective(
    _ first: SyntaxExpression, _ operation: BinaryOperator, _ precedence: Int
  ) throws(SyntaxAbort) -> SyntaxExpression {
    var operands = [first]
    var operators: [SourceRange] = []
    while operation == .or ? isWord("or") : isWord("and") {
      operators.append(token.range)
      advance()
      operands.append(try expression(precedence + 1))
    }
    if operands.count > 32 {
      return try balanced(operands[...], operators[...], operation)
    }
    var result = first
    for (operand, range) in zip(operands.dropFirst(), operators) {
      result = try make(
        .binary(operation, operatorRange: range, result, operand),
        result.range.union(operand.range))
    }
    return result
  }

  private func balanced(
    _ operands: ArraySlice<SyntaxExpression>, _ operators: ArraySlice<SourceRange>,
    _ operation: BinaryOperator
  ) throws(SyntaxAbort) -> SyntaxExpression {
    if operands.count == 1 { return operands[operands.startIndex] }
    // Operator i stands between operands i and i + 1.
    let half = operands.count / 2
    let middle = operands.startIndex + half
    let between = operators.startIndex + half - 1
    let left = try balanced(operands[..<middle], operators[..<between], operation)
    let right = try balanced(operands[middle...], operators[(between + 1)...], operation)
    return try make(
      .binary(operation, operatorRange: operators[between], left, right),
      left.range.union(right.range))
  }

  private func range(_ left: SyntaxExpression) throws(SyntaxAbort) -> SyntaxExpression {
    advance()
    let right = try expression(Precedence.range + 1)
    if kind == .range {
      throw fail(.doubleRange, at: token.range)
    }
    return try make(.range(from: left, to: right), left.range.union(right.range))
  }

  // MARK: Comparisons

  private func comparisons(_ first: SyntaxExpression) throws(SyntaxAbort) -> SyntaxExpression {
    let result = try comparison(first)
    guard infixPrecedence() == Precedence.comparison else { return result }
    let chain = token.range
    let second = try comparison(SyntaxExpression(.invalid, range: result.range))
    var end = second
    while infixPrecedence() == Precedence.comparison {
      end = try comparison(SyntaxExpression(.invalid, range: end.range))
    }
    let whole = first.range.union(end.range)
    let instead = end.range == second.range ? unchained(result, chain, second) : nil
    report(
      .chainedComparison(instead), at: chain, edits: instead.map { [.init(whole, $0)] } ?? [])
    return SyntaxExpression(.invalid, range: whole)
  }

  /// `a < b < c` as `a < b and b < c`, where both are plain comparisons.
  private func unchained(_ left: SyntaxExpression, _ sign: SourceRange, _ right: SyntaxExpression)
    -> String?
  {
    guard case .binary(_, _, _, let middle) = left.kind,
      case .binary(_, _, _, let last) = right.kind, middle.range.count + last.range.count < 60
    else { return nil }
    return "\(script[left.range]) and \(script[middle.range]) \(script[sign])"
      + " \(script[last.range])"
  }

  private func comparison(_ left: SyntaxExpression) throws(SyntaxAbort) -> SyntaxExpression {
    let sign = token
    var operatorRange = sign.range
    var isNegated = false
    if isWord("not") {
      isNegated = true
      advance()
      operatorRange = operatorRange.union(token.range)
    }
    switch kind {
    case .tilde:
      advance()
      let text = try operand()
      return try make(
        .friendlyMatch(left, text, isNegated: isNegated, operatorRange: operatorRange),
        left.range.union(text.range))
    case .name:
      return try wordComparison(left, isNegated: isNegated, operatorRange)
    default:
      let operation = binaryComparison(sign.kind)
      advance()
      let right = try operand()
      warnOfNull(operation, left, right, at: operatorRange)
      return try make(
        .binary(operation, operatorRange: operatorRange, left, right),
        left.range.union(right.range))
    }
  }

  private func operand() throws(SyntaxAbort) -> SyntaxExpression {
    try expression(Precedence.range)
  }

  private func binaryComparison(_ kind: Token.Kind) -> BinaryOperator {
    switch kind {
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: .equal
    }
  }

  private func warnOfNull(
    _ operation: BinaryOperator, _ left: SyntaxExpression, _ right: SyntaxExpression,
    at range: SourceRange
  ) {
    let isNull = { (side: SyntaxExpression) in side.kind == .literal(.null) }
    if isNull(left) || isNull(right) {
      let instead = operation == .notEqual ? "is not null" : "is null"
      let edits: [Diagnostic.Edit] =
        isNull(right)
        ? [] : [.init(left.range.union(right.range), "\(script[right.range]) \(instead)")]
      report(
        .comparedWithNull(negated: operation == .notEqual), at: range.union(right.range),
        edits: edits)
    }
  }

  private func wordComparison(
    _ left: SyntaxExpression, isNegated: Bool, _ start: SourceRange
  ) throws(SyntaxAbort) -> SyntaxExpression {
    let range = start.union(token.range)
    if acceptWord("in") {
      let set = try operand()
      return try make(
        .membership(left, in: set, isNegated: isNegated, operatorRange: range),
        left.range.union(set.range))
    }
    if acceptWord("like") {
      let pattern = try operand()
      return try make(
        .like(left, pattern: pattern, isNegated: isNegated, operatorRange: range),
        left.range.union(pattern.range))
    }
    if acceptWord("between") {
      let low = try expression(Precedence.coalesce)
      guard acceptWord("and") else {
        let sign = text(of: token)
        guard sign == "," || sign == "..", token(ahead: 1).isLiteral else {
          throw unexpected(.word("and"))
        }
        let range = low.range.union(token(ahead: 1).range)
        let instead = "\(script[low.range]) and \(text(of: token(ahead: 1)))"
        throw fail(
          .otherWay(script[range], instead: instead), at: range, edits: [.init(range, instead)])
      }
      let high = try expression(Precedence.coalesce)
      return try make(
        .between(left, low: low, high: high, isNegated: isNegated, operatorRange: range),
        left.range.union(high.range))
    }
    advance()
    let isNotNull = acceptWord("not")
    guard acceptWord("null") else { throw unexpected(.word("null")) }
    let whole = self.range(from: start.start)
    return try make(
      .isNull(left, isNegated: isNotNull, operatorRange: whole), left.range.union(whole))
  }
}
