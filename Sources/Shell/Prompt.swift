import Columns
import Functions
import Language
import Planning
import Services
import Sources
import Workspace

/// The conversation at the terminal: read a statement, answer it, again.
final class Prompt {
  let session: Session
  let presenter: Presenter
  let commands: Commands
  let log = PromptLog()
  /// Where statements are typed; nil before the first.
  private(set) var editor: (any LineEditor)?

  init(_ session: Session, _ presenter: Presenter) {
    self.session = session
    self.presenter = presenter
    commands = Commands(session: session, presenter: presenter, log: log)
  }

  /// Asks and answers until the person leaves.
  func run(skippingRC: Bool) throws -> ExitStatus {
    guard let editor = ReadlineEditor(keepsHistory: !session.access.isSafe) else {
      presenter.say(
        Words(
          en:
            "tiendo: the prompt needs GNU readline, which is not there or is of another version: install libreadline8 (Debian) or readline; tiendo -c and tiendo run need none",
          vi:
            "tiendo: dấu nhắc lệnh cần GNU readline, máy chưa có hoặc có phiên bản khác: hãy cài libreadline8 (Debian) hoặc readline; tiendo -c và tiendo run không cần"
        ))
      return .usage
    }
    if !skippingRC { try readOwnFile() }
    self.editor = editor
    let completer = Completer(
      session, commands: Commands.all.map(\.help), helpWords: Help.words, limit: Prompt.tabLimit,
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

  /// Seconds that one Tab may take: `TIENDO_TAB_SECONDS`, for slow machines, else what nobody notices.
  private static var tabLimit: Double {
    guard let own = System.variable("TIENDO_TAB_SECONDS").flatMap(Double.init), own > 0 else {
      return Completer.limit
    }
    return own
  }

  /// Runs the person's own `tiendo/rc.tdq` in the XDG configuration folder, where there is one.
  private func readOwnFile() throws {
    let own = Subprogram.variable("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    guard let folder = own ?? Subprogram.variable("HOME").map({ $0 + "/.config" }) else { return }
    let path = folder + "/tiendo/rc.tdq"
    guard FileStamp(path) != nil else { return }
    try evaluate(try QueryFile.source(path, isOwn: true))
  }

  private static func isComplete(_ text: String) -> Bool {
    let trimmed = text.drop { $0.isWhitespace }
    if trimmed.isEmpty || trimmed.hasPrefix(".") || trimmed.hasPrefix("\\") { return true }
    if Translation.goesOn(text) { return false }
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
}
