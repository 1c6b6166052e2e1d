/// How many terminal cells a text takes, and how to cut it to a number of cells.
///
/// Counted over grapheme clusters: a letter with its marks is one cell however it is encoded. The
/// ranges of wide characters are those of Unicode 16.0's East Asian Width W and F and of emoji.
public enum TerminalWidth {
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0,
    0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615, 0x2630...0x2637, 0x2648...0x2653,
    0x267F...0x267F, 0x268A...0x268F, 0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB,
    0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
    0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705,
    0x270A...0x270B, 0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755,
    0x2757...0x2757, 0x2795...0x2797, 0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C,
    0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
    0x4DC0...0x4DFF, 0x4E00...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE19, 0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18CFF,
    0x1AFF0...0x1B2FB, 0x1D300...0x1D376, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF,
    0x1F18E...0x1F18E, 0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335,
    0x1F337...0x1F37C, 0x1F37E...0x1F393, 0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3,
    0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E, 0x1F440...0x1F440,
    0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567,
    0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F,
    0x1F680...0x1F6C5, 0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6D7,
    0x1F6DC...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC, 0x1F7E0...0x1F7EB,
    0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF,
    0x1FA70...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
  ]

  /// Cells of one character.
  public static func of(_ character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return 0 }
    if first.value < 0x300 { return first.value < 32 || first.value == 0x7F ? 0 : 1 }
    // A sign that a variation selector makes an emoji takes two cells, and so does a flag.
    if scalars.contains("\u{FE0F}") { return 2 }
    if (0x1F1E6...0x1F1FF).contains(first.value) { return scalars.count > 1 ? 2 : 1 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    var low = 0
    var high = wide.count
    while low < high {
      let middle = (low + high) / 2
      if wide[middle].upperBound < first.value { low = middle + 1 } else { high = middle }
    }
    return low < wide.count && wide[low].contains(first.value) ? 2 : 1
  }

  /// Cells of a text.
  public static func of(_ text: String) -> Int {
    if text.utf8.allSatisfy({ $0 >= 32 && $0 < 127 }) { return text.utf8.count }
    return text.reduce(0) { $0 + of($1) }
  }

  /// The text in at most `cells` cells, with `mark` at its end where it was cut.
  public static func cut(_ text: String, to cells: Int, mark: String = "…") -> String {
    if of(text) <= cells { return text }
    let room = max(0, cells - of(mark))
    var result = ""
    var used = 0
    for character in text {
      let width = of(character)
      if used + width > room { break }
      result.append(character)
      used += width
    }
    return cells >= of(mark) ? result + mark : result
  }

  /// The text in at most `cells` cells with its middle left out, so much of it at either side of the
  /// mark as `head` of the room says.
  public static func cutMiddle(
    _ text: String, to cells: Int, mark: String = "…", head share: Double = 0.5
  ) -> String {
    if of(text) <= cells { return text }
    let room = cells - of(mark)
    guard room > 0 else { return cut(text, to: cells, mark: mark) }
    let head = max(1, Int((Double(room) * share).rounded()))
    func some(_ characters: some Sequence<Character>, _ room: Int) -> [Character] {
      var used = 0
      return characters.prefix { character in
        used += of(character)
        return used <= room
      }
    }
    let start = some(text, head)
    let end = some(text.reversed(), room - start.reduce(0) { $0 + of($1) })
    return String(start) + mark + String(end.reversed())
  }

  /// The lines of a heading in so many cells, broken between words and behind `_`; nil where it takes
  /// more than `most` lines or a word is too long.
  static func headingLines(_ text: String, to cells: Int, most: Int = 3) -> [String]? {
    if of(text) <= cells { return [text] }
    var lines = [""]
    for piece in pieces(text) {
      let joined = lines[lines.count - 1] + piece
      if of(joined.trimmedEnd) <= cells {
        lines[lines.count - 1] = joined
      } else {
        lines[lines.count - 1] = lines[lines.count - 1].trimmedEnd
        lines.append(piece)
      }
    }
    lines = lines.map(\.trimmedEnd).filter { !$0.isEmpty }
    return lines.count <= most && lines.allSatisfy { of($0) <= cells } ? lines : nil
  }

  /// A heading in the parts that may stand in lines of their own.
  private static func pieces(_ text: String) -> [String] {
    var pieces = [""]
    for character in text {
      pieces[pieces.count - 1].append(character)
      if character == " " || character == "_" { pieces.append("") }
    }
    return pieces.filter { !$0.isEmpty }
  }

  /// The words of a text in lines of at most `cells` cells; a longer word keeps a line of its own.
  /// Nil leaves the text in one line.
  public static func wrapped(_ text: String, to cells: Int?) -> [String] {
    guard let cells, of(text) > cells else { return [text] }
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      if !line.isEmpty, of(line) + 1 + of(String(word)) > cells {
        lines.append(line)
        line = String(word)
      } else {
        line += (line.isEmpty ? "" : " ") + word
      }
    }
    return lines + [line]
  }

  /// The text with spaces to `cells` cells.
  public static func pad(_ text: String, to cells: Int, right: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, cells - of(text)))
    return right ? spaces + text : text + spaces
  }

  /// The text with control characters and escapes made visible, so that data cannot drive the
  /// terminal.
  public static func visible(_ text: String) -> String {
    let isClean = text.unicodeScalars.allSatisfy { !isControl($0) }
    if isClean { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{1B}": result += "\\e"
      default:
        if isControl(scalar) {
          result += "\\u{\(String(scalar.value, radix: 16))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// A text of several lines that cannot drive the terminal: as `visible`, line ends and tabs kept.
  public static func harmless(_ text: String) -> String {
    let isClean = text.unicodeScalars.allSatisfy { !isControl($0) || $0 == "\n" || $0 == "\t" }
    if isClean { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map { visible(String($0)) }
        .joined(separator: "\t")
    }.joined(separator: "\n")
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    // Controls, and the marks that turn the direction of what follows.
    scalar.value < 32 || (0x7F...0x9F).contains(scalar.value)
      || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }
}

extension String {
  /// Without spaces at the end.
  fileprivate var trimmedEnd: String {
    var text = self
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }
}
