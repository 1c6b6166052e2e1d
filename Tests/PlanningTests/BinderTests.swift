import Columns
import Language
import Testing

@testable import Planning

/// A catalogue of a few small tables.
struct SmallCatalog: Catalog {
  var tables: [String: CatalogTable] = [:]

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
    tables["scores"] = CatalogTable(
      name: "scores", table: scores,
      info: DatasetInfo(kind: "coverage", roles: ["covered": "covered", "total": "total"]))
    tables["units"] = CatalogTable(
      name: "units",
      table: Table([
        ("province", try Column(.text, [.text("A")])), ("region", try Column(.text, [.text("N")])),
        ("year", try Column(.int, [.int(1)])),
      ]))
  }

  func table(named name: String) throws -> CatalogTable? { tables[name] }
  var tableNames: [String] { tables.keys.sorted() }
  func file(_ path: TextLiteral, options: [FileOption], needed: Set<String>?) throws -> CatalogTable
  {
    // The name tells what was asked for.
    let columns = try ["a", "b", "c"].map { ($0, try Column(.int, [.int(1)])) }
    return CatalogTable(
      name: (needed ?? ["all"]).sorted().joined(separator: ","),
      table: Table(columns.filter { needed?.contains($0.0) ?? true }))
  }
  func lastResult() throws -> CatalogTable? { nil }
  func parameter(named name: String) -> Value? { name == "year" ? .int(2024) : nil }
  var parameterNames: [String] { ["year"] }
  func function(named name: String) -> UserFunction? { nil }
  func evaluate(_ plan: LogicalPlan) throws -> (table: Table, notes: [Diagnostic]) {
    (Table([]), [])
  }
}

/// A text that is no pipeline.
struct NotAPipeline: Error {}

/// Binds the only statement of a text.
func bind(_ text: String) throws -> BoundPipeline {
  let (script, diagnostics) = Parser.parse(script: SourceText(text))
  #expect(!diagnostics.hasErrors, "\(diagnostics.map(\.message))")
  guard case .pipeline(let pipeline)? = script.statements.first?.kind else {
    throw NotAPipeline()
  }
  return try Binder(catalog: try SmallCatalog()).bind(pipeline)
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

  /// A file is asked for with only the columns that the pipeline can use.
  @Test(arguments: [
    ("\"f.csv\" | take 1", "all"),
    ("\"f.csv\" | where a > 1", "all"),
    ("\"f.csv\" | where a > 1 | select b", "a,b"),
    ("\"f.csv\" | group by c: n = count()", "c"),
  ])
  func demand(text: String, expected: String) throws {
    let plan = try #require(try bind(text).plan)
    guard case .scan(_, let name, _) = plan.scan.node else {
      Issue.record("no scan below \(plan.dump())")
      return
    }
    #expect(name == expected)
  }
}

extension LogicalPlan {
  /// The scan at the bottom of a plan without joins.
  var scan: LogicalPlan { inputs.first?.scan ?? self }
}

@Suite struct OptimizerTests {
  private func optimized(_ text: String) throws -> String {
    try Optimizer.standard.optimize(try #require(try bind(text).plan)).dump()
  }

  @Test func filtersMergeAndMoveBelowSorts() throws {
    #expect(
      try optimized("scores | sort year | where done | where year > 1 | select year") == """
        project year
          sort year
            filter (done and (year > 1))
              scan scores [2 rows, 2 columns: year, done]

        """)
  }

  @Test func sortAndTakeBecomeTop() throws {
    #expect(
      try optimized("scores | sort -year | take 1 | select province") == """
        project province
          top 1 by -year
            scan scores [2 rows, 2 columns: province, year]

        """)
  }

  @Test func onlyReadColumnsAreScanned() throws {
    #expect(
      try optimized("scores | where done | group by province: sum(covered where year > 1)") == """
        aggregate by province: sum_covered = sum(covered where (year > 1))
          filter done
            scan scores [2 rows, 4 columns: province, year, covered, done]

        """)
  }

  @Test func limitsMoveBelowProjections() throws {
    #expect(
      try optimized("scores | derive x = year * 2 | take 1 | select x") == """
        project x = (year * 2)
          limit 1 after 0
            scan scores [2 rows, 7 columns: province, year, score, covered, total, due, done]

        """)
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
                scan scores [2 rows, 7 columns: province, year, score, covered, total, due, done]

        """)
    #expect(
      try Optimizer.standard.without(["prune_columns"]).optimize(plan).dump() == """
        project province
          top 1 by -year
            filter done
              scan scores [2 rows, 7 columns: province, year, score, covered, total, due, done]

        """)
    #expect(try Optimizer([]).optimize(plan) === plan)
    let names = Optimizer.standard.rules.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { $0.isLetter && $0.isLowercase || $0 == "_" } })
    #expect(Optimizer.standard.without(Set(names)).rules.isEmpty)
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
