import Columns
import Sources
import TestSupport
import Testing

/// Random tables written in random local habits are read back equal, or what differs is told.
@Suite("Local habits")
struct LocalHabitTests {
  /// How a file is written.
  private struct Habit {
    let delimiter: String
    let point: String
    let grouping: String
    let missing: String
    let lineEnd: String
    let dateOrder: Int
    let dateSign: String
    let titles: Int
    let hasFooter: Bool
    let hasTotal: Bool
    let hasNumbering: Bool
    /// How a number below 0 is written: with a sign, the mathematical one, or in brackets.
    let negative: Int
    /// Spaces around the fields of some columns.
    let hasEdges: Bool
    /// Headings of two rows, of which the first stands over two columns.
    let hasTwoHeadings: Bool
    /// How a month is written.
    let month: Int
    /// Whether a column of percentages has its sign in the cells.
    let hasSign: Bool

    init(_ random: inout SeededRandom) {
      delimiter = random.pick([",", ";", "\t", "|"])
      point = random.pick([".", ","])
      let groupings =
        point == "." ? ["", ",", " ", "'", "\u{A0}"] : ["", ".", " ", "\u{202F}", "\u{A0}"]
      grouping = random.pick(groupings)
      missing = random.pick(["", "..", "-", "n/a", "#N/A", "NULL", "—", "không có"])
      lineEnd = random.pick(["\n", "\r\n", "\r\r\n"])
      dateOrder = random.int(0...2)
      dateSign = random.pick(["/", "-", "."])
      titles = random.int(0...3)
      hasFooter = random.oneIn(3)
      hasTotal = random.oneIn(3)
      hasNumbering = random.oneIn(4)
      negative = random.int(0...2)
      hasEdges = random.oneIn(3)
      hasTwoHeadings = random.oneIn(4)
      month = random.int(0...4)
      hasSign = random.oneIn(2)
    }

    /// A month counted from the year 0.
    func month(_ number: Int) -> String {
      let year = String(number / 12)
      let month = number % 12 + 1
      let two = month < 10 ? "0\(month)" : "\(month)"
      return switch self.month {
      case 0: "\(two)/\(year)"
      case 1: "\(year)-\(two)"
      case 2: "Tháng \(month)/\(year)"
      case 3: "T\(month)/\(year)"
      default: "tháng \(month) năm \(year)"
      }
    }

    /// A number of `value` / 10^`scale`.
    func text(_ value: Int, scale: Int) -> String {
      var digits = String(value.magnitude)
      while digits.count <= scale { digits = "0" + digits }
      let whole = String(digits.dropLast(scale))
      var groups: [Substring] = []
      var rest = whole[...]
      while rest.count > 3 {
        groups.insert(rest.suffix(3), at: 0)
        rest = rest.dropLast(3)
      }
      groups.insert(rest, at: 0)
      let fraction = scale == 0 ? "" : point + digits.suffix(scale)
      let number = groups.joined(separator: grouping) + fraction
      guard value < 0 else { return number }
      return switch negative {
      case 0: "-" + number
      case 1: "\u{2212}" + number
      default: "(\(number))"
      }
    }

    func date(_ days: Int) -> String {
      let text = Calendar.text(date: days)
      let parts = text.split(separator: "-").map(String.init)
      switch dateOrder {
      case 0: return [parts[2], parts[1], parts[0]].joined(separator: dateSign)
      case 1: return [parts[1], parts[2], parts[0]].joined(separator: dateSign)
      default: return parts.joined(separator: dateSign)
      }
    }

    /// Spaces around what no tab parts.
    func field(_ text: String, _ place: Int = 0) -> String {
      let text = hasEdges && place % 3 == 1 && !text.isEmpty ? " \(text)\u{A0}" : text
      return text.contains(delimiter) ? "\"\(text)\"" : text
    }
  }

  /// What a cell must be read as: nil for null.
  private enum Kind {
    case number(scale: Int)
    case percent
    case date
    case month
  }

  @Test("random tables in random habits are read back equal or told")
  func habits() throws {
    var random = SeededRandom("habits")
    var asked = 0
    var equal = 0
    for round in 0..<400 {
      let habit = Habit(&random)
      let kinds: [Kind] = (0..<random.int(2...5)).map { _ in
        switch random.int(0...11) {
        case 0, 1, 2: .date
        case 3: .month
        case 4: .percent
        default: .number(scale: random.pick([0, 0, 1, 2, 3]))
        }
      }
      let rows = random.int(3...40)
      let values: [[Int?]] = (0..<rows).map { _ in
        kinds.map { kind in
          if random.oneIn(8) { return nil }
          switch kind {
          case .number(let scale):
            let size = random.pick([9, 999, 99_999, 9_999_999])
            return random.int(-size / 4...size) * (scale == 0 ? 1 : random.pick([1, 7, 10]))
          case .percent: return random.int(0...1_000)
          case .date: return random.int(10_000...25_000)
          case .month: return random.int(2_000 * 12...2_030 * 12)
          }
        }
      }
      let hasSum = habit.hasTotal && kinds.contains { if case .number = $0 { true } else { false } }
      let text = self.text(habit, kinds, values, hasTotal: hasSum)
      let threads = random.pick([1, 4])
      let blockSize = random.pick([64, 1 << 19])
      let loaded = try load(text) {
        $0.threads = threads
        $0.blockSize = blockSize
      }
      let table = loaded.table
      #expect(table.rowCount == rows, "round \(round): \(loaded.notes)\n\(text)")
      // The word over several columns may stand before their names.
      let names = table.names.map { $0.split(separator: " ").suffix(2).joined(separator: " ") }
      #expect(
        names == ["tỉnh"] + kinds.indices.map { "cột \($0)" },
        "round \(round) \(table.names)\n\(text)")
      guard table.rowCount == rows, table.fields.count == kinds.count + 1 else { continue }
      for (index, kind) in kinds.enumerated() {
        let field = table.fields[index + 1]
        let column = table.columns[index + 1]
        if field.period != nil {
          equal += 1
          for row in 0..<rows {
            let text = column.isValid(row) ? field.text(column[row]) : nil
            #expect(
              text == values[row][index].map(habit.month),
              "round \(round) row \(row)\n\(text ?? "")")
          }
          continue
        }
        if case .month = kind, column.type != .null, column.isValid(0) || field.type == .text {
          // Texts as they were written.
          for row in 0..<rows where column.isValid(row) {
            let written = values[row][index].map(habit.month) ?? habit.missing
            #expect(field.text(column[row]) == written, "round \(round) row \(row)\n\(text)")
          }
          asked += 1
          continue
        }
        if field.type == .text {
          // Told, with the texts as they stand.
          #expect(field.reason != nil, "round \(round) \(field.name): \(text)")
          asked += 1
          continue
        }
        equal += 1
        for row in 0..<rows {
          let place = "round \(round) row \(row) \(field.name): \(loaded.notes)\n\(text)"
          guard let value = values[row][index] else {
            #expect(!column.isValid(row), "\(place)")
            continue
          }
          switch kind {
          case .number(let scale):
            let wanted = Decimal64.double(Int64(value), scale: scale)
            #expect(column[row].asDouble == wanted, "\(place)")
          case .percent:
            #expect(column[row].asDouble == Decimal64.double(Int64(value), scale: 1), "\(place)")
            if habit.hasSign { #expect(field.unit == "%", "\(place)") }
          case .date: #expect(column[row] == .date(Int32(value)), "\(place)")
          case .month: Issue.record("\(place)")
          }
        }
      }
    }
    // Asking is the exception: most columns are read.
    #expect(equal > asked * 4, "\(equal) read, \(asked) asked for")
  }

  private func text(
    _ habit: Habit, _ kinds: [Kind], _ values: [[Int?]], hasTotal: Bool
  ) -> String {
    var lines: [[String]] = []
    let width = kinds.count + 1
    let blank = [String](repeating: "", count: width)
    for title in ["Bảng 1. Kết quả", "Đơn vị tính: hồ sơ", ""].prefix(habit.titles) {
      var line = blank
      line[0] = title
      lines.append(line)
    }
    if habit.hasTwoHeadings {
      // One word over all columns of numbers, merged: it stands over the first of them.
      var over = blank
      over[1] = "Kết quả"
      lines.append(over)
      over = ["tỉnh"] + kinds.indices.map { "cột \($0)" }
      lines.append(over)
    } else {
      lines.append(["tỉnh"] + kinds.indices.map { "cột \($0)" })
    }
    if habit.hasNumbering { lines.append((0..<width).map { "(\($0 + 1))" }) }
    for (row, cells) in values.enumerated() {
      lines.append(
        ["Xã \(row), huyện"]
          + zip(kinds, cells).map { kind, cell in
            guard let cell else { return habit.missing }
            switch kind {
            case .number(let scale): return habit.text(cell, scale: scale)
            case .percent: return habit.text(cell, scale: 1) + (habit.hasSign ? "%" : "")
            case .date: return habit.date(cell)
            case .month: return habit.month(cell)
            }
          })
    }
    if hasTotal {
      lines.append(
        ["Tổng cộng"]
          + kinds.enumerated().map { index, kind in
            guard case .number(let scale) = kind else { return "" }
            return habit.text(values.reduce(0) { $0 + ($1[index] ?? 0) }, scale: scale)
          })
    }
    if habit.hasFooter {
      var line = blank
      line[0] = "Nguồn: Cục Thống kê"
      lines.append(line)
    }
    return lines.map { line in
      line.enumerated().map { habit.field($1, $0) }.joined(separator: habit.delimiter)
        + habit.lineEnd
    }.joined()
  }
}
