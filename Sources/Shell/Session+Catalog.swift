public import Columns
import Engines
import Functions
public import Language
public import Planning
import Sources

extension Session: Catalog {
  private var readOptions: ReadOptions {
    var options = ReadOptions()
    options.threads = settings.threads
    let stop = self.stop
    options.isCancelled = { stop() != nil }
    if let progress {
      options.progress = { done, total in
        if progress.state.total != total { progress.expectLoad(total) }
        progress.reach(done)
      }
    }
    options.prefersDayFirst = settings.lang == .vi
    options.failsOnRejected = failsOnRejected
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
    try access.checkReading(path.text, at: path.range)
    var read = try readOptions(options)
    read.columns = needed
    do {
      return try tables.file(path.text, read, key: Session.key(options))
    } catch let error as FileError {
      throw StatementFailure(
        [Session.diagnostic(error, at: path.range)],
        status: error.isInputOutput ? .file : .queryFailed)
    }
  }

  /// How a file with these options is read.
  func readOptions(_ options: [FileOption]) throws -> ReadOptions {
    var reader = FileOptions(binder())
    let read = reader.read(options, into: readOptions)
    if !reader.diagnostics.isEmpty { throw StatementFailure(reader.diagnostics) }
    return read
  }

  /// What tells readings of one file with different options apart.
  static func key(_ options: [FileOption]) -> [String] {
    options.map { "\($0.name.text)=\($0.value)" }
  }

  public func lastResult() throws -> CatalogTable? {
    guard isInteractive, let last else { return nil }
    return CatalogTable(name: "_", table: last, info: lastInfo)
  }

  public func parameter(named name: String) -> Value? {
    values[TextNormalization.normalizeNFC(name)]
  }

  public var parameterNames: [String] { values.keys.sorted() }

  public func function(named name: String) -> UserFunction? { functions[name] }

  public func checkStopped() throws { if let reason = stop() { throw reason } }

  public func evaluate(_ plan: LogicalPlan) throws -> (table: Table, notes: [Diagnostic]) {
    let context = self.context()
    let table = try Executor(context).run(Optimizer.standard.optimize(plan))
    return (table, context.notes)
  }
}
