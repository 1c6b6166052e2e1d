import Columns
import Forecasting
import Foundation
import Language
import Sources
import Testing

@testable import Analysis
@testable import Workspace

/// Every word that can reach a person, in both languages.
@Suite struct WholeVietnameseTests {
  init() { _ = FileManager.default.changeCurrentDirectoryPath(CaseTests.root.path) }

  /// The sources of the program with their texts.
  private static let sources: [(path: String, text: String)] = {
    let root = CaseTests.root.appendingPathComponent("Sources")
    let paths =
      FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
      (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8))
        .map { (path: path, text: $0) }
    }
  }()

  /// The calls of a function in a text, with their arguments as they are written.
  private static func calls(_ start: String, in text: String) -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let call = rest.firstRange(of: start) {
      var depth = 1
      var place = call.upperBound
      while place < rest.endIndex, depth > 0 {
        if rest[place] == "(" { depth += 1 }
        if rest[place] == ")" { depth -= 1 }
        place = rest.index(after: place)
      }
      found.append(String(rest[call.lowerBound..<place]))
      rest = rest[call.upperBound...]
    }
    return found
  }

  /// A string literal with `{}` for each of its interpolations; nil where there is none.
  private static func literals(_ text: String) -> [String] {
    var found: [String] = []
    var rest = text[...]
    while let quote = rest.firstIndex(of: "\"") {
      var literal = ""
      var place = rest.index(after: quote)
      while place < rest.endIndex, rest[place] != "\"" {
        if rest[place] == "\\", rest.index(after: place) < rest.endIndex {
          let next = rest.index(after: place)
          if rest[next] == "(" {
            var depth = 1
            place = rest.index(after: next)
            while place < rest.endIndex, depth > 0 {
              if rest[place] == "(" { depth += 1 }
              if rest[place] == ")" { depth -= 1 }
              place = rest.index(after: place)
            }
            literal += "{}"
          } else {
            literal.append(rest[next])
            place = rest.index(after: next)
          }
        } else {
          literal.append(rest[place])
          place = rest.index(after: place)
        }
      }
      found.append(literal)
      rest = place < rest.endIndex ? rest[rest.index(after: place)...] : ""
    }
    return found
  }

  @Test("Whatever is said in English is said in Vietnamese")
  func words() {
    #expect(Self.sources.count > 300)
    var count = 0
    for (path, text) in Self.sources {
      for call in Self.calls("Words(", in: text) where call.contains("en:") {
        count += 1
        // A text that is made elsewhere, or a name, is the same in both.
        let letters = Self.literals(call).joined().replacing("{}", with: "")
          .replacing("tiendo: -o: ", with: "").filter(\.isLetter)
        #expect(call.contains("vi:") || letters.isEmpty, "\(path): \(call)")
      }
      for start in ["FileNote(", "SourceNote(", "Remark(", "Bilingual("] {
        for call in Self.calls(start, in: text) where call.contains("en:") {
          #expect(call.contains("vi:"), "\(path): \(call)")
        }
      }
    }
    #expect(count > 500)
  }

  @Test("Every status, flag, bound and rule has its word")
  func enumerations() {
    for status in Status.allCases {
      #expect(Vocabularies.statuses.vietnamese(status.rawValue) != nil, "\(status)")
    }
    for (_, name) in Flags.names {
      #expect(Vocabularies.flags.vietnamese(name) != nil, "\(name)")
    }
    let bindings = Forecasting.Binding(rawValue: .max).labels
    #expect(bindings.count > 4)
    for name in bindings { #expect(Vocabularies.bindings.vietnamese(name) != nil, "\(name)") }
    #expect(
      Vocabularies.flags.vietnamese("stale, weak") == "số liệu cũ, dự báo yếu")
    #expect(Vocabularies.flags.vietnamese("stale, odd") == nil)
    #expect(Vocabularies.attainment.vietnamese("after 2050") == "sau 2050")
    #expect(Vocabularies.dates.vietnamese("2026-03-31") == "31/03/2026")
  }

  @Test("Every column that a verb of analysis adds has a label in both languages")
  func columns() {
    for step in ["compare", "project", "whatif", "track", "progress"] {
      let reference = StepReference.of(step)
      #expect(reference?.columns.isEmpty == false)
      for column in reference?.columns ?? []
      where !column.name.hasPrefix("<") && column.name != "level" {
        let name = column.name.replacing("<t>", with: "2024")
        let label = ColumnLooks.look(name)?.label
        #expect(label != nil, "\(step): \(column.name)")
        #expect(label?.en != label?.vi, "\(step): \(column.name)")
        #expect(column.meaning.vi != nil)
      }
    }
    for entry in ColumnLooks.all {
      #expect(entry.look.label?.vi.isEmpty == false, "\(entry.name)")
    }
  }

  @Test("Sayings of rows have as much to fill in in both languages, and are found again")
  func phrases() {
    for phrase in RowPhrases.all {
      func gaps(_ text: String) -> Int { text.components(separatedBy: "{}").count }
      #expect(gaps(phrase.en) == gaps(phrase.vi), "\(phrase.en)")
      let filled = phrase.en.replacing("{}", with: "12.5")
      let expected = phrase.vi.replacing("{}", with: "12.5")
      #expect(RowPhrases.vietnamese(filled) == expected, "\(phrase.en)")
    }
    #expect(
      RowPhrases.vietnamese("one point: no pace; proxy: a reason; ahead by 3")
        == "mới có một số liệu: chưa có tốc độ; chỉ tiêu gần đúng: a reason; tốt hơn mục tiêu 3")
    #expect(RowPhrases.vietnamese("not one of ours") == nil)
  }

  @Test("Reasons of the catalogue are Vietnamese, also inside notes")
  func reasons() throws {
    let session = Session(Settings(threads: 2, lang: .vi, today: 20_188))
    try session.openCatalogue(CaseTests.datasets.path)
    func answer(_ query: String) throws -> Table {
      let source = SourceText(query)
      let statement = try #require(Parser.parse(script: source).script.statements.first)
      return try #require(try session.answer(statement, in: source).table)
    }
    let map = try answer("indicator_map | select reason")
    let words = try #require(map.fields.first?.look.vocabulary)
    let reasons = map.columns[0].values.compactMap {
      if case .text(let text) = $0 { text } else { nil }
    }
    var proxies = 0
    for query in [
      "coverage | track", "practice_coverage | project to 2030 by indicator against targets",
    ] {
      let table = try answer(query)
      let place = try #require(table.fields.firstIndex { $0.name == "note" })
      let notes = try #require(table.fields[place].look.vocabulary)
      for case .text(let note) in table.columns[place].values {
        // One reason may begin as another does.
        let inside = reasons.filter { note.contains("proxy: " + $0) }
        guard let reason = inside.max(by: { $0.count < $1.count }) else { continue }
        proxies += 1
        let shown = try #require(notes.vietnamese(note))
        #expect(shown.contains(try #require(words.vietnamese(reason))), "\(shown)")
        #expect(!shown.contains(reason), "\(shown)")
      }
    }
    #expect(proxies > 0)
    for reason in reasons { #expect(words.vietnamese(reason) != nil, "\(reason)") }
  }

  @Test("Every saying that the analyses put into a row is known")
  func sayings() {
    var found: Set<String> = []
    for (path, text) in Self.sources where path.hasPrefix("Analysis/") {
      let isWords = path.hasSuffix("ProjectionWords.swift")
      let calls =
        isWords
        ? [text] : Self.calls("otes.append(", in: text) + Self.calls("Answer(", in: text)
      for call in calls {
        for literal in Self.literals(call) where literal.contains(" ") && literal.count > 6 {
          found.insert(literal)
        }
      }
    }
    #expect(found.count > 40)
    for literal in found.sorted() {
      // What is only part of a saying is tried with the saying.
      if Self.parts.contains(where: { literal.contains($0) }) { continue }
      let filled = literal.replacing("{}", with: "12.5")
      #expect(RowPhrases.vietnamese(filled) != nil, "\(literal)")
    }
  }

  /// Texts that stand inside others.
  private static let parts = [
    "never at this pace", "not under the forecast", "with {} to spare", "it stands still",
    "its own goes the wrong way", "after {}", "{} of {}", "; allow_over", "…", "; near",
    "{} a year", "pace × 1", "{} {}, ", "{} a {}", "the running {}",
  ]

  private static let queries = [
    "indices | where index == \"SIPAS\" | compare 2023, 2024",
    "coverage | track", "coverage | track status eurostat", "coverage | track status sdsn",
    "practice_coverage | project to 2026, 2030 by indicator against targets",
    "practice_coverage | where indicator ~ \"chu ky so\" | project to 2030",
    "practice_coverage | track status un", "practice_coverage | track status escap",
    "practice_coverage | track status opensdg", "practice_coverage | track status aarr",
    "indices | where index == \"PAR\" | project to 2030",
    "practice_coverage | where unit == \"Điện Biên\" | whatif to 2030: faster = pace * 1.5, needed = solve pace for reach 90 by 2030",
    "tasks | progress", "national_tasks | progress by group",
    "national_tasks | project to 2027 as of @2025-12-31",
  ]

  @Test("Every word in a column of words is known in Vietnamese", arguments: queries)
  func results(query: String) throws {
    let session = Session(Settings(threads: 2, lang: .vi, today: 20_188))
    try session.openCatalogue(CaseTests.datasets.path)
    let source = SourceText(query)
    let statement = try #require(Parser.parse(script: source).script.statements.first)
    let table = try #require(try session.answer(statement, in: source).table)
    var unknown: Set<String> = []
    for (field, column) in zip(table.fields, table.columns) {
      guard let vocabulary = field.look.vocabulary else { continue }
      for case .text(let text) in column.values {
        // Years and the names of scenarios are no words.
        if text.allSatisfy({ $0.isNumber }) || field.name == "scenario" { continue }
        if field.name == "note" {
          for part in text.components(separatedBy: "; ") where RowPhrases.vietnamese(part) == nil {
            if RowPhrases.vietnamese(text) == nil || !Self.isInside(part, text) {
              unknown.insert("\(field.name): \(part)")
            }
          }
        } else if vocabulary.vietnamese(text) == nil {
          unknown.insert("\(field.name): \(text)")
        }
      }
    }
    #expect(unknown.sorted() == [])
  }

  /// Whether a part of a note is what data give as the reason of a proxy, which may hold anything.
  private static func isInside(_ part: String, _ text: String) -> Bool {
    text.contains("proxy: ") && !text.hasPrefix(part)
  }
}
