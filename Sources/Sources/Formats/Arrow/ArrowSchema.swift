import Columns
import Functions
import Language

/// How the values of a column lie in the buffers of a batch.
enum ArrowLayout: Sendable, Hashable {
  case null
  case bits
  /// Numbers of so many bytes, with their sign or without.
  case numbers(bytes: Int, isSigned: Bool)
  /// Decimals of so many bytes.
  case decimals(bytes: Int)
  /// Texts or bytes with offsets of so many bytes.
  case texts(offsetBytes: Int)
  case views
  case fixed(bytes: Int)
  /// Numbers of entries of a dictionary, which has the layout and the meaning of the column.
  indirect case coded(dictionary: Int64, bytes: Int, ArrowLayout)

  /// Buffers in a batch, those of views that differ from batch to batch left out.
  var bufferCount: Int {
    switch self {
    case .null: 0
    case .texts: 3
    default: 2
    }
  }
}

/// A column of an Arrow file: a leaf of its schema that holds at most one value a row.
struct ArrowLeaf: Sendable {
  let name: String
  let foreign: ForeignType
  let layout: ArrowLayout
  /// Its place among the nodes and buffers of a batch, and how many columns of views stand before.
  var node: Int
  var buffer: Int
  var viewsBefore: Int
  /// The structures around it, whose nulls are its own: their buffers in the same way.
  let parents: [(buffer: Int, viewsBefore: Int)]
  let mayHaveNulls: Bool

  /// The same values at the start of a batch: those of a dictionary.
  func alone(_ layout: ArrowLayout) -> ArrowLeaf {
    ArrowLeaf(
      name: name, foreign: foreign, layout: layout, node: 0, buffer: 0, viewsBefore: 0,
      parents: [], mayHaveNulls: true)
  }
}

/// The columns of a schema, and those that are left out.
struct ArrowSchema: Sendable {
  private(set) var leaves: [ArrowLeaf] = []
  private(set) var leftOut: [String] = []
  /// Whether unions have a buffer of their nulls (before version 5).
  private let isOld: Bool
  private var nodes = 0
  private var buffers = 0
  private var views = 0

  /// Fields of a schema that refers to the same one again and again can be more than any memory.
  private static let mostNodes = 1_000_000

  init(_ schema: FlatTable, version: Int16) throws {
    isOld = version < 4
    guard try schema.int(0, Int16(0)) == 0 else {
      throw NotReadable(
        Words(
          en: "its numbers are stored with the highest byte first",
          vi: "số được lưu với byte cao đứng trước"),
        advice: Words(
          en: "write it again on another machine", vi: "hãy ghi lại trên máy khác"))
    }
    for field in try schema.tables(1) {
      try walk(field, [], parents: [], mayHaveNulls: false, isInside: false)
    }
  }

  private mutating func walk(
    _ field: FlatTable, _ path: [String], parents: [(buffer: Int, viewsBefore: Int)],
    mayHaveNulls: Bool, isInside: Bool
  ) throws {
    guard path.count < 64, nodes < ArrowSchema.mostNodes else { throw Damage.schema }
    let names = path + [TextNormalization.normalizeNFC(try field.string(0) ?? "")]
    let mayHaveNulls = try mayHaveNulls || field.flag(1)
    let children = try field.tables(5)
    let kind = try ArrowKind(field)
    let place = (node: nodes, buffer: buffers, views: views)
    nodes += 1
    let dictionary = try field.table(4)
    if dictionary == nil {
      switch kind {
      case .structure:
        buffers += 1
        for child in children {
          try walk(
            child, names, parents: parents + [(place.buffer, place.views)],
            mayHaveNulls: mayHaveNulls, isInside: isInside)
        }
        return
      case .nested(let own, let ownBefore):
        buffers += isOld ? ownBefore : own
        for child in children {
          try walk(child, names, parents: [], mayHaveNulls: true, isInside: true)
        }
        leaveOut(names[0])
        return
      case .leaf, .other: break
      }
    }
    var layout: ArrowLayout?
    var foreign = ForeignType.null
    if case .leaf(let known, let own) = kind { (foreign, layout) = (known, own) }
    if let dictionary {
      let index = try dictionary.table(1)
      let bits = try index?.int(0, Int32(0)) ?? 32
      guard [8, 16, 32, 64].contains(bits) else { throw Damage.schema }
      layout = try layout.map {
        .coded(
          dictionary: try dictionary.int(0, Int64(0)), bytes: Int(bits) / 8, $0)
      }
      buffers += 2
    } else if let layout {
      buffers += layout.bufferCount
      if layout == .views { views += 1 }
    } else if case .other(let own) = kind {
      buffers += own
    }
    guard let layout, !isInside else {
      leaveOut(names[0])
      return
    }
    leaves.append(
      ArrowLeaf(
        name: names.joined(separator: "."), foreign: foreign, layout: layout, node: place.node,
        buffer: place.buffer, viewsBefore: place.views, parents: parents,
        mayHaveNulls: mayHaveNulls))
  }

  private mutating func leaveOut(_ name: String) {
    if leftOut.last != name { leftOut.append(name) }
  }
}

/// What kind of field the schema describes.
private enum ArrowKind {
  case leaf(ForeignType, ArrowLayout)
  case structure
  /// Lists, maps and the like: the buffers of their own, since version 5 and before.
  case nested(buffers: Int, before: Int)
  /// A leaf that is not read here.
  case other(buffers: Int)

  init(_ field: FlatTable) throws {
    let type = try field.table(3)
    func short(_ number: Int, _ missing: Int16) throws -> Int16 {
      try type?.int(number, missing) ?? missing
    }
    func int(_ number: Int, _ missing: Int32) throws -> Int {
      Int(try type?.int(number, missing) ?? missing)
    }
    func perSecond(_ missing: Int16) throws -> Int64 {
      let unit = try short(0, missing)
      guard (0...3).contains(unit) else { throw Damage.schema }
      return [1, 1000, 1_000_000, 1_000_000_000][Int(unit)]
    }
    let long = ArrowLayout.numbers(bytes: 8, isSigned: true)
    let word = ArrowLayout.numbers(bytes: 4, isSigned: true)
    switch try field.int(2, UInt8(0)) {
    case 1: self = .leaf(.null, .null)
    case 2:
      let bits = try int(0, 0)
      guard [8, 16, 32, 64].contains(bits) else { throw Damage.schema }
      let isSigned = try type?.flag(1) ?? false
      self = .leaf(
        .int(bits: bits, isSigned: isSigned), .numbers(bytes: bits / 8, isSigned: isSigned))
    case 3:
      switch try short(0, 0) {
      case 0: self = .leaf(.half, .numbers(bytes: 2, isSigned: false))
      case 1: self = .leaf(.float, .numbers(bytes: 4, isSigned: false))
      case 2: self = .leaf(.double, long)
      default: throw Damage.schema
      }
    case 4: self = .leaf(.bytes, .texts(offsetBytes: 4))
    case 5: self = .leaf(.text, .texts(offsetBytes: 4))
    case 6: self = .leaf(.bool, .bits)
    case 7:
      let bits = try int(2, 128)
      guard [32, 64, 128, 256].contains(bits), (-1000...1000).contains(try int(1, 0)) else {
        throw Damage.schema
      }
      self = .leaf(
        .decimal(digits: try int(0, 0), scale: try int(1, 0)), .decimals(bytes: bits / 8))
    case 8: self = try short(0, 1) == 0 ? .leaf(.day, word) : .leaf(.dayInMilliseconds, long)
    case 9:
      self = .leaf(.time(perSecond: try perSecond(1)), try int(1, 32) == 64 ? long : word)
    case 10:
      let zone = try type?.string(1) ?? ""
      self = .leaf(.timestamp(perSecond: try perSecond(0), isUTC: !zone.isEmpty), long)
    case 11: self = .other(buffers: 2)
    case 12, 17, 21: self = .nested(buffers: 2, before: 2)
    case 13: self = .structure
    case 14:
      let own = try short(0, 0) == 0 ? 1 : 2
      self = .nested(buffers: own, before: own + 1)
    case 15:
      let count = try int(0, 0)
      guard (0...65_536).contains(count) else { throw Damage.schema }
      let isUUID = try count == 16 && ArrowKind.isUUID(field)
      self = .leaf(isUUID ? .uuid : .bytes, .fixed(bytes: count))
    case 16: self = .nested(buffers: 1, before: 1)
    case 18: self = .leaf(.duration(perSecond: try perSecond(1)), long)
    case 19: self = .leaf(.bytes, .texts(offsetBytes: 8))
    case 20: self = .leaf(.text, .texts(offsetBytes: 8))
    case 22: self = .nested(buffers: 0, before: 0)
    case 23: self = .leaf(.bytes, .views)
    case 24: self = .leaf(.text, .views)
    case 25, 26: self = .nested(buffers: 3, before: 3)
    default:
      throw NotReadable(
        Words(
          en: "`\(try field.string(0) ?? "")` has a type that is not known here",
          vi: "`\(try field.string(0) ?? "")` có kiểu chưa biết ở đây"))
    }
  }

  /// Whether the sixteen bytes of a field are called a UUID.
  private static func isUUID(_ field: FlatTable) throws -> Bool {
    try field.tables(6).contains {
      try $0.string(0) == "ARROW:extension:name" && $0.string(1) == "arrow.uuid"
    }
  }
}
