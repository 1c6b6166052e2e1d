import Columns
import Functions
import Language

/// What aggregates see besides a group as it stands: rows in an order of the call's own, and the rows
/// around a row.
extension Binder {
  /// The keys of `sort` in a call, for aggregates that go by the order of rows.
  func order(of call: Call, _ aggregate: Aggregate, _ input: Scope) -> [SortKey] {
    guard let first = call.sort.first else { return [] }
    guard [.first, .last, .textJoin, .argMax, .argMin].contains(aggregate) else {
      report(ShapeMessages.orderNotHere(call.name.text, at: first.range))
      return []
    }
    for key in call.sort where key.expr.isLiteral {
      report(ShapeMessages.valueAsOrder(at: key.range))
    }
    return sortKeys(call.sort, input)
  }

  /// Whether `first` or `last` is meant as the aggregate: over a frame, or in an order of its own.
  func isAggregate(
    _ function: WindowFunction, _ call: Call, _ window: WindowContext
  ) -> Bool {
    (function == .first || function == .last) && (window.frame != nil || !call.sort.isEmpty)
  }

  func windowed(_ call: AggregateCall, _ window: WindowContext) -> WindowCall {
    var made = WindowCall(
      name: "", kind: .aggregate(call.function), arguments: call.arguments,
      constants: call.constants, condition: call.condition, type: call.type, range: call.range)
    made.sort = call.sort
    made.frame = window.frame
    return made
  }

  /// The rows around a row that aggregates see; nil where nothing is said of them.
  func frame(_ derive: DeriveStep, _ scope: Scope) -> WindowCall.Frame? {
    guard let frame = derive.frame else { return nil }
    switch frame.extent {
    case .rows(let from, let to):
      let (low, high) = (from.flatMap(integer), to.flatMap(integer))
      if let low, let high, low > high {
        report(ShapeMessages.backwardsRange(at: frame.range))
      }
      return .rows(from: low, to: high)
    case .since(let distance):
      let range = frame.range
      guard let key = derive.sort.first, derive.sort.count == 1, !key.isDescending else {
        report(ShapeMessages.sinceNeedsKey(at: range))
        return nil
      }
      let value = bind(key.expr, .row(scope))
      if case .literal(.duration(let duration)) = distance.kind {
        guard value.type.isTemporal || value.type == .null else {
          report(ShapeMessages.sinceNeedsKey(at: range))
          return nil
        }
        return .since(shifted(value, duration, by: -1, range, at: range))
      }
      let number = bind(distance, .row(Scope([])))
      guard value.type.isNumeric || value.type == .null, number.type.isNumeric,
        number.constant.flatMap({ $0.asDouble }).map({ $0 >= 0 }) ?? false
      else {
        report(ShapeMessages.sinceNeedsKey(at: range))
        return nil
      }
      return .since(call("-", [value, number], range, at: range))
    }
  }
}
