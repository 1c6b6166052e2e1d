/// How the terminal is to be used: colour and box characters, or plain ASCII.
public struct Style: Sendable, Hashable {
  /// Escape codes for colour and weight.
  public var hasColour: Bool
  /// Box-drawing and other characters beyond ASCII.
  public var hasUnicode: Bool

  public init(hasColour: Bool, hasUnicode: Bool) {
    self.hasColour = hasColour
    self.hasUnicode = hasUnicode
  }

  /// No escapes, ASCII only.
  public static let plain = Style(hasColour: false, hasUnicode: false)

  /// What a piece of text is; never the only way in which it is told.
  public enum Role: Sendable {
    case dim, bold, error, warning, note, fix

    var code: String {
      switch self {
      case .dim: "2"
      case .bold: "1"
      case .error: "1;31"
      case .warning: "1;33"
      case .note: "36"
      case .fix: "32"
      }
    }
  }

  /// The text in the given role.
  public func paint(_ text: String, _ role: Role) -> String {
    hasColour && !text.isEmpty ? "\u{1B}[\(role.code)m\(text)\u{1B}[0m" : text
  }
}
