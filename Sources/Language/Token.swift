/// A word, number, sign … of a query: where it is and what it looks like, no copied text.
public struct Token: Sendable, Hashable {
  public enum Kind: UInt8, Sendable, Hashable {
    case name
    case quotedName
    case text
    case int
    case decimal
    case float
    case duration
    case date
    case parameter
    case leftParen
    case rightParen
    case leftBracket
    case rightBracket
    case leftBrace
    case rightBrace
    case pipe
    case comma
    case colon
    case semicolon
    /// `=`
    case assign
    /// `==`
    case equal
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    /// `=>`
    case arrow
    /// `??`
    case coalesce
    case plus
    case minus
    case star
    case slash
    case doubleSlash
    case percent
    case caret
    case tilde
    /// `..`
    case range
    case dot
    /// A whole line for the shell, at the prompt only.
    case shellLine
    /// A quote that is never closed: to the end of its line.
    case unclosedText
    case unclosedName
    /// `12abc`, `1__0`
    case badNumber
    /// A sign that means nothing here.
    case unknown
    /// The end of the statement.
    case end
  }

  public let kind: Kind
  /// The first token of its line, comments aside.
  public let startsLine: Bool
  /// A blank line lies between it and the token before.
  public let followsBlankLine: Bool
  public let range: SourceRange

  /// A number, text, date or parameter.
  public var isLiteral: Bool {
    switch kind {
    case .text, .int, .decimal, .float, .duration, .date, .parameter, .unclosedText, .badNumber:
      true
    default: false
    }
  }

  /// Already reported by `Lexer.diagnostics`.
  var isBroken: Bool {
    switch kind {
    case .unclosedText, .unclosedName, .badNumber, .unknown: true
    default: false
    }
  }
}

/// How a text is read: at the prompt a line that starts with `.` is for the shell, a line that
/// starts with `|` goes on from the last result, and `_` is that result.
public enum ParseMode: Sendable, Hashable {
  case file
  case prompt
}
