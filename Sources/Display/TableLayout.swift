import Columns
import Language

/// What the query asked of a view: which of its columns say most and least.
public struct SpareColumns: Sendable, Hashable {
  /// What qualifies the figures; the first of them goes first.
  public var details: [String]
  /// What is next.
  public var minor: [String]
  /// The answer: always in the table, before anything else.
  public var telling: [String]
  /// What the query named itself (`select`, `sort`, `derive`), which is never left out.
  public var asked: [String]
  /// A column of texts that are said under the table where they cannot stand in it.
  public var remarks: String?

  public init(
    details: [String] = [], minor: [String] = [], telling: [String] = [], asked: [String] = [],
    remarks: String? = nil
  ) {
    self.details = details
    self.minor = minor
    self.telling = telling
    self.asked = asked
    self.remarks = remarks
  }
}

extension SpareColumns {
  /// The same for a table with these columns: `rank_<t>` is every column that begins so, and
  /// `<item>_<t>` every column that nothing else speaks of.
  fileprivate func resolved(_ fields: [Field]) -> SpareColumns {
    let named = Set(details + minor + telling)
    func starting(_ pattern: String) -> [String] {
      let start = pattern.prefix { $0 != "<" }
      guard !start.isEmpty else { return [] }
      return fields.map(\.name).filter { $0.hasPrefix(start) && !named.contains($0) }
    }
    func expanded(_ names: [String]) -> [String] {
      names.flatMap { $0.contains("<") ? starting($0) : [$0] }
    }
    var result = self
    result.details = expanded(details)
    result.minor = expanded(minor)
    result.telling = expanded(telling)
    if telling.contains(where: { $0.hasPrefix("<") }) {
      let spoken = Set(result.details + result.minor + result.telling)
      result.telling += fields.filter { $0.look.part != .key && !spoken.contains($0.name) }
        .map(\.name)
    }
    return result
  }
}

/// Which columns of a table are shown in so many cells, in which block, and how wide each is.
///
/// The keys of the rows and the answer come first. What is the same in all rows is said under the
/// table instead of in a column; details are left out; what then has no room beside the answer goes
/// into a block under the first, with the keys repeated. Texts are shortened, keys last and so that
/// they still differ; numbers and days never are.
struct TableLayout {
  /// Columns that stand side by side, in the order of the table.
  struct Block {
    var columns: [Int]
    var widths: [Int: Int]
  }

  private(set) var blocks: [Block] = []
  /// Columns that are said in words, as all their rows are the same.
  private(set) var said: [Int] = []
  /// The columns of records, where not even the keys and one column fit, or where blocks would take
  /// more lines; empty where the rows stand in blocks.
  private(set) var record: [Int] = []

  /// What is known of a column before it is laid out.
  struct Measure {
    /// The widest cell.
    var cells: Int
    /// The heading in one line, and in as few cells as it can be broken into.
    var heading: Int
    var leastHeading: Int
    var mayBeCut: Bool
    /// The least cells in which the texts of a key still differ.
    var distinct: Int
    var isSame: Bool
  }

  private let measures: [Measure]
  private let width: Int
  private var limits: [Int: Int] = [:]
  private var keys: [Int] = []

  /// A text is not made shorter than this while columns can be left out or put below.
  private static let comfortable = 24
  private static let narrow = 14
  /// A key is not made shorter than this for the sake of one block instead of two.
  private static let comfortableKey = 16
  /// A key is not made shorter than this while anything fits beside it.
  private static let leastKey = 8

  /// - Parameter rowsShown: how many rows are shown at most.
  init(
    _ table: Table, _ measures: [Measure], to width: Int, spare: SpareColumns,
    rowsShown: Int = .max
  ) {
    self.measures = measures
    self.width = width
    let all = Array(measures.indices)
    let spare = spare.resolved(table.fields)
    func places(_ names: [String]) -> [Int] {
      names.flatMap { name in
        name.contains("*")
          ? table.fields.indices.filter { ColumnPattern.fits(table.fields[$0].name, name) }
          : table.fields.firstIndex { $0.name == name }.map { [$0] } ?? []
      }
    }
    if total(all.map { max(measures[$0].cells, measures[$0].heading) }) <= width {
      blocks = [Block(columns: all, widths: [:])]
      for index in all {
        blocks[0].widths[index] = max(measures[index].cells, measures[index].heading)
      }
      return
    }
    let asked = Set(places(spare.asked))
    let telling = Set(places(spare.telling))
    let remark = Set(places(spare.remarks.map { [$0] } ?? []))
    // What is said under the table in full is not cut in it.
    var shown = all.filter { !remark.contains($0) || asked.contains($0) }
    said = remark.filter {
      !shown.contains($0) && measures[$0].isSame && table.columns[$0][0].isNull
    }
    func fits(_ columns: [Int]) -> Bool { total(columns.map { natural($0) }) <= width }
    let wanted = all.filter { table.fields[$0].look.part == .key }
    if !fits(shown) {
      shorten(shown.filter { !wanted.contains($0) }, to: TableLayout.comfortable)
    }
    func sayWhere(_ condition: (Int) -> Bool) {
      guard !fits(shown), table.rowCount > 1 else { return }
      let same = shown.filter {
        measures[$0].isSame && !asked.contains($0) && condition($0)
      }
      // Something stays to be a table.
      guard shown.count - same.count > 0 else { return }
      said += same
      shown.removeAll { same.contains($0) }
    }
    sayWhere { !telling.contains($0) }
    let details = places(spare.details).filter { !asked.contains($0) && !wanted.contains($0) }
    for index in details where !fits(shown) { shown.removeAll { $0 == index } }
    let answer = shown.filter { telling.contains($0) || asked.contains($0) }
    if !fits(answer + wanted.filter { shown.contains($0) && !answer.contains($0) }) {
      sayWhere { _ in true }
    }
    keys = TableLayout.keys(table, wanted.filter(shown.contains), among: shown)
    if !fits(shown) {
      shorten(shown.filter { !keys.contains($0) }, to: TableLayout.narrow)
    }
    if fits(shown) {
      blocks = [Block(columns: shown, widths: [:])]
    } else {
      let minor = Set(places(spare.minor))
      let first = shown.filter {
        !keys.contains($0) && (asked.contains($0) || telling.contains($0))
      }
      let others = shown.filter { !keys.contains($0) && !first.contains($0) && !minor.contains($0) }
      let last = shown.filter { minor.contains($0) && !keys.contains($0) && !first.contains($0) }
      let spared = details.reversed().filter {
        !shown.contains($0) && !measures[$0].isSame && !remark.contains($0)
      }
      makeRoom(for: first)
      divide(must: first, may: others + last, room: spared)
    }
    said.sort()
    let lines = blocks.count * (min(rowsShown, table.rowCount) + 5)
    if blocks.isEmpty
      || (blocks.count > 3 && lines > min(rowsShown, table.rowCount) * (shown.count + 1))
    {
      blocks = []
      record = shown
      return
    }
    for index in blocks.indices {
      // Below the first block the keys come first, so that its rows can be told apart.
      let own = blocks[index].columns.sorted()
      blocks[index].columns =
        index == 0 ? own : own.filter(keys.contains) + own.filter { !keys.contains($0) }
      for column in blocks[index].columns { blocks[index].widths[column] = natural(column) }
      widen(&blocks[index])
    }
  }

  /// All columns that stand in some block, or in the records.
  var shown: Set<Int> { Set(blocks.flatMap(\.columns) + record) }

  // MARK: Widths

  private func total(_ widths: [Int]) -> Int { widths.reduce(1) { $0 + $1 + 3 } }

  /// The cells that a column takes as things stand.
  private func natural(_ index: Int) -> Int {
    let measure = measures[index]
    let limit = measure.mayBeCut ? limits[index] ?? measure.cells : measure.cells
    return max(min(measure.cells, limit), measure.leastHeading)
  }

  private mutating func shorten(_ columns: [Int], to cells: Int) {
    for index in columns where measures[index].mayBeCut { limits[index] = cells }
  }

  /// Room that is left goes to keys, then to other texts, then to headings.
  private func widen(_ block: inout Block) {
    var left = width - total(block.columns.map { block.widths[$0] ?? 0 })
    func give(_ columns: [Int], upTo most: (Int) -> Int) {
      var open = columns.filter { (block.widths[$0] ?? 0) < most($0) }
      while left > 0, !open.isEmpty {
        for index in open where left > 0 {
          block.widths[index, default: 0] += 1
          left -= 1
        }
        open.removeAll { (block.widths[$0] ?? 0) >= most($0) }
      }
    }
    give(block.columns.filter(keys.contains)) { measures[$0].cells }
    give(block.columns) { measures[$0].cells }
    give(block.columns) { measures[$0].heading }
  }

  // MARK: Keys

  /// The columns that tell which row it is: those known for it, else the first ones that are no
  /// measurements.
  private static func keys(_ table: Table, _ wanted: [Int], among shown: [Int]) -> [Int] {
    if !wanted.isEmpty { return wanted }
    var keys: [Int] = []
    let rows = min(table.rowCount, 200)
    for index in shown.prefix(3) {
      guard table.fields[index].type != .float else { break }
      keys.append(index)
      let cells = Set((0..<rows).map { row in keys.map { table.columns[$0][row] } })
      if cells.count == rows { break }
    }
    return keys.count < shown.count ? keys : Array(keys.dropLast())
  }

  /// Shortens the keys a little where the answer then stands beside them in one block.
  private mutating func makeRoom(for answer: [Int]) {
    let need = answer.reduce(0) { $0 + natural($1) + 3 }
    let before = limits
    func longest() -> Int? {
      keys.filter { index in
        let least = max(measures[index].distinct, TableLayout.comfortableKey)
        return measures[index].mayBeCut && natural(index) > max(least, measures[index].leastHeading)
      }.max { natural($0) < natural($1) }
    }
    while total(keys.map(natural)) + need > width {
      guard let index = longest() else {
        limits = before
        return
      }
      limits[index] = natural(index) - 1
    }
  }

  /// Makes the keys leave room for so many cells beside them; false where they cannot.
  private mutating func shortenKeys(beside need: Int) -> Bool {
    func widest(_ least: (Int) -> Int) -> Int? {
      keys.filter {
        measures[$0].mayBeCut && natural($0) > max(least($0), measures[$0].leastHeading)
      }
      .max { natural($0) < natural($1) }
    }
    func isTooWide(_ most: Int) -> Bool {
      let own = total(keys.map(natural))
      return own > most || own + need > width
    }
    // As far as they differ, down to half of the width; further only if nothing fits else.
    for (most, mustDiffer) in [(width / 2, true), (width - need, false)] {
      while isTooWide(most),
        let index = widest({
          mustDiffer ? max(TableLayout.leastKey, measures[$0].distinct) : TableLayout.leastKey
        })
      {
        limits[index] = natural(index) - 1
      }
    }
    return total(keys.map(natural)) + need <= width
  }

  // MARK: Blocks

  /// Puts the columns into blocks: `must` in as many as it takes, `may` as far as two blocks have
  /// room, `room` where some is left in the last of several.
  private mutating func divide(must: [Int], may: [Int], room: [Int]) {
    let columns = must + may
    var need = columns.map { natural($0) + 3 }.max() ?? 0
    // What does not fit beside the keys in any case: better shown whole in records.
    if !shortenKeys(beside: need) {
      shorten(columns, to: TableLayout.leastKey)
      need = columns.map { natural($0) + 3 }.max() ?? 0
      guard shortenKeys(beside: need) else { return }
    }
    let start = total(keys.map(natural))
    var left = 0
    func place(_ index: Int, mayAdd: Bool) -> Bool {
      let own = natural(index) + 3
      if blocks.isEmpty || (own > left && mayAdd) {
        blocks.append(Block(columns: keys, widths: [:]))
        left = width - start
      }
      guard own <= left else { return false }
      blocks[blocks.count - 1].columns.append(index)
      left -= own
      return true
    }
    for index in must { _ = place(index, mayAdd: true) }
    var hasAll = true
    for index in may where !place(index, mayAdd: blocks.count < 2) { hasAll = false }
    // Details beside a gap for what says more would look like the answer.
    guard blocks.count > 1, hasAll else { return }
    shorten(room, to: TableLayout.comfortable)
    for index in room { _ = place(index, mayAdd: false) }
  }
}
