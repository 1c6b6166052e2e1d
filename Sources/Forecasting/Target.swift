/// How a value must compare with a target.
public enum TargetComparison: Hashable, Sendable {
  case atLeast
  case above
  case atMost
  case below
  case equal
}

/// A value as published: exact, or only known to lie on one side of a number (">90").
public enum Observation: Hashable, Sendable {
  case exactly(Double)
  case above(Double)
  case atLeast(Double)
  case below(Double)
  case atMost(Double)

  /// The number as written.
  public var number: Double {
    switch self {
    case .exactly(let v), .above(let v), .atLeast(let v), .below(let v), .atMost(let v): v
    }
  }
}

/// A value to be reached by a time.
public struct Target: Hashable, Sendable {
  public let time: Double
  public let value: Double
  public let comparison: TargetComparison
  public let direction: Direction

  /// The direction follows from the comparison; `equal` needs to be told (up unless said).
  public init(
    time: Double, value: Double, comparison: TargetComparison = .atLeast, direction: Direction = .up
  ) {
    self.time = time
    self.value = value
    self.comparison = comparison
    switch comparison {
    case .atLeast, .above: self.direction = .up
    case .atMost, .below: self.direction = .down
    case .equal: self.direction = direction
    }
  }

  /// - Throws: `targetOutOfBounds` for a target above the ceiling or below the floor.
  public func check(_ bounds: Bounds) throws(ForecastingError) {
    guard bounds.contains(value) else {
      throw .targetOutOfBounds(target: value, lower: bounds.lower, upper: bounds.upper)
    }
  }

  /// Whether `value` meets the target; both are rounded to 1e-9 first. `equal` is met from the
  /// good side too, since it is read as a level to reach.
  public func isMet(by value: Double) -> Bool {
    let difference = direction.sign * (rounded(value) - rounded(self.value))
    return isStrict ? difference > 0 : difference >= 0
  }

  /// Whether an observation meets the target: only if all that it can be does, not if nothing that
  /// it can be does, else unknown (nil).
  public func isMet(by observation: Observation) -> Bool? {
    let number = observation.number
    switch observation {
    case .exactly: return isMet(by: number)
    case .above where direction == .up, .below where direction == .down:
      // All it can be lies strictly beyond the number.
      return direction.sign * (rounded(number) - rounded(value)) >= 0 ? true : nil
    case .atLeast where direction == .up, .atMost where direction == .down:
      return isMet(by: number) ? true : nil
    case .below, .above:
      // All it can be lies strictly short of the number.
      return direction.sign * (rounded(number) - rounded(value)) <= 0 ? false : nil
    case .atLeast, .atMost:
      return isMet(by: number) ? nil : false
    }
  }

  /// Strict comparisons exclude the number itself.
  public var isStrict: Bool { comparison == .above || comparison == .below }

  private func rounded(_ value: Double) -> Double { (value * 1e9).rounded() / 1e9 }
}
