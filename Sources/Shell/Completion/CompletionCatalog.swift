import Columns
import Engines
import Language
import Planning
import Sources

/// The session's tables as completion may see them: what is loaded whole, of the rest only names,
/// and nothing that takes longer than a keystroke allows.
final class CompletionCatalog: Catalog {
  private let session: Session
  /// Seconds on the session's clock after which answers are given up.
  private let deadline: Double

  init(_ session: Session, deadline: Double) {
    self.session = session
    self.deadline = deadline
  }

  /// Files up to this size are read whole: that takes less than the time there is.
  private static let smallFile = 1 << 20

  func table(named name: String) throws -> CatalogTable? {
    if let known = session.tables.known(name) { return known }
    guard let resource = session.tables.resource(name) else { return nil }
    if (FileStamp(resource.path)?.size ?? .max) <= CompletionCatalog.smallFile {
      return try session.table(named: name)
    }
    return CatalogTable(
      name: resource.name,
      table: Table(
        fields: resource.fields,
        columns: resource.fields.map { .nulls($0.type, count: 0) }, rowCount: 0),
      info: resource.info)
  }

  var tableNames: [String] { session.tableNames }

  func file(_ path: TextLiteral, options: [FileOption], needed: Set<String>?) throws -> CatalogTable
  {
    // A pipe would be waited for, and what it says be gone.
    if let stamp = FileStamp(path.text), !stamp.isRegular {
      throw FileError(path.text, .cannotRead("a pipe or device"))
    }
    let source = try session.source(of: path, options)
    if source.isWhole || (FileStamp(path.text)?.size ?? .max) <= CompletionCatalog.smallFile {
      return try session.file(path, options: options, needed: nil)
    }
    // Types follow from the whole file; the type null fits anywhere.
    let fields = try source.outline(session.fileRun).fields
    return CatalogTable(
      name: path.text,
      table: Table(
        fields: fields, columns: fields.map { .nulls($0.type, count: 0) }, rowCount: 0))
  }

  var here: String { session.here }
  func lastResult() throws -> CatalogTable? { try session.lastResult() }
  func parameter(named name: String) -> Value? { session.parameter(named: name) }
  var parameterNames: [String] { session.parameterNames }
  func function(named name: String) -> UserFunction? { session.function(named: name) }

  func checkStopped() throws { if Session.clock() > deadline { throw Stopped.timedOut } }

  func evaluate(_ plan: LogicalPlan) throws -> (table: Table, notes: [Diagnostic]) {
    let deadline = self.deadline
    let context = QueryContext(
      threads: session.settings.threads, today: session.settings.today,
      collation: session.settings.collation,
      stop: { Interrupt.isRaised ? .interrupted : Session.clock() > deadline ? .timedOut : nil },
      now: { Session.clock() })
    return (try Executor(context).run(Optimizer.standard.optimize(plan)), [])
  }
}
