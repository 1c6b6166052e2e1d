package import Columns
package import Display
package import Language

/// A report that was run: what each form of output is made from.
package struct ReportDocument: Sendable {
  package var title: String?
  package var lang: Lang
  /// The texts of the front matter, values filled in.
  package var texts: [String: String] = [:]
  package var recipients: [String] = []
  package var isDecree30 = false
  /// Markdown with the values filled in, and what the fences gave between.
  package var pieces: [Piece] = []
  /// The author's pictures as addresses that hold them (`data:…`), by the address in the text.
  package var pictures: [String: String] = [:]
  /// The folder of the report as its path begins, from which its pictures are looked for.
  package var folder = ""
  /// What the person should know of the results, each sentence once.
  package var notes: [String] = []

  package enum Piece: Sendable {
    case markdown(String)
    case block(Block)
  }

  /// What a fence gives.
  package enum Block: Sendable {
    case table(TableBlock)
    case chart(Chart, title: String?)
    /// Text as it is, such as a plan.
    case text(String)
    /// The statements, folded.
    case query(String)
  }

  /// A table of the report.
  package struct TableBlock: Sendable {
    package var title: String?
    package var table: Table
    /// How many rows from the first on are shown.
    package var shownRows: Int
    /// Rows behind those that are shown all the same: the total of the whole table.
    package var lastRows: [Int]
    /// The number of the table in the report, from 1.
    package var number: Int

    package init(_ table: Table, title: String?, upTo limit: Int, number: Int) {
      self.title = title
      self.table = table
      self.number = number
      shownRows = min(table.rowCount, limit)
      // A total among the rows that are shown needs no other in its place: sums of parts are none.
      let highest = (0..<table.rowCount).reduce(0) { max($0, table.totalsLevel($1)) }
      lastRows =
        highest > 0
        ? (shownRows..<table.rowCount).filter { table.totalsLevel($0) == highest } : []
    }

    /// The rows that are shown.
    package var rows: [Int] { Array(0..<shownRows) + lastRows }

    /// Whether rows are left out, which then stand in a file beside the report.
    package var isCut: Bool { shownRows + lastRows.count < table.rowCount }

    /// What is shown of a table that is cut, up to the name of the file that has all of it.
    package var cutText: Words {
      let total =
        lastRows.isEmpty
        ? Words(en: "", vi: "") : Words(en: " and the total", vi: " và dòng tổng cộng")
      return Words(
        en: "The first \(shownRows) of \(table.rowCount) rows\(total.en); all of them: ",
        vi: "\(shownRows) dòng đầu trong \(table.rowCount) dòng\(total.text(in: .vi)); toàn bộ: ")
    }
  }

  package var blocks: [Block] {
    pieces.compactMap { if case .block(let block) = $0 { block } else { nil } }
  }

  package var tables: [TableBlock] {
    blocks.compactMap { if case .table(let table) = $0 { table } else { nil } }
  }

  package var charts: [Chart] {
    blocks.compactMap { if case .chart(let chart, title: _) = $0 { chart } else { nil } }
  }

  /// Takes up a note; gives nothing where it was said before.
  mutating func add(note: String) { if !notes.contains(note) { notes.append(note) } }
}
