public import Columns
public import Display
import Engines
import Functions
import Glibc
public import Language
import Planning
import Sources
import Synchronization

/// Tables, parameters, functions and settings, and the evaluation of statements: the whole program
/// but for its looks.
///
/// A statement goes through here: names resolved and types checked (`Binder`), the plan improved
/// (`Optimizer`), answered (`Executor`), and handed back as a `Response`.
public final class Session {
  public var settings: Settings
  let tables = Tables()
  /// The values of `let`, `param` and `-p`.
  var values: [String: Value] = [:]
  var functions: [String: UserFunction] = [:]
  /// The last result, for `_` and `.last`.
  public private(set) var last: Table?
  /// What is known of the dataset that the last result's rows are from.
  private(set) var lastInfo: DatasetInfo?
  /// The columns of the newest result that a narrow view leaves out first.
  private(set) var spare = SpareColumns()
  /// Whether `_` may be used: at the prompt, not in files.
  public var isInteractive = false
  /// Whether lines of a file that cannot be kept are an error rather than a note: where nobody looks
  /// on.
  public var failsOnRejected = false
  /// Parameters from the command line, as they were typed; consumed by `param`.
  public var given: [String: String] = [:]
  /// Asked while a query runs: why to stop, if at all.
  public var stop: @Sendable () -> Stopped? = { nil }
  /// Told how far a long statement is; nil where nobody looks.
  public var progress: Progress?
  /// Receives the tables of `peek` while a statement runs.
  public var onPeek: ((Table, String?) throws -> Void)?
  /// Draws the charts of a statement while it runs.
  public var onChart: ((Chart, ChartLook) throws -> Void)?
  /// The folders of the files being included, outermost first, against loops.
  var including: [String] = []
  var summary = RunSummary()
  /// The files that may be touched.
  var access = FileAccess()

  public init(_ settings: Settings) { self.settings = settings }

  /// Makes the tables of a catalogue folder known.
  public func openCatalogue(_ folder: String) throws {
    tables.add(try DataPackage(folder: folder))
  }

  /// The files written so far.
  public var exported: [String] { summary.written.map(\.path) }

  // MARK: Statements

  /// Carries out one statement of `source`.
  public func evaluate(_ statement: Statement, in source: SourceText) throws -> Response {
    do {
      return try respond(to: statement, in: source)
    } catch let failure as StatementFailure {
      throw failure
    } catch let diagnostic as Diagnostic {
      throw StatementFailure([diagnostic])
    } catch let error as FileError {
      throw StatementFailure(
        [Session.diagnostic(error, at: statement.range)],
        status: error.isInputOutput ? .file : .queryFailed)
    } catch let failure as AssertionFailure {
      throw StatementFailure(
        [Session.diagnostic(failure)], rows: failure.rows, status: .assertionFailed)
    } catch let failure as MemoryLimitExceeded {
      throw StatementFailure([Session.diagnostic(failure, at: statement.range)])
    } catch is ReadCancelled {
      throw stopped(stop() ?? .interrupted, at: statement.range)
    } catch let reason as Stopped {
      throw stopped(reason, at: statement.range)
    }
  }

  private func stopped(_ reason: Stopped, at range: SourceRange) -> StatementFailure {
    let words =
      reason == .timedOut
      ? Words(en: "stopped: the time is over", vi: "đã dừng: hết thời gian")
      : Words(en: "cancelled", vi: "đã hủy")
    return StatementFailure(
      [Diagnostic(code: "E0690", words, at: range)],
      status: reason == .timedOut ? .timedOut : .interrupted)
  }

  func respond(to statement: Statement, in source: SourceText) throws -> Response {
    Memory.limit = settings.memory ?? Int.max
    switch statement.kind {
    case .pipeline(let pipeline):
      let start = Session.clock()
      let (table, info, notes) = try run(pipeline)
      last = table
      lastInfo = info
      summary.assertions += pipeline.steps.count {
        if case .assert = $0.kind { true } else { false }
      }
      if Session.isSilent(pipeline) { return .done(notes: notes) }
      return .table(table, notes: notes, seconds: Session.clock() - start)
    case .let(let name, let value): return try define(name, value)
    case .def(let name, let parameters, let body):
      functions[name.text] = UserFunction(name: name.text, parameters: parameters, body: body)
      return .done(notes: [])
    case .param(let name, let type, let defaultValue):
      try declare(name, type, defaultValue)
      return .done(notes: [])
    case .load(let path, let options, let name):
      let path = try resolved(path)
      let table = try file(path, options: options, needed: nil)
      let own = name?.text ?? Session.stem(path.text)
      tables.set(own, CatalogTable(name: own, table: table.table))
      return .done(notes: fileNotes(statement.range))
    case .include(let path): return try include(path)
    case .set(let option, let value):
      guard let given = binder().value(value) else {
        throw StatementFailure([BinderMessagesForSession.constantWanted(at: value.range)])
      }
      if let words = settings.set(option.text.lowercased(), to: given) {
        throw StatementFailure([Diagnostic(code: "E0703", words, at: option.range)])
      }
      return .done(notes: [])
    case .explain(let mode, let pipeline): return .text(try explain(mode, pipeline))
    case .shellCommand, .invalid: return .done(notes: [])
    }
  }

  /// A pipeline that ends by writing or keeping its result shows nothing more.
  private static func isSilent(_ pipeline: Pipeline) -> Bool {
    switch pipeline.steps.last?.kind {
    case .export, .as, .assert, .chart: true
    default: false
    }
  }

  /// What a pipeline gives, and the dataset that it is still rows of.
  func run(
    _ pipeline: Pipeline
  ) throws -> (table: Table, info: DatasetInfo?, notes: [Diagnostic]) {
    let bound = try binder().bind(pipeline)
    guard let plan = bound.plan else {
      throw StatementFailure(bound.diagnostics.filter(\.isError))
    }
    spare = spareColumns(of: pipeline)
    let context = self.context()
    let table = try Executor(context).run(Optimizer.standard.optimize(plan))
    if case .as(let name)? = pipeline.steps.last?.kind {
      let own = TextNormalization.normalizeNFC(name.text)
      tables.set(own, CatalogTable(name: own, table: table, info: bound.info))
    }
    return (table, bound.info, bound.diagnostics + fileNotes(pipeline.range) + context.notes)
  }

  /// A path with the text of the parameter that stands for it.
  private func resolved(_ path: TextLiteral) throws -> TextLiteral {
    guard path.parameter != nil else { return path }
    let binder = self.binder()
    let text = binder.pathText(path)
    let errors = binder.found
    if !errors.isEmpty { throw StatementFailure(errors) }
    return TextLiteral(text, range: path.range)
  }

  func binder() -> Binder { Binder(catalog: self, today: settings.today) }

  /// Seconds on a clock that only goes forward.
  static func clock() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  /// What the executor hands out while it runs, to be taken in by the session.
  private final class Outbox: @unchecked Sendable {
    let session: Session
    init(_ session: Session) { self.session = session }
  }

  func context() -> QueryContext {
    let outbox = Outbox(self)
    return QueryContext(
      threads: settings.threads, today: settings.today, collation: settings.collation, stop: stop,
      peek: { table, label in try outbox.session.onPeek?(table, label) },
      tap: { table, tap, range in try outbox.session.take(table, tap, range) },
      now: { Session.clock() }, progress: progress)
  }

  private func take(_ table: Table, _ tap: LogicalPlan.Tap, _ range: SourceRange) throws {
    switch tap {
    case .keep(let name): tables.set(name, CatalogTable(name: name, table: table))
    case .export(let path, let options):
      try access.checkWriting(path.text, at: path.range)
      let stop = self.stop
      try Session.writing(at: path.range) {
        try Exporter(threads: settings.threads, progress: progress) {
          if let reason = stop() { throw reason }
        }
        .export(table, path: path.text, options: options, range: range)
      }
      summary.written.append((path.text, table.rowCount))
    case .chart(let request): try draw(table, request, range)
    }
  }

  /// Errors of a file that is written belong to its path, not to the statement.
  static func writing(at range: SourceRange, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as FileError {
      throw StatementFailure(
        [Session.diagnostic(error, at: range)],
        status: error.isInputOutput ? .file : .queryFailed)
    }
  }

  func fileNotes(_ range: SourceRange) -> [Diagnostic] {
    tables.takeNotes().map { note in
      Diagnostic(.note, code: note.code, Words(en: note.en, vi: note.vi), at: range)
    }
  }

  /// Everything that can be found wrong with a statement without running it; definitions take
  /// effect, so that later statements can be checked against them.
  public func check(_ statement: Statement, in source: SourceText) -> [Diagnostic] {
    do {
      switch statement.kind {
      case .pipeline(let pipeline), .explain(_, let pipeline):
        return try checked(pipeline, keepingAs: nil)
      case .let(let name, .pipeline(let pipeline, isBareName: _)):
        return try checked(pipeline, keepingAs: name.text)
      default:
        _ = try evaluate(statement, in: source)
        return []
      }
    } catch let failure as StatementFailure {
      return failure.diagnostics
    } catch let error as FileError {
      return [Session.diagnostic(error, at: statement.range)]
    } catch let error as Diagnostic {
      return [error]
    } catch {
      return [Session.unforeseen(error, at: statement.range)]
    }
  }

  private func checked(_ pipeline: Pipeline, keepingAs name: String?) throws -> [Diagnostic] {
    let bound = try binder().bind(pipeline)
    if let plan = bound.plan {
      let empty = Table(
        fields: plan.fields, columns: plan.fields.map { .nulls($0.type, count: 0) }, rowCount: 0)
      var kept = pipeline.steps.compactMap { step -> String? in
        if case .as(let name) = step.kind { return name.text }
        return nil
      }
      if let name { kept.append(name) }
      for name in kept {
        tables.set(name, CatalogTable(name: name, table: empty, info: bound.info))
      }
    }
    return bound.diagnostics
  }
}
