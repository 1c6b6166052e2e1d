import Functions
import Language
import Planning

/// `docs/engines.md`: what runs where, made from the data of the dialects.
public enum EnginesDocument {
  /// The page as Markdown.
  public static func markdown() -> String {
    var text = start
    for dialect in SQLDialect.all {
      text += "\n## \(dialect.title)\n\n"
      text +=
        dialect.triedIn.map { "Every form is run in \($0) by the tests.\n" }
        ?? "No test has run these forms in such a database.\n"
      text += section(
        "Operators and functions",
        FunctionRegistry.standard.functions.map {
          ($0.name, dialect.functions[$0.name])
        })
      text += section(
        "Aggregates",
        Aggregate.allCases.map {
          ($0.rawValue, dialect.aggregates[$0])
        })
      text += section(
        "Functions of the order of rows (`derive … sort`)",
        WindowFunction.allCases.map {
          ($0.rawValue, dialect.windows[$0])
        })
    }
    return text + end
  }

  private static func section(_ title: String, _ entries: [(name: String, form: SQLForm?)])
    -> String
  {
    let written = entries.filter { $0.form?.rules.isEmpty == false }
    let kept = entries.filter { $0.form?.rules.isEmpty != false }
    var text = "\n### \(title)\n\n"
    text += "Answered there: " + written.map { "`\($0.name)`" }.joined(separator: " ") + "\n\n"
    let limited = written.filter { $0.form?.reason != nil }
    if !limited.isEmpty {
      text += "| there for some arguments | else here, because |\n|---|---|\n"
      text += rows(limited)
    }
    if !kept.isEmpty {
      text += (limited.isEmpty ? "" : "\n") + "| always here | because |\n|---|---|\n"
      text += rows(kept)
    }
    return text
  }

  /// A line a reason, with all that have it.
  private static func rows(_ entries: [(name: String, form: SQLForm?)]) -> String {
    var reasons: [(reason: String, names: [String])] = []
    for entry in entries {
      let reason = entry.form?.reason?.en ?? "nobody has looked at the function yet"
      if let place = reasons.firstIndex(where: { $0.reason == reason }) {
        reasons[place].names.append(entry.name)
      } else {
        reasons.append((reason, [entry.name]))
      }
    }
    return reasons.map { entry in
      "| \(entry.names.map { "`\($0)`" }.joined(separator: " ")) | \(entry.reason) |\n"
    }.joined()
  }

  private static let start = """
    # What runs where

    This page is made by `tiendo docs engines` from the dialects in `Sources/Planning/SQL/Dialects`.

    A pipeline over tables of a database is cut at the largest parts whose tables all lie in one
    connection and whose every expression means the same there. Each part is one SELECT; the rest runs
    here over what comes back. `explain` shows the parts, their SQL, and why each ends where it does;
    `explain sql` writes the whole pipeline for the connection's database; `explain analyze` times the
    parts. A table of this session with up to 10,000 rows that is joined from the right goes along as
    literals; of one that is joined from the left the keys go along, and the rows that match come over. A part that would bring over more rows than `set pull_limit` (5,000,000) ends the query with
    an error that names the step that stays here.

    - A filter is split: the conditions that the database can tell go there. Only columns that later steps
      read are asked for. `pivot` and the analyses (`compare`, `track`, `project`, …) get their groups from
      the database, and `describe` its figures; what the database cannot compute of a column (quantiles in
      SQLite) is found from its values with how often each occurs. Charts draw a mark a row, and get all rows.
    - Rows of a table in a database have no order. `sort` orders them as here, nulls last and text by code
      points; what is not sorted comes in any order. Under `set lang vi` text is sorted here.
    - Texts are compared there as they are stored; here they are in NFC.
    - Sums and means of floats differ in the last digits with the order of the rows.
    - What is computed there brings no notes: on divisions by zero (which are null all the same), on keys
      that repeat in a join, on sums over several years.
    - In SQLite whole numbers beyond 64 bits become floats in the middle of an expression, and any column
      can hold any value; what comes back in another type than the table declares is an error.

    """

  private static let end = """

    ## Adding a dialect

    A dialect is a value of `SQLDialect`: how names, texts and types are written, and for each function a
    form. `.written` has rules of argument kinds and a text: `{0}` is the first argument, `{i0}` in 64
    bits, `{f0}` as a double, `{c0}` compared by code points; `otherwise` says why other arguments stay
    here. `.stays` keeps the function here for a reason. Start from `commonFunctions`, add the value to
    `SQLDialect.all`, the word to `Parser.dialects`, and a case to `Database` in the tests, which then runs
    every form and some thousand random pipelines there. `DialectTests` fails until every function is
    decided and every form is tried.

    """
}
