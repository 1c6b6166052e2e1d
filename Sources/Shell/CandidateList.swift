import Display
import Services

/// The list under the line after Tab.
enum CandidateList {
  /// More than this do not help to choose; typing on is quicker.
  private static let most = 200

  /// One line per candidate with its description where they are few, columns of names where they
  /// are many; no more than fit on the terminal.
  static func text(_ candidates: [Candidate], columns: Int, rows: Int) -> String {
    let names = candidates.map { Width.visible(History.trimmed($0.text)) }
    let room = max(4, rows - 2)
    if candidates.count <= min(room, 30), candidates.contains(where: { !$0.description.isEmpty }) {
      let widest = min(names.map { Width.of($0) }.max() ?? 0, columns / 2)
      return zip(names, candidates).map { name, candidate in
        let line =
          Width.pad(Width.cut(name, to: widest), to: widest) + "  "
          + Width.visible(candidate.description)
        return History.trimmed(Width.cut(line, to: columns - 1)) + "\n"
      }.joined()
    }
    return grid(names, columns: columns, rows: room)
  }

  /// Names in columns, read downwards.
  private static func grid(_ names: [String], columns: Int, rows: Int) -> String {
    let widest = min(names.prefix(most).map { Width.of($0) }.max() ?? 1, columns - 1)
    let across = max(1, (columns - 1 + 2) / (widest + 2))
    let shown = Array(names.prefix(min(most, across * rows)))
    let down = (shown.count + across - 1) / across
    var text = ""
    for row in 0..<down {
      var line = ""
      for column in 0..<across where column * down + row < shown.count {
        let name = Width.cut(shown[column * down + row], to: widest)
        line += column == 0 ? "" : "  "
        line += Width.pad(name, to: widest)
      }
      text += History.trimmed(line) + "\n"
    }
    if shown.count < names.count { text += "… +\(names.count - shown.count)\n" }
    return text
  }
}
