package import Language

/// A report as it was written: front matter, then Markdown with statements and values in it.
package struct ReportFile: Sendable {
  package let source: SourceText
  package let frontMatter: FrontMatter
  package let parts: [Part]
  /// What is wrong with the form; statements and values are looked at later.
  package let diagnostics: [Diagnostic]

  /// A piece of the body, in order.
  package indirect enum Part: Sendable {
    /// Markdown that stands as it is.
    case text(SourceRange)
    /// `{expression:digits}`
    case value(Hole)
    /// A fence of statements.
    case fence(Fence)
    /// `{if condition}…{else}…{end}`
    case choice(condition: Hole, then: [Part], otherwise: [Part])
  }

  /// An expression in braces.
  package struct Hole: Sendable {
    /// What stands between the braces, without the digits or the word `if`.
    package var expression: SourceRange
    /// Decimals to show; nil where nothing was said.
    package var digits: Int?
    /// With its braces.
    package var range: SourceRange
  }

  /// A fence whose info begins with `tiendo`.
  package struct Fence: Sendable {
    package var statements: SourceRange
    package var options = FenceOptions()
    package var range: SourceRange
  }

  package init(_ source: SourceText) {
    self.source = source
    var reader = ReportReader(source)
    frontMatter = FrontMatter(source, &reader.diagnostics)
    parts = reader.read(from: frontMatter.end)
    let titles = ReportFile.fences(parts).compactMap(\.options.title)
    for range in frontMatter.ranges + titles {
      _ = reader.read(from: range.start, to: range.end, hasFences: false)
    }
    let isEmpty = parts.allSatisfy { part in
      if case .text(let range) = part { source[range].allSatisfy(\.isWhitespace) } else { false }
    }
    if isEmpty, reader.diagnostics.isEmpty { reader.diagnostics.append(.emptyReport(source)) }
    diagnostics = reader.diagnostics.sorted { $0.range.start < $1.range.start }
  }

  /// The values and texts of a piece of front matter, such as the title.
  package static func parts(of range: SourceRange, in source: SourceText) -> [Part] {
    var reader = ReportReader(source)
    return reader.read(from: range.start, to: range.end, hasFences: false)
  }

  /// All fences, those of conditions included.
  package var fences: [Fence] { ReportFile.fences(parts) }

  static func fences(_ parts: [Part]) -> [Fence] {
    parts.flatMap { part -> [Fence] in
      switch part {
      case .fence(let fence): [fence]
      case .choice(_, let then, let otherwise): fences(then) + fences(otherwise)
      case .text, .value: []
      }
    }
  }
}

/// What stands behind the word `tiendo` of a fence.
package struct FenceOptions: Sendable, Hashable {
  /// Runs and shows nothing.
  package var isHidden = false
  /// Shows the statements under what they give, folded.
  package var hasQuery = false
  /// What stands between the quotes of `title="…"`: text with values, as sentences have them.
  package var title: SourceRange?
  /// Rows of a table that are shown; nil for the usual number.
  package var rows: Int?

  /// Reads the options; what is none of them is told.
  init(_ range: SourceRange, in source: SourceText, _ diagnostics: inout [Diagnostic]) {
    let tokens = Lexer.tokens(in: source.blank(outside: range)).filter { !$0.range.isEmpty }
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      let word = source[token.range].lowercased()
      index += 1
      switch word {
      case "hide", "ẩn", "an": isHidden = true
      case "fold", "gấp", "gap": hasQuery = true
      case "title", "rows":
        guard index + 1 < tokens.count, source[tokens[index].range] == "=" else {
          diagnostics.append(.option(word, at: token.range))
          continue
        }
        let value = tokens[index + 1]
        index += 2
        let text = source[value.range]
        if word == "title", value.kind == .text, text.count >= 2 {
          title = SourceRange(value.range.start + 1, value.range.end - 1)
        } else if word == "rows", let count = Int(text), count > 0 {
          rows = count
        } else {
          diagnostics.append(.option(word, at: value.range))
        }
      default: diagnostics.append(.option(nil, at: token.range))
      }
    }
  }

  init() {}
}

extension SourceText {
  /// The text with spaces outside a range, so that what is found in there has the line and the column
  /// of the whole.
  func blank(outside range: SourceRange) -> SourceText {
    var bytes = bytes
    for place in bytes.indices where !(range.start..<range.end).contains(place) {
      if bytes[place] != 0x0A { bytes[place] = 0x20 }
    }
    return SourceText(bytes: bytes, name: name)
  }
}

extension Diagnostic {
  fileprivate static func emptyReport(_ source: SourceText) -> Diagnostic {
    Diagnostic(
      code: "E0746",
      Words(en: "this report says nothing", vi: "báo cáo này không có nội dung"),
      at: SourceRange(source.bytes.count, source.bytes.count),
      fix: Words(
        en: "write Markdown, with statements in ```tiendo … ```",
        vi: "hãy viết Markdown, câu lệnh đặt trong ```tiendo … ```"))
  }

  fileprivate static func option(_ name: String?, at range: SourceRange) -> Diagnostic {
    let words =
      switch name {
      case "title":
        Words(en: "`title` takes a text in quotes", vi: "`title` cần một chuỗi trong dấu nháy")
      case "rows":
        Words(en: "`rows` takes a number above 0", vi: "`rows` cần một số lớn hơn 0")
      default:
        Words(
          en: "a fence has no such option", vi: "khối lệnh không có tùy chọn này")
      }
    return Diagnostic(
      code: "E0741", words, at: range,
      fix: Words(
        en: "options: hide, fold, title=\"…\", rows=20",
        vi: "các tùy chọn: hide, fold, title=\"…\", rows=20"))
  }
}
