/// The words inside steps that are neither columns nor functions: what the parser takes, and what
/// completion offers.
public enum StepWords {
  public static let statusRules = ["pace", "eurostat", "sdsn", "un", "escap", "opensdg", "aarr"]
  public static let bases = ["hold", "forecast", "flat"]
  public static let paces = ["ols", "theilsen"]
  public static let duplicates = ["last", "mean", "sum"]
  /// What a scenario of `whatif` can be made of.
  public static let changes = [
    "pace", "step", "reach", "catchup", "freeze", "delay", "dip", "cap", "floor", "total", "add",
    "reallocate", "allocate", "expect", "solve", "use", "only", "stop", "then",
  ]
  /// Between operands, in conditions and assignments.
  public static let operators = [
    "and", "or", "in", "not in", "is null", "is not null", "between", "like",
  ]

  /// The clauses that a step may have after its verb; empty where it has none.
  public static func clauses(of step: String) -> [String] {
    switch step {
    case "where", "assert": operators
    case "derive": ["by", "sort"] + operators
    case "select", "unpivot": ["as"]
    case "take", "complete": ["by"]
    case "group": ["with totals", "where"]
    case "aggregate": ["where"]
    case "join": ["left", "full", "semi", "anti", "on", "expect"]
    case "pivot": ["by", "with totals"]
    case "fill": ["with", "by", "sort"]
    case "compare": words(ClauseWord.compare)
    case "project": ["to"] + words(ClauseWord.project)
    case "whatif": ["to"] + words(ClauseWord.whatif) + changes
    case "track": words(ClauseWord.track)
    case "progress": words(ClauseWord.progress)
    case "chart": ["x=", "y=", "color=", "title=", "to"]
    default: []
    }
  }

  private static func words(_ clauses: [ClauseWord]) -> [String] {
    clauses.map { clause in
      switch clause {
      case .asOf: "as of"
      case .with: "with decompose"
      default: clause.rawValue
      }
    }
  }
}
