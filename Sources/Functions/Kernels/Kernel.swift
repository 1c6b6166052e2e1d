import Columns

/// What all kernels share: nulls, results.
enum Kernel {
  /// Whether an operand has no value at all, so that the result is null in every row.
  static func isAllNull(_ operand: Operand) -> Bool {
    switch operand {
    case .constant(let value): return value.isNull
    case .column(let column):
      switch column.storage {
      case .nulls: return true
      case .packed(let packed): return packed.lower > packed.upper
      default: return false
      }
    }
  }

  /// The rows in which every operand has a value; nil where no row is null. May share the bitmap
  /// of an operand.
  static func validity(_ operands: [Operand], _ count: Int) throws -> Bitmap? {
    var known: Bitmap?
    var offset = 0
    for operand in operands {
      guard case .column(let column) = operand, let validity = column.validity else { continue }
      if known == nil {
        known = validity
        offset = column.offset
      } else {
        known = try Bitmap.and(known, at: offset, validity, at: column.offset, count: count)
        offset = 0
      }
    }
    guard let known, offset != 0 else { return known }
    return try known.sliced(from: offset, count: count)
  }

  /// A copy of a validity bitmap, which may be written to.
  static func writable(_ validity: Bitmap?, _ count: Int) throws -> MutableBitmap {
    guard let validity else { return try MutableBitmap(repeating: true, count: count) }
    return try MutableBitmap(validity, from: 0, count: count)
  }

  static func bools(_ bytes: Buffer, _ validity: Bitmap?, _ count: Int) -> Column {
    Column(type: .bool, count: count, storage: .bytes(bytes), validity: validity)
  }

  static func bools(repeating value: Bool, _ validity: Bitmap?, _ count: Int) throws -> Column {
    let bytes = try MutableBuffer(UInt8.self, count: count)
    bytes.pointer(UInt8.self).update(repeating: value ? 1 : 0, count: count)
    return bools(bytes.freeze(), validity, count)
  }

  /// A column of 64-bit integers whose valid values lie in the given bounds.
  static func integers(
    _ type: DataType, _ buffer: Buffer, _ validity: Bitmap?, _ count: Int, lower: Int64 = .min,
    upper: Int64 = .max, scale: Int = 0
  ) -> Column {
    let packed = Packed(
      buffer: buffer, width: .i64, base: 0, scale: scale, lower: lower, upper: upper)
    return Column(type: type, count: count, storage: .packed(packed), validity: validity)
  }

  static func doubles(_ buffer: Buffer, _ validity: Bitmap?, _ count: Int) -> Column {
    Column(type: .float, count: count, storage: .double(buffer), validity: validity)
  }

  /// How many rows are valid.
  static func validCount(_ validity: Bitmap?, _ count: Int) -> Int {
    validity?.countSet(from: 0, count: count) ?? count
  }

  /// The value as 64 bits, or the nearest bound.
  @inline(__always)
  static func clamped(_ value: Int128) -> Int64 { Int64(clamping: value) }
}

/// A numeric or temporal argument whose values are exact: ints, decimals, dates, timestamps.
struct IntegerOperand {
  /// Nil for a constant.
  let packed: Packed?
  let offset: Int
  let constant: Int64
  /// Digits after the point.
  let scale: Int
  /// Bounds of the valid values.
  let lower: Int64
  let upper: Int64

  /// The codes of a text column.
  init(codes packed: Packed, offset: Int) {
    self.packed = packed
    self.offset = offset
    constant = 0
    scale = 0
    lower = packed.lower
    upper = packed.upper
  }

  /// Nil where the argument holds doubles, or no numbers at all.
  init?(_ operand: Operand) {
    switch operand {
    case .column(let column):
      guard case .packed(let packed) = column.storage else { return nil }
      self.packed = packed
      offset = column.offset
      constant = 0
      scale = packed.scale
      lower = packed.lower
      upper = packed.upper
    case .constant(let value):
      let integer: Int64
      var digits = 0
      switch value {
      case .int(let known), .timestamp(let known): integer = known
      case .date(let day): integer = Int64(day)
      case .decimal(let unscaled, let known):
        integer = unscaled
        digits = known
      default: return nil
      }
      packed = nil
      offset = 0
      constant = integer
      scale = digits
      lower = integer
      upper = integer
    }
  }

  /// The value of one row; for slow paths.
  func value(_ row: Int) -> Int64 { packed?.value(offset + row) ?? constant }

  /// Writes the values times `factor`, wrapping.
  func decode(_ count: Int, factor: Int64 = 1, into out: UnsafeMutablePointer<Int64>) {
    guard let packed else {
      out.update(repeating: constant &* factor, count: count)
      return
    }
    packed.decode(from: offset, count: count, into: out)
    if factor != 1 {
      for row in 0..<count { out[row] = out[row] &* factor }
    }
  }

  /// The values times `factor`, in place where they lie there already.
  func values(_ count: Int, factor: Int64 = 1) throws -> IntegerRows {
    if let packed, packed.width == .i64, factor == 1 {
      return IntegerRows(owner: packed.buffer, offset: offset)
    }
    let buffer = try MutableBuffer(Int64.self, count: count)
    decode(count, factor: factor, into: buffer.pointer(Int64.self))
    return IntegerRows(owner: buffer.freeze(), offset: 0)
  }

  /// Whether all values times `factor` fit in 64 bits.
  func fits(factor: Int64) -> Bool {
    factor == 1
      || (!lower.multipliedReportingOverflow(by: factor).overflow
        && !upper.multipliedReportingOverflow(by: factor).overflow)
  }
}

/// 64-bit values, kept alive by their buffer.
struct IntegerRows {
  let owner: Buffer
  let offset: Int
  var pointer: UnsafePointer<Int64> { UnsafePointer(owner.pointer(Int64.self) + offset) }
}

/// A numeric argument as doubles.
struct DoubleOperand {
  let constant: Double?
  let owner: Buffer?
  let offset: Int

  /// Converts where needed; exact decimals give the nearest double.
  init(_ operand: Operand, _ count: Int) throws {
    switch operand {
    case .constant(let value):
      constant = value.asDouble ?? .nan
      owner = nil
      offset = 0
    case .column(let column):
      constant = nil
      if case .double(let buffer) = column.storage {
        owner = buffer
        offset = column.offset
      } else {
        let buffer = try MutableBuffer(Double.self, count: count)
        column.decodeDoubles(into: buffer.pointer(Double.self))
        owner = buffer.freeze()
        offset = 0
      }
    }
  }

  /// The values of a column.
  var pointer: UnsafePointer<Double>? {
    owner.map { UnsafePointer($0.pointer(Double.self) + offset) }
  }

  @inline(__always)
  func value(_ row: Int) -> Double { constant ?? pointer?[row] ?? .nan }
}
