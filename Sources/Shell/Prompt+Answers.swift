import Columns
import Language
import Planning
import Services
import Sources
import Workspace

/// What the prompt does with a text: statements, commands, queries of other languages.
extension Prompt {
  /// Carries out a text, which may hold several statements and commands: all of it, or none where a
  /// part cannot be right.
  @discardableResult
  func evaluate(_ source: SourceText) throws -> Commands.Outcome {
    let (script, diagnostics) = Parser.parse(script: source, mode: .prompt)
    if diagnostics.hasErrors {
      log.hasFailed = true
      if let outcome = ForeignQueries.look(at: source.text, in: session) {
        try answer(outcome, to: source)
        return .carryOn
      }
      presenter.show(diagnostics, in: source)
      sayNothingRan(script)
      return .carryOn
    }
    presenter.show(diagnostics, in: source)
    guard isRight(script, in: source) else { return .carryOn }
    for (index, statement) in script.statements.enumerated() {
      if case .shellCommand(let word, let rest, restRange: _) = statement.kind {
        let outcome = try commands.run(word.text.lowercased(), rest) { try self.evaluate($0) }
        if outcome == .quit { return .quit }
        continue
      }
      do {
        try run(statement, in: source)
      } catch let failure as StatementFailure {
        log.hasFailed = true
        // A function of another language, among words that are read here too.
        if failure.diagnostics.contains(where: { $0.code == "E0505" }),
          case .translated? = ForeignQueries.look(at: source[statement.range], in: session),
          let outcome = ForeignQueries.look(at: source[statement.range], in: session)
        {
          try answer(outcome, to: source)
          return .carryOn
        }
        presenter.show(failure, in: source)
        sayWhatDidNotRun(index, of: script.statements.count)
        break
      }
    }
    return .carryOn
  }

  private func run(_ statement: Statement, in source: SourceText) throws {
    var notes: [Diagnostic] = []
    var hasAnswer = false
    try presenter.watching {
      try session.run(statement, in: source) { effect in
        switch effect {
        case .table(let table, spare: _, seconds: _):
          hasAnswer = true
          log.lastTable = whole(statement, in: source)
          if let file = log.output { return try write(table, to: file) }
        case .note(let note): notes.append(note)
        default: break
        }
        try presenter.show(effect, in: source)
      }
    }
    if hasAnswer { log.notes = notes }
    log.script.add(statement, in: source)
    if case .load(let path, options: _, let name) = statement.kind {
      sayWhatWasLoaded(name?.text ?? Session.stem(path.text))
    }
    if case .connect(_, let name, _) = statement.kind { sayWhatWasConnected(name.text) }
  }

  /// A statement as it gives the same by itself: one that goes on from the last result has the query of
  /// that in front.
  private func whole(_ statement: Statement, in source: SourceText) -> SourceText {
    let own = SourceText(source[statement.range])
    guard case .pipeline(let pipeline) = statement.kind, case .last = pipeline.source.kind,
      let before = log.lastTable
    else { return own }
    let steps = source[SourceRange(pipeline.source.range.end, pipeline.range.end)]
    return SourceText(before.text + " " + String(steps.drop { $0.isWhitespace }))
  }

  /// A result for the file of `.once` or `.output`.
  private func write(_ table: Table, to file: ResultFile) throws {
    if file.isOnce { log.output = nil }
    presenter.tell(try file.write(table, session) { presenter.drawn($0) })
    presenter.tell(written: file.path, table.rowCount)
  }

  // MARK: All or nothing

  /// Whether nothing wrong is found with the statements of a block before the first of them runs.
  private func isRight(_ script: SyntaxScript, in source: SourceText) -> Bool {
    guard script.statements.count > 1 else { return true }
    // What a command changes is known when it has run: what follows it is looked at then.
    var looked: [Statement] = []
    for statement in script.statements {
      guard case .shellCommand(let word, _, restRange: _) = statement.kind else {
        looked.append(statement)
        continue
      }
      let name = word.text.lowercased()
      if ["open", "run", "cd"].contains(name) { break }
      if Commands.named(name) == nil {
        commands.sayUnknown(name)
        sayNothingRan(script)
        return false
      }
    }
    let report = presenter.watching {
      Checker(session).check(SyntaxScript(looked), in: source)
    }
    guard report.diagnostics.hasErrors else { return true }
    log.hasFailed = true
    presenter.show(report.diagnostics.filter(\.isError), in: source)
    sayNothingRan(script)
    return false
  }

  private func sayNothingRan(_ script: SyntaxScript) {
    let count = script.statements.count
    guard count > 1 else { return }
    presenter.say(
      Words(
        en: "none of the \(count) statements was run",
        vi: "không câu lệnh nào trong \(count) câu được chạy"))
  }

  private func sayWhatDidNotRun(_ index: Int, of count: Int) {
    let left = count - index - 1
    guard left > 0 else { return }
    presenter.say(
      Words(
        en: "stopped at statement \(index + 1) of \(count); "
          + "\(left) \(left == 1 ? "was" : "were") not run",
        vi: "dừng ở câu lệnh \(index + 1) trên \(count); \(left) câu không được chạy"))
  }

  // MARK: Other languages

  /// The same query in the words used here, laid ready for the next line.
  private func answer(_ outcome: Translation.Outcome, to source: SourceText) throws {
    guard case .translated(let found) = outcome else {
      presenter.show([ForeignQueries.diagnostic(outcome, in: source)], in: source)
      return
    }
    editor?.offer(found.text)
    try presenter.show(found)
  }

  // MARK: Tables

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
