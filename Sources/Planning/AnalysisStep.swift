public import Columns
public import Language

/// What an analysis step computes, with names and types settled: `compare` with its years, `track`
/// with its rule. Each verb of the target Analysis has its own.
public protocol AnalysisPlan: Sendable, Hashable {
  /// The step's word.
  var name: String { get }
  /// The result, from the tables of the step's inputs.
  ///
  /// Throws a `Diagnostic` for what is wrong with the data, and `Stopped`.
  func run(_ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext) throws -> Table
}

/// An analysis as a part of a plan: two are equal when their plans are.
public struct AnalysisStep: Sendable, Hashable {
  public let plan: any AnalysisPlan

  public init(_ plan: any AnalysisPlan) { self.plan = plan }

  public var name: String { plan.name }

  public static func == (one: AnalysisStep, other: AnalysisStep) -> Bool {
    AnyHashable(one.plan) == AnyHashable(other.plan)
  }

  public func hash(into hasher: inout Hasher) { plan.hash(into: &hasher) }
}

/// One of the tables that an analysis reads.
public struct AnalysisInput: Sendable, Hashable {
  public enum Role: String, Sendable, Hashable {
    /// What was observed: keys, time, values.
    case observations
    /// The times that the data have, for messages about one that they have not.
    case times
    /// The times that stand behind each group and compared time, to tell which are part covered.
    case moments
    /// What is to be reached.
    case targets
    /// Which target speaks of which series.
    case matches
    /// The least and greatest values of columns that the data share with the targets.
    case constants
    /// Units with their kinds, of which some stand for many.
    case units
    /// What one's own words for a status mean.
    case words
  }

  public let role: Role
  public let plan: LogicalPlan

  public init(_ role: Role, _ plan: LogicalPlan) {
    self.role = role
    self.plan = plan
  }
}

/// The tables of an analysis, each computed when first asked for, and the engine's arithmetic over
/// tables that the analysis makes itself.
public struct AnalysisTables {
  private let table: (AnalysisInput.Role) throws -> Table?
  /// The values of expressions over the rows of a table.
  public let evaluated: ([Expression], Table) throws -> [Column]

  public init(
    table: @escaping (AnalysisInput.Role) throws -> Table?,
    evaluated: @escaping ([Expression], Table) throws -> [Column]
  ) {
    self.table = table
    self.evaluated = evaluated
  }

  /// The table of an input; nil where the step has no such input.
  public subscript(role: AnalysisInput.Role) -> Table? {
    get throws { try table(role) }
  }

  /// The observations; a table without rows where there are none.
  public func observations() throws -> Table {
    try self[.observations] ?? Table(fields: [], columns: [], rowCount: 0)
  }
}
