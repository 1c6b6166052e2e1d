/// Minimisation without derivatives by the simplex method of Nelder and Mead (1965), with the
/// customary coefficients 1, 2, 1/2, 1/2.
public enum NelderMead {
  /// Where the search ended.
  public struct Minimum: Sendable {
    public let point: [Double]
    public let value: Double
    public let evaluations: Int
  }

  /// Searches from `start`, the first simplex having one further corner per coordinate, `steps` away.
  ///
  /// Ends when the values at the corners agree to `tolerance` (relative) or after
  /// `maximumEvaluations`. A value that is not a number counts as +∞, so that a constraint may be
  /// expressed by returning infinity.
  public static func minimise(
    from start: [Double], steps: [Double], maximumEvaluations: Int = 2000,
    tolerance: Double = 1e-10, _ objective: ([Double]) -> Double
  ) -> Minimum {
    let n = start.count
    var evaluations = 0
    func value(_ point: [Double]) -> Double {
      evaluations += 1
      let value = objective(point)
      return value.isNaN ? .infinity : value
    }
    var corners: [(point: [Double], value: Double)] = [(start, value(start))]
    for axis in 0..<n {
      var point = start
      point[axis] += steps[axis]
      corners.append((point, value(point)))
    }
    guard n > 0 else { return Minimum(point: start, value: corners[0].value, evaluations: 1) }

    while evaluations < maximumEvaluations {
      corners.sort { $0.value < $1.value }
      let best = corners[0].value
      let worst = corners[n].value
      if worst - best <= tolerance * (abs(best) + tolerance) { break }
      var centre = [Double](repeating: 0, count: n)
      for corner in corners.dropLast() {
        for axis in 0..<n { centre[axis] += corner.point[axis] / Double(n) }
      }
      let last = corners[n].point
      func along(_ factor: Double) -> [Double] {
        (0..<n).map { centre[$0] + factor * (last[$0] - centre[$0]) }
      }
      let reflected = along(-1)
      let reflectedValue = value(reflected)
      if reflectedValue < best {
        let expanded = along(-2)
        let expandedValue = value(expanded)
        corners[n] =
          expandedValue < reflectedValue ? (expanded, expandedValue) : (reflected, reflectedValue)
      } else if reflectedValue < corners[n - 1].value {
        corners[n] = (reflected, reflectedValue)
      } else {
        let contracted = along(reflectedValue < worst ? -0.5 : 0.5)
        let contractedValue = value(contracted)
        if contractedValue < min(reflectedValue, worst) {
          corners[n] = (contracted, contractedValue)
        } else {
          let anchor = corners[0].point
          for corner in 1...n {
            let point = (0..<n).map { anchor[$0] + 0.5 * (corners[corner].point[$0] - anchor[$0]) }
            corners[corner] = (point, value(point))
          }
        }
      }
    }
    corners.sort { $0.value < $1.value }
    return Minimum(point: corners[0].point, value: corners[0].value, evaluations: evaluations)
  }
}
