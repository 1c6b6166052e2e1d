import CADBC
import Columns
import Foundation
import Synchronization
import TestSupport

/// Arrow arrays made by hand, with what they mean: an answer that owes nothing to the reader.
struct BuiltColumn {
  var format: String
  var values: [Value]
  /// Buffers behind the one of nulls, for the rows with those that are skipped in front.
  var buffers: [[UInt8]]
  var dictionary: (values: [Value], buffers: [[UInt8]], format: String)?
  /// Rows in front that do not belong to the column.
  var offset: Int
  var marks: [UInt8]
  var nullCount: Int

  /// The kinds of columns that are made.
  static let kinds = [
    "n", "b", "c", "C", "s", "S", "i", "I", "l", "L", "f", "g", "u", "U", "vu", "tdD", "tdm",
    "tss:", "tsm:UTC", "tsu:", "tsn:", "d:18,3", "d:12,0", "dictionary",
  ]

  /// A random column of `count` rows.
  init(_ kind: String, _ count: Int, using random: inout SeededRandom) {
    offset = random.pick([0, 0, 1, 3, 8, 13])
    let all = offset + count
    format = kind
    values = []
    buffers = []
    var isThere = (0..<all).map { _ in !random.oneIn(4) }
    if random.oneIn(3) { isThere = isThere.map { _ in true } }
    if kind == "n" { isThere = isThere.map { _ in false } }
    marks = [UInt8](repeating: 0, count: (all + 7) / 8)
    for (row, own) in isThere.enumerated() where own { marks[row >> 3] |= 1 << UInt8(row & 7) }
    nullCount = isThere[offset...].count { !$0 }
    var meant: [Value] = []
    switch kind {
    case "n": meant = (0..<all).map { _ in .null }
    case "b":
      let bits = (0..<all).map { _ in random.oneIn(2) }
      var bytes = [UInt8](repeating: 0, count: (all + 7) / 8)
      for (row, own) in bits.enumerated() where own { bytes[row >> 3] |= 1 << UInt8(row & 7) }
      buffers = [bytes]
      meant = bits.map { .bool($0) }
    case "c": (buffers, meant) = BuiltColumn.ints(all, Int8.self, &random)
    case "C": (buffers, meant) = BuiltColumn.ints(all, UInt8.self, &random)
    case "s": (buffers, meant) = BuiltColumn.ints(all, Int16.self, &random)
    case "S": (buffers, meant) = BuiltColumn.ints(all, UInt16.self, &random)
    case "i": (buffers, meant) = BuiltColumn.ints(all, Int32.self, &random)
    case "I": (buffers, meant) = BuiltColumn.ints(all, UInt32.self, &random)
    case "l": (buffers, meant) = BuiltColumn.ints(all, Int64.self, &random)
    case "L":
      let numbers = (0..<all).map { _ in random.next() >> 1 }
      buffers = [BuiltColumn.bytes(numbers)]
      meant = numbers.map { .int(Int64($0)) }
    case "f":
      let numbers = (0..<all).map { _ in Float(random.int(-1000...1000)) / 8 }
      buffers = [BuiltColumn.bytes(numbers)]
      meant = numbers.map { .double(Double($0)) }
    case "g":
      let numbers = (0..<all).map { _ in random.pick(RandomColumns.edgeDoubles) }
      buffers = [BuiltColumn.bytes(numbers)]
      meant = numbers.map { .double($0) }
    case "u", "U", "vu":
      let texts = (0..<all).map { _ in
        random.pick(RandomColumns.words) + (random.oneIn(5) ? " longer than a view" : "")
      }
      buffers = BuiltColumn.texts(texts, kind)
      meant = texts.map { .text($0) }
    case "tdD":
      let days = (0..<all).map { _ in Int32(random.int(-100_000...100_000)) }
      buffers = [BuiltColumn.bytes(days)]
      meant = days.map { .date($0) }
    case "tdm":
      let days = (0..<all).map { _ in Int32(random.int(-100_000...100_000)) }
      buffers = [BuiltColumn.bytes(days.map { Int64($0) * 86_400_000 })]
      meant = days.map { .date($0) }
    case "tss:", "tsm:UTC", "tsu:", "tsn:":
      let seconds = (0..<all).map { _ in Int64(random.int(-4_000_000_000...4_000_000_000)) }
      let unit: [Character: Int64] = ["s": 1, "m": 1000, "u": 1_000_000, "n": 1_000_000_000]
      let factor = unit[Array(kind)[2]] ?? 1
      buffers = [BuiltColumn.bytes(seconds.map { $0 * factor })]
      meant = seconds.map { .timestamp($0 * 1_000_000) }
    case "d:18,3", "d:12,0":
      let numbers = (0..<all).map { _ in Int64(random.int(-99_999_999_999...99_999_999_999)) }
      buffers = [BuiltColumn.bytes(numbers.flatMap { [$0, $0 >> 63] })]
      meant = numbers.map { kind == "d:12,0" ? .int($0) : .decimal($0, scale: 3) }
    default:
      let entries = ["Điện Biên", "", "a", "a longer entry than twelve bytes"]
      let codes = (0..<all).map { _ in Int8(random.int(0...entries.count - 1)) }
      format = "c"
      buffers = [BuiltColumn.bytes(codes)]
      dictionary = (entries.map { .text($0) }, BuiltColumn.texts(entries, "u"), "u")
      meant = codes.map { .text(entries[Int($0)]) }
    }
    values = (offset..<all).map { isThere[$0] ? meant[$0] : .null }
  }

  private static func ints<T: FixedWidthInteger & BitwiseCopyable>(
    _ count: Int, _ type: T.Type, _ random: inout SeededRandom
  ) -> ([[UInt8]], [Value]) {
    let numbers = (0..<count).map { _ in
      random.oneIn(5) ? random.pick([T.min, T.max, 0]) : T(truncatingIfNeeded: random.next())
    }
    return ([bytes(numbers)], numbers.map { .int(Int64($0)) })
  }

  static func bytes<T: BitwiseCopyable>(_ values: [T]) -> [UInt8] {
    values.withUnsafeBytes { Array($0) }
  }

  private static func texts(_ texts: [String], _ kind: String) -> [[UInt8]] {
    var heap: [UInt8] = []
    if kind == "vu" {
      var views: [UInt8] = []
      for text in texts {
        let own = Array(text.utf8)
        views += bytes([Int32(own.count)])
        if own.count <= 12 {
          views += own + [UInt8](repeating: 0, count: 12 - own.count)
        } else {
          views += Array(own[..<4]) + bytes([Int32(0), Int32(heap.count)])
          heap += own
        }
      }
      return [views, heap, bytes([Int64(heap.count)])]
    }
    var ends: [Int64] = [0]
    for text in texts {
      heap += Array(text.utf8)
      ends.append(Int64(heap.count))
    }
    return [kind == "U" ? bytes(ends) : bytes(ends.map { Int32($0) }), heap]
  }
}

/// What the arrays of a test have in use, all of which has to be released.
enum BuiltArrays {
  static let alive = Atomic<Int>(0)

  static func schema(_ names: [String], _ columns: [BuiltColumn]) -> CArrowSchema {
    var rows = schema("+s", "")
    rows.n_children = Int64(columns.count)
    rows.children = .allocate(capacity: max(1, columns.count))
    for (place, column) in columns.enumerated() {
      let child = UnsafeMutablePointer<CArrowSchema>.allocate(capacity: 1)
      child.initialize(to: schema(column.format, names[place]))
      if let dictionary = column.dictionary {
        child.pointee.dictionary = .allocate(capacity: 1)
        child.pointee.dictionary.initialize(to: schema(dictionary.format, ""))
      }
      rows.children[place] = child
    }
    return rows
  }

  private static func schema(_ format: String, _ name: String) -> CArrowSchema {
    var schema = CArrowSchema()
    schema.format = UnsafePointer(strdup(format))
    schema.name = UnsafePointer(strdup(name))
    schema.flags = Int64(ARROW_FLAG_NULLABLE)
    return schema
  }

  /// The rows of some columns, as a structure that skips `skipped` rows of its children.
  static func batch(_ columns: [BuiltColumn], _ count: Int, skipping skipped: Int = 0)
    -> CArrowArray
  {
    var rows = array([], length: count, nulls: 0, marks: nil)
    rows.offset = Int64(skipped)
    rows.n_children = Int64(columns.count)
    rows.children = .allocate(capacity: max(1, columns.count))
    for (place, column) in columns.enumerated() {
      let child = UnsafeMutablePointer<CArrowArray>.allocate(capacity: 1)
      let isNull = column.format == "n"
      child.initialize(
        to: array(
          column.buffers, length: count + skipped, nulls: column.nullCount,
          marks: isNull ? nil : column.marks))
      // What a structure skips is a part of what the column has in front.
      child.pointee.offset = Int64(column.offset - skipped)
      if isNull { child.pointee.n_buffers = 0 }
      if let dictionary = column.dictionary {
        child.pointee.dictionary = .allocate(capacity: 1)
        child.pointee.dictionary.initialize(
          to: array(
            dictionary.buffers, length: dictionary.values.count, nulls: 0, marks: nil))
      }
      rows.children[place] = child
    }
    return rows
  }

  private static func array(
    _ buffers: [[UInt8]], length: Int, nulls: Int, marks: [UInt8]?
  ) -> CArrowArray {
    var array = CArrowArray()
    array.length = Int64(length)
    array.null_count = Int64(nulls)
    array.n_buffers = Int64(buffers.count + 1)
    array.buffers = .allocate(capacity: buffers.count + 1)
    array.buffers[0] = marks.flatMap { copy($0) }
    for (place, bytes) in buffers.enumerated() { array.buffers[place + 1] = copy(bytes) }
    alive.add(1, ordering: .relaxed)
    array.release = { place in
      guard let place else { return }
      BuiltArrays.alive.subtract(1, ordering: .relaxed)
      for number in 0..<Int(place.pointee.n_buffers) {
        free(UnsafeMutableRawPointer(mutating: place.pointee.buffers[number]))
      }
      for number in 0..<Int(place.pointee.n_children) {
        let child = place.pointee.children[number]
        child?.pointee.release?(child)
      }
      if let dictionary = place.pointee.dictionary { dictionary.pointee.release?(dictionary) }
      place.pointee.release = nil
    }
    return array
  }

  /// As many bytes as there are, so that a tool for memory sees who reads further.
  private static func copy(_ bytes: [UInt8]) -> UnsafeRawPointer? {
    guard let memory = malloc(max(1, bytes.count)) else { return nil }
    bytes.withUnsafeBytes { source in
      if let start = source.baseAddress { memory.copyMemory(from: start, byteCount: source.count) }
    }
    return UnsafeRawPointer(memory)
  }
}
