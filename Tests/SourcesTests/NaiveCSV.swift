/// A reader of CSV so plain that it can be believed: one byte after another, fields as text. What can be
/// mended without loss is.
struct NaiveCSV {
  struct Field: Equatable {
    var text: [UInt8] = []
    var isQuoted = false
  }

  private(set) var rows: [[Field]] = []
  /// The lines of records with more fields than there are columns, the surplus not empty.
  private(set) var faults: [Int] = []
  private let bytes: [UInt8]
  private let delimiter: UInt8

  /// Reads records of `fieldCount` fields; line ends are line feeds.
  init(_ bytes: [UInt8], delimiter: UInt8 = 44, fieldCount: Int) {
    self.bytes = bytes
    self.delimiter = delimiter
    var position = 0
    while position < bytes.count {
      let start = position
      var fields: [Field] = []
      var isDone = false
      while !isDone {
        let (field, next) = self.field(position)
        fields.append(field)
        isDone = next >= bytes.count || bytes[next] == 10
        position = next + 1
      }
      let end = min(position - 1, bytes.count)
      if fieldCount > 1, fields.count == 1, !fields[0].isQuoted, fields[0].text.allSatisfy(isBlank)
      {
        continue
      }
      if fields.count < fieldCount {
        fields += [Field](repeating: Field(), count: fieldCount - fields.count)
      }
      if fields.count > fieldCount {
        let surplus = fields.count - fieldCount
        let tail = bytes[start..<end].reversed().prefix { isBlank($0) || $0 == delimiter }
        if tail.count(where: { $0 == delimiter }) < surplus {
          faults.append(bytes[..<start].count { $0 == 10 } + 1)
          continue
        }
        fields = Array(fields.prefix(fieldCount))
      }
      rows.append(fields)
    }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 13 }
  private func isEnd(_ place: Int) -> Bool {
    place >= bytes.count || bytes[place] == delimiter || bytes[place] == 10
  }

  /// A text without the carriage returns at its end.
  private func bare(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var text = text
    while text.last == 13 { text.removeLast() }
    return Array(text)
  }

  /// The field that begins at a place, and where its delimiter or line end stands.
  private func field(_ start: Int) -> (Field, next: Int) {
    var open = start
    while open < bytes.count, isBlank(bytes[open]) { open += 1 }
    guard open < bytes.count, bytes[open] == 34 else {
      var next = start
      while !isEnd(next) { next += 1 }
      let isLast = next >= bytes.count || bytes[next] == 10
      return (Field(text: isLast ? bare(bytes[start..<next]) : Array(bytes[start..<next])), next)
    }
    var text: [UInt8] = []
    var place = open + 1
    while place < bytes.count, bytes[place] != 34 || bytes[place...].starts(with: [34, 34]) {
      if bytes[place] == 34 { place += 1 }
      text.append(bytes[place])
      place += 1
    }
    var from = open
    if place < bytes.count {
      var after = place + 1
      while after < bytes.count, isBlank(bytes[after]) { after += 1 }
      if isEnd(after) { return (Field(text: text, isQuoted: true), after) }
      if !bytes[open..<place].contains(10) { from = place + 1 }
    }
    while !isEnd(from) { from += 1 }
    return (Field(text: bare(bytes[open..<from])), from)
  }
}
