import Columns
import Functions
import Language
import Planning

/// What is known of the values of a slot before a row is read.
struct SlotInfo: Sendable {
  let type: DataType
  /// The values that can occur besides null, where they are few enough to count.
  let domain: Domain?
  /// False where it is certain that no row is null.
  let mayBeNull: Bool

  init(type: DataType, domain: Domain? = nil, mayBeNull: Bool = true) {
    self.type = type
    self.domain = domain
    self.mayBeNull = mayBeNull
  }

  /// The same, but rows may be null: the right side of an outer join.
  var nullable: SlotInfo { SlotInfo(type: type, domain: domain) }

  /// What a stored column tells.
  init(_ column: Column) {
    type = column.type
    mayBeNull = column.mayHaveNulls
    switch column.storage {
    case .coded(_, let dictionary): domain = .dictionary(dictionary)
    case .packed(let packed):
      if packed.lower > packed.upper {
        domain = .integers(lower: 0, count: 1, scale: packed.scale)
      } else if let range = packed.range, range < 1 << 40 {
        domain = .integers(lower: packed.lower, count: Int(range) + 1, scale: packed.scale)
      } else {
        domain = nil
      }
    case .bits, .bytes: domain = .bools
    case .nulls: domain = .integers(lower: 0, count: 1, scale: 0)
    case .double, .text: domain = nil
    }
  }
}

/// A countable set of values in order.
enum Domain: Sendable {
  case dictionary(TextDictionary)
  case integers(lower: Int64, count: Int, scale: Int)
  case bools

  var count: Int {
    switch self {
    case .dictionary(let dictionary): dictionary.count
    case .integers(_, let count, _): count
    case .bools: 2
    }
  }
}

/// An expression ready to run: column places are slots, and what depends on one column of few
/// values has been computed once per value.
indirect enum Compiled: Sendable {
  case column(Int)
  case constant(Value)
  case call(ScalarFunction, [Compiled], SourceRange)
  case choose([(condition: Compiled, value: Compiled)], otherwise: Compiled, DataType)
  case coalesce([Compiled], DataType)
  /// `table` holds the result for each value of the slot's domain and, last, for null.
  case lookup(slot: Int, LookupTable)
}

/// The results of an expression for each value of a domain and, last, for null.
final class LookupTable: Sendable {
  let domain: Domain
  let results: Column
  /// The storage of the results, conditions as bytes.
  let bytes: Storage
  /// Whether no value of the domain gives null, so that only null rows can.
  let isTotal: Bool

  init(_ domain: Domain, _ results: Column) {
    self.domain = domain
    self.results = results
    if case .bits(let bits) = results.storage,
      let bytes = try? MutableBuffer(UInt8.self, count: results.count)
    {
      for row in 0..<results.count { bytes.pointer(UInt8.self)[row] = bits[row] ? 1 : 0 }
      self.bytes = .bytes(bytes.freeze())
    } else {
      bytes = results.storage
    }
    isTotal = (0..<domain.count).allSatisfy { results.isValid($0) }
  }

  /// The results with no word of nulls, for rows that have a value, where none gives null.
  var valid: Column {
    Column(type: results.type, count: results.count, storage: results.storage)
  }
}

/// Compiles expressions against known slots.
struct Compiler {
  let slots: [SlotInfo]
  /// Rows that will flow: a domain is worth computing only when it is much smaller.
  let rows: Int
  let context: QueryContext

  /// Above this many values the table of a lookup no longer pays.
  private static let largestDomain = 1 << 18

  func compile(_ expression: Expression) throws -> Compiled {
    if let lifted = try lifted(expression) { return lifted }
    switch expression.kind {
    case .column(let index): return .column(index)
    case .constant(let value): return .constant(value)
    case .named(let name):
      throw Diagnostic.unexpected("`\(name)` was not resolved", at: expression.range)
    case .call(let function, let arguments):
      return .call(function, try arguments.map(compile), expression.range)
    case .choose(let cases, let otherwise):
      return .choose(
        try cases.map { (try compile($0.condition), try compile($0.value)) },
        otherwise: try compile(otherwise), expression.type)
    case .coalesce(let arguments):
      return .coalesce(try arguments.map(compile), expression.type)
    }
  }

  /// What is known of the values of a compiled expression.
  func info(_ compiled: Compiled, type: DataType) -> SlotInfo {
    switch compiled {
    case .column(let slot): return slots[slot]
    case .lookup(_, let table): return SlotInfo(table.results)
    default: return SlotInfo(type: type, domain: type == .bool ? .bools : nil)
    }
  }

  /// Computes an expression of one column once per value of that column (dictionary entries, days
  /// of a date column, years), where that is less work than once per row. Text functions, friendly
  /// matches and date parts over millions of rows become an array look-up.
  private func lifted(_ expression: Expression) throws -> Compiled? {
    switch expression.kind {
    case .column, .constant: return nil
    default: break
    }
    let columns = expression.columns
    guard columns.count == 1, let slot = columns.first, let domain = slots[slot].domain,
      domain.count <= Compiler.largestDomain, domain.count <= max(rows / 4, 1)
    else { return nil }
    switch domain {
    case .bools: return nil
    case .integers where !expression.hasDearCall: return nil
    case .dictionary where expression.isPlainComparison: return nil
    default: break
    }
    let size = domain.count + 1
    let valid = try MutableBitmap(repeating: true, count: size)
    valid.set(size - 1, false)
    let codes = try MutableBuffer(UInt32.self, count: size)
    let out = codes.pointer(UInt32.self)
    for code in 0..<size { out[code] = UInt32(truncatingIfNeeded: code) }
    out[size - 1] = 0
    let storage: Storage
    switch domain {
    case .dictionary(let dictionary):
      guard dictionary.count > 0 else { return nil }
      storage = .coded(
        Packed(codes: codes.freeze(), width: .u32, domain: dictionary.count), dictionary)
    case .integers(let lower, let count, let scale):
      storage = .packed(
        Packed(
          buffer: codes.freeze(), width: .u32, base: lower, scale: scale, lower: lower,
          upper: lower + Int64(count - 1)))
    case .bools: return nil
    }
    let values = Column(
      type: slots[slot].type, count: size, storage: storage, validity: valid.freeze())
    let inner = Compiler(
      slots: [SlotInfo(type: slots[slot].type)], rows: 0, context: context)
    let compiled = try inner.compile(expression.remapped { _ in 0 })
    let evaluation = context.evaluation()
    let batch = RowBatch([values], count: size)
    // A value that fails may be one that the rows at hand do not have: then row by row.
    guard let operand = try? Evaluator(evaluation).evaluate(compiled, batch),
      evaluation.divisionsByZero == 0, evaluation.failedConversions == 0
    else { return nil }
    let result = try Evaluator.column(operand, count: size, type: expression.type)
    let table = try Column.concatenated(expression.type, [result], threads: 1)
    if case .text(let heap) = table.storage {
      let (dictionary, codes) = try TextDictionary.encoding(heap, count: size)
      let packed = Packed(
        codes: try Buffer(copying: codes), width: .u32, domain: dictionary.count)
      let coded = Column(
        type: .text, count: size, storage: .coded(packed, dictionary), validity: table.validity)
      return .lookup(slot: slot, LookupTable(domain, coded))
    }
    return .lookup(slot: slot, LookupTable(domain, table))
  }
}

extension Expression {
  private static let cheap: Set<String> = [
    "+", "-", "*", "/", "neg", "==", "!=", "<", "<=", ">", ">=", "and", "or", "not", "is_null",
    "is_not_null", "abs", "float", "int", "in",
  ]
  private static let comparisons: Set<String> = [
    "==", "!=", "<", "<=", ">", ">=", "is_null", "is_not_null",
  ]

  /// Whether some part costs more per row than an array look-up.
  var hasDearCall: Bool {
    if case .call(let function, _) = kind, !Expression.cheap.contains(function.name) {
      return true
    }
    return children.contains { $0.hasDearCall }
  }

  /// Whether this compares a column with a constant, which kernels do on codes.
  var isPlainComparison: Bool {
    guard case .call(let function, let arguments) = kind,
      Expression.comparisons.contains(function.name)
    else { return false }
    return arguments.allSatisfy { $0.columnIndex != nil || $0.constant != nil }
  }
}
