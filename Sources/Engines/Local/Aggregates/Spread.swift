/// The spread of the values of one group, kept around a value of its own.
///
/// Values of other groups, however large, have no part in it. The squares are those of Youngs and
/// Cramer's update, states are put together after Chan, Golub and LeVeque (*Algorithms for computing
/// the sample variance*, 1983): nothing is subtracted that is larger than the spread itself. That
/// the centre is a member of the group bounds how far the mean may lie from it.
struct Spread: BitwiseCopyable {
  /// How many values there are.
  var count = 0.0
  /// The first value.
  var centre = 0.0
  /// Σ (x − centre).
  var sum = 0.0
  /// Σ (x − mean)².
  var squares = 0.0

  var mean: Double { centre + sum / count }

  @inline(__always)
  mutating func add(_ value: Double) {
    if count == 0 {
      count = 1
      centre = value
      return
    }
    let distance = value - centre
    let before = count
    count += 1
    sum += distance
    // n · (value − mean); its division waits for nothing of the row before.
    let off = count * distance - sum
    squares += off * off / (count * before)
  }

  /// Adds the values of another spread.
  mutating func add(_ other: Spread) {
    if other.count == 0 { return }
    if count == 0 {
      self = other
      return
    }
    // The other sum around this centre.
    let moved = other.sum + other.count * (other.centre - centre)
    let both = count + other.count
    let off = moved * count - sum * other.count
    squares += other.squares + off * (off / (count * other.count * both))
    sum += moved
    count = both
  }
}

/// The spread of pairs of values of one group and how they go together, kept as `Spread` is.
struct PairedSpread: BitwiseCopyable {
  var count = 0.0
  /// The first pair.
  var centre = (x: 0.0, y: 0.0)
  /// Σ (x − centre), Σ (y − centre).
  var sum = (x: 0.0, y: 0.0)
  /// Σ (x − mean)², Σ (y − mean)², Σ (x − mean) · (y − mean).
  var squares = (xx: 0.0, yy: 0.0, xy: 0.0)

  /// The slope of the least-squares line of y on x.
  var slope: Double { squares.xy / squares.xx }

  var intercept: Double {
    let slope = slope
    return (centre.y - slope * centre.x) + (sum.y - slope * sum.x) / count
  }

  /// Pearson's coefficient.
  var correlation: Double {
    let product = squares.xx * squares.yy
    let scale =
      product.isNormal
      ? product.squareRoot() : squares.xx.squareRoot() * squares.yy.squareRoot()
    // The last digit is rounding: nothing goes together more than wholly.
    let result = squares.xy / scale
    return result.magnitude > 1 ? (result < 0 ? -1 : 1) : result
  }

  /// The share of the squares of y that the line explains.
  var explained: Double {
    if squares.yy == 0 { return 1 }
    let correlation = correlation
    return correlation * correlation
  }

  @inline(__always)
  mutating func add(x: Double, y: Double) {
    if count == 0 {
      count = 1
      centre = (x, y)
      return
    }
    let distance = (x: x - centre.x, y: y - centre.y)
    let before = count
    count += 1
    sum.x += distance.x
    sum.y += distance.y
    let offX = count * distance.x - sum.x
    let offY = count * distance.y - sum.y
    let share = 1 / (count * before)
    squares.xx += offX * offX * share
    squares.yy += offY * offY * share
    squares.xy += offX * offY * share
  }

  /// Adds the pairs of another spread.
  mutating func add(_ other: PairedSpread) {
    if other.count == 0 { return }
    if count == 0 {
      self = other
      return
    }
    let movedX = other.sum.x + other.count * (other.centre.x - centre.x)
    let movedY = other.sum.y + other.count * (other.centre.y - centre.y)
    let both = count + other.count
    let offX = movedX * count - sum.x * other.count
    let offY = movedY * count - sum.y * other.count
    let share = 1 / (count * other.count * both)
    squares.xx += other.squares.xx + offX * (offX * share)
    squares.yy += other.squares.yy + offY * (offY * share)
    squares.xy += other.squares.xy + offX * (offY * share)
    sum.x += movedX
    sum.y += movedY
    count = both
  }
}
