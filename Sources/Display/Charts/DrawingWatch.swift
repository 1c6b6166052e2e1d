import Synchronization

/// Whether a picture that takes long is to go on: loops over rows and points look now and then, and end
/// early where not.
///
/// What comes of a picture that ended early is thrown away by `Chart.watching`.
final class DrawingWatch: Sendable {
  @TaskLocal static var current: DrawingWatch?

  private let check: @Sendable () throws -> Void
  /// Why the drawing was stopped; it does not go on after that.
  private let reason = Mutex<(any Error)?>(nil)

  init(_ check: @escaping @Sendable () throws -> Void) { self.check = check }

  /// Looks, and says whether to stop.
  var isStopped: Bool {
    reason.withLock { reason in
      if reason == nil {
        do { try check() } catch { reason = error }
      }
      return reason != nil
    }
  }

  func throwIfStopped() throws {
    if let reason = reason.withLock({ $0 }) { throw reason }
  }
}

extension Chart {
  /// Carries out `body`, in which a chart is made or drawn, as long as `check` throws nothing; else
  /// throws the same.
  public static func watching<Result>(
    _ check: @escaping @Sendable () throws -> Void, _ body: () throws -> Result
  ) throws -> Result {
    let watch = DrawingWatch(check)
    do {
      let result = try DrawingWatch.$current.withValue(watch) { try body() }
      try watch.throwIfStopped()
      return result
    } catch {
      // Half a picture may lack what the whole one has.
      try watch.throwIfStopped()
      throw error
    }
  }
}

/// A sequence that ends early where a drawing is to stop, and looks once for so many elements.
struct Watched<Base: Sequence>: Sequence {
  let base: Base

  struct Iterator: IteratorProtocol {
    /// Elements from one look to the next.
    private static var stretch: Int { 4096 }

    private var base: Base.Iterator
    private let watch: DrawingWatch?
    private var left = 0

    init(_ base: Base.Iterator) {
      self.base = base
      watch = DrawingWatch.current
    }

    mutating func next() -> Base.Element? {
      if left == 0 {
        if let watch, watch.isStopped { return nil }
        left = Iterator.stretch
      }
      left -= 1
      return base.next()
    }
  }

  func makeIterator() -> Iterator { Iterator(base.makeIterator()) }
}

extension Sequence {
  /// The same, ending early where a drawing is to stop.
  var watched: Watched<Self> { Watched(base: self) }

  /// The elements in order, or in any where a drawing is to stop.
  func sortedWatched(by isBefore: (Element, Element) -> Bool) -> [Element] {
    guard let watch = DrawingWatch.current else { return sorted(by: isBefore) }
    var count = 0
    let sorted = try? sorted { left, right in
      count += 1
      if count & 0xFFFF == 0, watch.isStopped { try watch.throwIfStopped() }
      return isBefore(left, right)
    }
    return sorted ?? Array(self)
  }
}
