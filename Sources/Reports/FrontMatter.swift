package import Language

/// What stands between the two lines `---` at the head of a report: the small part of YAML that
/// reports need, which is `key: value`, one level of nested keys, `{a: 1, b: 2}` and lists of `- item`.
package struct FrontMatter: Sendable {
  package var title: SourceRange?
  package var lang: Lang?
  /// Parameters with the text of their default value, in order.
  package var parameters: [(name: SourceRange, value: SourceRange)] = []
  /// The form of a Vietnamese administrative document, after Decree 30/2020/NĐ-CP.
  package var isDecree30 = false
  /// Texts of that form by their key.
  package var texts: [String: SourceRange] = [:]
  /// Where the document is sent (`recipients`).
  package var recipients: [SourceRange] = []
  /// Where the body begins.
  package var end = 0

  /// All texts in which values may stand.
  var ranges: [SourceRange] { [title].compactMap { $0 } + texts.values + recipients }

  /// The keys that have a text.
  static let textKeys = [
    "parent", "organ", "number", "place", "date", "subtitle", "to", "signer", "signer_title",
    "signer_for", "author", "source",
  ]
  private static let keys = ["title", "lang", "param", "form", "recipients"] + textKeys

  init(_ source: SourceText, _ diagnostics: inout [Diagnostic]) {
    guard source.lineCount > 1, source[source.rangeOfLine(1)] == "---" else { return }
    guard
      let last = (2...source.lineCount).first(where: { source[source.rangeOfLine($0)] == "---" })
    else {
      diagnostics.append(
        Diagnostic(
          code: "E0743",
          Words(
            en: "the front matter is not closed by ---", vi: "phần đầu chưa được đóng bằng ---"),
          at: source.rangeOfLine(1)))
      return
    }
    end = last < source.lineCount ? source.lineStarts[last] : source.bytes.count
    var section: String?
    for line in 2..<max(2, last) {
      let range = source.rangeOfLine(line)
      let text = source[range]
      if text.allSatisfy(\.isWhitespace) || text.drop(while: { $0 == " " }).hasPrefix("#") {
        continue
      }
      let indent = text.prefix { $0 == " " }.utf8.count
      if let section, indent > 0 || text.hasPrefix("-") {
        nested(in: section, SourceRange(range.start + indent, range.end), source, &diagnostics)
        continue
      }
      section = nil
      guard let (key, value) = FrontMatter.pair(range, source) else {
        diagnostics.append(.frontMatter(at: range))
        continue
      }
      section = take(key, value, source, &diagnostics)
    }
  }

  /// Takes a key with its value; gives the key where what follows may be nested under it.
  private mutating func take(
    _ key: SourceRange, _ value: SourceRange, _ source: SourceText,
    _ diagnostics: inout [Diagnostic]
  ) -> String? {
    let name = source[key]
    let text = source[value]
    switch name {
    case "title": title = value
    case "lang":
      lang = Lang(rawValue: text)
      if lang == nil { diagnostics.append(.choice("lang", Lang.allCases.map(\.rawValue), value)) }
    case "form":
      isDecree30 = text == "nd30"
      if !isDecree30 { diagnostics.append(.choice("form", ["nd30"], value)) }
    case "param":
      if text.isEmpty { return name }
      guard text.hasPrefix("{"), text.hasSuffix("}") else {
        diagnostics.append(.frontMatter(at: value))
        return nil
      }
      for part in FrontMatter.flow(SourceRange(value.start + 1, value.end - 1), source) {
        nested(in: name, part, source, &diagnostics)
      }
    case "recipients":
      if text.isEmpty { return name }
      recipients =
        text.hasPrefix("[") && text.hasSuffix("]")
        ? FrontMatter.flow(SourceRange(value.start + 1, value.end - 1), source) : [value]
    case _ where FrontMatter.textKeys.contains(name): texts[name] = value
    default:
      let near = Suggestions.nearest(name, among: FrontMatter.keys)
      diagnostics.append(
        Diagnostic(
          code: "E0743",
          Words(
            en: "front matter has no key `\(name)`", vi: "phần đầu không có khóa `\(name)`"),
          at: key,
          fix: near.map { Words.didYouMean("`\($0)`") }
            ?? Words(
              en: "keys: \(FrontMatter.keys.joined(separator: ", "))",
              vi: "các khóa: \(FrontMatter.keys.joined(separator: ", "))"), replacement: near))
    }
    return nil
  }

  private mutating func nested(
    in section: String, _ range: SourceRange, _ source: SourceText,
    _ diagnostics: inout [Diagnostic]
  ) {
    if section == "recipients", source[range].hasPrefix("- ") {
      recipients.append(FrontMatter.trimmed(SourceRange(range.start + 2, range.end), source))
    } else if section == "param", let (key, value) = FrontMatter.pair(range, source),
      !value.isEmpty
    {
      parameters.append((key, value))
    } else {
      diagnostics.append(.frontMatter(at: range))
    }
  }

  /// `key: value`, both without spaces and quotes around.
  private static func pair(
    _ range: SourceRange, _ source: SourceText
  ) -> (key: SourceRange, value: SourceRange)? {
    guard let colon = source.bytes[range.start..<range.end].firstIndex(of: UInt8(ascii: ":"))
    else { return nil }
    let key = trimmed(SourceRange(range.start, colon), source)
    let value = trimmed(SourceRange(colon + 1, range.end), source)
    return key.isEmpty || source[key].contains(" ") ? nil : (key, value)
  }

  private static func trimmed(_ range: SourceRange, _ source: SourceText) -> SourceRange {
    var range = range
    while !range.isEmpty, source.bytes[range.start] == 0x20 { range.start += 1 }
    while !range.isEmpty, source.bytes[range.end - 1] == 0x20 { range.end -= 1 }
    if range.count >= 2,
      [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(source.bytes[range.start]),
      source.bytes[range.start] == source.bytes[range.end - 1]
    {
      range = SourceRange(range.start + 1, range.end - 1)
    }
    return range
  }

  /// The parts of `a: 1, b: 2`.
  private static func flow(_ range: SourceRange, _ source: SourceText) -> [SourceRange] {
    var parts: [SourceRange] = []
    var start = range.start
    var quote: UInt8?
    for place in range.start..<range.end {
      let byte = source.bytes[place]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ",") {
        parts.append(SourceRange(start, place))
        start = place + 1
      }
    }
    parts.append(SourceRange(start, range.end))
    return parts.map { trimmed($0, source) }.filter { !$0.isEmpty }
  }
}

extension Diagnostic {
  fileprivate static func frontMatter(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0743",
      Words(
        en: "front matter has lines of the form `key: value`",
        vi: "phần đầu gồm các dòng dạng `khóa: giá trị`"), at: range)
  }

  fileprivate static func choice(
    _ key: String, _ values: [String], _ range: SourceRange
  ) -> Diagnostic {
    let list = values.joined(separator: ", ")
    return Diagnostic(
      code: "E0743", Words(en: "`\(key)` takes \(list)", vi: "`\(key)` nhận \(list)"), at: range)
  }
}
