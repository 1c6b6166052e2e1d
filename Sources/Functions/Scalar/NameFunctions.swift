import Columns

/// Functions whose answers lie in tables of the catalogue, and periods written as text.
public enum NameFunctions {
  static let all: [ScalarFunction] = [periodEnd]

  private static let periodEnd = ScalarFunction.strict(
    "period_end", "period_end(x)", [.text], .always(.date),
    en:
      "The last day of a period written as text: 2024, 2024Q1, Q1/2024, 03/2024, 2014/15; null if it is none. A column of a file in which every value is one is a date already.",
    vi:
      "Ngày cuối của một kỳ viết bằng chữ: 2024, 2024Q1, Q1/2024, 03/2024, 2014/15; null nếu không đọc được. Cột của tệp mà mọi giá trị là kỳ thì đã là ngày.",
    [("period_end(\"2024Q1\")", "2024-03-31"), ("period_end(\"quý bốn\")", "null")]
  ) { operands, count, validity, context in
    let texts = try Kernel.column(operands[0], .text, count)
    let days = try Buffer(Int64.self, count: count, zeroed: true)
    let out = days.pointer(Int64.self)
    let valid = try Bitmap(repeating: false, count: count)
    var known: [String: Int?] = [:]
    for row in 0..<count where texts.isValid(row) {
      let text = String(decoding: texts.utf8(row), as: UTF8.self)
      let day: Int?
      if let found = known[text] {
        day = found
      } else {
        day = PeriodText.days(text)?.upperBound
        known[text] = .some(day)
      }
      if let day {
        out[row] = Int64(day)
        valid.set(row, true)
      } else {
        context.failedConversions += 1
      }
    }
    let packed = try Packed.packing(
      Array(UnsafeBufferPointer(start: out, count: count)), count: count, validity: valid)
    return Column(type: .date, count: count, storage: .packed(packed), validity: valid)
  }

  /// What help says of `canonical`, which the binder makes from the catalogue's tables.
  public static let canonicalHelp = FunctionHelp.of(
    "canonical(name)",
    en:
      "The name of a unit as the catalogue writes it, whatever its spelling; a name that is not known stays as it is.",
    vi:
      "Tên chuẩn của đơn vị trong danh mục, dù viết cách nào; tên không có trong danh mục giữ nguyên.",
    [("canonical(\"TP.HCM\")", "\"TP. Hồ Chí Minh\"")])

  /// A function of a text, and of a date or year beside it, that a table answers: equal arguments
  /// are looked up once. Null gives null.
  public static func lookup(
    _ name: String, help: FunctionHelp, hasTime: Bool,
    _ answer: @escaping @Sendable (_ text: String, _ time: Int64?) -> String
  ) -> ScalarFunction {
    ScalarFunction(
      name, help: help,
      resolve: { types in
        guard types.count == (hasTime ? 2 : 1), types[0] == .text || types[0] == .null else {
          return nil
        }
        return .text
      },
      evaluate: { operands, count, _ in
        if Kernel.isAllNull(operands[0]) { return .nulls(.text, count: count) }
        let texts = try Kernel.column(operands[0], .text, count)
        let times = hasTime ? try Kernel.column(operands[1], operands[1].type, count) : nil
        var known: [String: [Int64?: String]] = [:]
        let validity = try Kernel.validity([.column(texts)], count)
        return try Kernel.buildTexts(count, validity) { row, builder in
          let text = String(decoding: texts.utf8(row), as: UTF8.self)
          var time: Int64?
          switch times?[row] {
          case .int(let number)?: time = number
          case .date(let day)?: time = Int64(day)
          case .timestamp(let moment)?: time = moment / Calendar.microsecondsPerDay
          default: break
          }
          if let found = known[text]?[time] {
            try builder.append(found)
          } else {
            let found = answer(text, time)
            known[text, default: [:]][time] = found
            try builder.append(found)
          }
        }
      })
  }
}
