extension SyntaxDump {
  mutating func add(_ scenario: WhatIfScenario) {
    line("scenario", Self.text(of: scenario.name))
    nested { dump in
      for clause in scenario.clauses {
        dump.line(
          Self.text(of: clause.kind), Self.part("from", clause.from), Self.part("to", clause.to),
          Self.part("ramp", clause.ramp), Self.part("for", clause.condition))
      }
    }
  }

  private static func part(_ word: String, _ expr: SyntaxExpression?) -> String {
    expr.map { "\(word) \(text(of: $0))" } ?? ""
  }

  private static func part(_ word: String, _ name: Name?) -> String {
    name.map { "\(word) \(text(of: $0))" } ?? ""
  }

  private static func joined(_ parts: String...) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func text(of kind: WhatIfClauseKind) -> String {
    switch kind {
    case .pace(let operation, let amount): "pace \(operation.rawValue) \(text(of: amount))"
    case .step(let operation, let amount, let at, let fade):
      joined("step \(operation.rawValue) \(text(of: amount))", part("in", at), part("fade", fade))
    case .add(let amount, let what, let per, let at):
      joined("add \(text(of: amount)) \(text(of: what))", part("per", per), part("in", at))
    case .reach(let goal): "reach \(text(of: goal))"
    case .catchup(let peer, let mode, let by):
      joined("catchup \(text(of: peer))", mode?.text ?? "", part("by", by))
    case .freeze: "freeze"
    case .delay(let years): "delay \(text(of: years))"
    case .dip(let amount, let at, let recover, let isProgressive):
      joined(
        "dip \(text(of: amount))", part("in", at), part("recover", recover),
        isProgressive ? "progressive" : "")
    case .cap(let bounds): "cap \(text(of: bounds))"
    case .floor(let bounds): "floor \(text(of: bounds))"
    case .total(let operation, let amount, let isYearly, let at):
      joined(
        "total \(operation.rawValue) \(text(of: amount))", isYearly ? "a year" : "",
        part("in", at))
    case .reallocate(let amount, let from, let to, let rule):
      joined(
        "reallocate \(text(of: amount)) from \(quoted(from.text)) to \(quoted(to.text))",
        part("using", rule))
    case .allocate(let value, let by, let rule):
      joined("allocate \(text(of: value))", part("by", by), part("using", rule))
    case .solve(let unknown, let goal, let probability):
      joined("solve \(unknown.text) reach \(text(of: goal))", part("prob", probability))
    case .use(let name): "use \(text(of: name))"
    case .stop: "stop"
    case .only: "only"
    case .invalid: "invalid"
    }
  }

  private static func text(of amount: WhatIfAmount) -> String {
    let upper = amount.upper.map { ".." + text(of: $0) } ?? ""
    return text(of: amount.value) + upper + (amount.isPercent ? "%" : "")
  }

  private static func text(of goal: WhatIfGoal) -> String {
    joined(
      goal.isRank ? "rank" : "", text(of: goal.value), part("by", goal.by), goal.shape?.text ?? "",
      goal.goesBeyond ? "beyond" : "")
  }

  private static func text(of peer: WhatIfPeer) -> String {
    switch peer {
    case .best: "best"
    case .median: "median"
    case .percentile(let place): "p\(place)"
    case .unit(let unit): quoted(unit.text)
    }
  }

  private static func text(of bounds: [WhatIfBound]) -> String {
    bounds.map { joined(text(of: $0.value), part("in", $0.at)) }.joined(separator: ", ")
  }
}
