import CRegex

/// A regular expression ready to search: RE2's, whose time grows with the text alone and whose
/// memory has a bound, with the classes `\w`, `\d`, `\s` of all languages.
///
/// The expression never changes once it is made, and the library lets several threads search with it.
final class RegexSearch {
  private let expression: OpaquePointer
  /// Whether `\b` or `\B` stands where it knows the letters of ASCII only.
  private let knowsASCIIOnly: Bool

  /// No longer pattern is read: its memory would be beyond the bound.
  private static let longest = 100_000

  /// How many groups the pattern has; 0 where it does not tell them.
  let groupCount: Int

  /// - Parameter tellsGroups: whether `span` will be asked for.
  init(_ pattern: String, tellsGroups: Bool = false) throws(RegexProblem) {
    guard pattern.utf8.count <= RegexSearch.longest else {
      throw RegexProblem(Int32(TIENDO_REGEX_SIZE), part: "", of: "")
    }
    let translated = try RegexPattern.translated(pattern)
    var problem: Int32 = 0
    var part = [CChar](repeating: 0, count: 64)
    var text = translated.text
    let size = part.count
    let made = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        tiendo_regex_make($0.baseAddress, $0.count, tellsGroups, &problem, &part, size)
      }
    }
    guard let made else {
      let piece = part.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw RegexProblem(problem, part: String(decoding: piece, as: UTF8.self), of: pattern)
    }
    expression = made
    knowsASCIIOnly = translated.knowsASCIIOnly
    groupCount = tellsGroups ? Int(tiendo_regex_groups(made)) : 0
  }

  deinit { tiendo_regex_free(expression) }

  /// Whether the expression is found in a text.
  func finds(in text: UnsafeBufferPointer<UInt8>) throws -> Bool {
    if knowsASCIIOnly, text.contains(where: { $0 >= 0x80 }) {
      throw EvaluationFailure(.invalidArgument(RegexProblem.boundary))
    }
    return text.withMemoryRebound(to: CChar.self) {
      tiendo_regex_finds(expression, $0.baseAddress, $0.count)
    }
  }

  /// Where the expression and its groups stand at or after a place, into `spans`: the start and the
  /// end of each, -1 for a group that took no part. False where nothing is found.
  func search(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, into spans: inout [Int]
  ) throws -> Bool {
    if knowsASCIIOnly, text.contains(where: { $0 >= 0x80 }) {
      throw EvaluationFailure(.invalidArgument(RegexProblem.boundary))
    }
    let count = Int32(groupCount + 1)
    if spans.count != 2 * (groupCount + 1) {
      spans = [Int](repeating: -1, count: 2 * (groupCount + 1))
    }
    return text.withMemoryRebound(to: CChar.self) {
      tiendo_regex_search(expression, $0.baseAddress, $0.count, start, &spans, count)
    }
  }
}
