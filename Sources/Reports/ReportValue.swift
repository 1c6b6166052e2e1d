import Columns
import Functions
import Language
import Workspace

/// The value of an expression in braces.
struct ReportValue {
  let value: Value
  let field: Field

  /// The names of tables with one row are put into a table of one row, from which the expression is
  /// selected as from any other.
  private static let tableName = "values of the report"
  private static let valueName = "value of the report"

  /// Evaluates an expression over parameters and tables of one row. Throws a `StatementFailure`.
  init(_ hole: ReportFile.Hole, of source: SourceText, in session: Session) throws {
    let names = ValueNames(hole.expression, in: source)
    var fields: [Field] = []
    var columns: [Column] = []
    for reference in names.references {
      guard let table = try ReportValue.row(reference, hole, in: session) else { continue }
      let place = try ReportValue.place(of: reference, in: table.fields, hole)
      if fields.contains(where: { $0.name == reference.fullName }) { continue }
      var field = table.fields[place]
      field.name = reference.fullName
      fields.append(field)
      // No row at all is a missing value.
      columns.append(
        table.rowCount == 1 ? table.columns[place] : .nulls(field.type, count: 1))
    }
    session.tables.set(
      ReportValue.tableName, Table(fields: fields, columns: columns, rowCount: 1))
    defer { session.tables.remove(ReportValue.tableName) }
    let statement = ReportValue.statement(names, hole, in: source, session)
    let answer = try ReportValue.atPlace(hole) {
      guard let parsed = statement.script.statements.first, !statement.diagnostics.hasErrors else {
        throw StatementFailure(statement.diagnostics.filter(\.isError))
      }
      return try session.answer(parsed, in: statement.source)
    }
    guard let table = answer.table, let column = table.columns.first, column.count == 1 else {
      throw StatementFailure([
        Diagnostic(
          code: "E0740",
          Words(en: "this is not one value", vi: "đây không phải một giá trị"), at: hole.range)
      ])
    }
    value = column[0]
    field = table.fields[0]
    try ReportValue.checkDigits(hole, of: field)
  }

  /// Throws where digits are asked of what has none.
  private static func checkDigits(_ hole: ReportFile.Hole, of field: Field) throws {
    guard let digits = hole.digits,
      field.period != nil || ![.int, .float, .null].contains(field.type)
    else { return }
    throw StatementFailure([
      Diagnostic(
        code: "E0740",
        Words(
          en: "`:\(digits)` gives the decimals of a number, and this value is none",
          vi: "`:\(digits)` là số chữ số thập phân, còn giá trị này không phải là số"),
        at: hole.range,
        fix: Words(en: "leave `:\(digits)` out", vi: "hãy bỏ `:\(digits)`"))
    ])
  }

  /// What is wrong with an expression, as far as names and types tell.
  static func check(
    _ hole: ReportFile.Hole, of source: SourceText, in session: Session
  ) throws {
    let names = ValueNames(hole.expression, in: source)
    var fields: [Field] = []
    for reference in names.references where session.tables.source(reference.table) != nil {
      if reference.isParameter(in: session) { continue }
      let made = SourceText(
        "let `\(tableName)` = \(SyntaxText.name(reference.table))", name: source.name)
      try atPlace(hole) {
        for own in Parser.parse(script: made).script.statements {
          _ = try session.sketch(own, in: made)
        }
      }
      guard let table = session.tables.source(tableName) else { return }
      let schema = try table.schema(nil, session.runContext())
      if schema.isOpen { return session.tables.remove(tableName) }
      var field = schema.fields[try place(of: reference, in: schema.fields, hole)]
      field.name = reference.fullName
      if !fields.contains(where: { $0.name == field.name }) { fields.append(field) }
    }
    let unknownNames = unknownNames(hole.expression, of: source, in: session)
    if let unknown = names.references.first(where: { unknownNames.contains($0.table) }) {
      throw StatementFailure([notKnown(unknown, hole, session)])
    }
    session.tables.promise(tableName, Schema(fields: fields))
    defer { session.tables.remove(tableName) }
    let statement = statement(names, hole, in: source, session)
    try atPlace(hole) {
      if statement.diagnostics.hasErrors {
        throw StatementFailure(statement.diagnostics.filter(\.isError))
      }
      for own in statement.script.statements {
        let found = try session.sketch(own, in: statement.source).diagnostics
        if found.hasErrors { throw StatementFailure(found.filter(\.isError)) }
      }
    }
    guard hole.digits != nil else { return }
    // The type of the value, from a table that is only promised.
    let kept = ReportValue.statement(names, hole, in: source, session, keepingAs: valueName)
    defer { session.tables.remove(valueName) }
    try atPlace(hole) {
      for own in kept.script.statements { _ = try session.sketch(own, in: kept.source) }
    }
    guard let table = session.tables.source(valueName) else { return }
    let schema = try table.schema(nil, session.runContext())
    if !schema.isOpen, let field = schema.fields.first { try checkDigits(hole, of: field) }
  }

  /// Names of the expression that are neither a table nor a parameter so far.
  static func unknownNames(
    _ range: SourceRange, of source: SourceText, in session: Session
  ) -> [String] {
    ValueNames(range, in: source).references.filter { reference in
      !reference.isParameter(in: session) && session.tables.source(reference.table) == nil
    }.map(\.table)
  }

  // MARK: Tables of one row

  /// The table of a name, with its first two rows at most; nil for a parameter.
  private static func row(
    _ reference: ValueNames.Reference, _ hole: ReportFile.Hole, in session: Session
  ) throws -> Table? {
    if reference.isParameter(in: session) { return nil }
    guard session.tables.source(reference.table) != nil else {
      throw StatementFailure([notKnown(reference, hole, session)])
    }
    let source = SourceText("\(SyntaxText.name(reference.table)) | take 2")
    let statement = Parser.parse(script: source).script.statements.first
    let table = try atPlace(hole) {
      guard let statement, let table = try session.answer(statement, in: source).table else {
        throw StatementFailure([notKnown(reference, hole, session)])
      }
      return table
    }
    if table.rowCount > 1 {
      let name = SyntaxText.backticked(reference.table)
      throw StatementFailure([
        Diagnostic(
          code: "E0740",
          Words(
            en: "\(name) has several rows, where a sentence takes one value",
            vi: "\(name) có nhiều dòng, còn câu văn chỉ nhận một giá trị"),
          at: reference.range,
          fix: Words(
            en: "make a table of one row: `let x = \(reference.table) | … | take 1`, or aggregate",
            vi: "hãy tạo bảng một dòng: `let x = \(reference.table) | … | take 1`, hoặc tổng hợp"))
      ])
    }
    return table
  }

  private static func place(
    of reference: ValueNames.Reference, in fields: [Field], _ hole: ReportFile.Hole
  ) throws -> Int {
    let names = fields.map(\.name)
    guard let column = reference.column else {
      if fields.count == 1 { return 0 }
      let list = names.prefix(8).map {
        "{\(SyntaxText.name(reference.table)).\(SyntaxText.name($0))}"
      }.joined(separator: ", ")
      throw StatementFailure([
        Diagnostic(
          code: "E0740",
          Words(
            en: "\(SyntaxText.backticked(reference.table)) has several columns",
            vi: "\(SyntaxText.backticked(reference.table)) có nhiều cột"), at: reference.range,
          fix: Words(en: "say which: \(list)", vi: "hãy nói rõ: \(list)"))
      ])
    }
    let wanted = TextNormalization.normalizeNFC(column)
    if let place = names.firstIndex(of: wanted)
      ?? names.firstIndex(where: { $0.lowercased() == wanted.lowercased() })
    {
      return place
    }
    let near = Suggestions.nearest(wanted, among: names)
    throw StatementFailure([
      Diagnostic(
        code: "E0740",
        Words(
          en:
            "\(SyntaxText.backticked(reference.table)) has no column \(SyntaxText.backticked(column))",
          vi:
            "\(SyntaxText.backticked(reference.table)) không có cột \(SyntaxText.backticked(column))"
        ), at: reference.range,
        fix: near.map { Words.didYouMean(SyntaxText.backticked($0)) }
          ?? Words(
            en: "columns: \(SyntaxText.names(names))", vi: "các cột: \(SyntaxText.names(names))"))
    ])
  }

  private static func notKnown(
    _ reference: ValueNames.Reference, _ hole: ReportFile.Hole, _ session: Session
  ) -> Diagnostic {
    let known = session.tables.names + session.values.keys
    let near = Suggestions.nearest(reference.table, among: known)
    return Diagnostic(
      code: "E0740",
      Words(
        en: "nothing is called \(SyntaxText.backticked(reference.table)) here",
        vi: "ở đây không có gì tên là \(SyntaxText.backticked(reference.table))"),
      at: reference.range,
      fix: near.map { Words.didYouMean(SyntaxText.backticked($0)) }
        ?? Words(
          en:
            "values are parameters and tables of one row (`let x = …`); a brace that is text is \\{",
          vi: "giá trị là tham số hoặc bảng một dòng (`let x = …`); dấu ngoặc là chữ thì viết \\{"))
  }

  // MARK: The statement

  private static func statement(
    _ names: ValueNames, _ hole: ReportFile.Hole, in source: SourceText, _ session: Session,
    keepingAs name: String? = nil
  ) -> (script: SyntaxScript, diagnostics: [Diagnostic], source: SourceText) {
    var text = ""
    var place = hole.expression.start
    for reference in names.references {
      text += source[SourceRange(place, reference.range.start)]
      text +=
        reference.isParameter(in: session)
        ? "$\(SyntaxText.name(reference.table))" : SyntaxText.backticked(reference.fullName)
      place = reference.range.end
    }
    text += source[SourceRange(place, hole.expression.end)]
    let made = SourceText(
      (name.map { "let `\($0)` = " } ?? "") + "`\(tableName)` | select value = (\(text))",
      name: source.name)
    let (script, diagnostics) = Parser.parse(script: made)
    return (script, diagnostics, made)
  }

  /// Errors of the statement that was made up belong to the braces.
  private static func atPlace<Result>(
    _ hole: ReportFile.Hole, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch var failure as StatementFailure {
      for place in failure.diagnostics.indices
      where !["E0740"].contains(failure.diagnostics[place].code) {
        failure.diagnostics[place].range = hole.range
        failure.diagnostics[place].labels = []
        failure.diagnostics[place].edits = []
        failure.diagnostics[place].replacement = nil
      }
      throw failure
    }
  }
}

extension ValueNames.Reference {
  /// What its column is called in the table of values.
  var fullName: String { column.map { "\(table).\($0)" } ?? table }

  func isParameter(in session: Session) -> Bool {
    column == nil && session.parameter(named: table) != nil
  }
}

extension ReportValue {
  /// The value as it stands in a sentence of that language.
  func text(digits: Int?, lang: Lang) -> String {
    ValueText.text(value, of: field, digits: digits, lang: lang)
  }
}
