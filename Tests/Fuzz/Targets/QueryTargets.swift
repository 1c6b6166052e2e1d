import Columns
import Foundation
import Language
import Services
import Sources
import Synchronization
import Workspace

extension FuzzTarget {
  /// Parser, formatter and binder over the catalogue.
  static let query = FuzzTarget(name: "query") { bytes in
    let source = SourceText(String(decoding: bytes, as: UTF8.self), name: "fuzz")
    let (script, diagnostics) = Parser.parse(script: source)
    try check(diagnostics, of: source)
    var end = 0
    for statement in script.statements {
      try require(
        statement.range.start >= end && statement.range.end <= source.bytes.count,
        "a statement lies at \(statement.range)")
      end = statement.range.end
    }
    if let text = Formatter.format(source) {
      let again = Formatter.format(SourceText(text, name: "fuzz"))
      try require(again == text, "formatted: \(text)\nand once more: \(again ?? "an error")")
    }
    let session = try session()
    let report = Checker(session).check(script, in: source)
    try check(report.diagnostics, of: source)
  } seeds: {
    try queries().map { Array($0.utf8) }
  }

  /// Statements that are carried out, a few hundred looks each, in little memory.
  static let run = FuzzTarget(name: "run") { bytes in
    let source = SourceText(String(decoding: bytes, as: UTF8.self), name: "fuzz")
    let (script, diagnostics) = Parser.parse(script: source)
    if diagnostics.hasErrors { return }
    let session = try session()
    let looks = Looks(most: 300)
    session.stop = { looks.look() }
    for statement in script.statements {
      do {
        try session.run(statement, in: source) { effect in
          guard case .table(let table, spare: _, seconds: _) = effect else { return }
          try see(table)
        }
      } catch let failure as StatementFailure {
        try check(failure.diagnostics, of: source)
        if failure.status == .interrupted { return }
        try require(
          !failure.diagnostics.contains { $0.message(in: .en).contains("internal error") },
          "\(failure.diagnostics.map { $0.message(in: .en) })")
      }
    }
  } seeds: {
    try queries().map { Array($0.utf8) }
  }

  /// Looks at the first cells of a table.
  static func see(_ table: Table) throws {
    for column in table.columns {
      try require(column.count == table.rowCount, "\(column.count) of \(table.rowCount) rows")
      for row in 0..<min(column.count, 50) { _ = column[row].plainText }
    }
  }

  /// Counts the looks and says stop from one on, so that no clock decides.
  final class Looks: Sendable {
    private let count = Atomic<Int>(0)
    private let most: Int

    init(most: Int) { self.most = most }

    func look() -> Stopped? {
      count.add(1, ordering: .relaxed).newValue > most ? .interrupted : nil
    }
  }
}
