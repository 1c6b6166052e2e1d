import Language

/// Cuts the body of a report into text, values, conditions and fences.
struct ReportReader {
  let source: SourceText
  var diagnostics: [Diagnostic] = []
  private var bytes: [UInt8] { source.bytes }

  init(_ source: SourceText) { self.source = source }

  /// An open `{if}`, with what was read in its branches.
  private struct OpenChoice {
    var condition: ReportFile.Hole
    var then: [ReportFile.Part] = []
    var otherwise: [ReportFile.Part]?
  }

  private var open: [OpenChoice] = []
  private var parts: [ReportFile.Part] = []

  private mutating func add(_ part: ReportFile.Part) {
    if case .text(let range) = part, range.isEmpty { return }
    guard !open.isEmpty else { return parts.append(part) }
    if open[open.count - 1].otherwise != nil {
      open[open.count - 1].otherwise?.append(part)
    } else {
      open[open.count - 1].then.append(part)
    }
  }

  /// - Parameter hasFences: whether fences are looked for; a title has none.
  mutating func read(
    from start: Int, to end: Int? = nil, hasFences: Bool = true
  ) -> [ReportFile.Part] {
    let end = end ?? bytes.count
    var place = start
    /// Where the text begins that is not handed out yet.
    var textStart = start
    while place < end {
      if hasFences, place == start || bytes[place - 1] == 0x0A,
        let fence = CodeFence(at: place, to: end, in: bytes)
      {
        if fence.isUnclosed {
          diagnostics.append(.unclosedFence(at: fence.opening))
        } else if fence.isTiendo(source) {
          add(.text(SourceRange(textStart, place)))
          var own: [Diagnostic] = []
          let options = FenceOptions(fence.options(source), in: source, &own)
          diagnostics += own
          add(
            .fence(
              .init(statements: fence.content, options: options, range: fence.whole)))
          textStart = fence.whole.end
        }
        place = fence.whole.end
        continue
      }
      switch bytes[place] {
      case UInt8(ascii: "\\"): place += 2
      case UInt8(ascii: "`"): place = endOfCode(from: place, to: end)
      case UInt8(ascii: "{"):
        add(.text(SourceRange(textStart, place)))
        place = hole(at: place, to: end)
        textStart = place
      default: place += 1
      }
    }
    add(.text(SourceRange(textStart, end)))
    while let choice = open.popLast() {
      diagnostics.append(
        Diagnostic(
          code: "E0742", Words(en: "this `{if}` has no `{end}`", vi: "`{if}` này thiếu `{end}`"),
          at: choice.condition.range))
    }
    defer { parts = [] }
    return parts
  }

  /// Where a span of code ends; its braces are no values. A run of backticks without a second one is
  /// text.
  private mutating func endOfCode(from start: Int, to end: Int) -> Int {
    var place = start
    while place < end, bytes[place] == UInt8(ascii: "`") { place += 1 }
    let count = place - start
    var next = place
    while next < end {
      guard bytes[next] == UInt8(ascii: "`") else {
        next += 1
        continue
      }
      let runStart = next
      while next < end, bytes[next] == UInt8(ascii: "`") { next += 1 }
      if next - runStart == count {
        let span = source[SourceRange(place, runStart)]
        if count >= 3, span.hasPrefix("tiendo") {
          diagnostics.append(.fenceNotAtMargin(at: SourceRange(start, place + 6)))
        }
        return next
      }
    }
    return place
  }

  /// Reads a value, or a mark of a condition; gives where it ends.
  private mutating func hole(at start: Int, to end: Int) -> Int {
    guard let close = matchingBrace(from: start, to: end) else {
      diagnostics.append(
        Diagnostic(
          code: "E0740", Words(en: "this `{` has no `}`", vi: "dấu `{` này thiếu `}`"),
          at: SourceRange(start, start + 1), fix: .plainBrace, replacement: "\\{"))
      return start + 1
    }
    let range = SourceRange(start, close + 1)
    var inner = SourceRange(start + 1, close)
    while !inner.isEmpty, isSpace(bytes[inner.start]) { inner.start += 1 }
    while !inner.isEmpty, isSpace(bytes[inner.end - 1]) { inner.end -= 1 }
    let text = source[inner]
    let word = text.prefix { $0.isLetter }.lowercased()
    switch word {
    case "if" where text.count > 2 && !text.dropFirst(2).hasPrefix("("):
      var condition = inner
      condition.start += 2
      open.append(OpenChoice(condition: .init(expression: condition, digits: nil, range: range)))
    case "else" where text.count == 4:
      guard !open.isEmpty, open[open.count - 1].otherwise == nil else {
        diagnostics.append(.withoutIf("else", at: range))
        break
      }
      open[open.count - 1].otherwise = []
    case "end" where text.count == 3:
      guard let choice = open.popLast() else {
        diagnostics.append(.withoutIf("end", at: range))
        break
      }
      add(
        .choice(
          condition: choice.condition, then: choice.then, otherwise: choice.otherwise ?? []))
    case "" where text.isEmpty:
      diagnostics.append(
        Diagnostic(
          code: "E0740",
          Words(en: "there is nothing in these braces", vi: "trong ngoặc không có gì"),
          at: range, fix: .plainBrace))
    default:
      let (expression, digits) = splitDigits(inner)
      add(.value(.init(expression: expression, digits: digits, range: range)))
    }
    return close + 1
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A }

  /// `ty_le:1` is the expression and its digits.
  private func splitDigits(_ range: SourceRange) -> (SourceRange, Int?) {
    var place = range.end
    while place > range.start, (0x30...0x39).contains(bytes[place - 1]) { place -= 1 }
    guard place < range.end, place > range.start, bytes[place - 1] == UInt8(ascii: ":"),
      let digits = Int(source[SourceRange(place, range.end)]), digits <= 15
    else { return (range, nil) }
    return (SourceRange(range.start, place - 1), digits)
  }

  /// The brace that closes the one at `start`, over texts and braces within; a blank line ends the
  /// search, since nobody writes an expression over two paragraphs.
  private func matchingBrace(from start: Int, to end: Int) -> Int? {
    var depth = 0
    var quote: UInt8?
    var place = start
    while place < end {
      let byte = bytes[place]
      if let open = quote {
        if byte == UInt8(ascii: "\\") {
          place += 1
        } else if byte == open {
          quote = nil
        }
      } else {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "`"): quote = byte
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"):
          depth -= 1
          if depth == 0 { return place }
        case 0x0A where place + 1 < end && bytes[place + 1] == 0x0A: return nil
        default: break
        }
      }
      place += 1
    }
    return nil
  }
}

extension Words {
  fileprivate static let plainBrace = Words(
    en: "a brace that is only text is written \\{", vi: "dấu ngoặc chỉ là chữ thì viết \\{")
}

extension Diagnostic {
  fileprivate static func unclosedFence(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0741", Words(en: "this fence is not closed", vi: "khối này chưa được đóng"),
      at: range)
  }

  fileprivate static func fenceNotAtMargin(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0741",
      Words(
        en: "a fence of statements stands at the beginning of a line",
        vi: "khối lệnh phải đứng ở đầu dòng"), at: range)
  }

  fileprivate static func withoutIf(_ word: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0742",
      Words(
        en: "`{\(word)}` has no `{if}` before it", vi: "`{\(word)}` không có `{if}` đứng trước"),
      at: range)
  }
}
