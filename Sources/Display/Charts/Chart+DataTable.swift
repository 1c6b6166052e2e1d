package import Columns
package import Language

extension Chart {
  /// The numbers of the picture as a table: what lies across first, then a column for each series,
  /// the ends of its band, and each target at its place.
  package func dataTable(_ lang: Lang) -> Table {
    if let matrix { return table(of: matrix) }
    if !bins.isEmpty { return binTable(lang) }
    let data = ChartParts(self, lang, unnamed: yLabel)
    let rows = data.rows.filter(\.x.isFinite)
    let places = rows.map(\.x)
    var fields = [Field(xLabel, .text)]
    var columns: [Column] = []
    if hasNumbersAcross {
      let isWhole = places.allSatisfy { $0 == $0.rounded() && $0.magnitude < 1e15 }
      fields[0].type = isWhole ? .int : .float
      columns.append(
        Chart.column(fields[0].type, places.map { isWhole ? .int(Int64($0)) : .double($0) }))
    } else {
      columns.append(Chart.column(.text, places.map { .text(name(of: $0)) }))
    }
    func add(_ name: String, _ values: [Double?]) {
      var field = Field(Chart.unused(name, among: fields.map(\.name)), .float)
      field.unit = unit
      fields.append(field)
      columns.append(Chart.column(.float, values.map { $0.map { .double($0) } ?? .null }))
    }
    if let names = data.names {
      fields.append(Field(Chart.unused(ChartParts.name(lang), among: [xLabel]), .text))
      columns.append(
        Chart.column(.text, rows.map { row in names[row].map { .text($0) } ?? .null }))
    }
    for part in data.parts { add(part.name, rows.map { part.values[$0] }) }
    for target in targets where target.y.isFinite {
      add(target.label, places.map { target.at == nil || target.at == $0 ? target.y : nil })
    }
    return Table(fields: fields, columns: columns, rowCount: places.count)
  }

  /// Whether what lies across are numbers that a program can place, such as years.
  package var hasNumbersAcross: Bool { xAxis == .number || xAxis == .year }

  private func table(of matrix: Matrix) -> Table {
    var fields = [Field(" ", .text)]
    var columns = [Chart.column(.text, matrix.rows.map { .text($0) })]
    for (place, name) in matrix.columns.enumerated() {
      var field = Field(Chart.unused(name, among: fields.map(\.name)), .float)
      field.unit = unit
      fields.append(field)
      columns.append(
        Chart.column(
          .float, matrix.values.map { row in row[place].map { .double($0) } ?? .null }))
    }
    return Table(fields: fields, columns: columns, rowCount: matrix.rows.count)
  }

  private func binTable(_ lang: Lang) -> Table {
    let comma = lang == .vi
    func edge(_ value: Double) -> String {
      let text =
        hasNumbersAcross
        ? ChartNumber.text(value, decimals: 4) : ChartTime.text(value, xAxis)
      return comma && hasNumbersAcross ? text.replacing(".", with: ",") : text
    }
    return Table(
      fields: [Field(xLabel, .text), Field(yLabel == xLabel ? "n" : yLabel, .int)],
      columns: [
        Chart.column(.text, bins.map { .text("\(edge($0.low)) – \(edge($0.high))") }),
        Chart.column(.int, bins.map { .int(Int64($0.count)) }),
      ], rowCount: bins.count)
  }

  private func name(of x: Double) -> String {
    guard xAxis == .category else { return ChartTime.text(x, xAxis) }
    let place = Int(x)
    return categories.indices.contains(place) ? categories[place] : ChartNumber.text(x)
  }

  /// A name that no other column has.
  private static func unused(_ name: String, among others: [String]) -> String {
    var result = name
    var number = 2
    while others.contains(result) {
      result = "\(name) \(number)"
      number += 1
    }
    return result
  }

  private static func column(_ type: DataType, _ values: [Value]) -> Column {
    (try? Column(type, values)) ?? .nulls(type, count: values.count)
  }
}
