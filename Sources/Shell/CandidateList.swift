import Display
import Services

/// The list under the line after Tab.
enum CandidateList {
  /// More than this do not help to choose; typing on is quicker.
  private static let most = 200

  /// One line per candidate with its description where they are few, columns of names where they
  /// are many; no more than fit on the terminal. Candidates of several kinds stand under headings.
  static func text(_ candidates: [Candidate], columns: Int, rows: Int) -> String {
    let groups = self.groups(candidates)
    let isGrouped = groups.count > 1
    let room = max(4, rows - 2)
    let lines = candidates.count + (isGrouped ? groups.count : 0)
    let isDescribed = candidates.contains { !$0.description.isEmpty }
    if lines <= min(room, 30), isDescribed {
      let widest = candidates.map { TerminalWidth.of(name($0)) }.max() ?? 0
      return groups.map { group in
        heading(group, isGrouped)
          + described(group, widest: min(widest, columns / 2), columns: columns)
      }.joined()
    }
    guard isGrouped else { return grid(candidates, columns: columns, rows: room) }
    var left = room
    var text = ""
    for (number, group) in groups.enumerated() {
      // Each of those that follow has two lines at least.
      let own = max(1, left - 1 - 2 * (groups.count - number - 1))
      let part = heading(group, true) + grid(group, columns: columns, rows: own)
      left -= part.utf8.count { $0 == 0x0A }
      text += part
    }
    return text
  }

  private static func name(_ candidate: Candidate) -> String {
    TerminalWidth.visible(History.trimmed(candidate.text))
  }

  /// The candidates by kind, in the order in which the kinds come.
  private static func groups(_ candidates: [Candidate]) -> [[Candidate]] {
    var order: [String] = []
    var groups: [String: [Candidate]] = [:]
    for candidate in candidates {
      if groups[candidate.group] == nil { order.append(candidate.group) }
      groups[candidate.group, default: []].append(candidate)
    }
    return order.compactMap { groups[$0] }
  }

  private static func heading(_ group: [Candidate], _ isShown: Bool) -> String {
    guard isShown, let title = group.first?.group, !title.isEmpty else { return "" }
    return title + ":\n"
  }

  private static func described(
    _ candidates: [Candidate], widest: Int, columns: Int
  ) -> String {
    candidates.map { candidate in
      let line =
        TerminalWidth.pad(TerminalWidth.cut(name(candidate), to: widest), to: widest) + "  "
        + TerminalWidth.visible(candidate.description)
      return History.trimmed(TerminalWidth.cut(line, to: columns - 1)) + "\n"
    }.joined()
  }

  /// Names in columns, read downwards.
  private static func grid(_ candidates: [Candidate], columns: Int, rows: Int) -> String {
    let names = candidates.map(name)
    let widest = min(names.prefix(most).map { TerminalWidth.of($0) }.max() ?? 1, columns - 1)
    let across = max(1, (columns - 1 + 2) / (widest + 2))
    let shown = Array(names.prefix(min(most, across * rows)))
    let down = (shown.count + across - 1) / across
    var text = ""
    for row in 0..<down {
      var line = ""
      for column in 0..<across where column * down + row < shown.count {
        let name = TerminalWidth.cut(shown[column * down + row], to: widest)
        line += column == 0 ? "" : "  "
        line += TerminalWidth.pad(name, to: widest)
      }
      text += History.trimmed(line) + "\n"
    }
    if shown.count < names.count { text += "… +\(names.count - shown.count)\n" }
    return text
  }
}
