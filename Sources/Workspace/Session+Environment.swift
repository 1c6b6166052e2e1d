public import Columns
import Functions
public import Language
public import Planning
import Sources

extension Session: Environment {
  public func table(named name: String) throws -> (any TableSource)? {
    tables.source(name)
  }

  public var tableNames: [String] { tables.names }

  public func file(_ path: TextLiteral, options: [FileOption]) throws -> any TableSource {
    try access.checkReading(path.text, at: path.range)
    let written = options.map { "\($0.name.text)=\($0.value)" }
    if let schema = promised[path.text] {
      return SchemaSource(SourceID(.file, path.text, options: written), schema)
    }
    return tables.file(path.text, try readOptions(options), written: written)
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
