import Columns
import Foundation
import Language
import Planning
import Sources
import Testing

@testable import Services
@testable import Shell
@testable import Workspace

/// What Tab offers, by the place of the cursor.
@Suite struct CompletionTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static func session() throws -> Session {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_000))
    try session.openCatalogue(root + "/datasets")
    return session
  }

  static func answer(_ session: Session, _ text: String) throws {
    let source = SourceText(text)
    for statement in Parser.parse(script: source, mode: .prompt).script.statements {
      _ = try session.answer(statement, in: source)
    }
  }

  /// The texts offered at the end of `text`.
  static func offers(_ text: String, _ session: Session? = nil) throws -> [String] {
    // In debug, beside all other tests, nothing is done in 40 ms.
    Completer(
      try session ?? self.session(), commands: Commands.all.map(\.help), helpWords: Help.words,
      limit: 20
    ).candidates(text).map(\.text)
  }

  @Test func statementsStepsAndCommands() throws {
    #expect(try Self.offers("ind") == ["indices ", "indicator_map "])
    #expect(try Self.offers("exp") == ["explain "])
    #expect(try Self.offers(".sch") == [".schema "])
    #expect(try Self.offers(".schema targ") == ["targets"])
    #expect(try Self.offers("indices | der") == ["derive "])
    #expect(try Self.offers("indices | gr") == ["group by "])
    #expect(try Self.offers("indices |").count > 20)
    #expect(try Self.offers("help comp") == ["complete", "compare"])
    #expect(try Self.offers("indices ") == ["|"])
  }

  @Test("Sheets of a workbook stand behind sheet:")
  func sheets() throws {
    for name in ["bieu.xlsx", "bieu.ods"] {
      let book = "\"\(Self.root)/Tests/QueryTests/Cases/data/\(name)\""
      #expect(
        try Self.offers("\(book) with (sheet: ") == ["\"Trống\"", "\"Biểu 01\"", "\"Ẩn\""])
      #expect(try Self.offers("\(book) with (sheet: \"bieu") == ["\"Biểu 01\""])
      #expect(try Self.offers("load \(book) with (header: 3, sheet: \"Ẩ") == ["\"Ẩn\""])
      #expect(try Self.offers("\(book) with (sheet: 2, ran") == ["range: "])
    }
    #expect(try Self.offers("\"\(Self.root)/README.md\" with (sheet: ") == [])
    #expect(try Self.offers("\"\(Self.root)/nothing.xlsx\" with (sheet: ") == [])
    let folder = "\(Self.root)/Tests/QueryTests/Cases/data/bi"
    #expect(try Self.offers(".sheets " + folder).map { $0.suffix(9) } == ["/bieu.ods", "bieu.xlsx"])
  }

  @Test("Columns are those that exist at that step")
  func columns() throws {
    #expect(try Self.offers("indices | where val") == ["value"])
    let grouped = "indices | group by unit: best = max(value), n = count() | sort "
    #expect(try Self.offers(grouped) == ["unit", "best", "n"])
    #expect(try Self.offers("indices | select unit, year | where va").contains("value") == false)
    #expect(try Self.offers("indices | derive double = 2 * value | sort -dou") == ["double"])
    // Columns that only the data tell: those of a pivot and a comparison.
    let pivot = "indices | where index == \"SIPAS\" | pivot year by unit: avg(value) | select `202"
    #expect(try Self.offers(pivot).contains("`2023`"))
    let compared =
      "indices | where index == \"PAR\" | compare 2022, 2023 by unit: value | sort -cha"
    #expect(try Self.offers(compared) == ["change", "change_pct"])
    // A statement with a mistake before the cursor still knows what it can.
    #expect(try Self.offers("indices | where nothing == 1 | sort uni").first == "unit")
    // A column of which only a part is typed comes before the functions.
    #expect(try Self.offers("indices | where ran").first == "rank")
    #expect(try Self.offers("indices | join (targets | sel").contains("select "))
    #expect(try Self.offers("indices | join (targets | select lev").contains("level"))
  }

  @Test("Values of the column, found without diacritics, in the rows that are left")
  func values() throws {
    #expect(try Self.offers("indices | where unit == \"dien") == ["\"Điện Biên\""])
    #expect(try Self.offers("indices | where unit == dien") == ["\"Điện Biên\""])
    #expect(try Self.offers("indices | where unit in [\"Huế\", \"da n") == ["\"Đà Nẵng\""])
    #expect(try Self.offers("indices | where index != 'sip").first == "\"SIPAS\"")
    // A later word of the name, where none begins so.
    #expect(try Self.offers("indices | where unit == \"nang") == ["\"Đà Nẵng\""])
    let years = try Self.offers("indices | where index == \"SIPAS\" and year == 20")
    #expect(years.isEmpty, "a number that has begun is the analyst's own")
    let all = try Self.offers("indices | where index == \"SIPAS\" and year == ")
    #expect(all.contains("2023") && !all.contains("2005"))
    let session = try Self.session()
    try Self.answer(session, "let t = [{a: \"x\", b: \"p\"}, {a: \"y\", b: \"q\"}]")
    #expect(try Self.offers("t | where a == \"x\" | where b == ", session).first == "\"p\"")
  }

  @Test func functionsAndClauses() throws {
    #expect(try Self.offers("indices | derive x = weighted_a") == ["weighted_avg("])
    #expect(try Self.offers("indices | where value > 3 an") == ["and "])
    let track = try Self.offers("indices | track status ")
    #expect(track.contains("eurostat") && track.contains("sdsn"))
    #expect(try Self.offers("indices | track ag").contains("against "))
    #expect(try Self.offers("indices | project to 2030 using damp") == ["damped", "damped_holt"])
    #expect(
      try Self.offers("indices | compare 2022, 2023 through cross").first?.hasPrefix("cross")
        == true)
    #expect(try Self.offers("indices | chart ").contains("heat"))
    #expect(try Self.offers("tasks | whatif to 2030 base ") == ["hold", "forecast", "flat"])
    #expect(try Self.offers("set tim") == ["timing "])
    #expect(try Self.offers("set format ma") == ["markdown"])
    let rules = Optimizer.standard.rules.map { "\"-\($0.name)\"" }
    #expect(try Self.offers("set optimizer ") == ["all", "none"] + rules)
    #expect(try Self.offers("set optimizer pu") == ["\"-push_filters\"", "\"-push_limits\""])
    #expect(try Self.offers("set optimizer \"-pus") == ["\"-push_filters\"", "\"-push_limits\""])
    #expect(try Self.offers("load \"x.csv\" ") == ["as", "with ("])
    #expect(try Self.offers("\"x.csv\" with (del") == ["delimiter: "])
    // Options and their values come from the formats.
    #expect(try Self.offers("\"x.csv\" with (dates: ") == ["dmy", "mdy", "ymd"])
    #expect(try Self.offers("\"x.csv\" with (lenient: t") == ["true"])
    #expect(
      try Self.offers("\"x.csv\" with (format: ") == FormatRegistry.standard.readable.map(\.name))
    #expect(
      try Self.offers("units | export \"x.md\" with (") == ["overwrite: ", "format: ", "folders: "])
    #expect(try Self.offers("units | export \"x.csv\" with (overwrite, b") == ["bom: "])
    #expect(
      try Self.offers("units | export \"x\" with (format: ")
        == FormatRegistry.standard.writable.map(\.name))
  }

  @Test("The clauses of a list of tasks, and the columns behind them")
  func listsOfTasks() throws {
    let clauses = try Self.offers("national_tasks | progress st")
    #expect(clauses.prefix(3) == ["status ", "status map ", "start "])
    #expect(try Self.offers("national_tasks | progress status gro").first == "group")
    #expect(try Self.offers("national_tasks | progress due du").contains("due"))
    #expect(try Self.offers("national_tasks | progress due due ow").first == "owner")
    #expect(try Self.offers("national_tasks | project to 2027 done du").contains("due"))
    #expect(try Self.offers("tasks | progress status map uni").first == "units ")
    #expect(try Self.offers("tasks | progress status status sta").contains("status map "))
    #expect(try !Self.offers("tasks | progress due as_of d").contains("due "))
    #expect(try Self.offers("tasks | track status ").contains("eurostat"))
  }

  @Test("What a scenario is offered, the parser takes")
  func scenarios() throws {
    let query = "practice_coverage | whatif to 2030: a = "
    let offers = try Self.offers(query)
    for word in StepWords.changes {
      #expect(offers.filter { $0 == word + " " }.count == 1, "\(word)")
      let found = Parser.parse(script: SourceText(query + word)).diagnostics
      #expect(!found.contains { $0.code == "E0401" }, "\(word)")
    }
    #expect(try Self.offers(query + "pace * 2 the") == ["then "])
  }

  @Test func parametersAndFunctionsOfTheSession() throws {
    let session = try Self.session()
    try Self.answer(session, "let goal = 95")
    try Self.answer(session, "def gap(x) = 95 - x")
    #expect(try Self.offers("indices | where value > $go", session) == ["$goal"])
    #expect(try Self.offers("indices | derive g = ga", session).contains("gap("))
  }

  @Test("Nothing where only the analyst can know")
  func nothing() throws {
    for text in [
      "# a comment ind", "indices | take 1", "let ", "indices | where \"a\" ", "indices # x",
    ] {
      #expect(try Self.offers(text).isEmpty || text.hasSuffix("\" "), "\(text)")
    }
  }

  @Test("Every cut of every example is answered, in time and with candidates that fit")
  func everyCut() throws {
    let session = try Self.session()
    let completer = Completer(session)
    for step in StepReference.steps {
      for example in step.examples {
        var text = ""
        for character in example.query {
          text.append(character)
          let place = CursorReader.place(text)
          #expect(place.start <= text.utf8.count && place.start >= 0)
        }
        for candidate in completer.candidates(example.query) {
          #expect((candidate.start ?? 0) <= example.query.utf8.count)
        }
      }
    }
  }

  @Test func filesInQuotes() throws {
    let folder = NSTemporaryDirectory() + "tiendo-completion-\(getpid())"
    try FileManager.default.createDirectory(
      atPath: folder + "/sub", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in ["bệnh viện.csv", "notes.md", "report.tdq"] {
      try "a,b\n1,2\n".write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }
    #expect(
      try Self.offers("\"\(folder)/") == ["\"\(folder)/bệnh viện.csv\"", "\"\(folder)/sub/"])
    #expect(try Self.offers("load \"\(folder)/benh") == ["\"\(folder)/bệnh viện.csv\""])
    #expect(try Self.offers("include \"\(folder)/re") == ["\"\(folder)/report.tdq\""])
    #expect(try Self.offers(".run \(folder)/re") == ["\(folder)/report.tdq"])
    #expect(try Self.offers("indices | export \"\(folder)/no") == ["\"\(folder)/notes.md\""])
    #expect(try Self.offers("\"\(folder)/bệnh viện.csv\" | sort ") == ["a", "b"])
  }
}
