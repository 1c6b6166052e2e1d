import Columns

/// What the columns of analyses are measured in, and how exactly, from what they are about.
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

  /// The digits that such a column is shown with, from those of what it is about.
  static func digits(_ column: String, of digits: Look.Digits?) -> Look.Digits? {
    values.contains(column) || differences.contains(column) ? digits : nil
  }

  /// What differences between values of a unit are measured in.
  static func ofDifference(_ unit: String?) -> String? { unit == "%" ? "points" : unit }

  /// The unit, or what else there is, that all items have; nil where they differ, since items stand below
  /// each other in one column.
  static func common<Trait: Hashable>(_ traits: Set<Trait?>) -> Trait? {
    traits.count == 1 ? traits.first ?? nil : nil
  }
}
