import Columns
import Functions

/// Variance, standard deviation (both of a sample), correlation and the least-squares line of y on
/// x, from sums of powers taken around a centre near the data, so that little cancels.
final class MomentState: AggregateState {
  private let groups: Int
  private let function: Aggregate
  /// Per group: n, Σx, Σy, Σx², Σxy, Σy² of the centred values.
  private let sums: WorkMemory
  private static let fields = 6
  private var centre: (x: Double, y: Double)?

  init(groups: Int, function: Aggregate) throws {
    self.groups = groups
    self.function = function
    sums = try WorkMemory(Double.self, count: groups * MomentState.fields, zeroed: true)
  }

  private var isPaired: Bool {
    switch function {
    case .stddev, .variance: false
    default: true
    }
  }

  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws {
    // slope(y, x), intercept(y, x), r2(y, x), corr(a, b): the first argument is y.
    let yBuffer = try inputs[0].doubles()
    let xBuffer = isPaired ? try inputs[1].doubles() : yBuffer
    let ys = yBuffer.pointer(Double.self)
    let xs = xBuffer.pointer(Double.self)
    let xColumn = isPaired ? inputs[1] : inputs[0]
    if centre == nil {
      for row in 0..<count where inputs[0].isValid(row) && xColumn.isValid(row) {
        centre = (xs[row].isFinite ? xs[row] : 0, ys[row].isFinite ? ys[row] : 0)
        break
      }
    }
    guard let centre else { return }
    let sums = self.sums.pointer(Double.self)
    let mayHaveNulls = inputs[0].mayHaveNulls || xColumn.mayHaveNulls
    for row in 0..<count {
      if mayHaveNulls, !(inputs[0].isValid(row) && xColumn.isValid(row)) { continue }
      let own = sums + Int(groups[row]) * MomentState.fields
      let x = xs[row] - centre.x
      let y = ys[row] - centre.y
      own[0] += 1
      own[1] += x
      own[2] += y
      own[3] += x * x
      own[4] += x * y
      own[5] += y * y
    }
  }

  func merge(_ other: any AggregateState) throws {
    guard let other = other as? MomentState, let theirs = other.centre else { return }
    let own = centre ?? theirs
    centre = own
    let shiftX = theirs.x - own.x
    let shiftY = theirs.y - own.y
    for group in 0..<groups {
      let mine = sums.pointer(Double.self) + group * MomentState.fields
      let from = other.sums.pointer(Double.self) + group * MomentState.fields
      let n = from[0]
      if n == 0 { continue }
      mine[0] += n
      mine[1] += from[1] + n * shiftX
      mine[2] += from[2] + n * shiftY
      mine[3] += from[3] + 2 * shiftX * from[1] + n * shiftX * shiftX
      mine[4] += from[4] + shiftX * from[2] + shiftY * from[1] + n * shiftX * shiftY
      mine[5] += from[5] + 2 * shiftY * from[2] + n * shiftY * shiftY
    }
  }

  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column {
    let values = try MutableBuffer(Double.self, count: count, zeroed: true)
    let valid = try MutableBitmap(repeating: true, count: count)
    var hasNulls = false
    for index in 0..<count {
      let own = sums.pointer(Double.self) + Int(groups[index]) * MomentState.fields
      if let value = result(own) {
        values.pointer(Double.self)[index] = value
      } else {
        valid.set(index, false)
        hasNulls = true
      }
    }
    return Column(
      type: .float, count: count, storage: .double(values.freeze()),
      validity: hasNulls ? valid.freeze() : nil)
  }

  private func result(_ own: UnsafePointer<Double>) -> Double? {
    let n = own[0]
    if n < 1 { return nil }
    let xx = max(0, own[3] - own[1] * own[1] / n)
    let xy = own[4] - own[1] * own[2] / n
    let yy = max(0, own[5] - own[2] * own[2] / n)
    // Values that are all equal leave nothing but rounding.
    let flatX = xx <= own[3] * 1e-15
    let flatY = yy <= own[5] * 1e-15
    switch function {
    case .variance: return n < 2 ? nil : (flatX ? 0 : xx / (n - 1))
    case .stddev: return n < 2 ? nil : (flatX ? 0 : (xx / (n - 1)).squareRoot())
    case .slope: return n < 2 || flatX ? nil : xy / xx
    case .intercept:
      guard n >= 2, !flatX, let centre else { return nil }
      let slope = xy / xx
      return (own[2] / n + centre.y) - slope * (own[1] / n + centre.x)
    case .corr: return n < 2 || flatX || flatY ? nil : xy / (xx * yy).squareRoot()
    case .r2:
      if n < 2 || flatX { return nil }
      return flatY ? 1 : xy * xy / (xx * yy)
    default: return nil
    }
  }
}
