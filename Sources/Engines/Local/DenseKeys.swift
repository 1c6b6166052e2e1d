import Columns
import Functions
import Planning
import Synchronization

/// The array of all combinations of key codes.
struct DenseKeys: Sendable {
  let keys: [KeyColumn]
  fileprivate let domains: [Domain]
  /// How many combinations there are; null counts as a value of each key.
  let size: Int
  private let stateBytes: Int

  /// Nil where a key has no countable domain or there would be too many combinations.
  init?(_ domains: [Domain?], rows: Int, calls: [CompiledAggregate]) {
    var size = 1
    var known: [Domain] = []
    for domain in domains {
      guard let domain else { return nil }
      let (product, overflow) = size.multipliedReportingOverflow(by: domain.count + 1)
      if overflow || product > 1 << 22 { return nil }
      size = product
      known.append(domain)
    }
    if size > 65_536, size > rows { return nil }
    self.domains = known
    keys = known.map { KeyColumn($0) }
    self.size = size
    stateBytes = calls.reduce(1) { $0 + $1.stateSize }
  }

  /// How many private copies of the states are made. It depends on the data alone, so that float sums
  /// do not depend on the number of threads, unless no sum depends on the order of its parts. Large
  /// arrays get few, for each is cleared and added to the others as a whole (q06 21 → 15 ms).
  func lanes(morsels: Int, threads: Int, areExact: Bool) -> Int {
    let bytes = size * stateBytes
    if bytes <= 1 << 20 { return max(1, min(size <= 4096 ? 64 : 16, morsels)) }
    let most = max(2, DenseKeys.budget / bytes)
    if areExact { return max(1, min(threads, morsels, most)) }
    // A power of two, which threads share evenly: three lanes would keep two threads waiting.
    let lanes = 1 << (Int.bitWidth - 1 - min(16, most).leadingZeroBitCount)
    return max(1, min(lanes, morsels))
  }

  /// Bytes that the states of all lanes may take, unless two copies take more.
  private static let budget = 64 << 20
}

/// The key columns of chosen combinations, written straight in their stored form, so that pieces of
/// them may be written by different threads and nothing is packed afterwards.
final class DecodedKeys: Sendable {
  private let space: DenseKeys
  private let count: Int
  private let buffers: [SharedBuilder]
  private let widths: [PackedWidth]
  /// Places without a value, by key.
  private let nulls: Mutex<[[Int]]>

  init(_ space: DenseKeys, count: Int) throws {
    self.space = space
    self.count = count
    let widths = space.domains.map { domain -> PackedWidth in
      if case .bools = domain { return .u8 }
      return PackedWidth.fitting(range: UInt64(max(0, domain.count - 1)))
    }
    self.widths = widths
    buffers = try widths.map { try SharedBuilder(byteCount: count * $0.bytes) }
    nulls = Mutex(space.domains.map { _ in [] })
  }

  /// Writes the keys of `count` combinations to the places from `start`.
  func write(_ combinations: UnsafePointer<UInt32>, count: Int, at start: Int) {
    var stride: UInt32 = 1
    for index in space.domains.indices.reversed() {
      let limit = UInt32(truncatingIfNeeded: space.domains[index].count)
      let buffer = buffers[index]
      let absent =
        switch widths[index] {
        case .u8: write(combinations, count, start, stride, limit, buffer.pointer(UInt8.self))
        case .u16: write(combinations, count, start, stride, limit, buffer.pointer(UInt16.self))
        case .u32, .i64:
          write(combinations, count, start, stride, limit, buffer.pointer(UInt32.self))
        }
      if !absent.isEmpty { nulls.withLock { $0[index] += absent } }
      stride &*= limit &+ 1
    }
  }

  /// Returns the places of nulls.
  @inline(__always)
  private func write<Raw: FixedWidthInteger>(
    _ combinations: UnsafePointer<UInt32>, _ count: Int, _ start: Int, _ stride: UInt32,
    _ limit: UInt32, _ out: UnsafeMutablePointer<Raw>
  ) -> [Int] {
    var absent: [Int] = []
    for index in 0..<count {
      let code = combinations[index] / stride % (limit &+ 1)
      if code == limit { absent.append(start + index) }
      out[start + index] = Raw(truncatingIfNeeded: code)
    }
    return absent
  }

  /// The columns, once all places are written; to be asked for once.
  func columns(_ types: [DataType]) throws -> [Column] {
    let absent = nulls.withLock { $0 }
    return try space.domains.indices.map { index in
      var validity: Bitmap?
      if !absent[index].isEmpty {
        let valid = try MutableBitmap(repeating: true, count: count)
        for place in absent[index] { valid.set(place, false) }
        validity = valid.freeze()
      }
      let buffer = buffers[index].freeze()
      let storage: Storage
      switch space.domains[index] {
      case .dictionary(let dictionary):
        storage = .coded(
          Packed(codes: buffer, width: widths[index], domain: dictionary.count), dictionary)
      case .integers(let lower, let size, let scale):
        storage = .packed(
          Packed(
            buffer: buffer, width: widths[index], base: lower, scale: scale, lower: lower,
            upper: lower + Int64(size - 1)))
      case .bools:
        let bits = try MutableBitmap(repeating: false, count: count)
        let bytes = buffer.pointer(UInt8.self)
        for place in 0..<count where bytes[place] == 1 { bits.set(place, true) }
        storage = .bits(bits.freeze())
      }
      return Column(type: types[index], count: count, storage: storage, validity: validity)
    }
  }
}
