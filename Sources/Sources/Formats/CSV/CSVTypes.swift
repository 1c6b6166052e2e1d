import Columns

extension CSVFile {
  /// The format to try first.
  func guess(_ fields: [Int], _ forced: DataType?) -> FieldFormat {
    var kinds = FieldKinds.all
    for (part, field) in zip(parts, fields) {
      for record in part.sample {
        let text = record[field]
        if text.isEmpty || options.nulls.contains(String(decoding: text, as: UTF8.self)) {
          continue
        }
        text.withUnsafeBufferPointer { bytes in
          guard let start = bytes.baseAddress else { return }
          let (first, end) = ColumnParser.trimmed(start, bytes.count)
          if first == end { return }
          kinds.formIntersection(
            FieldReader.classify(start + first, end - first, point: part.point))
        }
      }
    }
    if let forced { return format(forced, kinds) }
    // With no value in sight, try something that says what the texts are when it fails.
    if kinds == .all { return .int }
    switch format(of: kinds) {
    case .one(let format): return format
    case .eitherDate: return .dateDMY
    case .eitherNumber: return kinds.contains(.percent) ? .percent : .decimal
    }
  }

  /// The format of a type that the user gave.
  private func format(_ type: DataType, _ kinds: FieldKinds) -> FieldFormat {
    switch type {
    case .bool: return .bool
    case .int: return .int
    case .float:
      let prefersComma = options.decimal == 44
      if kinds == .all { return .decimal }
      if kinds.contains(.decimal), !prefersComma || !kinds.contains(.grouped) { return .decimal }
      if kinds.contains(.grouped) { return .grouped }
      if kinds.contains(.percent), !prefersComma { return .percent }
      return kinds.contains(.groupedPercent)
        ? .groupedPercent : kinds.contains(.percent) ? .percent : .double
    case .date:
      switch options.dates {
      case .dmy?: return .dateDMY
      case .mdy?: return .dateMDY
      case .ymd?: return .dateISO
      case nil:
        if kinds.contains(.dateISO) { return .dateISO }
        return kinds.contains(.dateDMY)
          ? .dateDMY : kinds.contains(.dateMDY) ? .dateMDY : .dateISO
      }
    case .timestamp: return .timestamp
    case .text, .null, .duration: return .text
    }
  }

  /// What the kinds of all texts come to.
  private enum Reading {
    case one(FieldFormat)
    /// Days and months change places.
    case eitherDate
    /// Points for decimals or between thousands.
    case eitherNumber
  }

  /// The narrowest format that all texts fit.
  private func format(of kinds: FieldKinds) -> Reading {
    if kinds == .all { return .one(.text) }
    if kinds.contains(.bool) { return .one(.bool) }
    if kinds.contains(.int) { return .one(.int) }
    if kinds.contains(.dateISO) { return .one(.dateISO) }
    if kinds.contains(.timestamp) { return .one(.timestamp) }
    let dmy = kinds.contains(.dateDMY)
    let mdy = kinds.contains(.dateMDY)
    if dmy || mdy {
      switch options.dates {
      case .dmy?: return .one(dmy ? .dateDMY : .text)
      case .mdy?: return .one(mdy ? .dateMDY : .text)
      case .ymd?: return .one(.text)
      case nil: return dmy && mdy ? .eitherDate : .one(dmy ? .dateDMY : .dateMDY)
      }
    }
    let isPlainKnown = options.decimal != nil || parts.allSatisfy { $0.point == 44 }
    if kinds.contains(.decimal) || kinds.contains(.double) {
      if kinds.contains(.grouped), !isPlainKnown { return .eitherNumber }
      return .one(kinds.contains(.decimal) ? .decimal : .double)
    }
    if kinds.contains(.grouped), options.decimal != 46 { return .one(.grouped) }
    if kinds.contains(.wholePercent) { return .one(.percent) }
    if kinds.contains(.percent) {
      if kinds.contains(.groupedPercent), !isPlainKnown { return .eitherNumber }
      return .one(.percent)
    }
    if kinds.contains(.groupedPercent), options.decimal != 46 { return .one(.groupedPercent) }
    return .one(.text)
  }

  /// The format for the whole file, with a note where it is not what one might expect.
  func chosen(
    _ plan: ColumnPlan, _ chunks: [ColumnChunk], _ notes: inout [FileNote]
  ) throws -> FieldFormat {
    let kinds = chunks.reduce(FieldKinds.all) { $0.intersection($1.kinds) }
    if let forced = plan.forced { return try chosen(plan, as: forced, kinds, chunks, &notes) }
    switch format(of: kinds) {
    case .one(.text):
      if kinds != .all { explainText(plan, chunks, &notes) }
      return .text
    case .one(let format):
      noteOrder(plan.name, format, &notes)
      return format
    case .eitherDate:
      notes.append(
        FileNote(
          "N0503",
          "`\(plan.name)` could be dd/mm or mm/dd in every row, so it stays text; which is it? with (dates: dmy) or (dates: mdy) says",
          "`\(plan.name)` có thể là ngày/tháng hoặc tháng/ngày ở mọi dòng nên giữ là văn bản; hãy ghi with (dates: dmy) hoặc (dates: mdy)"
        ))
      return .text
    case .eitherNumber:
      notes.append(
        FileNote(
          "N0504",
          "`\(plan.name)` could have points for decimals or between thousands, so it stays text; with (decimal: \".\") or (decimal: \",\") says",
          "`\(plan.name)` có thể dùng dấu chấm thập phân hoặc phân cách nghìn nên giữ là văn bản; hãy ghi with (decimal: \".\") hoặc (decimal: \",\")"
        ))
      return .text
    }
  }

  private func noteOrder(_ name: String, _ format: FieldFormat, _ notes: inout [FileNote]) {
    guard format == .dateDMY || format == .dateMDY, options.dates == nil else { return }
    let order = format == .dateDMY ? "dd/mm/yyyy" : "mm/dd/yyyy"
    notes.append(
      FileNote("N0506", "`\(name)` is read as \(order)", "`\(name)` được đọc theo \(order)"))
  }

  private func chosen(
    _ plan: ColumnPlan, as forced: DataType, _ kinds: FieldKinds, _ chunks: [ColumnChunk],
    _ notes: inout [FileNote]
  ) throws -> FieldFormat {
    guard let index = chunks.firstIndex(where: \.failed) else {
      noteOrder(plan.name, plan.format, &notes)
      return plan.format
    }
    let left: FieldKinds =
      switch forced {
      case .float: kinds.intersection(.floats)
      case .date: kinds.intersection([.dateISO, .dateDMY, .dateMDY])
      default: []
      }
    if !left.isEmpty {
      let format = left == .int ? .double : self.format(forced, left)
      noteOrder(plan.name, format, &notes)
      return format
    }
    // Long whole numbers are floats when the user says so.
    if forced == .float, plan.format != .double { return .double }
    throw wrongValue(plan, chunks[index], partOf[index])
  }

  /// The block with which nothing but text is left for a column; the first that failed where that
  /// one holds what was expected.
  private func firstToBlame(_ chunks: [ColumnChunk]) -> Int? {
    var kinds = FieldKinds.all
    let last = chunks.firstIndex { chunk in
      kinds.formIntersection(chunk.kinds)
      return kinds.isSubset(of: .text)
    }
    if let last, chunks[last].failed { return last }
    return chunks.firstIndex { $0.failed }
  }

  /// Says why a column of what looks like numbers or dates is text.
  private func explainText(
    _ plan: ColumnPlan, _ chunks: [ColumnChunk], _ notes: inout [FileNote]
  ) {
    let texts = zip(parts, plan.fields).flatMap { part, field in
      part.sample.map { $0[field] }.filter { !$0.isEmpty }
    }
    if texts.isEmpty { return }
    let failed = firstToBlame(chunks)
    let misfit = failed.flatMap { chunks[$0].misfit }
    func isDigits(_ text: some Sequence<UInt8>) -> Bool {
      text.allSatisfy { FieldReader.isDigit($0) }
    }
    let looksLikeCodes =
      texts.allSatisfy { isDigits($0) } && (misfit.map { isDigits($0.text.utf8) } ?? true)
      && (misfit != nil || texts.contains { ($0.count > 1 && $0[0] == 48) || $0.count > 18 })
    if looksLikeCodes {
      notes.append(
        FileNote(
          "N0505",
          "`\(plan.name)` has leading zeros or very long numbers, so it stays text; with (types: {\(plan.name): int}) reads numbers",
          "`\(plan.name)` có số 0 ở đầu hoặc số rất dài nên giữ là văn bản; with (types: {\(plan.name): int}) để đọc thành số"
        ))
    } else if let misfit, let failed, plan.format != .text {
      let part = parts[partOf[failed]]
      let line = part.file.lines(at: [misfit.offset], lineEnd: part.dialect.lineEnd)[0].number
      notes.append(
        FileNote(
          "N0507",
          "`\(plan.name)` is text because of \"\(misfit.text)\" in line \(line); if that means nothing is known, with (nulls: [\"\(misfit.text)\"])",
          "`\(plan.name)` là văn bản vì có \"\(misfit.text)\" ở dòng \(line); nếu đó là không có dữ liệu, hãy ghi with (nulls: [\"\(misfit.text)\"])"
        ))
    }
  }
}
