import Columns
import Display
import Language
package import Sources

/// A report as a workbook: a sheet that lists the others, then one for each table and each picture,
/// in their order.
package struct WorkbookReport {
  private let document: ReportDocument
  private var names: Set<String> = []

  package init(_ document: ReportDocument) { self.document = document }

  /// The sheets. The words between the tables have no place among them.
  package func sheets() -> [BookSheet] {
    var maker = self
    return maker.made()
  }

  private mutating func made() -> [BookSheet] {
    let cover = name(document.lang == .vi ? "Báo cáo" : "Report")
    var sheets: [BookSheet] = []
    var pictures = 0
    for piece in document.pieces {
      guard case .block(let block) = piece else { continue }
      switch block {
      case .table(let block): sheets.append(sheet(of: block))
      case .chart(let chart, let title):
        pictures += 1
        sheets.append(sheet(of: chart, title, number: pictures))
      case .text, .query: continue
      }
    }
    var source: [String] = []
    if let text = document.texts["source"] {
      source = [words("Source", "Nguồn") + ": " + text]
    }
    for place in sheets.indices {
      sheets[place].notes += source
      sheets[place].hasTitles = true
    }
    var list = BookSheet(
      name: cover,
      table: Table(
        fields: [
          Field(words("Sheet", "Trang tính"), .text), Field(words("Content", "Nội dung"), .text),
        ],
        columns: [texts(sheets.map(\.name)), texts(sheets.map { $0.title ?? $0.name })],
        rowCount: sheets.count),
      title: document.title ?? words("Report", "Báo cáo"))
    list.links[0] = sheets.map(\.name)
    list.notes = [document.texts["subtitle"]].compactMap { $0 } + source + document.notes
    return [list] + sheets
  }

  private mutating func sheet(of block: ReportDocument.TableBlock) -> BookSheet {
    let plain = words("Table", "Bảng") + " \(block.number)"
    let name = name(block.title ?? plain)
    // A column without a row would be a heading over nothing; the words say it.
    var sheet = BookSheet(name: name, table: block.table, title: block.title ?? plain)
    if block.table.rowCount == 0 { sheet.notes = [words("no rows", "không có dòng nào")] }
    return sheet
  }

  private mutating func sheet(of chart: Chart, _ title: String?, number: Int) -> BookSheet {
    let plain = words("Chart", "Hình") + " \(number)"
    var sheet = BookSheet(
      name: name(title ?? plain), table: chart.dataTable(document.lang), title: title ?? plain)
    // Series of a picture are called what they are called; there is nothing to translate.
    sheet.notes = chart.notes.map { $0.text(in: document.lang) } + [chart.caption].compactMap { $0 }
    if let kind = WorkbookReport.kind(of: chart) {
      let unit = chart.unit.map { " (\($0))" } ?? ""
      sheet.chart = BookChart(
        kind, title: title ?? chart.yLabel + unit, xTitle: chart.xLabel,
        yTitle: chart.yLabel + unit)
    } else {
      sheet.notes.append(
        words(
          "Excel has no picture of this kind; the page (.html) shows it",
          "Excel không có loại hình này; trang .html có hình"))
    }
    return sheet
  }

  /// The kind of picture that a program for workbooks has for it; nil where there is none.
  private static func kind(of chart: Chart) -> BookChart.Kind? {
    switch (chart.kind, chart.stacking) {
    case (.line, _), (.spark, _): chart.hasNumbersAcross ? .plot : .line
    case (.bar, nil): .bar
    case (.bar, .sum): .stackedBar
    case (.bar, .share): .shareBar
    case (.column, nil), (.hist, _): .column
    case (.column, .sum): .stackedColumn
    case (.column, .share): .shareColumn
    case (.scatter, _): chart.hasNumbersAcross ? .scatter : nil
    case (.heat, _): nil
    }
  }

  /// A name for a sheet: what Excel takes, of at most 31 characters, and of its own.
  private mutating func name(_ wanted: String) -> String {
    let plain = String(wanted.map { "[]:*?/\\".contains($0) || $0.isNewline ? " " : $0 })
      .split(separator: " ").joined(separator: " ")
    func cut(_ text: String, _ room: Int) -> String {
      var result = text
      while result.utf16.count > room { result.removeLast() }
      return result.trimmed("' ")
    }
    var result = cut(plain, 31)
    // A word that is not whole is left out, where much is left.
    if result.utf16.count < plain.utf16.count, plain.hasPrefix(result),
      plain.dropFirst(result.count).first?.isWhitespace == false,
      let space = result.lastIndex(of: " "), result[..<space].utf16.count >= 16
    {
      result = cut(String(result[..<space]), 31)
    }
    if !BookSheet.isName(result) { result = words("Table", "Bảng") }
    var number = 2
    let stem = result
    while !names.insert(result.lowercased()).inserted {
      let tail = " (\(number))"
      result = cut(stem, 31 - tail.utf16.count) + tail
      number += 1
    }
    return result
  }

  private func texts(_ values: [String]) -> Column {
    (try? Column(.text, values.map { .text($0) })) ?? .nulls(.text, count: values.count)
  }

  private func words(_ en: String, _ vi: String) -> String { document.lang == .vi ? vi : en }
}

extension String {
  /// The text without some characters at its ends.
  fileprivate func trimmed(_ signs: String) -> String {
    var text = self[...]
    while let first = text.first, signs.contains(first) { text = text.dropFirst() }
    while let last = text.last, signs.contains(last) { text = text.dropLast() }
    return String(text)
  }
}
