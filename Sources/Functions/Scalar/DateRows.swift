import Columns

/// Helpers for kernels over days and times.
enum DateRows {
  /// The remainder with the sign of a positive divisor.
  @inline(__always)
  static func floorRemainder(_ value: Int64, _ divisor: Int64) -> Int64 {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }

  /// The day numbers of dates or timestamps, in a buffer of their own. What lies under nulls is
  /// brought into range, so that calendar arithmetic on it cannot trap.
  static func days(_ operand: Operand, _ count: Int) throws -> MutableBuffer {
    let result = try MutableBuffer(Int64.self, count: count)
    let out = result.pointer(Int64.self)
    guard let values = IntegerOperand(operand) else {
      out.update(repeating: 0, count: count)
      return result
    }
    values.decode(count, into: out)
    if operand.type == .timestamp {
      let day = Calendar.microsecondsPerDay
      for row in 0..<count {
        out[row] = out[row] / day - (out[row] % day < 0 ? 1 : 0)
      }
    } else {
      for row in 0..<count { out[row] = Int64(Int32(truncatingIfNeeded: out[row])) }
    }
    return result
  }

  /// Days as dates; a valid row that no date can hold is an error.
  static func dates(
    _ days: consuming MutableBuffer, _ count: Int, _ validity: Bitmap?, _ operation: String
  ) throws -> Column {
    let values = days.pointer(Int64.self)
    var lower = Int64.max
    var upper = Int64.min
    for row in 0..<count where validity?[row] ?? true {
      lower = min(lower, values[row])
      upper = max(upper, values[row])
      if Int64(Int32(truncatingIfNeeded: values[row])) != values[row] {
        throw EvaluationFailure(.integerOverflow(operation: operation), row: row)
      }
    }
    return Kernel.integers(.date, days.freeze(), validity, count, lower: lower, upper: upper)
  }

  /// Moves the day of dates or timestamps and keeps the time; nil, or a day out of range, is an
  /// overflow.
  static func mapDays(
    _ operand: Operand, _ count: Int, _ validity: Bitmap?, _ operation: String, _ argument: Operand,
    _ body: (Int, Int64) -> Int?
  ) throws -> Column {
    let type = operand.type
    guard let values = IntegerOperand(operand), let amounts = IntegerOperand(argument) else {
      return .nulls(type, count: count)
    }
    let result = try days(operand, count)
    let out = result.pointer(Int64.self)
    for row in 0..<count {
      guard validity?[row] ?? true else {
        out[row] = 0
        continue
      }
      guard let day = body(Int(out[row]), amounts.value(row)) else {
        throw EvaluationFailure(.integerOverflow(operation: operation), row: row)
      }
      if type == .timestamp {
        let length = Calendar.microsecondsPerDay
        let (start, isTooFar) = Int64(day).multipliedReportingOverflow(by: length)
        let (moved, overflow) = start.addingReportingOverflow(
          floorRemainder(values.value(row), length))
        if isTooFar || overflow {
          throw EvaluationFailure(.integerOverflow(operation: operation), row: row)
        }
        out[row] = moved
      } else {
        out[row] = Int64(day)
      }
    }
    if type == .timestamp { return Kernel.integers(type, result.freeze(), validity, count) }
    return try dates(result, count, validity, operation)
  }
}

/// Values of which some could not be had: those become null and are counted.
struct OptionalIntegers: ~Copyable {
  private let type: DataType
  private let values: MutableBuffer
  private let validity: MutableBitmap
  private let count: Int
  private var failures = 0
  private var lower = Int64.max
  private var upper = Int64.min

  init(_ count: Int, _ validity: Bitmap?, type: DataType = .date) throws {
    let values = try MutableBuffer(Int64.self, count: count, zeroed: true)
    let known = try Kernel.writable(validity, count)
    self.type = type
    self.count = count
    self.values = values
    self.validity = known
  }

  func isValid(_ row: Int) -> Bool { validity[row] }

  /// Nil is a failure, unless the row is null anyway.
  mutating func set(_ row: Int, _ value: Int?) {
    guard validity[row] else { return }
    guard let value else {
      validity.set(row, false)
      failures += 1
      return
    }
    values.pointer(Int64.self)[row] = Int64(value)
    lower = min(lower, Int64(value))
    upper = max(upper, Int64(value))
  }

  consuming func finish(_ context: EvaluationContext) -> Column {
    context.failedConversions += failures
    let validity = self.validity.freeze()
    let allValid = validity.countSet(from: 0, count: count) == count
    return Kernel.integers(
      type, values.freeze(), allValid ? nil : validity, count, lower: lower, upper: upper)
  }
}
