/// What input cannot be worked with; facts only, the words are made where they are shown.
public enum ForecastingError: Error, Hashable, Sendable {
  /// Times and values (or other parallel lists) differ in number.
  case lengthsDiffer(Int, Int)
  /// Different values at one time: the positions of two rows in the input.
  case duplicateTime(Double, rows: [Int])
  /// A value outside what its kind can be (a rate above 100, a negative level).
  case valueOutOfBounds(Double, row: Int, lower: Double, upper: Double)
  /// More covered than there are, or a total that is not positive where one is needed.
  case coveredExceedsTotal(covered: Double, total: Double, row: Int)
  /// A target above the ceiling or below the floor.
  case targetOutOfBounds(target: Double, lower: Double, upper: Double)
  /// A target time at or before the base or the last observation.
  case targetTimeTooEarly(target: Double, last: Double)
  /// The ceiling lies at or below the floor.
  case emptyBounds(lower: Double, upper: Double)
  /// Fewer periods of finished work than a throughput needs.
  case tooFewPeriods(needed: Int, found: Int)
  /// Fewer observations than the method needs.
  case tooFewPoints(method: Method, needed: Int, found: Int)
  /// More than a third of the even grid would have to be filled in, or there is no even grid.
  case unevenSpacing(method: Method)
  /// A method on logarithms meets a value that has none.
  case needsPositiveValues(method: Method)
  /// A method for bounded values meets an unbounded series.
  case needsBounds(method: Method)
  /// A growth curve whose ceiling cannot be told from the data.
  case ceilingNotIdentified
  /// A parameter outside its range.
  case invalidParameter(name: String, value: Double)
  /// A clause of a scenario that ends before the last observation.
  case clauseInThePast(until: Double, last: Double)
  /// A scenario names a unit that is not there.
  case unknownUnit(String, candidates: [String])
  /// A scenario names another scenario that is not there, or itself.
  case unknownScenario(String)
  /// A quantile of the peers needs five of them.
  case tooFewPeers(needed: Int, found: Int)
  /// A unit cannot give away more than its yearly effort.
  case exceedsYearlyEffort(unit: String, asked: Double, available: Double)
  /// A clause on counts meets units without totals.
  case needsTotals(unit: String)
  /// Units of a scenario with different directions, bounds or the same name.
  case mixedUnits(String, String)
  /// An aggregate target beyond what the caps let the units reach together.
  case infeasible(needed: Double, available: Double)
}
