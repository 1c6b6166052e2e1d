import Analysis
public import Columns
import Display
import Engines
import Functions
public import Language
package import Planning
import Sources

/// Tables, parameters, functions and settings, and the evaluation of statements: the whole program
/// but for its looks.
///
/// A statement goes through here: its pipeline is bound and run (`Evaluation`), and what it gives
/// comes out as a stream of effects. Two sessions of one process share nothing.
public final class Session {
  public var settings: Settings
  package let tables: Tables
  package let connections: Connections
  /// Asks the person for the password of a connection, by its name and its address; nil where nobody
  /// can be asked.
  public var askPassword: ((_ name: String, _ address: String) -> String?)?
  /// Whether `connect` only takes down where a database is: in the person's own list of connections.
  package var connectsLazily = false
  /// How many rows the last statement received from each database.
  package private(set) var received: [(name: String, rows: Int)] = []
  /// The values of `let`, `param` and `-p`.
  package internal(set) var values: [String: Value] = [:]
  package internal(set) var functions: [String: UserFunction] = [:]
  /// The last result, for `_` and `.last`.
  public var last: Table? { lastSource?.table }
  /// The same with what is known of the dataset that its rows are from.
  var lastSource: MemorySource?
  /// The columns of the newest result that a narrow view leaves out first.
  var spare = SpareColumns()
  /// Whether `_` may be used: at the prompt, not in files.
  public var isInteractive = false
  /// Whether lines of a file that cannot be kept are an error rather than a note: where nobody looks
  /// on.
  public var failsOnRejected = false
  /// Whether nothing is asked of files once the text that runs has ended: then a large one need not keep
  /// rows that no later statement of the text can want.
  public var forgetsRows = false
  /// From which size on, in bytes, a file is that large.
  package var largeFile = FileSource.largeFile
  /// What of the text that runs stands behind the statement at hand.
  private var rest = ""
  /// Parameters from the command line, as they were typed; consumed by `param`.
  public var given: [String: String] = [:]
  /// Asked while a query runs: why to stop, if at all.
  public var stop: @Sendable () -> Stopped? = { nil }
  /// Told how far a long statement is; nil where nobody looks.
  public var progress: Progress?
  /// The folder of the query file whose statement is being looked at; `.` where there is none.
  private(set) var folder = "."
  /// The folders of the files being included, outermost first, against loops.
  var including: [String] = []
  package var summary = RunSummary()
  /// What this session's tables and queries take.
  package let memory: MemoryBudget
  /// The files that may be touched.
  package var access = FileAccess()
  /// The assertions of the statement at hand that do not hold.
  private var failedAssertions: [AssertionFailure] = []
  /// Whether an assertion of a statement before did not hold: what follows runs for its assertions,
  /// and nothing is written.
  package var hasFailedAssertion = false
  /// The files that were not written for that reason.
  package private(set) var withheld: [String] = []
  private var withholds: Bool { hasFailedAssertion || !failedAssertions.isEmpty }
  /// Whether statements may write files; those of a report may not.
  package var writesFiles = true
  /// Whether this session only looks, for a check.
  let isSketch: Bool
  /// Files that statements before will have written, in a check.
  var promised: [String: Schema] = [:]
  /// Tables of databases that statements before will have written, in a check, by their connection
  /// and path.
  var promisedRemote: [[String]: Schema] = [:]
  /// What the last result will be, in a check.
  var promisedResult: (any TableSource)?
  private var results = 0

  public init(_ settings: Settings) {
    self.settings = settings
    isSketch = false
    memory = MemoryBudget()
    tables = Tables()
    connections = Connections()
  }

  /// A session that knows what another does, for checking: what happens there stays there.
  init(copying other: Session) {
    settings = other.settings
    isSketch = true
    memory = other.memory
    tables = other.tables.copy()
    connections = other.connections.copy()
    values = other.values
    functions = other.functions
    given = other.given
    stop = other.stop
    progress = other.progress
    access = other.access
    failsOnRejected = other.failsOnRejected
    forgetsRows = other.forgetsRows
    largeFile = other.largeFile
    writesFiles = other.writesFiles
    including = other.including
    isInteractive = other.isInteractive
    promisedResult = other.lastSource
  }

  /// Makes the tables of a catalogue folder known.
  public func openCatalogue(_ folder: String) throws {
    tables.add(try DataPackage(folder: folder))
  }

  /// The same when a statement first asks for a table, which then fails where the catalogue is not right;
  /// statements that need none start sooner.
  public func openCatalogueLater(_ folder: String) { tables.addLater(folder) }

  /// The files written so far.
  public var exported: [String] { summary.written.map(\.path) }

  // MARK: Statements

  /// Carries out one statement of `source`, and tells `receive` what it gives and does.
  ///
  /// Throws a `StatementFailure`, and what `receive` throws.
  public func run(
    _ statement: Statement, in source: SourceText, _ receive: (Effect) throws -> Void
  ) throws {
    failedAssertions = []
    received = []
    try within(source, statement) {
      try failing(at: statement.range) {
        try withoutActuallyEscaping(receive) { receive in
          try working {
            try perform(statement, in: source) { effect in
              try self.checkCatalogue()
              try receive(effect)
            }
          }
        }
      }
    }
  }

  /// Looks at a statement with `{$here}` as the folder of its file; `.` for texts from elsewhere.
  func within<Result>(
    _ source: SourceText, _ statement: Statement, _ body: () throws -> Result
  ) rethrows -> Result {
    let outer = (folder, rest)
    defer { (folder, rest) = outer }
    rest = source[SourceRange(statement.range.end, source.text.utf8.count)]
    folder = "."
    if let slash = source.name.lastIndex(of: "/") {
      folder = slash == source.name.startIndex ? "/" : String(source.name[..<slash])
    }
    return try body()
  }

  /// Whether no statement behind the one at hand can ask anything of a file.
  private func isLastUse(_ file: FileSource) -> Bool {
    guard forgetsRows, !isInteractive, including.isEmpty else { return false }
    let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
    // A path may be made of parameters, and another file may name it.
    return !["{$", "include", name, file.id.name].contains { rest.contains($0) }
  }

  /// What a statement gives, in one piece.
  public func answer(_ statement: Statement, in source: SourceText) throws -> Answer {
    var answer = Answer()
    try run(statement, in: source) { answer.add($0) }
    return answer
  }

  /// Runs `body` on the memory of this session.
  package func working<Result>(_ body: () throws -> Result) rethrows -> Result {
    memory.limit = settings.memory ?? Int.max
    return try Memory.$budget.withValue(memory, operation: body)
  }

  private func perform(
    _ statement: Statement, in source: SourceText, _ receive: @escaping (Effect) throws -> Void
  ) throws {
    switch statement.kind {
    case .pipeline(let pipeline):
      let start = RunContext.now()
      let result = try run(pipeline, receive)
      try throwFailedAssertions()
      results += 1
      lastSource = MemorySource(
        SourceID(.result, "_", version: results), result.table, info: result.info)
      summary.assertions += pipeline.steps.count {
        if case .assert = $0.kind { true } else { false }
      }
      if !Session.isSilent(pipeline) {
        try receive(.table(result.table, spare: spare, seconds: RunContext.now() - start))
      }
      try tell(result.notes, receive)
    case .let(let name, let value): try define(name, value, receive)
    case .def(let name, let parameters, let body): define(name, parameters, body)
    case .param(let name, let type, let defaultValue): try declare(name, type, defaultValue)
    case .load(let path, let options, let name):
      let path = try resolved(path)
      let context = runContext()
      let source = try file(path, options: options)
      let names = try source.schema(nil, context).fields.map(\.name)
      let own = name?.text ?? Session.stem(path.text)
      tables.set(own, try source.scan(names, context))
      try tell(fileNotes(context, statement.range), receive)
      context.answered()
    case .connect(let address, let name, let options):
      try connect(address, name, options, opens: !connectsLazily, receive)
    case .include(let path): try include(try resolved(path)) { try self.run($0, in: $1, receive) }
    case .set(let option, let value): try set(option, value)
    case .explain(let mode, let pipeline):
      try receive(.text(explain(mode, pipeline, in: source)))
    case .shellCommand, .invalid: break
    }
  }

  /// Hands out notes, each sentence once.
  func tell(_ notes: [Diagnostic], _ receive: (Effect) throws -> Void) throws {
    var said: Set<String> = []
    for note in notes where said.insert(note.message).inserted { try receive(.note(note)) }
  }

  /// Changes a setting.
  func set(_ option: Name, _ value: OptionValue) throws {
    guard let given = binder().value(value) else {
      throw StatementFailure([BinderMessagesForSession.constantWanted(at: value.range)])
    }
    if let words = settings.set(option.text.lowercased(), to: given) {
      throw StatementFailure([Diagnostic(code: "E0703", words, at: option.range)])
    }
  }

  /// A pipeline that ends by writing or keeping its result shows nothing more.
  private static func isSilent(_ pipeline: SyntaxPipeline) -> Bool {
    switch pipeline.steps.last?.kind {
    case .export, .as, .assert, .chart: true
    default: false
    }
  }

  /// Throws what assertions of this statement found.
  func throwFailedAssertions() throws {
    let failures = failedAssertions
    failedAssertions = []
    guard !failures.isEmpty else { return }
    throw StatementFailure(
      failures.map { Session.diagnostic($0) }, rows: failures.map(\.rows), status: .assertionFailed)
  }

  /// What a pipeline gave.
  package struct Result {
    package var table: Table
    /// The dataset that the rows are still from, one for one.
    package var info: DatasetInfo?
    package var notes: [Diagnostic]
    var profile: [ProfileEntry]
  }

  /// Runs a pipeline.
  package func run(
    _ pipeline: SyntaxPipeline, _ receive: @escaping (Effect) throws -> Void = { _ in }
  ) throws -> Result {
    let context = runContext()
    var evaluation = evaluation(context) { try self.take($0, context, receive) }
    let bound = try evaluation.bind(pipeline, .stages)
    guard let plan = bound.plan, !bound.diagnostics.hasErrors else {
      throw StatementFailure(bound.diagnostics.filter(\.isError))
    }
    spare = spareColumns(of: pipeline)
    let table = try evaluation.table(plan, bound)
    received = context.received
    if case .as(let name)? = pipeline.steps.last?.kind {
      tables.set(TextNormalization.normalizeNFC(name.text), table, info: bound.info)
    }
    // What a failed assertion hides is told again.
    if failedAssertions.isEmpty { context.answered() }
    return Result(
      table: table, info: bound.info,
      notes: bound.diagnostics + fileNotes(context, pipeline.range) + evaluation.notes,
      profile: evaluation.profile)
  }

  /// An evaluation in this session.
  func evaluation(
    _ context: RunContext, _ emit: @escaping (QueryEffect) throws -> Void = { _ in }
  ) -> Evaluation {
    var evaluation = Evaluation(
      environment: self, engine: FederatedEngine(mostRows: settings.pullLimit),
      optimizer: optimizer, run: context, collation: settings.collation,
      emit: emit)
    evaluation.isLastUse = { [unowned self] in isLastUse($0) }
    return evaluation
  }

  /// The rules that plans go through.
  var optimizer: Optimizer { settings.optimizer }

  /// What the runs of a statement have in common.
  package func runContext() -> RunContext {
    runContext(isLooking: isSketch)
  }

  /// The same for who only looks: what files have to tell stays for the run that gives an answer.
  package func runContext(isLooking: Bool) -> RunContext {
    RunContext(
      threads: settings.threads, today: settings.today, stop: stop, progress: progress,
      isLooking: isLooking, reader: settings.written.reader)
  }

  /// A path with the texts of its parameters.
  func resolved(_ path: TextLiteral) throws -> TextLiteral {
    let binder = self.binder()
    guard let path = binder.resolved(path) else { throw StatementFailure(binder.found) }
    return path
  }

  func binder() -> Binder { Binder(self, verbs: .standard, run: runContext()) }

  /// Takes in what a running pipeline hands out.
  private func take(
    _ effect: QueryEffect, _ context: RunContext, _ receive: (Effect) throws -> Void
  ) throws {
    switch effect {
    case .failedAssertion(let failure): failedAssertions.append(failure)
    case .peek(let table, let label): try receive(.peek(table, label: label))
    case .tap(let table, .keep(let name), history: _, _): tables.set(name, table)
    // Nothing goes out that an assertion is against.
    case .tap(_, .export(let place, at: _), history: _, _) where withholds:
      withheld.append(place.path)
    case .tap(_, .chart(let request), history: _, _) where withholds:
      if let path = request.path { withheld.append(path) }
    case .tap(_, .export(let place, at: let range), history: _, _) where !writesFiles:
      throw Session.writtenByReport(place.path, at: range)
    case .tap(_, .chart(let request), history: _, let range)
    where !writesFiles && request.path != nil:
      throw Session.writtenByReport(request.path ?? "", at: request.pathRange ?? range)
    case .tap(_, .store(let place, at: _), history: _, _) where withholds:
      withheld.append(place.written)
    case .tap(_, .store(let place, at: let range), history: _, _) where !writesFiles:
      throw Session.writtenByReport(place.written, at: range)
    case .tap(let table, .store(let place, at: let range), history: _, _):
      try store(table, place, context, at: range)
      summary.written.append((place.written, table.rowCount))
      try receive(.wrote(path: place.written, rows: table.rowCount))
    case .tap(let table, .export(let place, at: let pathRange), history: _, _):
      try access.checkWriting(place.path, at: pathRange)
      try Session.writing(at: pathRange) {
        try place.write(table, context, totals: Words.total.text(in: settings.written))
      }
      summary.written.append((place.path, table.rowCount))
      try receive(.wrote(path: place.path, rows: table.rowCount))
    case .tap(let table, .chart(let request), let history, let range):
      try draw(table, request, history, range, receive)
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

  /// What sources told in a run, at the place that named them; rows that one set aside become the
  /// table `rejected`.
  func fileNotes(_ context: RunContext, _ range: SourceRange) -> [Diagnostic] {
    if let rejected = context.rejected { tables.set("rejected", rejected) }
    return context.notes.map { note in
      Diagnostic(.note, code: note.code, Words(en: note.en, vi: note.vi), at: range)
    }
  }
}
