import Columns
import Functions

/// Rows of a file that stand over others of it: `Cả nước` before the provinces, year by year, or
/// `Tổng cộng` below them.
///
/// A name makes a row suspect, the numbers decide: it is a total where it holds the sums of the rows
/// beside it, or means of theirs. A unit that is merely called `Cộng Hòa` is none.
struct TotalRows {
  /// The rows, in their order.
  private(set) var rows: [Int] = []
  /// Rows that are called so and are no sums.
  private(set) var others: [Int] = []
  /// Rows of other names between a whole and its parts, such as regions: sums that stand among `rows`.
  private(set) var between: [Int] = []
  /// Rows that head groups by their numbers.
  private var groups: GroupHeads?
  /// What the rows are called.
  private var names: [Int: String] = [:]

  /// Larger tables are not searched, beyond their last row.
  private static let mostRows = 200_000

  private static let words: Set<String> = [
    "tong", "tong cong", "tong so", "cong", "cong chung", "tong chung", "total", "totals",
    "grand total", "subtotal", "sum", "ca nuoc", "toan quoc", "toan tinh", "ca tinh", "toan huyen",
    "toan xa", "toan thanh pho", "toan vung", "chung toan tinh", "tong toan tinh",
    "tong cong toan tinh",
  ]

  /// What rows of means are called; they are set aside where they hold means.
  private static let means: Set<String> = [
    "binh quan", "trung binh", "tb", "bq", "binh quan chung", "trung binh chung", "average", "mean",
    "avg", "binh quan toan tinh", "trung binh toan tinh", "binh quan ca nuoc",
  ]

  /// Whether a text is what rows of totals are called, or those of means.
  static func isName(_ text: String) -> Bool {
    guard let plain = plain(text) else { return false }
    return words.contains(plain) || means.contains(plain)
  }

  /// Whether a text is what rows of means are called.
  private static func isMean(_ text: String) -> Bool { plain(text).map(means.contains) ?? false }

  /// The text without marks, diacritics, and how many it is of: `Tổng cộng (63 tỉnh):`,
  /// `Tổng số 12 xã`.
  private static func plain(_ text: String) -> String? {
    guard text.utf8.count <= 60 else { return nil }
    var folded = TextFold.fold(text)[...]
    func trim() { while let last = folded.last, ":*. ".contains(last) { folded.removeLast() } }
    trim()
    if folded.last == ")", let open = folded.lastIndex(of: "("), open > folded.startIndex {
      folded = folded[..<open]
      trim()
    }
    if let digit = folded.firstIndex(where: \.isNumber), digit > folded.startIndex {
      let rest = folded[digit...].split(separator: " ")
      // A number and what is counted, in one word or two.
      if (2...3).contains(rest.count), rest[0].allSatisfy(\.isNumber),
        rest.dropFirst().allSatisfy({ $0.allSatisfy(\.isLetter) })
      {
        folded = folded[..<digit]
        trim()
      }
    }
    return String(folded)
  }

  /// Looks at a whole table.
  ///
  /// - Parameter columns: how many columns a row may be named in, from the left.
  init(_ table: Table, columns: Int = 3) {
    guard table.rowCount <= TotalRows.mostRows else { return }
    let texts = table.fields.indices.filter { table.fields[$0].type == .text }.prefix(columns)
    let called = texts.map {
      (label: $0, rows: TotalRows.rows(called: TotalRows.isName, table.columns[$0]))
    }
    // A row is called so where it is first: what stands behind says it again.
    var label: [Int: Int] = [:]
    for (place, rows) in called {
      for row in rows where label[row] == nil {
        label[row] = place
        names[row] = table.columns[place][row].plainText
      }
    }
    let suspects = Set(label.keys)
    groups = GroupHeads(table, isOther: suspects) { place in
      table.fields[place].type.isNumeric && !TotalRows.isNumbering(table.fields[place])
        && !TotalRows.isKey(table.fields[place], table.columns[place])
    }
    for row in groups?.sums ?? [] {
      let own = table.fields.indices.first { place in
        place != groups?.column && table.fields[place].type == .text
          && table.columns[place].isValid(row)
      }
      names[row] = own.map { table.columns[$0][row].plainText } ?? ""
    }
    // The whole of a region stands over its units, and the country over what is no whole.
    for (place, rows) in called.reversed() {
      let own = rows.filter { label[$0] == place }
      if !own.isEmpty { decide(own, place, suspects, table) }
    }
    rows.sort()
    others.sort()
    between.sort()
  }

  /// The rows of a column of texts that are called so, each distinct text asked once.
  private static func rows(called isCalled: (String) -> Bool, _ column: Column) -> [Int] {
    var known: [String: Bool] = [:]
    return (0..<column.count).filter { row in
      guard column.isValid(row), column.utf8(row).count <= 40 else { return false }
      let text = column[row].plainText
      if let answer = known[text] { return answer }
      let answer = isCalled(text)
      known[text] = answer
      return answer
    }
  }

  /// Whether a column tells rows apart rather than measuring them.
  private static func isKey(_ field: Field, _ column: Column) -> Bool {
    guard field.type.isNumeric else { return field.type != .null }
    let name = TextFold.fold(field.name)
    if ["nam", "year", "thang", "month", "quy", "quarter", "ky", "tuan", "week"].contains(name) {
      return true
    }
    guard field.type == .int, case .packed(let packed) = column.storage else { return false }
    return packed.lower >= 1900 && packed.upper <= 2100
  }

  /// Whether a column of numbers measures nothing: numbers of rows and codes.
  private static func isNumbering(_ field: Field) -> Bool {
    isNumbering(field.name)
  }

  static func isNumbering(_ column: String) -> Bool {
    let name = TextFold.fold(column)
    let words = ["stt", "tt", "so tt", "so thu tu", "id", "no", "code", "#"]
    return words.contains(name) || name.hasPrefix("ma ") || name.hasPrefix("ma_") || name == "ma"
  }

  private mutating func decide(
    _ suspects: [Int], _ label: Int, _ isSuspect: Set<Int>, _ table: Table
  ) {
    let set = Set(rows)
    let keys = table.fields.indices.filter {
      $0 != label && TotalRows.isKey(table.fields[$0], table.columns[$0])
    }
    let measures = table.fields.indices.filter {
      table.fields[$0].type.isNumeric && !keys.contains($0)
        && !TotalRows.isNumbering(table.fields[$0])
    }
    guard !measures.isEmpty else { return }
    // A column that tells wholes from their parts, such as a level, binds no whole to its like.
    let levels = Set(
      keys.filter { key in
        guard table.fields[key].type == .text else { return false }
        let column = table.columns[key]
        let own = Set(suspects.lazy.filter { column.isValid($0) }.map { column[$0].plainText })
        return !own.isEmpty
          && !(0..<table.rowCount).contains { row in
            !isSuspect.contains(row) && column.isValid(row)
              && own.contains(column[row].plainText)
          }
      })
    // A key that a total leaves open, such as the region of a whole country, binds nobody.
    let patterns = Dictionary(grouping: suspects) { row in
      keys.filter { key in
        let column = table.columns[key]
        guard column.isValid(row), table.fields[key].type != .null, !levels.contains(key) else {
          return false
        }
        return table.fields[key].type != .text || !TotalRows.isName(column[row].plainText)
      }
    }
    var isProven = false
    var lone: [Int] = []
    for (bound, own) in patterns {
      func group(_ row: Int) -> [Value] { bound.map { table.columns[$0][row] } }
      let wanted = Set(own.map(group))
      var members: [[Value]: [Int]] = [:]
      for row in 0..<table.rowCount where !isSuspect.contains(row) && !set.contains(row) {
        let key = group(row)
        if wanted.contains(key) { members[key, default: []].append(row) }
      }
      for row in own {
        let below = members[group(row)] ?? []
        if TotalRows.isMean(names[row] ?? "") {
          if below.count > 1, TotalRows.isMean(row, of: below, measures, table) {
            rows.append(row)
          }
          continue
        }
        guard !below.isEmpty, TotalRows.isSum(row, of: below, measures, table) else {
          if let regions = Nesting(row, over: below, measures, table).regions {
            isProven = true
            rows += [row] + regions
            between += regions
            for region in regions { names[region] = table.columns[label][region].plainText }
          } else if let block = block(row, of: below, isSuspect, measures, table) {
            // `Cộng` under each part of a table.
            if block > 1 {
              isProven = true
              rows.append(row)
            } else {
              lone.append(row)
            }
          } else if !below.isEmpty {
            others.append(row)
          }
          continue
        }
        // One row equals its sum whatever it is called.
        if below.count > 1 {
          isProven = true
          rows.append(row)
        } else {
          lone.append(row)
        }
      }
    }
    if isProven { rows += lone } else { others += lone }
  }

  /// How many rows right above or right below a row, as far as the next total, it is the sum of.
  private func block(
    _ row: Int, of members: [Int], _ isSuspect: Set<Int>, _ measures: [Int], _ table: Table
  ) -> Int? {
    let before = isSuspect.filter { $0 < row }.max() ?? -1
    let after = isSuspect.filter { $0 > row }.min() ?? table.rowCount
    for block in [
      members.filter { $0 > before && $0 < row }, members.filter { $0 > row && $0 < after },
    ] where !block.isEmpty && block.count < members.count {
      if TotalRows.isSum(row, of: block, measures, table) { return block.count }
    }
    return nil
  }

  /// The names of some rows, each once, the first few.
  private func called(_ rows: [Int]) -> String {
    var list: [String] = []
    for name in rows.compactMap({ names[$0] }) where !list.contains(name) { list.append(name) }
    let shown = list.prefix(4).map { "\"\($0)\"" }.joined(separator: ", ")
    return list.count > 4 ? shown + ", …" : shown
  }

  /// Whether a row holds the sums of others: in all columns of numbers, but for those that are means
  /// or rates of theirs.
  static func isSum(
    _ row: Int, of others: [Int], _ measures: [Int], _ table: Table
  ) -> Bool {
    var sums = 0
    var means = 0
    for place in measures {
      let column = table.columns[place]
      guard let value = column[row].asDouble else { continue }
      let known = others.compactMap { column[$0].asDouble }
      guard let least = known.min(), let most = known.max() else { continue }
      var digits = table.fields[place].type == .int ? 0 : 6
      if case .packed(let packed) = column.storage { digits = packed.scale }
      let sum = known.reduce(0, +)
      // Rounded parts add up to the rounded sum but for what rounding took of each.
      let unit = 1 / Double(Decimal64.powers[digits])
      let tolerance = 0.5 * unit * (1 + Double(known.count).squareRoot()) + 1e-9 * abs(sum)
      if abs(sum - value) <= tolerance {
        sums += 1
      } else if value >= least, value <= most {
        means += 1
      } else {
        return false
      }
    }
    return sums > 0 && sums >= means
  }

  /// Whether a row holds means of others: none lies outside of them, and one at least is the plain mean.
  private static func isMean(
    _ row: Int, of others: [Int], _ measures: [Int], _ table: Table
  ) -> Bool {
    var plain = 0
    for place in measures {
      let column = table.columns[place]
      guard let value = column[row].asDouble else { continue }
      let known = others.compactMap { column[$0].asDouble }
      guard let least = known.min(), let most = known.max() else { continue }
      guard value >= least, value <= most else { return false }
      var digits = table.fields[place].type == .int ? 0 : 6
      if case .packed(let packed) = column.storage { digits = packed.scale }
      let mean = known.reduce(0, +) / Double(known.count)
      // Written with as many digits as the others, or two more.
      let unit = 1 / Double(Decimal64.powers[digits])
      if abs(mean - value) <= 0.5 * unit + 1e-9 * abs(mean) { plain += 1 }
    }
    return plain > 0
  }

  /// Whether rows of means are among them.
  var hasMeans: Bool { rows.contains { TotalRows.isMean(names[$0] ?? "") } }

  /// What is told of the rows; nil where there were none.
  var notes: [FileNote] {
    var notes: [FileNote] = []
    if let first = rows.first {
      let isOne = rows.count == 1
      let name = called(rows)
      notes.append(
        FileNote(
          "N0512",
          isOne
            ? "row \(first + 1), \(name), is the \(hasMeans ? "mean" : "sum") of the rows beside it and was set aside; with (totals: keep) keeps it"
            : "\(rows.count) rows called \(name), first in row \(first + 1), are the sums\(hasMeans ? " or means" : "") of the rows beside them and were set aside; with (totals: keep) keeps them",
          isOne
            ? "hàng \(first + 1), \(name), là \(hasMeans ? "trung bình" : "tổng") các hàng còn lại và được để riêng; with (totals: keep) để giữ lại"
            : "\(rows.count) hàng tên \(name), đầu tiên là hàng \(first + 1), là tổng\(hasMeans ? " hoặc trung bình" : "") các hàng khác và được để riêng; with (totals: keep) để giữ lại"
        ))
    }
    // Heads of groups stay rows; where they hold sums, whoever adds the column up has to know.
    let heads = (groups?.sums ?? []).filter { !rows.contains($0) }
    if let first = heads.first {
      let isOne = heads.count == 1
      let name = called(heads)
      notes.append(
        FileNote(
          "N0515",
          isOne
            ? "row \(first + 1), \(name), heads a group, is the sum of the rows under it and stays a row: a sum of the column counts those twice"
            : "\(heads.count) rows head groups, first row \(first + 1), \(name): they are the sums of the rows under them and stay rows, so that a sum of the column counts those twice",
          isOne
            ? "hàng \(first + 1), \(name), đứng đầu nhóm, bằng tổng các hàng bên dưới và vẫn là một hàng: tổng cả cột bị tính trùng"
            : "\(heads.count) hàng đứng đầu nhóm, đầu tiên là hàng \(first + 1), \(name): bằng tổng các hàng bên dưới và vẫn là hàng, nên tổng cả cột bị tính trùng"
        ))
    }
    if let first = others.first {
      let isOne = others.count == 1
      let name = called(others)
      notes.append(
        FileNote(
          "N0515",
          isOne
            ? "row \(first + 1), \(name), is not the sum of the rows beside it and stays a row"
            : "\(others.count) rows called \(name), first in row \(first + 1), are not the sums of the rows beside them and stay rows",
          isOne
            ? "hàng \(first + 1), \(name), không bằng tổng các hàng còn lại nên vẫn là một hàng"
            : "\(others.count) hàng tên \(name), đầu tiên là hàng \(first + 1), không bằng tổng các hàng khác nên vẫn là các hàng"
        ))
    }
    return notes
  }
}

extension Table {
  /// The table without some rows, which are in order.
  func without(_ rows: [Int]) throws -> Table {
    guard !rows.isEmpty else { return self }
    let dropped = Set(rows)
    let kept = (0..<rowCount).filter { !dropped.contains($0) }.map { UInt32($0) }
    return Table(
      fields: fields, columns: try columns.map { try $0.gathered(kept) }, rowCount: kept.count)
  }
}
