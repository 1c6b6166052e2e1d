import Columns

/// Rows between a whole and its parts that are no whole by name: `Cả nước`, then `Miền Bắc` over its
/// provinces, then `Miền Nam` over its own.
///
/// The numbers decide alone: the whole is the half of all that stands beside it, and there is one way
/// only to take the rows as heads that hold the sums of those behind (or before) them.
struct Nesting {
  /// The heads; nil where numbers do not tell them.
  private(set) var regions: [Int]?

  /// More rows than this are not searched: they are no table with regions.
  private static let mostRows = 2000

  private let sums: [[Double]]
  private let tolerance: [Double]

  init(_ whole: Int, over rows: [Int], _ measures: [Int], _ table: Table) {
    sums = []
    tolerance = []
    guard rows.count >= 3, rows.count <= Nesting.mostRows, let first = rows.first,
      let last = rows.last, whole < first || whole > last
    else { return }
    var additive: [Int] = []
    var others = 0
    for place in measures {
      let column = table.columns[place]
      guard let value = column[whole].asDouble else { continue }
      let known = rows.compactMap { column[$0].asDouble }
      guard let least = known.min(), let most = known.max() else { continue }
      let half = known.reduce(0, +) / 2
      if abs(half - value) <= Nesting.tolerance(place, half, table), value != 0 {
        additive.append(place)
      } else if value >= least, value <= most {
        others += 1
      } else {
        return
      }
    }
    guard !additive.isEmpty, additive.count >= others else { return }
    let parts = Nesting(
      sums: rows.map { row in additive.map { table.columns[$0][row].asDouble ?? 0 } },
      tolerance: additive.map { place in
        Nesting.tolerance(
          place, rows.reduce(0) { $0 + (table.columns[place][$1].asDouble ?? 0) }, table)
      })
    if let heads = parts.heads() {
      regions = heads.map { rows[$0] }
    } else if let heads = parts.reversed.heads() {
      regions = heads.map { rows[rows.count - 1 - $0] }
    }
  }

  private init(sums: [[Double]], tolerance: [Double]) {
    self.sums = sums
    self.tolerance = tolerance
  }

  private var reversed: Nesting { Nesting(sums: sums.reversed(), tolerance: tolerance) }

  /// Sums are exact to the last digit: a unit more or less would find wholes where there are none.
  private static func tolerance(_ place: Int, _ sum: Double, _ table: Table) -> Double {
    var digits = table.fields[place].type == .int ? 0 : 6
    if case .packed(let packed) = table.columns[place].storage { digits = packed.scale }
    return 0.5 / Double(Decimal64.powers[digits]) + 1e-9 * abs(sum)
  }

  /// The places of the heads where there is exactly one way to cut the rows into a head and the rows
  /// that it is the sum of, again and again; nil otherwise.
  private func heads() -> [Int]? {
    // From the end: in how many ways the rows from a place on can be cut (2: several), and where the
    // next head stands then.
    var ways = [Int](repeating: 0, count: sums.count + 1)
    var next = [Int](repeating: 0, count: sums.count + 1)
    ways[sums.count] = 1
    for head in stride(from: sums.count - 2, through: 0, by: -1) {
      var sum = [Double](repeating: 0, count: tolerance.count)
      for last in head + 1..<sums.count {
        for place in tolerance.indices { sum[place] += sums[last][place] }
        let isWhole = tolerance.indices.allSatisfy {
          abs(sum[$0] - sums[head][$0]) <= tolerance[$0]
        }
        guard isWhole, ways[last + 1] > 0 else { continue }
        ways[head] = min(2, ways[head] + ways[last + 1])
        next[head] = last + 1
      }
    }
    guard ways[0] == 1 else { return nil }
    var heads: [Int] = []
    var place = 0
    while place < sums.count {
      heads.append(place)
      place = next[place]
    }
    // One head over all is no nesting: it is the whole, said twice.
    return heads.count > 1 ? heads : nil
  }
}
