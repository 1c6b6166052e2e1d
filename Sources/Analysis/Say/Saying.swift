import Columns
import Forecasting
import Planning

/// The sentences of a table, one for each group of its rows.
struct Saying {
  let plan: SayPlan
  let table: Table
  /// Units that stand for many, which are not counted beside them.
  private let wholes: Set<String>
  /// The key that the sentences are about.
  let entity: Int?
  private let looks: [Reader: [Int: NumberLook]]

  init(plan: SayPlan, table: Table, wholes: Set<String>) {
    self.plan = plan
    self.table = table
    self.wholes = wholes
    entity = Saying.entity(plan, table)
    looks = Saying.looks(table)
  }

  /// The keys of the groups, `item` where several are compared, then `en` and `vi`; a row for each group
  /// in the order of the table, and each item in it.
  func table(_ context: QueryContext) throws -> Table {
    var groupColumns = plan.groups ?? plan.keys.filter { $0 != entity }
    if plan.subject == .standing {
      // A unit has as many standings as there are targets.
      groupColumns += ["document", "year", "comparison", "target"].compactMap(place)
    }
    var order: [[Value]: Int] = [:]
    var rows: [[Int]] = []
    for row in 0..<table.rowCount {
      if row & 0xFFF == 0 { try context.checkStopped() }
      let key = groupColumns.map { table.columns[$0][row] }
      if let known = order[key] {
        rows[known].append(row)
      } else {
        order[key] = rows.count
        rows.append([row])
      }
    }
    let items: [ComparedItem?] =
      if case .change(let items) = plan.subject { items } else { [nil] }
    let places = rows.indices.flatMap { group in items.map { (group, $0) } }
    let sentences = places.map { group, item in
      Reader.allCases.map { sentence(rows[group], item, $0) }
    }
    var fields = groupColumns.map { table.fields[$0] }
    var columns = try groupColumns.map { place in
      try Column(
        table.fields[place].type, places.map { table.columns[place][rows[$0.0][0]] })
    }
    if items.count > 1 {
      fields.append(Field("item", .text))
      columns.append(try Column(.text, places.map { .text($0.1?.measure ?? "") }))
    }
    for (number, name) in ["en", "vi"].enumerated() {
      fields.append(Field(name, .text))
      columns.append(try Column(.text, sentences.map { .text($0[number]) }))
    }
    return Table(fields: fields, columns: columns, rowCount: places.count)
  }

  /// The sentence of a group. A whole, such as the country, has its own before that of its parts, which
  /// are counted without it.
  private func sentence(_ rows: [Int], _ item: ComparedItem?, _ reader: Reader) -> String {
    func text(_ rows: [Int]) -> String {
      item.map { ChangeSentence(self, rows, $0, reader).text }
        ?? StandingSentence(self, rows, reader).text
    }
    let own = rows.filter { isWhole($0) }
    let parts = rows.filter { !isWhole($0) }
    guard !own.isEmpty, !parts.isEmpty else { return text(rows) }
    let rest = text(parts)
    guard own.count == 1 else { return rest }
    return "\(text(own)); "
      + (parts.count == 1 ? rest : rest.prefix(1).lowercased() + rest.dropFirst())
  }

  private func isWhole(_ row: Int) -> Bool {
    guard let entity, case .text(let name) = table.columns[entity][row] else { return false }
    return wholes.contains(name)
  }

  /// The key that the sentences are about: of those without sentences of their own, which name units and
  /// not what is measured, the one with the most values; the first of equals.
  private static func entity(_ plan: SayPlan, _ table: Table) -> Int? {
    let free = plan.keys.filter {
      !(plan.groups ?? []).contains($0) && !ColumnWords.isSeries(table.fields[$0].name)
    }
    let counts = free.map { Set(table.columns[$0].values).count }
    return zip(free, counts).max { one, other in
      one.1 == other.1 ? one.0 > other.0 : one.1 < other.1
    }?.0
  }

  func place(_ name: String) -> Int? { table.fields.firstIndex { $0.name == name } }

  func number(_ name: String, _ row: Int) -> Double? {
    place(name).flatMap { table.columns[$0][row].asDouble }.flatMap { $0.isFinite ? $0 : nil }
  }

  func text(_ place: Int?, _ row: Int) -> String {
    guard let place else { return "" }
    return table.fields[place].text(table.columns[place][row])
  }

  /// What the sentence is about in a row, as the reader calls it.
  func name(_ row: Int, _ reader: Reader) -> String {
    guard let entity else { return "" }
    return ShownCells(
      table.columns[entity], of: table.fields[entity], rows: [row], for: reader
    ).texts[0]
  }

  /// Cells of a column as a reader has them; all rows of the table decide how many digits are shown,
  /// as they do where the table is looked at.
  func shown(_ name: String, _ rows: [Int], _ reader: Reader) -> [String] {
    guard let place = place(name) else { return rows.map { _ in "" } }
    let (column, field) = (table.columns[place], table.fields[place])
    guard let look = looks[reader]?[place] else {
      return ShownCells(column, of: field, rows: rows, for: reader).texts
    }
    let unit =
      switch field.unit {
      case "%": " %"
      case "points": reader == .vietnamese ? " điểm" : " points"
      default: ""
      }
    return rows.map { row in
      let text = look.text(column[row]) ?? ""
      return text.isEmpty ? "" : text + unit
    }
  }

  /// How the numbers of each column are shown, for each reader.
  private static func looks(_ table: Table) -> [Reader: [Int: NumberLook]] {
    var looks: [Reader: [Int: NumberLook]] = [:]
    for (place, field) in table.fields.enumerated() where field.type.isNumeric {
      let values = table.columns[place].values
      for reader in Reader.allCases {
        looks[reader, default: [:]][place] = NumberLook(values, of: field, for: reader)
      }
    }
    return looks
  }
}

extension Status {
  /// The status as a sentence has it.
  func words(_ reader: Reader) -> String {
    guard reader == .vietnamese else { return rawValue }
    if self == .notAssessed { return "chưa đủ số liệu để đánh giá" }
    return Vocabularies.statusWords[rawValue] ?? rawValue
  }
}
