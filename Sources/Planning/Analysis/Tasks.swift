public import Columns
import Language

/// Where a list of tasks has what. Either each row is a task, or `count` says how many it stands for.
public struct TaskColumns: Sendable {
  public var status: Int?
  public var count: Int?
  /// The day on which the counts were taken.
  public var asOf: Int?
  public var due: Int?
  public var done: Int?
  public var start: Int?
  /// The day on which a task came to the list.
  public var added: Int?
  public var recurring: Int?
}

/// `progress`, and `project` on tasks.
public struct TaskPlan: Sendable {
  /// The keys of the result: the first columns of the input.
  public var keys: [Field]
  public var columns: TaskColumns
  /// The day that progress is told for; nil: today, or the last count.
  public var asOf: Int64?
  /// The times asked for by `project`.
  public var times: [ComparedTime]
  /// Whether the roles or names say nothing of what is done.
  public var knowsDone: Bool { columns.status != nil || columns.done != nil }
}
