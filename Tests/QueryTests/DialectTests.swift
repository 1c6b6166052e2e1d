import Functions
import Language
import Planning
import Testing

/// Every function of the reference is written for a database and tried there, or is kept here for a
/// reason that is told.
@Suite struct DialectTests {
  private struct Entry {
    let name: String
    let form: SQLForm?
  }

  private static func entries(_ dialect: SQLDialect) -> [Entry] {
    FunctionRegistry.standard.functions.map {
      Entry(name: $0.name, form: dialect.functions[$0.name])
    }
      + Aggregate.allCases.map { Entry(name: $0.rawValue, form: dialect.aggregates[$0]) }
      + WindowFunction.allCases.map { Entry(name: $0.rawValue, form: dialect.windows[$0]) }
  }

  /// Functions that no dialect writes, and those whose argument is never an object of a query about
  /// rows, have the reason of the registry.
  @Test(arguments: SQLDialect.all) func everyFunctionIsDecided(dialect: SQLDialect) {
    let undecided = Self.entries(dialect).filter { entry in
      guard let form = entry.form else { return true }
      return form.rules.isEmpty && form.reason == nil
    }
    #expect(undecided.map(\.name) == [], "\(dialect.name)")
  }

  /// What is written occurs in a query that runs in each database that can be had.
  @Test func whatIsWrittenIsTried() {
    let tried = ExplainSQLTests.writtenForms
    let words = Set(tried.split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    for dialect in SQLDialect.all where dialect.triedIn != nil {
      for entry in Self.entries(dialect) where entry.form?.rules.isEmpty == false {
        let isSign = entry.name.first?.isLetter != true
        let special = ["is_null", "is_not_null", "neg"].contains(entry.name)
        #expect(
          isSign ? tried.contains(entry.name) : special || words.contains(entry.name),
          "\(entry.name) is written for \(dialect.name) and in no query of the tests")
      }
    }
  }

  @Test func wordsOfDialects() {
    #expect(SQLDialect.named("PostgreSQL") == .postgres)
    #expect(SQLDialect.named("mysql") == nil)
    #expect(Set(SQLDialect.all.map(\.name)).count == SQLDialect.all.count)
  }

  /// Names and texts cannot end what they stand in.
  @Test func quoting() {
    #expect(SQLDialect.sqlite.quoted("a\"b") == "\"a\"\"b\"")
    #expect(SQLDialect.spark.quoted("a`b") == "`a``b`")
  }
}
