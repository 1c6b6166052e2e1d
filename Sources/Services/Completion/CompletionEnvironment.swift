import Columns
import Engines
import Language
import Planning
import Sources
import Workspace

/// The session's names as completion may see them: nothing that is read for it takes longer than a
/// keystroke allows.
final class CompletionEnvironment: Environment {
  private let session: Session

  init(_ session: Session) { self.session = session }

  /// Files up to this size are read whole: that takes less than the time there is.
  private static let smallFile = 1 << 20

  func table(named name: String) throws -> (any TableSource)? {
    try session.table(named: name).map(glanced)
  }

  var tableNames: [String] { session.tableNames }
  var connectionNames: [String] { session.connectionNames }

  /// Seconds that a database may take to tell the columns of a table.
  private static let patience = 0.03

  func table(at path: [String], of connection: String) throws -> (any TableSource)? {
    guard let known = session.connections.named(connection),
      let schema = known.schemaSoon(of: path, within: CompletionEnvironment.patience)
    else { return nil }
    return SchemaSource(SourceID(.remote, ([connection] + path).joined(separator: ".")), schema)
  }

  func file(_ path: TextLiteral, options: [FileOption]) throws -> any TableSource {
    // A pipe would be waited for, and what it says be gone.
    if let stamp = FileStamp(path.text), !stamp.isRegular {
      throw FileError(path.text, .cannotRead("a pipe or device"))
    }
    return glanced(try session.file(path, options: options))
  }

  func lastResult() throws -> (any TableSource)? { try session.lastResult() }
  var here: String { session.here }
  func parameter(named name: String) -> Value? { session.parameter(named: name) }
  var parameterNames: [String] { session.parameterNames }
  func function(named name: String) -> UserFunction? { session.function(named: name) }

  /// The source itself where it is quickly read, else its names.
  private func glanced(_ source: any TableSource) -> any TableSource {
    guard let file = source as? FileSource, !file.isWhole,
      (FileStamp(file.path)?.size ?? .max) > CompletionEnvironment.smallFile
    else { return source }
    return GlancedSource(source: source)
  }
}

/// A source of which only the outline is asked: the type null fits anywhere.
private struct GlancedSource: TableSource {
  let source: any TableSource

  var id: SourceID { source.id }

  func schema(_ wanted: Set<String>?, _ run: RunContext) throws -> Schema {
    var schema = try source.outline(run)
    schema.typed = nil
    return schema
  }

  func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    throw MissingColumn(columns.first ?? "")
  }
}
