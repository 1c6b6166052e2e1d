/// XᵀX and Xᵀy of a least-squares problem in a few unknowns.
struct NormalEquations {
  private let size: Int
  private var matrix: [[Double]]
  private var right: [Double]

  init(_ size: Int) {
    self.size = size
    matrix = [[Double]](repeating: [Double](repeating: 0, count: size), count: size)
    right = [Double](repeating: 0, count: size)
  }

  /// Adds one row; of `row` only the first `size` numbers count.
  mutating func add(_ row: [Double], _ value: Double) {
    for i in 0..<size {
      right[i] += row[i] * value
      for j in 0..<size { matrix[i][j] += row[i] * row[j] }
    }
  }

  /// The least-squares solution; nil when it is not unique.
  var solution: [Double]? { solve(right) }

  /// Entry (k, k) of the inverse of XᵀX.
  func inverseDiagonal(_ k: Int) -> Double? {
    var unit = [Double](repeating: 0, count: size)
    unit[k] = 1
    return solve(unit)?[k]
  }

  /// Gaussian elimination with pivots, on equations scaled to a unit diagonal.
  private func solve(_ right: [Double]) -> [Double]? {
    let scale = (0..<size).map { matrix[$0][$0].squareRoot() }
    guard scale.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    var a = (0..<size).map { i in (0..<size).map { matrix[i][$0] / scale[i] / scale[$0] } }
    var b = (0..<size).map { right[$0] / scale[$0] }
    for column in 0..<size {
      guard let pivot = (column..<size).max(by: { abs(a[$0][column]) < abs(a[$1][column]) }),
        abs(a[pivot][column]) > 1e-14
      else { return nil }
      a.swapAt(column, pivot)
      b.swapAt(column, pivot)
      for row in 0..<size where row != column {
        let factor = a[row][column] / a[column][column]
        for k in column..<size { a[row][k] -= factor * a[column][k] }
        b[row] -= factor * b[column]
      }
    }
    return (0..<size).map { b[$0] / a[$0][$0] / scale[$0] }
  }
}
