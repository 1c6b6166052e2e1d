import Language
package import Services
package import Workspace

/// Finds what is wrong with a report without running it.
package struct ReportCheck {
  private let session: Session
  private let file: ReportFile
  private var found = Checker.Report()
  private var late: [ReportFile.Hole] = []

  /// Everything that can be found wrong with a report, in the order of its text.
  /// - Parameter session: what the report will run in; it stays as it is.
  package static func report(_ file: ReportFile, in session: Session) -> Checker.Report {
    var check = ReportCheck(session.sketch(), file)
    check.found.diagnostics = file.diagnostics
    if file.diagnostics.hasErrors { check.found.status = .queryFailed }
    check.failing { session, file in try ReportRun.prepare(session, file) }
    check.look(at: file.parts)
    check.lookAtLate()
    for range in file.frontMatter.ranges {
      check.look(at: ReportFile.parts(of: range, in: file.source))
    }
    check.lookAtLate()
    if file.frontMatter.isDecree30, let range = file.frontMatter.texts["date"],
      !file.source[range].contains("{"),
      let problem = Diagnostic.decreeDate(file.source[range], at: range)
    {
      check.found.diagnostics.append(problem)
      check.found.status = .queryFailed
    }
    check.failing { session, file in
      let text = ReportCheck.text(file.parts, in: file.source)
      _ = try AuthorPictures.read(text, of: file, in: session, placeholder: placeholder)
    }
    check.found.diagnostics.sort { $0.range.start < $1.range.start }
    return check.found
  }

  private init(_ session: Session, _ file: ReportFile) {
    self.session = session
    self.file = file
  }

  /// Stands for a value that is not known yet.
  private static let placeholder: Character = "\u{FFFC}"

  /// The author's text, both branches of conditions included.
  private static func text(_ parts: [ReportFile.Part], in source: SourceText) -> String {
    parts.map { part in
      switch part {
      case .text(let range): source[range]
      case .value: String(placeholder)
      case .fence: "\n\n"
      case .choice(_, let then, let otherwise): text(then, in: source) + text(otherwise, in: source)
      }
    }.joined()
  }

  private mutating func look(at parts: [ReportFile.Part]) {
    for part in parts {
      switch part {
      case .text: break
      case .value(let hole): lookOrWait(hole)
      case .fence(let fence):
        let source = file.source.blank(outside: fence.statements)
        let (script, diagnostics) = Parser.parse(script: source)
        found.diagnostics += diagnostics.filter { $0.severity != .note }
        if diagnostics.hasErrors { found.status = .queryFailed }
        // What statements define takes effect for what follows.
        let own = Checker(inPlace: session).check(script, in: source)
        found.diagnostics += own.diagnostics
        found.open += own.open
        if found.status == .success { found.status = own.status }
        if let title = fence.options.title {
          look(at: ReportFile.parts(of: title, in: file.source))
        }
      case .choice(let condition, let then, let otherwise):
        lookOrWait(condition)
        look(at: then)
        look(at: otherwise)
      }
    }
  }

  private mutating func lookOrWait(_ hole: ReportFile.Hole) {
    if ReportValue.unknownNames(hole.expression, of: file.source, in: session).isEmpty {
      look(at: hole)
    } else {
      late.append(hole)
    }
  }

  /// What waited for names that stand further down.
  private mutating func lookAtLate() {
    for hole in late { look(at: hole) }
    late = []
  }

  private mutating func look(at hole: ReportFile.Hole) {
    failing { session, file in try ReportValue.check(hole, of: file.source, in: session) }
  }

  private mutating func failing(_ body: (Session, ReportFile) throws -> Void) {
    do {
      try body(session, file)
    } catch let failure as StatementFailure {
      found.diagnostics += failure.diagnostics
      if found.status == .success { found.status = failure.status }
    } catch {
      found.diagnostics.append(Session.unforeseen(error, at: file.source.range))
      if found.status == .success { found.status = .queryFailed }
    }
  }
}
