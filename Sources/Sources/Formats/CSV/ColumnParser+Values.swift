import CScanning
import Columns

/// The loops over the fields of one column. Each returns how many rows it read: fewer than there
/// are where a field does not fit the format.
extension ColumnParser {
  func takeInts(_ batch: FieldBatch, _ field: Int) -> Int {
    let out = values + count
    let texts = isWide && nulls.isEmpty ? batch.texts(field) : nil
    var row = 0
    while row < batch.rows {
      if let texts {
        row = tiendo_read_integers(texts, row, out)
        if row == batch.rows { break }
      }
      let span = batch.spans[row &* batch.fieldCount &+ field]
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
      row &+= 1
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
    let texts = isWide && nulls.isEmpty ? batch.texts(field) : nil
    var row = 0
    while row < batch.rows {
      if let texts, scale <= 7 {
        var signs = tiendo_decimal_signs()
        row = tiendo_read_decimals(texts, row, point, Int32(scale), &signs, out)
        if signs.has_point != 0 { sawFraction = true }
        if signs.is_plain != 0 { sawPlain = true }
        if row == batch.rows { break }
      }
      let span = batch.spans[row &* batch.fieldCount &+ field]
      let bytes = batch.text(span)
      let length = span.length
      if nulls.isEmpty, length > 0, length <= 8,
        let number = ShortDigits.decimal(bytes, length, point: point), number.scale == scale
      {
        out[row] = Int64(truncatingIfNeeded: number.unscaled)
        if number.scale > 0 {
          sawFraction = true
          if number.scale != 3 || length > 7 || bytes[0] == 48 { sawPlain = true }
        }
      } else if isNull(bytes, span) {
        setNull(count + row, span)
      } else {
        let isTaken =
          takeDecimal(bytes, length, row)
          || takeTrimmed(batch, bytes, span, row) { bytes, length in
            takeDecimal(bytes, length, row) ? values[count + row] : nil
          }
        if !isTaken { return row }
      }
      row &+= 1
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
    let texts = isWide && nulls.isEmpty ? batch.texts(field) : nil
    return MonthStarts.table.withUnsafeBufferPointer { months in
      var row = 0
      while row < batch.rows {
        if let texts {
          row = tiendo_read_days(texts, row, months.baseAddress, months.count, out)
          if row == batch.rows { break }
        }
        defer { row &+= 1 }
        let span = batch.spans[row &* batch.fieldCount &+ field]
        let bytes = batch.text(span)
        if nulls.isEmpty, span.length == 10, let date = ShortDigits.date(bytes),
          let value = MonthStarts.days(date.year, date.month, date.day, months)
        {
          out[row] = value
          continue
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
