public import Services

/// What reading a statement gave.
public enum ReadResult: Sendable, Hashable {
  /// The text typed, pasted or piped in, its newlines kept; a paste may hold several statements.
  case statement(String)
  /// Ctrl-C: what was typed is gone.
  case interrupted
  /// Ctrl-D on an empty line, or the end of the input.
  case end
}

/// Where statements come from.
public protocol LineEditor: AnyObject {
  /// Asked at Tab with the statement so far, earlier lines included, up to the cursor.
  var complete: ((_ textBeforeCursor: String) -> [Candidate])? { get set }

  /// Lays a statement ready: the key for the last statement (Up) brings it into the line.
  func offer(_ statement: String)

  /// Reads one statement, asking for more lines until it is complete. Escape sequences in a
  /// prompt stand between `\u{1}` and `\u{2}`.
  func readStatement(
    prompt: String, continuation: String, isComplete: (String) -> Bool
  ) -> ReadResult
}
