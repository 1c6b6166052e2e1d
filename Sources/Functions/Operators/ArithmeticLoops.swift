import Columns

/// An operation on 64-bit integers, with the sign bit of `overflow` set where it wrapped.
protocol IntegerOperation {
  static func apply(_ left: Int64, _ right: Int64) -> Int64
  static func overflow(_ left: Int64, _ right: Int64, _ result: Int64) -> Int64
  /// The exact result; factors are at most 10^15, so 128 bits suffice.
  static func wide(_ left: Int128, _ right: Int128) -> Int128
}

enum AddIntegers: IntegerOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> Int64 { left &+ right }
  @inline(__always)
  static func overflow(_ left: Int64, _ right: Int64, _ result: Int64) -> Int64 {
    (left ^ result) & (right ^ result)
  }
  static func wide(_ left: Int128, _ right: Int128) -> Int128 { left + right }
}

enum SubtractIntegers: IntegerOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> Int64 { left &- right }
  @inline(__always)
  static func overflow(_ left: Int64, _ right: Int64, _ result: Int64) -> Int64 {
    (left ^ right) & (left ^ result)
  }
  static func wide(_ left: Int128, _ right: Int128) -> Int128 { left - right }
}

enum MultiplyIntegers: IntegerOperation {
  @inline(__always)
  static func apply(_ left: Int64, _ right: Int64) -> Int64 { left &* right }
  @inline(__always)
  static func overflow(_ left: Int64, _ right: Int64, _ result: Int64) -> Int64 {
    left.multipliedReportingOverflow(by: right).overflow ? -1 : 0
  }
  static func wide(_ left: Int128, _ right: Int128) -> Int128 { left * right }
}

/// An operation on doubles.
protocol DoubleOperation {
  static func apply(_ left: Double, _ right: Double) -> Double
}

enum AddDoubles: DoubleOperation {
  @inline(__always)
  static func apply(_ left: Double, _ right: Double) -> Double { left + right }
}

enum SubtractDoubles: DoubleOperation {
  @inline(__always)
  static func apply(_ left: Double, _ right: Double) -> Double { left - right }
}

enum MultiplyDoubles: DoubleOperation {
  @inline(__always)
  static func apply(_ left: Double, _ right: Double) -> Double { left * right }
}

enum DivideDoubles: DoubleOperation {
  @inline(__always)
  static func apply(_ left: Double, _ right: Double) -> Double { left / right }
}

/// Integer results, or the first row that did not fit.
enum IntegerResult {
  case values(Buffer, lower: Int64, upper: Int64)
  case overflow(row: Int)
}

enum ArithmeticLoops {
  /// `left * leftFactor op right * rightFactor` for every row. Overflow counts in valid rows only.
  static func integers<O: IntegerOperation>(
    _ operation: O.Type, _ left: IntegerOperand, _ leftFactor: Int64, _ right: IntegerOperand,
    _ rightFactor: Int64, _ count: Int, _ validity: Bitmap?
  ) throws -> IntegerResult {
    let (lower, upper) = bounds(operation, left, leftFactor, right, rightFactor)
    let clampedLower = Kernel.clamped(lower)
    let clampedUpper = Kernel.clamped(upper)
    let result = try MutableBuffer(Int64.self, count: count)
    let out = result.pointer(Int64.self)
    guard left.fits(factor: leftFactor), right.fits(factor: rightFactor) else {
      for row in 0..<count {
        let value = operation.wide(
          Int128(left.value(row)) * Int128(leftFactor),
          Int128(right.value(row)) * Int128(rightFactor))
        out[row] = Int64(truncatingIfNeeded: value)
        if Int128(out[row]) != value, validity?[row] ?? true { return .overflow(row: row) }
      }
      return .values(result.freeze(), lower: clampedLower, upper: clampedUpper)
    }
    let mayOverflow = Int128(clampedLower) != lower || Int128(clampedUpper) != upper
    if right.packed == nil {
      let constant = right.constant &* rightFactor
      left.decode(count, factor: leftFactor, into: out)
      if mayOverflow {
        if checkedConstant(operation, out, constant, count) < 0,
          let row = overflowingRow(
            operation, left, leftFactor, right, rightFactor, count, validity)
        {
          return .overflow(row: row)
        }
      } else {
        uncheckedConstant(operation, out, constant, count)
      }
    } else {
      let rows = try right.values(count, factor: rightFactor)
      defer { withExtendedLifetime(rows) {} }
      left.decode(count, factor: leftFactor, into: out)
      if mayOverflow {
        if checked(operation, out, rows.pointer, count) < 0,
          let row = overflowingRow(
            operation, left, leftFactor, right, rightFactor, count, validity)
        {
          return .overflow(row: row)
        }
      } else {
        unchecked(operation, out, rows.pointer, count)
      }
    }
    return .values(result.freeze(), lower: clampedLower, upper: clampedUpper)
  }

  private static func bounds<O: IntegerOperation>(
    _ operation: O.Type, _ left: IntegerOperand, _ leftFactor: Int64, _ right: IntegerOperand,
    _ rightFactor: Int64
  ) -> (lower: Int128, upper: Int128) {
    let lefts = [left.lower, left.upper].map { Int128($0) * Int128(leftFactor) }
    let rights = [right.lower, right.upper].map { Int128($0) * Int128(rightFactor) }
    var lower = Int128.max
    var upper = Int128.min
    for one in lefts {
      for other in rights {
        let value = operation.wide(one, other)
        lower = min(lower, value)
        upper = max(upper, value)
      }
    }
    return (lower, upper)
  }

  private static func overflowingRow<O: IntegerOperation>(
    _ operation: O.Type, _ left: IntegerOperand, _ leftFactor: Int64, _ right: IntegerOperand,
    _ rightFactor: Int64, _ count: Int, _ validity: Bitmap?
  ) -> Int? {
    (0..<count).first { row in
      guard validity?[row] ?? true else { return false }
      let value = operation.wide(
        Int128(left.value(row)) * Int128(leftFactor),
        Int128(right.value(row)) * Int128(rightFactor))
      return Int128(Int64(truncatingIfNeeded: value)) != value
    }
  }

  @inline(never)
  private static func unchecked<O: IntegerOperation>(
    _ operation: O.Type, _ out: UnsafeMutablePointer<Int64>, _ right: UnsafePointer<Int64>,
    _ count: Int
  ) {
    for row in 0..<count { out[row] = O.apply(out[row], right[row]) }
  }

  @inline(never)
  private static func uncheckedConstant<O: IntegerOperation>(
    _ operation: O.Type, _ out: UnsafeMutablePointer<Int64>, _ right: Int64, _ count: Int
  ) {
    for row in 0..<count { out[row] = O.apply(out[row], right) }
  }

  @inline(never)
  private static func checked<O: IntegerOperation>(
    _ operation: O.Type, _ out: UnsafeMutablePointer<Int64>, _ right: UnsafePointer<Int64>,
    _ count: Int
  ) -> Int64 {
    var flags: Int64 = 0
    for row in 0..<count {
      let value = O.apply(out[row], right[row])
      flags |= O.overflow(out[row], right[row], value)
      out[row] = value
    }
    return flags
  }

  @inline(never)
  private static func checkedConstant<O: IntegerOperation>(
    _ operation: O.Type, _ out: UnsafeMutablePointer<Int64>, _ right: Int64, _ count: Int
  ) -> Int64 {
    var flags: Int64 = 0
    for row in 0..<count {
      let value = O.apply(out[row], right)
      flags |= O.overflow(out[row], right, value)
      out[row] = value
    }
    return flags
  }

  /// `left op right` for every row.
  @inline(never)
  static func doubles<O: DoubleOperation>(
    _ operation: O.Type, _ left: DoubleOperand, _ right: DoubleOperand,
    _ out: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    switch (left.pointer, right.pointer) {
    case (let lefts?, let rights?):
      for row in 0..<count { out[row] = O.apply(lefts[row], rights[row]) }
    case (let lefts?, nil):
      let constant = right.constant ?? .nan
      for row in 0..<count { out[row] = O.apply(lefts[row], constant) }
    case (nil, let rights?):
      let constant = left.constant ?? .nan
      for row in 0..<count { out[row] = O.apply(constant, rights[row]) }
    case (nil, nil):
      out.update(
        repeating: O.apply(left.constant ?? .nan, right.constant ?? .nan), count: count)
    }
  }
}
