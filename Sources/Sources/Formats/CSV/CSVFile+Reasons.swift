import Columns
import Language

/// Why a column of what looks like numbers or dates is text.
extension CSVFile {
  /// The block with which nothing but text is left for a column; the first that failed where that
  /// one holds what was expected.
  private func firstToBlame(_ chunks: [ColumnChunk]) -> Int? {
    var kinds = FieldKinds.all
    let last = chunks.firstIndex { chunk in
      kinds.formIntersection(chunk.kinds)
      return kinds.isDisjoint(with: .values)
    }
    if let last, chunks[last].failed { return last }
    return chunks.firstIndex { $0.failed }
  }

  /// The first value of the heads that is of another kind than most.
  private func oddInSample(_ plan: ColumnPlan) -> (part: Int, offset: Int, text: String)? {
    var numbers = 0
    var dates = 0
    var filled = 0
    func eachKind(_ body: (Int, FileHead.Record, [UInt8], FieldKinds) -> Bool) {
      for (index, part) in parts.enumerated() {
        for record in part.sample {
          let text = record.fields[plan.fields[index]]
          if isSpelledNull(text) { continue }
          let kinds = FileHead.kinds(text, knowsMissing: options.knowsMissing)
          if kinds != .all, body(index, record, text, kinds) { return }
        }
      }
    }
    eachKind { _, _, _, kinds in
      filled += 1
      if !kinds.isDisjoint(with: .numbers) { numbers += 1 }
      if !kinds.isDisjoint(with: .dates) { dates += 1 }
      return false
    }
    guard max(numbers, dates) * 2 >= filled, filled > 0 else { return nil }
    let family: FieldKinds = numbers >= dates ? .numbers : .dates
    var common = FieldKinds.all
    var found: (part: Int, offset: Int, text: String)?
    eachKind { part, record, text, kinds in
      common.formIntersection(kinds)
      guard kinds.isDisjoint(with: family) || common.isDisjoint(with: family) || !common.isReadable
      else { return false }
      found = (part, record.start, FileHead.text(text))
      return true
    }
    return found
  }

  /// Says why a column of what looks like numbers or dates is text.
  func explainText(
    _ plan: ColumnPlan, _ chunks: [ColumnChunk], _ remarks: inout ReadingRemarks
  ) {
    let texts = zip(parts, plan.fields).flatMap { part, field in
      part.sample.map { $0.fields[field] }.filter { !$0.isEmpty }
    }
    if texts.isEmpty { return }
    let failed = firstToBlame(chunks)
    var odd = oddInSample(plan)
    if let failed, let misfit = chunks[failed].misfit, plan.format != .text || odd == nil,
      chunks[failed].format != .text
    {
      odd = (partOf[failed], misfit.offset, misfit.text)
    }
    func isDigits(_ text: some Sequence<UInt8>) -> Bool {
      text.allSatisfy { FieldReader.isDigit($0) }
    }
    let looksLikeCodes =
      texts.allSatisfy { isDigits($0) } && (odd.map { isDigits($0.text.utf8) } ?? true)
      && (odd != nil
        || texts.contains { ($0.count > 1 && $0[0] == 48) || $0.count >= NumberText.codeLength })
    if looksLikeCodes {
      remarks.why(
        plan, "N0505",
        "`\(plan.name)` has leading zeros or very long numbers, so it stays text; with (types: {\(plan.typedName): int}) reads numbers",
        "`\(plan.name)` có số 0 ở đầu hoặc số rất dài nên giữ là văn bản; with (types: {\(plan.typedName): int}) để đọc thành số"
      )
    } else if let odd {
      let part = parts[odd.part]
      let line = part.file.lines(at: [odd.offset], lineEnd: part.dialect.lineEnd)[0].number
      let text = odd.text.count > 60 ? String(odd.text.prefix(59)) + "…" : odd.text
      let quoted = text.split(separator: "\"", omittingEmptySubsequences: false).joined(
        separator: "\\\"")
      if text.contains("e") || text.contains("E"), Double(text) != nil {
        remarks.why(
          plan, "N0507",
          "`\(plan.name)` is text because of \"\(text)\" in line \(line), which may be a code; with (types: {\(plan.typedName): float}) reads numbers",
          "`\(plan.name)` là văn bản vì có \"\(text)\" ở dòng \(line), có thể là mã; with (types: {\(plan.typedName): float}) để đọc thành số"
        )
        return
      }
      let kinds = FieldReader.kinds(of: odd.text)
      if !kinds.isDisjoint(with: .numbers) || !kinds.isDisjoint(with: .dates) {
        // No word for a missing value, but one that is written in another way than the rest.
        let call = "\(isDateColumn(plan) ? "date" : "float")(\(SyntaxText.name(plan.name)))"
        remarks.why(
          plan, "N0507",
          "`\(plan.name)` is text because \"\(text)\" in line \(line) is not written as the other values are; \(call) reads each by itself and is null where it cannot",
          "`\(plan.name)` là văn bản vì \"\(text)\" ở dòng \(line) viết khác các giá trị còn lại; \(call) đọc riêng từng giá trị, chỗ không đọc được là null"
        )
        return
      }
      if let odd = TextShape(odd.text, isTime: false),
        let beside = odd.beside
      {
        // A mark of a footnote or a sign beside a number is no word for a missing value.
        let others = texts.compactMap { text in
          TextShape(String(decoding: text, as: UTF8.self), isTime: false)?.beside
        }
        let call = TextHint.number(plan.typedName, beside: Set(others + [beside]))
        remarks.why(
          plan, "N0507",
          "`\(plan.name)` is text because of \"\(text)\" in line \(line); that is a number with something beside it, and \(call) is the number alone in each row, null where there is none",
          "`\(plan.name)` là văn bản vì có \"\(text)\" ở dòng \(line); đó là số có chữ hoặc dấu kèm theo, còn \(call) lấy riêng số ở từng dòng, chỗ không có số là null"
        )
        return
      }
      if TotalRows.isNumbering(plan.name) {
        remarks.why(
          plan, "N0507",
          "`\(plan.name)` numbers the rows and is text because of \"\(text)\" in line \(line)",
          "`\(plan.name)` là số thứ tự và là văn bản vì có \"\(text)\" ở dòng \(line)")
        return
      }
      remarks.why(
        plan, "N0507",
        "`\(plan.name)` is text because of \"\(text)\" in line \(line); if that means nothing is known, with (nulls: [\"\(quoted)\"])",
        "`\(plan.name)` là văn bản vì có \"\(text)\" ở dòng \(line); nếu đó là không có dữ liệu, hãy ghi with (nulls: [\"\(quoted)\"])"
      )
    }
  }

  /// Whether most values of the heads are dates.
  private func isDateColumn(_ plan: ColumnPlan) -> Bool {
    var dates = 0
    var others = 0
    for (part, field) in zip(parts, plan.fields) {
      for record in part.sample {
        let kinds = FileHead.kinds(record.fields[field], knowsMissing: options.knowsMissing)
        if kinds == .all { continue }
        if kinds.isDisjoint(with: .dates) { others += 1 } else { dates += 1 }
      }
    }
    return dates > others
  }
}

extension FieldReader {
  /// What a text can be read as.
  static func kinds(of text: String) -> FieldKinds {
    FileHead.kinds(Array(text.utf8), knowsMissing: false)
  }
}
