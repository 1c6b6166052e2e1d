import Columns
import Functions
import Language

/// A column of a Parquet file: a leaf of its schema that holds at most one value a row.
struct ParquetColumn: Sendable {
  /// The names on the way to the leaf, joined by dots.
  let name: String
  let foreign: ForeignType
  let physical: ParquetPhysical
  /// Bytes of a value of `fixedBytes`.
  let length: Int
  /// The level of rows that hold a value; 0 where all do.
  let maxLevel: Int
  /// Its place among all leaves, which is that of its chunks.
  let leaf: Int
}

/// The columns that a schema has, and those that are left out since they hold lists or maps.
struct ParquetColumns: Sendable {
  private(set) var columns: [ParquetColumn] = []
  private(set) var leftOut: [String] = []
  private(set) var leafCount = 0
  private let nodes: [ParquetNode]
  private var place = 0

  init(_ nodes: [ParquetNode]) throws {
    self.nodes = nodes
    guard let root = nodes.first else { throw Damage.schema }
    place = 1
    for _ in 0..<root.childCount { try walk([], level: 0, isRepeated: false) }
    guard place == nodes.count else { throw Damage.schema }
  }

  private mutating func walk(_ path: [String], level: Int, isRepeated: Bool) throws {
    guard place < nodes.count, path.count < 64 else { throw Damage.schema }
    let node = nodes[place]
    place += 1
    let names = path + [TextNormalization.normalizeNFC(node.name)]
    guard (0...2).contains(node.repetition) else { throw Damage.schema }
    let isRepeated = isRepeated || node.repetition == 2
    let level = level + (node.repetition == 0 ? 0 : 1)
    if let physical = node.physical {
      guard node.childCount == 0 else { throw Damage.schema }
      let leaf = leafCount
      leafCount += 1
      if isRepeated {
        if leftOut.last != names[0] { leftOut.append(names[0]) }
        return
      }
      columns.append(
        ParquetColumn(
          name: names.joined(separator: "."), foreign: try node.foreign(physical),
          physical: physical, length: node.length, maxLevel: level, leaf: leaf))
      return
    }
    for _ in 0..<node.childCount { try walk(names, level: level, isRepeated: isRepeated) }
  }
}

extension ParquetNode {
  /// What the values of a leaf mean. A meaning that does not fit how they are stored is a fault.
  fileprivate func foreign(_ physical: ParquetPhysical) throws -> ForeignType {
    if physical == .fixedBytes { guard (1...65_536).contains(length) else { throw Damage.schema } }
    switch logical ?? fromConverted {
    case .decimal(let scale, let digits)?:
      guard (0...1000).contains(scale), digits > 0,
        [.int32, .int64, .bytes, .fixedBytes].contains(physical)
      else { throw Damage.schema }
      return .decimal(digits: digits, scale: scale)
    case .date?:
      guard physical == .int32 else { throw Damage.schema }
      return .day
    case .time(let perSecond)?:
      guard physical == .int32 || physical == .int64 else { throw Damage.schema }
      return .time(perSecond: perSecond)
    case .timestamp(let perSecond, let isUTC)?:
      guard physical == .int64 else { throw Damage.schema }
      return .timestamp(perSecond: perSecond, isUTC: isUTC)
    case .int(let bits, let isSigned)?:
      guard physical == .int32 || physical == .int64, [8, 16, 32, 64].contains(bits) else {
        throw Damage.schema
      }
      return .int(bits: bits, isSigned: isSigned)
    case .unknown?: return .null
    case .uuid? where physical == .fixedBytes && length == 16: return .uuid
    case .half? where physical == .fixedBytes && length == 2: return .half
    case .string?, .enumeration?, .json?:
      guard physical == .bytes || physical == .fixedBytes else { throw Damage.schema }
      return .text
    default: break
    }
    switch physical {
    case .bool: return .bool
    case .int32: return .int(bits: 32, isSigned: true)
    case .int64: return .int(bits: 64, isSigned: true)
    // Decoders give microseconds.
    case .int96: return .timestamp(perSecond: 1_000_000, isUTC: false)
    case .float: return .float
    case .double: return .double
    case .bytes: return .bytes
    case .fixedBytes: return converted == 21 && length == 12 ? .interval : .bytes
    }
  }

  /// The meaning in the words of older files.
  private var fromConverted: ParquetLogical? {
    switch converted {
    case 0: .string
    case 4: .enumeration
    case 5: .decimal(scale: scale, precision: precision)
    case 6: .date
    case 7: .time(perSecond: 1000)
    case 8: .time(perSecond: 1_000_000)
    case 9: .timestamp(perSecond: 1000, isUTC: true)
    case 10: .timestamp(perSecond: 1_000_000, isUTC: true)
    case 11: .int(bits: 8, isSigned: false)
    case 12: .int(bits: 16, isSigned: false)
    case 13: .int(bits: 32, isSigned: false)
    case 14: .int(bits: 64, isSigned: false)
    case 15: .int(bits: 8, isSigned: true)
    case 16: .int(bits: 16, isSigned: true)
    case 17: .int(bits: 32, isSigned: true)
    case 18: .int(bits: 64, isSigned: true)
    case 19: .json
    case 20: .bson
    default: nil
    }
  }
}

extension BlockCodec {
  /// The codec of a number in a Parquet file.
  init(parquet number: Int64) throws {
    switch number {
    case 0: self = .none
    case 1: self = .snappy
    case 2: self = .gzip
    case 3: throw NotReadable.codec("LZO")
    case 4: throw NotReadable.codec("Brotli")
    case 5: throw NotReadable.codec("LZ4 in the frame of Hadoop")
    case 6: self = .zstd
    case 7: self = .lz4Block
    default: throw NotReadable.codec("codec \(number)")
    }
    guard isThere else { throw NotReadable.codec("\(self)", isLeftOut: true) }
  }
}
