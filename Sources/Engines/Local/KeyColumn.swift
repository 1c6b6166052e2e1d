import Columns
import Functions
import Planning

/// A column turned into codes whose numeric order is the order of the values, null last: what
/// grouping, sorting, joining and windows work on instead of values.
///
/// `cardinality` codes exist, the last of them for null.
struct KeyColumn: Sendable {
  private enum Kind: Sendable {
    /// Integers, dates, decimals: the distance from `lower`.
    case integers(lower: Int64)
    /// Dictionary codes, through `ranks` where text has a locale's order.
    case codes(ranks: [UInt32]?)
    case bools
    /// The bits of a double, arranged in order; all 64 bits.
    case doubles
  }

  private let kind: Kind
  private let descending: Bool
  /// The largest code of a value.
  private let top: UInt64
  /// The number of codes less one, which is also the code of null.
  let nullCode: UInt64

  /// Bits that a code needs.
  var bits: Int { UInt64.bitWidth - nullCode.leadingZeroBitCount }

  /// The smallest value, as bits; 0 where the values are no integers.
  var lowerBits: UInt64 {
    if case .integers(let lower) = kind { UInt64(bitPattern: lower) } else { 0 }
  }

  /// The width of the column that codes alone give back; nil where they do not.
  func decodedWidth(of column: Column) -> PackedWidth? {
    if descending || nullCode == .max { return nil }
    return switch (kind, column.storage) {
    case (.integers, .packed): PackedWidth.fitting(range: top)
    case (.codes(nil), .coded): top <= UInt64(UInt32.max) ? PackedWidth.fitting(range: top) : nil
    case (.bools, .bits), (.bools, .bytes): .u8
    default: nil
    }
  }

  /// A column of codes in `decodedWidth`, those in the full width with `lowerBits` added; whatever
  /// lies under a null.
  func decoded(
    _ codes: Buffer, _ width: PackedWidth, like column: Column, count: Int, validity: Bitmap?
  ) -> Column {
    let storage: Storage
    switch (kind, column.storage) {
    case (.integers(let lower), .packed(let packed)):
      storage = .packed(
        Packed(
          buffer: codes, width: width, base: width == .i64 ? 0 : lower, scale: packed.scale,
          lower: packed.lower, upper: packed.upper))
    case (.codes, .coded(_, let dictionary)):
      storage = .coded(Packed(codes: codes, width: width, domain: dictionary.count), dictionary)
    default: storage = .bytes(codes)
    }
    return Column(type: column.type, count: count, storage: storage, validity: validity)
  }

  /// Codes of the values of a known domain.
  init(_ domain: Domain, descending: Bool = false, collation: Collation? = nil) {
    self.descending = descending
    switch domain {
    case .dictionary(let dictionary):
      kind = .codes(
        ranks: collation.map { collation in dictionary.ranks { collation.ranks(of: $0) } })
    case .integers(let lower, _, _): kind = .integers(lower: lower)
    case .bools: kind = .bools
    }
    nullCode = UInt64(domain.count)
    top = nullCode &- 1
  }

  /// Codes of the values of a whole column, which is returned too: text without a dictionary gets
  /// numbers first.
  static func encoding(
    _ column: Column, descending: Bool = false, context: QueryContext
  ) throws -> (key: KeyColumn, column: Column) {
    var column = column
    if case .text = column.storage {
      // The order of a locale is an order of dictionary entries; else their places are enough.
      column =
        try context.collation == nil
        ? TextEncoding.ranked(column, context) : TextEncoding.coded(column, context)
    }
    if let domain = SlotInfo(column).domain {
      return (KeyColumn(domain, descending: descending, collation: context.collation), column)
    }
    if case .packed(let packed) = column.storage {
      let range = packed.range ?? 0
      // Where the values leave no code for null, a null shares the code of the largest value;
      // `splitsNulls` tells that a key of its own must come before.
      return (
        KeyColumn(
          kind: .integers(lower: packed.lower), descending: descending, top: range,
          nullCode: range == .max ? .max : range + 1), column
      )
    }
    return (KeyColumn(kind: .doubles, descending: descending, top: .max, nullCode: .max), column)
  }

  private init(kind: Kind, descending: Bool, top: UInt64, nullCode: UInt64) {
    self.kind = kind
    self.top = top
    self.descending = descending
    self.nullCode = nullCode
  }

  /// `words[i] = words[i] * multiplier + code(row i)` for all rows of the column.
  func fill<Word: FixedWidthInteger & UnsignedInteger>(
    _ words: UnsafeMutablePointer<Word>, from column: Column, multiplier: Word
  ) {
    let count = column.count
    switch (kind, column.storage) {
    case (.integers(let lower), .packed(let packed)):
      let shift = UInt64(bitPattern: packed.base &- lower)
      fillPacked(words, column, packed, shift, multiplier)
    case (.codes(nil), .coded(let packed, _)):
      fillPacked(words, column, packed, UInt64(bitPattern: packed.base), multiplier)
    case (.codes(let ranks?), .coded(let packed, _)):
      ranks.withUnsafeBufferPointer { ranks in
        for row in 0..<count {
          let code =
            column.isValid(row)
            ? directed(UInt64(ranks[Int(packed.value(column.offset + row))])) : nullCode
          words[row] = words[row] &* multiplier &+ Word(truncatingIfNeeded: code)
        }
      }
    case (.bools, .bits(let bits)):
      for row in 0..<count {
        let code =
          column.isValid(row) ? directed(bits[column.offset + row] ? 1 : 0) : nullCode
        words[row] = words[row] &* multiplier &+ Word(truncatingIfNeeded: code)
      }
    case (.bools, .bytes(let buffer)):
      let bytes = buffer.pointer(UInt8.self) + column.offset
      for row in 0..<count {
        let code = column.isValid(row) ? directed(UInt64(bytes[row])) : nullCode
        words[row] = words[row] &* multiplier &+ Word(truncatingIfNeeded: code)
      }
    case (.doubles, .double(let buffer)):
      let values = buffer.pointer(Double.self) + column.offset
      for row in 0..<count {
        var code = nullCode
        if column.isValid(row) {
          let ordered = KeyColumn.ordered(values[row])
          code = descending ? ~ordered : ordered
        }
        words[row] = words[row] &* multiplier &+ Word(truncatingIfNeeded: code)
      }
    default:
      for row in 0..<count {
        words[row] = words[row] &* multiplier &+ Word(truncatingIfNeeded: nullCode)
      }
    }
  }

  @inline(__always)
  private func directed(_ code: UInt64) -> UInt64 { descending ? top &- code : code }

  /// A double's bits such that unsigned order is: negative, zero (either), positive, infinity, NaN.
  @inline(__always)
  static func ordered(_ value: Double) -> UInt64 {
    if value.isNaN { return 0xFFF8_0000_0000_0000 }
    let bits = (value == 0 ? 0.0 : value).bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  /// The double of such bits.
  static func double(ordered bits: UInt64) -> Double {
    Double(bitPattern: bits >> 63 == 1 ? bits & ~(1 << 63) : ~bits)
  }

  private func fillPacked<Word: FixedWidthInteger & UnsignedInteger>(
    _ words: UnsafeMutablePointer<Word>, _ column: Column, _ packed: Packed, _ shift: UInt64,
    _ multiplier: Word
  ) {
    switch packed.width {
    case .u8: fillRaw(words, column, packed.buffer.pointer(UInt8.self), shift, multiplier)
    case .u16: fillRaw(words, column, packed.buffer.pointer(UInt16.self), shift, multiplier)
    case .u32: fillRaw(words, column, packed.buffer.pointer(UInt32.self), shift, multiplier)
    case .i64: fillRaw(words, column, packed.buffer.pointer(Int64.self), shift, multiplier)
    }
  }

  @inline(__always)
  private func fillRaw<Word: FixedWidthInteger & UnsignedInteger, Raw: FixedWidthInteger>(
    _ words: UnsafeMutablePointer<Word>, _ column: Column, _ start: UnsafePointer<Raw>,
    _ shift: UInt64, _ multiplier: Word
  ) {
    let raw = start + column.offset
    let count = column.count
    let shift = Word(truncatingIfNeeded: shift)
    let top = Word(truncatingIfNeeded: self.top)
    if let validity = column.validity {
      let bits = validity.words
      let offset = column.offset
      let null = Word(truncatingIfNeeded: nullCode)
      for row in 0..<count {
        let place = offset &+ row
        let isValid = (bits[place >> 6] >> UInt64(place & 63)) & 1 != 0
        let distance = Word(truncatingIfNeeded: raw[row]) &+ shift
        let code = descending ? top &- distance : distance
        words[row] = words[row] &* multiplier &+ (isValid ? code : null)
      }
    } else if descending {
      for row in 0..<count {
        words[row] =
          words[row] &* multiplier &+ (top &- (Word(truncatingIfNeeded: raw[row]) &+ shift))
      }
    } else {
      for row in 0..<count {
        words[row] = words[row] &* multiplier &+ (Word(truncatingIfNeeded: raw[row]) &+ shift)
      }
    }
  }
}

/// Several key columns as one number per row, as far as 64 bits reach.
struct KeyWords {
  /// The keys packed into words, most significant first; each a run of key columns whose codes
  /// together fit 64 bits.
  private(set) var groups: [[(key: KeyColumn, column: Column)]] = []

  /// Encodes the columns; `descending` gives the direction of each.
  init(_ columns: [Column], descending: [Bool], context: QueryContext) throws {
    var product: UInt64 = 1
    for (column, descending) in zip(columns, descending) {
      var parts: [(KeyColumn, Column)] = []
      let (key, coded) = try KeyColumn.encoding(column, descending: descending, context: context)
      if key.nullCode == .max, coded.mayHaveNulls {
        if case .packed = coded.storage { parts.append(try KeyWords.nullFlag(of: coded)) }
      }
      parts.append((key, coded))
      for part in parts {
        let (cardinality, tooMany) = part.0.nullCode.addingReportingOverflow(1)
        let (next, overflow) = product.multipliedReportingOverflow(by: cardinality)
        if groups.isEmpty || tooMany || overflow {
          groups.append([part])
          product = tooMany ? .max : cardinality
        } else {
          groups[groups.count - 1].append(part)
          product = next
        }
      }
    }
  }

  private static func nullFlag(of column: Column) throws -> (KeyColumn, Column) {
    let flags = try MutableBuffer(UInt8.self, count: column.count)
    let out = flags.pointer(UInt8.self)
    for row in 0..<column.count { out[row] = column.isValid(row) ? 0 : 1 }
    let flag = Column(type: .bool, count: column.count, storage: .bytes(flags.freeze()))
    return (KeyColumn(.bools), flag)
  }

  /// The number of codes of a group of keys; nil where all 64 bits are in use.
  func cardinality(_ group: Int) -> UInt64? {
    var product: UInt64 = 1
    for part in groups[group] {
      let (cardinality, tooMany) = part.key.nullCode.addingReportingOverflow(1)
      let (next, overflow) = product.multipliedReportingOverflow(by: cardinality)
      if tooMany || overflow { return nil }
      product = next
    }
    return product
  }

  /// The words of one group for all rows.
  func words<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable>(
    _ group: Int, count: Int, as type: Word.Type, context: QueryContext
  ) throws -> MutableBuffer {
    let result = try MutableBuffer(Word.self, count: count)
    let pieces = Morsel.pieces(of: count)
    try Parallel.run(pieces: pieces, threads: context.threads) { piece in
      try context.checkStopped()
      let rows = Morsel.range(piece, of: count)
      fill(result.pointer(Word.self) + rows.lowerBound, rows, group: group)
    }
    return result
  }

  /// Writes the words of one group for some rows, the first one to `out[0]`.
  func fill<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ out: UnsafeMutablePointer<Word>, _ rows: Range<Int>, group: Int
  ) {
    out.update(repeating: 0, count: rows.count)
    for part in groups[group] {
      part.key.fill(
        out, from: part.column.slice(rows.lowerBound, rows.count),
        multiplier: Word(truncatingIfNeeded: part.key.nullCode &+ 1))
    }
  }
}
