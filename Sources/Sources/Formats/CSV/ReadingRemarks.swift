import Columns

/// What reading a file is to tell, gathered over its columns so that each kind is told once.
struct ReadingRemarks {
  private(set) var notes: [FileNote] = []
  /// Why a column is text, by its name.
  private(set) var reasons: [String: Remark] = [:]
  /// The columns that are told of; nil for all.
  let told: Set<String>?
  private var values = ValueRepairs()
  private var missingColumns: [String] = []
  private var shortYearColumns: [String] = []
  private var offsetColumns: [String] = []
  private var dashColumns: [String] = []
  private var trimmed = Tally()
  private var trimmedColumns: [String] = []
  private var trimmedExample = ""

  /// Columns by the order of their dates or the decimal sign, and the column that settled it.
  private var ordered: [(key: String, names: [String])] = []
  private var pointed: [(key: String, names: [String])] = []

  init(told: Set<String>?) { self.told = told }

  func tells(_ name: String) -> Bool { told?.contains(name.lowercased()) ?? true }

  mutating func add(_ note: FileNote) { notes.append(note) }

  /// A column stays text: the note, and the reason for errors that come of it.
  mutating func why(_ plan: ColumnPlan, _ code: String, _ en: String, _ vi: String) {
    reasons[plan.name] = Remark(en: en, vi: vi)
    if tells(plan.name) { notes.append(FileNote(code, en, vi)) }
  }

  /// A column that seemed to be text is none: what was said of that no longer holds.
  mutating func takeBack(_ name: String) {
    guard let reason = reasons.removeValue(forKey: name) else { return }
    notes.removeAll { $0.en == reason.en }
  }

  /// How a column's dates or numbers are read, where the file had to tell.
  mutating func order(
    _ plan: ColumnPlan, _ format: FieldFormat, _ by: String?, _ options: ReadOptions
  ) {
    guard tells(plan.name) else { return }
    if let order = format.order?.order, order != .ymd, options.dates == nil {
      add(plan.name, &ordered, "\(order.rawValue) \(by ?? "-")")
    } else if let by, let point = plan.points.first, options.decimal == nil {
      add(plan.name, &pointed, "\(point == 44 ? "," : ".") \(by)")
    }
  }

  private func add(_ name: String, _ groups: inout [(key: String, names: [String])], _ key: String)
  {
    if let known = groups.firstIndex(where: { $0.key == key }) {
      groups[known].names.append(name)
    } else {
      groups.append((key, [name]))
    }
  }

  private mutating func finishOrders() {
    for (key, names) in ordered {
      let order = key.prefix(3)
      let by = key.dropFirst(4)
      let shown = order == "dmy" ? "dd/mm/yyyy" : "mm/dd/yyyy"
      let columns = ReadingRemarks.names(names)
      let isOwn = by == "-"
      let why = isOwn || by.isEmpty ? "" : " as `\(by)` is"
      let whyVi = isOwn || by.isEmpty ? "" : " như `\(by)`"
      let other = order == "dmy" ? "mdy" : "dmy"
      let out = isOwn ? "" : "; if that is wrong, with (dates: \(other))"
      let outVi = isOwn ? "" : "; nếu không đúng, hãy ghi with (dates: \(other))"
      notes.append(
        FileNote(
          "N0506", "\(columns) \(names.count == 1 ? "is" : "are") read as \(shown)\(why)\(out)",
          "\(columns) được đọc theo \(shown)\(whyVi)\(outVi)", options: ["dates: \(order)"]))
    }
    for (key, names) in pointed {
      let sign = key.prefix(1)
      let by = key.dropFirst(2)
      let columns = ReadingRemarks.names(names)
      notes.append(
        FileNote(
          "N0518",
          "\(columns) \(names.count == 1 ? "is" : "are") read with \"\(sign)\" for decimals as `\(by)` is; with (decimal: \"\(sign)\") says so",
          "\(columns) được đọc với \"\(sign)\" là dấu thập phân như `\(by)`; ghi rõ bằng with (decimal: \"\(sign)\")",
          options: ["decimal: \"\(sign)\""]))
    }
  }

  /// What was read as something else in one column.
  mutating func add(_ repairs: ValueRepairs, _ name: String) {
    guard tells(name) else { return }
    func note(_ isThere: Bool, _ columns: inout [String]) {
      if isThere, columns.last != name { columns.append(name) }
    }
    note(!repairs.missing.isEmpty, &missingColumns)
    note(repairs.shortYears.count > 0, &shortYearColumns)
    note(repairs.offsets.count > 0, &offsetColumns)
    note(repairs.dashes.count > 0, &dashColumns)
    values.add(repairs)
  }

  mutating func trimmed(_ tally: Tally, _ name: String, _ example: String) {
    guard tells(name), tally.count > 0 else { return }
    if trimmedColumns.isEmpty { trimmedExample = example }
    trimmedColumns.append(name)
    trimmed = Tally(
      count: trimmed.count + tally.count,
      offset: trimmedColumns.count == 1 ? tally.offset : trimmed.offset)
  }

  private static func names(_ names: [String]) -> String {
    names.prefix(5).map { "`\($0)`" }.joined(separator: ", ") + (names.count > 5 ? " …" : "")
  }

  /// The notes of what was gathered. Places are lines of the first file where there are several.
  mutating func finish(_ line: (Int) -> Int) {
    finishOrders()
    if !values.missing.isEmpty {
      let words = values.missing.sorted { ($0.value.offset, $0.key) < ($1.value.offset, $1.key) }
      let all = words.reduce(Tally()) { $0.joined($1.value) }
      let list = words.prefix(6).map { "\"\($0.key)\"" }.joined(separator: ", ")
      let columns = ReadingRemarks.names(missingColumns)
      let place = line(all.offset)
      let isOne = all.count == 1
      notes.append(
        FileNote(
          "N0508",
          "\(all.count) \(isOne ? "value" : "values") in \(columns) \(isOne ? "is" : "are") read as missing: \(list), first in line \(place); with (nulls: [\(list)]) says so, with (nulls: []) keeps texts",
          "\(all.count) giá trị trong \(columns) được đọc là thiếu: \(list), đầu tiên ở dòng \(place); ghi rõ bằng with (nulls: [\(list)]), giữ nguyên bằng with (nulls: [])",
          options: ["nulls: [\(list)]"]))
    }
    if values.shortYears.count > 0 {
      let columns = ReadingRemarks.names(shortYearColumns)
      let place = line(values.shortYears.offset)
      notes.append(
        FileNote(
          "N0517",
          "\(values.shortYears.count) two-digit years in \(columns) are taken from 1969–2068, first in line \(place)",
          "\(values.shortYears.count) năm hai chữ số trong \(columns) được hiểu là 1969–2068, đầu tiên ở dòng \(place)"
        ))
    }
    if values.offsets.count > 0 {
      let columns = ReadingRemarks.names(offsetColumns)
      let place = line(values.offsets.offset)
      notes.append(
        FileNote(
          "N0516",
          "\(values.offsets.count) times in \(columns) were brought to UTC, first in line \(place)",
          "\(values.offsets.count) giờ trong \(columns) được đưa về UTC, đầu tiên ở dòng \(place)"))
    }
    if values.dashes.count > 0 {
      let columns = ReadingRemarks.names(dashColumns)
      let place = line(values.dashes.offset)
      let isOne = values.dashes.count == 1
      notes.append(
        FileNote(
          "N0528",
          "\(values.dashes.count) \(isOne ? "number" : "numbers") in \(columns) with an en dash before or a minus behind \(isOne ? "is" : "are") read as negative, first in line \(place)",
          "\(values.dashes.count) số trong \(columns) có gạch ngang phía trước hoặc dấu trừ phía sau được đọc là số âm, đầu tiên ở dòng \(place)"
        ))
    }
    if trimmed.count > 0 {
      let columns = ReadingRemarks.names(trimmedColumns)
      let row = trimmed.offset + 1
      notes.append(
        FileNote(
          "N0509",
          "spaces at the ends of \(trimmed.count) \(trimmed.count == 1 ? "text" : "texts") in \(columns) were left out, first in row \(row) (\"\(trimmedExample)\"); with (trim: false) keeps them",
          "bỏ khoảng trắng ở đầu hoặc cuối \(trimmed.count) văn bản trong \(columns), đầu tiên ở hàng \(row) (\"\(trimmedExample)\"); with (trim: false) để giữ nguyên"
        ))
    }
  }
}

/// The notes of lines that were mended.
extension LineRepairs {
  func notes(_ line: (Int) -> Int) -> [FileNote] {
    var notes: [FileNote] = []
    func add(_ tally: Tally, _ en: (String, String), _ vi: String) {
      guard tally.count > 0 else { return }
      let place = line(tally.offset)
      notes.append(
        FileNote(
          "N0514",
          "\(tally.count) \(tally.count == 1 ? en.0 : en.1), first line \(place)",
          "\(tally.count) \(vi), đầu tiên là dòng \(place)"))
    }
    add(
      short,
      (
        "line is short and was filled up with nulls",
        "lines are short and were filled up with nulls"
      ),
      "dòng thiếu trường được điền null")
    add(
      surplus,
      ("line has empty fields too many, left out", "lines have empty fields too many, left out"),
      "dòng thừa trường rỗng, đã bỏ")
    add(
      quotes, ("line has a stray quote, kept as text", "lines have stray quotes, kept as text"),
      "dòng có dấu nháy lẻ, giữ như văn bản")
    add(
      swallowing,
      (
        "text in quotes holds lines that look like rows; if its quote is only a sign, with (quote: \"'\")",
        "texts in quotes hold lines that look like rows; if their quotes are only signs, with (quote: \"'\")"
      ),
      "văn bản trong dấu nháy chứa những dòng giống như các dòng dữ liệu; nếu dấu nháy chỉ là ký hiệu, hãy ghi with (quote: \"'\")"
    )
    add(
      guarded,
      (
        "field is a formula for a text (=\"…\") and is read as what stands in its quotes (with (mode: strict) keeps it)",
        "fields are formulas for a text (=\"…\") and are read as what stands in their quotes (with (mode: strict) keeps them)"
      ),
      "trường là công thức cho văn bản (=\"…\"), được đọc là phần trong dấu nháy (with (mode: strict) để giữ nguyên)"
    )
    add(
      comments, ("comment line was passed over", "comment lines were passed over"),
      "dòng chú thích được bỏ qua")
    add(
      empty,
      (
        "line of empty fields is no row and was passed over",
        "lines of empty fields are no rows and were passed over"
      ),
      "dòng trống được bỏ qua")
    add(
      headers,
      (
        "line says the header again and was passed over",
        "lines say the header again and were passed over"
      ),
      "dòng lặp lại tiêu đề được bỏ qua")
    return notes
  }
}
