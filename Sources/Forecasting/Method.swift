/// Ways to draw a series forward (section 4 of the methods page); the raw value is the word for it.
public enum Method: String, CaseIterable, Hashable, Sendable {
  case naive
  case drift
  case halfDrift = "half_drift"
  case dampedDrift = "damped"
  case logitDrift = "logit_drift"
  case logitDamped = "logit"
  /// The default for a series with a floor and a ceiling, alone.
  case bounded
  /// The same among peers.
  case pooled
  case linear = "ols"
  case theilSen = "theilsen"
  case logLinear = "loglinear"
  case logitLinear = "logit_ols"
  case simpleSmoothing = "ses"
  case holt
  case dampedHolt = "damped_holt"
  case smoothing = "ets"
  case theta
  case dynamicTheta = "dotm"
  case automaticTheta = "autotheta"
  case driftAndTheta = "drift_dotm"
  /// The default for levels: drift, theta and Holt, weighted by length and noise.
  case combined = "comb"
  case medianOfFive = "median5"
  case logistic
  case gompertz
  case seasonalNaive = "snaive"
  case yearOnYear = "year_on_year"

  /// The least number of points.
  public var leastPoints: Int {
    switch self {
    case .naive, .pooled: 1
    case .drift, .halfDrift, .dampedDrift, .logitDrift, .logitDamped, .bounded, .linear, .theilSen,
      .logLinear, .logitLinear, .seasonalNaive, .yearOnYear:
      2
    case .logistic, .gompertz: 3
    case .simpleSmoothing, .theta, .smoothing: 4
    case .holt, .dynamicTheta, .automaticTheta: 5
    case .driftAndTheta, .combined, .medianOfFive: 6
    case .dampedHolt: 9
    }
  }
}
