import Display
import Engines
import Language
import Sources
import Workspace

/// The databases that a person names outside of queries: on the command line and in
/// `connections.tdq`.
extension Program {
  /// `name=address` as a statement.
  static func connection(_ text: String) throws -> SourceText {
    guard let sign = text.firstIndex(of: "="), sign != text.startIndex,
      !text[text.index(after: sign)...].isEmpty
    else { throw Usage("--connect takes name=address, not \(Secrets.masked(text))") }
    let name = SyntaxText.name(String(text[..<sign]))
    let address = SyntaxText.quoted(String(text[text.index(after: sign)...]))
    return SourceText("connect \(address) as \(name)", name: "--connect")
  }

  /// Takes down where databases are; each is opened when something of it is first wanted. What is
  /// wrong in the person's own list is told and hinders nothing.
  func takeConnections() -> ExitStatus {
    session.askPassword = { [presenter, session] name, address in
      presenter.aside {
        let question =
          session.settings.lang == .vi
          ? "mật khẩu của \(name) (\(address)): " : "password of \(name) (\(address)): "
        return System.hiddenLine(TerminalWidth.harmless(question), wait: Interrupt.waitForInput)
      }
    }
    session.connectsLazily = true
    defer { session.connectsLazily = false }
    if !session.access.isSafe, !skipsRC, let path = Program.ownConnections,
      FileStamp(path) != nil
    {
      do {
        let source = try QueryFile.source(path, isOwn: true)
        _ = take(source)
      } catch let error as FileError {
        presenter.say(
          Words(
            en: "tiendo: " + error.words(vietnamese: false).message,
            vi: "tiendo: " + error.words(vietnamese: true).message))
      } catch {
        presenter.say(Words(en: "tiendo: \(error)", vi: "tiendo: \(error)"))
      }
    }
    for source in connections where !take(source) { return .queryFailed }
    return .success
  }

  /// Opens the databases of the command line, at the prompt.
  func openConnections() {
    for source in connections {
      let (script, _) = Parser.parse(script: source)
      guard case .connect(_, let name, _)? = script.statements.first?.kind,
        let connection = session.connections.named(name.text)
      else { continue }
      do {
        try session.open(connection)
      } catch let error as ConnectionError {
        presenter.show(
          Session.failure(error, at: script.statements[0].range), in: source)
      } catch {
        presenter.say(Words(en: "tiendo: \(error)", vi: "tiendo: \(error)"))
      }
    }
  }

  /// `tiendo/connections.tdq` in the XDG configuration folder.
  private static var ownConnections: String? {
    let own = System.variable("XDG_CONFIG_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    let folder = own ?? System.variable("HOME").map { $0 + "/.config" }
    return folder.map { $0 + "/tiendo/connections.tdq" }
  }

  /// Runs statements; false where one fails.
  private func take(_ source: SourceText) -> Bool {
    let (script, diagnostics) = Parser.parse(script: source)
    if diagnostics.hasErrors {
      presenter.show(diagnostics, in: source)
      return false
    }
    for statement in script.statements {
      do {
        try session.run(statement, in: source) { try presenter.show($0, in: source) }
      } catch let failure as StatementFailure {
        presenter.show(failure, in: source)
        return false
      } catch {
        presenter.say(Words(en: "tiendo: \(error)", vi: "tiendo: \(error)"))
        return false
      }
    }
    return true
  }
}
