import Columns

/// `fiscal_year fiscal_quarter`: years that do not begin in January.
enum FiscalFunctions {
  static let all: [ScalarFunction] = [
    .strict(
      "fiscal_year", "fiscal_year(d, start: month)", [.temporal, .int], .always(.int),
      en:
        "The fiscal year of a date where years begin in that month, named after the calendar year "
        + "in which it ends: with start: 10 the year 2026 runs from October 2025 to September 2026.",
      vi: "Năm tài chính của ngày khi năm bắt đầu từ tháng đó, gọi theo năm dương lịch mà nó kết "
        + "thúc: với start: 10, năm 2026 kéo dài từ tháng 10/2025 đến tháng 9/2026.",
      [("fiscal_year(@2025-10-01, 10)", "2026"), ("fiscal_year(@2025-09-30, 10)", "2025")]
    ) { operands, count, validity, _ in
      try mapped(operands, count, validity) { year, month, start in
        start > 1 && month >= start ? year + 1 : year
      }
    },
    .strict(
      "fiscal_quarter", "fiscal_quarter(d, start: month)", [.temporal, .int], .always(.int),
      en: "The quarter of the fiscal year that begins in that month, 1 to 4.",
      vi: "Quý của năm tài chính bắt đầu từ tháng đó, 1 đến 4.",
      [("fiscal_quarter(@2025-10-01, 10)", "1"), ("fiscal_quarter(@2025-09-30, 10)", "4")]
    ) { operands, count, validity, _ in
      try mapped(operands, count, validity) { _, month, start in (month - start + 12) % 12 / 3 + 1 }
    },
  ]

  private static func mapped(
    _ operands: [Operand], _ count: Int, _ validity: Bitmap?,
    _ body: (_ year: Int, _ month: Int, _ start: Int) -> Int
  ) throws -> Column {
    guard let starts = IntegerOperand(operands[1]) else { return .nulls(.int, count: count) }
    let days = try DateRows.days(operands[0], count)
    let values = days.pointer(Int64.self)
    var isConstant = false
    if case .constant = operands[1] { isConstant = true }
    for row in 0..<count where validity?[row] ?? true {
      if (1...12).contains(starts.value(row)) {
        if isConstant { break }
        continue
      }
      throw EvaluationFailure(
        .invalidArgument(
          Bilingual(
            en: "a fiscal year starts in a month from 1 to 12, not in \(starts.value(row))",
            vi: "năm tài chính bắt đầu từ tháng 1 đến 12, không phải \(starts.value(row))")),
        row: isConstant ? nil : row)
    }
    return try Kernel.mapInts(.int, count, validity) { row in
      let (year, month, _) = Calendar.civil(Int(values[row]))
      return Int64(body(year, month, Int(starts.value(row))))
    }
  }
}
