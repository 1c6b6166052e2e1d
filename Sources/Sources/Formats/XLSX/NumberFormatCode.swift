#if HAS_XLSXWRITER
  import Columns

  /// The number formats of written columns.
  enum NumberFormatCode {
    /// The format of a column; nil for the general one.
    static func code(_ field: Field, _ column: Column, _ reader: Reader) -> String? {
      let isVietnamese = reader == .vietnamese
      switch column.type {
      case .date:
        return field.period == nil ? (isVietnamese ? "dd/mm/yyyy" : "yyyy-mm-dd") : nil
      case .timestamp: return (isVietnamese ? "dd/mm/yyyy" : "yyyy-mm-dd") + " hh:mm:ss"
      case .int, .float: break
      default: return nil
      }
      var digits: Int? = column.type == .int ? 0 : nil
      var isLarge = column.type == .float
      if case .packed(let packed) = column.storage {
        digits = packed.scale
        if packed.lower <= packed.upper {
          let limit = Decimal64.powers[min(18, packed.scale + 4)]
          isLarge = packed.upper >= limit || packed.lower <= -limit
        }
      }
      if field.look.digits == .probability { return "0%" }
      if column.type == .float, let shown = shown(field, column, reader), shown <= 6 {
        digits = shown
      }
      if field.unit == "%" {
        return "0" + fraction(digits.map { $0 > 4 ? 2 : $0 } ?? 2) + "%"
      }
      // Years and other short numbers are shown without marks between thousands.
      let plain = digits.map { $0 <= 6 ? (isLarge ? "#,##0" : "0") + fraction($0) : nil } ?? nil
      switch field.unit {
      case "đ"?: return (plain ?? "#,##0.00") + " \"đ\""
      case "$"?, "£"?, "¥"?: return "\"\(field.unit ?? "")\"" + (plain ?? "#,##0.00")
      case "€"?: return (plain ?? "#,##0.00") + " \"€\""
      default: return plain
      }
    }

    /// The decimals that a table shows; nil where each number has its own. What is very small keeps
    /// the general form.
    private static func shown(_ field: Field, _ column: Column, _ reader: Reader) -> Int? {
      let cells = (0..<min(column.count, sample)).map { column[$0] }
      let isSmall = cells.contains { cell in
        guard let number = cell.asDouble else { return false }
        return number != 0 && (number.magnitude < 1e-3 || number.magnitude >= 1e15)
      }
      if isSmall, field.look.digits == nil { return nil }
      return NumberLook(cells, of: field, for: reader).decimals
    }

    /// Rows that are looked at.
    private static let sample = 10_000

    private static func fraction(_ digits: Int) -> String {
      digits == 0 ? "" : "." + String(repeating: "0", count: min(digits, 6))
    }
  }
#endif
