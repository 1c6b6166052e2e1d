/// Keys of every kind in no order: texts of 8 to 16 bytes with 1e4, 1e5 and 1e6 distinct values, small and
/// large integers, texts with few values, and one integer that never repeats.
struct Keys: Table {
  let rows: Int
  let header = "area,kind,text4,text5,text6,digit,step,batch,post,serial,a,b,v"
  let longestRow = 160

  private let seed: UInt64
  private let ids: Shuffle

  init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
    ids = Shuffle(count: rows, seed: seed &+ 3)
  }

  func write(row: Int, to writer: inout ByteWriter) {
    var random = SplitMix(seed: seed, stream: 8, row: row)
    writer.bytes(Array("khu ".utf8))
    writer.integer(random.integer(in: 100..<200))
    writer.comma()
    writer.bytes(Array("loại ".utf8))
    writer.integer(random.integer(in: 100..<200))
    for digits in 4...6 {
      writer.comma()
      var count = 1
      for _ in 0..<digits { count *= 10 }
      writer.bytes(KeyText.bytes(random.integer(in: 0..<count), of: digits))
    }
    for range in [1..<11, 1..<101, 1..<101, 1..<100_001] {
      writer.comma()
      writer.integer(random.integer(in: range))
    }
    writer.comma()
    writer.integer(ids[row] + 1)
    writer.comma()
    writer.integer(random.integer(in: 1..<6))
    writer.comma()
    writer.integer(random.integer(in: 1..<16))
    writer.comma()
    writer.decimal(random.integer(in: 0..<100_000_000), places: 6)
    writer.newline()
  }
}

/// What the keys are joined with: as many rows as there are keys of one kind, each once, in no order. The
/// keys are those of the kind that has so many values.
struct Partners: Table {
  let rows: Int
  let header: String
  let longestRow = 128

  private let seed: UInt64
  private let order: Shuffle
  /// The digits of the texts; nil where the key is an integer.
  private let digits: Int?

  init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
    order = Shuffle(count: rows, seed: seed &+ 4)
    digits = rows == 10_000 ? 4 : rows == 1_000_000 ? 6 : nil
    header = rows == 10_000 ? "area,step,text,size" : digits == nil ? "number,name,size" : "text,size"
  }

  func write(row: Int, to writer: inout ByteWriter) {
    var random = SplitMix(seed: seed, stream: 9, row: row)
    let number = order[row]
    if rows == 10_000 {
      writer.bytes(Array("khu ".utf8))
      writer.integer(100 + number / 100)
      writer.comma()
      writer.integer(1 + number % 100)
      writer.comma()
    }
    if let digits {
      writer.bytes(KeyText.bytes(number, of: digits))
    } else {
      writer.integer(number + 1)
      writer.comma()
      writer.bytes(Array("nhóm ".utf8))
      writer.integer(random.integer(in: 0..<1000))
    }
    writer.comma()
    writer.decimal(random.integer(in: 0..<100_000), places: 2)
    writer.newline()
  }
}

/// The text of a number: 8 to 16 hexadecimal digits of its hash.
enum KeyText {
  static func bytes(_ number: Int, of kind: Int) -> [UInt8] {
    let hash = mix(UInt64(number) &+ UInt64(kind) &* 0x1_0000_0000)
    return (0..<8 + Int(mix(hash) % 9)).map { place in
      let digit = UInt8(truncatingIfNeeded: (hash >> UInt64(60 - 4 * place)) & 15)
      return digit < 10 ? digit + 0x30 : digit + 0x57
    }
  }
}
