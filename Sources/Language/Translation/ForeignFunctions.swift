/// The functions of other languages and their names here, where nothing but the name differs.
enum ForeignFunctions {
  struct Function {
    let here: String
    let arguments: ClosedRange<Int>
  }

  private static func make(
    _ list: [(names: [String], here: String, arguments: ClosedRange<Int>)]
  ) -> [String: Function] {
    var result: [String: Function] = [:]
    for entry in list {
      for name in entry.names {
        result[name] = Function(here: entry.here, arguments: entry.arguments)
      }
    }
    return result
  }

  static func names(_ language: ForeignLanguage) -> [String: Function] {
    switch language {
    case .sql: sql
    case .kusto: kusto
    case .dplyr: dplyr
    }
  }

  private static let common: [(names: [String], here: String, arguments: ClosedRange<Int>)] = [
    (["abs"], "abs", 1...1), (["round"], "round", 1...2), (["floor"], "floor", 1...1),
    (["ceil", "ceiling"], "ceil", 1...1), (["sqrt"], "sqrt", 1...1), (["exp"], "exp", 1...1),
    (["log10"], "log10", 1...1), (["sign"], "sign", 1...1), (["coalesce"], "coalesce", 1...100),
    (["lower", "tolower", "str_to_lower"], "lower", 1...1),
    (["upper", "toupper", "str_to_upper"], "upper", 1...1), (["trim", "str_trim"], "trim", 1...1),
    (["year"], "year", 1...1), (["month"], "month", 1...1), (["quarter"], "quarter", 1...1),
    (["sum"], "sum", 1...1), (["min"], "min", 1...1), (["max"], "max", 1...1),
    (["contains"], "contains", 2...2), (["starts_with"], "starts_with", 2...2),
    (["ends_with"], "ends_with", 2...2), (["matches"], "matches", 2...2),
    (["today"], "today", 0...0),
  ]

  private static let sql = make(
    common + [
      (["count"], "count", 0...1), (["count_star"], "count", 0...0),
      (["avg", "mean"], "avg", 1...1),
      (["stddev", "stddev_samp"], "stddev", 1...1), (["variance", "var_samp"], "variance", 1...1),
      (["median"], "median", 1...1), (["mode"], "mode", 1...1),
      (["quantile_cont"], "quantile", 2...2),
      (["any_value", "first"], "first", 1...1), (["last"], "last", 1...1),
      (["arg_max", "max_by"], "arg_max", 2...2), (["arg_min", "min_by"], "arg_min", 2...2),
      (["bool_or"], "any", 1...1), (["bool_and", "every"], "all", 1...1), (["corr"], "corr", 2...2),
      (["string_agg", "group_concat", "listagg"], "text_join", 1...2),
      (["regr_slope"], "slope", 2...2), (["regr_intercept"], "intercept", 2...2),
      (["ln"], "ln", 1...1), (["log"], "log10", 1...1), (["pow", "power"], "pow", 2...2),
      (["greatest"], "greatest", 1...100), (["least"], "least", 1...100),
      (["ifnull", "nvl"], "coalesce", 2...2), (["nullif"], "nullif", 2...2),
      (["length", "char_length", "len"], "length", 1...1), (["replace"], "replace", 3...3),
      (["substr", "substring"], "mid", 3...3), (["left"], "left", 2...2),
      (["right"], "right", 2...2), (["split_part"], "split_part", 3...3),
      (["regexp_matches"], "matches", 2...2), (["day"], "day", 1...1),
      (["current_date"], "today", 0...0), (["timestamp"], "timestamp", 1...1),
      (["date"], "date", 1...1),
    ])

  private static let kusto = make(
    common + [
      (["count"], "count", 0...0), (["avg"], "avg", 1...1), (["stdev"], "stddev", 1...1),
      (["variance"], "variance", 1...1), (["take_any", "any"], "first", 1...1),
      (["log"], "ln", 1...1), (["pow"], "pow", 2...2), (["strlen"], "length", 1...1),
      (["replace_string"], "replace", 3...3), (["getyear"], "year", 1...1),
      (["getmonth", "monthofyear"], "month", 1...1), (["dayofmonth"], "day", 1...1),
      (["max_of"], "greatest", 1...100), (["min_of"], "least", 1...100),
      (["todouble", "toreal"], "float", 1...1),
      (["tostring"], "text", 1...1), (["todatetime"], "date", 1...1),
    ])

  private static let dplyr = make(
    common + [
      (["n"], "count", 0...0), (["mean"], "avg", 1...1), (["sd"], "stddev", 1...1),
      (["var"], "variance", 1...1), (["median"], "median", 1...1),
      (["quantile"], "quantile", 2...2),
      (["first"], "first", 1...1), (["last"], "last", 1...1), (["cor"], "corr", 2...2),
      (["log"], "ln", 1...1), (["nchar", "str_length"], "length", 1...1),
      (["pmax"], "greatest", 1...100), (["pmin"], "least", 1...100),
      (["str_detect"], "matches", 2...2), (["str_starts"], "starts_with", 2...2),
      (["startswith"], "starts_with", 2...2), (["endswith"], "ends_with", 2...2),
      (["as.numeric", "as.double"], "float", 1...1),
      (["as.character"], "text", 1...1), (["as.date"], "date", 1...1),
      (["day", "mday"], "day", 1...1),
      (["any"], "any", 1...1), (["all"], "all", 1...1), (["row_number"], "row_number", 0...0),
      (["lag"], "lag", 1...2), (["lead"], "lead", 1...2), (["cumsum"], "cumsum", 1...1),
    ])

  /// Aggregates of R that give NA where one value is.
  static let skipping: Set<String> = [
    "sum", "mean", "sd", "var", "median", "min", "max", "quantile",
  ]

  /// Functions that need the rows around them.
  static let windows: Set<String> = ["row_number", "lag", "lead", "cumsum"]

  /// The functions that take many rows and give one value.
  static func aggregates(_ language: ForeignLanguage) -> Set<String> {
    switch language {
    case .sql:
      [
        "count", "count_star", "sum", "avg", "mean", "min", "max", "stddev", "stddev_samp",
        "variance", "var_samp", "median", "mode", "quantile_cont", "any_value", "first", "last",
        "arg_max", "max_by", "arg_min", "min_by", "bool_or", "bool_and", "every", "corr",
        "string_agg", "group_concat", "listagg", "regr_slope", "regr_intercept",
      ]
    case .kusto:
      [
        "count", "countif", "sum", "sumif", "avg", "avgif", "min", "minif", "max", "maxif",
        "dcount",
        "dcountif", "count_distinct", "stdev", "variance", "take_any", "any",
      ]
    case .dplyr:
      [
        "n", "sum", "mean", "sd", "var", "median", "min", "max", "quantile", "first", "last", "cor",
        "n_distinct", "any", "all",
      ]
    }
  }
}

extension ForeignExpression {
  /// Whether it is a call of an aggregate.
  func isAggregate(_ language: ForeignLanguage) -> Bool {
    if case .call(let call) = self {
      return ForeignFunctions.aggregates(language).contains(call.name)
    }
    return false
  }

  /// Whether it has an aggregate in it.
  func hasAggregate(_ language: ForeignLanguage) -> Bool { contains { $0.isAggregate(language) } }

  /// Whether a column stands outside its aggregates.
  func hasColumnOutsideAggregates(_ language: ForeignLanguage) -> Bool {
    if isAggregate(language) { return false }
    if case .column = self { return true }
    return children.contains { $0.hasColumnOutsideAggregates(language) }
  }
}
