import Columns

/// One of the items of a comparison, found again by the names of its columns.
struct ComparedItem: Sendable, Hashable {
  /// What its values are called before their times.
  let measure: String
  /// The times that are compared, at least two, as they stand in the names.
  let times: [String]
  /// Whether it is the only one, so that `change` and its kin go without its name.
  private let isOnly: Bool

  var from: String { times[0] }
  var to: String { times[times.count - 1] }
  var change: String { isOnly ? "change" : "change_\(measure)" }
  var rankChange: String { isOnly ? "rank_change" : "rank_change_\(measure)" }

  func value(_ time: String) -> String { "\(measure)_\(time)" }
  func rank(_ time: String) -> String { isOnly ? "rank_\(time)" : "rank_\(measure)_\(time)" }

  /// The items of what `compare` gives, in their order; empty for any other table.
  static func all(in fields: [Field]) -> [ComparedItem] {
    let names = fields.map(\.name)
    if let place = names.firstIndex(of: "change"), let only = ComparedItem(names, place, nil) {
      return [only]
    }
    return names.indices.compactMap { place in
      guard names[place].hasPrefix("change_") else { return nil }
      return ComparedItem(names, place, String(names[place].dropFirst("change_".count)))
    }
  }

  /// - Parameters:
  ///   - place: where the change over all times stands; before it stand the changes from time to time,
  ///     where there are more than two, and before those the values.
  ///   - item: what the item is called where there are several.
  private init?(_ names: [String], _ place: Int, _ item: String?) {
    let start = item.map { "change_\($0)_" } ?? "change_"
    let steps = names[..<place].reversed().prefix { $0.hasPrefix(start) }
      .map { String($0.dropFirst(start.count)) }
    let count = max(2, steps.count + 1)
    let first = place - steps.count - count
    guard first >= 0 else { return nil }
    let own = Array(names[first..<first + count])
    guard let measure = item ?? ComparedItem.measure(own, lastTime: steps.first),
      own.allSatisfy({ $0.hasPrefix(measure + "_") })
    else { return nil }
    let times = own.map { String($0.dropFirst(measure.count + 1)) }
    guard steps.isEmpty || times.dropFirst().elementsEqual(steps.reversed()) else { return nil }
    self.measure = measure
    self.times = times
    isOnly = item == nil
  }

  /// What stands before the times in names of values: `v` for `v_T1/2024` and `v_T2/2024`.
  private static func measure(_ names: [String], lastTime: String?) -> String? {
    if let lastTime {
      guard let last = names.last, last.hasSuffix("_" + lastTime) else { return nil }
      return String(last.dropLast(lastTime.count + 1))
    }
    let common = zip(names[0], names[1]).prefix { $0 == $1 }.map(\.0)
    guard let line = common.lastIndex(of: "_"), line > 0 else { return nil }
    return String(common[..<line])
  }
}
