import Columns
public import Language

/// A way to make a plan cheaper without changing what the plan gives.
public struct OptimizerRule: Sendable {
  /// The name as settings and messages write it: `push_filters`.
  public let name: String
  /// The better node, with the fields of the old one, or nil where the rule does not apply.
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

  /// The same rules in the same order, but for those of these names.
  public func without(_ names: Set<String>) -> Optimizer {
    Optimizer(rules.filter { !names.contains($0.name) })
  }

  /// The same plan, cheaper.
  ///
  /// - Throws: A `Diagnostic` of code `E0698` where a rule changed the fields of a node: an error of
  ///   the rule, which is not to be trusted with the rows either.
  public func optimize(_ plan: LogicalPlan) throws(Diagnostic) -> LogicalPlan {
    var plan = plan
    for rule in rules {
      for _ in 0..<3 {
        let next = try plan.rewritten(rule)
        if next === plan { break }
        plan = next
      }
    }
    return plan
  }
}

extension LogicalPlan {
  /// The same node over other inputs that have the same fields.
  package func with(inputs: [LogicalPlan]) -> LogicalPlan {
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

  fileprivate func rewritten(_ rule: OptimizerRule) throws(Diagnostic) -> LogicalPlan {
    let old = inputs
    var new: [LogicalPlan] = []
    for input in old { new.append(try input.rewritten(rule)) }
    let own = zip(old, new).allSatisfy { $0 === $1 } ? self : with(inputs: new)
    // Columns that are not known yet have no places that a rule could follow.
    if own.isOpen, !own.isStage { return own }
    guard let better = rule.rewrite(own) else { return own }
    let isSame = better.fields.elementsEqual(own.fields) {
      $0.name == $1.name && $0.type == $1.type
    }
    guard isSame else { throw OptimizerRule.changedFields(rule.name, own, better) }
    return better
  }
}

extension OptimizerRule {
  fileprivate static func changedFields(
    _ name: String, _ old: LogicalPlan, _ new: LogicalPlan
  ) -> Diagnostic {
    func list(_ plan: LogicalPlan) -> String {
      plan.fields.map { "\($0.name): \($0.type.rawValue)" }.joined(separator: ", ")
    }
    return Diagnostic(
      code: "E0698",
      Words(
        en: "internal error: the optimiser's rule `\(name)` made the columns [\(list(new))] "
          + "of [\(list(old))]",
        vi: "lỗi nội bộ: quy tắc tối ưu `\(name)` biến các cột [\(list(old))] "
          + "thành [\(list(new))]"),
      at: old.range,
      fix: Words(
        en: "please report the query; until then: set optimizer \"-\(name)\"",
        vi: "xin báo lại truy vấn; tạm thời: set optimizer \"-\(name)\""))
  }
}
