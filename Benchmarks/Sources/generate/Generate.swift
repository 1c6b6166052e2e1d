import Glibc

/// Makes the benchmark's tables as CSV files: the same bytes for the same seed on every machine.
@main
enum Generate {
  static let usage = """
    usage: generate [--output DIR] [--seed N] [--threads N] [TABLE…]

    TABLE is a file's name without `.csv`. The number in it is the number of rows and may be
    another, as in coverage_5e5.
      coverage_1e6    panel of communes, indicators and months
      communes        the 11,000 communes of the panel
      tasks           1,000,000 tasks
      skewed_1e6      keys by Zipf's law, unsorted; 30 % nulls in five columns
      distinct_1e6    integer and text keys that never repeat
      widetext_1e6    long texts, some with commas, quotes and newlines
      keys_1e7        keys of many kinds, in no order
      partners_1e4    rows to join with the keys (1e1, 1e4, 1e6 or 1e7)
    Without a TABLE: coverage_1e6, communes and tasks. DIR is .build-bench/data unless said.
    """

  static func main() async {
    do {
      try await run(Array(CommandLine.arguments.dropFirst()))
    } catch let failure as Wrong {
      complain("generate: \(failure.text)\n\n\(usage)\n")
      exit(2)
    } catch {
      complain("generate: \(error)\n")
      exit(4)
    }
  }

  private struct Wrong: Error {
    let text: String
  }

  private static func run(_ arguments: [String]) async throws {
    var output = ".build-bench/data"
    var seed: UInt64 = 20_241_231
    var threads = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    var names: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--help", "-h":
        print(usage)
        return
      case "--output", "--seed", "--threads":
        guard let value = rest.popFirst() else { throw Wrong(text: "\(argument) needs a value") }
        switch argument {
        case "--output": output = value
        case "--seed":
          guard let number = UInt64(value) else { throw Wrong(text: "not a seed: \(value)") }
          seed = number
        default:
          guard let number = Int(value), number > 0 else {
            throw Wrong(text: "not a number of threads: \(value)")
          }
          threads = number
        }
      case _ where argument.hasPrefix("-"): throw Wrong(text: "unknown option \(argument)")
      default: names.append(argument)
      }
    }
    if names.isEmpty { names = ["coverage_1e6", "communes", "tasks"] }
    let makers = try names.map { try maker($0, seed: seed) }
    try makeDirectories(output)
    for (name, maker) in zip(names, makers) {
      try await write(maker(), to: "\(output)/\(name).csv", threads: threads)
      print("\(output)/\(name).csv")
    }
  }

  /// What makes the named table; nothing is made before all names are known to be right.
  private static func maker(_ name: String, seed: UInt64) throws -> () -> any Table {
    let parts = name.split(separator: "_", maxSplits: 1).map(String.init)
    let rows = parts.count == 2 ? Double(parts[1]).flatMap { Int(exactly: $0) } : nil
    if parts.count == 2 {
      guard let rows, rows > 0, rows <= 1_000_000_000 else {
        throw Wrong(text: "not a number of rows in \(name)")
      }
    }
    switch (parts.first ?? "", rows) {
    case ("coverage", let rows?):
      let most = 26_400_000
      guard rows <= most else { throw Wrong(text: "the panel has \(most) cells: \(name)") }
      return { Coverage(rows: rows, geography: Geography(seed: seed), seed: seed) }
    case ("communes", nil): return { Communes(geography: Geography(seed: seed)) }
    case ("tasks", let rows): return { Tasks(rows: rows ?? 1_000_000, seed: seed) }
    case ("skewed", let rows?): return { Skewed(rows: rows, seed: seed) }
    case ("distinct", let rows?): return { Distinct(rows: rows, seed: seed) }
    case ("widetext", let rows?): return { WideText(rows: rows, seed: seed) }
    case ("keys", let rows?): return { Keys(rows: rows, seed: seed) }
    case ("partners", let rows?): return { Partners(rows: rows, seed: seed) }
    default: throw Wrong(text: "unknown table \(name)")
    }
  }

  private static func makeDirectories(_ path: String) throws {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += made.isEmpty || made.hasSuffix("/") ? String(part) : "/\(part)"
      if mkdir(made, 0o755) != 0 && errno != EEXIST { throw FileFailure(path: made, code: errno) }
    }
  }

  private static func complain(_ text: String) {
    var text = text
    text.withUTF8 { _ = Glibc.write(2, $0.baseAddress, $0.count) }
  }
}
