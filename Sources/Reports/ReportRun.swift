import Columns
import Display
import Functions
package import Language
import Planning
import Sources
package import Workspace

/// Runs a report in a session: its statements in order, then the values that stand before what they
/// need.
package struct ReportRun {
  /// Rows of a table that a report shows where nothing is said.
  static let usualRows = 200

  let session: Session
  let file: ReportFile
  var document: ReportDocument
  /// Values and conditions whose names are known only further down, by their place among the pieces.
  private var late: [Int: ReportFile.Part] = [:]
  private var failure: StatementFailure?

  /// Runs the whole report. Throws a `StatementFailure` whose diagnostics stand in the report's source:
  /// all errors of its form, else the first error of a statement or value, else all assertions that do
  /// not hold.
  package static func document(
    _ file: ReportFile, in session: Session,
    told: (Diagnostic) throws -> Void = { _ in }
  ) throws -> ReportDocument {
    let found = file.diagnostics
    if found.hasErrors { throw StatementFailure(found) }
    var run = ReportRun(session, file)
    try prepare(session, file)
    try run.carryOut(file.parts, told)
    if let failure = run.failure { throw failure }
    try run.fillLate()
    try run.fillFrontMatter()
    return run.document
  }

  init(_ session: Session, _ file: ReportFile) {
    self.session = session
    self.file = file
    document = ReportDocument(lang: file.frontMatter.lang ?? session.settings.written)
    document.isDecree30 = file.frontMatter.isDecree30
  }

  /// Sets the language and the parameters of the front matter.
  static func prepare(_ session: Session, _ file: ReportFile) throws {
    session.writesFiles = false
    if let lang = file.frontMatter.lang {
      session.settings.lang = lang
      session.settings.written = lang
      session.settings.collation = lang == .vi ? .vietnamese : nil
    }
    for (name, value) in file.frontMatter.parameters {
      let source = ReportRun.declaration(name, value, in: file.source)
      let (script, diagnostics) = Parser.parse(script: source)
      do {
        if diagnostics.hasErrors { throw StatementFailure(diagnostics.filter(\.isError)) }
        for statement in script.statements { _ = try session.answer(statement, in: source) }
      } catch var failure as StatementFailure {
        // The declaration is made up; what is wrong with it belongs to the line of front matter.
        for place in failure.diagnostics.indices {
          failure.diagnostics[place].range = name.union(value)
          failure.diagnostics[place].edits = []
          failure.diagnostics[place].labels = []
        }
        throw failure
      }
    }
  }

  /// A parameter of the front matter as a statement: numbers and dates as such, all else as text.
  private static func declaration(
    _ name: SourceRange, _ value: SourceRange, in source: SourceText
  ) -> SourceText {
    let text = source[value]
    let isQuoted =
      value.start > 0 && [0x22, 0x27].contains(source.bytes[value.start - 1])
    let isNumber = Int(text) != nil || (Double(text) != nil && text.first?.isNumber == true)
    let isDate = text.count == 10 && Binder.readDate(text) != nil
    let literal =
      if !isQuoted && isNumber { text } else if !isQuoted && isDate { "@\(text)" } else {
        SyntaxText.quoted(text)
      }
    return SourceText("param \(SyntaxText.name(source[name])) = \(literal)", name: source.name)
  }

  // MARK: Parts in order

  private mutating func carryOut(
    _ parts: [ReportFile.Part], _ told: (Diagnostic) throws -> Void
  ) throws {
    for (place, part) in parts.enumerated() {
      switch part {
      case .text(let range):
        document.pieces.append(.markdown(text(range, after: place > 0 ? parts[place - 1] : nil)))
      case .value(let hole):
        if failure != nil { continue }
        if isLate(hole) {
          late[document.pieces.count] = part
          document.pieces.append(.markdown(""))
        } else {
          document.pieces.append(.markdown(try text(of: hole)))
        }
      case .fence(let fence): try carryOut(fence, told)
      case .choice(let condition, let then, let otherwise):
        if failure == nil, isLate(condition) {
          let fences = ReportFile.fences(then) + ReportFile.fences(otherwise)
          if let fence = fences.first {
            throw StatementFailure([.lateCondition(condition.range, fence.range)])
          }
          late[document.pieces.count] = part
          document.pieces.append(.markdown(""))
          continue
        }
        // Statements of either branch may hold assertions, which are asked once one has failed; the
        // condition is not known then.
        if failure != nil { continue }
        try carryOut(try holds(condition) ? then : otherwise, told)
      }
    }
  }

  private mutating func carryOut(
    _ fence: ReportFile.Fence, _ told: (Diagnostic) throws -> Void
  ) throws {
    let source = file.source.blank(outside: fence.statements)
    let (script, diagnostics) = Parser.parse(script: source)
    if diagnostics.hasErrors { throw StatementFailure(diagnostics.filter(\.isError)) }
    var title = fence.options.title
    for statement in script.statements {
      do {
        try session.run(statement, in: source) { effect in
          if failure != nil { return }
          if case .note(let note) = effect { try told(note) }
          if !fence.options.isHidden { add(effect, fence.options, title: &title) }
        }
      } catch let failed as StatementFailure where failed.status == .assertionFailed {
        // The other assertions of the report are asked too.
        session.hasFailedAssertion = true
        if failure == nil {
          failure = failed
        } else {
          failure?.diagnostics += failed.diagnostics
          failure?.rows += failed.rows
        }
      }
    }
    if fence.options.hasQuery, !fence.options.isHidden, failure == nil {
      let text = file.source[fence.statements]
      document.pieces.append(
        .block(.query(text.hasSuffix("\n") ? String(text.dropLast()) : text)))
    }
  }

  /// - Parameter title: the title of the fence, which its first table or chart takes.
  private mutating func add(_ effect: Effect, _ options: FenceOptions, title: inout String?) {
    switch effect {
    case .table(let table, spare: _, seconds: _):
      add(table, options, title: title)
      title = nil
    case .peek(let table, let label):
      add(table, options, title: label ?? title)
      if label == nil { title = nil }
    case .chart(let chart, _):
      document.pieces.append(.block(.chart(chart.spelled(), title: title ?? chart.title)))
      title = nil
    case .text(let text): document.pieces.append(.block(.text(text)))
    case .note(let note): document.add(note: note.message(in: document.lang))
    case .wrote: break
    }
  }

  private mutating func add(_ table: Table, _ options: FenceOptions, title: String?) {
    let shown = min(table.rowCount, options.rows ?? ReportRun.usualRows)
    document.pieces.append(
      .block(
        .table(
          .init(title: title, table: table, shownRows: shown, number: document.tables.count + 1))))
  }

  // MARK: Values

  private func isLate(_ hole: ReportFile.Hole) -> Bool {
    !ReportValue.unknownNames(hole.expression, of: file.source, in: session).isEmpty
  }

  /// The author's words; a percent sign behind a value stays on its line.
  private func text(_ range: SourceRange, after part: ReportFile.Part?) -> String {
    let text = file.source[range]
    guard case .value = part, text.hasPrefix(" %") else { return text }
    return "\u{A0}" + text.dropFirst()
  }

  private func text(of hole: ReportFile.Hole) throws -> String {
    let value = try ReportValue(hole, of: file.source, in: session)
    return MarkdownText.escaped(value.text(digits: hole.digits, lang: document.lang))
  }

  /// Whether a condition is true; a missing value is an error, since neither branch would be right.
  private func holds(_ condition: ReportFile.Hole) throws -> Bool {
    switch try ReportValue(condition, of: file.source, in: session).value {
    case .bool(let answer): return answer
    case .null:
      throw StatementFailure([
        Diagnostic(
          code: "E0742",
          Words(
            en: "this condition has no value: something in it is missing",
            vi: "điều kiện này không có giá trị: trong đó thiếu số liệu"), at: condition.range,
          fix: Words(
            en: "say what holds then, e.g. `coalesce(x > 0, false)`",
            vi: "hãy nói rõ khi đó thế nào, ví dụ `coalesce(x > 0, false)`"))
      ])
    default:
      throw StatementFailure([
        Diagnostic(
          code: "E0742",
          Words(
            en: "a condition is true or false, and this one is neither",
            vi: "điều kiện phải đúng hoặc sai, còn biểu thức này thì không"),
          at: condition.range)
      ])
    }
  }

  private mutating func fillLate() throws {
    for (place, part) in late.sorted(by: { $0.key < $1.key }) {
      document.pieces[place] = .markdown(try filled([part]))
    }
  }

  /// The text of parts without fences.
  private func filled(_ parts: [ReportFile.Part]) throws -> String {
    try parts.enumerated().map { place, part in
      switch part {
      case .text(let range): text(range, after: place > 0 ? parts[place - 1] : nil)
      case .value(let hole): try text(of: hole)
      case .choice(let condition, let then, let otherwise):
        try filled(try holds(condition) ? then : otherwise)
      case .fence: ""
      }
    }.joined()
  }

  /// The texts of the front matter, which are plain text, not Markdown.
  private mutating func fillFrontMatter() throws {
    func plain(_ range: SourceRange) throws -> String {
      try ReportFile.parts(of: range, in: file.source).map { part in
        switch part {
        case .text(let range): file.source[range]
        case .value(let hole):
          try ReportValue(hole, of: file.source, in: session)
            .text(digits: hole.digits, lang: document.lang)
        case .choice, .fence: ""
        }
      }.joined()
    }
    document.title = try file.frontMatter.title.map(plain)
    for (key, range) in file.frontMatter.texts { document.texts[key] = try plain(range) }
    document.recipients = try file.frontMatter.recipients.map(plain)
  }
}

extension Diagnostic {
  fileprivate static func lateCondition(
    _ condition: SourceRange, _ fence: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "E0742",
      Words(
        en: "this condition stands around statements, but its names are known only further down",
        vi: "điều kiện này bao các câu lệnh, nhưng tên trong đó chỉ được biết ở phía sau"),
      at: condition,
      labels: [
        .init(fence, Words(en: "these statements", vi: "các câu lệnh này"))
      ])
  }
}
