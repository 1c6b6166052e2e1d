import Columns

/// The three comparisons to which the six reduce by swapping sides and negating.
enum BaseComparison {
  case equal
  case less
  case lessOrEqual
}

protocol Comparing {
  static func test<T: FixedWidthInteger>(_ left: T, _ right: T) -> Bool
  /// NaN equals NaN and is greater than everything else.
  static func test(_ left: Double, _ right: Double) -> Bool
  /// The same for a `right` that is not NaN.
  static func testNumber(_ left: Double, _ right: Double) -> Bool
  /// From the order: <0, 0 or >0.
  static func test(order: Int) -> Bool
}

enum EqualTo: Comparing {
  @inline(__always)
  static func test<T: FixedWidthInteger>(_ left: T, _ right: T) -> Bool { left == right }
  @inline(__always)
  static func test(_ left: Double, _ right: Double) -> Bool {
    left == right || (left != left && right != right)
  }
  @inline(__always)
  static func testNumber(_ left: Double, _ right: Double) -> Bool { left == right }
  @inline(__always)
  static func test(order: Int) -> Bool { order == 0 }
}

enum LessThan: Comparing {
  @inline(__always)
  static func test<T: FixedWidthInteger>(_ left: T, _ right: T) -> Bool { left < right }
  @inline(__always)
  static func test(_ left: Double, _ right: Double) -> Bool {
    left < right || (left == left && right != right)
  }
  @inline(__always)
  static func testNumber(_ left: Double, _ right: Double) -> Bool { left < right }
  @inline(__always)
  static func test(order: Int) -> Bool { order < 0 }
}

enum LessOrEqual: Comparing {
  @inline(__always)
  static func test<T: FixedWidthInteger>(_ left: T, _ right: T) -> Bool { left <= right }
  @inline(__always)
  static func test(_ left: Double, _ right: Double) -> Bool { left <= right || right != right }
  @inline(__always)
  static func testNumber(_ left: Double, _ right: Double) -> Bool { left <= right }
  @inline(__always)
  static func test(order: Int) -> Bool { order <= 0 }
}

/// A text argument, read without touching reference counts.
struct TextRows {
  private let starts: UnsafePointer<Int>
  private let bytes: UnsafePointer<UInt8>
  /// Dictionary entries of the rows, or nil where row `i` is text `i`.
  private let codes: UnsafePointer<Int64>?
  private let isConstant: Bool
  private let owners: [Buffer]

  /// Nil where the argument holds no text.
  init?(_ operand: Operand, _ count: Int) throws {
    switch operand {
    case .constant(.text(let text)):
      let heap = try TextHeap([text])
      self.init(heap, codes: nil, offset: 0, isConstant: true, owners: [])
    case .column(let column):
      switch column.storage {
      case .text(let heap):
        self.init(heap, codes: nil, offset: column.offset, isConstant: false, owners: [])
      case .coded(let packed, let dictionary):
        let buffer = try MutableBuffer(Int64.self, count: count)
        let codes = buffer.pointer(Int64.self)
        packed.decode(from: column.offset, count: count, into: codes)
        if column.validity != nil {
          // What lies under a null need not be a code.
          for row in 0..<count where !column.isValid(row) { codes[row] = 0 }
          if dictionary.count == 0 { return nil }
        }
        self.init(
          dictionary.heap, codes: codes, offset: 0, isConstant: false, owners: [buffer.freeze()])
      default: return nil
      }
    default: return nil
    }
  }

  private init(
    _ heap: TextHeap, codes: UnsafePointer<Int64>?, offset: Int, isConstant: Bool,
    owners: [Buffer]
  ) {
    starts = UnsafePointer(heap.offsets.pointer(Int.self) + offset)
    bytes = UnsafePointer(heap.bytes.pointer(UInt8.self))
    self.codes = codes
    self.isConstant = isConstant
    self.owners = owners + [heap.offsets, heap.bytes]
  }

  /// The bytes of a row, valid while this lives.
  @inline(__always)
  subscript(row: Int) -> UnsafeBufferPointer<UInt8> {
    let place = isConstant ? 0 : codes.map { Int($0[row]) } ?? row
    return UnsafeBufferPointer(
      start: bytes + starts[place], count: starts[place + 1] - starts[place])
  }
}

enum ComparisonLoops {
  @inline(never)
  static func integers<C: Comparing, T: FixedWidthInteger>(
    _ comparison: C.Type, _ left: UnsafePointer<T>, _ right: UnsafePointer<T>, _ count: Int,
    _ flip: UInt8, _ out: UnsafeMutablePointer<UInt8>
  ) {
    for row in 0..<count { out[row] = (C.test(left[row], right[row]) ? 1 : 0) ^ flip }
  }

  @inline(never)
  static func doubles<C: Comparing>(
    _ comparison: C.Type, _ left: DoubleOperand, _ right: DoubleOperand, _ count: Int,
    _ flip: UInt8, _ out: UnsafeMutablePointer<UInt8>
  ) {
    switch (left.pointer, right.pointer) {
    case (let lefts?, let rights?):
      for row in 0..<count { out[row] = (C.test(lefts[row], rights[row]) ? 1 : 0) ^ flip }
    case (let lefts?, nil):
      let constant = right.constant ?? .nan
      if constant.isNaN {
        for row in 0..<count { out[row] = (C.test(lefts[row], .nan) ? 1 : 0) ^ flip }
      } else {
        for row in 0..<count { out[row] = (C.testNumber(lefts[row], constant) ? 1 : 0) ^ flip }
      }
    case (nil, let rights?):
      let constant = left.constant ?? .nan
      for row in 0..<count { out[row] = (C.test(constant, rights[row]) ? 1 : 0) ^ flip }
    case (nil, nil):
      let value: UInt8 = C.test(left.constant ?? .nan, right.constant ?? .nan) ? 1 : 0
      out.update(repeating: value ^ flip, count: count)
    }
  }

  @inline(never)
  static func texts<C: Comparing>(
    _ comparison: C.Type, _ left: TextRows, _ right: TextRows, _ count: Int, _ flip: UInt8,
    _ out: UnsafeMutablePointer<UInt8>
  ) {
    for row in 0..<count {
      out[row] = (C.test(order: compareBytes(left[row], right[row])) ? 1 : 0) ^ flip
    }
  }

  /// Equality alone need not look at texts of different lengths.
  @inline(never)
  static func equalTexts(
    _ left: TextRows, _ right: TextRows, _ count: Int, _ flip: UInt8,
    _ out: UnsafeMutablePointer<UInt8>
  ) {
    for row in 0..<count {
      let one = left[row]
      let other = right[row]
      let isEqual = one.count == other.count && compareBytes(one, other) == 0
      out[row] = (isEqual ? 1 : 0) ^ flip
    }
  }
}

/// The exact order of an integer and a double: <0, 0 or >0; NaN is greater than any number.
func compareExactly(_ integer: Int64, _ double: Double) -> Int {
  if double != double || double >= 0x1p63 { return -1 }
  if double < -0x1p63 { return 1 }
  let whole = double.rounded(.down)
  let floor = Int64(whole)
  if integer != floor { return integer < floor ? -1 : 1 }
  return whole < double ? -1 : 0
}
