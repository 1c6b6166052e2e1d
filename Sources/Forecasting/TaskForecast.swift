/// Open work against time: dates of completion, and what will be done by given dates.
public struct TaskForecast: Sendable {
  public let throughput: Throughput
  public let done: Int
  public let total: Int
  /// When the last period ended.
  public let lastTime: Double
  /// Periods a year: 1, 4, 12, 52 …
  public let periodsPerYear: Double

  /// Customary levels of probability.
  public static let levels = [0.5, 0.85, 0.95]

  /// - Throws: `coveredExceedsTotal` for more done than there is, `invalidParameter` for periods
  ///   that are not positive.
  public init(
    throughput: Throughput, done: Int, total: Int, lastTime: Double, periodsPerYear: Double
  ) throws(ForecastingError) {
    guard done >= 0, done <= total else {
      throw .coveredExceedsTotal(covered: Double(done), total: Double(total), row: 0)
    }
    guard periodsPerYear > 0 else {
      throw .invalidParameter(name: "periods", value: periodsPerYear)
    }
    self.throughput = throughput
    self.done = done
    self.total = total
    self.lastTime = lastTime
    self.periodsPerYear = periodsPerYear
  }

  public var remaining: Int { total - done }

  /// When all is done with each probability; `never` where nothing was ever finished, `after` where
  /// it takes more than 50 years.
  public func completion(levels: [Double] = levels) -> [AttainmentTime] {
    if remaining == 0 { return levels.map { _ in .met } }
    if throughput.mean == 0 { return levels.map { _ in .never } }
    let limit = Int(AttainmentTime.furthest * periodsPerYear)
    return throughput.periodsUntilDone(remaining: remaining, levels: levels, limit: limit).map {
      $0.map { .at(lastTime + Double($0) / periodsPerYear) }
        ?? .after(lastTime + AttainmentTime.furthest)
    }
  }

  /// Whole periods from the last one to `time`.
  public func periods(to time: Double) -> Int {
    max(0, Int(((time - lastTime) * periodsPerYear + 1e-9).rounded(.down)))
  }

  /// Done by `time` with each probability, at most the total.
  public func done(by time: Double, levels: [Double] = levels) -> [Int] {
    throughput.itemsDone(in: periods(to: time), levels: levels).map { min(total, done + $0) }
  }

  /// The same as shares of the total, 0…1; 1 for no work at all.
  public func share(by time: Double, levels: [Double] = levels) -> [Double] {
    done(by: time, levels: levels).map { total == 0 ? 1 : Double($0) / Double(total) }
  }

  /// P(all is done by `time`).
  public func probability(by time: Double) -> Double {
    if remaining == 0 { return 1 }
    return throughput.probabilityDone(remaining: remaining, by: periods(to: time)).last ?? 0
  }

  /// Items a period needed to be done by `time`, rounded up; nil when no period is left.
  public func required(by time: Double) -> Int? {
    Throughput.required(remaining: remaining, periods: periods(to: time))
  }
}
