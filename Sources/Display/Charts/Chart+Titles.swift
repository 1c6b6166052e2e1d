import Columns

/// Names of columns spelt out, for documents in which nobody types them.
extension Chart {
  /// The same picture, with the names of its axes as words.
  public func spelled() -> Chart {
    var chart = self
    chart.xLabel = Field.spelled(xLabel)
    // Columns that are drawn are the lines of the picture, each called by its name.
    guard series.map(\.name).joined(separator: ", ") == yLabel else {
      chart.yLabel = Field.spelled(yLabel)
      return chart
    }
    for place in chart.series.indices {
      chart.series[place].name = Field.spelled(series[place].name)
    }
    chart.yLabel = chart.series.map(\.name).joined(separator: ", ")
    return chart
  }
}
