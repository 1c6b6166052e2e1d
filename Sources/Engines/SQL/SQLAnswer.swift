import Columns
import Language
import Planning

/// Brings what a database sent to the types that the plan promises: SQLite has none of its own, and
/// sums come back wider than what was summed.
enum SQLAnswer {
  static func brought(_ table: Table, _ part: Cut.Part, _ context: QueryContext) throws -> Table {
    // A statement has a column even where the plan has none.
    if part.fields.isEmpty { return Table(fields: [], columns: [], rowCount: table.rowCount) }
    guard table.columns.count == part.fields.count else {
      throw Diagnostic.unexpected(
        "\(table.columns.count) columns from \(part.connection.name)", at: part.range)
    }
    let columns = try zip(part.fields, table.columns).map { field, column in
      try context.checkStopped()
      return try brought(column, to: field, part, context)
    }
    return Table(fields: part.fields, columns: columns, rowCount: table.rowCount)
  }

  private static func brought(
    _ column: Column, to field: Field, _ part: Cut.Part, _ context: QueryContext
  ) throws -> Column {
    let count = column.count
    if column.type == field.type || field.type == .null { return column }
    if column.type == .null || column.nullCount == count {
      return .nulls(field.type, count: count)
    }
    switch (column.type, field.type) {
    case (.int, .float): return column.retyped(.float)
    case (.float, .int): return try whole(column, field, part, context)
    default:
      return try Column(
        field.type,
        (0..<count).map { row in
          if row & 0xFFFF == 0xFFFF { try context.checkStopped() }
          let value = column[row]
          guard let own = SQLAnswer.value(value, as: field.type) else {
            throw SQLMessages.wrongType(field, column.type, part, value.plainText)
          }
          return own
        })
    }
  }

  /// Floats that are whole numbers as such.
  private static func whole(
    _ column: Column, _ field: Field, _ part: Cut.Part, _ context: QueryContext
  ) throws -> Column {
    let count = column.count
    let doubles = try column.doubles()
    let numbers = try MutableBuffer(Int64.self, count: count, zeroed: true)
    let out = numbers.pointer(Int64.self)
    let source = doubles.pointer(Double.self)
    for row in 0..<count where column.isValid(row) {
      if case .decimal(let value, let scale) = column[row],
        value % Decimal64.powers[scale] == 0
      {
        out[row] = value / Decimal64.powers[scale]
      } else if let number = Int64(exactly: source[row]) {
        out[row] = number
      } else {
        throw SQLMessages.wrongType(field, column.type, part, column[row].plainText)
      }
    }
    withExtendedLifetime(doubles) {}
    let validity = column.validity
    let packed = try Packed.packing(
      numbers.freeze(), count: count, validity: validity, threads: context.threads)
    return Column(type: .int, count: count, storage: .packed(packed), validity: validity)
  }

  /// A value as one of another type; nil where it is none.
  private static func value(_ value: Value, as type: DataType) -> Value? {
    switch (value, type) {
    case (.null, _): return .null
    case (.int(let number), .bool) where number == 0 || number == 1: return .bool(number == 1)
    case (.bool(let flag), .int): return .int(flag ? 1 : 0)
    case (.text(let text), .int): return Int64(text).map { .int($0) }
    case (.text(let text), .float): return decimal(text) ?? Double(text).map { .double($0) }
    case (.text(let text), .date): return ISODay.days(text).map { .date($0) }
    case (.timestamp(let time), .date):
      let day = Calendar.microsecondsPerDay
      return time % day == 0 ? .date(Int32(time / day)) : nil
    default: return nil
    }
  }

  /// The exact decimal of a text without an exponent, where so many digits fit.
  private static func decimal(_ text: String) -> Value? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let number = Int64(parts.joined()), text.utf8.count <= 19 else {
      return nil
    }
    let scale = parts.count == 2 ? parts[1].utf8.count : 0
    return scale <= Decimal64.maxScale ? .decimal(number, scale: scale) : nil
  }
}

/// Days written as `2024-02-29`.
private enum ISODay {
  static func days(_ text: String) -> Int32? {
    let parts = text.split(separator: "-")
    guard text.utf8.count == 10, parts.count == 3, let year = Int(parts[0]),
      let month = Int(parts[1]), let day = Int(parts[2]), (1...12).contains(month), day >= 1
    else { return nil }
    let days = Calendar.days(year: year, month: month, day: day)
    return Int32(exactly: days)
  }
}
