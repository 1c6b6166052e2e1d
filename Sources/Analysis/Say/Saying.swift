import Columns
import Forecasting
import Planning

/// The sentences of a table, one for each group of its rows.
struct Saying {
  let plan: SayPlan
  let table: Table
  private let looks: [Reader: [Int: NumberLook]]

  init(plan: SayPlan, table: Table) {
    self.plan = plan
    self.table = table
    looks = Saying.looks(table)
  }

  /// The keys of the groups, then `en` and `vi`; a row for each group in the order of the table.
  func table(_ context: QueryContext) throws -> Table {
    let entity = self.entity
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
    let sentences = rows.map { own in
      Reader.allCases.map { reader in
        switch plan.subject {
        case .standing: StandingSentence(self, own, entity, reader).text
        case .change(let measure, let from, let to):
          ChangeSentence(self, own, entity, measure, from, to, reader).text
        }
      }
    }
    var fields = groupColumns.map { table.fields[$0] }
    var columns = try groupColumns.map { place in
      try Column(table.fields[place].type, rows.map { table.columns[place][$0[0]] })
    }
    for (number, name) in ["en", "vi"].enumerated() {
      fields.append(Field(name, .text))
      columns.append(try Column(.text, sentences.map { .text($0[number]) }))
    }
    return Table(fields: fields, columns: columns, rowCount: rows.count)
  }

  /// The key that the sentences are about: of those without sentences of their own the one with the
  /// most values, the first of equals.
  private var entity: Int? {
    let free = plan.keys.filter { !(plan.groups ?? []).contains($0) }
    return free.max { one, other in
      let (few, many) = (distinct(one), distinct(other))
      return few == many ? one > other : few < many
    }
  }

  private func distinct(_ place: Int) -> Int {
    Set((0..<table.rowCount).map { table.columns[place][$0] }).count
  }

  func place(_ name: String) -> Int? { table.fields.firstIndex { $0.name == name } }

  func number(_ name: String, _ row: Int) -> Double? {
    place(name).flatMap { table.columns[$0][row].asDouble }.flatMap { $0.isFinite ? $0 : nil }
  }

  func text(_ place: Int?, _ row: Int) -> String {
    guard let place else { return "" }
    return table.fields[place].text(table.columns[place][row])
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
    return switch self {
    case .met: "đã đạt"
    case .missed: "không đạt"
    case .wouldMiss: "sẽ không đạt"
    case .onTrack: "đúng tiến độ"
    case .tooSlow: "chậm"
    case .farTooSlow: "chậm nhiều"
    case .movingAway: "đi lùi"
    case .lostTarget: "đã đạt rồi tụt lại"
    case .notAssessed: "chưa đủ số liệu để đánh giá"
    case .unknownBound: "chưa xác định"
    }
  }
}
