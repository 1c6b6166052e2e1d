public import Columns
import Engines
import Functions
public import Language
public import Planning
import Sources

extension Session: Catalog {
  /// What reading and writing files may use.
  var fileRun: RunContext {
    RunContext(threads: settings.threads, today: settings.today, stop: stop, progress: progress)
  }

  public func table(named name: String) throws -> CatalogTable? {
    try tables.table(name, fileRun)
  }

  public var tableNames: [String] { tables.names }

  public func file(
    _ path: TextLiteral, options: [FileOption], needed: Set<String>?
  ) throws -> CatalogTable {
    try Session.reading(at: path.range) {
      let source = try source(of: path, options)
      return CatalogTable(name: path.text, table: try tables.read(source, needed, fileRun))
    }
  }

  /// A file as a source; nothing but its head is read.
  func source(of path: TextLiteral, _ options: [FileOption]) throws -> FileSource {
    try access.checkReading(path.text, at: path.range)
    let binder = self.binder()
    return try Session.reading(at: path.range) {
      do {
        let source = try tables.files.source(path.text, options, constant: binder.constant(of:))
        if !binder.found.isEmpty { throw StatementFailure(binder.found) }
        return source
      } catch let problems as OptionProblems {
        throw StatementFailure(problems.diagnostics + binder.found)
      }
    }
  }

  /// Errors of a file that is read belong to its path, not to the statement.
  private static func reading<Result>(
    at range: SourceRange, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let error as FileError {
      throw StatementFailure(
        [Session.diagnostic(error, at: range)],
        status: error.isInputOutput ? .file : .queryFailed)
    }
  }

  public func lastResult() throws -> CatalogTable? {
    guard isInteractive, let last else { return nil }
    return CatalogTable(name: "_", table: last, info: lastInfo)
  }

  public func parameter(named name: String) -> Value? {
    values[TextNormalization.normalizeNFC(name)]
  }

  public var here: String { folder }

  public var parameterNames: [String] { values.keys.sorted() }

  public func function(named name: String) -> UserFunction? { functions[name] }

  public func checkStopped() throws { if let reason = stop() { throw reason } }

  public func evaluate(_ plan: LogicalPlan) throws -> (table: Table, notes: [Diagnostic]) {
    let context = self.context()
    let table = try Executor(context).run(Optimizer.standard.optimize(plan))
    return (table, context.notes)
  }
}
