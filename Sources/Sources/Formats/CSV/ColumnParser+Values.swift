import Columns

/// The loops over the fields of one column. Each returns how many rows it read: fewer than there
/// are where a field does not fit the format.
extension ColumnParser {
  func takeInts(_ batch: FieldBatch, _ field: Int) -> Int {
    let out = values + count
    var place = field
    for row in 0..<batch.rows {
      let span = batch.spans[place]
      place &+= batch.fieldCount
      let bytes = batch.text(span)
      let length = span.length
      if nulls.isEmpty, length > 0, length <= 8,
        let value = ShortDigits.value(bytes, length),
        length == 1 || bytes[0] != 48
      {
        out[row] = Int64(truncatingIfNeeded: value)
      } else if isNull(bytes, span) {
        setNull(count + row, span)
      } else if let value = int(bytes, length) {
        out[row] = value
      } else if !takeTrimmed(batch, bytes, span, row, { int($0, $1) }) {
        return row
      }
    }
    return batch.rows
  }

  private func int(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Int64? {
    guard let value = FieldReader.int(bytes, length, takesCodes: isForced) else {
      return isForced ? FieldReader.paddedInt(bytes, length) : nil
    }
    if length > 15 { noteWide(value) }
    return value
  }

  private func noteWide(_ value: Int64) {
    if value.magnitude > FieldReader.exactDoubles { sawWideInt = true }
    if value.magnitude >= FieldReader.longNumbers { sawLongInt = true }
  }

  func takeDecimals(_ batch: FieldBatch, _ field: Int) -> Int {
    let out = values + count
    let point = self.point
    var place = field
    var scale = self.scale
    var fractions = sawFraction
    var plain = sawPlain
    defer {
      sawFraction = fractions || sawFraction
      sawPlain = plain || sawPlain
    }
    for row in 0..<batch.rows {
      let span = batch.spans[place]
      place &+= batch.fieldCount
      let bytes = batch.text(span)
      let length = span.length
      if nulls.isEmpty, length > 0, length <= 8,
        let number = ShortDigits.decimal(bytes, length, point: point), number.scale == scale
      {
        out[row] = Int64(truncatingIfNeeded: number.unscaled)
        if number.scale > 0 {
          fractions = true
          if number.scale != 3 || length > 7 || bytes[0] == 48 { plain = true }
        }
      } else if isNull(bytes, span) {
        setNull(count + row, span)
      } else {
        self.scale = scale
        let isTaken =
          takeDecimal(bytes, length, row)
          || takeTrimmed(batch, bytes, span, row) { bytes, length in
            takeDecimal(bytes, length, row) ? values[count + row] : nil
          }
        if !isTaken { return row }
        scale = self.scale
      }
    }
    return batch.rows
  }

  private func takeDecimal(_ bytes: UnsafePointer<UInt8>, _ length: Int, _ row: Int) -> Bool {
    guard
      let number = FieldReader.decimal(bytes, length, point: point, takesCodes: isForced)
    else { return false }
    if number.isPlain { sawPlain = true }
    if number.hasPoint { sawFraction = true } else { noteWide(number.unscaled) }
    return put(number.unscaled, number.scale, row)
  }

  /// Stores a number at the common scale; a number with more digits brings all to its own, if they
  /// fit.
  private func put(_ unscaled: Int64, _ digits: Int, _ row: Int) -> Bool {
    if digits <= scale {
      guard let value = Decimal64.rescale(unscaled, from: digits, to: scale) else {
        overflowed = true
        return false
      }
      values[count + row] = value
      return true
    }
    for earlier in 0..<(count + row) where valid[earlier] != 0 {
      guard Decimal64.rescale(values[earlier], from: scale, to: digits) != nil else {
        overflowed = true
        return false
      }
    }
    let factor = Decimal64.powers[digits - scale]
    for earlier in 0..<(count + row) where valid[earlier] != 0 { values[earlier] *= factor }
    scale = digits
    values[count + row] = unscaled
    return true
  }

  func takeDates(_ batch: FieldBatch, _ field: Int) -> Int {
    let out = values + count
    if monthStarts.isEmpty { monthStarts = [Int32](repeating: 0, count: 256 * 12) }
    return monthStarts.withUnsafeMutableBufferPointer { months in
      var place = field
      for row in 0..<batch.rows {
        let span = batch.spans[place]
        place &+= batch.fieldCount
        let bytes = batch.text(span)
        if nulls.isEmpty, span.length == 10, let date = ShortDigits.date(bytes) {
          // Days up to 28 occur in every month.
          let month = (date.year &- 1900) &* 12 &+ date.month &- 1
          if date.day >= 1, date.day <= 28, date.month >= 1, date.month <= 12, month >= 0,
            month < months.count
          {
            var start = months[month]
            if start == 0 {
              start = Int32(Calendar.days(year: date.year, month: date.month, day: 1))
              months[month] = start
            }
            out[row] = Int64(start) &+ Int64(date.day &- 1)
            continue
          }
        }
        if isNull(bytes, span) {
          setNull(count + row, span)
        } else if let value = FieldReader.dateISO(bytes, span.length) {
          out[row] = value
        } else if isForced, let value = FieldReader.dayNumber(bytes, span.length) {
          out[row] = value
        } else if !takeTrimmed(batch, bytes, span, row, { FieldReader.dateISO($0, $1) }) {
          return row
        }
      }
      return batch.rows
    }
  }

  func takeOthers(_ batch: FieldBatch, _ field: Int) -> Int {
    for row in 0..<batch.rows {
      let span = batch.spans[row &* batch.fieldCount &+ field]
      let bytes = batch.text(span)
      if isNull(bytes, span) {
        setNull(count + row, span)
      } else if let value = other(batch, bytes, span.length, row) {
        values[count + row] = value
      } else if !takeTrimmed(batch, bytes, span, row, { other(batch, $0, $1, row) }) {
        return row
      }
    }
    return batch.rows
  }

  private func other(
    _ batch: FieldBatch, _ bytes: UnsafePointer<UInt8>, _ length: Int, _ row: Int
  ) -> Int64? {
    switch format {
    case .bool: return FieldReader.bool(bytes, length).map { $0 ? 1 : 0 }
    case .double:
      guard let value = FieldReader.double(bytes, length, point: point, isForced: isForced),
        value.isFinite || !knowsMissing
      else { return nil }
      // One zero, so that equal numbers have equal bits.
      return Int64(bitPattern: (value == 0 ? 0 : value).bitPattern)
    case .dateDMY, .dateMDY, .dateYMD, .stampDMY, .stampMDY, .stampYMD:
      return date(batch, bytes, length, row)
    case .stampISO:
      guard let value = FieldReader.timestamp(bytes, length) else { return nil }
      if length > 10 { sawFraction = true }
      return value
    case .number, .whole: return number(batch, bytes, length, row)
    default: return nil
    }
  }

  /// A number as people write it. What it could be with the other decimal sign is asked only as long
  /// as that is open.
  private func number(
    _ batch: FieldBatch, _ bytes: UnsafePointer<UInt8>, _ length: Int, _ row: Int
  ) -> Int64? {
    if let value = FieldReader.int(bytes, length) {
      slowKinds.formIntersection(FieldReader.wholeKinds(value, length))
      return put(value, 0, row) ? values[count + row] : nil
    }
    // What else it could be is asked of the number alone, not of the spaces around it.
    let (start, end) = TextSpace.trimmed(bytes, length)
    if start > 0 || end < length {
      return start < end ? self.number(batch, bytes + start, end - start, row) : nil
    }
    guard let number = NumberText(bytes, length), let value = number.value(point: point) else {
      return nil
    }
    if slowKinds.isDisjoint(with: FieldKinds.narrow) {
      var kinds: FieldKinds = [.number(point), .text]
      if value.scale == 0 { kinds.insert(.whole(point)) }
      let other: UInt8 = point == 44 ? 46 : 44
      if !number.hasSigns {
        kinds.formUnion([.pointNumber, .commaNumber, .numberAgree])
        if value.scale == 0 { kinds.formUnion([.pointWhole, .commaWhole]) }
      } else if slowKinds.contains(.number(other)), let read = number.value(point: other) {
        kinds.insert(.number(other))
        if read.scale == 0 { kinds.insert(.whole(other)) }
      }
      kinds.formUnion(.unit(number.unit))
      if bytes[0] == 40 || number.hasOddSign { kinds.insert(.bracketed) }
      slowKinds.formIntersection(kinds)
    } else {
      slowKinds.formIntersection(FieldReader.classify(bytes, length, among: slowKinds))
    }
    if number.hasOddSign { repairs.dashes.note(batch.offset(ofRow: row)) }
    return put(value.unscaled, value.scale, row) ? values[count + row] : nil
  }

  private func date(
    _ batch: FieldBatch, _ bytes: UnsafePointer<UInt8>, _ length: Int, _ row: Int
  ) -> Int64? {
    guard let (order, hasTime) = format.order else { return nil }
    // Day, month and four digits of a year is what nearly all such dates are.
    if order != .ymd, let parts = FieldReader.dateParts(bytes, length) {
      guard let days = FieldReader.date(bytes, length, monthFirst: order == .mdy) else {
        return nil
      }
      sawFraction = true
      if parts.first > 12 { firstOver12 = true }
      if parts.second > 12 { secondOver12 = true }
      if parts.first <= 12, parts.second <= 12, parts.first != parts.second {
        sawEitherOrder = true
      }
      return hasTime ? days * Calendar.microsecondsPerDay : days
    }
    guard let date = DateText(bytes, length), let days = date.days(order),
      hasTime || !date.hasTime
    else { return nil }
    slowKinds.formIntersection(
      date.kinds.union(FieldReader.classify(bytes, length, among: [.dateISO, .stampISO])))
    if date.hasShortYear { repairs.shortYears.note(batch.offset(ofRow: row)) }
    if date.hasOffset { repairs.offsets.note(batch.offset(ofRow: row)) }
    return hasTime ? days * Calendar.microsecondsPerDay + Int64(date.time) : days
  }

  /// A second look at a field that did not fit: without the spaces around it, and for a word that
  /// stands for a missing value.
  @inline(never)
  private func takeTrimmed(
    _ batch: FieldBatch, _ bytes: UnsafePointer<UInt8>, _ span: FieldSpan, _ row: Int,
    _ read: (UnsafePointer<UInt8>, Int) -> Int64?
  ) -> Bool {
    let (start, end) = TextSpace.trimmed(bytes, span.length)
    if start == end {
      // Nothing but spaces: null, but as text it is what it is.
      setNull(count + row, span)
      hasQuotedNull = true
      return true
    }
    if start > 0 || end < span.length, let value = read(bytes + start, end - start) {
      values[count + row] = value
      return true
    }
    if knowsMissing, MissingWord.contains(bytes + start, end - start) {
      setNull(count + row, span)
      hasQuotedNull = true
      let text = UnsafeBufferPointer(start: bytes + start, count: end - start)
      repairs.missing[String(decoding: text, as: UTF8.self), default: Tally()]
        .note(batch.offset(ofRow: row))
      return true
    }
    return false
  }
}

/// Numbers of at most eight digits, all digits at once.
///
/// The eight bytes from the start of the text may be read, whatever its length.
enum ShortDigits {
  private static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// Eight digits in memory order as a number; nil where a byte is no digit.
  @inline(__always)
  private static func eight(_ word: UInt64) -> UInt64? {
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    // A digit has a high half of 3, and keeps it when 6 is added.
    let sum = word &+ 0x0606_0606_0606_0606
    if (word & high) != zeros || (sum & high) != zeros { return nil }
    var value = word &- zeros
    value = (value &* 10) &+ (value &>> 8)
    let mask: UInt64 = 0x0000_00FF_0000_00FF
    let high2 = (value & mask) &* (100 &+ (1_000_000 &<< 32))
    let low2 = ((value &>> 16) & mask) &* (1 &+ (10_000 &<< 32))
    return (high2 &+ low2) &>> 32
  }

  /// The digits `bytes[0..<length]`, 1...8 of them.
  @inline(__always)
  static func value(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> UInt64? {
    let word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
    return eight(aligned(word, length))
  }

  /// The first `length` bytes moved to the end, zeros before them.
  @inline(__always)
  private static func aligned(_ word: UInt64, _ length: Int) -> UInt64 {
    let shift = UInt64(truncatingIfNeeded: 64 &- length &* 8)
    return shift == 0 ? word : (word &<< shift) | (zeros &>> (64 &- shift))
  }

  /// Digits with at most one point among them, 1...8 bytes: without leading zeros, with digits on
  /// both sides of the point.
  @inline(__always)
  static func decimal(
    _ bytes: UnsafePointer<UInt8>, _ length: Int, point: UInt8
  ) -> (unscaled: UInt64, scale: Int)? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var word = UnsafeRawPointer(bytes).loadUnaligned(as: UInt64.self)
    // What follows the text must not look like a point.
    if length < 8 { word &= (1 &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1 }
    let other = word ^ (ones &* UInt64(point))
    let found = (other &- ones) & ~other & 0x8080_8080_8080_8080
    if found == 0 {
      if length > 1, bytes[0] == 48 { return nil }
      guard let value = eight(aligned(word, length)) else { return nil }
      return (value, 0)
    }
    let place = found.trailingZeroBitCount &>> 3
    if place == 0 || place == length &- 1 || (place > 1 && bytes[0] == 48) { return nil }
    let below = (1 &<< UInt64(truncatingIfNeeded: place &* 8)) &- 1 as UInt64
    let digits = (word & below) | ((word &>> 8) & ~below)
    guard let value = eight(aligned(digits, length &- 1)) else { return nil }
    return (value, length &- 1 &- place)
  }

  /// The parts of `2025-12-31`, ten bytes; nil where it has another form. The parts may be no date.
  @inline(__always)
  static func date(_ bytes: UnsafePointer<UInt8>) -> (year: Int, month: Int, day: Int)? {
    let raw = UnsafeRawPointer(bytes)
    let word = raw.loadUnaligned(as: UInt64.self)
    if word & 0xFF00_00FF_0000_0000 != 0x2D00_002D_0000_0000 { return nil }
    let tail = UInt64(raw.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
    // yyyy, mm and dd side by side.
    let digits =
      (word & 0xFFFF_FFFF) | ((word &>> 40) & 0xFFFF) &<< 32 | tail &<< 48
    guard let value = eight(digits) else { return nil }
    let number = Int(truncatingIfNeeded: value)
    return (number / 10_000, number / 100 % 100, number % 100)
  }
}
