import Language
import Testing

/// Columns by pattern, frames, orders within calls, comparisons as keys: how they are read and laid out.
@Suite struct WordFormTests {
  private func format(_ text: String, at location: SourceLocation = #_sourceLocation) -> String {
    let result = Formatter.format(SourceText(text), mode: .file)
    if let result {
      #expect(
        Formatter.format(SourceText(result), mode: .file) == result, sourceLocation: location)
    }
    return result ?? "errors"
  }

  @Test func layOut() {
    #expect(format("t|select u,rate_*,- *_2024") == "t | select u, rate_*, -*_2024\n")
    #expect(
      format("t | derive rate_*=round(_,1),type float=_*2,s=sum_of(x_*)")
        == "t | derive rate_* = round(_, 1), type float = _ * 2, s = sum_of(x_*)\n")
    #expect(format("t | derive x = a*b") == "t | derive x = a * b\n")
    #expect(format("t|unpivot a_*,b_* as n,a,b") == "t | unpivot a_*, b_* as n, a, b\n")
    #expect(format("t|split c by \";\" as p,n") == "t | split c by \";\" as p, n\n")
    #expect(
      format("t|derive by k sort y rows -2 .. 2:m=avg(x)")
        == "t | derive by k sort y rows -2..2: m = avg(x)\n")
    #expect(
      format("t|derive sort d since 30d:m=avg(x)") == "t | derive sort d since 30d: m = avg(x)\n")
    #expect(
      format("t|group by k:a=text_join(x,\"; \" sort -y , z nulls first where q)")
        == "t | group by k: a = text_join(x, \"; \" sort -y, z nulls first where q)\n")
    #expect(format("t|sort -x nulls first,y") == "t | sort -x nulls first, y\n")
    #expect(
      format("t|join left nearest u on k,a>=b") == "t | join left nearest u on k, a >= b\n")
    #expect(format("t|join cross u|take 3") == "t | join cross u | take 3\n")
    #expect(
      format("t|derive y=fiscal_year(d,start:10)") == "t | derive y = fiscal_year(d, start: 10)\n")
  }

  @Test func openFrames() {
    #expect(
      format("t|derive sort y rows..0:a=sum(x)") == "t | derive sort y rows ..0: a = sum(x)\n")
    #expect(format("t|derive rows 1 ..:a=sum(x)") == "t | derive rows 1..: a = sum(x)\n")
  }

  @Test func trees() {
    #expect(
      dump("t | derive rows = 1, since = 2").contains("rows = 1"), "columns may be called so")
    #expect(dump("t | join nearest on k").contains("join inner\n"))
    #expect(dump("t | join nearest u on k, a > b").contains("join inner nearest"))
    #expect(dump("t | select type, float").contains("item type\n"))
    #expect(dump("t | select type float").contains("item type float\n"))
    #expect(dump("t | sort nulls, first").contains("sort nulls, first"))
    #expect(dump("t | derive a = f(sort), b = g(sort, x)").contains("f(sort)"))
    #expect(
      dump("t | join u on k, d between a and b").contains("on d >= a")
        && dump("t | join u on k, d between a and b").contains("on d <= b"))
    #expect(expression("x*y") == "(* x y)")
  }

  /// A pattern at the end of a line ends it, an operator does not.
  @Test func starsAtTheEndOfALine() {
    #expect(Parser.isComplete("t | select u, rate_*") == .complete)
    #expect(Parser.isComplete("t | select rate_*") == .complete)
    #expect(Parser.isComplete("t | select -rate_*") == .complete)
    #expect(Parser.isComplete("t | derive x = a *") == .needsMore(.continuation))
    #expect(Parser.isComplete("t | derive x = a*") == .needsMore(.continuation))
    #expect(Parser.split(SourceText("t | select u, r_*\nt | take 2"), mode: .file).count == 2)
  }

  @Test func wrongUse() {
    #expect(
      marks("t | join cross u on k")
        == ["E0312 [k]"], "\(problems("t | join cross u on k"))")
    #expect(marks("t | join full nearest u on a > b").first?.hasPrefix("E0312") == true)
    #expect(marks("t | join nearest u on k").first == "E0312 [k]")
    #expect(marks("t | sort x nulls here").first?.hasSuffix("[here]") == true)
    #expect(!problems("t | derive sort y rows between 1 preceding: a = sum(x)").isEmpty)
    #expect(marks("t | split c").first?.contains("[split]") == true)
  }

  @Test func patternsFit() {
    #expect(ColumnPattern.fits("rate_2024", "rate_*") && !ColumnPattern.fits("rat", "rate_*"))
    #expect(ColumnPattern.fits("a_x_b", "a*x*b") && ColumnPattern.fits("axb", "a*x*b"))
    #expect(!ColumnPattern.fits("aa", "aa*aa") && ColumnPattern.fits("aaaa", "aa*aa"))
    #expect(ColumnPattern.star(in: "rate_2024", of: "rate_*") == "2024")
    #expect(ColumnPattern.star(in: "x_2024_y", of: "x_*_y") == "2024")
  }
}
