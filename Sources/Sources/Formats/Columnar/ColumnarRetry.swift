import Columns

/// Reads a column in the form that its type promises, and once more in a wider one where its values do
/// not fit that.
enum ColumnarRetry {
  static func read(
    _ foreign: ForeignType, _ name: String, _ remarks: ColumnarRemarks,
    _ body: (NumberForm, ForeignText) throws -> Column
  ) throws -> Column {
    let texts = ForeignText(foreign)
    do {
      let column = try body(NumberForm(foreign), texts)
      tell(texts, name, remarks)
      return column
    } catch is NeedsDoubles {
      // Who asked for the type before was told a whole number.
      guard foreign.type == .float || foreign.mayWiden else { throw Damage.values }
      remarks.add(.asDoubles, name)
      return try body(NumberForm(foreign, asDoubles: true), texts)
    } catch is NeedsDigits {
      remarks.add(.digits, name)
      return try body(NumberForm(foreign), ForeignText(foreign, asDigits: true))
    }
  }

  private static func tell(_ texts: ForeignText, _ name: String, _ remarks: ColumnarRemarks) {
    if texts.hasNormalized { remarks.add(.normalized, name) }
    if texts.repairs > 0 { remarks.add(.repaired, name) }
  }
}
