import Functions
import Language
import Planning

/// The notes that only a run can make, in words.
package enum RunNotes {
  static func nullsNotMatched(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0401",
      "\(count) \(count == 1 ? "row" : "rows") not matched because the condition is null there",
      "\(count) dòng không khớp vì điều kiện là null ở đó", at: range)
  }

  /// What the kernels of one lane counted.
  struct Tally: Sendable {
    var divisionsByZero = 0
    var failedConversions = 0
    var unclearNumbers = 0

    init() {}

    init(_ evaluation: EvaluationContext) {
      divisionsByZero = evaluation.divisionsByZero
      failedConversions = evaluation.failedConversions
      unclearNumbers = evaluation.unclearNumbers
    }
  }

  static func evaluation(_ evaluations: [EvaluationContext], _ context: QueryContext) {
    evaluation(evaluations.map { Tally($0) }, context)
  }

  static func evaluation(_ tallies: [Tally], _ context: QueryContext) {
    var all = Tally()
    for tally in tallies {
      all.divisionsByZero += tally.divisionsByZero
      all.failedConversions += tally.failedConversions
      all.unclearNumbers += tally.unclearNumbers
    }
    evaluation(
      divisionsByZero: all.divisionsByZero, failedConversions: all.failedConversions,
      unclearNumbers: all.unclearNumbers, SourceRange(0, 0), context)
  }

  static func evaluation(
    divisionsByZero: Int, failedConversions: Int, unclearNumbers: Int = 0, _ range: SourceRange,
    _ context: QueryContext
  ) {
    if divisionsByZero > 0 {
      context.note(
        "N0402", "division by zero gave null in \(divisionsByZero) \(rows(divisionsByZero))",
        "chia cho 0 cho kết quả null ở \(divisionsByZero) dòng", at: range)
    }
    if unclearNumbers > 0 {
      let count = unclearNumbers
      context.note(
        "N0403",
        "\(count) \(rows(count)) could be read with a decimal point or a decimal comma and became null; float(x, decimal: \",\") or int(x, decimal: \".\") says which",
        "\(count) dòng có thể đọc với dấu chấm hoặc dấu phẩy thập phân và thành null; hãy ghi float(x, decimal: \",\") hoặc int(x, decimal: \".\")",
        at: range)
    }
    let failedConversions = failedConversions - unclearNumbers
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

  static func nearestTies(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0410",
      "for \(count) \(rows(count)) several of the right side were equally near; the last of them was taken, the first where later ones were asked for",
      "với \(count) dòng, bên phải có nhiều dòng gần như nhau; đã lấy dòng cuối, hoặc dòng đầu khi hỏi về sau",
      at: range)
  }

  static func manyToMany(_ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0407", "both sides of the join repeat a key, so rows multiply",
      "cả hai bên của phép nối đều lặp khóa nên số dòng nhân lên", at: range)
  }

  static func rightKeyRepeats(
    _ key: String, _ count: Int, rows multiplied: Int, _ range: SourceRange,
    _ context: QueryContext
  ) {
    context.note(
      "N0408",
      "the right side repeats a key: \(key) stands there \(count) times; \(multiplied) \(rows(multiplied)) of the left met more than one and became several. Name a further key, keep one of each before (take 1 by the key), or say expect many if that is meant",
      "bên phải lặp khóa: \(key) có \(count) dòng; \(multiplied) dòng bên trái gặp nhiều dòng và nhân lên. Hãy nêu thêm khóa, giữ một dòng mỗi khóa trước đó (take 1 by khóa), hoặc ghi expect many nếu đúng ý",
      at: range)
  }

  /// - Parameter advice: the call that weighs, where the parts are known.
  static func averagedPercents(_ advice: String?, _ range: SourceRange, _ context: QueryContext) {
    let words = Words.averagedPercents(advice)
    context.note("N0201", words.en, words.text(in: .vi), at: range)
  }

  static func summedPercents(_ range: SourceRange, _ context: QueryContext) {
    let words = Words.summedPercents
    context.note("N0201", words.en, words.text(in: .vi), at: range)
  }

  static func summedCumulative(_ range: SourceRange, _ context: QueryContext) {
    let words = Words.summedCumulative
    context.note("N0201", words.en, words.text(in: .vi), at: range)
  }

  static func totalsLeftOut(_ range: SourceRange, _ context: QueryContext) {
    let words = Words.totalsLeftOut
    context.note("N0409", words.en, words.text(in: .vi), at: range)
  }

  static func completed(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0440", "complete added \(count) \(rows(count))", "complete thêm \(count) dòng", at: range)
  }

  static func placedLast(_ name: String, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0460",
      "the days of `\(name)` stand at different places of their periods: added rows stand at the last day",
      "các ngày của `\(name)` ở vị trí khác nhau trong kỳ: dòng thêm vào đứng ở ngày cuối kỳ",
      at: range)
  }

  static func filled(
    _ count: Int, of name: String, left: Int, _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      "N0441",
      "filled \(count) \(count == 1 ? "cell" : "cells") of `\(name)`; \(left) \(left == 1 ? "stays" : "stay") null",
      "đã điền \(count) ô của `\(name)`; \(left) ô vẫn là null", at: range)
  }

  static func evenlySpaced(_ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0442", "the sort keys are not one number or time, so rows count as evenly spaced",
      "khóa sắp xếp không phải một số hay thời gian nên các dòng được coi là cách đều", at: range)
  }

  static func noBase(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0443", "\(count) \(rows(count)) without an index: their group has no value at the base",
      "\(count) dòng không có chỉ số: nhóm của chúng không có giá trị ở gốc", at: range)
  }

  static func rowsAreNotPeriods(
    _ name: String, _ gaps: Int, _ first: String, _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      Diagnostic(
        .note, code: "N0444",
        Words(
          en:
            "\(name) counts rows, not periods: in \(gaps) \(gaps == 1 ? "place" : "places") periods are missing, first \(first)",
          vi:
            "\(name) đếm theo dòng, không theo kỳ: có \(gaps) chỗ thiếu kỳ, đầu tiên là \(first)"),
        at: range, fix: Words(en: "`complete` adds them", vi: "`complete` thêm các kỳ đó")))
  }

  static func partlyCovered(
    _ span: String, _ count: Int, of expected: Int, _ unit: Words, _ first: String, _ last: String,
    _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      "N0461",
      "\(span) has \(count) of its \(expected) \(unit.en) (\(first) to \(last)): its sum does not stand for the whole",
      "\(span) có \(count) trong \(expected) \(unit.text(in: .vi)) (\(first) đến \(last)): tổng của nó chưa phải của cả kỳ",
      at: range)
  }

  static func partlyCovered(
    _ span: String, groups: Int, least: Int, of expected: Int, _ unit: Words,
    _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      "N0461",
      "\(span) has fewer than its \(expected) \(unit.en) in \(groups) \(groups == 1 ? "group" : "groups"), the fewest \(least): the sums there do not stand for the whole",
      "\(span) có ít hơn \(expected) \(unit.text(in: .vi)) ở \(groups) nhóm, ít nhất là \(least): tổng ở đó chưa phải của cả kỳ",
      at: range)
  }

  static func nothingAsserted(
    _ message: String?, _ range: SourceRange, _ context: QueryContext
  ) {
    let what = message.map { " \"\($0)\"" } ?? ""
    context.note(
      "N0450", "the assertion\(what) was asked of no rows: there was nothing that could break it",
      "điều kiện kiểm tra\(what) không gặp dòng nào (0 dòng): không có gì để vi phạm", at: range)
  }

  package static func rows(_ count: Int) -> String { count == 1 ? "row" : "rows" }
}
