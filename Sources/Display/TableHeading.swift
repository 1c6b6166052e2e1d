import Columns

/// What stands over a column: its label, and under that, dim, its name in queries or its type.
struct TableHeading {
  let label: String
  let below: String

  init(_ field: Field, for reader: Reader) {
    let name = TerminalWidth.visible(field.name)
    label = TerminalWidth.visible(field.heading(for: reader))
    below = field.label(for: reader) == field.name ? field.typeName : name
  }

  /// A word of a heading that is longer than this may be cut.
  private static let longestWord = 12

  /// Cells of both in one line each.
  var width: Int { max(TerminalWidth.of(label), TerminalWidth.of(below)) }

  /// The fewest cells in which both take at most three lines.
  var leastWidth: Int {
    var cells = 1
    while cells < min(width, TableHeading.longestWord),
      TerminalWidth.headingLines(label, to: cells) == nil
        || TerminalWidth.headingLines(below, to: cells) == nil
    {
      cells += 1
    }
    return cells
  }

  /// The lines of a text in so many cells, the last one cut where it must be.
  static func lines(_ text: String, to cells: Int, mark: String) -> [String] {
    if let lines = TerminalWidth.headingLines(text, to: cells) { return lines }
    return [TerminalWidth.cutMiddle(text, to: cells, mark: mark)]
  }
}

/// The texts of a column in fewer cells than they take: of a key, so that they still differ.
struct ShortTexts {
  private let texts: [String]
  private let natural: Int

  init(_ texts: [String]) {
    self.texts = Array(Set(texts))
    natural = texts.reduce(0) { max($0, TerminalWidth.of($1)) }
  }

  /// How much of what is left stands before the mark.
  private static let heads = [0.6, 0.4, 0.8, 0.2]

  /// How many texts look like another one, cut in this way.
  private func clashes(_ cells: Int, _ head: Double) -> Int {
    texts.count - Set(texts.map { TerminalWidth.cutMiddle($0, to: cells, head: head) }).count
  }

  /// The share of the head by which most of the texts differ.
  func head(_ cells: Int) -> Double {
    var best = ShortTexts.heads[0]
    var least = Int.max
    for head in ShortTexts.heads {
      let count = clashes(cells, head)
      if count < least { (best, least) = (head, count) }
      if count == 0 { break }
    }
    return best
  }

  /// Of more texts than these nobody tells each apart.
  private static let mostCompared = 1000

  /// The texts in at most so many cells, in their order: cut at the end, or in the middle where several
  /// would look alike.
  static func cut(_ texts: [String], to cells: Int, mark: String = "…") -> [String] {
    let ends = texts.watched.map { TerminalWidth.cut($0, to: cells, mark: mark) }
    guard texts.count <= mostCompared, Set(ends).count < Set(texts).count else { return ends }
    let head = ShortTexts(texts).head(cells)
    return texts.map { TerminalWidth.cutMiddle($0, to: cells, mark: mark, head: head) }
  }

  /// The least cells, of these or more, in which all differ; as many as the longest takes at most.
  func distinct(from least: Int) -> Int {
    var cells = min(least, natural)
    while cells < natural, !ShortTexts.heads.contains(where: { clashes(cells, $0) == 0 }) {
      cells += 1
    }
    return cells
  }
}
