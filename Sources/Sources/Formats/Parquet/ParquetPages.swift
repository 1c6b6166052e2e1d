import Columns
import Language

/// A page of a column chunk, as its header describes it.
struct ParquetPage: Sendable {
  var isDictionary = false
  /// Whether it holds neither values nor a dictionary.
  var isOther = false
  /// Whether levels stand before the compressed values (data pages of version 2).
  var isSecond = false
  var valueCount = 0
  var encoding: Int64 = 0
  var levelEncoding: Int64 = 3
  /// Bytes of the levels, of version 2.
  var repetitionSize = 0
  var definitionSize = 0
  var isCompressed = true
  /// Where its bytes lie in the file, how many those are, and how many they become.
  var offset = 0
  var compressedSize = 0
  var size = 0
  /// The row of its first value within its row group.
  var firstRow = 0
}

/// The pages of one column in one row group, found from their headers alone.
struct ParquetPages: Sendable {
  private(set) var dictionary: ParquetPage?
  private(set) var pages: [ParquetPage] = []
  let codec: BlockCodec

  /// Whether every value is a number of the dictionary.
  var areAllCoded: Bool {
    dictionary != nil && pages.allSatisfy { $0.encoding == 2 || $0.encoding == 8 }
  }

  /// - Parameter rowCount: the rows of the row group, which the pages must hold.
  init(_ file: RawFile, _ chunk: ParquetChunk, rowCount: Int) throws {
    guard chunk.valueCount == rowCount else { throw Damage.rowCount }
    guard !chunk.isElsewhere else {
      throw NotReadable(
        Words(
          en: "it keeps columns in other files", vi: "tệp để cột ở các tệp khác"),
        advice: Words(
          en: "read the files that hold the data", vi: "hãy đọc các tệp chứa dữ liệu"))
    }
    codec = try BlockCodec(parquet: chunk.codec)
    var place = chunk.start
    var rows = 0
    while rows < rowCount {
      var page = try ParquetPages.header(file, at: &place)
      guard page.compressedSize <= file.size - place else { throw Damage.cut }
      page.offset = place
      place += page.compressedSize
      if page.isOther { continue }
      try check(page)
      if page.isDictionary {
        guard dictionary == nil, pages.isEmpty else { throw Damage.values }
        dictionary = page
        continue
      }
      guard page.valueCount <= rowCount - rows else { throw Damage.rowCount }
      page.firstRow = rows
      rows += page.valueCount
      if page.valueCount > 0 { pages.append(page) }
    }
  }

  private func check(_ page: ParquetPage) throws {
    let levels = page.repetitionSize + page.definitionSize
    guard levels <= page.size, levels <= page.compressedSize else { throw Damage.length }
    let codec = page.isCompressed ? codec : .none
    try codec.check(page.compressedSize - levels, gives: page.size - levels)
  }

  /// Reads the header at a place, and moves that behind it.
  private static func header(_ file: RawFile, at place: inout Int) throws -> ParquetPage {
    var count = 256
    while true {
      guard place >= 0, place < file.size else { throw Damage.cut }
      let wanted = min(count, file.size - place)
      var bytes = [UInt8](repeating: 0, count: wanted)
      _ = try bytes.withUnsafeMutableBytes { buffer in
        guard let start = buffer.baseAddress else { return 0 }
        return try file.read(at: place, count: wanted, into: start)
      }
      var reader = ThriftReader(bytes)
      do {
        let page = try ParquetPage(&reader)
        place += reader.place
        return page
      } catch Damage.description where count < 1 << 24 && wanted == count {
        // Statistics of long texts make headers long.
        count *= 16
      }
    }
  }
}

extension ParquetPage {
  init(_ reader: inout ThriftReader) throws {
    var page = ParquetPage()
    var kind: Int64?
    var hasSize = false
    try reader.fields { reader, field, wire in
      switch field {
      case 1: kind = try reader.int(wire)
      case 2: page.size = try reader.size(wire)
      case 3:
        page.compressedSize = try reader.size(wire)
        hasSize = true
      case 5:
        try page.readHeader(&reader, wire, values: 1, encoding: 2, levels: 3)
      case 7: try page.readHeader(&reader, wire, values: 1, encoding: 2, levels: nil)
      case 8: try page.readSecond(&reader, wire)
      default: try reader.skip(wire)
      }
    }
    guard let kind, hasSize else { throw Damage.description }
    page.isDictionary = kind == 2
    page.isSecond = kind == 3
    page.isOther = ![0, 2, 3].contains(kind)
    self = page
  }

  private mutating func readHeader(
    _ reader: inout ThriftReader, _ wire: ThriftReader.Kind, values: Int, encoding: Int,
    levels: Int?
  ) throws {
    guard wire == .structure else { throw Damage.description }
    var page = self
    try reader.fields { reader, field, wire in
      switch field {
      case values: page.valueCount = try reader.size(wire)
      case encoding: page.encoding = try reader.int(wire)
      case levels: page.levelEncoding = try reader.int(wire)
      default: try reader.skip(wire)
      }
    }
    self = page
  }

  private mutating func readSecond(
    _ reader: inout ThriftReader, _ wire: ThriftReader.Kind
  ) throws {
    guard wire == .structure else { throw Damage.description }
    var page = self
    try reader.fields { reader, field, wire in
      switch field {
      case 1: page.valueCount = try reader.size(wire)
      case 4: page.encoding = try reader.int(wire)
      case 5: page.definitionSize = try reader.size(wire)
      case 6: page.repetitionSize = try reader.size(wire)
      case 7: page.isCompressed = try reader.flag(wire)
      default: try reader.skip(wire)
      }
    }
    self = page
  }
}
