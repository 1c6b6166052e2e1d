public import Columns
import Execution
import Files
import Functions
public import Language
public import Planning

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

  public func evaluate(_ plan: LogicalPlan) throws -> (table: Table, notes: [Diagnostic]) {
    let context = self.context()
    let table = try Executor(context).run(Optimizer.standard.optimize(plan))
    return (table, context.notes)
  }
}
