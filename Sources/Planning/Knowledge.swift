public import Columns
public import Functions
public import Language

/// What is known of the sources and stages of a pipeline while it is bound.
///
/// A pipeline is bound as often as something new becomes known: first by names alone, then with the
/// types of the columns that it reads, then once more for each stage that has run.
public struct Knowledge: Sendable {
  /// The schemas that sources were asked for.
  public var schemas: [SourceID: Schema] = [:]
  /// What stages gave, by the place of their step in the query.
  public var stages: [SourceRange: MemorySource] = [:]
  /// What stages told when they ran, by the same place.
  public var notes: [SourceRange: [Diagnostic]] = [:]

  /// The tables by which functions answer in constants.
  public var lookups: [String: any TextLookup] = [:]

  public init() {}
}

/// What must be known before the rest of a pipeline can be bound.
public enum Pending: Sendable {
  /// The types of these columns.
  case types([SourceID: Set<String>])
  /// The columns that a stage makes: the plan up to it, whose result goes into `Knowledge.stages`.
  case stage(LogicalPlan)
  /// The lookups by which constants are computed.
  case lookups([LookupRequest])
}

/// A table by which a function answers, to be made before a plan runs.
public struct LookupRequest: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// The names of units and their other spellings. Inputs: aliases (`alias`, `unit`), units
    /// (`name`); either may be missing.
    case unitNames
    /// What units came to be. Inputs: the crosswalk, then those of `unitNames`.
    case crosswalk(CrosswalkColumns, isYear: Bool)
  }

  /// Where a crosswalk has what: places in its plan.
  public struct CrosswalkColumns: Sendable, Hashable {
    public var from: Int
    public var to: Int
    public var day: Int?
    public var fromCode: Int?
    public var toCode: Int?

    package init(from: Int, to: Int) {
      self.from = from
      self.to = to
    }
  }

  /// The name that calls give.
  public let name: String
  public let kind: Kind
  /// The crosswalk, where the kind has one.
  public let crosswalk: LogicalPlan?
  public let aliases: LogicalPlan?
  public let units: LogicalPlan?
  /// The units that are looked up, each once, for a note about those that are not known.
  public let asked: LogicalPlan?
  public let range: SourceRange

  package init(
    name: String, kind: Kind, crosswalk: LogicalPlan?, aliases: LogicalPlan?,
    units: LogicalPlan?, asked: LogicalPlan?, range: SourceRange
  ) {
    self.name = name
    self.kind = kind
    self.crosswalk = crosswalk
    self.aliases = aliases
    self.units = units
    self.asked = asked
    self.range = range
  }
}

/// A plan and what the binder has to say about it.
public struct BoundPipeline: Sendable {
  /// The whole pipeline as far as it is understood. It can be run where nothing is pending and no
  /// diagnostic is an error; nil where not even a source was found.
  public let plan: LogicalPlan?
  /// What has to be known first; nil where the plan is complete.
  public let pending: Pending?
  /// The dataset whose rows the result still shows one for one.
  public let info: DatasetInfo?
  public let diagnostics: [Diagnostic]
  /// The sources that the plan names.
  public let sources: [SourceID: any TableSource]
  /// Where the query names files, for what goes wrong in them.
  public let places: [SourceID: SourceRange]
  /// What has to be looked up when the plan runs.
  public let lookups: [LookupRequest]
}
