public import Columns
public import Display
public import Language

/// What a statement gives and does, in the order in which it happens. Still without looks: those are
/// the outermost layer's.
public enum Effect: Sendable {
  /// The result of a pipeline, with the columns that a narrow view leaves out first.
  case table(Table, spare: SpareColumns, seconds: Double)
  /// A table shown in the middle of a pipeline.
  case peek(Table, label: String?)
  case chart(Chart, ChartLook)
  /// Something to read, such as a plan.
  case text(String)
  /// What the person should know of the result.
  case note(Diagnostic)
  /// A file was written.
  case wrote(path: String, rows: Int)
}

/// What a statement gave, all of it: for tests and tools that want the answer in one piece.
public struct Answer: Sendable {
  public private(set) var effects: [Effect] = []

  mutating func add(_ effect: Effect) { effects.append(effect) }

  /// The table that the statement shows.
  public var table: Table? {
    for case .table(let table, spare: _, seconds: _) in effects { return table }
    return nil
  }

  public var text: String? {
    for case .text(let text) in effects { return text }
    return nil
  }

  public var notes: [Diagnostic] {
    effects.compactMap { if case .note(let note) = $0 { note } else { nil } }
  }
}

/// A statement that failed, and what standard error and the exit status should say.
public struct StatementFailure: Error, Sendable {
  public var diagnostics: [Diagnostic]
  /// The rows that broke an `assert`.
  public var rows: Table?
  public var status: ExitStatus

  public init(_ diagnostics: [Diagnostic], rows: Table? = nil, status: ExitStatus = .queryFailed) {
    self.diagnostics = diagnostics
    self.rows = rows
    self.status = status
  }
}

/// How the program ends.
public enum ExitStatus: Int32, Sendable {
  case success = 0
  /// An error in the query or the data.
  case queryFailed = 1
  /// Wrong usage or parameters.
  case usage = 2
  /// An `assert` did not hold.
  case assertionFailed = 3
  /// A file could not be read or written.
  case file = 4
  case timedOut = 124
  case interrupted = 130
}
