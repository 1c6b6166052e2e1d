/// The columns of a piece, NaN where nothing is written.
struct PanelColumns: Sendable {
  var expected: [Double]
  var low: [Double]
  var high: [Double]
  var errors: [Double]
  var atPace: [Double]
  var lastTimes: [Double]
  var lastValues: [Double]
  var weights: [Double]
  var freedoms: [Double]
  var counts: [Int32]
  var flags: [Flags]

  init(series: Int, times: Int) {
    let blank = [Double](repeating: .nan, count: series * times)
    let short = [Double](repeating: .nan, count: series)
    (expected, low, high, errors, atPace) = (blank, blank, blank, blank, blank)
    (lastTimes, lastValues, weights, freedoms) = (short, short, short, short)
    counts = [Int32](repeating: 0, count: series)
    flags = [Flags](repeating: [], count: series)
  }
}

extension PanelProjection {
  init(times: [Double], pools: [PeerPool?], pieces: [PanelColumns]) {
    self.times = times
    self.pools = pools
    expected = pieces.flatMap(\.expected)
    low = pieces.flatMap(\.low)
    high = pieces.flatMap(\.high)
    standardErrors = pieces.flatMap(\.errors)
    atPace = pieces.flatMap(\.atPace)
    lastTimes = pieces.flatMap(\.lastTimes)
    lastValues = pieces.flatMap(\.lastValues)
    counts = pieces.flatMap(\.counts)
    weights = pieces.flatMap(\.weights)
    degreesOfFreedom = pieces.flatMap(\.freedoms)
    flags = pieces.flatMap(\.flags)
  }
}
