import Columns
import Display
import Language

/// A report as one HTML file that needs no network and runs no script.
package struct HTMLReport {
  private let document: ReportDocument
  /// The file beside the report that holds a table whole, by the number of the table.
  private let beside: (Int) -> String
  private let use: Use

  /// What the page is made for.
  package enum Use: Sendable {
    /// To be opened: every picture is there a second time, drawn for the width of a phone, since what
    /// is made smaller to fit has letters that nobody can read.
    case screen
    /// To be printed.
    case paper
    /// To become a file of a word processor: pictures are files beside the page, and what is folded
    /// on a page is left out, since nothing folds there.
    case words
  }

  /// - Parameter beside: names the file that holds the rows of a table that are not shown.
  package init(
    _ document: ReportDocument, for use: Use = .paper, beside: @escaping (Int) -> String
  ) {
    self.document = document
    self.use = use
    self.beside = beside
  }

  /// Whether this build can write HTML.
  package static var isAvailable: Bool { Markdown.isAvailable }

  /// The page; nil where Markdown cannot be read in this build.
  ///
  /// HTML that the report's author wrote is left out: `leftOut` counts its pieces.
  package func page() -> (html: String, leftOut: Int)? {
    // The author cannot know the marker, so no fence of theirs is taken for a block.
    let marker = "block-\(UInt64.random(in: .min ... .max))"
    var blocks: [String] = []
    var text = ""
    for piece in document.pieces {
      switch piece {
      case .markdown(let own): text += own
      case .block(let block):
        if !text.isEmpty, !text.hasSuffix("\n") { text += "\n" }
        text += "\n```\(marker) \(blocks.count)\n```\n\n"
        blocks.append(html(block, number: blocks.count))
      }
    }
    guard let made = Markdown.html(text, marker: marker, blocks: blocks) else { return nil }
    var body = made.html
    for (number, address) in made.pictures.enumerated() {
      let picture = document.pictures[address] ?? HTMLText.escaped(address)
      body = HTMLText.replacing(
        "src=\"\(marker)-picture-\(number)\"", with: "src=\"\(picture)\"", in: body)
    }
    let title = document.title ?? words("Report", "Báo cáo")
    var page = """
      <!DOCTYPE html>
      <html lang="\(document.lang.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <meta name="generator" content="Tiendo">
      \(use == .words ? "" : "<title>\(HTMLText.escaped(title))</title>")
      <style>
      \(ReportStyle.sheet)</style>
      </head>
      <body>
      <main>

      """
    page += header
    page += body
    page += notes
    page += DecreeForm.signature(document, isTable: use == .words)
    page += "</main>\n</body>\n</html>\n"
    if use == .words {
      // Word processors know no classes.
      page = HTMLText.replacing(
        "class=\"number\"", with: "class=\"number\" style=\"text-align: right\"", in: page)
    }
    return (page, made.leftOut)
  }

  /// The pictures of a page for word processors, which lie beside it under these names, ending in
  /// `.svg` and made to `.png`.
  package func pictures() -> [(name: String, svg: String)] {
    document.blocks.enumerated().compactMap { number, block in
      guard case .chart(let chart, _) = block else { return nil }
      return (HTMLReport.picture(number), drawn(chart, width: 760))
    }
  }

  private static func picture(_ number: Int) -> String { "chart-\(number)" }

  private func drawn(_ chart: Chart, width: Int) -> String {
    var drawn = chart
    // The figure's caption is the title.
    drawn.title = nil
    return SVGChart.render(
      drawn, width: width, lang: document.lang, decimalComma: document.lang == .vi)
  }

  private func words(_ en: String, _ vi: String) -> String { document.lang == .vi ? vi : en }

  private var header: String {
    if document.isDecree30 { return DecreeForm.head(document, isTable: use == .words) }
    guard let title = document.title else { return "" }
    var text = "<header>\n<h1>\(HTMLText.escaped(title))</h1>\n"
    if let subtitle = document.texts["subtitle"] {
      text += "<p class=\"subtitle\">\(HTMLText.escaped(subtitle))</p>\n"
    }
    let line = [document.texts["author"], document.texts["place"], document.texts["date"]]
      .compactMap { $0 }
    if !line.isEmpty {
      text += "<p class=\"byline\">\(HTMLText.escaped(line.joined(separator: ", ")))</p>\n"
    }
    return text + "</header>\n"
  }

  private var notes: String {
    var text = ""
    if let source = document.texts["source"] {
      text += "<p class=\"source\">\(words("Source", "Nguồn")): \(HTMLText.escaped(source))</p>\n"
    }
    guard !document.notes.isEmpty else { return text }
    text += "<section class=\"notes\">\n<h2>\(words("Notes", "Ghi chú"))</h2>\n<ol>\n"
    for note in document.notes { text += "<li>\(HTMLText.escaped(note))</li>\n" }
    return text + "</ol>\n</section>\n"
  }

  // MARK: Blocks

  private func html(_ block: ReportDocument.Block, number: Int) -> String {
    switch block {
    case .table(let table): tableHTML(table)
    case .chart(let chart, let title): figure(chart, title, number)
    case .text(let text): "<pre tabindex=\"0\">\(HTMLText.escaped(text))</pre>\n"
    case .query where use == .words: ""
    case .query(let text):
      "<details class=\"query\"><summary>\(words("Query", "Truy vấn"))</summary>"
        + "<pre tabindex=\"0\"><code>\(HTMLText.escaped(text))</code></pre></details>\n"
    }
  }

  private func tableHTML(_ block: ReportDocument.TableBlock) -> String {
    let texts = TableTexts(block.table, rows: block.rows, lang: document.lang)
    if texts.cells.isEmpty {
      return captioned(block.title)
        + "<p class=\"empty\">\(words("no rows", "không có dòng nào"))</p>\n"
    }
    var html = "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
    let name = words("Table", "Bảng") + " \(block.number)"
    html += HTMLText.escaped(block.title.map { "\(name): \($0)" } ?? name) + "\">\n"
    html += "<table>\n"
    if let title = block.title { html += "<caption>\(HTMLText.escaped(title))</caption>\n" }
    html += HTMLText.head(texts)
    html += HTMLText.body(texts, marksTotals: use == .words)
    html += "</table>\n</div>\n"
    guard block.isCut else { return html }
    let path = beside(block.number)
    return html + "<p class=\"cut\">" + block.cutText.text(in: document.lang)
      + "<a href=\"\(HTMLText.escaped(HTMLText.link(path)))\">\(HTMLText.escaped(path))</a></p>\n"
  }

  private func captioned(_ title: String?) -> String {
    title.map { "<p class=\"caption\">\(HTMLText.escaped($0))</p>\n" } ?? ""
  }

  private func figure(_ chart: Chart, _ title: String?, _ number: Int) -> String {
    if use == .words {
      let name = HTMLText.escaped(title ?? chart.described)
      return (title.map { "<p><strong>\(HTMLText.escaped($0))</strong></p>\n" } ?? "")
        + "<p><img src=\"\(HTMLReport.picture(number)).png\" alt=\"\(name)\" width=\"600\"></p>\n"
    }
    func svg(_ width: Int, _ id: String) -> String {
      var svg = drawn(chart, width: width)
      svg = HTMLText.replacing("id=\"stripes", with: "id=\"\(id)-stripes", in: svg)
      return HTMLText.replacing("url(#stripes", with: "url(#\(id)-stripes", in: svg)
    }
    let data = ChartData(chart, lang: document.lang)
    var html = "<figure>\n"
    if let title { html += "<figcaption>\(HTMLText.escaped(title))</figcaption>\n" }
    let wide = svg(760, "figure\(number)")
    html +=
      use == .screen
      ? "<div class=\"wide\">\(wide)</div>\n"
        + "<div class=\"narrow\">\(svg(380, "figure\(number)-narrow"))</div>\n" : wide
    if !data.rows.isEmpty {
      html += "<details><summary>\(words("The figures", "Số liệu"))</summary>\n"
      // What scrolls is called by the picture, so that no two are called the same.
      let name = title.map { ": \(HTMLText.escaped($0))" } ?? ""
      html += "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\""
      html += "\(words("The figures of chart", "Số liệu của hình")) \(number + 1)\(name)\">"
      html += "<table>\n<thead><tr>"
      html += data.headings.map { "<th scope=\"col\">\(HTMLText.escaped($0))</th>" }.joined()
      html += "</tr></thead>\n<tbody>\n"
      for row in data.rows {
        html += "<tr>"
        for (place, cell) in row.enumerated() {
          html +=
            place == 0
            ? "<th scope=\"row\">\(HTMLText.escaped(cell))</th>"
            : "<td class=\"number\">\(HTMLText.escaped(cell))</td>"
        }
        html += "</tr>\n"
      }
      html += "</tbody>\n</table></div></details>\n"
    }
    return html + "</figure>\n"
  }
}
