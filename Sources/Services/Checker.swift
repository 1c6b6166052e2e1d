import Columns
public import Language
import Planning
import Sources
public import Workspace

/// Finds what is wrong with a script without running it: nothing is computed, drawn or written, and
/// of files only the columns are looked at.
public struct Checker {
  private let session: Session

  /// - Parameter session: what the script will run in; it stays as it is.
  public init(_ session: Session) { self.session = session.sketch() }

  /// - Parameter sketch: a sketch of a session, which takes in what scripts define.
  package init(inPlace sketch: Session) { session = sketch }

  /// What a check found.
  public struct Report: Sendable {
    /// Errors and warnings, in the order of the statements.
    public var diagnostics: [Diagnostic] = []
    /// The status with which the first failing statement would end.
    public var status = ExitStatus.success
    /// Statements with columns that only the data tell: what stands behind them was checked as far
    /// as names and types are known.
    public var open: [SourceRange] = []

    package init() {}
  }

  /// Everything that can be found wrong with a script; definitions take effect for the statements
  /// after them.
  public func check(_ script: SyntaxScript, in source: SourceText) -> Report {
    var report = Report()
    for statement in script.statements where statement.isValid {
      do {
        let found = try session.sketch(statement, in: source)
        report.diagnostics += found.diagnostics.filter { $0.severity != .note }
        if found.diagnostics.hasErrors, report.status == .success { report.status = .queryFailed }
        if found.isOpen { report.open.append(statement.range) }
      } catch let failure as StatementFailure {
        report.diagnostics += failure.diagnostics
        if report.status == .success { report.status = failure.status }
      } catch {
        report.diagnostics.append(Session.unforeseen(error, at: statement.range))
        if report.status == .success { report.status = .queryFailed }
      }
    }
    return report
  }
}
