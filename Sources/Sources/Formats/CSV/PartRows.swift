import Columns
import Functions
import Language

/// Rows that say that they are parts of the row above: `Trong đó: nữ`, `Of which: women`.
///
/// They stay rows; whoever adds the column up has to know that it counts them twice.
struct PartRows {
  private let first: FileHead.Record?
  private let count: Int
  private let condition: String

  private static let words = ["trong do", "of which", "in which", "including:"]

  /// Looks at the first records of a table.
  init(_ records: [FileHead.Record], _ names: [String]) {
    var first: FileHead.Record?
    var place = 0
    var start = ""
    var count = 0
    for record in records where !record.isBad {
      guard let own = record.fields.firstIndex(where: { !FileHead.trimmed($0).isEmpty }) else {
        continue
      }
      // The name of the part may stand behind a number.
      let texts = [own, own + 1].filter { $0 < record.fields.count }
      guard
        let named = texts.first(where: { PartRows.isPart(FileHead.text(record.fields[$0])) })
      else { continue }
      count += 1
      if first == nil {
        first = record
        place = named
        start = PartRows.start(FileHead.text(record.fields[named]))
      }
    }
    self.first = first
    self.count = count
    let name = names.indices.contains(place) ? SyntaxText.name(names[place]) : ""
    condition =
      name.isEmpty ? "" : "where not (\(name) ~ \(SyntaxText.quoted(start)))"
  }

  private static func isPart(_ text: String) -> Bool {
    guard text.utf8.count <= 120 else { return false }
    let folded = TextFold.fold(text).drop { "-+* ".contains($0) }
    // `Trống Đồng` is a name.
    return words.contains { word in
      folded.hasPrefix(word) && !(folded.dropFirst(word.count).first?.isLetter ?? false)
    }
  }

  /// The words by which such rows are known, as they stand in the file.
  private static func start(_ text: String) -> String {
    let plain = text.drop { "-+* ".contains($0) }
    return plain.split(separator: " ").prefix(2).joined(separator: " ").filter { $0 != ":" }
  }

  /// What is told of them; nil where there are none.
  ///
  /// - Parameter isWhole: whether all rows of the file were looked at.
  func note(isWhole: Bool) -> FileNote? {
    guard let first,
      let name = first.fields.map({ FileHead.text($0) }).first(where: { PartRows.isPart($0) })
    else { return nil }
    let shown = name.count > 60 ? name.prefix(59) + "…" : name[...]
    let isOne = count == 1 && isWhole
    let more = isOne ? "" : isWhole ? ", and \(count - 1) more" : ", and others like it"
    let moreVi = isOne ? "" : isWhole ? " và \(count - 1) dòng khác" : " và các dòng tương tự"
    let out = condition.isEmpty ? "" : "; \(condition) leaves \(isOne ? "it" : "them") out"
    let outVi = condition.isEmpty ? "" : "; \(condition) để bỏ ra"
    return FileNote(
      "N0523",
      "line \(first.line), \"\(shown)\"\(more), \(isOne ? "says that it is a part" : "say that they are parts") of the row above and \(isOne ? "stays a row" : "stay rows"), so that a sum of the column counts \(isOne ? "it" : "them") twice\(out)",
      "dòng \(first.line), \"\(shown)\"\(moreVi), là một phần của dòng trên và vẫn là dòng, nên tổng cả cột bị tính trùng\(outVi)"
    )
  }
}
