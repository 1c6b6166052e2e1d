import Columns
import TestSupport
import Testing

@testable import Sources

/// Thousands of broken files of each kind: reading ends with a table or an error of the file, never
/// otherwise, and soon.
@Suite("mutated files")
struct MutationTests {
  static let kinds = [
    "csv", "json", "ndjson", "html", "markdown", "windows-1258", "tcvn3", "vni", "utf-16le", "gz",
    "zst", "xz",
    "bz2", "zip",
  ]

  private static func seed(_ kind: String) throws -> [UInt8] {
    let csv = Array(
      "Đơn vị;Số;Ngày;Ghi chú\n\"Xã \"\"A\"\"\";1.234,5;2024-01-31;đủ\nXã B;−3;;\"hai\ndòng\"\nTổng;1.231,5;;\n"
        .utf8)
    func packed(_ compression: Compression) throws -> [UInt8] {
      guard compression.isThere else { return csv }
      return try PackedFileTests.packed(csv, compression)
    }
    switch kind {
    case "json":
      return Array(
        "[{\"a\":1.5e3,\"b\":{\"c\":\"\\u0110x\",\"d\":[1,{\"e\":null}]}},\n{\"a\":-2,\"b\":{\"c\":\"y\"},\"f\":true}]"
          .utf8)
    case "ndjson":
      return Array("{\"a\":1,\"t\":\"2024-01-31\"}\n{\"a\":null,\"t\":\"x\\n\"}\n{\"b\":[]}\n".utf8)
    case "html":
      return Array(
        "<html><table border=\"1\"><caption>c</caption><tr><th rowspan=2>a<th colspan='2'>b</tr><tr><td>x&nbsp;y<td>&#7879;<br>"
          .utf8
      )
        + Array(
          "<td><table><tr><td>1</table></tr><!-- c --><script>1<2</script></table></html>".utf8)
    case "markdown": return Array("# T\n\n| a | b |\n| --- | :-: |\n| x \\| y | 1 |\n|2|\n".utf8)
    case "windows-1258": return try EncodingTests.windows1258(EncodingTests.text)
    case "tcvn3": return try EncodingTests.encoded(EncodingTests.text, .tcvn3)
    case "vni": return EncodingTests.vni(EncodingTests.text)
    case "utf-16le": return EncodingTests.text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case "gz": return try packed(.gzip)
    case "zst": return try packed(.zstd)
    case "xz": return try packed(.xz)
    case "bz2": return try packed(.bzip2)
    case "zip": return Zip.archive([("t.csv", String(decoding: csv, as: UTF8.self))])
    default: return csv
    }
  }

  /// One to four changes: bits, bytes, runs left out, doubled, moved or replaced by signs of syntax.
  private static func mutated(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var bytes = bytes
    let signs: [UInt8] = [
      0, 10, 13, 34, 39, 44, 45, 47, 58, 59, 60, 62, 91, 92, 93, 123, 124, 125, 0x80, 0xC3, 0xFF,
    ]
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, place + Int.random(in: 1...12, using: &random))
      switch Int.random(in: 0..<7, using: &random) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.removeSubrange(place..<end)
      case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
      case 4: bytes.insert(signs.randomElement(using: &random) ?? 0, at: place)
      case 5: bytes.removeSubrange(place...)
      default: bytes[place] = signs.randomElement(using: &random) ?? 0
      }
    }
    return bytes
  }

  @Test("each ends in a table or an error of the file", arguments: kinds)
  func mutations(_ kind: String) throws {
    var random = SeededRandom(kind)
    let seed = try MutationTests.seed(kind)
    let folder = try TemporaryFolder()
    let count = Mutations.count(quick: 120, heavy: 2_000)
    var tables = 0
    for number in 0..<count {
      let bytes = MutationTests.mutated(seed, &random)
      let path = try folder.file(bytes, name: "m")
      let mode = ["repair", "strict", "lenient"][number % 3]
      let run = Mutations.run()
      do {
        let source = try FileSources().source(path, written("mode: \(mode)"), constant: literal)
        let names = try source.outline(run).fields.map(\.name)
        let schema = try source.schema(nil, run)
        let table = try source.scan(names, run)
        #expect(table.rowCount == schema.rowCount)
        #expect(table.columns.allSatisfy { $0.count == table.rowCount })
        tables += 1
      } catch is FileError {
      } catch is OptionProblems {
      } catch {
        Issue.record("\(kind) \(number): \(error) of \(bytes)")
      }
    }
    #expect(tables > 0, "some are still read")
  }
}
