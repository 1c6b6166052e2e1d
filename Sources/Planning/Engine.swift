public import Columns

/// Answers plans. The local engine knows every node; another may take only what it can do.
public protocol Engine: Sendable {
  /// The name in `explain`.
  var name: String { get }
  /// Whether this engine can answer the whole plan.
  func supports(_ plan: LogicalPlan) -> Bool
  /// The table that the plan describes.
  ///
  /// - Parameter emit: receives what steps hand to the outside, on the thread that called.
  /// - Throws: A `Diagnostic` for what is wrong with data, and `Stopped` when interrupted.
  func run(
    _ plan: LogicalPlan, _ context: QueryContext,
    _ emit: @escaping (QueryEffect) throws -> Void
  ) throws -> Table
  /// How the plan would be answered, for people to read.
  func describe(_ plan: LogicalPlan, _ context: QueryContext) throws -> String
}

extension Engine {
  public func describe(_ plan: LogicalPlan, _ context: QueryContext) throws -> String {
    plan.dump()
  }
}
