import Language

/// What a query marks in a picture.
extension Chart {
  /// A line across the values, such as an average.
  mutating func add(reference: Double, _ lang: Lang) throws(ChartProblem) {
    guard reference.isFinite, [.line, .scatter, .bar, .column].contains(kind) else {
      throw .noReference(kind)
    }
    targets.append(TargetLine(reference, ChartNumber.text(reference)))
  }

  /// Makes one series or one bar the one to look at.
  mutating func mark(_ name: String) throws(ChartProblem) {
    let names = series.count > 1 ? series.map(\.name) : categories
    guard
      let known = names.first(where: { $0 == name })
        ?? names.first(where: { $0.lowercased() == name.lowercased() })
    else { throw .nothingCalled(name, among: names) }
    highlight = known
  }

  /// Whether a series stands back behind the one that is marked.
  func isGrey(_ number: Int) -> Bool {
    guard let highlight, series.count > 1 else { return false }
    return series[number].name != highlight
  }

  /// Whether a bar stands back behind the one that is marked.
  func isGrey(_ number: Int, at label: String) -> Bool {
    guard let highlight else { return false }
    return series.count > 1 ? isGrey(number) : label != highlight
  }

  /// The numbers of the series in the order in which they are drawn: what is marked comes last, and so
  /// lies above the others.
  var drawingOrder: [Int] {
    series.indices.filter(isGrey) + series.indices.filter { !isGrey($0) }
  }
}
