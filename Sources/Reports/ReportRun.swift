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
  /// Titles of fences whose names are known only further down, by the place of their block.
  private var lateTitles: [Int: SourceRange] = [:]
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
    for (place, title) in run.lateTitles { try run.fill(title, at: place) }
    try run.fillFrontMatter()
    try run.takePictures()
    return run.document
  }

  init(_ session: Session, _ file: ReportFile) {
    self.session = session
    self.file = file
    document = ReportDocument(lang: file.frontMatter.lang ?? session.settings.written)
    let name = file.source.name
    document.folder = name.lastIndex(of: "/").map { String(name[...$0]) } ?? ""
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
    let first = document.pieces.count
    for statement in script.statements {
      do {
        try session.run(statement, in: source) { effect in
          if failure != nil { return }
          if case .note(let note) = effect { try told(note) }
          if !fence.options.isHidden { add(effect, fence.options) }
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
    if let title = fence.options.title, failure == nil, let place = untitled(from: first) {
      if unknownNames(in: ReportFile.parts(of: title, in: file.source)) {
        lateTitles[place] = title
      } else {
        try fill(title, at: place)
      }
    }
    if fence.options.hasQuery, !fence.options.isHidden, failure == nil {
      let text = file.source[fence.statements]
      document.pieces.append(
        .block(.query(text.hasSuffix("\n") ? String(text.dropLast()) : text)))
    }
  }

  private mutating func add(_ effect: Effect, _ options: FenceOptions) {
    switch effect {
    case .table(let table, spare: _, seconds: _): add(table, options, title: nil)
    case .peek(let table, let label): add(table, options, title: label)
    case .chart(let chart, _):
      document.pieces.append(.block(.chart(chart.spelled(), title: chart.title)))
    case .text(let text): document.pieces.append(.block(.text(text)))
    case .note(let note): document.add(note: note.message(in: document.lang))
    case .wrote: break
    }
  }

  private mutating func add(_ table: Table, _ options: FenceOptions, title: String?) {
    document.pieces.append(
      .block(
        .table(
          .init(
            table, title: title, upTo: options.rows ?? ReportRun.usualRows,
            number: document.tables.count + 1))))
  }

  /// The place of the first table or chart from a piece on that takes the title of its fence: a look at
  /// a step (`peek`) keeps a name of its own.
  private func untitled(from first: Int) -> Int? {
    document.pieces[first...].indices.first { place in
      switch document.pieces[place] {
      case .block(.table(let table)): table.title == nil
      case .block(.chart): true
      default: false
      }
    }
  }

  /// Puts the title of a fence, its values filled in, over a block.
  private mutating func fill(_ title: SourceRange, at place: Int) throws {
    let text = try plain(title)
    switch document.pieces[place] {
    case .block(.table(var table)):
      table.title = text
      document.pieces[place] = .block(.table(table))
    case .block(.chart(let chart, title: _)):
      document.pieces[place] = .block(.chart(chart, title: text))
    default: break
    }
  }

  // MARK: Values

  /// Whether a value of some parts is called by a name that nothing has so far.
  private func unknownNames(in parts: [ReportFile.Part]) -> Bool {
    parts.contains { part in
      switch part {
      case .text, .fence: false
      case .value(let hole): isLate(hole)
      case .choice(let condition, let then, let otherwise):
        isLate(condition) || unknownNames(in: then + otherwise)
      }
    }
  }

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
    document.title = try file.frontMatter.title.map(plain)
    for (key, range) in file.frontMatter.texts { document.texts[key] = try plain(range) }
    if document.isDecree30, let range = file.frontMatter.texts["date"],
      let problem = Diagnostic.decreeDate(document.texts["date"] ?? "", at: range)
    {
      throw StatementFailure([problem])
    }
    document.recipients = try file.frontMatter.recipients.map(plain)
  }

  /// Reads the author's pictures.
  private mutating func takePictures() throws {
    let text = document.pieces.map { piece in
      if case .markdown(let own) = piece { own } else { "\n\n" }
    }.joined()
    document.pictures = try AuthorPictures.read(text, of: file, in: session)
  }

  /// A text that is no Markdown, its values filled in.
  private func plain(_ range: SourceRange) throws -> String {
    try plain(ReportFile.parts(of: range, in: file.source))
  }

  private func plain(_ parts: [ReportFile.Part]) throws -> String {
    try parts.map { part in
      switch part {
      case .text(let range): ReportRun.unescaped(file.source[range])
      case .value(let hole):
        try ReportValue(hole, of: file.source, in: session)
          .text(digits: hole.digits, lang: document.lang)
      case .choice(let condition, let then, let otherwise):
        try plain(try holds(condition) ? then : otherwise)
      case .fence: ""
      }
    }.joined()
  }

  /// Braces and quotes that are only text stand behind a backslash.
  private static func unescaped(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped, !"{}\"\\".contains(character) { result.append("\\") }
      isEscaped = character == "\\" && !isEscaped
      if !isEscaped { result.append(character) }
    }
    return isEscaped ? result + "\\" : result
  }
}

extension Diagnostic {
  /// What is wrong with the date of an administrative document; nil for nothing.
  static func decreeDate(_ text: String, at range: SourceRange) -> Diagnostic? {
    if DecreeForm.isDate(text) { return nil }
    return Diagnostic(
      code: "E0743",
      Words(
        en: "the date of the form nd30 is a day, which `\(text)` is not",
        vi: "ngày của mẫu nd30 phải là một ngày, còn `\(text)` thì không"), at: range,
      fix: Words(
        en: "write 05/11/2025 or 2025-11-05, or in words: ngày … tháng 11 năm 2025",
        vi: "hãy ghi 05/11/2025 hoặc 2025-11-05, hoặc bằng chữ: ngày … tháng 11 năm 2025"))
  }

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
