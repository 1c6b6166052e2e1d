import Foundation
import TestSupport
import Testing

/// What a person sees of common questions on narrow, usual and wide terminals, recorded as text.
///
/// `UPDATE_GOLDEN=1` rewrites the records; the run then fails, so that the diff is read.
@Suite struct RecordedScreenTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Screens")

  private static let queries = [
    "indices | where index == \"SIPAS\" and unit ~ \"dien bien\"",
    "indices | where index == \"SIPAS\" and unit ~ \"dien bien\" | compare 2023, 2024",
    "coverage | where unit ~ \"dien bien\" and indicator ~ \"so hoa\" | select indicator, level, value, qualifier",
    "tasks | where programme ~ \"06\" | progress",
    "coverage | where indicator ~ \"suc khoe\" and unit ~ \"dien bien\" | derive base = 100 * covered / value",
    "coverage | where unit ~ \"dien bien\" and indicator ~ \"suc khoe\" | track",
    "coverage | where unit ~ \"dien bien\" and indicator ~ \"suc khoe\" | whatif to 2025, 2030 origin @2024-01-01 value 0 against targets: faster = pace * 1.5, needed = reach 90 by 2025",
    "practice_coverage | where indicator ~ \"chu ky so\" | project to 2026, 2030 against targets | where unit in [\"Điện Biên\", \"Hà Nội\"]",
    "indices | describe",
    "[{k: \"日本語 😀\", v: 1.5, w: null}, {k: \"العربية\", v: -2.25, w: \"\\u{1B}[31m\"}]",
    "indices | where valu > 3 and ranks < 5",
    "set lang vi\nindices | where index == \"SIPAS\" and unit == \"dien bien\"",
    "indices | where index == \"SIPAS\" | compare 2023, 2024",
    "practice_coverage | where indicator ~ \"ho so suc khoe\" | compare 2020, 2024 by unit with decompose: rate | take 5",
    "indices | select unit, index, year, version, value, rank, n_units, note, source | sort -value | take 4",
    "set lang vi\nindices | where index == \"SIPAS\" | compare 2023, 2024",
    "set lang vi\ntasks | progress by programme",
    "set lang vi\ncoverage | where unit == \"Điện Biên\" | track | take 12",
    "set lang vi\npractice_coverage | where indicator ~ \"chu ky so\" | project to 2026, 2030 against targets | where unit in [\"Điện Biên\", \"Hà Nội\"]",
    "set lang vi\npractice_coverage | where indicator ~ \"chu ky so\" and unit == \"Điện Biên\" | whatif to 2030 against targets: faster = pace * 1.5, needed = solve pace for reach 90 by 2030",
    "set lang vi\ncoverage | where unit == \"Điện Biên\" and as_of is not null | select indicator, as_of, value, covered | sort as_of | take 5",
  ]

  @Test(arguments: [40, 80, 120, 200])
  func screens(width: Int) throws {
    let program = try Program()
    var found = ""
    for query in Self.queries {
      let terminal = try program.once(
        "set timing off\nset progress off\nset threads 2\n" + query, columns: UInt16(width))
      // The check of the whole text comes before `set progress off`, and tells of itself on a slow machine.
      let drawn = terminal.replacing(/[^\n┌]*Ctrl-C (stops|để dừng)/, with: "")
      let text = drawn.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.reversed().drop { $0 == " " }.reversed() }.map { String($0) }
        .joined(separator: "\n")
      found += "## \(query)\n\(text)\n"
    }
    let file = Self.folder.appendingPathComponent("\(width).txt")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: Self.folder, withIntermediateDirectories: true)
      try found.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("\(file.lastPathComponent) was rewritten")
    }
    let expected = try String(contentsOf: file, encoding: .utf8)
    #expect(found == expected)
  }
}

extension Program {
  /// What the program draws on a terminal of its own for one text of statements.
  func once(_ text: String, columns: UInt16) throws -> String {
    let terminal = try PseudoTerminal(
      Program.path,
      ["--data", CompletionTests.root + "/datasets", "--today", "2025-12-01", "-c", text],
      environment: ["LC_ALL": "C.UTF-8", "LANG": nil, "NO_COLOR": "1", "TERM": "xterm"],
      rows: 60, columns: columns)
    #expect(terminal.waitForExit() != nil)
    _ = terminal.settle()
    return terminal.text
  }
}
