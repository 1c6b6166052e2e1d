import Columns
import Engines
import Functions
import Language
import Planning
import Sources
public import Workspace

/// What can stand at the cursor, from the schema of the pipeline as far as it is typed.
///
/// Answers within `limit` seconds: what cannot be known by then (the values of a column behind a
/// long computation) is left out. Schemas and values are kept until the next statement has run.
public final class Completer {
  /// Seconds that one answer may take.
  public static let limit = 0.04
  /// More values than this are no help.
  private static let mostValues = 2000

  let session: Session
  private var schemas: [String: [Field]] = [:]
  private var valueLists: [String: [String]] = [:]

  private let limit: Double
  /// The shell's own commands; none in an editor.
  private let commandList: [CommandHelp]
  /// What `.help` has a page on.
  private let helpWords: [String]
  private let isInterrupted: @Sendable () -> Bool

  /// - Parameter isInterrupted: whether the person wants to go on typing.
  public init(
    _ session: Session, commands: [CommandHelp] = [], helpWords: [String] = [],
    limit: Double = Completer.limit, isInterrupted: @escaping @Sendable () -> Bool = { false }
  ) {
    self.session = session
    commandList = commands
    self.helpWords = helpWords
    self.limit = limit
    self.isInterrupted = isInterrupted
  }

  /// Forgets what was known of tables: a statement may have changed them.
  public func reset() {
    schemas = [:]
    valueLists = [:]
  }

  public func candidates(_ text: String) -> [Candidate] {
    session.working { found(text) }
  }

  private func found(_ text: String) -> [Candidate] {
    let place = CursorReader.place(text)
    let deadline = RunContext.now() + limit
    let offers: [Offer]
    switch place.kind {
    case .nothing: return []
    case .file(let use): return FileNames.candidates(place, use)
    case .statement:
      offers =
        grouped(tables, Words(en: "tables", vi: "bảng"))
        + grouped(statements, Words(en: "statements", vi: "câu lệnh"))
    case .command: offers = commands
    case .commandArgument(let name): return argument(of: name, place)
    case .source:
      if place.quote == "\"" || place.quote == "'" { return FileNames.candidates(place, .read) }
      offers =
        grouped(tables, Words(en: "tables", vi: "bảng"))
        + grouped(joins(place), Words(en: "clauses", vi: "mệnh đề"))
    case .remoteTable(let connection, let before):
      offers = remoteTables(connection, before, deadline)
    case .connection:
      return Completer.matching(connections, place) + FileNames.candidates(place, .write)
    case .step: offers = steps
    case .operand(let wanted): offers = operands(place, wanted, deadline)
    case .value(let column): return values(of: column, place, deadline)
    case .choice(let words): offers = words.map { Offer($0, word: $0) }
    case .option(let specs):
      offers = specs.map { Offer($0.name + ": ", word: $0.name, own($0.about)) }
    case .sheet(let path):
      offers = sheets(path, deadline).map { Offer(SyntaxText.quoted($0), word: $0) }
    case .member(let path):
      offers = members(path).map { Offer(SyntaxText.quoted($0), word: $0) }
    case .setting:
      offers = Settings.all.map { Offer($0.name + " ", word: $0.name, own($0.about)) }
    case .settingValue(let name):
      offers =
        Settings.all.first { $0.name == name }?.choices.map {
          Offer($0, word: $0.filter { $0 != "\"" })
        } ?? []
    case .parameter:
      offers = session.parameterNames.map { name in
        Offer(
          "$" + name, word: "$" + name,
          session.parameter(named: name).map { Secrets.masked($0.plainText) } ?? "")
      }
    }
    return Completer.matching(offers, place)
  }

  /// The files of an archive.
  private func members(_ path: String) -> [String] {
    guard (try? session.access.checkReading(path, at: SourceRange(0, 0))) != nil,
      FileStamp(path)?.isRegular ?? false
    else { return [] }
    return Archives.names(path)
  }

  /// The sheets of a workbook, as far as they are found in time.
  private func sheets(_ path: String, _ deadline: Double) -> [String] {
    guard (try? session.access.checkReading(path, at: SourceRange(0, 0))) != nil,
      FileStamp(path)?.isRegular ?? false
    else { return [] }
    let found = try? Workbooks.sheets(path) {
      if RunContext.now() > deadline || isInterrupted() { throw Stopped.timedOut }
    }
    return (found ?? nil)?.map(\.name) ?? []
  }

  // MARK: Matching

  /// A candidate before it is known whether it fits.
  struct Offer {
    let text: String
    /// What is compared with what is typed.
    let word: String
    let about: String
    /// What it is one of.
    var group = ""
    /// Where it begins if that is before the word at the cursor; it was matched already then.
    let start: Int?

    init(_ text: String, word: String, _ about: String = "", start: Int? = nil) {
      self.text = text
      self.word = word
      self.about = about
      self.start = start
    }
  }

  /// Those that begin as typed, in their order; if there are none, those with a part that does.
  ///
  /// Case and diacritics do not matter: `dien` finds `Điện Biên`.
  static func matching(_ offers: [Offer], _ place: CursorPlace) -> [Candidate] {
    let typed = TextFold.fold(place.typed)
    func candidate(_ offer: Offer) -> Candidate {
      Candidate(
        offer.text, description: offer.about, group: offer.group, start: offer.start ?? place.start)
    }
    let whole = offers.filter { $0.start != nil }
    if !whole.isEmpty { return whole.map(candidate) }
    if typed.isEmpty { return offers.map(candidate) }
    let folded = offers.map { TextFold.fold($0.word) }
    let first = offers.indices.filter { folded[$0].hasPrefix(typed) }
    if !first.isEmpty { return first.map { candidate(offers[$0]) } }
    return offers.indices.filter { index in
      folded[index].split { $0 == " " || $0 == "_" || $0 == "-" || $0 == "." }.contains {
        $0.hasPrefix(typed)
      } || folded[index].contains(" " + typed)
    }.map { candidate(offers[$0]) }
  }

  func own(_ words: Words) -> String { words.text(in: session.settings.lang) }

  func grouped(_ offers: [Offer], _ title: Words) -> [Offer] {
    offers.map { offer in
      var offer = offer
      offer.group = own(title)
      return offer
    }
  }

  // MARK: Names

  private var tables: [Offer] {
    session.tables.names.map { name in
      let info = session.tables.resources.first { $0.name == name }?.info
      let title = session.settings.lang == .vi ? info?.titleVi ?? info?.title : info?.title
      return Offer(SyntaxText.name(name) + " ", word: name, title ?? "")
    } + connections
  }

  /// The kinds of a join that may still be said before its table.
  private func joins(_ place: CursorPlace) -> [Offer] {
    guard place.verb == "join", place.quote == nil else { return [] }
    let said = place.words.intersection(JoinStep.Kind.allCases.map(\.rawValue) + ["nearest"])
    let kinds =
      said.isEmpty
      ? JoinStep.Kind.allCases.map(\.rawValue) + ["nearest"]
      : said == ["left"] ? ["nearest"] : []
    return kinds.map { Offer($0 + " ", word: $0) }
  }

  /// The connections, behind which their tables follow.
  private var connections: [Offer] {
    session.connections.names.map { name in
      Offer(
        SyntaxText.name(name) + ".", word: name,
        session.connections.named(name)?.address.shown ?? "")
    }
  }

  /// The tables of all connections, as far as they are known.
  private var everyRemoteTable: [Offer] {
    session.connections.names.flatMap { name in
      (session.connections.named(name)?.knownTables ?? []).map {
        let written = ([name] + $0.path).map(SyntaxText.name).joined(separator: ".")
        return Offer(written, word: written)
      }
    }
  }

  /// The tables of a connection below some names.
  private func remoteTables(
    _ connection: String, _ before: [String], _ deadline: Double
  ) -> [Offer] {
    let seconds = max(0, deadline - RunContext.now())
    let tables = session.connections.named(connection)?.tablesSoon(within: seconds) ?? []
    return tables.filter { $0.path.starts(with: before) && $0.path.count > before.count }.map {
      let rest = $0.path.dropFirst(before.count)
      return Offer(
        rest.map(SyntaxText.name).joined(separator: ".") + " ", word: rest.joined(separator: "."),
        $0.kind)
    }
  }

  private var statements: [Offer] {
    StepReference.statements.map { Offer($0.name + " ", word: $0.name, own($0.summary)) }
      + [Offer("help ", word: "help", own(Words(en: "how to go on", vi: "xem hướng dẫn")))]
  }

  private var commands: [Offer] {
    commandList.map { command in
      Offer(
        "." + command.name + (command.form.isEmpty ? "" : " "), word: "." + command.name,
        own(command.about))
    }
  }

  private var steps: [Offer] {
    StepReference.steps.map { step in
      let text = step.name == "group" ? "group by " : step.name + " "
      let isBare = ["describe", "peek"].contains(step.name)
      return Offer(isBare ? step.name : text, word: step.name, own(step.summary))
    }
  }

  // MARK: Schemas and values

  /// The columns that a pipeline gives, as far as it can be understood.
  func fields(_ pipeline: String, _ deadline: Double) -> [Field] {
    if let known = schemas[pipeline] { return known }
    guard let staged = staged(pipeline, deadline) else { return [] }
    let fields = staged.plan.fields.filter { !$0.isHidden }
    schemas[pipeline] = fields
    return fields
  }

  /// A pipeline bound as far as the time allows.
  struct Staged {
    var evaluation: Evaluation
    var bound: BoundPipeline
    var plan: LogicalPlan
  }

  func staged(_ pipeline: String, _ deadline: Double) -> Staged? {
    let source = SourceText(pipeline)
    let (script, _) = Parser.parse(script: source, mode: .prompt)
    guard case .pipeline(let parsed)? = script.statements.last?.kind else { return nil }
    // Steps that write, draw or ask change no column.
    let steps = parsed.steps.filter { step in
      switch step.kind {
      case .export, .chart, .peek, .assert, .as: false
      default: true
      }
    }
    let isInterrupted = isInterrupted
    let run = RunContext(
      threads: session.settings.threads, today: session.settings.today,
      stop: { isInterrupted() ? .interrupted : RunContext.now() > deadline ? .timedOut : nil },
      isLooking: true)
    var evaluation = Evaluation(
      environment: CompletionEnvironment(session), run: run,
      collation: session.settings.collation)
    let known = SyntaxPipeline(source: parsed.source, steps: steps, range: parsed.range)
    guard let bound = try? evaluation.bind(known, .stages), let plan = bound.plan else {
      return nil
    }
    return Staged(evaluation: evaluation, bound: bound, plan: plan)
  }

  private func values(of column: String, _ place: CursorPlace, _ deadline: Double) -> [Candidate] {
    let offers = valueTexts(of: column, place.pipeline, deadline).map { text -> Offer in
      let plain =
        text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text
      return Offer(text, word: plain)
    }
    if place.quote == nil, offers.isEmpty || place.typed.isEmpty == false {
      // A column or a function may be meant as well.
      let names = Completer.matching(operands(place, true, deadline), place)
      return Completer.matching(offers, place) + names
    }
    return Completer.matching(offers, place)
  }

  /// The different values of a column at that point, as they are written; all of the stored column
  /// where computing which are left takes too long.
  func valueTexts(of name: String, _ pipeline: String, _ deadline: Double) -> [String] {
    let key = pipeline + "\u{0}" + name
    if let known = valueLists[key] { return known }
    guard var staged = staged(pipeline, deadline) else { return [] }
    let plan = staged.plan
    let wanted = TextNormalization.normalizeNFC(name)
    guard
      let place = plan.fields.firstIndex(where: { $0.name == wanted })
        ?? plan.fields.firstIndex(where: { $0.name.lowercased() == wanted.lowercased() })
    else { return [] }
    let field = plan.fields[place]
    guard [.text, .int, .bool, .date].contains(field.type) else { return [] }
    let column = Expression(.column(place), type: field.type, range: plan.range)
    let distinct = LogicalPlan(
      .limit(
        LogicalPlan(
          .aggregate(
            plan, keys: [NamedExpression(name: field.name, expression: column)],
            [], totals: false), fields: [field], range: plan.range),
        offset: 0, count: Completer.mostValues),
      fields: [field], range: plan.range)
    var texts: [String]
    if staged.bound.pending == nil, let table = try? staged.evaluation.table(distinct, staged.bound)
    {
      texts = (0..<table.rowCount).compactMap { Completer.literal(table.columns[0][$0], of: field) }
      if field.type == .int { texts.sort { (Int($0) ?? 0) < (Int($1) ?? 0) } }
      if field.type == .int, texts.count > 200 { texts = [] }
    } else {
      texts = stored(field.name, plan, staged.bound)
    }
    // Without the closing quote, which would come before letters.
    func word(_ text: String) -> String { text.hasSuffix("\"") ? String(text.dropLast()) : text }
    if field.type == .text, let collation = session.settings.collation {
      texts.sort { collation.compare(word($0), word($1)) < 0 }
    } else if field.type == .text {
      texts.sort { word($0) < word($1) }
    }
    valueLists[key] = texts
    return texts
  }

  /// The dictionary of a column in memory, found below steps that keep its name.
  private func stored(_ name: String, _ plan: LogicalPlan, _ bound: BoundPipeline) -> [String] {
    switch plan.node {
    case .scan(let id):
      guard let table = (bound.sources[id] as? MemorySource)?.table,
        case .coded(_, let dictionary)? = table[name]?.storage
      else { return [] }
      return (0..<min(dictionary.count, Completer.mostValues)).map {
        SyntaxText.quoted(dictionary.string($0))
      }
    case .filter(let input, _), .project(let input, _), .sort(let input, _),
      .limit(let input, _, _):
      return stored(name, input, bound)
    default: return []
    }
  }

  /// A value as it is written in a query; nil for null.
  private static func literal(_ value: Value, of field: Field) -> String? {
    switch value {
    case .null: nil
    case .date where field.period != nil: SyntaxText.quoted(field.text(value))
    case .text(let text): SyntaxText.quoted(text)
    case .date: "@" + value.plainText
    default: value.plainText
    }
  }

  // MARK: Commands

  private func argument(of command: String, _ place: CursorPlace) -> [Candidate] {
    let offers: [Offer]
    switch commandList.first(where: { $0.name == command })?.argument {
    case .helpWord?: offers = helpWords.map { Offer($0, word: $0) }
    case .table?:
      offers = session.tables.names.map { Offer($0, word: $0) } + everyRemoteTable
    case .connection?: offers = session.connections.names.map { Offer($0, word: $0) }
    case .format?: offers = ResultFormat.all.map { Offer($0.name, word: $0.name) }
    case .onOff?: offers = ["on", "off"].map { Offer($0, word: $0) }
    case .setting?:
      offers = Settings.all.map { Offer($0.name + " ", word: $0.name, own($0.about)) }
    case .queryFile?: return FileNames.candidates(place, .query, quoted: false)
    case .workbook?: return FileNames.candidates(place, .workbook, quoted: false)
    case .file?: return FileNames.candidates(place, .write, quoted: false)
    case .folder?: return FileNames.candidates(place, .folder, quoted: false)
    case .nothing?, .word?, nil: offers = []
    }
    return Completer.matching(offers, place)
  }
}
