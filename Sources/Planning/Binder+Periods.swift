import Columns
import Functions
import Language

/// Columns of periods in expressions: dates that know how they were written.
extension Binder {
  /// The arguments as a function takes them: where it wants texts, periods come as they are
  /// written.
  func withPeriods(_ arguments: [Expression], for function: ScalarFunction) -> [Expression] {
    guard arguments.contains(where: { $0.period != nil }) else { return arguments }
    // The order of texts is not that of the periods.
    guard !["<", "<=", ">", ">="].contains(function.name) else { return arguments }
    let isText = ["text", "concat"].contains(function.name)
    guard isText || function.resolve(arguments.map(\.type)) == nil else { return arguments }
    let texts = arguments.map(asText)
    return function.resolve(texts.map(\.type)) == nil ? arguments : texts
  }

  /// A period as the text that stands in its column; anything else as it is.
  private func asText(_ expression: Expression) -> Expression {
    guard let form = expression.period else { return expression }
    return Expression(
      .call(PeriodFunctions.text(form), [expression]), type: .text, range: expression.range)
  }

  /// Values of which one is to be chosen: periods beside texts are texts too.
  func asTexts(_ parts: [Expression]) -> [Expression] {
    parts.contains { $0.type == .text } ? parts.map(asText) : parts
  }

  /// The form that all of some values have, nulls left out; nil where they differ.
  func commonPeriod(_ parts: [Expression]) -> PeriodForm? {
    let known = parts.filter { $0.type != .null }
    guard var form = known.first?.period else { return nil }
    for part in known.dropFirst() {
      guard let both = part.period.flatMap({ form.joined(with: $0) }) else { return nil }
      form = both
    }
    return form
  }

  static func words(_ grain: PeriodGrain?) -> Words {
    switch grain {
    case .month?: Words(en: "months", vi: "tháng")
    case .quarter?: Words(en: "quarters", vi: "quý")
    case .half?: Words(en: "half years", vi: "nửa năm")
    case .year?: Words(en: "years", vi: "năm")
    case .schoolYear?: Words(en: "school years", vi: "năm học")
    case nil: Words(en: "days", vi: "ngày")
    }
  }

  /// Periods beside a time that cuts through them count by their last day.
  func noteCutPeriods(_ value: Expression, _ days: ClosedRange<Int>, at range: SourceRange) {
    guard let grain = value.period?.grain else { return }
    let first = grain.days(grain.number(ofDay: days.lowerBound))
    let last = grain.days(grain.number(ofDay: days.upperBound))
    let isWhole = days.lowerBound == first.lowerBound && days.upperBound == last.upperBound
    let isEdge =
      days.count == 1
      && (days.lowerBound == first.lowerBound || days.lowerBound == first.upperBound)
    if isWhole || isEdge { return }
    let own = Binder.words(grain)
    report(
      Diagnostic(
        .note, code: "N0230",
        Words(
          en:
            "\(own.en) are compared with a time that does not begin and end with one: a period counts as its last day",
          vi:
            "so sánh \(own.text(in: .vi)) với thời gian không trùng đầu và cuối kỳ: một kỳ được tính bằng ngày cuối của nó"
        ), at: range))
  }

  /// Two sides of a comparison, of which one may be a day that the query names.
  func noteUnlike(_ one: Expression, _ other: Expression, at range: SourceRange) {
    if case .date(let day)? = other.constant {
      noteCutPeriods(one, Int(day)...Int(day), at: range)
    } else if case .date(let day)? = one.constant {
      noteCutPeriods(other, Int(day)...Int(day), at: range)
    } else {
      noteUnlikePeriods(one, other, at: range)
    }
  }

  /// Periods beside days, or beside periods of another length, count by their last day.
  func noteUnlikePeriods(_ one: Expression, _ other: Expression, at range: SourceRange) {
    guard one.type.isTemporal, other.type.isTemporal, one.period?.grain != other.period?.grain
    else {
      return
    }
    let (left, right) = (Binder.words(one.period?.grain), Binder.words(other.period?.grain))
    report(
      Diagnostic(
        .note, code: "N0230",
        Words(
          en: "\(left.en) are compared with \(right.en): a period counts as its last day",
          vi:
            "so sánh \(left.text(in: .vi)) với \(right.text(in: .vi)): một kỳ được tính bằng ngày cuối của nó"
        ), at: range))
  }

  /// Rows put under those of a column: periods of one length take the form of the first, others
  /// become the days on which they end.
  func appendPeriods(_ field: inout Field, _ other: Field, at range: SourceRange) {
    guard field.type == .date, other.type == .date, field.period != other.period else {
      field.period = field.period ?? (field.type == .date ? other.period : nil)
      return
    }
    if let one = field.period, let two = other.period, one.grain == two.grain {
      if let both = one.joined(with: two) {
        field.period = both
        return
      }
      let number = 2024 * (12 / one.grain.months)
      report(
        Diagnostic(
          .note, code: "N0231",
          Words(
            en:
              "periods of `\(field.name)` such as \(two.text(number)) are shown as \(one.text(number))",
            vi:
              "các kỳ của `\(field.name)` như \(two.text(number)) được hiện là \(one.text(number))"),
          at: range))
      return
    }
    let (left, right) = (
      Binder.words(field.period?.grain), Binder.words(other.period?.grain)
    )
    field.period = nil
    report(
      Diagnostic(
        .note, code: "N0231",
        Words(
          en:
            "`\(field.name)` has \(left.en) on one side and \(right.en) on the other, so periods become the days on which they end",
          vi:
            "`\(field.name)` một bên là \(left.text(in: .vi)), bên kia là \(right.text(in: .vi)) nên kỳ thành ngày cuối kỳ"
        ),
        at: range))
  }
}
