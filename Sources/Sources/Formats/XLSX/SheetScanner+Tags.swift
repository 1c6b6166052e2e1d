#if HAS_ZIP && HAS_EXPAT
  extension SheetScanner {
    @inline(__always)
    func byte(_ ahead: Int) -> UInt8 { place + ahead < end ? base[place + ahead] : 0 }

    @inline(__always)
    func isDelimiter(_ byte: UInt8) -> Bool {
      byte == 32 || byte == 62 || byte == 47 || byte == 10 || byte == 13 || byte == 9
    }

    @inline(__always)
    func matches(_ text: StaticString) -> Bool {
      let count = text.utf8CodeUnitCount
      guard place + count <= end else { return false }
      for index in 0..<count where base[place + index] != text.utf8Start[index] { return false }
      return true
    }

    /// Goes behind the `<` of the next tag; false at the end. Only space may stand before.
    @inline(__always)
    mutating func nextTag() throws(UnusualXML) -> Bool {
      while place < end {
        let byte = base[place]
        place += 1
        if byte == 60 { return true }
        if byte != 32, byte != 10, byte != 13, byte != 9 { throw UnusualXML() }
      }
      return false
    }

    /// The text up to the next tag.
    @inline(__always)
    mutating func text() throws(UnusualXML) -> Range<Int> {
      let start = place
      while place < end {
        let byte = base[place]
        if byte == 60 { return start..<place }
        if byte < 64 {
          if byte == 38 {
            hasEntity = true
          } else if byte < 32, byte != 10, byte != 9 {
            // A CR becomes a line feed, other signs are none of XML.
            throw UnusualXML()
          } else if byte == 62, place >= start + 2, base[place - 1] == 93, base[place - 2] == 93 {
            throw UnusualXML()
          }
        }
        place += 1
      }
      throw UnusualXML()
    }

    /// The name (its first byte, 0 for a longer one) and the value of the next attribute; nil at the end of
    /// the tag.
    @inline(__always)
    mutating func attribute() throws(UnusualXML) -> (
      name: UInt8, length: Int, value: Range<Int>
    )? {
      let before = place
      while place < end, base[place] == 32 || base[place] == 10 || base[place] == 9 { place += 1 }
      guard place < end else { throw UnusualXML() }
      if base[place] == 62 {
        place += 1
        isClosed = false
        return nil
      }
      if base[place] == 47 {
        guard byte(1) == 62 else { throw UnusualXML() }
        place += 2
        isClosed = true
        return nil
      }
      guard place > before else { throw UnusualXML() }
      let name = place
      while place < end, base[place] > 32, base[place] != 61, base[place] != 62, base[place] != 60 {
        place += 1
      }
      let length = place - name
      guard length > 0, byte(0) == 61, byte(1) == 34 || byte(1) == 39 else { throw UnusualXML() }
      let quote = byte(1)
      place += 2
      let start = place
      while place < end, base[place] != quote {
        let byte = base[place]
        if byte == 38 || byte == 60 || byte < 32 { throw UnusualXML() }
        place += 1
      }
      guard place < end else { throw UnusualXML() }
      place += 1
      return (base[name], length, start..<place - 1)
    }

    mutating func rowAttributes() throws(UnusualXML) {
      var number = -1
      isHidden = false
      while let (name, length, value) = try attribute() {
        if name == 114, length == 1 {
          if number != -1 { throw UnusualXML() }
          number = SheetScanner.digits(base + value.lowerBound, value.count)
        } else if name == 104, length == 6, isNamed("hidden", value) {
          isHidden =
            value.isEmpty || (base[value.lowerBound] != 48 && base[value.lowerBound] != 102)
        }
      }
      // Rows without a number follow the one before, which another piece may hold.
      guard number >= 1, number <= CellRange.maxRows else { throw UnusualXML() }
      row = number - 1
    }

    /// Whether the attribute of a value is called that.
    private func isNamed(_ name: StaticString, _ value: Range<Int>) -> Bool {
      let count = name.utf8CodeUnitCount
      let start = value.lowerBound - 2 - count
      guard start >= 0 else { return false }
      for index in 0..<count where base[start + index] != name.utf8Start[index] { return false }
      return true
    }

    @inline(__always)
    mutating func cellAttributes() throws(UnusualXML) {
      kind = .number
      style = 0
      column += 1
      // No attribute comes twice.
      var seen: UInt32 = 0
      while let (name, length, value) = try attribute() {
        guard length == 1 else { continue }
        let bit = UInt32(1) << UInt32(name & 31)
        if seen & bit != 0 { throw UnusualXML() }
        seen |= bit
        switch name {
        case 114:  // r
          var number = 0
          var at = value.lowerBound
          while at < value.upperBound, at < value.lowerBound + 4 {
            let letter = (base[at] & 0xDF) &- 65
            guard letter < 26 else { break }
            number = number * 26 + Int(letter) + 1
            at += 1
          }
          if number > 0 { column = number - 1 }
        case 115:  // s
          style = SheetScanner.digits(base + value.lowerBound, value.count)
          if style < 0 { throw UnusualXML() }
        case 116:  // t
          kind = try cellKind(value)
        default: break
        }
      }
      guard column < CellRange.maxColumns else { throw UnusualXML() }
    }

    @inline(__always)
    private func cellKind(_ value: Range<Int>) throws(UnusualXML) -> Kind {
      guard !value.isEmpty else { throw UnusualXML() }
      switch base[value.lowerBound] {
      case 115 where value.count == 1: return .shared
      case 98: return .bool
      case 101: return .error
      case 100: return .date
      case 115, 105: return .text
      default: return .number
      }
    }

    /// Up to nine digits as a number; -1 for anything else.
    @inline(__always)
    static func digits(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
      guard count > 0, count <= 9 else { return -1 }
      var value = 0
      for place in 0..<count {
        let digit = bytes[place] &- 48
        guard digit < 10 else { return -1 }
        value = value * 10 + Int(digit)
      }
      return value
    }
  }
#endif
