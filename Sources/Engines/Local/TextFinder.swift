import Columns

/// The codes of texts in a dictionary, by their hashes: for texts that have no codes of their own, of which a
/// search by halves would wait for memory some twenty times.
struct TextFinder: Sendable {
  private let dictionary: TextDictionary
  /// The hash's high half and the code + 1 in the low half; 0 where free. At most half full.
  private let slots: Buffer
  private let mask: Int

  init(_ dictionary: TextDictionary) throws {
    self.dictionary = dictionary
    var capacity = 64
    while capacity < dictionary.count * 2 { capacity *= 2 }
    mask = capacity - 1
    let made = try MutableBuffer(UInt64.self, count: capacity, zeroed: true)
    let table = made.pointer(UInt64.self)
    for code in 0..<dictionary.count {
      let hash = TextHashing.hash(dictionary.utf8(code))
      var place = Int(truncatingIfNeeded: hash) & mask
      while table[place] != 0 { place = (place &+ 1) & mask }
      table[place] = hash & TextFinder.high | UInt64(truncatingIfNeeded: code + 1)
    }
    slots = made.freeze()
  }

  private static let high: UInt64 = 0xFFFF_FFFF_0000_0000

  /// Writes the code of each of some texts, `absentRow` where the dictionary lacks it.
  ///
  /// All hashes come first, and the slots where they lead, so that rows wait for memory together.
  func find(_ heap: TextHeap, _ rows: Range<Int>, _ out: UnsafeMutablePointer<UInt32>) {
    let table = slots.pointer(UInt64.self)
    let size = 64
    withUnsafeTemporaryAllocation(of: (hash: UInt64, slot: UInt64).self, capacity: size) { found in
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: size) {
        let count = min(size, rows.upperBound - start)
        for index in 0..<count {
          let hash = TextHashing.hash(heap.utf8(start + index))
          found[index] = (hash, table[Int(truncatingIfNeeded: hash) & mask])
        }
        for index in 0..<count {
          out[start - rows.lowerBound + index] = code(
            heap.utf8(start + index), found[index].hash, found[index].slot, table)
        }
      }
    }
  }

  @inline(__always)
  private func code(
    _ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64, _ first: UInt64,
    _ table: UnsafePointer<UInt64>
  ) -> UInt32 {
    var slot = first
    var place = Int(truncatingIfNeeded: hash) & mask
    while slot != 0 {
      if (slot ^ hash) & TextFinder.high == 0 {
        let code = Int(truncatingIfNeeded: slot & ~TextFinder.high) - 1
        if compareBytes(dictionary.utf8(code), text) == 0 {
          return UInt32(truncatingIfNeeded: code)
        }
      }
      place = (place &+ 1) & mask
      slot = table[place]
    }
    return absentRow
  }
}
