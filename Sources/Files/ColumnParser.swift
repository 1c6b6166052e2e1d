import Columns
import Glibc

/// One column of one parsed block: values in a narrow form, or word that the format does not fit.
struct ColumnChunk: @unchecked Sendable {
  let format: FieldFormat
  /// What the texts of the block may still be read as.
  let kinds: FieldKinds
  /// Whether a text contradicted the format; then there are no values.
  let failed: Bool
  let rows: Int
  /// Integers, days, decimals, text numbers, or the bits of doubles.
  var values: Buffer?
  let width: Width
  let base: Int64
  let lower: Int64
  let upper: Int64
  let scale: Int
  /// One bit a row, set where there is a value; nil where every row has one.
  let validity: Bitmap?
  /// With plain text: the texts themselves.
  var heap: TextHeap?
  /// Whose numbers a text chunk holds.
  let pool: TextPool?
  /// The first text that did not fit, and the row in which it stands.
  let misfit: (row: Int, text: String)?
}

/// Reads the fields of one column in one format, block by block. Belongs to one worker.
final class ColumnParser {
  let format: FieldFormat
  let point: UInt8
  private let nulls: [[UInt8]]
  let pool: TextPool?
  /// Text that hardly repeats is kept as it is instead of numbered.
  private var isPlain = false
  private var seen = 0

  private(set) var count = 0
  private var capacity = 1 << 12
  private var values: UnsafeMutablePointer<Int64>
  private var valid: UnsafeMutablePointer<UInt8>
  private var hasNulls = false
  private(set) var failed = false
  private var scale = 0
  private var sawPoint = false
  private var sawPlain = false
  private var firstOver12 = false
  private var secondOver12 = false
  private var heapBytes: [UInt8] = []
  private var misfit: (row: Int, text: String)?
  /// Given types read what they can and take leading zeros.
  private let isForced: Bool

  init(_ format: FieldFormat, point: UInt8, isForced: Bool, options: ReadOptions) {
    self.format = format
    self.point = point
    self.isForced = isForced
    nulls = options.nulls.map { Array($0.utf8) }
    pool = format == .text ? TextPool(normalize: options.normalize) : nil
    values = .allocate(capacity: capacity)
    valid = .allocate(capacity: capacity)
  }

  deinit {
    values.deallocate()
    valid.deallocate()
  }

  /// Forgets the values; the pool of texts stays.
  func startBlock() {
    count = 0
    hasNulls = false
    failed = false
    scale = 0
    sawPoint = false
    sawPlain = false
    firstOver12 = false
    secondOver12 = false
    heapBytes.removeAll(keepingCapacity: true)
    misfit = nil
    if let pool, pool.count > 1 << 16, pool.count * 2 > seen { isPlain = true }
  }

  /// Forgets the rows from `row` on: their line was not whole.
  func truncate(to row: Int) {
    if count > row { count = row }
    if isPlain, format == .text {
      heapBytes.removeLast(heapBytes.count - (row == 0 ? 0 : Int(values[row - 1])))
    }
  }

  @inline(__always)
  private func reserve() {
    if count == capacity { grow() }
  }

  @inline(never)
  private func grow() {
    let more = UnsafeMutablePointer<Int64>.allocate(capacity: capacity * 2)
    more.update(from: values, count: capacity)
    values.deallocate()
    values = more
    let moreValid = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
    moreValid.update(from: valid, count: capacity)
    valid.deallocate()
    valid = moreValid
    capacity *= 2
  }

  private func appendNull() {
    hasNulls = true
    valid[count] = 0
    values[count] = format == .text && isPlain ? Int64(heapBytes.count) : 0
    count += 1
  }

  func isNullSpelling(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    nulls.contains {
      $0.count == length
        && $0.withUnsafeBufferPointer { known in
          length == 0 || memcmp(known.baseAddress ?? bytes, bytes, length) == 0
        }
    }
  }

  /// Adds one field.
  @inline(__always)
  func append(_ bytes: UnsafePointer<UInt8>, _ length: Int, isQuoted: Bool) {
    reserve()
    if failed {
      count += 1
      return
    }
    if length == 0, !isQuoted || format != .text {
      appendNull()
      return
    }
    if !nulls.isEmpty, !isQuoted, isNullSpelling(bytes, length) {
      appendNull()
      return
    }
    switch format {
    case .text:
      if isPlain {
        heapBytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: length))
        values[count] = Int64(heapBytes.count)
      } else if let pool {
        values[count] = Int64(pool.number(of: bytes, length))
      }
    case .int:
      guard let value = FieldReader.int(bytes, length) else {
        appendSlowly(bytes, length)
        return
      }
      values[count] = value
    case .decimal:
      guard let number = FieldReader.decimal(bytes, length, point: point), add(number) else {
        appendSlowly(bytes, length)
        return
      }
    case .dateISO:
      guard let value = FieldReader.dateISO(bytes, length) else {
        appendSlowly(bytes, length)
        return
      }
      values[count] = value
    default:
      guard let value = other(bytes, length) else {
        appendSlowly(bytes, length)
        return
      }
      values[count] = value
    }
    valid[count] = 1
    count += 1
  }

  @inline(__always)
  private func add(_ number: (unscaled: Int64, scale: Int, isPlain: Bool)) -> Bool {
    if number.isPlain { sawPlain = true }
    if number.scale > 0 { sawPoint = true }
    if number.scale == scale {
      values[count] = number.unscaled
      return true
    }
    return addRescaled(number.unscaled, number.scale)
  }

  /// A number with other digits than those so far: all come to the larger scale, if they fit.
  private func addRescaled(_ unscaled: Int64, _ digits: Int) -> Bool {
    if digits < scale {
      guard let value = Decimal64.rescale(unscaled, from: digits, to: scale) else { return false }
      values[count] = value
      return true
    }
    for row in 0..<count where valid[row] != 0 {
      guard let value = Decimal64.rescale(values[row], from: scale, to: digits) else {
        // Part of the rows may be at the new scale already; the block is read anew in any case.
        return false
      }
      values[row] = value
    }
    scale = digits
    values[count] = unscaled
    return true
  }

  private func other(_ bytes: UnsafePointer<UInt8>, _ length: Int) -> Int64? {
    switch format {
    case .bool: return FieldReader.bool(bytes, length).map { $0 ? 1 : 0 }
    case .double:
      return FieldReader.double(bytes, length, point: point).map {
        Int64(bitPattern: ($0 == 0 ? 0 : $0).bitPattern)
      }
    case .dateDMY, .dateMDY:
      guard let parts = FieldReader.dateParts(bytes, length) else { return nil }
      if parts.first > 12 { firstOver12 = true }
      if parts.second > 12 { secondOver12 = true }
      return FieldReader.date(bytes, length, monthFirst: format == .dateMDY)
    case .timestamp: return FieldReader.timestamp(bytes, length)
    case .grouped, .groupedPercent:
      let digits = format == .grouped ? length : bytes[length - 1] == 37 ? length - 1 : 0
      guard let number = FieldReader.grouped(bytes, digits) else { return nil }
      if number.scale == scale { return number.unscaled }
      return addRescaled(number.unscaled, number.scale) ? values[count] : nil
    case .percent:
      guard length > 1, bytes[length - 1] == 37,
        let number = FieldReader.decimal(bytes, length - 1, point: point), add(number)
      else { return nil }
      return values[count]
    default: return nil
    }
  }

  /// What the fast way did not take: spaces around, spellings that a given type allows.
  private func appendSlowly(_ bytes: UnsafePointer<UInt8>, _ length: Int) {
    var start = 0
    var end = length
    while start < end, bytes[start] == 32 || bytes[start] == 9 { start += 1 }
    while end > start, bytes[end - 1] == 32 || bytes[end - 1] == 9 { end -= 1 }
    if start > 0 || end < length, format != .text {
      append(bytes + start, end - start, isQuoted: false)
      return
    }
    if isForced, format == .int, length > 1, bytes[0] == 48 {
      append(bytes + 1, length - 1, isQuoted: false)
      return
    }
    if misfit == nil {
      misfit = (
        count,
        String(decoding: UnsafeBufferPointer(start: bytes, count: min(length, 80)), as: UTF8.self)
      )
    }
    failed = true
    count += 1
  }

  /// The values of the block in the narrowest form.
  ///
  /// - Parameter kinds: after a failure, what the texts can be read as.
  func finishBlock(kinds: FieldKinds?) throws -> ColumnChunk {
    seen += count
    if failed {
      return ColumnChunk(
        format: format, kinds: kinds ?? .text, failed: true, rows: count, values: nil, width: .u8,
        base: 0, lower: 0, upper: -1, scale: 0, validity: nil, heap: nil, pool: pool,
        misfit: misfit)
    }
    var validity: Bitmap?
    if hasNulls {
      let bits = try Bitmap(repeating: false, count: count)
      let words = bits.words
      for row in 0..<count where valid[row] != 0 { words[row >> 6] |= 1 << UInt64(row & 63) }
      validity = bits
    }
    var heap: TextHeap?
    if isPlain {
      let offsets = try Buffer(Int.self, count: count + 1)
      offsets.pointer(Int.self)[0] = 0
      for row in 0..<count { offsets.pointer(Int.self)[row + 1] = Int(values[row]) }
      heap = TextHeap(offsets: offsets, bytes: try Buffer(copying: heapBytes))
    }
    let isDouble = format == .double
    let packed =
      isPlain
      ? nil
      : try Packed.packing(
        values, count: count, validity: isDouble ? nil : validity, scale: scale)
    return ColumnChunk(
      format: format, kinds: ownKinds, failed: false, rows: count, values: packed?.buffer,
      width: packed?.width ?? .u8, base: packed?.base ?? 0, lower: packed?.lower ?? 0,
      upper: packed?.upper ?? -1, scale: scale, validity: validity, heap: heap, pool: pool,
      misfit: nil)
  }

  private var ownKinds: FieldKinds {
    var kinds = format.kinds
    switch format {
    case .decimal:
      if !sawPoint { kinds.insert(.int) }
      if !sawPlain, point == 46 { kinds.insert(.grouped) }
    case .percent: if !sawPlain { kinds.insert(.groupedPercent) }
    case .dateDMY: if !secondOver12, !firstOver12 { kinds.insert(.dateMDY) }
    case .dateMDY: if !firstOver12, !secondOver12 { kinds.insert(.dateDMY) }
    default: break
    }
    // A block of nothing but nulls says nothing.
    if hasNulls, (0..<count).allSatisfy({ valid[$0] == 0 }) { return .all }
    return count == 0 ? .all : kinds
  }
}
