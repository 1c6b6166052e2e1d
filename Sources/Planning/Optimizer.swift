import Columns

/// A way to make a plan cheaper without changing what it gives.
public struct OptimizerRule: Sendable {
  public let name: String
  /// The better node, or nil where the rule does not apply at this node.
  let rewrite: @Sendable (LogicalPlan) -> LogicalPlan?
}

/// Applies rules to a plan from the leaves up, until nothing changes.
public struct Optimizer: Sendable {
  public let rules: [OptimizerRule]

  public init(_ rules: [OptimizerRule]) { self.rules = rules }

  /// All rules, in an order in which each finds what the ones before made possible.
  public static let standard = Optimizer([
    .mergeFilters, .pushFilters, .topN, .pushLimits, .mergeProjections, .pruneColumns,
  ])

  /// The same plan, cheaper. A rule that would change the output's fields is not applied: that
  /// would be an error of the rule, and the plan as written is right.
  public func optimize(_ plan: LogicalPlan) -> LogicalPlan {
    var plan = plan
    for rule in rules {
      for _ in 0..<3 {
        let next = plan.rewritten(rule)
        let isSame = next === plan
        if next.fields.map(\.name) == plan.fields.map(\.name),
          next.fields.map(\.type) == plan.fields.map(\.type)
        {
          plan = next
        } else {
          break
        }
        if isSame { break }
      }
    }
    return plan
  }
}

extension LogicalPlan {
  /// The same node over other inputs that have the same fields.
  func with(inputs: [LogicalPlan]) -> LogicalPlan {
    let first = inputs.first ?? self
    let node: Node
    switch self.node {
    case .scan: return self
    case .filter(_, let condition): node = .filter(first, condition)
    case .project(_, let items): node = .project(first, items)
    case .aggregate(_, let keys, let calls, let totals):
      node = .aggregate(first, keys: keys, calls, totals: totals)
    case .window(_, let by, let sort, let calls): node = .window(first, by: by, sort: sort, calls)
    case .sort(_, let keys): node = .sort(first, keys)
    case .limit(_, let offset, let count): node = .limit(first, offset: offset, count: count)
    case .topN(_, let keys, let count): node = .topN(first, keys, count: count)
    case .limitBy(_, let by, let count): node = .limitBy(first, by: by, count: count)
    case .distinct(_, let places): node = .distinct(first, on: places)
    case .pivot(_, let column, let by, let calls, let totals):
      node = .pivot(first, column: column, by: by, calls, totals: totals)
    case .describe: node = .describe(first)
    case .unbound: node = .unbound(first)
    case .peek(_, let label): node = .peek(first, label: label)
    case .assert(_, let condition, let message):
      node = .assert(first, condition, message: message)
    case .tap(_, let tap, let history):
      node = .tap(first, tap, history: history == nil ? nil : inputs.last)
    case .join(_, _, let kind, let keys, let columns, let expect):
      node = .join(
        first, inputs[1], kind: kind, keys: keys, rightColumns: columns, expect: expect)
    case .append(_, let columns): node = .append(inputs, columns: columns)
    case .reshape(let reshaping, _): node = .reshape(reshaping, first)
    case .analysis(let analysis, let old):
      node = .analysis(analysis, zip(old, inputs).map { AnalysisInput($0.role, $1) })
    }
    return LogicalPlan(node, fields: fields, isOpen: isOpen, range: range)
  }

  fileprivate func rewritten(_ rule: OptimizerRule) -> LogicalPlan {
    let old = inputs
    let new = old.map { $0.rewritten(rule) }
    let own = zip(old, new).allSatisfy { $0 === $1 } ? self : with(inputs: new)
    // Columns that are not known yet have no places that a rule could follow.
    return own.isOpen && !own.isStage ? own : rule.rewrite(own) ?? own
  }
}
