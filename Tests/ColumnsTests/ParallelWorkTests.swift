import Glibc
import Testing

@testable import Columns

/// The parts of a run that many threads can do, and what that makes of its time.
@Suite(.serialized) struct ParallelWorkTests {
  @Test("Parts that lie in others, and such of one piece, are not counted")
  func parts() throws {
    let (result, work) = try ParallelWork.measured {
      try Parallel.run(pieces: 3, threads: 1) { _ in
        try Parallel.run(pieces: 5, threads: 1) { _ in usleep(2000) }
      }
      // What lies in such a one is a part all the same.
      try Parallel.run(pieces: 1, threads: 1) { _ in
        try Parallel.run(pieces: 6, threads: 1) { _ in usleep(200) }
      }
      return try Parallel.map(pieces: 4, threads: 2) { $0 * $0 }
    }
    #expect(result == [0, 1, 4, 9])
    #expect(work.parts.map(\.pieces) == [3, 6, 4])
    #expect(work.parts[0].seconds >= 0.03 && work.parts[1].seconds >= 0)
    #expect(work.seconds == work.parts.reduce(0) { $0 + $1.seconds })
    // An error ends its part, too.
    struct Failure: Error {}
    _ = ParallelWork.measured {
      #expect(throws: Failure.self) {
        try Parallel.run(pieces: 2, threads: 1) { _ in throw Failure() }
      }
    }
    // Nobody measures any more.
    try Parallel.run(pieces: 7, threads: 1) { _ in }
    #expect(ParallelWork.measured {}.work.parts.isEmpty)
  }

  @Test("What lies outside stays, and pieces are dealt out")
  func simulation() {
    let work = ParallelWork(parts: [(pieces: 4, seconds: 4), (pieces: 3, seconds: 3)])
    // Three seconds lie outside.
    #expect(work.simulated(10, threads: 1) == 10)
    #expect(work.simulated(10, threads: 2) == 3 + 2 + 2)
    #expect(work.simulated(10, threads: 3) == 3 + 2 + 1)
    #expect(work.simulated(10, threads: 100) == 3 + 1 + 1)
    #expect(ParallelWork(parts: []).simulated(10, threads: 8) == 10)
  }
}
