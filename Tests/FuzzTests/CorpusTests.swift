import FuzzTargets
import Testing

/// What fuzzing found once, and some inputs that reach far, are taken in always: each is answered, or
/// is an error that was foreseen.
@Suite struct CorpusTests {
  @Test(arguments: FuzzTarget.all.map(\.name))
  func corpus(_ name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let kept = try target.corpus()
    #expect(!kept.isEmpty, "no inputs are kept for \(name)")
    for (file, bytes) in kept {
      #expect(throws: Never.self, "\(name)/\(file)") { try target.take(bytes) }
    }
  }

  /// What fuzzing begins with.
  @Test(arguments: FuzzTarget.all.map(\.name))
  func seeds(_ name: String) throws {
    let target = try #require(FuzzTarget.all.first { $0.name == name })
    let seeds = try target.seeds()
    #expect(!seeds.isEmpty)
    for bytes in seeds {
      #expect(throws: Never.self, "\(name): \(String(decoding: bytes, as: UTF8.self))") {
        try target.take(bytes)
      }
    }
  }
}
