/// The lines of one statement.
struct FormatterLines {
  private(set) var text = ""
  /// How many of the comments lie inside the statement.
  private(set) var commentCount = 0

  private let source: SourceText
  private let spacing: FormatterSpacing
  private let comments: ArraySlice<Lexer.Comment>

  /// A source or a step: its tokens, and where its items begin.
  private struct Segment {
    var tokens: ArraySlice<Token>
    var itemStarts: Set<Int> = []
    /// Comments on lines of their own before it, and one at the end of its last line.
    var before: [String] = []
    var after: String?
    /// The same for items, by the offset of the item's first token.
    var beforeItem: [Int: [String]] = [:]
    /// The comment after the comma or colon that precedes the item.
    var afterBreak: [Int: String] = [:]
    var isBroken = false
  }

  private var segments: [Segment] = []

  init(
    _ source: SourceText, _ tokens: ArraySlice<Token>, _ comments: ArraySlice<Lexer.Comment>,
    _ spacing: FormatterSpacing, _ steps: [Step], end: Int
  ) {
    self.source = source
    self.spacing = spacing
    self.comments = comments.prefix { $0.range.start < end }
    commentCount = self.comments.count
    cut(tokens, steps)
    place()
    for index in segments.indices { decideBreaks(of: index) }
    text = lines()
  }

  // MARK: Segments

  /// Each step with the `|` before it; what comes before the first is the source.
  private mutating func cut(_ tokens: ArraySlice<Token>, _ steps: [Step]) {
    var rest = tokens
    var stepOfSegment: [Step?] = [nil]
    var pieces: [ArraySlice<Token>] = []
    for step in steps {
      let verb = rest.firstIndex { $0.range.start >= step.wordRange.start } ?? rest.endIndex
      let pipe = verb > rest.startIndex && rest[verb - 1].kind == .pipe ? verb - 1 : verb
      pieces.append(rest[rest.startIndex..<pipe])
      stepOfSegment.append(step)
      rest = rest[pipe...]
    }
    pieces.append(rest)
    for (piece, step) in zip(pieces, stepOfSegment) {
      var segment = Segment(tokens: piece)
      if let step { segment.itemStarts = itemStarts(of: step, in: piece) }
      segments.append(segment)
    }
  }

  /// Items after a colon may each have a line; without a colon the first stays with the verb.
  private func itemStarts(of step: Step, in tokens: ArraySlice<Token>) -> Set<Int> {
    let starts = step.itemRanges.map(\.start)
    guard let first = starts.first else { return [] }
    let index = tokens.firstIndex { $0.range.start == first } ?? tokens.startIndex
    let hasColon = index > tokens.startIndex && tokens[index - 1].kind == .colon
    return Set(hasColon ? starts : Array(starts.dropFirst()))
  }

  // MARK: Comments

  private mutating func place() {
    for comment in comments {
      let start = comment.range.start
      let index = segments.lastIndex { ($0.tokens.first?.range.start ?? Int.max) < start } ?? 0
      let tokens = segments[index].tokens
      let next = tokens.firstIndex { $0.range.start > start } ?? tokens.endIndex
      place(text(of: comment), isWholeLine: comment.isWholeLine, in: index, next: next)
    }
  }

  private mutating func place(
    _ comment: String, isWholeLine: Bool, in index: Int, next: Int
  ) {
    let tokens = segments[index].tokens
    if next == tokens.endIndex {
      // After the last token of a segment, before the next `|`.
      if !isWholeLine, segments[index].after == nil {
        segments[index].after = comment
      } else if index + 1 < segments.count {
        segments[index + 1].before.append(comment)
      } else {
        segments[index].before.append(comment)
      }
      return
    }
    if index > 0, next == tokens.startIndex + 1, tokens[tokens.startIndex].kind == .pipe {
      // After a `|` at the end of a line: it belongs to what stands before that.
      if !isWholeLine, segments[index - 1].after == nil {
        segments[index - 1].after = comment
      } else {
        segments[index].before.append(comment)
      }
      return
    }
    // Before an item, or between an item and its comma.
    var item = next
    if tokens[item].kind == .comma, item + 1 < tokens.endIndex { item += 1 }
    let start = tokens[item].range.start
    guard segments[index].itemStarts.contains(start) else {
      segments[index].before.append(comment)
      return
    }
    segments[index].isBroken = true
    if !isWholeLine, segments[index].afterBreak[start] == nil {
      segments[index].afterBreak[start] = comment
    } else {
      segments[index].beforeItem[start, default: []].append(comment)
    }
  }

  private func text(of comment: Lexer.Comment) -> String {
    let bytes = source.bytes[comment.range.start..<comment.range.end]
    let end = bytes.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? comment.range.end
    return source[SourceRange(comment.range.start, end)]
  }

  // MARK: Lines

  private mutating func decideBreaks(of index: Int) {
    let segment = segments[index]
    guard !segment.itemStarts.isEmpty, !segment.isBroken else { return }
    segments[index].isBroken =
      segment.tokens.contains { $0.startsLine && segment.itemStarts.contains($0.range.start) }
      || line(of: segment).count > Formatter.width
  }

  private func lines() -> String {
    let rest = segments.dropFirst()
    let isOneLine =
      !rest.contains { segment in
        guard let pipe = segment.tokens.first else { return false }
        let verb = segment.tokens.dropFirst().first
        return segment.isBroken || pipe.startsLine || verb?.startsLine == true
          || !segment.before.isEmpty
      } && !segments.dropLast().contains { $0.after != nil }
    if isOneLine {
      let line = segments.map { self.line(of: $0) }.filter { !$0.isEmpty }.joined(separator: " ")
      if line.count <= Formatter.width || segments.count == 1 {
        return finished([line], segments)
      }
    }
    return finished(segments.map { brokenLines(of: $0) }, nil)
  }

  /// Puts the comments before and after their lines. One line may hold all the segments.
  private func finished(_ parts: [String], _ together: [Segment]?) -> String {
    var result: [String] = []
    for (index, part) in parts.enumerated() {
      let segment = segments[index]
      result += together?.flatMap(\.before) ?? segment.before
      let after = together?.last?.after ?? (together == nil ? segment.after : nil)
      guard !part.isEmpty else {
        if let after { result.append(after) }
        continue
      }
      result.append(part + (after.map { "  " + $0 } ?? ""))
    }
    return result.joined(separator: "\n")
  }

  private func line(of segment: Segment) -> String {
    var result = ""
    write(segment, brokenAt: [], into: &result)
    return result
  }

  private func brokenLines(of segment: Segment) -> String {
    var result = ""
    write(segment, brokenAt: segment.isBroken ? segment.itemStarts : [], into: &result)
    return result
  }

  private func write(_ segment: Segment, brokenAt breaks: Set<Int>, into result: inout String) {
    var previous: Token?
    var braces: [Bool] = []
    for token in segment.tokens {
      if let left = previous {
        if breaks.contains(token.range.start) {
          if let comment = segment.afterBreak[token.range.start] { result += "  " + comment }
          for comment in segment.beforeItem[token.range.start] ?? [] {
            result += "\n    " + comment
          }
          result += "\n    "
        } else {
          let isCase =
            token.kind == .rightBrace || left.kind == .leftBrace ? braces.last ?? false : false
          if spacing.needsSpace(left, token, inCase: isCase) { result += " " }
        }
      }
      switch token.kind {
      case .leftBrace:
        braces.append(
          previous.map { $0.kind == .name && source[$0.range].lowercased() == "case" } ?? false)
      case .rightBrace: _ = braces.popLast()
      default: break
      }
      result += spacing.text(of: token, in: source)
      previous = token
    }
  }
}
