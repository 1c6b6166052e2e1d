import Columns
import Functions
import Language

/// Evaluates compiled expressions over batches. Belongs to one lane.
struct Evaluator {
  let context: EvaluationContext

  init(_ context: EvaluationContext) { self.context = context }

  /// The values for the rows of a batch; a constant stays one value.
  func evaluate(_ expression: Compiled, _ batch: Batch) throws -> Operand {
    switch expression {
    case .column(let slot): return .column(try batch.column(slot))
    case .constant(let value): return .constant(value)
    case .lookup(let slot, let domain, let table):
      return .column(try Evaluator.lookUp(try batch.column(slot), domain, table))
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
      let rows = try Buffer(UInt32.self, count: count, zeroed: true)
      return try one.gathered(rows.pointer(UInt32.self), count: count)
    }
  }

  /// The values of an expression as a column.
  func column(_ expression: Compiled, _ batch: Batch, type: DataType) throws -> Column {
    try Evaluator.column(try evaluate(expression, batch), count: batch.count, type: type)
  }

  // MARK: Look-ups

  private static func lookUp(_ column: Column, _ domain: Domain, _ table: Column) throws -> Column {
    let count = column.count
    let rows = try Buffer(UInt32.self, count: count)
    let out = rows.pointer(UInt32.self)
    let absent = UInt32(domain.count)
    switch column.storage {
    case .packed(let packed), .coded(let packed, _):
      var lower: Int64 = 0
      if case .integers(let first, _, _) = domain { lower = first }
      let shift = packed.base &- lower
      switch packed.width {
      case .u8: places(packed.buffer.pointer(UInt8.self) + column.offset, count, shift, out)
      case .u16: places(packed.buffer.pointer(UInt16.self) + column.offset, count, shift, out)
      case .u32: places(packed.buffer.pointer(UInt32.self) + column.offset, count, shift, out)
      case .i64: places(packed.buffer.pointer(Int64.self) + column.offset, count, shift, out)
      }
      if column.validity != nil {
        for row in 0..<count where !column.isValid(row) { out[row] = absent }
      }
    default:
      for row in 0..<count { out[row] = absent }
    }
    return try table.gathered(out, count: count)
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
    _ batch: Batch
  ) throws -> Column {
    let branches = try Buffer(UInt32.self, count: batch.count)
    let branch = branches.pointer(UInt32.self)
    for row in 0..<batch.count { branch[row] = UInt32(cases.count) }
    for (index, one) in cases.enumerated().reversed() {
      let mask = try column(one.condition, batch, type: .bool)
      mask.forEachTrue { branch[$0] = UInt32(index) }
    }
    let values = cases.map(\.value) + [otherwise]
    do {
      return try blend(
        try values.map { try evaluate($0, batch) }, branch, batch.count, type)
    } catch is LocatedFailure {
      return try chooseByRows(values, branch, batch, type)
    }
  }

  private func coalesce(_ arguments: [Compiled], _ type: DataType, _ batch: Batch) throws
    -> Column
  {
    var operands: [Operand] = []
    let branches = try Buffer(UInt32.self, count: batch.count)
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
    let rows = try Buffer(UInt32.self, count: count)
    let out = rows.pointer(UInt32.self)
    for row in 0..<count {
      let index = Int(branch[row])
      out[row] = starts[index] &+ steps[index] &* UInt32(truncatingIfNeeded: row)
    }
    return try all.gathered(out, count: count)
  }

  private func chooseByRows(
    _ values: [Compiled], _ branch: UnsafePointer<UInt32>, _ batch: Batch, _ type: DataType
  ) throws -> Column {
    var parts: [Column] = []
    let places = try Buffer(UInt32.self, count: batch.count)
    var total = 0
    for (index, value) in values.enumerated() {
      let own = try Buffer(UInt32.self, count: batch.count)
      var count = 0
      for row in 0..<batch.count where branch[row] == UInt32(index) {
        own.pointer(UInt32.self)[count] = UInt32(row)
        places.pointer(UInt32.self)[row] = UInt32(total + count)
        count += 1
      }
      if count == 0 { continue }
      let part = try batch.selecting(RowIDs(buffer: own, count: count))
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
