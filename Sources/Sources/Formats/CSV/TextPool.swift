import CScanning
import Columns
import Glibc

/// The distinct texts that one worker has met in one column, numbered as they came.
///
/// A hash table over copies in an arena. Texts are compared as they stand in the file; their form
/// is seen to once per distinct text, at the end.
///
/// `@unchecked Sendable` is right: while blocks are parsed, a pool belongs to the one worker whose
/// column it is, and workers pass from thread to thread under a lock; when the columns are merged,
/// no worker runs, and a pool is only read, or changed by the thread that merges its column.
final class TextPool: @unchecked Sendable {
  private(set) var count = 0
  private var bytes: UnsafeMutablePointer<UInt8>
  private var byteCapacity = 64
  private(set) var byteCount = 0
  private var starts: UnsafeMutablePointer<Int>
  private var capacity = 8
  /// The hash in the high half, the number and 1 in the low half; 0 where free.
  private var slots: UnsafeMutablePointer<UInt64>
  private var mask = 15
  private var hashes: UnsafeMutablePointer<UInt64>
  private var found: UnsafeMutablePointer<UInt64>
  private var hashCapacity = 1
  private let normalize: @Sendable (UnsafeBufferPointer<UInt8>) -> [UInt8]?
  /// Whether a text was not in NFC.
  private(set) var hasNormalized = false
  /// Whether a text was no UTF-8.
  private(set) var hasInvalidText = false
  private static let padding = 32
  /// Whether the wide vectors are used, whose hashes are others.
  private let isWide: Bool

  /// Whether spaces at the ends of texts are left out.
  private let trims: Bool
  /// The numbers of the texts that lost spaces at their ends, and of those that were nothing else.
  private(set) var trimmed: Set<Int> = []
  private(set) var blank: Set<Int> = []

  /// What `meeting` was last asked for, and its answer.
  private var wanted: [UInt8] = []
  private var meets: [UInt8] = []

  init(
    normalize: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> [UInt8]?, trims: Bool,
    isWide: Bool
  ) {
    self.isWide = isWide
    self.normalize = normalize
    self.trims = trims
    bytes = .allocate(capacity: byteCapacity + TextPool.padding)
    starts = .allocate(capacity: capacity + 1)
    starts[0] = 0
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    hashes = .allocate(capacity: hashCapacity)
    found = .allocate(capacity: hashCapacity)
  }

  deinit {
    hashes.deallocate()
    found.deallocate()
    bytes.deallocate()
    starts.deallocate()
    slots.deallocate()
  }

  func noteNormalized() { hasNormalized = true }
  func noteInvalid() { hasInvalidText = true }

  /// The bytes of a text as in the file.
  @inline(__always)
  func text(_ number: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: bytes + starts[number], count: starts[number + 1] - starts[number])
  }

  @inline(__always)
  private static func load(_ text: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
    UnsafeRawPointer(text).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }

  /// The first `length` bytes, fewer than nine, of a text.
  @inline(__always)
  private static func short(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let shift = UInt64(truncatingIfNeeded: 64 &- length &* 8)
    return length == 0 ? 0 : (load(text, 0) &<< shift) &>> shift
  }

  @inline(__always)
  static func isEqual(
    _ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ length: Int
  ) -> Bool {
    if length <= 8 { return short(left, length) == short(right, length) }
    if length <= 32 {
      // Four loads that overlap cover every length alike.
      let end = length &- 8
      let second = min(8, end)
      let third = max(0, end &- 8)
      return (load(left, 0) ^ load(right, 0)) | (load(left, end) ^ load(right, end))
        | (load(left, second) ^ load(right, second)) | (load(left, third) ^ load(right, third)) == 0
    }
    return memcmp(left, right, length) == 0
  }

  @inline(__always)
  private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  /// The hash of a text, by products of twice the width.
  @inline(__always)
  static func hash(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    let first: UInt64 = 0x9E37_79B9_7F4A_7C15
    let second: UInt64 = 0xD6E8_FEB8_6659_FD93
    let seed = first ^ UInt64(truncatingIfNeeded: length)
    if length <= 8 { return mix(short(text, length) ^ seed, second) }
    let end = length &- 8
    var result =
      mix(load(text, 0) ^ seed, load(text, min(8, end)) ^ second)
      ^ mix(load(text, max(0, end &- 8)) ^ second, load(text, end) ^ seed)
    if length > 32 {
      var place = 16
      repeat {
        result = mix(load(text, place) ^ result, load(text, min(place &+ 8, end)) ^ second)
        place &+= 16
      } while place < end
    }
    return result
  }

  private func ownHash(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
    isWide ? tiendo_hash_text(text, length) : TextPool.hash(text, length)
  }

  /// The numbers of one field of a batch; those of fields that are empty, without quotes, are -1.
  ///
  /// - Returns: whether there are such.
  func number(_ batch: FieldBatch, _ field: Int, _ out: UnsafeMutablePointer<Int64>) -> Bool {
    if hashCapacity < batch.rows {
      hashes.deallocate()
      found.deallocate()
      hashCapacity = batch.rows
      hashes = .allocate(capacity: hashCapacity)
      found = .allocate(capacity: hashCapacity)
    }
    let missed = isWide ? numberWide(batch, field, out) : numberNarrow(batch, field, out)
    if missed == 0 { return false }
    // What is new, and what the fast search left out.
    var empty = 0
    for row in 0..<batch.rows where out[row] < 0 {
      let span = batch.spans[row &* batch.fieldCount &+ field]
      if span.length == 0, !span.isQuoted {
        empty &+= 1
      } else {
        out[row] = Int64(number(of: batch.text(span), span.length, hashes[row]))
      }
    }
    return empty > 0
  }

  private func numberWide(
    _ batch: FieldBatch, _ field: Int, _ out: UnsafeMutablePointer<Int64>
  ) -> Int {
    starts.withMemoryRebound(to: Int64.self, capacity: capacity + 1) { starts in
      tiendo_number_texts(
        batch.texts(field),
        tiendo_text_table(
          bytes: bytes, starts: starts, slots: slots, mask: UInt64(truncatingIfNeeded: mask)),
        hashes, found, out)
    }
  }

  /// The same without wide vectors.
  ///
  /// In three rounds, so that the memory of many rows is waited for at the same time: hashes, the
  /// slots where they lead, the texts there.
  private func numberNarrow(
    _ batch: FieldBatch, _ field: Int, _ out: UnsafeMutablePointer<Int64>
  ) -> Int {
    let hashes = self.hashes
    let found = self.found
    let count = batch.fieldCount
    var place = field
    for row in 0..<batch.rows {
      let span = batch.spans[place]
      place &+= count
      hashes[row] = TextPool.hash(batch.text(span), span.length)
    }
    let slots = self.slots
    let mask = self.mask
    for row in 0..<batch.rows {
      found[row] = slots[Int(truncatingIfNeeded: hashes[row] &>> 16) & mask]
    }
    let bytes = self.bytes
    let starts = self.starts
    var missed = 0
    place = field
    for row in 0..<batch.rows {
      let span = batch.spans[place]
      place &+= count
      let text = batch.text(span)
      let slot = found[row]
      out[row] = -1
      if slot != 0, (slot ^ hashes[row]) &>> 32 == 0, span.length > 0 || span.isQuoted {
        let number = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) &- 1
        let start = starts[number]
        if starts[number &+ 1] &- start == span.length,
          TextPool.isEqual(bytes + start, text, span.length)
        {
          out[row] = Int64(truncatingIfNeeded: number)
          continue
        }
      }
      missed &+= 1
    }
    return missed
  }

  /// The number of a text, a new one where it is new.
  @inline(never)
  private func number(
    of text: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64
  ) -> UInt32 {
    let high = hash & 0xFFFF_FFFF_0000_0000
    var place = Int(truncatingIfNeeded: hash &>> 16) & mask
    while true {
      let slot = slots[place]
      if slot == 0 { return insert(text, length, high, place) }
      if slot & 0xFFFF_FFFF_0000_0000 == high {
        let number = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) &- 1
        let start = starts[number]
        if starts[number &+ 1] &- start == length, TextPool.isEqual(bytes + start, text, length) {
          return UInt32(truncatingIfNeeded: number)
        }
      }
      place = (place &+ 1) & mask
    }
  }

  private func insert(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ hash: UInt64, _ place: Int
  ) -> UInt32 {
    if byteCount + length > byteCapacity {
      let wanted = max(byteCapacity * 2, byteCount + length)
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + TextPool.padding)
      larger.update(from: bytes, count: byteCount)
      bytes.deallocate()
      bytes = larger
      byteCapacity = wanted
    }
    if count == capacity {
      let more = UnsafeMutablePointer<Int>.allocate(capacity: capacity * 2 + 1)
      more.update(from: starts, count: capacity + 1)
      starts.deallocate()
      starts = more
      capacity *= 2
    }
    (bytes + byteCount).update(from: text, count: length)
    byteCount += length
    count += 1
    starts[count] = byteCount
    slots[place] = hash | UInt64(truncatingIfNeeded: count)
    // Large tables are fuller: they are waited for anyway.
    if count * (count < 1 << 17 ? 4 : 2) > mask { grow() }
    return UInt32(truncatingIfNeeded: count - 1)
  }

  private func grow() {
    slots.deallocate()
    mask = mask * 2 + 1
    slots = .allocate(capacity: mask + 1)
    slots.initialize(repeating: 0, count: mask + 1)
    for number in 0..<count {
      let hash = ownHash(bytes + starts[number], starts[number + 1] - starts[number])
      var place = Int(truncatingIfNeeded: hash &>> 16) & mask
      while slots[place] != 0 { place = (place &+ 1) & mask }
      slots[place] = (hash & 0xFFFF_FFFF_0000_0000) | UInt64(truncatingIfNeeded: number + 1)
    }
  }

  /// For each number 1 where its text, as it will come out, is the wanted one or nothing at all, else 0.
  func meeting(_ wanted: [UInt8]) -> [UInt8] {
    if wanted != self.wanted {
      self.wanted = wanted
      meets = []
    }
    for number in meets.count..<count {
      let whole = text(number)
      let own = trims ? whole.withoutSpaces ?? whole : whole
      let isWanted: Bool
      if own.isEmpty || own.elementsEqual(wanted) {
        isWanted = true
      } else if UTF8Check.isASCII(own) {
        isWanted = false
      } else {
        // What is no text is found at the end.
        isWanted = !UTF8Check.isValid(own) || normalize(own).map { $0 == wanted } ?? false
      }
      meets.append(isWanted ? 1 : 0)
    }
    return meets
  }

  private func trimmedText(
    _ text: UnsafeBufferPointer<UInt8>, _ number: Int
  ) -> UnsafeBufferPointer<UInt8> {
    guard let rest = text.withoutSpaces else { return text }
    trimmed.insert(number)
    if rest.isEmpty { blank.insert(number) }
    return rest
  }

  /// The texts that are in use, in NFC, one after another; and for each number its place among
  /// them. Frees the table.
  ///
  /// - Parameter used: one flag a number. Records that turned out not to be rows leave texts behind.
  func finish(_ used: [Bool]) throws -> (heap: TextHeap, places: [UInt32], count: Int) {
    slots.deallocate()
    slots = .allocate(capacity: 1)
    var places = [UInt32](repeating: 0, count: count)
    var replaced: [Int: [UInt8]] = [:]
    var size = 0
    var inUse = 0
    for number in 0..<count where used[number] {
      places[number] = UInt32(truncatingIfNeeded: inUse)
      inUse += 1
      let whole = text(number)
      let text = trims ? trimmedText(whole, number) : whole
      size += text.count
      if text.count < whole.count { replaced[number] = Array(text) }
      if UTF8Check.isASCII(text) { continue }
      guard UTF8Check.isValid(text) else {
        hasInvalidText = true
        continue
      }
      if let form = normalize(text) {
        hasNormalized = true
        size += form.count - text.count
        replaced[number] = form
      }
    }
    let offsets = try MutableBuffer(Int.self, count: inUse + 1)
    let target = try MutableBuffer(byteCount: size)
    let out = target.pointer(UInt8.self)
    let ends = offsets.pointer(Int.self)
    var end = 0
    var place = 0
    for number in 0..<count where used[number] {
      ends[place] = end
      place += 1
      if let form = replaced.isEmpty ? nil : replaced[number] {
        form.withUnsafeBufferPointer { form in
          if let start = form.baseAddress { (out + end).update(from: start, count: form.count) }
        }
        end += form.count
      } else {
        let text = text(number)
        if let start = text.baseAddress { (out + end).update(from: start, count: text.count) }
        end += text.count
      }
    }
    ends[inUse] = end
    return (TextHeap(offsets: offsets.freeze(), bytes: target.freeze()), places, inUse)
  }
}
