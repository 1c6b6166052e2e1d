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
    let words = TextFold.fold(name).split { !$0.isLetter }.map(String.init)
    let isTime = words.contains { TextHint.timeWords.contains($0) }
    var shapes = texts.prefix(4).map { TextShape($0, isTime: isTime) }
    // Most texts are nothing of the kind, and four of them tell.
    guard shapes.count(where: { $0 != nil }) * 2 >= shapes.count else { return nil }
    shapes += texts.dropFirst(4).map { TextShape($0, isTime: isTime) }
    var counts: [TextShape.Kind: Int] = [:]
    for shape in shapes { if let kind = shape?.kind { counts[kind, default: 0] += 1 } }
    let times = counts.filter { $0.key.isTime }.values.reduce(0, +)
    let most = counts.max { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }
    guard let most, let first = shapes.firstIndex(where: { $0?.kind == most.key }) else {
      return nil
    }
    let own = TextHint.Naming(
      name: name, typed: typedName, text: TextHint.shown(texts[first]), year: year)
    if times == texts.count, counts.count > 1 {
      self.init(mixed: own)
    } else if most.value * 4 >= texts.count * 3 {
      // Times of equal length stand in their order as they are.
      if most.key == .timeOfDay, Set(texts.map(\.utf8.count)).count == 1 { return nil }
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
        "is a time of day, for which there is no type; sort natural(\(x)) orders such times",
        "là giờ trong ngày, chưa có kiểu riêng; sort natural(\(x)) xếp theo giờ")
    case .odd:
      self.init(
        "N0528", own,
        "may be a label or a negative number, and the whole column is written so; with (types: {\(x): float}) reads numbers",
        "có thể là nhãn hoặc số âm, và cả cột viết như vậy; with (types: {\(x): float}) để đọc thành số"
      )
    case .beside, .year, .month, .day: return nil
    }
  }

  private init(mixed own: Naming) {
    self.init(
      "N0534", own,
      "is one of times of several kinds (years, months, days); period_end(\(own.typed)) is the last day of each",
      "là một trong các mốc thời gian nhiều loại (năm, tháng, ngày); period_end(\(own.typed)) lấy ngày cuối của mỗi mốc"
    )
  }

  // MARK: Numbers

  /// Numbers with something beside them, the same in all or of several kinds.
  private init?(beside shapes: [TextShape], _ texts: [String], _ own: Naming) {
    let found = Set(shapes.compactMap(\.beside))
    guard let one = found.first else { return nil }
    if found.count == 1 {
      let call = "float(replace(\(own.typed), \"\(one.text)\", \"\"))"
      let word = one.text.filter { $0 != " " }
      self.init(
        "N0528", own, "is a number beside \"\(word)\"; \(call) is the number",
        "là số đi kèm \"\(word)\"; \(call) lấy số")
    } else {
      let some = found.map(\.text).sorted().prefix(2).map { "\"\($0.filter { $0 != " " })\"" }
      self.init(
        "N0528", own,
        "is a number with something beside it, not the same in all rows (\(some.joined(separator: ", "))); float(regex_extract(\(own.typed), \"[0-9.,]*[0-9]\")) is the number alone",
        "là số có chữ hoặc dấu kèm theo, không giống nhau ở mọi dòng (\(some.joined(separator: ", "))); float(regex_extract(\(own.typed), \"[0-9.,]*[0-9]\")) lấy riêng số"
      )
    }
  }
}
