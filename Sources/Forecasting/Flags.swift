/// What a reader must know about a result, beyond its numbers.
public struct Flags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The pace and the forecast say different things of the target.
  public static let tension = Flags(rawValue: 1 << 0)
  /// The last point is more than three years before today.
  public static let stale = Flags(rawValue: 1 << 1)
  /// The method did not beat "no change" on the unit's own last three points.
  public static let weak = Flags(rawValue: 1 << 2)
  /// Interior gaps were filled linearly for a method that needs even spacing.
  public static let interpolated = Flags(rawValue: 1 << 3)
  /// The line or the median was cut at the floor or the ceiling.
  public static let clipped = Flags(rawValue: 1 << 4)
  /// One point only: the trend is the peers'.
  public static let borrowed = Flags(rawValue: 1 << 5)
  /// Too little to give an interval: one point alone, or two of a level.
  public static let noInterval = Flags(rawValue: 1 << 6)
  /// All changes are equal, so that there is nothing to base an interval on.
  public static let noVariation = Flags(rawValue: 1 << 7)
  /// A value lies far outside the usual; a robust pace (`theilsen`) may serve better.
  public static let outlier = Flags(rawValue: 1 << 8)
  /// The total behind the rate moved by more than a fifth.
  public static let totalsShift = Flags(rawValue: 1 << 9)
  /// The target is met but the value is moving away from it.
  public static let slipping = Flags(rawValue: 1 << 10)
  /// The trend cannot be told from noise (Mann-Kendall p above 0.10).
  public static let noise = Flags(rawValue: 1 << 11)
  /// Values were pulled off the floor or ceiling before taking the logit.
  public static let logitClipped = Flags(rawValue: 1 << 12)
  /// The rule is an approximation of the published one.
  public static let approximate = Flags(rawValue: 1 << 13)

  /// Flags with their short names, in the order in which they are printed.
  public static let names: [(flag: Flags, name: String)] = [
    (.tension, "tension"), (.stale, "stale"), (.weak, "weak"), (.interpolated, "interp"),
    (.clipped, "clipped"), (.borrowed, "borrowed"), (.noInterval, "no interval"),
    (.noVariation, "no variation"), (.outlier, "outlier"), (.totalsShift, "mix?"),
    (.slipping, "slipping"), (.noise, "noise"), (.logitClipped, "logit clipped"),
    (.approximate, "approximate"), (.lasting, "break"),
  ]

  /// The level changed at once and stayed: the series may have to start there.
  public static let lasting = Flags(rawValue: 1 << 14)

  /// Short names of the flags that are set.
  public var labels: [String] { Flags.names.filter { contains($0.flag) }.map(\.name) }
}
