public import Columns
public import Display
import Glibc
public import Language
import Sources
public import Workspace

/// Shows responses and errors: results on standard output, everything else on standard error.
public final class Presenter {
  /// What the outermost layer knows of the terminal.
  public struct Terminal: Sendable {
    public var outputIsTerminal: Bool
    public var errorIsTerminal: Bool
    public var hasColour: Bool
    public var hasUnicode: Bool
    /// Whether lines can be drawn over: false for `TERM=dumb`.
    public var canMove: Bool

    /// From the environment: `NO_COLOR`, `TERM`, the locale's character set.
    public static func current() -> Terminal {
      let output = isatty(1) != 0
      let error = isatty(2) != 0
      let term = System.variable("TERM")
      let colour = (System.variable("NO_COLOR") ?? "").isEmpty && term != "dumb"
      let names: [String] = ["LC_ALL", "LC_CTYPE", "LANG"]
      let locale = names.compactMap { System.variable($0) }.first { !$0.isEmpty } ?? ""
      // Not `contains`: a search for text would take longer than all else here.
      let charset = locale.lowercased().split { $0 == "." || $0 == "@" }
      return Terminal(
        outputIsTerminal: output, errorIsTerminal: error, hasColour: colour,
        hasUnicode: charset.contains { $0 == "utf-8" || $0 == "utf8" },
        canMove: term.map { $0 != "dumb" && !$0.isEmpty } ?? false)
    }
  }

  public let terminal: Terminal
  private let session: Session
  private var progressLine: ProgressLine?
  /// Whether diagnostics go out as JSON lines.
  var isForTools = false
  /// Whether a result is shown again and again: then it does not wait in a pager.
  var isWatching = false
  /// Whether the files that statements write are told at once.
  var tellsFiles = false

  public init(_ session: Session, _ terminal: Terminal) {
    self.session = session
    self.terminal = terminal
  }

  /// Cells across the terminal now; nil when output is no terminal.
  private func width(of descriptor: Int32, isTerminal: Bool) -> Int? {
    if let fixed = session.settings.width { return fixed }
    guard isTerminal else { return nil }
    guard let size = System.terminalSize(descriptor), size.columns > 0 else { return 80 }
    return size.columns
  }

  /// Cells across standard output now; nil when it is no terminal.
  var outputWidth: Int? { width(of: 1, isTerminal: terminal.outputIsTerminal) }

  /// Runs `body`, with a line on the terminal that tells how far it is when it takes long.
  ///
  /// `label` tells which statement of a file it is.
  func watching<Result>(_ label: String = "", _ body: () throws -> Result) rethrows -> Result {
    guard session.settings.showsProgress, terminal.outputIsTerminal, terminal.errorIsTerminal,
      terminal.canMove
    else { return try body() }
    let progress = Progress()
    let line = ProgressLine(
      progress,
      ProgressLine.Look(
        lang: session.settings.lang, hasUnicode: terminal.hasUnicode,
        width: width(of: 2, isTerminal: true) ?? 80, label: label))
    session.progress = progress
    progressLine = line
    defer {
      line.end()
      session.progress = nil
      progressLine = nil
    }
    return try body()
  }

  /// Prints something in the middle of what is watched.
  func aside<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard let progressLine else { return try body() }
    return try progressLine.aside(body)
  }

  /// Colours and signs that standard output takes.
  var outputStyle: Style {
    Style(
      hasColour: terminal.outputIsTerminal && terminal.hasColour, hasUnicode: terminal.hasUnicode)
  }

  private var errorStyle: Style {
    Style(
      hasColour: terminal.errorIsTerminal && terminal.hasColour, hasUnicode: terminal.hasUnicode)
  }

  /// Shows what a statement gives and does, as it comes.
  public func show(_ effect: Effect, in source: SourceText) throws {
    try aside {
      switch effect {
      case .table(let table, let spare, let seconds):
        try show(table, seconds: seconds, spare: spare)
      case .peek(let table, let label):
        if let label {
          // Beside results for programs a label is talk.
          if session.isInteractive {
            try Descriptor.writeOutput(TerminalWidth.visible(label) + "\n")
          } else {
            Descriptor.writeError(TerminalWidth.visible(label) + "\n")
          }
        }
        try show(table, seconds: nil)
      case .chart(let chart, let look): try show(chart, look)
      case .text(let text): try Descriptor.writeOutput(text)
      case .note(let note): show(note: note, in: source)
      // The summary of a run names the files.
      case .wrote(let path, let rows): if tellsFiles, !isForTools { tell(written: path, rows) }
      }
    }
  }

  /// A table in the chosen form: a box that fits on a terminal, all of it elsewhere.
  ///
  /// - Parameter spare: the columns to leave out first where there is no room for all.
  public func show(_ table: Table, seconds: Double?, spare: SpareColumns = SpareColumns()) throws {
    if let format = session.settings.format.format {
      try show(table, as: format)
      return
    }
    let isTerminal = terminal.outputIsTerminal
    var renderer = tableRenderer(width: outputWidth)
    renderer.maxRows = isTerminal ? session.settings.maxRows : nil
    renderer.spare = spare
    // Beside data for a program, or a recorded answer, what the way was is no matter.
    if isTerminal, seconds != nil { renderer.received = session.received }
    let shownTime = session.settings.showsTime && isTerminal ? seconds : nil
    let text = try renderer.render(
      table, seconds: shownTime, checking: session.runContext().checkStopped)
    // At the prompt the head of what is longer than the screen would be gone before it is read.
    guard session.isInteractive, !isWatching, isTooTall(text) else {
      return try Descriptor.writeOutput(text)
    }
    try page(text, frame: PagerFrame(text, table))
  }

  /// A query of another language as it is written here, and how it comes into the line.
  func show(_ found: Translation) throws {
    let lang = session.settings.lang
    let style = outputStyle
    var text =
      style.paint(lang == .vi ? "bằng từ ngữ của Tiendo:" : "in Tiendo's words:", .dim) + "\n"
    text += "  " + TerminalWidth.visible(found.text) + "\n"
    for remark in found.remarks {
      let lines = TerminalWidth.wrapped(remark.text(in: lang), to: outputWidth.map { $0 - 2 })
      for (number, line) in lines.enumerated() {
        text +=
          style.paint((number > 0 ? "  " : style.hasUnicode ? "• " : "* ") + line, .note) + "\n"
      }
    }
    let key = style.hasUnicode ? "↑" : "Up"
    let how = lang == .vi ? "\(key) đưa câu này vào dòng lệnh" : "\(key) brings it into the line"
    text += style.paint(how, .dim) + "\n"
    try Descriptor.writeOutput(text)
  }

  /// A file that was written, with its rows.
  func tell(written path: String, _ rows: Int) {
    say(
      Words(
        en: "wrote \(path) (\(rows) \(rows == 1 ? "row" : "rows"))",
        vi: "đã ghi \(path) (\(rows) dòng)"))
  }

  /// A result for a file: whole, without colours, as wide as it is.
  func drawn(_ table: Table) -> String {
    var renderer = tableRenderer(width: nil)
    renderer.style = Style(hasColour: false, hasUnicode: terminal.hasUnicode)
    return renderer.render(table, seconds: nil)
  }

  /// A table in a format for programs, byte for byte; on a terminal, which data must not drive, with
  /// control characters made visible, and a note where that changed something.
  private func show(_ table: Table, as format: any FileFormat) throws {
    let isTerminal = terminal.outputIsTerminal
    var isChanged = false
    let run = session.runContext()
    let labelled = try format.labelling(
      table, totals: Words.total.text(in: session.settings.written), run)
    try format.writer(OptionValues()).write(labelled, run) { bytes in
      guard isTerminal else { return try Descriptor.writeOutput(bytes) }
      let text = String(decoding: bytes, as: UTF8.self)
      let shown = TerminalWidth.harmless(text)
      isChanged = isChanged || shown.utf8.count != text.utf8.count
      try Descriptor.writeOutput(shown)
    }
    tell(run.notes)
    if isChanged {
      say(
        Words(
          en:
            "control characters are shown as \\e, \\r, \\u{…}; a file or a pipe gets them as they are",
          vi: "ký tự điều khiển được hiện dạng \\e, \\r, \\u{…}; tệp hoặc ống dẫn nhận nguyên văn"))
    }
  }

  /// Says what the writer of a result told.
  func tell(_ notes: [SourceNote]) {
    for note in notes {
      show(
        note: Diagnostic(
          .note, code: note.code, Words(en: note.en, vi: note.vi), at: SourceRange(0, 0)),
        in: SourceText("", name: ""))
    }
  }

  /// Draws tables on standard output, whole unless told otherwise.
  private func tableRenderer(width: Int?) -> TableRenderer {
    var renderer = TableRenderer(style: outputStyle, width: width)
    renderer.maxRows = nil
    renderer.isVietnamese = session.settings.lang == .vi
    renderer.isRecords = session.settings.format == .line
    return renderer
  }

  /// Text that may be longer than the screen: through the pager on a terminal, else as it is.
  ///
  /// - Parameter frame: what of a table stays where it is while the rest moves.
  func page(_ text: String, frame: PagerFrame? = nil) throws {
    guard terminal.outputIsTerminal, terminal.canMove, session.settings.usesPager,
      !session.access.isSafe, isTall(text)
    else { return try Descriptor.writeOutput(text) }
    let pager = Subprogram.pager(
      session.settings.lang, keeping: frame.map { ($0.lines, $0.columns) })
    if Subprogram.run(pager, input: text) == 127 { try Descriptor.writeOutput(text) }
  }

  /// A table whole, through the pager on a terminal.
  func page(_ table: Table) throws {
    if session.settings.format.format != nil { return try show(table, seconds: nil) }
    let text = try tableRenderer(width: nil).render(
      table, seconds: nil, checking: session.runContext().checkStopped)
    try page(text, frame: PagerFrame(text, table))
  }

  /// Whether a text has more lines than the terminal, the prompt behind it counted.
  private func isTooTall(_ text: String) -> Bool {
    guard let size = System.terminalSize(1), size.rows > 0 else { return false }
    return text.utf8.count { $0 == UInt8(ascii: "\n") } >= size.rows
  }

  /// Whether a text has more lines, or longer ones, than the terminal.
  private func isTall(_ text: String) -> Bool {
    guard let size = System.terminalSize(1), size.rows > 0 else { return false }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.count > size.rows
      || lines.contains { TerminalWidth.of(String($0)) > size.columns }
  }

  /// A chart as wide as the terminal, or 80 cells elsewhere.
  func show(_ chart: Chart, _ look: ChartLook) throws {
    var renderer = ChartRenderer(
      style: outputStyle, width: look.width ?? outputWidth ?? 80, height: look.height,
      glyphs: look.glyphs)
    renderer.lang = session.settings.lang
    renderer.decimalComma = session.settings.lang == .vi
    let drawn = try Chart.watching(session.runContext().checkStopped) { renderer.render(chart) }
    try Descriptor.writeOutput(drawn)
  }

  private func show(note: Diagnostic, in source: SourceText) {
    if isForTools {
      show([note], in: source)
    } else {
      Descriptor.writeError(renderer.note(note))
    }
  }

  private var renderer: DiagnosticRenderer {
    var renderer = DiagnosticRenderer(
      style: errorStyle, lang: session.settings.lang,
      width: width(of: 2, isTerminal: terminal.errorIsTerminal) ?? 200)
    renderer.wraps = terminal.errorIsTerminal
    return renderer
  }

  /// Errors, hints and warnings of a statement.
  public func show(_ diagnostics: [Diagnostic], in source: SourceText) {
    if isForTools {
      // A table of a few texts; it fails for want of memory alone.
      let lines = DiagnosticTable.lines(diagnostics, in: source, session.settings.lang)
      Descriptor.writeError(lines)
      return
    }
    let renderer = renderer
    for diagnostic in diagnostics {
      Descriptor.writeError(renderer.render(diagnostic, in: source))
    }
  }

  /// Why a statement failed, with the rows that broke an assertion.
  public func show(_ failure: StatementFailure, in source: SourceText) {
    // Who stopped a statement knows which, and that nothing is wrong with it.
    if !isForTools, [.interrupted, .timedOut].contains(failure.status),
      let reason = failure.diagnostics.first
    {
      say(reason.words)
      return
    }
    guard !failure.rows.isEmpty else { return show(failure.diagnostics, in: source) }
    for (diagnostic, rows) in zip(failure.diagnostics, failure.rows) {
      if isForTools {
        // A table of a few rows; it fails for want of memory alone.
        let line =
          (try? DiagnosticTable.line(diagnostic, rows: rows, in: source, session.settings.lang))
          ?? ""
        Descriptor.writeError(line)
        continue
      }
      show([diagnostic], in: source)
      var renderer = TableRenderer(
        style: errorStyle, width: width(of: 2, isTerminal: terminal.errorIsTerminal) ?? 200)
      renderer.isVietnamese = session.settings.lang == .vi
      Descriptor.writeError(renderer.render(rows))
    }
  }

  /// A line for standard error.
  public func say(_ words: Words) {
    let text = TerminalWidth.harmless(words.text(in: session.settings.lang))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      TerminalWidth.wrapped(String($0), to: width(of: 2, isTerminal: terminal.errorIsTerminal))
    }
    Descriptor.writeError(lines.joined(separator: "\n") + "\n")
  }
}
