/// Cuts a text into tokens. It never fails: what it cannot read becomes a token that says so.
public struct Lexer {
  /// A comment, for the formatter.
  struct Comment: Hashable {
    let range: SourceRange
    /// Nothing but white space before it on its line.
    let isWholeLine: Bool
  }

  let source: SourceText
  let mode: ParseMode
  let bytes: [UInt8]
  var offset = 0
  private var tokens: [Token] = []
  private(set) var comments: [Comment] = []
  private var startsLine = true
  private var followsBlankLine = false
  private var lineHasContent = false
  private var bracketDepth = 0
  /// After one quote that is never closed, texts end with their line: this keeps scanning linear.
  var textsSpanLines = true

  init(_ source: SourceText, mode: ParseMode) {
    self.source = source
    self.mode = mode
    self.bytes = source.bytes
    tokens.reserveCapacity(bytes.count / 4 + 4)
  }

  /// All tokens in order, without an end token.
  /// - Complexity: O(bytes)
  public static func tokens(in source: SourceText, mode: ParseMode = .file) -> [Token] {
    var lexer = Lexer(source, mode: mode)
    return lexer.run()
  }

  mutating func run() -> [Token] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    while true {
      skipTrivia()
      guard offset < bytes.count else { return tokens }
      if mode == .prompt, startsLine, bracketDepth == 0, let end = shellLineEnd() {
        append(.shellLine, to: end)
      } else {
        scanToken()
      }
    }
  }

  func byte(_ ahead: Int = 0) -> UInt8 {
    let index = offset + ahead
    return index < bytes.count ? bytes[index] : 0
  }

  mutating func append(_ kind: Token.Kind, to end: Int) {
    tokens.append(
      Token(
        kind: kind, startsLine: startsLine, followsBlankLine: followsBlankLine,
        range: SourceRange(offset, end)))
    offset = end
    startsLine = false
    followsBlankLine = false
    lineHasContent = true
  }

  // MARK: White space and comments

  private mutating func skipTrivia() {
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case 0x20, 0x09, 0x0B, 0x0C:
        offset += 1
      case 0x0A, 0x0D:
        offset += byte == 0x0D && self.byte(1) == 0x0A ? 2 : 1
        if !lineHasContent, !tokens.isEmpty { followsBlankLine = true }
        startsLine = true
        lineHasContent = false
      case UInt8(ascii: "#"):
        skipComment()
      case UInt8(ascii: "-"):
        guard startsDashComment else { return }
        skipComment()
      case 0x80...:
        let (scalar, length) = scalar(at: offset)
        guard scalar.properties.isWhitespace || scalar == "\u{FEFF}" || scalar == "\u{200B}"
        else { return }
        offset += length
      default:
        return
      }
    }
  }

  /// `-- ` at the start of a line or after white space; at the start also a rule of dashes.
  private var startsDashComment: Bool {
    guard byte(1) == UInt8(ascii: "-") else { return false }
    let isLineStart = !lineHasContent
    let before = offset > 0 ? bytes[offset - 1] : 0x0A
    guard isLineStart || before <= 0x20 else { return false }
    var end = offset + 2
    if isLineStart { while end < bytes.count, bytes[end] == UInt8(ascii: "-") { end += 1 } }
    return end >= bytes.count || bytes[end] <= 0x20
  }

  private mutating func skipComment() {
    let start = offset
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
    comments.append(Comment(range: SourceRange(start, offset), isWholeLine: !lineHasContent))
    lineHasContent = true
  }

  // MARK: Lines for the shell

  /// Where the line ends if it is a command to the shell: `.tables`, `help compare`, `quit`,
  /// `coverage?`.
  private func shellLineEnd() -> Int? {
    if let last = tokens.last, last.kind != .semicolon, continues(after: tokens.count - 1) {
      return nil
    }
    var end = offset
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
    while end > offset, isBlank(bytes[end - 1]) { end -= 1 }
    guard end > offset else { return nil }
    if byte() == UInt8(ascii: ".") {
      return isASCIILetter(byte(1)) || end == offset + 1 ? end : nil
    }
    if bytes[end - 1] == UInt8(ascii: "?") {
      let nameEnd = self.nameEnd(from: offset)
      var rest = nameEnd
      while rest < end, isBlank(bytes[rest]) { rest += 1 }
      if rest == end - 1 { return end }
    }
    let wordEnd = nameEnd(from: offset)
    var rest = wordEnd
    while rest < end, isBlank(bytes[rest]) { rest += 1 }
    switch source[SourceRange(offset, wordEnd)] {
    case "quit", "exit":
      return rest == end || bytes[rest] == UInt8(ascii: ";") ? wordEnd : nil
    case "help":
      let isQuery =
        rest < end
        && [UInt8(ascii: "|"), UInt8(ascii: "("), UInt8(ascii: "=")].contains(bytes[rest])
      if isQuery { return nil }
      while end > wordEnd, bytes[end - 1] == UInt8(ascii: ";") { end -= 1 }
      return end
    default:
      return nil
    }
  }

  private func continues(after index: Int) -> Bool {
    StatementSplitter.continuesLine(index, in: tokens, of: source)
  }

  // MARK: Tokens

  private mutating func scanToken() {
    let byte = self.byte()
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      bracketDepth += 1
      append(
        byte == UInt8(ascii: "(")
          ? .leftParen : byte == UInt8(ascii: "[") ? .leftBracket : .leftBrace,
        to: offset + 1)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      bracketDepth = max(0, bracketDepth - 1)
      append(
        byte == UInt8(ascii: ")")
          ? .rightParen : byte == UInt8(ascii: "]") ? .rightBracket : .rightBrace,
        to: offset + 1)
    case UInt8(ascii: "|"): append(.pipe, to: offset + 1)
    case UInt8(ascii: ","): append(.comma, to: offset + 1)
    case UInt8(ascii: ":"): append(.colon, to: offset + 1)
    case UInt8(ascii: ";"):
      bracketDepth = 0
      append(.semicolon, to: offset + 1)
    case UInt8(ascii: "+"): append(.plus, to: offset + 1)
    case UInt8(ascii: "-"): append(.minus, to: offset + 1)
    case UInt8(ascii: "*"): append(.star, to: offset + 1)
    case UInt8(ascii: "%"): append(.percent, to: offset + 1)
    case UInt8(ascii: "^"): append(.caret, to: offset + 1)
    case UInt8(ascii: "~"): append(.tilde, to: offset + 1)
    case UInt8(ascii: "/"):
      pair(UInt8(ascii: "/"), .doubleSlash, else: .slash)
    case UInt8(ascii: "="):
      if self.byte(1) == UInt8(ascii: ">") {
        append(.arrow, to: offset + 2)
      } else {
        pair(UInt8(ascii: "="), .equal, else: .assign)
      }
    case UInt8(ascii: "!"):
      pair(UInt8(ascii: "="), .notEqual, else: .unknown)
    case UInt8(ascii: "<"):
      if self.byte(1) == UInt8(ascii: ">") {
        append(.notEqual, to: offset + 2)
      } else {
        pair(UInt8(ascii: "="), .lessOrEqual, else: .less)
      }
    case UInt8(ascii: ">"):
      pair(UInt8(ascii: "="), .greaterOrEqual, else: .greater)
    case UInt8(ascii: "?"):
      pair(UInt8(ascii: "?"), .coalesce, else: .unknown)
    case UInt8(ascii: "&"):
      append(.unknown, to: offset + (self.byte(1) == UInt8(ascii: "&") ? 2 : 1))
    case UInt8(ascii: "."):
      if self.byte(1) == UInt8(ascii: ".") {
        append(.range, to: offset + 2)
      } else if isDigit(self.byte(1)) {
        scanNumber()
      } else {
        append(.dot, to: offset + 1)
      }
    case UInt8(ascii: "\""), UInt8(ascii: "'"): scanText(quote: byte)
    case UInt8(ascii: "`"): scanQuotedName()
    case UInt8(ascii: "@"): scanDate()
    case UInt8(ascii: "$"):
      let end = nameEnd(from: offset + 1)
      append(end > offset + 1 ? .parameter : .unknown, to: end)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): scanNumber()
    default:
      let end = nameEnd(from: offset)
      if end > offset {
        append(.name, to: end)
      } else {
        append(.unknown, to: offset + scalar(at: offset).length)
      }
    }
  }

  private mutating func pair(_ second: UInt8, _ kind: Token.Kind, else single: Token.Kind) {
    if byte(1) == second { append(kind, to: offset + 2) } else { append(single, to: offset + 1) }
  }

  /// The end of the name that starts at an offset; the offset itself when none does.
  func nameEnd(from start: Int) -> Int {
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      if isASCIILetter(byte) || byte == UInt8(ascii: "_") || (end > start && isDigit(byte)) {
        end += 1
      } else if byte >= 0x80 {
        let (scalar, length) = scalar(at: end)
        let properties = scalar.properties
        guard end > start ? properties.isXIDContinue : properties.isXIDStart else { break }
        end += length
      } else {
        break
      }
    }
    return end
  }

  /// The scalar that starts at an offset of well-formed UTF-8 (outside ASCII).
  func scalar(at index: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = bytes[index]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard index + length <= bytes.count else { return ("\u{FFFD}", 1) }
    var value = UInt32(length == 1 ? first : first & (0xFF >> UInt8(length + 1)))
    for position in index + 1..<index + length {
      value = value << 6 | UInt32(bytes[position] & 0x3F)
    }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}

extension Lexer {
  func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0C).contains(byte)
  }

  private func isASCIILetter(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
  }
}
