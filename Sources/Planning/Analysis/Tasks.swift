public import Columns
public import Language

/// Where a list of tasks has what. Either each row is a task, or `count` says how many it stands for.
public struct TaskColumns: Sendable {
  /// Words (text) or truths, of which true is done.
  public var status: Int?
  public var count: Int?
  /// The day on which the counts were taken.
  public var asOf: Int?
  /// Days, or text that is read as days; so are `done`, `start` and `added`.
  public var due: Int?
  public var done: Int?
  public var start: Int?
  /// The day on which a task came to the list.
  public var added: Int?
  public var owner: Int?
  public var recurring: Int?
  /// Beside the keys, what tells one list of counts from another: each has its own last day.
  public var lists: [Int] = []
}

/// The columns of a table that says what one's own words for a status mean.
public struct TaskWordColumns: Sendable {
  public var word: Int
  public var meaning: Int
  /// The clause that names the table.
  public var range: SourceRange
}

/// `progress`, and `project` on tasks.
public struct TaskPlan: Sendable {
  /// The keys of the result: the first columns of the input.
  public var keys: [Field]
  public var columns: TaskColumns
  /// The names of the columns as the user has them, in the order of the input.
  public var names: [String]
  /// The day that progress is told for; nil: today, or the last count.
  public var asOf: Int64?
  /// The times asked for by `project`.
  public var times: [ComparedTime]
  /// Where the second input has one's own words; nil without `status map`.
  public var words: TaskWordColumns?
}
