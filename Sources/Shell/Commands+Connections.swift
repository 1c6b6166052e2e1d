import Columns
import Engines
import Language
import Planning
import Workspace

/// Commands about the tables of databases, and what is said of connections.
extension Commands {
  /// The table of a database that a text names; nil for other texts.
  static func remoteName(_ text: String) -> RemoteName? {
    let (script, _) = Parser.parse(script: SourceText(text), mode: .prompt)
    guard case .pipeline(let pipeline)? = script.statements.first?.kind,
      case .remote(let name) = pipeline.source.kind
    else { return nil }
    return name
  }

  /// `.tables pg`
  func remoteTables(_ name: String) throws {
    guard let connection = session.connections.named(name) else {
      let near = Suggestions.nearest(name, among: session.connectionNames)
      presenter.say(
        Words(
          en: "there is no connection \(name)" + (near.map { "; did you mean \($0)?" } ?? ""),
          vi: "không có kết nối \(name)" + (near.map { "; có phải ý bạn là \($0)?" } ?? "")))
      return
    }
    try telling {
      try session.open(connection)
      let tables = try connection.tables(session.runContext(), fresh: true)
      let names = tables.map { table in
        Value.text(([connection.name] + table.path).map(SyntaxText.name).joined(separator: "."))
      }
      try presenter.show(
        Commands.labelled(
          Table([
            ("table", try Column(.text, names)),
            ("kind", try Column(.text, tables.map { .text($0.kind) })),
          ])), seconds: nil)
    }
  }

  /// `.schema pg.coverage`
  func schema(of name: RemoteName) throws {
    try telling {
      guard let source = try session.table(at: name.path, of: name.connection.text) else { return }
      let found = try session.working {
        try source.schema(nil, session.runContext(isLooking: true))
      }
      let fields = found.fields
      try presenter.show(
        Commands.labelled(
          Table([
            ("column", try Column(.text, fields.map { .text($0.name) })),
            (
              "type",
              try Column(.text, fields.map { $0.type == .null ? .null : .text($0.typeName) })
            ),
          ])), seconds: nil)
    }
  }

  /// Says what a database refuses, and goes on.
  private func telling(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as ConnectionError {
      let advice = error.advice
      presenter.say(
        Words(
          en: error.words.en + (advice.map { " (\($0.en))" } ?? ""),
          vi: error.words.text(in: .vi) + (advice.map { " (\($0.text(in: .vi)))" } ?? "")))
    }
  }
}

extension Prompt {
  /// How long the list of tables is waited for, in seconds.
  private static let patience = 1.0

  /// Says what a connection leads to; what its tables are called is asked for completion anyway.
  func sayWhatWasConnected(_ name: String) {
    guard let connection = session.connections.named(name) else { return }
    let written = SyntaxText.name(name)
    guard let tables = connection.tablesSoon(within: Prompt.patience) else {
      presenter.say(Words(en: "\(written): connected", vi: "\(written): đã kết nối"))
      return
    }
    let first = tables.first.map { $0.path.map(SyntaxText.name).joined(separator: ".") }
    presenter.say(
      Words(
        en: "\(written): \(tables.count) \(tables.count == 1 ? "table" : "tables")"
          + (first.map { "; \(written).\($0) | describe is a way in" } ?? ""),
        vi: "\(written): \(tables.count) bảng"
          + (first.map { "; bắt đầu bằng \(written).\($0) | describe" } ?? "")))
  }
}
