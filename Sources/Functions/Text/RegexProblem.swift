import CRegex

/// Why a pattern is not a regular expression, in both languages: the library's own words are
/// English.
struct RegexProblem: Error, Equatable {
  let why: Bilingual
  /// Whether the program is to blame, and not the pattern.
  var isMissing = false

  init(_ why: Bilingual) { self.why = why }

  /// - Parameters:
  ///   - code: what the library says is wrong (`TIENDO_REGEX_…`).
  ///   - part: the piece of the pattern that it names.
  init(_ code: Int32, part: String, of pattern: String) {
    switch Int(code) {
    case Int(TIENDO_REGEX_MISSING):
      why = Bilingual(
        en:
          "this program was built without the library RE2, so regular expressions cannot be asked",
        vi:
          "chương trình này được biên dịch không có thư viện RE2 nên không dùng được biểu thức chính quy"
      )
      isMissing = true
    case Int(TIENDO_REGEX_GROUP) where RegexProblem.looksAround(part):
      why = Bilingual(
        en: "`\(part)` looks ahead or behind, which there is not; ask with a second `matches`",
        vi: "`\(part)` là phép nhìn trước hoặc sau, không được hỗ trợ; hãy dùng thêm một `matches`")
    case Int(TIENDO_REGEX_ESCAPE) where RegexProblem.refersBack(part):
      why = Bilingual(
        en: "`\(part)` refers back to a group, which there is not",
        vi: "`\(part)` trỏ lại một nhóm, không được hỗ trợ")
    case Int(TIENDO_REGEX_ESCAPE):
      why = Bilingual(
        en: "`\(part)` has no meaning; a backslash itself is doubled",
        vi: "`\(part)` không có nghĩa; muốn chính dấu gạch chéo ngược thì viết đôi")
    case Int(TIENDO_REGEX_GROUP):
      why = Bilingual(
        en: "there is no group that begins with `\(part)`",
        vi: "không có loại nhóm bắt đầu bằng `\(part)`")
    case Int(TIENDO_REGEX_CLASS):
      why = Bilingual(
        en: "there is no class or range `\(part)`", vi: "không có lớp hoặc khoảng ký tự `\(part)`")
    case Int(TIENDO_REGEX_TIMES):
      why = Bilingual(
        en: "`\(part)` does not repeat from fewer to more, up to 1000 times in all",
        vi: "`\(part)` không lặp từ ít đến nhiều, tổng cộng tối đa 1000 lần")
    case Int(TIENDO_REGEX_SIZE):
      why = Bilingual(
        en: "it takes more than the 32 MiB that a pattern may have",
        vi: "mẫu cần hơn 32 MiB, mức tối đa cho một mẫu")
    default: why = RegexProblem.shape(of: pattern)
    }
  }

  /// The whole sentence.
  func words(_ pattern: String) -> Bilingual {
    if isMissing { return why }
    return Bilingual(
      en: "`\(pattern)` is not a regular expression: \(why.en)",
      vi: "`\(pattern)` không phải biểu thức chính quy: \(why.vi)")
  }

  /// A boundary of words that only ASCII's letters have, before a text with others.
  static let boundary = Bilingual(
    en:
      "`\\b` or `\\B` in the middle of a pattern knows ASCII letters only, and this text has others; "
      + "write what may stand there, such as `[^\\w]`",
    vi:
      "`\\b` hoặc `\\B` ở giữa mẫu chỉ hiểu chữ ASCII, mà văn bản này có chữ khác; hãy ghi rõ ký tự "
      + "ở đó, ví dụ `[^\\w]`")

  static let classOfClasses = RegexProblem(
    Bilingual(
      en: "a class of characters holds no other class and no `&&`, `--` or `~~`",
      vi: "lớp ký tự không chứa lớp khác, cũng không có `&&`, `--` hay `~~`"))

  private static func looksAround(_ part: String) -> Bool {
    ["(?=", "(?!", "(?<", "(?P=", "(?P>"].contains { part.hasPrefix($0) }
  }

  private static func refersBack(_ part: String) -> Bool {
    let second = part.dropFirst().first
    return part.hasPrefix("\\") && (second.map { ("1"..."9").contains($0) || $0 == "k" } ?? false)
  }

  /// What a walk through the pattern finds.
  private static func shape(of pattern: String) -> Bilingual {
    var groups = 0
    var canRepeat = false
    var characters = Array(pattern)[...]
    while let next = characters.popFirst() {
      switch next {
      case "\\":
        if characters.popFirst() == nil {
          return Bilingual(
            en: "a backslash stands at its end", vi: "có dấu gạch chéo ngược ở cuối")
        }
        canRepeat = true
      case "[":
        guard skipClass(&characters) else {
          return Bilingual(en: "a `[` is not closed", vi: "có dấu `[` chưa đóng")
        }
        canRepeat = true
      case "(":
        groups += 1
        canRepeat = false
      case ")":
        groups -= 1
        if groups < 0 {
          return Bilingual(
            en: "a closing parenthesis closes nothing", vi: "có dấu đóng ngoặc không đóng gì cả")
        }
        canRepeat = true
      case "*", "+", "?":
        // `(?…)` opens a group of another kind; `+?` and `++` change the repetition before them.
        if !canRepeat, !(next == "?" && groups > 0) {
          return Bilingual(
            en: "there is nothing before `\(next)` to repeat",
            vi: "trước `\(next)` không có gì để lặp")
        }
        if characters.first == "?" || characters.first == "+" { characters.removeFirst() }
        canRepeat = false
      case "|": canRepeat = false
      default: canRepeat = true
      }
    }
    if groups > 0 { return Bilingual(en: "a `(` is not closed", vi: "có dấu `(` chưa đóng") }
    return Bilingual(
      en: "a part of it has no meaning there", vi: "có một phần không có nghĩa ở vị trí đó")
  }

  /// Goes past the `]` of a class of characters; false where there is none.
  private static func skipClass(_ characters: inout ArraySlice<Character>) -> Bool {
    if characters.first == "^" { characters.removeFirst() }
    while let next = characters.popFirst() {
      switch next {
      case "\\": _ = characters.popFirst()
      case "[": guard skipClass(&characters) else { return false }
      case "]": return true
      default: break
      }
    }
    return false
  }
}
