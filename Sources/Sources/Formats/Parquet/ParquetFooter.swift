/// What stands at the end of a Parquet file, as far as the reader needs it.
struct ParquetFooter: Sendable {
  var schema: [ParquetNode] = []
  var rowCount = 0
  var rowGroups: [ParquetRowGroup] = []
  var isEncrypted = false
  /// What the program that wrote the file added, by key.
  var extra: [String: String] = [:]
}

/// One element of the schema, in the order of a walk down the tree.
struct ParquetNode: Sendable {
  var physical: ParquetPhysical?
  var length = 0
  var repetition: Int64 = 0
  var name = ""
  var childCount = 0
  var converted: Int64?
  var scale = 0
  var precision = 0
  var logical: ParquetLogical?
}

/// How the values of a column are stored.
enum ParquetPhysical: Int64, Sendable {
  case bool = 0
  case int32, int64, int96, float, double, bytes, fixedBytes
}

/// What they mean.
enum ParquetLogical: Sendable, Hashable {
  case string, map, list, enumeration, date, unknown, json, bson, uuid, half
  case decimal(scale: Int, precision: Int)
  case time(perSecond: Int64)
  case timestamp(perSecond: Int64, isUTC: Bool)
  case int(bits: Int, isSigned: Bool)
  /// One that is not known here; the values are what they are stored as.
  case other
}

struct ParquetRowGroup: Sendable {
  var chunks: [ParquetChunk] = []
  var rowCount = 0
}

/// The values of one column in one row group.
struct ParquetChunk: Sendable {
  var physical: Int64 = -1
  var codec: Int64 = 0
  var valueCount = 0
  var compressedSize = 0
  var dataOffset = 0
  var dictionaryOffset: Int?
  /// The nulls, where the statistics count them.
  var nullCount: Int?
  /// The least and the greatest value as the file stores them, where the statistics tell.
  var least: [UInt8]?
  var greatest: [UInt8]?
  /// The same as older programs wrote them, whose order is right for signed whole numbers alone.
  var oldLeast: [UInt8]?
  var oldGreatest: [UInt8]?
  var isElsewhere = false
  var isEncrypted = false

  /// Where its pages begin.
  var start: Int {
    if let dictionaryOffset, dictionaryOffset > 0, dictionaryOffset < dataOffset {
      return dictionaryOffset
    }
    return dataOffset
  }
}

extension ParquetFooter {
  /// Reads the footer from its bytes.
  init(_ bytes: [UInt8]) throws {
    var reader = ThriftReader(bytes)
    var hasSchema = false
    var footer = ParquetFooter()
    try reader.fields { reader, field, kind in
      switch field {
      case 2:
        footer.schema = try reader.list(kind) { reader, _ in try ParquetNode(&reader) }
        hasSchema = true
      case 3: footer.rowCount = try reader.size(kind)
      case 4:
        footer.rowGroups = try reader.list(kind) { reader, _ in try ParquetRowGroup(&reader) }
      case 5:
        let pairs = try reader.list(kind) { reader, _ in try ParquetFooter.pair(&reader) }
        footer.extra = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
      case 8:
        footer.isEncrypted = true
        try reader.skip(kind)
      default: try reader.skip(kind)
      }
    }
    guard hasSchema else { throw Damage.description }
    self = footer
  }

  private static func pair(_ reader: inout ThriftReader) throws -> (String, String) {
    var key = ""
    var value = ""
    try reader.fields { reader, field, kind in
      switch field {
      case 1: key = try reader.string(kind)
      case 2: value = try reader.string(kind)
      default: try reader.skip(kind)
      }
    }
    return (key, value)
  }
}

extension ParquetNode {
  init(_ reader: inout ThriftReader) throws {
    var node = ParquetNode()
    try reader.fields { reader, field, kind in
      switch field {
      case 1:
        guard let physical = ParquetPhysical(rawValue: try reader.int(kind)) else {
          throw Damage.schema
        }
        node.physical = physical
      case 2: node.length = try reader.size(kind)
      case 3: node.repetition = try reader.int(kind)
      case 4: node.name = try reader.string(kind)
      case 5: node.childCount = try reader.size(kind)
      case 6: node.converted = try reader.int(kind)
      case 7: node.scale = Int(try reader.int(kind))
      case 8: node.precision = Int(try reader.int(kind))
      case 10: node.logical = try ParquetLogical(&reader, kind)
      default: try reader.skip(kind)
      }
    }
    self = node
  }
}

extension ParquetLogical {
  /// A union: a structure with one field, whose number tells the type.
  fileprivate init(_ reader: inout ThriftReader, _ kind: ThriftReader.Kind) throws {
    guard kind == .structure else { throw Damage.description }
    var found: ParquetLogical = .other
    try reader.fields { reader, field, kind in
      guard kind == .structure else { throw Damage.description }
      var numbers: [Int: Int64] = [:]
      var flag = false
      var perSecond: Int64 = 0
      try reader.fields { reader, inner, kind in
        switch kind {
        case .yes, .no: flag = try reader.flag(kind)
        case .byte, .short, .int, .long: numbers[inner] = try reader.int(kind)
        case .structure where (field == 7 || field == 8) && inner == 2:
          try reader.fields { reader, unit, kind in
            perSecond = unit == 1 ? 1000 : unit == 2 ? 1_000_000 : unit == 3 ? 1_000_000_000 : 0
            try reader.skip(kind)
          }
        default: try reader.skip(kind)
        }
      }
      switch field {
      case 1: found = .string
      case 2: found = .map
      case 3: found = .list
      case 4: found = .enumeration
      case 5: found = .decimal(scale: Int(numbers[1] ?? 0), precision: Int(numbers[2] ?? 0))
      case 6: found = .date
      case 7, 8:
        guard perSecond > 0 else { throw Damage.schema }
        found =
          field == 7
          ? .time(perSecond: perSecond) : .timestamp(perSecond: perSecond, isUTC: flag)
      case 10: found = .int(bits: Int(numbers[1] ?? 0), isSigned: flag)
      case 11: found = .unknown
      case 12: found = .json
      case 13: found = .bson
      case 14: found = .uuid
      case 15: found = .half
      default: found = .other
      }
    }
    self = found
  }
}

extension ParquetRowGroup {
  fileprivate init(_ reader: inout ThriftReader) throws {
    var group = ParquetRowGroup()
    try reader.fields { reader, field, kind in
      switch field {
      case 1: group.chunks = try reader.list(kind) { reader, _ in try ParquetChunk(&reader) }
      case 3: group.rowCount = try reader.size(kind)
      default: try reader.skip(kind)
      }
    }
    self = group
  }
}

extension ParquetChunk {
  fileprivate init(_ reader: inout ThriftReader) throws {
    var chunk = ParquetChunk()
    try reader.fields { reader, field, kind in
      switch field {
      case 1:
        chunk.isElsewhere = try !reader.string(kind).isEmpty
      case 3:
        guard kind == .structure else { throw Damage.description }
        try chunk.readDescription(&reader)
      case 8, 9:
        chunk.isEncrypted = true
        try reader.skip(kind)
      default: try reader.skip(kind)
      }
    }
    self = chunk
  }

  private mutating func readDescription(_ reader: inout ThriftReader) throws {
    var chunk = self
    try reader.fields { reader, field, kind in
      switch field {
      case 1: chunk.physical = try reader.int(kind)
      case 4: chunk.codec = try reader.int(kind)
      case 5: chunk.valueCount = try reader.size(kind)
      case 7: chunk.compressedSize = try reader.size(kind)
      case 9: chunk.dataOffset = try reader.size(kind)
      case 11: chunk.dictionaryOffset = try reader.size(kind)
      case 12:
        guard kind == .structure else { throw Damage.description }
        try reader.fields { reader, field, kind in
          switch field {
          case 1: chunk.oldGreatest = try reader.binary(kind)
          case 2: chunk.oldLeast = try reader.binary(kind)
          case 3: chunk.nullCount = try reader.size(kind)
          case 5: chunk.greatest = try reader.binary(kind)
          case 6: chunk.least = try reader.binary(kind)
          default: try reader.skip(kind)
          }
        }
      default: try reader.skip(kind)
      }
    }
    self = chunk
  }
}
