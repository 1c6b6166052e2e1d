/// Keys by Zipf's law in no order, and 30 % nulls in five of the seven columns.
struct Skewed: Table {
  let rows: Int
  let header = "unit,category,code,opened,amount,score,active"
  let longestRow = 160

  private static let nulls = 0.3
  private let seed: UInt64
  private let units = Zipf(count: 50_000)
  private let categories = Zipf(count: 200)
  private let codes = Zipf(count: 1_000_000)
  private let firstDay = DateTexts.days(2000, 1, 1)
  private let dates: DateTexts

  init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
    dates = DateTexts(firstDay..<firstDay + 9000)
  }

  func write(row: Int, to writer: inout ByteWriter) {
    var random = SplitMix(seed: seed, stream: 4, row: row)
    // Ranks are scattered, so that neither first nor frequent values sort together.
    writer.bytes(Array("Đơn vị ".utf8))
    writer.integer(Int(mix(UInt64(units.rank(&random))) % 1_000_000_007))
    writer.comma()
    if !random.chance(Self.nulls) {
      writer.bytes(Array("Nhóm ".utf8))
      writer.integer(Int(mix(UInt64(categories.rank(&random)) &+ 77) % 1_000_003))
    }
    writer.comma()
    writer.integer(Int(mix(UInt64(codes.rank(&random)) &+ 777) >> 31))
    writer.comma()
    if !random.chance(Self.nulls) { writer.bytes(dates[firstDay + random.integer(in: 0..<9000)]) }
    writer.comma()
    if !random.chance(Self.nulls) {
      // Pareto with exponent 1, cut at a milliard; one in ten is negative.
      let size = Int(min(1e9, 1000 / (1 - random.uniform())))
      writer.integer(random.chance(0.1) ? -size : size)
    }
    writer.comma()
    if !random.chance(Self.nulls) {
      writer.decimal(Int((100 * random.normal() * 1e6).rounded()), places: 6)
    }
    writer.comma()
    if !random.chance(Self.nulls) {
      writer.bytes(Array((random.chance(0.6) ? "true" : "false").utf8))
    }
    writer.newline()
  }
}

/// Keys that never repeat: a text, two shuffled integers and one that is wide.
struct Distinct: Table {
  let rows: Int
  let header = "id,parent,reference,key,amount,value"
  let longestRow = 160

  private let seed: UInt64
  private let ids: Shuffle
  private let parents: Shuffle

  init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
    ids = Shuffle(count: rows, seed: seed &+ 1)
    parents = Shuffle(count: rows, seed: seed &+ 2)
  }

  func write(row: Int, to writer: inout ByteWriter) {
    var random = SplitMix(seed: seed, stream: 5, row: row)
    let id = ids[row] + 1
    writer.integer(id)
    writer.comma()
    writer.integer(parents[row] + 1)
    writer.comma()
    writer.integer(id << 13 | Int(mix(UInt64(id)) & 0x1FFF))
    writer.comma()
    writer.bytes(Array("HS-".utf8))
    writer.hexadecimal(mix(UInt64(id) &+ seed))
    writer.comma()
    writer.integer(random.integer(in: 0..<1_000_000))
    writer.comma()
    writer.decimal(Int(random.next() >> 20), places: 9)
    writer.newline()
  }
}

/// Long texts: a label of about 60 bytes that sometimes repeats, and a note of 200 to 600 bytes.
struct WideText: Table {
  let rows: Int
  let header = "id,label,note,pages"
  let longestRow = 2048

  private let seed: UInt64
  private let words: [[UInt8]]

  init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
    words = Vocabulary.officeWords.map { Array($0.utf8) }
  }

  func write(row: Int, to writer: inout ByteWriter) {
    var random = SplitMix(seed: seed, stream: 6, row: row)
    writer.integer(row + 1)
    writer.comma()
    var label = SplitMix(seed: seed, stream: 7, row: random.integer(in: 0..<300_000))
    writer.bytes(text(&label, bytes: 60))
    writer.comma()
    var note = text(&random, bytes: random.integer(in: 200..<600))
    // One note in five holds what CSV must quote.
    if random.chance(0.20) { note += Array(", xem \"phụ lục\"".utf8) }
    if random.chance(0.02) { note += Array("\nhết".utf8) }
    writer.field(note)
    writer.comma()
    writer.integer(random.integer(in: 1..<200))
    writer.newline()
  }

  private func text(_ random: inout SplitMix, bytes: Int) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes + 40)
    while text.count < bytes {
      if !text.isEmpty { text.append(0x20) }
      text += random.element(of: words)
    }
    return text
  }
}
