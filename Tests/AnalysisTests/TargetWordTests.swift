import Forecasting
import Functions
import Testing

@testable import Analysis

/// What people write for a comparison and for the way that is good.
@Suite struct TargetWordTests {
  static let comparisons: [(String, TargetComparison)] = [
    (">=", .atLeast), ("≥", .atLeast), ("=>", .atLeast), (" > = ", .atLeast),
    ("At least", .atLeast), ("no less than", .atLeast), ("Tối thiểu", .atLeast),
    ("ÍT NHẤT", .atLeast), ("không dưới", .atLeast), ("phải đạt từ", .atLeast),
    ("Từ … trở lên", .atLeast), ("lớn hơn hoặc bằng", .atLeast), ("must be at least", .atLeast),
    (">", .above), ("trên", .above), ("more than", .above), ("vượt quá", .above),
    ("đạt trên", .above), ("<=", .atMost), ("≤", .atMost), ("=<", .atMost), ("at most", .atMost),
    ("Tối đa", .atMost), ("không quá", .atMost), ("không vượt quá", .atMost),
    ("giảm còn", .atMost), ("giảm xuống còn", .atMost), ("must not exceed", .atMost),
    ("at-most", .atMost), ("<", .below), ("dưới", .below), ("less than", .below),
    ("giảm còn dưới", .below), ("thấp hơn", .below), ("=", .equal), ("==", .equal),
    ("đúng bằng", .equal), ("exactly", .equal),
  ]

  @Test(arguments: comparisons) func comparison(_ text: String, _ meaning: TargetComparison) {
    #expect(TargetWords.comparison(text) == meaning)
    #expect(TargetWords.comparison(TextFold.fold(text)) == meaning, "without diacritics")
    #expect(TargetWords.comparison(text.uppercased()) == meaning)
    #expect(TargetWords.comparison("  \(text)\t") == meaning)
  }

  /// A word that may mean either way means none.
  @Test(arguments: [
    "", " ", "giảm", "tăng", "max", "min", "up to", "đến", "khoảng", "~", "tầm tầm", "không",
    "not", "> <", "hoặc bằng", "dưới trên", "trên 90",
  ]) func noComparison(_ text: String) {
    #expect(TargetWords.comparison(text) == nil)
  }

  @Test(arguments: [
    ("up", Direction.up), ("Higher", .up), ("higher is better", .up), ("tăng", .up), ("TANG", .up),
    ("càng cao càng tốt", .up), ("thuận", .up), ("+", .up), ("1", .up), ("↑", .up),
    ("down", .down), ("lower", .down), ("Lower is better", .down), ("giảm", .down),
    ("giam", .down), ("càng thấp càng tốt", .down), ("nghịch", .down), ("-", .down),
    ("-1", .down), ("−1", .down), ("↓", .down), ("chỉ tiêu nghịch", .down),
  ]) func direction(_ text: String, _ meaning: Direction) {
    #expect(TargetWords.direction(text) == meaning)
    #expect(TargetWords.direction(TextFold.fold(text)) == meaning)
  }

  @Test(arguments: ["", "north", "0", "2", "đông", "flat", "ổn định", "up down"])
  func noDirection(_ text: String) { #expect(TargetWords.direction(text) == nil) }

  /// What a message shows as known is known.
  @Test func shown() {
    for word in TargetWords.shownComparisons.split(separator: ",") {
      #expect(TargetWords.comparison(String(word)) != nil, "\(word)")
    }
    for word in TargetWords.shownDirections.split(separator: ",") {
      #expect(TargetWords.direction(String(word)) != nil, "\(word)")
    }
  }

  /// A sign is read back.
  @Test(arguments: [
    TargetComparison.atLeast, .above, .atMost, .below, .equal,
  ]) func signs(_ comparison: TargetComparison) {
    #expect(TargetWords.comparison(TargetWords.sign(comparison)) == comparison)
  }

  @Test(arguments: [
    ("Chỉ tiêu", true), ("chi_tieu", true), ("Tên chỉ số", true), ("Indicator", true),
    ("tinh", false), ("Đơn vị", false), ("indicators_of", false),
  ]) func series(_ name: String, _ isSeries: Bool) {
    #expect(ColumnWords.isSeries(name) == isSeries)
  }
}
