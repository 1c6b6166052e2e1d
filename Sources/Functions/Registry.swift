import Columns

/// The scalar functions by name. Operators stand under their signs: `+ - * / // % ^ neg`,
/// `== != < <= > >=`, `and or not`, `is_null is_not_null`, `in`, `like`, `~`.
public struct FunctionRegistry: Sendable {
  /// Each function once, in the order in which help lists them.
  public let functions: [ScalarFunction]
  private let byName: [String: ScalarFunction]
  /// Other names: what a user of SQL or a spreadsheet may try first.
  public let synonyms: [String: String]

  /// All functions of the language.
  public static let standard = FunctionRegistry(
    OperatorFunctions.all + MathFunctions.all + RoundingFunctions.all + TextFunctions.all
      + TextTestFunctions.all + RegexFunctions.all + OrderFunctions.all + DateFunctions.all
      + FiscalFunctions.all + ConversionFunctions.all + ChoiceFunctions.all
      + RowFunctions.all + NameFunctions.all + ChangeFunctions.all,
    synonyms: FunctionSynonyms.all)

  /// Of two functions with one name the first counts.
  public init(_ functions: [ScalarFunction], synonyms: [String: String] = [:]) {
    self.functions = functions
    self.synonyms = synonyms
    byName = Dictionary(functions.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The function of that name or synonym; names do not care about case.
  public func scalar(named name: String) -> ScalarFunction? {
    if let known = byName[name] { return known }
    let lower = name.lowercased()
    return byName[lower] ?? synonyms[lower].flatMap { byName[$0] }
  }

  /// The names of all functions, without operators and synonyms, sorted.
  public var names: [String] {
    functions.map(\.name).filter {
      $0.first?.isLetter == true && !OperatorFunctions.signs.contains($0)
    }.sorted()
  }

  /// The name closest to a mistyped one, if any is near: at most a third of its letters off.
  public func nearest(_ name: String) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    let limit = max(1, wanted.count / 3)
    var best: (distance: Int, name: String)?
    for candidate in names + synonyms.keys.sorted() {
      let distance = EditDistance.between(wanted, Array(candidate.unicodeScalars), limit: limit)
      if let distance, distance < best?.distance ?? .max { best = (distance, candidate) }
    }
    return best?.name
  }
}

/// What else functions are called elsewhere, where the arguments are the same.
enum FunctionSynonyms {
  static let all: [String: String] = [
    "len": "length", "char_length": "length", "character_length": "length", "strlen": "length",
    "substr": "mid", "substring": "mid", "lcase": "lower", "ucase": "upper", "to_lower": "lower",
    "to_upper": "upper", "lowercase": "lower", "uppercase": "upper", "strip": "trim",
    "unaccent": "fold", "strip_accents": "fold", "startswith": "starts_with",
    "endswith": "ends_with", "prefix": "starts_with", "suffix": "ends_with",
    "includes": "contains", "regexp_matches": "matches", "regexp_like": "matches",
    "regexp_replace": "regex_replace", "regexp_extract": "regex_extract",
    "regexp_substr": "regex_extract",
    "natural_sort": "natural", "typename": "typeof", "pg_typeof": "typeof",
    "strpos": "position", "instr": "position", "indexof": "position", "split": "split_part",
    "concatenate": "concat", "pad_left": "lpad", "pad_right": "rpad", "rept": "repeat",
    "ceiling": "ceil", "truncate": "trunc", "power": "pow", "loge": "ln", "modulo": "mod",
    "isnan": "is_nan", "dayofweek": "weekday", "isodow": "weekday", "weekofyear": "week",
    "isoweek": "week", "dayofyear": "day_of_year", "datetrunc": "date_trunc",
    "start_of": "date_trunc", "edate": "add_months", "eomonth": "last_day",
    "end_of_month": "last_day", "current_date": "today", "curdate": "today",
    "to_date": "parse_date",
    "strptime": "parse_date", "strftime": "format_date", "to_char": "format_date",
    "datefromparts": "make_date", "integer": "int", "bigint": "int", "toint": "int",
    "to_int": "int", "double": "float", "real": "float", "number": "float", "numeric": "float",
    "decimal": "float", "to_float": "float", "value": "float", "str": "text", "string": "text",
    "varchar": "text", "to_text": "text", "tostring": "text", "datetime": "timestamp",
    "to_timestamp": "timestamp", "boolean": "bool", "to_bool": "bool",
  ]
}

enum EditDistance {
  /// Insertions, deletions, replacements and swaps of neighbours (optimal string alignment); nil
  /// above `limit`.
  static func between(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], limit: Int) -> Int? {
    if abs(left.count - right.count) > limit { return nil }
    var before = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 0..<left.count {
      var current = [row + 1]
      for column in 0..<right.count {
        var cost = min(
          previous[column] + (left[row] == right[column] ? 0 : 1), previous[column + 1] + 1,
          current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      before = previous
      previous = current
    }
    let distance = previous[right.count]
    return distance <= limit ? distance : nil
  }
}
