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
    var corners = Corners(points: [start], values: [value(start)])
    for axis in 0..<n {
      var point = start
      point[axis] += steps[axis]
      corners.values.append(value(point))
      corners.points.append(point)
    }
    guard n > 0 else { return Minimum(point: start, value: corners.values[0], evaluations: 1) }

    // The points that a round tries take the place of those it drops: a search allocates nothing.
    var centre = [Double](repeating: 0, count: n)
    var reflected = centre
    var tried = centre
    while evaluations < maximumEvaluations {
      corners.sort()
      let best = corners.values[0]
      let worst = corners.values[n]
      if worst - best <= tolerance * (abs(best) + tolerance) { break }
      for axis in 0..<n { centre[axis] = 0 }
      for corner in 0..<n {
        for axis in 0..<n { centre[axis] += corners.points[corner][axis] / Double(n) }
      }
      along(-1, centre, corners.points[n], &reflected)
      let reflectedValue = value(reflected)
      if reflectedValue < best {
        along(-2, centre, corners.points[n], &tried)
        let expandedValue = value(tried)
        if expandedValue < reflectedValue {
          corners.replaceLast(&tried, expandedValue)
        } else {
          corners.replaceLast(&reflected, reflectedValue)
        }
      } else if reflectedValue < corners.values[n - 1] {
        corners.replaceLast(&reflected, reflectedValue)
      } else {
        along(reflectedValue < worst ? -0.5 : 0.5, centre, corners.points[n], &tried)
        let contractedValue = value(tried)
        if contractedValue < min(reflectedValue, worst) {
          corners.replaceLast(&tried, contractedValue)
        } else {
          for corner in 1...n {
            for axis in 0..<n {
              let anchor = corners.points[0][axis]
              corners.points[corner][axis] =
                anchor + 0.5 * (corners.points[corner][axis] - anchor)
            }
            corners.values[corner] = value(corners.points[corner])
          }
        }
      }
    }
    corners.sort()
    return Minimum(
      point: corners.points[0], value: corners.values[0], evaluations: evaluations)
  }

  /// The point on the line from the centre through the last corner.
  private static func along(
    _ factor: Double, _ centre: [Double], _ last: [Double], _ out: inout [Double]
  ) {
    for axis in centre.indices { out[axis] = centre[axis] + factor * (last[axis] - centre[axis]) }
  }

  /// The corners of the simplex with their values.
  private struct Corners {
    var points: [[Double]]
    var values: [Double]

    /// By value, those with the same value as they stood.
    mutating func sort() {
      for corner in 1..<values.count {
        var place = corner
        while place > 0, values[place] < values[place - 1] {
          values.swapAt(place, place - 1)
          points.swapAt(place, place - 1)
          place -= 1
        }
      }
    }

    /// Puts a point in the place of the last corner's, which comes out in its stead.
    mutating func replaceLast(_ point: inout [Double], _ value: Double) {
      swap(&points[points.count - 1], &point)
      values[values.count - 1] = value
    }
  }
}
