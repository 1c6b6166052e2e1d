import Columns
import Functions

/// Tells from zone maps that no row of a morsel can pass a filter.
///
/// It pays where rows lie in the order of what is asked for (years appended to a file, sorted ids):
/// whole morsels are then left out unread.
struct ZonePruning: Sendable {
  /// `column sign constant`, in the integers that the column stores.
  private struct Test: Sendable {
    let zones: ZoneMap
    let sign: String
    let value: Int64
  }

  private let tests: [Test]

  /// Nil where no condition of the first filter can be told from zones.
  init?(_ steps: [Step], _ source: Table) {
    guard case .filter(let filter, _)? = steps.first else { return nil }
    tests = filter.conditions.compactMap { condition in
      guard case .call(let function, let arguments, _) = condition.expression,
        arguments.count == 2, case .column(let slot) = arguments[0],
        case .constant(let constant) = arguments[1], slot < source.columns.count
      else { return nil }
      let column = source.columns[slot]
      // Null rows are counted for a note, so columns with nulls are read.
      guard column.validity == nil, column.offset == 0, case .packed(let packed) = column.storage,
        let zones = packed.zones, let value = ZonePruning.stored(constant, packed, column.type)
      else { return nil }
      return Test(zones: zones, sign: function.name, value: value)
    }
    if tests.isEmpty { return nil }
  }

  /// The constant as the column would store it; nil where it could not.
  private static func stored(_ constant: Value, _ packed: Packed, _ type: DataType) -> Int64? {
    switch (type, constant) {
    case (.int, .int(let value)): value
    case (.date, .date(let day)): Int64(day)
    case (.timestamp, .timestamp(let time)): time
    case (.float, .int(let value)): Decimal64.rescale(value, from: 0, to: packed.scale)
    case (.float, .decimal(let value, let scale)):
      Decimal64.rescale(value, from: scale, to: packed.scale)
    default: nil
    }
  }

  /// Whether the filter refuses every row of a morsel.
  func refuses(morsel: Int) -> Bool {
    tests.contains { test in
      guard morsel < test.zones.lower.count else { return false }
      let lower = test.zones.lower[morsel]
      let upper = test.zones.upper[morsel]
      switch test.sign {
      case "==": return test.value < lower || test.value > upper
      case "<": return lower >= test.value
      case "<=": return lower > test.value
      case ">": return upper <= test.value
      case ">=": return upper < test.value
      default: return false
      }
    }
  }
}
