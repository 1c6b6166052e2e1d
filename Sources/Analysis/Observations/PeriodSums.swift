import Columns
import Engines
import Language
import Planning

/// A flow by months or quarters put together to the longer periods that are asked for: a year of a flow
/// is the sum of its months, as in `compare`.
struct PeriodSums {
  /// A period that lacks some of the shorter ones in it, and is left out.
  struct Partial {
    var label: String
    /// The fewest shorter periods that a series has there, and how many there are.
    var found: Int
    var expected: Int
    /// How many series lack some.
    var series: Int
    /// What the only series comes to so far.
    var sum: Double?
  }

  let grain: PeriodGrain
  let observations: Observations
  let item: Observations.Item
  let partial: [Partial]
  /// The most whole periods that a series has.
  let wholePeriods: Int
  /// What the shorter periods are called.
  let unit: Words

  /// Whether an item is a flow whose times are days or shorter periods: only what is summed or counted
  /// over groups adds up.
  static func isFlow(_ item: Observations.Item, _ observations: Observations) -> Bool {
    !observations.layout.isObserved && item.plan.isAdditive && !observations.times.isEmpty
  }

  /// The sums by periods of that length; nil for an item that does not add up, and for observations
  /// that are no shorter.
  init?(
    _ observations: Observations, _ item: Observations.Item, to grain: PeriodGrain,
    context: QueryContext
  ) throws {
    guard PeriodSums.isFlow(item, observations) else { return nil }
    let known = item.values.indices.filter { item.values[$0].isFinite }
    let days = Set(known.map { Int(observations.times[$0]) })
    let column = try Column(.date, days.sorted().map { .date(Int32(clamping: $0)) })
    guard let coverage = try Coverage(times: column, period: observations.layout.timeForm) else {
      return nil
    }
    self.grain = grain
    unit = coverage.words
    let grouping = try Grouping(
      observations.keys, rowCount: observations.rowCount, context: context)
    let ids = grouping.ids.values(UInt32.self)
    var series = [[Int: (sum: Double, days: [Int])]](repeating: [:], count: grouping.count)
    for row in known {
      let day = Int(observations.times[row])
      series[Int(ids[row])][grain.number(ofDay: day), default: (0, [])].sum += item.values[row]
      series[Int(ids[row])][grain.number(ofDay: day), default: (0, [])].days.append(day)
    }
    var rows: [UInt32] = []
    var times: [Int64] = []
    var values: [Double] = []
    var lacking: [Int: Partial] = [:]
    var isShorter = false
    var most = 0
    for (k, periods) in series.enumerated() {
      var whole = 0
      for (number, own) in periods.sorted(by: { $0.key < $1.key }) {
        let span = grain.days(number)
        guard let count = coverage.count(own.days, in: span) else { continue }
        isShorter = true
        if count.found < count.expected {
          let before = lacking[number]
          lacking[number] = Partial(
            label: PeriodForm(grain).text(number), found: min(count.found, before?.found ?? .max),
            expected: count.expected, series: (before?.series ?? 0) + 1,
            sum: series.count == 1 ? own.sum : nil)
          continue
        }
        whole += 1
        rows.append(grouping.firstRows[k])
        times.append(Int64(span.upperBound))
        values.append(own.sum)
      }
      most = max(most, whole)
      // A series without a whole period is still one.
      if whole == 0 {
        rows.append(grouping.firstRows[k])
        times.append(Int64(days.max() ?? 0))
        values.append(.nan)
      }
    }
    guard isShorter else { return nil }
    wholePeriods = most
    partial = lacking.sorted { $0.key < $1.key }.map(\.value)
    self.observations = try observations.taking(rows, times: times, PeriodForm(grain))
    var summed = item
    summed.values = values
    summed.exact = nil
    summed.part = []
    summed.whole = []
    self.item = summed
  }
}

extension Observations {
  /// Some rows at other times, of periods of that form; values of items are not taken along.
  fileprivate func taking(
    _ rows: [UInt32], times: [Int64], _ form: PeriodForm
  ) throws -> Observations {
    var result = self
    result.keys = try keys.map { try $0.gathered(rows) }
    result.rowCount = rows.count
    result.times = times
    result.direction = rows.map { direction[Int($0)] }
    result.layout.timeForm = form
    result.items = []
    return result
  }
}
