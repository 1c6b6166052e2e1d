import Columns
import Functions
import Language
import Planning
import Sources

extension Session {
  func define(
    _ name: Name, _ value: LetValue, _ receive: @escaping (Effect) throws -> Void
  ) throws {
    let text = TextNormalization.normalizeNFC(name.text)
    switch value {
    case .value(let expression): values[text] = try self.constant(expression)
    case .pipeline(let pipeline, let isBareName):
      if isBareName, let known = self.value(named: pipeline) {
        values[text] = known
        return
      }
      let result = try run(pipeline, receive)
      tables.set(text, result.table, info: result.info)
      try throwFailedAssertions()
      try tell(result.notes, receive)
    }
  }

  func define(_ name: Name, _ parameters: [Name], _ body: SyntaxExpression) {
    functions[name.text] = UserFunction(name: name.text, parameters: parameters, body: body)
  }

  /// The value that a bare name stands for, where it is a parameter's and no table's.
  func value(named pipeline: SyntaxPipeline) -> Value? {
    guard case .name(let name) = pipeline.source.kind else { return nil }
    return values[name.text]
  }

  /// The value of an expression without columns.
  func constant(_ expression: SyntaxExpression) throws -> Value {
    var evaluation = evaluation(runContext())
    return try evaluation.constant(expression)
  }

  func declare(_ name: Name, _ type: Name?, _ defaultValue: SyntaxExpression?) throws {
    let text = TextNormalization.normalizeNFC(name.text)
    var wanted: DataType?
    if let type {
      guard let known = DataType(rawValue: type.text.lowercased()), known != .null,
        known != .duration
      else {
        let types = ["int", "float", "text", "bool", "date", "timestamp"]
        let word = type.text.lowercased()
        let other = [
          "integer": "int", "number": "float", "double": "float", "decimal": "float",
          "string": "text", "str": "text", "varchar": "text", "boolean": "bool",
          "datetime": "timestamp", "day": "date",
        ]
        let near = other[word] ?? Suggestions.nearest(word, among: types)
        throw StatementFailure([
          Diagnostic(
            code: "E0704",
            Words(
              en: "there is no type \(SyntaxText.backticked(type.text))",
              vi: "không có kiểu \(SyntaxText.backticked(type.text))"), at: type.range,
            fix: near.map { Words.didYouMean("`\($0)`") }
              ?? Words(
                en: "types: \(types.joined(separator: ", "))",
                vi: "các kiểu: \(types.joined(separator: ", "))"), replacement: near)
        ])
      }
      wanted = known
    }
    var value: Value?
    if let defaultValue {
      let known = try constant(defaultValue)
      value = known
      if wanted == nil, known.type != .null { wanted = known.type }
    }
    if let typed = given[text] {
      guard let read = Session.value(typed, as: wanted ?? .text) else {
        throw StatementFailure(
          [
            Diagnostic(
              code: "E0705",
              Words(
                en: "parameter `\(text)` wants \((wanted ?? .text).rawValue), \"\(typed)\" is none",
                vi: "tham số `\(text)` cần \((wanted ?? .text).rawValue), \"\(typed)\" không phải"),
              at: name.range)
          ], status: .usage)
      }
      value = read
    }
    guard let value else {
      throw StatementFailure(
        [
          Diagnostic(
            code: "E0706",
            Words(
              en: "parameter `\(text)` has no value", vi: "tham số `\(text)` chưa có giá trị"),
            at: name.range,
            fix: Words(en: "give it with -p \(text)=…", vi: "hãy cho bằng -p \(text)=…"))
        ], status: .usage)
    }
    if let wanted, value.type != .null, wanted != value.type,
      !(wanted == .float && value.type == .int)
    {
      throw StatementFailure(
        [
          Diagnostic(
            code: "E0705",
            Words(
              en:
                "parameter `\(text)` wants \(wanted.rawValue), its default is \(value.type.rawValue)",
              vi:
                "tham số `\(text)` cần \(wanted.rawValue), giá trị mặc định là \(value.type.rawValue)"
            ),
            at: name.range)
        ], status: .usage)
    }
    values[text] = value
  }

  /// A text from the command line as a value of a type.
  static func value(_ text: String, as type: DataType) -> Value? {
    switch type {
    case .int: return Int64(text).map { .int($0) }
    case .float:
      if let exact = Decimal64.parse(text) { return exact }
      return Double(text).map { .double($0) }
    case .bool: return text == "true" ? .bool(true) : text == "false" ? .bool(false) : nil
    case .text: return .text(TextNormalization.normalizeNFC(text))
    case .date: return Binder.readDate(text).map { .date($0) }
    case .timestamp:
      return Binder.readDate(text).map { .timestamp(Int64($0) * Calendar.microsecondsPerDay) }
    case .null, .duration: return nil
    }
  }

  /// Carries out the statements of a file by `perform`.
  func include(
    _ path: TextLiteral, _ perform: (Statement, SourceText) throws -> Void
  ) throws {
    guard !including.contains(path.text) else {
      throw StatementFailure([
        Diagnostic(
          code: "E0707",
          Words(
            en: "\(path.text) includes itself", vi: "\(path.text) tự gộp chính nó"), at: path.range)
      ])
    }
    try access.checkReading(path.text, at: path.range)
    including.append(path.text)
    defer { including.removeLast() }
    let source = try QueryFile.source(path.text)
    let (script, diagnostics) = Parser.parse(script: source)
    if diagnostics.hasErrors {
      throw StatementFailure(diagnostics.filter(\.isError).map { located($0, source, path) })
    }
    var failed = StatementFailure([], status: .assertionFailed)
    for statement in script.statements {
      do {
        try perform(statement, source)
      } catch var failure as StatementFailure {
        failure.diagnostics = failure.diagnostics.map { located($0, source, path) }
        guard failure.status == .assertionFailed else { throw failure }
        // Assertions are told together; nothing is written from here on.
        failed.diagnostics += failure.diagnostics
        failed.rows += failure.rows
        hasFailedAssertion = true
      }
    }
    if !failed.diagnostics.isEmpty { throw failed }
  }

  /// An error of an included file, told at the `include`, with the place in that file.
  func located(
    _ diagnostic: Diagnostic, _ source: SourceText, _ path: TextLiteral
  ) -> Diagnostic {
    var copy = diagnostic
    let place = "\(path.text):\(source.position(of: diagnostic.range.start)): "
    copy.words = Words(
      en: place + diagnostic.words.en, vi: place + diagnostic.words.text(in: .vi))
    copy.range = path.range
    copy.labels = []
    return copy
  }

  package static func stem(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.split(separator: ".").first.map(String.init) ?? name
  }
}

extension Decimal64 {
  /// `82.96` as an exact decimal.
  static func parse(_ text: String) -> Value? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, (1...maxScale).contains(parts[1].count),
      parts[1].allSatisfy({ $0.isASCII && $0.isNumber }),
      let unscaled = Int64(parts[0] + parts[1])
    else { return nil }
    return .decimal(unscaled, scale: parts[1].count)
  }
}
