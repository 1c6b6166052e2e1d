public import Columns

/// What the binder makes of columns of periods; users do not call these by name.
public enum PeriodFunctions {
  /// The text of each period as its column writes it; null stays null.
  public static func text(_ form: PeriodForm) -> ScalarFunction {
    .strict(
      "period_text", "period_text(d)", [.date], .always(.text),
      en: "A period as it is written.", vi: "Kỳ như được viết.", [], period: form
    ) { operands, count, validity, _ in
      guard let days = IntegerOperand(operands[0]) else { return .nulls(.text, count: count) }
      var known: [Int64: String] = [:]
      return try Kernel.buildTexts(count, validity) { row, builder in
        let day = days.value(row)
        let text = known[day] ?? form.text(ofDay: Int(day))
        known[day] = text
        try builder.append(text)
      }
    }
  }
}
