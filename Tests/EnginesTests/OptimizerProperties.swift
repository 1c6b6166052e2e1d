import Columns
import Functions
import Language
import TestSupport
import Testing

import class Foundation.ProcessInfo

@testable import Engines
@testable import Planning

/// Random chains of steps: the answer must not depend on the optimiser's rules.
@Suite struct OptimizerProperties {
  typealias Plans = PlanProperties

  static let rules = Optimizer.standard.rules

  /// All rules, each left out once, each alone, and all in an order of their own.
  static func optimizers(_ random: inout SeededRandom) -> [(name: String, optimizer: Optimizer)] {
    var result = [(name: "all rules", optimizer: Optimizer.standard)]
    for rule in rules {
      result.append(("all but \(rule.name)", Optimizer.standard.without([rule.name])))
      result.append(("only \(rule.name)", Optimizer([rule])))
    }
    let shuffled = rules.shuffled(using: &random)
    result.append(("\(shuffled.map(\.name))", Optimizer(shuffled)))
    return result
  }

  // MARK: Random plans

  /// A plan as it grows; every column has a name of its own.
  struct Grower {
    var plan: LogicalPlan
    var random: SeededRandom
    private var fresh = 0
    private var joins = 0

    init(_ seed: UInt64) throws {
      random = SeededRandom(seed)
      plan = Plans.scan(
        try Plans.table(random.oneIn(8) ? random.int(0...2) : random.int(40...150), &random))
    }

    mutating func newName() -> String {
      fresh += 1
      return "n\(fresh)"
    }

    func column(_ place: Int) -> Expression { Plans.column(place, plan) }
    mutating func anyPlace() -> Int { random.int(0...plan.fields.count - 1) }
    mutating func place(_ type: DataType) -> Int? {
      let fitting = plan.fields.indices.filter { plan.fields[$0].type == type }
      return fitting.isEmpty ? nil : random.pick(fitting)
    }

    func call(_ name: String, _ arguments: [Expression], _ type: DataType) throws -> Expression {
      let function = try #require(FunctionRegistry.standard.scalar(named: name))
      return Expression(.call(function, arguments), type: type, range: Plans.nowhere)
    }

    mutating func constant(_ type: DataType) -> Expression {
      // Mostly within what the narrow columns hold, so that some rows pass and some do not.
      let narrow: [ColumnForm] = [.intU8, .intU8, .intU16, .decimal, .coded, .bits, .date]
      let forms = (random.oneIn(5) ? ColumnForm.allCases : narrow + [.timestamp]).filter {
        $0.type == type && $0 != .nulls
      }
      let value = RandomColumns.value(random.pick(forms), using: &random)
      return Expression(.constant(value), type: value.type, range: Plans.nowhere)
    }

    mutating func condition(_ depth: Int) throws -> Expression {
      if depth > 0, random.oneIn(2) {
        if random.oneIn(4) { return try call("not", [try condition(depth - 1)], .bool) }
        let sides = [try condition(depth - 1), try condition(depth - 1)]
        return try call(random.pick(["and", "or"]), sides, .bool)
      }
      if random.oneIn(6), let one = place(.int), let other = place(.int) {
        // A sum that can overflow, and so fail.
        let sum = try call("+", [column(one), column(other)], .int)
        return try call(">", [sum, constant(.int)], .bool)
      }
      let one = anyPlace()
      if random.oneIn(4) { return try call("is_null", [column(one)], .bool) }
      let type = plan.fields[one].type
      let other = random.oneIn(3) ? place(type) : nil
      let right = other.map { column($0) } ?? constant(type)
      return try call(
        random.pick(["<", "<", ">=", ">=", "!=", "=="]), [column(one), right], .bool)
    }

    mutating func value() throws -> Expression {
      let one = anyPlace()
      let type = plan.fields[one].type
      let expression: Expression.Kind
      switch random.int(0...3) {
      case 0: return try condition(1)
      case 1: expression = .coalesce([column(one), constant(type)])
      case 2:
        expression = .choose(
          [Expression.Branch(condition: try condition(1), value: column(one))],
          otherwise: constant(type))
      default:
        guard let other = place(.int), let left = place(.int) else { return column(one) }
        return try call("+", [column(left), column(other)], .int)
      }
      return Expression(expression, type: type, range: Plans.nowhere)
    }

    mutating func sortKeys() -> [Planning.SortKey] {
      (0..<random.int(1...3)).map { _ in
        SortKey(column(anyPlace()), descending: random.oneIn(2))
      }
    }

    mutating func put(_ node: LogicalPlan.Node, _ fields: [Field]? = nil) {
      plan = LogicalPlan(node, fields: fields ?? plan.fields, range: Plans.nowhere)
    }

    mutating func project() throws {
      let all = plan.fields.indices.filter { _ in !random.oneIn(3) }.shuffled(using: &random)
      var items = all.map { Plans.named($0, plan) }
      for index in items.indices where random.oneIn(4) { items[index].name = newName() }
      for _ in 0..<random.int(items.isEmpty ? 1...2 : 0...2) {
        items.append(NamedExpression(name: newName(), expression: try value()))
      }
      put(.project(plan, items), items.map { Field($0.name, $0.expression.type) })
    }

    mutating func aggregate() throws {
      let keys = Array(Set((0..<(random.oneIn(6) ? 0 : 2)).map { _ in anyPlace() })).sorted()
        .map { Plans.named($0, plan) }
      var calls: [AggregateCall] = []
      for _ in 0..<random.int(1...3) {
        let argument = anyPlace()
        let type = plan.fields[argument].type
        // Only what is exact whatever the order of the additions.
        let (function, result) = random.pick([
          (Aggregate.count, DataType.int), (.min, type), (.max, type), (.countDistinct, .int),
          (.first, type), (.last, type),
        ])
        let filter = random.oneIn(3) ? try condition(1) : nil
        calls.append(
          AggregateCall(
            name: newName(), function: function, arguments: [column(argument)], condition: filter,
            type: result, range: Plans.nowhere))
      }
      let fields =
        keys.map { Field($0.name, $0.expression.type) } + calls.map { Field($0.name, $0.type) }
      put(.aggregate(plan, keys: keys, calls, totals: keys.count == 1 && random.oneIn(5)), fields)
    }

    mutating func window() throws {
      let calls = (0..<random.int(1...2)).map { _ -> WindowCall in
        let argument = anyPlace()
        let type = plan.fields[argument].type
        let (kind, takes, result) = random.pick([
          (WindowKind.function(.rowNumber), false, DataType.int), (.function(.rank), false, .int),
          (.function(.lag), true, type), (.function(.lead), true, type),
          (.function(.first), true, type), (.aggregate(.max), true, type),
          (.aggregate(.count), true, .int),
        ])
        return WindowCall(
          name: newName(), kind: kind, arguments: takes ? [column(argument)] : [], constants: [],
          condition: nil, type: result, range: Plans.nowhere)
      }
      let by = (0..<random.int(0...2)).map { _ in column(anyPlace()) }
      put(
        .window(plan, by: by, sort: sortKeys(), calls),
        plan.fields + calls.map { Field($0.name, $0.type) })
    }

    mutating func join() throws {
      joins += 1
      if joins > 2 { return }
      let right = Plans.scan(try Plans.table(random.pick([0, 5, 12, 30]), &random))
      let kind: LogicalPlan.JoinKind = random.pick([.inner, .left, .full, .semi, .anti])
      let keys = (0..<random.int(1...2)).compactMap { _ -> LogicalPlan.JoinKey? in
        let place = anyPlace()
        let type = plan.fields[place].type
        let fitting = right.fields.indices.filter { right.fields[$0].type == type }
        return LogicalPlan.JoinKey(
          left: column(place), right: Plans.column(random.pick(fitting), right))
      }
      let hasRight = kind != .semi && kind != .anti
      let columns = hasRight ? right.fields.indices.filter { _ in random.oneIn(3) } : []
      let names = columns.map { Field(newName(), right.fields[$0].type) }
      put(
        .join(plan, right, kind: kind, keys: keys, rightColumns: columns, expect: nil),
        plan.fields + names)
    }

    mutating func step() throws {
      switch random.int(0...15) {
      case 0...3: put(.filter(plan, try condition(random.oneIn(3) ? 2 : 0)))
      case 4...6: try project()
      case 7, 8: put(.sort(plan, sortKeys()))
      case 9, 10:
        // What a limit may not move below, or becomes one step with.
        switch random.int(0...3) {
        case 0: put(.sort(plan, sortKeys()))
        case 1: put(.filter(plan, try condition(0)))
        case 2: try project()
        default: break
        }
        put(
          .limit(
            plan, offset: random.oneIn(2) ? 0 : random.int(0...5),
            count: random.oneIn(5) ? nil : random.int(10...60)))
      case 11: try join()
      case 12: try window()
      case 13: try aggregate()
      case 14:
        if random.oneIn(2) {
          put(.distinct(plan, on: [anyPlace(), anyPlace()]))
        } else {
          put(.limitBy(plan, by: [column(anyPlace())], count: random.int(0...3)))
        }
      default:
        let places: [Int?] = plan.fields.indices.map { random.oneIn(4) ? nil : $0 }
        let other = LogicalPlan(
          .filter(plan, try condition(1)), fields: plan.fields, range: Plans.nowhere)
        put(.append([plan, other], columns: [plan.fields.indices.map { $0 }, places]))
      }
    }
  }

  static func plan(_ seed: UInt64) throws -> LogicalPlan {
    var grower = try Grower(seed)
    for _ in 0..<grower.random.int(2...7) { try grower.step() }
    // What is read of the rest is cut down at the end, so that columns can be left out.
    if grower.random.oneIn(4) { try grower.aggregate() } else { try grower.project() }
    return grower.plan
  }

  // MARK: Laws

  /// Plans a round, many more where `TIENDO_HEAVY` is set.
  static let perRound =
    ProcessInfo.processInfo.environment["TIENDO_HEAVY"] == nil ? 40 : 1000

  /// Where the plan as written has an answer, every set of rules gives that answer; a plan that
  /// fails may be saved by a rule that leaves the failing rows out.
  @Test(arguments: 0..<12)
  func rulesDoNotMatter(round: Int) throws {
    var answered = 0
    for index in 0..<Self.perRound {
      let seed = UInt64(round * Self.perRound + index) &* 7919 &+ 31
      let plan = try Self.plan(seed)
      let dump = "seed \(seed)\n\(plan.dump())"
      var random = SeededRandom(seed)
      let executor = Executor(Plans.context())
      let table: Table
      do { table = try executor.run(plan) } catch {
        #expect(error is Diagnostic, "\(dump)")
        continue
      }
      answered += 1
      var expected = NaiveExecutor.Rows(fields: table.fields, rows: [])
      expected.rows = (0..<table.rowCount).map { row in table.columns.map { $0[row] } }
      for (name, optimizer) in Self.optimizers(&random) {
        let better = try optimizer.optimize(plan)
        do {
          let found = try executor.run(better)
          Plans.expectEqual(found, expected, "\(name): \(dump)\(better.dump())")
          #expect(found.fields.map(\.name) == table.fields.map(\.name), "\(name): \(dump)")
        } catch {
          Issue.record("\(name): \(error)\n\(dump)\(better.dump())")
        }
      }
    }
    #expect(answered > Self.perRound / 2, "\(answered) of \(Self.perRound) have an answer")
  }

  /// Both executors agree on the plans that the laws above are tried on.
  @Test func plansAnswerAsTheNaiveExecutorDoes() throws {
    var compared = 0
    var withRows = 0
    for seed in 0..<200 {
      let plan = try Self.plan(UInt64(seed) &* 7919 &+ 31)
      let executor = Executor(Plans.context())
      // What either refuses (an overflow beyond a limit that one of them reaches) has no answer.
      guard let table = try? executor.run(plan), let rows = try? NaiveExecutor().run(plan) else {
        continue
      }
      compared += 1
      if table.rowCount > 4 { withRows += 1 }
      Plans.expectEqual(table, rows, plan.dump())
    }
    #expect(compared > 100, "\(compared) of 200")
    // Where nothing is left, every rule is right.
    #expect(withRows > 40, "\(withRows) of 200 have rows")
  }

  /// No rule is tried in vain.
  @Test(arguments: rules.map(\.name))
  func everyRuleApplies(name: String) throws {
    let rule = try #require(Self.rules.first { $0.name == name })
    var changed = 0
    for seed in 0..<200 {
      let plan = try Self.plan(UInt64(seed) &* 7919 &+ 31)
      if try Optimizer([rule]).optimize(plan) !== plan { changed += 1 }
    }
    #expect(changed >= 10, "\(name) changed \(changed) of 200 plans")
  }
}
