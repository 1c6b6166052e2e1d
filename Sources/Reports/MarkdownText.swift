/// Text from data inside Markdown.
enum MarkdownText {
  /// The text with everything escaped that Markdown would take for a mark, so that no cell can become
  /// markup; line ends become spaces.
  static func escaped(_ text: String) -> String {
    var result = ""
    let scalars = Array(text.unicodeScalars)
    for (place, scalar) in scalars.enumerated() {
      let next = place + 1 < scalars.count ? scalars[place + 1] : nil
      switch scalar {
      case "\n", "\r", "\t":
        result.unicodeScalars.append(" ")
        continue
      case "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "|", "~", "&", "!", "$":
        result += "\\"
      // At the beginning of a line these make lists, headings and rules.
      case "+", "-", "=":
        if place == 0, next == nil || next == " " || next == scalar { result += "\\" }
      case ".", ")":
        let isNumbered = scalars[..<place].allSatisfy { ("0"..."9").contains($0) }
        if place > 0, isNumbered, next == nil || next == " " { result += "\\" }
      default: break
      }
      result.unicodeScalars.append(scalar)
    }
    return result
  }
}
