extension Column {
  /// A column of the given cells, in the form that a file would get: packed integers, decimals
  /// where all floats are exact decimals, a dictionary for text that repeats.
  ///
  /// Cells of another type than `type` count as null, but for ints in a float column.
  public init(_ type: DataType, _ cells: [Value]) throws(MemoryLimitExceeded) {
    let count = cells.count
    var absent: [Int] = []
    func mark(_ row: Int, _ isValue: Bool) { if !isValue { absent.append(row) } }
    var integers: [Int64]?
    var storage = Storage.nulls
    switch type {
    case .null, .duration:
      self = .nulls(type, count: count)
      return
    case .bool:
      let bits = try MutableBitmap(repeating: false, count: count)
      for (row, cell) in cells.enumerated() {
        if case .bool(let value) = cell {
          bits.set(row, value)
          mark(row, true)
        } else {
          mark(row, false)
        }
      }
      storage = .bits(bits.freeze())
    case .int, .date, .timestamp:
      var numbers = [Int64](repeating: 0, count: count)
      for (row, cell) in cells.enumerated() {
        switch (type, cell) {
        case (.int, .int(let value)), (.timestamp, .timestamp(let value)): numbers[row] = value
        case (.date, .date(let value)): numbers[row] = Int64(value)
        default:
          mark(row, false)
          continue
        }
        mark(row, true)
      }
      integers = numbers
    case .float:
      self = try Column.floats(cells)
      return
    case .text:
      var texts = [String](repeating: "", count: count)
      for (row, cell) in cells.enumerated() {
        if case .text(let value) = cell {
          texts[row] = value
          mark(row, true)
        } else {
          mark(row, false)
        }
      }
      let (dictionary, codes) = try TextDictionary.encoding(try TextHeap(texts), count: count)
      if dictionary.count == count, count > 64 {
        storage = .text(try TextHeap(texts))
      } else {
        let wide = codes.map(Int64.init)
        let packed = try Packed.packing(wide, count: count, validity: nil)
        storage = .coded(packed, dictionary)
      }
    }
    let known = try MutableBitmap(repeating: true, count: count)
    for row in absent { known.set(row, false) }
    let valid = known.freeze()
    let nulls = absent.count
    if let integers {
      storage = .packed(try Packed.packing(integers, count: count, validity: valid))
    }
    self.init(
      type: type, count: count, storage: nulls == count && count > 0 ? .nulls : storage,
      validity: nulls == 0 ? nil : valid)
  }

  private static func floats(_ cells: [Value]) throws(MemoryLimitExceeded) -> Column {
    let count = cells.count
    let valid = try MutableBitmap(repeating: false, count: count)
    var scale = 0
    var exact = true
    var nulls = 0
    for (row, cell) in cells.enumerated() {
      switch cell {
      case .double: exact = false
      case .decimal(_, let digits): scale = max(scale, digits)
      case .int: break
      default:
        nulls += 1
        continue
      }
      valid.set(row, true)
    }
    let validity = nulls == 0 ? nil : valid.freeze()
    if nulls == count, count > 0 { return .nulls(.float, count: count) }
    if exact, scale > 0 {
      var integers = [Int64](repeating: 0, count: count)
      for (row, cell) in cells.enumerated() {
        let value: Int64?
        switch cell {
        case .decimal(let unscaled, let digits):
          value = Decimal64.rescale(unscaled, from: digits, to: scale)
        case .int(let integer): value = Decimal64.rescale(integer, from: 0, to: scale)
        default: continue
        }
        guard let value else {
          exact = false
          break
        }
        integers[row] = value
      }
      if exact {
        let packed = try Packed.packing(integers, count: count, validity: validity, scale: scale)
        return Column(type: .float, count: count, storage: .packed(packed), validity: validity)
      }
    }
    let buffer = try MutableBuffer(Double.self, count: count, zeroed: true)
    let out = buffer.pointer(Double.self)
    for (row, cell) in cells.enumerated() { out[row] = cell.asDouble ?? 0 }
    return Column(type: .float, count: count, storage: .double(buffer.freeze()), validity: validity)
  }
}

extension Column {
  /// The ints `first`, `first + 1` …, written in their stored width.
  ///
  /// - Parameter check: called for each morsel; may throw to stop.
  public static func consecutive(
    from first: Int64, count: Int, check: () throws -> Void
  ) throws -> Column {
    if count == 0 { return try Column(.int, []) }
    let width = PackedWidth.fitting(range: UInt64(count - 1))
    let buffer = try MutableBuffer(byteCount: count * width.bytes)
    var lower: [Int64] = []
    var upper: [Int64] = []
    for piece in 0..<Morsel.pieces(of: count) {
      try check()
      let rows = Morsel.range(piece, of: count)
      lower.append(first + Int64(rows.lowerBound))
      upper.append(first + (Int64(rows.upperBound) - 1))
      switch width {
      case .u8: for row in rows { buffer.pointer(UInt8.self)[row] = UInt8(row) }
      case .u16: for row in rows { buffer.pointer(UInt16.self)[row] = UInt16(row) }
      case .u32, .i64: for row in rows { buffer.pointer(UInt32.self)[row] = UInt32(row) }
      }
    }
    let packed = Packed(
      buffer: buffer.freeze(), width: width, base: first, lower: first,
      upper: first + (Int64(count) - 1),
      zones: lower.count > 1 ? ZoneMap(lower: lower, upper: upper) : nil)
    return Column(type: .int, count: count, storage: .packed(packed))
  }
}
