import Columns
import Language
import Planning

/// Where a table of targets has what.
struct TargetColumns: Sendable, Hashable {
  /// A key of the result and the column of the targets that has to equal it.
  struct Join: Sendable, Hashable {
    var key: Int
    var column: Int
  }

  /// A column of texts that is no key of the step.
  struct Spare: Sendable, Hashable {
    var column: Int
    /// The column is known by its name to say what is measured.
    var isSeries: Bool
    /// The data have the column too: the place of its least value among the constants, the greatest
    /// behind it.
    var place: Int?
    /// What to type after `by`.
    var key: String
    /// The change of the query that makes it a key.
    var edit: Diagnostic.Edit?
  }

  /// A column of which the data have one value alone.
  struct Constant: Sendable, Hashable {
    var column: Int
    var value: Value
  }

  var series: Int?
  var level: Int?
  var time: Int
  var target: Int
  var comparison: Int?
  /// Which way is good.
  var direction: Int?
  var high: Int?
  var document: Int?
  var unit: Int?
  /// Keys of the result and the columns of the targets that have to equal them; a null there fits
  /// any.
  var joined: [Join] = []
  /// Columns that may tell the targets apart and that no key of the step is matched with.
  var spare: [Spare] = []
  /// Columns that are no keys since the data hold one value there: targets of others do not count.
  var constants: [Constant] = []
  /// Whether a table tells which targets speak of which series, since names alone do not.
  var hasMatches = false
  /// That table's rows: read from the input `matches` when the step runs.
  var matches: [SeriesMatch]?
  /// What that table says that its reasons are in Vietnamese.
  var reasonWords: Vocabulary?
  var fields: [Field]
  /// The names of the step's keys, for messages.
  var keys: [String] = []
  var range: SourceRange
}

extension TargetColumns {
  /// Takes what the data hold alone in the columns that they share with the targets.
  ///
  /// - Parameter table: one row of least and greatest values.
  mutating func settle(_ table: Table) {
    guard table.rowCount == 1 else { return }
    for column in spare {
      guard let place = column.place, place + 1 < table.columns.count else { continue }
      let least = table.columns[place][0]
      if !least.isNull, least == table.columns[place + 1][0] {
        constants.append(Constant(column: column.column, value: least))
      }
    }
    let settled = Set(constants.map(\.column))
    spare.removeAll { settled.contains($0.column) }
  }
}

/// A target indicator that speaks of a series.
struct SeriesMatch: Sendable, Hashable {
  var series: String
  var indicator: String
  /// Nil: of any document.
  var document: String?
  /// It does not measure quite the same.
  var isProxy: Bool
  var reason: String?
}

extension SeriesMatch {
  /// The rows of `series`, `target_indicator`, `fit` and, where there are such, `document` and
  /// `reason`: those that name a series and an indicator that is the same or a proxy.
  static func read(_ table: Table) -> [SeriesMatch] {
    func text(_ column: Int, _ row: Int) -> String? {
      guard column < table.columns.count, case .text(let text) = table.columns[column][row] else {
        return nil
      }
      return text
    }
    return (0..<table.rowCount).compactMap { row in
      guard let series = text(0, row), let indicator = text(1, row), let fit = text(2, row),
        fit == "same" || fit == "proxy"
      else { return nil }
      var match = SeriesMatch(series: series, indicator: indicator, isProxy: fit == "proxy")
      match.document = text(3, row)
      match.reason = text(4, row)
      return match
    }
  }
}
