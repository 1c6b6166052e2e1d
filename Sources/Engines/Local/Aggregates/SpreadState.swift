import Columns
import Functions

/// Variance and standard deviation, both of a sample.
final class SpreadState: AggregateState {
  private let groups: Int
  private let function: Aggregate
  private let spreads: WorkMemory

  init(groups: Int, function: Aggregate) throws {
    self.groups = groups
    self.function = function
    spreads = try WorkMemory(Spread.self, count: groups, zeroed: true)
  }

  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws {
    let column = inputs[0]
    let source = try column.doubles()
    let values = source.pointer(Double.self)
    let spreads = self.spreads.pointer(Spread.self)
    if column.mayHaveNulls {
      for row in 0..<count where column.isValid(row) {
        spreads[Int(groups[row])].add(values[row])
      }
    } else if self.groups == 1 {
      // Kept in registers.
      var only = spreads[0]
      for row in 0..<count { only.add(values[row]) }
      spreads[0] = only
    } else {
      for row in 0..<count { spreads[Int(groups[row])].add(values[row]) }
    }
  }

  func merge(_ other: any AggregateState) throws {
    guard let other = other as? SpreadState else { return }
    let own = spreads.pointer(Spread.self)
    let theirs = other.spreads.pointer(Spread.self)
    for group in 0..<groups { own[group].add(theirs[group]) }
  }

  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column {
    let spreads = self.spreads.pointer(Spread.self)
    let function = self.function
    return try Column.floats(count) { index in
      let own = spreads[Int(groups[index])]
      if own.count < 2 { return nil }
      let variance = own.squares / (own.count - 1)
      return function == .variance ? variance : variance.squareRoot()
    }
  }
}

/// Correlation and the least-squares line of y on x, over the rows in which both are known.
///
/// Integers and decimals add up exactly (`ExactLines`) for as long as 64 bits are certain to be
/// enough; else a group keeps its spread in doubles (q17 with one thread to 0.46 to 0.78 of
/// the time).
final class LineState: AggregateState {
  private let groups: Int
  private let function: Aggregate
  private var exact: ExactLines?
  /// `PairedSpread`s, once sums might not be exact any more.
  private var spreads: WorkMemory?

  init(groups: Int, function: Aggregate) throws {
    self.groups = groups
    self.function = function
  }

  func update(_ groups: UnsafePointer<UInt32>, _ inputs: [Column], count: Int) throws {
    // slope(y, x), intercept(y, x), r2(y, x), corr(a, b): the first argument is y.
    let (yColumn, xColumn) = (inputs[0], inputs[1])
    if exact == nil, spreads == nil {
      exact = try ExactLines(
        groups: self.groups, xColumn, yColumn,
        wantsSquares: function == .corr || function == .r2)
    }
    if try exact?.add(groups, xColumn, yColumn, count: count) ?? false { return }
    let spreads = try inexact()
    let (ySource, xSource) = (try yColumn.doubles(), try xColumn.doubles())
    let ys = ySource.pointer(Double.self)
    let xs = xSource.pointer(Double.self)
    if yColumn.mayHaveNulls || xColumn.mayHaveNulls {
      for row in 0..<count where yColumn.isValid(row) && xColumn.isValid(row) {
        spreads[Int(groups[row])].add(x: xs[row], y: ys[row])
      }
    } else if self.groups == 1 {
      var only = spreads[0]
      for row in 0..<count { only.add(x: xs[row], y: ys[row]) }
      spreads[0] = only
    } else {
      for row in 0..<count { spreads[Int(groups[row])].add(x: xs[row], y: ys[row]) }
    }
  }

  /// The groups' spreads, from now on in doubles.
  private func inexact() throws -> UnsafeMutablePointer<PairedSpread> {
    if let spreads { return spreads.pointer(PairedSpread.self) }
    let made = try WorkMemory(PairedSpread.self, count: groups, zeroed: true)
    let own = made.pointer(PairedSpread.self)
    if let exact {
      for group in 0..<groups { own[group] = exact.spread(group) }
    }
    exact = nil
    spreads = made
    return own
  }

  func merge(_ other: any AggregateState) throws {
    guard let other = other as? LineState, other.exact != nil || other.spreads != nil else {
      return
    }
    if exact == nil, spreads == nil {
      exact = other.exact
      spreads = other.spreads
      return
    }
    if let exact, let others = other.exact, try exact.add(others) { return }
    let (own, theirs) = (try inexact(), try other.inexact())
    for group in 0..<groups { own[group].add(theirs[group]) }
  }

  func finish(_ groups: UnsafePointer<UInt32>, count: Int) throws -> Column {
    let spreads = self.spreads?.pointer(PairedSpread.self)
    let function = self.function
    return try Column.floats(count) { index in
      let group = Int(groups[index])
      let own = spreads?[group] ?? exact?.spread(group) ?? PairedSpread()
      // Where all x are equal there is no line.
      if own.count < 2 || own.squares.xx == 0 { return nil }
      switch function {
      case .slope: return own.slope
      case .intercept: return own.intercept
      case .corr: return own.squares.yy == 0 ? nil : own.correlation
      case .r2: return own.explained
      default: return nil
      }
    }
  }
}

extension Column {
  /// A column of the doubles that `value` gives for each row, null where it gives none.
  static func floats(_ count: Int, _ value: (Int) -> Double?) throws -> Column {
    let values = try MutableBuffer(Double.self, count: count, zeroed: true)
    let valid = try MutableBitmap(repeating: true, count: count)
    var hasNulls = false
    for index in 0..<count {
      if let value = value(index) {
        values.pointer(Double.self)[index] = value
      } else {
        valid.set(index, false)
        hasNulls = true
      }
    }
    return Column(
      type: .float, count: count, storage: .double(values.freeze()),
      validity: hasNulls ? valid.freeze() : nil)
  }
}
