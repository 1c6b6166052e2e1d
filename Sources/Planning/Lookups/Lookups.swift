public import Columns
public import Functions
package import Language

extension Binder {
  /// `canonical(name)`, whose lookup the plan then needs.
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
    guard let (aliases, units) = try? unitNamePlans(call.name.range),
      aliases != nil || units != nil
    else {
      report(LookupMessages.noNames(at: call.name.range))
      return failed(range)
    }
    need(
      LookupRequest(
        name: NameFunctions.unitNames, kind: .unitNames, crosswalk: nil, aliases: aliases,
        units: units, asked: nil, range: call.name.range))
    return Expression(.call(NameFunctions.canonical, [argument]), type: .text, range: range)
  }

  /// The catalogue's other spellings of units (`alias`, `unit`) and their names (`name`).
  package func unitNamePlans(
    _ range: SourceRange
  ) throws -> (aliases: LogicalPlan?, units: LogicalPlan?) {
    (
      try columns(["alias", "unit"], of: "aliases", range),
      try columns(["name"], of: "units", range)
    )
  }

  /// Columns of a table of the catalogue, in this order; nil where one of them is not there.
  package func columns(
    _ names: [String], of table: String, _ range: SourceRange
  ) throws -> LogicalPlan? {
    guard let stage = try self.table(named: table, range) else { return nil }
    let items = names.compactMap { name -> NamedExpression? in
      guard case .column(let place) = stage.scope.match(name) else { return nil }
      return NamedExpression(place, of: stage.plan.fields[place], at: range)
    }
    return items.count == names.count ? project(stage.plan, items, range) : nil
  }
}

/// Makes the tables by which functions answer.
public enum Lookups {
  /// - Parameter table: the rows of a plan.
  /// - Throws: A `Diagnostic` where a crosswalk contradicts itself, and what `table` throws.
  public static func make(
    _ request: LookupRequest, _ context: QueryContext, _ table: (LogicalPlan) throws -> Table
  ) throws -> any TextLookup {
    let names = UnitNames(
      aliases: try request.aliases.map { try pairs(table($0)) } ?? [],
      units: try request.units.map { try texts(table($0)) } ?? [])
    guard case .crosswalk(let columns, let isYear) = request.kind, let plan = request.crosswalk
    else { return names }
    let crosswalk = try read(table(plan), columns, at: request.range)
    if let asked = request.asked {
      let unknown = try texts(table(asked)).filter { name in
        crosswalk.unit(name, seenOn: 0) == nil
          && names.unit(name).flatMap { crosswalk.unit($0, seenOn: 0) } == nil
      }
      if !unknown.isEmpty {
        context.note(LookupMessages.unmatchedUnits(unknown, at: asked.range))
      }
    }
    return CrosswalkLookup(crosswalk: crosswalk, names: names, isYear: isYear)
  }

  private static func texts(_ table: Table) -> [String] {
    (0..<table.rowCount).compactMap { row in
      if case .text(let text) = table.columns[0][row] { text } else { nil }
    }
  }

  private static func pairs(_ table: Table) -> [(alias: String, unit: String)] {
    (0..<table.rowCount).compactMap { row in
      guard case .text(let alias) = table.columns[0][row],
        case .text(let unit) = table.columns[1][row]
      else { return nil }
      return (alias, unit)
    }
  }

  private static func read(
    _ table: Table, _ columns: LookupRequest.CrosswalkColumns, at range: SourceRange
  ) throws -> Crosswalk {
    var rows: [(from: String, to: String?, day: Int)] = []
    func add(_ from: Int, _ to: Int) {
      for row in 0..<table.rowCount {
        guard case .text(let old) = table.columns[from][row] else { continue }
        var new: String?
        if case .text(let text) = table.columns[to][row], !text.isEmpty { new = text }
        var first = Int(Int32.max)
        if let day = columns.day, case .date(let date) = table.columns[day][row] {
          first = Int(date)
        }
        rows.append((old, new, first))
      }
    }
    add(columns.from, columns.to)
    // Codes are joined with their period too; they never look like names.
    if let from = columns.fromCode, let to = columns.toCode { add(from, to) }
    do throws(Crosswalk.Problem) {
      return try Crosswalk(rows)
    } catch {
      throw LookupMessages.badCrosswalk(error, at: range)
    }
  }
}

/// What a unit came to be, by the crosswalk itself or by the unit's name in the catalogue.
private struct CrosswalkLookup: TextLookup {
  let crosswalk: Crosswalk
  let names: UnitNames
  /// Whether times are years, each of which stands for its last day.
  let isYear: Bool

  func answer(_ text: String, _ time: Int64?) -> String {
    let day =
      time.map {
        isYear ? Calendar.days(year: Int(clamping: $0), month: 12, day: 31) : Int(clamping: $0)
      } ?? 0
    if let unit = crosswalk.unit(text, seenOn: day) { return unit }
    return names.unit(text).flatMap { crosswalk.unit($0, seenOn: day) } ?? text
  }
}

extension UnitNames: TextLookup {
  package func answer(_ text: String, _ time: Int64?) -> String { unit(text) ?? text }
}
