package import Columns
import Engines
package import Language
import Planning
import Sources

/// What goes wrong in a statement, as its failure.
extension Session {
  /// Every error of `body` as the failure of a statement.
  func failing<Result>(at range: SourceRange, _ body: () throws -> Result) throws -> Result {
    let result = Swift.Result { try body() }
    do {
      // What was not found then was not found for that reason.
      try checkCatalogue()
      return try result.get()
    } catch let failure as StatementFailure {
      throw failure
    } catch let failure as SourceFailure {
      return try failing(at: failure.range ?? range) { throw failure.underlying }
    } catch let diagnostic as Diagnostic {
      throw StatementFailure([diagnostic])
    } catch let error as FileError {
      throw StatementFailure(
        [Session.diagnostic(error, at: range)],
        status: error.isInputOutput ? .file : .queryFailed)
    } catch let error as ConnectionError {
      throw Session.failure(error, at: range)
    } catch let failure as MemoryLimitExceeded {
      throw StatementFailure([Session.diagnostic(failure, at: range)])
    } catch is ReadCancelled {
      throw stopped(stop() ?? .interrupted, at: range)
    } catch let reason as Stopped {
      throw stopped(reason, at: range)
    }
  }

  /// Throws where the catalogue could not be opened when a table was looked for.
  package func checkCatalogue() throws {
    if let failure = tables.catalogueFailure { throw failure }
  }

  /// What is said of work that was stopped.
  package static func words(for reason: Stopped) -> Words {
    reason == .timedOut
      ? Words(en: "stopped: the time is over", vi: "đã dừng: hết thời gian")
      : Words(en: "cancelled", vi: "đã hủy")
  }

  private func stopped(_ reason: Stopped, at range: SourceRange) -> StatementFailure {
    StatementFailure(
      [Diagnostic(code: "E0690", Session.words(for: reason), at: range)],
      status: reason == .timedOut ? .timedOut : .interrupted)
  }
}
