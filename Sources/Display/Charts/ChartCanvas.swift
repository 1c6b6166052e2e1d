/// What a piece of a chart is painted with; shapes tell the same without colour.
enum ChartInk: Sendable, Hashable {
  case plain, dim, bold, target
  case series(Int)

  var code: String? {
    switch self {
    case .plain: nil
    case .dim: "2"
    case .bold: "1"
    case .target: "33"
    case .series(let index): ["34", "31", "32", "35", "36", "33"][index % 6]
    }
  }
}

/// A grid of terminal cells. What does not fit is left out, so no line is ever wider than the grid.
struct ChartCanvas {
  let width: Int
  private(set) var rows: [[Cell]] = []

  struct Cell {
    /// One cluster; empty where a wide one began in the cell before.
    var text = " "
    var ink = ChartInk.plain
  }

  init(width: Int) {
    self.width = max(1, width)
  }

  var height: Int { rows.count }

  /// Adds empty rows and gives the number of the first.
  @discardableResult
  mutating func addRows(_ count: Int = 1) -> Int {
    let row = Cell()
    rows += Array(repeating: Array(repeating: row, count: width), count: max(0, count))
    return rows.count - max(0, count)
  }

  func text(_ row: Int, _ column: Int) -> String {
    rows.indices.contains(row) && column >= 0 && column < width ? rows[row][column].text : " "
  }

  /// One cluster of one or two cells.
  mutating func set(_ row: Int, _ column: Int, _ text: String, _ ink: ChartInk, cells: Int = 1) {
    guard rows.indices.contains(row), column >= 0, column + cells <= width else { return }
    for place in column..<column + cells { clear(row, place) }
    rows[row][column] = Cell(text: text, ink: ink)
    if cells == 2 { rows[row][column + 1] = Cell(text: "", ink: ink) }
  }

  /// A wide cluster of which a part is overwritten goes as a whole.
  private mutating func clear(_ row: Int, _ column: Int) {
    if rows[row][column].text.isEmpty, column > 0 { rows[row][column - 1] = Cell() }
    if column + 1 < width, rows[row][column + 1].text.isEmpty { rows[row][column + 1] = Cell() }
    rows[row][column] = Cell()
  }

  /// A text from a cell on; control characters are made visible.
  mutating func put(_ row: Int, _ column: Int, _ text: String, _ ink: ChartInk = .plain) {
    guard rows.indices.contains(row) else { return }
    var place = column
    var last: Int?
    for character in TerminalWidth.visible(text) {
      let cells = TerminalWidth.of(character)
      if cells == 0 {
        if let last { rows[row][last].text.append(character) }
        continue
      }
      if place + cells > width { break }
      if place >= 0 {
        set(row, place, String(character), ink, cells: cells)
        last = place
      }
      place += cells
    }
  }

  /// The rows as text, each ended by a newline, without spaces at their ends.
  func render(_ style: Style) -> String {
    var result = ""
    for row in rows {
      let end = row.lastIndex { $0.text != " " }.map { $0 + 1 } ?? 0
      var ink = ChartInk.plain
      for cell in row[..<end] {
        if style.hasColour, cell.ink != ink, !(cell.text == " " && ink == .plain) {
          let next = cell.text == " " ? .plain : cell.ink
          if ink.code != nil { result += "\u{1B}[0m" }
          if let code = next.code { result += "\u{1B}[\(code)m" }
          ink = next
        }
        result += cell.text
      }
      if ink.code != nil { result += "\u{1B}[0m" }
      result += "\n"
    }
    return result
  }
}
