import Forecasting
import Functions

/// What people write for a comparison with a target, and for the way that is good: signs, English and
/// Vietnamese, with or without diacritics.
enum TargetWords {
  /// The sign of a comparison.
  static func sign(_ comparison: TargetComparison) -> String {
    switch comparison {
    case .atLeast: ">="
    case .above: ">"
    case .atMost: "<="
    case .below: "<"
    case .equal: "="
    }
  }

  /// The comparison that a text means; nil where it does not say one beyond doubt.
  ///
  /// `giảm 2` may be a fall to 2 or by 2 and `up to` an end or a limit: such words are none of these,
  /// and neither is `max`, which may be a limit or what is aimed for.
  static func comparison(_ text: String) -> TargetComparison? {
    meaning(text, comparisons)
  }

  /// The way that is good; nil where the text does not say it.
  static func direction(_ text: String) -> Direction? { meaning(text, directions) }

  /// Words to show to who wrote another, the plainest first.
  static let shownComparisons =
    ">=, >, <=, <, =, at least, more than, at most, less than, tối thiểu, trên, không quá, tối đa, dưới, giảm còn"
  static let shownDirections = "up, down, higher, lower, tăng, giảm, thuận, nghịch"

  // MARK: Reading

  private static func meaning<Meaning>(_ text: String, _ known: [String: Meaning]) -> Meaning? {
    var words = words(text)
    if let found = known[words.joined(separator: " ")] { return found }
    // `phải đạt ít nhất`, `must be at least`: what says that it is a target changes nothing.
    while let first = words.first, fillers.contains(first), words.count > 1 {
      words.removeFirst()
      if let found = known[words.joined(separator: " ")] { return found }
    }
    return nil
  }

  private static let fillers: Set<String> = [
    "dat", "phai", "can", "la", "muc", "giu", "must", "should", "be", "is", "to", "reach", "keep",
    "duy", "tri", "o",
  ]

  /// The folded words; of a text of signs alone the signs as one word.
  private static func words(_ text: String) -> [String] {
    let folded = TextFold.fold(text)
    if !folded.contains(where: { $0.isLetter || $0.isNumber }) {
      return [folded.filter { !$0.isWhitespace }]
    }
    return folded.split {
      $0.isWhitespace || ["-", "_", ".", ",", ":", "(", ")", "…"].contains($0) && folded.count > 2
    }.map(String.init)
  }

  private static func table<Meaning>(_ lists: [(Meaning, [String])]) -> [String: Meaning] {
    var result: [String: Meaning] = [:]
    for (meaning, list) in lists {
      for text in list { result[words(text).joined(separator: " ")] = meaning }
    }
    return result
  }

  // MARK: Comparisons

  private static let comparisons: [String: TargetComparison] = table([
    (
      .atLeast,
      [
        ">=", "=>", "≥", "⩾", "≧", "ge", "gte", "at least", "no less than", "not less than",
        "not below", "not under", "no lower than", "not lower than", "no fewer than",
        "not fewer than", "minimum", "greater than or equal", "greater than or equal to",
        "greater or equal", "more than or equal to", "or more", "or higher", "and above",
        "and over",
        "from", "increase to", "increased to", "rise to", "raise to", "reach", "tối thiểu",
        "ít nhất", "ít ra", "chí ít", "không dưới", "không thấp hơn", "không ít hơn",
        "không nhỏ hơn", "không kém", "không kém hơn", "lớn hơn hoặc bằng", "lớn hơn hay bằng",
        "cao hơn hoặc bằng", "nhiều hơn hoặc bằng", "trên hoặc bằng", "bằng hoặc lớn hơn",
        "bằng hoặc cao hơn", "từ", "trở lên", "từ trở lên", "hoặc hơn", "đạt", "tăng lên",
        "tăng đến", "tăng tới", "nâng lên", "nâng đến", "sàn",
      ]
    ),
    (
      .above,
      [
        ">", "gt", "above", "over", "more than", "greater than", "higher than", "larger than",
        "exceeds", "exceed", "exceeding", "trên", "hơn", "lớn hơn", "cao hơn", "nhiều hơn", "vượt",
        "vượt quá", "vượt trên", "đạt hơn", "tăng trên", "tăng lên trên",
      ]
    ),
    (
      .atMost,
      [
        "<=", "=<", "≤", "⩽", "≦", "le", "lte", "at most", "no more than", "not more than",
        "no greater than", "not above", "not over", "not exceeding", "must not exceed",
        "not higher than", "no higher than", "not exceed", "maximum", "less than or equal",
        "less than or equal to", "less or equal", "fewer than or equal to", "or less", "or lower",
        "or fewer", "and below", "and under", "reduce to", "reduced to", "decrease to",
        "decreased to", "fall to", "down to", "tối đa", "nhiều nhất", "không quá", "không vượt",
        "không vượt quá", "không trên", "không hơn", "không cao hơn", "không lớn hơn",
        "không nhiều hơn", "nhỏ hơn hoặc bằng", "nhỏ hơn hay bằng", "thấp hơn hoặc bằng",
        "ít hơn hoặc bằng", "dưới hoặc bằng", "bằng hoặc nhỏ hơn", "bằng hoặc thấp hơn",
        "trở xuống", "giảm còn", "giảm xuống", "giảm xuống còn", "giảm đến", "giảm tới", "hạ còn",
        "hạ xuống", "hạ xuống còn", "còn", "chỉ còn", "trần",
      ]
    ),
    (
      .below,
      [
        "<", "lt", "below", "under", "less than", "fewer than", "lower than", "smaller than",
        "dưới", "nhỏ hơn", "thấp hơn", "ít hơn", "chưa đến", "chưa tới", "không đến", "không tới",
        "còn dưới", "giảm còn dưới", "giảm xuống dưới", "giảm xuống còn dưới", "hạ xuống dưới",
        "xuống dưới",
      ]
    ),
    (
      .equal,
      [
        "=", "==", "eq", "equal", "equals", "equal to", "exactly", "bằng", "đúng", "đúng bằng",
        "bằng đúng",
      ]
    ),
  ])

  // MARK: Directions

  private static let directions: [String: Direction] = table([
    (
      .up,
      [
        "up", "upward", "upwards", "higher", "high", "more", "increase", "increasing", "rise",
        "rising", "growing", "positive", "maximize", "maximise", "higher is better",
        "high is good", "more is better", "bigger is better", "larger is better",
        "the higher the better", "+", "+1", "1", "↑", "⬆", "▲", "tăng", "tăng dần", "tăng lên",
        "lên", "cao", "cao hơn", "nhiều hơn", "càng cao càng tốt", "càng nhiều càng tốt",
        "càng lớn càng tốt", "cao hơn là tốt", "cao hơn là tốt hơn", "cao hơn tốt hơn",
        "cao là tốt", "tăng là tốt", "thuận", "chỉ tiêu thuận", "thuận chiều", "tích cực",
      ]
    ),
    (
      .down,
      [
        "down", "downward", "downwards", "lower", "low", "less", "fewer", "decrease",
        "decreasing", "reduce", "reduction", "fall", "falling", "negative", "minimize", "minimise",
        "lower is better", "low is good", "less is better", "smaller is better",
        "fewer is better", "the lower the better", "-", "−", "-1", "−1", "↓", "⬇", "▼", "giảm",
        "giảm dần", "giảm xuống", "xuống", "thấp", "thấp hơn", "ít hơn", "càng thấp càng tốt",
        "càng ít càng tốt", "càng nhỏ càng tốt", "thấp hơn là tốt", "thấp hơn là tốt hơn",
        "thấp hơn tốt hơn", "thấp là tốt", "giảm là tốt", "nghịch", "chỉ tiêu nghịch",
        "ngược chiều", "nghịch chiều", "tiêu cực",
      ]
    ),
  ])
}
