import Language
import Testing

/// compare, project, whatif, track and progress.
@Suite struct AnalysisTests {
  private func step(_ text: String, at location: SourceLocation = #_sourceLocation) -> String {
    let dump = dump("t | " + text, at: location)
    return dump.split(separator: "\n").dropFirst(2).map { String($0.dropFirst(2)) }
      .joined(separator: "\n")
  }

  @Test func compare() {
    #expect(step("compare 2023, 2024") == "compare 2023, 2024")
    #expect(
      step("compare 2023, 2024 by district with decompose: rate")
        == "compare 2023, 2024\n  by district\n  decompose\n  item rate")
    #expect(
      step(
        "compare year 2022, @2023, $y by a, q = quarter(d) through crosswalk since 2020: x = sum(y), z"
      )
        == """
        compare (time year) 2022, @2023, $y
          by a
          by q = quarter(d)
          through crosswalk
          since 2020
          item x = sum(y)
          item z
        """)
    #expect(step("compare `since` 2023, 2024") == "compare (time `since`) 2023, 2024")
  }

  @Test func project() {
    #expect(
      step("project to 2025, 2030 against targets")
        == "project 2025, 2030\n  against targets")
    #expect(
      step("project year to 2030 by province using drift: score")
        == "project (time year) 2030\n  by province\n  using drift\n  item score")
    #expect(
      step(
        """
        project to @2025-12-31, $end + 5 interval 80% window 5y pace theilsen ceiling 98.5 floor 1
          base_year 2015 peers region weight pop allow_over since 2018 status eurostat
          origin @2022-06-30 value 0 duplicates mean against (targets | where a)
        """.split(separator: "\n").joined(separator: " "))
          == """
          project @2025-12-31, (+ $end 5)
            interval 80
            window 5y
            pace theilsen
            ceiling 98.5
            floor 1
            base_year 2015
            peers region
            weight pop
            allow_over
            since 2018
            status eurostat
            origin @2022-06-30 value 0
            duplicates mean
            against
              pipeline
                source targets
                where a
          """)
    #expect(step("project to 2030 peers none") == "project 2030\n  peers none")
  }

  @Test func trackAndProgress() {
    #expect(step("track") == "track")
    #expect(
      step("track by unit as of 2025 against targets status un since 2015")
        == "track\n  by unit\n  as of 2025\n  against targets\n  status un\n  since 2015")
    #expect(step("progress") == "progress")
    #expect(
      step("progress by owner, programme as of @2025-06-30")
        == "progress\n  by owner\n  by programme\n  as of @2025-06-30")
    #expect(
      step("progress status tinh_trang due han done ngay_xong owner don_vi start a added b")
        == "progress\n  status tinh_trang\n  due han\n  done ngay_xong\n  owner don_vi\n  start a\n  added b"
    )
    #expect(
      step("progress status map \"words.csv\" with (delimiter: \";\") status `map` by `due`")
        == "progress\n  status map \"words.csv\" (delimiter: \";\")\n  status `map`\n  by `due`")
    #expect(
      step("progress status t status map (w | where a)")
        == "progress\n  status t\n  status map\n    pipeline\n      source w\n      where a")
    #expect(
      step("project to 2030 status un due d") == "project 2030\n  status un\n  due d")
    #expect(step("project due to 2030") == "project (time due) 2030")
  }

  @Test func theWhatIfOfTheLanguage() {
    let text = """
      coverage | where indicator == "Internet băng rộng cố định"
      | whatif to 2025, 2030 against targets:
          faster   = pace * 1.5 from 2026 ramp 2,
          campaign = add 20000 covered in 2026 then pace + 1 from 2027,
          needed   = reach 90 by 2030,
          how_much = solve pace for reach 90 by 2030,
          best     = catchup best by 2030 then cap 98
      """
    #expect(
      dump(text) == """
        pipeline
          source coverage
          where (== indicator "Internet băng rộng cố định")
          whatif 2025, 2030
            against targets
            scenario faster
              pace * 1.5 from 2026 ramp 2
            scenario campaign
              add 20000 covered in 2026
              pace + 1 from 2027
            scenario needed
              reach 90 by 2030
            scenario how_much
              solve pace reach 90 by 2030
            scenario best
              catchup best by 2030
              cap 98

        """)
  }

  @Test(arguments: [
    ("pace * 1.5", "pace * 1.5"),
    ("pace + 1 from 2026 to 2028 ramp 2", "pace + 1 from 2026 to 2028 ramp 2"),
    ("pace - 0.5", "pace - 0.5"),
    ("pace = 3", "pace = 3"),
    ("pace = -3", "pace = (- 3)"),
    ("pace + 10%", "pace + 10%"),
    ("pace * 1.1..1.4", "pace * 1.1..1.4"),
    ("pace x 1.5", "pace * 1.5"),
    ("pace * $k", "pace * $k"),
    ("pace * ($k + 1)", "pace * (+ $k 1)"),
    (
      "pace * 2 for region == \"north\" and size > 3",
      "pace * 2 for (and (== region \"north\") (> size 3))"
    ),
    ("step + 4 in 2026", "step + 4 in 2026"),
    ("step - 4 in 2026 fade 2", "step - 4 in 2026 fade 2"),
    ("add 20000 covered in 2026", "add 20000 covered in 2026"),
    ("add 3 items/month", "add 3 items per month"),
    ("add 3 items a month from 2026", "add 3 items per month from 2026"),
    ("add 500 total in 2026", "add 500 total in 2026"),
    ("reach 90 by 2030 logit", "reach 90 by 2030 logit"),
    ("reach 90% by @2030", "reach 90% by @2030"),
    ("reach rank 10 by 2030 beyond", "reach rank 10 by 2030 beyond"),
    ("catchup p75 pace", "catchup p75 pace"),
    ("catchup \"Hà Nội\" level by 2030", "catchup \"Hà Nội\" level by 2030"),
    ("catchup median moving by 2030", "catchup median moving by 2030"),
    ("freeze", "freeze"),
    ("freeze from 2026 to 2028", "freeze from 2026 to 2028"),
    ("delay 2", "delay 2"),
    ("dip - 5 in 2026 recover 2028 progressive", "dip 5 in 2026 recover 2028 progressive"),
    ("dip 5 in 2026", "dip 5 in 2026"),
    ("cap 98", "cap 98"),
    ("cap 90 in 2026, 95 in 2030", "cap 90 in 2026, 95 in 2030"),
    ("floor 20", "floor 20"),
    ("total + 2% a year", "total + 2% a year"),
    ("total - 1 per year", "total - 1 a year"),
    ("total = 5000 in 2026", "total = 5000 in 2026"),
    (
      "reallocate 12 from \"A\" to \"B\" using size", "reallocate 12 from \"A\" to \"B\" using size"
    ),
    ("reallocate 10% from A to B from 2026", "reallocate 10% from \"A\" to \"B\" from 2026"),
    ("allocate 90 by 2030 using water", "allocate 90 by 2030 using water"),
    ("allocate 90 by 2030", "allocate 90 by 2030"),
    ("solve pace for reach 90 by 2030", "solve pace reach 90 by 2030"),
    (
      "solve year for reach rank 5 by 2030 with prob 0.8",
      "solve year reach rank 5 by 2030 prob 0.8"
    ),
    ("use other", "use other"),
    ("stop for unit == \"A\"", "stop for (== unit \"A\")"),
    ("only for unit == \"A\"", "only for (== unit \"A\")"),
  ])
  func assumption(text: String, tree: String) {
    #expect(
      step("whatif to 2030: s = \(text), z = freeze") == """
        whatif 2030
          scenario s
            \(tree)
          scenario z
            freeze
        """)
  }

  @Test func whatIfClausesBeforeTheColon() {
    #expect(
      step("whatif year to 2030 by district of rate base forecast since 2018: a = freeze")
        == """
        whatif (time year) 2030
          by district
          of rate
          base forecast
          since 2018
          scenario a
            freeze
        """)
  }
}
