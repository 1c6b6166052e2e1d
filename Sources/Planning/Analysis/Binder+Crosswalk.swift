import Columns
import Functions
import Language

extension Binder {
  /// The catalogue's names of units with their other spellings; empty without such tables.
  func unitNames() throws -> UnitNames {
    if let known = knownUnitNames { return known }
    var aliases: [(alias: String, unit: String)] = []
    var units: [String] = []
    if let table = try catalog.table(named: "aliases")?.table, let spelling = table["alias"],
      let unit = table["unit"]
    {
      for row in 0..<table.rowCount {
        guard case .text(let alias) = spelling[row], case .text(let name) = unit[row] else {
          continue
        }
        aliases.append((alias, name))
      }
    }
    if let table = try catalog.table(named: "units")?.table, let names = table["name"] {
      for row in 0..<table.rowCount {
        if case .text(let name) = names[row] { units.append(name) }
      }
    }
    let names = UnitNames(aliases: aliases, units: units)
    knownUnitNames = names
    return names
  }

  /// `canonical(name)`
  func canonical(_ call: Call, _ range: SourceRange, _ context: ExpressionContext) -> Expression {
    guard call.arguments.count == 1 else {
      report(BinderMessages.argumentCount(call.name, 1...1, call.arguments.count))
      return failed(range)
    }
    let argument = bind(call.arguments[0], context)
    guard argument.type == .text || argument.type == .null else {
      report(
        BinderMessages.expected(
          .text, argument.type, at: call.arguments[0].range, text: part(argument).text,
          value: argument.constant))
      return failed(range)
    }
    guard let names = try? unitNames(), !names.isEmpty else {
      report(AnalysisMessages.noNames(at: call.name.range))
      return failed(range)
    }
    let function = NameFunctions.lookup(
      "canonical", help: NameFunctions.canonicalHelp, hasTime: false
    ) { text, _ in names.unit(text) ?? text }
    return Expression(.call(function, [argument]), type: .text, range: range)
  }

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
      guard let stage = try self.source(source, needed: nil),
        let crosswalk = try readCrosswalk(stage, clause.range)
      else { return nil }
      let names = try unitNames()
      let isYear = time.type == .int
      let function = NameFunctions.lookup(
        "through", help: NameFunctions.canonicalHelp, hasTime: true
      ) { text, time in
        // A year stands for its last day.
        let day =
          time.map { isYear ? Calendar.days(year: Int($0), month: 12, day: 31) : Int($0) } ?? 0
        if let unit = crosswalk.unit(text, seenOn: day) { return unit }
        return names.unit(text).flatMap { crosswalk.unit($0, seenOn: day) } ?? text
      }
      let original = keys[entity].expression
      keys[entity].expression = Expression(
        .call(function, [original, time]), type: .text, range: original.range)
      try noteUnmatched(original, crosswalk, names, scope, request)
      return original
    }
    return nil
  }

  private func readCrosswalk(_ stage: Stage, _ range: SourceRange) throws -> Crosswalk? {
    if diagnostics.hasErrors { return nil }
    let table = try evaluate(stage.plan)
    func column(_ role: String, _ names: [String]) -> Column? {
      if let place = stage.scope.place(role: role) { return table.columns[place] }
      return names.lazy.compactMap { table[$0] }.first
    }
    guard let from = column("from", ["from", "from_name"]),
      let to = column("to", ["to", "to_name"]), from.type == .text, to.type == .text
    else {
      report(AnalysisMessages.noCrosswalk(table.fields.map(\.name), at: range))
      return nil
    }
    let day = column("valid_from", ["valid_from", "effective_from", "from_date"])
    var rows: [(from: String, to: String?, day: Int)] = []
    func add(_ from: Column, _ to: Column) {
      for row in 0..<table.rowCount {
        guard case .text(let old) = from[row] else { continue }
        var new: String?
        if case .text(let text) = to[row], !text.isEmpty { new = text }
        var first = Int(Int32.max)
        if let day, case .date(let date) = day[row] { first = Int(date) }
        rows.append((old, new, first))
      }
    }
    add(from, to)
    do {
      // Codes are joined with their period too; they never look like names.
      if let fromCode = table["from_code"], let toCode = table["to_code"], fromCode.type == .text,
        toCode.type == .text
      {
        add(fromCode, toCode)
      }
      return try Crosswalk(rows)
    } catch {
      report(AnalysisMessages.badCrosswalk(error, at: range))
      return nil
    }
  }

  /// Names units that neither the crosswalk nor the aliases know: they stay as they are.
  private func noteUnmatched(
    _ entity: Expression, _ crosswalk: Crosswalk, _ names: UnitNames, _ scope: Scope,
    _ request: ObservationRequest
  ) throws {
    guard !diagnostics.hasErrors, let plan = request.input else { return }
    let key = NamedExpression(name: "unit", expression: entity)
    let units = try evaluate(
      LogicalPlan(
        .aggregate(plan, keys: [key], [], totals: false), fields: [Field("unit", .text)],
        range: request.wordRange))
    var unknown: [String] = []
    for row in 0..<units.rowCount {
      guard case .text(let name) = units.columns[0][row] else { continue }
      let known =
        crosswalk.unit(name, seenOn: 0) != nil
        || names.unit(name).map { crosswalk.unit($0, seenOn: 0) != nil } == true
      if !known { unknown.append(name) }
    }
    if !unknown.isEmpty { report(AnalysisMessages.unmatchedUnits(unknown, at: entity.range)) }
  }
}
