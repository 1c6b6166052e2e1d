package import Columns
import Functions
package import Language

/// Rows of totals: a column that nobody sees marks them, goes along through the steps, and keeps them
/// out of whatever would count them a second time.
extension Binder {
  /// The stage without its rows of totals, for a step that adds up or counts.
  ///
  /// - Parameter range: where a note says so; nil for none.
  package func withoutTotals(_ stage: Stage, notedAt range: SourceRange?) -> Stage {
    guard let mark = stage.plan.fields.firstIndex(where: \.isHidden) else { return stage }
    let plan = stage.plan
    if let range { report(BinderMessages.totalsLeftOut(at: range)) }
    let none = Expression(.constant(.int(0)), type: .int, range: plan.range)
    let level = Expression(
      .coalesce([Expression(.column(mark), type: .int, range: plan.range), none]), type: .int,
      range: plan.range)
    let rows = LogicalPlan(
      .filter(plan, call("==", [level, none], plan.range, at: plan.range)), fields: plan.fields,
      range: plan.range)
    return forgettingTotals(stage, rows)
  }

  /// The stage as if it had no rows of totals: those that it has count like any other.
  ///
  /// - Parameter plan: the rows, with the fields of the stage.
  package func forgettingTotals(_ stage: Stage, _ plan: LogicalPlan) -> Stage {
    guard plan.fields.contains(where: \.isHidden) else { return stage }
    let kept = plan.fields.indices.filter { !plan.fields[$0].isHidden }
    let items = kept.map { place in
      NamedExpression(
        name: plan.fields[place].name,
        expression: Expression(
          .column(place), type: plan.fields[place].type, range: plan.range),
        unit: plan.fields[place].unit)
    }
    var fields = kept.map { plan.fields[$0] }
    for place in fields.indices { fields[place].totals = nil }
    var next = stage
    next.plan = LogicalPlan(.project(plan, items), fields: fields, range: plan.range)
    next.scope.fields = fields
    return next
  }

  /// The items of a projection and the mark of its input, which goes along unasked.
  func keepingMark(_ items: [NamedExpression], _ input: LogicalPlan) -> [NamedExpression] {
    guard let mark = input.fields.firstIndex(where: \.isHidden),
      !items.contains(where: { $0.expression.columnIndex == mark })
    else { return items }
    let expression = Expression(.column(mark), type: .int, range: input.range)
    return items + [NamedExpression(name: Field.totalsMark.name, expression: expression)]
  }

  /// Rows of totals stand behind all others, however the rows are put in order.
  func totalsLast(_ fields: [Field], at range: SourceRange) -> [SortKey] {
    fields.firstIndex(where: \.isHidden).map { mark in
      let none = Expression(.constant(.int(0)), type: .int, range: range)
      let own = Expression(.column(mark), type: .int, range: range)
      return [
        SortKey(
          Expression(.coalesce([own, none]), type: .int, range: range), descending: false)
      ]
    } ?? []
  }
}

extension Sequence<Field> {
  /// The keys as those of a result with totals: rows of totals sum over them from the right.
  package func withTotals() -> [Field] {
    let all = Array(self)
    return all.enumerated().map { index, field in
      var field = field
      field.totals = .key(all.count - index)
      return field
    }
  }
}

extension BinderMessages {
  static func totalsLeftOut(at range: SourceRange) -> Diagnostic {
    Diagnostic(.note, code: "N0409", .totalsLeftOut, at: range)
  }
}
