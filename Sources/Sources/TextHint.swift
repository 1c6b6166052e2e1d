import Columns
import Functions

/// What texts look like that no type reads: weeks, months without a year, days among words, numbers
/// with something beside them. Each is told, with what to write.
///
/// Such a column stays text, and text has an order of its own: `Tuần 10` comes before `Tuần 2`.
struct TextHint {
  let code: String
  let en: String
  let vi: String

  /// Distinct texts that are looked at.
  private static let sampled = 48
  private static let longest = 60
  /// Words in the names of columns of times.
  private static let timeWords: Set<String> = [
    "thang", "quy", "ky", "tuan", "thoi", "gian", "month", "quarter", "period", "time", "week",
  ]

  /// - Parameters:
  ///   - name: the column's, for notes, and as it is typed.
  ///   - year: a column of years beside it, as it is typed.
  init?(_ column: Column, name: String, typedName: String, year: String?) {
    let texts = TextHint.texts(of: column)
    guard texts.count > 1 else { return nil }
    if let ranges = TextHint(ranges: texts, name: name, typedName: typedName) {
      self = ranges
      return
    }
    let words = TextFold.fold(name).split { !$0.isLetter }.map(String.init)
    let isTime = words.contains { TextHint.timeWords.contains($0) }
    var shapes = texts.prefix(4).map { TextShape($0, isTime: isTime) }
    // Most texts are nothing of the kind, and four of them tell.
    guard shapes.count(where: { $0 != nil }) * 2 >= shapes.count else { return nil }
    shapes += texts.dropFirst(4).map { TextShape($0, isTime: isTime) }
    var counts: [TextShape.Kind: Int] = [:]
    for shape in shapes { if let kind = shape?.kind { counts[kind, default: 0] += 1 } }
    let parts = shapes.compactMap { $0?.part }
    // Numbers of documents, `411/2024`.
    if parts.allSatisfy(\.endsInYear) { counts[.part] = nil }
    if let kind = TextHint.kind(ofPairs: parts, words, texts.count) {
      // A part of a number may look like a day or a month.
      counts[kind] = (counts[.part] ?? 0) + (counts[.twoNumbers] ?? 0)
      counts[kind == .part ? .twoNumbers : .part] = nil
    }
    let times = counts.filter { $0.key.isTime }.values.reduce(0, +)
    // Plain numbers go with numbers that have something beside them.
    let plain = counts.removeValue(forKey: .plain) ?? 0
    let spans = texts.compactMap { TimeSpanText($0) }
    let most = counts.max { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }
    guard let most,
      let first = shapes.firstIndex(where: {
        $0?.kind == most.key || (most.key == .part && $0?.kind == .twoNumbers)
      })
    else { return nil }
    let own = TextHint.Naming(
      name: name, typed: typedName, text: TextHint.shown(texts[first]), year: year)
    if times == texts.count, counts.count > 1 {
      self.init(mixed: own)
    } else if spans.count * 4 >= texts.count * 3,
      Set(spans.flatMap(\.words.keys)).count > 1
        || spans.contains(where: \.hasBareMinutes)
    {
      self.init(spans: spans, own)
    } else if plain > 0, let numbers = counts[.beside],
      (plain + numbers) * 4 >= texts.count * 3
    {
      self.init(mostly: shapes, texts, own)
    } else if most.value * 4 >= texts.count * 3 {
      // Times of equal length stand in their order as they are.
      if most.key == .timeOfDay, Set(texts.map(\.utf8.count)).count == 1,
        texts.allSatisfy({ $0 < "24" })
      {
        return nil
      }
      if most.key == .beside {
        self.init(beside: shapes.compactMap { $0 }, texts, own)
      } else if most.key.isTold {
        self.init(own, most.key)
      } else {
        return nil
      }
    } else {
      return nil
    }
  }

  /// What pairs of numbers are, beyond doubt or by the name of their column: parts of a number, or
  /// nothing that is told; nil where days or months are as likely.
  private static func kind(
    ofPairs pairs: [NumberPair], _ words: [String], _ count: Int
  ) -> TextShape.Kind? {
    guard pairs.count > 1, pairs.count * 4 >= count * 3 else { return nil }
    if pairs.allSatisfy(\.endsInYear) { return nil }
    let named: Set<String> = [
      "diem", "score", "scores", "rating", "point", "points", "mark", "marks", "ty", "ti", "rate",
      "ratio", "share",
    ]
    let isNamed = words.contains { named.contains($0) }
    if !isNamed, pairs.allSatisfy(\.mayBeDay) || pairs.allSatisfy(\.mayBeMonth) { return nil }
    return .part
  }

  /// How the note speaks of the column.
  struct Naming {
    let name: String
    let typed: String
    let text: String
    let year: String?
  }

  private init(_ code: String, _ own: Naming, _ en: String, _ vi: String) {
    self.code = code
    self.en = "`\(own.name)` stays text: \"\(own.text)\" \(en)"
    self.vi = "`\(own.name)` giữ là văn bản: \"\(own.text)\" \(vi)"
  }

  /// Some distinct texts, spread over the column; none where the first few hold no digit.
  private static func texts(of column: Column) -> [String] {
    let count = column.count
    var found: [String] = []
    var seen: Set<String> = []
    let step = max(1, count / (sampled * 4))
    var row = 0
    var looked = 0
    while row < count, found.count < sampled, looked < sampled * 4 {
      defer { row += step }
      guard column.isValid(row) else { continue }
      let bytes = column.utf8(row)
      if bytes.isEmpty { continue }
      looked += 1
      let mayBe = bytes.count <= longest && bytes.contains { $0 &- 48 < 10 }
      if !mayBe {
        if found.isEmpty || looked < 5 { return [] }
        if let start = bytes.baseAddress, MissingWord.contains(start, bytes.count) { continue }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      if seen.insert(text).inserted { found.append(text) }
    }
    return found
  }

  private static func shown(_ text: String) -> String {
    text.count > 40 ? text.prefix(39) + "…" : text
  }

  // MARK: Times

  private init?(_ own: Naming, _ kind: TextShape.Kind) {
    let x = own.typed
    switch kind {
    case .week:
      self.init(
        "N0534", own,
        "names a week, and which days it has depends on how weeks are counted; sort natural(\(x)) orders the numbers, and a column with the first day of each week is a time",
        "là tuần, mà tuần gồm những ngày nào tùy cách đếm; sort natural(\(x)) xếp theo số, còn cột ghi ngày đầu tuần thì dùng làm thời gian được"
      )
    case .noYear:
      let call = own.year.map { "period_end(concat(\(x), \"/\", \($0)))" }
      let en = call ?? "period_end(concat(\(x), \"/2024\"))"
      self.init(
        "N0534", own,
        "has no year; sort natural(\(x)) orders the numbers, and \(en) is a time\(call == nil ? ", with the right year" : "")",
        "không có năm; sort natural(\(x)) xếp theo số, còn \(en) là thời gian\(call == nil ? " (thay năm cho đúng)" : "")"
      )
    case .installment:
      self.init(
        "N0534", own,
        "is no period whose days are known; sort natural(\(x)) orders the numbers, and a column with the last day of each is a time",
        "không phải là kỳ biết rõ từ ngày nào đến ngày nào; sort natural(\(x)) xếp theo số, còn cột ghi ngày cuối kỳ thì dùng làm thời gian được"
      )
    case .cumulative:
      self.init(
        "N0534", own,
        "counts from the beginning of a year: such figures do not add up and are no series of equal periods; keep those of one length, or write the last day of each in a column",
        "là số lũy kế từ đầu năm: không cộng được với nhau và không phải chuỗi các kỳ bằng nhau; hãy giữ các kỳ cùng độ dài, hoặc ghi ngày cuối kỳ vào một cột"
      )
    case .monthInWords:
      self.init(
        "N0534", own, "spells its month in words; periods are read as \"Tháng 1/2023\" or 01/2023",
        "viết tháng bằng chữ; kỳ được đọc ở dạng \"Tháng 1/2023\" hoặc 01/2023")
    case .twoNumbers:
      let sign = own.text.contains("/") ? "/" : "-"
      let day = sign == "/" ? x : "replace(\(x), \"-\", \"/\")"
      self.init(
        "N0534", own,
        "may be a month and a year, a day and a month, or a part of a number: write period_end(replace(\(x), \"\(sign)\", \"/20\")), date(concat(\(day), \"/2024\")) with the right year, or float(split_part(\(x), \"\(sign)\", 1)) / float(split_part(\(x), \"\(sign)\", 2))",
        "có thể là tháng và năm, ngày và tháng, hoặc phần trên tổng: hãy viết period_end(replace(\(x), \"\(sign)\", \"/20\")), date(concat(\(day), \"/2024\")) với năm cho đúng, hoặc float(split_part(\(x), \"\(sign)\", 1)) / float(split_part(\(x), \"\(sign)\", 2))"
      )
    case .dayAmongWords:
      let sign = own.text.contains("/") ? "/" : own.text.contains("-") ? "-" : "[.]"
      self.init(
        "N0534", own,
        "holds a day among other words; date(regex_extract(\(x), \"[0-9]+\(sign)[0-9]+\(sign)[0-9]+\")) is the first day in it",
        "có ngày lẫn với chữ khác; date(regex_extract(\(x), \"[0-9]+\(sign)[0-9]+\(sign)[0-9]+\")) lấy ngày đầu tiên trong đó"
      )
    case .yearWithMark:
      self.init(
        "N0534", own,
        "is a year with something beside it; int(regex_extract(\(x), \"[0-9]{4}\")) is the year",
        "là năm có chữ kèm theo; int(regex_extract(\(x), \"[0-9]{4}\")) lấy năm")
    case .timeOfDay:
      self.init(
        "N0534", own,
        "is a time of day or a length of time, for which there is no type; sort natural(\(x)) orders them, and \(TextHint.minutes(x)) is minutes",
        "là giờ trong ngày hoặc khoảng thời gian, chưa có kiểu riêng; sort natural(\(x)) xếp theo giờ, còn \(TextHint.minutes(x)) là số phút"
      )
    case .part:
      let whole = "float(split_part(\(x), \"/\", 1))"
      let share = "\(whole) / float(split_part(\(x), \"/\", 2))"
      self.init(
        "N0528", own,
        "is two numbers, a part and what it is of; \(whole) is the first, and \(share) the share",
        "là hai số, phần và tổng; \(whole) lấy số đầu, còn \(share) là tỷ lệ")
    case .odd:
      self.init(
        "N0528", own,
        "may be a label or a negative number, and the whole column is written so; with (types: {\(x): float}) reads numbers",
        "có thể là nhãn hoặc số âm, và cả cột viết như vậy; with (types: {\(x): float}) để đọc thành số"
      )
    case .beside, .span, .plain, .year, .month, .day: return nil
    }
  }

  /// Times of day in minutes.
  private static func minutes(_ x: String) -> String {
    "60 * float(split_part(\(x), \":\", 1)) + float(split_part(\(x), \":\", 2))"
  }

  /// Lengths of time in several units.
  private init(spans: [TimeSpanText], _ own: Naming) {
    if let (call, unit) = TimeSpanText.call(spans, own.typed) {
      self.init(
        "N0534", own,
        "is a length of time or a time of day, for which there is no type; \(call) is \(unit.en)",
        "là khoảng thời gian hoặc giờ trong ngày, chưa có kiểu riêng; \(call) là số \(unit.vi)")
    } else {
      self.init(
        "N0534", own,
        "is a length of time, for which there is no type, and the units differ from row to row; regex_extract(\(own.typed), \"[0-9.,]+\") is the first number alone",
        "là khoảng thời gian, chưa có kiểu riêng, và đơn vị không giống nhau ở mọi dòng; regex_extract(\(own.typed), \"[0-9.,]+\") lấy riêng số đầu tiên"
      )
    }
  }

  /// Plain numbers, and numbers with something beside them.
  private init?(mostly shapes: [TextShape?], _ texts: [String], _ own: Naming) {
    let odd = zip(shapes, texts).filter { $0.0?.kind != .plain && $0.0 != nil }.map { $0.1 }
    guard let first = odd.first else { return nil }
    let some = odd.prefix(3).map { "\"\(TextHint.shown($0))\"" }.joined(separator: ", ")
    let call = TextHint.number(own.typed, beside: Set(shapes.compactMap { $0?.beside }))
    let naming = Naming(name: own.name, typed: own.typed, text: first, year: own.year)
    self.init(
      "N0528", naming,
      "is a number with something beside it, among plain ones (\(some)); \(call) is the number alone, null where there is none",
      "là số có chữ hoặc dấu kèm theo, giữa các số thường (\(some)); \(call) lấy riêng số, chỗ không có số là null"
    )
  }

  /// The call that reads the number of a text that has one, with marks before and words behind it; null
  /// for any other, such as `1/2`, `5-10` or `N/A (1)`.
  static func numberAlone(_ typed: String) -> String {
    let number = "[−-]?[0-9](?:[0-9., ]*[0-9])?"
    let pattern = "^[^0-9A-Za-z(−–-]*(\(number))[^0-9/-]*(?:[(].*[)])?$"
    return "float(regex_extract(\(typed), \"\(pattern)\", 1))"
  }

  /// The call that reads numbers of a column of which some have that word beside them: in the unit of
  /// the others where the word is one of thousands or millions.
  static func number(_ typed: String, beside found: Set<TextShape.Beside>) -> String {
    let words = found.filter { (factor(of: $0) ?? 1) > 1 }
    let all = words.sorted { $0.word > $1.word }.map { beside in
      "contains(\(typed), \"\(beside.word)\") => \(factor(of: beside) ?? 1)"
    }
    if all.isEmpty { return numberAlone(typed) }
    return "\(numberAlone(typed)) * case { \(all.joined(separator: ", ")), else => 1 }"
  }

  /// What the word beside a number multiplies it by; nil where it is no amount of money.
  private static func factor(of beside: TextShape.Beside) -> Int64? {
    ScaledUnit(beside.word).flatMap { $0.base == "dong" ? $0.factor : nil }
  }

  /// The call that brings numbers in several units of that kind to the least of them; nil where other
  /// words are among them.
  private static func scaled(
    _ found: Set<TextShape.Beside>, _ typed: String
  ) -> (call: String, unit: String)? {
    var units: [(word: String, factor: Int64)] = []
    for beside in found {
      guard let own = TextHint.factor(of: beside) else { return nil }
      units.append((beside.word, own))
    }
    units.sort { ($0.factor, $0.word) > ($1.factor, $1.word) }
    guard let least = units.last, units[0].factor > least.factor else { return nil }
    let cases = units.filter { $0.factor > least.factor }.map { unit in
      "contains(\(typed), \"\(unit.word)\") => \(unit.factor / least.factor)"
    }
    let choice = "case { \(cases.joined(separator: ", ")), else => 1 }"
    return ("\(numberAlone(typed)) * \(choice)", least.word)
  }

  private init(mixed own: Naming) {
    self.init(
      "N0534", own,
      "is one of times of several kinds (years, months, days); period_end(\(own.typed)) is the last day of each",
      "là một trong các mốc thời gian nhiều loại (năm, tháng, ngày); period_end(\(own.typed)) lấy ngày cuối của mỗi mốc"
    )
  }

  // MARK: Numbers

  /// Ranges such as those of ages, `5-9` and `10-14`, whose order as texts is not that of their numbers.
  private init?(ranges texts: [String], name: String, typedName: String) {
    var found: [(text: String, first: Double, last: Double)] = []
    for text in texts {
      if let range = NumberPair(range: text) { found.append((text, range.first, range.second)) }
    }
    guard found.count > 1, found.count * 4 >= texts.count * 3 else { return nil }
    found.sort { $0.first < $1.first }
    // Ranges that divide something do not overlap; months and years with a dash between them do.
    guard zip(found, found.dropFirst()).allSatisfy({ $0.last <= $1.first }),
      let out = zip(found, found.dropFirst()).first(where: { $1.text < $0.text })
    else { return nil }
    self.init(
      "N0528", Naming(name: name, typed: typedName, text: out.1.text, year: nil),
      "is a range of numbers, which as text comes before \"\(out.0.text)\"; sort natural(\(typedName)) orders them",
      "là khoảng số, xếp theo chữ thì đứng trước \"\(out.0.text)\"; sort natural(\(typedName)) xếp theo số"
    )
  }

  /// Numbers with something beside them, the same in all or of several kinds.
  private init?(beside shapes: [TextShape], _ texts: [String], _ own: Naming) {
    let found = Set(shapes.compactMap(\.beside))
    guard let one = found.first else { return nil }
    if found.count == 1 {
      let call = "float(replace(\(own.typed), \"\(one.text)\", \"\"))"
      let word = one.word
      self.init(
        "N0528", own, "is a number beside \"\(word)\"; \(call) is the number",
        "là số đi kèm \"\(word)\"; \(call) lấy số")
    } else {
      let some = found.map(\.word).sorted().prefix(2).map { "\"\($0)\"" }
      if let scaled = TextHint.scaled(found, own.typed) {
        self.init(
          "N0528", own,
          "is a number in units that differ from row to row (\(some.joined(separator: ", "))); \(scaled.call) is all in \"\(scaled.unit)\"",
          "là số có đơn vị không giống nhau ở mọi dòng (\(some.joined(separator: ", "))); \(scaled.call) đưa về \"\(scaled.unit)\""
        )
        return
      }
      self.init(
        "N0528", own,
        "is a number with something beside it, not the same in all rows (\(some.joined(separator: ", "))); \(TextHint.numberAlone(own.typed)) is the number alone",
        "là số có chữ hoặc dấu kèm theo, không giống nhau ở mọi dòng (\(some.joined(separator: ", "))); \(TextHint.numberAlone(own.typed)) lấy riêng số"
      )
    }
  }
}
