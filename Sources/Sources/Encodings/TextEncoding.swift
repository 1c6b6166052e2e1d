import Glibc
import Language

/// How letters are written as bytes.
enum TextEncoding: Sendable, Hashable {
  case utf8, utf16LE, utf16BE, utf32LE, utf32BE
  case windows1252, windows1258, viscii, tcvn3, vni
  /// Text that was UTF-8, was taken for windows-1252, and was written as UTF-8 again.
  case utf8Twice
  /// Any other that the C library knows.
  case named(String)

  /// What `encoding:` calls those that have their own reading, for completion and the reference.
  static let names = [
    "utf-8", "utf-16", "utf-16le", "utf-16be", "utf-32", "windows-1258", "windows-1252", "latin-1",
    "tcvn3", "viscii", "vni", "utf-8-twice",
  ]

  /// The encoding of a name; nil where it is unknown.
  init?(_ name: String) {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    switch plain {
    case "utf8", "utf8bom", "utf8sig", "ascii", "usascii": self = .utf8
    case "utf16", "utf16le", "ucs2", "unicode": self = .utf16LE
    case "utf16be": self = .utf16BE
    case "utf32", "utf32le", "ucs4": self = .utf32LE
    case "utf32be": self = .utf32BE
    case "windows1252", "cp1252", "latin1", "iso88591", "ansi": self = .windows1252
    case "windows1258", "cp1258": self = .windows1258
    case "viscii": self = .viscii
    case "tcvn3", "tcvn", "tcvn5712", "abc", "vntime": self = .tcvn3
    case "vni", "vniwindows", "vnitimes": self = .vni
    case "utf8twice", "utf8utf8", "mojibake": self = .utf8Twice
    default:
      let descriptor = iconv_open("UTF-8", name)
      if descriptor == iconv_t(bitPattern: -1) { return nil }
      iconv_close(descriptor)
      self = .named(name)
    }
  }

  /// As one would type it behind `encoding:`.
  var name: String {
    switch self {
    case .utf8: "utf-8"
    case .utf16LE: "utf-16le"
    case .utf16BE: "utf-16be"
    case .utf32LE: "utf-32"
    case .utf32BE: "utf-32be"
    case .windows1252: "windows-1252"
    case .windows1258: "windows-1258"
    case .viscii: "viscii"
    case .tcvn3: "tcvn3"
    case .vni: "vni"
    case .utf8Twice: "utf-8-twice"
    case .named(let name): name
    }
  }

  /// Bytes of a letter in those that have as many for each.
  var unit: Int {
    switch self {
    case .utf16LE, .utf16BE: 2
    case .utf32LE, .utf32BE: 4
    default: 1
    }
  }

  // MARK: By the first bytes

  /// The encoding that a mark at the beginning tells, or that letters of two or four bytes show; nil
  /// where neither does.
  static func marked(_ head: [UInt8]) -> TextEncoding? {
    if head.starts(with: [0xFF, 0xFE, 0, 0]) { return .utf32LE }
    if head.starts(with: [0, 0, 0xFE, 0xFF]) { return .utf32BE }
    if head.starts(with: [0xFF, 0xFE]) { return .utf16LE }
    if head.starts(with: [0xFE, 0xFF]) { return .utf16BE }
    guard head.contains(0) else { return nil }
    for encoding in [TextEncoding.utf32LE, .utf32BE, .utf16LE, .utf16BE]
    where share(of: head, readAs: encoding) > 0.9 {
      return encoding
    }
    return nil
  }

  /// How many of the first letters are those of text in Latin script, where the zeros are where this
  /// encoding has them.
  private static func share(of head: [UInt8], readAs encoding: TextEncoding) -> Double {
    let unit = encoding.unit
    let letters = min(head.count, 4096) / unit
    if letters < 2 { return 0 }
    var fitting = 0
    var zeros = 0
    for place in 0..<letters {
      var value: UInt32 = 0
      for offset in 0..<unit {
        let isLow = encoding == .utf16LE || encoding == .utf32LE
        let byte = head[place * unit + (isLow ? unit - 1 - offset : offset)]
        value = value << 8 | UInt32(byte)
      }
      if value < 256 { zeros += 1 }
      switch value {
      case 9, 10, 13, 32...126, 0xA0...0x24F, 0x300...0x33F, 0x1E00...0x1EFF, 0x2010...0x2044,
        0x20AB,
        0x20AC:
        fitting += 1
      default: break
      }
    }
    return zeros * 3 < letters ? 0 : Double(fitting) / Double(letters)
  }

  /// The first bytes of a file with letters of two or four bytes as UTF-8, others as they are.
  static func readable(_ head: [UInt8]) -> [UInt8] {
    guard let encoding = marked(head) else { return head }
    let whole = Array(head.prefix(head.count / encoding.unit * encoding.unit))
    guard let stream = try? encoding.stream(MemoryBytes(whole), path: "", replacing: true) else {
      return head
    }
    var out = [UInt8](repeating: 0, count: whole.count * 2)
    let count = out.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { try? stream.read(into: $0, capacity: buffer.count) } ?? 0
    }
    return count > 0 ? Array(out[..<count]) : head
  }

  // MARK: Streams

  /// The bytes of a text in UTF-8.
  ///
  /// - Parameters:
  ///   - isUTF8: whether the bytes are UTF-8 already, with letters of another encoding pasted into it.
  ///   - replacing: a byte that has no letter becomes one that is no UTF-8, by which its line is set
  ///     aside; else it is an error that names its line.
  func stream(
    _ source: any ByteStream, path: String, isUTF8: Bool = false, replacing: Bool
  ) throws -> any ByteStream {
    let input = StreamInput(source)
    func transcoded(_ decoder: some ScalarDecoder) -> any ByteStream {
      Transcoder(input, decoder, path: path, encoding: name, replacing: replacing)
    }
    switch self {
    case .utf8: return source
    case .utf16LE: return transcoded(UTF16Decoder(isBig: false))
    case .utf16BE: return transcoded(UTF16Decoder(isBig: true))
    case .utf32LE: return transcoded(UTF32Decoder(isBig: false))
    case .utf32BE: return transcoded(UTF32Decoder(isBig: true))
    case .windows1252: return transcoded(TableDecoder(.windows1252))
    case .windows1258: return transcoded(TableDecoder(.windows1258))
    case .viscii: return transcoded(TableDecoder(.viscii))
    case .tcvn3 where isUTF8, .vni where isUTF8, .utf8Twice: return PastedText(input, self)
    case .tcvn3: return transcoded(TableDecoder(.tcvn3))
    case .vni: return transcoded(VNIDecoder())
    case .named(let name):
      return try IconvStream(input, name, path: path, replacing: replacing)
    }
  }
}
