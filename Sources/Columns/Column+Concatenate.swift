import Glibc

extension Column {
  /// The parts one after another as one stored column: integers in the narrowest width, decimals
  /// at one scale (doubles if any part is), text over one dictionary, bools as bits.
  ///
  /// - Parameters:
  ///   - type: the type of all parts; parts of nulls may have any.
  ///   - threads: how many threads may copy.
  public static func concatenated(_ type: DataType, _ parts: [Column], threads: Int) throws
    -> Column
  {
    let count = parts.reduce(0) { $0 + $1.count }
    let filled = parts.filter { if case .nulls = $0.storage { false } else { $0.count > 0 } }
    if filled.isEmpty { return .nulls(type, count: count) }
    if parts.count == 1, filled[0].offset == 0, filled[0].isStoredForm { return filled[0] }
    var starts: [Int] = []
    var total = 0
    for part in parts {
      starts.append(total)
      total += part.count
    }
    let validity = try joinedValidity(parts, starts, count)
    let storage: Storage
    switch type {
    case .null, .duration: return .nulls(type, count: count)
    case .bool: storage = try joinedBools(parts, starts, count)
    case .int, .date, .timestamp:
      storage = .packed(try joinedIntegers(parts, starts, count, validity, 0, threads))
    case .float: storage = try joinedFloats(parts, starts, count, validity, threads)
    case .text: storage = try joinedTexts(parts, filled, starts, count, validity, threads)
    }
    return Column(type: type, count: count, storage: storage, validity: validity)
  }

  private var isStoredForm: Bool {
    switch storage {
    case .bytes: false
    case .packed(let packed): packed.width != .i64
    case .text: false
    default: true
    }
  }

  /// The integers of a part, or the codes of its texts.
  private var packedPart: Packed.Part {
    switch storage {
    case .packed(let packed), .coded(let packed, _):
      Packed.Part(packed: packed, offset: offset, count: count)
    default: Packed.Part(packed: nil, offset: 0, count: count)
    }
  }

  private static func joinedValidity(_ parts: [Column], _ starts: [Int], _ count: Int) throws
    -> Bitmap?
  {
    guard parts.contains(where: { $0.mayHaveNulls && $0.count > 0 }) else { return nil }
    let result = try MutableBitmap(repeating: true, count: count)
    for (part, start) in zip(parts, starts) where part.mayHaveNulls {
      result.copy(part.validity, from: part.offset, count: part.count, to: start)
    }
    return result.freeze()
  }

  private static func joinedBools(_ parts: [Column], _ starts: [Int], _ count: Int) throws
    -> Storage
  {
    let result = try MutableBitmap(repeating: false, count: count)
    for (part, start) in zip(parts, starts) {
      switch part.storage {
      case .bits(let bits): result.copy(bits, from: part.offset, count: part.count, to: start)
      case .bytes(let buffer):
        let bytes = buffer.pointer(UInt8.self) + part.offset
        for row in 0..<part.count where bytes[row] != 0 { result.set(start + row, true) }
      default: break
      }
    }
    return .bits(result.freeze())
  }

  /// Packs the parts' values at the given scale.
  private static func joinedIntegers(
    _ parts: [Column], _ starts: [Int], _ count: Int, _ validity: Bitmap?, _ scale: Int,
    _ threads: Int
  ) throws -> Packed {
    let own = parts.map(\.packedPart)
    if own.allSatisfy({ $0.packed?.scale ?? scale == scale }),
      let joined = try Packed.joinedAsTheyLie(
        own, starts, count: count, validity: validity, threads: threads)
    {
      return joined
    }
    return try Packed.packing(count: count, validity: validity, scale: scale, threads: threads) {
      rows, out in
      var place = rows.lowerBound
      var index = starts.partitioningIndex { $0 > place } - 1
      while place < rows.upperBound {
        let part = parts[index]
        let first = place - starts[index]
        let length = min(part.count - first, rows.upperBound - place)
        let target = out + (place - rows.lowerBound)
        if length > 0, case .packed(let packed) = part.storage {
          packed.decode(from: part.offset + first, count: length, into: target)
          if packed.scale < scale {
            let factor = Decimal64.powers[scale - packed.scale]
            for row in 0..<length { target[row] = target[row] &* factor }
          }
        } else {
          target.update(repeating: 0, count: max(0, length))
        }
        place += max(0, length)
        index += 1
      }
    }
  }

  private static func joinedFloats(
    _ parts: [Column], _ starts: [Int], _ count: Int, _ validity: Bitmap?, _ threads: Int
  ) throws -> Storage {
    var scale = 0
    var exact = true
    for part in parts {
      switch part.storage {
      case .packed(let packed): scale = max(scale, packed.scale)
      case .nulls: break
      default: exact = exact && part.count == 0
      }
    }
    if exact {
      // Every part must keep its digits and range at the common scale.
      for part in parts {
        guard case .packed(let packed) = part.storage, packed.scale < scale else { continue }
        let known = packed.lower <= packed.upper
        if known
          && (Decimal64.rescale(packed.lower, from: packed.scale, to: scale) == nil
            || Decimal64.rescale(packed.upper, from: packed.scale, to: scale) == nil)
        {
          exact = false
        }
      }
    }
    if exact {
      return .packed(try joinedIntegers(parts, starts, count, validity, scale, threads))
    }
    let result = try MutableBuffer(Double.self, count: count)
    try Parallel.run(pieces: parts.count, threads: threads) { index in
      parts[index].decodeDoubles(into: result.pointer(Double.self) + starts[index])
    }
    return .double(result.freeze())
  }

  private static func joinedTexts(
    _ parts: [Column], _ filled: [Column], _ starts: [Int], _ count: Int, _ validity: Bitmap?,
    _ threads: Int
  ) throws -> Storage {
    var dictionaries: [TextDictionary] = []
    var allCoded = true
    for part in filled {
      guard case .coded(_, let dictionary) = part.storage else {
        allCoded = false
        break
      }
      if !dictionaries.contains(where: { $0 === dictionary }) { dictionaries.append(dictionary) }
      if dictionaries.count > 4096 {
        allCoded = false
        break
      }
    }
    guard allCoded else { return .text(try joinedHeap(parts, starts, count, threads)) }
    let known = dictionaries
    if known.count == 1,
      let codes = try joinedCodes(parts, starts, count, validity, known[0], threads)
    {
      return .coded(codes, known[0])
    }
    let (dictionary, maps) = try TextDictionary.union(known)
    let wide = try MutableBuffer(Int64.self, count: count)
    try Parallel.run(pieces: parts.count, threads: threads) { index in
      let part = parts[index]
      let out = wide.pointer(Int64.self) + starts[index]
      guard case .coded(let codes, let own) = part.storage else {
        for row in 0..<part.count { out[row] = 0 }
        return
      }
      codes.decode(from: part.offset, count: part.count, into: out)
      guard let place = known.firstIndex(where: { $0 === own }), let map = maps[place] else {
        return
      }
      for row in 0..<part.count {
        let code = Int(out[row])
        out[row] = code < map.count ? Int64(map[code]) : 0
      }
    }
    let packed = try Packed.packing(
      wide.freeze(), count: count, validity: validity, threads: threads)
    return .coded(try packed.rebasedToZero(count: count, domain: dictionary.count), dictionary)
  }

  /// The codes of parts that have one dictionary, as they lie; nil where they lie in several ways, or
  /// where a column that is read from a file would have them otherwise.
  private static func joinedCodes(
    _ parts: [Column], _ starts: [Int], _ count: Int, _ validity: Bitmap?,
    _ dictionary: TextDictionary, _ threads: Int
  ) throws -> Packed? {
    let own = parts.map(\.packedPart)
    guard let first = own.lazy.compactMap(\.packed).first, first.base == 0, first.width != .i64
    else { return nil }
    let joined = try Packed.joinedAsTheyLie(
      own, starts, count: count, validity: validity, threads: threads, mayBeNarrower: false)
    return joined.map {
      Packed(codes: $0.buffer, width: $0.width, domain: dictionary.count, zones: $0.zones)
    }
  }

  /// The texts of all parts, part by part on several threads. What lies in a heap of its own is
  /// copied as one piece.
  private static func joinedHeap(
    _ parts: [Column], _ starts: [Int], _ count: Int, _ threads: Int
  ) throws -> TextHeap {
    let sizes = try Parallel.map(pieces: parts.count, threads: threads) { index -> Int in
      let part = parts[index]
      if case .text(let heap) = part.storage {
        let ends = heap.offsets.pointer(Int.self) + part.offset
        return ends[part.count] - ends[0]
      }
      var size = 0
      for row in 0..<part.count { size += part.utf8(row).count }
      return size
    }
    var firsts = [0]
    for size in sizes { firsts.append(firsts[firsts.count - 1] + size) }
    let begins = firsts
    let offsets = try MutableBuffer(Int.self, count: count + 1)
    offsets.pointer(Int.self)[count] = begins[parts.count]
    let bytes = try MutableBuffer(byteCount: begins[parts.count])
    try Parallel.run(pieces: parts.count, threads: threads) { index in
      let part = parts[index]
      let out = offsets.pointer(Int.self) + starts[index]
      var end = begins[index]
      if case .text(let heap) = part.storage {
        let ends = heap.offsets.pointer(Int.self) + part.offset
        for row in 0..<part.count { out[row] = end + ends[row] - ends[0] }
        memcpy(bytes.base + end, heap.bytes.base + ends[0], sizes[index])
        return
      }
      for row in 0..<part.count {
        out[row] = end
        let text = part.utf8(row)
        if let from = text.baseAddress { memcpy(bytes.base + end, from, text.count) }
        end += text.count
      }
    }
    return TextHeap(offsets: offsets.freeze(), bytes: bytes.freeze())
  }

  /// Writes the rows as doubles; null rows and rows that are no numbers give 0.
  public func decodeDoubles(into out: UnsafeMutablePointer<Double>) {
    switch storage {
    case .double(let buffer):
      out.update(from: buffer.pointer(Double.self) + offset, count: count)
    case .packed(let packed):
      let exact =
        packed.scale == 0
        || (packed.lower > packed.upper
          || (packed.lower.magnitude <= 1 << 53 && packed.upper.magnitude <= 1 << 53))
      // However narrow what is stored, the base beside it may be too large to divide at once.
      guard exact else {
        for row in 0..<count {
          out[row] = Decimal64.double(packed.value(offset + row), scale: packed.scale)
        }
        return
      }
      switch packed.width {
      case .u8: packed.divide(packed.buffer.pointer(UInt8.self) + offset, count, out)
      case .u16: packed.divide(packed.buffer.pointer(UInt16.self) + offset, count, out)
      case .u32: packed.divide(packed.buffer.pointer(UInt32.self) + offset, count, out)
      case .i64: packed.divide(packed.buffer.pointer(Int64.self) + offset, count, out)
      }
    default:
      for row in 0..<count { out[row] = 0 }
    }
  }
}

extension Packed {
  @inline(__always)
  fileprivate func divide<T: FixedWidthInteger>(
    _ source: UnsafePointer<T>, _ count: Int, _ out: UnsafeMutablePointer<Double>
  ) {
    let base = self.base
    if scale == 0 {
      for row in 0..<count { out[row] = Double(base &+ Int64(truncatingIfNeeded: source[row])) }
    } else {
      let divisor = Double(Decimal64.powers[scale])
      for row in 0..<count {
        out[row] = Double(base &+ Int64(truncatingIfNeeded: source[row])) / divisor
      }
    }
  }

  /// Codes of a dictionary count from 0 whatever the smallest that occurs.
  public func rebasedToZero(count: Int, domain: Int) throws(MemoryLimitExceeded) -> Packed {
    if base == 0, width != .i64 {
      return Packed(codes: buffer, width: width, domain: domain, zones: zones)
    }
    let target = PackedWidth.fitting(range: UInt64(max(0, domain - 1)))
    let result = try MutableBuffer(byteCount: count * target.bytes)
    switch target {
    case .u8:
      let out = result.pointer(UInt8.self)
      for row in 0..<count { out[row] = UInt8(truncatingIfNeeded: value(row)) }
    case .u16:
      let out = result.pointer(UInt16.self)
      for row in 0..<count { out[row] = UInt16(truncatingIfNeeded: value(row)) }
    case .u32, .i64:
      let out = result.pointer(UInt32.self)
      for row in 0..<count { out[row] = UInt32(truncatingIfNeeded: value(row)) }
    }
    return Packed(
      codes: result.freeze(), width: target == .i64 ? .u32 : target, domain: domain, zones: zones)
  }
}

extension TextDictionary {
  /// One dictionary of all entries, and for each given one the new code of each old code; nil
  /// where codes stay as they are.
  public static func union(_ dictionaries: [TextDictionary]) throws(MemoryLimitExceeded) -> (
    TextDictionary, maps: [[UInt32]?]
  ) {
    if dictionaries.count == 1 { return (dictionaries[0], [nil]) }
    let total = dictionaries.reduce(0) { $0 + $1.count }
    let size = dictionaries.reduce(0) { $0 + $1.heap.offsets.pointer(Int.self)[$1.count] }
    let offsets = try MutableBuffer(Int.self, count: total + 1)
    let bytes = try MutableBuffer(byteCount: size)
    let starts = offsets.pointer(Int.self)
    var row = 0
    var end = 0
    for dictionary in dictionaries {
      for code in 0..<dictionary.count {
        starts[row] = end
        let text = dictionary.utf8(code)
        if let from = text.baseAddress { memcpy(bytes.base + end, from, text.count) }
        end += text.count
        row += 1
      }
    }
    starts[total] = end
    let all = TextHeap(offsets: offsets.freeze(), bytes: bytes.freeze())
    let (merged, codes) = try encoding(all, count: total)
    var maps: [[UInt32]?] = []
    var first = 0
    for dictionary in dictionaries {
      maps.append(Array(codes[first..<first + dictionary.count]))
      first += dictionary.count
    }
    return (merged, maps)
  }
}

extension [Int] {
  /// The first place whose element has what all behind it have too.
  fileprivate func partitioningIndex(_ belongs: (Int) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if belongs(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
