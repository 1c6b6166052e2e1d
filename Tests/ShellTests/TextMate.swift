import Foundation

/// As much of a TextMate tokenizer as our grammar needs: matches, begin and end, captures and
/// includes, line by line, the earliest match first and an end before a pattern at one place.
final class TextMate {
  struct Piece: Equatable, CustomStringConvertible {
    let text: String
    /// The innermost scope last, without the language at its end.
    let scopes: [String]
    /// Where it begins, in UTF-16 units of the whole text.
    let start: Int

    var description: String { "\(text) [\(scopes.joined(separator: " "))]" }
  }

  private indirect enum Rule {
    case match(NSRegularExpression, scope: String?, captures: [Int: String])
    case span(
      begin: NSRegularExpression, end: NSRegularExpression, scope: String?,
      captures: [Int: String], patterns: [[String: Any]])
  }

  private struct Frame {
    let end: NSRegularExpression?
    let scope: String?
    let patterns: [[String: Any]]
  }

  private let grammar: [String: Any]
  private var expressions: [String: NSRegularExpression] = [:]

  init(json: String) throws {
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
    grammar = object as? [String: Any] ?? [:]
  }

  /// All pieces that have a scope, white space left out.
  func pieces(_ text: String) throws -> [Piece] {
    var frames = [Frame(end: nil, scope: nil, patterns: list(grammar["patterns"]))]
    var pieces: [Piece] = []
    var start = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      try tokenize(String(line) + "\n", at: start, &frames, &pieces)
      start += line.utf16.count + 1
    }
    return pieces
  }

  private func tokenize(
    _ line: String, at lineStart: Int, _ frames: inout [Frame], _ pieces: inout [Piece]
  ) throws {
    let whole = line as NSString
    var position = 0
    // Matches without text may follow one another, but not for ever.
    var idle = 0
    func add(_ range: NSRange, _ scopes: [String?]) {
      let text = range.location == NSNotFound ? "" : whole.substring(with: range)
      let scopes = scopes.compactMap { $0 }.map {
        $0.hasSuffix(".tdq") ? String($0.dropLast(4)) : $0
      }
      guard !scopes.isEmpty, !text.allSatisfy(\.isWhitespace) else { return }
      pieces.append(Piece(text: text, scopes: scopes, start: lineStart + range.location))
    }
    while position < whole.length, idle < 50 {
      let frame = frames[frames.count - 1]
      let outer = frames.map(\.scope)
      var best: (result: NSTextCheckingResult, rule: Rule?)?
      if let end = frame.end, let result = first(end, line, position) { best = (result, nil) }
      for rule in try rules(frame.patterns) {
        let begin: NSRegularExpression
        switch rule {
        case .match(let pattern, scope: _, captures: _): begin = pattern
        case .span(let pattern, end: _, scope: _, captures: _, patterns: _): begin = pattern
        }
        guard let result = first(begin, line, position) else { continue }
        if let best, best.result.range.location <= result.range.location { continue }
        best = (result, rule)
      }
      let found = best?.result.range ?? NSRange(location: whole.length, length: 0)
      add(NSRange(location: position, length: found.location - position), outer)
      guard let best else { return }
      idle = found.location + found.length == position ? idle + 1 : 0
      position = found.location + found.length
      func addMatch(_ scope: String?, _ captures: [Int: String]) {
        if let all = captures[0] ?? (captures.isEmpty ? scope : nil) {
          add(found, outer + [all])
        } else {
          for (group, name) in captures.sorted(by: { $0.key < $1.key }) {
            add(best.result.range(at: group), outer + [scope, name])
          }
        }
      }
      switch best.rule {
      case nil:
        add(found, outer)
        frames.removeLast()
      case .match(_, let scope, let captures): addMatch(scope, captures)
      case .span(_, let end, let scope, let captures, let patterns):
        addMatch(scope, captures)
        frames.append(Frame(end: end, scope: scope, patterns: patterns))
      }
    }
  }

  private func first(
    _ pattern: NSRegularExpression, _ line: String, _ position: Int
  ) -> NSTextCheckingResult? {
    pattern.firstMatch(
      in: line, options: [.withTransparentBounds, .withoutAnchoringBounds],
      range: NSRange(location: position, length: (line as NSString).length - position))
  }

  private func list(_ value: Any?) -> [[String: Any]] { value as? [[String: Any]] ?? [] }

  /// The rules of a list of patterns, includes resolved.
  private func rules(_ patterns: [[String: Any]]) throws -> [Rule] {
    try patterns.flatMap { pattern -> [Rule] in
      if let include = pattern["include"] as? String {
        let repository = grammar["repository"] as? [String: Any] ?? [:]
        guard let named = repository[String(include.dropFirst())] as? [String: Any] else {
          throw CocoaError(.keyValueValidation)
        }
        return try rules([named])
      }
      let scope = pattern["name"] as? String
      if let match = pattern["match"] as? String {
        return [.match(try compiled(match), scope: scope, captures: captures(pattern["captures"]))]
      }
      if let begin = pattern["begin"] as? String, let end = pattern["end"] as? String {
        return [
          .span(
            begin: try compiled(begin), end: try compiled(end), scope: scope,
            captures: captures(pattern["beginCaptures"]), patterns: list(pattern["patterns"]))
        ]
      }
      return try rules(list(pattern["patterns"]))
    }
  }

  private func captures(_ value: Any?) -> [Int: String] {
    let entries = value as? [String: [String: String]] ?? [:]
    return Dictionary(
      uniqueKeysWithValues: entries.compactMap { key, entry in
        Int(key).flatMap { number in entry["name"].map { (number, $0) } }
      })
  }

  private func compiled(_ pattern: String) throws -> NSRegularExpression {
    if let known = expressions[pattern] { return known }
    let made = try NSRegularExpression(pattern: pattern)
    expressions[pattern] = made
    return made
  }
}
