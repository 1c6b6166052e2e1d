import Columns
import Display
import Language
import Testing

@Suite struct ChartTableTests {
  @Test func columnsAreChosen() throws {
    let chart = try Chart(table: try ChartSamples.yearly())
    #expect(chart.kind == .line)
    #expect(chart.xAxis == .year)
    #expect(chart.xLabel == "year")
    #expect(chart.yLabel == "value")
    #expect(chart.series.map(\.name) == ["Điện Biên", "Hà Nội", "日本"])
    #expect(chart.series[0].points.first == Chart.Point(2019, 50))
    #expect(try Chart(table: try ChartSamples.named()).kind == .bar)
    #expect(try Chart(table: try ChartSamples.cloud(9)).kind == .scatter)
    let single = Table([("v", try ChartSamples.floats([1, 2, 3]))])
    #expect(try Chart(table: single).kind == .hist)
  }

  @Test func namedColumnsWin() throws {
    let table = Table([
      ("a", try ChartSamples.ints([1, 2])), ("b", try ChartSamples.ints([3, 4])),
      ("c", try ChartSamples.texts(["x", "y"])),
    ])
    let chart = try Chart(
      table: table, kind: .line, options: .init(x: "b", y: "a", color: "c", title: "T"))
    #expect(chart.title == "T")
    #expect(chart.series.map(\.name) == ["x", "y"])
    #expect(chart.series[1].points == [Chart.Point(4, 2)])
  }

  @Test func problemsAreNamed() throws {
    let table = try ChartSamples.yearly()
    do {
      _ = try Chart(table: table, options: .init(y: "valeu"))
      Issue.record("an unknown column was drawn")
    } catch {
      #expect(error.words.en == "there is no column `valeu` to draw")
      #expect(
        error.fix?.en == "did you mean `value`? The columns are: `unit`, `year`, `value`")
      #expect(error.words.vi == "không có cột `valeu` để vẽ")
    }
    #expect(throws: ChartProblem.self) { try Chart(table: table, options: .init(y: "unit")) }
    let words = Table([("a", try ChartSamples.texts(["x"]))])
    for kind in Chart.Kind.allCases {
      #expect(throws: ChartProblem.self) { try Chart(table: words, kind: kind) }
    }
    #expect(throws: ChartProblem.self) { try Chart(table: Table([])) }
    let many = Table([
      ("k", try ChartSamples.texts((0..<30).map { "k\($0)" })),
      ("year", try ChartSamples.ints((0..<30).map { 2000 + $0 % 3 })),
      ("v", try ChartSamples.ints(Array(0..<30))),
    ])
    #expect(throws: ChartProblem.self) { try Chart(table: many, options: .init(color: "k")) }
    // Not asked for, the first twelve are drawn and the others counted.
    let drawn = try Chart(table: many)
    #expect(drawn.series.count == 12)
    #expect(drawn.notes.map(\.en) == ["18 more series left out"])
  }

  @Test func aTimeThatNeverChangesIsNoAxis() throws {
    let table = Table([
      ("year", try ChartSamples.ints([2024, 2024])), ("unit", try ChartSamples.texts(["a", "b"])),
      ("value", try ChartSamples.ints([1, 2])),
    ])
    let chart = try Chart(table: table)
    #expect(chart.kind == .bar)
    #expect(chart.categories == ["a", "b"])
  }

  @Test func datesStandAtTheEndsOfTheirDays() throws {
    let days = [
      Calendar.days(year: 2024, month: 12, day: 31), Calendar.days(year: 2025, month: 4, day: 10),
    ]
    let table = Table([
      ("date", try Column(.date, days.map { .date(Int32($0)) })),
      ("v", try ChartSamples.ints([1, 2])),
    ])
    let chart = try Chart(table: table)
    #expect(chart.xAxis == .date)
    #expect(chart.series[0].points.map(\.x) == [2024, 2024 + 100.0 / 365])
    let text = ChartRenderer(style: .plain, width: 60).render(chart)
    #expect(text.contains("2024-12-31"))
    #expect(text.contains("2025-04-10"))
  }

  @Test func projectionsAreKnownByTheirColumns() throws {
    let chart = try Chart(table: try ChartSamples.projection())
    #expect(chart.kind == .line)
    #expect(chart.unit == "%")
    #expect(chart.series.map(\.name) == ["forecast", "at this pace"])
    let first = chart.series[0]
    #expect(first.points.map(\.x) == [2024, 2025, 2026, 2027, 2028, 2029, 2030])
    #expect(first.points.map(\.y) == [62, 64, 66, 68, 70, 72, 74])
    #expect(first.isProjected == [false, true, true, true, true, true, true])
    #expect(first.band(6).map { [$0.low, $0.high] } == [64.5, 83.5])
    #expect(chart.series[1].points.last == Chart.Point(2030, 80))
    #expect(chart.targets == [Chart.TargetLine(80, "target NQ57: 80", at: 2030)])
    #expect(chart.observedName == "observed")
    // Named columns are drawn as they are.
    let plain = try Chart(
      table: try ChartSamples.projection(), kind: .line, options: .init(y: "at_pace"))
    #expect(plain.series[0].points.map(\.y) == [65, 68, 71, 74, 77, 80])
    #expect(plain.targets.isEmpty)
  }

  @Test func severalKeysAreSeries() throws {
    let table = Table([
      ("province", try ChartSamples.texts(["A", "A", "B", "B"])),
      ("time", try ChartSamples.ints([2025, 2030, 2025, 2030])),
      ("last_time", try ChartSamples.ints([2024, 2024, 2023, 2023])),
      ("last", try ChartSamples.floats([10, 10, 20, 20])),
      ("at_pace", try ChartSamples.floats([11, 16, 21, 26])),
      ("expected", try ChartSamples.floats([12, nil, nil, 28])),
      ("low", try ChartSamples.floats([11, nil, nil, 22])),
      ("high", try ChartSamples.floats([13, nil, nil, 30])),
    ])
    let chart = try Chart(table: table)
    #expect(chart.series.map(\.name) == ["A", "B"])
    // Without a forecast the pace stands for it, and has no band.
    #expect(chart.series[0].points.map(\.y) == [10, 12, 16])
    #expect(chart.series[0].band(2) == nil)
    #expect(chart.series[1].points.map(\.x) == [2023, 2025, 2030])
  }

  @Test func scenariosAreSeries() throws {
    let chart = try Chart(table: try ChartSamples.scenarios(), options: .init(lang: .vi))
    #expect(chart.series.map(\.name) == ["base", "faster"])
    #expect(chart.series[1].points.map(\.y) == [61, 69, 80])
    #expect(
      chart.targets == [
        Chart.TargetLine(70, "mục tiêu: 70 (2025)", at: 2025),
        Chart.TargetLine(95, "mục tiêu: 95 (2030)", at: 2030),
      ])
  }

  @Test func binsFollowFreedmanAndDiaconis() throws {
    // 0…999: IQR 499.5, so 2·499.5/10 = 99.9, whose nearest round width is 100.
    let chart = try Chart(
      table: Table([("v", try ChartSamples.floats((0..<1000).map(Double.init)))]), kind: .hist)
    let hundreds = (0..<10).map { Chart.Bin(Double($0) * 100, Double($0 + 1) * 100, 100) }
    #expect(chart.bins == hundreds)
    // Equal quartiles: Sturges' 8 bars over a range of 100 are 12.5 wide, 10 the nearest.
    var values = [Double?](repeating: 0, count: 99)
    values.append(100)
    let spiked = try Chart(table: Table([("v", try ChartSamples.floats(values))]), kind: .hist)
    #expect(spiked.bins.reduce(0) { $0 + $1.count } == 100)
    #expect(spiked.bins.first?.count == 99)
    #expect((5...13).contains(spiked.bins.count))
    // Whole numbers have whole bars.
    let whole = try Chart(
      table: Table([("v", try ChartSamples.ints([1, 2, 2, 3, 3, 3, nil]))]), kind: .hist)
    #expect(whole.bins == [Chart.Bin(0.5, 1.5, 1), Chart.Bin(1.5, 2.5, 2), Chart.Bin(2.5, 3.5, 3)])
    #expect(whole.notes.map(\.en) == ["1 null is not counted"])
  }

  @Test func heatMapsHaveTimesAcross() throws {
    let matrix = try #require(try Chart(table: try ChartSamples.yearly(), kind: .heat).matrix)
    #expect(matrix.rows == ["Điện Biên", "Hà Nội", "日本"])
    #expect(matrix.columns == ["2019", "2020", "2021", "2022", "2023", "2024"])
    #expect(matrix.values[1] == [47.8, 47, nil, 55, 58.1, 62])
  }

  @Test("times of several series stand in their order, whichever series has them first")
  func timesAreInOrder() throws {
    let years = Table([
      ("xa", try ChartSamples.texts(["A", "A", "B", "B", "B"])),
      ("nam", try ChartSamples.ints([2021, 2023, 2022, 2020, 2023])),
      ("v", try ChartSamples.floats([1, 2, 3, 4, 5])),
    ])
    for kind in [Chart.Kind.bar, .column] {
      let chart = try Chart(table: years, kind: kind, options: .init(x: "nam", y: "v", color: "xa"))
      #expect(chart.categories == ["2020", "2021", "2022", "2023"])
      #expect(chart.series[0].points.map { chart.categories[Int($0.x)] } == ["2021", "2023"])
      #expect(chart.series[1].points.map(\.y) == [3, 4, 5])
    }
    // Names stand as the rows do.
    let names = try Chart(table: years, kind: .bar, options: .init(x: "xa", y: "v", color: "nam"))
    #expect(names.categories == ["A", "B"])
  }

  @Test("what analyses give is drawn by what it is about, not by its first number")
  func resultsOfAnalyses() throws {
    func chart(_ names: [String], _ kind: Chart.Kind? = nil) throws -> Chart {
      let texts: Set<String> = ["unit", "status", "flag", "programme"]
      return try Chart(
        table: Table(
          try names.enumerated().map { place, name in
            if texts.contains(name) { return (name, try ChartSamples.texts(["A", "B"])) }
            let isTime = name == "year" || name == "as_of"
            return (
              name,
              isTime
                ? try ChartSamples.ints([2024, 2025])
                : try ChartSamples.floats([Double(place), Double(place)])
            )
          }), kind: kind)
    }
    let track = ["unit", "year", "target", "value", "as_of", "gap", "status"]
    let compare = ["unit", "v_2023", "v_2024", "change", "change_pct", "flag"]
    let progress = ["programme", "total", "closable", "done", "done_pct", "as_of"]
    for (names, measure, key) in [
      (track, "value", "unit"), (compare, "change", "unit"), (progress, "done_pct", "programme"),
    ] {
      let drawn = try chart(names)
      #expect(drawn.yLabel == measure && drawn.xLabel == key && drawn.kind == .bar)
      #expect(
        drawn.series[0].points.map(\.y)
          == [0, 1].map { _ in Double(names.firstIndex(of: measure) ?? -1) })
    }
    #expect(try chart(["stt", "unit", "so_ho"], .bar).yLabel == "so_ho")
    #expect(try chart(["unit", "stt"], .bar).yLabel == "stt")
  }

  @Test("rows that share a place are told, and colours are chosen by which none do")
  func sharedPlaces() throws {
    let table = Table([
      ("level", try ChartSamples.texts(["x", "x", "x", "x", "y", "y"])),
      ("indicator", try ChartSamples.texts(["p", "p", "q", "q", "r", "r"])),
      ("year", try ChartSamples.ints([2023, 2024, 2023, 2024, 2023, 2024])),
      ("v", try ChartSamples.floats([1, 2, 50, 60, 3, 4])),
    ])
    let chosen = try Chart(table: table, kind: .line)
    #expect(chosen.series.map(\.name) == ["p", "q", "r"] && chosen.notes.isEmpty)
    let shared = "several rows share a place of the axis"
    for kind in [Chart.Kind.line, .spark] {
      let level = try Chart(table: table, kind: kind, options: .init(color: "level"))
      #expect(level.notes.map(\.en) == [shared])
    }
    let bars = try Chart(
      table: table, kind: .bar, options: .init(x: "indicator", y: "v", color: "year"))
    #expect(bars.notes.isEmpty)
    let again = Table([
      ("unit", try ChartSamples.texts(["A", "B", "A", "A"])),
      ("v", try ChartSamples.floats([1, 2, 3, 4])),
    ])
    let note = try #require(try Chart(table: again, kind: .bar).notes.first)
    #expect(note.en.hasPrefix("2 bars have the name of another"))
  }
}
