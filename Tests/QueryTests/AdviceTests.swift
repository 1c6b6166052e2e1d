import Display
import Foundation
import Language
import Testing
import Workspace

/// What a message advises is done to its query, and must then parse and bind.
///
/// The queries are all cases that have a message with a fix: those of `messages-*.test`, which provoke
/// every code, those of the other files, and `messages-advice.test` with names that need care.
@Suite struct AdviceTests {
  /// Codes whose fix cannot be made by a program, and why. Where a message of such a code has a
  /// change to make nevertheless, the change is made and tested like the others.
  static let prose: [String: String] = [
    "E0102": "where a quote was to close is not known",
    "E0201": "two words may be two columns or one name",
    "E0204": "no step is near: the fix names `help`",
    "E0205": "a general form: the step has more than can be rewritten",
    "E0207": "the source is missing, or more of SQL than its plain clauses",
    "E0210": "there is no last result in a file",
    "E0212": "a list to choose from",
    "E0213": "an example: the time or the key is not known",
    "E0214": "an example: what to compute is not known",
    "E0217": "a list to choose from",
    "E0301": "a comparison of more than three",
    "E0302": "which part gets a name is a choice",
    "E0531": "which column is the time is not known",
    "E0303": "which part gets a name is a choice",
    "E0308": "`*` inside an expression",
    "E0310": "where the bracket of `not` closes depends on what is meant",
    "E0313": "`distinct` of another function than `count` is a step before",
    "E0501": "a list to choose from, or no row at hand",
    "E0502": "a list to choose from",
    "E0503": "a list to choose from",
    "E0504": "the value is not known",
    "E0505": "a list to choose from",
    "E0506": "the signature: arguments are missing, or no conversion is sensible",
    "E0507": "another method to choose",
    "E0509": "values, not names, are written alike",
    "E0511": "a call with a condition or in a grouping: its place is a choice",
    "E0513": "the column of the sort is not known",
    "E0514": "which day was meant is not known",
    "E0517": "the keys of the first grouping are not known",
    "E0519": "the signature: arguments are missing or too many",
    "E0530": "no column looks like a time",
    "E0533": "no text column, or keys already given",
    "E0535": "the rows of the crosswalk are to be changed",
    "E0536": "the rows of the crosswalk are to be changed",
    "E0537": "the rows of the crosswalk are to be changed",
    "E0540": "no columns of a time and a number to name",
    "E0541": "a list to choose from",
    "E0542": "which columns tell what is not known",
    "E0543": "a list to choose from",
    "E0572": "a list to choose from",
    "E0573": "which column holds the words is not known",
    "E0574": "a list to choose from",
    "E0575": "which of the rows to leave out is a choice",
    "E0590": "SQL has no such step",
    "E0591": "a list to choose from",
    "E0601": "an approximate result is a choice",
    "E0547": "what to say is a choice",
    "E0603": "an approximate result is a choice",
    "E0610": "the limit is a choice",
    "E0620": "the data or the expectation: a choice",
    "E0621": "another column is a choice",
    "E0527": "how to cut it up is a choice",
    "E0630": "a list to choose from",
    "E0631": "three ways to choose from",
    "E0632": "another item is a choice",
    "E0638": "which column holds the time is not known",
    "E0633": "which column holds the units is not known",
    "E0634": "a list to choose from",
    "E0635": "a list to choose from",
    "E0636": "which of the two to correct is a choice",
    "E0637": "which key is meant is not known, or there is none",
    "E0640": "a list to choose from",
    "E0699": "a fault of the program",
    "E0702": "a list to choose from",
    "E0704": "a list to choose from",
    "E0706": "an argument of the command line",
    "E0710": "the file is to be changed, or its path",
    "E0720": "another column or kind of chart is a choice",
    "E0711": "a list of formats to choose from",
    "E0712": "the value belongs to the caller, or the text of the path has to be thought over",
    "E0730": "an argument of the command line",
  ]

  init() { _ = FileManager.default.changeCurrentDirectoryPath(CaseTests.root.path) }

  static func queries() throws -> [String] {
    var all: [String] = []
    for file in try CaseTests.files() {
      let url = CaseTests.folder.appendingPathComponent(file)
      let text = try String(contentsOf: url, encoding: .utf8)
      for one in text.components(separatedBy: CaseTests.between) {
        let parts = one.components(separatedBy: CaseTests.before)
        guard parts.count == 2, parts[1].contains("\n  -> ") else { continue }
        all.append(parts[0].trimmingCharacters(in: .newlines))
      }
    }
    return all
  }

  /// What is said of a query: of its syntax, or, where that is sound, of its meaning.
  ///
  /// Statements run as they do in a file, since what one defines another uses.
  static func diagnostics(of query: String) throws -> [Diagnostic] {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_188))
    try session.openCatalogue(CaseTests.datasets.path)
    // An export that the advice mends is not to leave files beside the sources.
    session.access = FileAccess(reading: ["/"])
    let source = SourceText(query, name: "case")
    let (script, parsed) = Parser.parse(script: source)
    if parsed.hasErrors { return parsed }
    var found = parsed
    for statement in script.statements {
      do { _ = try session.answer(statement, in: source) } catch let failure as StatementFailure {
        found += failure.diagnostics
        break
      }
    }
    return found
  }

  /// Errors of a run, which come after a query was understood.
  static func isOfTheRun(_ diagnostic: Diagnostic) -> Bool {
    diagnostic.code.hasPrefix("E06") || diagnostic.code.hasPrefix("E07")
  }

  /// A query after all changes that its messages advise, one after the other as they come to light,
  /// and the errors that are left.
  static func applied(to query: String) throws -> (
    text: String, codes: Set<String>, words: [Diagnostic], left: [Diagnostic], isEndless: Bool
  ) {
    var text = query
    var codes: Set<String> = []
    var words: [Diagnostic] = []
    for _ in 0..<6 {
      let found = try diagnostics(of: text).filter { $0.isError || $0.fix != nil }
      words += found.filter { $0.fix != nil && $0.changes.isEmpty }
      let edits = found.flatMap(\.changes)
      if edits.isEmpty { return (text, codes, words, found.filter(\.isError), false) }
      codes.formUnion(found.filter { !$0.changes.isEmpty }.map(\.code))
      text = SourceText(text).applying(edits)
    }
    return (text, codes, words, [], true)
  }

  @Test(arguments: try queries()) func adviceWorks(query: String) throws {
    let made = try Self.applied(to: query)
    #expect(
      !made.isEndless, "\(made.codes.sorted()): the fixes do not come to an end\n\(made.text)")
    for diagnostic in made.words {
      #expect(
        Self.prose[diagnostic.code] != nil,
        "\(diagnostic.code) has a fix in words alone: \(diagnostic.fix?.en ?? "")\n\(query)")
    }
    guard !made.codes.isEmpty else { return }
    // What is left was there from the beginning: an error of which no change is known.
    let first = try Self.diagnostics(of: query)
    for diagnostic in made.left where !Self.isOfTheRun(diagnostic) {
      let wasThere = first.contains {
        $0.code == diagnostic.code && $0.words == diagnostic.words && $0.changes.isEmpty
      }
      #expect(
        wasThere,
        "\(made.codes.sorted()) advised what gives \(diagnostic.code) \(diagnostic.message)\n\(query)\n\(made.text)"
      )
    }
  }

  /// Examples that a fix gives whole are steps of the language.
  @Test func examplesParse() throws {
    var count = 0
    for query in try Self.queries() {
      for diagnostic in try Self.diagnostics(of: query) {
        for lang in [Lang.en, .vi] {
          guard let fix = diagnostic.fix(in: lang),
            fix.hasPrefix("for example") || fix.hasPrefix("ví dụ"),
            !fix.contains("…"),
            let example = fix.split(separator: "`").dropFirst().first
          else { continue }
          count += 1
          let (_, found) = Parser.parse(script: SourceText("t | \(example)", name: "case"))
          #expect(!found.hasErrors, "\(diagnostic.code) \(fix)")
        }
      }
    }
    #expect(count > 5)
  }

  /// Every code that is let off occurs without a change to make: the list holds no excuses for later.
  @Test func everyExceptionIsNeeded() throws {
    var found: Set<String> = []
    for query in try Self.queries() {
      for diagnostic in try Self.diagnostics(of: query)
      where diagnostic.fix != nil && diagnostic.changes.isEmpty {
        found.insert(diagnostic.code)
      }
    }
    // These need a machine short of memory, a fault of the program or a flag.
    let elsewhere: Set<String> = ["E0610", "E0699", "E0730"]
    #expect(Set(Self.prose.keys).subtracting(found).subtracting(elsewhere).isEmpty)
  }
}
