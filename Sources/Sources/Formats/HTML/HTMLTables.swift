/// The tables of an HTML page, or of the XML that Excel 2003 saves: as rows of cells, merged ones laid out.
struct HTMLTables {
  struct Table {
    var rows: [[[UInt8]]] = []
    /// What stands in the caption.
    var caption: [UInt8] = []

    /// Whether it can hold data rather than the layout of a page.
    var isData: Bool { rows.count > 1 && rows.contains { $0.count > 1 } }
    var width: Int { rows.map(\.count).max() ?? 0 }
  }

  /// In the order in which they begin.
  private(set) var tables: [Table] = []
  private let bytes: [UInt8]
  private var place = 0
  /// The tables that are open, the innermost last.
  private var open: [Builder] = []
  static let mostColumns = 16_384

  /// A table in the making.
  private struct Builder {
    let index: Int
    var row: [[UInt8]]?
    var cell: [UInt8]?
    var isCaption = false
    var columns = 1
    var lines = 1
    var isHeaderCell = true
    /// For each column a cell from above that reaches into further rows: its text and for how many.
    var hanging: [Int: (text: [UInt8], rows: Int)] = [:]
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    read()
  }

  private mutating func read() {
    while place < bytes.count {
      if bytes[place] == 60 {
        tag()
      } else {
        let start = place
        while place < bytes.count, bytes[place] != 60 { place += 1 }
        text(start..<place)
      }
    }
    while !open.isEmpty { endTable() }
  }

  // MARK: Texts

  private mutating func text(_ range: Range<Int>) {
    guard let last = open.indices.last, open[last].cell != nil || open[last].isCaption else { return }
    var out: [UInt8] = []
    var position = range.lowerBound
    while position < range.upperBound {
      let byte = bytes[position]
      if byte == 38, let (entity, next) = HTMLEntities.read(bytes, position, range.upperBound) {
        out += entity
        position = next
      } else {
        out.append(byte == 10 || byte == 13 || byte == 9 ? 32 : byte)
        position += 1
      }
    }
    if open[last].isCaption {
      tables[open[last].index].caption += out
    } else {
      open[last].cell? += out
    }
  }

  private mutating func breakLine() {
    if let last = open.indices.last, open[last].cell != nil { open[last].cell?.append(10) }
  }

  // MARK: Tags

  private static let comment = Array("<!--".utf8)
  private static let commentEnd = Array("-->".utf8)

  private mutating func tag() {
    if bytes[place...].starts(with: HTMLTables.comment) {
      place = find(HTMLTables.commentEnd, from: place + 4).map { $0 + 3 } ?? bytes.count
      return
    }
    var next = place + 1
    let isEnd = next < bytes.count && bytes[next] == 47
    if isEnd { next += 1 }
    let start = next
    while next < bytes.count, HTMLTables.isName(bytes[next]) { next += 1 }
    guard next > start || (next < bytes.count && (bytes[next] == 33 || bytes[next] == 63)) else {
      // A bare sign, as in "a < b".
      text(place..<place + 1)
      place += 1
      return
    }
    var name = String(decoding: bytes[start..<next], as: UTF8.self).lowercased()
    if let colon = name.lastIndex(of: ":") { name = String(name[name.index(after: colon)...]) }
    let attributes = attributes(&next)
    place = next
    if isEnd { end(name) } else { begin(name, attributes) }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || byte == 58
      || byte == 45
  }

  private func find(_ text: [UInt8], from start: Int) -> Int? {
    guard let first = text.first else { return nil }
    var position = start
    while position + text.count <= bytes.count {
      guard let next = bytes[position...].firstIndex(of: first) else { return nil }
      if bytes[next...].starts(with: text) { return next }
      position = next + 1
    }
    return nil
  }

  /// The attributes up to the end of the tag, names in small letters.
  private func attributes(_ next: inout Int) -> [String: String] {
    var found: [String: String] = [:]
    while next < bytes.count, bytes[next] != 62 {
      guard HTMLTables.isName(bytes[next]) else {
        next += 1
        continue
      }
      let start = next
      while next < bytes.count, HTMLTables.isName(bytes[next]) { next += 1 }
      let name = String(decoding: bytes[start..<next], as: UTF8.self).lowercased()
      while next < bytes.count, HTMLTables.isSpace(bytes[next]) { next += 1 }
      guard next < bytes.count, bytes[next] == 61 else {
        found[name] = ""
        continue
      }
      next += 1
      while next < bytes.count, HTMLTables.isSpace(bytes[next]) { next += 1 }
      guard next < bytes.count else { break }
      let from: Int
      if bytes[next] == 34 || bytes[next] == 39 {
        let quote = bytes[next]
        from = next + 1
        next = bytes[from...].firstIndex(of: quote) ?? bytes.count
        found[name] = String(decoding: bytes[from..<next], as: UTF8.self)
        next = min(bytes.count, next + 1)
      } else {
        from = next
        while next < bytes.count, bytes[next] != 62, !HTMLTables.isSpace(bytes[next]) { next += 1 }
        found[name] = String(decoding: bytes[from..<next], as: UTF8.self)
      }
    }
    next = min(bytes.count, next + 1)
    return found
  }

  static func isSpace(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 10 || byte == 13 || byte == 9 || byte == 12
  }

  private mutating func begin(_ name: String, _ attributes: [String: String]) {
    switch name {
    case "table":
      tables.append(Table())
      open.append(Builder(index: tables.count - 1))
    case "tr", "row":
      endRow()
      if let last = open.indices.last { open[last].row = [] }
    case "td", "th", "cell":
      endCell()
      guard let last = open.indices.last else { return }
      if open[last].row == nil { open[last].row = [] }
      open[last].cell = []
      open[last].isHeaderCell = name == "th"
      let more = attributes["ss:mergeacross"].flatMap { Int($0) }.map { $0 + 1 }
      open[last].columns = min(
        1000, max(1, attributes["colspan"].flatMap { Int($0) } ?? more ?? 1))
      let down = attributes["ss:mergedown"].flatMap { Int($0) }.map { $0 + 1 }
      open[last].lines = min(
        100_000, max(1, attributes["rowspan"].flatMap { Int($0) } ?? down ?? 1))
      // Excel leaves empty cells out and says where the next one stands.
      if let index = attributes["ss:index"].flatMap({ Int($0) }), index <= HTMLTables.mostColumns {
        while (open[last].row?.count ?? 0) < index - 1 { open[last].row?.append([]) }
      }
    case "caption":
      if let last = open.indices.last { open[last].isCaption = true }
    case "br": breakLine()
    case "p", "div", "li":
      if let last = open.indices.last, open[last].cell?.isEmpty == false { breakLine() }
    case "script", "style":
      place = find(Array("</\(name)".utf8), from: place) ?? bytes.count
    default: break
    }
  }

  private mutating func end(_ name: String) {
    switch name {
    case "table": endTable()
    case "tr", "row": endRow()
    case "td", "th", "cell": endCell()
    case "caption": if let last = open.indices.last { open[last].isCaption = false }
    default: break
    }
  }

  // MARK: Cells

  private mutating func endCell() {
    guard let last = open.indices.last, let cell = open[last].cell else { return }
    open[last].cell = nil
    let text = HTMLTables.plain(cell)
    hang()
    let column = open[last].row?.count ?? 0
    guard column + open[last].columns <= HTMLTables.mostColumns else { return }
    for offset in 0..<open[last].columns {
      let own = offset == 0 ? text : []
      open[last].row?.append(own)
      if open[last].lines > 1 {
        // A name over several rows of the header stands in the first; a value is that of all its rows.
        open[last].hanging[column + offset] = (
          open[last].isHeaderCell ? [] : own, open[last].lines - 1
        )
      }
    }
  }

  /// Puts the cells from above where the row has come to them.
  private mutating func hang() {
    guard let last = open.indices.last else { return }
    while let column = open[last].row?.count, let cell = open[last].hanging[column] {
      open[last].row?.append(cell.text)
      open[last].hanging[column] = cell.rows > 1 ? (cell.text, cell.rows - 1) : nil
    }
  }

  private mutating func endRow() {
    endCell()
    guard let last = open.indices.last, open[last].row != nil else { return }
    hang()
    // Cells from above behind the last of this row.
    while let next = open[last].hanging.keys.filter({ $0 >= (open[last].row?.count ?? 0) }).min(),
      next < (open[last].row?.count ?? 0) + 1
    {
      hang()
    }
    if let row = open[last].row, !row.isEmpty { tables[open[last].index].rows.append(row) }
    open[last].row = nil
  }

  private mutating func endTable() {
    if open.isEmpty { return }
    endRow()
    open.removeLast()
  }

  /// A text with single spaces, none at the ends and around line ends.
  private static func plain(_ text: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    for byte in text {
      if byte == 32, out.isEmpty || out.last == 32 || out.last == 10 { continue }
      if byte == 10 {
        while out.last == 32 { out.removeLast() }
        if out.isEmpty || out.last == 10 { continue }
      }
      out.append(byte)
    }
    while let last = out.last, last == 32 || last == 10 { out.removeLast() }
    return out
  }
}
