import Columns
import Functions
import Language
import Planning

/// `say`: a sentence of what `track` or `compare` found.
struct SayVerb: AnalysisVerb {
  let word = "say"

  func bind(
    _ step: Step, _ stage: Binder.Stage, _ binder: Binder
  ) throws -> Binder.Stage {
    guard case .say(let say) = step.kind else { return binder.unknown(stage.plan, step) }
    return try binder.say(say, step, stage)
  }
}

/// `say`, with names and types settled.
struct SayPlan: AnalysisPlan {
  /// The subject of the sentences.
  enum Subject: Sendable, Hashable {
    /// Where units stand against targets.
    case standing
    /// How the values of some items changed between the first and the last time.
    case change([ComparedItem])
  }

  var subject: Subject
  /// The places of the keys among the columns.
  var keys: [Int]
  /// The places of the keys that have sentences of their own; nil: all but the one with most values.
  var groups: [Int]?

  var name: String { "say" }

  func run(
    _ inputs: AnalysisTables, _ range: SourceRange, _ context: QueryContext
  ) throws -> Table {
    let layout = try ObservationLayout().knowing(units: inputs[.units])
    return try Saying(plan: self, table: inputs.observations(), wholes: layout.groupUnits)
      .table(context)
  }
}

extension Binder {
  fileprivate func say(_ say: SayStep, _ step: Step, _ stage: Stage) throws -> Stage {
    let fields = stage.plan.fields
    guard let subject = SayPlan.subject(of: fields) else {
      report(
        Diagnostic(
          code: "E0547",
          Words(
            en: "`say` has a sentence for what `track` and `compare` give, and this is neither",
            vi: "`say` tóm tắt kết quả của `track` và `compare`, còn bảng này thì không phải"),
          at: step.wordRange,
          fix: Words(
            en: "put it behind one of them, with its columns kept",
            vi: "đặt sau một trong hai bước đó và giữ nguyên các cột")))
      return stage
    }
    let first = SayPlan.firstFact(fields, subject)
    let keys = fields.indices.filter { place in
      place < first && !SayPlan.times.contains(fields[place].name)
    }
    var groups: [Int]?
    for clause in say.clauses {
      guard case .by(let items) = clause.kind else { continue }
      groups = []
      for item in items {
        guard case .name(let name) = item.expr.kind,
          let place = keys.first(where: {
            fields[$0].name == TextNormalization.normalizeNFC(name.text)
          })
        else {
          report(
            Diagnostic(
              code: "E0547",
              Words(
                en: "this is no key of the step before", vi: "đây không phải khóa của bước trước"),
              at: item.range,
              fix: Words(
                en: "keys: \(SyntaxText.names(keys.map { fields[$0].name }))",
                vi: "các khóa: \(SyntaxText.names(keys.map { fields[$0].name }))")))
          return stage
        }
        groups?.append(place)
      }
    }
    let plan = SayPlan(subject: subject, keys: Array(keys), groups: groups)
    var inputs = [AnalysisInput(.observations, stage.plan)]
    if let units = try columns(["name", "kind"], of: "units", step.wordRange) {
      inputs.append(AnalysisInput(.units, units))
    }
    return try analysed(plan, inputs, keys: [], step)
  }
}

extension SayPlan {
  /// Columns before the facts that are times, not keys.
  static let times: Set<String> = ["as_of", "time", "series"]

  /// What the columns are: those of `track` or of `compare`.
  static func subject(of fields: [Field]) -> Subject? {
    let names = Set(fields.map(\.name))
    if names.isSuperset(of: ["target", "value", "status", "gap"]) { return .standing }
    let items = ComparedItem.all(in: fields)
    return items.isEmpty ? nil : .change(items)
  }

  /// The place of the first column that is no key.
  static func firstFact(_ fields: [Field], _ subject: Subject) -> Int {
    let facts: Set<String> =
      switch subject {
      case .standing:
        ["document", "year", "comparison", "target", "value", "as_of", "gap", "status"]
      case .change(let items): Set(items.map { $0.value($0.from) })
      }
    return fields.firstIndex { facts.contains($0.name) } ?? fields.count
  }
}
