import Columns
import Display
import Language
import Testing

/// The numbers of a picture as a table.
@Suite("Figures of charts")
struct ChartPartsTests {
  private static func forecast(_ names: [String]) -> Chart {
    var chart = Chart(kind: .line, xAxis: .year, xLabel: "Year", yLabel: "Rate", unit: "%")
    chart.series = names.map { name in
      Chart.Series(
        name,
        [.init(2023, 10), .init(2024, 12), .init(2024, 12.5), .init(2025, 14), .init(2026, 16)],
        low: [nil, 12, nil, 13, 14], high: [nil, 12, nil, 15, 18],
        isProjected: [false, false, true, true, true])
    }
    chart.bandName = "80 % interval"
    return chart
  }

  @Test("history and forecast stand apart, the ends of the band are called so")
  func forecast() throws {
    var chart = Self.forecast(["observed, forecast"])
    chart.observedName = "observed"
    chart.targets = [Chart.TargetLine(20, "target", at: 2030)]
    let data = ChartData(chart, lang: .en)
    #expect(
      data.headings == [
        "Year", "Observed", "Forecast", "80 % interval from", "80 % interval to",
      ])
    #expect(
      data.rows == [
        ["2023", "10.0", "–", "–", "–"], ["2024", "12.0", "12.5", "12.0", "12.0"],
        ["2025", "–", "14.0", "13.0", "15.0"], ["2026", "–", "16.0", "14.0", "18.0"],
      ])
    let table = chart.dataTable(.en)
    #expect(table.fields.map(\.name) == data.headings + ["target"])
    #expect(table.columns[1].values == [.double(10), .double(12), .null, .null, .null])
    #expect(table.columns[2].values == [.null, .double(12.5), .double(14), .double(16), .null])
    #expect(table.columns[5].values.last == .double(20) && table.rowCount == 5)
    chart.bandName = "khoảng dự báo 80 %"
    chart.observedName = "thực tế"
    #expect(
      ChartData(chart, lang: .vi).headings.dropFirst() == [
        "Thực tế", "Dự báo", "Khoảng dự báo 80 %, từ", "Khoảng dự báo 80 %, đến",
      ])
  }

  @Test("several lines name theirs")
  func several() {
    let headings = ChartData(Self.forecast(["A", "B"]), lang: .en).headings
    #expect(
      headings == [
        "Year", "A: observed", "A: forecast", "A: 80 % interval from", "A: 80 % interval to",
        "B: observed", "B: forecast", "B: 80 % interval from", "B: 80 % interval to",
      ])
  }

  @Test("points have a row each, with their names")
  func points() throws {
    var chart = Chart(kind: .scatter, xLabel: "x", yLabel: "y")
    chart.series = [
      Chart.Series("a", [.init(2, 5), .init(1, 4), .init(1, 6)]), Chart.Series("b", [.init(1, 7)]),
    ]
    #expect(
      ChartData(chart, lang: .en).rows == [["1", "4", "7"], ["1", "6", "–"], ["2", "5", "–"]])
    chart.series[0].labels = ["P", "Q", "R"]
    let data = ChartData(chart, lang: .vi)
    #expect(data.headings == ["x", "Tên", "a", "b"])
    #expect(
      data.rows == [
        ["1", "Q", "4", "–"], ["1", "R", "6", "–"], ["1", "–", "–", "7"], ["2", "P", "5", "–"],
      ])
    let table = chart.dataTable(.en)
    #expect(table.fields.map(\.name) == ["x", "Name", "a", "b"])
    #expect(table.columns[1].values == [.text("Q"), .text("R"), .null, .text("P")])
  }
}
