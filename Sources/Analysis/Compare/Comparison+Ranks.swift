import Columns
import Forecasting
import Planning

extension Comparison {
  func addRanks(
    _ item: Observations.Item, _ observations: Observations, _ spread: Spread,
    _ values: [[Double]], _ name: ComparedNames, _ result: inout Assembly
  ) throws {
    let isPublished = item.plan.isMeasure && !observations.ranks.isEmpty
    var sizes = [Int](repeating: 0, count: spread.groupCount)
    for group in spread.group { sizes[group] += 1 }
    guard isPublished || sizes.contains(where: { $0 > 1 }) || spread.count == 0 else { return }
    guard plan.layout.ranksKeys else { return }
    var members = [[Int]](repeating: [], count: spread.groupCount)
    for row in 0..<spread.count where !spread.isGroupUnit[row] {
      members[spread.group[row]].append(row)
    }
    var ranks: [[Int?]] = []
    var ranked: [[Int?]] = []
    for time in plan.times.indices {
      try context.checkStopped()
      let (own, count) = rank(
        time, item, observations, spread, values[time], members, isPublished)
      ranks.append(own)
      ranked.append(count)
    }
    let labels = plan.times.map(\.label)
    for (label, own) in zip(labels, ranks) {
      try context.checkStopped()
      result.add(name.field("rank", at: label, .int), try Column.ints(own))
    }
    let change = (0..<spread.count).map { row -> Int? in
      guard let before = ranks[0][row], let after = ranks[labels.count - 1][row],
        !isMerged(spread, row, 0, labels.count - 1)
      else { return nil }
      return before - after
    }
    result.add(name.field("rank_change", .int), try Column.ints(change))
    let differs = (0..<spread.count).contains { row in
      var known: Int?
      for time in ranked.indices where ranks[time][row] != nil {
        guard let count = ranked[time][row] else { continue }
        if let known, known != count { return true }
        known = count
      }
      return false
    }
    if differs {
      AnalysisNotes.rankedUnitsDiffer(range, context)
      for (label, counts) in zip(labels, ranked) {
        result.add(name.field("n_ranked", at: label, .int), try Column.ints(counts))
      }
    }
  }

  /// Ranks at one time and of how many: published ones win; others are computed where the table
  /// holds all units that are ranked.
  private func rank(
    _ time: Int, _ item: Observations.Item, _ observations: Observations, _ spread: Spread,
    _ values: [Double], _ members: [[Int]], _ isPublished: Bool
  ) -> (ranks: [Int?], ranked: [Int?]) {
    var ranks = [Int?](repeating: nil, count: spread.count)
    var ranked = [Int?](repeating: nil, count: spread.count)
    let places = spread.places[time]
    for group in members.indices {
      let rows = members[group].filter { !values[$0].isNaN }
      var hasPublished = false
      if isPublished {
        for row in members[group] where places[row] >= 0 {
          let rank = observations.ranks[places[row]]
          if !rank.isNaN {
            ranks[row] = Int(rank)
            hasPublished = true
          }
          if !observations.rankedUnits.isEmpty, !observations.rankedUnits[places[row]].isNaN {
            ranked[row] = Int(observations.rankedUnits[places[row]])
          }
        }
      }
      let total = rows.lazy.compactMap { ranked[$0] }.first
      if isPublished, hasPublished || (total != nil && total != rows.count) { continue }
      guard let first = rows.first else { continue }
      let isDown = places[first] >= 0 && observations.direction[places[first]] == .down
      let own = Ranks.competition(
        rows.map { values[$0] }, direction: isDown ? .down : .up)
      for (row, rank) in zip(rows, own) {
        ranks[row] = rank
        ranked[row] = rows.count
      }
    }
    return (ranks, ranked)
  }
}
