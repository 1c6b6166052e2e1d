import Columns
import Testing

/// How cells are written for people.
@Suite struct ShownCellsTests {
  private func texts(
    _ values: [Value], _ field: Field, _ reader: Reader = .english
  ) throws -> [String] {
    ShownCells(try Column(field.type, values), of: field, for: reader).texts
  }

  private func floats(
    _ values: [Double], unit: String? = nil, _ digits: Look.Digits? = nil,
    _ reader: Reader = .english
  ) throws -> [String] {
    try texts(
      values.map { .double($0) }, Field("x", .float, unit: unit, look: Look(digits: digits)),
      reader)
  }

  @Test("As many digits as the data have, whole numbers without a point")
  func guessed() throws {
    #expect(try floats([36, 89.99]) == ["36.00", "89.99"])
    #expect(try floats([36, 40]) == ["36", "40"])
    #expect(try floats([0.5, 0.25, 1.125]) == ["0.500", "0.250", "1.125"])
    #expect(try floats([21.387_21, 103.016_66]) == ["21.38721", "103.01666"])
    // What was computed has no more digits than a reader can use.
    #expect(try floats([31.461_312_345_678]) == ["31.46"])
    #expect(try floats([1.0 / 3, 2.0 / 3]) == ["0.333", "0.667"])
    #expect(try floats([657_020.050_125_3]) == ["657,020"])
    #expect(try floats([2_019.685_912_345]) == ["2,019.7"])
    #expect(try floats([0.000_012_345_678_9]) == ["1.23e-05"])
    #expect(try floats([35.02, 5.835_116_461_157e-05]) == ["35.02", "0.00"])
    #expect(try floats([.nan, .infinity, -.infinity, -0.0]) == ["nan", "inf", "-inf", "0"])
    #expect(try floats([1e20, 1]) == ["1e+20", "1"])
    // A negative number that rounds to nothing is nothing.
    #expect(try floats([-0.000_4, 12.345_678_9], .upTo(2)) == ["0.00", "12.35"])
  }

  @Test("Decimals have the digits of their scale, zeros at the end not counted")
  func decimals() throws {
    let field = Field("x", .float)
    #expect(
      try texts([.decimal(8296, scale: 2), .decimal(8010, scale: 2)], field)
        == ["82.96", "80.10"])
    #expect(try texts([.decimal(800, scale: 2), .null], field) == ["8", ""])
    #expect(
      try texts([.decimal(1_234_567_891, scale: 9)], Field("x", .float, unit: "%")) == ["1.23"])
  }

  @Test("Measures of several scales in one column: the larger have no more decimals than they need")
  func scales() throws {
    #expect(try floats([88.02, 0.641_9, 12, 0.7]) == ["88.02", "0.6419", "12.00", "0.7000"])
    #expect(
      try floats([88.02, 0.641_9, 12, -0.7], nil, .vietnamese) == [
        "88,02", "0,6419", "12,00", "-0,7000",
      ])
    #expect(
      try floats([1.2345, 9.99, 150.125, 0, 20]) == [
        "1.2345", "9.9900", "150.125", "0.0000", "20.000",
      ])
    // A large number that needs as many has the small ones have them too.
    #expect(try floats([12.345_6, 0.5]) == ["12.3456", "0.5000"])
    #expect(try floats([88, 0.641_9], .decimals(4)) == ["88.0000", "0.6419"])
    // Up to two decimals stand under each other in every column.
    #expect(try floats([100, 99.25, 0.5]) == ["100.00", "99.25", "0.50"])
    let field = Field("x", .float, look: Look(digits: .upTo(4)))
    #expect(
      try texts([.decimal(123_400, scale: 4), .decimal(6419, scale: 4), .null], field)
        == ["12.34", "0.6419", ""])
    #expect(try floats([1e9, 2, 0.125]) == ["1,000,000,000.00", "2.00", "0.125"])
    #expect(try floats([.nan, 5, 0.125, .infinity]) == ["nan", "5.00", "0.125", "inf"])
  }

  @Test("Rates and percentages have two decimals at most")
  func percentages() throws {
    #expect(try floats([88.235_294, 75.5], unit: "%") == ["88.24", "75.50"])
    #expect(try floats([88, 75], unit: "%") == ["88", "75"])
    #expect(try floats([88.235_294], unit: "%", .decimals(3)) == ["88.235"])
    #expect(try floats([88.235_294], unit: "%", .upTo(4)) == ["88.24"])
    #expect(try floats([1.5, 2], unit: "% a year") == ["1.5", "2.0"])
  }

  @Test("Paces have two significant digits, and keep their whole part")
  func significant() throws {
    #expect(
      try floats([134.619_8, 12.34, 3.456, 0.045_6, 9.96, 0, -2.34, 6], .significant(2))
        == ["135", "12", "3.5", "0.046", "10", "0", "-2.3", "6"])
  }

  @Test("A probability is never certain")
  func probabilities() throws {
    #expect(
      try floats([0, 0.004, 0.01, 0.124, 0.5, 0.99, 0.996, 1], .probability)
        == ["<1 %", "<1 %", "1 %", "12 %", "50 %", "99 %", ">99 %", ">99 %"])
  }

  @Test("Thousands stand apart, except in years and codes")
  func thousands() throws {
    func ints(_ name: String, _ values: [Int64], _ reader: Reader = .english) throws -> [String] {
      try texts(values.map { .int($0) }, Field(name, .int), reader)
    }
    #expect(try ints("total", [9831, 68]) == ["9,831", "68"])
    #expect(try ints("total", [-1_234_567]) == ["-1,234,567"])
    #expect(try ints("total", [262_151], .vietnamese) == ["262.151"])
    #expect(try ints("total", [.min]) == ["-9,223,372,036,854,775,808"])
    #expect(try ints("year", [2024, 1999]) == ["2024", "1999"])
    #expect(try ints("x", [2024, 1999]) == ["2024", "1999"])
    #expect(try ints("ma_xa", [10_101]) == ["10101"])
    #expect(try ints("unit_code", [10_101]) == ["10101"])
    #expect(try ints("Mã", [10_101]) == ["10101"])
    #expect(try floats([1234.5], .upTo(2), .vietnamese) == ["1.234,5"])
    #expect(try ints("total", [999, 1000, 1_000_000]) == ["999", "1,000", "1,000,000"])
  }

  @Test("Days are in the reader's order, periods as they were written")
  func days() throws {
    let day = Field("day", .date)
    #expect(try texts([.date(20_453), .null], day) == ["2025-12-31", ""])
    #expect(
      try texts([.date(20_453), .date(-1)], day, .vietnamese) == ["31/12/2025", "31/12/1969"])
    let month = Field("month", .date, period: PeriodForm(.month))
    #expect(try texts([.date(20_453)], month, .vietnamese) == ["2025-12"])
    let instant = Field("at", .timestamp)
    #expect(
      try texts([.timestamp(1_500_000)], instant, .vietnamese) == ["01/01/1970 00:00:01,5"])
    #expect(try texts([.timestamp(-1_000_000)], instant, .vietnamese) == ["31/12/1969 23:59:59"])
  }

  @Test("Words of a vocabulary are Vietnamese for who reads that, and stay what they are else")
  func words() throws {
    let look = Look(vocabulary: Vocabulary("test", words: ["met": "đã đạt"]))
    let field = Field("status", .text, look: look)
    #expect(try texts([.text("met"), .text("other"), .null], field) == ["met", "other", ""])
    #expect(
      try texts([.text("met"), .text("other"), .null], field, .vietnamese)
        == ["đã đạt", "other", ""])
  }

  @Test(
    "A heading is the label with its unit; a label that is the name in other letters is the name")
  func headings() {
    var field = Field("done_pct", .float, unit: "%")
    #expect(field.heading(for: .english) == "done_pct (%)")
    field.look.label = Remark(en: "Done pct", vi: "Tỷ lệ xong")
    #expect(field.heading(for: .english) == "done_pct (%)")
    #expect(field.heading(for: .vietnamese) == "Tỷ lệ xong (%)")
    field.look.label = Remark(en: "Rate (%)", vi: "Tỷ lệ (%)")
    #expect(field.heading(for: .vietnamese) == "Tỷ lệ (%)")
    // A unit is named as a word of its own, not where its letters are.
    var area = Field("share_of_land", .float, unit: "ha")
    #expect(area.heading(for: .english) == "share_of_land (ha)")
    area.look.label = Remark(en: "Land, HA", vi: "Đất (ha)")
    #expect(area.heading(for: .english) == "Land, HA")
    #expect(area.heading(for: .vietnamese) == "Đất (ha)")
    #expect(Field("dien", .float, unit: "đ").title(for: .vietnamese) == "Dien (đ)")
    #expect(Field("điện", .float, unit: "đ").title(for: .vietnamese) == "Điện (đ)")
    field.unit = "points"
    #expect(field.heading(for: .vietnamese) == "Tỷ lệ (%) (điểm)")
  }

  @Test("In a document the label stands whatever it is, and a name is spelt out with a capital")
  func titles() {
    var field = Field("covered_2024", .int, unit: "people")
    #expect(field.title(for: .english) == "Covered 2024 (people)")
    #expect(field.title(for: .english, withUnit: false) == "Covered 2024")
    field.look.label = Remark(en: "Covered 2024", vi: "Số đạt 2024")
    #expect(field.title(for: .english) == "Covered 2024 (people)")
    #expect(field.title(for: .vietnamese) == "Số đạt 2024 (người)")
    field.look.label = Remark(en: "reached (people)", vi: "tỷ lệ")
    #expect(field.title(for: .english) == "Reached (people)")
    #expect(field.title(for: .vietnamese) == "Tỷ lệ (người)")
    for (name, title) in [
      ("change_rate", "Change rate"), ("chỉ tiêu", "Chỉ tiêu"), ("đơn_vị", "Đơn vị"), ("pH", "pH"),
      ("eID số", "eID số"), ("2024", "2024"), ("_", "_"), ("x-y_z", "X-y_z"),
      ("GDP_2024", "GDP 2024"),
    ] { #expect(Field(name, .int).title(for: .english) == title) }
  }

  @Test("Rounding a table as it is shown")
  func rounding() throws {
    var table = Table([
      ("x", try Column(.float, [.double(1.0 / 3), .double(2.5), .null])),
      ("n", try Column(.int, [.int(1), .int(2), .int(3)])),
      ("p", try Column(.float, [.double(0.123_4), .double(0), .null])),
    ])
    table.fields[0].look.digits = .decimals(1)
    table.fields[2].look.digits = .probability
    let rounded = try table.roundedAsShown()
    #expect(rounded.columns[0].values.map(\.plainText) == ["0.3", "2.5", ""])
    #expect(rounded.columns[1].values == table.columns[1].values)
    #expect(rounded.columns[2].values.map(\.plainText) == ["0.12", "0.0", ""])
  }
}
