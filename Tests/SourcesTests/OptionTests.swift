import Columns
import Language
import Sources
import Testing

/// The options of `load "x" with (…)`, as they were written.
func written(_ options: String) throws -> [FileOption] {
  let (script, diagnostics) = Parser.parse(
    script: SourceText("load \"x.csv\" as x with (\(options))"))
  try #require(!diagnostics.hasErrors, "\(options): \(diagnostics.map(\.message))")
  guard case .load(_, let found, _)? = script.statements.first?.kind else {
    Issue.record("no load: \(options)")
    return []
  }
  return found
}

/// The value of a literal; nil for anything else, as after an error.
func literal(_ value: OptionValue) -> Value? {
  switch value {
  case .word(let name): .text(name.text)
  case .expression(let expression):
    switch expression.kind {
    case .literal(.bool(let flag)): .bool(flag)
    case .literal(.text(let text)): .text(text)
    case .literal(.int(let number)): .int(number)
    case .literal(.null): .null
    default: nil
    }
  case .list, .map: nil
  }
}

@Suite("Options, from their definitions")
struct OptionTests {
  private static let specs = [
    OptionSpec("flag", .flag, "a flag", example: "true"),
    OptionSpec("sign", .character(among: nil), "a sign", example: "\";\""),
    OptionSpec("point", .character(among: [".", ","]), "a point", example: "\",\""),
    OptionSpec("text", .text, "a text", example: "\"a\""),
    OptionSpec("word", .word(["red", "blue"]), "a word", example: "red", aliases: ["r": "red"]),
    OptionSpec("list", .list, "a list", example: "[\"a\"]"),
    OptionSpec("map", .map(["int", "text"]), "a map", example: "{a: int}"),
    OptionSpec("names", .map(nil), "a map", example: "{a: \"b\"}"),
    OptionSpec("count", .int(1...10), "a number", example: "3"),
    OptionSpec("lines", .either([.flag, .int(0...(.max))]), "either", example: "3"),
  ]

  private func read(_ text: String) throws -> (OptionValues, [Diagnostic]) {
    var reader = OptionReader(Self.specs, constant: literal)
    let values = reader.read(try written(text))
    return (values, reader.diagnostics)
  }

  @Test("each kind reads what it takes")
  func kinds() throws {
    let cases: [(String, String, OptionSetting)] = [
      ("flag", "flag", .flag(true)), ("FLAG: false", "flag", .flag(false)),
      ("sign: \";\"", "sign", .character(59)), ("sign: tab", "sign", .character(9)),
      ("sign: \"Semicolon\"", "sign", .character(59)), ("point: comma", "point", .character(44)),
      ("text: \"a b\"", "text", .text("a b")), ("word: Blue", "word", .word("blue")),
      ("word: \"r\"", "word", .word("red")), ("list: [\"NA\", 1]", "list", .list(["NA", "1"])),
      ("list: \"NA\"", "list", .list(["NA"])), ("list: []", "list", .list([])),
      ("map: {a: int, \"b c\": TEXT}", "map", .map(["a": "int", "b c": "text"])),
      ("names: {a: \"B\"}", "names", .map(["a": "B"])), ("count: 10", "count", .int(10)),
      ("lines: 4", "lines", .int(4)), ("lines: false", "lines", .flag(false)),
    ]
    for (text, name, setting) in cases {
      let (values, diagnostics) = try read(text)
      #expect(diagnostics.isEmpty, "\(text): \(diagnostics.map(\.message))")
      #expect(values[name] == setting, "\(text)")
    }
  }

  @Test("what does not fit is told with what the option takes, at its place")
  func unfit() throws {
    let cases = [
      ("flag: 3", "`flag` takes true or false"), ("sign: \";;\"", "`sign` takes one character"),
      ("sign: \"đ\"", "`sign` takes one character"), ("sign: 3", "`sign` takes one character"),
      ("point: \";\"", "`point` takes \".\" or \",\""),
      ("text: 3", "`text` takes a text in quotes"),
      ("word: green", "`word` takes red or blue"), ("word: [\"red\"]", "`word` takes red or blue"),
      ("list: {a: b}", "`list` takes a list of texts such as [\"NA\"]"),
      ("map: \"int\"", "`map` takes {name: value, …}"), ("map: {a: date}", "`a` takes int or text"),
      ("count: 0", "`count` takes a whole number from 1 to 10"),
      ("count: 11", "`count` takes a whole number from 1 to 10"),
      ("lines: \"x\"", "`lines` takes true or false, or a whole number from 0 on"),
      ("wrod: red", "there is no option `wrod`"),
    ]
    for (text, message) in cases {
      let (values, diagnostics) = try read(text)
      #expect(diagnostics.map(\.message) == [message], "\(text)")
      #expect(diagnostics.allSatisfy { $0.words.vi != nil }, "\(text)")
      if !text.hasPrefix("map: {") { #expect(values.isEmpty, "\(text)") }
    }
    #expect(try read("wrod: red").1.first?.replacement == "word")
  }

  @Test("a value that could not be evaluated is not told twice")
  func told() throws {
    let (values, diagnostics) = try read("sign: $nothing, flag")
    #expect(diagnostics.isEmpty)
    #expect(values == ["flag": .flag(true)])
  }

  @Test("values that say the same are the same, and are told apart otherwise")
  func identity() throws {
    #expect(try read("sign: tab, flag").0 == read("flag: true, sign: \"tab\"").0)
    let texts: Set<[String]> = [
      try read("list: [\"a\", \"b\"]").0.described, try read("list: [\"a, b\"]").0.described,
      try read("list: [\"a\"]").0.described, try read("text: \"a\"").0.described,
      try read("map: {a: int}").0.described, try read("map: {b: int}").0.described,
    ]
    #expect(texts.count == 6)
  }

  @Test("every option of every format reads its own example, and says in both languages what it is")
  func examples() throws {
    let registry = FormatRegistry.standard
    for format in registry.formats {
      for specs in [
        format.readOptions.map { _ in registry.readSpecs(format) },
        format.writeOptions.map { _ in registry.writeSpecs(format) },
      ].compactMap({ $0 }) {
        #expect(Set(specs.map(\.name)).count == specs.count, "\(format.name)")
        for spec in specs {
          var reader = OptionReader(specs, constant: literal)
          let values = reader.read(try written("\(spec.name): \(spec.example)"))
          #expect(reader.diagnostics.isEmpty, "\(format.name) \(spec.name)")
          #expect(values[spec.name] != nil, "\(format.name) \(spec.name)")
          #expect(spec.about.vi != nil && spec.about.vi != spec.about.en, "\(spec.name)")
          #expect(spec.about.en.hasSuffix(".") && spec.takes.vi != nil, "\(spec.name)")
        }
      }
      #expect(format.about.vi != nil, "\(format.name)")
      #expect(format.readOptions != nil || format.writeOptions != nil, "\(format.name)")
    }
    let endings = registry.formats.flatMap(\.suffixes)
    #expect(Set(endings).count == endings.count, "an ending means one format")
  }

  @Test("endings, in any case and behind any folders")
  func endings() {
    let cases: [(String, String?)] = [
      ("a.csv", "csv"), ("a.b/C.TSV", "tsv"), ("a.csv/b", nil), ("a", nil), (".csv", "csv"),
      ("a.", nil), ("..", nil), ("a/..", nil), ("x.csv.gz", "csv"), ("x.GZ", nil),
      ("x.json.zst", "json"), ("/dev/stdout", nil),
      ("a.JsonL", "jsonl"), ("báo cáo.csv", "csv"), ("a. csv", " csv"), ("", nil), ("a/", nil),
    ]
    for (path, ending) in cases { #expect(FormatRegistry.ending(of: path) == ending, "\(path)") }
    let registry = FormatRegistry.standard
    #expect(registry.format(forPath: "x.JSONL")?.name == "ndjson")
    #expect(registry.format(forPath: "x.csv.gz")?.name == "csv")
    for name in ["a.csv", "a.jsonl.xz", "a.gz", "a.zip", "a.html"] { #expect(registry.reads(name)) }
    for name in ["a.doc", "a", "a.doc.gz"] { #expect(!registry.reads(name)) }
  }
}
