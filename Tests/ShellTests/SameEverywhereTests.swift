import Foundation
import Testing

/// The same bytes whatever the machine: threads, time zone and the language of the environment change
/// messages at most.
@Suite struct SameEverywhereTests {
  static let queries = [
    "range(1, 200000) as x | group by k = x % 97: s = sum(sqrt(x)), m = median(x), q = quantile(x, 0.3)",
    "range(1, 200000) as x | group by k = x % 7 with totals: s = sum(1.0 / x), a = avg(sqrt(x)), d = stddev(x)",
    "range(1, 150000) as x | derive by k = x % 11 sort -x: r = rank(), c = cumsum(1.0 / x), m = moving_avg(x, 5)",
    "range(1, 100000) as x | derive k = text(x * 7919 % 1000) | distinct k | sort -k | take 50",
    "range(1, 100000) as x | derive k = x % 5, m = x % 3 | pivot k by m: s = sum(sqrt(x)), n = count()",
    "range(1, 60000) as x | derive g = x % 13 | join (range(1, 500) as g | derive w = sqrt(g)) on g | aggregate s = sum(w / x)",
    "indices | describe", "indices | where index == \"SIPAS\" | project to 2030 by unit",
    "indices | where index == \"SIPAS\" | compare 2022, 2024 by unit: value | sort -change",
    "indices | where index == \"PAR\" and version == \"1\" | whatif to 2030 by unit: best = catchup p75 by 2030 then cap 98",
    "[{k: \"đ\"}, {k: \"d\"}, {k: \"e\"}, {k: \"z\"}, {k: \"ă\"}, {k: \"a\"}] | sort k",
    "[{k: \"đ\"}, {k: \"e\"}, {k: \"z\"}, {k: \"ă\"}] | aggregate a = min(k), b = max(k), j = text_join(k)",
    "range(1, 5) as x | derive d = add_days(@2024-10-27, x), t = timestamp(\"2024-10-27 02:30:00\"), h = hour(t)",
    "indices | where index == \"SIPAS\" and year == 2024 | derive sort -value: r = rank(), p = share(value)",
  ]

  @Test(arguments: queries)
  func sameBytes(_ query: String) throws {
    let program = try Program()
    func bytes(_ threads: Int, _ environment: [String: String?]) throws -> String {
      let outcome = try program.run(
        [
          "--data", CompletionTests.root + "/datasets", "--today", "2026-01-15", "--threads",
          "\(threads)", "--format", "csv", "-c", query,
        ], environment: environment)
      return "\(outcome.status)\n\(outcome.output)"
    }
    let first = try bytes(1, ["TZ": "UTC"])
    #expect(first.hasPrefix("0\n") && first.count > 4, "\(first)")
    for (threads, zone) in [
      (2, "Asia/Ho_Chi_Minh"), (3, "America/St_Johns"), (8, "Pacific/Kiritimati"),
    ] {
      #expect(try bytes(threads, ["TZ": zone]) == first, "\(threads) threads, \(zone)")
    }
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "LC_COLLATE", "LC_NUMERIC"] {
      var environment: [String: String?] = ["LC_ALL": nil]
      environment[name] = "vi_VN.UTF-8"
      #expect(try bytes(2, environment) == first, "\(name)")
    }
  }

  /// The environment chooses the language of messages, and of nothing that is written; what is asked
  /// for chooses both.
  @Test func languageOfMessagesOnly() throws {
    let program = try Program()
    let data = try program.file("d.csv", "ngày,v\n03/04/2025,1\n05/06/2025,2\n")
    let query = try program.file(
      "q.tdq",
      """
      [{k: "đ", v: 1.5}, {k: "e", v: 2.5}, {k: "z", v: 3.5}] | sort k | export "out.md" with (overwrite)
      [{k: "đ", v: 1.5}, {k: "e", v: 2.5}] | chart bar x=k y=v to "out.svg"
      "\(data)" | export "out.csv" with (overwrite)
      """)
    func files(_ arguments: [String], _ environment: [String: String?]) throws -> [String] {
      let outcome = try program.run(["run"] + arguments + [query], environment: environment)
      #expect(outcome.status == 0, "\(outcome.error)")
      return try ["out.md", "out.svg", "out.csv"].map {
        try String(contentsOfFile: program.folder + "/" + $0, encoding: .utf8)
      }
    }
    let vi: [String: String?] = ["LC_ALL": nil, "LANG": "vi_VN.UTF-8"]
    let plain = try files([], [:])
    #expect(try files([], vi) == plain)
    #expect(try files(["--lang", "en"], vi) == plain)
    #expect(try files(["--lang", "vi"], [:]) != plain)
    let piped = "[{k: \"đ\"}, {k: \"z\"}] | sort k\n"
    #expect(
      try program.run(["--format", "csv"], input: piped, environment: vi).output == "k\nz\nđ\n")
    let wrong = try program.run(["-c", "nothing_here"], environment: vi)
    #expect(wrong.error.contains("lỗi"), "\(wrong.error)")
  }
}
