#if HAS_ZIP && HAS_EXPAT
  import Columns

  /// The XML of a sheet holds something that is read by the parser of XML alone.
  struct UnusualXML: Error {}

  /// Reads whole rows of a sheet from the text of its XML, without a parser of XML.
  ///
  /// Knows what programs write between `<row>` and `</row>`. Whatever else stands there, and whatever is
  /// wrong, is `UnusualXML`: then the parser reads the sheet from its beginning and says what is wrong.
  struct SheetScanner {
    private let reading: SheetReading
    private var out: CellPieceWriter
    let base: UnsafePointer<UInt8>
    var place = 0
    let end: Int
    var row = -1
    var column = -1
    var isHidden = false
    var style = 0
    var kind = Kind.number
    /// Whether the tag that was read last has no end tag.
    var isClosed = false
    /// What the cell holds that is open.
    private var value = 0..<0
    var hasEntity = false
    private var hasFormula = false
    private let decoded = XMLText()

    enum Kind { case number, shared, text, bool, error, date }

    /// Reads the rows that begin at `bytes`.
    static func piece(
      _ bytes: UnsafePointer<UInt8>, _ count: Int, _ reading: SheetReading
    ) throws(UnusualXML) -> CellPiece {
      // A cell takes 15 bytes of XML at the least, and 17 where those are of a date.
      let piece = CellPiece(room: count + count / 4 + 64)
      var scanner = SheetScanner(bytes, count, reading, CellPieceWriter(piece))
      try scanner.rows()
      scanner.out.finish()
      return piece
    }

    private init(
      _ bytes: UnsafePointer<UInt8>, _ count: Int, _ reading: SheetReading, _ out: CellPieceWriter
    ) {
      self.reading = reading
      self.out = out
      base = bytes
      end = count
    }

    // MARK: Rows and cells

    private mutating func rows() throws(UnusualXML) {
      while try nextTag() {
        guard matches("row") else { throw UnusualXML() }
        place += 3
        try rowAttributes()
        if isHidden, reading.range.rows.contains(row) { out.piece.findings.hiddenRows += 1 }
        if isClosed { continue }
        column = -1
        while true {
          guard try nextTag() else { throw UnusualXML() }
          if byte(0) == 99, isDelimiter(byte(1)) {
            place += 1
            try cell()
          } else if matches("/row>") {
            place += 5
            break
          } else {
            throw UnusualXML()
          }
        }
      }
    }

    private mutating func cell() throws(UnusualXML) {
      try cellAttributes()
      value = 0..<0
      hasEntity = false
      hasFormula = false
      if isClosed { return }
      var hasValue = false
      while true {
        guard try nextTag() else { throw UnusualXML() }
        switch byte(0) {
        case 118 where isDelimiter(byte(1)):  // v
          if hasValue { throw UnusualXML() }
          hasValue = true
          place += 1
          while try attribute() != nil {}
          if isClosed { continue }
          value = try text()
          guard matches("</v>") else { throw UnusualXML() }
          place += 4
        case 102 where isDelimiter(byte(1)):  // f
          place += 1
          try formula()
        case 105 where byte(1) == 115 && byte(2) == 62:  // is
          if hasValue { throw UnusualXML() }
          place += 3
          try inline()
          hasValue = true
        case 47 where byte(1) == 99 && byte(2) == 62:  // /c
          place += 3
          return try endCell()
        default: throw UnusualXML()
        }
      }
    }

    /// `<t>…</t></is>`; text in runs of several looks is left to the parser.
    private mutating func inline() throws(UnusualXML) {
      guard try nextTag(), byte(0) == 116, isDelimiter(byte(1)) else { throw UnusualXML() }
      place += 1
      while try attribute() != nil {}
      if !isClosed {
        value = try text()
        guard matches("</t>") else { throw UnusualXML() }
        place += 4
      }
      guard try nextTag(), matches("/is>") else { throw UnusualXML() }
      place += 4
    }

    private mutating func formula() throws(UnusualXML) {
      hasFormula = true
      while try attribute() != nil {}
      if isClosed { return }
      while place < end, base[place] != 60 { place += 1 }
      guard matches("</f>") else { throw UnusualXML() }
      place += 4
    }

    private mutating func endCell() throws(UnusualXML) {
      guard reading.range.rows.contains(row), reading.range.columns.contains(column) else { return }
      var bytes = base + value.lowerBound
      var count = value.count
      if kind == .text || hasEntity, count > 0 {
        // The limit of the parser is that of its text.
        guard decodeValue() else { throw UnusualXML() }
        bytes = UnsafePointer(decoded.bytes)
        count = decoded.count
      }
      if count == 0 {
        if hasFormula, kind != .text { out.piece.findings.valueless.note(column, row) }
        return
      }
      switch kind {
      case .shared:
        let index = SheetScanner.digits(bytes, count)
        guard index >= 0, index < reading.textCount else { throw UnusualXML() }
        UnsafeMutableRawPointer(try add(.shared, 0, 4))
          .storeBytes(of: UInt32(truncatingIfNeeded: index), as: UInt32.self)
      case .text: try add(.text, 0, count).update(from: bytes, count: count)
      case .bool:
        try add(.bool, 0, 1).pointee = bytes[0] == 49 || bytes[0] | 32 == 116 ? 1 : 0
      case .error: try add(.error, 0, count).update(from: bytes, count: count)
      case .date:
        guard let value = CellDate.microseconds(iso: bytes, count) else {
          return try add(.text, 0, count).update(from: bytes, count: count)
        }
        UnsafeMutableRawPointer(
          try add(.date, count > 10 ? reading.stampFormat : reading.dayFormat, 8)
        )
        .storeBytes(of: value, as: Int64.self)
      case .number:
        guard let number = reading.number(bytes, count, style: style) else {
          out.piece.findings.noDay.note(column, row)
          return
        }
        switch number.kind {
        case .date, .time:
          UnsafeMutableRawPointer(try add(number.kind, number.place, 8))
            .storeBytes(of: number.microseconds, as: Int64.self)
        default: try add(number.kind, number.place, count).update(from: bytes, count: count)
        }
      }
    }

    @inline(__always)
    private mutating func add(
      _ kind: CellKind, _ format: Int, _ count: Int
    ) throws(UnusualXML) -> UnsafeMutablePointer<UInt8> {
      guard
        let room = out.add(row: row, column: column, kind, format: format, length: count)
      else { throw UnusualXML() }
      return room
    }

    /// Puts the value into `decoded`, with signs in place of entities and escapes.
    private func decodeValue() -> Bool {
      decoded.clear()
      var from = value.lowerBound
      if hasEntity {
        var at = from
        while at < value.upperBound {
          if base[at] == 38 {
            guard decoded.append(base + from, at - from),
              let (sign, after) = entity(at, value.upperBound)
            else { return false }
            for byte in UTF8.encode(sign) ?? UTF8.EncodedScalar() where !decoded.append(byte) {
              return false
            }
            at = after
            from = at
          } else {
            at += 1
          }
        }
      }
      guard decoded.append(base + from, value.upperBound - from) else { return false }
      if kind == .text { decoded.decodeEscapes() }
      return true
    }

    /// The sign of `&lt;` or `&#10;` and the place behind; nil for other entities.
    private func entity(_ start: Int, _ limit: Int) -> (UnicodeScalar, Int)? {
      var stop = start + 1
      while stop < limit, stop < start + 12, base[stop] != 59 { stop += 1 }
      guard stop < limit, base[stop] == 59 else { return nil }
      let name = String(
        decoding: UnsafeBufferPointer(start: base + start + 1, count: stop - start - 1),
        as: UTF8.self)
      switch name {
      case "lt": return ("<", stop + 1)
      case "gt": return (">", stop + 1)
      case "amp": return ("&", stop + 1)
      case "quot": return ("\"", stop + 1)
      case "apos": return ("'", stop + 1)
      default:
        guard name.first == "#" else { return nil }
        let digits = name.dropFirst()
        let code =
          digits.first == "x" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
        guard let code, !digits.contains("+"), !digits.contains("-"),
          code >= 32 || code == 9 || code == 10 || code == 13, code != 0xFFFE, code != 0xFFFF,
          let sign = UnicodeScalar(code)
        else { return nil }
        return (sign, stop + 1)
      }
    }
  }
#endif
