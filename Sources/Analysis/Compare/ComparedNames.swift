import Columns

/// What the columns about one item are called: with its name where there are several items.
struct ComparedNames {
  let item: String?

  func callAsFunction(_ stem: String, _ time: String? = nil) -> String {
    ([stem] + [item, time].compactMap { $0 }).joined(separator: "_")
  }

  /// The column of a name, with its label.
  func field(
    _ stem: String, at time: String? = nil, _ type: DataType, unit: String? = nil
  ) -> Field {
    let plain = ([stem] + [time].compactMap { $0 }).joined(separator: "_")
    return Field(
      self(stem, time), type, unit: unit,
      look: item.map { ColumnLooks.part(plain, of: $0) } ?? Look())
  }
}
