extension Method {
  /// The default by length and kind (section 10 of the methods page); nil where nothing can be
  /// said (no point, or one point without peers).
  public static func standard(
    points: Int, bounds: Bounds, pooled: Bool, periodsPerYear: Int = 1
  ) -> Method? {
    guard points >= 1 else { return nil }
    if periodsPerYear > 1, points < 2 * periodsPerYear {
      return points > periodsPerYear ? .yearOnYear : points >= 2 ? .halfDrift : nil
    }
    if bounds.isBounded {
      if pooled { return .pooled }
      return points >= 3 ? .logitDamped : points == 2 ? .halfDrift : nil
    }
    return points >= 6 ? .driftAndTheta : points >= 2 ? .halfDrift : nil
  }
}
