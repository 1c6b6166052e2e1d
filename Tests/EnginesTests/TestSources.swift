import Columns
import Planning
import Synchronization

/// The tables that the plans of tests name. Only the newest are kept: a test reads its own at once.
enum TestSources {
  private static let known = Mutex<(next: Int, sources: [SourceID: MemorySource])>((0, [:]))
  private static let kept = 256

  static func add(_ table: Table) -> SourceID {
    known.withLock { known in
      known.next += 1
      let id = SourceID(.literal, "t", version: known.next)
      known.sources[id] = MemorySource(id, table)
      known.sources[SourceID(.literal, "t", version: known.next - kept)] = nil
      return id
    }
  }

  static var all: [SourceID: any TableSource] { known.withLock { $0.sources } }
}
