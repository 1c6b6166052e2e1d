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
    var text = head(diagnostic, in: source)
    if let source {
      text += excerpt(diagnostic.range, in: source, role(diagnostic.severity))
      for label in diagnostic.labels {
        if label.range != diagnostic.range { text += excerpt(label.range, in: source, .note) }
        text += "      " + Width.visible(label.words.text(in: lang)) + "\n"
      }
    }
    if let fix = diagnostic.fix(in: lang) {
      let arrow = style.hasUnicode ? "→" : "->"
      text += "  " + style.paint(arrow, .fix) + " "
      let indent = Width.of(arrow) + 3
      text +=
        Width.wrapped(Width.visible(fix), to: width.map { $0 - indent })
        .joined(separator: "\n" + String(repeating: " ", count: indent)) + "\n"
    }
    return text
  }

  /// A note under a result: one line, or as many as the terminal's width makes of it.
  public func note(_ diagnostic: Diagnostic) -> String {
    let mark = style.hasUnicode ? "• " : "* "
    var text = Width.visible(diagnostic.message(in: lang))
    if let fix = diagnostic.fix(in: lang) { text += " (" + Width.visible(fix) + ")" }
    let lines = Width.wrapped(text, to: wraps ? width.map { $0 - 2 } : nil)
    return lines.enumerated().map {
      style.paint(($0 == 0 ? mark : "  ") + $1, .note) + "\n"
    }.joined()
  }

  /// Where, what and the code; wrapped at words, the colours put in afterwards.
  private func head(_ diagnostic: Diagnostic, in source: SourceText?) -> String {
    var place = ""
    if let source {
      place = Width.visible(source.name) + ":\(source.position(of: diagnostic.range.start)): "
    }
    let word = word(diagnostic.severity) + ":"
    let code = "[\(diagnostic.code)]"
    let message = Width.visible(diagnostic.message(in: lang))
    let whole = "\(place)\(word) \(message) \(code)"
    let lines = Width.wrapped(whole, to: wraps ? width.map { $0 - 6 } : nil)
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
    if Width.of(before) + Width.of(under) + Width.of(after) > room {
      let dots = style.hasUnicode ? "…" : "..."
      if Width.of(before) > room / 2 {
        before = dots + lastCells(before, room / 3)
      }
      under = Width.cut(under, to: max(1, room - Width.of(before)), mark: dots)
      after = Width.cut(after, to: max(0, room - Width.of(before) - Width.of(under)), mark: dots)
    }
    let bar = style.paint(style.hasUnicode ? "│" : "|", .dim)
    var text = " " + style.paint(margin, .dim) + " " + bar + " " + before + under + after + "\n"
    text += String(repeating: " ", count: margin.count + 2) + bar + " "
    text += String(repeating: " ", count: Width.of(before))
    text += style.paint(String(repeating: "^", count: max(1, Width.of(under))), role) + "\n"
    return text
  }

  private func cells(_ text: String) -> String {
    Width.visible(
      text.split(separator: "\t", omittingEmptySubsequences: false).joined(separator: "  "))
  }

  private func lastCells(_ text: String, _ cells: Int) -> String {
    var result: [Character] = []
    var used = 0
    for character in text.reversed() {
      used += Width.of(character)
      if used > cells { break }
      result.append(character)
    }
    return String(result.reversed())
  }
}
