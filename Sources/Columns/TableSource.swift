/// What is known of a table without its rows.
public struct Schema: Sendable, Hashable {
  /// The columns in order. A column whose type is not known yet has the type null, which fits
  /// anywhere.
  public var fields: [Field]
  /// The names of the columns whose types are known; nil where all are.
  public var typed: Set<String>?
  /// The names of the columns that hold no null in any row, as far as that is known.
  public var complete: Set<String>
  /// How many rows there are, where that is known.
  public var rowCount: Int?
  /// What the catalogue says of the table.
  public var info: DatasetInfo?
  /// Whether there are further columns, which only the data tell.
  public var isOpen: Bool
  /// The names of the columns that a database keeps in single precision, where floats are doubles.
  public var single: Set<String> = []

  public init(
    fields: [Field], typed: Set<String>? = nil, complete: Set<String> = [], rowCount: Int? = nil,
    info: DatasetInfo? = nil, isOpen: Bool = false
  ) {
    self.fields = fields
    self.typed = typed
    self.complete = complete
    self.rowCount = rowCount
    self.info = info
    self.isOpen = isOpen
  }

  /// The schema of a table in memory.
  public init(_ table: Table, info: DatasetInfo? = nil) {
    let complete = table.fields.indices.filter { !table.columns[$0].mayHaveNulls }
    self.init(
      fields: table.fields, complete: Set(complete.map { table.fields[$0].name }),
      rowCount: table.rowCount, info: info)
  }

  /// Whether the types of all these columns are known.
  public func knows(_ names: Set<String>) -> Bool { typed.map(names.isSubset) ?? true }
}

/// Where the rows of a table come from: memory, a file, a sheet, a table of a database.
///
/// A source is asked for more each time: `outline` looks at names alone, `schema` finds the types of
/// the columns that a query reads, `accepts` tells what of the file a filter or a limit lets it leave
/// unread, `scan` gives the rows.
public protocol TableSource: Sendable {
  var id: SourceID { get }
  /// The columns, found without reading the rows; types that only the rows tell are null.
  func outline(_ run: RunContext) throws -> Schema
  /// The columns, with the types of the wanted ones (nil: of all).
  func schema(_ wanted: Set<String>?, _ run: RunContext) throws -> Schema
  /// All rows, as a table of exactly these columns in this order; each is a column of the schema
  /// whose type is known.
  func scan(_ columns: [String], _ run: RunContext) throws -> Table
  /// The parts that hold all rows that matter to a request; nil where the source is read whole.
  func accepts(_ request: ScanRequest, _ run: RunContext) throws -> Accepted?
  /// The rows that matter to a request, perhaps with others, in their order, as a table of exactly
  /// its columns.
  func scan(_ request: ScanRequest, _ run: RunContext) throws -> Table
}

extension TableSource {
  public func outline(_ run: RunContext) throws -> Schema { try schema(nil, run) }

  public func accepts(_ request: ScanRequest, _ run: RunContext) throws -> Accepted? { nil }

  public func scan(_ request: ScanRequest, _ run: RunContext) throws -> Table {
    try scan(request.columns, run)
  }
}

/// A table in memory as a source.
public struct MemorySource: TableSource {
  public let id: SourceID
  public let table: Table
  public let info: DatasetInfo?

  public init(_ id: SourceID, _ table: Table, info: DatasetInfo? = nil) {
    self.id = id
    self.table = table
    self.info = info
  }

  public func schema(_ wanted: Set<String>?, _ run: RunContext) -> Schema {
    Schema(table, info: info)
  }

  public func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    try table.picking(columns)
  }
}

/// A table of which only the columns are known: what a statement that has not run will give. It is
/// asked for its schema, never for rows.
public struct SchemaSource: TableSource {
  public let id: SourceID
  let known: Schema

  public init(_ id: SourceID, _ schema: Schema) {
    self.id = id
    known = schema
  }

  public func schema(_ wanted: Set<String>?, _ run: RunContext) -> Schema { known }

  public func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    throw MissingColumn(columns.first ?? "")
  }
}

/// Whole numbers in a row as a source: `range(1, 100)`.
public struct RangeSource: TableSource {
  public let id: SourceID
  let name: String
  let first: Int64
  let count: Int

  /// - Parameter name: what the one column is called.
  public init(_ id: SourceID, _ name: String, from first: Int64, count: Int) {
    self.id = id
    self.name = name
    self.first = first
    self.count = count
  }

  public func schema(_ wanted: Set<String>?, _ run: RunContext) -> Schema {
    Schema(fields: [Field(name, .int)], complete: [name], rowCount: count)
  }

  public func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    let column = try Column.consecutive(from: first, count: count) { try run.checkStopped() }
    return try Table([(name, column)]).picking(columns)
  }
}

/// A column was asked for that the source does not have: a plan that belongs to another source.
public struct MissingColumn: Error, Sendable, Equatable {
  public let name: String

  public init(_ name: String) { self.name = name }
}

extension Table {
  /// The columns of these names, in this order, without a copy.
  ///
  /// Of two columns with one name the first is meant. Throws `MissingColumn`.
  public func picking(_ names: [String]) throws -> Table {
    if names.count == fields.count, zip(names, fields).allSatisfy({ $0 == $1.name }) {
      return self
    }
    var places: [String: Int] = [:]
    for (place, field) in fields.enumerated().reversed() { places[field.name] = place }
    let chosen = try names.map { name in
      guard let place = places[name] else { throw MissingColumn(name) }
      return place
    }
    return Table(
      fields: chosen.map { fields[$0] }, columns: chosen.map { columns[$0] }, rowCount: rowCount)
  }
}
