import Columns
import Execution
import Files
import Functions
import Glibc
public import Language
import Planning
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
  private var values: [String: Value] = [:]
  private var functions: [String: UserFunction] = [:]
  /// The last result, for `_` and `.last`.
  public private(set) var last: Table?
  /// Whether `_` may be used: at the prompt, not in files.
  public var isInteractive = false
  /// Parameters from the command line, as they were typed; consumed by `param`.
  public var given: [String: String] = [:]
  /// Asked while a query runs: why to stop, if at all.
  public var stop: @Sendable () -> Stopped? = { nil }
  /// Receives the tables of `peek` while a statement runs.
  public var onPeek: ((Table, String?) throws -> Void)?
  /// The folders of the files being included, outermost first, against loops.
  private var including: [String] = []
  private var exports: [String] = []

  public init(_ settings: Settings) { self.settings = settings }

  /// Makes the tables of a catalogue folder known.
  public func openCatalogue(_ folder: String) throws {
    tables.add(try DataPackage(folder: folder))
  }

  /// The files written so far.
  public var exported: [String] { exports }

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

  private func respond(to statement: Statement, in source: SourceText) throws -> Response {
    Memory.limit = settings.memory ?? Int.max
    switch statement.kind {
    case .pipeline(let pipeline):
      let start = Session.clock()
      let (table, notes) = try run(pipeline)
      last = table
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
    case .export, .as, .assert: true
    default: false
    }
  }

  private func run(_ pipeline: Pipeline) throws -> (Table, [Diagnostic]) {
    let bound = try binder().bind(pipeline)
    guard let plan = bound.plan else {
      throw StatementFailure(bound.diagnostics.filter(\.isError))
    }
    let context = self.context()
    let table = try Executor(context).run(Optimizer.standard.optimize(plan))
    return (table, bound.diagnostics + fileNotes(pipeline.range) + context.notes)
  }

  private func binder() -> Binder { Binder(catalog: self, today: settings.today) }

  private static func clock() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  /// What the executor hands out while it runs, to be taken in by the session.
  private final class Outbox: @unchecked Sendable {
    let session: Session
    init(_ session: Session) { self.session = session }
  }

  private func context() -> QueryContext {
    let outbox = Outbox(self)
    return QueryContext(
      threads: settings.threads, today: settings.today, collation: settings.collation, stop: stop,
      peek: { table, label in try outbox.session.onPeek?(table, label) },
      tap: { table, tap, range in try outbox.session.take(table, tap, range) },
      now: { Session.clock() })
  }

  private func take(_ table: Table, _ tap: LogicalPlan.Tap, _ range: SourceRange) throws {
    switch tap {
    case .keep(let name): tables.set(name, CatalogTable(name: name, table: table))
    case .export(let path, let options):
      let stop = self.stop
      try Exporter(threads: settings.threads) { if let reason = stop() { throw reason } }
        .export(table, path: path, options: options, range: range)
      exports.append(path)
    case .chart: break
    }
  }

  private func fileNotes(_ range: SourceRange) -> [Diagnostic] {
    tables.takeNotes().map { note in
      Diagnostic(.note, code: note.code, Words(en: note.en, vi: note.vi), at: range)
    }
  }

  // MARK: Definitions

  private func define(_ name: Name, _ value: LetValue) throws -> Response {
    let text = TextNormalization.normalizeNFC(name.text)
    switch value {
    case .value(let expression):
      let (value, diagnostics) = binder().constant(expression)
      guard let value else { throw StatementFailure(diagnostics.filter(\.isError)) }
      values[text] = value
      return .done(notes: [])
    case .pipeline(let pipeline, let isBareName):
      if isBareName, case .name(let other) = pipeline.source.kind, let known = values[other.text] {
        values[text] = known
        return .done(notes: [])
      }
      let (table, notes) = try run(pipeline)
      tables.set(text, CatalogTable(name: text, table: table))
      return .done(notes: notes)
    }
  }

  private func declare(_ name: Name, _ type: Name?, _ defaultValue: Expr?) throws {
    let text = TextNormalization.normalizeNFC(name.text)
    var wanted: DataType?
    if let type {
      guard let known = DataType(rawValue: type.text.lowercased()), known != .null,
        known != .duration
      else {
        throw StatementFailure([
          Diagnostic(
            code: "E0704",
            Words(en: "there is no type `\(type.text)`", vi: "không có kiểu `\(type.text)`"),
            at: type.range,
            fix: Words(
              en: "types: int, float, text, bool, date, timestamp",
              vi: "các kiểu: int, float, text, bool, date, timestamp"))
        ])
      }
      wanted = known
    }
    var value: Value?
    if let defaultValue {
      let (known, diagnostics) = binder().constant(defaultValue)
      guard let known else { throw StatementFailure(diagnostics.filter(\.isError)) }
      value = known
      if wanted == nil, known.type != .null { wanted = known.type }
    }
    if let typed = given[text] {
      guard let read = Session.value(typed, as: wanted ?? .text) else {
        throw StatementFailure(
          [
            Diagnostic(
              code: "E0705",
              Words(
                en: "parameter `\(text)` wants \((wanted ?? .text).rawValue), \"\(typed)\" is none",
                vi: "tham số `\(text)` cần \((wanted ?? .text).rawValue), \"\(typed)\" không phải"),
              at: name.range)
          ], status: .usage)
      }
      value = read
    }
    guard let value else {
      throw StatementFailure(
        [
          Diagnostic(
            code: "E0706",
            Words(
              en: "parameter `\(text)` has no value", vi: "tham số `\(text)` chưa có giá trị"),
            at: name.range,
            fix: Words(en: "give it with -p \(text)=…", vi: "hãy cho bằng -p \(text)=…"))
        ], status: .usage)
    }
    if let wanted, value.type != .null, wanted != value.type,
      !(wanted == .float && value.type == .int)
    {
      throw StatementFailure(
        [
          Diagnostic(
            code: "E0705",
            Words(
              en:
                "parameter `\(text)` wants \(wanted.rawValue), its default is \(value.type.rawValue)",
              vi:
                "tham số `\(text)` cần \(wanted.rawValue), giá trị mặc định là \(value.type.rawValue)"
            ),
            at: name.range)
        ], status: .usage)
    }
    values[text] = value
  }

  /// A text from the command line as a value of a type.
  static func value(_ text: String, as type: DataType) -> Value? {
    switch type {
    case .int: return Int64(text).map { .int($0) }
    case .float:
      if let exact = Decimal64.parse(text) { return exact }
      return Double(text).map { .double($0) }
    case .bool: return text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
    case .text: return .text(TextNormalization.normalizeNFC(text))
    case .date: return Binder.readDate(text).map { .date($0) }
    case .timestamp:
      return Binder.readDate(text).map { .timestamp(Int64($0) * Calendar.microsecondsPerDay) }
    case .null, .duration: return nil
    }
  }

  private func include(_ path: TextLiteral) throws -> Response {
    guard !including.contains(path.text) else {
      throw StatementFailure([
        Diagnostic(
          code: "E0707",
          Words(
            en: "\(path.text) includes itself", vi: "\(path.text) tự gộp chính nó"), at: path.range)
      ])
    }
    including.append(path.text)
    defer { including.removeLast() }
    let source = try Script.source(path.text)
    let (script, diagnostics) = Parser.parse(script: source)
    if diagnostics.hasErrors {
      throw StatementFailure(diagnostics.filter(\.isError).map { located($0, source, path) })
    }
    var notes: [Diagnostic] = []
    for statement in script.statements {
      do {
        if case .done(let own) = try evaluate(statement, in: source) { notes += own }
      } catch var failure as StatementFailure {
        failure.diagnostics = failure.diagnostics.map { located($0, source, path) }
        throw failure
      }
    }
    return .done(notes: [])
  }

  /// An error of an included file, told at the `include`, with the place in that file.
  private func located(
    _ diagnostic: Diagnostic, _ source: SourceText, _ path: TextLiteral
  ) -> Diagnostic {
    var copy = diagnostic
    let place = "\(path.text):\(source.position(of: diagnostic.range.start)): "
    copy.words = Words(
      en: place + diagnostic.words.en, vi: place + diagnostic.words.text(in: .vi))
    copy.range = path.range
    copy.labels = []
    return copy
  }

  private static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.split(separator: ".").first.map(String.init) ?? name
  }

  // MARK: Looking at plans

  private func explain(_ mode: ExplainMode, _ pipeline: Pipeline) throws -> String {
    let bound = try binder().bind(pipeline)
    guard let plan = bound.plan else {
      throw StatementFailure(bound.diagnostics.filter(\.isError))
    }
    let better = Optimizer.standard.optimize(plan)
    switch mode {
    case .plan: return better.dump()
    case .analyze:
      let context = self.context()
      let start = Session.clock()
      _ = try Executor(context).run(better)
      let total = Session.clock() - start
      var text = better.dump() + "\n"
      for entry in context.profile {
        let name = entry.detail.isEmpty ? entry.step : "\(entry.step) (\(entry.detail))"
        text += "\(Session.milliseconds(entry.seconds))  \(entry.rows) rows  \(name)\n"
      }
      return text + "\(Session.milliseconds(total))  in all\n"
    case .sql:
      throw StatementFailure([
        Diagnostic(
          code: "E0590",
          Words(
            en: "`explain sql` is not in this version yet",
            vi: "`explain sql` chưa có trong phiên bản này"), at: pipeline.range)
      ])
    }
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let text = String(Double((seconds * 100_000).rounded()) / 100)
    return String(repeating: " ", count: max(0, 10 - text.count)) + text + " ms"
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
      return [
        Diagnostic(code: "E0699", Words(en: "\(error)", vi: "\(error)"), at: statement.range)
      ]
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
      for name in kept { tables.set(name, CatalogTable(name: name, table: empty)) }
    }
    return bound.diagnostics
  }
}

extension Session: Catalog {
  private var readOptions: ReadOptions {
    var options = ReadOptions()
    options.threads = settings.threads
    let stop = self.stop
    options.isCancelled = { stop() != nil }
    options.normalize = { TextNormalization.normalizeNFC($0) }
    return options
  }

  public func table(named name: String) throws -> CatalogTable? {
    try tables.table(name, readOptions)
  }

  public var tableNames: [String] { tables.names }

  public func file(
    _ path: TextLiteral, options: [FileOption], needed: Set<String>?
  ) throws -> CatalogTable {
    var reader = FileOptions(binder())
    var read = reader.read(options, into: readOptions)
    if !reader.diagnostics.isEmpty { throw StatementFailure(reader.diagnostics) }
    read.columns = needed
    do {
      return try tables.file(path.text, read, key: options.map { "\($0.name.text)=\($0.value)" })
    } catch let error as FileError {
      throw StatementFailure(
        [Session.diagnostic(error, at: path.range)],
        status: error.isInputOutput ? .file : .queryFailed)
    }
  }

  public func lastResult() throws -> CatalogTable? {
    guard isInteractive, let last else { return nil }
    return CatalogTable(name: "_", table: last)
  }

  public func parameter(named name: String) -> Value? {
    values[TextNormalization.normalizeNFC(name)]
  }

  public var parameterNames: [String] { values.keys.sorted() }

  public func function(named name: String) -> UserFunction? { functions[name] }

  public func evaluate(_ plan: LogicalPlan) throws -> Table {
    try Executor(context()).run(Optimizer.standard.optimize(plan))
  }
}

extension Session {
  /// A file's error as a diagnostic at the place that named the file.
  static func diagnostic(_ error: FileError, at range: SourceRange) -> Diagnostic {
    let english = error.words(vietnamese: false)
    let vietnamese = error.words(vietnamese: true)
    var place = ""
    if let line = error.line { place = "\(error.path):\(line): " }
    var placeVi = place
    if let column = error.column {
      place += "column `\(column)`: "
      placeVi += "cột `\(column)`: "
    }
    var labels: [Diagnostic.Label] = []
    if let excerpt = error.excerpt {
      labels.append(.init(range, Words(en: excerpt, vi: excerpt)))
    }
    if case .notFound = error.kind, let near = Folder.nearest(to: error.path) {
      return Diagnostic(
        code: "E0710", Words(en: english.message, vi: vietnamese.message), at: range,
        fix: Words(en: "did you mean \"\(near)\"?", vi: "có phải bạn muốn nói \"\(near)\"?"),
        replacement: "\"\(near)\"")
    }
    return Diagnostic(
      code: "E0710",
      Words(en: place + english.message, vi: placeVi + vietnamese.message), at: range,
      labels: labels,
      fix: english.advice.map { Words(en: $0, vi: vietnamese.advice ?? $0) })
  }

  static func diagnostic(_ failure: AssertionFailure) -> Diagnostic {
    let what = failure.message.map { ": \($0)" } ?? ""
    return Diagnostic(
      code: "E0680",
      Words(
        en: "assertion failed\(what) (\(failure.failed) of \(failure.total) rows)",
        vi: "khẳng định không đúng\(what) (\(failure.failed) trên \(failure.total) dòng)"),
      at: failure.range)
  }

  static func diagnostic(_ failure: MemoryLimitExceeded, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0610",
      Words(
        en: "this needs more memory than the limit of \(failure.limit >> 20) MiB",
        vi: "cần nhiều bộ nhớ hơn giới hạn \(failure.limit >> 20) MiB"), at: range,
      fix: Words(
        en: "name fewer columns, or raise the limit: set memory 8GB",
        vi: "dùng ít cột hơn, hoặc tăng giới hạn: set memory 8GB"))
  }
}

enum BinderMessagesForSession {
  static func constantWanted(at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0512",
      Words(en: "a constant is needed here", vi: "ở đây cần một hằng số"), at: range)
  }
}

extension Decimal64 {
  /// `82.96` as an exact decimal.
  static func parse(_ text: String) -> Value? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...maxScale).contains(parts[1].count),
      parts[1].allSatisfy({ $0.isASCII && $0.isNumber }),
      let unscaled = Int64(parts[0] + parts[1])
    else { return nil }
    return .decimal(unscaled, scale: parts[1].count)
  }
}
