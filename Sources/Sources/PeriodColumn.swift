public import Columns
import Functions

/// A column of texts that name a period each, as a column of dates that knows how they were
/// written; or word of why it is none.
public struct PeriodColumn: Sendable {
  public let column: Column
  public let form: PeriodForm
  public let notes: [FileNote]

  public enum Outcome: Sendable {
    case periods(PeriodColumn)
    /// Few values or none name periods.
    case none
    /// Most do and some do not: the note says which.
    case mixed(FileNote)
  }

  /// Distinct values that are looked at before all of them are.
  private static let sampled = 64

  /// Reads the distinct texts of a column; the rows are touched only if it is one of periods.
  ///
  /// - Parameters:
  ///   - name: the column's, for notes.
  ///   - typedName: the name as an option writes it; nil where that is the same.
  ///   - isMissing: whether a text that is no period means that nothing is known.
  public static func read(
    _ column: Column, name: String, typedName: String? = nil, threads: Int,
    isMissing: (UnsafeBufferPointer<UInt8>) -> Bool = { _ in false }
  ) throws -> Outcome {
    guard column.type == .text, column.count > 0 else { return .none }
    switch column.storage {
    case .coded(let codes, let dictionary):
      return try read(column, codes, dictionary, name, typedName ?? name, threads, isMissing)
    case .text(let heap):
      // Texts that hardly repeat are seldom periods: a few of them tell.
      guard looksLikePeriods(count: column.count, heap.utf8, isMissing) else { return .none }
      let rows = column.offset + column.count
      let (dictionary, codes) = try TextDictionary.encoding(heap, count: rows)
      let packed = try Packed.packing(codes.map(Int64.init), count: rows, validity: nil)
      return try read(
        Column(
          type: .text, count: column.count, storage: .coded(packed, dictionary),
          validity: column.validity, offset: column.offset), packed, dictionary, name,
        typedName ?? name, threads, isMissing)
    default: return .none
    }
  }

  /// Whether half of some values spread over all of them may name periods.
  private static func looksLikePeriods(
    count: Int, _ text: (Int) -> UnsafeBufferPointer<UInt8>,
    _ isMissing: (UnsafeBufferPointer<UInt8>) -> Bool
  ) -> Bool {
    let sample = min(count, sampled)
    var found = 0
    var others = 0
    for index in 0..<sample {
      let bytes = text(index * count / sample)
      if PeriodReading.mayBe(bytes),
        !PeriodReading.all(String(decoding: bytes, as: UTF8.self)).isEmpty
      {
        found += 1
      } else if !bytes.isEmpty, !isMissing(bytes) {
        others += 1
      }
    }
    return found > 0 && found >= others
  }

  private static func read(
    _ column: Column, _ codes: Packed, _ dictionary: TextDictionary, _ name: String,
    _ typedName: String, _ threads: Int, _ isMissing: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws -> Outcome {
    guard looksLikePeriods(count: dictionary.count, dictionary.utf8, isMissing) else {
      return .none
    }
    let used = usedCodes(column, codes, dictionary.count)
    let all = used.indices.map { used[$0] ? PeriodReading.all(dictionary.string($0)) : [] }
    let missing = Set(
      all.indices.filter { used[$0] && all[$0].isEmpty && isMissing(dictionary.utf8($0)) })
    let known = all.indices.filter { used[$0] && !missing.contains($0) }
    let readings = known.map { all[$0] }
    let misfits = known.filter { all[$0].isEmpty }
    if !misfits.isEmpty {
      guard misfits.count * 2 < readings.count,
        let odd = firstRow(column, codes, of: Set(misfits))
      else { return .none }
      let text = dictionary.string(Int(codes.value(column.offset + odd)))
      // Years beside quarters or months are no gaps.
      if misfits.allSatisfy({ plainYear(dictionary.string($0)) != nil }),
        let one = known.first(where: { !all[$0].isEmpty })
      {
        return .mixed(mixed(name, dictionary.string(one), text))
      }
      return .mixed(stayed(name, text, odd))
    }
    guard let first = firstRow(column, codes, of: Set(known)) else { return .none }
    let firstCode = Int(codes.value(column.offset + first))
    let isRoman = readings.allSatisfy { $0.allSatisfy { $0.form.isBareRoman } }
    guard let grain = isRoman ? romanGrain(readings, name) : PeriodReading.grain(of: readings)
    else {
      if isRoman { return .mixed(unsureRoman(name, typedName, dictionary.string(firstCode))) }
      let own = all[firstCode][0].grain
      let others = known.filter { code in !all[code].contains { $0.grain == own } }
      guard let odd = firstRow(column, codes, of: Set(others)) else { return .none }
      return .mixed(
        mixed(
          name, dictionary.string(firstCode),
          dictionary.string(Int(codes.value(column.offset + odd)))))
    }
    let read = all.map { own in own.first { $0.grain == grain } }
    guard var form = read[firstCode]?.form else { return .none }
    var other: (text: String, number: Int)?
    for code in known {
      guard let own = read[code] else { continue }
      if let both = form.joined(with: own.form) {
        form = both
      } else if other == nil {
        other = (dictionary.string(code), own.number)
      }
    }
    // A spelling that no form has, such as `Sept`.
    if other == nil {
      let odd = known.first { code in
        read[code].map { form.text($0.number) != dictionary.string(code) } ?? false
      }
      if let odd, let own = read[odd] { other = (dictionary.string(odd), own.number) }
    }
    var notes: [FileNote] = []
    if let other { notes.append(rewritten(name, other.text, form.text(other.number))) }
    notes += guesses(
      name, typedName, grain, form, dictionary.string(firstCode),
      isOpen: isRoman || readings.allSatisfy { $0.count > 1 })
    let days = read.map { Int64($0?.days.upperBound ?? 0) }
    let validity = try validity(column, codes, missing)
    if !missing.isEmpty {
      notes.append(taken(name, missing.map { dictionary.string($0) }.sorted()))
    }
    let wide = try MutableBuffer(Int64.self, count: column.count)
    let count = column.count
    try Parallel.run(pieces: Morsel.pieces(of: count), threads: threads) { piece in
      let rows = Morsel.range(piece, of: count)
      let out = wide.pointer(Int64.self)
      codes.decode(
        from: column.offset + rows.lowerBound, count: rows.count, into: out + rows.lowerBound)
      days.withUnsafeBufferPointer { days in
        for row in rows {
          let code = Int(out[row])
          out[row] = days.indices.contains(code) ? days[code] : 0
        }
      }
    }
    let packed = try Packed.packing(
      wide.freeze(), count: count, validity: validity, threads: threads)
    let result = Column(type: .date, count: count, storage: .packed(packed), validity: validity)
    return .periods(PeriodColumn(column: result, form: form, notes: notes))
  }

  /// Which entries of the dictionary stand in some row.
  private static func usedCodes(_ column: Column, _ codes: Packed, _ count: Int) -> [Bool] {
    var used = [Bool](repeating: false, count: count)
    var left = count
    for row in 0..<column.count where left > 0 && column.isValid(row) {
      let code = Int(codes.value(column.offset + row))
      if !used[code] {
        used[code] = true
        left -= 1
      }
    }
    return used
  }

  /// The rows that hold a period.
  private static func validity(
    _ column: Column, _ codes: Packed, _ missing: Set<Int>
  ) throws -> Bitmap? {
    if missing.isEmpty, column.offset == 0 { return column.validity }
    guard !missing.isEmpty || column.mayHaveNulls else { return nil }
    let valid = try MutableBitmap(repeating: true, count: column.count)
    for row in 0..<column.count
    where !column.isValid(row) || missing.contains(Int(codes.value(column.offset + row))) {
      valid.set(row, false)
    }
    return valid.freeze()
  }

  private static func firstRow(_ column: Column, _ codes: Packed, of wanted: Set<Int>) -> Int? {
    (0..<column.count).first { row in
      column.isValid(row) && wanted.contains(Int(codes.value(column.offset + row)))
    }
  }

  /// What roman numbers beside a year are: quarters where three or four occurs and nothing above, or
  /// the name of the column says so; months where more occurs. One and two alone tell nothing.
  private static func romanGrain(_ readings: [[PeriodReading]], _ name: String) -> PeriodGrain? {
    guard let grain = PeriodReading.grain(of: readings), grain == .quarter else { return .month }
    let words = TextFold.fold(name).split { !$0.isLetter }
    if words.contains("thang") || words.contains("month") { return .month }
    if words.contains("quy") || words.contains("quarter") { return .quarter }
    let isClear = readings.contains { own in
      own.contains { $0.grain == .quarter && ($0.number % 4 + 4) % 4 >= 2 }
    }
    return isClear ? .quarter : nil
  }

  // MARK: Notes

  private static func unsureRoman(_ name: String, _ typed: String, _ text: String) -> FileNote {
    func call(_ letter: String) -> String { "period_end(concat(\"\(letter) \", \(typed)))" }
    let isYearFirst = text.first?.isNumber ?? false
    let en = isYearFirst ? "" : "; for quarters write \(call("Q")), for months \(call("T"))"
    let vi = isYearFirst ? "" : "; nếu là quý hãy viết \(call("Q")), nếu là tháng thì \(call("T"))"
    return FileNote(
      "N0534",
      "`\(name)` stays text: \"\(text)\" may be a quarter, a half or a month\(en)",
      "`\(name)` giữ là văn bản: \"\(text)\" có thể là quý, nửa năm hoặc tháng\(vi)")
  }

  /// A year by its number alone, which is no text of a period; nil for any other text.
  static func plainYear(_ text: String) -> Int? {
    guard text.utf8.count == 4, let year = Int(text), (1900...2200).contains(year) else {
      return nil
    }
    return year
  }

  private static func stayed(_ name: String, _ text: String, _ row: Int) -> FileNote {
    FileNote(
      "N0530",
      "`\(name)` stays text: most of its values are periods, but not \"\(text)\" in data row \(row + 1); if that means nothing is known, with (nulls: [\"\(text)\"])",
      "`\(name)` giữ là văn bản: đa số giá trị là kỳ, nhưng \"\(text)\" ở dòng dữ liệu \(row + 1) thì không; nếu đó là không có dữ liệu, hãy ghi with (nulls: [\"\(text)\"])"
    )
  }

  private static func mixed(_ name: String, _ one: String, _ other: String) -> FileNote {
    FileNote(
      "N0530",
      "`\(name)` stays text: \"\(one)\" and \"\(other)\" are periods of different length",
      "`\(name)` giữ là văn bản: \"\(one)\" và \"\(other)\" là các kỳ dài ngắn khác nhau")
  }

  private static func taken(_ name: String, _ words: [String]) -> FileNote {
    let list = words.prefix(6).map { "\"\($0)\"" }.joined(separator: ", ")
    return FileNote(
      "N0533",
      "\(list) in `\(name)` \(words.count == 1 ? "is" : "are") read as missing beside periods; with (nulls: [\(list)]) says so",
      "\(list) trong `\(name)` được đọc là thiếu bên cạnh các kỳ; ghi rõ bằng with (nulls: [\(list)])"
    )
  }

  private static func rewritten(_ name: String, _ text: String, _ shown: String) -> FileNote {
    FileNote(
      "N0531",
      "the periods of `\(name)` are written in several ways; all are shown in the first: \"\(text)\" as \"\(shown)\"",
      "các kỳ của `\(name)` viết theo nhiều cách; hiện theo cách đầu tiên: \"\(text)\" thành \"\(shown)\""
    )
  }

  private static func guesses(
    _ name: String, _ typedName: String, _ grain: PeriodGrain, _ form: PeriodForm,
    _ text: String, isOpen: Bool
  ) -> [FileNote] {
    var notes: [FileNote] = []
    let keeps = "with (types: {\(typedName): text})"
    if grain == .schoolYear {
      notes.append(
        FileNote(
          "N0532",
          "`\(name)` holds years from September to August, such as \"\(text)\"; \(keeps) keeps texts",
          "`\(name)` gồm các năm từ tháng 9 đến tháng 8, như \"\(text)\"; \(keeps) giữ văn bản"))
    } else if isOpen {
      let isQuarter = grain == .quarter
      notes.append(
        FileNote(
          "N0532",
          "`\(name)` holds \(isQuarter ? "quarters" : "months"), such as \"\(text)\"; \(keeps) keeps texts",
          "`\(name)` gồm các \(isQuarter ? "quý" : "tháng"), như \"\(text)\"; \(keeps) giữ văn bản")
      )
    }
    if form.parts.contains(.shortYear) {
      notes.append(
        FileNote(
          "N0532",
          "the years of `\(name)` have two digits and are taken for 1970 to 2069; \(keeps) keeps texts",
          "năm của `\(name)` có hai chữ số, được hiểu từ 1970 đến 2069; \(keeps) giữ văn bản"))
    }
    return notes
  }
}
