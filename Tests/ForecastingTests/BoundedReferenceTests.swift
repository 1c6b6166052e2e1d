import Foundation
import Testing

@testable import Forecasting

/// One case of `reference-2.json`: the bounded default, alone or among peers.
struct BoundedCase: Decodable, Sendable, CustomTestStringConvertible {
  struct Points: Decodable, Sendable {
    let t: [Double]
    let y: [Double]
  }

  let id: String
  let kind: String
  let lower: Double
  let upper: Double
  let direction: String
  let time: Double
  let t: [Double]?
  let y: [Double]?
  let units: [Points]?
  let asked: Int?
  let target: Double
  let expected: Double
  let low80: Double
  let high80: Double
  let low95: Double
  let high95: Double
  let freedom: Double
  let probability: Double

  enum CodingKeys: String, CodingKey {
    case id, kind, direction, t, y, units, asked, expected, low80, high80, low95, high95
    case lower = "L"
    case upper = "U"
    case time = "T"
    case target = "X"
    case freedom = "df"
    case probability = "p_attain"
  }

  var testDescription: String { id }

  static let all: [BoundedCase] = {
    guard let data = try? Data(contentsOf: ReferenceCase.resource("reference-2.json")),
      let cases = try? JSONDecoder().decode([BoundedCase].self, from: data)
    else { return [] }
    return cases
  }()

  var better: Direction { direction == "down" ? .down : .up }

  func bounds() throws -> Bounds { try Bounds(lower: lower, upper: upper) }

  /// All units, and which of them is asked about.
  func series() throws -> ([Series], Int) {
    guard let units else {
      return ([try Series(times: #require(t), values: #require(y))], 0)
    }
    return (try units.map { try Series(times: $0.t, values: $0.y) }, try #require(asked))
  }
}

/// The bounded default against `reference-2.json`, which was computed apart from this code.
@Suite("Reference cases of the bounded default")
struct BoundedReferenceTests {
  @Test func fileIsThere() {
    #expect(BoundedCase.all.count == 15)
  }

  @Test(arguments: BoundedCase.all)
  func agrees(_ reference: BoundedCase) throws {
    let bounds = try reference.bounds()
    let (units, asked) = try reference.series()
    let pool =
      reference.kind == "pooled"
      ? PeerPool(units, bounds: bounds, direction: reference.better) : nil
    #expect((pool == nil) == (reference.kind == "alone"))
    func near(_ found: Double?, _ wanted: Double, _ what: String) throws {
      let found = try #require(found, "\(what)")
      #expect(abs(found - wanted) < 2e-6 * max(1, abs(wanted)), "\(what): \(found)")
    }
    for (level, low, high) in [
      (0.8, reference.low80, reference.high80), (0.95, reference.low95, reference.high95),
    ] {
      let options = ProjectionOptions(bounds: bounds, direction: reference.better, level: level)
      let projector = try Projector(units[asked], options: options, pool: pool)
      let found = try projector.project(to: reference.time)
      try near(found.expected, reference.expected, "expected")
      try near(found.low, low, "low \(level)")
      try near(found.high, high, "high \(level)")
      try near(found.degreesOfFreedom, reference.freedom, "degrees of freedom")
      let target = Target(
        time: reference.time, value: reference.target,
        comparison: reference.better == .up ? .atLeast : .atMost)
      try near(found.probability(of: target), reference.probability, "p_attain")
      #expect(found.method == (pool == nil ? .bounded : .pooled))
    }
  }

  /// The form for many series gives the same.
  @Test(arguments: BoundedCase.all)
  func panelAgrees(_ reference: BoundedCase) throws {
    let (units, asked) = try reference.series()
    var offsets = [0]
    for unit in units { offsets.append(offsets[offsets.count - 1] + unit.count) }
    let panel = try Panel(
      times: units.flatMap(\.times), values: units.flatMap(\.values), offsets: offsets,
      pools: [Int32](repeating: 0, count: units.count), bounds: reference.bounds(),
      directions: [Direction](repeating: reference.better, count: units.count))
    let found = panel.project(to: [reference.time])
    #expect(abs(found.expected[asked] - reference.expected) < 2e-6 * max(1, reference.expected))
    #expect(abs(found.low[asked] - reference.low80) < 2e-6 * max(1, reference.low80))
    #expect(abs(found.high[asked] - reference.high80) < 2e-6 * max(1, reference.high80))
    let target = Target(
      time: reference.time, value: reference.target,
      comparison: reference.better == .up ? .atLeast : .atMost)
    let p = try #require(found.probability(of: target, series: asked, time: 0))
    #expect(abs(p - reference.probability) < 2e-6)
  }
}
