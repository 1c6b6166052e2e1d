import Columns

/// Some rows of a column as the buffers of a batch.
struct ArrowValues: Sendable {
  let rowCount: Int
  let nullCount: Int
  private(set) var buffers: [[UInt8]] = []
  /// The bytes of each buffer, those that fill it up left out.
  private(set) var lengths: [Int] = []

  init(_ column: Column, _ field: ArrowField) throws {
    rowCount = column.count
    nullCount = column.nullCount
    if field.kind == .null { return }
    var marks: [UInt8] = []
    if nullCount > 0 { marks = ArrowValues.bits(column.count) { column.isValid($0) } }
    buffers.append(marks)
    if field.isCoded {
      buffers.append(ArrowValues.codes(column))
    } else {
      values(column, field)
    }
    lengths = buffers.map(\.count)
  }

  /// The entries of the dictionary of a column.
  init(entriesOf dictionary: TextDictionary, _ field: ArrowField) {
    rowCount = dictionary.count
    nullCount = 0
    buffers = [[]]
    texts(dictionary.count, field.kind == .longText) { dictionary.utf8($0) }
    lengths = buffers.map(\.count)
  }

  private static func bits(_ count: Int, _ isSet: (Int) -> Bool) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: (count + 7) / 8)
    for row in 0..<count where isSet(row) { out[row >> 3] |= 1 << UInt8(row & 7) }
    return out
  }

  private static func codes(_ column: Column) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(column.count * 4)
    guard case .coded(let codes, _) = column.storage else {
      return [UInt8](repeating: 0, count: column.count * 4)
    }
    for row in 0..<column.count {
      let code = column.isValid(row) ? codes.value(column.offset + row) : 0
      out.append(bytesOf: Int32(truncatingIfNeeded: code))
    }
    return out
  }

  private mutating func values(_ column: Column, _ field: ArrowField) {
    switch field.kind {
    case .null: return
    case .bool: buffers.append(ArrowValues.bits(column.count) { column[$0] == .bool(true) })
    case .double:
      if case .double(let buffer) = column.storage {
        let start = buffer.base + column.offset * 8
        buffers.append(Array(UnsafeRawBufferPointer(start: start, count: column.count * 8)))
        return
      }
      var out: [UInt8] = []
      for row in 0..<column.count { out.append(bytesOf: (column[row].asDouble ?? 0).bitPattern) }
      buffers.append(out)
    case .text, .longText:
      if let period = field.period {
        let made = PeriodTexts(period)
        let texts = (0..<column.count).map { made.text(column, $0) ?? [] }
        joined(texts, field.kind == .longText)
      } else {
        texts(column.count, field.kind == .longText) { row in
          column.isValid(row) ? column.utf8(row) : UnsafeBufferPointer(start: nil, count: 0)
        }
      }
    case .int, .date, .timestamp, .decimal: numbers(column, field.kind)
    }
  }

  private mutating func numbers(_ column: Column, _ kind: ArrowField.Kind) {
    var out: [UInt8] = []
    out.reserveCapacity(column.count * 8)
    guard case .packed(let packed) = column.storage else {
      let size = kind == .date ? 4 : kind == .decimal ? 16 : 8
      buffers.append([UInt8](repeating: 0, count: column.count * size))
      return
    }
    for row in 0..<column.count {
      let value = column.isValid(row) ? packed.value(column.offset + row) : 0
      switch kind {
      case .date: out.append(bytesOf: Int32(truncatingIfNeeded: value))
      case .decimal:
        out.append(bytesOf: value)
        out.append(bytesOf: value >> 63)
      default: out.append(bytesOf: value)
      }
    }
    buffers.append(out)
  }

  private mutating func joined(_ texts: [[UInt8]], _ isLong: Bool) {
    var offsets: [UInt8] = []
    var bytes: [UInt8] = []
    ArrowValues.append(0, isLong, &offsets)
    for text in texts {
      bytes += text
      ArrowValues.append(bytes.count, isLong, &offsets)
    }
    buffers += [offsets, bytes]
  }

  private mutating func texts(
    _ count: Int, _ isLong: Bool, _ text: (Int) -> UnsafeBufferPointer<UInt8>
  ) {
    var offsets: [UInt8] = []
    var bytes: [UInt8] = []
    offsets.reserveCapacity((count + 1) * (isLong ? 8 : 4))
    ArrowValues.append(0, isLong, &offsets)
    for row in 0..<count {
      bytes.append(contentsOf: text(row))
      ArrowValues.append(bytes.count, isLong, &offsets)
    }
    buffers += [offsets, bytes]
  }

  private static func append(_ offset: Int, _ isLong: Bool, _ out: inout [UInt8]) {
    if isLong {
      out.append(bytesOf: Int64(offset))
    } else {
      out.append(bytesOf: Int32(truncatingIfNeeded: offset))
    }
  }

  /// The same with compressed buffers, each behind its length.
  func compressed(_ codec: BlockCodec) -> ArrowValues {
    if codec == .none { return self }
    var result = self
    for (place, buffer) in buffers.enumerated() where !buffer.isEmpty {
      var out: [UInt8] = []
      if let packed = buffer.withUnsafeBytes({ codec.encoded($0, level: 3) }),
        packed.count < buffer.count
      {
        out.append(bytesOf: Int64(buffer.count))
        out += packed
      } else {
        out.append(bytesOf: Int64(-1))
        out += buffer
      }
      result.buffers[place] = out
      result.lengths[place] = out.count
    }
    return result
  }
}

/// A message: its description with what stands before, and its body.
struct ArrowMessage {
  let head: [UInt8]
  var body: [[UInt8]] = []

  /// Bodies are aligned to this.
  private static let alignment = 64

  private init(_ kind: UInt8, bodyCount: Int, _ content: (inout FlatBuilder) -> FlatBuilder.Place) {
    var builder = FlatBuilder()
    let place = content(&builder)
    let root = builder.table { builder, fields in
      builder.add(3, Int64(bodyCount), to: &fields)
      builder.add(2, reference: place, to: &fields)
      builder.add(0, Int16(4), to: &fields)
      builder.add(1, kind, to: &fields)
    }
    let flat = builder.finish(root)
    var head: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
    head.append(bytesOf: Int32(truncatingIfNeeded: flat.count))
    self.head = head + flat
  }

  static func schema(_ fields: [ArrowField]) -> ArrowMessage {
    ArrowMessage(1, bodyCount: 0) { $0.schema(fields) }
  }

  /// The entries of the dictionary of a column.
  static func dictionary(
    _ field: ArrowField, _ column: Column, _ codec: BlockCodec
  ) throws -> ArrowMessage {
    guard case .coded(_, let dictionary) = column.storage else { return schema([]) }
    let entries = ArrowValues(entriesOf: dictionary, field).compressed(codec)
    return batch([entries], rowCount: dictionary.count, codec, of: field.id)
  }

  /// A batch of rows, or of entries of a dictionary.
  static func batch(
    _ columns: [ArrowValues], rowCount: Int, _ codec: BlockCodec, of dictionary: Int?
  ) -> ArrowMessage {
    var body: [[UInt8]] = []
    var places: [[Int64]] = []
    var end = 0
    for column in columns {
      for (buffer, length) in zip(column.buffers, column.lengths) {
        places.append([Int64(end), Int64(length)])
        if buffer.isEmpty { continue }
        var filled = buffer
        while filled.count % alignment != 0 { filled.append(0) }
        end += filled.count
        body.append(filled)
      }
    }
    let nodes = columns.map { [Int64($0.rowCount), Int64($0.nullCount)] }
    var message = ArrowMessage(dictionary == nil ? 3 : 2, bodyCount: end) { builder in
      let buffers = builder.vector(places, size: 16)
      let nodes = builder.vector(nodes, size: 16)
      let compression =
        codec == .zstd ? builder.table { $0.add(0, Int8(1), to: &$1) } : nil
      let batch = builder.table { builder, fields in
        builder.add(0, Int64(rowCount), to: &fields)
        builder.add(1, reference: nodes, to: &fields)
        builder.add(2, reference: buffers, to: &fields)
        if let compression { builder.add(3, reference: compression, to: &fields) }
      }
      guard let dictionary else { return batch }
      return builder.table { builder, fields in
        builder.add(0, Int64(dictionary), to: &fields)
        builder.add(1, reference: batch, to: &fields)
      }
    }
    message.body = body
    return message
  }

  static func footer(
    _ fields: [ArrowField], dictionaries: [(Int, Int, Int)], batches: [(Int, Int, Int)]
  ) -> [UInt8] {
    var builder = FlatBuilder()
    let schema = builder.schema(fields)
    let lists = [dictionaries, batches].map { blocks in
      builder.vector(blocks.map { [Int64($0.0), Int64($0.1), Int64($0.2)] }, size: 24)
    }
    let root = builder.table { builder, fields in
      builder.add(1, reference: schema, to: &fields)
      builder.add(2, reference: lists[0], to: &fields)
      builder.add(3, reference: lists[1], to: &fields)
      builder.add(0, Int16(4), to: &fields)
    }
    return builder.finish(root)
  }
}

extension FlatBuilder {
  fileprivate mutating func schema(_ fields: [ArrowField]) -> Place {
    let places = fields.map { field($0) }
    let list = vector(places)
    return table { $0.add(1, reference: list, to: &$1) }
  }

  private mutating func field(_ field: ArrowField) -> Place {
    let name = string(field.name)
    let (kind, type) = self.type(field)
    let children = vector([])
    var dictionary: Place?
    if field.isCoded {
      let index = int()
      dictionary = table { builder, fields in
        builder.add(0, Int64(field.id), to: &fields)
        builder.add(1, reference: index, to: &fields)
      }
    }
    return table { builder, fields in
      builder.add(0, reference: name, to: &fields)
      builder.add(3, reference: type, to: &fields)
      if let dictionary { builder.add(4, reference: dictionary, to: &fields) }
      builder.add(5, reference: children, to: &fields)
      builder.add(1, UInt8(1), to: &fields)
      builder.add(2, kind, to: &fields)
    }
  }

  /// The numbers of dictionaries.
  private mutating func int() -> Place {
    table { builder, fields in
      builder.add(0, Int32(32), to: &fields)
      builder.add(1, UInt8(1), to: &fields)
    }
  }

  private mutating func type(_ field: ArrowField) -> (UInt8, Place) {
    switch field.kind {
    case .null: (1, table { _, _ in })
    case .bool: (6, table { _, _ in })
    case .text: (5, table { _, _ in })
    case .longText: (20, table { _, _ in })
    case .int:
      (
        2,
        table { builder, fields in
          builder.add(0, Int32(64), to: &fields)
          builder.add(1, UInt8(1), to: &fields)
        }
      )
    case .double: (3, table { $0.add(0, Int16(2), to: &$1) })
    case .date: (8, table { $0.add(0, Int16(0), to: &$1) })
    case .timestamp: (10, table { $0.add(0, Int16(2), to: &$1) })
    case .decimal:
      (
        7,
        table { builder, fields in
          builder.add(0, Int32(18), to: &fields)
          builder.add(1, Int32(field.scale), to: &fields)
        }
      )
    }
  }
}
