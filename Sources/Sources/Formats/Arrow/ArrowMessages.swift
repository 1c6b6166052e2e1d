import Columns
import Language

/// The rows of a batch, as its description places them in the file.
struct ArrowBatch: Sendable {
  var rowCount = 0
  /// For each field its rows.
  var nodes: [Int] = []
  var buffers: [(offset: Int, count: Int)] = []
  /// How many buffers of data each column of views has.
  var viewBuffers: [Int] = []
  var codec = BlockCodec.none
  /// Where its body begins, and how long that is.
  var body = 0
  var bodyCount = 0
  /// Of a dictionary: which, and whether it adds to the entries before.
  var dictionary: Int64?
  var isDelta = false
  /// The messages that came before.
  var order = 0
  /// Of another program's arrays in memory: what holds them. `buffers` are then addresses.
  var held: ArrowHeld?

  /// The place of a buffer where columns of views stand before it.
  func place(_ buffer: Int, viewsBefore: Int) throws -> Int {
    guard viewsBefore <= viewBuffers.count else { throw Damage.description }
    return buffer + viewBuffers[..<viewsBefore].reduce(0, +)
  }

  /// Rows of one column in memory.
  init(_ held: ArrowHeld, rowCount: Int, buffers: [(offset: Int, count: Int)], viewBuffers: Int) {
    self.held = held
    self.rowCount = rowCount
    self.buffers = buffers
    self.viewBuffers = [viewBuffers]
    nodes = [rowCount]
  }

  fileprivate init(_ batch: FlatTable) throws {
    func size(_ value: Int64) throws -> Int {
      guard (0...1 << 40).contains(value) else { throw Damage.length }
      return Int(value)
    }
    rowCount = try size(try batch.int(0, Int64(0)))
    nodes = try batch.structures(1, size: 16) { try size(try $0(0)) }
    buffers = try batch.structures(2, size: 16) { (try size(try $0(0)), try size(try $0(8))) }
    viewBuffers = try batch.structures(4, size: 8) { try size(try $0(0)) }
    if let compression = try batch.table(3) {
      switch try compression.int(0, Int8(0)) {
      case 0: codec = .lz4Frame
      case 1: codec = .zstd
      default: throw NotReadable.codec("codec \(try compression.int(0, Int8(0)))")
      }
      guard codec.isThere else { throw NotReadable.codec("\(codec)", isLeftOut: true) }
    }
  }
}

/// The messages of an Arrow file or stream.
struct ArrowMessages: Sendable {
  private(set) var schema: ArrowSchema?
  private(set) var batches: [ArrowBatch] = []
  private(set) var dictionaries: [ArrowBatch] = []
  /// Whether dictionaries hold for all batches, wherever they stand.
  private(set) var isFile = false

  static let magic = Array("ARROW1".utf8)

  init(_ file: RawFile) throws {
    let head = try ArrowMessages.bytes(file, at: 0, count: min(8, file.size))
    if head.starts(with: Array("FEA1".utf8)) { throw ArrowMessages.oldFeather }
    if head.starts(with: ArrowMessages.magic) {
      isFile = true
      try readFile(file)
    } else {
      try readStream(file)
    }
    guard schema != nil else { throw Damage.cut }
  }

  private static let oldFeather = NotReadable(
    Words(
      en: "it is Feather of version 1", vi: "tệp là Feather phiên bản 1"),
    advice: Words(
      en:
        "write it as version 2: python3 -c 'import pyarrow.feather as f; f.write_feather(f.read_table(\"{path}\"), \"new.feather\")'",
      vi:
        "hãy ghi lại theo phiên bản 2: python3 -c 'import pyarrow.feather as f; f.write_feather(f.read_table(\"{path}\"), \"new.feather\")'"
    ))

  /// The footer names every batch.
  private mutating func readFile(_ file: RawFile) throws {
    guard file.size >= 20 else { throw Damage.cut }
    let tail = try ArrowMessages.bytes(file, at: file.size - 10, count: 10)
    guard Array(tail[4...]) == ArrowMessages.magic else { throw Damage.cut }
    let length = tail.withUnsafeBytes { Int($0.loadUnaligned(as: Int32.self)) }
    guard length > 0, length <= file.size - 18 else { throw Damage.length }
    let footer = try FlatTable(
      root: try ArrowMessages.bytes(file, at: file.size - 10 - length, count: length))
    guard let described = try footer.table(1) else { throw Damage.description }
    schema = try ArrowSchema(described, version: footer.int(0, Int16(0)))
    for number in [2, 3] {
      let places = try footer.structures(number, size: 24) { try $0(0) }
      for place in places {
        guard (0...Int64(file.size)).contains(place) else { throw Damage.length }
        var start = Int(place)
        guard try read(file, at: &start) else { throw Damage.description }
      }
    }
  }

  private mutating func readStream(_ file: RawFile) throws {
    var place = 0
    while place < file.size, try read(file, at: &place) {}
  }

  /// Reads the message at a place and moves that behind it; false where the stream ends.
  private mutating func read(_ file: RawFile, at place: inout Int) throws -> Bool {
    guard file.size - place >= 4 else { throw Damage.cut }
    var length = try ArrowMessages.length(file, at: place)
    place += 4
    // Since version 0.15 a mark stands before the length.
    if length == -1 {
      guard file.size - place >= 4 else { throw Damage.cut }
      length = try ArrowMessages.length(file, at: place)
      place += 4
    }
    if length == 0 { return false }
    guard length > 0 else { throw Damage.length }
    guard length <= file.size - place else { throw Damage.cut }
    let message = try FlatTable(root: try ArrowMessages.bytes(file, at: place, count: length))
    place += length
    let bodyCount = try message.int(3, Int64(0))
    guard bodyCount >= 0 else { throw Damage.length }
    guard bodyCount <= Int64(file.size - place) else { throw Damage.cut }
    guard let content = try message.table(2) else { throw Damage.description }
    switch try message.int(1, UInt8(0)) {
    case 1 where schema == nil:
      schema = try ArrowSchema(content, version: message.int(0, Int16(0)))
    case 1: break
    case 2:
      guard let data = try content.table(1) else { throw Damage.description }
      var batch = try ArrowBatch(data)
      batch.dictionary = try content.int(0, Int64(0))
      batch.isDelta = try content.flag(2)
      add(&batch, at: place, Int(bodyCount), dictionary: true)
    case 3:
      var batch = try ArrowBatch(content)
      add(&batch, at: place, Int(bodyCount), dictionary: false)
    default: throw Damage.description
    }
    place += Int(bodyCount)
    return true
  }

  private mutating func add(
    _ batch: inout ArrowBatch, at place: Int, _ bodyCount: Int, dictionary: Bool
  ) {
    batch.body = place
    batch.bodyCount = bodyCount
    batch.order = batches.count + dictionaries.count
    if dictionary { dictionaries.append(batch) } else { batches.append(batch) }
  }

  private static func length(_ file: RawFile, at place: Int) throws -> Int {
    try bytes(file, at: place, count: 4).withUnsafeBytes { Int($0.loadUnaligned(as: Int32.self)) }
  }

  private static func bytes(_ file: RawFile, at place: Int, count: Int) throws -> [UInt8] {
    try Memory.budget.check(count)
    var bytes = [UInt8](repeating: 0, count: count)
    let read = try bytes.withUnsafeMutableBytes { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return try file.read(at: place, count: count, into: start)
    }
    guard read == count else { throw Damage.cut }
    return bytes
  }

  /// The same with some of the batches of rows alone.
  func picking(_ places: [Int]) -> ArrowMessages {
    var copy = self
    copy.batches = places.map { batches[$0] }
    return copy
  }

  /// The batches that hold the entries of a dictionary for a batch of rows.
  func entries(of dictionary: Int64, for batch: ArrowBatch) -> [ArrowBatch] {
    var found: [ArrowBatch] = []
    for part in dictionaries where part.dictionary == dictionary {
      if !isFile, part.order > batch.order { break }
      if !part.isDelta { found = [] }
      found.append(part)
    }
    return found
  }
}
