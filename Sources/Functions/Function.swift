public import Columns

/// An argument of a kernel: a value per row, or one value for all rows.
public enum Operand: Sendable {
  case column(Column)
  case constant(Value)

  /// The type of the values.
  public var type: DataType {
    switch self {
    case .column(let column): column.type
    case .constant(let value): value.type
    }
  }
}

/// A table that gives a text for a text, and for a time where the answer depends on one: the names
/// of units, a crosswalk. A plan names the table, the run brings it.
public protocol TextLookup: Sendable {
  /// - Parameter time: a year or a day, as the call has it.
  func answer(_ text: String, _ time: Int64?) -> String
}

/// What a kernel may know of the run, and what it reports back. One per lane: not shared.
public final class EvaluationContext {
  /// The day that `today` gives, as days since 1970-01-01.
  public let today: Int32
  /// The order of text: nil for code points.
  public let collation: Collation?
  /// Tables by which functions answer, by the name that their call gives.
  public let lookups: [String: any TextLookup]
  /// Rows whose division by zero gave null.
  public var divisionsByZero = 0
  /// Rows whose text could not be read as the wanted type and became null.
  public var failedConversions = 0
  /// Those of them whose number could be read with a decimal point or with a decimal comma.
  public var unclearNumbers = 0

  public init(
    today: Int32, collation: Collation? = nil, lookups: [String: any TextLookup] = [:]
  ) {
    self.today = today
    self.collation = collation
    self.lookups = lookups
  }
}

/// A row that cannot be computed. The evaluator adds where in the query that was.
public struct EvaluationFailure: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case integerOverflow(operation: String)
    case invalidArgument(Bilingual)
  }
  public let kind: Kind
  /// The row of the batch, where one can be named.
  public let row: Int?

  public init(_ kind: Kind, row: Int? = nil) {
    self.kind = kind
    self.row = row
  }
}

/// Text in the two languages of the interface.
public struct Bilingual: Sendable, Hashable {
  public let en: String
  public let vi: String

  public init(en: String, vi: String) {
    self.en = en
    self.vi = vi
  }
}

/// What help says of a function; completion, the reference and the tests that run the examples read
/// it too.
public struct FunctionHelp: Sendable {
  /// `replace(x, from, to)`
  public let signature: String
  public let about: Bilingual
  /// Expressions with their results, such as `("round(2.567, 1)", "2.6")`.
  public let examples: [(expression: String, result: String)]

  public init(
    signature: String, about: Bilingual, examples: [(expression: String, result: String)] = []
  ) {
    self.signature = signature
    self.about = about
    self.examples = examples
  }
}

/// A function of the values of one row: operators too, under the names of their signs.
///
/// Kernels get each argument as an operand and the number of rows, and give a column of that many
/// rows at offset 0. The type switch is outside the loop; a null argument gives null unless help
/// says otherwise. Arguments have the types that `resolve` accepted.
public final class ScalarFunction: Sendable, Hashable {
  public let name: String
  public let help: FunctionHelp
  /// Whether a table of the run answers (`EvaluationContext.lookups`).
  public let needsLookup: Bool
  /// False for `today` and the like: such calls are not folded across runs, only within one.
  public let isConstantFoldable: Bool
  /// The form of the periods that it writes, which tells functions of one name apart; nil for those
  /// of the registry.
  public let period: PeriodForm?
  /// The type of the result for arguments of these types (`.null` fits anywhere); nil where the
  /// function does not take them.
  public let resolve: @Sendable ([DataType]) -> DataType?
  /// The kernel.
  public let evaluate: @Sendable ([Operand], Int, EvaluationContext) throws -> Column

  public init(
    _ name: String, help: FunctionHelp, isConstantFoldable: Bool = true,
    needsLookup: Bool = false, period: PeriodForm? = nil,
    resolve: @escaping @Sendable ([DataType]) -> DataType?,
    evaluate: @escaping @Sendable ([Operand], Int, EvaluationContext) throws -> Column
  ) {
    self.name = name
    self.help = help
    self.isConstantFoldable = isConstantFoldable
    self.needsLookup = needsLookup
    self.period = period
    self.resolve = resolve
    self.evaluate = evaluate
  }

  /// A function is its name, of which a registry has each once, and the form of its periods.
  public static func == (one: ScalarFunction, other: ScalarFunction) -> Bool {
    one === other || (one.name == other.name && one.period == other.period)
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

/// The aggregates of the language. The kernels over groups are in `Execution`.
public enum Aggregate: String, Sendable, Hashable, CaseIterable {
  case count, sum, avg, min, max, median, quantile, stddev, variance
  case countDistinct = "count_distinct"
  case first, last, mode
  case argMax = "arg_max"
  case argMin = "arg_min"
  case any, all
  case textJoin = "text_join"
  case corr, slope, intercept, r2
  case weightedAvg = "weighted_avg"
  case rate
}

/// The functions that need the order of rows within a group (`derive by … sort …:`); aggregates may
/// stand in the same place.
public enum WindowFunction: String, Sendable, Hashable, CaseIterable {
  case rowNumber = "row_number"
  case rank
  case denseRank = "dense_rank"
  case percentRank = "percent_rank"
  case lag, lead, cumsum, cumavg
  case movingAvg = "moving_avg"
  case share, ntile, first, last
  case growth
  case indexTo = "index_to"
}
