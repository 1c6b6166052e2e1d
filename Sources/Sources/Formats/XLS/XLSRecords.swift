import Columns

/// A record of an old workbook: its kind and where its contents lie.
struct XLSRecord {
  let kind: Int
  let start: Int
  let count: Int
}

/// The records of an old workbook, one behind another.
struct XLSRecords {
  let bytes: UnsafeRawPointer
  let count: Int

  func byte(_ place: Int) -> Int {
    place < count ? Int(bytes.load(fromByteOffset: place, as: UInt8.self)) : 0
  }

  func short(_ place: Int) -> Int { byte(place) | byte(place + 1) << 8 }

  func long(_ place: Int) -> UInt32 {
    UInt32(short(place)) | UInt32(short(place + 2)) << 16
  }

  func double(_ place: Int) -> Double {
    Double(bitPattern: UInt64(long(place)) | UInt64(long(place + 4)) << 32)
  }

  /// The record at a place; nil where the stream ends.
  func record(_ place: Int) -> XLSRecord? {
    guard place >= 0, place + 4 <= count else { return nil }
    let length = short(place + 2)
    guard place + 4 + length <= count else { return nil }
    return XLSRecord(kind: short(place), start: place + 4, count: length)
  }

  /// The pieces of a record that goes on in others.
  func pieces(_ first: XLSRecord) -> [Range<Int>] {
    var pieces = [first.start..<first.start + first.count]
    var next = first.start + first.count
    while let record = record(next), record.kind == 0x3C {
      pieces.append(record.start..<record.start + record.count)
      next = record.start + record.count
    }
    return pieces
  }
}

/// Texts that may go on in the next piece, where a new byte says how wide the signs are.
struct XLSTexts {
  private let records: XLSRecords
  private let pieces: [Range<Int>]
  private var piece = 0
  private var place: Int
  private(set) var isBeyondEnd = false

  init(_ records: XLSRecords, _ pieces: [Range<Int>], from offset: Int) {
    self.records = records
    self.pieces = pieces
    place = pieces[0].lowerBound + offset
  }

  private mutating func byte() -> Int {
    while piece < pieces.count, place >= pieces[piece].upperBound { turn() }
    guard piece < pieces.count else {
      isBeyondEnd = true
      return 0
    }
    place += 1
    return records.byte(place - 1)
  }

  private mutating func turn() {
    piece += 1
    if piece < pieces.count { place = pieces[piece].lowerBound }
  }

  private mutating func short() -> Int {
    let low = byte()
    return low | byte() << 8
  }

  private mutating func skip(_ count: Int) {
    var rest = count
    while rest > 0, piece < pieces.count {
      let step = min(rest, pieces[piece].upperBound - place)
      place += step
      rest -= step
      if rest > 0 { turn() }
    }
  }

  /// The next text in UTF-8, without signs of control.
  ///
  /// - Parameter hasShortCount: whether one byte says how long it is.
  mutating func next(hasShortCount: Bool = false) -> [UInt8] {
    var left = hasShortCount ? byte() : short()
    var flags = byte()
    let runs = flags & 8 != 0 ? short() : 0
    let extra = flags & 4 != 0 ? short() | short() << 16 : 0
    var units: [UInt16] = []
    units.reserveCapacity(min(left, 1 << 15))
    while left > 0, !isBeyondEnd {
      if place >= pieces[min(piece, pieces.count - 1)].upperBound {
        turn()
        guard piece < pieces.count else {
          isBeyondEnd = true
          break
        }
        flags = byte()
      }
      let unit = UInt16(truncatingIfNeeded: flags & 1 != 0 ? short() : byte())
      units.append(unit >= 32 || unit == 9 || unit == 10 || unit == 13 ? unit : 32)
      left -= 1
    }
    skip(4 * runs)
    skip(extra)
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }
}
