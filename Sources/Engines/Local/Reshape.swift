import Columns
import Planning

/// `unpivot`, `split`, `complete` and `fill`.
struct Reshape {
  let executor: Executor
  let plan: LogicalPlan

  func run(_ reshaping: Reshaping, _ input: LogicalPlan) throws -> Table {
    switch reshaping {
    case .unpivot(let columns, let names):
      return try Unpivot.run(
        try executor.table(input), columns: columns, names: try names.column(), plan,
        executor.context)
    case .split(let column, let separator, let keeps, let numbers):
      return try Split(
        column: column, separator: Array(separator.utf8), keeps: keeps, numbers: numbers,
        plan: plan,
        context: executor.context
      ).run(try executor.table(input))
    case .complete(let column, let completion, let by):
      return try Complete(
        column: column, completion: completion, by: by, plan: plan, context: executor.context
      ).run(try executor.table(input))
    case .fill(let columns, let method, let by, let sort):
      return try Fill(
        columns: columns, method: method, by: by, sort: sort, plan: plan, executor: executor
      ).run(input)
    }
  }
}
