import Columns

/// Columns that a view leaves out before others where there is no room for all.
public struct SpareColumns: Sendable, Hashable {
  /// What qualifies the figures; the first of them goes first.
  public var details: [String]
  /// What is next.
  public var minor: [String]
  /// What stays even where it is the same in every row.
  public var telling: [String]
  /// A column of texts that are said under the table where they cannot stand in it.
  public var remarks: String?

  public init(
    details: [String] = [], minor: [String] = [], telling: [String] = [], remarks: String? = nil
  ) {
    self.details = details
    self.minor = minor
    self.telling = telling
    self.remarks = remarks
  }
}

/// Which columns of a table are shown in so many cells, and how wide each is.
///
/// Long texts and names are shortened first. Then columns are left out, those first that say least:
/// details, columns that are null all along, texts that are the same in every row, minor columns,
/// and only then columns from the middle. Numbers are not cut if it can be helped.
struct ColumnFit {
  private(set) var shown: [Int]
  private(set) var widths: [Int]
  private let natural: [Int]
  private let width: Int
  /// What a number needs; a text needs nothing.
  private let needed: [Int]

  /// Nothing is made shorter than this for the sake of a detail, or of any other column.
  private static let comfortable = 20
  private static let narrow = 14
  private static let least = 9

  init(_ table: Table, _ cells: [CellFormat], natural: [Int], to width: Int, spare: SpareColumns) {
    self.natural = natural
    self.width = width
    widths = natural
    shown = Array(natural.indices)
    needed = cells.map { column in
      column.isRight ? column.texts.reduce(0) { max($0, Width.of($1)) } : 0
    }
    guard isTooWide else { return }
    shorten(to: ColumnFit.comfortable)
    func places(_ names: [String]) -> [Int] {
      names.compactMap { name in table.fields.firstIndex { $0.name == name } }
    }
    let details = places(spare.details)
    let isNull = cells.map { $0.isNull.allSatisfy { $0 } }
    let isSame = cells.indices.map { index in
      let texts = cells[index].texts
      return table.fields[index].type == .text && texts.count > 1
        && !spare.telling.contains(table.fields[index].name)
        && texts.allSatisfy { $0 == texts[0] }
    }
    leaveOut(details.filter { isNull[$0] })
    leaveOut(details)
    shorten(to: ColumnFit.narrow)
    leaveOut(shown.reversed().filter { isNull[$0] })
    leaveOut(shown.reversed().filter { isSame[$0] })
    leaveOut(places(spare.minor))
    if isTooWide, isSame[0], shown.count > 2 { shown.removeAll { $0 == 0 } }
    shorten(to: ColumnFit.least)
    while isTooWide, shown.count > 2 { shown.remove(at: shown.count / 2) }
    shorten(to: 1, sparingNumbers: false)
    widen()
  }

  /// The place of the column of dots that stands for those left out: where they were, or at the end
  /// where they were in several places.
  var gap: Int? {
    guard shown.count < natural.count else { return nil }
    let breaks = shown.indices.filter { $0 > 0 && shown[$0] != shown[$0 - 1] + 1 }
    return breaks.count == 1 && shown.last == natural.count - 1 ? breaks[0] : shown.count
  }

  private var total: Int {
    shown.reduce(1) { $0 + widths[$1] + 3 } + (shown.count < natural.count ? 4 : 0)
  }

  private var isTooWide: Bool { total > width }

  /// Shortens the longest columns, as far as there is need and no further than this.
  private mutating func shorten(to least: Int, sparingNumbers: Bool = true) {
    func bound(_ index: Int) -> Int { sparingNumbers ? max(least, needed[index]) : least }
    while isTooWide {
      let free = shown.filter { widths[$0] > bound($0) }
      guard let longest = free.max(by: { widths[$0] < widths[$1] }) else { return }
      let second = free.filter { $0 != longest }.map { widths[$0] }.max() ?? least
      let enough = widths[longest] - (total - width)
      widths[longest] = max(bound(longest), min(widths[longest] - 1, max(second, enough)))
    }
  }

  /// Leaves out columns, in this order, until the rest fits.
  private mutating func leaveOut(_ columns: [Int]) {
    for index in columns where index > 0 && isTooWide { shown.removeAll { $0 == index } }
  }

  /// Room that is left goes back to what was shortened.
  private mutating func widen() {
    for index in shown where widths[index] < natural[index] && total < width {
      widths[index] = min(natural[index], widths[index] + width - total)
    }
  }
}
