extension OptimizerRule {
  /// `sort | take n` keeps only the best n while it goes.
  static let topN = OptimizerRule(name: "top_n") { plan in
    guard case .limit(let input, offset: 0, count: let count?) = plan.node,
      case .sort(let source, let keys) = input.node
    else { return nil }
    return LogicalPlan(.topN(source, keys, count: count), fields: plan.fields, range: plan.range)
  }

  /// A limit moves below a projection: what is not taken need not be computed.
  static let pushLimits = OptimizerRule(name: "push_limits") { plan in
    switch plan.node {
    case .limit(let input, let offset, let count):
      guard case .project(let source, let items) = input.node else { return nil }
      let limited = LogicalPlan(
        .limit(source, offset: offset, count: count), fields: source.fields, range: plan.range)
      return LogicalPlan(.project(limited, items), fields: plan.fields, range: input.range)
    default: return nil
    }
  }
}
