/// Why a pattern is not a regular expression, in both languages: the library's own words are
/// English.
enum RegexProblem {
  static func of(_ pattern: String) -> Bilingual {
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
          return Bilingual(en: "a `)` closes nothing", vi: "có dấu `)` không đóng gì cả")
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
