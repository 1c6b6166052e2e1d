import Columns
import Functions
import Language

extension SQLDialect {
  /// SQLite: no types but those of values, no dates, no NaN.
  public static let sqlite = SQLDialect(
    name: "sqlite", title: "SQLite", triedIn: "SQLite 3", quote: "\"", escapesBackslash: false,
    foldsNames: true, hasNarrowInts: false, collate: "", collateColumn: " COLLATE BINARY",
    types: [.int: "INTEGER", .float: "REAL", .text: "TEXT"], decimalType: "REAL",
    allRows: " LIMIT -1",
    functions: merged(
      commonFunctions,
      [
        "like": .stays(SQLReason.likeCase),
        "//": .written(floorQuotient("/"), otherwise: SQLReason.doubles),
        "%": .written(modulo, otherwise: SQLReason.doubles),
        "mod": .written(modulo, otherwise: SQLReason.doubles),
        "length": .written(.form(.text, text: "LENGTH({0})")),
        "position": .written(
          .form(.text, .givenText, text: "INSTR({0}, {1})"), otherwise: SQLReason.signs),
        "contains": .written(
          .form(.text, .givenText, text: "(INSTR({0}, {1}) > 0)"), otherwise: SQLReason.signs),
        "starts_with": .written(
          .form(.text, .givenText, text: "(SUBSTR({0}, 1, LENGTH({1})) = {1})"),
          otherwise: SQLReason.signs),
        "ends_with": .written(
          .form(.text, .givenText, text: "(SUBSTR({0}, - LENGTH({1})) = {1})"),
          otherwise: SQLReason.signs),
        "left": .written(
          .form(.text, .whole(0...1_000_000), text: "SUBSTR({0}, 1, {1})"),
          otherwise: SQLReason.signs),
        "right": .written(
          .form(.text, .whole(1...1_000_000), text: "SUBSTR({0}, - {1})"),
          otherwise: SQLReason.signs),
        "mid": mid("SUBSTR"),
        "trim": trim("TRIM({0}, {1})"), "ltrim": trim("LTRIM({0}, {1})"),
        "rtrim": trim("RTRIM({0}, {1})"),
        "text": .written(
          .form(.text, text: "{0}"), .form(.int, text: "CAST({0} AS TEXT)"),
          otherwise: SQLReason.reading),
      ].merging(
        Dictionary(uniqueKeysWithValues: dateFunctions.map { ($0, .stays(SQLReason.noDates)) })
      ) { $1 }),
    aggregates: merged(
      commonAggregates,
      [
        .any: .written(.form(.bool, text: "MAX({0}){over}")),
        .all: .written(.form(.bool, text: "MIN({0}){over}")),
      ]),
    windows: commonWindows, windowAggregates: plainWindowAggregates.union([.any, .all]))

  /// PostgreSQL and what speaks its protocol and its SQL.
  public static let postgres = SQLDialect(
    name: "postgres", title: "PostgreSQL", triedIn: "PostgreSQL 15", quote: "\"",
    escapesBackslash: false, foldsNames: false, hasNarrowInts: true, collate: " COLLATE \"C\"",
    collateColumn: "", types: standardTypes, decimalType: "NUMERIC", allRows: "",
    functions: merged(
      merged(commonFunctions, textFunctions),
      merged(
        datesByExtract,
        [
          "//": .written(floorQuotient("/"), otherwise: SQLReason.doubles),
          "%": .written(modulo, otherwise: SQLReason.doubles),
          "mod": .written(modulo, otherwise: SQLReason.doubles),
          "is_nan": .written(.form(.number, text: "({f0} = CAST('NaN' AS DOUBLE PRECISION))")),
          "sqrt": .written(.form(.number, text: "SQRT({f0})")),
          "floor": .written(.form(.int, text: "{0}"), .form(.float, text: "FLOOR({0})")),
          "ceil": .written(.form(.int, text: "{0}"), .form(.float, text: "CEIL({0})")),
          "position": .written(
            .form(.text, .givenText, text: "CAST(STRPOS({0}, {1}) AS BIGINT)"),
            otherwise: SQLReason.signs),
          "contains": .written(
            .form(.text, .givenText, text: "(STRPOS({0}, {1}) > 0)"), otherwise: SQLReason.signs),
          "starts_with": .written(
            .form(.text, .givenText, text: "(LEFT({0}, LENGTH({1})) = {1})"),
            otherwise: SQLReason.signs),
          "ends_with": .written(
            .form(.text, .givenText, text: "(RIGHT({0}, LENGTH({1})) = {1})"),
            otherwise: SQLReason.signs),
          "left": .written(
            .form(.text, .whole(-1_000_000...1_000_000), text: "LEFT({0}, {1})"),
            otherwise: SQLReason.signs),
          "right": .written(
            .form(.text, .whole(-1_000_000...1_000_000), text: "RIGHT({0}, {1})"),
            otherwise: SQLReason.signs),
          "trim": trim("BTRIM({0}, {1})"),
          "add_months": .written(
            .form(
              .date, .whole(-100_000...100_000),
              text: "CAST({0} + MAKE_INTERVAL(months => {1}) AS DATE)"),
            otherwise: SQLReason.clock),
          "last_day": .written(
            .form(
              .date,
              text: "CAST(DATE_TRUNC('month', CAST({0} AS TIMESTAMP)) + INTERVAL '1 month' "
                + "- INTERVAL '1 day' AS DATE)"), otherwise: SQLReason.clock),
          "least": extreme("LEAST"), "greatest": extreme("GREATEST"), "clamp": clamp,
        ])),
    aggregates: merged(
      commonAggregates,
      [
        .any: .written(.form(.bool, text: "BOOL_OR({0}){over}")),
        .all: .written(.form(.bool, text: "BOOL_AND({0}){over}")),
        // There is neither MIN nor MAX of truth values.
        .min: .written(
          .form(.bool, text: "BOOL_AND({0}){over}"), .form(.value, text: "MIN({c0}){over}")),
        .max: .written(
          .form(.bool, text: "BOOL_OR({0}){over}"), .form(.value, text: "MAX({c0}){over}")),
        .stddev: .written(.form(.number, text: "STDDEV_SAMP({f0}){over}")),
        .variance: .written(.form(.number, text: "VAR_SAMP({f0}){over}")),
        .median: median, .quantile: quantile,
      ].merging(lines) { $1 }),
    windows: commonWindows, windowAggregates: plainWindowAggregates.union([.any, .all]))

  public static let duckdb = SQLDialect(
    name: "duckdb", title: "DuckDB", triedIn: "DuckDB 1", quote: "\"", escapesBackslash: false,
    foldsNames: true, hasNarrowInts: true, collate: "", collateColumn: "",
    types: standardTypes.merging([.float: "DOUBLE", .text: "VARCHAR"]) { $1 },
    decimalType: "DOUBLE", allRows: "",
    functions: merged(
      merged(commonFunctions, textFunctions),
      merged(
        datesByExtract,
        [
          "//": .written(floorQuotient("//"), otherwise: SQLReason.doubles),
          "%": .written(modulo, otherwise: SQLReason.doubles),
          "mod": .written(modulo, otherwise: SQLReason.doubles),
          "is_nan": .written(.form(.number, text: "ISNAN({f0})")),
          "sqrt": .written(.form(.number, text: "SQRT({f0})")),
          "floor": .written(.form(.int, text: "{0}"), .form(.float, text: "FLOOR({0})")),
          "ceil": .written(.form(.int, text: "{0}"), .form(.float, text: "CEIL({0})")),
          "position": .written(
            .form(.text, .givenText, text: "STRPOS({0}, {1})"), otherwise: SQLReason.signs),
          "contains": .written(
            .form(.text, .givenText, text: "CONTAINS({0}, {1})"), otherwise: SQLReason.signs),
          "starts_with": .written(
            .form(.text, .givenText, text: "STARTS_WITH({0}, {1})"), otherwise: SQLReason.signs),
          "ends_with": .written(
            .form(.text, .givenText, text: "ENDS_WITH({0}, {1})"), otherwise: SQLReason.signs),
          "left": .written(
            .form(.text, .whole(0...1_000_000), text: "LEFT({0}, {1})"),
            otherwise: SQLReason.signs),
          "right": .written(
            .form(.text, .whole(1...1_000_000), text: "RIGHT({0}, {1})"),
            otherwise: SQLReason.signs),
          "trim": trim("TRIM({0}, {1})"),
          "add_months": .written(
            .form(
              .date, .whole(-100_000...100_000), text: "CAST({0} + TO_MONTHS({1}) AS DATE)"),
            otherwise: SQLReason.clock),
          "last_day": .written(.form(.date, text: "LAST_DAY({0})"), otherwise: SQLReason.clock),
          "least": extreme("LEAST"), "greatest": extreme("GREATEST"), "clamp": clamp,
        ])),
    aggregates: merged(
      commonAggregates,
      [
        .any: .written(.form(.bool, text: "BOOL_OR({0}){over}")),
        .all: .written(.form(.bool, text: "BOOL_AND({0}){over}")),
        .stddev: .written(.form(.number, text: "STDDEV_SAMP({f0}){over}")),
        .variance: .written(.form(.number, text: "VAR_SAMP({f0}){over}")),
        .median: median, .quantile: quantile,
      ].merging(lines) { $1 }),
    windows: commonWindows, windowAggregates: plainWindowAggregates.union([.any, .all]))

  /// Spark SQL with its ANSI mode, which is the default from Spark 4 on.
  public static let spark = SQLDialect(
    name: "spark", title: "Spark", triedIn: "Spark 4", quote: "`", escapesBackslash: true,
    foldsNames: true, hasNarrowInts: true, collate: "", collateColumn: "",
    types: [
      .bool: "BOOLEAN", .int: "BIGINT", .float: "DOUBLE", .text: "STRING", .date: "DATE",
      .timestamp: "TIMESTAMP",
    ], decimalType: "DOUBLE", allRows: "",
    functions: merged(
      commonFunctions,
      [
        "like": .written(
          .form(.text, .pattern(withEscapes: false), text: "({0} LIKE {1})"),
          otherwise: SQLReason.likePattern),
        "//": .written(floorQuotient("DIV"), otherwise: SQLReason.doubles),
        "%": .written(modulo, otherwise: SQLReason.doubles),
        "mod": .written(modulo, otherwise: SQLReason.doubles),
        "length": .written(.form(.text, text: "CAST(LENGTH({0}) AS BIGINT)")),
        "contains": .written(
          .form(.text, .givenText, text: "CONTAINS({0}, {1})"), otherwise: SQLReason.signs),
        "starts_with": .written(
          .form(.text, .givenText, text: "STARTSWITH({0}, {1})"), otherwise: SQLReason.signs),
        "ends_with": .written(
          .form(.text, .givenText, text: "ENDSWITH({0}, {1})"), otherwise: SQLReason.signs),
        "least": extreme("LEAST"), "greatest": extreme("GREATEST"),
      ].merging(datesOfSpark) { $1 }),
    aggregates: merged(
      commonAggregates,
      [
        .any: .written(.form(.bool, text: "BOOL_OR({0}){over}")),
        .all: .written(.form(.bool, text: "BOOL_AND({0}){over}")),
        .median: .written(
          .form(.number, text: "PERCENTILE({f0}, 0.5)"), otherwise: SQLReason.kinds),
        .quantile: .written(
          .form(.number, .share, text: "PERCENTILE({f0}, {1})"), otherwise: SQLReason.kinds),
        .stddev: .written(.form(.number, text: "STDDEV_SAMP({f0}){over}")),
        .variance: .written(.form(.number, text: "VAR_SAMP({f0}){over}")),
      ].merging(lines) { $1 }),
    windows: commonWindows, windowAggregates: plainWindowAggregates)

  /// Any other database: what the standard says and no more.
  public static let ansi = SQLDialect(
    name: "ansi", title: "ANSI", triedIn: nil, quote: "\"", escapesBackslash: false,
    foldsNames: true, hasNarrowInts: true, collate: "", collateColumn: "", types: standardTypes,
    decimalType: "DOUBLE PRECISION", allRows: "",
    functions: merged(
      commonFunctions,
      Dictionary(
        uniqueKeysWithValues: ["<", "<=", ">", ">="].map { sign in
          (
            sign,
            .written(
              .form(.number, .number, text: "({0} \(sign) {1})"),
              .form(.date, .date, text: "({0} \(sign) {1})"), otherwise: SQLReason.untried)
          )
        } + ["replace", "abs", "like"].map { ($0, .stays(SQLReason.untried)) })),
    aggregates: merged(
      commonAggregates,
      [
        .min: .written(
          .form(.number, text: "MIN({0}){over}"), .form(.date, text: "MIN({0}){over}"),
          otherwise: SQLReason.untried),
        .max: .written(
          .form(.number, text: "MAX({0}){over}"), .form(.date, text: "MAX({0}){over}"),
          otherwise: SQLReason.untried),
      ]),
    windows: commonWindows, windowAggregates: plainWindowAggregates)

  // MARK: What several write alike

  private static let standardTypes: [DataType: String] = [
    .bool: "BOOLEAN", .int: "BIGINT", .float: "DOUBLE PRECISION", .text: "TEXT", .date: "DATE",
    .timestamp: "TIMESTAMP",
  ]

  private static let dateFunctions = [
    "year", "quarter", "month", "day", "weekday", "week", "day_of_year", "hour", "minute",
    "second", "date_trunc", "add_months", "add_days", "add_microseconds", "days_between",
    "last_day",
  ]

  /// Quotient rounded down, by a division that cuts off.
  private static func floorQuotient(_ sign: String) -> SQLRule {
    .form(
      .int, .int,
      text: "CASE WHEN {1} <> 0 THEN {i0} \(sign) {i1} - CASE WHEN {i0} % {i1} <> 0 "
        + "AND ({0} < 0) <> ({1} < 0) THEN 1 ELSE 0 END END")
  }

  /// The remainder with the sign of the divisor, by one that has that of the dividend.
  private static let modulo = SQLRule.form(
    .int, .int,
    text: "CASE WHEN {1} <> 0 THEN {i0} % {i1} + CASE WHEN {i0} % {i1} <> 0 "
      + "AND ({0} < 0) <> ({1} < 0) THEN {i1} ELSE 0 END END")

  private static func trim(_ text: String) -> SQLForm {
    .written(.form(.text, .givenText, text: text), otherwise: SQLReason.whiteSpace)
  }

  private static func mid(_ name: String) -> SQLForm {
    .written(
      .form(.text, .whole(1...1_000_000), text: "\(name)({0}, {1})"),
      .form(.text, .whole(1...1_000_000), .whole(0...1_000_000), text: "\(name)({0}, {1}, {2})"),
      otherwise: SQLReason.signs)
  }

  private static func extreme(_ name: String) -> SQLForm {
    .written(
      .list(.number, text: "\(name)({*})"), .list(.date, text: "\(name)({*})"),
      .list(.text, text: "\(name)({c*})"), otherwise: SQLReason.kinds)
  }

  private static let clamp = SQLForm.written(
    .form(
      .number, .number, .number,
      text: "CASE WHEN {0} IS NOT NULL THEN LEAST(GREATEST({0}, {1}), {2}) END"),
    otherwise: SQLReason.kinds)

  private static let median = SQLForm.written(
    .form(.number, text: "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY {f0})"),
    otherwise: SQLReason.kinds)
  private static let quantile = SQLForm.written(
    .form(.number, .share, text: "PERCENTILE_CONT({1}) WITHIN GROUP (ORDER BY {f0})"),
    otherwise: SQLReason.kinds)

  /// The line of y on x. Whether all values are the same is asked outright: by their squares, rounding would
  /// decide. Not a number and infinity are the same as nothing.
  private static let lines: [Aggregate: SQLForm] = {
    func isConstant(_ value: String, with other: String) -> String {
      let value = "CASE WHEN {\(other)} IS NOT NULL THEN {\(value)} END"
      return "MIN(\(value)) = MAX(\(value)) AND MIN(\(value)) - MIN(\(value)) = 0"
    }
    let (x, y) = (isConstant("f1", with: "f0"), isConstant("f0", with: "f1"))
    func line(_ name: String, alsoOf y: String = "") -> SQLForm {
      .written(
        .form(
          .number, .number, text: "CASE WHEN \(x) THEN NULL\(y) ELSE \(name)({f0}, {f1}) END"))
    }
    return [
      .slope: line("REGR_SLOPE"), .intercept: line("REGR_INTERCEPT"),
      .corr: line("CORR", alsoOf: " WHEN \(y) THEN NULL"),
      .r2: line("REGR_R2", alsoOf: " WHEN \(y) THEN 1"),
    ]
  }()

  /// Texts whose characters are code points.
  private static let textFunctions: [String: SQLForm] = [
    "length": .written(.form(.text, text: "CAST(LENGTH({0}) AS BIGINT)")),
    "mid": mid("SUBSTR"), "ltrim": trim("LTRIM({0}, {1})"), "rtrim": trim("RTRIM({0}, {1})"),
    "text": .written(
      .form(.text, text: "{0}"), .form(.int, text: "CAST({0} AS TEXT)"),
      otherwise: SQLReason.reading),
  ]

  private static func part(_ name: String) -> SQLForm {
    .written(
      .form(.date, text: "CAST(EXTRACT(\(name) FROM {0}) AS BIGINT)"), otherwise: SQLReason.clock)
  }

  private static let datesOfSpark: [String: SQLForm] = {
    func date(_ operands: SQLOperand..., text: String) -> SQLForm {
      SQLForm(
        rules: [SQLRule(operands: operands, repeats: false, text: text, separator: nil)],
        reason: SQLReason.clock)
    }
    func part(_ text: String) -> SQLForm { date(.date, text: "CAST(\(text) AS BIGINT)") }
    let days = SQLOperand.whole(-1_000_000...1_000_000)
    return [
      "year": part("YEAR({0})"), "quarter": part("QUARTER({0})"), "month": part("MONTH({0})"),
      "day": part("DAY({0})"), "weekday": part("WEEKDAY({0}) + 1"),
      "week": part("WEEKOFYEAR({0})"), "day_of_year": part("DAYOFYEAR({0})"),
      // Its function of dates knows no days.
      "date_trunc": date(.unitOfDays, .date, text: "COALESCE(TRUNC({1}, {0}), {1})"),
      "add_days": date(.date, days, text: "DATE_ADD({0}, CAST({1} AS INT))"),
      "add_months": date(
        .date, .whole(-100_000...100_000), text: "ADD_MONTHS({0}, CAST({1} AS INT))"),
      "days_between": date(.date, .date, text: "CAST(DATEDIFF({1}, {0}) AS BIGINT)"),
      "last_day": date(.date, text: "LAST_DAY({0})"),
      "+": .written(
        .form(.int, .int, text: "({i0} + {i1})"), .form(.number, .number, text: "({0} + {1})"),
        .form(.date, days, text: "DATE_ADD({0}, CAST({1} AS INT))"), otherwise: SQLReason.clock),
      "-": .written(
        .form(.int, .int, text: "({i0} - {i1})"), .form(.number, .number, text: "({0} - {1})"),
        .form(.date, days, text: "DATE_SUB({0}, CAST({1} AS INT))"),
        .form(.date, .date, text: "CAST(DATEDIFF({0}, {1}) AS BIGINT)"),
        otherwise: SQLReason.clock),
    ]
  }()

  private static let datesByExtract: [String: SQLForm] = [
    "year": part("YEAR"), "quarter": part("QUARTER"), "month": part("MONTH"), "day": part("DAY"),
    "weekday": part("ISODOW"), "week": part("WEEK"), "day_of_year": part("DOY"),
    "date_trunc": .written(
      .form(
        .unitOfDays, .date, text: "CAST(DATE_TRUNC({0}, CAST({1} AS TIMESTAMP)) AS DATE)"),
      otherwise: SQLReason.clock),
    "add_days": .written(
      .form(.date, .whole(-1_000_000...1_000_000), text: "({0} + CAST({1} AS INTEGER))"),
      otherwise: SQLReason.clock),
    "days_between": .written(
      .form(.date, .date, text: "CAST({1} - {0} AS BIGINT)"), otherwise: SQLReason.clock),
    "+": .written(
      .form(.int, .int, text: "({i0} + {i1})"), .form(.number, .number, text: "({0} + {1})"),
      .form(.date, .whole(-1_000_000...1_000_000), text: "({0} + CAST({1} AS INTEGER))"),
      otherwise: SQLReason.clock),
    "-": .written(
      .form(.int, .int, text: "({i0} - {i1})"), .form(.number, .number, text: "({0} - {1})"),
      .form(.date, .whole(-1_000_000...1_000_000), text: "({0} - CAST({1} AS INTEGER))"),
      .form(.date, .date, text: "CAST({0} - {1} AS BIGINT)"), otherwise: SQLReason.clock),
  ]
}
