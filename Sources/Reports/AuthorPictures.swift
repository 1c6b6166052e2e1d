import Language
import Sources
import Workspace

/// The pictures that an author put into the text of a report, `![logo](logo.png)`: they become part of
/// the page, which asks nothing of the network.
enum AuthorPictures {
  /// No larger picture is taken into a page.
  static let mostMegabytes = 10

  /// The pictures of a Markdown text as addresses that hold them, by their address in the text. Throws a
  /// `StatementFailure` of all that cannot be read.
  ///
  /// Files lie beside the report; addresses with a value in them (`placeholder`) are passed over.
  static func read(
    _ text: String, of file: ReportFile, in session: Session, placeholder: Character? = nil
  ) throws -> [String: String] {
    var found: [String: String] = [:]
    var problems: [Diagnostic] = []
    for address in Markdown.pictures(text) where found[address] == nil {
      if let placeholder, address.contains(placeholder) { continue }
      if address.lowercased().hasPrefix("data:image/") { continue }
      do {
        found[address] = try picture(address, of: file, in: session)
      } catch let problem as Diagnostic {
        if !problems.contains(where: { $0.range == problem.range }) { problems.append(problem) }
      }
    }
    if !problems.isEmpty { throw StatementFailure(problems) }
    return found
  }

  private static func picture(
    _ address: String, of file: ReportFile, in session: Session
  ) throws -> String {
    let range = range(of: address, in: file.source)
    func problem(_ words: Words, fix: Words? = nil) -> Diagnostic {
      Diagnostic(code: "E0745", words, at: range, fix: fix)
    }
    if isRemote(address) {
      throw problem(
        Words(
          en: "the picture \(address) lies elsewhere, and a report asks nothing of the network",
          vi: "hình \(address) nằm ở nơi khác, còn báo cáo không lấy gì từ mạng"),
        fix: Words(
          en: "put the file beside the report and write its name",
          vi: "hãy đặt tệp cạnh báo cáo và ghi tên tệp"))
    }
    let path = path(decoded(address), beside: file.source.name)
    try session.access.checkReading(path, at: range)
    let bytes: [UInt8]
    do {
      bytes = try QueryFile.bytes(path)
    } catch let error as FileError {
      let (en, vi) = (error.words(vietnamese: false), error.words(vietnamese: true))
      throw problem(
        Words(
          en: "a picture cannot be read: \(en.message)", vi: "không đọc được hình: \(vi.message)"),
        fix: Words(
          en: en.advice ?? "pictures are looked for from the folder of the report",
          vi: vi.advice ?? "hình được tìm từ thư mục của báo cáo"))
    }
    guard bytes.count <= mostMegabytes << 20 else {
      throw problem(
        Words(
          en: "the picture \(address) has \(bytes.count >> 20) MiB; a page takes \(mostMegabytes)",
          vi: "hình \(address) nặng \(bytes.count >> 20) MiB; trang chỉ nhận \(mostMegabytes)"),
        fix: Words(en: "make it smaller", vi: "hãy thu nhỏ hình"))
    }
    guard let type = type(of: bytes) else {
      throw problem(
        Words(
          en: "\(address) is no picture that a page shows",
          vi: "\(address) không phải hình mà trang hiển thị được"),
        fix: Words(en: "kinds: png, jpg, gif, svg, webp", vi: "các loại: png, jpg, gif, svg, webp"))
    }
    return "data:\(type);base64,\(base64(bytes))"
  }

  /// Whether an address begins with a scheme (`https:`) or a host (`//`).
  private static func isRemote(_ address: String) -> Bool {
    if address.hasPrefix("//") { return true }
    guard let colon = address.firstIndex(of: ":") else { return false }
    let scheme = address[..<colon]
    return scheme.count > 1 && scheme.first?.isLetter == true
      && scheme.utf8.allSatisfy {
        ($0 | 32) &- 97 < 26 || $0 &- 48 < 10 || [0x2B, 0x2D, 0x2E].contains($0)
      }
  }

  private static func path(_ address: String, beside report: String) -> String {
    guard !address.hasPrefix("/"), let slash = report.lastIndex(of: "/") else {
      // A dash alone would be standard input.
      return address == "-" ? "./-" : address
    }
    return report[...slash] + address
  }

  /// The address with `%20` and its like as the signs they stand for.
  private static func decoded(_ address: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(address.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// What a file is by its first bytes, whatever it is called; nil for what pages do not show.
  private static func type(of bytes: [UInt8]) -> String? {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
    if bytes.starts(with: "GIF8".utf8) { return "image/gif" }
    if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
      return "image/webp"
    }
    let head = String(decoding: bytes.prefix(4096), as: UTF8.self)
    return head.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.hasPrefix("<") && head.contains("<svg")
      ? "image/svg+xml" : nil
  }

  /// RFC 4648.
  static func base64(_ bytes: [UInt8]) -> String {
    let signs = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var value: UInt32 = 0
      for byte in group { value = value << 8 | UInt32(byte) }
      value <<= UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        out.append(
          place <= group.count
            ? signs[Int(value >> UInt32(18 - 6 * place)) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Where an address stands in the report; its first line where it was put together from values.
  private static func range(of address: String, in source: SourceText) -> SourceRange {
    let wanted = Array(address.utf8)
    let bytes = source.bytes
    if let first = wanted.first, wanted.count <= bytes.count {
      for start in 0...(bytes.count - wanted.count)
      where bytes[start] == first && bytes[start..<start + wanted.count].elementsEqual(wanted) {
        return SourceRange(start, start + wanted.count)
      }
    }
    return source.rangeOfLine(1)
  }
}
