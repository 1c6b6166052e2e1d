import Columns
import Language
import Testing

@testable import Planning

/// A few small tables, and a file that tells its types only for the columns that are wanted.
struct SmallEnvironment: Environment {
  var tables: [String: MemorySource] = [:]

  init() throws {
    let scores = Table([
      ("province", try Column(.text, [.text("A"), .text("B")])),
      ("year", try Column(.int, [.int(2023), .int(2024)])),
      ("score", try Column(.float, [.decimal(805, scale: 1), .null])),
      ("covered", try Column(.int, [.int(1), .int(2)])),
      ("total", try Column(.int, [.int(4), .int(4)])),
      ("due", try Column(.date, [.date(20_000), .null])),
      ("done", try Column(.bool, [.bool(true), .bool(false)])),
    ])
    tables["scores"] = MemorySource(
      SourceID(.table, "scores"), scores,
      info: DatasetInfo(kind: "coverage", roles: ["covered": "covered", "total": "total"]))
    tables["units"] = MemorySource(
      SourceID(.table, "units"),
      Table([
        ("province", try Column(.text, [.text("A")])), ("region", try Column(.text, [.text("N")])),
        ("year", try Column(.int, [.int(1)])),
      ]))
  }

  func table(named name: String) throws -> (any TableSource)? { tables[name] }
  var tableNames: [String] { tables.keys.sorted() }
  func file(_ path: TextLiteral, options: [FileOption]) throws -> any TableSource {
    UntypedFile(id: SourceID(.file, path.text))
  }
  func lastResult() throws -> (any TableSource)? { nil }
  func parameter(named name: String) -> Value? { name == "year" ? .int(2024) : nil }
  var parameterNames: [String] { ["year"] }
  func function(named name: String) -> UserFunction? { nil }
}

/// A file of the columns a to e, of which the head tells only the names.
struct UntypedFile: TableSource {
  let id: SourceID

  func outline(_ run: RunContext) -> Schema {
    Schema(fields: ["a", "b", "c", "d", "e"].map { Field($0, .null) }, typed: [])
  }

  func schema(_ wanted: Set<String>?, _ run: RunContext) -> Schema {
    var schema = outline(run)
    schema.typed = wanted
    for place in schema.fields.indices where wanted?.contains(schema.fields[place].name) ?? true {
      schema.fields[place].type = .int
    }
    return schema
  }

  func scan(_ columns: [String], _ run: RunContext) throws -> Table { throw MissingColumn("a") }
}

/// A text that is no pipeline.
struct NotAPipeline: Error {}

/// Binds the only statement of a text.
func bind(_ text: String, _ knowledge: Knowledge = Knowledge()) throws -> BoundPipeline {
  let (script, diagnostics) = Parser.parse(script: SourceText(text))
  #expect(!diagnostics.hasErrors, "\(diagnostics.map(\.message))")
  guard case .pipeline(let pipeline)? = script.statements.first?.kind else {
    throw NotAPipeline()
  }
  return try Binder(try SmallEnvironment(), knowledge).bind(pipeline)
}

@Suite struct BinderTests {
  /// Each error with what is underlined and its code.
  @Test(arguments: [
    ("scores | where scor > 1", ["scor E0501"]),
    (
      "scores | where scor > 1 and yeer == 2 | select provnce",
      ["scor E0501", "yeer E0501", "provnce E0501"]
    ),
    ("score", ["score E0503"]),
    ("scores | where province > 3", ["> E0506"]),
    ("scores | where score", ["score E0507"]),
    ("scores | where $yaer == 1", ["$yaer E0504"]),
    ("scores | derive x = rond(score)", ["rond E0505"]),
    ("scores | derive score + 1", ["score + 1 E0508"]),
    ("scores | derive a = 1, a = 2", ["2 E0509"]),
    ("scores | group by province: score", ["score E0510"]),
    ("scores | where sum(score) > 1", ["sum E0511"]),
    ("scores | group by province: x = sum(avg(score))", ["avg E0517"]),
    ("scores | take score", ["score E0501"]),
    ("scores | where due == \"soon\"", ["\"soon\" E0514"]),
    ("scores | aggregate quantile(score, 2)", ["2 E0513"]),
    ("scores | join units on province == year", ["province == year E0506"]),
  ])
  func errors(text: String, expected: [String]) throws {
    let source = SourceText(text)
    let found = try bind(text).diagnostics.filter(\.isError).map {
      "\(source[$0.range]) \($0.code)"
    }
    #expect(found == expected)
  }

  @Test(arguments: [
    ("scores | where scor > 1", "score"), ("scoers | take 1", "scores"),
    ("scores | select Provinc", "province"), ("scores | derive x = rond(score)", "round"),
  ])
  func suggestions(text: String, expected: String) throws {
    #expect(try bind(text).diagnostics.first?.replacement == expected)
  }

  @Test(arguments: [
    ("scores | where year in 2023..2024", "filter ((year >= 2023) and (year <= 2024))"),
    ("scores | where due in @2025Q1", "filter ((due >= @2025-01-01) and (due < @2025-04-01))"),
    ("scores | where due <= @2025", "filter (due < @2026-01-01)"),
    ("scores | where due < \"31/12/2025\"", "filter (due < @2025-12-31)"),
    ("scores | where year == @2024", "filter (year == 2024)"),
    ("scores | where year == $year", "filter (year == 2024)"),
    ("scores | where 1 + 1 == year", "filter (2 == year)"),
    ("scores | where YEAR == 2024", "filter (year == 2024)"),
    ("scores | where not done", "filter not(done)"),
    ("scores | derive d = due + 1y | take 1", "limit 1 after 0"),
    ("scores | select rate", "project rate = ((100 * covered) / total)"),
    (
      "scores | group by province: sum(covered)",
      "aggregate by province: sum_covered = sum(covered)"
    ),
    (
      "scores | group by province: count(where done), q = quantile(score, 0.9)",
      "aggregate by province: count = count(where done), q = quantile(score, 0.9)"
    ),
    ("scores | select -score, -due, -done", "project province, year, covered, total"),
  ])
  func plans(text: String, first: String) throws {
    let plan = try bind(text).plan
    #expect(plan?.dump().split(separator: "\n").first.map(String.init) == first)
  }

  @Test func defaultNames() throws {
    let plan = try bind(
      "scores | group by year: count(), rate(covered, total), quantile(score, 0.9), max(due)"
    ).plan
    #expect(
      plan?.fields.map(\.name)
        == ["year", "count", "rate_covered_total", "quantile_score_p90", "max_due"])
  }

  @Test func clashingNamesOfAJoin() throws {
    let bound = try bind("scores | join left units on province")
    #expect(bound.plan?.fields.map(\.name).suffix(2) == ["region", "year_2"])
    #expect(bound.diagnostics.map(\.code) == ["N0203"])
  }

  /// A file is asked for the types of exactly the columns that the pipeline reads.
  @Test(arguments: [
    ("\"f.csv\" | take 1", "a b c d e"),
    ("\"f.csv\" | where a > 1", "a b c d e"),
    ("\"f.csv\" | where a > 1 | select b", "a b"),
    ("\"f.csv\" | derive x = a + b | select x, c", "a b c"),
    ("\"f.csv\" | derive x = a, y = d | sort e | select y", "d e"),
    ("\"f.csv\" | group by a: sum(b where c > 0)", "a b c"),
    ("\"f.csv\" | aggregate count()", ""),
    ("\"f.csv\" | group by a: n = count(), s = sum(b) | select a, n", "a b"),
    ("\"f.csv\" | pivot a by b: sum(c)", "a b c"),
    ("\"f.csv\" | derive by a sort b: r = lag(c) | select r", "a b c"),
    ("scores | join \"f.csv\" on year == b | select score, d", "b d"),
    ("(\"f.csv\" | select a, b, c) | select b", "b"),
    ("\"f.csv\" | distinct a, b | select a", "a b"),
    ("\"f.csv\" | append (scores | select a = year) | select a", "a"),
    ("\"f.csv\" | describe", "a b c d e"),
    ("\"f.csv\" | select a, b | peek | select a", "a b"),
  ])
  func demand(text: String, expected: String) throws {
    let bound = try bind(text)
    guard case .types(let wanted)? = bound.pending else {
      #expect(bound.pending == nil && expected.isEmpty, "\(text)")
      return
    }
    #expect(wanted.values.flatMap(\.self).sorted().joined(separator: " ") == expected)
    #expect(!bound.diagnostics.hasErrors)
  }

  /// What a stage makes is asked for before the rest is bound; until then the rest is open, and
  /// nothing that could be right is an error.
  @Test func stages() throws {
    let text = "scores | pivot year by province: sum(score) | select province, `2024` | take 1"
    let bound = try bind(text)
    guard case .stage(let stage)? = bound.pending else {
      Issue.record("no stage is pending")
      return
    }
    #expect(bound.diagnostics.isEmpty)
    #expect(stage.fields.map(\.name) == ["province"] && stage.isOpen && stage.isStage)
    #expect(bound.plan?.fields.map(\.name) == ["province", "2024"])
    var knowledge = Knowledge()
    knowledge.stages[stage.range] = MemorySource(
      SourceID(.stage, "pivot"),
      Table([
        ("province", try Column(.text, [.text("A")])), ("2024", try Column(.float, [.null])),
      ]))
    let known = try bind(text, knowledge)
    #expect(known.pending == nil && known.diagnostics.isEmpty)
    #expect(known.plan?.fields.map(\.type) == [.text, .float])
    let wrong = try bind(text.replacing("`2024`", with: "`2025`"), knowledge)
    #expect(wrong.diagnostics.map(\.code) == ["E0501"])
  }

  /// Two plans of one text are equal and hash alike; of two texts they differ.
  @Test(arguments: [
    "scores | where year == 2024 | group by province: sum(score)",
    "scores | pivot year by province: sum(score)",
    "scores | derive by province sort year: c = lag(score), s = if(done, 1, 2)",
    "scores | join units on province | complete year 2020..2024 by province",
    "scores | unpivot covered, total as what, n | fill n with 0",
  ])
  func plansAreData(text: String) throws {
    let (one, other) = (try #require(bind(text).plan), try #require(bind(text).plan))
    #expect(one == other && one.hashValue == other.hashValue && one !== other)
    let changed = try #require(bind(text + " | take 7").plan)
    #expect(one != changed)
  }

  @Test func rulesCanBeLeftOut() throws {
    let plan = try #require(
      try bind("scores | sort -year | where done | take 1 | select province").plan)
    #expect(
      try Optimizer.standard.without(["prune_columns", "push_filters"]).optimize(plan).dump() == """
        project province
          limit 1 after 0
            filter done
              sort -year
                scan scores [7 columns: province, year, score, covered, total, due, done]

        """)
    #expect(
      try Optimizer.standard.without(["prune_columns"]).optimize(plan).dump() == """
        project province
          top 1 by -year
            filter done
              scan scores [7 columns: province, year, score, covered, total, due, done]

        """)
    #expect(try Optimizer([]).optimize(plan) === plan)
    let names = Optimizer.standard.rules.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0.isLetter && $0.isLowercase || $0 == "_" } })
    #expect(Optimizer.standard.without(Set(names)).rules.isEmpty)
  }

  /// Under a limit, and under a distinct of some columns, no more is read than above it.
  @Test(arguments: [
    ("scores | select province | take 3", ["province"]),
    ("scores | select province, year | take 3 | select year", ["year"]),
    ("scores | where done | select province | take 3", ["province", "done"]),
    ("scores | distinct province, year | aggregate n = sum(year)", ["province", "year"]),
  ])
  func limitsReadNoMoreColumns(text: String, columns: [String]) throws {
    let plan = try Optimizer.standard.optimize(try #require(try bind(text).plan))
    var scan = plan
    while let input = scan.inputs.first { scan = input }
    #expect(scan.fields.map(\.name) == columns)
  }

  /// Such a rule used to be left out in silence.
  @Test(arguments: [
    "scores | where done | select province, year",
    "scores | select province, year | where year > 1 | aggregate n = count()",
  ])
  func aRuleThatChangesFieldsIsAnInternalError(text: String) throws {
    let plan = try #require(try bind(text).plan)
    let rename = OptimizerRule(name: "rename_all") { plan in
      guard case .project(let input, let items) = plan.node else { return nil }
      let fields = plan.fields.map { Field($0.name + "!", $0.type) }
      return LogicalPlan(.project(input, items), fields: fields, range: plan.range)
    }
    let drop = OptimizerRule(name: "drop_last") { plan in
      guard case .project(let input, let items) = plan.node, items.count > 1 else { return nil }
      return LogicalPlan(
        .project(input, items.dropLast()), fields: plan.fields.dropLast(), range: plan.range)
    }
    let retype = OptimizerRule(name: "retype") { plan in
      guard case .project(let input, let items) = plan.node else { return nil }
      return LogicalPlan(
        .project(input, items), fields: plan.fields.map { Field($0.name, .null) }, range: plan.range
      )
    }
    for (rule, columns) in [
      (rename, "province!: text, year!: int"), (drop, "province: text"),
      (retype, "province: null, year: null"),
    ] {
      let found = #expect(throws: Diagnostic.self) { try Optimizer([rule]).optimize(plan) }
      #expect(found?.code == "E0698")
      #expect(
        found?.message(in: .en)
          == "internal error: the optimiser's rule `\(rule.name)` made the columns [\(columns)] "
          + "of [province: text, year: int]")
      #expect(
        found?.message(in: .vi)
          == "lỗi nội bộ: quy tắc tối ưu `\(rule.name)` biến các cột [province: text, year: int] "
          + "thành [\(columns)]")
      #expect(found?.fix(in: .en)?.hasSuffix("set optimizer \"-\(rule.name)\"") == true)
    }
  }
}
