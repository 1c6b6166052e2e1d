/// The words inside steps that are neither columns nor functions: what the parser takes, what
/// completion offers, and what an editor's grammar colours.
public enum StepWords {
  public static let statusRules = ["pace", "eurostat", "sdsn", "un", "escap", "opensdg", "aarr"]
  public static let bases = ["hold", "forecast", "flat"]
  public static let paces = ["ols", "theilsen"]
  public static let duplicates = ["last", "mean", "sum"]
  /// Which way is good.
  public static let directions = ["up", "down"]
  /// What `using` names: the methods of the forecasting library.
  public static let methods = [
    "naive", "drift", "half_drift", "damped", "logit_drift", "logit", "bounded", "pooled", "ols",
    "theilsen", "loglinear", "logit_ols", "ses", "holt", "damped_holt", "ets", "theta", "dotm",
    "autotheta",
    "drift_dotm", "comb", "median5", "logistic", "gompertz", "snaive", "year_on_year",
  ]
  static let fillMethods = ["previous", "next", "linear"]
  private static let types = ColumnTypeWord.allCases.map(\.rawValue)
  static let shapes = ["linear", "early", "late", "logit"]
  static let rules = ["gap", "equal", "logit", "water", "size", "pace"]
  static let unknowns = ["pace", "step", "year", "total"]
  static let peers = ["best", "median", "p75"]
  /// What a scenario of `whatif` can be made of; `then` joins two of them.
  public static let changes = [
    "pace", "step", "add", "reach", "catchup", "freeze", "delay", "dip", "cap", "floor", "total",
    "reallocate", "allocate", "solve", "use", "stop", "only",
  ]
  /// What may follow a change: when, for whom, how.
  static let modifiers = [
    "from", "to", "until", "ramp", "for", "in", "by", "fade", "recover", "using", "with",
  ]
  /// Between operands, in conditions and assignments.
  public static let operators = [
    "and", "or", "in", "not in", "is null", "is not null", "between", "like",
  ]

  /// The clauses that a step may have after its verb; empty where it has none.
  public static func clauses(of step: String) -> [String] {
    switch step {
    case "where", "assert": operators
    case "derive": ["by", "sort", "rows", "since"] + operators
    case "select", "unpivot": ["as"]
    case "split": ["by", "as"]
    case "sort": ["nulls first", "nulls last"]
    case "take", "complete": ["by"]
    case "group": ["with totals", "where"]
    case "aggregate": ["where"]
    case "join": JoinStep.Kind.allCases.map(\.rawValue) + ["nearest", "on", "expect"]
    case "pivot": ["by", "with totals"]
    case "fill": ["with", "by", "sort"]
    case "label": ["unit", "digits"]
    case "compare": words(ClauseWord.compare)
    case "project": ["to"] + words(ClauseWord.project)
    case "whatif": ["to"] + words(ClauseWord.whatif)
    case "track": words(ClauseWord.track)
    case "progress": words(ClauseWord.progress)
    case "say": words(ClauseWord.say)
    case "chart":
      ["x=", "y=", "color=", "title=", "ref=", "highlight=", "label=", "stack=", "caption=", "to"]
    default: []
    }
  }

  /// The closed set of words that goes after a word of a step; empty where anything may.
  public static func choices(after word: String, in step: String) -> [String] {
    choices[step]?[word] ?? []
  }

  private static let choices: [String: [String: [String]]] = [
    "chart": ["chart": ChartStep.Kind.allCases.map(\.rawValue)],
    "compare": ["with": ["decompose"], "duplicates": duplicates, "direction": directions],
    "fill": ["with": fillMethods],
    "group": ["group": ["by"], "with": ["totals"]],
    "join": ["expect": JoinStep.Expectation.allCases.map(\.rawValue)],
    "pivot": ["with": ["totals"]],
    "sort": ["nulls": SortKey.Nulls.allCases.map(\.rawValue)],
    "select": ["type": types], "derive": ["type": types], "unpivot": ["type": types],
    "project": [
      "using": methods, "status": statusRules, "pace": paces, "duplicates": duplicates,
      "direction": directions,
    ],
    "track": [
      "using": methods, "status": statusRules, "pace": paces, "duplicates": duplicates,
      "direction": directions,
    ],
    "whatif": [
      "using": methods, "base": bases, "status": statusRules, "duplicates": duplicates,
      "direction": directions,
    ],
  ]

  /// Every word that means something in a step, apart from operators: for an editor's grammar.
  public static func all(of step: String) -> [String] {
    var words = clauses(of: step).filter { !operators.contains($0) }
      .flatMap { $0.split(separator: " ").map { String($0.filter { $0 != "=" }) } }
    // Names of types are functions too, and stay that to an editor.
    words += (choices[step] ?? [:]).filter { $0.key != "type" }.values.flatMap { $0 }
    if step == "whatif" {
      words += changes + modifiers + shapes + rules + unknowns + peers
      words += ["then", "beyond", "rank", "level", "moving", "progressive", "year", "prob"]
    }
    if ["project", "track", "whatif"].contains(step) { words += ["value", "none"] }
    return Set(words).sorted()
  }

  private static func words(_ clauses: [ClauseWord]) -> [String] {
    clauses.map { clause in
      clause == .with ? "with decompose" : clause.text
    }
  }
}
