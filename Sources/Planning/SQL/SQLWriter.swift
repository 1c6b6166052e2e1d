public import Columns
import Functions
public import Language

/// What keeps a part of a plan from being written for a database: what it is, why, and where.
public struct SQLObstacle: Error, Sendable {
  public let what: Words
  public let reason: Words
  public let range: SourceRange

  public init(what: Words, reason: Words, range: SourceRange) {
    self.what = what
    self.reason = reason
    self.range = range
  }
}

/// A plan as one SQL statement: a common table expression for each step that makes columns.
///
/// Only what means the same in the database is written; anything else is an obstacle that names it.
public struct SQLWriter {
  /// For what and in which circumstances a statement is written.
  public struct Options {
    public var dialect: SQLDialect
    /// Whether texts have the order of a language rather than that of code points.
    public var followsLocale = false
    /// The day that `today` gives, in days since 1970-01-01; nil where the function is not written.
    public var today: Int32?
    /// The rows of a source that are written out as literals.
    public var rows: (SourceID) -> Table?
    /// The names that lead to a table of the database, outermost first; nil for a table of no
    /// database, which goes by its name.
    public var path: (SourceID) -> [String]?
    /// Columns of a source that hold floats in single precision.
    public var single: (SourceID) -> Set<String> = { _ in [] }

    public init(
      _ dialect: SQLDialect, rows: @escaping (SourceID) -> Table? = { _ in nil },
      path: @escaping (SourceID) -> [String]? = { _ in nil }
    ) {
      self.dialect = dialect
      self.rows = rows
      self.path = path
    }
  }

  /// The longest statement that is sent, in bytes.
  static let longest = 4_000_000

  let options: Options
  var dialect: SQLDialect { options.dialect }
  /// The expressions in front of the statement; columns are named where rows are written out.
  private var parts: [(name: String, body: String)] = []
  /// What the names of steps begin with: as no table that the plan reads does.
  private let prefix: String

  private init(_ options: Options, _ plan: LogicalPlan) {
    self.options = options
    let tables = plan.tableNames
    var prefix = "step_"
    while tables.contains(where: { $0.lowercased().hasPrefix(prefix) }) { prefix += "_" }
    self.prefix = prefix
  }

  /// The statement of a plan, whose columns are those of the plan.
  ///
  /// - Parameter isOrdered: whether the rows have to come in the order that the plan gives them.
  /// - Throws: An `SQLObstacle` where a part of the plan has no form in the dialect.
  public static func statement(
    _ plan: LogicalPlan, _ options: Options, isOrdered: Bool = true
  ) throws -> String {
    var writer = SQLWriter(options, plan)
    let result = try writer.relation(plan, isOrdered)
    var text = ""
    for (index, part) in writer.parts.enumerated() {
      text += (index == 0 ? "WITH " : ",\n") + "\(part.name) AS (\n  \(part.body)\n)"
    }
    let columns = writer.columns(plan)
    text +=
      (text.isEmpty ? "" : "\n")
      + "SELECT \(columns.isEmpty ? "1" : columns.joined(separator: ", ")) FROM \(result.name)"
    if isOrdered { text += writer.ordered(result) }
    guard text.utf8.count <= longest else {
      throw SQLObstacle(what: thisStep, reason: SQLReason.tooLong, range: plan.range)
    }
    return text
  }

  /// The statement of a plan for people to read.
  ///
  /// - Throws: A `Diagnostic` where a part of the plan has no form in the dialect.
  public static func write(_ plan: LogicalPlan, _ options: Options) throws -> String {
    do {
      return try statement(plan, options) + ";\n"
    } catch let obstacle as SQLObstacle {
      throw unknown(obstacle.what, options.dialect, at: obstacle.range, obstacle.reason)
    }
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
    _ what: Words, _ dialect: SQLDialect, at range: SourceRange, _ reason: Words? = nil
  ) -> Diagnostic {
    let why = reason.map { Words(en: ": \($0.en)", vi: ": \($0.text(in: .vi))") }
    return Diagnostic(
      code: "E0590",
      Words(
        en: "\(what.en) has no form in the SQL of \(dialect.name) that means the same"
          + (why?.en ?? ""),
        vi: "\(what.text(in: .vi)) không có dạng cùng nghĩa trong SQL của \(dialect.name)"
          + (why?.text(in: .vi) ?? "")),
      at: range,
      fix: Words(
        en: "leave it out, or `export` the result and load that",
        vi: "bỏ phần đó, hoặc `export` kết quả rồi nạp vào"))
  }

  // MARK: Relations

  /// A key of the order that rows are to have.
  struct Key {
    /// The value as written over the columns of the relation.
    var text: String
    var isDescending: Bool
    /// The place of the column that the value is, where it is one.
    var place: Int?
    var type: DataType

    var order: String { text + (isDescending ? " DESC" : "") + " NULLS LAST" }
  }

  /// A named table, and the order that its rows are to have.
  struct Relation {
    var name: String
    var order: [Key] = []
    /// Columns that only the order needs, as written.
    var extra: [String] = []
  }

  mutating func add(_ body: String, order: [Key] = [], extra: [String] = []) -> Relation {
    let name = "\(prefix)\(parts.count + 1)"
    parts.append((name, body))
    return Relation(name: name, order: order, extra: extra)
  }

  /// A table of rows that are written out, whose columns are named in front.
  mutating func add(rows body: String, columns: [String]) -> Relation {
    let name = "\(prefix)\(parts.count + 1)"
    parts.append(("\(name)(\(columns.joined(separator: ", ")))", body))
    return Relation(name: name)
  }

  func name(_ text: String) -> String { dialect.quoted(text) }

  /// A name that no column of the plan has.
  func freshName(_ start: String, _ plan: LogicalPlan) -> String {
    let taken = Set(plan.fields.map { $0.name.lowercased() })
    var own = "\(start)_\(parts.count + 1)"
    while taken.contains(own) { own += "_" }
    return name(own)
  }

  func columns(_ plan: LogicalPlan) -> [String] { plan.fields.map { name($0.name) } }

  func expressions(_ input: LogicalPlan, prefix: String = "") -> SQLExpression {
    SQLExpression(options: options, columns: columns(input).map { prefix + $0 })
  }

  func obstacle(_ what: Words, _ reason: Words, _ plan: LogicalPlan) -> SQLObstacle {
    SQLObstacle(what: what, reason: reason, range: plan.range)
  }

  func keys(_ keys: [SortKey], _ input: LogicalPlan) throws -> [Key] {
    let write = expressions(input)
    return try keys.map {
      Key(
        text: try write.ordering($0.expression), isDescending: $0.descending,
        place: $0.expression.columnIndex, type: $0.expression.type)
    }
  }

  /// The key of a column in that place.
  func key(_ place: Int, of plan: LogicalPlan, isDescending: Bool = false) throws -> Key {
    let field = plan.fields[place]
    let column = Expression(.column(place), type: field.type, range: plan.range)
    return Key(
      text: try expressions(plan).ordering(column), isDescending: isDescending, place: place,
      type: field.type)
  }

  func ordered(_ relation: Relation) -> String {
    relation.order.isEmpty
      ? "" : " ORDER BY \(relation.order.map(\.order).joined(separator: ", "))"
  }

  /// - Parameter isOrdered: whether something above needs the rows in their order.
  mutating func relation(_ plan: LogicalPlan, _ isOrdered: Bool) throws -> Relation {
    if dialect.foldsNames, Set(plan.fields.map { $0.name.lowercased() }).count < plan.fields.count {
      throw obstacle(
        Words(
          en: "a table with columns whose names differ in case only",
          vi: "bảng có các cột tên chỉ khác nhau ở chữ hoa, chữ thường"), SQLReason.sameNames, plan)
    }
    switch plan.node {
    case .scan(let id): return try scan(id, plan)
    case .filter(let input, let condition):
      let from = try relation(input, isOrdered)
      return add(
        "SELECT * FROM \(from.name) WHERE \(try expressions(input).sql(condition))",
        order: from.order, extra: from.extra)
    case .project(let input, let items): return try project(input, items, plan, isOrdered)
    case .aggregate(let input, let keys, let calls, let totals):
      guard !totals else { throw obstacle("`with totals`", SQLReason.stage, plan) }
      return try aggregate(input, keys, calls, plan, isOrdered)
    case .window(let input, let by, let sort, let calls):
      return try window(input, by, sort, calls, plan, isOrdered)
    case .sort(let input, let keys):
      var from = try relation(input, isOrdered)
      // Sorting is stable: what was the order before tells equal rows apart.
      if isOrdered { from.order = try self.keys(keys, input) + from.order }
      return from
    case .topN(let input, let keys, let count):
      var from = try relation(input, true)
      from.order = try self.keys(keys, input) + from.order
      return limited(from, 0, count)
    case .limit(let input, let offset, let count):
      return limited(try relation(input, true), offset, count)
    case .limitBy(let input, let by, let count): return try firstRows(input, by, count, plan)
    case .distinct(let input, let places): return try distinct(input, places, plan, isOrdered)
    case .join(let left, let right, let kind, let keys, let columns, let expect):
      return try join(left, right, kind, keys, columns, expect, plan, isOrdered)
    case .append(let inputs, let columns): return try append(inputs, columns, plan, isOrdered)
    case .peek, .tap, .assert: throw obstacle(SQLWriter.thisStep, SQLReason.effect, plan)
    default: throw obstacle(SQLWriter.thisStep, SQLReason.stage, plan)
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
