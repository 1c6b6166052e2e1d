/// Text in UTF-8 whose letters are those of another encoding: copied out of a document in a `.VnTime` or
/// VNI font, or UTF-8 that was taken for windows-1252 and written as UTF-8 once more.
///
/// It is brought right line by line: in a line that also has Vietnamese letters of Unicode only those fields
/// are changed that have none and become Vietnamese by it, and in other fields the words that do.
final class PastedText: ByteStream {
  private var input: StreamInput
  private let encoding: TextEncoding
  private var line: [UInt8] = []
  private var out: [UInt8] = []
  private var position = 0
  /// A line is cut here, at the end of a letter, however long it is.
  private static let longest = 1 << 20

  init(_ input: StreamInput, _ encoding: TextEncoding) {
    self.input = input
    self.encoding = encoding
  }

  func read(into buffer: UnsafeMutablePointer<UInt8>, capacity: Int) throws -> Int {
    while position == out.count {
      line.removeAll(keepingCapacity: true)
      while let byte = try input.next() {
        line.append(byte)
        if byte == 10 || (line.count > PastedText.longest && byte < 0x80) { break }
      }
      if line.isEmpty { return 0 }
      out = PastedText.mended(line, encoding)
      position = 0
    }
    let count = min(capacity, out.count - position)
    for place in 0..<count { buffer[place] = out[position + place] }
    position += count
    return count
  }

  /// A line as it was meant.
  static func mended(_ line: [UInt8], _ encoding: TextEncoding) -> [UInt8] {
    let isASCII = line.withUnsafeBufferPointer { UTF8Check.isASCII($0) }
    // What is no UTF-8 is left to whoever checks that.
    guard !isASCII, line.withUnsafeBufferPointer({ UTF8Check.isValid($0) }) else { return line }
    let scalars = String(decoding: line, as: UTF8.self).unicodeScalars.map(\.value)
    let result = encoding == .utf8Twice ? once(scalars) : meant(scalars, encoding)
    return Array(
      String(String.UnicodeScalarView(result.compactMap { Unicode.Scalar($0) })).utf8)
  }

  /// Runs of letters whose bytes in windows-1252 are UTF-8 as what those say.
  private static func once(_ scalars: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var run: [UInt8] = []
    var runStart = 0
    func close(_ end: Int) {
      if run.isEmpty { return }
      if run.withUnsafeBufferPointer({ UTF8Check.isValid($0) }) {
        result += String(decoding: run, as: UTF8.self).unicodeScalars.map(\.value)
      } else {
        result += scalars[runStart..<end]
      }
      run = []
    }
    for (place, scalar) in scalars.enumerated() {
      if scalar >= 0x80, let byte = ByteTable.bytesOf1252[scalar] {
        if run.isEmpty { runStart = place }
        run.append(byte)
      } else {
        close(place)
        result.append(scalar)
      }
    }
    close(scalars.count)
    return result
  }

  /// Words of a line as the bytes of an encoding.
  private static func meant(_ scalars: [UInt32], _ encoding: TextEncoding) -> [UInt32] {
    if !scalars.contains(where: { isVietnamese($0) }) { return decoded(scalars[...], encoding) }
    var result: [UInt32] = []
    for (place, field) in scalars.split(
      omittingEmptySubsequences: false, whereSeparator: { isSeparator($0) }
    ).enumerated() {
      if place > 0, field.startIndex > 0 { result.append(scalars[field.startIndex - 1]) }
      let words = field.split(whereSeparator: { !isLetter($0) })
      let hasMeant = words.contains { isMeant($0, encoding) }
      if hasMeant, !field.contains(where: { isVietnamese($0) }) {
        result += decoded(field, encoding)
        continue
      }
      var next = field.startIndex
      for word in words where hasMeant && isMeant(word, encoding) {
        result += scalars[next..<word.startIndex]
        result += decoded(word, encoding)
        next = word.endIndex
      }
      result += scalars[next..<field.endIndex]
    }
    return result
  }

  /// Whether a word is none as it stands, and one by the encoding.
  static func isMeant(_ word: ArraySlice<UInt32>, _ encoding: TextEncoding) -> Bool {
    word.contains { $0 >= 0x80 } && !VietnameseSyllable.isOne(word)
      && VietnameseSyllable.isOne(decoded(word, encoding))
  }

  /// What may stand between fields.
  private static func isSeparator(_ scalar: UInt32) -> Bool {
    [10, 13, 9, 44, 59, 124, 34].contains(scalar)
  }

  /// Letters taken for bytes of windows-1252 and those read anew; what has no byte stays.
  static func decoded(_ word: ArraySlice<UInt32>, _ encoding: TextEncoding) -> [UInt32] {
    var result: [UInt32] = []
    var bytes: [UInt8] = []
    func close() {
      if !bytes.isEmpty { result += EncodingGuess.scalars(bytes, encoding) }
      bytes = []
    }
    for scalar in word {
      if scalar < 0x80 {
        bytes.append(UInt8(scalar))
      } else if let byte = ByteTable.bytesOf1252[scalar] {
        bytes.append(byte)
      } else {
        close()
        result.append(scalar)
      }
    }
    close()
    return result
  }

  /// Whether a letter is one of words, or a sign that stands for one in such fonts.
  static func isLetter(_ scalar: UInt32) -> Bool {
    (65...90).contains(scalar) || (97...122).contains(scalar) || scalar > 0xA0
  }

  /// Letters of Vietnamese that windows-1252 does not have.
  private static func isVietnamese(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x102, 0x103, 0x110, 0x111, 0x128, 0x129, 0x168, 0x169, 0x1A0, 0x1A1, 0x1AF, 0x1B0,
      0x1EA0...0x1EF9:
      true
    default: false
    }
  }
}
