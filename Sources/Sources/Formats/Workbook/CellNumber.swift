/// Numbers of cells as text that cannot be read in two ways.
///
/// A workbook keeps a number as its decimal digits with a point. Three decimals behind few digits would
/// look like points between thousands, so they get a zero more; what has more digits than a cell holds
/// is brought to the shortest text of the same number.
enum CellNumber {
  /// Digits that a cell holds exactly.
  private static let exactDigits = 15

  /// Appends the number, its point moved by `shift` places to the right; false where the text is none.
  static func append(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, shift: Int, _ out: inout [UInt8]
  ) -> Bool {
    guard count > 0, count < 400 else { return false }
    var place = bytes[0] == 45 ? 1 : 0
    let isNegative = place == 1
    let start = place
    var point = -1
    var digits = 0
    var isSimple = true
    while place < count {
      let byte = bytes[place]
      if byte &- 48 < 10 {
        digits += 1
      } else if byte == 46, point < 0 {
        point = place
      } else {
        isSimple = false
        break
      }
      place += 1
    }
    if isSimple, digits > 0, digits <= exactDigits {
      let whole = (point < 0 ? count : point) - start
      if shift == 0, whole > 0, bytes[start] != 48 || whole == 1 {
        return appendPlain(bytes, count, start, point, whole, &out)
      }
      var all: [UInt8] = []
      all.reserveCapacity(digits)
      for place in start..<count where place != point { all.append(bytes[place]) }
      append(all, exponent: whole + shift, isNegative, &out)
      return true
    }
    let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    // What Swift takes for hexadecimal is none here.
    guard !text.utf8.contains(where: { $0 | 32 == 120 }), let value = Double(text), value.isFinite
    else { return false }
    append(value, shift: shift, &out)
    return true
  }

  /// Copies digits that are as they should be, without zeros at the end of a fraction.
  @inline(__always)
  private static func appendPlain(
    _ bytes: UnsafePointer<UInt8>, _ count: Int, _ start: Int, _ point: Int, _ whole: Int,
    _ out: inout [UInt8]
  ) -> Bool {
    var end = count
    if point >= 0 {
      while end > point, bytes[end - 1] == 48 { end -= 1 }
      if end == point + 1 { end = point }
    }
    // Minus zero is zero.
    let isZero = end - start == 1 && bytes[start] == 48
    out.append(
      contentsOf: UnsafeBufferPointer(
        start: bytes + (isZero ? start : 0), count: end - (isZero ? start : 0)))
    if point >= 0, end - point == 4, whole <= 3, bytes[start] != 48 { out.append(48) }
    return true
  }

  /// Appends the shortest text of a number.
  static func append(_ value: Double, shift: Int = 0, _ out: inout [UInt8]) {
    let text = Array(value.magnitude.description.utf8)
    var digits: [UInt8] = []
    var exponent = 0
    var point = -1
    var place = 0
    while place < text.count, text[place] != 101 {
      if text[place] == 46 { point = digits.count } else { digits.append(text[place]) }
      place += 1
    }
    exponent = point < 0 ? digits.count : point
    if place < text.count {
      exponent += Int(String(decoding: text[(place + 1)...], as: UTF8.self)) ?? 0
    }
    append(digits, exponent: exponent + shift, value < 0, &out)
  }

  /// Appends the digits, the first `exponent` of them before the point.
  private static func append(
    _ digits: [UInt8], exponent: Int, _ isNegative: Bool, _ out: inout [UInt8]
  ) {
    var digits = digits[...]
    var exponent = exponent
    while digits.first == 48 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.last == 48 { digits.removeLast() }
    guard let first = digits.first else {
      out.append(48)
      return
    }
    if isNegative { out.append(45) }
    if exponent > exactDigits || exponent < -5 {
      out.append(first)
      if digits.count > 1 {
        out.append(46)
        out.append(contentsOf: digits.dropFirst())
        if digits.count == 4 { out.append(48) }
      }
      out.append(contentsOf: exponent > 0 ? "e+".utf8 : "e-".utf8)
      out.append(contentsOf: String(abs(exponent - 1)).utf8)
      return
    }
    if exponent <= 0 {
      out.append(contentsOf: "0.".utf8)
      for _ in 0..<(-exponent) { out.append(48) }
      out.append(contentsOf: digits)
      return
    }
    out.append(contentsOf: digits.prefix(exponent))
    for _ in 0..<max(0, exponent - digits.count) { out.append(48) }
    guard digits.count > exponent else { return }
    out.append(46)
    out.append(contentsOf: digits.dropFirst(exponent))
    if digits.count - exponent == 3, exponent <= 3 { out.append(48) }
  }
}
