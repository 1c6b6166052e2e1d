public import Columns
public import Functions
public import Language

/// A plan and what the binder has to say about it.
public struct BoundPipeline: Sendable {
  /// Nil where there are errors.
  public let plan: LogicalPlan?
  /// The dataset whose rows the result still shows one for one.
  public let info: DatasetInfo?
  public let diagnostics: [Diagnostic]
}

/// Turns the syntax of a pipeline into a logical plan: resolves names, checks types, and reports
/// every error that it can find, not only the first.
///
/// After an error it goes on with what it knows: an expression that failed has the type null, which
/// fits anywhere, and a step that failed passes its input on.
public final class Binder {
  let catalog: any Catalog
  let registry: FunctionRegistry
  let today: Int32
  var diagnostics: [Diagnostic] = []
  /// Whether an argument of an aggregate is being bound.
  var isInsideAggregate = false
  /// The arguments of the user functions being expanded, innermost last.
  var arguments: [[String: Expression]] = []
  /// The names of the user functions being expanded, innermost last.
  var expanding: [String] = []
  /// The last `project` or `whatif`, for a chart of it.
  var lastAnalysis: (name: String, plan: ProjectPlan, inputs: [LogicalPlan])?
  /// The catalogue's names of units, once they are read.
  var knownUnitNames: UnitNames?

  public init(
    catalog: any Catalog, registry: FunctionRegistry = .standard, today: Int32 = 0
  ) {
    self.catalog = catalog
    self.registry = registry
    self.today = today
  }

  /// A plan on its way: what the steps so far give.
  struct Stage {
    var plan: LogicalPlan
    var scope: Scope
    var info: DatasetInfo?
  }

  /// The plan of a pipeline.
  ///
  /// Throws only what the catalogue throws: a file that cannot be read, an interrupt.
  public func bind(_ pipeline: Pipeline) throws -> BoundPipeline {
    let stage = try self.stage(pipeline, needed: nil)
    let plan = diagnostics.hasErrors ? nil : stage?.plan
    return BoundPipeline(plan: plan, info: stage?.info, diagnostics: diagnostics)
  }

  /// What a pipeline gives as far as it can be understood, errors or not: for completion.
  public func plan(of pipeline: Pipeline) throws -> LogicalPlan? {
    try stage(pipeline, needed: nil)?.plan
  }

  /// The value of an expression without columns, for `let`, `param` and options; nil after an error.
  public func constant(_ expression: Expr) -> (value: Value?, diagnostics: [Diagnostic]) {
    let bound = self.bind(expression, .row(Scope([])))
    if diagnostics.hasErrors { return (nil, diagnostics) }
    guard let value = bound.constant ?? (bound.columns.isEmpty ? evaluated(bound) : nil) else {
      report(BinderMessages.notConstant(at: expression.range))
      return (nil, diagnostics)
    }
    return (value, diagnostics)
  }

  /// What was found so far.
  public var found: [Diagnostic] { diagnostics }

  func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

  // MARK: Sources

  /// - Parameter needed: the columns that what follows can use; nil for all.
  func stage(_ pipeline: Pipeline, needed: Set<String>?) throws -> Stage? {
    let own = ColumnDemand.names(pipeline.steps)
    // A pipeline in brackets that passes all columns on needs what its surroundings need.
    var demand = own
    if own == nil, let needed, pipeline.steps.allSatisfy({ $0.isRowwise }) {
      demand = needed.union(ColumnDemand.mentioned(pipeline.steps))
    }
    guard var stage = try source(pipeline.source, needed: demand.map(normalized)) else {
      return nil
    }
    for step in pipeline.steps {
      stage = try bind(step, stage)
      // Without its columns what follows would only be told of columns that are missing.
      if step.namesItsColumns, diagnostics.hasErrors { break }
    }
    return stage
  }

  private func normalized(_ names: Set<String>) -> Set<String> {
    Set(names.map { TextNormalization.normalizeNFC($0) })
  }

  func source(_ source: Source, needed: Set<String>?) throws -> Stage? {
    switch source.kind {
    case .name(let name):
      let text = TextNormalization.normalizeNFC(name.text)
      guard let table = try catalog.table(named: text) else {
        report(BinderMessages.unknownTable(name, catalog.tableNames))
        return nil
      }
      return scan(table, source.range)
    case .file(let path, let options):
      guard let path = resolved(path) else { return nil }
      return scan(try catalog.file(path, options: options, needed: needed), source.range)
    case .pipeline(let pipeline): return try stage(pipeline, needed: needed)
    case .last:
      guard let table = try catalog.lastResult() else {
        report(BinderMessages.noLastResult(at: source.range))
        return nil
      }
      return scan(table, source.range)
    case .rows(let rows): return try self.rows(rows, source.range)
    case .range(let from, let to, let name):
      return try range(from, to, name, source.range)
    case .invalid: return nil
    }
  }

  func scan(_ table: CatalogTable, _ range: SourceRange) -> Stage {
    let plan = LogicalPlan(
      .scan(table.table, name: table.name, columns: Array(table.table.columns.indices)),
      fields: table.table.fields, range: range)
    return Stage(
      plan: plan, scope: Scope(plan.fields, roles: table.info?.roles ?? [:]), info: table.info)
  }

  private func rows(_ rows: [RowLiteral], _ range: SourceRange) throws -> Stage {
    var names: [String] = []
    var cells: [[String: (Value, SourceRange)]] = []
    for row in rows {
      var own: [String: (Value, SourceRange)] = [:]
      for cell in row.cells {
        let name = TextNormalization.normalizeNFC(cell.name.text)
        if own[name] != nil {
          report(BinderMessages.duplicateName(name, at: cell.name.range, first: nil))
        }
        if !names.contains(name) { names.append(name) }
        own[name] = (constantValue(cell.value) ?? .null, cell.value.range)
      }
      cells.append(own)
    }
    var columns: [(String, Column)] = []
    for name in names {
      var type = DataType.null
      var values: [Value] = []
      for row in cells {
        let (value, place) = row[name] ?? (.null, range)
        if let both = Binder.unified(type, value.type) {
          type = both
        } else {
          report(BinderMessages.typesDiffer(name, type, value.type, at: place))
        }
        values.append(value)
      }
      columns.append((name, try Column(type, values)))
    }
    let table = Table(
      fields: columns.map { Field($0.0, $0.1.type) }, columns: columns.map(\.1),
      rowCount: rows.count)
    return scan(CatalogTable(name: "rows", table: table), range)
  }

  private func range(_ from: Expr, _ to: Expr, _ name: Name?, _ range: SourceRange) throws
    -> Stage?
  {
    guard let low = integer(from), let high = integer(to) else { return nil }
    let count = high < low ? 0 : high - low + 1
    guard count <= 1 << 30 else {
      report(
        BinderMessages.badValue(
          "a range may have at most 2^30 numbers", "một dãy có tối đa 2^30 số", at: range))
      return nil
    }
    let column = try Column.consecutive(from: Int64(low), count: count) {
      try catalog.checkStopped()
    }
    let text = TextNormalization.normalizeNFC(name?.text ?? "value")
    let table = Table([(text, column)])
    return scan(CatalogTable(name: "range", table: table), range)
  }

  // MARK: Constants

  /// The value of an expression that must not depend on a row; reports and gives nil otherwise.
  func constantValue(_ expression: Expr) -> Value? {
    let before = diagnostics.count
    let bound = bind(expression, .row(Scope([])))
    if let value = bound.constant ?? (bound.columns.isEmpty ? evaluated(bound) : nil) {
      return value
    }
    if !diagnostics[before...].contains(where: \.isError) {
      report(BinderMessages.notConstant(at: expression.range))
    }
    return nil
  }

  /// The value of an expression without columns that was not folded, since it is worth a note or
  /// depends on the day; nil where it fails.
  private func evaluated(_ expression: Expression) -> Value? {
    switch expression.kind {
    case .constant(let value): return value
    case .column: return nil
    case .call(let function, let arguments):
      let values = arguments.compactMap(evaluated)
      guard values.count == arguments.count else { return nil }
      let context = EvaluationContext(today: today)
      return try? function.evaluate(values.map { .constant($0) }, 1, context)[0]
    case .choose(let cases, let otherwise):
      for one in cases {
        guard let condition = evaluated(one.condition) else { return nil }
        if condition == .bool(true) { return evaluated(one.value) }
      }
      return evaluated(otherwise)
    case .coalesce(let parts):
      for part in parts {
        guard let value = evaluated(part) else { return nil }
        if !value.isNull { return value }
      }
      return .null
    }
  }

  /// A constant int.
  func integer(_ expression: Expr) -> Int? {
    guard let value = constantValue(expression) else { return nil }
    if case .int(let number) = value { return Int(number) }
    if !diagnostics.contains(where: { $0.range == expression.range && $0.isError }) {
      report(BinderMessages.expected(.int, value.type, at: expression.range))
    }
    return nil
  }

  /// The type that holds values of both; nil where there is none.
  static func unified(_ one: DataType, _ other: DataType) -> DataType? {
    if one == other || other == .null { return one }
    if one == .null { return other }
    if one.isNumeric, other.isNumeric { return .float }
    if one.isTemporal, other.isTemporal { return .timestamp }
    return nil
  }
}

extension Step {
  /// Whether the columns of the result are the step's own, and unknown after an error.
  var namesItsColumns: Bool {
    switch kind {
    case .compare, .project, .whatif, .track, .progress, .pivot, .unpivot, .describe: true
    default: false
    }
  }

  /// Whether all columns of the input go on, so that what the step does not mention may matter.
  var isRowwise: Bool {
    switch kind {
    case .where, .derive, .sort, .take, .skip, .assert: true
    default: false
    }
  }
}

extension ColumnDemand {
  /// All names that occur in steps that pass every column on.
  static func mentioned(_ steps: [Step]) -> Set<String> {
    // A step that narrows ends the walk, so an empty `aggregate` makes the names so far come out.
    let end = Step(.aggregate([]), range: SourceRange(0, 0), wordRange: SourceRange(0, 0))
    return names(steps + [end]) ?? []
  }
}
