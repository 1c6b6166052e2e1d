import Columns
import Foundation
import Synchronization
import Testing

@testable import Sources

@Suite("Who says whether to stop")
struct WaitingQuestionTests {
  /// How many calls deep the question was asked, at the fewest and at the most.
  private final class Depths: Sendable {
    let bounds = Mutex<(low: Int, high: Int)>((.max, 0))

    func note() {
      let depth = Thread.callStackReturnAddresses.count
      bounds.withLock { $0 = (min($0.low, depth), max($0.high, depth)) }
    }
  }

  /// A function that is wrapped once more each time it is looked at costs memory and, in the end, the stack.
  @Test func askingLeavesNothingBehind() throws {
    let depths = Depths()
    let own = Thread.current.hash
    Waiting.ask {
      if Thread.current.hash == own { depths.note() }
      return nil
    }
    defer { Waiting.ask { nil } }
    for _ in 0..<200 { try Waiting.checkStopped() }
    let bounds = depths.bounds.withLock { $0 }
    #expect(bounds.high > 0)
    #expect(bounds.high == bounds.low)
  }
}
