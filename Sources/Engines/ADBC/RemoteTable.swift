import CADBC
import Planning
import Sources

/// A table that the catalogue of a database lists.
public struct RemoteTable: Sendable, Hashable {
  /// The names that lead to the table; those that go without saying are left out.
  public let path: [String]
  /// `table`, `view` …
  public let kind: String

  /// How the table is written behind the name of its connection.
  public var written: String { path.joined(separator: ".") }

  /// The schemas whose tables need no schema in front, and those that belong to the database itself.
  private static let plain: Set<String> = ["", "public", "main", "default"]
  private static let own: Set<String> = [
    "information_schema", "pg_catalog", "pg_toast", "sys", "INFORMATION_SCHEMA",
  ]

  /// What a driver lists, the system's own tables left out, in order of their names.
  static func all(_ handles: ADBCHandles, _ dialect: SQLDialect) throws -> [RemoteTable] {
    var stream = CArrowStream()
    try handles.call {
      // Down to tables, without their columns.
      handles.driver.functions.ConnectionGetObjects?(
        handles.connection, 3, nil, nil, nil, nil, nil, &stream, $0)
    }
    defer { stream.release?(&stream) }
    var found: Set<RemoteTable> = []
    while true {
      var array = CArrowArray()
      let code = stream.get_next?(&stream, &array) ?? 0
      if code != 0 { throw handles.failure(of: &stream, code) }
      if array.release == nil { break }
      defer { array.release?(&array) }
      for catalogue in 0..<Int(array.length) {
        try add(NestedArray(array), catalogue, to: &found)
      }
    }
    return found.sorted { ($0.path.count, $0.written) < ($1.path.count, $1.written) }
  }

  private static func add(
    _ catalogues: NestedArray, _ row: Int, to found: inout Set<RemoteTable>
  ) throws {
    let schemas = try catalogues.child(1)
    for schema in try schemas.list(row) {
      let entries = try schemas.child(0)
      let name = try entries.child(0).text(schema) ?? ""
      if own.contains(name) || name.hasPrefix("pg_temp") || name.hasPrefix("pg_toast") { continue }
      let tables = try entries.child(1)
      for table in try tables.list(schema) {
        let fields = try tables.child(0)
        guard let own = try fields.child(0).text(table) else { continue }
        let kind = (try fields.child(1).text(table) ?? "table").lowercased()
        let isRead = kind.contains("table") || kind.contains("view")
        if !isRead || kind.contains("system") || own.hasPrefix("sqlite_") { continue }
        found.insert(RemoteTable(path: plain.contains(name) ? [own] : [name, own], kind: kind))
      }
    }
  }
}

/// Lists and structures of Arrow, as far as the catalogue of a database needs them.
struct NestedArray {
  private let array: CArrowArray

  init(_ array: CArrowArray) { self.array = array }

  func child(_ place: Int) throws -> NestedArray {
    guard place < Int(array.n_children), let child = array.children?[place] else {
      throw DriverFailure(status: 7, text: "its list of tables has another form")
    }
    return NestedArray(child.pointee)
  }

  private func isValid(_ row: Int) -> Bool {
    guard array.null_count != 0, array.n_buffers > 0, let bits = array.buffers?[0] else {
      return true
    }
    let place = Int(array.offset) + row
    return bits.load(fromByteOffset: place >> 3, as: UInt8.self) >> UInt8(place & 7) & 1 != 0
  }

  private func range(_ row: Int) throws -> Range<Int> {
    guard row < Int(array.length), array.n_buffers >= 2, let ends = array.buffers?[1] else {
      throw DriverFailure(status: 7, text: "its list of tables is cut off")
    }
    let place = (Int(array.offset) + row) * 4
    let start = Int(ends.loadUnaligned(fromByteOffset: place, as: Int32.self))
    let end = Int(ends.loadUnaligned(fromByteOffset: place + 4, as: Int32.self))
    guard start >= 0, start <= end else {
      throw DriverFailure(status: 7, text: "its list of tables is damaged")
    }
    return start..<end
  }

  /// The rows of the one child that belong to a row; none where that is null.
  func list(_ row: Int) throws -> Range<Int> { isValid(row) ? try range(row) : 0..<0 }

  func text(_ row: Int) throws -> String? {
    guard isValid(row) else { return nil }
    let range = try range(row)
    guard array.n_buffers >= 3, let bytes = array.buffers?[2] else { return "" }
    return String(
      decoding: UnsafeRawBufferPointer(start: bytes + range.lowerBound, count: range.count),
      as: UTF8.self)
  }
}
