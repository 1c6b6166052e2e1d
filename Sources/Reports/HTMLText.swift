import Display

/// Pieces of HTML made from data: every text is escaped here.
enum HTMLText {
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      // Characters that HTML does not allow.
      case _ where scalar.value < 0x20 && scalar != "\n" && scalar != "\t": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A relative path as a link: what has a meaning in addresses is written as bytes (RFC 3986).
  static func link(_ path: String) -> String {
    var result = ""
    for byte in path.utf8 {
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || [0x2D, 0x2E, 0x2F, 0x5F, 0x7E].contains(byte)
      if isPlain {
        result.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return result
  }

  static func replacing(_ part: String, with new: String, in text: String) -> String {
    text.split(separator: part, omittingEmptySubsequences: false).joined(separator: new)
  }

  static func head(_ texts: TableTexts) -> String {
    var html = "<thead><tr>"
    for (heading, isRight) in zip(texts.headings, texts.isRight) {
      html += "<th scope=\"col\"\(isRight ? " class=\"number\"" : "")>\(escaped(heading))</th>"
    }
    return html + "</tr></thead>\n"
  }

  /// - Parameter marksTotals: whether cells of totals are bold by themselves, for programs that do not look at
  ///   styles.
  static func body(_ texts: TableTexts, marksTotals: Bool = false) -> String {
    var html = "<tbody>\n"
    for (row, isTotal) in zip(texts.cells, texts.isTotal) {
      html += isTotal ? "<tr class=\"total\">" : "<tr>"
      for (cell, isRight) in zip(row, texts.isRight) {
        let text = cell.map(escaped) ?? "–"
        html += "<td\(isRight ? " class=\"number\"" : "")>"
        html += isTotal && marksTotals ? "<strong>\(text)</strong></td>" : "\(text)</td>"
      }
      html += "</tr>\n"
    }
    return html + "</tbody>\n"
  }
}
