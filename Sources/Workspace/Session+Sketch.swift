import Columns
import Engines
import Functions
package import Language
import Planning
import Sources

/// Statements as far as they can be understood without being run.
extension Session {
  /// A session like this one, for `sketch(_:in:)`.
  package func sketch() -> Session { Session(copying: self) }

  /// What a statement that does not run tells.
  package struct Sketch {
    package var diagnostics: [Diagnostic] = []
    /// Whether it has columns that only the data tell.
    package var isOpen = false
  }

  /// Binds a statement and takes in what it defines: values and functions as they are, tables and
  /// files by their columns. Nothing is computed or written.
  package func sketch(_ statement: Statement, in source: SourceText) throws -> Sketch {
    try within(source, statement) {
      try failing(at: statement.range) { try working { try sketched(statement, in: source) } }
    }
  }

  private func sketched(_ statement: Statement, in source: SourceText) throws -> Sketch {
    switch statement.kind {
    case .pipeline(let pipeline): return try sketch(pipeline, keepingAs: nil, isResult: true)
    case .explain(_, let pipeline): return try sketch(pipeline, keepingAs: nil)
    case .let(let name, .pipeline(let pipeline, let isBareName)):
      let text = TextNormalization.normalizeNFC(name.text)
      if isBareName, let known = value(named: pipeline) {
        values[text] = known
        return Sketch()
      }
      return try sketch(pipeline, keepingAs: text)
    case .let(let name, .value(let expression)):
      values[TextNormalization.normalizeNFC(name.text)] = try self.constant(expression)
    case .def(let name, let parameters, let body): define(name, parameters, body)
    case .param(let name, let type, let defaultValue): try declare(name, type, defaultValue)
    case .load(let path, let options, let name):
      let path = try resolved(path)
      tables.set(name?.text ?? Session.stem(path.text), try file(path, options: options))
    case .connect(let address, let name, let options):
      try connect(address, name, options, opens: false) { _ in }
    case .include(let path):
      var found = Sketch()
      try include(try resolved(path)) { inner, source in
        let own = try self.sketch(inner, in: source)
        if let error = own.diagnostics.first(where: \.isError) {
          throw StatementFailure([error])
        }
        found.isOpen = found.isOpen || own.isOpen
      }
      return found
    case .set(let option, let value): try set(option, value)
    case .shellCommand, .invalid: break
    }
    return Sketch()
  }

  private func sketch(
    _ pipeline: SyntaxPipeline, keepingAs name: String?, isResult: Bool = false
  ) throws -> Sketch {
    var evaluation = evaluation(runContext())
    let bound = try evaluation.bind(pipeline, .schemas)
    guard let plan = bound.plan else { return Sketch(diagnostics: bound.diagnostics) }
    var isOpen = false
    var written: [Diagnostic] = []
    plan.forEachNode { node in
      isOpen = isOpen || node.isOpen
      guard case .tap(let input, let tap, history: _) = node.node else { return }
      if !writesFiles, let (path, range) = tap.target {
        written.append(Session.writtenByReport(path, at: range ?? node.range))
      }
      switch tap {
      case .keep(let name): promise(name, input, nil)
      case .export(let place, at: _):
        // The types of what is read back follow from its text.
        let fields = input.fields.filter { !$0.isHidden }
          .map { Field($0.name, .null, unit: $0.unit) }
        promised[place.path] = Schema(fields: fields, isOpen: true)
      case .store(let place, at: _): promise(place, input.fields)
      case .chart: break
      }
    }
    if isResult {
      promisedResult = SchemaSource(
        SourceID(.result, "_", version: -1),
        Schema(fields: plan.fields, info: bound.info, isOpen: plan.isOpen))
    }
    if let name { promise(name, plan, bound.info) }
    if case .as(let name)? = pipeline.steps.last?.kind {
      promise(TextNormalization.normalizeNFC(name.text), plan, bound.info)
    }
    return Sketch(diagnostics: bound.diagnostics + written, isOpen: isOpen)
  }

  static func writtenByReport(_ path: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0744",
      Words(
        en: "a report writes no file but its own", vi: "báo cáo chỉ ghi tệp của chính nó"),
      at: range,
      fix: Words(
        en: "leave `\(path)` to a query file; a chart without `to` stands in the report",
        vi: "việc ghi `\(path)` để cho tệp truy vấn; biểu đồ không có `to` nằm trong báo cáo"))
  }

  /// Rows that are added do not make a table, and leave its columns as they are.
  private func promise(_ place: LogicalPlan.RemoteTarget, _ fields: [Field]) {
    guard place.mode != .append, let connection = connections.named(place.connection) else {
      return
    }
    // The types of what is read back are the database's.
    let fields = fields.filter { !$0.isHidden }.map { Field($0.name, .null, unit: $0.unit) }
    promisedRemote[[connection.name] + place.path] = Schema(fields: fields, isOpen: true)
  }

  private func promise(_ name: String, _ plan: LogicalPlan, _ info: DatasetInfo?) {
    tables.promise(name, Schema(fields: plan.fields, info: info, isOpen: plan.isOpen))
  }
}

extension LogicalPlan.Tap {
  /// The file that is written, and where its name stands.
  fileprivate var target: (path: String, range: SourceRange?)? {
    switch self {
    case .export(let place, at: let range): (place.path, range)
    case .store(let place, at: let range): (place.written, range)
    case .chart(let request): request.path.map { ($0, request.pathRange) }
    case .keep: nil
    }
  }
}

extension LogicalPlan {
  fileprivate func forEachNode(_ body: (LogicalPlan) -> Void) {
    body(self)
    for input in inputs { input.forEachNode(body) }
  }
}
