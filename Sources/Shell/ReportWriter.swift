import Columns
import Display
import Glibc
import Language
import Reports
import Sources
import Workspace

/// Writes a report that was run: the file itself last, so that it refers to nothing that is not there.
struct ReportWriter {
  private let document: ReportDocument
  private let session: Session
  private let presenter: Presenter

  init(_ document: ReportDocument, _ session: Session, _ presenter: Presenter) {
    self.document = document
    self.session = session
    self.presenter = presenter
  }

  /// Writes the report; gives the files in the order in which they appeared.
  func write(_ form: ReportForm, to path: String) throws(ReportProblem) -> [String] {
    do {
      switch form {
      case .html: return try writeHTML(to: path)
      case .md: return try writeMarkdown(to: path)
      case .xlsx: return try writeWorkbook(to: path)
      case .docx, .odt, .pdf: return try writeThroughProgram(form, to: path)
      }
    } catch let problem as ReportProblem {
      throw problem
    } catch let error as FileError {
      let (message, advice) = error.words(vietnamese: session.settings.lang == .vi)
      throw ReportProblem(
        Words(en: "tiendo: \(message)" + (advice.map { " (\($0))" } ?? ""), vi: nil),
        error.isInputOutput ? .file : .queryFailed)
    } catch {
      throw ReportProblem(Words(en: "tiendo: \(error)", vi: nil), .file)
    }
  }

  private func writeHTML(to path: String) throws -> [String] {
    let html = try page(report(beside: path, for: .screen))
    var written = try writeLongTables(beside: path)
    try write(html, to: path)
    written.append(path)
    return written
  }

  private func writeMarkdown(to path: String) throws -> [String] {
    let report = MarkdownReport(document) { number, ending in
      ReportWriter.name(beside: path, number, ending)
    }
    let (markdown, charts) = report.text()
    var written = try writeLongTables(beside: path)
    for (name, chart) in charts {
      let svg = SVGChart.render(
        chart, lang: document.lang, decimalComma: document.lang == .vi)
      let place = ReportWriter.folder(of: path) + name
      try write(svg, to: place)
      written.append(place)
    }
    try write(markdown, to: path)
    if !document.pictures.isEmpty,
      System.realPath(document.folder.isEmpty ? "." : document.folder)
        != System.realPath(
          ReportWriter.folder(of: path).isEmpty ? "." : ReportWriter.folder(of: path))
    {
      presenter.say(
        Words(
          en:
            "note: \(path) refers to pictures from another folder; copy them beside it, or write .html",
          vi:
            "ghi chú: \(path) trỏ tới hình ở thư mục khác; hãy chép hình sang cạnh tệp, hoặc ghi .html"
        ))
    }
    written.append(path)
    return written
  }

  /// Writes a sheet for each table and picture; that the words stay behind is told.
  private func writeWorkbook(to path: String) throws -> [String] {
    let run = session.runContext()
    let file = try AtomicFile(path, overwrite: true, checkStopped: run.checkStopped)
    try WorkbookWriter.write(WorkbookReport(document).sheets(), run) { try file.write($0) }
    try file.finish()
    presenter.tell(run.notes)
    presenter.say(
      Words(
        en: "note: a workbook holds the tables and charts; the words are in .html, .docx and .md",
        vi: "ghi chú: sổ làm việc chỉ có bảng và biểu đồ; lời văn có trong .html, .docx và .md"))
    return [path]
  }

  /// Has another program write the file: from the page, into a file beside the place, which is then
  /// put there.
  private func writeThroughProgram(_ form: ReportForm, to path: String) throws -> [String] {
    if session.access.isSafe {
      throw ReportProblem(
        Words(
          en: "tiendo: --safe starts no program", vi: "tiendo: --safe không khởi chạy chương trình"),
        .usage)
    }
    if form != .pdf, !document.charts.isEmpty, !Subprogram.isThere("rsvg-convert") {
      // pandoc would leave the pictures out.
      throw ReportProblem.program("rsvg-convert", form.rawValue, package: "librsvg2-bin")
    }
    let report = report(beside: path, for: form == .pdf ? .paper : .words)
    let html = try page(report)
    let pictures = form == .pdf ? [] : report.pictures()
    var written = try writeLongTables(beside: path)
    var template = Array((ReportWriter.folder(of: path) + ".tiendo-report-XXXXXX").utf8CString)
    // The template is an array of its own, ended by a zero.
    guard unsafe mkdtemp(&template) != nil else {
      throw FileError(path, .cannotWrite(System.lastError))
    }
    let folder = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer {
      // Texts that live during the calls.
      let drawn = pictures.flatMap { [$0.name + ".svg", $0.name + ".png"] }
      for name in ["page.html", "words", "out.\(form.rawValue)"] + drawn {
        unsafe unlink("\(folder)/\(name)")
      }
      unsafe rmdir(folder)
    }
    try write(html, to: "\(folder)/page.html")
    for picture in pictures { try write(picture.svg, to: "\(folder)/\(picture.name).svg") }
    let out = "\(folder)/out.\(form.rawValue)"
    let command: String
    var name = "pandoc"
    if form == .pdf, let printer = ReportForm.printers.first(where: Subprogram.isThere) {
      // As root a browser starts without its sandbox alone.
      let sandbox = geteuid() == 0 ? "--no-sandbox " : ""
      name = printer
      command =
        printer == "weasyprint"
        ? "weasyprint -q \"$1\" \"$2\""
        : "\(printer) --headless \(sandbox)--disable-gpu --no-pdf-header-footer "
          + "--print-to-pdf=\"$2\" \"$1\""
    } else {
      // Word processors show no SVG that pandoc hands on; two pixels stand for each of the picture's.
      command =
        "d=${1%/*}; for s in \"$d\"/chart-*.svg; do [ ! -e \"$s\" ] || "
        + "rsvg-convert --zoom 2 -o \"${s%.svg}.png\" \"$s\" || return 1; done; "
        + "pandoc -f html -t \(form.rawValue) --resource-path \"$d\" -o \"$2\" \"$1\""
    }
    // The words behind the command are its "$1" to "$3"; what the program says is shown when it fails.
    let status = Subprogram.run(
      "f() { \(command); }; f >\"$3\" 2>&1",
      arguments: ["\(folder)/page.html", out, "\(folder)/words"])
    guard status == 0, FileStamp(out) != nil else {
      let said = (try? QueryFile.bytes("\(folder)/words", isOwn: true)) ?? []
      let last = String(decoding: said.suffix(600), as: UTF8.self)
        .split(separator: "\n").suffix(3).map { ": " + TerminalWidth.visible(String($0)) }.joined()
      throw ReportProblem(
        Words(
          en: "tiendo: \(name) could not write \(path) (status \(status))\(last)",
          vi: "tiendo: \(name) không ghi được \(path) (mã \(status))\(last)"), .file)
    }
    // The program's bytes go through a file of ours, which keeps the mode of what it replaces.
    try write(try QueryFile.bytes(out, isOwn: true), to: path)
    written.append(path)
    return written
  }

  private func report(beside path: String, for use: HTMLReport.Use) -> HTMLReport {
    HTMLReport(document, for: use) { ReportWriter.name(beside: path, $0, "csv") }
  }

  private func page(_ report: HTMLReport) throws -> String {
    guard let (html, leftOut) = report.page() else {
      throw ReportProblem(
        Words(
          en: "tiendo: the Markdown of the report could not be read",
          vi: "tiendo: không đọc được Markdown của báo cáo"), .queryFailed)
    }
    if leftOut > 0 {
      presenter.say(
        Words(
          en:
            "note: HTML in the report is left out (\(leftOut) \(leftOut == 1 ? "place" : "places")); "
            + "write Markdown",
          vi: "ghi chú: bỏ qua HTML trong báo cáo (\(leftOut) chỗ); hãy viết bằng Markdown"))
    }
    return html
  }

  /// Tables of which the report shows only the beginning, whole, as CSV: in a Vietnamese report as Excel
  /// opens it there, which is told.
  private func writeLongTables(beside path: String) throws -> [String] {
    try document.tables.filter(\.isCut).map { block in
      let place =
        ReportWriter.folder(of: path) + ReportWriter.name(beside: path, block.number, "csv")
      let run = session.runContext()
      let options: OptionValues = document.lang == .vi ? ["excel": .flag(true)] : [:]
      try Destination(place, format: "CSV", options: options, overwrites: true).write(
        block.table, run, totals: Words.total.text(in: document.lang))
      presenter.tell(run.notes)
      return place
    }
  }

  private func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    let file = try AtomicFile(
      path, overwrite: true, checkStopped: session.runContext().checkStopped)
    try file.write(bytes)
    try file.finish()
  }

  // MARK: Names

  /// `bao-cao-table-1.csv` beside `bao-cao.html`.
  static func name(beside path: String, _ number: Int, _ ending: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? "report"
    let stem = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    return "\(stem)-\(ending == "csv" ? "table" : "chart")-\(number).\(ending)"
  }

  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}
