/// The lines of one statement: a step a line where there is more than one line. Breaks that the
/// author made inside a step stay, for they are as legal in the new place; a step that is too
/// long gets a line for each of its items.
struct FormatterLines {
  private(set) var text = ""
  /// How many of the comments lie inside the statement.
  let commentCount: Int

  private let source: SourceText
  private let spacing: FormatterSpacing

  /// A source or a step with the `|` before it.
  private struct Segment {
    let tokens: ArraySlice<Token>
    /// Where its items begin, but for the first, which stays with what is before it.
    var itemStarts: [Int] = []
    /// Comments on lines of their own before it, and one at the end of its last line.
    var before: [String] = []
    var after: String?
    /// Offsets of tokens that begin a line, and the comments before them.
    var breaks: Set<Int> = []
    var linesBefore: [Int: [String]] = [:]
    var lineEnds: [Int: String] = [:]
  }

  private var segments: [Segment] = []

  init(
    _ source: SourceText, _ tokens: ArraySlice<Token>, _ comments: ArraySlice<Lexer.Comment>,
    _ spacing: FormatterSpacing, _ steps: [Step], end: Int
  ) {
    self.source = source
    self.spacing = spacing
    let inside = comments.prefix { $0.range.start < end }
    commentCount = inside.count
    cut(tokens, steps)
    for comment in inside { place(comment) }
    for index in segments.indices { keepBreaks(of: index) }
    text = lines()
  }

  /// A comment without the white space at its end.
  static func text(of comment: Lexer.Comment, in source: SourceText) -> String {
    let bytes = source.bytes[comment.range.start..<comment.range.end]
    let end = bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? comment.range.end
    return source[SourceRange(comment.range.start, end)]
  }

  // MARK: Segments

  private mutating func cut(_ tokens: ArraySlice<Token>, _ steps: [Step]) {
    var rest = tokens
    var itemStarts: [Int] = []
    for step in steps {
      let verb = rest.firstIndex { $0.range.start >= step.wordRange.start } ?? rest.endIndex
      let pipe = verb > rest.startIndex && rest[verb - 1].kind == .pipe ? verb - 1 : verb
      segments.append(Segment(tokens: rest[rest.startIndex..<pipe], itemStarts: itemStarts))
      itemStarts = step.itemRanges.dropFirst().map(\.start)
      rest = rest[pipe...]
    }
    segments.append(Segment(tokens: rest, itemStarts: itemStarts))
  }

  /// The first token that may have a break before it: not the `|`, not the verb.
  private func bodyStart(of index: Int) -> Int {
    let tokens = segments[index].tokens
    let head = tokens.first?.kind == .pipe ? 2 : 1
    return min(tokens.startIndex + head, tokens.endIndex)
  }

  private mutating func place(_ comment: Lexer.Comment) {
    let start = comment.range.start
    let index = segments.lastIndex { ($0.tokens.first?.range.start ?? Int.max) < start } ?? 0
    let tokens = segments[index].tokens
    let next = tokens.firstIndex { $0.range.start > start } ?? tokens.endIndex
    let text = FormatterLines.text(of: comment, in: source)
    if next == tokens.endIndex {
      // Before the `|` of the next step.
      placeAtEnd(text, of: index, before: index + 1, isWholeLine: comment.isWholeLine)
    } else if next < bodyStart(of: index) {
      // After a `|` at the end of a line: it belongs to what stands before that.
      placeAtEnd(text, of: index - 1, before: index, isWholeLine: comment.isWholeLine)
    } else {
      let token = tokens[next].range.start
      if !comment.isWholeLine, segments[index].lineEnds[token] == nil,
        segments[index].linesBefore[token] == nil
      {
        segments[index].lineEnds[token] = text
      } else {
        segments[index].linesBefore[token, default: []].append(text)
      }
    }
  }

  private mutating func placeAtEnd(
    _ comment: String, of index: Int, before next: Int, isWholeLine: Bool
  ) {
    if !isWholeLine, index >= 0, segments[index].after == nil {
      segments[index].after = comment
    } else {
      segments[min(next, segments.count - 1)].before.append(comment)
    }
  }

  private mutating func keepBreaks(of index: Int) {
    let segment = segments[index]
    let body = segment.tokens[bodyStart(of: index)...]
    segments[index].breaks = Set(body.lazy.filter(\.startsLine).map(\.range.start))
    if segments[index].breaks.isEmpty, line(of: segment).count > Formatter.width {
      segments[index].breaks = Set(segment.itemStarts)
    }
  }

  // MARK: Lines

  private func lines() -> String {
    if isOneLine {
      let line = segments.map { self.line(of: $0) }.filter { !$0.isEmpty }.joined(separator: " ")
      if line.count <= Formatter.width || segments.count == 1 { return line }
    }
    var result: [String] = []
    for segment in segments {
      result += segment.before
      let line = self.line(of: segment)
      let parts = line.isEmpty ? [] : [line]
      if let comment = segment.after {
        result.append((parts + [comment]).joined(separator: "  "))
      } else {
        result += parts
      }
    }
    return result.joined(separator: "\n")
  }

  /// No line was broken, and none has to be.
  private var isOneLine: Bool {
    for (index, segment) in segments.enumerated() {
      if !segment.breaks.isEmpty || !segment.before.isEmpty || segment.after != nil {
        return false
      }
      let head = segment.tokens[segment.tokens.startIndex..<bodyStart(of: index)]
      if index > 0, head.contains(where: \.startsLine) { return false }
    }
    return true
  }

  private func line(of segment: Segment) -> String {
    var result = ""
    var previous: Token?
    var braces: [Bool] = []
    var depth = 0
    let isBroken = hasOuterBreak(segment)
    for token in segment.tokens {
      let start = token.range.start
      let isCloser = [.rightParen, .rightBracket, .rightBrace].contains(token.kind)
      if isCloser { depth = max(0, depth - 1) }
      if let left = previous {
        if segment.breaks.contains(start) {
          let inner = depth * 4 + (isBroken ? 4 : 0)
          let indent = String(repeating: " ", count: inner > 0 ? inner : isCloser ? 2 : 4)
          if let comment = segment.lineEnds[start] { result += "  " + comment }
          for comment in segment.linesBefore[start] ?? [] { result += "\n" + indent + comment }
          result += "\n" + indent
        } else {
          let isInner = isCloser || left.kind == .leftBrace
          if spacing.needsSpace(left, token, inCase: isInner && braces.last == true) {
            result += " "
          }
        }
      }
      switch token.kind {
      case .leftParen, .leftBracket: depth += 1
      case .leftBrace:
        depth += 1
        braces.append(
          previous.map { $0.kind == .name && source[$0.range].lowercased() == "case" } ?? false)
      case .rightBrace: _ = braces.popLast()
      default: break
      }
      result += spacing.text(of: token, in: source)
      previous = token
    }
    return result
  }

  /// A break outside all brackets: what is inside them is then indented further.
  private func hasOuterBreak(_ segment: Segment) -> Bool {
    var depth = 0
    for token in segment.tokens {
      if depth == 0, segment.breaks.contains(token.range.start) { return true }
      switch token.kind {
      case .leftParen, .leftBracket, .leftBrace: depth += 1
      case .rightParen, .rightBracket, .rightBrace: depth = max(0, depth - 1)
      default: break
      }
    }
    return false
  }
}
