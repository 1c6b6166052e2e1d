/// Patterns as people write them, in the syntax of RE2: `\w`, `\d`, `\s` and `[:alpha:]` mean the
/// letters, digits and spaces of all languages, `\u{1EBF}` and `(?<name>…)` are understood, and a
/// boundary `\b` at an end of the pattern knows all letters too.
///
/// What the library reads otherwise than other engines (classes within classes) is an error, so that
/// no pattern means something else in silence.
struct RegexPattern {
  private static let word = "\\p{L}\\p{Nl}\\p{M}\\p{Nd}\\p{Pc}"
  private static let noWord =
    "\\p{No}\\p{Pd}\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Po}\\p{S}\\p{Z}\\p{C}"
  private static let space =
    "\\t-\\r \\x{85}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}"
  private static let noSpace =
    "\\x{0}-\\x{8}\\x{e}-\\x{1f}\\x{21}-\\x{84}\\x{86}-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}"
    + "\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}\\x{2060}-\\x{2fff}"
    + "\\x{3001}-\\x{10ffff}"
  private static let named = [
    "[:alpha:]": "\\p{L}\\p{Nl}", "[:digit:]": "\\p{Nd}", "[:alnum:]": "\\p{L}\\p{Nl}\\p{Nd}",
    "[:upper:]": "\\p{Lu}", "[:lower:]": "\\p{Ll}", "[:space:]": space, "[:word:]": word,
  ]

  private let source: [Unicode.Scalar]
  private var place = 0
  private var result = ""
  private var knowsASCIIOnly = false
  /// Whether nothing of the alternative stands before, outside all groups.
  private var isAtStart = true
  /// Whether what was read last surely ends in a letter, digit or `_`, and the same before it.
  private var endsInWord = false
  private var endedInWord = false
  /// For each open group: how it was before, and whether all its alternatives so far end in a word.
  private var groups: [(before: Bool, all: Bool)] = []

  private init(_ pattern: String) { source = Array(pattern.unicodeScalars) }

  /// The pattern for RE2, and whether it holds a boundary that knows ASCII's letters only.
  static func translated(
    _ pattern: String
  ) throws(RegexProblem) -> (text: String, knowsASCIIOnly: Bool) {
    var reader = RegexPattern(pattern)
    while reader.place < reader.source.count { try reader.next() }
    return (reader.result, reader.knowsASCIIOnly)
  }

  private func scalar(_ offset: Int = 0) -> Unicode.Scalar? {
    source.indices.contains(place + offset) ? source[place + offset] : nil
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic
      || scalar.properties.generalCategory == .decimalNumber
  }

  /// Takes so many scalars over as they are.
  private mutating func copy(_ count: Int) {
    for scalar in source[place..<min(source.count, place + count)] {
      result.unicodeScalars.append(scalar)
    }
    place = min(source.count, place + count)
  }

  private mutating func atom(_ isWord: Bool) {
    endedInWord = endsInWord
    endsInWord = isWord
    isAtStart = false
  }

  private mutating func next() throws(RegexProblem) {
    switch source[place] {
    case "\\": escape()
    case "[":
      let isWord = startsWithWord(place)
      try characterClass()
      atom(isWord)
    case "(": openGroup()
    case ")":
      copy(1)
      if let group = groups.popLast() {
        endedInWord = group.before
        endsInWord = group.all && endsInWord
      }
      isAtStart = false
    case "|":
      copy(1)
      if let group = groups.last {
        groups[groups.count - 1].all = group.all && endsInWord
        endsInWord = group.before
      } else {
        endsInWord = false
        isAtStart = true
      }
    case "*", "?":
      copy(1)
      endsInWord = endsInWord && endedInWord
    case "{":
      if scalar(1) == "0" || scalar(1) == "," { endsInWord = endsInWord && endedInWord }
      copy(1)
      while let next = scalar(), next != "}", Self.isTimes(next) { copy(1) }
    case "+", "}": copy(1)
    case "^", "$":
      copy(1)
      isAtStart = false
    default:
      let isWord = Self.isWord(source[place])
      copy(1)
      atom(isWord)
    }
  }

  private static func isTimes(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar) || scalar == ","
  }

  private mutating func openGroup() {
    var isFlags = false
    if scalar(1) == "?" {
      if scalar(2) == "<", let third = scalar(3), third != "=", third != "!" {
        result += "(?P<"
        place += 3
      } else {
        var end = 2
        while let next = scalar(end), next.properties.isAlphabetic || next == "-" { end += 1 }
        // `(?i)` sets how the rest is read and opens nothing.
        isFlags = scalar(end) == ")" && end > 2
        copy(isFlags || scalar(end) == ":" ? end + 1 : 2)
      }
    } else {
      copy(1)
    }
    if isFlags { return }
    groups.append((endsInWord, true))
    isAtStart = false
  }

  // MARK: Escapes

  private mutating func escape() {
    guard let sign = scalar(1) else { return copy(1) }
    switch sign {
    case "w": replace(2, "[\(Self.word)]", isWord: true)
    case "W": replace(2, "[^\(Self.word)]", isWord: false)
    case "d": replace(2, "\\p{Nd}", isWord: true)
    case "D": replace(2, "\\P{Nd}", isWord: false)
    case "s": replace(2, "[\(Self.space)]", isWord: false)
    case "S": replace(2, "[^\(Self.space)]", isWord: false)
    case "b" where groups.isEmpty && isAtStart && startsWithWord(place + 2):
      replace(2, "(?:\\A|[^\(Self.word)])", isWord: false)
    case "b" where groups.isEmpty && endsInWord && (scalar(2) == nil || scalar(2) == "|"):
      replace(2, "(?:[^\(Self.word)]|\\z)", isWord: false)
    case "b", "B":
      knowsASCIIOnly = true
      copy(2)
    case "Q":
      copy(2)
      while place < source.count, !(scalar() == "\\" && scalar(1) == "E") { copy(1) }
      copy(2)
      atom(false)
    case "u", "U": code()
    case "p", "P":
      copy(2)
      if scalar() == "{" { while let next = scalar(), next != "}" { copy(1) } }
      copy(1)
      atom(false)
    case "x":
      copy(2)
      if scalar() == "{" { while let next = scalar(), next != "}" { copy(1) } }
      copy(scalar() == "}" ? 1 : 2)
      atom(false)
    default:
      copy(2)
      atom(false)
    }
  }

  private mutating func replace(_ count: Int, _ text: String, isWord: Bool) {
    result += text
    place += count
    atom(isWord)
  }

  /// `\u{1EBF}`, `\u1EBF`, `\U00001EBF`.
  private mutating func code() {
    var digits = ""
    var end = 2
    if scalar(2) == "{" {
      end = 3
      while let next = scalar(end), next != "}" {
        digits.unicodeScalars.append(next)
        end += 1
      }
      end += 1
    } else {
      let count = scalar(1) == "u" ? 4 : 8
      while end < 2 + count, let next = scalar(end), next.properties.isASCIIHexDigit {
        digits.unicodeScalars.append(next)
        end += 1
      }
      if digits.unicodeScalars.count != count { return copy(2) }
    }
    replace(end, "\\x{\(digits)}", isWord: false)
  }

  // MARK: Classes

  private mutating func characterClass() throws(RegexProblem) {
    copy(1)
    if scalar() == "^" { copy(1) }
    if scalar() == "]" { copy(1) }
    while let next = scalar() {
      switch next {
      case "]": return copy(1)
      case "[":
        var name = ""
        var end = 0
        while let part = scalar(end), end < 12, !name.hasSuffix(":]") {
          name.unicodeScalars.append(part)
          end += 1
        }
        guard name.hasPrefix("[:"), name.hasSuffix(":]") else { throw .classOfClasses }
        if let known = Self.named[name] {
          result += known
          place += end
        } else {
          copy(end)
        }
      case "&" where scalar(1) == "&", "-" where scalar(1) == "-", "~" where scalar(1) == "~":
        throw .classOfClasses
      case "\\": classEscape()
      default: copy(1)
      }
    }
  }

  private mutating func classEscape() {
    let known: String? =
      switch scalar(1) {
      case "w": Self.word
      case "W": Self.noWord
      case "s": Self.space
      case "S": Self.noSpace
      case "d": "\\p{Nd}"
      case "D": "\\P{Nd}"
      default: nil
      }
    if let known {
      result += known
      place += 2
    } else if scalar(1) == "u" || scalar(1) == "U" {
      code()
    } else {
      copy(2)
    }
  }

  // MARK: What comes first

  /// Whether all that the pattern matches from `start` on surely begins with a letter, digit or `_`.
  private func startsWithWord(_ start: Int, depth: Int = 0) -> Bool {
    // Deeper groups count as unknown.
    guard source.indices.contains(start), depth < 8 else { return false }
    var end = start + 1
    switch source[start] {
    case "\\":
      guard source.indices.contains(start + 1), ["w", "d"].contains(source[start + 1]) else {
        return false
      }
      end = start + 2
    case "[":
      while end < source.count, source[end] != "]" {
        if source[end] == "\\" {
          guard end + 1 < source.count, ["w", "d"].contains(source[end + 1]) else { return false }
          end += 1
        } else if !Self.isWord(source[end]), source[end] != "-" || end == start + 1 {
          return false
        }
        end += 1
      }
      // A minus sign at the end stands for itself.
      if source[end - 1] == "-" { return false }
      end += 1
    case "(":
      guard let close = closing(start) else { return false }
      var inner = start + 1
      if source.indices.contains(inner), source[inner] == "?" {
        guard source.indices.contains(inner + 1), source[inner + 1] == ":" else { return false }
        inner += 2
      }
      var open = 0
      var begins = [inner]
      for index in inner..<close {
        if source[index] == "(" { open += 1 }
        if source[index] == ")" { open -= 1 }
        if source[index] == "|", open == 0 { begins.append(index + 1) }
      }
      guard begins.allSatisfy({ $0 < close && startsWithWord($0, depth: depth + 1) }) else {
        return false
      }
      end = close + 1
    default:
      guard Self.isWord(source[start]) else { return false }
    }
    guard source.indices.contains(end) else { return true }
    switch source[end] {
    case "*", "?": return false
    case "{": return source.indices.contains(end + 1) && ("1"..."9").contains(source[end + 1])
    default: return true
    }
  }

  /// Where the group that opens at `start` closes; nil where it holds what could hide a bracket.
  private func closing(_ start: Int) -> Int? {
    var depth = 0
    for index in start..<source.count {
      switch source[index] {
      case "\\", "[": return nil
      case "(": depth += 1
      case ")":
        depth -= 1
        if depth == 0 { return index }
      default: break
      }
    }
    return nil
  }
}
