import Columns
import Language

/// Files of text as UTF-8, whatever their encoding.
enum TextFile {
  /// How a text is read: what `with (encoding: …)` says, and what is done with bytes that are no letter.
  struct Reading: Sendable {
    /// Nil: found from the file.
    var encoding: String?
    /// Whether lines with such bytes are set aside rather than an error.
    var replacing = false
    /// What was found before, by path.
    var found: [String: TextEncoding] = [:]
  }

  /// The option that names the encoding.
  static func option<Target>(
    _ change: @escaping @Sendable (inout Target, String) -> Void
  ) -> OptionField<Target> {
    OptionField(
      OptionSpec(
        "encoding", .either([.word(TextEncoding.names), .text]),
        Words(
          en:
            "How letters are written as bytes; found from the file where it is not given. tcvn3 and vni also read letters of such fonts that were pasted into UTF-8, utf-8-twice what was encoded twice.",
          vi:
            "Bảng mã của tệp; nếu không nêu thì tìm từ tệp. tcvn3 và vni đọc cả chữ của các phông này đã chép vào UTF-8, utf-8-twice đọc tệp bị mã hóa UTF-8 hai lần."
        ), example: "\"windows-1258\"",
        takes: Words(
          en: "a name such as \(TextEncoding.names.map { "\"\($0)\"" }.joined(separator: ", "))",
          vi: "một tên như \(TextEncoding.names.map { "\"\($0)\"" }.joined(separator: ", "))"))
    ) { target, setting in
      switch setting {
      case .word(let name), .text(let name): change(&target, name)
      default: break
      }
    }
  }

  /// The file as UTF-8: itself where it is that already as far as its first bytes tell.
  ///
  /// - Parameters:
  ///   - head: its first 64 KiB.
  ///   - searchesAll: whether all of the file is looked at; else only its first bytes are, and
  ///     what follows may be of another encoding.
  static func opened(
    _ file: RawFile, head: [UInt8], _ reading: Reading, searchesAll: Bool
  ) throws -> RawFile {
    if let name = reading.encoding {
      guard let encoding = TextEncoding(name) else {
        throw FileError(file.path, .content(.unknownEncoding(name)))
      }
      return try made(file, settled(encoding, name, head), head, reading, isFound: false)
    }
    if let encoding = reading.found[file.path] ?? TextEncoding.marked(head) {
      return try made(file, encoding, head, reading, isFound: true)
    }
    if isUTF8(head) {
      if !searchesAll { return file }
      var isValid = true
      var tail: [UInt8] = []
      try file.pieces { piece in
        isValid = UTF8Pieces.isValid(piece, &tail)
        return isValid
      }
      if isValid, tail.isEmpty { return file }
    }
    guard let encoding = try guessed(file) else { return file }
    return try made(file, encoding, head, reading, isFound: true)
  }

  /// Whether the first bytes are UTF-8, but for a letter cut at their end.
  private static func isUTF8(_ head: [UInt8]) -> Bool {
    var tail: [UInt8] = []
    return head.withUnsafeBufferPointer { UTF8Pieces.isValid($0, &tail) }
  }

  /// The encoding that all of a file speaks for; nil where it is UTF-8, with or without faults, or fits
  /// none.
  static func guessed(_ file: RawFile) throws -> TextEncoding? {
    var guess = EncodingGuess()
    try file.pieces { piece in
      guess.take(piece)
      return true
    }
    let result = guess.result()
    return result == .utf8 ? nil : result
  }

  /// `utf-16` and `utf-32` leave the order of bytes to the file.
  private static func settled(
    _ encoding: TextEncoding, _ name: String, _ head: [UInt8]
  ) -> TextEncoding {
    let plain = name.lowercased()
    guard encoding.unit > 1, !plain.hasSuffix("le"), !plain.hasSuffix("be"),
      let marked = TextEncoding.marked(head), marked.unit == encoding.unit
    else { return encoding }
    return marked
  }

  /// The file read by an encoding.
  static func made(
    _ file: RawFile, _ encoding: TextEncoding, _ head: [UInt8], _ reading: Reading, isFound: Bool
  ) throws -> RawFile {
    if encoding == .utf8 { return file }
    // Letters of these were pasted where the bytes are UTF-8 already.
    let isPasted = !isFound && isUTF8(head)
    let notes = isFound ? [note(file.path, encoding)] : []
    return RawFile(file, notes: notes) {
      try encoding.stream(
        FileBytes($0), path: $0.path, isUTF8: isPasted, replacing: reading.replacing)
    }
  }

  private static func note(_ path: String, _ encoding: TextEncoding) -> SourceNote {
    SourceNote(
      "N0519",
      "\(path) is read as \(encoding.name); with (encoding: \"\(encoding.name)\") says so",
      "\(path) được đọc theo bảng mã \(encoding.name); ghi rõ bằng with (encoding: \"\(encoding.name)\")",
      options: ["encoding: \"\(encoding.name)\""])
  }
}

/// Checks UTF-8 that comes in pieces.
enum UTF8Pieces {
  /// Whether a piece goes on as UTF-8 from what was left of the one before.
  ///
  /// - Parameter tail: the bytes of a letter that the piece before cut, then those that this one cuts.
  static func isValid(_ piece: UnsafeBufferPointer<UInt8>, _ tail: inout [UInt8]) -> Bool {
    var start = 0
    while !tail.isEmpty, start < piece.count, piece[start] & 0xC0 == 0x80, tail.count < 4 {
      tail.append(piece[start])
      start += 1
    }
    if start == piece.count, !tail.isEmpty, !tail.withUnsafeBufferPointer(UTF8Check.isValid) {
      return tail.count < 4
    }
    guard tail.withUnsafeBufferPointer(UTF8Check.isValid) else { return false }
    tail = []
    var end = piece.count
    // The last letter may be cut: back to where it begins.
    var back = 1
    while back <= 4, end - back >= start {
      let byte = piece[end - back]
      if byte & 0xC0 == 0x80 {
        back += 1
        continue
      }
      let wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      if wanted > back {
        tail = Array(piece[(end - back)..<end])
        end -= back
      }
      break
    }
    return UTF8Check.isValid(UnsafeBufferPointer(rebasing: piece[start..<end]))
  }
}
