import Columns

/// How rows go to runs of neighbouring keys, each of which fits the L2 cache: counted by the highest
/// bits of the keys, then parted so that no run is long.
///
/// It follows from the keys alone; lanes only share out the work.
struct KeyRuns: ~Copyable {
  /// A key's bucket is what is left of it behind so many bits.
  let shift: UInt64
  /// The run of each bucket.
  let ofBucket: [UInt16]
  /// Where each run begins, and the end of the last.
  let bounds: [Int]
  let lanes: Int
  /// Where the next row of each run goes, lane by lane (`Int`).
  private let places: MutableBuffer

  var count: Int { bounds.count - 1 }

  /// Rows a run should have at most, if they are not so many that there would be too many runs.
  private static let size = 16_384
  private static let mostRuns = 1024
  private static let mostBucketBits = 14

  /// - Parameters:
  ///   - bits: how many low bits of a key can be set.
  ///   - tally: adds a lane's keys to the counts of their buckets, given the shift.
  /// - Returns: nil where keys are spread so unevenly that one run would hold very many rows.
  static func counted(
    bits: Int, rowCount: Int, lanes: Int, threads: Int,
    _ tally: @Sendable (_ lane: Int, _ shift: UInt64, UnsafeMutablePointer<UInt32>) throws -> Void
  ) throws -> KeyRuns? {
    let wanted = Int.bitWidth - (rowCount / 64).leadingZeroBitCount
    let bucketBits = max(1, min(bits, max(6, min(mostBucketBits, wanted))))
    let shift = UInt64(max(0, bits - bucketBits))
    let buckets = 1 << bucketBits
    let counts = try MutableBuffer(UInt32.self, count: lanes * buckets, zeroed: true)
    try Parallel.run(pieces: lanes, threads: threads) { lane in
      try tally(lane, shift, counts.pointer(UInt32.self) + lane * buckets)
    }
    let found = counts.pointer(UInt32.self)
    let most = max(size, rowCount / mostRuns)
    var ofBucket: [UInt16] = []
    ofBucket.reserveCapacity(buckets)
    var run = 0
    var filled = 0
    for bucket in 0..<buckets {
      var size = 0
      for lane in 0..<lanes { size += Int(found[lane * buckets + bucket]) }
      if size > 8 * most { return nil }
      if filled > 0, filled + size > most {
        run += 1
        filled = 0
      }
      ofBucket.append(UInt16(truncatingIfNeeded: run))
      filled += size
    }
    let places = try MutableBuffer(Int.self, count: lanes * (run + 1), zeroed: true)
    for lane in 0..<lanes {
      let own = places.pointer(Int.self) + lane * (run + 1)
      for bucket in 0..<buckets {
        own[Int(ofBucket[bucket])] += Int(found[lane * buckets + bucket])
      }
    }
    let bounds = LaneCounts.places(places, lanes: lanes, targets: run + 1)
    return KeyRuns(
      shift: shift, ofBucket: ofBucket, bounds: bounds, lanes: lanes, places: places)
  }

  private init(
    shift: UInt64, ofBucket: [UInt16], bounds: [Int], lanes: Int, places: consuming MutableBuffer
  ) {
    self.shift = shift
    self.ofBucket = ofBucket
    self.bounds = bounds
    self.lanes = lanes
    self.places = places
  }

  /// The lane's places, which its rows move on.
  func places(_ lane: Int) -> UnsafeMutablePointer<Int> { places.pointer(Int.self) + lane * count }
}
