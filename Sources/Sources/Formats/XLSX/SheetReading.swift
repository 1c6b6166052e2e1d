#if HAS_ZIP && HAS_EXPAT
  import Columns

  /// What the rows of a sheet are read by, wherever they stand.
  struct SheetReading: Sendable {
    let range: CellRange
    let dates: CellDate
    let textCount: Int
    /// For each style its format and the format's place in the store.
    let formats: [(format: CellFormat, place: Int)]
    let dayFormat: Int
    let stampFormat: Int

    /// What a number of some style is: its kind, the place of its format, and for dates and times the
    /// microseconds; nil where it is a day that there is not.
    @inline(__always)
    func number(
      _ bytes: UnsafePointer<UInt8>, _ count: Int, style: Int
    ) -> (kind: CellKind, place: Int, microseconds: Int64)? {
      guard style < formats.count else { return (.number, 0, 0) }
      let (format, place) = formats[style]
      switch format.kind {
      case .number: return (.number, place, 0)
      case .percent: return (.percent, place, 0)
      case .date, .time: break
      }
      guard let value = SheetReading.double(bytes, count) else { return (.text, 0, 0) }
      switch CellStore.cell(value, format, place, dates, stamp: stampFormat) {
      case .number: return (.number, 0, 0)
      case .time(let kind, let place, let microseconds): return (kind, place, microseconds)
      case .noDay: return nil
      }
    }

    /// The number of a text as `Double` reads it.
    private static func double(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Double? {
      // Up to 15 digits and a power of ten that a double holds give an exactly rounded quotient.
      var value = 0
      var scale = -1
      var place = 0
      while place < count, place < 16 {
        let digit = bytes[place] &- 48
        if digit < 10 {
          value = value * 10 + Int(digit)
          if scale >= 0 { scale += 1 }
        } else if bytes[place] == 46, scale < 0, place > 0 {
          scale = 0
        } else {
          break
        }
        place += 1
      }
      if place == count, count > 0, scale != 0, count < 16 || scale > 0 {
        return scale < 0 ? Double(value) : Double(value) / Double(Decimal64.powers[scale])
      }
      return Double(
        String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
    }
  }
#endif
