import Columns

/// `regex_extract regex_replace`: what a regular expression finds, besides `matches`.
enum RegexFunctions {
  static let all: [ScalarFunction] = [
    .strict(
      "regex_extract", "regex_extract(x, \"pattern\"[, group])", [.text, .text, .int], optional: 1,
      .always(.text),
      en: "The first part of the text that a regular expression fits, or a group of it by its "
        + "number; null where nothing fits. The syntax is that of matches.",
      vi: "Phần đầu tiên của văn bản khớp biểu thức chính quy, hoặc một nhóm theo số thứ tự; null "
        + "nếu không khớp. Cú pháp như matches.",
      [
        ("regex_extract(\"411/QĐ-TTg\", \"[0-9]+\")", "\"411\""),
        ("regex_extract(\"NQ 57-NQ/TW\", \"NQ ([0-9]+)\", 1)", "\"57\""),
        ("regex_extract(\"abc\", \"[0-9]+\")", "null"),
      ]
    ) { operands, count, validity, _ in
      try extracted(operands, count, validity)
    },
    .strict(
      "regex_replace", "regex_replace(x, \"pattern\", with)", [.text, .text, .text],
      .always(.text),
      en: "The text with everything that a regular expression fits replaced; $1 in the new text is "
        + "the first group, $0 all that was found, $$ a dollar sign.",
      vi: "Thay mọi phần khớp biểu thức chính quy; trong văn bản mới, $1 là nhóm thứ nhất, $0 là "
        + "toàn bộ phần khớp, $$ là dấu đô la.",
      [
        ("regex_replace(\"Xã  Mường   Phăng\", \"[ ]+\", \" \")", "\"Xã Mường Phăng\""),
        (
          "regex_replace(\"31/12/2025\", \"([0-9]+)/([0-9]+)/([0-9]+)\", \"$3-$2-$1\")",
          "\"2025-12-31\""
        ),
      ]
    ) { operands, count, validity, _ in
      try replaced(operands, count, validity)
    },
  ]

  /// A pattern that tells its groups.
  private static func search(_ pattern: UnsafeBufferPointer<UInt8>, row: Int?) throws
    -> RegexSearch
  {
    let source = String(decoding: pattern, as: UTF8.self)
    do throws(RegexProblem) {
      return try RegexSearch(source, tellsGroups: true)
    } catch {
      throw EvaluationFailure(.invalidArgument(error.words(source)), row: row)
    }
  }

  private static func check(_ group: Int64, of search: RegexSearch, row: Int?) throws {
    guard group < 0 || group > Int64(search.groupCount) else { return }
    throw EvaluationFailure(
      .invalidArgument(
        Bilingual(
          en: search.groupCount == 0
            ? "the pattern has no group; put what is wanted in brackets ( )"
            : "the pattern has the groups 1 to \(search.groupCount), not \(group)",
          vi: search.groupCount == 0
            ? "mẫu không có nhóm nào; hãy đặt phần cần lấy trong ngoặc ( )"
            : "mẫu có các nhóm 1 đến \(search.groupCount), không có \(group)")), row: row)
  }

  private static func extracted(_ operands: [Operand], _ count: Int, _ validity: Bitmap?) throws
    -> Column
  {
    guard let texts = try TextRows(operands[0], count),
      let patterns = try TextRows(operands[1], count)
    else { return .nulls(.text, count: count) }
    defer { withExtendedLifetime((texts, patterns)) {} }
    let groups = operands.count > 2 ? IntegerOperand(operands[2]) : nil
    var known: RegexSearch?
    if case .constant = operands[1] { known = try search(patterns[0], row: nil) }
    var spans: [Int] = []
    let found = try Kernel.writable(validity, count)
    let column = try Kernel.buildTexts(count, validity) { row, builder in
      let regex = try known ?? search(patterns[row], row: row)
      let group = groups?.value(row) ?? 0
      try check(group, of: regex, row: row)
      let text = texts[row]
      guard try regex.search(text, from: 0, into: &spans), spans[2 * Int(group)] >= 0 else {
        found.set(row, false)
        return
      }
      let part = spans[2 * Int(group)]..<spans[2 * Int(group) + 1]
      try builder.append(UnsafeBufferPointer(rebasing: text[part]))
    }
    return Column(type: .text, count: count, storage: column.storage, validity: found.freeze())
  }

  // MARK: Replacing

  /// What stands in the place of a find: bytes, or the text of a group.
  private enum Piece {
    case bytes([UInt8])
    case group(Int)
  }

  private static func pieces(
    of text: UnsafeBufferPointer<UInt8>, _ search: RegexSearch, row: Int?
  ) throws -> [Piece] {
    var pieces: [Piece] = []
    var plain: [UInt8] = []
    var place = 0
    let dollar = UInt8(ascii: "$")
    while place < text.count {
      let next = place + 1 < text.count ? text[place + 1] : 0
      if text[place] == dollar, next == dollar {
        plain.append(dollar)
        place += 2
      } else if text[place] == dollar, next >= 0x30, next <= 0x39 {
        try check(Int64(next - 0x30), of: search, row: row)
        pieces.append(.bytes(plain))
        pieces.append(.group(Int(next - 0x30)))
        plain = []
        place += 2
      } else {
        plain.append(text[place])
        place += 1
      }
    }
    pieces.append(.bytes(plain))
    return pieces
  }

  private static func replaced(_ operands: [Operand], _ count: Int, _ validity: Bitmap?) throws
    -> Column
  {
    guard let texts = try TextRows(operands[0], count),
      let patterns = try TextRows(operands[1], count), let others = try TextRows(operands[2], count)
    else { return .nulls(.text, count: count) }
    defer { withExtendedLifetime((texts, patterns, others)) {} }
    var known: RegexSearch?
    if case .constant = operands[1] { known = try search(patterns[0], row: nil) }
    var knownPieces: [Piece]?
    if let known, case .constant = operands[2] {
      knownPieces = try pieces(of: others[0], known, row: nil)
    }
    var spans: [Int] = []
    return try Kernel.buildTexts(count, validity) { row, builder in
      let regex = try known ?? search(patterns[row], row: row)
      let parts = try knownPieces ?? pieces(of: others[row], regex, row: row)
      let text = texts[row]
      var copied = 0
      var start = 0
      // What is empty is found once between two characters, and not right behind another find.
      var lastEnd = -1
      while start <= text.count, try regex.search(text, from: start, into: &spans) {
        let (first, end) = (spans[0], spans[1])
        if first == end, first == lastEnd {
          start = next(after: start, in: text)
          continue
        }
        try builder.append(UnsafeBufferPointer(rebasing: text[copied..<first]))
        for part in parts {
          switch part {
          case .bytes(let bytes): try builder.append(bytes)
          case .group(let group) where spans[2 * group] >= 0:
            let span = spans[2 * group]..<spans[2 * group + 1]
            try builder.append(UnsafeBufferPointer(rebasing: text[span]))
          case .group: break
          }
        }
        copied = end
        lastEnd = end
        start = first == end ? next(after: end, in: text) : end
      }
      try builder.append(UnsafeBufferPointer(rebasing: text[copied...]))
    }
  }

  /// The place of the next character.
  private static func next(after place: Int, in text: UnsafeBufferPointer<UInt8>) -> Int {
    place < text.count ? UTF8Scan.decode(text, at: place).1 : place + 1
  }
}
