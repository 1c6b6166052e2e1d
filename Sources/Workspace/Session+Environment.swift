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
    if let schema = promised[path.text] {
      let written = options.map { "\($0.name.text)=\($0.value)" }
      return SchemaSource(SourceID(.file, path.text, options: written), schema)
    }
    let binder = self.binder()
    do {
      let source = try tables.files.source(path.text, options, constant: binder.constant(of:))
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

  public var here: String { folder }

  public func lastResult() throws -> (any TableSource)? { isInteractive ? lastSource : nil }

  public func parameter(named name: String) -> Value? {
    values[TextNormalization.normalizeNFC(name)]
  }

  public var parameterNames: [String] { values.keys.sorted() }

  public func function(named name: String) -> UserFunction? { functions[name] }
}
