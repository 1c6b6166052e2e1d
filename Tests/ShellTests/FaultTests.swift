import Foundation
import Testing

/// The operating system refuses: reading, writing, opening, naming, flushing, threads, once and from
/// then on. The program says so and ends with a status; files are the old ones or the new ones, whole.
@Suite struct FaultTests {
  /// Built beside the program.
  static let library =
    URL(filePath: Program.path).deletingLastPathComponent().path + "/libTiendoFaults.so"

  @Test(arguments: ["read", "write", "open", "link", "rename", "fsync", "unlink", "thread"])
  func sweep(_ call: String) throws {
    let program = try Program()
    let data = try program.file(
      "in.csv", "k,v\n" + (0..<2000).map { "\($0 % 7),\($0)\n" }.joined())
    let target = program.folder + "/out.csv"
    let query = try program.file(
      "q.tdq",
      "\"\(data)\" | group by k: n = count() | export \"\(target)\" with (overwrite)\n")
    try #require(FileManager.default.fileExists(atPath: Self.library))
    var hits = 0
    for mode in ["", ":on"] {
      for number in 1...10 {
        try "old\n".write(toFile: target, atomically: false, encoding: .utf8)
        let place = "\(call):\(number)\(mode)"
        let outcome = try program.run(
          ["run", "--threads", "4", "--timeout", "60", query],
          environment: ["LD_PRELOAD": Self.library, "TIENDO_FAULT": place])
        // Not a signal, and not for ever.
        #expect([0, 1, 4].contains(outcome.status), "\(place): \(outcome.status) \(outcome.error)")
        let text = try String(contentsOfFile: target, encoding: .utf8)
        if outcome.status == 0 {
          #expect(text.hasPrefix("k,n\n0,286\n"), "\(place): \(text)")
        } else {
          hits += 1
          #expect(!outcome.error.isEmpty, "\(place) said nothing")
          #expect(text == "old\n" || text.hasPrefix("k,n\n0,286\n"), "\(place): \(text)")
        }
      }
    }
    // Without threads the program goes on with those it has; what cannot be removed is told by nobody.
    if !["thread", "unlink", "link"].contains(call) {
      #expect(hits > 0, "no \(call) of the first ten had a consequence")
    }
  }
}
