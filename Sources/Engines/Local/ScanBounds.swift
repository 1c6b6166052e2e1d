package import Columns
import Functions
import Language
package import Planning

/// What a filter says of single columns, for sources that tell ranges of values of their parts or can forget
/// rows as they read.
package enum ScanBounds {
  /// What all rows of a source have to meet to matter to a plan that reads nothing else and takes row by row what
  /// its first filter lets through; empty for any other plan. Types need not be known.
  package static func ofOnlyFilter(in plan: LogicalPlan) -> [ColumnBound] {
    switch plan.node {
    case .filter(let input, let condition):
      if case .scan = input.node { return of(condition, over: input.fields) }
      return ofOnlyFilter(in: input)
    case .project(let input, _), .sort(let input, _), .topN(let input, _, count: _),
      .limit(let input, offset: _, count: _), .peek(let input, label: _),
      .tap(let input, _, history: nil):
      return ofOnlyFilter(in: input)
    default: return []
    }
  }

  /// The comparisons of a column with a constant that all rows have to meet.
  ///
  /// - Parameter fields: of the rows that the condition is over.
  static func of(_ condition: Expression, over fields: [Field]) -> [ColumnBound] {
    let parts = condition.conjuncts
    // How many rows leave the condition null is told: where a part always does, all rows count.
    if parts.contains(where: isNull) { return [] }
    return parts.flatMap { part -> [ColumnBound] in
      guard case .call(let function, let arguments) = part.kind, arguments.count > 1 else {
        return []
      }
      if function.name == "in" { return within(arguments, fields) }
      guard arguments.count == 2, let sign = ColumnBound.Sign(rawValue: function.name) else {
        return []
      }
      if let name = name(arguments[0], fields), let value = arguments[1].constant {
        return bound(name, sign, value)
      }
      if let name = name(arguments[1], fields), let value = arguments[0].constant {
        return bound(name, sign.turned, value)
      }
      return []
    }
  }

  /// Whether a part is null, or compares with it.
  private static func isNull(_ part: Expression) -> Bool {
    if part.constant?.isNull ?? false { return true }
    guard case .call(let function, let arguments) = part.kind,
      ColumnBound.Sign(rawValue: function.name) != nil
    else { return false }
    return arguments.contains { $0.constant?.isNull ?? false }
  }

  private static func name(_ column: Expression, _ fields: [Field]) -> String? {
    column.columnIndex.map { fields[$0].name }
  }

  private static func bound(
    _ name: String, _ sign: ColumnBound.Sign, _ value: Value
  ) -> [ColumnBound] {
    value.isNull ? [] : [ColumnBound(name, sign, value)]
  }

  /// Whole numbers and dates of a list without nulls lie between its least and its greatest.
  private static func within(_ arguments: [Expression], _ fields: [Field]) -> [ColumnBound] {
    guard let name = name(arguments[0], fields) else { return [] }
    var ints: [Int64] = []
    var days: [Int32] = []
    for argument in arguments.dropFirst() {
      switch argument.constant {
      case .int(let value)?: ints.append(value)
      case .date(let value)?: days.append(value)
      // Null beside what it does not equal: such a row is told.
      default: return []
      }
    }
    if let low = ints.min(), let high = ints.max(), days.isEmpty {
      return bound(name, .atLeast, .int(low)) + bound(name, .atMost, .int(high))
    }
    if let low = days.min(), let high = days.max(), ints.isEmpty {
      return bound(name, .atLeast, .date(low)) + bound(name, .atMost, .date(high))
    }
    return []
  }
}

extension ColumnBound.Sign {
  /// The sign with its sides exchanged.
  fileprivate var turned: ColumnBound.Sign {
    switch self {
    case .equal: .equal
    case .less: .more
    case .atMost: .atLeast
    case .more: .less
    case .atLeast: .atMost
    }
  }
}

extension Executor {
  /// The rows of a source that matter to a request, perhaps with others; `explain analyze` says where
  /// only parts of the source were read.
  func scanned(_ id: SourceID, _ request: ScanRequest, _ range: SourceRange) throws -> Table {
    let start = RunContext.now()
    let table = try context.scan(id, request, at: range)
    if !request.bounds.isEmpty || request.limit != nil,
      let accepted = try? context.sources[id]?.accepts(request, context.run)
    {
      context.record(
        "scan", "\(accepted.parts.count) of \(accepted.partCount) parts", rows: table.rowCount,
        since: start)
    }
    return table
  }
}
