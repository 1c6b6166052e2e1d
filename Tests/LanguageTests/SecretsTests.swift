import Language
import Testing

@Suite struct SecretsTests {
  @Test(arguments: [
    ("postgresql://a:geheim@h/d", "postgresql://a@h/d"),
    (
      "connect \"postgresql://a:ge:he@im@h:5432/d\" as pg",
      "connect \"postgresql://a@h:5432/d\" as pg"
    ),
    ("x://u:p/w?d@h/x", "x://u@h/x"),
    ("host=h password='ge heim' user=u", "host=h password='' user=u"),
    ("postgresql://h/d?password=geheim&user=u", "postgresql://h/d?password=&user=u"),
    (
      "connect \"sc://h\" as s with (driver: \"spark\", \"adbc.token\": \"geheim\")",
      "connect \"sc://h\" as s with (driver: \"spark\", \"adbc.token\": \"\")"
    ),
    (
      "connect \"sc://h\" as s with (\n  \"x.password\" : 'gehe\nim', a: 1\n)",
      "connect \"sc://h\" as s with (\n  \"x.password\" : '', a: 1\n)"
    ),
  ])
  func areLeftOut(_ text: String, _ without: String) {
    #expect(Secrets.removed(from: text) == without)
    let masked = Secrets.masked(text)
    #expect(masked.utf8.count == text.utf8.count)
    #expect(!masked.contains("geheim"))
    #expect(Secrets.areIn(text))
  }

  @Test(arguments: [
    "postgresql://u@h:5432/d", "postgresql://h:5432/d?user=a@b", "https://example.org/a:b",
    "where token == \"a\"", "connect \"a.db\" as a with (driver: \"sqlite\")",
    "[{token: \"x\"}]", "note = \"a: b\"", "", "://", "connect ",
  ])
  func nothingElseIs(_ text: String) {
    #expect(Secrets.removed(from: text) == text)
    #expect(Secrets.masked(text) == text)
  }

  @Test func placesStayInAnyText() {
    var random = SeededGenerator(seed: 11)
    let pieces = [
      "connect ", "\"", "'", "://", "@", ":", "password=", "(", ")", "\\", "\n", "é", "x", ";",
    ]
    for _ in 0..<2000 {
      let text = (0..<Int.random(in: 0..<14, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      #expect(Secrets.masked(text).utf8.count == text.utf8.count, "\(text.debugDescription)")
      let once = Secrets.removed(from: text)
      #expect(once.utf8.count <= text.utf8.count)
    }
  }
}
