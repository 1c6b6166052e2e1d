package import Columns
import Functions
package import Language

/// The named items of a step: what they are called, and the fields that they make.
extension Binder {
  /// A named expression, under its own or its default name; nil where it has neither.
  package func named(_ item: Item, _ context: ExpressionContext, _ expression: SyntaxExpression)
    -> NamedExpression?
  {
    let before = diagnostics.count
    let bound = bind(item, expression, context)
    guard
      let name = item.name.map({ TextNormalization.normalizeNFC($0.text) })
        ?? defaultName(expression, context)
    else {
      // What is wrong in itself is not asked for a name besides.
      if !diagnostics[before...].contains(where: \.isError) {
        var column: String?
        if case .literal(.text(let text)) = expression.kind,
          case .column(let place) = context.scope.match(TextNormalization.normalizeNFC(text))
        {
          column = context.scope.fields[place].name
        }
        report(BinderMessages.needsName(column: column, at: expression.range))
      }
      return nil
    }
    var measure = Measure(bound) { context.field($0) }
    // Who writes words over a column means these.
    if item.name != nil, Binder.isHeading(name) { measure.look.label = nil }
    // A heading that names the unit is enough of it.
    if let place = bound.columnIndex, let unit = measure.unit,
      Field.names(unit, in: name)
    {
      measure.unit = context.field(place)?.unit
    }
    return NamedExpression(
      name: name, expression: bound, unit: measure.unit, look: measure.look)
  }

  /// Whether a name is written for people: it has several words, or letters that no plain name has.
  private static func isHeading(_ name: String) -> Bool {
    name.contains { $0.isWhitespace || ($0.isLetter && !$0.isASCII) }
  }

  /// A column keeps its name; a call is named after the function and its column arguments.
  package func defaultName(_ expression: SyntaxExpression, _ context: ExpressionContext) -> String?
  {
    switch expression.kind {
    case .name(let name):
      let text = TextNormalization.normalizeNFC(name.text)
      if case .column(let place) = context.scope.match(text) {
        return context.scope.fields[place].name
      }
      return text
    case .call(let call):
      var parts = [call.name.text.lowercased()]
      for argument in call.arguments {
        switch argument.kind {
        case .name(let name) where name.pattern != nil: return nil
        case .name(let name): parts.append(TextNormalization.normalizeNFC(name.text))
        case .literal(.decimal(let number)) where parts[0] == "quantile":
          parts.append("p\(Int((number.value * 100).rounded()))")
        case .literal: break
        default: return nil
        }
      }
      return parts.joined(separator: "_")
    default: return nil
    }
  }

  package func fields(_ items: [NamedExpression], _ scope: Scope) -> [Field] {
    // A key that is computed anew under its name still tells the rows of totals.
    let keys = scope.fields.filter { if case .key? = $0.totals { true } else { false } }
    return items.map { item in
      var field = Field(
        item.name, item.expression.type, unit: item.unit, period: item.expression.period,
        look: item.look)
      if let place = item.expression.columnIndex, place < scope.fields.count {
        field.about = scope.fields[place].about
        field.totals = scope.fields[place].totals
        if field.type == .date { field.period = field.period ?? scope.fields[place].period }
      }
      if field.totals == nil { field.totals = keys.first { $0.name == item.name }?.totals }
      return field
    }
  }

  package func project(_ input: LogicalPlan, _ items: [NamedExpression], _ range: SourceRange)
    -> LogicalPlan
  {
    let all = keepingMark(items, input)
    return LogicalPlan(
      .project(input, all), fields: fields(all, Scope(input.fields)), range: range)
  }

  /// - Parameter items: those of the names, for what a fix changes.
  package func checkNames(_ names: [(name: String, range: SourceRange)], of items: [Item] = []) {
    var seen: [String: SourceRange] = [:]
    for (name, range) in names {
      if let first = seen[name] {
        var number = 2
        while names.contains(where: { $0.name == "\(name)_\(number)" }) { number += 1 }
        let other = SyntaxText.name("\(name)_\(number)")
        let edits = items.first { $0.expr.range == range }.map { item in
          [
            item.name.map { Diagnostic.Edit($0.range, other) }
              ?? Diagnostic.Edit(at: range.start, "\(other) = ")
          ]
        }
        report(
          BinderMessages.duplicateName(
            name, at: range, first: first, other: other, edits: edits ?? []))
      } else {
        seen[name] = range
      }
    }
  }
}
