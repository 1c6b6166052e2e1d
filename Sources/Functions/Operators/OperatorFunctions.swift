import Columns

/// The operators as functions, with their help.
enum OperatorFunctions {
  static let all: [ScalarFunction] = arithmetic + comparisons + logic + matching

  static let signs = Set(all.map(\.name))

  private static func help(
    _ signature: String, _ en: String, _ vi: String, _ examples: [(String, String)]
  ) -> FunctionHelp {
    FunctionHelp(
      signature: signature, about: Bilingual(en: en, vi: vi),
      examples: examples.map { (expression: $0.0, result: $0.1) })
  }

  // MARK: Arithmetic

  private static let arithmetic: [ScalarFunction] = [
    ScalarFunction(
      "+",
      help: help(
        "a + b", "Sum; a date plus an int is that many days later.",
        "Tổng; ngày cộng số nguyên là ngày sau đó bấy nhiêu ngày.",
        [("1 + 2", "3"), ("82.96 + 0.04", "83.0"), ("@2025-12-31 + 1", "2026-01-01")]),
      resolve: { Arithmetic.type(.add, $0) },
      evaluate: { operands, count, _ in try Arithmetic.evaluate(.add, operands, count) }),
    ScalarFunction(
      "-",
      help: help(
        "a - b",
        "Difference; of two dates in days (an int), of timestamps in days (a float).",
        "Hiệu; của hai ngày tính bằng ngày (số nguyên), của hai thời điểm bằng ngày (số thực).",
        [("82.96 - 80.10", "2.86"), ("@2025-12-31 - @2025-01-01", "364")]),
      resolve: { Arithmetic.type(.subtract, $0) },
      evaluate: { operands, count, _ in try Arithmetic.evaluate(.subtract, operands, count) }),
    ScalarFunction(
      "*",
      help: help(
        "a * b", "Product. An int that does not fit in 64 bits is an error.",
        "Tích. Số nguyên vượt 64 bit là lỗi.", [("6 * 7", "42"), ("0.1 * 3", "0.3")]),
      resolve: { types in
        Arithmetic.type(.multiply, types).flatMap { $0.isTemporal ? nil : $0 }
      },
      evaluate: { operands, count, _ in try Arithmetic.evaluate(.multiply, operands, count) }),
    ScalarFunction(
      "/",
      help: help(
        "a / b", "Quotient, always a float; null where b is zero, and a note says how often.",
        "Thương, luôn là số thực; null khi b bằng 0, kèm ghi chú số dòng.",
        [("7 / 2", "3.5"), ("1 / 0", "null")]),
      resolve: { Division.type(.quotient, $0) },
      evaluate: { try Division.evaluate(.quotient, $0, $1, $2) }),
    ScalarFunction(
      "//",
      help: help(
        "a // b", "Quotient rounded down; null where b is zero.",
        "Thương làm tròn xuống; null khi b bằng 0.", [("7 // 2", "3"), ("-7 // 2", "-4")]),
      resolve: { Division.type(.floorQuotient, $0) },
      evaluate: { try Division.evaluate(.floorQuotient, $0, $1, $2) }),
    ScalarFunction(
      "%",
      help: help(
        "a % b", "Remainder, with the sign of b; null where b is zero.",
        "Số dư, cùng dấu với b; null khi b bằng 0.", [("7 % 3", "1"), ("-7 % 3", "2")]),
      resolve: { Division.type(.modulo, $0) },
      evaluate: { try Division.evaluate(.modulo, $0, $1, $2) }),
    ScalarFunction(
      "^",
      help: help(
        "a ^ b", "Power, always a float.", "Lũy thừa, luôn là số thực.", [("2 ^ 10", "1024.0")]),
      resolve: { types in
        types.count == 2 && types.allSatisfy { $0.isNumeric || $0 == .null } ? .float : nil
      },
      evaluate: { operands, count, _ in try Division.power(operands, count) }),
    ScalarFunction(
      "neg",
      help: help("-a", "The number with its sign changed.", "Số đối.", [("-(3)", "-3")]),
      resolve: { types in
        types.count == 1 && (types[0].isNumeric || types[0] == .null) ? types[0] : nil
      },
      evaluate: { operands, count, _ in try Arithmetic.negate(operands[0], count) }),
  ]

  // MARK: Comparisons

  private static let comparisons: [ScalarFunction] = [
    comparison(
      .equal, "Whether both are equal; null where one is null.",
      "Hai vế có bằng nhau không; null khi một vế là null.",
      [("1 == 1.0", "true"), ("null == 1", "null")]),
    comparison(
      .notEqual, "Whether the two differ; null where one is null.",
      "Hai vế có khác nhau không; null khi một vế là null.", [("1 != 2", "true")]),
    comparison(
      .less, "Whether a is less than b; text by code points, dates by time.",
      "a có nhỏ hơn b không; văn bản so theo mã ký tự, ngày theo thời gian.", [("1 < 2.5", "true")]),
    comparison(
      .lessOrEqual, "Whether a is at most b.", "a có không vượt quá b không.", [("2 <= 2", "true")]),
    comparison(
      .greater, "Whether a is greater than b.", "a có lớn hơn b không.",
      [("\"b\" > \"a\"", "true")]),
    comparison(
      .greaterOrEqual, "Whether a is at least b.", "a có ít nhất bằng b không.",
      [("@2025-01-01 >= @2024-12-31", "true")]),
  ]

  private static func comparison(
    _ operation: ComparisonFunctions.Operation, _ en: String, _ vi: String,
    _ examples: [(String, String)]
  ) -> ScalarFunction {
    ScalarFunction(
      operation.rawValue, help: help("a \(operation.rawValue) b", en, vi, examples),
      resolve: ComparisonFunctions.type,
      evaluate: { operands, count, _ in try ComparisonFunctions.evaluate(operation, operands, count)
      })
  }

  // MARK: Logic and null

  private static let logic: [ScalarFunction] = [
    ScalarFunction(
      "and",
      help: help(
        "a and b", "True where both are; false where one is false, else null where one is null.",
        "Đúng khi cả hai đúng; sai khi một vế sai, còn lại null khi một vế là null.",
        [("true and false", "false"), ("false and null", "false"), ("true and null", "null")]),
      resolve: { areBools($0) ? .bool : nil },
      evaluate: { operands, count, _ in try Logic.and(operands, count) }),
    ScalarFunction(
      "or",
      help: help(
        "a or b", "True where one is; null where neither is true and one is null.",
        "Đúng khi một vế đúng; null khi không vế nào đúng và một vế là null.",
        [("true or null", "true"), ("false or null", "null")]),
      resolve: { areBools($0) ? .bool : nil },
      evaluate: { operands, count, _ in try Logic.or(operands, count) }),
    ScalarFunction(
      "not",
      help: help(
        "not a", "True where a is false; null stays null.", "Đúng khi a sai; null vẫn là null.",
        [("not false", "true"), ("not null", "null")]),
      resolve: { $0.count == 1 && areBools($0) ? .bool : nil },
      evaluate: { operands, count, _ in try Logic.not(operands[0], count) }),
    ScalarFunction(
      "is_null",
      help: help(
        "a is null", "True where there is no value; never null.",
        "Đúng khi không có giá trị; không bao giờ null.", [("null is null", "true")]),
      resolve: { $0.count == 1 ? .bool : nil },
      evaluate: { operands, count, _ in try Logic.isNull(operands[0], count, negated: false) }),
    ScalarFunction(
      "is_not_null",
      help: help(
        "a is not null", "True where there is a value; never null.",
        "Đúng khi có giá trị; không bao giờ null.", [("1 is not null", "true")]),
      resolve: { $0.count == 1 ? .bool : nil },
      evaluate: { operands, count, _ in try Logic.isNull(operands[0], count, negated: true) }),
  ]

  private static func areBools(_ types: [DataType]) -> Bool {
    !types.isEmpty && types.allSatisfy { $0 == .bool || $0 == .null }
  }

  // MARK: Membership and matching

  private static let matching: [ScalarFunction] = [
    ScalarFunction(
      "in",
      help: help(
        "a in [b, c, …]",
        "Whether a equals one of the list; null if a is, or if not found in a "
          + "list with a null.",
        "a có trong danh sách không; null khi a là null, hoặc khi không thấy mà danh sách có null.",
        [("2 in [1, 2, 3]", "true"), ("4 in [1, null]", "null")]),
      resolve: Membership.type,
      evaluate: { operands, count, _ in try Membership.evaluate(operands, count) }),
    ScalarFunction(
      "like",
      help: help(
        "a like \"pattern\"",
        "Whether the whole text fits the pattern: % is any text, _ one character, \\ takes the next "
          + "character as it is.",
        "Toàn văn bản có khớp mẫu không: % là bất kỳ, _ là một ký tự, \\ giữ nguyên ký tự sau.",
        [("\"Điện Biên\" like \"Điện%\"", "true"), ("\"abc\" like \"a_c\"", "true")]),
      resolve: TextMatching.type,
      evaluate: { operands, count, _ in try TextMatching.like(operands, count) }),
    ScalarFunction(
      "~",
      help: help(
        "a ~ \"text\"", "Whether a contains the text, ignoring case and Vietnamese marks (đ is d).",
        "a có chứa đoạn văn bản không, bỏ qua hoa thường và dấu tiếng Việt (đ là d).",
        [("\"Tỉnh Điện Biên\" ~ \"dien bien\"", "true")]),
      resolve: TextMatching.type,
      evaluate: { operands, count, _ in try TextMatching.friendly(operands, count) }),
  ]
}
