/// The columns of a piece, NaN where nothing is written.
struct PanelColumns: Sendable {
  var expected: [Double]
  var low: [Double]
  var high: [Double]
  var centres: [Double]
  var errors: [Double]
  var atPace: [Double]
  var lastTimes: [Double]
  var lastValues: [Double]
  var weights: [Double]
  var freedoms: [Double]
  var counts: [Int32]
  var methods: [Method]
  var flags: [Flags]

  init(series: Int, times: Int) {
    let blank = [Double](repeating: .nan, count: series * times)
    let short = [Double](repeating: .nan, count: series)
    (expected, low, high, centres, errors, atPace) = (blank, blank, blank, blank, blank, blank)
    (lastTimes, lastValues, weights, freedoms) = (short, short, short, short)
    counts = [Int32](repeating: 0, count: series)
    methods = [Method](repeating: .naive, count: series)
    flags = [Flags](repeating: [], count: series)
  }
}

extension PanelProjection {
  init(panel: Panel, times: [Double], pools: [PeerPool?], pieces: [PanelColumns]) {
    self.times = times
    self.pools = pools
    bounds = panel.bounds
    directions = panel.directions
    expected = pieces.flatMap(\.expected)
    low = pieces.flatMap(\.low)
    high = pieces.flatMap(\.high)
    centres = pieces.flatMap(\.centres)
    errors = pieces.flatMap(\.errors)
    atPace = pieces.flatMap(\.atPace)
    lastTimes = pieces.flatMap(\.lastTimes)
    lastValues = pieces.flatMap(\.lastValues)
    counts = pieces.flatMap(\.counts)
    weights = pieces.flatMap(\.weights)
    degreesOfFreedom = pieces.flatMap(\.freedoms)
    methods = pieces.flatMap(\.methods)
    flags = pieces.flatMap(\.flags)
  }
}
