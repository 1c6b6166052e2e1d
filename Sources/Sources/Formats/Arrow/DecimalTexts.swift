import Columns

extension Column {
  /// Numbers that stand in texts, as exact decimals where all fit, else as doubles.
  ///
  /// Throws `Damage.values` for a text that is no number.
  func decimalsOfTexts() throws -> (column: Column, isRounded: Bool) {
    var values = [Int64](repeating: 0, count: count)
    var scales = [UInt8](repeating: 0, count: count)
    var scale = 0
    var fits = true
    for row in 0..<count where isValid(row) {
      guard let (value, own) = Column.decimal(utf8(row)) else {
        fits = false
        break
      }
      values[row] = value
      scales[row] = UInt8(own)
      scale = Swift.max(scale, own)
    }
    fits = fits && scale <= Decimal64.maxScale
    if fits {
      for row in 0..<count where isValid(row) {
        guard let value = Decimal64.rescale(values[row], from: Int(scales[row]), to: scale) else {
          fits = false
          break
        }
        values[row] = value
      }
    }
    let validity = try validityFromZero()
    if fits {
      let packed = try Packed.packing(values, validity: validity, scale: scale)
      return (
        Column(type: .float, count: count, storage: .packed(packed), validity: validity), false
      )
    }
    var isRounded = false
    var doubles = [Double](repeating: 0, count: count)
    for row in 0..<count where isValid(row) {
      let text = String(decoding: utf8(row), as: UTF8.self)
      guard let value = Double(text) else { throw Damage.values }
      isRounded = isRounded || value.isFinite
      doubles[row] = value
    }
    return (
      Column(
        type: .float, count: count, storage: .double(try Buffer(copying: doubles)),
        validity: validity), isRounded
    )
  }

  /// The validity of the rows with the first row at its start.
  private func validityFromZero() throws -> Bitmap? {
    guard let validity else { return nil }
    if offset == 0 { return validity }
    let bytes = try MutableBuffer(byteCount: count)
    let out = bytes.pointer(UInt8.self)
    for row in 0..<count { out[row] = isValid(row) ? 1 : 0 }
    return try RowMarks.bitmap(bytes.freeze(), count, threads: 1)
  }

  /// A plain decimal number as a whole one and its digits behind the point; nil for what is longer
  /// than 18 digits, and for other forms.
  private static func decimal(_ bytes: UnsafeBufferPointer<UInt8>) -> (Int64, Int)? {
    var value: Int64 = 0
    var digits = 0
    var scale = 0
    var isBehindPoint = false
    var isNegative = false
    for (place, byte) in bytes.enumerated() {
      switch byte {
      case 0x2D where place == 0: isNegative = true
      case 0x2E where !isBehindPoint: isBehindPoint = true
      case 0x30...0x39:
        value = value * 10 + Int64(byte - 0x30)
        // Zeros before the first digit do not count.
        if value != 0 { digits += 1 }
        if isBehindPoint { scale += 1 }
        guard digits <= 18, scale <= 18 else { return nil }
      default: return nil
      }
    }
    guard digits > 0 || value == 0, !bytes.isEmpty else { return nil }
    // Zeros at the end say nothing about the value.
    while scale > 0, value % 10 == 0 {
      value /= 10
      scale -= 1
    }
    return (isNegative ? -value : value, scale)
  }
}
