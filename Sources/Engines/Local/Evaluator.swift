import Columns
import Functions
import Language

/// Evaluates compiled expressions over batches. Belongs to one lane.
struct Evaluator {
  let context: EvaluationContext

  init(_ context: EvaluationContext) { self.context = context }

  /// The values for the rows of a batch; a constant stays one value.
  func evaluate(_ expression: Compiled, _ batch: RowBatch) throws -> Operand {
    switch expression {
    case .column(let slot): return .column(try batch.column(slot))
    case .constant(let value): return .constant(value)
    case .lookup(let slot, let table):
      return .column(try Evaluator.lookUp(try batch.column(slot), table))
    case .call(let function, let arguments, let range):
      var operands: [Operand] = []
      operands.reserveCapacity(arguments.count)
      var allConstant = true
      for argument in arguments {
        let operand = try evaluate(argument, batch)
        if case .column = operand { allConstant = false }
        operands.append(operand)
      }
      do {
        if allConstant {
          return .constant(try function.evaluate(operands, 1, context)[0])
        }
        return .column(try function.evaluate(operands, batch.count, context))
      } catch let failure as EvaluationFailure {
        throw LocatedFailure(failure: failure, range: range)
      }
    case .choose(let cases, let otherwise, let type):
      return .column(try choose(cases, otherwise, type, batch))
    case .coalesce(let arguments, let type):
      return .column(try coalesce(arguments, type, batch))
    }
  }

  /// The values as a column of `count` rows.
  static func column(_ operand: Operand, count: Int, type: DataType) throws -> Column {
    switch operand {
    case .column(let column): return column
    case .constant(let value):
      if value.isNull { return .nulls(type, count: count) }
      let one = try Column(type, [value])
      let rows = try MutableBuffer(UInt32.self, count: count, zeroed: true)
      return try one.gathered(rows.pointer(UInt32.self), count: count)
    }
  }

  /// The values of an expression as a column.
  func column(_ expression: Compiled, _ batch: RowBatch, type: DataType) throws -> Column {
    try Evaluator.column(try evaluate(expression, batch), count: batch.count, type: type)
  }

  // MARK: Look-ups

  private static func lookUp(_ column: Column, _ table: LookupTable) throws -> Column {
    let count = column.count
    if table.isTotal, column.validity == nil, case .bytes(let results) = table.bytes,
      let packed = column.integers
    {
      // Conditions: one byte per value, read straight from the codes.
      let result = try MutableBuffer(UInt8.self, count: count)
      let out = result.pointer(UInt8.self)
      let bytes = results.pointer(UInt8.self)
      let shift = Int(packed.base &- table.domain.lower)
      switch packed.width {
      case .u8: map(packed.buffer.pointer(UInt8.self) + column.offset, count, shift, bytes, out)
      case .u16: map(packed.buffer.pointer(UInt16.self) + column.offset, count, shift, bytes, out)
      case .u32: map(packed.buffer.pointer(UInt32.self) + column.offset, count, shift, bytes, out)
      case .i64: map(packed.buffer.pointer(Int64.self) + column.offset, count, shift, bytes, out)
      }
      return Column(type: .bool, count: count, storage: .bytes(result.freeze()))
    }
    let rows = try MutableBuffer(UInt32.self, count: count)
    let out = rows.pointer(UInt32.self)
    let absent = UInt32(table.domain.count)
    guard let packed = column.integers else {
      for row in 0..<count { out[row] = absent }
      return try table.results.gathered(out, count: count)
    }
    let shift = packed.base &- table.domain.lower
    switch packed.width {
    case .u8: places(packed.buffer.pointer(UInt8.self) + column.offset, count, shift, out)
    case .u16: places(packed.buffer.pointer(UInt16.self) + column.offset, count, shift, out)
    case .u32: places(packed.buffer.pointer(UInt32.self) + column.offset, count, shift, out)
    case .i64: places(packed.buffer.pointer(Int64.self) + column.offset, count, shift, out)
    }
    if column.validity != nil {
      for row in 0..<count where !column.isValid(row) { out[row] = absent }
      return try table.results.gathered(out, count: count)
    }
    return try (table.isTotal ? table.valid : table.results).gathered(out, count: count)
  }

  @inline(__always)
  private static func map<T: FixedWidthInteger>(
    _ raw: UnsafePointer<T>, _ count: Int, _ shift: Int, _ table: UnsafePointer<UInt8>,
    _ out: UnsafeMutablePointer<UInt8>
  ) {
    let base = table + shift
    for row in 0..<count { out[row] = base[Int(truncatingIfNeeded: raw[row])] }
  }

  @inline(__always)
  private static func places<T: FixedWidthInteger>(
    _ raw: UnsafePointer<T>, _ count: Int, _ shift: Int64, _ out: UnsafeMutablePointer<UInt32>
  ) {
    for row in 0..<count {
      out[row] = UInt32(truncatingIfNeeded: Int64(truncatingIfNeeded: raw[row]) &+ shift)
    }
  }

  // MARK: Choices

  /// All branches are computed for all rows, since that keeps kernels free of row masks; only when
  /// a branch fails (an overflow in rows that it is not meant for) is each computed for its rows.
  private func choose(
    _ cases: [(condition: Compiled, value: Compiled)], _ otherwise: Compiled, _ type: DataType,
    _ batch: RowBatch
  ) throws -> Column {
    let values = cases.map(\.value) + [otherwise]
    if cases.count == 1, let numbers = try chosenNumbers(cases[0], otherwise, type, batch) {
      return numbers
    }
    let branches = try MutableBuffer(UInt32.self, count: batch.count)
    let branch = branches.pointer(UInt32.self)
    for row in 0..<batch.count { branch[row] = UInt32(cases.count) }
    for (index, one) in cases.enumerated().reversed() {
      let mask = try column(one.condition, batch, type: .bool)
      mask.forEachTrue { branch[$0] = UInt32(index) }
    }
    do {
      return try blend(
        try values.map { try evaluate($0, batch) }, branch, batch.count, type)
    } catch is LocatedFailure {
      return try chooseByRows(values, branch, batch, type)
    }
  }

  /// `if(condition, x, y)` over whole numbers or decimals of one scale without nulls: one pass
  /// without branches. Nil where the operands have another form.
  private func chosenNumbers(
    _ one: (condition: Compiled, value: Compiled), _ otherwise: Compiled, _ type: DataType,
    _ batch: RowBatch
  ) throws -> Column? {
    guard type == .int || type == .float else { return nil }
    let count = batch.count
    guard let yes = try? evaluate(one.value, batch), let no = try? evaluate(otherwise, batch),
      let scale = Evaluator.scale(yes, no), let first = yes.integers(count, scale),
      let second = no.integers(count, scale)
    else { return nil }
    let mask = try column(one.condition, batch, type: .bool)
    guard case .bytes(let flags) = mask.storage, mask.validity == nil else { return nil }
    let result = try MutableBuffer(Int64.self, count: count)
    let out = result.pointer(Int64.self)
    let bytes = flags.pointer(UInt8.self) + mask.offset
    let left = first.buffer.pointer(Int64.self)
    let right = second.buffer.pointer(Int64.self)
    for row in 0..<count {
      let select = 0 &- Int64(bytes[row])
      out[row] = (left[row] & select) | (right[row] & ~select)
    }
    return Column(
      type: type, count: count,
      storage: .packed(
        Packed(
          buffer: result.freeze(), width: .i64, base: 0, scale: scale,
          lower: min(first.lower, second.lower), upper: max(first.upper, second.upper))))
  }

  /// The common number of digits after the point; nil where one side is no exact number.
  private static func scale(_ yes: Operand, _ no: Operand) -> Int? {
    guard let one = yes.exactScale, let other = no.exactScale else { return nil }
    return max(one, other)
  }

  private func coalesce(_ arguments: [Compiled], _ type: DataType, _ batch: RowBatch) throws
    -> Column
  {
    var operands: [Operand] = []
    let branches = try MutableBuffer(UInt32.self, count: batch.count)
    let branch = branches.pointer(UInt32.self)
    var open = batch.count
    for row in 0..<batch.count { branch[row] = absentRow }
    for (index, argument) in arguments.enumerated() where open > 0 {
      let operand = try evaluate(argument, batch)
      operands.append(operand)
      switch operand {
      case .constant(let value):
        if value.isNull { continue }
        for row in 0..<batch.count where branch[row] == absentRow { branch[row] = UInt32(index) }
        open = 0
      case .column(let column):
        for row in 0..<batch.count where branch[row] == absentRow && column.isValid(row) {
          branch[row] = UInt32(index)
          open -= 1
        }
      }
    }
    for row in 0..<batch.count where branch[row] == absentRow { branch[row] = 0 }
    return try blend(operands, branch, batch.count, type)
  }

  /// Row `i` of operand `branch[i]`: the operands one after another, then one gather.
  private func blend(
    _ operands: [Operand], _ branch: UnsafePointer<UInt32>, _ count: Int, _ type: DataType
  ) throws -> Column {
    var parts: [Column] = []
    var starts: [UInt32] = []
    var steps: [UInt32] = []
    var total = 0
    for operand in operands {
      starts.append(UInt32(total))
      switch operand {
      case .constant(let value):
        parts.append(try Column(type, [value]))
        steps.append(0)
        total += 1
      case .column(let column):
        parts.append(column)
        steps.append(1)
        total += column.count
      }
    }
    let all = try Column.concatenated(type, parts, threads: 1)
    let rows = try MutableBuffer(UInt32.self, count: count)
    let out = rows.pointer(UInt32.self)
    for row in 0..<count {
      let index = Int(branch[row])
      out[row] = starts[index] &+ steps[index] &* UInt32(truncatingIfNeeded: row)
    }
    return try all.gathered(out, count: count)
  }

  private func chooseByRows(
    _ values: [Compiled], _ branch: UnsafePointer<UInt32>, _ batch: RowBatch, _ type: DataType
  ) throws -> Column {
    var parts: [Column] = []
    let places = try MutableBuffer(UInt32.self, count: batch.count)
    var total = 0
    for (index, value) in values.enumerated() {
      let own = try MutableBuffer(UInt32.self, count: batch.count)
      var count = 0
      for row in 0..<batch.count where branch[row] == UInt32(index) {
        own.pointer(UInt32.self)[count] = UInt32(row)
        places.pointer(UInt32.self)[row] = UInt32(total + count)
        count += 1
      }
      if count == 0 { continue }
      let part = try batch.selecting(RowIDs(buffer: own.freeze(), count: count))
      parts.append(try column(value, part, type: type))
      total += count
    }
    let all = try Column.concatenated(type, parts, threads: 1)
    return try all.gathered(places.pointer(UInt32.self), count: batch.count)
  }
}

/// A failure and the expression that failed.
struct LocatedFailure: Error {
  let failure: EvaluationFailure
  let range: SourceRange
}

extension Column {
  /// Calls `body` with each row that is true.
  @inline(__always)
  func forEachTrue(_ body: (Int) -> Void) {
    switch storage {
    case .bytes(let buffer):
      let bytes = buffer.pointer(UInt8.self) + offset
      if validity == nil {
        for row in 0..<count where bytes[row] != 0 { body(row) }
      } else {
        for row in 0..<count where bytes[row] != 0 && isValid(row) { body(row) }
      }
    case .bits(let bits):
      for row in 0..<count where bits[offset + row] && isValid(row) { body(row) }
    default: break
    }
  }
}

extension Operand {
  /// Digits after the point; nil for what is no int or exact decimal, or may be null.
  fileprivate var exactScale: Int? {
    switch self {
    case .constant(.int): return 0
    case .constant(.decimal(_, let scale)): return scale
    case .column(let column):
      guard column.validity == nil, case .packed(let packed) = column.storage else { return nil }
      return packed.scale
    default: return nil
    }
  }

  /// The values as 64-bit integers at a scale, with their bounds; nil where they do not fit.
  fileprivate func integers(
    _ count: Int, _ scale: Int
  ) -> (buffer: Buffer, lower: Int64, upper: Int64)? {
    guard let own = exactScale, let buffer = try? MutableBuffer(Int64.self, count: count) else {
      return nil
    }
    let out = buffer.pointer(Int64.self)
    switch self {
    case .constant(let value):
      var number: Int64 = 0
      switch value {
      case .int(let integer): number = integer
      case .decimal(let unscaled, _): number = unscaled
      default: return nil
      }
      guard let scaled = Decimal64.rescale(number, from: own, to: scale) else { return nil }
      out.update(repeating: scaled, count: count)
      return (buffer.freeze(), scaled, scaled)
    case .column(let column):
      guard case .packed(let packed) = column.storage,
        let lower = Decimal64.rescale(packed.lower, from: own, to: scale),
        let upper = Decimal64.rescale(packed.upper, from: own, to: scale)
      else { return nil }
      packed.decode(from: column.offset, count: count, into: out)
      if scale > own {
        let factor = Decimal64.powers[scale - own]
        for row in 0..<count { out[row] = out[row] &* factor }
      }
      return (buffer.freeze(), lower, upper)
    }
  }
}

extension Column {
  /// The packed integers or codes of the column.
  fileprivate var integers: Packed? {
    switch storage {
    case .packed(let packed), .coded(let packed, _): packed
    default: nil
    }
  }
}

extension Domain {
  /// The first integer of the domain; codes begin at 0.
  var lower: Int64 { if case .integers(let lower, _, _) = self { lower } else { 0 } }
}
