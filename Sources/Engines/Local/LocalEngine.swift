public import Columns
public import Planning

/// The engine of this process: knows every node of a plan.
public struct LocalEngine: Engine {
  public let name = "local"

  public init() {}

  public func supports(_ plan: LogicalPlan) -> Bool { true }

  public func run(
    _ plan: LogicalPlan, _ context: QueryContext,
    _ emit: @escaping (QueryEffect) throws -> Void
  ) throws -> Table {
    try Executor(context, emit).run(plan)
  }
}
