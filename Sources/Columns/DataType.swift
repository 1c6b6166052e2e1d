/// The type of a column or an expression, as the user sees it.
///
/// `float` has two physical forms, doubles and scaled decimals; `null` is the type of the literal
/// `null` and of a column in which nothing is known; `duration` occurs in expressions only.
public enum DataType: String, Sendable, Hashable, CaseIterable {
  case null, bool, int, float, text, date, timestamp, duration

  /// Whether arithmetic applies.
  public var isNumeric: Bool { self == .int || self == .float }

  /// Whether values are points in time.
  public var isTemporal: Bool { self == .date || self == .timestamp }
}
