package import CADBC
package import Columns
import Glibc
import Synchronization

/// Hands a table out as an Arrow stream, some rows at a time, to whoever asks for the next ones.
///
/// Numbers with a point go as doubles and texts without a dictionary: what every database takes.
package final class ArrowTableWriter: Sendable {
  private let columns: [Column]
  private let fields: [ArrowField]
  private let rowCount: Int
  private let next = Mutex<(row: Int, problem: [CChar]?)>((0, nil))
  /// Told before each batch how many rows went out before it; throws to stop.
  private let advance: @Sendable (Int) throws -> Void

  private static let batchRows = 1 << 16

  /// Columns that are hidden stay here.
  package init(_ table: Table, advance: @escaping @Sendable (Int) throws -> Void) throws {
    let shown = table.fields.indices.filter { !table.fields[$0].isHidden }
    var options = ArrowWriteOptions()
    options.keepsDictionaries = false
    columns = shown.map { table.columns[$0] }
    fields = shown.map { place in
      ArrowField(table.fields[place], table.columns[place], id: 0, options)
    }
    rowCount = table.rowCount
    self.advance = advance
  }

  /// A stream from the first row on, which keeps this object until it is released.
  package func stream() -> CArrowStream {
    var stream = CArrowStream()
    stream.private_data = Unmanaged.passRetained(self).toOpaque()
    stream.get_schema = { stream, out in
      guard let writer = ArrowTableWriter.of(stream) else { return EINVAL }
      out?.pointee = writer.schema()
      return 0
    }
    stream.get_next = { stream, out in
      guard let writer = ArrowTableWriter.of(stream) else { return EINVAL }
      do {
        out?.pointee = try writer.nextBatch()
        return 0
      } catch {
        let text = Array("\(error)".utf8CString)
        writer.next.withLock { $0.problem = text }
        return EIO
      }
    }
    stream.get_last_error = { _ in nil }
    stream.release = { stream in
      guard let stream, let data = stream.pointee.private_data else { return }
      Unmanaged<ArrowTableWriter>.fromOpaque(data).release()
      stream.pointee.private_data = nil
      stream.pointee.release = nil
    }
    return stream
  }

  private static func of(_ stream: UnsafeMutablePointer<CArrowStream>?) -> ArrowTableWriter? {
    guard let data = stream?.pointee.private_data else { return nil }
    return Unmanaged<ArrowTableWriter>.fromOpaque(data).takeUnretainedValue()
  }

  private func schema() -> CArrowSchema {
    let rows = CMemory.schema("+s", "", children: fields.count)
    for (place, field) in fields.enumerated() {
      let child = UnsafeMutablePointer<CArrowSchema>.allocate(capacity: 1)
      child.initialize(to: CMemory.schema(field.interfaceFormat, field.name, children: 0))
      rows.children?[place] = child
    }
    return rows
  }

  /// An array without `release` at the end.
  private func nextBatch() throws -> CArrowArray {
    let start = next.withLock { $0.row }
    try advance(min(start, ArrowTableWriter.batchRows))
    let count = min(ArrowTableWriter.batchRows, rowCount - start)
    if count <= 0 { return CArrowArray() }
    next.withLock { $0.row = start + count }
    let rows = CMemory.array(count, nulls: 0, buffers: [nil], children: columns.count)
    for (place, column) in columns.enumerated() {
      let values = try ArrowValues(column.slice(start, count), fields[place])
      var buffers: [UnsafeMutableRawPointer?] = []
      for (number, bytes) in values.buffers.enumerated() {
        // No bits: no nulls.
        buffers.append(number == 0 && bytes.isEmpty ? nil : CMemory.copy(bytes))
      }
      let child = UnsafeMutablePointer<CArrowArray>.allocate(capacity: 1)
      child.initialize(
        to: CMemory.array(count, nulls: values.nullCount, buffers: buffers, children: 0))
      rows.children?[place] = child
    }
    return rows
  }
}

extension ArrowField {
  /// The type as the C interface writes it. A column of nothing but nulls is one of texts.
  fileprivate var interfaceFormat: String {
    switch kind {
    case .null, .text: "u"
    case .longText: "U"
    case .bool: "b"
    case .int: "l"
    case .date: "tdD"
    case .timestamp: "tsu:"
    case .double: "g"
    case .decimal: "d:18,\(scale)"
    }
  }
}

/// Structs of the C interface in memory of C, which their `release` frees.
private enum CMemory {
  static func copy(_ bytes: [UInt8]) -> UnsafeMutableRawPointer? {
    // Readers may look at a buffer that has no bytes.
    let memory = malloc(max(8, bytes.count))
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { memory?.copyMemory(from: start, byteCount: source.count) }
    }
    return memory
  }

  /// Empty places for so many children, at least one.
  private static func places<Child>(
    _ count: Int
  ) -> UnsafeMutablePointer<UnsafeMutablePointer<Child>?> {
    let places = UnsafeMutablePointer<UnsafeMutablePointer<Child>?>.allocate(
      capacity: max(1, count))
    places.initialize(repeating: nil, count: max(1, count))
    return places
  }

  /// Gives back children, each as `release` says, and their places.
  private static func end<Child>(
    _ places: UnsafeMutablePointer<UnsafeMutablePointer<Child>?>?, _ count: Int64,
    _ release: (UnsafeMutablePointer<Child>) -> Void
  ) {
    for number in 0..<Int(count) {
      guard let child = places?[number] else { continue }
      release(child)
      child.deallocate()
    }
    places?.deallocate()
  }

  static func schema(_ format: String, _ name: String, children: Int) -> CArrowSchema {
    var schema = CArrowSchema()
    schema.format = UnsafePointer(strdup(format))
    schema.name = UnsafePointer(strdup(name))
    schema.flags = Int64(ARROW_FLAG_NULLABLE)
    schema.n_children = Int64(children)
    schema.children = places(children)
    schema.release = { place in
      guard let place else { return }
      CMemory.end(place.pointee.children, place.pointee.n_children) { $0.pointee.release?($0) }
      free(UnsafeMutableRawPointer(mutating: place.pointee.format))
      free(UnsafeMutableRawPointer(mutating: place.pointee.name))
      place.pointee.release = nil
    }
    return schema
  }

  static func array(
    _ count: Int, nulls: Int, buffers: [UnsafeMutableRawPointer?], children: Int
  ) -> CArrowArray {
    var array = CArrowArray()
    array.length = Int64(count)
    array.null_count = Int64(nulls)
    array.n_buffers = Int64(buffers.count)
    array.buffers = .allocate(capacity: max(1, buffers.count))
    array.buffers?.initialize(repeating: nil, count: max(1, buffers.count))
    for (place, buffer) in buffers.enumerated() { array.buffers?[place] = UnsafeRawPointer(buffer) }
    array.n_children = Int64(children)
    array.children = places(children)
    array.release = { place in
      guard let place else { return }
      CMemory.end(place.pointee.children, place.pointee.n_children) { $0.pointee.release?($0) }
      for number in 0..<Int(place.pointee.n_buffers) {
        free(UnsafeMutableRawPointer(mutating: place.pointee.buffers?[number]))
      }
      place.pointee.buffers?.deallocate()
      place.pointee.release = nil
    }
    return array
  }
}
