import Columns
import Functions
package import Language

/// `label`: how columns are shown.
extension Binder {
  /// The same columns under other looks.
  package func label(_ labels: [ColumnLabel], _ step: Step, _ stage: Stage) -> Stage {
    let before = diagnostics.count
    var fields = stage.plan.fields
    var named: Set<Int> = []
    for label in labels {
      guard let place = place(label.column, stage.scope), fields.indices.contains(place) else {
        continue
      }
      if !named.insert(place).inserted {
        report(ShapeMessages.listedTwice(fields[place].name, at: label.column.range))
      }
      if let text = label.text.flatMap(words) {
        let words = TextNormalization.normalizeNFC(text)
        fields[place].look.label = words.isEmpty ? nil : Remark(en: words, vi: words)
      }
      if let unit = label.unit.flatMap(words) {
        let sign = TextNormalization.normalizeNFC(unit)
        fields[place].unit = sign.isEmpty ? nil : sign
      }
      if let digits = label.digits, let count = decimals(digits, fields[place]) {
        fields[place].look.digits = .decimals(count)
      }
    }
    if diagnostics[before...].contains(where: \.isError) || stage.scope.isOpen {
      return unknown(stage.plan, step)
    }
    var next = stage
    next.plan = project(
      stage.plan,
      fields.enumerated().map { place, field in
        NamedExpression(place, of: field, at: step.range)
      }, step.range)
    next.scope.fields = next.plan.fields
    return next
  }

  /// A text as it is written, or that of a parameter; nil after an error.
  private func words(_ text: TextLiteral) -> String? {
    text.parameter == nil ? text.text : resolved(text)?.text
  }

  /// The decimals that a column of numbers is to be shown with; nil after an error.
  private func decimals(_ expression: SyntaxExpression, _ field: Field) -> Int? {
    guard let count = integer(expression) else { return nil }
    guard (0...Look.mostDecimals).contains(count) else {
      report(
        BinderMessages.badValue(
          "`digits` takes a whole number from 0 to \(Look.mostDecimals)",
          "`digits` nhận số nguyên từ 0 đến \(Look.mostDecimals)", at: expression.range))
      return nil
    }
    guard field.type.isNumeric || field.type == .null else {
      let name = SyntaxText.backticked(field.name)
      report(
        BinderMessages.badValue(
          "\(name) is \(field.type.rawValue), and only numbers have digits",
          "\(name) là \(field.type.rawValue), chỉ số mới có chữ số thập phân", at: expression.range)
      )
      return nil
    }
    return count
  }
}
