public import Columns
import Functions
import Language
import Sources

extension LogicalPlan {
  /// The plan as text: one node a line, inputs below and indented.
  public func dump() -> String {
    var text = ""
    write(&text, 0)
    return text
  }

  private func write(_ text: inout String, _ depth: Int) {
    text += String(repeating: "  ", count: depth)
    switch node {
    case .scan(let id):
      let shown = fields.map(\.name).joined(separator: ", ")
      text += "scan \(id) [\(fields.count) columns: \(shown)]\n"
    case .filter(let input, let condition):
      text += "filter \(condition.dump(input.fields))\n"
      input.write(&text, depth + 1)
    case .project(let input, let items):
      text += "project \(LogicalPlan.items(items, input))\n"
      input.write(&text, depth + 1)
    case .aggregate(let input, let keys, let calls, let totals):
      let by = keys.isEmpty ? "" : " by \(LogicalPlan.items(keys, input))"
      text += "aggregate\(by)\(totals ? " with totals" : ""): "
      text += calls.map { "\($0.name) = \($0.dump(input.fields))" }.joined(separator: ", ") + "\n"
      input.write(&text, depth + 1)
    case .window(let input, let by, let sort, let calls):
      text += "window by \(by.map { $0.dump(input.fields) }.joined(separator: ", "))"
      text += " sort \(LogicalPlan.keys(sort, input)): "
      text += calls.map { "\($0.name) = \($0.dump(input.fields))" }.joined(separator: ", ") + "\n"
      input.write(&text, depth + 1)
    case .sort(let input, let sort):
      text += "sort \(LogicalPlan.keys(sort, input))\n"
      input.write(&text, depth + 1)
    case .limit(let input, let offset, let count):
      text += "limit \(count.map { String($0) } ?? "all") after \(offset)\n"
      input.write(&text, depth + 1)
    case .topN(let input, let sort, let count):
      text += "top \(count) by \(LogicalPlan.keys(sort, input))\n"
      input.write(&text, depth + 1)
    case .limitBy(let input, let by, let count):
      text += "limit \(count) by \(by.map { $0.dump(input.fields) }.joined(separator: ", "))\n"
      input.write(&text, depth + 1)
    case .distinct(let input, let places):
      text += "distinct \(places.map { input.fields[$0].name }.joined(separator: ", "))\n"
      input.write(&text, depth + 1)
    case .join(let left, let right, let kind, let keys, let columns, _):
      let on = keys.map { key in
        let sign = key.comparison.rawValue + (key.isNearest ? " (nearest)" : "")
        return "\(key.left.dump(left.fields)) \(sign) \(key.right.dump(right.fields))"
      }
      let kept = columns.map { right.fields[$0].name }.joined(separator: ", ")
      let how = on.isEmpty ? "cross join" : "\(kind) join on \(on.joined(separator: " and "))"
      text += "\(how) [\(kept)]\n"
      left.write(&text, depth + 1)
      right.write(&text, depth + 1)
    case .reshape(let reshaping, let input):
      text += "\(reshaping.dump(input.fields, fields))\n"
      input.write(&text, depth + 1)
    case .analysis(let analysis, let inputs):
      text += "\(analysis.name)\(LogicalPlan.stageMark)\n"
      for input in inputs { input.plan.write(&text, depth + 1) }
    case .unbound(let input):
      text += "what comes of it is not known yet\n"
      input.write(&text, depth + 1)
    case .append(let inputs, _):
      text += "append\n"
      for input in inputs { input.write(&text, depth + 1) }
    case .pivot(let input, let column, let by, _, let totals):
      text += "pivot \(column.dump(input.fields)) by \(LogicalPlan.items(by, input))"
      text += (totals ? " with totals" : "") + LogicalPlan.stageMark + "\n"
      input.write(&text, depth + 1)
    case .describe(let input):
      text += "describe\n"
      input.write(&text, depth + 1)
    case .peek(let input, _):
      text += "peek\n"
      input.write(&text, depth + 1)
    case .assert(let input, let condition, _):
      text += "assert \(condition.dump(input.fields))\n"
      input.write(&text, depth + 1)
    case .tap(let input, let tap, history: _):
      switch tap {
      case .export(let place, _): text += "export \"\(place.path)\"\n"
      case .store(let place, _): text += "export \(place.written) (\(place.mode.rawValue))\n"
      case .keep(let name): text += "as \(name)\n"
      case .chart(let chart): text += "chart \(chart.kind ?? "")\n"
      }
      input.write(&text, depth + 1)
    }
  }

  /// Said of a node behind which the columns are known only when it has run.
  private static let stageMark = " [a stage: further columns come with the data]"

  private static func items(_ items: [NamedExpression], _ input: LogicalPlan) -> String {
    items.map { item in
      let text = item.expression.dump(input.fields)
      return text == item.name ? text : "\(item.name) = \(text)"
    }.joined(separator: ", ")
  }

  private static func keys(_ keys: [SortKey], _ input: LogicalPlan) -> String {
    keys.dump(input.fields)
  }
}

extension Expression {
  /// The expression in the language's own notation, bracketed throughout.
  public func dump(_ fields: [Field]) -> String {
    switch kind {
    case .column(let place): return place < fields.count ? fields[place].name : "#\(place)"
    case .named(let name): return name
    case .constant(let value):
      switch value {
      case .text(let text): return "\"\(text)\""
      case .date, .timestamp: return "@\(value.plainText)"
      case .null: return "null"
      default: return value.plainText
      }
    case .call(let function, let arguments):
      let parts = arguments.map { $0.dump(fields) }
      if function.name.first?.isLetter == true,
        !["and", "or", "like", "in"].contains(function.name)
      {
        return "\(function.name)(\(parts.joined(separator: ", ")))"
      }
      if function.name == "in" {
        return "\(parts[0]) in [\(parts.dropFirst().joined(separator: ", "))]"
      }
      return parts.count == 2
        ? "(\(parts[0]) \(function.name) \(parts[1]))" : "\(function.name)\(parts.first ?? "")"
    case .choose(let cases, let otherwise):
      let branches = cases.map { "\($0.condition.dump(fields)) => \($0.value.dump(fields))" }
      return "case { \(branches.joined(separator: ", ")), else => \(otherwise.dump(fields)) }"
    case .coalesce(let arguments):
      return "coalesce(\(arguments.map { $0.dump(fields) }.joined(separator: ", ")))"
    }
  }
}

extension AggregateCall {
  func dump(_ fields: [Field]) -> String {
    var parts = arguments.map { $0.dump(fields) } + constants.map(\.plainText)
    if let condition {
      let text = "where \(condition.dump(fields))"
      if parts.isEmpty { parts = [text] } else { parts[parts.count - 1] += " \(text)" }
    }
    return "\(function.rawValue)(\(parts.joined(separator: ", ")))"
  }
}

extension WindowCall {
  func dump(_ fields: [Field]) -> String {
    let name =
      switch kind {
      case .function(let function): function.rawValue
      case .aggregate(let aggregate): aggregate.rawValue
      }
    var parts = arguments.map { $0.dump(fields) } + constants.map(\.plainText)
    if let condition { parts.append("where \(condition.dump(fields))") }
    return "\(name)(\(parts.joined(separator: ", ")))"
  }
}

extension [SortKey] {
  fileprivate func dump(_ fields: [Field]) -> String {
    map { ($0.descending ? "-" : "") + $0.expression.dump(fields) }.joined(separator: ", ")
  }
}

extension Reshaping {
  /// The step, from the fields before and after it.
  fileprivate func dump(_ fields: [Field], _ made: [Field]) -> String {
    func names(_ places: [Int]) -> String {
      places.map { fields[$0].name }.joined(separator: ", ")
    }
    switch self {
    case .unpivot(let columns, _):
      let count = 1 + (columns.first?.count ?? 1)
      return "unpivot \(names(columns.flatMap { $0.compactMap { $0 } })) as "
        + made.suffix(count).map(\.name).joined(separator: ", ")
    case .split(let column, let separator, let keeps, let numbers):
      let new = made.suffix((keeps ? 1 : 0) + (numbers ? 1 : 0)).map(\.name)
      return "split \(names([column])) by \"\(separator)\""
        + (new.isEmpty ? "" : " as \(new.joined(separator: ", "))")
    case .complete(let column, let completion, let by):
      let values = completion.map { " with \($0.values.values.count) values" } ?? ""
      return "complete \(names([column]))\(values)" + (by.isEmpty ? "" : " by \(names(by))")
    case .fill(let columns, let method, let by, let sort):
      let how =
        switch method {
        case .previous: "previous"
        case .next: "next"
        case .linear: "linear"
        case .values(let values): values.map(\.plainText).joined(separator: ", ")
        }
      let keys = by.map { $0.dump(fields) }.joined(separator: ", ")
      return "fill \(names(columns)) with \(how)" + (by.isEmpty ? "" : " by \(keys)")
        + (sort.isEmpty ? "" : " sort \(sort.dump(fields))")
    }
  }
}
