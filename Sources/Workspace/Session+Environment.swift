public import Columns
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

  public func file(_ path: TextLiteral, options: [FileOption]) throws -> any TableSource {
    try access.checkReading(path.text, at: path.range)
    let written = options.map { "\($0.name.text)=\($0.value)" }
    if !promised.isEmpty, let schema = promisedSchema(path.text) {
      return SchemaSource(SourceID(.file, path.text, options: written), schema)
    }
    return tables.file(path.text, try readOptions(options), written: written)
  }

  /// In a check, what is known of a file that statements before will have written; of a file that
  /// is not there, and may be one of those under another name, nothing.
  private func promisedSchema(_ path: String) -> Schema? {
    if let schema = promised[path] { return schema }
    let isThere = FileStamp(path) != nil || path == "-"
    let files = isThere ? nil : try? FilePattern.files(path)
    return isThere || files?.isEmpty == false ? nil : Schema(fields: [], isOpen: true)
  }

  /// How a file with these options is read.
  func readOptions(_ options: [FileOption]) throws -> ReadOptions {
    var reader = FileOptions(binder())
    let read = reader.read(options, into: ReadOptions())
    if !reader.diagnostics.isEmpty { throw StatementFailure(reader.diagnostics) }
    return read
  }

  public func lastResult() throws -> (any TableSource)? { isInteractive ? lastSource : nil }

  public func parameter(named name: String) -> Value? {
    values[TextNormalization.normalizeNFC(name)]
  }

  public var parameterNames: [String] { values.keys.sorted() }

  public func function(named name: String) -> UserFunction? { functions[name] }
}
