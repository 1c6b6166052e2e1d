import Columns

/// `min` and `max` of numbers, dates and bools. NaN is greater than all numbers.
final class ExtremeState: AggregateState {
  private let groups: Int
  private let wantsLargest: Bool
  private let type: DataType
  private let seen: WorkMemory
  private var integers: WorkMemory?
  private var doubles: WorkMemory?
  private var scale = 0

  init(groups: Int, wantsLargest: Bool, type: DataType) throws {
    self.groups = groups
    self.wantsLargest = wantsLargest
    self.type = type
    seen = try WorkMemory(UInt8.self, count: groups, zeroed: true)
  }

  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws {
    let column = inputs[0]
    switch column.storage {
    case .nulls: return
    case .packed(let packed)
    where doubles == nil && (integers == nil || packed.scale == scale):
      scale = packed.scale
      let wide = try MutableBuffer(Int64.self, count: count)
      packed.decode(from: column.offset, count: count, into: wide.pointer(Int64.self))
      try take(groups, column, wide.pointer(Int64.self), count)
    case .bits, .bytes:
      let wide = try MutableBuffer(Int64.self, count: count, zeroed: true)
      column.forEachTrue { wide.pointer(Int64.self)[$0] = 1 }
      try take(groups, column, wide.pointer(Int64.self), count)
    default:
      try becomeDoubles()
      guard let doubles else { return }
      let all = try column.doubles()
      let values = all.pointer(Double.self)
      for row in 0..<count where column.isValid(row) {
        offer(values[row], Int(groups[row]), doubles.pointer(Double.self))
      }
    }
  }

  private func take(
    _ groups: UnsafePointer<UInt32>, _ column: Column, _ values: UnsafePointer<Int64>, _ count: Int
  ) throws {
    let integers = try self.integers ?? WorkMemory(Int64.self, count: self.groups, zeroed: true)
    self.integers = integers
    let best = integers.pointer(Int64.self)
    let seen = self.seen.pointer(UInt8.self)
    let mayHaveNulls = column.mayHaveNulls
    for row in 0..<count {
      if mayHaveNulls, !column.isValid(row) { continue }
      let group = Int(groups[row])
      let value = values[row]
      if seen[group] == 0 || (wantsLargest ? value > best[group] : value < best[group]) {
        best[group] = value
        seen[group] = 1
      }
    }
  }

  @inline(__always)
  private func offer(_ value: Double, _ group: Int, _ best: UnsafeMutablePointer<Double>) {
    let seen = self.seen.pointer(UInt8.self)
    let known = best[group]
    let isLess = !value.isNaN && (known.isNaN || value < known)
    let isGreater = !known.isNaN && (value.isNaN || value > known)
    if seen[group] == 0 || (wantsLargest ? isGreater : isLess) {
      best[group] = value
      seen[group] = 1
    }
  }

  private func becomeDoubles() throws {
    guard doubles == nil else { return }
    let result = try WorkMemory(Double.self, count: groups, zeroed: true)
    if let integers {
      for group in 0..<groups {
        result.pointer(Double.self)[group] = Decimal64.double(
          integers.pointer(Int64.self)[group], scale: scale)
      }
    }
    doubles = result
    integers = nil
  }

  func merge(_ other: any AggregateState) throws {
    guard let other = other as? ExtremeState else { return }
    let numbers = try Buffer(copying: (0..<groups).map { UInt32(truncatingIfNeeded: $0) })
    let groups = UnsafePointer(numbers.pointer(UInt32.self))
    try update(groups, [try other.finish(groups, count: self.groups)], count: self.groups)
  }

  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column {
    let seen = self.seen.pointer(UInt8.self)
    let valid = try MutableBitmap(repeating: true, count: count)
    var hasNulls = false
    for index in 0..<count where seen[Int(groups[index])] == 0 {
      valid.set(index, false)
      hasNulls = true
    }
    let validity = hasNulls ? valid.freeze() : nil
    if let doubles {
      let best = doubles.pointer(Double.self)
      let values = try MutableBuffer(Double.self, count: count)
      let out = values.pointer(Double.self)
      for index in 0..<count { out[index] = best[Int(groups[index])] }
      return Column(
        type: type, count: count, storage: .double(values.freeze()), validity: validity)
    }
    guard let integers else { return .nulls(type, count: count) }
    let values = try MutableBuffer(Int64.self, count: count)
    let out = values.pointer(Int64.self)
    for index in 0..<count { out[index] = integers.pointer(Int64.self)[Int(groups[index])] }
    if type == .bool {
      let bytes = try MutableBuffer(UInt8.self, count: count)
      for index in 0..<count { bytes.pointer(UInt8.self)[index] = out[index] == 0 ? 0 : 1 }
      return Column(type: .bool, count: count, storage: .bytes(bytes.freeze()), validity: validity)
    }
    let packed = try Packed.packing(out, count: count, validity: validity, scale: scale)
    return Column(type: type, count: count, storage: .packed(packed), validity: validity)
  }
}
