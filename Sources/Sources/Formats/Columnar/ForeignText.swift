import Columns
import Functions
import Glibc
import Synchronization

/// Bytes that are no text stand in a column that might have been one; it is read again as digits.
struct NeedsDigits: Error {}

/// How the bytes of a value become text here, and what that changed.
final class ForeignText: Sendable {
  let foreign: ForeignType
  /// Whether bytes are shown as digits of base 16.
  let asDigits: Bool
  private let normalized = Atomic<Bool>(false)
  private let repaired = Atomic<Int>(0)

  init(_ foreign: ForeignType, asDigits: Bool = false) {
    self.foreign = foreign
    self.asDigits = asDigits
  }

  /// Whether texts were brought to NFC.
  var hasNormalized: Bool { normalized.load(ordering: .relaxed) }
  /// How many texts had bytes that are no UTF-8, and got `�` for them.
  var repairs: Int { repaired.load(ordering: .relaxed) }

  /// Whether these bytes, of many values, are texts as they stand.
  func isPlain(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    (foreign == .text || foreign == .bytes && !asDigits) && UTF8Check.isASCII(bytes)
  }

  /// The text of a value; nil where its bytes are that.
  ///
  /// - Parameter times: how many rows have the value.
  func text(_ bytes: UnsafeBufferPointer<UInt8>, times: () -> Int) throws -> [UInt8]? {
    switch foreign {
    case .uuid where bytes.count == 16: return ForeignText.uuid(bytes)
    case .interval where bytes.count == 12: return ForeignText.interval(bytes)
    case .text: break
    default:
      if asDigits { return ForeignText.digits(bytes) }
    }
    if UTF8Check.isASCII(bytes) { return nil }
    guard UTF8Check.isValid(bytes) else {
      if foreign != .text { throw NeedsDigits() }
      repaired.add(times(), ordering: .relaxed)
      let text = TextNormalization.normalizeNFC(String(decoding: bytes, as: UTF8.self))
      return Array(text.utf8)
    }
    guard let form = TextNormalization.normalizeNFC(bytes) else { return nil }
    normalized.store(true, ordering: .relaxed)
    return form
  }

  private static let hexadecimal = Array("0123456789abcdef".utf8)

  private static func digits(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      out.append(hexadecimal[Int(byte >> 4)])
      out.append(hexadecimal[Int(byte & 15)])
    }
    return out
  }

  private static func uuid(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var out = digits(bytes)
    for place in [20, 16, 12, 8] { out.insert(45, at: place) }
    return out
  }

  private static func interval(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let raw = UnsafeRawBufferPointer(bytes)
    let months = raw.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
    let days = raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
    let milliseconds = raw.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
    // ISO 8601: P1M2DT3.5S.
    let seconds = Decimal64.text(Int64(milliseconds), scale: 3)
    return Array("P\(months)M\(days)DT\(seconds)S".utf8)
  }

  /// The text of a time of the day, so many units to a second.
  static func time(_ value: Int64, perSecond: Int64) -> String {
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let seconds = value / perSecond
    var text = two(seconds / 3600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60)
    let fraction = value % perSecond
    if fraction != 0 {
      var digits = String(perSecond + fraction).dropFirst()
      while digits.last == "0" { digits = digits.dropLast() }
      text += "." + digits
    }
    return text
  }
}

/// The texts of a dictionary page or batch, in the order of the file.
struct ForeignTexts: Sendable {
  let heap: TextHeap
  let count: Int

  /// The texts, in the form that they have here, each once and in order; and the code of each.
  func encoded(_ form: ForeignText) throws -> (dictionary: TextDictionary, codes: [UInt32]) {
    try TextDictionary.encoding(
      TextCorrection.corrected(heap, count: count, form), count: count)
  }
}

/// Brings texts that lie one after another into the form that they have here.
enum TextCorrection {
  /// The heap itself where nothing is to be changed.
  ///
  /// - Parameter occurrences: how many rows have each of the texts; nil for one each.
  static func corrected(
    _ heap: TextHeap, count: Int, _ form: ForeignText, _ occurrences: (() -> [Int])? = nil
  ) throws -> TextHeap {
    var counts: [Int]?
    let starts = heap.offsets.pointer(Int.self)
    let all = UnsafeBufferPointer(
      start: heap.bytes.pointer(UInt8.self) + starts[0], count: starts[count] - starts[0])
    if form.isPlain(all) { return heap }
    var changed: [(row: Int, text: [UInt8])] = []
    var size = all.count
    for row in 0..<count {
      let old = heap.utf8(row)
      // Rows without a value are empty and stay so.
      if old.isEmpty { continue }
      let text = try form.text(old) {
        guard let occurrences else { return 1 }
        let known = counts ?? occurrences()
        counts = known
        return known[row]
      }
      guard let text else { continue }
      size += text.count - old.count
      changed.append((row, text))
    }
    if changed.isEmpty { return heap }
    let offsets = try MutableBuffer(Int.self, count: count + 1)
    let bytes = try MutableBuffer(byteCount: size)
    let out = bytes.pointer(UInt8.self)
    let ends = offsets.pointer(Int.self)
    var end = 0
    var next = 0
    for row in 0..<count {
      ends[row] = end
      if next < changed.count, changed[next].row == row {
        changed[next].text.withUnsafeBufferPointer { text in
          if let first = text.baseAddress { (out + end).update(from: first, count: text.count) }
        }
        end += changed[next].text.count
        next += 1
        continue
      }
      let old = heap.utf8(row)
      if let first = old.baseAddress { (out + end).update(from: first, count: old.count) }
      end += old.count
    }
    ends[count] = end
    return TextHeap(offsets: offsets.freeze(), bytes: bytes.freeze())
  }
}
