import Columns

/// Functions that ask something of a text.
enum TextTestFunctions {
  static let all: [ScalarFunction] = [
    .strict(
      "length", "length(x)", [.text], .always(.int),
      en: "How many characters (code points) the text has; every Vietnamese letter is one.",
      vi: "Số ký tự (mã Unicode) của văn bản; mỗi chữ cái tiếng Việt là một.",
      [("length(\"Điện Biên\")", "9"), ("length(\"Điện Biên\")", "9")]
    ) { operands, count, validity, _ in
      guard let texts = try TextRows(operands[0], count) else { return .nulls(.int, count: count) }
      defer { withExtendedLifetime(texts) {} }
      return try Kernel.mapInts(.int, count, validity) { Int64(UTF8Scan.length(texts[$0])) }
    },
    .strict(
      "position", "position(x, part)", [.text, .text], .always(.int),
      en: "Where the part first stands in the text, counted from 1; 0 if nowhere.",
      vi: "Vị trí đầu tiên của part trong văn bản, đếm từ 1; 0 nếu không có.",
      [("position(\"Điện Biên\", \"Biên\")", "6"), ("position(\"abc\", \"x\")", "0")]
    ) { operands, count, validity, _ in
      guard let texts = try TextRows(operands[0], count),
        let parts = try TextRows(operands[1], count)
      else { return .nulls(.int, count: count) }
      defer { withExtendedLifetime((texts, parts)) {} }
      return try Kernel.mapInts(.int, count, validity) { row in
        let text = texts[row]
        guard let found = UTF8Scan.find(parts[row], in: text) else { return 0 }
        return Int64(UTF8Scan.length(UnsafeBufferPointer(rebasing: text[..<found]))) + 1
      }
    },
    .strict(
      "contains", "contains(x, part)", [.text, .text], .always(.bool),
      en:
        "Whether the part occurs in the text, case and marks included (see ~ for the friendly way).",
      vi: "Văn bản có chứa part không, phân biệt hoa thường và dấu (xem ~ để so thân thiện).",
      [("contains(\"Điện Biên\", \"Biên\")", "true"), ("contains(\"abc\", \"B\")", "false")]
    ) { operands, count, _, _ in
      if case .constant(.text(var part)) = operands[1],
        let result = try part.withUTF8({ try TextMatching.searched(operands[0], $0, count) })
      {
        return result
      }
      return try tested(operands, count) { text, part in UTF8Scan.find(part, in: text) != nil }
    },
    .strict(
      "starts_with", "starts_with(x, part)", [.text, .text], .always(.bool),
      en: "Whether the text starts with the part.", vi: "Văn bản có bắt đầu bằng part không.",
      [
        ("starts_with(\"Điện Biên\", \"Điện\")", "true"),
        ("starts_with(\"411/QĐ-TTg\", \"411\")", "true"),
      ]
    ) { operands, count, _, _ in
      try tested(operands, count) { text, part in
        text.count >= part.count
          && compareBytes(UnsafeBufferPointer(rebasing: text[..<part.count]), part) == 0
      }
    },
    .strict(
      "ends_with", "ends_with(x, part)", [.text, .text], .always(.bool),
      en: "Whether the text ends with the part.", vi: "Văn bản có kết thúc bằng part không.",
      [
        ("ends_with(\"Điện Biên\", \"Biên\")", "true"),
        ("ends_with(\"03/NQ-CP\", \"QĐ-TTg\")", "false"),
      ]
    ) { operands, count, _, _ in
      try tested(operands, count) { text, part in
        text.count >= part.count
          && compareBytes(
            UnsafeBufferPointer(rebasing: text[(text.count - part.count)...]), part) == 0
      }
    },
    .strict(
      "matches", "matches(x, \"pattern\")", [.text, .text], .always(.bool),
      en:
        "Whether a regular expression is found in the text; ^ and $ stand for its ends, \\w \\d \\s "
        + "know the letters of all languages. The syntax is RE2's: no (?=…) and no \\1, and so no "
        + "pattern that takes for ever.",
      vi:
        "Biểu thức chính quy có khớp trong văn bản không; ^ và $ là đầu và cuối, \\w \\d \\s hiểu "
        + "chữ của mọi ngôn ngữ. Cú pháp của RE2: không có (?=…) và \\1, nên không mẫu nào chạy mãi.",
      [("matches(\"NQ 57\", \"^NQ [0-9]+$\")", "true"), ("matches(\"abc\", \"d\")", "false")]
    ) { operands, count, _, _ in
      try TextMatching.test(operands, count) { pattern, row in
        let source = String(decoding: pattern, as: UTF8.self)
        let search: RegexSearch
        do throws(RegexProblem) {
          search = try RegexSearch(source)
        } catch {
          throw EvaluationFailure(.invalidArgument(error.words(source)), row: row)
        }
        return { try search.finds(in: $0) }
      }
    },
  ]

  private static func tested(
    _ operands: [Operand], _ count: Int,
    _ holds: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool
  ) throws -> Column {
    guard let texts = try TextRows(operands[0], count), let parts = try TextRows(operands[1], count)
    else { return .nulls(.bool, count: count) }
    defer { withExtendedLifetime((texts, parts)) {} }
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    for row in 0..<count { out[row] = holds(texts[row], parts[row]) ? 1 : 0 }
    return Kernel.bools(result.freeze(), try Kernel.validity(operands, count), count)
  }
}
