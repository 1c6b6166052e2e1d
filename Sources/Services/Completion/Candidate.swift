/// Something that can stand at the cursor.
public struct Candidate: Sendable, Hashable {
  /// The text to insert, with a space at its end where one helps.
  public var text: String
  /// A few words beside it in the list; empty for none.
  public var description: String
  /// What it is one of, as a heading of its part of the list; empty where the list has no parts.
  public var group: String
  /// Where the text that it replaces begins, in UTF-8 bytes of the text before the cursor; nil
  /// for the word at the cursor.
  public var start: Int?

  public init(_ text: String, description: String = "", group: String = "", start: Int? = nil) {
    self.text = text
    self.description = description
    self.group = group
    self.start = start
  }
}
