import Glibc

/// The distinct texts that one worker has met in one column, numbered as they came.
///
/// Hash table over copies in an arena; the texts of a column often repeat the one before, so that
/// is tried first.
final class TextPool {
  private(set) var count = 0
  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteCapacity = 1 << 12
  private(set) var byteCount = 0
  private var starts: UnsafeMutablePointer<Int>
  private var hashes: UnsafeMutablePointer<UInt32>
  private var capacity = 256
  private var slots: UnsafeMutablePointer<UInt32>
  private var mask = 1023
  private var lastNumber: UInt32 = .max
  private let normalize: @Sendable (UnsafeBufferPointer<UInt8>) -> [UInt8]?
  /// Texts that were not in NFC.
  private(set) var normalized = 0
  /// Whether a text was no UTF-8.
  private(set) var hasInvalidText = false

  init(normalize: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> [UInt8]?) {
    self.normalize = normalize
    bytes = .allocate(capacity: byteCapacity)
    starts = .allocate(capacity: capacity + 1)
    hashes = .allocate(capacity: capacity)
    starts[0] = 0
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
  }

  deinit {
    bytes.deallocate()
    starts.deallocate()
    hashes.deallocate()
    slots.deallocate()
  }

  /// The bytes of a text.
  @inline(__always)
  func text(_ number: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: bytes + starts[number], count: starts[number + 1] - starts[number])
  }

  /// The number of a text, a new one where it is new. In NFC and UTF-8, once `finish` is done.
  @inline(__always)
  func number(of text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    if lastNumber != .max {
      let start = starts[Int(lastNumber)]
      if starts[Int(lastNumber) + 1] &- start == length, memcmp(bytes + start, text, length) == 0 {
        return lastNumber
      }
    }
    let hash = TextPool.hash(text, length)
    var place = Int(hash) & mask
    while true {
      let slot = slots[place]
      if slot == 0 { break }
      let number = Int(slot) &- 1
      if hashes[number] == hash {
        let start = starts[number]
        if starts[number + 1] &- start == length, memcmp(bytes + start, text, length) == 0 {
          lastNumber = UInt32(truncatingIfNeeded: number)
          return lastNumber
        }
      }
      place = (place &+ 1) & mask
    }
    return insert(text, length, hash, place)
  }

  @inline(__always)
  private static func hash(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt32 {
    let raw = UnsafeRawPointer(text)
    var hash: UInt64 = UInt64(length) &* 0x9E37_79B9_7F4A_7C15
    var place = 0
    while place &+ 8 <= length {
      hash =
        (hash ^ raw.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
      place &+= 8
    }
    if place < length {
      var tail: UInt64 = 0
      for index in place..<length { tail = tail << 8 | UInt64(text[index]) }
      hash = (hash ^ tail) &* 0xD6E8_FEB8_6659_FD93
      hash ^= hash >> 32
    }
    return UInt32(truncatingIfNeeded: hash ^ (hash >> 29))
  }

  @inline(never)
  private func insert(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt32, _ place: Int
  ) -> UInt32 {
    if byteCount + length > byteCapacity {
      let wanted = max(byteCapacity * 2, byteCount + length)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
      larger.update(from: bytes, count: byteCount)
      bytes.deallocate()
      bytes = larger
      byteCapacity = wanted
    }
    if count == capacity {
      let moreStarts = UnsafeMutablePointer<Int>.allocate(capacity: capacity * 2 + 1)
      moreStarts.update(from: starts, count: capacity + 1)
      starts.deallocate()
      starts = moreStarts
      let moreHashes = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity * 2)
      moreHashes.update(from: hashes, count: capacity)
      hashes.deallocate()
      hashes = moreHashes
      capacity *= 2
    }
    (bytes + byteCount).update(from: text, count: length)
    byteCount += length
    hashes[count] = hash
    count += 1
    starts[count] = byteCount
    slots[place] = UInt32(truncatingIfNeeded: count)
    if count * 2 > mask { grow() }
    lastNumber = UInt32(truncatingIfNeeded: count - 1)
    return lastNumber
  }

  private func grow() {
    slots.deallocate()
    mask = mask * 4 + 3
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    for number in 0..<count {
      var place = Int(hashes[number]) & mask
      while slots[place] != 0 { place = (place &+ 1) & mask }
      slots[place] = UInt32(number + 1)
    }
  }

  /// The texts as strings to merge: valid UTF-8 in NFC.
  func finished() -> [(bytes: UnsafeBufferPointer<UInt8>, replacement: [UInt8]?)] {
    (0..<count).map { number in
      let text = text(number)
      guard text.contains(where: { $0 >= 0x80 }) else { return (text, nil) }
      if !TextPool.isUTF8(text) {
        hasInvalidText = true
        return (text, nil)
      }
      let form = normalize(text)
      if form != nil { normalized += 1 }
      return (text, form)
    }
  }

  static func isUTF8(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    String(validating: text, as: UTF8.self) != nil
  }
}
