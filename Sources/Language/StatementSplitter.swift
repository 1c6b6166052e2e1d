/// Finds where statements begin and end, and how deep each token lies in brackets.
///
/// A line ends its statement unless a bracket is open, the line ends in `|`, `,`, `:`, an
/// operator or a word that something must follow (`where`, `group by`), or the next line starts
/// with `|`, also behind blank lines, or with `,`, `)`, `and`, `or`, `on` or `by`. Any other blank
/// line outside brackets and `;` end it; comment lines are transparent. A bracket that is never
/// closed does not hold its statement open, so that an error in one statement leaves the others
/// alone.
struct StatementSplitter {
  /// Index of the partner for each bracket; −1 for a bracket without one and for other tokens.
  private(set) var partners: [Int32]
  /// Brackets open around each token; a bracket itself lies outside.
  private(set) var depths: [Int32]
  /// Token indices; a `;` belongs to none.
  private(set) var statements: [Range<Int>] = []

  init(_ tokens: [Token], of source: SourceText) {
    partners = [Int32](repeating: -1, count: tokens.count)
    depths = [Int32](repeating: 0, count: tokens.count)
    matchBrackets(tokens)
    split(tokens, of: source)
  }

  private mutating func matchBrackets(_ tokens: [Token]) {
    var open: [Int] = []
    var counts = [0, 0, 0]
    for index in tokens.indices {
      switch tokens[index].kind {
      case .leftParen, .leftBracket, .leftBrace:
        counts[StatementSplitter.shape(tokens[index].kind)] += 1
        open.append(index)
      case .rightParen, .rightBracket, .rightBrace:
        let shape = StatementSplitter.shape(tokens[index].kind)
        guard counts[shape] > 0 else { continue }
        while let opener = open.popLast() {
          let openerShape = StatementSplitter.shape(tokens[opener].kind)
          counts[openerShape] -= 1
          if openerShape == shape {
            partners[opener] = Int32(index)
            partners[index] = Int32(opener)
            break
          }
        }
      case .semicolon:
        open.removeAll()
        counts = [0, 0, 0]
      default: break
      }
    }
  }

  private static func shape(_ kind: Token.Kind) -> Int {
    switch kind {
    case .leftParen, .rightParen: 0
    case .leftBracket, .rightBracket: 1
    default: 2
    }
  }

  private mutating func split(_ tokens: [Token], of source: SourceText) {
    var depth: Int32 = 0
    var start = 0
    for index in tokens.indices {
      let token = tokens[index]
      let isMatched = partners[index] >= 0
      let isCloser = isMatched && Int(partners[index]) < index
      if isCloser { depth -= 1 }
      depths[index] = depth
      if isMatched, !isCloser { depth += 1 }
      if token.kind == .semicolon {
        if start < index { statements.append(start..<index) }
        start = index + 1
      } else if token.startsLine, index > start, depths[index] == 0, !isCloser,
        StatementSplitter.endsStatement(before: index, in: tokens, of: source)
      {
        statements.append(start..<index)
        start = index
      }
    }
    if start < tokens.count { statements.append(start..<tokens.count) }
  }

  private static func endsStatement(
    before index: Int, in tokens: [Token], of source: SourceText
  ) -> Bool {
    let token = tokens[index]
    if tokens[index - 1].kind == .shellLine || token.kind == .shellLine { return true }
    if continuesLine(index - 1, in: tokens, of: source) { return false }
    if token.kind == .pipe { return false }
    return token.followsBlankLine || !goesOnFromLineBefore(index, in: tokens, of: source)
  }

  /// True when the line that begins with this token goes on from the one before: a word in front of
  /// what it joins or names, a comma, a bracket.
  private static func goesOnFromLineBefore(
    _ index: Int, in tokens: [Token], of source: SourceText
  ) -> Bool {
    let token = tokens[index]
    switch token.kind {
    case .comma, .rightParen: return true
    case .name:
      guard token.range.count <= 3,
        ["and", "or", "on", "by"].contains(source[token.range].lowercased()),
        index + 1 < tokens.count
      else { return false }
      let next = tokens[index + 1]
      if next.startsLine { return false }
      // A table or a value may be called so.
      switch next.kind {
      case .pipe, .assign, .semicolon, .colon, .dot: return false
      default: return true
      }
    default: return false
    }
  }

  /// True where a star ends a pattern of names, `select unit, rate_*`, and is no sign of a product.
  private static func endsPattern(
    _ index: Int, in tokens: [Token], of source: SourceText
  ) -> Bool {
    guard index >= 2, tokens[index - 1].range.end == tokens[index].range.start,
      [.name, .quotedName].contains(tokens[index - 1].kind)
    else { return false }
    var before = index - 2
    if tokens[before].kind == .minus { before -= 1 }
    guard before >= 0 else { return false }
    if tokens[before].kind == .comma { return true }
    return before >= 1 && tokens[before - 1].kind == .pipe && tokens[before].kind == .name
      && ["select", "distinct"].contains(source[tokens[before].range].lowercased())
  }

  /// True when the line that ends with this token goes on in the next.
  static func continuesLine(_ index: Int, in tokens: [Token], of source: SourceText) -> Bool {
    let token = tokens[index]
    switch token.kind {
    case .pipe, .comma, .colon, .assign, .equal, .notEqual, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .arrow, .coalesce, .plus, .minus, .slash, .doubleSlash, .caret, .tilde,
      .range:
      return true
    case .star: return !endsPattern(index, in: tokens, of: source)
    case .percent:
      // `interval 80%` ends a line, `a %` does not.
      guard index > 0 else { return true }
      let before = tokens[index - 1]
      return !(before.isLiteral && before.range.end == token.range.start)
    case .name:
      guard token.range.count <= 7 else { return false }
      let word = source[token.range].lowercased()
      switch word {
      case "where", "select", "derive", "sort", "join":
        // A step that has nothing yet; a table may be called so.
        return index > 0 && tokens[index - 1].kind == .pipe
      case "by":
        return index > 0 && !token.startsLine && tokens[index - 1].kind == .name
          && ["group", "sort", "order"].contains(source[tokens[index - 1].range].lowercased())
      case "and", "or", "not", "in", "like", "between", "then":
        // A bare word at the start of its line is a name, not an operator.
        return !token.startsLine
      default: return false
      }
    default: return false
    }
  }
}
