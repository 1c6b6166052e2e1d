import Columns

/// Forms of values that are sorted, grouped or asked for their type: `natural sort_key bin typeof`.
enum OrderFunctions {
  static let all: [ScalarFunction] = [
    .strict(
      "natural", "natural(x)", [.text], .always(.text),
      en: "A text to sort by, in which numbers count as numbers: sort natural(unit) puts Xã 2 "
        + "before Xã 10. Zeros before a number do not count.",
      vi: "Văn bản để sắp xếp, trong đó số tính theo giá trị: sort natural(unit) đặt Xã 2 trước "
        + "Xã 10. Không tính các số 0 đứng đầu.",
      [
        ("natural(\"Xã 2\") < natural(\"Xã 10\")", "true"),
        ("natural(\"Tổ 07\") == natural(\"Tổ 7\")", "true"),
      ]
    ) { operands, count, validity, _ in
      guard let texts = try TextRows(operands[0], count) else { return .nulls(.text, count: count) }
      defer { withExtendedLifetime(texts) {} }
      return try Kernel.buildTexts(count, validity) { row, builder in
        try writeNatural(texts[row], to: &builder)
      }
    },
    .strict(
      "sort_key", "sort_key(x)", [.text], .always(.text),
      en: "The text in a form whose order by code points is the Vietnamese one: a ă â b c d đ. It "
        + "is what < and > go by under set locale vi.",
      vi: "Văn bản ở dạng mà thứ tự mã ký tự là thứ tự tiếng Việt: a ă â b c d đ. So sánh < và > "
        + "dùng dạng này khi set locale vi.",
      [
        ("sort_key(\"Đà Nẵng\") < sort_key(\"Hà Nội\")", "true"),
        ("sort_key(\"Ấn\") < sort_key(\"Bắc\")", "true"),
      ]
    ) { operands, count, _, _ in
      try sortKeys(operands[0], count)
    },
    ScalarFunction(
      "bin",
      help: .of(
        "bin(x, width)",
        en: "The start of the bin of that width in which x lies: bins begin at 0 and hold their "
          + "start. For times see date_trunc.",
        vi:
          "Mốc đầu của khoảng rộng width chứa x: các khoảng bắt đầu từ 0 và gồm mốc đầu. Với ngày "
          + "giờ, xem date_trunc.",
        [("bin(37, 10)", "30"), ("bin(-1, 10)", "-10"), ("bin(0.35, 0.1)", "0.3")]),
      resolve: { Division.type(.floorQuotient, $0) },
      evaluate: { operands, count, context in
        try checkWidth(operands[1], count, try Kernel.validity(operands, count))
        let number = try Division.evaluate(.floorQuotient, operands, count, context)
        if Kernel.isAllNull(.column(number)) { return number }
        let type = Division.type(.floorQuotient, operands.map(\.type)) ?? .null
        let start = try Arithmetic.evaluate(.multiply, [.column(number), operands[1]], count)
        return start.type == type
          ? start : try ChoiceFunctions.widened(.column(start), type, count)
      }),
    ScalarFunction(
      "typeof",
      help: .of(
        "typeof(x)", en: "The name of the type of x: int, float, text, bool, date, timestamp.",
        vi: "Tên kiểu của x: int, float, text, bool, date, timestamp.",
        [("typeof(2.5)", "\"float\""), ("typeof(@2025-12-31)", "\"date\"")]),
      resolve: { $0.count == 1 && $0[0] != .duration ? .text : nil },
      evaluate: { operands, count, _ in
        try Kernel.column(.constant(.text(operands[0].type.rawValue)), .text, count)
      }),
  ]

  // MARK: Numbers in texts

  /// Writes each run of digits as the number of its digits and then the digits, without zeros before
  /// them, so that a longer number comes after a shorter one.
  private static func writeNatural(
    _ text: UnsafeBufferPointer<UInt8>, to builder: inout TextBuilder
  ) throws {
    func isDigit(_ place: Int) -> Bool {
      place < text.count && text[place] >= 0x30 && text[place] <= 0x39
    }
    var place = 0
    while place < text.count {
      guard isDigit(place) else {
        try builder.append(text[place])
        place += 1
        continue
      }
      var end = place
      while isDigit(end) { end += 1 }
      while text[place] == 0x30, place + 1 < end { place += 1 }
      // Eight digits count those of the longest text that there can be.
      try builder.append(number: Int64(end - place), digits: 8)
      try builder.append(UnsafeBufferPointer(rebasing: text[place..<end]))
      place = end
    }
  }

  // MARK: Vietnamese order

  /// The texts as keys of the Vietnamese order.
  static func sortKeys(_ operand: Operand, _ count: Int) throws -> Column {
    if Kernel.isAllNull(operand) { return .nulls(.text, count: count) }
    guard let texts = try TextRows(operand, count) else { return .nulls(.text, count: count) }
    defer { withExtendedLifetime(texts) {} }
    var scratch: [UInt8] = []
    return try Kernel.buildTexts(count, try Kernel.validity([operand], count)) { row, builder in
      scratch.removeAll(keepingCapacity: true)
      Collation.vietnamese.appendKey(of: texts[row], to: &scratch)
      try builder.append(scratch)
    }
  }

  // MARK: Bins

  private static func checkWidth(
    _ operand: Operand, _ count: Int, _ validity: Bitmap?
  ) throws {
    let widths = try DoubleOperand(operand, count)
    defer { withExtendedLifetime(widths) {} }
    if Kernel.isAllNull(operand) { return }
    var isConstant = false
    if case .constant = operand { isConstant = true }
    for row in 0..<count where validity?[row] ?? true {
      if widths.value(row) > 0 {
        if isConstant { return }
        continue
      }
      throw EvaluationFailure(
        .invalidArgument(
          Bilingual(
            en: "the width of a bin is a number above 0", vi: "độ rộng của khoảng phải lớn hơn 0")),
        row: isConstant ? nil : row)
    }
  }
}
