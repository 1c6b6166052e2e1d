/// One row a task: titles hardly repeat, dates and weights are missing here and there.
struct Tasks: Table {
  let rows: Int
  let header = "id,title,owner,status,start,due,done,weight"
  let longestRow = 320

  private static let mostWords = 14
  private let seed: UInt64
  private let owners: [[UInt8]]
  private let statuses: [[UInt8]]
  private let words: [Word]
  private let capitalised: [[UInt8]]
  private let dates: DateTexts
  private let firstStart: Int

  private struct Word: Sendable {
    let bytes: [UInt8]
    let letters: Int
  }

  init(rows: Int, seed: UInt64) {
    self.rows = rows
    self.seed = seed
    let people = Vocabulary.surnames.flatMap { surname in
      Vocabulary.givenNames.map { (surname, $0) }
    }
    owners = people.prefix(200).enumerated().map { index, name in
      Array("\(name.0) \(index % 2 == 0 ? "Văn" : "Thị") \(name.1)".utf8)
    }
    statuses = Vocabulary.statuses.map { Array($0.utf8) }
    words = Vocabulary.officeWords.map {
      Word(bytes: Array($0.utf8), letters: $0.unicodeScalars.count)
    }
    capitalised = Vocabulary.officeWords.map {
      Array(($0.prefix(1).uppercased() + $0.dropFirst()).utf8)
    }
    firstStart = DateTexts.days(2019, 1, 1)
    dates = DateTexts(firstStart - 40..<firstStart + 2400)
  }

  func write(row: Int, to writer: inout ByteWriter) {
    var random = SplitMix(seed: seed, stream: 3, row: row)
    writer.integer(row + 1)
    writer.comma()
    writeTitle(&random, to: &writer)
    writer.comma()
    writer.bytes(random.element(of: owners))
    writer.comma()
    let status = Self.status(random.uniform())
    writer.bytes(statuses[status])
    writer.comma()
    let start = firstStart + random.integer(in: 0..<2100)
    let due = start + random.integer(in: 3..<180)
    let done = due + random.integer(in: -40..<60)
    if !random.chance(0.02) { writer.bytes(dates[start]) }
    writer.comma()
    if !random.chance(0.05) { writer.bytes(dates[due]) }
    writer.comma()
    if status == 3 { writer.bytes(dates[done]) }
    writer.comma()
    let weight = random.gammaOfShapeTwo(scale: 2)
    if !random.chance(0.03) { writer.decimal(Int((weight * 100).rounded()), places: 2) }
    writer.newline()
  }

  /// Up to fourteen words, until 20 to 60 letters are full (but at least 20).
  private func writeTitle(_ random: inout SplitMix, to writer: inout ByteWriter) {
    let room = random.integer(in: 20..<61)
    let first = random.integer(in: 0..<words.count)
    writer.bytes(capitalised[first])
    var letters = words[first].letters
    for _ in 1..<Self.mostWords {
      let word = words[random.integer(in: 0..<words.count)]
      if letters >= 20 && letters + 1 + word.letters > room { return }
      writer.byte(0x20)
      writer.bytes(word.bytes)
      letters += 1 + word.letters
    }
  }

  /// 10 % new, 25 % under way, 10 % awaiting approval, 50 % done, 5 % cancelled.
  private static func status(_ chance: Double) -> Int {
    switch chance {
    case ..<0.10: 0
    case ..<0.35: 1
    case ..<0.45: 2
    case ..<0.95: 3
    default: 4
    }
  }
}
