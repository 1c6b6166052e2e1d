import Columns

/// `== != < <= > >=`.
///
/// Numbers compare by their exact value, except that a decimal compares with a double as a double;
/// text by its bytes, which is the order of code points; false before true; a date with a timestamp
/// as its midnight. NaN equals NaN and is greater than any number.
enum ComparisonFunctions {
  enum Operation: String, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="

    /// The same comparison with its sides exchanged.
    var mirrored: Operation {
      switch self {
      case .equal, .notEqual: self
      case .less: .greater
      case .lessOrEqual: .greaterOrEqual
      case .greater: .less
      case .greaterOrEqual: .lessOrEqual
      }
    }

    /// As `base(left, right)`, negated if `flip`.
    var negated: (base: BaseComparison, flip: Bool) {
      switch self {
      case .equal: (.equal, false)
      case .notEqual: (.equal, true)
      case .less: (.less, false)
      case .lessOrEqual: (.lessOrEqual, false)
      case .greater: (.lessOrEqual, true)
      case .greaterOrEqual: (.less, true)
      }
    }
  }

  static func type(_ types: [DataType]) -> DataType? {
    guard types.count == 2 else { return nil }
    return areComparable(types[0], types[1]) ? .bool : nil
  }

  static func areComparable(_ left: DataType, _ right: DataType) -> Bool {
    if left == .duration || right == .duration { return false }
    return left == .null || right == .null || left == right
      || (left.isNumeric && right.isNumeric) || (left.isTemporal && right.isTemporal)
  }

  static func evaluate(_ operation: Operation, _ operands: [Operand], _ count: Int) throws
    -> Column
  {
    var left = operands[0]
    var right = operands[1]
    if Kernel.isAllNull(left) || Kernel.isAllNull(right) { return .nulls(.bool, count: count) }
    let validity = try Kernel.validity(operands, count)
    var operation = operation
    if case .constant = left, case .column = right {
      swap(&left, &right)
      operation = operation.mirrored
    }
    return Kernel.bools(try bytes(operation, left, right, count), validity, count)
  }

  /// The answers, whatever the null rows give. A constant is on the right, if only one side is.
  private static func bytes(
    _ operation: Operation, _ left: Operand, _ right: Operand, _ count: Int
  ) throws -> Buffer {
    let (base, flip) = operation.negated
    switch left.type {
    case .text: return try texts(base, flip, left, right, count)
    case .bool: return try bools(base, flip, left, right, count)
    default: break
    }
    let leftUnit = left.type == .date && right.type == .timestamp
    let rightUnit = left.type == .timestamp && right.type == .date
    let day = Calendar.microsecondsPerDay
    if let (packed, offset, interval) = interval(base, left, right) {
      return try IntervalKernel.test(
        packed, offset: offset, count: count, interval, flipped: flip
      ).freeze()
    }
    switch (IntegerOperand(left), IntegerOperand(right)) {
    case (let first?, let second?):
      let scale = max(first.scale, second.scale)
      let leftFactor = leftUnit ? day : Decimal64.powers[scale - first.scale]
      let rightFactor = rightUnit ? day : Decimal64.powers[scale - second.scale]
      return try integers(base, flip, first, leftFactor, second, rightFactor, count)
    case (let first?, nil):
      if left.type == .int, !first.isExactAsDouble {
        return try mixed(base, flip, first, DoubleOperand(right, count), integerFirst: true, count)
      }
    case (nil, let second?):
      if right.type == .int, !second.isExactAsDouble {
        return try mixed(base, flip, second, DoubleOperand(left, count), integerFirst: false, count)
      }
    case (nil, nil): break
    }
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    let first = try DoubleOperand(left, count)
    let second = try DoubleOperand(right, count)
    defer { withExtendedLifetime((first, second)) {} }
    let bit: UInt8 = flip ? 1 : 0
    switch base {
    case .equal: ComparisonLoops.doubles(EqualTo.self, first, second, count, bit, out)
    case .less: ComparisonLoops.doubles(LessThan.self, first, second, count, bit, out)
    case .lessOrEqual: ComparisonLoops.doubles(LessOrEqual.self, first, second, count, bit, out)
    }
    return result.freeze()
  }

  /// Where a comparison of packed integers or dictionary codes with a constant holds: the values
  /// and the interval in which they must lie. Nil for arguments of other forms.
  static func interval(
    _ base: BaseComparison, _ left: Operand, _ right: Operand
  ) -> (packed: Packed, offset: Int, interval: Interval)? {
    guard case .column(let column) = left, case .constant(let constant) = right else { return nil }
    if case .coded(let codes, let dictionary) = column.storage {
      guard case .text(var text) = constant else { return nil }
      return (codes, column.offset, text.withUTF8 { Interval(base, dictionary, $0) })
    }
    guard case .packed(let packed) = column.storage, let first = IntegerOperand(left) else {
      return nil
    }
    if case .double(let value) = constant {
      return (
        packed, column.offset,
        Interval(base, packed, isDecimal: column.type == .float, double: value)
      )
    }
    guard let second = IntegerOperand(right) else { return nil }
    let day = Calendar.microsecondsPerDay
    let scale = max(first.scale, second.scale)
    let leftFactor =
      column.type == .date && right.type == .timestamp
      ? day : Decimal64.powers[scale - first.scale]
    let rightFactor =
      column.type == .timestamp && right.type == .date
      ? day : Decimal64.powers[scale - second.scale]
    return (
      packed, column.offset,
      Interval(
        base, factor: leftFactor, constant: Int128(second.constant) * Int128(rightFactor))
    )
  }

  // MARK: Integers

  private static func integers(
    _ base: BaseComparison, _ flip: Bool, _ left: IntegerOperand, _ leftFactor: Int64,
    _ right: IntegerOperand, _ rightFactor: Int64, _ count: Int
  ) throws -> Buffer {
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    let bit: UInt8 = flip ? 1 : 0
    guard left.fits(factor: leftFactor), right.fits(factor: rightFactor) else {
      for row in 0..<count {
        let one = Int128(left.value(row)) * Int128(leftFactor)
        let other = Int128(right.value(row)) * Int128(rightFactor)
        let holds =
          switch base {
          case .equal: one == other
          case .less: one < other
          case .lessOrEqual: one <= other
          }
        out[row] = (holds ? 1 : 0) ^ bit
      }
      return result.freeze()
    }
    if leftFactor == 1, rightFactor == 1, let one = left.packed, let other = right.packed,
      one.width == other.width, one.base == other.base
    {
      switch one.width {
      case .u8: raw(UInt8.self, base, one, left.offset, other, right.offset, count, bit, out)
      case .u16: raw(UInt16.self, base, one, left.offset, other, right.offset, count, bit, out)
      case .u32: raw(UInt32.self, base, one, left.offset, other, right.offset, count, bit, out)
      case .i64: raw(Int64.self, base, one, left.offset, other, right.offset, count, bit, out)
      }
      return result.freeze()
    }
    let lefts = try left.values(count, factor: leftFactor)
    let rights = try right.values(count, factor: rightFactor)
    defer { withExtendedLifetime((lefts, rights)) {} }
    dispatch(base, lefts.pointer, rights.pointer, count, bit, out)
    return result.freeze()
  }

  @inline(__always)
  private static func raw<T: FixedWidthInteger & BitwiseCopyable>(
    _ type: T.Type, _ base: BaseComparison, _ left: Packed, _ leftOffset: Int, _ right: Packed,
    _ rightOffset: Int, _ count: Int, _ flip: UInt8, _ out: UnsafeMutablePointer<UInt8>
  ) {
    dispatch(
      base, left.buffer.pointer(T.self) + leftOffset, right.buffer.pointer(T.self) + rightOffset,
      count, flip, out)
  }

  @inline(__always)
  private static func dispatch<T: FixedWidthInteger>(
    _ base: BaseComparison, _ left: UnsafePointer<T>, _ right: UnsafePointer<T>, _ count: Int,
    _ flip: UInt8, _ out: UnsafeMutablePointer<UInt8>
  ) {
    switch base {
    case .equal: ComparisonLoops.integers(EqualTo.self, left, right, count, flip, out)
    case .less: ComparisonLoops.integers(LessThan.self, left, right, count, flip, out)
    case .lessOrEqual: ComparisonLoops.integers(LessOrEqual.self, left, right, count, flip, out)
    }
  }

  /// Integers beyond 2^53 against doubles, by their exact values.
  private static func mixed(
    _ base: BaseComparison, _ flip: Bool, _ integers: IntegerOperand, _ doubles: DoubleOperand,
    integerFirst: Bool, _ count: Int
  ) throws -> Buffer {
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    for row in 0..<count {
      let order = compareExactly(integers.value(row), doubles.value(row))
      let directed = integerFirst ? order : -order
      let holds =
        switch base {
        case .equal: directed == 0
        case .less: directed < 0
        case .lessOrEqual: directed <= 0
        }
      out[row] = holds == flip ? 0 : 1
    }
    return result.freeze()
  }

  // MARK: Text and bools

  private static func texts(
    _ base: BaseComparison, _ flip: Bool, _ left: Operand, _ right: Operand, _ count: Int
  ) throws -> Buffer {
    if case .column(let column) = left, case .coded(let codes, let dictionary) = column.storage {
      if let (packed, offset, interval) = interval(base, left, right) {
        return try IntervalKernel.test(
          packed, offset: offset, count: count, interval, flipped: flip
        ).freeze()
      }
      if case .column(let other) = right, case .coded(let others, let second) = other.storage,
        dictionary === second
      {
        return try integers(
          base, flip, IntegerOperand(codes: codes, offset: column.offset), 1,
          IntegerOperand(codes: others, offset: other.offset), 1, count)
      }
    }
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    let bit: UInt8 = flip ? 1 : 0
    guard let first = try TextRows(left, count), let second = try TextRows(right, count) else {
      out.update(repeating: 0, count: count)
      return result.freeze()
    }
    defer { withExtendedLifetime((first, second)) {} }
    switch base {
    case .equal: ComparisonLoops.equalTexts(first, second, count, bit, out)
    case .less: ComparisonLoops.texts(LessThan.self, first, second, count, bit, out)
    case .lessOrEqual: ComparisonLoops.texts(LessOrEqual.self, first, second, count, bit, out)
    }
    return result.freeze()
  }

  private static func bools(
    _ base: BaseComparison, _ flip: Bool, _ left: Operand, _ right: Operand, _ count: Int
  ) throws -> Buffer {
    let result = try MutableBuffer(UInt8.self, count: count)
    let first = try Logic.bytes(left, count)
    let second = try Logic.bytes(right, count)
    dispatch(
      base, first.pointer(UInt8.self), second.pointer(UInt8.self), count, flip ? 1 : 0,
      result.pointer(UInt8.self))
    return result.freeze()
  }
}

extension IntegerOperand {
  /// Whether every value is a double.
  var isExactAsDouble: Bool { lower >= -(1 << 53) && upper <= 1 << 53 }
}

extension Interval {
  /// The integers `v` with `v * factor` equal to, less than or at most the constant.
  init(_ base: BaseComparison, factor: Int64, constant: Int128) {
    let floor = floorDivide(constant, Int128(factor))
    let isWhole = floor * Int128(factor) == constant
    switch base {
    case .equal:
      self = isWhole ? Interval(lower: floor, upper: floor + 1) : .nothing
    case .less:
      self = Interval(lower: Interval.everything.lower, upper: isWhole ? floor : floor + 1)
    case .lessOrEqual:
      self = Interval(lower: Interval.everything.lower, upper: floor + 1)
    }
  }

  /// The codes of the texts equal to, less than or at most a text.
  init(_ base: BaseComparison, _ dictionary: TextDictionary, _ text: UnsafeBufferPointer<UInt8>) {
    let place = dictionary.lowerBound(text)
    let occurs = place < dictionary.count && compareBytes(dictionary.utf8(place), text) == 0
    let low = Int128(place)
    switch base {
    case .equal: self = occurs ? Interval(lower: low, upper: low + 1) : .nothing
    case .less: self = Interval(lower: Interval.everything.lower, upper: low)
    case .lessOrEqual:
      self = Interval(lower: Interval.everything.lower, upper: occurs ? low + 1 : low)
    }
  }

  /// The values of a column equal to, less than or at most a double: ints by their exact value,
  /// decimals as doubles.
  init(_ base: BaseComparison, _ packed: Packed, isDecimal: Bool, double: Double) {
    func firstNot(_ holds: (Int64) -> Bool) -> Int128 {
      var low = Int128(packed.lower)
      var high = Int128(packed.upper) + 1
      while low < high {
        let middle = floorDivide(low + high, 2)
        if holds(Int64(clamping: middle)) { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let scale = packed.scale
    func order(_ value: Int64) -> Int {
      if !isDecimal { return compareExactly(value, double) }
      let own = Decimal64.double(value, scale: scale)
      return own < double || double != double ? -1 : own == double ? 0 : 1
    }
    let less = firstNot { order($0) < 0 }
    let lowest = Interval.everything.lower
    switch base {
    case .less: self = Interval(lower: lowest, upper: less)
    case .lessOrEqual: self = Interval(lower: lowest, upper: firstNot { order($0) <= 0 })
    case .equal: self = Interval(lower: less, upper: firstNot { order($0) <= 0 })
    }
  }
}
