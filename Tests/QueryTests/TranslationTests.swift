import Columns
import Foundation
import Language
import Services
import Testing

@testable import Workspace

/// Lines of SQL, KQL and dplyr: what they are here, and that this gives the answer that DuckDB gave.
///
/// `UPDATE_GOLDEN=1` rewrites what the lines are here; the run then fails, so that the diff is read.
/// The answers are DuckDB's and are asked again where it is fetched (`make engines`).
@Suite struct TranslationTests {
  struct Line {
    var language = ""
    var text = ""
    var here = ""
    /// The same in SQL, where the line is in another language.
    var sql: String?
    var rows: [String] = []
  }

  private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Databases/translations.txt")

  /// The tables of the lines, as SQL makes them.
  static let setup = """
    create table people(id int, name varchar, dept varchar, salary int, score double, joined date);
    insert into people values (1,'Ann','hr',1200,3.5,'2020-01-05'), (2,'Bình','it',2500,null,'2021-07-19'), (3,'Cúc','it',1800,4.25,'2019-03-01'), (4,'dan',null,900,2.0,null), (5,'Em','ops',null,4.75,'2024-12-31'), (6,'Phúc','ops',1500,-1.5,'2022-02-02'), (7,'Giang','hr',1200,3.5,'2023-06-30'), (8,'An','fin',3100,4.0,'2018-11-11');
    create table depts(dept varchar, city varchar, budget int, head int);
    insert into depts values ('hr','Hà Nội',100,1), ('it','Huế',250,3), ('ops','Hà Nội',90,6), ('law','Huế',40,null);
    create table sales(person int, year int, amount int);
    insert into sales values (1,2023,10), (1,2024,15), (2,2023,7), (3,2024,20), (3,2024,5), (6,2022,null), (9,2024,3), (8,2023,12), (8,2024,12);

    """

  /// The same tables here.
  static let tables = """
    let people = [{id: 1, name: "Ann", dept: "hr", salary: 1200, score: 3.5, joined: @2020-01-05}, {id: 2, name: "Bình", dept: "it", salary: 2500, score: null, joined: @2021-07-19}, {id: 3, name: "Cúc", dept: "it", salary: 1800, score: 4.25, joined: @2019-03-01}, {id: 4, name: "dan", dept: null, salary: 900, score: 2.0, joined: null}, {id: 5, name: "Em", dept: "ops", salary: null, score: 4.75, joined: @2024-12-31}, {id: 6, name: "Phúc", dept: "ops", salary: 1500, score: -1.5, joined: @2022-02-02}, {id: 7, name: "Giang", dept: "hr", salary: 1200, score: 3.5, joined: @2023-06-30}, {id: 8, name: "An", dept: "fin", salary: 3100, score: 4.0, joined: @2018-11-11}]
    let depts = [{dept: "hr", city: "Hà Nội", budget: 100, head: 1}, {dept: "it", city: "Huế", budget: 250, head: 3}, {dept: "ops", city: "Hà Nội", budget: 90, head: 6}, {dept: "law", city: "Huế", budget: 40, head: null}]
    let sales = [{person: 1, year: 2023, amount: 10}, {person: 1, year: 2024, amount: 15}, {person: 2, year: 2023, amount: 7}, {person: 3, year: 2024, amount: 20}, {person: 3, year: 2024, amount: 5}, {person: 6, year: 2022, amount: null}, {person: 9, year: 2024, amount: 3}, {person: 8, year: 2023, amount: 12}, {person: 8, year: 2024, amount: 12}]
    """

  static func session() throws -> Session {
    let session = Session(Settings(threads: 2, lang: .en, today: 20_000))
    for statement in tables.split(separator: "\n") {
      let source = SourceText(String(statement))
      for own in Parser.parse(script: source).script.statements {
        _ = try session.answer(own, in: source)
      }
    }
    return session
  }

  private static func read() throws -> (head: [String], lines: [Line]) {
    let text = try String(contentsOf: file, encoding: .utf8)
    var head: [String] = []
    var lines: [Line] = []
    for row in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      let rest = String(row.dropFirst(2))
      guard !lines.isEmpty || row.hasPrefix("@ ") else {
        head.append(row)
        continue
      }
      switch row.prefix(2) {
      case "@ ": lines.append(Line(language: rest))
      case "= ": lines[lines.count - 1].here = rest
      case "? ": lines[lines.count - 1].sql = rest
      case "> ": lines[lines.count - 1].rows.append(rest)
      case "": break
      default:
        lines[lines.count - 1].text += (lines[lines.count - 1].text.isEmpty ? "" : "\n") + row
      }
    }
    return (head, lines)
  }

  /// Rows as they can be compared: numbers by value, in any order unless the query has one.
  private static func normal(_ rows: [String], isOrdered: Bool) -> [String] {
    let cells = rows.map { row in
      row.split(separator: "|", omittingEmptySubsequences: false).map { cell -> String in
        switch cell {
        case "true": "1.0"
        case "false": "0.0"
        default: DifferentialTests.normal(String(cell))
        }
      }.joined(separator: "|")
    }
    return isOrdered ? cells : cells.sorted()
  }

  @Test("Each line is the recorded one here, and gives the recorded answer")
  func lines() throws {
    let session = try Self.session()
    var (head, lines) = try Self.read()
    #expect(lines.count >= 60)
    var isNew = false
    for (index, line) in lines.enumerated() {
      guard case .translated(let found)? = ForeignQueries.look(at: line.text, in: session) else {
        Issue.record(
          "\(line.text): \(String(describing: ForeignQueries.look(at: line.text, in: session)))")
        continue
      }
      if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
        lines[index].here = found.text
        isNew = true
      } else {
        #expect(found.text == line.here, "\(line.text)")
      }
      let table = try #require(
        try DifferentialTests.run(found.text, session), "no table from \(found.text)")
      let rows = (0..<table.rowCount).map { row in
        table.columns.map { $0[row].isNull ? "NULL" : $0[row].plainText }.joined(separator: "|")
      }
      let isOrdered = found.text.contains("sort ")
      #expect(
        Self.normal(rows, isOrdered: isOrdered) == Self.normal(line.rows, isOrdered: isOrdered),
        "\(line.text)\n\(found.text)")
    }
    guard isNew else { return }
    for line in lines {
      head.append("@ \(line.language)\n\(line.text)\n= \(line.here)")
      if let sql = line.sql { head.append("? \(sql)") }
      head += line.rows.map { "> \($0)" } + [""]
    }
    try head.joined(separator: "\n").write(to: Self.file, atomically: true, encoding: .utf8)
    Issue.record("translations.txt was rewritten")
  }

  @Test("The recorded answers are DuckDB's", .enabled(if: Database.duckdb.isPresent))
  func answers() throws {
    let lines = try Self.read().lines
    var script = Self.setup
    for (index, line) in lines.enumerated() { script += "@@\(index)\n\(line.sql ?? line.text)\n" }
    let answers = try Database.duckdb.run(script).components(separatedBy: "@@").dropFirst()
    try #require(answers.count == lines.count)
    for (line, answer) in zip(lines, answers) {
      let rows = answer.split(separator: "\n").dropFirst().map(String.init)
      let isOrdered = (line.sql ?? line.text).lowercased().contains("order by")
      #expect(
        Self.normal(rows, isOrdered: isOrdered) == Self.normal(line.rows, isOrdered: isOrdered),
        "\(line.text)")
    }
  }

  @Test(
    "What has no like here is named, and nothing is written in its place",
    arguments: [
      ("select name, row_number() over (order by id) from people", "row_number() over (…)"),
      ("select * from people where id in (select person from sales)", "in (select …)"),
      ("select * from people natural join depts", "natural join"),
      ("select * from people p left join depts d on p.salary > d.budget", "left join depts d"),
      (
        "select p.name from people p left join depts d on p.dept = d.dept and p.id > 2",
        "left join depts d"
      ),
      ("select distinct on (dept) name from people", "distinct on"),
      ("select name from people where exists (select 1 from depts)", "exists (…)"),
      ("select dept, name from people group by dept", "name"),
      ("select soundex(name) from people", "soundex(…)"),
      ("select 1", "select … "),
      ("with recursive x as (select 1) select * from x", "with recursive"),
      ("select id from people union select dept, city from depts", "union"),
      ("select dept, sum(salary) from people group by rollup (dept)", "rollup"),
      ("select cast(salary as decimal(10, 2)) from people", "decimal(10, 2)"),
      ("people | mv-expand x | where id > 1", "mv"),
      ("people | where name has 'an'", "has"),
      ("people %>% pivot_wider(names_from = dept)", "pivot_wider(…)"),
      ("people %>% select(starts_with('s'))", "starts_with(…)"),
      ("select name, dept.city from people", "dept.city"),
      ("update people set salary = 1", "update"), ("insert into people values (1)", "insert"),
      ("delete from people where id = 1", "delete"), ("drop table people", "drop"),
      ("select city from depts d join depts e on d.head = e.head", "city"),
      ("select name from people where name = (select max(name) from people)", "(select …)"),
    ])
  func untranslated(text: String, part: String) throws {
    switch ForeignQueries.look(at: text, in: try Self.session()) {
    case .untranslated(let found, let words)?:
      #expect(found == part, "\(text)")
      #expect(words.vi != nil && words.vi != words.en)
    case let other: Issue.record("\(text): \(String(describing: other))")
    }
  }

  @Test("What is a query here is taken for none of another language")
  func own() {
    for text in [
      "people | take 3", "people | select name, dept", "let x = people | where id > 3", "select",
      "people", "set lang vi", "\"a.csv\" | describe", "people | aggregate n = count()",
      "with | take 1", ".tables", "", "a | b", "show", "desc",
    ] {
      #expect(
        Translation.of(text) == nil
          || !Parser.parse(script: SourceText(text), mode: .prompt)
            .diagnostics.hasErrors,
        "\(text)")
    }
    for (text, here) in [
      ("show tables", ".tables"), ("SHOW TABLES;", ".tables"), ("\\dt", ".tables"),
      ("\\d people", ".schema people"), ("desc people", ".schema people"), ("\\x", ".mode line"),
      ("pragma table_info('people')", ".schema people"), ("\\q", ".quit"),
      ("\\timing", ".timing on"),
      ("\\i report.tdq", ".run report.tdq"), ("summarize people", "people | describe"),
      (
        "select id from people; select 'a;b' as x from depts;",
        "people | select id; depts | select x = \"a;b\""
      ),
      ("people | take 1; select id from people", "people | take 1; people | select id"),
      ("\\d public.people", ".schema people"), ("\\! ls -l", ".shell ls -l"),
    ] {
      #expect(Translation.of(text) == .translated(Translation(text: here)), "\(text)")
    }
  }

  @Test("No text of another language, however it is cut, brings the program down")
  func cuts() throws {
    let session = try Self.session()
    for line in try Self.read().lines {
      let letters = Array(line.text)
      for end in stride(from: 0, to: letters.count, by: 3) {
        _ = ForeignQueries.look(at: String(letters[..<end]), in: session)
        _ = Translation.of(String(letters[end...]))
        var changed = letters
        changed.swapAt(end, (end * 7 + 3) % letters.count)
        _ = Translation.of(String(changed))
      }
    }
    let deep = "select " + String(repeating: "(", count: 5000) + "1 from t"
    #expect(Translation.of(deep) != nil)
  }
}
