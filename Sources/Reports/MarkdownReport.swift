import Columns
package import Display
import Language

/// A report as Markdown, with the pictures and the long tables beside it.
package struct MarkdownReport {
  private let document: ReportDocument
  /// The name of the file of a picture or a long table, by its number and ending.
  private let beside: (Int, String) -> String

  package init(_ document: ReportDocument, beside: @escaping (Int, String) -> String) {
    self.document = document
    self.beside = beside
  }

  /// The text, and the charts with the names of the files that it refers to.
  package func text() -> (markdown: String, charts: [(path: String, chart: Chart)]) {
    var text = ""
    var charts: [(String, Chart)] = []
    if document.isDecree30 {
      text += DecreeForm.markdownHead(document)
    } else {
      if let title = document.title { text += "# \(MarkdownText.escaped(title))\n\n" }
      if let subtitle = document.texts["subtitle"] {
        text += "\(MarkdownText.escaped(subtitle))\n\n"
      }
    }
    for piece in document.pieces {
      switch piece {
      case .markdown(let own): text += own
      case .block(let block):
        while !text.isEmpty, !text.hasSuffix("\n\n") { text += "\n" }
        switch block {
        case .table(let table): text += markdown(table)
        case .chart(var chart, let title):
          let path = beside(charts.count + 1, "svg")
          if let title { text += "**\(MarkdownText.escaped(title))**\n\n" }
          text += "![\(MarkdownText.escaped(title ?? chart.described))](\(HTMLText.link(path)))\n\n"
          chart.title = nil
          charts.append((path, chart))
        case .text(let own): text += fenced(own)
        case .query(let own): text += fenced(own)
        }
      }
    }
    if let source = document.texts["source"] {
      text += "\n\(document.lang == .vi ? "Nguồn" : "Source"): \(MarkdownText.escaped(source))\n"
    }
    if !document.notes.isEmpty {
      text += "\n## \(document.lang == .vi ? "Ghi chú" : "Notes")\n\n"
      for note in document.notes { text += "- \(MarkdownText.escaped(note))\n" }
    }
    text += DecreeForm.markdownSignature(document)
    return (text, charts)
  }

  private func fenced(_ text: String) -> String {
    // Longer than every run of backticks within.
    var longest = 2
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let marks = String(repeating: "`", count: longest + 1)
    return "\(marks)\n\(text)\(text.hasSuffix("\n") ? "" : "\n")\(marks)\n\n"
  }

  private func markdown(_ block: ReportDocument.TableBlock) -> String {
    var text = block.title.map { "**\(MarkdownText.escaped($0))**\n\n" } ?? ""
    let texts = TableTexts(block.table, rows: block.rows, lang: document.lang)
    if texts.cells.isEmpty {
      return text + (document.lang == .vi ? "không có dòng nào" : "no rows") + "\n\n"
    }
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
    text += line(texts.headings.map(MarkdownText.escaped))
    text += line(texts.isRight.map { $0 ? "---:" : "---" })
    for (row, isTotal) in zip(texts.cells, texts.isTotal) {
      text += line(
        row.map { cell in
          let shown = cell.map(MarkdownText.escaped) ?? "–"
          return isTotal ? "**\(shown)**" : shown
        })
    }
    text += "\n"
    guard block.isCut else { return text }
    let path = beside(block.number, "csv")
    let link = "[\(MarkdownText.escaped(path))](\(HTMLText.link(path)))"
    return text + "\(block.cutText.text(in: document.lang))\(link)\n\n"
  }
}
