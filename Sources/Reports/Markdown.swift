import CMarkdown
import Glibc

/// CommonMark with GitHub's tables and footnotes, read by cmark-gfm.
enum Markdown {
  /// Whether this build has the library.
  static var isAvailable: Bool { markdown_is_available() != 0 }

  /// The HTML of a text, with the blocks in the places of the fences `marker 0`, `marker 1` …; HTML of
  /// the text itself is left out and counted. Nil for want of memory or of the library.
  ///
  /// Pictures stand under `marker-picture-0` … in the HTML; their addresses are given in that order.
  static func html(
    _ text: String, marker: String, blocks: [String]
  ) -> (html: String, leftOut: Int, pictures: [String])? {
    // Copies of the blocks that live until the function ends.
    let copies: [UnsafeMutablePointer<CChar>?] = unsafe blocks.map { unsafe strdup($0) }
    defer { for place in blocks.indices { unsafe free(copies[place]) } }
    let pointers: [UnsafePointer<CChar>?] = unsafe copies.map { unsafe UnsafePointer($0) }
    guard unsafe !pointers.contains(nil) else { return nil }
    var leftOut: Int32 = 0
    var list: UnsafeMutablePointer<CChar>?
    defer { unsafe free(list) }
    var text = text
    // The text lies still during the call; the result is the caller's to free.
    let html: String? = text.withUTF8 { bytes in
      let result = unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe markdown_html(
          characters.baseAddress, characters.count, marker, pointers, pointers.count, &leftOut,
          &list)
      }
      guard let result = unsafe result else { return nil }
      defer { unsafe free(result) }
      return unsafe String(cString: result)
    }
    guard let html else { return nil }
    // The list is text that the call made, ended by a zero.
    let lines = unsafe list.map { unsafe String(cString: $0) } ?? ""
    let pictures = lines.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return (html, Int(leftOut), pictures.map(String.init))
  }

  /// The addresses of the pictures in a text.
  static func pictures(_ text: String) -> [String] {
    html(text, marker: "x", blocks: [])?.pictures ?? []
  }
}
