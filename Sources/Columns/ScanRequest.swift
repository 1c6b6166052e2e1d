/// What a plan asks of a source: columns, and what is known of the rows that matter.
///
/// The plan keeps its filter and its limit, so a source may answer with more rows than were asked
/// for, never with fewer.
public struct ScanRequest: Sendable, Hashable {
  /// The columns, in the order in which the table is to have them.
  public var columns: [String]
  /// Conditions of which a row has to meet all to matter.
  public var bounds: [ColumnBound]
  /// Rows after so many first ones do not matter; nil: all may. Never beside bounds, since the
  /// first rows that meet them may lie anywhere.
  public var limit: Int?

  public init(_ columns: [String], bounds: [ColumnBound] = [], limit: Int? = nil) {
    self.columns = columns
    self.bounds = bounds
    self.limit = limit
  }
}

/// A comparison of a column with a constant; a null meets none.
public struct ColumnBound: Sendable, Hashable {
  public enum Sign: String, Sendable, Hashable {
    case equal = "=="
    case less = "<"
    case atMost = "<="
    case more = ">"
    case atLeast = ">="
  }

  public let column: String
  public let sign: Sign
  public let value: Value

  public init(_ column: String, _ sign: Sign, _ value: Value) {
    self.column = column
    self.sign = sign
    self.value = value
  }
}

/// Which parts of a source (row groups, files of a folder) have to be read for a request.
public struct Accepted: Sendable, Hashable {
  /// The numbers of the parts, in order.
  public let parts: [Int]
  /// How many parts there are.
  public let partCount: Int
  /// The rows of the parts that are read.
  public let rowCount: Int

  public init(parts: [Int], of partCount: Int, rowCount: Int) {
    self.parts = parts
    self.partCount = partCount
    self.rowCount = rowCount
  }
}

/// The least and the greatest value of some rows of a column, none of which is null.
public struct ValueRange: Sendable, Hashable {
  public let least: Value
  public let greatest: Value

  public init(_ least: Value, _ greatest: Value) {
    self.least = least
    self.greatest = greatest
  }

  /// Whether no value of the range meets a bound. False where values of these types are not told
  /// apart here: floats, whose statistics are silent about NaN, and texts but for equality.
  public func excludes(_ bound: ColumnBound) -> Bool {
    if case .text(let wanted) = bound.value {
      return bound.sign == .equal && excludes(text: wanted)
    }
    guard let low = ValueRange.order(least, bound.value),
      let high = ValueRange.order(greatest, bound.value)
    else { return false }
    switch bound.sign {
    case .equal: return low > 0 || high < 0
    case .less: return low >= 0
    case .atMost: return low > 0
    case .more: return high <= 0
    case .atLeast: return high < 0
    }
  }

  /// Whether no text of the range is this one once it is brought to NFC, as readers do.
  ///
  /// All forms of a text begin with the same ASCII letters, so those are compared, and the whole
  /// text where it has no others. `K`, `;` and the grave accent also come of other code points.
  private func excludes(text wanted: String) -> Bool {
    guard case .text(let low) = least, case .text(let high) = greatest else { return false }
    let head = wanted.utf8.prefix { $0 < 0x80 && $0 != 0x4B && $0 != 0x3B && $0 != 0x60 }
    if high.utf8.lexicographicallyPrecedes(head) { return true }
    guard head.lexicographicallyPrecedes(low.utf8) else { return false }
    return head.count == wanted.utf8.count || !low.utf8.starts(with: head)
  }

  /// The order of two values: below, at or above zero; nil where the types do not compare exactly.
  private static func order(_ left: Value, _ right: Value) -> Int? {
    switch (left, right) {
    case (.int(let left), .int(let right)): order(left, right)
    case (.date(let left), .date(let right)): order(left, right)
    case (.timestamp(let left), .timestamp(let right)): order(left, right)
    case (.bool(let left), .bool(let right)): order(left ? 1 : 0, right ? 1 : 0)
    case (.int(let left), .decimal(let right, let scale)): order(left, 0, right, scale)
    case (.decimal(let left, let scale), .int(let right)): order(left, scale, right, 0)
    case (.decimal(let left, let own), .decimal(let right, let scale)):
      order(left, own, right, scale)
    default: nil
    }
  }

  private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Int {
    left < right ? -1 : left == right ? 0 : 1
  }

  /// The order of two decimals; nil where one has no place among 64 bits at the other's scale.
  private static func order(_ left: Int64, _ own: Int, _ right: Int64, _ scale: Int) -> Int? {
    let common = max(own, scale)
    guard let left = Decimal64.rescale(left, from: own, to: common),
      let right = Decimal64.rescale(right, from: scale, to: common)
    else { return nil }
    return order(left, right)
  }
}
