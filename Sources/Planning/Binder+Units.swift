import Columns
import Functions
import Language

/// Amounts in millions beside amounts in thousands of millions.
extension Binder {
  /// Says that the two sides of a sum, a difference, a ratio or a comparison count the same thing by
  /// different thousands: the numbers are taken as they stand.
  ///
  /// - Parameter field: the column at a place that the expressions read.
  func noteScales(
    _ one: Expression, _ other: Expression, at range: SourceRange, _ field: (Int) -> Field?
  ) {
    guard one.type.isNumeric, other.type.isNumeric,
      let left = Measure(one, field).unit.flatMap(ScaledUnit.init),
      let right = Measure(other, field).unit.flatMap(ScaledUnit.init),
      left.base == right.base, left.factor != right.factor
    else { return }
    let isLeft = left.factor > right.factor
    let larger = isLeft ? one : other
    // Anything longer than a name would need brackets.
    let name = larger.columnIndex == nil ? nil : part(larger).text
    let ratio = isLeft ? left.factor / right.factor : right.factor / left.factor
    let product = name.map { SyntaxText.code("\($0) * \(ratio)") }
    report(
      Diagnostic(
        .note, code: "N0232",
        Words(
          en:
            "one side is in \(left.text), the other in \(right.text): the numbers are taken as they stand",
          vi:
            "một vế tính bằng \(left.text), vế kia bằng \(right.text): các số được dùng nguyên như vậy"
        ), at: range,
        fix: product.map {
          Words(
            en: "\($0) is in \(isLeft ? right.text : left.text)",
            vi: "\($0) tính bằng \(isLeft ? right.text : left.text)")
        },
        edits: product == nil ? [] : [.init(at: larger.range.end, " * \(ratio)")]))
  }
}
