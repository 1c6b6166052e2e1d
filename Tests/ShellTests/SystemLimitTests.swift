import Foundation
import Glibc
import Testing

/// A system that gives little: the program says so and ends with a status, or goes on with what it has.
@Suite struct SystemLimitTests {
  static let query = "range(1, 300000) as x | group by k = x % 7: n = count(), s = sum(x)"
  static let answer = "k,n,s\n0,42857,6428678571\n"

  /// Runs the program under limits of the shell (`ulimit`).
  static func run(
    _ limits: String, _ query: String = query, threads: Int = 4, program: Program
  ) throws -> Program.Outcome {
    try program.run(
      ["--format", "csv", "--threads", "\(threads)", "-c", query],
      shell: "\(limits) && exec \"$0\" \"$@\"")
  }

  /// Memory for data and for addresses, from too little to enough.
  @Test(arguments: ["-d", "-v"])
  func memory(_ kind: String) throws {
    let program = try Program()
    var answered = 0
    for megabytes in [8, 16, 24, 32, 48, 64, 80, 96, 128, 192, 256, 384, 512, 1024] {
      // Below that the system does not even find the libraries.
      if kind == "-v", megabytes < 96 { continue }
      let outcome = try Self.run("ulimit \(kind) \(megabytes << 10)", program: program)
      #expect(
        [0, 1].contains(outcome.status), "\(megabytes) MiB: \(outcome.status) \(outcome.error)")
      if outcome.status == 0 {
        answered += 1
        #expect(outcome.output.hasPrefix(Self.answer))
      } else {
        #expect(outcome.error.contains("MiB"), "\(megabytes) MiB: \(outcome.error)")
      }
    }
    #expect(answered > 2)
  }

  /// Small stacks grow as far as they may; where that is not far enough, the program says so.
  @Test func stacks() throws {
    let program = try Program()
    let nested =
      "range(1, 3) as x | derive y = "
      + String(repeating: "abs(", count: 60) + "x" + String(repeating: ")", count: 60)
      + " | aggregate s = sum(y)"
    for kilobytes in [64, 128, 512] {
      let soft = try Self.run("ulimit -S -s \(kilobytes)", nested, program: program)
      #expect(soft.status == 0 && soft.output == "s\n6\n", "\(kilobytes) KiB: \(soft.error)")
      let groups = try Self.run("ulimit -S -s \(kilobytes)", program: program)
      #expect(groups.status == 0 && groups.output.hasPrefix(Self.answer), "\(groups.error)")
      let hard = try Self.run("ulimit -s \(kilobytes)", nested, program: program)
      #expect(hard.status == 1, "\(kilobytes) KiB: \(hard.status)")
      #expect(hard.error.contains("\(kilobytes) KiB (ulimit -s)"), "\(hard.error)")
    }
    let enough = try Self.run("ulimit -s 4096", nested, program: program)
    #expect(enough.status == 0, "\(enough.error)")
  }

  /// A query that takes more than there is meets the limit of tables, not that of the process.
  @Test(arguments: [160, 256, 512])
  func largeQueries(_ megabytes: Int) throws {
    let program = try Program()
    for query in [
      "range(1, 50000000) as x | derive y = x * 2, z = sqrt(x) | sort -z | take 3",
      "range(1, 20000000) as x | derive t = concat(\"text number \", x) | sort t | take 3",
      "range(1, 20000000) as x | group by k = text(x): n = count() | take 3",
    ] {
      let outcome = try Self.run("ulimit -d \(megabytes << 10)", query, program: program)
      #expect(outcome.status == 1, "\(megabytes) MiB: \(outcome.status) \(outcome.error)")
      #expect(outcome.error.contains("E0610"), "\(megabytes) MiB: \(outcome.error)")
      #expect(!outcome.error.contains(" 0 MiB"), "\(outcome.error)")
    }
  }

  /// So few files may be open that some or none of its own can be.
  @Test(arguments: [4, 5, 6, 7, 8, 9, 10, 12])
  func descriptors(_ count: Int) throws {
    let program = try Program()
    let data = try program.file("in.csv", "k,v\n1,2\n")
    for query in [
      Self.query, "\"\(data)\" | group by k: n = count()",
      "\"\(data)\" | export \"\(program.folder)/out.csv\" with (overwrite)",
    ] {
      let outcome = try Self.run("ulimit -n \(count)", query, program: program)
      // The loader of the system ends with 127 where it cannot open a library.
      #expect(
        [0, 1, 4, 127].contains(outcome.status), "\(count): \(outcome.status) \(outcome.error)")
      #expect(outcome.status == 0 || !outcome.error.isEmpty)
      if count >= 12 { #expect(outcome.status == 0, "\(outcome.error)") }
    }
  }
}
