extension Simulation {
  /// Refuses a clause that cannot mean anything here.
  func check(_ clause: Clause) throws(ForecastingError) {
    let touched = (clause.units ?? Set(units.indices)).sorted()
    if let wrong = touched.first(where: { !units.indices.contains($0) }) {
      throw .unknownUnit("#\(wrong)", candidates: [])
    }
    guard let last = touched.map({ units[$0].lastTime }).min() else { return }
    switch clause.action {
    case .reach(let value, by: let time, path: _, beyond: _):
      try check(target: value, touched)
      try check(by: time, last)
    case .allocate(let value, by: let time, rule: _):
      try check(target: value, touched)
      try check(by: time, last)
      try checkTotals(touched)
    case .catchUp(let peer, by: let time, moving: _):
      try check(by: time, last)
      try check(peer)
    case .adoptPace(let peer): try check(peer)
    case .step(_, at: let time, let fade):
      let until = time + (fade ?? 0)
      guard until > last else { throw .clauseInThePast(until: until, last: last) }
    case .add(_, _, at: let time), .total(.set(_, at: let time)):
      guard time > last else { throw .clauseInThePast(until: time, last: last) }
      try checkTotals(touched)
    case .total(.growth(let rate)):
      guard rate > -1 else { throw .invalidParameter(name: "growth", value: rate) }
      try checkTotals(touched)
    case .growScope: try checkTotals(touched)
    case .freeze(from: _, let until):
      if let until, until <= last { throw .clauseInThePast(until: until, last: last) }
    case .dip(_, at: let time, let recover, progressive: _):
      guard recover >= time else { throw .invalidParameter(name: "recover", value: recover) }
      guard recover > last else { throw .clauseInThePast(until: recover, last: last) }
    case .delay(let years):
      guard years >= 0 else { throw .invalidParameter(name: "delay", value: years) }
    case .pace(_, from: _, let ramp):
      guard ramp >= 0 else { throw .invalidParameter(name: "ramp", value: ramp) }
    case .cap(let points), .floor(let points):
      guard !points.isEmpty else { throw .invalidParameter(name: "cap", value: .nan) }
      for point in points { try check(target: point.value, touched) }
    case .reallocate(let effort, from: let giver, to: let takers, rule: _):
      try check(effort, giver, takers)
    case .use: break
    }
  }

  private func check(target: Double, _ touched: [Int]) throws(ForecastingError) {
    for unit in touched where !units[unit].bounds.contains(target) {
      let bounds = units[unit].bounds
      throw .targetOutOfBounds(target: target, lower: bounds.lower, upper: bounds.upper)
    }
  }

  private func check(by time: Double, _ last: Double) throws(ForecastingError) {
    guard time > last else { throw .targetTimeTooEarly(target: time, last: last) }
  }

  private func check(_ peer: Clause.Peer) throws(ForecastingError) {
    switch peer {
    case .best: break
    case .quantile(let p):
      guard p >= 0, p <= 1 else { throw .invalidParameter(name: "quantile", value: p) }
      guard units.count >= 5 else { throw .tooFewPeers(needed: 5, found: units.count) }
    case .unit(let unit):
      guard units.indices.contains(unit) else { throw .unknownUnit("#\(unit)", candidates: []) }
    }
  }

  private func checkTotals(_ touched: [Int]) throws(ForecastingError) {
    if let without = touched.first(where: { !((units[$0].total ?? 0) > 0) }) {
      throw .needsTotals(unit: units[without].name)
    }
  }

  private func check(
    _ effort: Clause.Effort, _ giver: Int, _ takers: [Int]
  ) throws(ForecastingError) {
    for unit in [giver] + takers where !units.indices.contains(unit) {
      throw .unknownUnit("#\(unit)", candidates: [])
    }
    try checkTotals([giver] + takers)
    let available = yearlyEffort(giver)
    let asked =
      switch effort {
      case .items(let items): items
      case .share(let share): share * available
      }
    guard asked >= 0, asked <= available * (1 + 1e-12) else {
      throw .exceedsYearlyEffort(unit: units[giver].name, asked: asked, available: available)
    }
  }

  /// People or items that a unit's base gains in its first year; 0 when it loses.
  func yearlyEffort(_ unit: Int) -> Double {
    let it = units[unit]
    let gain = baseValue(it, at: it.lastTime + 1) - it.lastValue
    return max(0, direction.sign * gain * itemsPerPoint(unit, total: it.total))
  }

  /// People or items that one point of the value stands for.
  func itemsPerPoint(_ unit: Int, total: Double?) -> Double {
    if isCount { return 1 }
    let bounds = units[unit].bounds
    return (total ?? 0) / (bounds.isBounded ? bounds.width : 100)
  }
}
