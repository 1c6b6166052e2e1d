/// What reading a statement gave.
public enum ReadResult: Sendable, Hashable {
  /// The text typed, pasted or piped in, its newlines kept; a paste may hold several statements.
  case statement(String)
  /// Ctrl-C: what was typed is gone.
  case interrupted
  /// Ctrl-D on an empty line, or the end of the input.
  case end
}

/// Something that can stand at the cursor.
public struct Candidate: Sendable, Hashable {
  /// The text to insert, with a space at its end where one helps.
  public var text: String
  /// A few words beside it in the list; empty for none.
  public var description: String
  /// Where the text that it replaces begins, in UTF-8 bytes of the text before the cursor; nil
  /// for the word at the cursor.
  public var start: Int?

  public init(_ text: String, description: String = "", start: Int? = nil) {
    self.text = text
    self.description = description
    self.start = start
  }
}

/// Where statements come from.
public protocol LineEditor: AnyObject {
  /// Asked at Tab with the statement so far, earlier lines included, up to the cursor.
  var complete: ((_ textBeforeCursor: String) -> [Candidate])? { get set }

  /// Reads one statement, asking for more lines until it is complete. Escape sequences in a
  /// prompt stand between `\u{1}` and `\u{2}`.
  func readStatement(
    prompt: String, continuation: String, isComplete: (String) -> Bool
  ) -> ReadResult
}
