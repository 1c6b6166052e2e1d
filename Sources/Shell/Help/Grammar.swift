import Columns
import Functions
import Language
import Services

/// The TextMate grammar of query files, `docs/editor/tiendo.tmLanguage.json`, made from the words
/// that help, completion and the parser read.
///
/// Words such as `total` or `status` mean something in one step and are columns in another: each
/// step is a rule with its own words, which ends at the next `|` or the bracket around it.
public enum Grammar {
  /// The grammar as JSON, its keys in a fixed order.
  public static func json() -> String { grammar.text() + "\n" }

  private static var grammar: Node {
    [
      "name": "Tiendo",
      "comment": "Made by `make docs` from the words of the program; do not edit.",
      "scopeName": "source.tdq",
      "fileTypes": ["tdq"],
      "patterns": [include("comment"), include("statement"), include("expression")],
      "repository": .object(
        [
          ("comment", comment), ("statement", statement), ("pipe", pipe),
          ("expression", expression), ("brackets", brackets), ("text", text), ("name", quotedName),
          ("number", number), ("percent", percent), ("item", item), ("call", call),
          ("operator", operators),
        ] + StepReference.steps.map { ("step-" + $0.name, step($0)) }),
    ]
  }

  // MARK: Pieces of a pattern

  private static let bare = #"[\p{L}_][\p{L}\p{M}\p{N}_]*"#
  private static let named = "(?:\(bare)|`(?:[^`]|``)*`)"
  /// Where a step ends: a pipe, a bracket that closes, `;`, a blank line, the next statement.
  private static let stepEnd =
    #"(?=[|;)\]}])|^(?=\s*$)|^(?=\s*(?i:"# + alternatives(statementWords) + #")\s)"#

  private static let statementWords = StepReference.statements.map(\.name)

  private static func include(_ name: String) -> Node { ["include": .text("#" + name)] }

  /// Longer words first, so that none hides another that begins with it.
  private static func alternatives(_ words: [String]) -> String {
    words.sorted { ($0.utf8.count, $1) > ($1.utf8.count, $0) }.joined(separator: "|")
  }

  /// Any of these words, whatever its case, as a word of its own.
  private static func word(_ words: [String]) -> String {
    #"(?<![\p{L}\p{N}_$.])(?i:"# + alternatives(words) + #")(?![\p{L}\p{M}\p{N}_])"#
  }

  private static func match(_ pattern: String, _ scope: String) -> Node {
    ["match": .text(pattern), "name": .text(scope + ".tdq")]
  }

  private static func match(_ pattern: String, captures: [(Int, String)]) -> Node {
    ["match": .text(pattern), "captures": scopes(captures)]
  }

  private static func scopes(_ captures: [(Int, String)]) -> Node {
    .object(captures.map { (String($0), ["name": .text($1 + ".tdq")]) })
  }

  // MARK: Comments and statements

  private static let comment: Node = [
    "patterns": [
      match("#.*$", "comment.line.number-sign"),
      match(#"^\s*-{2,}(?=\s|$).*$"#, "comment.line.double-dash"),
      match(#"(?<=\s)--(?=\s|$).*$"#, "comment.line.double-dash"),
    ]
  ]

  private static let statement: Node = [
    "patterns": [
      match(
        #"(?:^|(?<=;))\s*((?i:def))\s+("# + bare + #")\s*(?=\()"#,
        captures: [(1, "keyword.other.statement"), (2, "entity.name.function")]),
      match(
        #"(?:^|(?<=;))\s*((?i:let|param))\s+("# + named + #")(?:\s*:\s*("# + bare + #"))?\s*(=)?"#,
        captures: [
          (1, "keyword.other.statement"), (2, "variable.other.definition"), (3, "storage.type"),
          (4, "keyword.operator.assignment"),
        ]),
      match(
        "(?:^|(?<=;))\\s*((?i:explain))(?:\\s+((?i:\(explainWords))))?"
          + #"(?=\s+[\p{L}_`"'(\[])"#,
        captures: [(1, "keyword.other.statement"), (2, "keyword.other.clause")]),
      match(
        #"(?:^|(?<=;))\s*((?i:"# + alternatives(statementWords) + #"))(?=\s+[\p{L}_`"'$(\[])"#,
        captures: [(1, "keyword.other.statement")]),
      match(#"(?<=["')])\s+((?i:as))(?=\s)"#, captures: [(1, "keyword.other.clause")]),
    ]
  ]

  private static var explainWords: String {
    ExplainMode.words.map(\.word).joined(separator: "|")
  }

  // MARK: Steps

  /// A pipe and the step behind it, on the same line or on a later one.
  private static var pipe: Node {
    let steps = StepReference.steps.map { include("step-" + $0.name) }
    return [
      "begin": #"\|"#,
      "beginCaptures": scopes([(0, "punctuation.separator.pipe")]),
      "end": .text(stepEnd),
      "patterns": .list(
        [include("comment")] + steps
          // What is no step hides the rest from the rules above.
          + [
            [
              "begin": #"(?=[^\s#|;)\]}])"#, "end": .text(stepEnd),
              "patterns": [include("comment"), include("expression")],
            ]
          ]),
    ]
  }

  private static func step(_ step: StepReference) -> Node {
    var patterns = [include("comment")]
    let words = StepWords.all(of: step.name)
    // In a condition `=` compares, elsewhere it names an item.
    if !["where", "assert"].contains(step.name) { patterns.append(include("item")) }
    if ["project", "whatif"].contains(step.name) { patterns.append(include("percent")) }
    if !words.isEmpty { patterns.append(match(word(words), "keyword.other.clause")) }
    patterns.append(include("expression"))
    return [
      "begin": .text(word([step.name] + step.synonyms)),
      "beginCaptures": scopes([(0, "keyword.control.step")]),
      "end": .text(stepEnd), "patterns": .list(patterns),
    ]
  }

  private static let item = match(
    "(" + named + #")\s*(=)(?![=>])"#,
    captures: [(1, "variable.other.definition"), (2, "keyword.operator.assignment")])

  private static let percent = match(
    #"(?<![\p{L}\p{N}_.@$])(\d[\d_]*(?:\.\d[\d_]*)?)(%)"#,
    captures: [(1, "constant.numeric"), (2, "keyword.other.unit.percent")])

  // MARK: Expressions

  private static let expression: Node = [
    "patterns": [
      include("comment"), include("brackets"), include("pipe"), include("text"), include("name"),
      include("number"), match(#"\$"# + bare, "variable.parameter"), include("call"),
      include("operator"),
    ]
  ]

  private static var brackets: Node {
    func pair(_ open: String, _ close: String, _ more: [Node] = []) -> Node {
      [
        "begin": .text(open), "end": .text(close),
        "patterns": .list(more + [include("expression")]),
      ]
    }
    return [
      "patterns": [
        // `count(where status == "done")`
        pair(#"\("#, #"\)"#, [match(word(["where"]), "keyword.other.clause")]),
        pair(#"\["#, #"\]"#),
        pair(#"\{"#, #"\}"#, [match(word(["else"]), "keyword.control")]),
      ]
    ]
  }

  /// A quote is doubled or stands behind a backslash; a text may span lines.
  private static var text: Node {
    func quoted(_ quote: String, _ scope: String) -> Node {
      [
        "begin": .text(quote), "end": .text("\(quote)(?!\(quote))"), "name": .text(scope + ".tdq"),
        "patterns": [
          match(
            quote + quote + #"|\\(?:[nrt\\"']|u\{[0-9A-Fa-f]{1,8}\})"#, "constant.character.escape"
          ),
          match(#"\\."#, "invalid.illegal.escape"),
        ],
      ]
    }
    return [
      "patterns": [
        quoted("\"", "string.quoted.double"), quoted("'", "string.quoted.single"),
      ]
    ]
  }

  private static let quotedName = match("`(?:[^`]|``)*`", "variable.other.quoted")

  private static let number: Node = [
    "patterns": [
      match(#"@\d{4}(?:[Qq][1-4]|-\d{2}(?:-\d{2})?)?(?![\p{L}\p{N}_])"#, "constant.other.date"),
      match(
        #"(?<![\p{L}\p{N}_.@$])\d[\d_]*(?:d|w|mo|y)(?:\d+(?:d|w|mo|y))*(?![\p{L}\p{N}_])"#,
        "constant.numeric.duration"),
      match(
        #"(?<![\p{L}\p{N}_@$])(?:\d[\d_]*(?:\.\d[\d_]*)?|(?<!\.)\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?(?![\p{L}\p{N}_])"#,
        "constant.numeric"),
    ]
  ]

  /// Functions before their bracket, whether the program's own or defined with `def`.
  private static var call: Node {
    var names = Set(KnownFunctions.names)
    names.formUnion(FunctionRegistry.standard.synonyms.keys)
    names.formUnion(SpecialForms.synonyms.keys)
    names.formUnion(Aggregate.synonyms.keys)
    names.formUnion(WindowFunction.synonyms.keys)
    let words = names.filter { $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } }
    return [
      "patterns": [
        match(word(["case"]) + #"(?=\s*\{)"#, "keyword.control"),
        match(word(["with"]) + #"(?=\s*\()"#, "keyword.other.clause"),
        match(word(["range"]) + #"(?=\s*\()"#, "support.function"),
        match(word(words.sorted()) + #"(?=\s*\()"#, "support.function"),
        // `in (1, 2)` and `not (a or b)` are no calls.
        match(word(["and", "or", "not", "in"]), "keyword.operator.word"),
        match(#"(?<![\p{L}\p{N}_$.])"# + bare + #"(?=\s*\()"#, "entity.name.function"),
      ]
    ]
  }

  private static var operators: Node {
    let words = Set(StepWords.operators.flatMap { $0.split(separator: " ").map(String.init) })
      .subtracting(["null"])
    return [
      "patterns": [
        match(word(["true", "false", "null"]), "constant.language"),
        match(word(words.sorted()), "keyword.operator.word"),
        match(#"==|!=|<>|<=|>=|<|>|=>|="#, "keyword.operator.comparison"),
        match(#"\?\?|\.\.|//|[-+*/%^~]"#, "keyword.operator"),
      ]
    ]
  }

  // MARK: JSON

  /// A value of JSON that keeps the order of its keys.
  private enum Node: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral,
    ExpressibleByStringLiteral
  {
    case text(String)
    case list([Node])
    case object([(String, Node)])

    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: Node...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, Node)...) { self = .object(elements) }

    func text(_ indent: String = "") -> String {
      let inner = indent + "  "
      func block(_ open: String, _ parts: [String], _ close: String) -> String {
        parts.isEmpty
          ? open + close
          : "\(open)\n" + parts.map { inner + $0 }.joined(separator: ",\n") + "\n\(indent)\(close)"
      }
      switch self {
      case .text(let text): return Node.quoted(text)
      case .list(let items): return block("[", items.map { $0.text(inner) }, "]")
      case .object(let entries):
        return block("{", entries.map { "\(Node.quoted($0)): \($1.text(inner))" }, "}")
      }
    }

    /// Patterns hold no control characters.
    private static func quoted(_ text: String) -> String {
      var result = "\""
      for character in text {
        if character == "\"" || character == "\\" { result.append("\\") }
        result.append(character)
      }
      return result + "\""
    }
  }
}
