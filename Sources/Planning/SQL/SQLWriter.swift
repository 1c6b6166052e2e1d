public import Columns
import Functions
public import Language

/// A plan as one SQL statement: a common table expression for each step that makes columns.
///
/// Only what means the same in the database is written; anything else is an error that names it.
public struct SQLWriter {
  private let dialect: SQLDialect
  private let rows: (SourceID) -> Table?
  private var parts: [(name: String, body: String)] = []

  /// What the names of steps begin with: as no table that the plan reads does.
  private let prefix: String

  private init(
    _ dialect: SQLDialect, _ plan: LogicalPlan, _ rows: @escaping (SourceID) -> Table?
  ) {
    self.dialect = dialect
    self.rows = rows
    let tables = plan.tableNames
    var prefix = "step_"
    while tables.contains(where: { $0.lowercased().hasPrefix(prefix) }) { prefix += "_" }
    self.prefix = prefix
  }

  /// - Parameter rows: the rows of a literal source, which are written out.
  /// - Throws: A `Diagnostic` where a part of the plan has no form in the dialect.
  public static func write(
    _ plan: LogicalPlan, for dialect: SQLDialect, rows: @escaping (SourceID) -> Table?
  ) throws -> String {
    var writer = SQLWriter(dialect, plan, rows)
    let result = try writer.relation(plan)
    var text = ""
    for (index, part) in writer.parts.enumerated() {
      text += (index == 0 ? "WITH " : ",\n") + "\(part.name) AS (\n  \(part.body)\n)"
    }
    text += (text.isEmpty ? "" : "\n") + "SELECT * FROM \(result.name)"
    if !result.order.isEmpty { text += " ORDER BY \(result.order.joined(separator: ", "))" }
    return text + ";\n"
  }

  /// A step, where the place of the error says which.
  public static let thisStep = Words(en: "this step", vi: "bước này")

  /// The first step that is not about rows alone, if there is one: what it gives is not in the
  /// database.
  public static func notRelational(_ pipeline: SyntaxPipeline) -> Step? {
    if case .pipeline(let inner) = pipeline.source.kind, let found = notRelational(inner) {
      return found
    }
    for step in pipeline.steps {
      switch step.kind {
      case .where, .derive, .select, .group, .aggregate, .sort, .take, .skip, .distinct: break
      case .join(let join):
        if case .pipeline(let inner) = join.source.kind, let found = notRelational(inner) {
          return found
        }
      case .append(let source):
        if case .pipeline(let inner) = source.kind, let found = notRelational(inner) {
          return found
        }
      default: return step
      }
    }
    return nil
  }

  /// The error of what has no form in a dialect.
  public static func unknown(
    _ what: Words, _ dialect: SQLDialect, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "E0590",
      Words(
        en: "\(what.en) has no form in the SQL of \(dialect.rawValue) that means the same",
        vi: "\(what.text(in: .vi)) không có dạng cùng nghĩa trong SQL của \(dialect.rawValue)"),
      at: range,
      fix: Words(
        en: "leave it out, or `export` the result and load that",
        vi: "bỏ phần đó, hoặc `export` kết quả rồi nạp vào"))
  }

  /// A named table, and the order that its rows are to have.
  private struct Relation {
    var name: String
    var order: [String] = []
  }

  private mutating func add(_ body: String, order: [String] = []) -> Relation {
    let name = "\(prefix)\(parts.count + 1)"
    parts.append((name, body))
    return Relation(name: name, order: order)
  }

  private func expressions(_ input: LogicalPlan, prefix: String = "") -> SQLExpression {
    SQLExpression(
      dialect: dialect, columns: input.fields.map { prefix + SQLExpression.name($0.name) })
  }

  private func order(_ keys: [SortKey], _ input: LogicalPlan) throws -> [String] {
    let write = expressions(input)
    return try keys.map {
      try write.key($0.expression) + ($0.descending ? " DESC" : "") + " NULLS LAST"
    }
  }

  private func ordered(_ relation: Relation) -> String {
    relation.order.isEmpty ? "" : " ORDER BY \(relation.order.joined(separator: ", "))"
  }

  private mutating func relation(_ plan: LogicalPlan) throws -> Relation {
    // SQLite and DuckDB take names that differ in case for the same.
    if dialect != .postgres, Set(plan.fields.map { $0.name.lowercased() }).count < plan.fields.count
    {
      throw SQLWriter.unknown(
        Words(
          en: "a table with columns whose names differ in case only",
          vi: "bảng có các cột tên chỉ khác nhau ở chữ hoa, chữ thường"), dialect, at: plan.range)
    }
    switch plan.node {
    case .scan(let id): return try scan(id, plan)
    case .filter(let input, let condition):
      let from = try relation(input)
      return add(
        "SELECT * FROM \(from.name) WHERE \(try expressions(input).sql(condition))",
        order: from.order)
    case .project(let input, let items): return try project(input, items)
    case .aggregate(let input, let keys, let calls, let totals):
      guard !totals else { throw SQLWriter.unknown("`with totals`", dialect, at: plan.range) }
      let from = try relation(input)
      let write = expressions(input)
      let own = try keys.map { key in
        if case .constant = key.expression.kind { return try write.key(key.expression) }
        return try write.sql(key.expression)
      }
      let items =
        zip(own, keys).map { "\($0) AS \(SQLExpression.name($1.name))" }
        + (try calls.map { "\(try write.aggregate($0)) AS \(SQLExpression.name($0.name))" })
      let groups = own.isEmpty ? "" : " GROUP BY \(own.joined(separator: ", "))"
      return add(
        "SELECT \(items.joined(separator: ", ")) FROM \(from.name)\(groups)",
        order: try expressions(plan).orderOfKeys(keys.count, plan))
    case .window(let input, let by, let sort, let calls):
      let from = try relation(input)
      let write = expressions(input)
      let partition = try by.map(write.sql)
      let keys = try order(sort, input)
      let first = try sort.first.map { try write.sql($0.expression) }
      let items = try calls.enumerated().map { index, call in
        let field = plan.fields[input.fields.count + index]
        return "\(try write.window(call, by: partition, sort: keys, first: first)) AS "
          + SQLExpression.name(field.name)
      }
      return add(
        "SELECT *, \(items.joined(separator: ", ")) FROM \(from.name)", order: from.order)
    case .sort(let input, let keys):
      var from = try relation(input)
      from.order = try order(keys, input) + from.order
      return from
    case .topN(let input, let keys, let count):
      var from = try relation(input)
      from.order = try order(keys, input) + from.order
      return limited(from, 0, count)
    case .limit(let input, let offset, let count):
      return limited(try relation(input), offset, count)
    case .distinct(let input, let on) where on.isEmpty || on.count == input.fields.count:
      return add("SELECT DISTINCT * FROM \(try relation(input).name)")
    case .join(let left, let right, let kind, let keys, let columns, expect: _):
      return try join(left, right, kind, keys, columns, plan)
    case .append(let inputs, let columns): return try append(inputs, columns, plan)
    default:
      throw SQLWriter.unknown(SQLWriter.thisStep, dialect, at: plan.range)
    }
  }

  // MARK: Kinds of nodes

  private mutating func scan(_ id: SourceID, _ plan: LogicalPlan) throws -> Relation {
    let names = plan.fields.map { SQLExpression.name($0.name) }
    switch id.kind {
    case .result, .stage:
      throw SQLWriter.unknown(
        Words(en: "the last result", vi: "kết quả trước"), dialect, at: plan.range)
    case .table, .file, .remote:
      // DuckDB reads a file by its name; the others know it as a table.
      let source =
        dialect == .duckdb && id.kind == .file
        ? SQLExpression.text(id.name) : SQLExpression.name(id.name)
      return add("SELECT \(names.joined(separator: ", ")) FROM \(source)")
    case .literal: break
    }
    guard let table = try rows(id)?.picking(plan.fields.map(\.name)) else {
      throw SQLWriter.unknown(SQLWriter.thisStep, dialect, at: plan.range)
    }
    let write = SQLExpression(dialect: dialect, columns: [])
    let rows = try (0..<table.rowCount).map { row in
      let cells = try zip(table.columns, plan.fields).map { column, field in
        let text = try write.constant(column[row], plan.range)
        return row > 0
          ? text : "\(write.cast(text, to: field.type)) AS \(SQLExpression.name(field.name))"
      }
      return "SELECT \(cells.joined(separator: ", "))"
    }
    return add(rows.joined(separator: "\n  UNION ALL "))
  }

  private mutating func project(
    _ input: LogicalPlan, _ items: [NamedExpression]
  ) throws -> Relation {
    let from = try relation(input)
    let write = expressions(input)
    let texts = try items.map { item in
      var (text, name) = (try write.sql(item.expression), SQLExpression.name(item.name))
      if case .constant = item.expression.kind {
        text = write.cast(text, to: item.expression.type)
      }
      return text == name ? name : "\(text) AS \(name)"
    }
    // The order goes on where its columns do, under the same names; else it is written here.
    let kept = Set(
      items.compactMap { item in
        item.expression.columnIndex.flatMap {
          input.fields[$0].name == item.name ? SQLExpression.name(item.name) : nil
        }
      })
    let goesOn = from.order.allSatisfy { key in
      kept.contains { name in
        [name, "(\(name) COLLATE \"C\")"].contains {
          key == "\($0) NULLS LAST" || key == "\($0) DESC NULLS LAST"
        }
      }
    }
    let body = "SELECT \(texts.joined(separator: ", ")) FROM \(from.name)"
    return goesOn ? add(body, order: from.order) : add(body + ordered(from))
  }

  private mutating func limited(_ from: Relation, _ offset: Int, _ count: Int?) -> Relation {
    var text = "SELECT * FROM \(from.name)\(ordered(from))"
    if let count {
      text += " LIMIT \(count)"
    } else if dialect == .sqlite {
      text += " LIMIT -1"
    }
    if offset > 0 { text += " OFFSET \(offset)" }
    return add(text, order: from.order)
  }

  private mutating func join(
    _ left: LogicalPlan, _ right: LogicalPlan, _ kind: LogicalPlan.JoinKind,
    _ keys: [LogicalPlan.JoinKey], _ columns: [Int], _ plan: LogicalPlan
  ) throws -> Relation {
    guard kind != .full else { throw SQLWriter.unknown("`join full`", dialect, at: plan.range) }
    let (one, other) = (try relation(left), try relation(right))
    let (write, writeRight) = (expressions(left, prefix: "l."), expressions(right, prefix: "r."))
    let condition = try keys.map {
      "\(try write.sql($0.left)) = \(try writeRight.sql($0.right))"
    }.joined(separator: " AND ")
    if kind == .semi || kind == .anti {
      let exists = kind == .semi ? "EXISTS" : "NOT EXISTS"
      return add(
        "SELECT * FROM \(one.name) AS l WHERE \(exists) "
          + "(SELECT 1 FROM \(other.name) AS r WHERE \(condition))", order: one.order)
    }
    let names = plan.fields.map { SQLExpression.name($0.name) }
    let items =
      left.fields.indices.map { "\(write.columns[$0]) AS \(names[$0])" }
      + columns.enumerated().map {
        "\(writeRight.columns[$1]) AS \(names[left.fields.count + $0])"
      }
    return add(
      "SELECT \(items.joined(separator: ", ")) FROM \(one.name) AS l "
        + "\(kind == .left ? "LEFT JOIN" : "JOIN") \(other.name) AS r ON \(condition)")
  }

  private mutating func append(
    _ inputs: [LogicalPlan], _ columns: [[Int?]], _ plan: LogicalPlan
  ) throws -> Relation {
    var texts: [String] = []
    for (input, places) in zip(inputs, columns) {
      let from = try relation(input)
      let items = zip(places, plan.fields).map { place, field in
        let name = SQLExpression.name(field.name)
        let write = expressions(input)
        // A column that is missing or null in one table is of the type that the others give it.
        let text =
          switch place {
          case let place? where input.fields[place].type == field.type: write.columns[place]
          case let place?: write.cast(write.columns[place], to: field.type)
          case nil: write.cast("NULL", to: field.type)
          }
        return "\(text) AS \(name)"
      }
      texts.append("SELECT \(items.joined(separator: ", ")) FROM \(from.name)")
    }
    return add(texts.joined(separator: "\n  UNION ALL "))
  }
}

extension SQLExpression {
  /// The order in which groups come: by their keys, which are the first columns of the plan.
  fileprivate func orderOfKeys(_ count: Int, _ plan: LogicalPlan) throws -> [String] {
    try plan.fields.prefix(count).enumerated().map { place, field in
      let column = Expression(.column(place), type: field.type, range: plan.range)
      return try collated(column) + " NULLS LAST"
    }
  }
}

extension LogicalPlan {
  /// The names of all tables that are read.
  fileprivate var tableNames: [String] {
    if case .scan(let id) = node { return [id.name] }
    return inputs.flatMap(\.tableNames)
  }
}
