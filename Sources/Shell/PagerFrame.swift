import Columns
import Display

/// What of a drawn table stays on the screen while the rest is moved: its names and its keys.
struct PagerFrame: Equatable {
  /// Lines at the top: the frame, the names, the types.
  let lines: Int
  /// Cells at the left: the columns that say which row it is; 0 where they take half the width.
  let columns: Int

  /// - Parameter text: the table as it was drawn; nil where that is no box of one block.
  init?(_ text: String, _ table: Table) {
    let head = text.split(separator: "\n", maxSplits: 12, omittingEmptySubsequences: false)
      .map { PagerFrame.plain($0) }
    // Names may take several lines; the rule under them ends what stays.
    guard let first = head.first, first.hasPrefix("┌") || first.hasPrefix("+-"),
      let rule = head.dropFirst().firstIndex(where: { $0.hasPrefix("├") || $0.hasPrefix("+-") }),
      rule >= 3
    else { return nil }
    lines = rule + 1
    let joints = first.enumerated().filter { $0.offset > 0 && "┬+┐".contains($0.element) }
      .map(\.offset)
    let leading = table.fields.prefix { [.text, .date].contains($0.type) }.count
    let keys = joints.prefix(min(leading, 2))
    let whole = joints.last ?? 0
    columns = keys.last { $0 < min(whole / 2, 60) }.map { $0 + 1 } ?? 0
  }

  /// A line without the sequences that give it colours.
  private static func plain(_ line: Substring) -> String {
    var text = ""
    var isInside = false
    for scalar in line.unicodeScalars {
      if scalar == "\u{1B}" { isInside = true }
      if !isInside { text.unicodeScalars.append(scalar) }
      if isInside, scalar == "m" { isInside = false }
    }
    return text
  }
}
