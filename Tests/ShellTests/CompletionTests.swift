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
    #expect(
      try Self.offers(".sheets " + folder).map { $0.suffix(9) } == ["/bieu.ods", "bieu.xlsx"])
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

  @Test("Comparisons behind a column, by its type; behind a condition what joins it")
  func conditions() throws {
    let text = try Self.offers("indices | where unit ")
    #expect(text.prefix(3) == ["== ", "!= ", "~ "] && text.contains("like "))
    #expect(!text.contains("and ") && !text.contains("< "))
    let number = try Self.offers("indices | where index == \"PAR\" and value ")
    #expect(number.prefix(6) == ["== ", "!= ", "< ", "<= ", "> ", ">= "])
    #expect(try Self.offers("indices | where `unit` ").first == "== ")
    for whole in [
      "value > 3 ", "unit == \"x\" ", "value > rank ", "unit in [\"a\", \"b\"] ", "rank is null ",
      "value between 1 and 2 ", "unit ~ \"x\" or value <= 2 ", "not rank == 2 ",
      "unit like \"a%\" ",
    ] {
      #expect(try Self.offers("indices | where " + whole) == ["and ", "or ", "| "], "\(whole)")
    }
    for open in ["value > 3 and ", "value + ", "not "] {
      #expect(try Self.offers("indices | where " + open).contains("unit"), "\(open)")
    }
  }

  @Test("Aggregates and functions behind `=`, times behind `compare`")
  func assignedAndCompared() throws {
    let group = try Self.offers("indices | group by unit: n = ")
    #expect(group.first == "count(" && group.contains("rate(") && !group.contains("upper("))
    let derive = try Self.offers("indices | derive x = ")
    #expect(derive.first == "unit" && derive.contains("upper("))
    let times = try Self.offers("indices | compare ")
    #expect(times.prefix(2) == ["2024", "2023"] && times.contains("year") && times.contains("by "))
    #expect(try Self.offers("indices | where index == \"EGOV\" | compare 2023, ").first != "2023")
    let own = try Self.session()
    try Self.answer(own, "let t = [{y: 2001, v: 1}, {y: 2003, v: 2}]")
    #expect(try Self.offers("t | compare y ", own).prefix(2) == ["2003", "2001"])
    #expect(try Self.offers("indices | compare 2023, 2024 by ").first == "unit")
  }

  @Test("A name with spaces is quoted by itself, also where more than its last word was typed")
  func spacedNames() throws {
    let session = try Self.session()
    try Self.answer(session, "let t = [{`Tỷ lệ (%)`: 1, `Tên đơn vị`: \"a\", x: 2}]")
    #expect(try Self.offers("t | where ty", session) == ["`Tỷ lệ (%)`", "typeof("])
    let completer = Completer(session, limit: 20)
    let text = "t | select tên đơ"
    let found = completer.candidates(text)
    #expect(found.map(\.text) == ["`Tên đơn vị`"])
    #expect(found.first?.start == "t | select ".utf8.count)
    let second = "t | sort x, ty le"
    #expect(completer.candidates(second).first?.start == "t | sort x, ".utf8.count)
  }

  @Test("A list of several kinds has headings, and stays within its rows")
  func headings() throws {
    let completer = Completer(try Self.session(), limit: 20)
    let found = completer.candidates("indices | compare ")
    let text = CandidateList.text(found, columns: 80, rows: 24)
    #expect(
      text.contains("times:\n2024") && text.contains("columns:\n") && text.contains("clauses:\n"))
    for rows in [8, 12, 24, 60] {
      let lines = CandidateList.text(found, columns: 60, rows: rows).split(separator: "\n")
      #expect(lines.count <= max(rows, 10) && lines.allSatisfy { $0.count < 60 }, "\(rows)")
    }
    let one = completer.candidates("indices | where value ")
    #expect(!CandidateList.text(one, columns: 80, rows: 24).contains(":\n"))
  }

  @Test("What a file has to tell is told to the query, whatever was looked at before")
  func notesAreKept() throws {
    let path = NSTemporaryDirectory() + "tiendo-notes-\(getpid()).csv"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try "code,day\n001,03/04/2024\n002,13/04/2024\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    func notes(_ session: Session) throws -> [String] {
      let source = SourceText("\"\(path)\" | where code == \"001\"")
      let statement = try #require(Parser.parse(script: source).script.statements.first)
      return try session.answer(statement, in: source).notes.map(\.code)
    }
    let fresh = try notes(try Self.session())
    #expect(!fresh.isEmpty)
    let session = try Self.session()
    for text in ["where code == ", "sort ", "group by code: n = ", "where day > ", "compare "] {
      _ = try Self.offers("\"\(path)\" | " + text, session)
    }
    _ = ForeignQueries.look(at: "select code from '\(path)' where day = 'x'", in: session)
    #expect(try notes(session) == fresh)
  }

  @Test func filesInQuotes() throws {
    let folder = NSTemporaryDirectory() + "tiendo-completion-\(getpid())"
    try FileManager.default.createDirectory(
      atPath: folder + "/sub", withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in ["bệnh viện.csv", "notes.doc", "report.tdq"] {
      try "a,b\n1,2\n".write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }
    #expect(
      try Self.offers("\"\(folder)/") == ["\"\(folder)/bệnh viện.csv\"", "\"\(folder)/sub/"])
    #expect(try Self.offers("load \"\(folder)/benh") == ["\"\(folder)/bệnh viện.csv\""])
    #expect(try Self.offers("include \"\(folder)/re") == ["\"\(folder)/report.tdq\""])
    #expect(try Self.offers(".run \(folder)/re") == ["\(folder)/report.tdq"])
    #expect(try Self.offers("indices | export \"\(folder)/no") == ["\"\(folder)/notes.doc\""])
    #expect(try Self.offers("\"\(folder)/bệnh viện.csv\" | sort ") == ["a", "b"])
  }
}
