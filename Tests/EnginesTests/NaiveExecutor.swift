import Columns
import Functions
import Language
import Planning

@testable import Engines

/// Answers logical plans one row and one value at a time, as plainly as can be: what the executor
/// is compared with. Scalar functions go through their kernels with a single row, which their own
/// tests hold against a reference.
struct NaiveExecutor {
  struct Rows {
    var fields: [Field]
    var rows: [[Value]]
  }

  let context = EvaluationContext(today: 0)

  func run(_ plan: LogicalPlan) throws -> Rows {
    switch plan.node {
    case .scan(let id):
      guard let source = TestSources.all[id] else { throw Unsupported() }
      let table = try source.scan(plan.fields.map(\.name), RunContext())
      let rows = (0..<table.rowCount).map { row in table.columns.map { $0[row] } }
      return Rows(fields: plan.fields, rows: rows)
    case .filter(let input, let condition):
      var result = try run(input)
      result.rows = try result.rows.filter { try value(condition, $0) == .bool(true) }
      return result
    case .project(let input, let items):
      let rows = try run(input).rows.map { row in try items.map { try value($0.expression, row) } }
      return Rows(fields: plan.fields, rows: rows)
    case .aggregate(let input, let keys, let calls, let totals):
      let rows = try run(input).rows
      return Rows(fields: plan.fields, rows: try aggregated(rows, keys, calls, totals))
    case .sort(let input, let keys):
      var result = try run(input)
      result.rows = try sorted(result.rows, keys)
      return result
    case .topN(let input, let keys, let count):
      var result = try run(input)
      result.rows = Array(try sorted(result.rows, keys).prefix(count))
      return result
    case .limit(let input, let offset, let count):
      var result = try run(input)
      let rest = result.rows.dropFirst(offset)
      result.rows = Array(count.map { rest.prefix($0) } ?? rest)
      return result
    case .limitBy(let input, let by, let count):
      var result = try run(input)
      var seen: [[Value]: Int] = [:]
      result.rows = try result.rows.filter { row in
        let key = try by.map { Self.normal(try value($0, row)) }
        seen[key, default: 0] += 1
        return seen[key, default: 0] <= count
      }
      return result
    case .distinct(let input, let places):
      var result = try run(input)
      var seen: Set<[Value]> = []
      result.rows = result.rows.filter { row in
        seen.insert((places.isEmpty ? Array(row.indices) : places).map { Self.normal(row[$0]) })
          .inserted
      }
      return result
    case .join(
      let left, let right, let kind, let keys, rightColumns: let columns,
      expect: _):
      return Rows(
        fields: plan.fields, rows: try joined(try run(left), try run(right), kind, keys, columns))
    case .append(let inputs, let columns):
      let rows = try zip(inputs, columns).flatMap { input, places in
        try run(input).rows.map { row in places.map { $0.map { row[$0] } ?? .null } }
      }
      return Rows(fields: plan.fields, rows: rows)
    default: return try shaped(plan)
    }
  }

  struct Unsupported: Error {}

  func value(_ expression: Expression, _ row: [Value]) throws -> Value {
    switch expression.kind {
    case .column(let place): return row[place]
    case .named: throw Unsupported()
    case .constant(let constant): return constant
    case .call(let function, let arguments):
      let operands = try arguments.map { Operand.constant(try value($0, row)) }
      return try function.evaluate(operands, 1, context)[0]
    case .choose(let cases, let otherwise):
      for one in cases where try value(one.condition, row) == .bool(true) {
        return try value(one.value, row)
      }
      return try value(otherwise, row)
    case .coalesce(let arguments):
      for argument in arguments {
        let result = try value(argument, row)
        if !result.isNull { return result }
      }
      return .null
    }
  }

  // MARK: Order

  /// One representative of values that count as equal: −0 and 0, NaNs, decimals by value.
  static func normal(_ value: Value) -> Value {
    switch value {
    case .double(let number): number.isNaN ? .text("NaN") : .double(number == 0 ? 0 : number)
    case .decimal(let unscaled, let scale):
      .double(Decimal64.double(unscaled, scale: scale))
    default: value
    }
  }

  /// <0, 0, >0 in ascending order; null after all.
  static func order(_ left: Value, _ right: Value) -> Int {
    switch (left, right) {
    case (.null, .null): return 0
    case (.null, _): return 1
    case (_, .null): return -1
    case (.int(let one), .int(let other)): return one < other ? -1 : one > other ? 1 : 0
    case (.date(let one), .date(let other)): return one < other ? -1 : one > other ? 1 : 0
    case (.timestamp(let one), .timestamp(let other)):
      return one < other ? -1 : one > other ? 1 : 0
    case (.bool(let one), .bool(let other)): return one == other ? 0 : other ? -1 : 1
    case (.text(let one), .text(let other)):
      return Array(one.utf8) == Array(other.utf8)
        ? 0 : one.utf8.lexicographicallyPrecedes(other.utf8) ? -1 : 1
    default:
      guard let one = left.asDouble, let other = right.asDouble else { return 0 }
      if one.isNaN || other.isNaN { return one.isNaN ? (other.isNaN ? 0 : 1) : -1 }
      return one < other ? -1 : one > other ? 1 : 0
    }
  }

  func sorted(_ rows: [[Value]], _ keys: [Planning.SortKey]) throws -> [[Value]] {
    let keyed = try rows.enumerated().map { index, row in
      (try keys.map { try value($0.expression, row) }, index, row)
    }
    return keyed.sorted { left, right in
      for (place, key) in keys.enumerated() {
        let one = left.0[place]
        let other = right.0[place]
        var order = Self.order(one, other)
        if key.descending, !one.isNull, !other.isNull { order = -order }
        if order != 0 { return order < 0 }
      }
      return left.1 < right.1
    }.map(\.2)
  }

  // MARK: Groups

  func aggregated(
    _ rows: [[Value]], _ keys: [NamedExpression], _ calls: [AggregateCall], _ totals: Bool
  ) throws -> [[Value]] {
    if totals {
      var all: [(key: [Value], isTotal: [Bool], row: [Value])] = []
      for kept in stride(from: keys.count, through: 0, by: -1) {
        if rows.isEmpty { break }
        for row in try aggregated(rows, Array(keys.prefix(kept)), calls, false) {
          let own = Array(row.prefix(kept)) + [Value](repeating: .null, count: keys.count - kept)
          all.append(
            (own, (0..<keys.count).map { $0 >= kept }, own + row.dropFirst(kept)))
        }
      }
      return all.sorted { left, right in
        for place in keys.indices {
          if left.isTotal[place] != right.isTotal[place] { return right.isTotal[place] }
          let order = Self.order(left.key[place], right.key[place])
          if order != 0 { return order < 0 }
        }
        return false
      }.map(\.row)
    }
    var groups: [[Value]: (key: [Value], rows: [[Value]])] = [:]
    if keys.isEmpty { groups[[]] = ([], []) }
    for row in rows {
      let key = try keys.map { try value($0.expression, row) }
      groups[key.map(Self.normal), default: (key, [])].rows.append(row)
    }
    let ordered = groups.values.sorted { left, right in
      for (one, other) in zip(left.key, right.key) {
        let order = Self.order(one, other)
        if order != 0 { return order < 0 }
      }
      return false
    }
    return try ordered.map { group in
      try group.key + calls.map { try result($0, group.rows) }
    }
  }

  /// One aggregate over the rows of a group.
  func result(_ call: AggregateCall, _ rows: [[Value]]) throws -> Value {
    let kept = try sorted(rows, call.sort).filter { row in
      try call.condition.map { try value($0, row) == .bool(true) } ?? true
    }
    let arguments = try kept.map { row in try call.arguments.map { try value($0, row) } }
      .filter { $0.allSatisfy { !$0.isNull } }
    let first = arguments.compactMap(\.first)
    let numbers = arguments.map { $0.map { $0.asDouble ?? 0 } }
    let xs = numbers.compactMap(\.first)
    let n = Double(xs.count)
    switch call.function {
    case .count: return .int(Int64(call.arguments.isEmpty ? kept.count : first.count))
    case .sum:
      if first.isEmpty { return .null }
      if call.type == .int {
        return .int(first.reduce(0) { if case .int(let one) = $1 { $0 + one } else { $0 } })
      }
      return .double(xs.reduce(0, +))
    case .avg: return first.isEmpty ? .null : .double(xs.reduce(0, +) / n)
    case .min: return first.min { Self.order($0, $1) < 0 } ?? .null
    case .max: return first.max { Self.order($0, $1) < 0 } ?? .null
    case .first: return first.first ?? .null
    case .last: return first.last ?? .null
    case .countDistinct: return .int(Int64(Set(first.map(Self.normal)).count))
    case .median, .quantile:
      let share = call.constants.first?.asDouble ?? 0.5
      let sorted = xs.sorted { Self.order(.double($0), .double($1)) < 0 }
      if sorted.isEmpty { return .null }
      let position = share * (n - 1)
      let low = Int(position.rounded(.down))
      let high = min(low + 1, sorted.count - 1)
      if position == Double(low) || sorted[low] == sorted[high] { return .double(sorted[low]) }
      return .double(sorted[low] + (sorted[high] - sorted[low]) * (position - Double(low)))
    case .variance, .stddev:
      if n < 2 { return .null }
      let mean = xs.reduce(0, +) / n
      let variance = xs.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
      return .double(call.function == .variance ? variance : variance.squareRoot())
    case .mode:
      var counts: [Value: Int] = [:]
      for one in first { counts[Self.normal(one), default: 0] += 1 }
      let most = counts.values.max() ?? 0
      return first.filter { counts[Self.normal($0)] == most }.min { Self.order($0, $1) < 0 }
        ?? .null
    case .argMax, .argMin:
      var best: [Value]?
      for one in arguments {
        guard let known = best else {
          best = one
          continue
        }
        let order = Self.order(one[1], known[1])
        if call.function == .argMax ? order > 0 : order < 0 { best = one }
      }
      return best?[0] ?? .null
    case .any: return first.isEmpty ? .null : .bool(first.contains(.bool(true)))
    case .all: return first.isEmpty ? .null : .bool(!first.contains(.bool(false)))
    case .textJoin:
      var separator = ", "
      if case .text(let given)? = call.constants.first { separator = given }
      return first.isEmpty ? .null : .text(first.map(\.plainText).joined(separator: separator))
    case .rate:
      let total = numbers.reduce(0) { $0 + $1[1] }
      return total == 0 ? .null : .double(100 * xs.reduce(0, +) / total)
    case .weightedAvg:
      let weight = numbers.reduce(0) { $0 + $1[1] }
      return weight == 0 ? .null : .double(numbers.reduce(0) { $0 + $1[0] * $1[1] } / weight)
    case .slope, .intercept, .corr, .r2:
      let ys = xs
      let others = numbers.map { $0[1] }
      let meanX = others.reduce(0, +) / n
      let meanY = ys.reduce(0, +) / n
      let xx = others.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
      let yy = ys.reduce(0) { $0 + ($1 - meanY) * ($1 - meanY) }
      let xy = zip(others, ys).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) }
      if n < 2 || xx == 0 { return .null }
      switch call.function {
      case .slope: return .double(xy / xx)
      case .intercept: return .double(meanY - xy / xx * meanX)
      case .corr: return yy == 0 ? .null : .double(xy / (xx * yy).squareRoot())
      default: return .double(yy == 0 ? 1 : xy * xy / (xx * yy))
      }
    }
  }

  // MARK: Joins

  private static func holds(_ sign: BinaryOperator, _ left: Value, _ right: Value) -> Bool {
    if left.isNull || right.isNull { return false }
    let order = order(left, right)
    return switch sign {
    case .less: order < 0
    case .lessOrEqual: order <= 0
    case .greater: order > 0
    case .greaterOrEqual: order >= 0
    case .notEqual: normal(left) != normal(right)
    default: normal(left) == normal(right)
    }
  }

  private func joined(
    _ left: Rows, _ right: Rows, _ kind: LogicalPlan.JoinKind,
    _ keys: [LogicalPlan.JoinKey], _ columns: [Int]
  ) throws -> [[Value]] {
    var result: [[Value]] = []
    var isMatched = [Bool](repeating: false, count: right.rows.count)
    for row in left.rows {
      let own = try keys.map { try value($0.left, row) }
      var found = false
      var matching = try right.rows.indices.filter { index in
        let theirs = try keys.map { try value($0.right, right.rows[index]) }
        return zip(keys, zip(own, theirs)).allSatisfy { key, sides in
          Self.holds(key.comparison, sides.0, sides.1)
        }
      }
      if let key = keys.first(where: \.isNearest) {
        let goesBack = [.greater, .greaterOrEqual].contains(key.comparison)
        let values = try matching.map { try value(key.right, right.rows[$0]) }
        let nearest = values.max { Self.order($0, $1) * (goesBack ? 1 : -1) < 0 }
        matching = zip(matching, values).filter { Self.order($0.1, nearest ?? .null) == 0 }.map(\.0)
        matching = goesBack ? matching.suffix(1) : Array(matching.prefix(1))
      }
      for index in matching {
        let other = right.rows[index]
        found = true
        isMatched[index] = true
        if kind == .inner || kind == .left || kind == .full {
          result.append(row + columns.map { other[$0] })
        }
      }
      switch kind {
      case .semi: if found { result.append(row) }
      case .anti: if !found { result.append(row) }
      case .left, .full:
        if !found { result.append(row + columns.map { _ in .null }) }
      case .inner: break
      }
    }
    if kind == .full {
      for (index, other) in right.rows.enumerated() where !isMatched[index] {
        result.append(
          left.fields.indices.map { place in
            guard let key = keys.first(where: { $0.left.columnIndex == place }),
              let source = key.right.columnIndex, !columns.contains(source)
            else { return .null }
            return other[source]
          } + columns.map { other[$0] })
      }
    }
    return result
  }
}
