import Columns
import TestSupport
import Testing

@testable import Sources

/// Files in the encodings that offices have, found and told, or said outright.
@Suite("encodings")
struct EncodingTests {
  static let text = """
    Đơn vị;Chỉ tiêu;Ghi chú
    Thành phố Điện Biên Phủ;12;Hoàn thành đúng hạn
    Huyện Mường Nhé;7;Chưa đủ số liệu quý IV
    Thị xã Mường Lay;30;Đề nghị bổ sung kinh phí
    Xã Nậm Pồ;5;Người thực hiện nghỉ việc

    """

  /// The bytes of a text, by the C library where it knows the encoding.
  private func bytes(_ text: String, _ name: String) throws -> [UInt8] {
    switch name {
    case "tcvn3": return try EncodingTests.encoded(text, .tcvn3)
    case "vni": return EncodingTests.vni(text)
    case "viscii": return try EncodingTests.encoded(text, .viscii)
    case "windows-1258": return try EncodingTests.windows1258(text)
    case "utf-16le": return text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case "utf-16be": return text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    case "utf-32":
      return text.unicodeScalars.flatMap { scalar in
        (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> (8 * $0)) }
      }
    default: return Array(text.utf8)
    }
  }

  static func encoded(_ text: String, _ table: ByteTable) throws -> [UInt8] {
    try text.unicodeScalars.map { scalar in
      UInt8(try #require(table.scalars.lastIndex(of: scalar.value), "\(scalar)"))
    }
  }

  /// Tones as marks behind their letters, as Windows writes them.
  static func windows1258(_ text: String) throws -> [UInt8] {
    var out: [UInt8] = []
    for scalar in text.unicodeScalars {
      let table = ByteTable.windows1258
      if let byte = table.scalars.firstIndex(of: scalar.value) {
        out.append(UInt8(byte))
        continue
      }
      let key = try #require(table.composed.first { $0.value == scalar.value }?.key, "\(scalar)")
      out.append(UInt8(try #require(table.scalars.firstIndex(of: UInt32(key >> 32)))))
      out.append(UInt8(try #require(table.scalars.firstIndex(of: UInt32(key & 0xFFFF_FFFF)))))
    }
    return out
  }

  static func vni(_ text: String) -> [UInt8] {
    text.unicodeScalars.flatMap { scalar -> [UInt8] in
      if let pair = VNIDecoder.pairs.filter({ $0.value == scalar.value }).keys.min() {
        return [UInt8(pair >> 8), UInt8(pair & 0xFF)]
      }
      if let single = VNIDecoder.singles.first(where: { $0.value == scalar.value }) {
        return [single.key]
      }
      return [UInt8(truncatingIfNeeded: scalar.value)]
    }
  }

  @Test(
    "each encoding is found, told and read right",
    arguments: [
      "windows-1258", "tcvn3", "vni", "viscii", "utf-16le", "utf-16be", "utf-32",
    ])
  func found(_ name: String) throws {
    let plain = try load(EncodingTests.text)
    let bytes = try bytes(EncodingTests.text, name)
    let loaded = try load(bytes: bytes)
    #expect(loaded.table.rows == plain.table.rows)
    #expect(loaded.table.names == plain.table.names)
    #expect(loaded.notes.first { $0.code == "N0519" }?.options == ["encoding: \"\(name)\""])
    // Said outright nothing is told, and a mark changes nothing.
    let said = try load(bytes: bytes) { $0.encoding = name }
    #expect(said.table.rows == plain.table.rows)
    #expect(!said.codes.contains("N0519"))
    if name.hasPrefix("utf") {
      let marked = try load(bytes: try self.bytes("\u{FEFF}" + EncodingTests.text, name))
      #expect(marked.table.rows == plain.table.rows)
      #expect(marked.table.names == plain.table.names)
    }
  }

  @Test("what is UTF-8 is not told of, and says so itself")
  func plain() throws {
    #expect(!(try load(EncodingTests.text)).codes.contains("N0519"))
    #expect(try load("é\n1\n") { $0.encoding = "utf-8" }.table.names == ["é"])
  }

  @Test("western text is windows-1252, and so are its signs")
  func western() throws {
    // "prix;café\n“été”;naïve\nZürich;5 €\n"
    let bytes: [UInt8] =
      Array("prix;caf".utf8) + [0xE9, 10, 0x93, 0xE9, 0x74, 0xE9, 0x94, 59] + Array("na".utf8)
      + [0xEF] + Array("ve\nZ".utf8) + [0xFC] + Array("rich;5 ".utf8) + [0x80, 10]
    let loaded = try load(bytes: bytes)
    #expect(loaded.table.names == ["prix", "café"])
    #expect(loaded.table.rows == [["“été”", "naïve"], ["Zürich", "5 €"]])
    #expect(loaded.notes.first { $0.code == "N0519" }?.options == ["encoding: \"windows-1252\""])
  }

  @Test("letters that begin far behind the head are found all the same")
  func late() throws {
    var bytes = Array("stt,ten\n".utf8)
    for row in 0..<30_000 { bytes += Array("\(row),abc\n".utf8) }
    bytes += try EncodingTests.windows1258("30000,Huyện Mường Chà\n30001,Thị xã Mường Lay\n")
    let loaded = try load(bytes: bytes) { $0.threads = 2 }
    #expect(loaded.table.rowCount == 30_002)
    #expect(loaded.table.rows[30_000][1] == "Huyện Mường Chà")
    #expect(loaded.codes.contains("N0519"))
    let lenient = try load(bytes: bytes) { $0.mode = .lenient }
    #expect(lenient.table.rows == loaded.table.rows)
    #expect(lenient.rejected == nil)
  }

  @Test("a byte that fits nothing names its line; lenient reading sets the line aside")
  func unfit() throws {
    let bytes =
      Array("tên,n\nđường ở tỉnh,1\n".utf8) + [0x79, 0xE1, 44, 50, 10] + Array("xã,3\n".utf8)
    #expect(failure(bytes: bytes)?.line == 3)
    let loaded = try load(bytes: bytes) { $0.mode = .lenient }
    #expect(loaded.table.rows.map { $0[1] } == ["1", "3"])
    #expect(loaded.rejected?["line"]?.values == [.int(3)])
    // In an encoding that was said.
    let odd = try EncodingTests.windows1258("tên,n\nđường,1\n") + [0x8D, 44, 50, 10]
    let error = try #require(failure(bytes: odd) { $0.encoding = "windows-1258" })
    #expect(error.kind == .content(.undecodable(0x8D, encoding: "windows-1258")))
    #expect(error.line == 3)
    let kept = try load(bytes: odd) {
      $0.encoding = "windows-1258"
      $0.mode = .lenient
    }
    #expect(kept.table.rowCount == 1)
    #expect(kept.rejected?["line"]?.values == [.int(3)])
    // Half a letter at the end, and half a pair.
    let cut = try bytes16("a,b\n1,é") + [0x41]
    #expect(failure(bytes: cut) { $0.encoding = "utf-16le" }?.line == 2)
    let alone = try bytes16("a,b\n1,") + [0x00, 0xDC, 10, 0]
    #expect(failure(bytes: alone) { $0.encoding = "utf-16le" }?.line == 2)
  }

  private func bytes16(_ text: String) throws -> [UInt8] { try bytes(text, "utf-16le") }

  @Test("an encoding that only the C library knows is read by its name")
  func named() throws {
    // "имя,n\nМосква,1\n"
    let bytes: [UInt8] =
      [0xE8, 0xEC, 0xFF, 44, 110, 10, 0xCC, 0xEE, 0xF1, 0xEA, 0xE2, 0xE0, 44, 49, 10]
    #expect(failure(bytes: bytes)?.kind == .invalidUTF8)
    let loaded = try load(bytes: bytes) { $0.encoding = "windows-1251" }
    #expect(loaded.table.names == ["имя", "n"])
    #expect(loaded.table.rows == [["Москва", "1"]])
    #expect(
      failure(bytes: bytes) { $0.encoding = "klingon" }?.kind
        == .content(.unknownEncoding("klingon")))
  }

  @Test("letters of fonts that were pasted into UTF-8, and UTF-8 encoded twice, are read right")
  func pasted() throws {
    let plain = try load(EncodingTests.text).table
    func shown(_ bytes: [UInt8]) -> [UInt8] {
      // Each byte as the letter that windows-1252 has for it.
      Array(
        String(
          String.UnicodeScalarView(
            bytes.map { byte in
              let scalar = ByteTable.windows1252.scalars[Int(byte)]
              return Unicode.Scalar(scalar == ByteTable.undefined ? UInt32(byte) : scalar) ?? "?"
            })
        ).utf8)
    }
    for (name, inner) in [
      ("tcvn3", try bytes(EncodingTests.text, "tcvn3")),
      ("vni", EncodingTests.vni(EncodingTests.text)),
      ("utf-8-twice", Array(EncodingTests.text.utf8)),
    ] {
      let bytes = shown(inner)
      let raw = try load(bytes: bytes)
      #expect(raw.table.rows != plain.rows)
      let note = try #require(raw.notes.first { $0.code == "N0520" }, "\(name)")
      #expect(note.options == ["encoding: \"\(name)\""])
      let read = try load(bytes: bytes) { $0.encoding = name }
      #expect(read.table.rows == plain.rows, "\(name)")
      #expect(read.table.names == plain.names)
      #expect(!read.codes.contains("N0520"))
    }
    // Beside letters of Unicode only the words are changed that need it.
    let mixed = "ghi,chu\nThµnh phè,Huyện là đủ\nB¶n,Đã có\n"
    let read = try load(mixed) { $0.encoding = "tcvn3" }
    #expect(read.table.rows == [["Thành phố", "Huyện là đủ"], ["Bản", "Đã có"]])
  }

  @Test("words of other languages are not taken for letters of fonts")
  func unsuspected() throws {
    for text in [
      "a,b\nZürich,naïve\nMünchen,café\nSão Paulo,Île\n", "a,b\n25 °C,±3\n5 µm,½\n",
      "a,b\nĐiện Biên,đủ\nHà Nội,là\n", "a,b\nМосква,да\n",
    ] {
      let loaded = try load(text)
      #expect(!loaded.codes.contains("N0520"), "\(text)")
      #expect(!loaded.codes.contains("N0519"), "\(text)")
    }
  }

  @Test("random words in random encodings come back equal, or the reading is told")
  func random() throws {
    let words = [
      "huyện", "thành", "phố", "điện", "biên", "phủ", "mường", "chà", "đường", "trường", "học",
      "bệnh",
      "viện", "kế", "hoạch", "nghị", "quyết", "chỉ", "tiêu", "thực", "hiện", "số", "liệu", "báo",
      "cáo",
    ]
    var random = SeededRandom(15)
    let names = [
      "windows-1258", "tcvn3", "vni", "viscii", "utf-16le", "utf-16be", "utf-32", "utf-8",
    ]
    for _ in 0..<120 {
      var text = "ten,so\n"
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        let count = Int.random(in: 1...4, using: &random)
        text += (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(
          separator: " ")
        text += ",\(Int.random(in: 0...999, using: &random))\n"
      }
      let name = names.randomElement(using: &random) ?? "utf-8"
      let plain = try load(text).table
      let loaded = try load(bytes: try bytes(text, name)) { $0.blockSize = 64 }
      #expect(loaded.table.rows == plain.rows, "\(name) \(text)")
      let hasLetters = text.utf8.contains { $0 >= 0x80 }
      #expect(loaded.codes.contains("N0519") == (hasLetters && name != "utf-8"))
    }
  }

  @Test(
    "long files are read to their end, wherever their letters fall among the pieces",
    arguments: [
      "windows-1258", "windows-1252", "viscii", "utf-16le", "utf-32", "iso-8859-15",
    ])
  func long(_ name: String) throws {
    let isWestern = ["windows-1252", "iso-8859-15"].contains(name)
    let word = isWestern ? "élève" : "đường"
    func encoded(_ text: String) throws -> [UInt8] {
      if isWestern { return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
      return try bytes(text, name)
    }
    // More than a piece, whose end falls on each byte of a letter in turn.
    let row = try encoded("\(word) \(word),1\n")
    let many = [[UInt8]](repeating: row, count: 90_000).joined()
    for lead in 0..<4 {
      let head = try encoded("ten,so\n" + String(repeating: "x", count: lead) + "x,0\n")
      let end = try encoded("\(word),2\n")
      let loaded = try load(bytes: head + many + end) { $0.encoding = name }
      #expect(loaded.table.rowCount == 90_002, "\(name), \(lead)")
      #expect(loaded.table.rows.last == [word, "2"], "\(name), \(lead)")
    }
  }

  @Test("the tables agree with the C library's")
  func tables() throws {
    for (name, table) in [
      ("CP1252", ByteTable.windows1252), ("CP1258", .windows1258), ("VISCII", .viscii),
    ] {
      let encoding = TextEncoding.named(name)
      for byte in 128..<256 {
        let stream = try encoding.stream(
          MemoryBytes([UInt8(byte)]), path: "", replacing: true)
        var out = [UInt8](repeating: 0, count: 16)
        var count = 0
        try out.withUnsafeMutableBufferPointer { buffer in
          guard let start = buffer.baseAddress else { return }
          while case let made = try stream.read(into: start + count, capacity: 16 - count), made > 0
          {
            count += made
          }
        }
        let theirs = String(decoding: out[..<count], as: UTF8.self).unicodeScalars.first?.value
        let ours = table.scalars[byte]
        #expect(theirs == (ours == ByteTable.undefined ? 0xFFFD : ours), "\(name) \(byte)")
      }
    }
    #expect(VietnameseSyllable.isOne("nghiêng".unicodeScalars.map(\.value)))
    #expect(!VietnameseSyllable.isOne("thµnh".unicodeScalars.map(\.value)))
  }
}
