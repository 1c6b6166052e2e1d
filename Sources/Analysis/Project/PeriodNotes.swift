import Columns
import Language
import Planning

/// What analysis steps have to say of flows that are put together to longer periods, in words.
extension AnalysisNotes {
  private static func words(_ grain: PeriodGrain) -> (en: String, vi: String) {
    switch grain {
    case .month: ("month", "tháng")
    case .quarter: ("quarter", "quý")
    case .half: ("half year", "nửa năm")
    case .year: ("year", "năm")
    case .schoolYear: ("school year", "năm học")
    }
  }

  static func summed(
    _ item: String, _ grain: PeriodGrain, _ range: SourceRange, _ context: QueryContext
  ) {
    let words = words(grain)
    context.note(
      "N0449", "\(item) adds up: values and targets of a \(words.en) are sums over it",
      "\(item) cộng dồn được: giá trị và mục tiêu của một \(words.vi) là tổng của \(words.vi) đó",
      at: range)
  }

  static func partialPeriods(
    _ partial: [PeriodSums.Partial], _ unit: Words, _ range: SourceRange, _ context: QueryContext
  ) {
    func list(_ lang: Lang) -> String {
      partial.prefix(6).map { one in
        let count = "\(one.label) (\(one.found)/\(one.expected) \(unit.text(in: lang))"
        guard let sum = one.sum else { return count + ")" }
        return count
          + (lang == .vi ? ", đến nay " : ", so far ") + ProjectionWords.short(sum) + ")"
      }.joined(separator: "; ") + (partial.count > 6 ? "; …" : "")
    }
    context.note(
      "N0452", "left out, since parts of them are missing: \(list(.en))",
      "bỏ qua vì còn thiếu một phần: \(list(.vi))", at: range)
  }

  static func tooFewPeriods(
    _ item: String, _ found: Int, _ grain: PeriodGrain, _ range: SourceRange,
    _ context: QueryContext
  ) {
    let words = words(grain)
    context.note(
      "N0453",
      "\(item) has \(found == 0 ? "no whole \(words.en)" : "only one whole \(words.en)"): its values are not sums of a \(words.en) but those of its last and coming shorter periods",
      "\(item) \(found == 0 ? "chưa có \(words.vi) nào đủ" : "mới có một \(words.vi) đủ"): các giá trị không phải tổng của \(words.vi) mà là của các kỳ ngắn hơn",
      at: range)
  }

  static func targetsOfSums(
    _ grain: PeriodGrain, _ range: SourceRange, _ context: QueryContext
  ) {
    let words = words(grain)
    context.note(
      "N0454",
      "targets of a \(words.en) speak of the sum over it, not of a shorter period: they are held against times that are a \(words.en) with data of a whole one",
      "mục tiêu của một \(words.vi) nói về tổng của \(words.vi), không phải của kỳ ngắn hơn: chỉ so khi hỏi theo \(words.vi) và có dữ liệu đủ một \(words.vi)",
      at: range)
  }

  static func likelyFlow(_ item: String, _ range: SourceRange, _ context: QueryContext) {
    let code = SyntaxText.code("sum(\(SyntaxText.name(item)))")
    context.note(
      "N0455",
      "targets of a year are held against the last value of \(SyntaxText.backticked(item)), and lie nearer to its sum over a year: if it is counted anew each period, say \(code)",
      "mục tiêu năm được so với giá trị cuối của \(SyntaxText.backticked(item)) nhưng gần với tổng cả năm hơn: nếu số liệu đếm riêng từng kỳ, hãy ghi \(code)",
      at: range)
  }
}
