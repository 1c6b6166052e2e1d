#if HAS_XLSXWRITER
  import Columns

  /// The number formats of a written column.
  struct NumberFormatCode {
    /// The formats by the decimals of a number; one where all numbers have the same, nil for the general
    /// one.
    let byDecimals: [String?]
    /// How the numbers are written where each has its own decimals.
    private var look: NumberLook?

    init(_ field: Field, _ column: Column, _ reader: Reader) {
      // The point is looked for, whatever the reader's sign is.
      let look =
        column.type.isNumeric
        ? NumberLook(NumberFormatCode.cells(column), of: field, for: .english) : nil
      guard column.type == .float, let look, look.decimals == nil else {
        byDecimals = [NumberFormatCode.code(field, column, reader, look)]
        return
      }
      self.look = look
      let used = Set((0..<column.count).map { NumberFormatCode.decimals(column[$0], look) })
      byDecimals = (0...NumberFormatCode.mostDecimals).map { digits in
        used.contains(digits)
          ? NumberFormatCode.code(field, column, reader, look, decimals: digits) : nil
      }
    }

    /// The decimals that a number is shown with.
    func decimals(_ value: Value) -> Int {
      look.map { NumberFormatCode.decimals(value, $0) } ?? 0
    }

    private static func decimals(_ value: Value, _ look: NumberLook) -> Int {
      guard let text = look.text(value), let point = text.lastIndex(of: ".") else { return 0 }
      return min(mostDecimals, text.distance(from: point, to: text.endIndex) - 1)
    }

    /// What is shown with more digits has its own form.
    private static let mostDecimals = 12

    /// - Parameters:
    ///   - look: how the numbers are written; nil for a column of none.
    ///   - decimals: those of the number, where each has its own.
    private static func code(
      _ field: Field, _ column: Column, _ reader: Reader, _ look: NumberLook?, decimals: Int? = nil
    ) -> String? {
      let isVietnamese = reader == .vietnamese
      switch column.type {
      case .date:
        return field.period == nil ? (isVietnamese ? "dd/mm/yyyy" : "yyyy-mm-dd") : nil
      case .timestamp: return (isVietnamese ? "dd/mm/yyyy" : "yyyy-mm-dd") + " hh:mm:ss"
      default: break
      }
      guard let look else { return nil }
      // Never sure of what is only likely, as on the screen.
      if look.isProbability { return "[<0.01]\"<1%\";[>0.99]\">99%\";0%" }
      var digits: Int? = column.type == .int ? 0 : nil
      var isLarge = column.type == .float
      if case .packed(let packed) = column.storage {
        digits = packed.scale
        if packed.lower <= packed.upper {
          let limit = Decimal64.powers[min(18, packed.scale + 3)]
          isLarge = packed.upper >= limit || packed.lower <= -limit
        }
      }
      // Years and codes are shown without marks between thousands.
      if !look.isGrouped { isLarge = false }
      if let decimals {
        digits = decimals
      } else if column.type == .float, let shown = shown(field, column, look), shown <= 6 {
        digits = shown
      }
      if field.unit == "%" {
        return "0" + fraction(decimals ?? digits.map { $0 > 4 ? 2 : $0 } ?? 2) + "%"
      }
      let plain =
        digits.map { $0 <= 6 || decimals != nil ? (isLarge ? "#,##0" : "0") + fraction($0) : nil }
        ?? nil
      switch field.unit {
      case "đ"?: return (plain ?? "#,##0.00") + " \"đ\""
      case "$"?, "£"?, "¥"?: return "\"\(field.unit ?? "")\"" + (plain ?? "#,##0.00")
      case "€"?: return (plain ?? "#,##0.00") + " \"€\""
      default: return plain
      }
    }

    /// The decimals that a table shows; nil where each number has its own. What is very small keeps
    /// the general form.
    private static func shown(_ field: Field, _ column: Column, _ look: NumberLook) -> Int? {
      let isSmall = cells(column).contains { cell in
        guard let number = cell.asDouble else { return false }
        return number != 0 && (number.magnitude < 1e-3 || number.magnitude >= 1e15)
      }
      if isSmall, field.look.digits == nil { return nil }
      return look.decimals
    }

    /// The cells that are looked at.
    private static func cells(_ column: Column) -> [Value] {
      (0..<min(column.count, sample)).map { column[$0] }
    }

    /// Rows that are looked at.
    private static let sample = 10_000

    private static func fraction(_ digits: Int) -> String {
      digits == 0 ? "" : "." + String(repeating: "0", count: min(digits, mostDecimals))
    }
  }
#endif
