/// Which encoding of one byte a letter some bytes are in: by what its letters make of the words.
struct EncodingGuess {
  /// Words with letters beyond ASCII, each once with how often.
  private var words: [[UInt8]: Int] = [:]
  private var word: [UInt8] = []
  private var isMarked = false
  /// Letters of several bytes in UTF-8, and bytes that are part of none.
  private(set) var letters = 0
  private(set) var strays = 0
  private var wanted = 0
  private static let most = 20_000
  private static let longest = 40

  /// Takes the next bytes of the text.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) {
    if word.isEmpty, wanted == 0, UTF8Check.isASCII(bytes) { return }
    for byte in bytes {
      count(byte)
      if byte >= 0x80 || (65...90).contains(byte) || (97...122).contains(byte) {
        if word.count < EncodingGuess.longest { word.append(byte) }
        if byte >= 0x80 { isMarked = true }
      } else if !word.isEmpty {
        close()
      }
    }
  }

  /// Whether bytes form letters of UTF-8, roughly: what is no letter counts as one stray.
  private mutating func count(_ byte: UInt8) {
    if wanted > 0 {
      if byte & 0xC0 == 0x80 {
        wanted -= 1
        if wanted == 0 { letters += 1 }
        return
      }
      wanted = 0
      strays += 1
    }
    switch byte {
    case 0..<0x80: break
    case 0xC2...0xDF: wanted = 1
    case 0xE0...0xEF: wanted = 2
    case 0xF0...0xF4: wanted = 3
    default: strays += 1
    }
  }

  private mutating func close() {
    if isMarked, words.count < EncodingGuess.most || words[word] != nil {
      words[word, default: 0] += 1
    }
    word.removeAll(keepingCapacity: true)
    isMarked = false
  }

  /// The encoding that the words speak for; nil where they fit none.
  mutating func result() -> TextEncoding? {
    close()
    if wanted > 0 {
      strays += 1
      wanted = 0
    }
    if strays == 0 { return .utf8 }
    // Mostly letters of UTF-8: a text in that with faults.
    if letters > strays * 2 { return nil }
    if words.isEmpty { return nil }
    var best: (encoding: TextEncoding, share: Double)?
    for encoding in [TextEncoding.windows1258, .tcvn3, .vni, .viscii] {
      let share = syllables(encoding)
      if share > (best?.share ?? 0.5) + 0.001 { best = (encoding, share) }
    }
    let western = westernShare
    if let best, best.share >= 0.8 || best.share > western { return best.encoding }
    if western >= 0.9 { return .windows1252 }
    return best?.encoding
  }

  /// How many of the words are syllables of Vietnamese.
  private func syllables(_ encoding: TextEncoding) -> Double {
    var fitting = 0
    var all = 0
    for (word, count) in words {
      // One letter alone says nothing.
      if !word.contains(where: { $0 < 0x80 }), word.count < 3 { continue }
      all += count
      let read = EncodingGuess.scalars(word, encoding)
      if VietnameseSyllable.isOne(read) { fitting += count }
    }
    return Double(fitting) / Double(max(1, all))
  }

  /// How many of the bytes beyond ASCII stand where letters and signs of western languages stand.
  private var westernShare: Double {
    var fitting = 0
    var all = 0
    for (word, count) in words {
      let hasASCII = word.contains { $0 < 0x80 }
      var run = 0
      for byte in word {
        guard byte >= 0x80 else {
          run = 0
          continue
        }
        all += count
        let isLetter =
          byte >= 0xC0 && byte != 0xD7 && byte != 0xF7
          || [0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F].contains(byte)
        if isLetter {
          run += 1
          // A word of one letter beyond ASCII alone is one of few.
          let isAlone = word.count == 1 && [0xC0, 0xE0, 0xC9, 0xE9, 0xD3, 0xF3].contains(byte)
          if run <= 2, hasASCII || isAlone { fitting += count }
        } else if ByteTable.windows1252.scalars[Int(byte)] != ByteTable.undefined {
          run = 0
          fitting += count
        }
      }
    }
    return Double(fitting) / Double(max(1, all))
  }

  /// The letters of a few bytes.
  static func scalars(_ bytes: [UInt8], _ encoding: TextEncoding) -> [UInt32] {
    func all(_ decoder: some ScalarDecoder) -> [UInt32] {
      var decoder = decoder
      var input = StreamInput(MemoryBytes(bytes), pieceSize: bytes.count + 1)
      var result: [UInt32] = []
      while let next = try? decoder.next(&input) {
        if case .scalar(let scalar) = next { result.append(scalar) } else { result.append(0xFFFD) }
      }
      return result
    }
    switch encoding {
    case .windows1258: return all(TableDecoder(.windows1258))
    case .tcvn3: return all(TableDecoder(.tcvn3))
    case .viscii: return all(TableDecoder(.viscii))
    case .vni: return all(VNIDecoder())
    default: return all(TableDecoder(.windows1252))
    }
  }
}
