import Language
import Testing

/// Each message in full, with what it underlines.
@Suite struct ErrorTests {
  @Test(arguments: ErrorTests.cases)
  func message(query: String, wanted: [String]) {
    #expect(problems(query) == wanted)
  }

  /// A query, then what is said about it: `CODE [underlined] message → fix`.
  private static let table = ##"""
    t | where a & b
      E0101 [&] `&` means nothing here → write `and`
    t | where ! a
      E0101 [!] `!` means nothing here → write `not`
    t | where a ≥ 3
      E0101 [≥] `≥` means nothing here → write `>=`
    t | where a == “x”
      E0101 [“] `“` means nothing here → write `"`
      E0101 [”] `”` means nothing here → write `"`
    t | where a == 'b
      E0102 ['] this quote is never closed → close it, or double a quote that belongs to the text
    t | where `a == 1
      E0103 [`] this backtick is not closed on its line
    t | derive x = ``
      E0103 [``] a name cannot be empty
    t | where matches(x, "\d+")
      E0104 [\d] `\d` is not an escape → double the backslash: `\\d`
    t | where x == "\u{110000}"
      E0104 [\u{110000}] `\u{110000}` is not an escape → double the backslash: `\\u{110000}`
    t | where x == 9223372036854775808
      E0105 [9223372036854775808] this integer does not fit 64 bits
    t | where x == 12abc
      E0106 [12abc] `12abc` is not a number
    t | where d == 2024Q1
      E0106 [2024Q1] `2024Q1` is not a number → write `@2024Q1`
    t | where d > today() - 3m
      E0106 [3m] `3m` is not a number → write `3mo`
    t | where d == @2025-3-1
      E0107 [@2025-3-1] `@2025-3-1` is not a date or a period → write `@2025-03-01`
    t | where d == @2025-02-30
      E0107 [@2025-02-30] there is no day `2025-02-30`
    t | where d == @2025-12-31T10
      E0107 [@2025-12-31T10] `@2025-12-31T10` is not a date or a period
    t | where d > 99999y
      E0108 [99999y] this duration is too long
    t | where x == 1e999
      E0105 [1e999] this number is too large for a float
    t | where
      E0201 [] expected a value or a column, found the end of the statement
    t | where a +
      E0201 [] expected a value or a column, found the end of the statement
    t | where (a + b
      E0202 [(] this `(` is never closed
    t | where f(a, b
      E0202 [(] this `(` is never closed
    t | where a in [1, 2
      E0202 [[] this `[` is never closed
    t | where a)
      E0203 [)] this `)` closes nothing
    t | selct a
      E0204 [selct] there is no step `selct` → did you mean `select`?
    t | filtr a
      E0204 [filtr] there is no step `filtr` → did you mean `where`?
    t | zzz
      E0204 [zzz] there is no step `zzz` → `help` lists the steps
    t | 5
      E0201 [5] expected the name of a step, found the number 5
    t | drop a
      E0205 [drop] `drop` is written another way here → write `select -a`
    t | left_join b on k
      E0205 [left_join] `left_join` is written another way here → write `join left b on k`
    t where a
      E0206 [where] a `|` is missing before `where` → write `| where`
    t | derive x = a where b
      E0206 [where] a `|` is missing before `where` → write `| where`
    where a
      E0207 [where] a query starts with its table, not with `where` → write `table | where … | select …`
    select a from t where b
      E0207 [select] a query starts with its table, not with `select` → write `t | where b | select a`
    x = t
      E0208 [x] a name is given with `let x = …` → write `let x = …`
    lett x = 5
      E0220 [lett] `lett` starts no statement → did you mean `let`?
    lod "x.csv" as b
      E0220 [lod] `lod` starts no statement → did you mean `load`?
    t |
      E0209 [|] a step is missing after `|` → leave the `|` out, or name a step: `help` lists them
    t | | take 1
      E0209 [|] a step is missing after `|` → leave the `|` out, or name a step: `help` lists them
    t | where a || b
      E0101 [||] `||` means nothing here → write `or`
    | take 3
      E0210 [|] a statement in a file cannot start with `|` → put the source first
    _ | take 3
      E0210 [_] `_`, the last result, exists only at the prompt → keep the result with `let name = …` or `| as name`
    t | project to 2030 interval 80 interval 90
      E0211 [interval] `interval` is said twice
    t | project to 2030 usin drift
      E0212 [usin] `project` has no `usin` → did you mean `using`?
    t | project to 2030 base hold
      E0212 [base] `project` has no `base` → possible here: by, through, as of, using, interval, against, since, weight, of, duplicates, direction, window, pace, ceiling, floor, base_year, peers, allow_over, origin, status, status map, due, done, start, added, owner
    t | compare 2023
      E0213 [compare] `compare` needs `t1, t2` → for example `compare 2023, 2024`
    t | compare
      E0213 [compare] `compare` needs `t1, t2` → for example `compare 2023, 2024`
    t | join b
      E0213 [join] `join` needs `on key` → for example `join units on unit`
    t | project
      E0213 [project] `project` needs `to t` → for example `project to 2030`
    t | unpivot a, b
      E0213 [unpivot] `unpivot` needs `as name, value` → for example `unpivot a, b as name, value`
    t | derive
      E0214 [derive] `derive` has nothing to compute → for example `derive ratio = covered / total`
    t | select
      E0214 [select] `select` has nothing to compute → for example `select unit, year, value`
    t | aggregate
      E0214 [aggregate] `aggregate` has nothing to compute → for example `aggregate total = sum(count)`
    t | derive by a:
      E0214 [derive] `derive` has nothing to compute → for example `derive ratio = covered / total`
    t | pivot year by a
      E0214 [pivot] `pivot` has nothing to compute → for example `pivot year by unit: sum(value)`
    t | whatif to 2030
      E0214 [whatif] `whatif` has nothing to compute → for example `whatif to 2030: faster = pace * 1.5`
    t | sort: a
      E0215 [:] `sort` takes no `:` here
    t | take 10: x
      E0215 [:] `take` takes no `:` here
    t | compare since 2023, 2024
      E0216 [since] `since` is a word of the language here → a column of that name needs backticks: `` `since` ``
    t | where in == 3
      E0216 [in] `in` is a word of the language here → a column of that name needs backticks: `` `in` ``
    t | derive y = and
      E0216 [and] `and` is a word of the language here → a column of that name needs backticks: `` `and` ``
    t | join lft b on k
      E0217 [lft] `lft` is not a kind of join → did you mean `left`?
    t | join b on k expect two
      E0217 [two] `two` is not something to expect → possible here: one, many
    t | chart lin
      E0217 [lin] `lin` is not a kind of chart → did you mean `line`?
    t | fill a with prevous
      E0217 [prevous] `prevous` is not a way to fill → did you mean `previous`?
    t | project to 2030 pace fast
      E0217 [fast] `fast` is not a way to measure pace → possible here: ols, theilsen
    t | group by a with total: count()
      E0217 [total] `total` is not something after `with` → did you mean `totals`?
    t | track status eurostt
      E0217 [eurostt] `eurostt` is not a status rule → did you mean `eurostat`?
    t | project to 2030 duplicates first
      E0217 [first] `first` is not a way to treat duplicates → possible here: last, mean, sum
    [{a: 1, a: 2}]
      E0218 [a] `a` is named twice
    def f(a, a) = a
      E0218 [a] `a` is named twice
    t | select -f(a)
      E0219 [-f(a)] only a column can be left out with `-`
    .tables
      E0221 [.tables] `.tables` is a command of the prompt, not of a file
    t | where a < b < c
      E0301 [<] comparisons do not chain → write `a < b and b < c`
    t | where a == b is null
      E0301 [is] comparisons do not chain → join them with `and`
    t | where a > 80%
      E0304 [80%] a percentage is written as a plain number here → write `80`
    t | where t.a > 3
      E0305 [t.a] columns carry no table name: `t.a` → write the column alone: `a`
    t | group by a b: count()
      E0201 [b] expected `,` or `:`, found `b` → columns are separated by commas, `a, b`; a name of several words is written in backticks: `` `a b` ``
    t | derive x = 1 y = 2
      E0306 [y] expected `,` before `y`
    t | derive "Tỷ lệ" = 3
      E0307 ["Tỷ lệ"] text in quotes is not a name: "Tỷ lệ" → put a name in backticks: `` `Tỷ lệ` ``
    t | select *
      E0308 [*] `*` is not needed → without `select` all columns are there, and `derive` adds some; `count()` counts rows
    t | select distinct a
      E0205 [select distinct] `select distinct` is written another way here → write `distinct a`
    t | derive x = case when a then b end
      E0309 [case] a case is written `case { condition => value, else => value }`
    t | derive x = case {}
      E0309 [case {] a case is written `case { condition => value, else => value }`
    t | derive x = case { else => 1, a => 2 }
      E0309 [a] `else` comes last
    t | derive x = a + not b
      E0310 [not] `not` binds looser than what is before it → put it in brackets: `(not …)`
    t | where a in (1, 2)
      E0310 [(] a list is written in `[ ]` → write `[1, 2]`
    t | derive x = 1..2..3
      E0311 [..] a range has two ends
    t | join b on k + 1
      E0312 [k + 1] a join key is a column, or a comparison such as `left == right`
    t | aggregate n = count(distinct a)
      E0313 [distinct] `distinct` is not an argument → write `count_distinct(a)`
    t | aggregate n = sum(distinct a)
      E0313 [distinct] `distinct` is not an argument → put `| distinct …` before it
    t | where a == null
      W0101 [== null] a comparison with null is never true → write `is null`
    t | where a != null
      W0101 [!= null] a comparison with null is never true → write `is not null`
    t | whatif to 2030: s = paec * 2
      E0401 [paec] there is no what-if clause `paec` → did you mean `pace`?
    t | whatif to 2030: s = pace 2
      E0201 [2] expected `*`, `+`, `-` or `=`, found the number 2
    t | whatif to 2030: s = pace * 2 fade 2
      E0402 [fade] `pace` takes no `fade`
    t | whatif to 2030: pace * 2
      E0403 [pace] a scenario is written `name = clause then clause`
    t | whatif to 2030: s = step * 2 in 2026
      E0201 [*] expected `+` or `-`, found `*`
    t | whatif to 2030: s = reach 90
      E0201 [] expected `by`, found the end of the statement
    t | whatif to 2030: s = catchup worst by 2030
      E0217 [worst] `worst` is not a place among the peers → possible here: best, median, p75
    t | whatif to 2030: s = stop
      E0213 [stop] `stop` needs `for condition` → for example `stop for unit == "A"`
    t | whatif to 2030: s = freeze, s = freeze
      E0218 [s] `s` is named twice
    t | whatif to 2030: s = reach 90 by 2030 lineer
      E0217 [lineer] `lineer` is not a shape of the path → did you mean `linear`?
    t | track as 2025
      E0201 [2025] expected `of`, found the number 2025
    t | take
      E0201 [] expected a number of rows, found the end of the statement
    t | export foo
      E0201 [foo] expected a path in quotes, found `foo`
    t | export
      E0201 [] expected a path in quotes, found the end of the statement
    t | as "x y"
      E0307 ["x y"] text in quotes is not a name: "x y" → put a name in backticks: `` `x y` ``
    t | assert a, b
      E0201 [b] expected a text in quotes, found `b`
    let = 3
      E0201 [=] expected a name to give, found `=`
    let x =
      E0201 [] expected a value or a column, found the end of the statement
    set x
      E0201 [] expected a value, found the end of the statement
    include foo
      E0201 [foo] expected a path in quotes, found `foo`
    load x
      E0201 [x] expected a path in quotes, found `x`
    $x | take 3
      E0201 [$x] expected a table or a file in quotes, found `$x`
    3
      E0201 [3] expected a table or a file in quotes, found the number 3
    (t
      E0202 [(] this `(` is never closed
    ()
      E0201 [)] expected a table or a file in quotes, found `)`
    t | complete
      E0201 [] expected a column, found the end of the statement
    t | complete 3
      E0201 [3] expected a column, found the number 3
    t | peek 3
      E0201 [3] expected a text in quotes, found the number 3
    t | describe x
      E0201 [x] expected `|` or the end, found `x`
    t | append
      E0201 [] expected a table or a file in quotes, found the end of the statement
    t | case
      E0204 [case] there is no step `case` → `help` lists the steps
    t | where x like
      E0201 [] expected a value or a column, found the end of the statement
    t | where x between 1
      E0201 [] expected `and`, found the end of the statement
    t | where x is 3
      E0201 [3] expected `null`, found the number 3
    t | where 1 2
      E0201 [2] expected `|` or the end, found the number 2
    t | skip
      E0201 [] expected a number of rows, found the end of the statement
    t, b
      E0201 [,] expected `|` or the end, found `,`
    """##

  private static let cases: [(String, [String])] = {
    var cases: [(String, [String])] = []
    for line in table.split(separator: "\n") {
      if line.hasPrefix("  ") {
        cases[cases.count - 1].1.append(String(line.dropFirst(2)))
      } else {
        cases.append((String(line), []))
      }
    }
    return cases
  }()
}
