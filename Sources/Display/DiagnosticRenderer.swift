public import Language

/// Shows diagnostics: the message, the place, the line with the span underlined, and the fix.
public struct DiagnosticRenderer: Sendable {
  public var style: Style
  public var lang: Lang
  /// Cells across, for cutting long lines; nil leaves them whole.
  public var width: Int?
  /// Whether messages go over several lines where they are longer than the width: on a terminal, not
  /// where a tool reads lines.
  public var wraps = false

  public init(style: Style, lang: Lang, width: Int?) {
    self.style = style
    self.lang = lang
    self.width = width
  }

  /// `file:line:column: error: message [code]`, then the line and what to do.
  public func render(_ diagnostic: Diagnostic, in source: SourceText?) -> String {
    // A password is not to be shown again where the line is.
    let source = source.map(\.withoutSecrets)
    var text = head(diagnostic, in: source)
    if let source {
      text += excerpt(diagnostic.range, in: source, role(diagnostic.severity))
      for label in diagnostic.labels {
        if label.range != diagnostic.range { text += excerpt(label.range, in: source, .note) }
        text += "      " + TerminalWidth.visible(label.words.text(in: lang)) + "\n"
      }
    }
    if let fix = diagnostic.fix(in: lang) {
      let arrow = style.hasUnicode ? "→" : "->"
      text += "  " + style.paint(arrow, .fix) + " "
      let indent = TerminalWidth.of(arrow) + 3
      text +=
        TerminalWidth.wrapped(TerminalWidth.visible(fix), to: width.map { $0 - indent })
        .joined(separator: "\n" + String(repeating: " ", count: indent)) + "\n"
    }
    return text
  }

  /// A note under a result: one line, or as many as the terminal's width makes of it.
  public func note(_ diagnostic: Diagnostic) -> String {
    let mark = style.hasUnicode ? "• " : "* "
    var text = TerminalWidth.visible(diagnostic.message(in: lang))
    if let fix = diagnostic.fix(in: lang) { text += " (" + TerminalWidth.visible(fix) + ")" }
    let lines = TerminalWidth.wrapped(text, to: wraps ? width.map { $0 - 2 } : nil)
    return lines.enumerated().map {
      style.paint(($0 == 0 ? mark : "  ") + $1, .note) + "\n"
    }.joined()
  }

  /// Where, what and the code; wrapped at words, the colours put in afterwards.
  private func head(_ diagnostic: Diagnostic, in source: SourceText?) -> String {
    var place = ""
    if let source {
      place =
        TerminalWidth.visible(source.name) + ":\(source.position(of: diagnostic.range.start)): "
    }
    let word = word(diagnostic.severity) + ":"
    let code = "[\(diagnostic.code)]"
    let message = TerminalWidth.visible(diagnostic.message(in: lang))
    let whole = "\(place)\(word) \(message) \(code)"
    let lines = TerminalWidth.wrapped(whole, to: wraps ? width.map { $0 - 6 } : nil)
    var text = lines.joined(separator: "\n      ")
    if let range = text.firstRange(of: word) {
      text.replaceSubrange(range, with: style.paint(word, role(diagnostic.severity)))
    }
    if text.hasSuffix(code) {
      text = String(text.dropLast(code.count)) + style.paint(code, .dim)
    }
    return text + "\n"
  }

  private func word(_ severity: Diagnostic.Severity) -> String {
    switch (severity, lang) {
    case (.error, .en): "error"
    case (.error, .vi): "lỗi"
    case (.warning, .en): "warning"
    case (.warning, .vi): "cảnh báo"
    case (.hint, .en): "hint"
    case (.hint, .vi): "gợi ý"
    case (.note, .en): "note"
    case (.note, .vi): "ghi chú"
    }
  }

  private func role(_ severity: Diagnostic.Severity) -> Style.Role {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .hint, .note: .note
    }
  }

  /// The line of a range with carets under its cells; of several lines the first.
  private func excerpt(_ range: SourceRange, in source: SourceText, _ role: Style.Role) -> String {
    let number = source.line(of: range.start)
    let line = source.rangeOfLine(number)
    let margin = String(number)
    let room = max(20, (width ?? 10_000) - margin.count - 4)
    // Of a line without end only what could be shown is looked at.
    let reach = room * 16
    let end = min(max(range.end, range.start), line.end)
    var before = cells(
      source[SourceRange(source.aligned(max(line.start, range.start - reach)), range.start)])
    var under = cells(
      source[SourceRange(range.start, source.aligned(min(end, range.start + reach)))])
    var after = cells(source[SourceRange(end, source.aligned(min(line.end, end + reach)))])
    // A long line is cut around what is underlined.
    if TerminalWidth.of(before) + TerminalWidth.of(under) + TerminalWidth.of(after) > room {
      let dots = style.hasUnicode ? "…" : "..."
      if TerminalWidth.of(before) > room / 2 {
        before = dots + lastCells(before, room / 3)
      }
      under = TerminalWidth.cut(under, to: max(1, room - TerminalWidth.of(before)), mark: dots)
      after = TerminalWidth.cut(
        after, to: max(0, room - TerminalWidth.of(before) - TerminalWidth.of(under)), mark: dots)
    }
    let bar = style.paint(style.hasUnicode ? "│" : "|", .dim)
    var text = " " + style.paint(margin, .dim) + " " + bar + " " + before + under + after + "\n"
    text += String(repeating: " ", count: margin.count + 2) + bar + " "
    text += String(repeating: " ", count: TerminalWidth.of(before))
    text += style.paint(String(repeating: "^", count: max(1, TerminalWidth.of(under))), role) + "\n"
    return text
  }

  private func cells(_ text: String) -> String {
    TerminalWidth.visible(
      text.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "  "))
  }

  private func lastCells(_ text: String, _ cells: Int) -> String {
    var result: [Character] = []
    var used = 0
    for character in text.reversed() {
      used += TerminalWidth.of(character)
      if used > cells { break }
      result.append(character)
    }
    return String(result.reversed())
  }
}
