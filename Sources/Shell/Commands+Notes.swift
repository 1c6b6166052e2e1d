import Columns
import Display
import Language
import Sources
import Workspace

/// `.notes`: what was said of the last answer, and what its rows say of themselves.
extension Commands {
  func notes() throws {
    guard let table = session.last else {
      presenter.say(Words(en: "there is no result yet", vi: "chưa có kết quả nào"))
      return
    }
    let mark = presenter.outputStyle.hasUnicode ? "• " : "* "
    var text = ""
    func add(_ line: String, indent: String = "  ") {
      let lines = TerminalWidth.wrapped(line, to: presenter.outputWidth.map { $0 - indent.count })
      for (number, part) in lines.enumerated() { text += (number == 0 ? "" : indent) + part + "\n" }
    }
    for note in log.notes {
      add(mark + note.message(in: session.settings.lang) + " [\(note.code)]")
    }
    let keys = RowNotes.keys(of: table)
    for remark in RowNotes.remarks(in: table, for: session.settings.lang.reader) {
      add(mark + TerminalWidth.visible(remark.text))
      for row in remark.rows {
        let names = keys.map { place in
          let value = table.columns[place][row]
          let shown = RowNotes.shown(place, row, in: table, for: session.settings.lang.reader)
          return value.isNull ? "∅" : TerminalWidth.visible(shown)
        }
        let number = session.settings.lang == .vi ? "dòng \(row + 1)" : "row \(row + 1)"
        add("    \(number): " + names.joined(separator: " · "), indent: "      ")
      }
    }
    if text.isEmpty {
      presenter.say(
        Words(en: "the last answer has no notes", vi: "câu trả lời trước không có ghi chú"))
      return
    }
    try presenter.page(text)
  }
}

/// The notes that a table has in its rows.
enum RowNotes {
  struct Remark {
    let text: String
    var rows: [Int]
  }

  /// The texts of the column `note`, each with its rows, in the order in which they come.
  ///
  /// - Parameter reader: in whose language the notes of the program are.
  static func remarks(in table: Table, for reader: Reader) -> [Remark] {
    guard let place = table.fields.firstIndex(where: { $0.name == "note" && $0.type == .text })
    else { return [] }
    var found: [Remark] = []
    var places: [String: Int] = [:]
    for row in 0..<table.rowCount {
      guard case .text(let text) = table.columns[place][row], !text.isEmpty else { continue }
      if let known = places[text] {
        found[known].rows.append(row)
      } else {
        places[text] = found.count
        found.append(Remark(text: shown(place, row, in: table, for: reader), rows: [row]))
      }
    }
    return found
  }

  /// A cell as a reader has it.
  static func shown(_ place: Int, _ row: Int, in table: Table, for reader: Reader) -> String {
    ShownCells(table.columns[place], of: table.fields[place], rows: [row], for: reader).texts[0]
  }

  /// The columns that say which row it is: those in front of what a step computes, or the texts and
  /// times in front of the first figure.
  static func keys(of table: Table) -> [Int] {
    let computed = Set(StepReference.steps.flatMap { $0.columns.map(\.name) })
    let isKey: (Field) -> Bool = { [.text, .date, .int, .bool].contains($0.type) }
    let own = table.fields.prefix { !computed.contains($0.name) && isKey($0) && $0.name != "note" }
    var places = Array(own.indices.prefix(4))
    // Several lines of one key are told apart by their time.
    if let time = table.fields.firstIndex(where: { $0.name == "time" || $0.name == "year" }),
      !places.contains(time)
    {
      places.append(time)
    }
    return places.isEmpty ? Array(table.fields.indices.prefix(1)) : places
  }
}
