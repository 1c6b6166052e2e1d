import Language
import Testing

@Suite struct ExpressionTests {
  /// Every pair of neighbours in the table of precedence, and how operators associate.
  @Test(arguments: [
    ("a or b and c", "(or a (and b c))"),
    ("a and b or c", "(or (and a b) c)"),
    ("not a and b", "(and (not a) b)"),
    ("a and not b or c", "(or (and a (not b)) c)"),
    ("not a == b", "(not (== a b))"),
    ("not not a", "(not (not a))"),
    ("a == b ?? c", "(== a (?? b c))"),
    ("a ?? b == c", "(== (?? a b) c)"),
    ("a ?? b + c", "(?? a (+ b c))"),
    ("a ?? b ?? c", "(?? (?? a b) c)"),
    ("a + b * c", "(+ a (* b c))"),
    ("a * b + c", "(+ (* a b) c)"),
    ("a - b - c", "(- (- a b) c)"),
    ("a / b * c", "(* (/ a b) c)"),
    ("a // b % c", "(% (// a b) c)"),
    ("-a * b", "(* (- a) b)"),
    ("-2 ^ 2", "(- (^ 2 2))"),
    ("2 ^ 3 ^ 2", "(^ 2 (^ 3 2))"),
    ("2 ^ -1", "(^ 2 (- 1))"),
    ("2 ^ -3 ^ 2", "(^ 2 (- (^ 3 2)))"),
    ("- -a", "(- (- a))"),
    ("a --b", "(- a (- b))"),
    ("+a", "a"),
    ("(a or b) and c", "(and (or a b) c)"),
    ("a < b + 1 and c", "(and (< a (+ b 1)) c)"),
    ("1..2 + 3", "(.. 1 (+ 2 3))"),
    ("a in 1..b ?? c", "(in a (.. 1 (?? b c)))"),
    ("-a in [1]", "(in (- a) [1])"),
    ("a between 1 and 2 and b", "(and (between a 1 2) b)"),
    ("a between x + 1 and y * 2 or b", "(or (between a (+ x 1) (* y 2)) b)"),
    ("a is null or b is not null", "(or (is null a) (is not null b))"),
    ("a + 1 is null", "(is null (+ a 1))"),
    ("not a is null", "(not (is null a))"),
    ("not a in [1, 2]", "(not (in a [1 2]))"),
  ])
  func precedence(text: String, tree: String) {
    let (expr, diagnostics) = Parser.parse(expression: SourceText(text))
    #expect(diagnostics.isEmpty)
    #expect(expr.dump() == tree)
  }

  @Test func comparisons() {
    #expect(expression("a = b") == "(== a b)")
    #expect(expression("a <> b") == "(!= a b)")
    #expect(expression("a >= b") == "(>= a b)")
    #expect(expression("a ~ \"dien bien\"") == "(~ a \"dien bien\")")
    #expect(expression("a not ~ \"x\"") == "(not ~ a \"x\")")
    #expect(expression("a like \"a%\"") == "(like a \"a%\")")
    #expect(expression("a not like \"a%\"") == "(not like a \"a%\")")
    #expect(expression("a not in [1, 2,]") == "(not in a [1 2])")
    #expect(expression("a in []") == "(in a [])")
    #expect(expression("a in 2019..2024") == "(in a (.. 2019 2024))")
    #expect(expression("due in @2025Q1") == "(in due @2025Q1)")
    #expect(expression("a in $years") == "(in a $years)")
    #expect(expression("a not between 1 and 2") == "(not between a 1 2)")
    #expect(expression("A AND Not b OR c IS NULL") == "(or (and A (not b)) (is null c))")
  }

  @Test func literals() {
    #expect(expression("1_000_000") == "1000000")
    #expect(expression("82.96") == "82.96")
    #expect(expression("0.50") == "0.50")
    #expect(expression(".5") == "0.5")
    #expect(expression("1e6") == "1000000e0")
    #expect(expression("9223372036854775807") == "9223372036854775807")
    #expect(expression("-9223372036854775808") == "-9223372036854775808")
    #expect(expression("true") == "true")
    #expect(expression("NULL") == "null")
    #expect(expression("@2024-02-29") == "@2024-02-29")
    #expect(expression("@2025q4") == "@2025Q4")
    #expect(expression("@2025-03") == "@2025-03")
    #expect(expression("@0001") == "@0001")
    #expect(expression("2w") == "2w")
    #expect(expression("1y6mo10d") == "1y6mo10d")
    #expect(expression("0d") == "0d")
    #expect(expression("$p + 1") == "(+ $p 1)")
  }

  @Test func decimalsKeepTheirDigits() throws {
    let (expr, _) = Parser.parse(expression: SourceText("1_234.5600"))
    #expect(
      expr.kind
        == .literal(.decimal(DecimalLiteral(unscaled: 12_345_600, scale: 4, value: 1234.56))))
    let (long, _) = Parser.parse(expression: SourceText("0.12345678901234567890123"))
    guard case .literal(.decimal(let number)) = long.kind else {
      Issue.record("not a decimal")
      return
    }
    #expect(number.unscaled == nil)
    #expect(number.scale == 23)
    #expect(number.value == 0.123_456_789_012_345_68)
  }

  @Test func periodsKnowTheirDays() throws {
    let quarter = try #require(PeriodLiteral(.quarter, year: 2025, index: 1))
    #expect(quarter.firstDay == DateLiteral(year: 2025, month: 1, day: 1))
    #expect(quarter.lastDay == DateLiteral(year: 2025, month: 3, day: 31))
    let month = try #require(PeriodLiteral(.month, year: 2024, index: 2))
    #expect(month.lastDay == DateLiteral(year: 2024, month: 2, day: 29))
    let year = try #require(PeriodLiteral(.year, year: 1900))
    #expect(year.lastDay == DateLiteral(year: 1900, month: 12, day: 31))
    #expect(DateLiteral(year: 1900, month: 2, day: 29) == nil)
    #expect(DateLiteral(year: 2000, month: 2, day: 29) != nil)
    #expect(PeriodLiteral(.quarter, year: 2025, index: 5) == nil)
    #expect(PeriodLiteral(.year, year: 0) == nil)
  }

  @Test func texts() {
    #expect(expression(#""a""b""#) == #""a""b""#)
    #expect(expression(#"'it''s'"#) == #""it's""#)
    #expect(expression(#""a\n\t\\\"\u{1F600}\u{e9}""#) == #""a\n\t\\""😀é""#)
    #expect(expression("'two\nlines'") == #""two\nlines""#)
    #expect(expression("''") == #""""#)
  }

  @Test func namesAndCalls() {
    #expect(expression("`Tỷ lệ (%)` + 1") == "(+ `Tỷ lệ (%)` 1)")
    #expect(expression("`a``b`") == "`a`b`")
    #expect(expression("year") == "year")
    #expect(expression("year(due)") == "year(due)")
    #expect(expression("count()") == "count()")
    #expect(expression("if(a, 1, 2)") == "if(a, 1, 2)")
    #expect(expression("matches(x, \"^a\")") == "matches(x, \"^a\")")
    #expect(expression("count(where s == \"done\")") == "count(where (== s \"done\"))")
    #expect(expression("sum(x where y == 1 or z)") == "sum(x, where (or (== y 1) z))")
    #expect(
      expression("quantile(x, 0.9 where y)") == "quantile(x, 0.9, where y)")
    // A column may be called where.
    #expect(expression("sum(where)") == "sum(where)")
    #expect(expression("f(where, 1)") == "f(where, 1)")
    #expect(expression("case + 1") == "(+ case 1)")
    #expect(expression("f(a, b,)") == "f(a, b)")
  }

  @Test func cases() {
    #expect(
      expression("case { a > 1 => \"x\", b => 2, else => null }")
        == "case{(> a 1) => \"x\", b => 2, else => null}")
    #expect(expression("case { a => 1, }") == "case{a => 1}")
  }

  @Test func rangesCoverTheirText() throws {
    let text = "aé + sum( b ) * (c)"
    let source = SourceText(text)
    let (expr, _) = Parser.parse(expression: source)
    guard case .binary(.add, let sign, let left, let right) = expr.kind,
      case .binary(.multiply, _, let call, let bracket) = right.kind
    else {
      Issue.record("wrong tree")
      return
    }
    #expect(source[sign] == "+")
    #expect(source[left.range] == "aé")
    #expect(source[call.range] == "sum( b )")
    #expect(source[bracket.range] == "(c)")
    #expect(expr.depth == 4)
  }

  @Test func equalityLooksAtEverything() {
    let parse = { (text: String) in Parser.parse(expression: SourceText(text)).expression }
    #expect(parse("a + f(b where c)") == parse("a + f(b where c)"))
    #expect(parse("a + b") != parse("a - b"))
    #expect(parse("a + b") != parse("a + c"))
    #expect(parse("a in b") != parse("a == b"))
    #expect(Set([parse("a"), parse("a"), parse("b")]).count == 2)
  }
}
