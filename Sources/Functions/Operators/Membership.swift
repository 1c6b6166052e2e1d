import Columns

/// `x in [a, b, …]`: the first argument is the value, the others the list.
enum Membership {
  static func type(_ types: [DataType]) -> DataType? {
    guard let value = types.first else { return nil }
    return types.dropFirst().allSatisfy { ComparisonFunctions.areComparable(value, $0) }
      ? .bool : nil
  }

  /// Null where the value is null, and where it is not found in a list that has a null; nothing is
  /// in an empty list.
  static func evaluate(_ operands: [Operand], _ count: Int) throws -> Column {
    let value = operands[0]
    let list = operands.dropFirst()
    if list.isEmpty { return try Kernel.bools(repeating: false, nil, count) }
    if Kernel.isAllNull(value) { return .nulls(.bool, count: count) }
    var constants: [Value] = []
    for operand in list {
      guard case .constant(let constant) = operand else { return try byRow(operands, count) }
      if !constant.isNull { constants.append(constant) }
    }
    let hasNull = constants.count < list.count
    guard case .column(let column) = value,
      let found = try find(column, constants, count)
    else { return try byRow(operands, count) }
    let validity = try Kernel.validity([value], count)
    guard hasNull else { return Kernel.bools(found, validity, count) }
    let bytes = found.pointer(UInt8.self)
    let known = try Kernel.writable(validity, count)
    for row in 0..<count where bytes[row] == 0 { known.set(row, false) }
    return Kernel.bools(found, known.freeze(), count)
  }

  /// The `or` of an equality for each element.
  private static func byRow(_ operands: [Operand], _ count: Int) throws -> Column {
    var tests: [Operand] = [.constant(.bool(false))]
    for element in operands.dropFirst() {
      tests.append(
        .column(try ComparisonFunctions.evaluate(.equal, [operands[0], element], count)))
    }
    return try Logic.or(tests, count)
  }

  private static func find(_ column: Column, _ constants: [Value], _ count: Int) throws -> Buffer? {
    switch column.storage {
    case .packed(let packed):
      let intervals = constants.map { constant -> Interval in
        if case .double(let value) = constant {
          return Interval(.equal, packed, isDecimal: column.type == .float, double: value)
        }
        guard let operand = IntegerOperand(.constant(constant)) else { return .nothing }
        let scale = max(packed.scale, operand.scale)
        let day = Calendar.microsecondsPerDay
        let isDate = column.type == .date && constant.type == .timestamp
        let isTime = column.type == .timestamp && constant.type == .date
        let factor = isDate ? day : Decimal64.powers[scale - packed.scale]
        let other = isTime ? day : Decimal64.powers[scale - operand.scale]
        return Interval(
          .equal, factor: factor, constant: Int128(operand.constant) * Int128(other))
      }
      return try test(packed, column.offset, count, intervals)
    case .coded(let codes, let dictionary):
      let intervals = constants.map { constant -> Interval in
        guard case .text(var text) = constant else { return .nothing }
        return text.withUTF8 { Interval(.equal, dictionary, $0) }
      }
      return try test(codes, column.offset, count, intervals)
    case .double(let buffer):
      return try doubles(
        UnsafePointer(buffer.pointer(Double.self) + column.offset), constants, count)
    case .text:
      let texts = constants.compactMap { if case .text(let text) = $0 { text } else { nil } }
      let (dictionary, _) = try TextDictionary.encoding(try TextHeap(texts), count: texts.count)
      let result = try MutableBuffer(UInt8.self, count: count)
      let out = result.pointer(UInt8.self)
      for row in 0..<count { out[row] = dictionary.code(of: column.utf8(row)) == nil ? 0 : 1 }
      return result.freeze()
    case .bits, .bytes, .nulls: return nil
    }
  }

  // MARK: Integers and codes

  /// Few intervals are tested one after another; many are looked up in a table of all values, or
  /// searched where the values lie too far apart.
  private static func test(
    _ packed: Packed, _ offset: Int, _ count: Int, _ intervals: [Interval]
  ) throws -> Buffer {
    let merged = merge(intervals, lower: Int128(packed.lower), upper: Int128(packed.upper) + 1)
    if merged.count <= 4 {
      guard let first = merged.first else {
        return try MutableBuffer(UInt8.self, count: count, zeroed: true).freeze()
      }
      let result = try IntervalKernel.test(
        packed, offset: offset, count: count, first, flipped: false)
      let out = result.pointer(UInt8.self)
      for interval in merged.dropFirst() {
        let more = try IntervalKernel.test(
          packed, offset: offset, count: count, interval, flipped: false)
        let other = more.pointer(UInt8.self)
        for row in 0..<count { out[row] |= other[row] }
      }
      return result.freeze()
    }
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    let values = try IntegerOperand(codes: packed, offset: offset).values(count)
    defer { withExtendedLifetime(values) {} }
    let rows = values.pointer
    let lower = packed.lower
    if let range = packed.range, range < 1 << 16 {
      let table = try MutableBuffer(UInt8.self, count: Int(range) + 1, zeroed: true)
      let marks = table.pointer(UInt8.self)
      for interval in merged {
        for value in Int64(clamping: interval.lower)..<Int64(clamping: interval.upper) {
          marks[Int(value &- lower)] = 1
        }
      }
      for row in 0..<count {
        let place = UInt64(bitPattern: rows[row] &- lower)
        out[row] = place <= range ? marks[Int(place)] : 0
      }
      return result.freeze()
    }
    let starts = merged.map { Int64(clamping: $0.lower) }
    let ends = merged.map { Int64(clamping: $0.upper - 1) }
    starts.withUnsafeBufferPointer { starts in
      ends.withUnsafeBufferPointer { ends in
        for row in 0..<count {
          let value = rows[row]
          var low = 0
          var high = starts.count
          while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= value { low = middle + 1 } else { high = middle }
          }
          out[row] = low > 0 && value <= ends[low - 1] ? 1 : 0
        }
      }
    }
    return result.freeze()
  }

  /// The intervals in order, cut to the bounds, with those that touch made one.
  private static func merge(_ intervals: [Interval], lower: Int128, upper: Int128) -> [Interval] {
    let inside = intervals.map {
      Interval(lower: max($0.lower, lower), upper: min($0.upper, upper))
    }
    var merged: [Interval] = []
    for interval in inside.filter({ !$0.isEmpty }).sorted(by: { $0.lower < $1.lower }) {
      if let last = merged.last, interval.lower <= last.upper {
        merged[merged.count - 1].upper = max(last.upper, interval.upper)
      } else {
        merged.append(interval)
      }
    }
    return merged
  }

  // MARK: Doubles

  private static func doubles(
    _ rows: UnsafePointer<Double>, _ constants: [Value], _ count: Int
  ) throws -> Buffer {
    let result = try MutableBuffer(UInt8.self, count: count)
    let out = result.pointer(UInt8.self)
    var wanted: [Double] = []
    var wantsNaN: UInt8 = 0
    for constant in constants {
      var value = constant.asDouble
      // An int that no double equals is found nowhere.
      if case .int(let integer) = constant { value = Double(exactly: integer) }
      guard let value else { continue }
      if value.isNaN { wantsNaN = 1 } else { wanted.append(value) }
    }
    wanted.sort()
    wanted.withUnsafeBufferPointer { wanted in
      for row in 0..<count {
        let value = rows[row]
        var low = 0
        var high = wanted.count
        while low < high {
          let middle = (low + high) / 2
          if wanted[middle] < value { low = middle + 1 } else { high = middle }
        }
        out[row] =
          value != value ? wantsNaN : low < wanted.count && wanted[low] == value ? 1 : 0
      }
    }
    return result.freeze()
  }
}
