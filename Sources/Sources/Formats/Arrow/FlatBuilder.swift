/// Writes a FlatBuffer, from its end to its start: what is referred to comes first.
struct FlatBuilder {
  /// The bytes so far, the last one first.
  private var bytes: [UInt8] = []
  private var alignment = 4

  /// Something written, by its distance from the end.
  typealias Place = Int

  /// Fills up so that behind `size` further bytes the alignment holds.
  private mutating func align(_ size: Int, to alignment: Int) {
    self.alignment = max(self.alignment, alignment)
    while (bytes.count + size) % alignment != 0 { bytes.append(0) }
  }

  private mutating func put<T: FixedWidthInteger>(_ value: T) {
    for byte in (0..<T.bitWidth / 8).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: value >> T(byte * 8)))
    }
  }

  private mutating func putReference(_ place: Place) {
    align(0, to: 4)
    put(UInt32(bytes.count - place + 4))
  }

  mutating func string(_ text: String) -> Place {
    let utf8 = Array(text.utf8)
    align(utf8.count + 1, to: 4)
    bytes.append(0)
    bytes += utf8.reversed()
    put(UInt32(utf8.count))
    return bytes.count
  }

  mutating func vector(_ places: [Place]) -> Place {
    align(places.count * 4, to: 4)
    for place in places.reversed() { putReference(place) }
    put(UInt32(places.count))
    return bytes.count
  }

  /// A vector of structures of numbers of 64 bits.
  mutating func vector(_ structures: [[Int64]], size: Int) -> Place {
    align(structures.count * size, to: 8)
    for structure in structures.reversed() {
      for value in structure.reversed() { put(value) }
    }
    put(UInt32(structures.count))
    return bytes.count
  }

  /// The fields of a table, by their numbers.
  struct Fields {
    fileprivate var written: [(number: Int, place: Int)] = []
  }

  mutating func table(_ body: (inout FlatBuilder, inout Fields) -> Void) -> Place {
    let start = bytes.count
    var fields = Fields()
    body(&self, &fields)
    align(0, to: 4)
    put(Int32(0))
    let table = bytes.count
    let count = (fields.written.map(\.number).max() ?? -1) + 1
    for number in (0..<count).reversed() {
      let place = fields.written.first { $0.number == number }?.place
      put(UInt16(place.map { table - $0 } ?? 0))
    }
    put(UInt16(table - start))
    put(UInt16(count * 2 + 4))
    let back = Int32(bytes.count - table)
    for byte in 0..<4 { bytes[table - 1 - byte] = UInt8(truncatingIfNeeded: back >> (byte * 8)) }
    return table
  }

  mutating func add<T: FixedWidthInteger>(_ number: Int, _ value: T, to fields: inout Fields) {
    align(0, to: T.bitWidth / 8)
    put(value)
    fields.written.append((number, bytes.count))
  }

  mutating func add(_ number: Int, reference place: Place, to fields: inout Fields) {
    putReference(place)
    fields.written.append((number, bytes.count))
  }

  /// The bytes, which begin with a reference to the root and are as many as eight divides.
  consuming func finish(_ root: Place) -> [UInt8] {
    align(4, to: max(8, alignment))
    put(UInt32(bytes.count - root + 4))
    return bytes.reversed()
  }
}
