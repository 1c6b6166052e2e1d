import Columns
import Language

/// Head and signature of an administrative document, after Annex I of Decree 30/2020/NĐ-CP: the organ
/// at the left, nation and motto at the right, number, place and date under them; recipients and
/// signature at the end.
enum DecreeForm {
  /// - Parameter isTable: whether what stands side by side is a table, as word processors want it.
  static func head(_ document: ReportDocument, isTable: Bool = false) -> String {
    func text(_ key: String) -> String? { document.texts[key].map(HTMLText.escaped) }
    var left = ""
    if let parent = text("parent") { left += "<p>\(parent.uppercased())</p>" }
    if let organ = text("organ") {
      left += "<p><strong class=\"organ\">\(organ.uppercased())</strong></p>"
    }
    left += "<p>Số: \(text("number") ?? "…")</p>"
    var right = "<p><strong>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</strong></p>"
    right += "<p><strong class=\"ruled\">Độc lập - Tự do - Hạnh phúc</strong></p>"
    let place = text("place").map { "\($0), " } ?? ""
    right += "<p class=\"place\">\(place)\(date(text("date")))</p>"
    var html = "<header>\n"
    html +=
      isTable
      ? table(left, right, isCentred: true)
      : "<div class=\"decree\" lang=\"vi\"><div>\(left)</div><div>\(right)</div></div>\n"
    html += "<div class=\"decree-title\">\n<h1>\(HTMLText.escaped(document.title ?? ""))</h1>\n"
    if let subtitle = text("subtitle") { html += "<p><strong>\(subtitle)</strong></p>\n" }
    if let to = text("to") { html += "<p>Kính gửi: \(to)</p>\n" }
    return html + "</div>\n</header>\n"
  }

  /// Two columns for word processors.
  private static func table(_ left: String, _ right: String, isCentred: Bool) -> String {
    let style = "style=\"text-align: center\""
    return "<table lang=\"vi\">\n<colgroup><col style=\"width: 45%\"><col style=\"width: 55%\">"
      + "</colgroup>\n<tbody><tr><td\(isCentred ? " \(style)" : "")>\(left)</td>"
      + "<td \(style)>\(right)</td></tr></tbody>\n</table>\n"
  }

  /// Whether a text can stand as the date: a day of the calendar, or words such as `ngày … tháng 4 năm
  /// 2025`.
  static func isDate(_ text: String) -> Bool {
    let words = text.lowercased()
    return text.allSatisfy(\.isWhitespace) || words.contains("tháng") && words.contains("năm")
      || date(text) != text
  }

  /// `10/04/2025` and `2025-04-10` as the decree writes dates: days below 10 and the months 1 and 2 take
  /// a leading zero. Other texts stay as they are.
  static func date(_ text: String?) -> String {
    guard let text else { return "ngày … tháng … năm …" }
    let isISO = text.contains("-")
    let fields = text.split(separator: isISO ? "-" : "/")
    let parts = fields.compactMap { Int($0) }
    guard fields.count == 3, parts.count == 3 else { return text }
    let (year, month, day) =
      isISO ? (parts[0], parts[1], parts[2]) : (parts[2], parts[1], parts[0])
    guard year > 1000, Calendar.validDays(year: year, month: month, day: day) != nil else {
      return text
    }
    return
      "ngày \(day < 10 ? "0" : "")\(day) tháng \(month < 3 ? "0" : "")\(month) năm \(year)"
  }

  /// - Parameter isTable: whether what stands side by side is a table, as word processors want it.
  static func signature(_ document: ReportDocument, isTable: Bool = false) -> String {
    guard document.isDecree30 else { return "" }
    func text(_ key: String) -> String? { document.texts[key].map(HTMLText.escaped) }
    var left = ""
    if !document.recipients.isEmpty {
      left += isTable ? "<p><em><strong>Nơi nhận:</strong></em></p><ul>" : "<p>Nơi nhận:</p><ul>"
      left += document.recipients.map { "<li>\(HTMLText.escaped($0))</li>" }.joined()
      left += "</ul>"
    }
    var right = ""
    if let signerFor = text("signer_for") {
      right += "<p><strong>\(signerFor.uppercased())</strong></p>"
    }
    if let title = text("signer_title") { right += "<p><strong>\(title.uppercased())</strong></p>" }
    if let signer = text("signer") {
      // Room for the name by hand.
      right +=
        isTable
        ? "<p><br><br><br></p><p><strong>\(signer)</strong></p>" : "<p class=\"name\">\(signer)</p>"
    }
    if isTable { return table(left, right, isCentred: false) }
    return "<footer class=\"signature\" lang=\"vi\">\n<div class=\"recipients\">\(left)</div>\n"
      + "<div class=\"signer\">\(right)</div>\n</footer>\n"
  }

  // MARK: Markdown

  /// The head as Markdown, which has no columns: the organ's lines, then the nation's, then the title.
  static func markdownHead(_ document: ReportDocument) -> String {
    func text(_ key: String) -> String? { document.texts[key].map(MarkdownText.escaped) }
    var organ: [String] = []
    if let parent = text("parent") { organ.append(parent.uppercased()) }
    if let own = text("organ") { organ.append("**\(own.uppercased())**") }
    organ.append("Số: \(text("number") ?? "…")")
    let place = text("place").map { "\($0), " } ?? ""
    let nation = [
      "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**", "**Độc lập \\- Tự do \\- Hạnh phúc**",
      "*\(place)\(MarkdownText.escaped(date(document.texts["date"])))*",
    ]
    var markdown = lines(organ) + lines(nation)
    if let title = document.title { markdown += "# \(MarkdownText.escaped(title))\n\n" }
    if let subtitle = text("subtitle") { markdown += "**\(subtitle)**\n\n" }
    if let to = text("to") { markdown += "Kính gửi: \(to)\n\n" }
    return markdown
  }

  static func markdownSignature(_ document: ReportDocument) -> String {
    guard document.isDecree30 else { return "" }
    func text(_ key: String) -> String? { document.texts[key].map(MarkdownText.escaped) }
    var markdown = ""
    if !document.recipients.isEmpty {
      markdown += "***Nơi nhận:***\n\n"
      for recipient in document.recipients { markdown += "- \(MarkdownText.escaped(recipient))\n" }
      markdown += "\n"
    }
    let titles = [text("signer_for"), text("signer_title")].compactMap { $0 }
    if !titles.isEmpty { markdown += lines(titles.map { "**\($0.uppercased())**" }) }
    if let signer = text("signer") { markdown += "**\(signer)**\n" }
    return markdown.isEmpty ? "" : "\n" + markdown
  }

  /// Lines of one paragraph.
  private static func lines(_ lines: [String]) -> String {
    lines.joined(separator: "  \n") + "\n\n"
  }
}
