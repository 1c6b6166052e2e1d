import Forecasting
import Language
import Planning

/// The words that `using` takes.
enum ProjectionMethods {
  /// Other words for them.
  private static let synonyms: [String: String] = [
    "theil_sen": "theilsen", "linear": "ols", "line": "ols", "regression": "ols",
    "exponential": "loglinear", "log": "loglinear", "cagr": "loglinear",
    "logit_damped": "logit", "damped_drift": "damped", "half": "half_drift", "last": "naive",
    "peers": "pooled", "pool": "pooled", "autoets": "ets", "seasonal": "snaive",
    "logit_theilsen": "theilsen", "median": "median5",
  ]

  /// Words for the method that is used when none is named.
  private static let defaults: Set<String> = ["default", "auto"]

  /// The method of a word, nil for the default; throws where the word is none.
  static func named(_ name: Name) throws(Diagnostic) -> Method? {
    let word = name.text.lowercased()
    if defaults.contains(word) { return nil }
    if let method = Method(rawValue: synonyms[word] ?? word) { return method }
    let near = Suggestions.nearest(word, among: StepWords.methods + synonyms.keys.sorted())
    let list = StepWords.methods.joined(separator: ", ")
    throw Diagnostic(
      code: "E0640",
      Words(en: "there is no method `\(word)`", vi: "không có phương pháp `\(word)`"),
      at: name.range,
      fix: near.map { Words.didYouMean("`\($0)`") }
        ?? Words(en: "methods: \(list)", vi: "các phương pháp: \(list)"), replacement: near)
  }
}
