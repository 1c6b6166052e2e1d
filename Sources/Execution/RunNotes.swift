import Language

/// The notes that only a run can make, in words.
enum RunNotes {
  static func nullsNotMatched(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0401",
      "\(count) \(count == 1 ? "row" : "rows") not matched because the condition is null there",
      "\(count) dòng không khớp vì điều kiện là null ở đó", at: range)
  }

  static func evaluation(
    divisionsByZero: Int, failedConversions: Int, _ range: SourceRange, _ context: QueryContext
  ) {
    if divisionsByZero > 0 {
      context.note(
        "N0402", "division by zero gave null in \(divisionsByZero) \(rows(divisionsByZero))",
        "chia cho 0 cho kết quả null ở \(divisionsByZero) dòng", at: range)
    }
    if failedConversions > 0 {
      context.note(
        "N0403",
        "\(failedConversions) \(rows(failedConversions)) could not be converted and became null",
        "\(failedConversions) dòng không đổi kiểu được và thành null", at: range)
    }
  }

  static func incompleteParts(
    _ count: Int, of aggregate: String, _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      "N0404",
      "\(aggregate) left out \(count) \(rows(count)) where one of its two parts is null",
      "\(aggregate) bỏ qua \(count) dòng thiếu một trong hai phần", at: range)
  }

  static func rateOfNothing(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0405",
      "\(count) \(count == 1 ? "group has" : "groups have") a total of zero: its rate is null",
      "\(count) nhóm có tổng bằng 0: tỷ lệ là null", at: range)
  }

  static func join(
    left: Int, right: Int, out: Int, unmatchedLeft: Int, unmatchedRight: Int?,
    _ range: SourceRange, _ context: QueryContext
  ) {
    let rightText = unmatchedRight.map { ", \($0) on the right" } ?? ""
    let rightVi = unmatchedRight.map { ", \($0) bên phải" } ?? ""
    context.note(
      "N0406",
      "join: \(left) and \(right) rows in, \(out) out; unmatched: \(unmatchedLeft) on the left\(rightText)",
      "join: vào \(left) và \(right) dòng, ra \(out); không khớp: \(unmatchedLeft) bên trái\(rightVi)",
      at: range)
  }

  static func manyToMany(_ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0407", "both sides of the join repeat a key, so rows multiply",
      "cả hai bên của phép nối đều lặp khóa nên số dòng nhân lên", at: range)
  }

  static func rows(_ count: Int) -> String { count == 1 ? "row" : "rows" }
}
