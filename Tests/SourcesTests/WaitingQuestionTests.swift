import Columns
import Foundation
import Synchronization
import Testing

@testable import Sources

@Suite("Who says whether to stop")
struct WaitingQuestionTests {
  /// The lowest and the highest place of the stack at which the question was asked.
  private final class Places: Sendable {
    let bounds = Mutex<(low: UInt, high: UInt)>((.max, 0))

    func note() {
      var mark: UInt8 = 0
      let place = withUnsafeMutablePointer(to: &mark) { UInt(bitPattern: $0) }
      bounds.withLock { $0 = (min($0.low, place), max($0.high, place)) }
    }
  }

  /// A function that is wrapped once more each time it is looked at costs memory and, in the end, the stack.
  @Test func askingLeavesNothingBehind() throws {
    let places = Places()
    let own = Thread.current.hash
    Waiting.ask {
      if Thread.current.hash == own { places.note() }
      return nil
    }
    defer { Waiting.ask { nil } }
    for _ in 0..<5000 { try Waiting.checkStopped() }
    let bounds = places.bounds.withLock { $0 }
    #expect(bounds.high > 0)
    #expect(bounds.high - bounds.low < 4096, "the stack grew by \(bounds.high - bounds.low) bytes")
  }
}
