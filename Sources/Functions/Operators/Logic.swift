import Columns

/// `and`, `or`, `not` with three values, and the tests for null.
enum Logic {
  /// The values as bytes 0 and 1; null rows hold either.
  static func bytes(_ operand: Operand, _ count: Int) throws -> MutableBuffer {
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    switch operand {
    case .constant(let value):
      out.update(repeating: value == .bool(true) ? 1 : 0, count: count)
    case .column(let column):
      switch column.storage {
      case .bytes(let buffer):
        out.update(from: buffer.pointer(UInt8.self) + column.offset, count: count)
      case .bits(let bits):
        let words = bits.words
        for row in 0..<count {
          let place = column.offset + row
          out[row] = UInt8(truncatingIfNeeded: words[place >> 6] >> UInt64(place & 63)) & 1
        }
      default: out.update(repeating: 0, count: count)
      }
    }
    return result
  }

  /// The values as 0 false, 1 true, 2 null.
  private static func states(
    _ operand: Operand, _ count: Int, hasNulls: inout Bool
  ) throws -> MutableBuffer {
    let result = try bytes(operand, count)
    let out = result.pointer(UInt8.self)
    if Kernel.isAllNull(operand) {
      out.update(repeating: 2, count: count)
      hasNulls = true
      return result
    }
    guard case .column(let column) = operand, let validity = column.validity else {
      return result
    }
    let words = validity.words
    var nulls: UInt8 = 0
    for row in 0..<count {
      let place = column.offset + row
      let isNull = UInt8(truncatingIfNeeded: ~(words[place >> 6] >> UInt64(place & 63))) & 1
      nulls |= isNull
      out[row] = (out[row] & (isNull ^ 1)) | (isNull << 1)
    }
    if nulls != 0 { hasNulls = true }
    return result
  }

  /// Bools from states, reusing the buffer.
  private static func column(
    _ states: consuming MutableBuffer, hasNulls: Bool, _ count: Int
  ) throws -> Column {
    guard hasNulls else { return Kernel.bools(states.freeze(), nil, count) }
    let values = states.pointer(UInt8.self)
    let validity = try MutableBitmap(repeating: false, count: count)
    let words = validity.words
    var row = 0
    while row < count {
      let end = min(row + 64, count)
      var word: UInt64 = 0
      for place in row..<end {
        word |= UInt64((values[place] >> 1) ^ 1) << UInt64(place - row)
        values[place] &= 1
      }
      words[row >> 6] = word
      row = end
    }
    return Kernel.bools(states.freeze(), validity.freeze(), count)
  }

  /// Kleene's `and` of all arguments: false if any is false, else null if any is null.
  static func and(_ operands: [Operand], _ count: Int) throws -> Column {
    var hasNulls = false
    let known = try states(operands[0], count, hasNulls: &hasNulls)
    for operand in operands.dropFirst() {
      let next = try states(operand, count, hasNulls: &hasNulls)
      let out = known.pointer(UInt8.self)
      let other = next.pointer(UInt8.self)
      if hasNulls {
        for row in 0..<count {
          let one = out[row]
          let two = other[row]
          out[row] = one == 0 || two == 0 ? 0 : max(one, two)
        }
      } else {
        for row in 0..<count { out[row] &= other[row] }
      }
    }
    return try column(known, hasNulls: hasNulls, count)
  }

  /// Kleene's `or` of all arguments: true if any is true, else null if any is null.
  static func or(_ operands: [Operand], _ count: Int) throws -> Column {
    var hasNulls = false
    let known = try states(operands[0], count, hasNulls: &hasNulls)
    for operand in operands.dropFirst() {
      let next = try states(operand, count, hasNulls: &hasNulls)
      let out = known.pointer(UInt8.self)
      let other = next.pointer(UInt8.self)
      if hasNulls {
        for row in 0..<count {
          let one = out[row]
          let two = other[row]
          out[row] = one == 1 || two == 1 ? 1 : max(one, two)
        }
      } else {
        for row in 0..<count { out[row] |= other[row] }
      }
    }
    return try column(known, hasNulls: hasNulls, count)
  }

  static func not(_ operand: Operand, _ count: Int) throws -> Column {
    if Kernel.isAllNull(operand) { return .nulls(.bool, count: count) }
    let result = try bytes(operand, count)
    let out = result.pointer(UInt8.self)
    for row in 0..<count { out[row] ^= 1 }
    return Kernel.bools(result.freeze(), try Kernel.validity([operand], count), count)
  }

  /// True where the argument is null; never null itself.
  static func isNull(_ operand: Operand, _ count: Int, negated: Bool) throws -> Column {
    switch operand {
    case .constant(let value):
      return try Kernel.bools(repeating: value.isNull != negated, nil, count)
    case .column(let column):
      if case .nulls = column.storage {
        return try Kernel.bools(repeating: !negated, nil, count)
      }
      guard let validity = column.validity else {
        return try Kernel.bools(repeating: negated, nil, count)
      }
      let result = try MutableBuffer(UInt8.self, count: count)
      let out = result.pointer(UInt8.self)
      let words = validity.words
      let flip: UInt8 = negated ? 0 : 1
      for row in 0..<count {
        let place = column.offset + row
        out[row] = (UInt8(truncatingIfNeeded: words[place >> 6] >> UInt64(place & 63)) & 1) ^ flip
      }
      return Kernel.bools(result.freeze(), nil, count)
    }
  }
}
