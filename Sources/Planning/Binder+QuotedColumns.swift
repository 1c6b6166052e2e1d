import Columns
import Functions
package import Language

/// Texts that name a column where a column is meant: quotes make a constant of them, the same for
/// every row.
extension Binder {
  /// An expression by which rows are put in order or together.
  package func key(_ expression: SyntaxExpression, _ scope: Scope) -> Expression {
    let bound = bind(expression, .row(scope))
    if let column = quotedColumn(expression, scope) ?? numberedColumn(expression, scope) {
      report(column.note)
    } else if !scope.isOpen, case .literal(.text(let text)) = expression.kind {
      report(QuotedColumn.noColumn(text, at: expression.range))
    }
    return bound
  }

  /// A key of a clause `sort`, which rows without a value end.
  package func sortKey(_ key: Language.SortKey, _ scope: Scope) -> SortKey {
    if key.nulls == .first { report(ShapeMessages.nullsNotHere(at: key.range)) }
    return SortKey(self.key(key.expr, scope), descending: key.isDescending)
  }

  /// Keys of the step `sort` and of aggregates, in which null may come first: whether there is a
  /// value is then a key of its own.
  func sortKeys(_ keys: [Language.SortKey], _ scope: Scope) -> [SortKey] {
    keys.flatMap { key -> [SortKey] in
      let own = SortKey(self.key(key.expr, scope), descending: key.isDescending)
      guard key.nulls == .first else { return [own] }
      let isNull = call("is_null", [own.expression], key.range, at: key.range)
      return [SortKey(isNull, descending: true), own]
    }
  }

  /// What is to be said of operands in quotes: beside an error the fix that it lacks, else a note
  /// where nothing but constants is compared or computed with.
  ///
  /// - Parameter before: how many diagnostics there were before the expression was bound.
  func tellQuotedColumns(among operands: [SyntaxExpression], _ scope: Scope, since before: Int) {
    let named = operands.compactMap { operand -> String? in
      guard case .name(let name) = operand.kind,
        case .column(let place) = scope.match(TextNormalization.normalizeNFC(name.text))
      else { return nil }
      return scope.fields[place].name
    }
    // A column compared with its own name is compared with a text.
    guard
      let column = operands.lazy.compactMap({ self.quotedColumn($0, scope) })
        .first(where: { !named.contains($0.column) })
    else { return }
    let found = diagnostics[before...]
    if let place = found.lastIndex(where: { ["E0506", "E0507"].contains($0.code) }) {
      diagnostics[place].fix = column.fix
      diagnostics[place].edits = [.init(column.range, column.name)]
    } else if !found.contains(where: { $0.isError || $0.code == QuotedColumn.code }),
      operands.allSatisfy(\.isLiteral)
    {
      report(column.note)
    }
  }

  /// What is to be said of numbers that are names of columns, `2024 - 2022` over a table with a column
  /// for each year: they are computed with as numbers. Compared with a column they are meant as such.
  func tellNumberedColumns(
    in expression: SyntaxExpression, _ scope: Scope, since before: Int
  ) {
    let isComputed: Bool
    switch expression.kind {
    case .call: isComputed = expression.operands.count == 1
    case .binary(let op, _, _, _): isComputed = op.isArithmetic
    default: isComputed = false
    }
    let operands = expression.operands
    guard isComputed || operands.count > 1 && operands.allSatisfy(\.isLiteral),
      let column = operands.lazy.compactMap({ self.numberedColumn($0, scope) }).first,
      !diagnostics[before...].contains(where: { $0.isError || $0.code == QuotedColumn.code })
    else { return }
    report(column.note)
  }

  /// The column that a whole number names; nil where the expression is none or there is no such column.
  private func numberedColumn(_ expression: SyntaxExpression, _ scope: Scope) -> QuotedColumn? {
    guard case .literal(.int(let number)) = expression.kind,
      case .column(let place) = scope.match("\(number)")
    else { return nil }
    return QuotedColumn(
      text: "\(number)", column: scope.fields[place].name, range: expression.range, isNumber: true)
  }

  /// What is to be said of new columns that are nothing but a text in quotes: `derive y = "Số hồ sơ"`.
  func tellQuotedItems(_ items: [Item], _ scope: Scope) {
    for item in items {
      if let column = quotedColumn(item.expr, scope) ?? numberedColumn(item.expr, scope) {
        report(column.note)
      }
    }
  }

  /// The column that a text names; nil where the expression is no text or there is no such column.
  private func quotedColumn(_ expression: SyntaxExpression, _ scope: Scope) -> QuotedColumn? {
    guard case .literal(.text(let text)) = expression.kind else { return nil }
    let name = TextNormalization.normalizeNFC(text)
    if case .column(let place) = scope.match(name) {
      return QuotedColumn(text: text, column: scope.fields[place].name, range: expression.range)
    }
    let folded = TextFold.fold(name)
    let alike = scope.fields.filter { TextFold.fold($0.name) == folded }
    guard alike.count == 1, !folded.isEmpty else { return nil }
    return QuotedColumn(text: text, column: alike[0].name, range: expression.range)
  }
}

/// A text in a query that is the name of a column.
private struct QuotedColumn {
  static let code = "N0206"

  let text: String
  let column: String
  let range: SourceRange
  /// Whether it is a number, such as a year.
  var isNumber = false

  /// The column as it is typed.
  var name: String { SyntaxText.name(column) }

  var fix: Words {
    Words(
      en: "a column stands without quotes: \(SyntaxText.code(name))",
      vi: "tên cột viết không có dấu nháy: \(SyntaxText.code(name))")
  }

  var note: Diagnostic {
    isNumber ? numberNote : textNote
  }

  private var numberNote: Diagnostic {
    Diagnostic(
      .note, code: QuotedColumn.code,
      Words(
        en:
          "\(text) is a number here, the same for every row; the column is written \(SyntaxText.backticked(column))",
        vi:
          "\(text) ở đây là một số, giống nhau ở mọi dòng; cột thì viết \(SyntaxText.backticked(column))"
      ), at: range, replacement: name)
  }

  private var textNote: Diagnostic {
    Diagnostic(
      .note, code: QuotedColumn.code,
      Words(
        en:
          "\(SyntaxText.quoted(text)) is a text here, the same for every row; the column is written \(SyntaxText.backticked(column))",
        vi:
          "\(SyntaxText.quoted(text)) ở đây là văn bản, giống nhau ở mọi dòng; cột thì viết \(SyntaxText.backticked(column))"
      ), at: range, replacement: name)
  }

  /// A text by which rows are put in order or together, and that names nothing.
  static func noColumn(_ text: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      .note, code: code,
      Words(
        en:
          "\(SyntaxText.quoted(text)) is a text here, the same for every row, and no column is called so",
        vi:
          "\(SyntaxText.quoted(text)) ở đây là văn bản, giống nhau ở mọi dòng, và không có cột nào tên như vậy"
      ), at: range)
  }
}

extension SyntaxExpression {
  /// What an operator or a function computes with, each element of a list by itself.
  package var operands: [SyntaxExpression] {
    switch kind {
    case .binary, .membership, .between, .isNull, .like, .friendlyMatch, .call:
      children.flatMap { child in
        switch child.kind {
        case .list, .range: child.children
        default: [child]
        }
      }
    default: []
    }
  }

  var isLiteral: Bool {
    if case .literal = kind { true } else { false }
  }
}
