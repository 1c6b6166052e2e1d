public import Columns
import Engines
import Functions
public import Language
public import Planning
import Sources

extension Session: Environment {
  public func table(named name: String) throws -> (any TableSource)? {
    if let known = tables.source(name) { return known }
    // Whether lines are set aside is known only when their file is read.
    guard isSketch, name == "rejected" else { return nil }
    return SchemaSource(SourceID(.table, name), Schema(fields: [], isOpen: true))
  }

  public var tableNames: [String] { tables.names }
  public var connectionNames: [String] { connections.names }

  public func table(at path: [String], of connection: String) throws -> (any TableSource)? {
    let name = TextNormalization.normalizeNFC(connection)
    guard let known = connections.named(name) else { return nil }
    let place = [known.name] + path
    if isSketch, let schema = promisedRemote[place] {
      return SchemaSource(SourceID(.remote, place.joined(separator: ".")), schema)
    }
    // Whoever has to be asked for a password is asked before a query waits for the answer.
    if !known.isOpen, !isSketch { try open(known) }
    return connections.source(path, of: known)
  }

  public func file(_ path: TextLiteral, options: [FileOption]) throws -> any TableSource {
    try access.checkReading(path.text, at: path.range)
    if !promised.isEmpty, let schema = promisedSchema(path.text) {
      let written = options.map { "\($0.name.text)=\($0.value)" }
      return SchemaSource(SourceID(.file, path.text, options: written), schema)
    }
    let binder = self.binder()
    do {
      let source = try tables.files.source(
        path.text, options, habits: habits, constant: binder.constant(of:))
      if !binder.found.isEmpty { throw StatementFailure(binder.found) }
      return source
    } catch let problems as OptionProblems {
      throw StatementFailure(problems.diagnostics + binder.found)
    } catch let error as FileError {
      throw StatementFailure(
        [Session.diagnostic(error, at: path.range)],
        status: error.isInputOutput ? .file : .queryFailed)
    }
  }

  /// In a check, what is known of a file that statements before will have written; of a file that
  /// is not there, and may be one of those under another name, nothing.
  private func promisedSchema(_ path: String) -> Schema? {
    if let schema = promised[path] { return schema }
    let isThere = FileStamp(path) != nil || path == "-"
    let files = isThere ? nil : try? FilePattern.files(path)
    return isThere || files?.isEmpty == false ? nil : Schema(fields: [], isOpen: true)
  }

  public var here: String { folder }
  public var keepsTotals: Bool { settings.keepsTotals }

  /// How files are read where a query does not say.
  var habits: ReadingHabits {
    var habits = ReadingHabits(
      prefersDayFirst: settings.written == .vi, failsOnRejected: failsOnRejected)
    habits.largeFile = largeFile
    return habits
  }

  public func lastResult() throws -> (any TableSource)? {
    guard isInteractive else { return nil }
    return isSketch ? promisedResult : lastSource
  }

  public func parameter(named name: String) -> Value? {
    values[TextNormalization.normalizeNFC(name)]
  }

  public var parameterNames: [String] { values.keys.sorted() }

  public func function(named name: String) -> UserFunction? { functions[name] }
}
