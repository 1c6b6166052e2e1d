import Columns
import Display
import Functions
import Glibc
public import Language
import Planning
import Sources
import Synchronization
public import Workspace

/// What the command line asks for, in plain values.
public struct ProgramOptions: Sendable {
  public var data: String?
  public var parameters: [String] = []
  /// Databases, as `name=address`.
  public var connections: [String] = []
  public var format: ResultFormat?
  public var threads: Int?
  public var timeout: Double?
  public var memory: String?
  public var today: String?
  public var lang: Lang?
  /// Whether files are only read, and only in the catalogue and the folders allowed.
  public var isSafe = false
  public var allowed: [String] = []
  /// Whether the prompt begins without the person's own `rc.tdq`.
  public var skipsRC = false
  /// Whether somebody will type queries.
  public var isForPrompt = false

  public init() {}
}

/// A session with its presenter, made from the command line; every way of using the program goes
/// through here.
public final class Program {
  public let session: Session
  public let presenter: Presenter
  private let batch: BatchRun
  let skipsRC: Bool
  /// The databases of the command line, as statements.
  private(set) var connections: [SourceText] = []

  /// The moment after which queries stop, on the monotonic clock; none at first.
  private static let deadline = Mutex<Double?>(nil)

  private init(_ options: ProgramOptions) throws {
    var settings = Settings.fromEnvironment()
    if let lang = options.lang {
      settings.lang = lang
      settings.written = lang
      settings.collation = lang == .vi ? .vietnamese : nil
    } else if !options.isForPrompt {
      settings.forgetLanguageOfData()
    }
    if let threads = options.threads { settings.threads = threads }
    if let format = options.format { settings.format = format }
    if let today = options.today {
      guard let day = Binder.readDate(today) else {
        throw Usage("--today takes a date, not \(today)")
      }
      settings.today = day
    }
    if let memory = options.memory {
      guard let bytes = Settings.bytes(memory) else {
        throw Usage("--memory takes a size such as 8GB, not \(memory)")
      }
      settings.memory = bytes
    } else {
      settings.memory = SystemMemory.forTables
    }
    session = Session(settings)
    presenter = Presenter(session, .current())
    presenter.isForTools = options.format?.format?.isForPrograms ?? false
    batch = BatchRun(session, presenter)
    for parameter in options.parameters {
      let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      session.given[TextNormalization.normalizeNFC(String(parts[0]))] = String(parts[1])
    }
    if let timeout = options.timeout {
      Program.deadline.withLock { $0 = RunContext.now() + timeout }
    }
    session.stop = Program.reasonToStop
    Waiting.ask(Program.reasonToStop)
    // At the prompt the folder may change.
    let found = options.data ?? Catalogue.find()
    let catalogue = options.isForPrompt ? found.map(Folders.absolute) : found
    if options.isSafe {
      let open = options.allowed + (catalogue.map { [$0] } ?? [])
      session.access = FileAccess(reading: open)
      InputGate.confine(to: open)
    }
    skipsRC = options.skipsRC
    connections = try options.connections.map(Program.connection)
    if options.isSafe, !connections.isEmpty {
      throw Usage("--safe lets no database be reached, so --connect is refused")
    }
    guard let catalogue else { return }
    // What the command line names is opened, and so is what the prompt counts the tables of.
    if options.data != nil || options.isForPrompt {
      try session.openCatalogue(catalogue)
    } else {
      session.openCatalogueLater(catalogue)
    }
  }

  /// Why whatever runs is to stop: Ctrl-C, or the time limit.
  private static let reasonToStop: @Sendable () -> Stopped? = {
    if Interrupt.isRaised { return .interrupted }
    if let deadline = Program.deadline.withLock({ $0 }), RunContext.now() > deadline {
      return .timedOut
    }
    return nil
  }

  /// A mistake in the command line.
  public struct Usage: Error {
    let text: String
    init(_ text: String) { self.text = text }
  }

  /// Makes the program and runs `body`, with every error turned into words and a status.
  public static func start(
    _ options: ProgramOptions, _ body: (Program) throws -> ExitStatus
  ) -> ExitStatus {
    signal(SIGPIPE, SIG_IGN)
    Interrupt.install()
    do {
      let program = try Program(options)
      return program.reporting {
        let status = program.takeConnections()
        return status == .success ? try body(program) : status
      }
    } catch let usage as Usage {
      Descriptor.writeError(TerminalWidth.harmless("tiendo: \(usage.text)") + "\n")
      return .usage
    } catch let error as FileError {
      let message = error.words(vietnamese: options.lang == .vi).message
      Descriptor.writeError(TerminalWidth.harmless("tiendo: \(message)") + "\n")
      return error.isInputOutput ? .file : .queryFailed
    } catch {
      Descriptor.writeError(TerminalWidth.harmless("tiendo: \(error)") + "\n")
      return .queryFailed
    }
  }

  /// Runs `body`; files that cannot be opened and output that cannot be written become a message
  /// and a status, a closed pipe a quiet end.
  public func reporting(_ body: () throws -> ExitStatus) -> ExitStatus {
    do {
      return try body()
    } catch is BrokenPipe {
      return .success
    } catch let reason as Stopped {
      presenter.say(Session.words(for: reason))
      return reason == .timedOut ? .timedOut : .interrupted
    } catch let error as FileError {
      let (message, advice) = error.words(vietnamese: session.settings.lang == .vi)
      presenter.say(
        Words(en: "tiendo: \(message)" + (advice.map { " (\($0))" } ?? ""), vi: nil))
      return error.isInputOutput ? .file : .queryFailed
    } catch {
      presenter.say(Words(en: "tiendo: \(error)", vi: nil))
      return .queryFailed
    }
  }

  /// Whether `-o` can take what some files give: the result of one, not one in the place of another. Says
  /// so where it cannot.
  public func takesResults(of files: [String], output: String?) -> Bool {
    guard files.count > 1, let output else { return true }
    presenter.say(
      Words(
        en:
          "tiendo: -o \(output) takes the result of one file; run them one by one, or write `export` in each",
        vi:
          "tiendo: -o \(output) chỉ nhận kết quả của một tệp; hãy chạy từng tệp, hoặc ghi `export` trong mỗi tệp"
      ))
    return false
  }

  /// Runs a query text.
  public func run(
    _ source: SourceText, output: String? = nil, keepsGoing: Bool = false,
    sayingWhatWasDone: Bool = false, failsOnRejected: Bool = false
  ) throws -> ExitStatus {
    // A name that cannot be written is told before anything runs.
    let place: Destination?
    do throws(OptionProblems) {
      place = try output.map { path throws(OptionProblems) in
        try Program.destination(path)
      }
    } catch {
      for diagnostic in error.diagnostics {
        let fix = diagnostic.fix.map { " (\($0.text(in: session.settings.lang)))" } ?? ""
        presenter.say(
          Words(en: "tiendo: -o: " + diagnostic.message(in: session.settings.lang) + fix))
      }
      return .usage
    }
    session.summary = RunSummary()
    session.failsOnRejected = failsOnRejected
    session.forgetsRows = true
    let start = RunContext.now()
    var batch = batch
    batch.keepsGoing = keepsGoing
    presenter.tellsFiles = !sayingWhatWasDone
    if Program.hasCommands(source) {
      batch.commands = Commands(session: session, presenter: presenter, log: PromptLog())
    }
    let status = try batch.run(source, show: output == nil)
    if let place, status == .success { try batch.writeLast(to: place) }
    if sayingWhatWasDone, !presenter.isForTools,
      let text = session.summary.text(source.name, seconds: RunContext.now() - start)
    {
      presenter.say(text)
    }
    return status
  }

  /// Whether a text from the command line or standard input has lines for the shell, such as
  /// `help where`.
  private static func hasCommands(_ source: SourceText) -> Bool {
    ["<command line>", "<stdin>"].contains(source.name)
      && Lexer.tokens(in: source, mode: .prompt).contains { $0.kind == .shellLine }
  }

  /// What `-o` means: a file that is replaced, in the format of its ending.
  private static func destination(_ path: String) throws(OptionProblems) -> Destination {
    let nowhere = SourceRange(0, 0)
    let overwrite = FileOption(
      name: Name("overwrite", range: nowhere),
      value: .expression(SyntaxExpression(.literal(.bool(true)), range: nowhere)), range: nowhere)
    return try Destination(TextLiteral(path, range: nowhere), [overwrite]) { _ in .bool(true) }
  }

  /// Reports what is wrong with a query text.
  public func check(_ source: SourceText) throws -> ExitStatus {
    source.name.hasSuffix(".md") ? checkReport(source) : batch.check(source)
  }

  /// Writes a query file in the usual form, or says where it is not: with `checkOnly` nothing is
  /// written and the status tells.
  public func format(_ path: String, checkOnly: Bool) throws -> ExitStatus {
    let source = try QueryFile.source(path, isOwn: true)
    guard let text = Formatter.format(source) else {
      presenter.show(Parser.parse(script: source).diagnostics.filter(\.isError), in: source)
      return .queryFailed
    }
    if checkOnly {
      if text == source.text { return .success }
      presenter.say(
        Words(en: "\(path): not in the usual form", vi: "\(path): chưa đúng định dạng"))
      return .queryFailed
    }
    if path == "-" {
      try Descriptor.writeOutput(text)
    } else if text != source.text {
      let file = try AtomicFile(path, overwrite: true)
      try file.write(text)
      try file.finish()
    }
    return .success
  }

  /// Says what a message's code means.
  public func explain(_ code: String) throws -> ExitStatus {
    guard let explanation = CodeExplanation.of(code) else {
      presenter.say(
        Words(
          en: "tiendo: there is no code \(code); codes look like E0301",
          vi: "tiendo: không có mã \(code); mã có dạng E0301"))
      return .usage
    }
    try Descriptor.writeOutput(
      Help.page(explanation, session.settings.lang, presenter.outputWidth ?? 80))
    return .success
  }

  /// The prompt, until the person leaves.
  public func prompt() throws -> ExitStatus {
    session.isInteractive = true
    presenter.tellsFiles = true
    openConnections()
    return try Prompt(session, presenter).run(skippingRC: skipsRC)
  }
}
