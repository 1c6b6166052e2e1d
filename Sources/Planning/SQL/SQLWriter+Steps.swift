import Columns
import Functions
import Language

/// The kinds of nodes that make columns or choose among rows.
extension SQLWriter {
  mutating func scan(_ id: SourceID, _ plan: LogicalPlan) throws -> Relation {
    if let table = try options.rows(id)?.picking(plan.fields.map(\.name)) {
      return try literal(table, plan)
    }
    switch id.kind {
    case .result, .stage:
      throw obstacle(
        Words(en: "the last result", vi: "kết quả trước"), SQLReason.stage, plan)
    case .literal: throw obstacle(SQLWriter.thisStep, SQLReason.stage, plan)
    case .table, .file, .remote: break
    }
    // DuckDB reads a file by its name; the others know it as a table.
    let source =
      if let path = options.path(id) {
        path.map(name).joined(separator: ".")
      } else if dialect == .duckdb, id.kind == .file {
        dialect.text(id.name)
      } else {
        name(id.name)
      }
    let single = options.single(id)
    let items = plan.fields.map { field in
      let own = name(field.name)
      if field.type == .text, !dialect.collateColumn.isEmpty {
        return "\(own)\(dialect.collateColumn) AS \(own)"
      }
      return single.contains(field.name) ? "\(dialect.cast(own, to: .float)) AS \(own)" : own
    }
    let list = items.isEmpty ? "1 AS \(name("none"))" : items.joined(separator: ", ")
    return add("SELECT \(list) FROM \(source)")
  }

  /// Rows that are written out; those of the first row say which types the columns have.
  private mutating func literal(_ table: Table, _ plan: LogicalPlan) throws -> Relation {
    let write = SQLExpression(options: options, columns: [])
    let types = zip(table.columns, plan.fields).map { column, field -> String? in
      guard field.type == .float, case .packed = column.storage else {
        return dialect.types[field.type]
      }
      return dialect.decimalType
    }
    func cast(_ text: String, _ place: Int) -> String {
      types[place].map { "CAST(\(text) AS \($0))" } ?? text
    }
    if plan.fields.isEmpty {
      let one = "SELECT 1 AS \(name("none"))"
      guard table.rowCount > 0 else { return add(one + " WHERE 1 = 0") }
      return add(Array(repeating: one, count: table.rowCount).joined(separator: " UNION ALL "))
    }
    if table.rowCount == 0 {
      let cells = plan.fields.indices.map {
        "\(cast("NULL", $0)) AS \(name(plan.fields[$0].name))"
      }
      return add("SELECT \(cells.joined(separator: ", ")) WHERE 1 = 0")
    }
    let rows = try (0..<table.rowCount).map { row in
      let cells = try table.columns.indices.map { place in
        let text = try write.constant(table.columns[place][row], plan.range)
        return row > 0 ? text : cast(text, place)
      }
      return "(\(cells.joined(separator: ", ")))"
    }
    return add(rows: "VALUES \(rows.joined(separator: ", "))", columns: columns(plan))
  }

  mutating func project(
    _ input: LogicalPlan, _ items: [NamedExpression], _ plan: LogicalPlan, _ isOrdered: Bool
  ) throws -> Relation {
    let from = try relation(input, isOrdered)
    let write = expressions(input)
    var texts = try items.map { item in
      let (text, own) = (try write.key(item.expression), name(item.name))
      return text == own ? own : "\(text) AS \(own)"
    }
    // The order goes on by the columns that it is about, under whatever names.
    var order: [Key] = []
    var extra: [String] = []
    for key in from.order where isOrdered {
      let kept = key.place.flatMap { place in
        items.firstIndex { $0.expression.columnIndex == place }
      }
      if let kept {
        order.append(try self.key(kept, of: plan, isDescending: key.isDescending))
        continue
      }
      var moved = key
      moved.place = nil
      let own = freshName("order\(extra.count)", plan)
      texts.append("\(key.text) AS \(own)")
      moved.text = own
      extra.append(own)
      order.append(moved)
    }
    if texts.isEmpty { texts = ["1 AS \(name("none"))"] }
    return add(
      "SELECT \(texts.joined(separator: ", ")) FROM \(from.name)", order: order, extra: extra)
  }

  mutating func aggregate(
    _ input: LogicalPlan, _ keys: [NamedExpression], _ calls: [AggregateCall],
    _ plan: LogicalPlan, _ isOrdered: Bool
  ) throws -> Relation {
    var from = try relation(input, false)
    let write = expressions(input)
    // Keys that are computed get names of their own first, which nothing else has.
    var own = try keys.map { try write.key($0.expression) }
    if keys.contains(where: { $0.expression.columnIndex == nil }) {
      let names = keys.indices.map { freshName("key\($0)", input) }
      let items = zip(own, names).map { "\($0) AS \($1)" }
      from = add("SELECT *, \(items.joined(separator: ", ")) FROM \(from.name)")
      own = names
    }
    let items =
      zip(own, keys).map { $0 == name($1.name) ? $0 : "\($0) AS \(name($1.name))" }
      + (try calls.map { "\(try write.aggregate($0)) AS \(name($0.name))" })
    let groups = own.isEmpty ? "" : " GROUP BY \(own.joined(separator: ", "))"
    guard !items.isEmpty else { throw obstacle(SQLWriter.thisStep, SQLReason.stage, plan) }
    return add(
      "SELECT \(items.joined(separator: ", ")) FROM \(from.name)\(groups)",
      order: isOrdered ? try keys.indices.map { try key($0, of: plan) } : [])
  }

  mutating func window(
    _ input: LogicalPlan, _ by: [Expression], _ sort: [SortKey], _ calls: [WindowCall],
    _ plan: LogicalPlan, _ isOrdered: Bool
  ) throws -> Relation {
    // Calls that nobody reads are left out of the plan, the step then too.
    guard !calls.isEmpty else { return try relation(input, isOrdered) }
    let from = try relation(input, isOrdered || !sort.isEmpty)
    let write = expressions(input)
    let partition = try by.map(write.key)
    let keys = try self.keys(sort, input)
    let first = try sort.first.map { try write.sql($0.expression) }
    let items = try calls.enumerated().map { index, call in
      let field = plan.fields[input.fields.count + index]
      // Equal rows share a rank; else the order before tells them apart.
      let order =
        switch call.kind {
        case .function(.rank), .function(.denseRank), .function(.percentRank): keys
        default: keys + from.order
        }
      let text = try write.window(
        call, by: partition, sort: order.map(\.order), first: first)
      return "\(text) AS \(name(field.name))"
    }
    return add(
      "SELECT *, \(items.joined(separator: ", ")) FROM \(from.name)", order: from.order,
      extra: from.extra)
  }

  mutating func limited(_ from: Relation, _ offset: Int, _ count: Int?) -> Relation {
    var text = "SELECT * FROM \(from.name)\(ordered(from))"
    if let count { text += " LIMIT \(count)" } else { text += dialect.allRows }
    if offset > 0 { text += " OFFSET \(offset)" }
    return add(text, order: from.order, extra: from.extra)
  }

  /// The first rows of each group, in an order that was given.
  mutating func firstRows(
    _ input: LogicalPlan, _ by: [Expression], _ count: Int, _ plan: LogicalPlan
  ) throws -> Relation {
    let from = try relation(input, true)
    guard !from.order.isEmpty else { throw obstacle(SQLWriter.thisStep, SQLReason.order, plan) }
    let keys = try by.map { try expressions(input).key($0) }
    let partition = keys.isEmpty ? "" : "PARTITION BY \(keys.joined(separator: ", "))"
    let rank = freshName("rank", plan)
    let ranked = add(
      "SELECT *, ROW_NUMBER() OVER (\(partition)\(ordered(from))) AS \(rank) FROM \(from.name)")
    let list = (columns(plan) + from.extra).joined(separator: ", ")
    return add(
      "SELECT \(list) FROM \(ranked.name) WHERE \(rank) <= \(count)", order: from.order,
      extra: from.extra)
  }

  mutating func distinct(
    _ input: LogicalPlan, _ places: [Int], _ plan: LogicalPlan, _ isOrdered: Bool
  ) throws -> Relation {
    let isWhole = places.isEmpty || Set(places).count == input.fields.count
    guard isWhole else {
      let by = places.map {
        Expression(.column($0), type: input.fields[$0].type, range: plan.range)
      }
      return try firstRows(input, by, 1, plan)
    }
    let from = try relation(input, isOrdered)
    // A key that is no column of the rows says nothing of rows of which one is kept.
    guard from.order.allSatisfy({ $0.place != nil }) else {
      throw obstacle(SQLWriter.thisStep, SQLReason.order, plan)
    }
    return add(
      "SELECT DISTINCT \(columns(plan).joined(separator: ", ")) FROM \(from.name)",
      order: from.order)
  }

  mutating func join(
    _ left: LogicalPlan, _ right: LogicalPlan, _ kind: LogicalPlan.JoinKind,
    _ keys: [LogicalPlan.JoinKey], _ kept: [Int], _ expect: LogicalPlan.JoinExpectation?,
    _ plan: LogicalPlan, _ isOrdered: Bool
  ) throws -> Relation {
    guard kind != .full else { throw obstacle("`join full`", SQLReason.stage, plan) }
    guard expect != .one else { throw obstacle("`expect one`", SQLReason.stage, plan) }
    guard !keys.isEmpty, keys.allSatisfy({ $0.comparison == .equal && !$0.isNearest }) else {
      throw obstacle(SQLWriter.thisStep, SQLReason.pairs, plan)
    }
    let (one, other) = (try relation(left, isOrdered), try relation(right, false))
    let (write, writeRight) = (expressions(left, prefix: "l."), expressions(right, prefix: "r."))
    let condition = try keys.map { key in
      let types = [key.left.type, key.right.type]
      guard !types.contains(.timestamp) else {
        throw SQLObstacle(
          what: SQLWriter.thisStep, reason: SQLReason.clock, range: key.left.range)
      }
      return "\(try write.sql(key.left)) = \(try writeRight.sql(key.right))"
    }.joined(separator: " AND ")
    if kind == .semi || kind == .anti {
      let exists = kind == .semi ? "EXISTS" : "NOT EXISTS"
      return add(
        "SELECT * FROM \(one.name) l WHERE \(exists) "
          + "(SELECT 1 FROM \(other.name) r WHERE \(condition))", order: one.order,
        extra: one.extra)
    }
    let names = columns(plan)
    let leftNames = left.fields.indices.map { "\(write.columns[$0]) AS \(names[$0])" }
    let rightNames = kept.enumerated().map {
      "\(writeRight.columns[$1]) AS \(names[left.fields.count + $0])"
    }
    // Keys of the order that are no columns become some.
    var extra: [String] = []
    let order = try one.order.enumerated().map { index, key in
      if let place = key.place {
        return try self.key(place, of: plan, isDescending: key.isDescending)
      }
      var moved = key
      moved.text = freshName("order\(index)", plan)
      extra.append(moved.text)
      return moved
    }
    let carried = zip(one.order.filter { $0.place == nil }, extra).map { key, own in
      "\(one.extra.contains(key.text) ? "l.\(key.text)" : key.text) AS \(own)"
    }
    // What an expression of the order reads could be meant of either table.
    guard one.order.allSatisfy({ $0.place != nil || one.extra.contains($0.text) }) else {
      throw obstacle(SQLWriter.thisStep, SQLReason.order, plan)
    }
    let items = leftNames + rightNames + carried
    return add(
      "SELECT \(items.joined(separator: ", ")) FROM \(one.name) l "
        + "\(kind == .left ? "LEFT JOIN" : "JOIN") \(other.name) r ON \(condition)",
      order: order, extra: extra)
  }

  mutating func append(
    _ inputs: [LogicalPlan], _ places: [[Int?]], _ plan: LogicalPlan, _ isOrdered: Bool
  ) throws -> Relation {
    var texts: [String] = []
    for (input, own) in zip(inputs, places) {
      let from = try relation(input, isOrdered)
      // A union has no order, so what comes in one is put together here.
      guard from.order.isEmpty || !isOrdered else {
        throw obstacle(SQLWriter.thisStep, SQLReason.order, plan)
      }
      let write = expressions(input)
      let items = zip(own, plan.fields).map { place, field in
        // A column that is missing or null in one table is of the type that the others give it.
        let text =
          switch place {
          case let place? where input.fields[place].type == field.type: write.columns[place]
          case let place?: dialect.cast(write.columns[place], to: field.type)
          case nil: dialect.cast("NULL", to: field.type)
          }
        return text == name(field.name) ? text : "\(text) AS \(name(field.name))"
      }
      guard !items.isEmpty else { throw obstacle(SQLWriter.thisStep, SQLReason.stage, plan) }
      texts.append("SELECT \(items.joined(separator: ", ")) FROM \(from.name)")
    }
    return add(texts.joined(separator: "\n  UNION ALL "))
  }
}
