import Columns

/// Values of which only a bound is published: `> 90`.
struct Bounded {
  /// The published sign of each row, for each time; nil where the value is exact.
  let signs: [[String?]]

  enum Change: Equatable { case exact, approximate, above, below, unknown }

  func changes(_ later: Int, _ earlier: Int) -> [Change] {
    zip(signs[later], signs[earlier]).map { later, earlier in
      func kind(_ sign: String?) -> Change {
        switch sign {
        case nil: .exact
        case ">", ">=": .above
        case "<", "<=": .below
        default: .approximate
        }
      }
      // What the earlier value may be above of takes from the change.
      switch (kind(later), kind(earlier)) {
      case (.exact, .exact): return .exact
      case (.above, .exact), (.exact, .below), (.above, .below), (.above, .approximate),
        (.approximate, .below):
        return .above
      case (.below, .exact), (.exact, .above), (.below, .above), (.below, .approximate),
        (.approximate, .above):
        return .below
      case (.above, .above), (.below, .below): return .unknown
      default: return .approximate
      }
    }
  }

  func changeSigns(_ later: Int, _ earlier: Int) -> [String?] {
    changes(later, earlier).map {
      switch $0 {
      case .exact, .unknown: nil
      case .approximate: "~"
      case .above: ">"
      case .below: "<"
      }
    }
  }
}

extension Comparison {
  /// The published bounds; nil where every value at these times is exact.
  func bounds(
    _ observations: Observations, _ spread: Spread, _ values: [[Double]]
  ) throws -> Bounded? {
    guard let qualifiers = observations.qualifiers else { return nil }
    var bounded = 0
    let signs = spread.places.map { places in
      places.map { place -> String? in
        guard place >= 0, case .text(let sign) = qualifiers[place], sign != "=", !sign.isEmpty
        else { return nil }
        bounded += 1
        return sign
      }
    }
    guard bounded > 0 else { return nil }
    AnalysisNotes.bounded(bounded, range, context)
    return Bounded(signs: signs)
  }
}
