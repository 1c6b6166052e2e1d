import Columns
import Display
import Glibc
import Language
import Reports
import Services
import Sources
public import Workspace

extension Program {
  /// Runs a report and writes it, in the form of the output's ending; nothing is written unless all of
  /// it is right.
  ///
  /// - Parameter output: the file; nil for an HTML file of the report's name beside it.
  public func report(_ path: String, output: String?) throws -> ExitStatus {
    let source = try QueryFile.source(path, isOwn: true)
    let file = ReportFile(source)
    // What goes wrong before the report runs is told in its language too.
    if let lang = file.frontMatter.lang { session.settings.lang = lang }
    let place = output ?? ReportForm.defaultOutput(of: path)
    let form: ReportForm
    do throws(ReportProblem) {
      form = try ReportForm(of: place)
      if let problem = form.missing { throw problem }
    } catch {
      presenter.say(error.words)
      return .usage
    }
    if let own = FileStamp(path), own.isRegular, own == FileStamp(place) {
      presenter.say(
        Words(
          en: "tiendo: \(place) is the report itself; what it gives needs another name",
          vi: "tiendo: \(place) chính là tệp báo cáo nguồn; kết quả cần tên khác"))
      return .usage
    }
    let problem = unknownParameter(in: file)
    if let problem {
      presenter.say(problem)
      return .usage
    }
    let document: ReportDocument
    do {
      try session.access.checkWriting(place, at: source.range)
      session.failsOnRejected = true
      document = try presenter.watching {
        try ReportRun.document(file, in: session) { note in
          try presenter.show(.note(note), in: source)
        }
      }
    } catch let failure as StatementFailure {
      presenter.show(failure, in: source)
      if failure.status == .assertionFailed {
        presenter.say(
          Words(
            en: "not written, since an assertion does not hold: \(place)",
            vi: "không ghi, vì có điều kiện kiểm tra không đạt: \(place)"))
      }
      return failure.status
    } catch let diagnostic as Diagnostic {
      presenter.show([diagnostic], in: source)
      return .queryFailed
    }
    do throws(ReportProblem) {
      let written = try ReportWriter(document, session, presenter).write(form, to: place)
      for path in written {
        presenter.say(Words(en: "written: \(path)", vi: "đã ghi: \(path)"))
      }
      return .success
    } catch {
      presenter.say(error.words)
      return error.status
    }
  }

  /// Reports everything wrong with a report and runs nothing.
  func checkReport(_ source: SourceText) -> ExitStatus {
    let file = ReportFile(source)
    let own = session.settings.lang
    defer { session.settings.lang = own }
    let found = ReportCheck.report(file, in: session)
    if let lang = file.frontMatter.lang { session.settings.lang = lang }
    return presenter.show(found, in: source)
  }

  /// A parameter of the command line that the report does not have.
  private func unknownParameter(in file: ReportFile) -> Words? {
    var declared = file.frontMatter.parameters.map { file.source[$0.name] }
    for fence in file.fences {
      let text = file.source[fence.statements]
      let statements = Parser.parse(script: SourceText(text)).script.statements
      guard let own = UnknownParameter.declared(by: statements) else { return nil }
      declared += own
    }
    return UnknownParameter.words(of: session.given.keys, declared: declared, inReport: true)
  }
}

/// The form that a report is written in, by the ending of its file.
enum ReportForm: String, CaseIterable {
  case html, md, xlsx, docx, odt, pdf

  init(of path: String) throws(ReportProblem) {
    let ending = path.split(separator: "/").last.flatMap { name in
      name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]).lowercased() }
    }
    guard let ending, let form = ReportForm(rawValue: ending == "htm" ? "html" : ending) else {
      let list = ReportForm.allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")
      throw ReportProblem(
        Words(
          en: "tiendo: a report is written as \(list), which \(path) is none of",
          vi: "tiendo: báo cáo được ghi dưới dạng \(list), còn \(path) thì không phải"), .usage)
    }
    self = form
  }

  /// What this build or this machine lacks for the form.
  var missing: ReportProblem? {
    if self == .xlsx {
      return WorkbookWriter.isAvailable
        ? nil
        : ReportProblem(
          Words(
            en: "tiendo: this build has no libxlsxwriter, so reports cannot be written as .xlsx",
            vi: "tiendo: bản dựng này không có libxlsxwriter nên không ghi được báo cáo dạng .xlsx"),
          .usage)
    }
    if self != .md, !HTMLReport.isAvailable {
      return ReportProblem(
        Words(
          en: "tiendo: this build has no cmark-gfm, so reports can be written as .md only",
          vi: "tiendo: bản dựng này không có cmark-gfm, nên chỉ ghi được báo cáo dạng .md"), .usage)
    }
    switch self {
    case .html, .md, .xlsx: return nil
    case .docx, .odt: return Subprogram.isThere("pandoc") ? nil : .program("pandoc", rawValue)
    case .pdf:
      return ReportForm.printers.contains(where: Subprogram.isThere)
        ? nil : .program("weasyprint", rawValue)
    }
  }

  /// Programs that turn a page into PDF, the best first.
  static let printers = ["weasyprint", "chromium", "chromium-browser", "google-chrome"]

  static func defaultOutput(of path: String) -> String {
    let stem = path.hasSuffix(".md") ? String(path.dropLast(3)) : path
    return (stem == "-" ? "report" : stem) + ".html"
  }
}

/// Why a report could not be written.
struct ReportProblem: Error {
  let words: Words
  let status: ExitStatus

  init(_ words: Words, _ status: ExitStatus) {
    self.words = words
    self.status = status
  }

  static func program(
    _ name: String, _ ending: String, package: String? = nil
  ) -> ReportProblem {
    ReportProblem(
      Words(
        en: "tiendo: .\(ending) needs the program \(name), which is not installed: install the "
          + "package \(package ?? name), or write .html",
        vi:
          "tiendo: dạng .\(ending) cần chương trình \(name), máy chưa có: hãy cài gói \(package ?? name), "
          + "hoặc ghi .html"), .usage)
  }
}
