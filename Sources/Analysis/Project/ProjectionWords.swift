import Columns
import Forecasting
import Language
import Planning

/// Facts of the forecasting library in the words of result columns and errors.
enum ProjectionWords {
  static let noPoints = "no observation"

  /// A number with at most two decimals.
  static func short(_ number: Double) -> String {
    let rounded = (number * 100).rounded() / 100
    return rounded == rounded.rounded() && abs(rounded) < 1e15
      ? String(Int(rounded)) : String(rounded)
  }

  /// A decimal year as the year it lies in.
  static func year(_ time: Double) -> String { String(DecimalYear.whole(time - 1e-9)) }

  static func attained(_ time: AttainmentTime, isForecast: Bool) -> String {
    switch time {
    case .met: "met"
    case .at(let time): year(time)
    case .after(let time): "after \(year(time))"
    case .never: isForecast ? "not under the forecast" : "never at this pace"
    }
  }

  static func text(_ reason: NotAssessed) -> String {
    switch reason {
    case .onePoint: "one point: no pace"
    case .shortSpan: "less than a year of data since the base"
    case .growthUndefined: "growth is undefined at zero or across signs"
    case .noDistance: "the base equals the target"
    }
  }

  /// What the flags of a projection mean for its reader.
  static func explanations(_ flags: Flags, method: Method) -> [String] {
    var notes: [String] = []
    if method == .pooled {
      notes.append(
        flags.contains(.borrowed)
          ? "borrowed trend: one point, the peers' median"
          : "own trend by its weight, the rest peers' median")
    }
    if flags.contains(.noInterval) { notes.append("no interval: 2 points") }
    if flags.contains(.noVariation) { notes.append("no variation observed") }
    if flags.contains(.noise) { notes.append("trend not distinguishable from noise") }
    if flags.contains(.totalsShift) {
      notes.append("the total moved by over 20 %: see compare … with decompose")
    }
    return notes
  }

  /// Odd values and breaks of a series by their times, with what to do about them.
  static func shifts(_ series: Series, isYear: Bool) -> [String] {
    func time(_ index: Int) -> String {
      if isYear { return year(series.times[index]) }
      let (year, month, day) = DecimalYear.civil(series.times[index])
      return "@" + Calendar.text(date: Calendar.days(year: year, month: month, day: day))
    }
    return series.shifts.map { shift in
      switch shift.kind {
      case .outlier where shift.index == series.count - 1:
        "outlier at the end (\(time(shift.index))): the next value will tell it from a break"
      case .outlier: "outlier (\(time(shift.index))): consider pace theilsen"
      case .lasting:
        "break: the level stays changed from \(time(shift.index)) on; since \(time(shift.index)) starts there"
      }
    }
  }

  static func text(_ error: ForecastingError) -> String {
    switch error {
    case .lengthsDiffer(let one, let other): "parts of different lengths: \(one) and \(other)"
    case .duplicateTime(let time, _): "different values at one time (\(short(time)))"
    case .valueOutOfBounds(let value, _, let lower, let upper):
      "\(short(value)) lies outside \(short(lower))…\(upper.isFinite ? short(upper) : "∞")"
        + (upper == 100 ? "; allow_over lets it pass" : "")
    case .coveredExceedsTotal(let covered, let total, _):
      "\(short(covered)) of \(short(total)): more than there is; allow_over lets it pass"
    case .targetOutOfBounds(let target, let lower, let upper):
      "the target \(short(target)) lies outside \(lower.isFinite ? short(lower) : "-∞")…\(upper.isFinite ? short(upper) : "∞")"
    case .targetTimeTooEarly(let target, let last):
      "the time \(year(target)) lies before the data (\(year(last)))"
    case .emptyBounds(let lower, let upper):
      "the floor \(short(lower)) is not below the ceiling \(short(upper))"
    case .tooFewPeriods(let needed, let found): "\(found) periods of work, \(needed) are needed"
    case .tooFewPoints(_, let needed, let found):
      found == 0
        ? noPoints
        : found == 1 && needed == 2
          ? "one point, no peers: no projection"
          : "\(found) \(found == 1 ? "point" : "points"), the method needs \(needed)"
    case .unevenSpacing: "the times are too uneven for this method"
    case .needsPositiveValues: "the method needs positive values"
    case .needsBounds: "the method needs a ceiling: say ceiling 100"
    case .ceilingNotIdentified: "the ceiling cannot be told from the data: say ceiling 98"
    case .invalidParameter(let name, let value): "\(name) cannot be \(short(value))"
    case .clauseInThePast(let until, let last):
      "the clause ends in \(year(until)), the data go to \(year(last))"
    case .unknownUnit(let name, let candidates):
      "there is no unit \(name)"
        + (candidates.isEmpty ? "" : "; near: \(candidates.joined(separator: ", "))")
    case .unknownScenario(let name): "there is no scenario \(name)"
    case .tooFewPeers(let needed, let found):
      "\(found) \(found == 1 ? "peer" : "peers"), \(needed) are needed"
    case .exceedsYearlyEffort(let unit, let asked, let available):
      "\(unit) cannot give \(short(asked)) a year, its effort is \(short(available))"
    case .needsTotals(let unit): "the total of \(unit) is not known"
    case .mixedUnits(let one, let other): "\(one) and \(other) do not go together"
    case .infeasible(let needed, let available):
      "infeasible: \(short(needed)) are needed, the caps leave room for \(short(available))"
    }
  }
}
