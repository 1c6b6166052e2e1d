/// What the columns of `project`, `track` and `whatif` are measured in, from what they are about.
enum AnalysisUnits {
  private static let values: Set<String> = [
    "last", "at_pace", "expected", "low", "high", "naive", "value", "target", "p10", "p90",
  ]
  private static let differences: Set<String> = ["gap", "vs_base"]

  /// The unit of a column of values of a unit, or of differences between them; nil for any other.
  static func unit(_ column: String, of unit: String?) -> String? {
    if values.contains(column) { return unit }
    guard differences.contains(column) else { return nil }
    return unit == "%" ? "points" : unit
  }
}
