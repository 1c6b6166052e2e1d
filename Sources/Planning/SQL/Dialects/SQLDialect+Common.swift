import Functions
import Language

/// What all dialects write alike, and what none writes: each dialect adds its own to these.
extension SQLDialect {
  /// `base` with some forms given anew.
  static func merged<Key: Hashable>(
    _ base: [Key: SQLForm], _ own: [Key: SQLForm]
  ) -> [Key: SQLForm] {
    base.merging(own) { $1 }
  }

  private static func comparison(_ sign: String) -> SQLForm {
    .written(
      .form(.number, .number, text: "({0} \(sign) {1})"),
      .form(.text, .text, text: "({c0} \(sign) {c1})"),
      .form(.date, .date, text: "({0} \(sign) {1})"),
      .form(.bool, .bool, text: "({0} \(sign) {1})"), otherwise: SQLReason.clock)
  }

  private static func equality(_ sign: String) -> SQLForm {
    .written(
      .form(.number, .number, text: "({0} \(sign) {1})"),
      .form(.text, .text, text: "({0} \(sign) {1})"),
      .form(.date, .date, text: "({0} \(sign) {1})"),
      .form(.bool, .bool, text: "({0} \(sign) {1})"), otherwise: SQLReason.clock)
  }

  /// Arithmetic whose int results fit in 64 bits or are an error there too.
  private static func arithmetic(_ sign: String) -> SQLForm {
    .written(
      .form(.int, .int, text: "({i0} \(sign) {i1})"),
      .form(.number, .number, text: "({0} \(sign) {1})"), otherwise: SQLReason.clock)
  }

  /// Operators and functions that standard SQL has.
  static let commonFunctions: [String: SQLForm] = [
    "==": equality("="), "!=": equality("<>"),
    "<": comparison("<"), "<=": comparison("<="), ">": comparison(">"), ">=": comparison(">="),
    "and": .written(.chain(.bool, " AND ", each: "{0}")),
    "or": .written(.chain(.bool, " OR ", each: "{0}")),
    "not": .written(.form(.bool, text: "(NOT {0})")),
    "is_null": .written(.form(.value, text: "({0} IS NULL)")),
    "is_not_null": .written(.form(.value, text: "({0} IS NOT NULL)")),
    "in": .written(
      .list(.number, .number, text: "({0} IN ({rest}))"),
      .list(.text, .text, text: "({0} IN ({rest}))"),
      .list(.date, .date, text: "({0} IN ({rest}))"),
      .list(.bool, .bool, text: "({0} IN ({rest}))"), otherwise: SQLReason.clock),
    "like": .written(
      .form(.text, .pattern(withEscapes: true), text: "({0} LIKE {1} ESCAPE '\\')"),
      otherwise: SQLReason.likePattern),
    "~": .stays(SQLReason.folding),
    "+": arithmetic("+"), "-": arithmetic("-"),
    // Decimals are multiplied exactly here only where one of them is whole.
    "*": .written(
      .form(.int, .int, text: "({i0} * {i1})"),
      .form(.int, .float, text: "({0} * {1})"), .form(.float, .int, text: "({0} * {1})"),
      .form(.float, .float, text: "({f0} * {f1})")),
    "/": .written(.form(.number, .number, text: "({f0} / NULLIF({f1}, 0))")),
    "//": .stays(SQLReason.untried), "%": .stays(SQLReason.untried),
    "mod": .stays(SQLReason.untried),
    "^": .stays(SQLReason.lastDigits), "pow": .stays(SQLReason.lastDigits),
    "neg": .written(
      .form(.int, text: "(- {i0})"), .form(.float, text: "(- {0})")),
    "abs": .written(
      .form(.int, text: "ABS({i0})"), .form(.float, text: "ABS({0})")),
    "sign": .written(
      .form(.int, text: "CASE WHEN {0} > 0 THEN 1 WHEN {0} < 0 THEN -1 WHEN {0} = 0 THEN 0 END"),
      otherwise: SQLReason.doubles),
    "is_nan": .stays(SQLReason.doubles),
    "sqrt": .stays(SQLReason.outside), "exp": .stays(SQLReason.lastDigits),
    "ln": .stays(SQLReason.lastDigits), "log10": .stays(SQLReason.lastDigits),
    "log": .stays(SQLReason.lastDigits),
    "round": .written(.form(.int, text: "{0}"), otherwise: SQLReason.rounding),
    "floor": .written(.form(.int, text: "{0}"), otherwise: SQLReason.doubles),
    "ceil": .written(.form(.int, text: "{0}"), otherwise: SQLReason.doubles),
    "trunc": .written(.form(.int, text: "{0}"), otherwise: SQLReason.doubles),
    "lower": .stays(SQLReason.letters), "upper": .stays(SQLReason.letters),
    "fold": .stays(SQLReason.folding), "reverse": .stays(SQLReason.signs),
    "length": .stays(SQLReason.untried), "position": .stays(SQLReason.untried),
    "contains": .stays(SQLReason.untried), "starts_with": .stays(SQLReason.untried),
    "ends_with": .stays(SQLReason.untried), "matches": .stays(SQLReason.regex),
    "trim": .stays(SQLReason.whiteSpace), "ltrim": .stays(SQLReason.whiteSpace),
    "rtrim": .stays(SQLReason.whiteSpace),
    "left": .stays(SQLReason.signs), "right": .stays(SQLReason.signs),
    "mid": .stays(SQLReason.signs), "split_part": .stays(SQLReason.signs),
    "lpad": .stays(SQLReason.signs), "rpad": .stays(SQLReason.signs),
    "repeat": .stays(SQLReason.signs),
    "replace": .written(
      .form(.text, .givenText, .text, text: "REPLACE({0}, {1}, {2})"),
      otherwise: SQLReason.nothing),
    "concat": .written(
      .chain(.text, " || ", each: "COALESCE({0}, '')"), otherwise: SQLReason.reading),
    "year": .stays(SQLReason.clock), "quarter": .stays(SQLReason.clock),
    "month": .stays(SQLReason.clock), "day": .stays(SQLReason.clock),
    "weekday": .stays(SQLReason.clock), "week": .stays(SQLReason.clock),
    "day_of_year": .stays(SQLReason.clock), "hour": .stays(SQLReason.clock),
    "minute": .stays(SQLReason.clock), "second": .stays(SQLReason.clock),
    "date_trunc": .stays(SQLReason.clock), "add_months": .stays(SQLReason.clock),
    "add_days": .stays(SQLReason.clock), "add_microseconds": .stays(SQLReason.clock),
    "days_between": .stays(SQLReason.clock), "last_day": .stays(SQLReason.clock),
    "today": .written(.form(text: "{today}")), "make_date": .stays(SQLReason.outside),
    "parse_date": .stays(SQLReason.reading), "format_date": .stays(SQLReason.reading),
    "regex_extract": .stays(SQLReason.regex), "regex_replace": .stays(SQLReason.regex),
    "natural": .stays(SQLReason.folding), "sort_key": .stays(SQLReason.locale),
    "bin": .stays(SQLReason.doubles), "typeof": .stays(SQLReason.untried),
    "sum_of": .stays(SQLReason.nothing), "mean_of": .stays(SQLReason.nothing),
    "median_of": .stays(SQLReason.nothing), "count_of": .stays(SQLReason.nothing),
    "fiscal_year": .stays(SQLReason.clock), "fiscal_quarter": .stays(SQLReason.clock),
    "factor_effect": .stays(SQLReason.untried), "period_end": .stays(SQLReason.periods),
    "period_text": .stays(SQLReason.periods),
    "int": .written(.form(.int, text: "{0}"), otherwise: SQLReason.reading),
    "float": .written(.form(.number, text: "{f0}"), otherwise: SQLReason.reading),
    "text": .written(.form(.text, text: "{0}"), otherwise: SQLReason.reading),
    "bool": .written(.form(.bool, text: "{0}"), otherwise: SQLReason.reading),
    "date": .written(.form(.date, text: "{0}"), otherwise: SQLReason.reading),
    "timestamp": .stays(SQLReason.reading),
    "least": .stays(SQLReason.nothing), "greatest": .stays(SQLReason.nothing),
    "clamp": .stays(SQLReason.nothing),
    "nullif": .written(
      .form(.number, .number, text: "NULLIF({0}, {1})"),
      .form(.text, .text, text: "NULLIF({0}, {1})"),
      .form(.date, .date, text: "NULLIF({0}, {1})"),
      .form(.bool, .bool, text: "NULLIF({0}, {1})"), otherwise: SQLReason.kinds),
  ]

  /// Aggregates by which arguments with a condition become null where the condition is not true.
  static let commonAggregates: [Aggregate: SQLForm] = [
    .count: .written(
      .form(text: "COUNT(*){over}"), .form(.value, text: "COUNT({0}){over}")),
    .countDistinct: .written(
      .form(.anything, text: "COUNT(DISTINCT {0})"), otherwise: SQLReason.clock),
    .sum: .written(
      .form(.int, text: "SUM({i0}){over}"), .form(.number, text: "SUM({0}){over}")),
    .avg: .written(
      .form(.number, text: "({f:SUM({0}){over}} / NULLIF(COUNT({0}){over}, 0))")),
    .min: .written(.form(.value, text: "MIN({c0}){over}")),
    .max: .written(.form(.value, text: "MAX({c0}){over}")),
    .rate: .written(
      .form(
        .number, .number,
        text: "(100.0 * {f:SUM({0}){over}} / NULLIF({f:SUM({1}){over}}, 0))")),
    .median: .stays(SQLReason.notThere), .quantile: .stays(SQLReason.notThere),
    .stddev: .stays(SQLReason.notThere), .variance: .stays(SQLReason.notThere),
    .corr: .stays(SQLReason.notThere), .slope: .stays(SQLReason.notThere),
    .intercept: .stays(SQLReason.notThere), .r2: .stays(SQLReason.notThere),
    .any: .stays(SQLReason.untried), .all: .stays(SQLReason.untried),
    .first: .stays(SQLReason.order), .last: .stays(SQLReason.order),
    .mode: .stays(SQLReason.ties), .argMax: .stays(SQLReason.ties),
    .argMin: .stays(SQLReason.ties), .textJoin: .stays(SQLReason.order),
    .weightedAvg: .written(
      .form(
        .number, .number,
        text: "({f:SUM({f0} * {f1}){over}} / NULLIF({f:SUM({1}){over}}, 0))")),
  ]

  private static let running = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"

  /// Functions of the order of rows: `{w}` is the partition with its order, `{p}` the partition
  /// alone, `{k}` the rows of the partition whose first sort key is known, with their order.
  static let commonWindows: [WindowFunction: SQLForm] = [
    .rowNumber: .written(.form(text: "ROW_NUMBER() OVER ({w})")),
    .rank: .written(.form(text: "CASE WHEN {first} IS NOT NULL THEN RANK() OVER ({k}) END")),
    .denseRank: .written(
      .form(text: "CASE WHEN {first} IS NOT NULL THEN DENSE_RANK() OVER ({k}) END")),
    .percentRank: .written(
      .form(text: "CASE WHEN {first} IS NOT NULL THEN PERCENT_RANK() OVER ({k}) END")),
    .ntile: .written(
      .form(
        .whole(1...1_000_000_000),
        text: "CASE WHEN {first} IS NOT NULL THEN NTILE({0}) OVER ({k}) END"),
      otherwise: SQLReason.outside),
    .lag: .written(
      .form(.value, text: "LAG({0}) OVER ({w})"),
      .form(.value, .whole(0...1_000_000_000), text: "LAG({0}, {1}) OVER ({w})"),
      .form(.value, .whole(0...1_000_000_000), .anything, text: "LAG({0}, {1}, {2}) OVER ({w})"),
      otherwise: SQLReason.outside),
    .lead: .written(
      .form(.value, text: "LEAD({0}) OVER ({w})"),
      .form(.value, .whole(0...1_000_000_000), text: "LEAD({0}, {1}) OVER ({w})"),
      .form(.value, .whole(0...1_000_000_000), .anything, text: "LEAD({0}, {1}, {2}) OVER ({w})"),
      otherwise: SQLReason.outside),
    .cumsum: .written(
      .form(.int, text: "SUM({i0}) OVER ({w} \(running))"),
      .form(.number, text: "SUM({0}) OVER ({w} \(running))")),
    .cumavg: .written(
      .form(
        .number,
        text: "({f:SUM({0}) OVER ({w} \(running))} / NULLIF(COUNT({0}) OVER ({w} \(running)), 0))")),
    .movingAvg: .written(
      .form(
        .number, .whole(1...1_000_000),
        text: "({f:SUM({0}) OVER ({w} ROWS BETWEEN {1} - 1 PRECEDING AND CURRENT ROW)} / "
          + "NULLIF(COUNT({0}) OVER ({w} ROWS BETWEEN {1} - 1 PRECEDING AND CURRENT ROW), 0))"),
      otherwise: SQLReason.outside),
    .share: .written(
      .form(.number, text: "(100.0 * {f0} / NULLIF({f:SUM({0}) OVER ({p})}, 0))")),
    .growth: .stays(SQLReason.steps), .indexTo: .stays(SQLReason.ties),
    .first: .stays(SQLReason.nothing), .last: .stays(SQLReason.nothing),
  ]

  static let plainWindowAggregates: Set<Aggregate> = [.count, .sum, .avg, .min, .max, .rate]
}
