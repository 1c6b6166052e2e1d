import Columns

/// Every type as text.
enum TextConversion {
  /// The texts of the values; null stays null.
  static func text(_ operand: Operand, _ count: Int) throws -> Column {
    if Kernel.isAllNull(operand) { return .nulls(.text, count: count) }
    if operand.type == .text { return try Kernel.column(operand, .text, count) }
    let validity = try Kernel.validity([operand], count)
    if case .constant(let value) = operand {
      let text = text(value)
      return try Kernel.buildTexts(count, nil) { _, builder in try builder.append(text) }
    }
    if operand.type == .int, let values = IntegerOperand(operand) {
      return try Kernel.buildTexts(count, validity) { row, builder in
        try builder.append(number: values.value(row))
      }
    }
    guard case .column(let column) = operand else { return .nulls(.text, count: count) }
    return try Kernel.buildTexts(count, validity) { row, builder in
      try builder.append(text(column[row]))
    }
  }

  /// The shortest text that reads back as the value.
  static func text(_ value: Value) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .decimal(let value, let scale): Decimal64.text(value, scale: scale)
    case .double(let value): value.description
    case .text(let value): value
    case .date(let day): Calendar.text(date: Int(day))
    case .timestamp(let time): Calendar.text(timestamp: time)
    }
  }
}
