import Columns
import Glibc
import Language
import Sources
import Workspace

/// What the prompt remembers of what was answered.
final class PromptLog {
  /// The statements that worked.
  var script = SessionScript()
  /// The statement that gave the last table, alone.
  var lastTable: SourceText?
  /// What was told of the last answer.
  var notes: [Diagnostic] = []
  /// Where results go instead of the screen.
  var output: ResultFile?
  /// Whether the last statement failed.
  var hasFailed = false
}

/// Commands that look back: saving, editing, drilling, history.
extension Commands {
  /// `.save file.tdq`
  func save(_ argument: String) throws {
    guard !argument.isEmpty else {
      presenter.say(Words(en: ".save takes a file name", vi: ".save cần tên tệp"))
      return
    }
    guard !log.script.statements.isEmpty else {
      presenter.say(
        Words(en: "no statement has worked yet", vi: "chưa có câu lệnh nào chạy được"))
      return
    }
    try refusing(argument) { try session.access.checkWriting(argument, at: SourceRange(0, 0)) }
    let path = argument.hasSuffix(".tdq") ? argument : argument + ".tdq"
    let today = Value.date(session.settings.today).plainText
    let file = try AtomicFile(path, overwrite: false)
    try file.write(log.script.text(today: today))
    try file.finish()
    let count = log.script.statements.count
    presenter.say(
      Words(
        en: "\(path): \(count) \(count == 1 ? "statement" : "statements"); run it with tiendo run",
        vi: "\(path): \(count) câu lệnh; chạy bằng tiendo run"))
  }

  /// `.edit`: the last statement in the analyst's editor; what comes back runs.
  func edit(_ prompt: (SourceText) throws -> Void) throws {
    guard try atPrompt(".edit") else { return }
    guard !session.access.isSafe else {
      presenter.say(Words(en: "--safe starts no editor", vi: "--safe không mở trình soạn thảo"))
      return
    }
    let folder = Subprogram.variable("TMPDIR") ?? "/tmp"
    guard let (descriptor, path) = System.temporaryFile(in: folder, suffix: ".tdq") else {
      throw FileError(folder, .cannotWrite(System.lastError))
    }
    defer { System.remove(path) }
    let text = (log.script.statements.last ?? "") + "\n"
    _ = System.write(Array(text.utf8)[...], to: descriptor)
    close(descriptor)
    let status = Subprogram.run(Subprogram.editor, arguments: [path])
    guard status == 0 else {
      presenter.say(
        Words(
          en: "the editor (\(Subprogram.editor)) ended with status \(status); nothing was run",
          vi: "trình soạn thảo (\(Subprogram.editor)) kết thúc với mã \(status); không chạy gì"))
      return
    }
    let source = try QueryFile.source(path, isOwn: true)
    guard !source.text.allSatisfy(\.isWhitespace) else { return }
    try Descriptor.writeOutput(source.text.hasSuffix("\n") ? source.text : source.text + "\n")
    try prompt(SourceText(source.text))
  }

  /// `.drill n`: shows the query for the rows behind a row, and runs it.
  func drill(_ argument: String, _ prompt: (SourceText) throws -> Void) throws {
    guard let row = Int(argument) else {
      presenter.say(
        Words(
          en: ".drill takes the number of a row of the last result, from 1",
          vi: ".drill nhận số thứ tự dòng của kết quả trước, từ 1"))
      return
    }
    guard let table = session.last, let statement = log.lastTable else {
      presenter.say(Words(en: "there is no result yet", vi: "chưa có kết quả nào"))
      return
    }
    switch DrillDown.query(row, of: table, statement: statement, in: session) {
    case .success(let query):
      try Descriptor.writeOutput(query + "\n")
      try prompt(SourceText(query))
    case .failure(let problem): presenter.say(problem.words)
    }
  }

  /// `.history [n]`: the last statements, the newest below.
  func history(_ argument: String) throws {
    let count = argument.isEmpty ? 20 : Int(argument) ?? 0
    guard count > 0 else {
      presenter.say(
        Words(en: ".history takes a number of statements", vi: ".history nhận số câu lệnh"))
      return
    }
    let entries = History.standard().entries()
    var text = ""
    for (index, entry) in entries.enumerated().suffix(count) {
      let number = String(index + 1)
      let indent = String(repeating: " ", count: max(0, 5 - number.count))
      let body = entry.split(separator: "\n", omittingEmptySubsequences: false).joined(
        separator: "\n" + String(repeating: " ", count: 7))
      text += indent + number + "  " + body + "\n"
    }
    try presenter.page(text)
  }

  /// Runs a check whose refusal is a sentence at the prompt.
  func refusing(_ path: String, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let diagnostic as Diagnostic {
      throw FileError(path, .malformed(diagnostic.message(in: session.settings.lang)))
    }
  }
}
