public import Columns
public import Language

/// What a statement gave. Still without looks: those are the outermost layer's.
public enum Response: Sendable {
  /// A table to show, with the notes that belong under it.
  case table(Table, notes: [Diagnostic], seconds: Double)
  /// Something to read, such as a plan.
  case text(String)
  /// Done, nothing to show but notes.
  case done(notes: [Diagnostic])
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
