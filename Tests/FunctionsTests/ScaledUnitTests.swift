import Functions
import Testing

/// Thousands, millions and thousands of millions among units and headings.
@Suite("Units that count by thousands")
struct ScaledUnitTests {
  @Test(
    "what a unit counts and by how much",
    arguments: [
      ("tỷ đồng", 1_000_000_000, "dong"), ("tỉ đồng", 1_000_000_000, "dong"),
      ("Tỷ", 1_000_000_000, "dong"), ("triệu đồng", 1_000_000, "dong"),
      ("TRIỆU ĐỒNG", 1_000_000, "dong"), ("tr.đ", 1_000_000, "dong"), ("trđ", 1_000_000, "dong"),
      ("nghìn đồng", 1000, "dong"), ("ngàn đồng", 1000, "dong"), ("đồng", 1, "dong"),
      ("VND", 1, "dong"), ("triệu VND", 1_000_000, "dong"), ("nghìn người", 1000, "nguoi"),
      ("người", 1, "nguoi"), ("million USD", 1_000_000, "usd"), ("ha", 1, "ha"),
      // Letters with their marks apart.
      ("ty\u{309} đo\u{302}\u{300}ng", 1_000_000_000, "dong"),
    ] as [(String, Int64, String)])
  func units(_ text: String, _ factor: Int64, _ base: String) throws {
    let unit = try #require(ScaledUnit(text))
    #expect(unit.factor == factor)
    #expect(unit.base == base)
    #expect(unit.text == text)
  }

  @Test("what has no letters is no unit", arguments: ["", "%", "12", " "])
  func none(_ text: String) { #expect(ScaledUnit(text) == nil) }

  @Test(
    "the unit of a heading",
    arguments: [
      ("Vốn giao (tỷ đồng)", "tỷ đồng"), ("Giải ngân (triệu đồng) ", "triệu đồng"),
      ("Kinh phí [đồng]", "đồng"), ("Dân số, nghìn người", "nghìn người"),
      ("Vốn (ĐVT: triệu đồng)", "triệu đồng"), ("Vốn (Đơn vị: tỷ đồng)", "tỷ đồng"),
      ("Vốn (2024) (tỷ đồng)", "tỷ đồng"), ("Vốn", nil), ("Số hộ (hộ)", nil),
      ("Tỷ lệ (%)", nil), ("Tỷ đồng", nil), ("Hà Nội, Huế", nil), ("(", nil), (")", nil), ("", nil),
      (",", nil), ("()", nil), ("a (tỷ đồng", nil),
    ] as [(String, String?)])
  func headings(_ heading: String, _ unit: String?) {
    #expect(ScaledUnit.inHeading(heading) == unit)
  }
}
