import Columns
import Functions
import TestSupport
import Testing

/// Regular expressions: the same as Swift's where both know a pattern, an error where they do not,
/// and time that does not grow with what a pattern could also mean.
@Suite struct RegexTests {
  static func answer(_ text: String, _ pattern: String) throws -> Bool? {
    let function = try #require(FunctionRegistry.standard.scalar(named: "matches"))
    let column = try function.evaluate(
      [.constant(.text(text)), .constant(.text(pattern))], 1, EvaluationContext(today: 0))
    if case .bool(let value) = column[0] { return value }
    return nil
  }

  static let patterns = [
    "a", "^a", "a$", "^$", "", "a|b", "(a|b)c", "a*b", "a+?b", "[a-c]{2,3}", "[^a]", ".", "^.$",
    "\\d", "^\\d+$", "\\D", "\\w", "^\\w+$", "\\W", "\\s", "^\\S+$", "[\\s\\S]", "[\\d.]", "[\\w-]",
    "[^\\w]", "[\\W]", "(?i)điện", "(?i)^y TẾ$", "\\bbiên", "biên\\b", "\\bđiện\\b", "\\b\\d{4}\\b",
    "\\b(?:a|b)", "\\bx|y\\b", "a\\b", "\\bĐ", "(?<year>\\d{4})", "\\u{1EC7}", "\\u1EC7",
    "\\x{1EC7}", "\\p{L}", "^\\p{Lu}", "\\P{L}", "[[:digit:]]", "[[:alpha:]]+", "[[:space:]]",
    "\\.", "\\[", "a{0}b", "(?:ab)+", "(a)(b)?", "\\Qa.b\\E", "(?s)a.b", "(?m)^b", "\\Aa", "b\\z",
    "\\t", "\\n", "[\\]a]", "[a\\-z]", "[-a]", "é", "\u{1F600}", "x?\\by", "\\b[a-z]+",
    "\\bđ?a", "q*\\b",
  ]
  static let texts = [
    "", "a", "b", "ab", "abc", "aab", "a.b", "a\nb", "b\na", "Điện Biên", "điện biên", "ĐIỆN",
    "Y tế", "2024", "x2024y", "năm 2024.", "٣", "12.5", " ", "\u{A0}", "\u{2003}", "_", "-", "à",
    "ac bc", "xy", "x y", "đa", "éa", "\u{1F600}", "e\u{301}", "²", "Ⅷ", "‿", "a]b", "[",
    "a\tb", "z a", "ệa", "a\u{85}b",
  ]

  /// Where Swift's own engine departs from Unicode's recommendation (UTS 18) or from its own rules:
  /// its `\d` takes ², its `\w` no marks and no joining signs, its simple `\b` no digits.
  static func isSwiftsOwnWay(_ pattern: String, _ text: String) -> Bool {
    let hasClass = ["\\d", "\\D", "\\w", "\\W"].contains { pattern.contains($0) }
    if hasClass, text.unicodeScalars.contains(where: { "²Ⅷ٣‿\u{301}".unicodeScalars.contains($0) })
    {
      return true
    }
    if pattern.contains("\\b"), text.contains(where: \.isNumber) { return true }
    return pattern.hasPrefix("(?m)") && text.contains("\u{85}")
  }

  @Test func sameAsSwiftsOwn() throws {
    var compared = 0
    for pattern in Self.patterns {
      let expression = try Regex(pattern).matchingSemantics(.unicodeScalar).wordBoundaryKind(
        .simple)
      for text in Self.texts where !Self.isSwiftsOwnWay(pattern, text) {
        let expected = try expression.firstMatch(in: text) != nil
        do {
          let found = try Self.answer(text, pattern)
          #expect(found == expected, "\(pattern) in \(text.debugDescription)")
          compared += 1
        } catch let failure as EvaluationFailure {
          // A boundary within a pattern knows ASCII only, and says so where that matters.
          let isTold = pattern.contains("\\b") && text.utf8.contains { $0 >= 0x80 }
          #expect(isTold, "\(pattern) in \(text): \(failure)")
        }
      }
    }
    #expect(compared > 2000)
  }

  @Test(arguments: [
    ("\\b\\d{4}\\b", "2024", true), ("\\b\\d{4}\\b", "x2024", false),
    ("\\b\\d{4}\\b", "2024y", false), ("\\b\\d{4}\\b", "năm 2024.", true),
    ("\\b\\d{4}\\b", "ệ2024", false), ("\\bbiên\\b", "điện biên", true),
    ("\\bbiên\\b", "điệnbiên", false), ("\\bbiên\\b", "biênđ", false), ("\\ba", "đa", false),
    ("\\ba", "đ a", true), ("n\\b", "điệnệ", false), ("n\\b", "điện", true),
    ("\\b(?:an|ba)\\b", "ban", false), ("\\b(?:an|ba)\\b", "ba n", true),
    ("a\\bb|c", "ab c", true), ("\\Bb", "ab", true), ("\\Bb", "b", false),
  ])
  func boundaries(_ pattern: String, _ text: String, _ expected: Bool) throws {
    #expect(try Self.answer(text, pattern) == expected)
  }

  /// The classes are those that Unicode recommends (UTS 18), on every character that both know.
  @Test func classes() throws {
    let marks: [Unicode.GeneralCategory] = [
      .nonspacingMark, .spacingMark, .enclosingMark, .connectorPunctuation,
    ]
    // Of later editions of Unicode the library need not know. Letters in circles are alphabetic and
    // symbols; the library has no class for them.
    let scalars = (UInt32(0)...0x1FFFF).compactMap { Unicode.Scalar($0) }.filter { scalar in
      guard let age = scalar.properties.age, !scalar.properties.isNoncharacterCodePoint else {
        return false
      }
      return age.major <= 13
        && !(scalar.properties.isAlphabetic && scalar.properties.generalCategory == .otherSymbol)
    }
    func isDigit(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.generalCategory == .decimalNumber
    }
    func isWord(_ scalar: Unicode.Scalar) -> Bool {
      isDigit(scalar) || marks.contains(scalar.properties.generalCategory)
        || scalar.properties.isAlphabetic
    }
    func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }
    let function = try #require(FunctionRegistry.standard.scalar(named: "matches"))
    let texts = try Column(.text, scalars.map { .text(String(Character($0))) })
    let classes: [(String, (Unicode.Scalar) -> Bool)] = [
      ("\\w", isWord), ("[\\w]", isWord), ("\\d", isDigit), ("[\\d]", isDigit), ("\\s", isSpace),
      ("[\\s]", isSpace), ("\\S", { !isSpace($0) }), ("[\\S]", { !isSpace($0) }),
      ("[^\\s]", { !isSpace($0) }), ("\\W", { !isWord($0) }), ("[\\W]", { !isWord($0) }),
      ("\\D", { !isDigit($0) }), ("[\\D]", { !isDigit($0) }),
    ]
    for (pattern, expected) in classes {
      let found = try function.evaluate(
        [.column(texts), .constant(.text("^(?s:" + pattern + ")$"))], scalars.count,
        EvaluationContext(today: 0))
      let different = scalars.indices.filter { found[$0] != .bool(expected(scalars[$0])) }
      #expect(
        different.isEmpty,
        "\(pattern): \(different.prefix(40).map { String(scalars[$0].value, radix: 16) })")
    }
  }

  @Test(arguments: [
    ("(?=a)", "looks ahead"), ("(?!a)b", "looks ahead"), ("(?<=a)b", "looks ahead or behind"),
    ("(?<!a)b", "looks ahead or behind"), ("(a)\\1", "refers back"), ("(a", "a `(` is not closed"),
    ("a)", "a closing parenthesis closes nothing"), ("[a", "a `[` is not closed"),
    ("a\\", "a backslash"),
    ("*a", "nothing before `*`"), ("a{3,1}", "does not repeat"), ("a{1001}", "1000 times"),
    ("((a{100}){100}){100}", "1000 times"), ("[z-a]", "no class or range"),
    ("\\p{Klingon}", "no class or range"), ("[a-z&&[b]]", "no other class"),
    ("[a[b]]", "no other class"), ("\\y", "`\\y` has no meaning"), ("(?>a)", "no group"),
  ])
  func errors(_ pattern: String, _ words: String) {
    do {
      let answer = try Self.answer("a", pattern)
      Issue.record("\(pattern) gave \(String(describing: answer))")
    } catch let failure as EvaluationFailure {
      guard case .invalidArgument(let said) = failure.kind else {
        Issue.record("\(failure)")
        return
      }
      #expect(said.en.contains(words), "\(said.en)")
      #expect(said.vi != said.en)
    } catch {
      Issue.record("\(error)")
    }
  }

  /// With an engine that tries one way after the other, each of these takes longer than the sun
  /// lasts; the test ends.
  @Test(arguments: [
    "(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){20}$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$",
    "(x+x+)+y", "(a?){30}a{30}b", "([a-zA-Z]+)*\\d", "(\\w+\\s?)*!$", "^(a|b|ab)*c", "(.*)*,",
    "(a+){10}b", "((a+)+)+c",
  ])
  func hostilePatternsEnd(_ pattern: String) throws {
    _ = try Self.answer(String(repeating: "a", count: 5_000) + "!", pattern)
    _ = try Self.answer(String(repeating: "ax", count: 2_500), pattern)
  }

  @Test func hostileSizesEnd() throws {
    for pattern in [
      String(repeating: "(", count: 200_000), String(repeating: "a|", count: 100_000),
      String(repeating: "\\b(", count: 50_000), String(repeating: "[[", count: 50_000),
      String(repeating: "(?:a{10}", count: 50) + String(repeating: "){10}", count: 50),
    ] {
      _ = try? Self.answer("b", pattern)
    }
  }
}
