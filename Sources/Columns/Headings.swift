extension Field {
  /// The headings of columns, each of its own: of those that would be equal each gets its unit, and where
  /// that does not help the name of its column.
  public static func headings(
    _ fields: [Field], for reader: Reader, _ heading: (Field) -> String
  ) -> [String] {
    var headings = fields.map(heading)
    func equal() -> [Int] {
      let places = Dictionary(grouping: headings.indices) { headings[$0].lowercased() }
      return places.values.filter { $0.count > 1 }.flatMap { $0 }
    }
    for place in equal() {
      guard let unit = fields[place].shownUnit(for: reader),
        !headings[place].hasSuffix("(\(unit))")
      else { continue }
      headings[place] += " (\(unit))"
    }
    for place in equal() where headings[place] != fields[place].name {
      headings[place] += " (\(fields[place].name))"
    }
    return headings
  }
}
