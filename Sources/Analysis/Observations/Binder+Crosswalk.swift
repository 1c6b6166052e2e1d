import Columns
import Functions
import Language
import Planning

/// The clause `through`.
extension Binder {
  /// Brings the entity among the keys to the units that came of it; gives the entity as it was.
  /// Nil without `through`, and after an error.
  func crosswalk(
    _ request: ObservationRequest, _ scope: Scope, _ time: Expression,
    _ keys: inout [NamedExpression], _ layout: ObservationLayout
  ) throws -> Expression? {
    for clause in request.clauses {
      guard case .through(let source) = clause.kind else { continue }
      guard let entity = layout.entity, keys[entity].expression.type == .text else {
        report(AnalysisMessages.noEntity(request, scope, time, at: clause.range))
        return nil
      }
      guard let stage = try self.source(source), needTypes(of: stage.plan), !stage.plan.isOpen,
        let columns = crosswalkColumns(stage, clause.range)
      else { return nil }
      let original = keys[entity].expression
      let (aliases, units) = try unitNamePlans(clause.range)
      let key = NamedExpression(name: "unit", expression: original)
      let asked = request.input.map {
        LogicalPlan(
          .aggregate($0, keys: [key], [], totals: false), fields: [Field("unit", .text)],
          range: original.range)
      }
      let name = "through \(clause.range.start)"
      need(
        LookupRequest(
          name: name, kind: .crosswalk(columns, isYear: time.type == .int), crosswalk: stage.plan,
          aliases: aliases, units: units, asked: asked, range: clause.range))
      let table = Expression(.constant(.text(name)), type: .text, range: clause.range)
      keys[entity].expression = Expression(
        .call(NameFunctions.through, [original, time, table]), type: .text, range: original.range)
      return original
    }
    return nil
  }

  /// From, to and day of the catalogue's table `crosswalk`, where it has them: what became of units
  /// that a step compares as they are.
  func knownMerges(_ range: SourceRange) throws -> LogicalPlan? {
    guard let stage = try table(named: "crosswalk", range), !stage.plan.isOpen else { return nil }
    let fields = stage.plan.fields
    guard let columns = crosswalkPlaces(stage), let day = columns.day,
      needTypes(of: stage.plan), fields[columns.from].type == .text,
      fields[columns.to].type == .text, fields[day].type == .date
    else { return nil }
    return project(
      stage.plan,
      [columns.from, columns.to, day].map { place in
        NamedExpression(
          name: fields[place].name,
          expression: Expression(.column(place), type: fields[place].type, range: range))
      }, range)
  }

  /// Where a crosswalk has what. Nil after an error.
  private func crosswalkColumns(
    _ stage: Stage, _ range: SourceRange
  ) -> LookupRequest.CrosswalkColumns? {
    if let columns = crosswalkPlaces(stage) { return columns }
    report(LookupMessages.noCrosswalk(stage.plan.fields.map(\.name), at: range))
    return nil
  }

  /// Where a crosswalk has what: by roles, else by the usual names; nil where it has not both units.
  private func crosswalkPlaces(_ stage: Stage) -> LookupRequest.CrosswalkColumns? {
    let fields = stage.plan.fields
    func place(_ role: String?, _ names: [String]) -> Int? {
      if let role, let place = stage.scope.place(role: role) { return place }
      return names.lazy.compactMap { name in fields.firstIndex { $0.name == name } }.first
    }
    func text(_ role: String?, _ names: [String]) -> Int? {
      place(role, names).flatMap { fields[$0].type == .text ? $0 : nil }
    }
    guard let from = text("from", ["from", "from_name"]), let to = text("to", ["to", "to_name"])
    else { return nil }
    var columns = LookupRequest.CrosswalkColumns(from: from, to: to)
    columns.day = place("valid_from", ["valid_from", "effective_from", "from_date"])
    if let old = text(nil, ["from_code"]), let new = text(nil, ["to_code"]) {
      columns.fromCode = old
      columns.toCode = new
    }
    return columns
  }
}
