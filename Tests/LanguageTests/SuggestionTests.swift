import Language
import Testing

@Suite struct SuggestionTests {
  private let columns = [
    "unit", "indicator", "level", "as_of", "year", "value", "covered", "total", "direction",
    "Tỷ lệ", "Điện Biên",
  ]

  @Test(arguments: [
    ("yaer", "year"), ("yeer", "year"), ("unti", "unit"), ("coverd", "covered"),
    ("indicatr", "indicator"), ("VALUE", "value"), ("ty le", "Tỷ lệ"), ("dien bien", "Điện Biên"),
    ("direct", "direction"), ("toatl", "total"), ("asof", "as_of"),
  ])
  func nearest(word: String, wanted: String) {
    #expect(Suggestions.nearest(word, among: columns) == wanted)
  }

  @Test(arguments: ["", "zzz", "q", "population", "xyzxyz"])
  func nothingIsNear(word: String) {
    #expect(Suggestions.nearest(word, among: columns) == nil)
  }

  @Test func theTyposThatTheShellPromisesToKnow() {
    #expect(problems("t | selct a").first?.contains("`select`") == true)
    #expect(problems("t | filtr a").first?.contains("`where`") == true)
    #expect(Suggestions.nearest("countryy", among: ["country", "county", "count"]) == "country")
    #expect(
      Suggestions.nearest("coverag.csv", among: ["coverage.csv", "tasks.csv"]) == "coverage.csv")
  }

  @Test func theNearestWinsThenTheShorterThenTheFirst() {
    #expect(Suggestions.nearest("rat", among: ["rates", "rate"]) == "rate")
    #expect(Suggestions.nearest("cat", among: ["bat", "rat"]) == "bat")
    #expect(Suggestions.nearest("ab", among: ["ba"]) == "ba")
  }

  @Test func foldingMayBeTheCallers() {
    #expect(Suggestions.nearest("ABC", among: ["abc"], fold: { $0 }) == nil)
  }

  @Test func foldDropsCaseAndMarks() {
    #expect(Suggestions.fold("Điện Biên ĐƯỜNG") == "dien bien duong")
    #expect(Suggestions.fold("e\u{302}\u{323}") == "e")
    #expect(
      Suggestions.fold("ắằẳẵặấầẩẫậéèẻẽẹếềểễệóòỏõọốồổỗộớờởỡợúùủũụứừửữựíìỉĩịýỳỷỹỵ")
        == String(repeating: "a", count: 10) + String(repeating: "e", count: 10)
        + String(repeating: "o", count: 15) + String(repeating: "u", count: 10)
        + String(repeating: "i", count: 5) + String(repeating: "y", count: 5))
  }

  @Test func longWordsAreLeftAlone() {
    let long = String(repeating: "a", count: 5000)
    #expect(Suggestions.nearest(long, among: [long]) == nil)
    #expect(Suggestions.nearest("abc", among: [long]) == nil)
  }
}
