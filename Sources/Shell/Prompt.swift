import Columns
import Functions
import Language
import Planning
import Services
import Sources
import Workspace

/// The conversation at the terminal: read a statement, answer it, again.
final class Prompt {
  private let session: Session
  private let presenter: Presenter
  private let commands: Commands
  private let log = PromptLog()

  init(_ session: Session, _ presenter: Presenter) {
    self.session = session
    self.presenter = presenter
    commands = Commands(session: session, presenter: presenter, log: log)
  }

  /// Asks and answers until the person leaves.
  func run(skippingRC: Bool) throws -> ExitStatus {
    let editor = ReadlineEditor(keepsHistory: !session.access.isSafe)
    if !skippingRC { try readOwnFile() }
    let completer = Completer(
      session, commands: Commands.all.map(\.help), helpWords: Help.words,
      isInterrupted: { Interrupt.isRaised })
    editor.complete = { text in completer.candidates(text) }
    presenter.say(
      Words(
        en: "tiendo: \(session.tables.names.count) tables ready; help shows the way, .quit leaves",
        vi:
          "tiendo: sẵn có \(session.tables.names.count) bảng; help để xem hướng dẫn, .quit để thoát"
      ))
    while true {
      let result = editor.readStatement(
        prompt: "tiendo> ", continuation: "   ...> ", isComplete: Prompt.isComplete)
      switch result {
      case .end:
        try Descriptor.writeOutput("\n")
        return .success
      case .interrupted: continue
      case .statement(let text):
        let outcome = try answer(text)
        completer.reset()
        if outcome == .quit { return .success }
      }
    }
  }

  /// Runs the person's own `tiendo/rc.tdq` in the XDG configuration folder, where there is one.
  private func readOwnFile() throws {
    let own = Subprogram.variable("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let folder = own ?? Subprogram.variable("HOME").map({ $0 + "/.config" }) else { return }
    let path = folder + "/tiendo/rc.tdq"
    guard FileStamp(path) != nil else { return }
    try evaluate(try Script.source(path, isOwn: true))
  }

  private static func isComplete(_ text: String) -> Bool {
    let trimmed = text.drop { $0.isWhitespace }
    if trimmed.isEmpty || trimmed.hasPrefix(".") { return true }
    return Parser.isComplete(text) == .complete
  }

  /// Answers one text, which may hold several statements and commands.
  private func answer(_ text: String) throws -> Commands.Outcome {
    Interrupt.clear()
    let trimmed = String(text.drop { $0.isWhitespace })
    if trimmed.isEmpty { return .carryOn }
    do {
      // `?` alone is help, and no statement.
      if trimmed.allSatisfy({ $0 == "?" || $0.isWhitespace }) {
        return try commands.run("help", "") { _ in }
      }
      // A line that begins with a pipe goes on from the last result.
      return try evaluate(SourceText(trimmed.hasPrefix("|") ? "_ " + trimmed : text))
    } catch let error as FileError {
      let (message, advice) = error.words(vietnamese: session.settings.lang == .vi)
      presenter.say(Words(en: message + (advice.map { " (\($0))" } ?? "")))
    } catch let reason as Stopped {
      presenter.say(Session.words(for: reason))
    }
    return .carryOn
  }

  @discardableResult
  private func evaluate(_ source: SourceText) throws -> Commands.Outcome {
    let (script, diagnostics) = Parser.parse(script: source, mode: .prompt)
    presenter.show(diagnostics, in: source)
    for statement in script.statements {
      guard statement.isValid else { break }
      if case .shellCommand(let word, let rest, restRange: _) = statement.kind {
        let outcome = try commands.run(word.text.lowercased(), rest) { try self.evaluate($0) }
        if outcome == .quit { return .quit }
        continue
      }
      do {
        try presenter.watching {
          try session.run(statement, in: source) { effect in
            if case .table = effect { log.lastTable = SourceText(source[statement.range]) }
            try presenter.show(effect, in: source)
          }
        }
        log.script.add(statement, in: source)
        if case .load(let path, options: _, let name) = statement.kind {
          sayWhatWasLoaded(name?.text ?? Session.stem(path.text))
        }
      } catch let failure as StatementFailure {
        presenter.show(failure, in: source)
        break
      }
    }
    return .carryOn
  }

  /// How large a table is that was just loaded.
  private func sayWhatWasLoaded(_ name: String) {
    guard let table = (session.tables.source(name) as? MemorySource)?.table else { return }
    let written = SyntaxText.name(name)
    presenter.say(
      Words(
        en:
          "\(written): \(table.rowCount) \(table.rowCount == 1 ? "row" : "rows") · "
          + "\(table.columns.count) columns; \(written) | describe tells more",
        vi:
          "\(written): \(table.rowCount) dòng · \(table.columns.count) cột; "
          + "\(written) | describe cho biết thêm"))
  }
}
