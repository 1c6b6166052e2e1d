extension Method {
  /// The default by length and kind (methods page, table of defaults); nil where nothing can be said
  /// (no point, or one point without peers).
  ///
  /// Months and quarters follow the same rule: seasons are only estimated from two whole years on, so
  /// that before the trend is that of the periods there are.
  public static func standard(points: Int, bounds: Bounds, pooled: Bool) -> Method? {
    guard points >= 1 else { return nil }
    if bounds.isBounded { return pooled ? .pooled : points >= 2 ? .bounded : nil }
    return points >= 6 ? .combined : points >= 2 ? .halfDrift : nil
  }
}
