import Columns
import Functions

/// The names of units and their other spellings.
package struct UnitNames: Sendable {
  /// Folded spelling to the name.
  private var byFold: [String: String] = [:]
  private var names: Set<String> = []

  /// - Parameters:
  ///   - aliases: pairs of a spelling and the unit's name.
  ///   - units: the names themselves.
  init(aliases: [(alias: String, unit: String)], units: [String]) {
    for unit in units { add(unit, unit) }
    for (alias, unit) in aliases {
      names.insert(unit)
      add(alias, unit)
    }
  }

  private mutating func add(_ spelling: String, _ unit: String) {
    if spelling == unit { names.insert(unit) }
    let fold = UnitNames.key(spelling)
    // A unit's own name is never another's alias.
    if byFold[fold] == nil || spelling == unit { byFold[fold] = unit }
  }

  /// Letters and digits of the folded text: `TP. HCM` and `tp hcm` are one spelling.
  private static func key(_ text: String) -> String {
    String(TextFold.fold(text).filter { $0.isLetter || $0.isNumber })
  }

  private static let titles = ["tinh", "thanhpho", "tp"]

  /// The unit's name; nil where no spelling fits.
  package func unit(_ text: String) -> String? {
    if names.contains(text) { return text }
    let key = UnitNames.key(text)
    if let known = byFold[key] { return known }
    for title in UnitNames.titles where key.hasPrefix(title) {
      if let known = byFold[String(key.dropFirst(title.count))] { return known }
    }
    return nil
  }

  var isEmpty: Bool { byFold.isEmpty }
}

/// How units became others: by name or code, each with the day from which it holds.
package struct Crosswalk: Sendable {
  struct Step: Sendable {
    let to: String
    /// The first day of the new unit.
    let day: Int
  }

  private(set) var steps: [String: Step] = [:]
  /// Units that exist after a step.
  private(set) var results: Set<String> = []

  package enum Problem: Error {
    case splits(String, [String])
    case cycle([String])
    case gap(String)
  }

  /// - Parameter rows: from, to (nil where it is missing) and the day.
  init(_ rows: [(from: String, to: String?, day: Int)]) throws(Problem) {
    for (from, to, day) in rows {
      guard let to else { throw .gap(from) }
      if let known = steps[from], known.to != to { throw .splits(from, [known.to, to]) }
      steps[from] = Step(to: to, day: day)
      results.insert(to)
    }
    for from in steps.keys.sorted() {
      var path = [from]
      while let step = steps[path[path.count - 1]], step.to != path[path.count - 1] {
        if path.contains(step.to) { throw .cycle(path + [step.to]) }
        path.append(step.to)
      }
    }
  }

  /// The unit in the end of one seen on a day; nil where the crosswalk does not know it.
  ///
  /// A name or code that was handed on means the old unit before the day and the new one after.
  package func unit(_ name: String, seenOn day: Int) -> String? {
    guard steps[name] != nil || results.contains(name) else { return nil }
    var current = name
    while let step = steps[current], step.to != current {
      if day >= step.day, results.contains(current) { break }
      current = step.to
      if day >= step.day { continue }
      // What it became is followed only by later changes.
      guard let next = steps[current], next.day > step.day else { break }
    }
    return current
  }
}
