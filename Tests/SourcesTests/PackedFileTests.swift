import CCompression
import Columns
import Testing

@testable import Sources

/// Packed files, read beside their unpacking, and written.
@Suite("packed files")
struct PackedFileTests {
  static func packed(_ bytes: [UInt8], _ compression: Compression) throws -> [UInt8] {
    try #require(Packer(compression)).pack(bytes, isLast: true)
  }

  private static func table(_ rows: Int) -> [UInt8] {
    var text = "id,name,value\n"
    for row in 0..<rows { text += "\(row),tên \(row % 97),\(row % 13).5\n" }
    return Array(text.utf8)
  }

  @Test("each way of packing is read as what it packs", arguments: Compression.allCases)
  func read(_ compression: Compression) throws {
    guard compression.isThere else { return }
    let plain = PackedFileTests.table(5_000)
    let expected = try load(bytes: plain)
    let packed = try PackedFileTests.packed(plain, compression)
    #expect(packed.count < plain.count / 2)
    for (size, threads) in [(1 << 19, 1), (1 << 12, 2), (999, 3)] {
      let loaded = try load(bytes: packed) {
        $0.blockSize = size
        $0.threads = threads
      }
      #expect(loaded.table.rows == expected.table.rows)
      #expect(loaded.codes == expected.codes)
    }
    // Several one behind another are one.
    let half = plain.firstIndex(of: 10).map { $0 + 1 } ?? 0
    let parts =
      try PackedFileTests.packed(Array(plain[..<half]), compression)
      + PackedFileTests.packed(Array(plain[half...]), compression)
    #expect(try load(bytes: parts).table.rows == expected.table.rows)
  }

  @Test("notes, totals and footers of a packed file are those of the plain one")
  func layout() throws {
    var text = "Báo cáo năm 2024;;\nĐơn vị;Số;Ghi chú\n"
    for row in 0..<4_000 { text += "Xã \(row);\(row);\n" }
    text += "Tổng cộng;\(4_000 * 3_999 / 2);\n\nNguồn: Sở;;\n"
    let plain = try load(text)
    let packed = try load(bytes: PackedFileTests.packed(Array(text.utf8), .gzip)) {
      $0.blockSize = 2_000
      $0.threads = 2
    }
    #expect(packed.table.rows == plain.table.rows)
    #expect(packed.table.rowCount == 4_000)
    #expect(Set(packed.notes.map(\.code)) == Set(plain.notes.map(\.code)))
  }

  @Test("a packed file cut short is an error that says so; lenient reading keeps the lines before")
  func cut() throws {
    let plain = PackedFileTests.table(20_000)
    for compression in Compression.allCases where compression.isThere {
      let packed = try PackedFileTests.packed(plain, compression)
      let half = Array(packed[..<(packed.count * 2 / 3)])
      let error = try #require(failure(bytes: half), "\(compression)")
      #expect(error.kind == .content(.cutShort), "\(compression)")
      if compression == .bzip2 { continue }
      let loaded = try load(bytes: half) { $0.mode = .lenient }
      #expect(loaded.table.rowCount > 100, "\(compression)")
      // All of them are whole.
      let expected = try load(bytes: plain).table.rows[..<loaded.table.rowCount]
      #expect(loaded.table.rows == Array(expected))
      #expect(loaded.rejected?.rowCount == 1)
    }
    let gzip = try PackedFileTests.packed(plain, .gzip)
    var broken = gzip
    broken[gzip.count / 2] ^= 0x55
    broken[gzip.count / 2 + 1] ^= 0xAA
    let kind = failure(bytes: broken)?.kind
    #expect(kind == .content(.damaged) || kind == .content(.cutShort))
    #expect(failure(bytes: Array(gzip[..<12]))?.kind == .content(.cutShort))
  }

  @Test("a bomb is told before it does harm")
  func bomb() throws {
    let lines = [UInt8](repeating: 0, count: 1 << 22).indices.map { UInt8($0 % 4 == 3 ? 10 : 49) }
    let packer = try #require(Packer(.gzip))
    var packed = try packer.pack(Array("a\n".utf8), isLast: false)
    for _ in 0..<80 { packed += try packer.pack(lines, isLast: false) }
    packed += try packer.pack([], isLast: true)
    #expect(failure(bytes: packed)?.kind == .content(.unpacksTooFar))
  }

  @Test("an archive of one file is that file; others say what to do")
  func archives() throws {
    guard compression_has_archives() != 0 else { return }
    #expect(try load(bytes: Zip.archive([("t.csv", "a,b\n1,x\n")])).table.rows == [["1", "x"]])
    let added = Zip.archive([
      ("__MACOSX/._t.csv", "zzz"), ("t.csv", "a\n1\n"), (".DS_Store", "q"),
    ])
    #expect(try load(bytes: added).table.rows == [["1"]])
    guard
      case .content(.severalFiles(let names, 2))? =
        failure(bytes: Zip.archive([("a.csv", "a\n1\n"), ("b.csv", "b\n2\n")]))?.kind
    else {
      Issue.record("not told")
      return
    }
    #expect(names == ["a.csv", "b.csv"])
    let several = Zip.archive([
      ("năm 2024/a.csv", "a\n1\n"), ("b.csv", "b\n2\n"), ("năm 2025/a.csv", "a\n3\n"),
    ])
    let folder = try TemporaryFolder()
    let path = try folder.file(several, name: "t.zip")
    func rows(_ options: String) throws -> [[String]] {
      let source = try FileSources().source(path, written(options), constant: literal)
      return try source.scan(source.outline(RunContext()).fields.map(\.name), RunContext()).rows
    }
    #expect(try rows("file: \"b.csv\"") == [["2"]])
    #expect(try rows("file: \"B.CSV\"") == [["2"]])
    #expect(try rows("file: \"năm 2025/a.csv\"") == [["3"]])
    #expect(try rows("file: \"năm 2024/a.csv\", format: csv") == [["1"]])
    // Two are called so, and none: both are told with what there is.
    for name in ["a.csv", "c.csv"] {
      #expect { try rows("file: \"\(name)\"") } throws: { error in
        guard case .content(.noMember(name, let names, 3, _))? = (error as? FileError)?.kind else {
          return false
        }
        return names.count == 3
      }
    }
    #expect(Archives.names(path) == ["năm 2024/a.csv", "b.csv", "năm 2025/a.csv"])
    #expect(throws: FileError.self) {
      _ = try FileSources().source(
        folder.file("a\n1\n", name: "p.csv"), written("file: \"x\""), constant: literal)
    }
    let whole = Zip.archive([("t.csv", "a,b\n1,x\n")])
    #expect(failure(bytes: Array(whole[..<30]))?.kind == .content(.damaged))
    guard
      case .content(.foreign(let name, _))? =
        failure(bytes: Zip.archive([("[Content_Types].xml", "x"), ("word/document.xml", "y")]))?
        .kind
    else {
      Issue.record("not told")
      return
    }
    #expect(name == "a Word document")
  }

  @Test("what is made of a file is made again where reading goes back behind what is kept")
  func restarts() throws {
    let folder = try TemporaryFolder()
    let packer = try #require(Packer(.gzip))
    var packed: [UInt8] = []
    let size = 1 << 20
    var random: UInt64 = 88_172_645_463_325_252
    let piece = (0..<size).map { _ -> UInt8 in
      random ^= random << 13
      random ^= random >> 7
      random ^= random << 17
      return UInt8(65 + random % 4)
    }
    let pieces = FileContent.kept / size + 8
    for number in 0..<pieces {
      var own = piece
      own[0] = UInt8(number)
      packed += try packer.pack(own, isLast: false)
    }
    packed += try packer.pack([], isLast: true)
    let file = try Unpacking.opened(RawFile(folder.file(packed, name: "x.gz")))
    #expect(file.knownSize == nil)
    #expect(try file.measured() == pieces * size)
    for number in [pieces - 1, 0, 5, pieces - 1, 3, pieces / 2] {
      var byte: UInt8 = 0
      _ = try file.read(at: number * size, count: 1, into: &byte)
      #expect(byte == UInt8(number))
    }
    var byte: UInt8 = 0
    #expect(try file.read(at: pieces * size, count: 1, into: &byte) == 0)
  }
}

/// Archives with their files stored as they are.
enum Zip {
  static func archive(_ members: [(name: String, text: String)]) -> [UInt8] {
    var out: [UInt8] = []
    var directory: [UInt8] = []
    func put(_ value: Int, _ bytes: Int, _ out: inout [UInt8]) {
      for shift in 0..<bytes { out.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
    }
    for member in members {
      let bytes = Array(member.text.utf8)
      let name = Array(member.name.utf8)
      let sum = Int(checksum(bytes))
      let start = out.count
      put(0x0403_4B50, 4, &out)
      for value in [20, 0, 0, 0, 33] { put(value, 2, &out) }
      for value in [sum, bytes.count, bytes.count] { put(value, 4, &out) }
      put(name.count, 2, &out)
      put(0, 2, &out)
      out += name + bytes
      put(0x0201_4B50, 4, &directory)
      for value in [20, 20, 0, 0, 0, 33] { put(value, 2, &directory) }
      for value in [sum, bytes.count, bytes.count] { put(value, 4, &directory) }
      for value in [name.count, 0, 0, 0, 0] { put(value, 2, &directory) }
      put(0, 4, &directory)
      put(start, 4, &directory)
      directory += name
    }
    let start = out.count
    out += directory
    put(0x0605_4B50, 4, &out)
    for value in [0, 0, members.count, members.count] { put(value, 2, &out) }
    put(directory.count, 4, &out)
    put(start, 4, &out)
    put(0, 2, &out)
    return out
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = ~0
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
