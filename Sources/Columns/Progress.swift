import Synchronization

/// How far a long piece of work is: told by whoever does it, read by whoever shows it.
///
/// Workers add what they have done, a morsel at a time; nothing is drawn and no clock is read here.
public final class Progress: Sendable {
  /// What is being counted.
  public enum Unit: Sendable { case rows, bytes, series }

  /// How far the work was at one moment.
  public struct State: Sendable, Hashable {
    /// The step, as it is written in the language: `group by`, `load`.
    public var activity: String
    public var unit: Unit
    public var done: Int
    /// 0 where it is not known how much there is to do.
    public var total: Int
    /// Grows each time that counting begins anew.
    public var phase: Int
  }

  private let done = Atomic<Int>(0)
  private let phase = Mutex<(activity: String, unit: Unit, total: Int, number: Int)>(
    ("", .rows, 0, 0))

  public init() {}

  /// A step begins, of which it is not yet known how much there is to do.
  public func begin(_ activity: String) {
    phase.withLock { $0 = (activity, .rows, 0, $0.number + 1) }
    done.store(0, ordering: .relaxed)
  }

  /// The step at hand goes through `total` of something from here on.
  public func expect(_ total: Int, _ unit: Unit) {
    phase.withLock { $0 = ($0.activity, unit, total, $0.number + 1) }
    done.store(0, ordering: .relaxed)
  }

  /// A file of so many bytes is being read.
  public func expectLoad(_ bytes: Int) {
    begin("load")
    expect(bytes, .bytes)
  }

  /// So much more is done.
  public func advance(_ count: Int) { done.add(count, ordering: .relaxed) }

  /// So much is done by now.
  public func reach(_ count: Int) { done.store(count, ordering: .relaxed) }

  public var state: State {
    let known = phase.withLock { $0 }
    return State(
      activity: known.activity, unit: known.unit, done: done.load(ordering: .relaxed),
      total: known.total, phase: known.number)
  }
}
