import Foundation
import Language
import Services
import Testing
import Workspace

@testable import Reports

/// Pictures and footnotes that the author wrote.
@Suite("The author's pictures and footnotes")
struct AuthorPictureTests {
  /// A folder that goes with the test.
  final class Folder {
    let path = FileManager.default.temporaryDirectory.path + "/pictures-\(UUID().uuidString)"

    init() throws {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ bytes: [UInt8]) throws {
      try Data(bytes).write(to: URL(filePath: path + "/" + name))
    }

    func report(_ body: String) -> ReportFile {
      ReportFile(SourceText(body, name: path + "/report.md"))
    }

    func page(_ body: String) throws -> String {
      let document = try ReportRun.document(report(body), in: try ReportTests.session())
      return try #require(HTMLReport(document) { "t-\($0).csv" }.page()).html
    }

    /// The errors of a run, which `check` must find too.
    func errors(_ body: String) throws -> [String] {
      let file = report(body)
      let found = ReportCheck.report(file, in: try ReportTests.session())
      let checked = found.diagnostics.filter(\.isError)
      do {
        _ = try ReportRun.document(file, in: try ReportTests.session())
        #expect(checked.isEmpty)
        return []
      } catch let failure as StatementFailure {
        #expect(failure.diagnostics.map(\.range) == checked.map(\.range))
        return failure.diagnostics.map { "\($0.code) \(file.source[$0.range])" }
      }
    }
  }

  static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 1, 2, 3]

  @Test(
    "pictures of the kinds that pages show stand in the page itself",
    arguments: [
      ("a.png", png, "image/png"), ("b.jpg", [0xFF, 0xD8, 0xFF, 0xE0], "image/jpeg"),
      ("c.gif", Array("GIF89a".utf8), "image/gif"),
      ("d.webp", Array("RIFF....WEBPVP8 ".utf8), "image/webp"),
      ("e.svg", Array("<?xml version=\"1.0\"?>\n<svg xmlns=\"x\"></svg>".utf8), "image/svg+xml"),
    ] as [(String, [UInt8], String)])
  func kinds(_ name: String, _ bytes: [UInt8], _ type: String) throws {
    let folder = try Folder()
    try folder.file(name, bytes)
    let html = try folder.page("A ![the <logo>](\(name) \"title\") b\n\n![twice](./\(name))\n")
    let data = "data:\(type);base64,\(Data(bytes).base64EncodedString())"
    #expect(html.components(separatedBy: "src=\"\(data)\"").count == 3, "\(html)")
    #expect(html.contains("alt=\"the &lt;logo&gt;\""))
    #expect(!html.contains("src=\"\(name)"))
  }

  @Test("base 64 is that of Foundation", arguments: 0..<8)
  func base64(_ count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 71 + 200) }
    #expect(AuthorPictures.base64(bytes) == Data(bytes).base64EncodedString())
  }

  @Test("names with signs, and values in the address")
  func names() throws {
    let folder = try Folder()
    try folder.file("ảnh 1.png", Self.png)
    let html = try folder.page(
      "![a](<ảnh 1.png>) ![b](%E1%BA%A3nh%201.png) ![c](<ảnh {0 + 1}.png>)\n")
    #expect(html.components(separatedBy: "src=\"data:image/png").count == 4)
    #expect(try folder.errors("![c](<ảnh {0 + 1}.png>)\n") == [])
  }

  @Test(
    "what cannot be shown is an error at its address, whatever the output is",
    arguments: [
      "none.png", "text.png", "https://example.org/a.png", "//example.org/a.png", "large.png", ".",
    ])
  func errors(_ address: String) throws {
    let folder = try Folder()
    try folder.file("text.png", Array("no picture".utf8))
    try folder.file("large.png", Self.png + [UInt8](repeating: 0, count: 11 << 20))
    #expect(try folder.errors("A\n\n![x](\(address)) text\n") == ["E0745 \(address)"])
  }

  @Test("--safe keeps to its folders")
  func safe() throws {
    let (inside, outside) = (try Folder(), try Folder())
    try outside.file("a.png", Self.png)
    let session = try ReportTests.session()
    session.access = FileAccess(reading: [inside.path])
    let file = inside.report("![x](\(outside.path)/a.png)\n")
    let failure = #expect(throws: StatementFailure.self) {
      try ReportRun.document(file, in: session)
    }
    #expect(failure?.diagnostics.map(\.code) == ["E0730"])
  }

  @Test("pictures in code and in data are none")
  func others() throws {
    let folder = try Folder()
    let html = try folder.page(
      "`![x](a.png)`\n\n```tiendo hide\nlet t = [{v: \"![x](a.png)\"}]\n```\n{t}\n")
    #expect(!html.contains("<img"))
  }

  @Test("footnotes are numbered, linked and stand at the end")
  func footnotes() throws {
    let folder = try Folder()
    let html = try folder.page("One[^a] two[^b].\n\n[^b]: Second *note*.\n[^a]: First {1 + 1}.\n")
    #expect(html.contains("class=\"footnotes\""))
    #expect(!html.contains("[^"))
    let (first, second) = (html.range(of: "First 2."), html.range(of: "Second <em>note</em>."))
    #expect(try #require(first).lowerBound < #require(second).lowerBound)
    #expect(html.contains("href=\"#fn") && html.contains("id=\"fn"))
  }
}
