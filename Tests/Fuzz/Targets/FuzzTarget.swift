import Columns
import Foundation
import Language
import Sources
import Workspace

/// What must not be: an answer that breaks a promise, or an error that nobody foresaw. Whatever ends the
/// process is found by the fuzzer itself.
package struct FuzzFinding: Error, CustomStringConvertible {
  package let description: String
}

/// One way in for bytes from others, with the texts that fuzzing begins with.
package struct FuzzTarget: Sendable {
  package let name: String
  /// Takes bytes in; throws a `FuzzFinding`.
  package let take: @Sendable ([UInt8]) throws -> Void
  /// What fuzzing begins with, from the tests' cases.
  package let seeds: @Sendable () throws -> [[UInt8]]

  package static let all: [FuzzTarget] =
    [query, run, regex, report] + FileTargets.all + [workbook]

  // MARK: What the targets share

  /// The package's folder.
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The inputs that are kept for a target: found ones, by which something was mended, and some that
  /// reach far.
  package func corpus() throws -> [(name: String, bytes: [UInt8])] {
    try FuzzTarget.files(FuzzTarget.root + "/Tests/Fuzz/Corpus/" + name)
  }

  /// The files of a folder below it, in the order of their names.
  static func files(_ folder: String) throws -> [(name: String, bytes: [UInt8])] {
    try (FileManager.default.enumerator(atPath: folder)?.allObjects ?? [])
      .compactMap { $0 as? String }.sorted()
      .compactMap { name in
        let url = URL(filePath: folder + "/" + name)
        guard try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
          return nil
        }
        return (name, [UInt8](try Data(contentsOf: url)))
      }
  }

  /// The queries of the tests' cases.
  static func queries() throws -> [String] {
    try files(root + "/Tests/QueryTests/Cases").filter { $0.name.hasSuffix(".test") }
      .flatMap { String(decoding: $0.bytes, as: UTF8.self).components(separatedBy: "\n========\n") }
      .map { $0.components(separatedBy: "\n----\n")[0] }
  }

  /// A session that reads nothing but the catalogue and writes nothing.
  static func session() throws -> Session {
    let session = Session(Settings(threads: 1, lang: .en, today: 20_188))
    session.access = FileAccess(reading: [root + "/datasets"])
    session.writesFiles = false
    session.memory.limit = 256 << 20
    try session.openCatalogue(root + "/datasets")
    return session
  }

  static func require(_ holds: Bool, _ words: @autoclosure () -> String) throws {
    if !holds { throw FuzzFinding(description: words()) }
  }

  /// Whether what was said can be shown: at a place of the text, in words of both languages.
  static func check(_ diagnostics: [Diagnostic], of source: SourceText) throws {
    for diagnostic in diagnostics {
      try require(
        0 <= diagnostic.range.start && diagnostic.range.start <= diagnostic.range.end
          && diagnostic.range.end <= source.bytes.count,
        "\(diagnostic.code) lies at \(diagnostic.range) of \(source.bytes.count) bytes")
      for lang in [Lang.en, .vi] {
        try require(!diagnostic.message(in: lang).isEmpty, "\(diagnostic.code) has no words")
      }
      _ = source.position(of: diagnostic.range.start)
    }
  }
}
