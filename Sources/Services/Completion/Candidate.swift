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
