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
    let days = try MutableBuffer(Int64.self, count: count, zeroed: true)
    let out = days.pointer(Int64.self)
    let valid = try MutableBitmap(repeating: false, count: count)
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
    let validity = valid.freeze()
    let packed = try Packed.packing(out, count: count, validity: validity)
    return Column(type: .date, count: count, storage: .packed(packed), validity: validity)
  }

  /// The name under which the names of units stand among the lookups of a run.
  public static let unitNames = "units"

  /// `canonical(name)`, with the lookup of that name.
  public static let canonical = lookup("canonical", argumentCount: 1)

  /// What the clause `through` is bound to: name, time, and the name of the lookup.
  public static let through = lookup("through", argumentCount: 3)

  /// A function of a text, of a date or year beside it, and of the name of the lookup that answers:
  /// equal arguments are looked up once. Null gives null; without the lookup a text stays as it is.
  private static func lookup(_ name: String, argumentCount: Int) -> ScalarFunction {
    // Queries reach it by a special form or a clause, which have the help.
    let help = FunctionHelp(signature: "\(name)(name)", about: Bilingual(en: "", vi: ""))
    return ScalarFunction(
      name, help: help, isConstantFoldable: false, needsLookup: true,
      resolve: { types in
        guard types.count == argumentCount, types[0] == .text || types[0] == .null else {
          return nil
        }
        return .text
      },
      evaluate: { operands, count, context in
        if Kernel.isAllNull(operands[0]) { return .nulls(.text, count: count) }
        var key = unitNames
        if argumentCount == 3, case .constant(.text(let own)) = operands[2] { key = own }
        let table = context.lookups[key]
        let texts = try Kernel.column(operands[0], .text, count)
        let times =
          argumentCount > 1 ? try Kernel.column(operands[1], operands[1].type, count) : nil
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
            let found = table?.answer(text, time) ?? text
            known[text, default: [:]][time] = found
            try builder.append(found)
          }
        }
      })
  }
}
