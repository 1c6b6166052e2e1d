/// What other languages write, put into the words of this one: the text that a message shows, and
/// the changes that make it of the query.
extension Parser {
  /// A step of another language whose form differs; its word has been read.
  func otherForm(_ word: String, _ token: Token, after pipe: SourceRange, _ form: String)
    -> SyntaxAbort
  {
    let end = stepEnd
    let rest = script[SourceRange(token.range.end, end)]
    var range = token.range
    if let instead = ForeignWords.forms[word] {
      if ["left", "full", "inner", "anti"].contains(word) {
        guard isWord("join") else {
          return fail(.otherWay(text(of: token), instead: form), at: token.range)
        }
        range = range.union(self.token.range)
      }
      let after = script[SourceRange(range.end, end)]
      return fail(
        .otherWay(script[range], instead: Parser.shown(instead + after, or: form)), at: range,
        edits: [.init(range, instead)])
    }
    let edits: [Diagnostic.Edit]?
    switch word {
    case "drop", "exclude": edits = dropped(range, end)
    case "rename": edits = renamed(range, end)
    case "count", "sum": edits = aggregated(range, after: pipe)
    default: edits = nil
    }
    guard let edits else { return fail(.otherWay(text(of: token), instead: form), at: range) }
    let first = edits.map(\.range.start).min() ?? range.start
    let start = first < range.start ? groupStart(before: pipe) ?? first : range.start
    let piece = SourceText(script[SourceRange(start, end)])
    let moved = edits.map {
      Diagnostic.Edit(SourceRange($0.range.start - start, $0.range.end - start), $0.text)
    }
    let example = rest.count > 60 ? form : piece.applying(moved)
    return fail(
      .otherWay(text(of: token), instead: Parser.shown(example, or: form)), at: range, edits: edits)
  }

  /// A form with what the query has, unless that is long or goes over lines.
  private static func shown(_ text: String, or form: String) -> String {
    let isShort = text.utf8.count <= 80 && !text.contains { $0.isNewline }
    return isShort ? String(text.drop { $0.isWhitespace }) : form
  }

  /// The offset at which the step that is being read ends.
  var stepEnd: Int {
    let depth = depth
    var position = index
    // The bracket that closes around the step has the depth outside.
    while position < limit, splitter.depths[position] >= depth {
      let isEnd = [.pipe, .end, .semicolon].contains(tokens[position].kind)
      if isEnd, splitter.depths[position] == depth { break }
      position += 1
    }
    return max(tokens[max(0, position - 1)].range.end, stepWordRange.end)
  }

  /// `drop a, b` as `select -a, -b`.
  private func dropped(_ word: SourceRange, _ end: Int) -> [Diagnostic.Edit]? {
    var edits = [Diagnostic.Edit(word, "select")]
    var wantsName = true
    var position = index
    while position < limit, tokens[position].range.end <= end {
      let token = tokens[position]
      switch (token.kind, wantsName) {
      case (.name, true), (.quotedName, true):
        edits.append(.init(at: token.range.start, "-"))
      case (.comma, false): break
      default: return nil
      }
      wantsName.toggle()
      position += 1
    }
    return edits.count > 1 && !wantsName ? edits : nil
  }

  /// `rename new = old` and `rename old as new` as `derive new = old | select -old`.
  private func renamed(_ word: SourceRange, _ end: Int) -> [Diagnostic.Edit]? {
    var derived: [String] = []
    var left: [String] = []
    var position = index
    while position + 2 < limit + 1, position < limit, tokens[position].range.end <= end {
      guard position + 2 < limit else { return nil }
      let (first, sign, second) = (tokens[position], tokens[position + 1], tokens[position + 2])
      let isNames =
        [.name, .quotedName].contains(first.kind)
        && [.name, .quotedName].contains(second.kind)
      guard isNames, second.range.end <= end else { return nil }
      let written = text(of: sign).lowercased()
      let isAssigned = sign.kind == .assign
      guard isAssigned || written == "as" || written == "to" else { return nil }
      let (new, old) = isAssigned ? (first, second) : (second, first)
      derived.append("\(text(of: new)) = \(text(of: old))")
      left.append("-\(text(of: old))")
      position += 3
      if position < limit, tokens[position].range.end <= end {
        guard tokens[position].kind == .comma else { return nil }
        position += 1
      }
    }
    guard !derived.isEmpty else { return nil }
    let steps = "derive \(derived.joined(separator: ", ")) | select \(left.joined(separator: ", "))"
    return [.init(SourceRange(word.start, end), steps)]
  }

  /// `count()` as a step: the aggregates of the grouping before it, or of the whole table.
  private func aggregated(_ word: SourceRange, after pipe: SourceRange) -> [Diagnostic.Edit]? {
    if let grouped = grouped(word) { return grouped }
    guard kind == .leftParen else {
      return isAtStepEnd && text(of: tokens[index - 1]).lowercased() == "count"
        ? [.init(word, "aggregate count()")] : nil
    }
    guard index >= 3, groupStart(before: pipe) != nil else {
      return [.init(at: word.start, "aggregate ")]
    }
    return [.init(SourceRange(tokens[index - 3].range.end, word.start), ": ")]
  }

  /// `sum(x) by k` and `count by k` as `group by k: …`; nil where no keys follow.
  private func grouped(_ word: SourceRange) -> [Diagnostic.Edit]? {
    let end = stepEnd
    let depth = splitter.depths[index - 1]
    var position = index
    while position < limit, tokens[position].range.end <= end,
      splitter.depths[position] != depth || !isWord("by", ahead: position - index)
    {
      position += 1
    }
    guard position + 1 < limit, tokens[position].range.end < end else { return nil }
    let call = script[SourceRange(word.start, tokens[position - 1].range.end)]
    let keys = script[SourceRange(tokens[position + 1].range.start, end)]
    guard !keys.contains(":") else { return nil }
    let made = position == index ? "n = count()" : call
    return [.init(SourceRange(word.start, end), "group by \(keys): \(made)")]
  }

  /// `sum x`, an aggregate of one column without brackets; nil where it is no such.
  func bareCall() -> SyntaxAbort? {
    guard kind == .name, index >= 1, kind(ahead: -1) == .name, !isStepWord() else { return nil }
    let word = token(ahead: -1)
    let calls: Set<String> = [
      "sum", "avg", "average", "mean", "median", "min", "max", "count", "stddev", "count_distinct",
    ]
    guard calls.contains(text(of: word).lowercased()),
      ClauseWord(rawValue: text(of: token).lowercased()) == nil,
      ["group", "aggregate", "pivot", "derive"].contains(script[stepWordRange].lowercased())
    else { return nil }
    let range = word.range.union(token.range)
    let instead = "\(text(of: word))(\(text(of: token)))"
    return fail(
      .otherWay(script[range], instead: instead), at: range, edits: [.init(range, instead)])
  }

  /// Reports SQL's `limit n offset m`, which leaves rows out first; false where it is not that.
  func offsetBehindLimit(_ step: Step?) -> Bool {
    guard let step, script[step.wordRange].lowercased() == "limit",
      text(of: token).lowercased() == "offset", kind(ahead: 1) == .int
    else { return false }
    let count = script[SourceRange(step.wordRange.end, token.range.start)].filter { $0 != " " }
    guard !count.isEmpty, count.allSatisfy(\.isNumber) else { return false }
    let range = step.wordRange.union(token(ahead: 1).range)
    let instead = "skip \(text(of: token(ahead: 1))) | take \(count)"
    report(.otherWay(script[range], instead: instead), at: range, edits: [.init(range, instead)])
    return true
  }

  /// Reports an order behind the items of `derive` that is meant for its window functions and stands
  /// before the colon; false where there is none.
  func orderBehindItems(_ step: Step?) -> Bool {
    guard let step, isWord("sort"), case .derive(let derive) = step.kind, derive.sort.isEmpty,
      let first = derive.items.first
    else { return false }
    let windows = [
      "lag(", "lead(", "rank(", "row_number(", "cumsum(", "cumavg(", "moving_avg(", "growth(",
      "first(", "last(", "index_to(", "ntile(",
    ]
    let items = script[SourceRange(first.range.start, token.range.start)]
    guard windows.contains(where: { items.lowercased().contains($0) }) else { return false }
    let end = stepEnd
    let order = script[SourceRange(token.range.start, end)]
    let range = SourceRange(token.range.start, end)
    let place = derive.by.last.map(\.range.end) ?? first.range.start
    let instead = derive.by.isEmpty ? "\(order): " : " \(order)"
    let shown =
      script[SourceRange(step.wordRange.start, place)] + instead
      + script[SourceRange(place, derive.items.last?.range.end ?? first.range.end)]
    report(
      .otherWay(order, instead: shown), at: range,
      edits: [.init(at: place, instead), .init(SourceRange(token(ahead: -1).range.end, end), "")])
    return true
  }

  // MARK: Names

  /// Where the step before a pipe begins, if that is a `group` without aggregates.
  private func groupStart(before pipe: SourceRange) -> Int? {
    let depth = splitter.depths[index - 1]
    var position = index - 3
    while position >= 0, tokens[position].kind != .pipe || splitter.depths[position] != depth {
      if tokens[position].kind == .colon, splitter.depths[position] == depth { return nil }
      position -= 1
    }
    guard position >= 0, tokens[position + 1].kind == .name,
      text(of: tokens[position + 1]).lowercased() == "group"
    else { return nil }
    return tokens[position + 1].range.start
  }

  // MARK: Items

  /// `x as name` behind an item that was just read: says how it is written here.
  func namedByAs(_ item: Item) -> Item {
    // `as of` is a clause.
    guard item.name == nil, isWord("as"), !isWord("of", ahead: 1),
      isName(ahead: 1) || kind(ahead: 1) == .text
    else { return item }
    advance()
    let token = token
    let isText = token.kind == .text
    let decoded = isText ? decodeText(token) : text(of: token)
    let written = isText ? SyntaxText.backticked(decoded) : decoded
    advance()
    report(
      .namedByAs(instead: "\(written) = \(script[item.range])"), at: item.range.union(token.range),
      edits: [
        .init(at: item.range.start, "\(written) = "),
        .init(SourceRange(item.range.end, token.range.end), ""),
      ])
    return Item(
      name: Name(decoded, isQuoted: isText, range: token.range), expr: item.expr,
      range: item.range.union(token.range))
  }

  /// `count() where x` among aggregates: the condition belongs into the call, unless it speaks of
  /// what the step makes.
  func filterAfterCall(_ item: Item, made items: [Item]) throws(SyntaxAbort) {
    guard isWord("where"), case .call(let call) = item.expr.kind, call.filter == nil,
      ["group", "aggregate", "pivot"].contains(script[stepWordRange].lowercased())
    else { return }
    let made = Set((items + [item]).map(Parser.nameGiven))
    var position = index + 1
    while position < limit, tokens[position].kind != .pipe {
      if tokens[position].kind == .name, made.contains(text(of: tokens[position])) { return }
      position += 1
    }
    let end = item.expr.range.end
    let word = token.range
    advance()
    let condition = try expression()
    let gap = call.arguments.isEmpty ? "" : " "
    let head = script[SourceRange(item.expr.range.start, end - 1)]
    report(
      .filterAfterCall(
        script[item.expr.range], instead: "\(head)\(gap)where \(script[condition.range]))"),
      at: word,
      edits: [
        .init(SourceRange(end - 1, word.start), gap), .init(at: condition.range.end, ")"),
      ])
  }

  /// The name of an item that is a call or has a name of its own.
  private static func nameGiven(_ item: Item) -> String {
    if let name = item.name { return name.text }
    guard case .call(let call) = item.expr.kind else { return "" }
    let names = call.arguments.compactMap { argument in
      if case .name(let name) = argument.kind { name.text } else { nil }
    }
    return ([call.name.text.lowercased()] + names).joined(separator: "_")
  }

  /// Whether what stands there is the right side of `==` or `!=`.
  func isCompared(_ range: SourceRange) -> Bool {
    guard let first = tokens[..<index].lastIndex(where: { $0.range.start == range.start }),
      first > 0
    else { return false }
    return [.equal, .notEqual, .assign].contains(tokens[first - 1].kind)
  }

  /// Bare words from the one before this to the last of the line that may be one name with spaces.
  func spacedName() -> SourceRange? {
    guard kind == .name, index >= 1, kind(ahead: -1) == .name else { return nil }
    func mayBePart(_ position: Int) -> Bool {
      let token = tokens[position]
      guard token.kind == .name else { return false }
      let word = text(of: token).lowercased()
      return !SyntaxText.reserved.contains(word) && ClauseWord(rawValue: word) == nil
        && !Parser.stepWords.contains(word) && ForeignWords.steps[word] == nil
        && !["as", "desc", "asc", "where", "case", "when", "nulls", "ilike"].contains(word)
    }
    var first = index
    while first > 0, mayBePart(first - 1) { first -= 1 }
    guard first < index, mayBePart(index) else { return nil }
    var last = index
    while last + 1 < limit, mayBePart(last + 1),
      last + 2 >= limit || ![.assign, .leftParen].contains(tokens[last + 2].kind)
    {
      last += 1
    }
    if index + 1 < limit, [.assign, .leftParen].contains(tokens[index + 1].kind) { return nil }
    // Before a value the last word is meant as an operator.
    if last + 1 < limit, tokens[last + 1].isLiteral { return nil }
    let range = tokens[first].range.union(tokens[last].range)
    return script[range].contains { $0.isNewline } ? nil : range
  }

  // MARK: SQL

  /// `select … from …` in steps; nil where it has more than can be told without the tables: joins.
  func translatedSelect() -> String? {
    let text = script[SourceRange(token.range.start, tokens[limit - 1].range.end)]
    guard !text.lowercased().contains("join"),
      case .translated(let found)? = Translation.of(text), found.text.utf8.count <= 200
    else { return nil }
    return found.text
  }
}
