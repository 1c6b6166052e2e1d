/// Head and signature of an administrative document, after Annex I of Decree 30/2020/NĐ-CP: the organ
/// at the left, nation and motto at the right, number, place and date under them; recipients and
/// signature at the end.
enum DecreeForm {
  static func head(_ document: ReportDocument) -> String {
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
    var html =
      "<header>\n<div class=\"decree\" lang=\"vi\"><div>\(left)</div><div>\(right)</div></div>\n"
    html += "<div class=\"decree-title\">\n<h1>\(HTMLText.escaped(document.title ?? ""))</h1>\n"
    if let subtitle = text("subtitle") { html += "<p><strong>\(subtitle)</strong></p>\n" }
    if let to = text("to") { html += "<p>Kính gửi: \(to)</p>\n" }
    return html + "</div>\n</header>\n"
  }

  /// `10/04/2025` and `2025-04-10` as the decree writes dates: days below 10 and the months 1 and 2 take
  /// a leading zero. Other texts stay as they are.
  static func date(_ text: String?) -> String {
    guard let text else { return "ngày … tháng … năm …" }
    let isISO = text.contains("-")
    let parts = text.split(separator: isISO ? "-" : "/").compactMap { Int($0) }
    guard parts.count == 3 else { return text }
    let (year, month, day) =
      isISO ? (parts[0], parts[1], parts[2]) : (parts[2], parts[1], parts[0])
    guard (1...31).contains(day), (1...12).contains(month), year > 1000 else { return text }
    return
      "ngày \(day < 10 ? "0" : "")\(day) tháng \(month < 3 ? "0" : "")\(month) năm \(year)"
  }

  static func signature(_ document: ReportDocument) -> String {
    guard document.isDecree30 else { return "" }
    func text(_ key: String) -> String? { document.texts[key].map(HTMLText.escaped) }
    var html = "<footer class=\"signature\" lang=\"vi\">\n<div class=\"recipients\">"
    if !document.recipients.isEmpty {
      html += "<p>Nơi nhận:</p><ul>"
      html += document.recipients.map { "<li>\(HTMLText.escaped($0))</li>" }.joined()
      html += "</ul>"
    }
    html += "</div>\n<div class=\"signer\">"
    if let signerFor = text("signer_for") {
      html += "<p><strong>\(signerFor.uppercased())</strong></p>"
    }
    if let title = text("signer_title") { html += "<p><strong>\(title.uppercased())</strong></p>" }
    if let signer = text("signer") { html += "<p class=\"name\">\(signer)</p>" }
    return html + "</div>\n</footer>\n"
  }
}
