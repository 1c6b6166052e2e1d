import Columns

/// What the columns about one item are called: with its name where there are several items.
struct ComparedNames {
  let item: String?
  /// How the item is shown.
  let own: Look

  /// What is as exact as the values themselves.
  private static let differences: Set<String> = ["change", "own_change", "mix_change"]

  func callAsFunction(_ stem: String, _ time: String? = nil) -> String {
    ([stem] + [item, time].compactMap { $0 }).joined(separator: "_")
  }

  /// The column of a name, with its label.
  func field(
    _ stem: String, at time: String? = nil, _ type: DataType, unit: String? = nil
  ) -> Field {
    let plain = ([stem] + [time].compactMap { $0 }).joined(separator: "_")
    var look = item.map { ColumnLooks.part(plain, of: $0, called: own.label) } ?? Look()
    if ComparedNames.differences.contains(stem) { look.digits = own.digits ?? look.digits }
    return Field(self(stem, time), type, unit: unit, look: look)
  }
}
