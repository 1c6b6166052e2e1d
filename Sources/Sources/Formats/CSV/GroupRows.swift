import Columns
import Functions
import Language

/// Rows of a table that head the rows below them: `I | NHÓM NHIỆM VỤ CỦA TỈNH`, `A. Khối huyện`.
///
/// They stay rows, since what stands in them belongs to the file; that they are there is told, because
/// counts and sums take them like the others.
struct GroupRows {
  private(set) var rows: [FileHead.Record] = []
  /// The condition that leaves them out, in the language of queries.
  private var condition = ""

  /// Looks at the first records of a table.
  init(_ records: [FileHead.Record], _ names: [String]) {
    guard names.count > 2 else { return }
    let numbered = GroupRows.numbered(records)
    let found = records.indices.filter { place in
      GroupRows.heads(records[place], numbered)
    }
    // Signatures stand below all rows, headings above some.
    guard let last = records.lastIndex(where: { $0.filled > 2 && !GroupRows.heads($0, numbered) })
    else { return }
    let above = found.filter { $0 < last }
    // Where nearly all rows are of that form it is how the table is written.
    guard !above.isEmpty, above.count * 2 <= records.count else { return }
    rows = above.map { records[$0] }
    condition = condition(names, numbered, records.indices.filter { !found.contains($0) }, records)
  }

  /// Whether the first column numbers the rows: most of its cells are whole numbers.
  private static func numbered(_ records: [FileHead.Record]) -> Bool {
    let numbers = records.count { record in
      let text = record.fields.first.map { FileHead.text($0) } ?? ""
      return !text.isEmpty && text.allSatisfy { $0.isNumber || $0 == "." } && text.first != "."
    }
    return numbers > 0 && numbers * 2 >= records.count
  }

  private static func heads(_ record: FileHead.Record, _ isNumbered: Bool) -> Bool {
    guard !record.isBad, let first = record.fields.first.map({ FileHead.text($0) }) else {
      return false
    }
    // Among rows with numbers `II` is another kind of row, also where it holds sums of them.
    if isNumbered, GroupMark.isMark(first) { return record.isFilled(1) }
    guard record.filled == 1 else { return false }
    let second = record.fields.count > 1 ? FileHead.text(record.fields[1]) : ""
    return GroupMark.isHeading(first.isEmpty ? second : first)
  }

  private func condition(
    _ names: [String], _ isNumbered: Bool, _ others: [Int], _ records: [FileHead.Record]
  ) -> String {
    // A column that all other rows have and none of these.
    if let place = names.indices.first(where: { place in
      !rows.contains { $0.isFilled(place) } && others.allSatisfy { records[$0].isFilled(place) }
    }) {
      return "where \(SyntaxText.name(names[place])) is not null"
    }
    guard isNumbered, let name = names.first else { return "" }
    let marks = rows.compactMap { $0.fields.first.map { "\"\(FileHead.text($0))\"" } }
    guard marks.allSatisfy({ GroupMark.isMark($0.filter { $0 != "\"" }) }) else { return "" }
    return "where \(SyntaxText.name(name)) not in [\(marks.prefix(8).joined(separator: ", "))]"
  }

  /// What is told of them; nil where there are none.
  ///
  /// - Parameter isWhole: whether all rows of the file were looked at.
  func note(isWhole: Bool) -> FileNote? {
    guard let first = rows.first else { return nil }
    let texts = first.fields.prefix(2).map { FileHead.text($0) }.filter { !$0.isEmpty }
    let name = texts.joined(separator: " ")
    let shown = name.count > 60 ? name.prefix(59) + "…" : name[...]
    let more = rows.count - 1
    var en = "line \(first.line), \"\(shown)\""
    var vi = "dòng \(first.line), \"\(shown)\""
    if more > 0 || !isWhole {
      en += isWhole ? ", and \(more) more" : ", and others like it"
      vi += isWhole ? " và \(more) dòng khác" : " và các dòng tương tự"
    }
    let isOne = more == 0 && isWhole
    en += isOne ? " heads a group and stays a row" : " head groups and stay rows"
    en += ", counted like the others"
    vi += " là tiêu đề nhóm, vẫn là dòng và được tính như các dòng khác"
    if !condition.isEmpty {
      en += "; \(condition) leaves \(isOne ? "it" : "them") out"
      vi += "; \(condition) để bỏ ra"
    }
    return FileNote("N0523", en, vi)
  }
}
