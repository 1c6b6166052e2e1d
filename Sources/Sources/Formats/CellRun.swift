import Columns

/// The cells of one column in a run of rows as text, one behind another: what the column is made of is
/// looked at once, not in each row.
struct CellRun {
  /// The texts without anything between them.
  private(set) var bytes: [UInt8] = []
  /// Where the text of each row ends.
  private(set) var ends: [Int] = []

  /// Which texts are written as they are.
  struct PlainText {
    /// For each byte whether a text that has it is written in another way.
    private let special: [Bool]
    private let takesEmpty: Bool
    /// What stands around texts and dates that are written as they are; nil for nothing.
    let mark: UInt8?

    init(special: [UInt8], takesEmpty: Bool, mark: UInt8?) {
      var table = [Bool](repeating: false, count: 256)
      for byte in special { table[Int(byte)] = true }
      self.special = table
      self.takesEmpty = takesEmpty
      self.mark = mark
    }

    /// Where nothing stands around a text, a space at its beginning would be lost.
    func holds(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
      guard let first = text.first else { return takesEmpty }
      if mark == nil, first == 32 || first == 9 { return false }
      return special.withUnsafeBufferPointer { special in
        for byte in text where special[Int(byte)] { return false }
        return true
      }
    }
  }

  /// - Parameters:
  ///   - null: what null is.
  ///   - isOwn: whether all cells are written by `other`.
  ///   - write: writes a text that is not plain.
  ///   - other: writes a cell for which there is nothing quicker.
  init(
    _ column: Column, _ range: Range<Int>, _ form: PlainText, null: StaticString = "",
    isOwn: Bool = false, write: (UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Void,
    other: (Int, inout [UInt8]) -> Void
  ) {
    ends.reserveCapacity(range.count)
    bytes.reserveCapacity(range.count * 12)
    let validity = column.validity
    let missing = UnsafeBufferPointer(start: null.utf8Start, count: null.utf8CodeUnitCount)
    func isValid(_ row: Int) -> Bool { validity.map { $0[column.offset + row] } ?? true }
    let mark = form.mark
    switch (column.storage, column.type) {
    case _ where isOwn: otherCells(column, range, missing, other)
    case (.nulls, _):
      for _ in range { end(missing) }
    case (.coded(let codes, let dictionary), .text):
      let numbers = CellRun.decoded(codes, column, range)
      let heap = dictionary.heap
      let offsets = heap.offsets.pointer(Int.self)
      let text = UnsafePointer(heap.bytes.pointer(UInt8.self))
      // Of few texts it is known after the first time whether they are plain.
      var known = [Int8](repeating: 0, count: dictionary.count <= 1 << 14 ? dictionary.count : 0)
      for (place, row) in range.enumerated() {
        guard isValid(row) else {
          end(missing)
          continue
        }
        let code = Int(numbers[place])
        let own = UnsafeBufferPointer(
          start: text + offsets[code], count: offsets[code + 1] - offsets[code])
        var state = code < known.count ? known[code] : 0
        if state == 0 {
          state = form.holds(own) ? 1 : 2
          if code < known.count { known[code] = state }
        }
        if state == 1 { plain(own, mark) } else { write(own, &bytes) }
        ends.append(bytes.count)
      }
      withExtendedLifetime(heap) {}
    case (.text(let heap), .text):
      let offsets = heap.offsets.pointer(Int.self) + column.offset
      let text = UnsafePointer(heap.bytes.pointer(UInt8.self))
      for row in range {
        guard isValid(row) else {
          end(missing)
          continue
        }
        let own = UnsafeBufferPointer(
          start: text + offsets[row], count: offsets[row + 1] - offsets[row])
        if form.holds(own) { plain(own, mark) } else { write(own, &bytes) }
        ends.append(bytes.count)
      }
      withExtendedLifetime(heap) {}
    case (.packed(let packed), .int):
      let numbers = CellRun.decoded(packed, column, range)
      for (place, row) in range.enumerated() {
        if isValid(row) {
          DigitText.append(numbers[place], &bytes)
          ends.append(bytes.count)
        } else {
          end(missing)
        }
      }
    case (.packed(let packed), .float) where packed.scale > 0:
      let numbers = CellRun.decoded(packed, column, range)
      for (place, row) in range.enumerated() {
        if isValid(row) {
          DigitText.append(numbers[place], scale: packed.scale, &bytes)
          ends.append(bytes.count)
        } else {
          end(missing)
        }
      }
    case (.packed(let packed), .date):
      let numbers = CellRun.decoded(packed, column, range)
      var last: (day: Int64, start: Int, end: Int)?
      for (place, row) in range.enumerated() {
        guard isValid(row) else {
          end(missing)
          continue
        }
        if let mark { bytes.append(mark) }
        let start = bytes.count
        if let last, last.day == numbers[place] {
          bytes.append(contentsOf: bytes[last.start..<last.end])
        } else {
          DigitText.append(date: Int(numbers[place]), &bytes)
        }
        last = (numbers[place], start, bytes.count)
        if let mark { bytes.append(mark) }
        ends.append(bytes.count)
      }
    default: otherCells(column, range, missing, other)
    }
  }

  private mutating func otherCells(
    _ column: Column, _ range: Range<Int>, _ missing: UnsafeBufferPointer<UInt8>,
    _ other: (Int, inout [UInt8]) -> Void
  ) {
    for row in range {
      if column.isValid(row) {
        other(row, &bytes)
        ends.append(bytes.count)
      } else {
        end(missing)
      }
    }
  }

  private mutating func end(_ text: UnsafeBufferPointer<UInt8>) {
    bytes.append(contentsOf: text)
    ends.append(bytes.count)
  }

  @inline(__always)
  private mutating func plain(_ text: UnsafeBufferPointer<UInt8>, _ mark: UInt8?) {
    if let mark { bytes.append(mark) }
    bytes.append(contentsOf: text)
    if let mark { bytes.append(mark) }
  }

  private static func decoded(_ packed: Packed, _ column: Column, _ range: Range<Int>) -> [Int64] {
    [Int64](unsafeUninitializedCapacity: range.count) { out, filled in
      guard let start = out.baseAddress else { return }
      packed.decode(from: column.offset + range.lowerBound, count: range.count, into: start)
      filled = range.count
    }
  }

  /// The rows of several columns.
  ///
  /// - Parameters:
  ///   - before: what stands before the cell of each column.
  ///   - after: what stands behind the last cell of each row.
  static func rows(
    _ columns: [CellRun], count: Int, before: [[UInt8]], after: [UInt8]
  ) -> [UInt8] {
    // One array of all texts, so that rows are put together from places alone.
    var pool: [UInt8] = []
    pool.reserveCapacity(columns.reduce(after.count) { $0 + $1.bytes.count } + 64 * before.count)
    var leads: [Range<Int>] = []
    for lead in before {
      leads.append(pool.count..<pool.count + lead.count)
      pool += lead
    }
    let last = pool.count..<pool.count + after.count
    pool += after
    var places: [Int] = []
    places.reserveCapacity(columns.count * (count + 1))
    for column in columns {
      places.append(pool.count)
      for end in column.ends { places.append(pool.count + end) }
      pool += column.bytes
    }
    let fixed = before.reduce(after.count) { $0 + $1.count }
    let total = columns.reduce(count * fixed) { $0 + $1.bytes.count }
    let width = columns.count
    return [UInt8](unsafeUninitializedCapacity: total) { out, filled in
      guard var place = out.baseAddress else { return }
      pool.withUnsafeBufferPointer { pool in
        guard let pool = pool.baseAddress else { return }
        places.withUnsafeBufferPointer { places in
          leads.withUnsafeBufferPointer { leads in
            func put(_ start: Int, _ end: Int) {
              place.update(from: pool + start, count: end - start)
              place += end - start
            }
            for row in 0..<count {
              for column in 0..<width {
                put(leads[column].lowerBound, leads[column].upperBound)
                let at = column * (count + 1) + row
                put(places[at], places[at + 1])
              }
              put(last.lowerBound, last.upperBound)
            }
          }
        }
      }
      filled = total
    }
  }
}

/// Numbers and days as digits, straight into bytes.
enum DigitText {
  static func append(_ value: Int64, _ out: inout [UInt8]) {
    if value < 0 { out.append(45) }
    append(value.magnitude, atLeast: 1, &out)
  }

  /// As `Decimal64.text`: zeros at the end dropped, at least one digit behind the point.
  static func append(_ value: Int64, scale: Int, _ out: inout [UInt8]) {
    if value < 0 { out.append(45) }
    append(value.magnitude, atLeast: scale + 1, &out)
    let point = out.count - scale
    out.insert(46, at: point)
    while out.count > point + 2, out[out.count - 1] == 48 { out.removeLast() }
  }

  /// `2025-12-31`, as `Calendar.text(date:)` has it.
  static func append(date days: Int, _ out: inout [UInt8]) {
    let (year, month, day) = Calendar.civil(days)
    guard (0...9999).contains(year) else {
      out.append(contentsOf: Calendar.text(date: days).utf8)
      return
    }
    append(UInt64(year), atLeast: 4, &out)
    out.append(45)
    append(UInt64(month), atLeast: 2, &out)
    out.append(45)
    append(UInt64(day), atLeast: 2, &out)
  }

  /// The digits of a number, zeros before them where there are fewer.
  private static func append(_ number: UInt64, atLeast digits: Int, _ out: inout [UInt8]) {
    let start = out.count
    var rest = number
    while rest > 0 || out.count - start < digits {
      out.append(48 + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    var (low, high) = (start, out.count - 1)
    while low < high {
      out.swapAt(low, high)
      low += 1
      high -= 1
    }
  }
}
