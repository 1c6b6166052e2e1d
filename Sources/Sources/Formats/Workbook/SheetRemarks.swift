import Columns

/// What is worth telling of how the cells of a sheet became a table.
struct SheetRemarks: Sendable {
  /// How many cells were filled from merged ones above, and how many merged cells have their value in the
  /// first row alone, by field.
  var filled: [Int: Int] = [:]
  var unfilled: [Int: Int] = [:]
  private let findings: SheetFindings
  private var errors: [Int: CellErrors] = [:]
  private var fractions: [Int] = []
  private var mixedDates: [Int] = []
  private var days: [Int] = []
  private var scaled: [Int] = []

  init(_ tallies: [CellTally], _ styles: [CellStyle], _ findings: SheetFindings) {
    self.findings = findings
    for (field, (tally, style)) in zip(tallies, styles).enumerated() {
      if tally.errors > 0 {
        errors[field] = CellErrors(
          count: tally.errors, signs: tally.errorSigns, first: tally.firstError)
      }
      if case .fraction = style.percents { fractions.append(field) }
      if case .ordered = style.dates { mixedDates.append(field) }
      if style.numbersAreDays { days.append(field) }
      if tally.scaled > 0 { scaled.append(field) }
    }
  }

  /// The notes.
  ///
  /// - Parameters:
  ///   - names: the names of the fields.
  ///   - told: the columns that are told of.
  func notes(_ names: [String], _ told: Set<String>) -> [FileNote] {
    var notes: [FileNote] = []
    func isTold(_ field: Int) -> Bool {
      names.indices.contains(field) && told.contains(names[field])
    }
    let errors = errors.filter { isTold($0.key) }
    let filled = filled.filter { isTold($0.key) }
    let unfilled = unfilled.filter { isTold($0.key) }
    let fractions = fractions.filter(isTold)
    let mixedDates = mixedDates.filter(isTold)
    let days = days.filter(isTold)
    let scaled = scaled.filter(isTold)
    func list(_ fields: some Sequence<Int>) -> String {
      let known = fields.sorted().compactMap { names.indices.contains($0) ? names[$0] : nil }
      return known.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        + (known.count > 5 ? " …" : "")
    }
    func add(_ code: String, _ en: String, _ vi: String, options: [String] = []) {
      notes.append(FileNote(code, en, vi, options: options))
    }
    if !errors.isEmpty {
      let count = errors.values.reduce(0) { $0 + $1.count }
      var all: [String] = []
      for field in errors.keys.sorted() {
        for sign in errors[field]?.signs ?? [] where !all.contains(sign) { all.append(sign) }
      }
      let signs = all.prefix(5).joined(separator: ", ")
      let firstError = errors.keys.min().flatMap { errors[$0]?.first } ?? ""
      add(
        "N0541",
        "\(count) \(count == 1 ? "cell" : "cells") of \(list(errors.keys)) \(count == 1 ? "holds an error" : "hold errors") (\(signs)) and \(count == 1 ? "is" : "are") read as missing, first \(firstError)",
        "\(count) ô của \(list(errors.keys)) có lỗi (\(signs)) và được đọc là thiếu, đầu tiên \(firstError)"
      )
    }
    if findings.valueless.count > 0 {
      let count = findings.valueless.count
      add(
        "N0542",
        "\(count) \(count == 1 ? "formula has" : "formulas have") no value in the file and \(count == 1 ? "is" : "are") read as missing, first \(findings.valueless.first); opening and saving it in Excel or LibreOffice fills them in",
        "\(count) công thức không có giá trị trong tệp và được đọc là thiếu, đầu tiên \(findings.valueless.first); hãy mở và lưu lại bằng Excel hoặc LibreOffice"
      )
    }
    if !filled.isEmpty {
      let count = filled.values.reduce(0, +)
      add(
        "N0543",
        "\(count) \(count == 1 ? "cell" : "cells") of \(list(filled.keys)) under merged ones \(count == 1 ? "has" : "have") the value from above; with (merged: first) leaves them empty",
        "\(count) ô của \(list(filled.keys)) thuộc ô gộp nhận giá trị ở trên; with (merged: first) để trống",
        options: ["merged: text"])
    }
    if !unfilled.isEmpty {
      let count = unfilled.values.reduce(0, +)
      add(
        "N0543",
        "\(count) merged \(count == 1 ? "cell" : "cells") of \(list(unfilled.keys)) \(count == 1 ? "has its value" : "have their values") in the first row alone; with (merged: fill) repeats numbers too",
        "\(count) ô gộp của \(list(unfilled.keys)) chỉ có giá trị ở dòng đầu; with (merged: fill) lặp lại cả số"
      )
    }
    if findings.noDay.count > 0 {
      let count = findings.noDay.count
      add(
        "N0544",
        "\(count) \(count == 1 ? "cell holds a day" : "cells hold days") that there \(count == 1 ? "is" : "are") not (day 0, 29 February 1900, after 9999) and \(count == 1 ? "is" : "are") read as missing, first \(findings.noDay.first)",
        "\(count) ô chứa ngày không tồn tại (ngày 0, 29/2/1900, sau năm 9999) và được đọc là thiếu, đầu tiên \(findings.noDay.first)"
      )
    }
    if !fractions.isEmpty {
      add(
        "N0545",
        "\(list(fractions)) \(fractions.count == 1 ? "mixes" : "mix") percentages with plain numbers, so 28 % is read as 0.28",
        "\(list(fractions)) lẫn phần trăm với số thường nên 28 % được đọc là 0.28")
    }
    if !mixedDates.isEmpty {
      add(
        "N0546",
        "\(list(mixedDates)) \(mixedDates.count == 1 ? "holds" : "hold") dates and texts that look like dates, read together; days and months may have changed places where Excel made dates of texts",
        "\(list(mixedDates)) có cả ngày lẫn văn bản giống ngày, được đọc chung; ngày và tháng có thể đã bị đổi chỗ khi Excel tự chuyển văn bản thành ngày"
      )
    }
    if !days.isEmpty {
      add(
        "N0546",
        "numbers among the dates of \(list(days)) are read as days, as Excel counts them",
        "các số lẫn trong ngày của \(list(days)) được đọc là số ngày theo cách đếm của Excel")
    }
    if !scaled.isEmpty {
      add(
        "N0547",
        "\(list(scaled)) \(scaled.count == 1 ? "is" : "are") shown in thousands or more by the sheet and read in full",
        "\(list(scaled)) được trang tính hiển thị theo nghìn hoặc hơn, ở đây đọc giá trị đầy đủ")
    }
    if findings.hiddenRows > 0 {
      let count = findings.hiddenRows
      add(
        "N0548",
        "\(count) \(count == 1 ? "row" : "rows") that the sheet hides \(count == 1 ? "is" : "are") read too",
        "\(count) dòng bị ẩn trên trang tính cũng được đọc")
    }
    return notes
  }
}

/// The errors in the cells of one column.
private struct CellErrors: Sendable {
  let count: Int
  let signs: [String]
  /// The cell of the first.
  let first: String
}
