/// What if: changes to the course of units, as clauses that run from left to right in every
/// simulated step (the page on scenarios gives their meaning).
///
/// Times are instants, as everywhere: a clause "from 2026" starts at 2025.0, the end of 2025; "in
/// 2026" and "by 2026" are 2026.0. Amounts are in the units of the values, per year for paces, and
/// positive in the good direction.
public struct Scenario: Hashable, Sendable {
  public var name: String
  public var clauses: [Clause]
  /// The units that make up the aggregate; all unless given.
  public var members: Set<Int>?

  public init(name: String, clauses: [Clause], members: Set<Int>? = nil) {
    self.name = name
    self.clauses = clauses
    self.members = members
  }
}

/// One change, to all units or to some.
public struct Clause: Hashable, Sendable {
  public var action: Action
  /// Positions of the units concerned; all unless given.
  public var units: Set<Int>?

  public init(_ action: Action, units: Set<Int>? = nil) {
    self.action = action
    self.units = units
  }

  public enum Action: Hashable, Sendable {
    /// The yearly increment multiplied, added to, or set; from an instant on (the last point unless
    /// given), a factor being phased in over `ramp` years.
    case pace(PaceChange, from: Double? = nil, ramp: Double = 0)
    /// A one-off change of level, taken back linearly over `fade` years when given.
    case step(Double, at: Double, fade: Double? = nil)
    /// People or items more, covered or in all.
    case add(Double, Count, at: Double)
    /// From the last point to a value; flat afterwards. A unit already there keeps its course. Later
    /// factors may not carry it past the value unless `beyond`.
    case reach(Double, by: Double, path: ReachPath = .linear, beyond: Bool = false)
    /// `reach` with the value of a peer at the last common time, or of the peer's own base course
    /// at `by` when `moving`.
    case catchUp(Peer, by: Double, moving: Bool = false)
    /// A peer's pace, where better than one's own.
    case adoptPace(Peer)
    /// No change between two instants; beats every clause before it.
    case freeze(from: Double? = nil, until: Double? = nil)
    /// The base course so many years later.
    case delay(Double)
    /// A change of level (negative: a loss), then flat until `recover`, then one's own pace, all at
    /// once or (`progressive`) from 0 to 100 % over the years to the end.
    case dip(Double, at: Double, recover: Double, progressive: Bool = false)
    /// A tighter ceiling or floor, linear between the points given, flat outside them.
    case cap([BoundPoint])
    case floor([BoundPoint])
    /// The denominator of a rate; covered keep their increments, so that the rate responds.
    case total(TotalChange)
    /// So many items a year more to do.
    case growScope(Double)
    /// Yearly effort of one unit moved to others, in people or items or as a share of it.
    case reallocate(Effort, from: Int, to: [Int], rule: Allocation.Rule = .gap)
    /// An aggregate target shared out, every unit then on a straight line to its part.
    case allocate(Double, by: Double, rule: Allocation.Rule = .gap)
    /// The clauses of another scenario.
    case use(String)
  }

  public enum PaceChange: Hashable, Sendable {
    case times(Double)
    case plus(Double)
    case set(Double)
    /// A factor between two numbers: triangular, the mode in the middle.
    case between(Double, Double)
  }

  public enum Count: Hashable, Sendable {
    case covered
    case total
  }

  public enum TotalChange: Hashable, Sendable {
    /// Growth a year, 0.02 for 2 %.
    case growth(Double)
    case set(Double, at: Double)
  }

  public enum Effort: Hashable, Sendable {
    case items(Double)
    /// 0.1 for 10 %.
    case share(Double)
  }

  /// Whom to catch up with; quantiles are of the good direction (0.75: a quarter does better).
  public enum Peer: Hashable, Sendable {
    case best
    case quantile(Double)
    case unit(Int)

    public static let median = Peer.quantile(0.5)
  }

  public struct BoundPoint: Hashable, Sendable {
    public let time: Double
    public let value: Double

    public init(time: Double, value: Double) {
      self.time = time
      self.value = value
    }
  }
}

/// One unit as a scenario sees it.
public struct ScenarioUnit: Hashable, Sendable {
  public let name: String
  public let lastTime: Double
  public let lastValue: Double
  /// Observed pace per year, not directed.
  public let pace: Double
  /// The people or items that the value is a share of, at the last time; for counts the number to
  /// be done.
  public let total: Double?
  public let bounds: Bounds
  /// Medians of the forecast at ascending times, for `base forecast`; straight lines between them.
  public let forecast: [Clause.BoundPoint]
  /// For questions with a probability.
  public let scatter: Scatter?
  /// Observed values, for the percentile of demanded paces.
  public let history: Series?

  public init(
    name: String, lastTime: Double, lastValue: Double, pace: Double, total: Double? = nil,
    bounds: Bounds = .percent, forecast: [Clause.BoundPoint] = [], scatter: Scatter? = nil,
    history: Series? = nil
  ) {
    self.name = name
    self.lastTime = lastTime
    self.lastValue = lastValue
    self.pace = pace
    self.total = total
    self.bounds = bounds
    self.forecast = forecast
    self.scatter = scatter
    self.history = history
  }
}

/// What the scenario's base is: the course without any clause.
public enum ScenarioBase: String, Hashable, Sendable, CaseIterable {
  /// The observed pace, on a straight line.
  case hold
  /// The forecast.
  case forecast
  /// No change.
  case flat
}

/// What stopped a unit from following a scenario in full.
public struct Binding: OptionSet, Hashable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let cap = Binding(rawValue: 1 << 0)
  public static let floor = Binding(rawValue: 1 << 1)
  public static let freeze = Binding(rawValue: 1 << 2)
  /// It had reached the value before.
  public static let alreadyThere = Binding(rawValue: 1 << 3)
  /// Effort could not be placed any more.
  public static let exhausted = Binding(rawValue: 1 << 4)

  private static let names: [(Binding, String)] = [
    (.cap, "cap"), (.floor, "floor"), (.freeze, "freeze"), (.alreadyThere, "already there"),
    (.exhausted, "exhausted"),
  ]

  public var labels: [String] { Binding.names.filter { contains($0.0) }.map(\.1) }
}
