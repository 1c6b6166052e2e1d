import Foundation
import Glibc
import TestSupport
import Testing

/// The program as a person or another program starts it, in a home and a folder of its own.
final class Program {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "tiendo-shell-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/home", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Beside the tests, which are built together with it.
  static let path =
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().path + "/tiendo"

  private func environment(_ changes: [String: String?]) -> [String: String?] {
    var result: [String: String?] = [
      "HOME": folder + "/home", "XDG_STATE_HOME": nil, "XDG_CONFIG_HOME": nil, "LC_ALL": "C.UTF-8",
      "LANG": nil, "NO_COLOR": nil, "TERM": "xterm", "PAGER": "cat", "INPUTRC": "/dev/null",
    ]
    for (name, value) in changes { result.updateValue(value, forKey: name) }
    return result
  }

  func file(_ name: String, _ text: String) throws -> String {
    let path = folder + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  // MARK: On a terminal

  /// The prompt on a terminal of its own, once it asks (or says what it is to say).
  func prompt(
    _ arguments: [String] = [], environment changes: [String: String?] = [:],
    rows: UInt16 = 40, columns: UInt16 = 80, asking: String = "tiendo> "
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal(
      Program.path, ["--data", CompletionTests.root + "/datasets"] + arguments,
      environment: environment(changes), rows: rows, columns: columns)
    try #require(terminal.wait(for: asking))
    return terminal
  }

  // MARK: Between pipes

  struct Outcome {
    let status: Int32
    let output: String
    let error: String
  }

  /// Runs the program to its end with its three streams piped.
  ///
  /// - Parameter shell: a line of the shell that starts it instead; `$0` there is the program, `$@` what
  ///   it is given.
  func run(
    _ arguments: [String], input: String = "", environment changes: [String: String?] = [:],
    shell: String? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: shell == nil ? Program.path : "/bin/sh")
    process.arguments = (shell.map { ["-c", $0, Program.path] } ?? []) + arguments
    process.currentDirectoryURL = URL(filePath: folder)
    var variables = ProcessInfo.processInfo.environment
    for (name, value) in environment(changes) { variables[name] = value }
    variables["TERM"] = changes["TERM"] ?? "xterm"
    process.environment = variables
    let error = folder + "/stderr-\(UUID().uuidString)"
    let output = folder + "/stdout-\(UUID().uuidString)"
    let given = folder + "/stdin-\(UUID().uuidString)"
    for path in [error, output] { try "".write(toFile: path, atomically: false, encoding: .utf8) }
    try input.write(toFile: given, atomically: true, encoding: .utf8)
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: given))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: error))
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: try String(contentsOfFile: output, encoding: .utf8),
      error: try String(contentsOfFile: error, encoding: .utf8))
  }

  /// The answer to one query.
  func answer(_ query: String, _ arguments: [String] = []) throws -> Outcome {
    try run(
      arguments + ["--data", CompletionTests.root + "/datasets", "--format", "csv", "-c", query])
  }
}

/// Cells of a text by the C library's table, which the program does not use.
enum LibraryWidth {
  private typealias TerminalWidth = @convention(c) (Int32) -> Int32

  // The header hides it from programs that do not ask for X/Open.
  private static let width: TerminalWidth? = {
    setlocale(LC_CTYPE, "C.UTF-8")
    return dlsym(nil, "wcwidth").map { unsafeBitCast($0, to: TerminalWidth.self) }
  }()

  static func cells(_ line: Substring) -> Int {
    line.unicodeScalars.reduce(0) { $0 + max(0, Int(width?(Int32(bitPattern: $1.value)) ?? 1)) }
  }
}
