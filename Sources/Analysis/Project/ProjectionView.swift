import Columns
import Forecasting
import Language
import Planning

/// The series of an item as they answer for times of one length: as they were observed, or a flow summed
/// to that length.
struct ProjectionView {
  let set: SeriesSet
  /// The length that a flow was summed to; nil as observed.
  let grain: PeriodGrain?
  /// How the times of the series are written.
  let timeForm: PeriodForm?
  /// Whether the targets speak of these values: those of a year do not speak of a flow's months.
  let fitsTargets: Bool
}

extension Projecting {
  /// How long a time asked for lasts; nil for a day, and where the times are years by themselves.
  func grain(of time: ComparedTime) -> PeriodGrain? {
    guard !isYear else { return nil }
    let days = Int(time.first)...Int(time.last)
    return PeriodGrain.allCases.first { $0.isPeriod(days) }
  }

  /// The view of an item that answers for each of the times.
  func views(
    _ observations: Observations, _ item: Observations.Item, _ targets: TargetSet?,
    _ grains: [PeriodGrain?]
  ) throws -> [ProjectionView] {
    var known: [PeriodGrain?: ProjectionView] = [:]
    return try grains.map { grain in
      if let view = known[grain] { return view }
      let view = try self.view(observations, item, targets, grain)
      known[grain] = view
      return view
    }
  }

  /// The view of an item by periods of that length.
  ///
  /// - Parameter least: how many whole periods a flow needs to be summed.
  func view(
    _ observations: Observations, _ item: Observations.Item, _ targets: TargetSet?,
    _ grain: PeriodGrain?, least: Int? = nil
  ) throws -> ProjectionView {
    let sums = try grain.flatMap { grain in
      isYear ? nil : try PeriodSums(observations, item, to: grain, context: context)
    }
    if let sums, let grain {
      note(sums, item)
      if sums.wholePeriods >= least ?? leastPeriods {
        let fits = targets?.grain == nil || targets?.grain == grain
        return ProjectionView(
          set: try series(sums.observations, sums.item, fits ? targets : nil), grain: grain,
          timeForm: PeriodForm(grain), fitsTargets: fits)
      }
      AnalysisNotes.tooFewPeriods(
        item.plan.name, sums.wholePeriods, grain, range, context)
    }
    let fits = try fitsTargets(observations, item, targets)
    return ProjectionView(
      set: try series(observations, item, fits ? targets : nil), grain: nil,
      timeForm: observations.layout.timeForm, fitsTargets: fits)
  }

  /// A line needs two whole periods; a target needs one to be held against.
  var leastPeriods: Int { plan.targets == nil ? 2 : 1 }

  /// Whether values as they were observed may be held against the targets.
  private func fitsTargets(
    _ observations: Observations, _ item: Observations.Item, _ targets: TargetSet?
  ) throws -> Bool {
    guard !isYear, let targets, let grain = targets.grain else { return true }
    return try PeriodSums(observations, item, to: grain, context: context) == nil
  }

  private func note(_ sums: PeriodSums, _ item: Observations.Item) {
    if sums.wholePeriods >= leastPeriods {
      AnalysisNotes.summed(item.plan.name, sums.grain, range, context)
    }
    if !sums.partial.isEmpty {
      AnalysisNotes.partialPeriods(sums.partial, sums.unit, range, context)
    }
  }

  /// Tells where a plain column by months looks like a flow: a target of a year lies nearer to its
  /// sum over twelve months than to its last value.
  func noteLikelyFlow(_ set: SeriesSet, _ targets: TargetSet?, _ observations: Observations) {
    guard !isYear, observations.layout.isObserved, targets?.grain == .year, let targets,
      !set.bounds.contains(where: \.isBounded)
    else { return }
    for k in 0..<set.count {
      let points = set.offsets[k]..<set.offsets[k + 1]
      guard let end = points.last, set.item.part == nil else { continue }
      let year = points.filter { set.times[end] - set.times[$0] < 1 - 1e-9 }
      guard year.count >= 4 else { continue }
      let sum = year.reduce(0) { $0 + set.values[$1] }
      let isNear = targets.matching(set, k) { _ in }.contains {
        abs($0.entry.value - sum) < abs($0.entry.value - set.values[end])
      }
      if isNear {
        AnalysisNotes.likelyFlow(set.item.name, range, context)
        return
      }
    }
  }
}
