/// What the columns of analyses are measured in, from what they are about.
enum AnalysisUnits {
  private static let values: Set<String> = [
    "last", "at_pace", "expected", "low", "high", "naive", "value", "target", "p10", "p90",
  ]
  private static let differences: Set<String> = ["gap", "vs_base"]

  /// The unit of a column of values of a unit, or of differences between them; nil for any other.
  static func unit(_ column: String, of unit: String?) -> String? {
    if values.contains(column) { return unit }
    return differences.contains(column) ? ofDifference(unit) : nil
  }

  /// What differences between values of a unit are measured in.
  static func ofDifference(_ unit: String?) -> String? { unit == "%" ? "points" : unit }

  /// The unit that all items have; nil where they differ, since items stand below each other in one
  /// column.
  static func common(_ units: Set<String?>) -> String? {
    units.count == 1 ? units.first ?? nil : nil
  }
}
