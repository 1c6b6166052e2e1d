import Columns
import Functions

extension OptimizerRule {
  /// Two filters in a row become one with both conditions.
  static let mergeFilters = OptimizerRule(name: "merge_filters") { plan in
    guard case .filter(let input, let outer) = plan.node,
      case .filter(let source, let inner) = input.node,
      let and = FunctionRegistry.standard.scalar(named: "and")
    else { return nil }
    let both = Expression(.call(and, [inner, outer]), type: .bool, range: outer.range)
    return LogicalPlan(.filter(source, both), fields: plan.fields, range: plan.range)
  }

  /// A filter moves below sorts and projections, so that fewer rows are sorted and computed.
  ///
  /// It stays above `peek`, `assert`, `export` and `as`, which show what was written, above limits,
  /// and above anything that could fail for rows that the filter would have kept away from it.
  static let pushFilters = OptimizerRule(name: "push_filters") { plan in
    guard case .filter(let input, let condition) = plan.node else { return nil }
    switch input.node {
    case .sort(let source, let keys):
      let filtered = LogicalPlan(
        .filter(source, condition), fields: source.fields, range: plan.range)
      return LogicalPlan(.sort(filtered, keys), fields: plan.fields, range: input.range)
    case .project(let source, let items):
      // Only through columns that are passed on as they are: a computed one would be computed twice.
      guard condition.columns.allSatisfy({ items[$0].expression.columnIndex != nil }) else {
        return nil
      }
      let moved = condition.remapped { items[$0].expression.columnIndex ?? $0 }
      let filtered = LogicalPlan(
        .filter(source, moved), fields: source.fields, range: plan.range)
      return LogicalPlan(.project(filtered, items), fields: plan.fields, range: input.range)
    default: return nil
    }
  }
}
