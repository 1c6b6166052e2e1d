import Columns
public import Language
import Services
public import Sources
public import Workspace

/// Runs query texts without a person.
public struct BatchRun {
  private let session: Session
  private let presenter: Presenter
  /// Whether a failing statement does not end the run.
  public var keepsGoing = false
  /// Carries out the lines for the shell, in texts that are typed rather than saved.
  var commands: Commands?

  public init(_ session: Session, _ presenter: Presenter) {
    self.session = session
    self.presenter = presenter
  }

  /// Runs all statements and gives the status of the first that failed.
  ///
  /// Nothing runs when the text has errors of syntax, or when a check of several statements finds
  /// that one of them cannot be right. With `show` false, results are not printed (their last one
  /// goes to `-o`).
  public func run(_ source: SourceText, show: Bool = true) throws -> ExitStatus {
    let (script, diagnostics) = Parser.parse(
      script: source, mode: commands == nil ? .file : .prompt)
    if diagnostics.hasErrors, let outcome = ForeignQueries.look(at: source.text, in: session) {
      presenter.show([ForeignQueries.diagnostic(outcome, in: source)], in: source)
      return .queryFailed
    }
    presenter.show(diagnostics, in: source)
    if diagnostics.hasErrors, !keepsGoing { return .queryFailed }
    var status: ExitStatus = diagnostics.hasErrors ? .queryFailed : .success
    if let declared = UnknownParameter.declared(by: script.statements),
      let unknown = UnknownParameter.words(of: session.given.keys, declared: declared)
    {
      presenter.say(unknown)
      return .usage
    }
    if script.statements.count > 1, !keepsGoing {
      let report = presenter.watching { Checker(session).check(script, in: source) }
      if report.diagnostics.hasErrors {
        presenter.show(report.diagnostics.filter(\.isError), in: source)
        return report.status
      }
    }
    for (index, statement) in script.statements.enumerated() where statement.isValid {
      if case .shellCommand(let word, let rest, restRange: _) = statement.kind, let commands {
        let outcome = try commands.run(word.text.lowercased(), rest) { _ = try self.run($0) }
        if outcome == .quit { return status }
        if outcome == .unknown, status == .success { status = .usage }
        if outcome == .unknown, !keepsGoing { return status }
        continue
      }
      do {
        let label =
          script.statements.count > 1 ? "\(index + 1)/\(script.statements.count)" : ""
        try presenter.watching(label) {
          try session.run(statement, in: source) { effect in
            if case .table = effect, !show || session.hasFailedAssertion { return }
            try presenter.show(effect, in: source)
          }
        }
      } catch let failure as StatementFailure {
        presenter.show(failure, in: source)
        if status == .success { status = failure.status }
        if failure.status == .assertionFailed, !keepsGoing {
          // The other assertions of the file are asked too; nothing is shown or written any more.
          session.hasFailedAssertion = true
          continue
        }
        let isStopped = failure.status == .timedOut || failure.status == .interrupted
        if !keepsGoing || isStopped { return isStopped ? failure.status : status }
      }
    }
    sayWhatWasWithheld()
    return status
  }

  private func sayWhatWasWithheld() {
    guard !session.withheld.isEmpty, !presenter.isForTools else { return }
    let list = session.withheld.joined(separator: ", ")
    presenter.say(
      Words(
        en: "not written, since an assertion does not hold: \(list)",
        vi: "không ghi, vì có điều kiện kiểm tra không đạt: \(list)"))
  }

  /// Reports everything wrong with a text and runs nothing.
  public func check(_ source: SourceText) -> ExitStatus {
    let (script, diagnostics) = Parser.parse(script: source)
    var report = Checker(session).check(script, in: source)
    report.diagnostics = (diagnostics + report.diagnostics)
      .sorted { $0.range.start < $1.range.start }
    return presenter.show(report, in: source)
  }

  /// Writes the last result to a file, for `-o`.
  public func writeLast(to place: Destination) throws {
    guard let table = session.last else {
      throw FileError(place.path, .malformed("there is no result to write"))
    }
    let run = session.runContext()
    try place.write(table, run)
    for note in run.notes { presenter.say(Words(en: note.en, vi: note.vi)) }
  }
}
