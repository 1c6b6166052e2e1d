import Columns
import Display

/// Tables and charts that the chart tests draw.
enum ChartSamples {
  static func floats(_ values: [Double?]) throws -> Column {
    try Column(.float, values.map { value in value.map { Value.double($0) } ?? .null })
  }

  static func ints(_ values: [Int?]) throws -> Column {
    try Column(.int, values.map { value in value.map { Value.int(Int64($0)) } ?? .null })
  }

  static func texts(_ values: [String?]) throws -> Column {
    try Column(.text, values.map { value in value.map { Value.text($0) } ?? .null })
  }

  /// Three units over six years, one of them unknown in 2021.
  static func yearly() throws -> Table {
    let years = Array(2019...2024)
    let values: [Double?] = [
      50, 56.5, 60, 60.2, 71, 80.5, 47.8, 47, nil, 55, 58.1, 62, 53.6, 54.4, 52, 49.9, 50.8, 55,
    ]
    return Table([
      (
        "unit",
        try texts(
          years.map { _ in "Điện Biên" } + years.map { _ in "Hà Nội" } + years.map { _ in "日本" })
      ),
      ("year", try ints(years + years + years)),
      ("value", try floats(values)),
    ])
  }

  static func named() throws -> Table {
    Table([
      (
        "unit",
        try texts([
          "Hải Phòng", "TP. Hồ Chí Minh", "Đà Nẵng", "🇻🇳 Cờ", "日本国", "العربية", "a\u{1B}[31m",
        ])
      ),
      ("value", try floats([90.12, 88.5, -12.25, 40, nil, 66, 0.01])),
    ])
  }

  /// What `project` gives for one key.
  static func projection() throws -> Table {
    let rows = 0..<6
    return Table(
      fields: [
        Field("time", .int), Field("method", .text), Field("n", .int), Field("last_time", .int),
        Field("last", .float), Field("at_pace", .float), Field("expected", .float, unit: "%"),
        Field("low", .float), Field("high", .float), Field("document", .text),
        Field("target", .float),
      ],
      columns: [
        try ints(rows.map { 2025 + $0 }), try texts(rows.map { _ in "ets" }),
        try ints(rows.map { _ in 9 }), try ints(rows.map { _ in 2024 }),
        try floats(rows.map { _ in 62 }), try floats(rows.map { 65 + Double($0) * 3 }),
        try floats(rows.map { 64 + Double($0) * 2 }), try floats(rows.map { 62 + Double($0) / 2 }),
        try floats(rows.map { 66 + Double($0) * 3.5 }),
        try texts(rows.map { $0 == 5 ? "NQ57" : nil }), try floats(rows.map { $0 == 5 ? 80 : nil }),
      ], rowCount: 6)
  }

  /// What `whatif` gives for two scenarios.
  static func scenarios() throws -> Table {
    Table([
      ("scenario", try texts(["base", "base", "base", "faster", "faster", "faster"])),
      ("time", try ints([2025, 2027, 2030, 2025, 2027, 2030])),
      ("value", try floats([60, 64, 70, 61, 69, 80])),
      ("target", try floats([70, nil, 95, 70, nil, 95])),
    ])
  }

  /// Numbers that look random and are the same everywhere.
  static func random(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
  }

  static func cloud(_ count: Int) throws -> Table {
    let first = random(count, seed: 1)
    let second = random(count, seed: 2)
    return Table([
      ("a", try floats(first.map { $0 * 2 })),
      ("b", try floats(zip(first, second).map { ($0 + $1) * 1000 })),
    ])
  }

  /// Every kind of chart with its name.
  /// Month ends of one series, of which two months are missing, and periods of another form.
  static func months(_ form: PeriodForm? = nil, _ missing: Set<Int> = [8, 9]) throws -> Table {
    let numbers = (0..<20).filter { !missing.contains($0) }
    let days = numbers.map { PeriodGrain.month.days(2023 * 12 + $0).upperBound }
    return Table(
      fields: [Field("tháng", .date, period: form), Field("số", .int)],
      columns: [
        try Column(.date, days.map { .date(Int32($0)) }), try ints(numbers.map { $0 * $0 + 5 }),
      ], rowCount: numbers.count)
  }

  static func all() throws -> [(name: String, chart: Chart)] {
    var charts: [(name: String, chart: Chart)] = []
    for kind in Chart.Kind.allCases {
      charts.append(
        (kind.rawValue, try Chart(table: try yearly(), kind: kind, options: .init(title: "Tỷ lệ"))))
    }
    charts.append(("named", try Chart(table: try named())))
    charts.append(("upright", try Chart(table: try named(), kind: .column)))
    charts.append(("projection", try Chart(table: try projection())))
    charts.append(("scenarios", try Chart(table: try scenarios())))
    charts.append(("months", try Chart(table: try months())))
    charts.append(("cloud", try Chart(table: try cloud(300))))
    return charts
  }
}
