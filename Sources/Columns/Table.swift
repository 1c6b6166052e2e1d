/// What a column is called and what it holds.
public struct Field: Sendable, Hashable {
  /// The name, in NFC.
  public var name: String
  public var type: DataType
  /// The unit of measure (`%`, `points`, `people`), where the catalogue or the step knows one.
  public var unit: String?
  /// What the column means, where the catalogue tells.
  public var about: String?
  /// Why a column that looks like numbers or dates is text, as reading its file found.
  public var reason: Remark?
  /// How the periods of a column of dates are written; nil where its dates are days. The date of a
  /// period is its last day.
  public var period: PeriodForm?
  /// How the column is shown to people.
  public var look: Look
  /// What the column has to do with rows of totals; nil for nothing.
  public var totals: TotalsPart?

  public init(
    _ name: String, _ type: DataType, unit: String? = nil, about: String? = nil,
    period: PeriodForm? = nil, look: Look = Look()
  ) {
    self.name = name
    self.type = type
    self.unit = unit
    self.about = about
    self.period = period
    self.look = look
  }
}

/// Something worth knowing of a column, in the two languages of the interface.
public struct Remark: Sendable, Hashable {
  public let en: String
  public let vi: String

  public init(en: String, vi: String) {
    self.en = en
    self.vi = vi
  }
}

/// Named columns of equal length.
public struct Table: Sendable {
  public var fields: [Field]
  public var columns: [Column]
  public let rowCount: Int

  /// Columns must all have `rowCount` rows; a table without columns may have rows.
  public init(fields: [Field], columns: [Column], rowCount: Int) {
    precondition(fields.count == columns.count, "a field for each column")
    precondition(columns.allSatisfy { $0.count == rowCount }, "columns of equal length")
    self.fields = fields
    self.columns = columns
    self.rowCount = rowCount
  }

  /// A table from named columns; the first one gives the number of rows.
  public init(_ named: [(String, Column)]) {
    self.init(
      fields: named.map { Field($0.0, $0.1.type) }, columns: named.map(\.1),
      rowCount: named.first?.1.count ?? 0)
  }

  /// The column of that exact name.
  public subscript(name: String) -> Column? {
    fields.firstIndex { $0.name == name }.map { columns[$0] }
  }

  /// The largest number of rows that a table may have: row ids have 32 bits.
  public static let maxRows = Int(UInt32.max) - 1

  /// Bytes held by the columns; dictionaries and buffers that columns share count once each.
  public var byteCount: Int { columns.reduce(0) { $0 + $1.byteCount } }
}
