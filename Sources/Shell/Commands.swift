import Columns
import Display
import Engines
import Functions
import Glibc
import Language
import Planning
import Services
import Sources
import Workspace

/// The shell's own commands: lines that begin with a dot, and a few plain words.
struct Commands {
  let session: Session
  let presenter: Presenter
  let log: PromptLog

  enum Outcome { case carryOn, quit, unknown }

  /// Carries out a command line, its dot left out.
  func run(
    _ word: String, _ rest: String, _ prompt: @escaping (SourceText) throws -> Void
  ) throws -> Outcome {
    let argument = rest.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    guard let command = Commands.named(word) else {
      sayUnknown(word)
      return .unknown
    }
    guard let act = command.act else { return .quit }
    // None of them says something of tables that could not be looked for.
    _ = session.tables.resources
    try session.checkCatalogue()
    try act(self, Command.Input(text: argument, written: rest, prompt: prompt))
    return .carryOn
  }

  func sayUnknown(_ word: String) {
    let near = Suggestions.nearest(word, among: Commands.all.map(\.help.name))
    let hint = near.map { "; did you mean .\($0)?" } ?? "; .help lists them"
    let hintVi = near.map { "; có phải ý bạn là .\($0)?" } ?? "; .help liệt kê các lệnh"
    presenter.say(
      Words(en: "there is no command .\(word)\(hint)", vi: "không có lệnh .\(word)\(hintVi)"))
  }

  func last() throws {
    if let table = session.last {
      try presenter.page(table)
    } else {
      presenter.say(Words(en: "there is no result yet", vi: "chưa có kết quả nào"))
    }
  }

  func open(_ path: String) throws {
    try refusing(path) { try session.access.checkReading(path, at: SourceRange(0, 0)) }
    try session.openCatalogue(Folders.absolute(path))
  }

  func runFile(_ path: String, _ prompt: (SourceText) throws -> Void) throws {
    try refusing(path) { try session.access.checkReading(path, at: SourceRange(0, 0)) }
    try prompt(QueryFile.source(path))
  }

  func set(_ argument: String, _ prompt: (SourceText) throws -> Void) throws {
    guard argument.isEmpty else { return try prompt(SourceText("set \(argument)")) }
    for setting in Settings.all {
      try Descriptor.writeOutput(
        "set \(setting.name) \(setting.current(session.settings))\n")
    }
  }

  func tables(_ connection: String) throws {
    if !connection.isEmpty { return try remoteTables(connection) }
    var names: [Value] = []
    var about: [Value] = []
    let resources = session.tables.resources
    for name in session.tables.names {
      names.append(.text(name))
      let info = resources.first { $0.name == name }?.info
      let title = session.settings.lang == .vi ? info?.titleVi ?? info?.title : info?.title
      about.append(title.map { .text($0) } ?? .null)
    }
    for name in session.connections.names {
      names.append(.text(name))
      let address = session.connections.named(name)?.address.shown ?? ""
      let more =
        session.settings.lang == .vi
        ? ".tables \(name) liệt kê các bảng" : ".tables \(name) lists its tables"
      about.append(.text("\(address); \(more)"))
    }
    try presenter.show(
      Commands.labelled(
        Table([("table", try Column(.text, names)), ("about", try Column(.text, about))])),
      seconds: nil)
  }

  func schema(_ name: String) throws {
    if name.isEmpty {
      try tables("")
      return
    }
    if let remote = Commands.remoteName(name),
      session.connections.named(remote.connection.text) != nil
    {
      return try schema(of: remote)
    }
    guard let source = try session.table(named: TextNormalization.normalizeNFC(name)) else {
      let near = Suggestions.nearest(name, among: session.tableNames)
      presenter.say(
        Words(
          en: "there is no table \(name)" + (near.map { "; did you mean \($0)?" } ?? ""),
          vi: "không có bảng \(name)" + (near.map { "; có phải ý bạn là \($0)?" } ?? "")))
      return
    }
    // What the file has to tell is for the query that gives an answer.
    let found = try session.working {
      try source.schema(nil, session.runContext(isLooking: true))
    }
    let counts = describe(SyntaxText.name(source.id.name))
    var cells = [[Value]](repeating: [], count: 7)
    for (index, field) in found.fields.filter({ !$0.isHidden }).enumerated() {
      let roles = (found.info?.roles ?? [:]).filter { $0.value == field.name }.keys.sorted()
      cells[0].append(.text(field.name))
      cells[1].append(.text(field.typeName))
      cells[2].append(field.unit.map { .text($0) } ?? .null)
      cells[3].append(roles.isEmpty ? .null : .text(roles.joined(separator: ", ")))
      cells[4].append(counts?["distinct"]?[index] ?? .null)
      cells[5].append(counts?["nulls"]?[index] ?? .null)
      cells[6].append(field.about.map { .text($0) } ?? .null)
    }
    let names = ["column", "type", "unit", "role", "distinct", "nulls", "about"]
    let types: [DataType] = [.text, .text, .text, .text, .int, .int, .text]
    try presenter.show(
      Commands.labelled(
        Table(try zip(names, zip(types, cells)).map { ($0, try Column($1.0, $1.1)) })),
      seconds: nil,
      spare: SpareColumns(details: ["unit", "nulls", "distinct"], minor: ["about"]))
  }

  /// What the columns of these lists are called in Vietnamese.
  private static let vietnameseHeadings = [
    "table": "bảng", "about": "nội dung", "column": "cột", "type": "kiểu", "unit": "đơn vị",
    "role": "vai trò", "distinct": "giá trị khác nhau", "nulls": "thiếu", "rows": "số dòng",
    "columns": "số cột", "sheet": "trang tính", "state": "hiển thị", "range": "vùng ô",
    "kind": "loại",
  ]

  /// The list with its headings in both languages.
  static func labelled(_ table: Table) -> Table {
    var table = table
    for (place, field) in table.fields.enumerated() {
      guard let vi = vietnameseHeadings[field.name] else { continue }
      table.fields[place].look.label = Remark(en: field.name, vi: vi)
    }
    return table
  }

  /// `.sheets file`
  func sheets(_ path: String) throws {
    guard !path.isEmpty else {
      presenter.say(
        Words(en: ".sheets takes the name of a workbook", vi: ".sheets cần tên sổ làm việc"))
      return
    }
    try refusing(path) { try session.access.checkReading(path, at: SourceRange(0, 0)) }
    let found = try session.working { try Workbooks.overview(path, session.runContext()) }
    if let found {
      try presenter.show(Commands.labelled(found), seconds: nil)
    } else {
      presenter.say(
        Words(en: "\(path) is no workbook", vi: "\(path) không phải sổ làm việc"))
    }
  }

  /// What `describe` says of a table; nil where it was stopped.
  private func describe(_ name: String) -> Table? {
    let source = SourceText("\(name) | describe")
    let statement = Parser.parse(script: source).script.statements.first
    guard case .pipeline(let pipeline)? = statement?.kind else { return nil }
    return try? presenter.watching { try session.working { try session.run(pipeline).table } }
  }

  func help(_ word: String) throws {
    let help = Help(
      lang: session.settings.lang, style: presenter.outputStyle,
      width: presenter.outputWidth ?? 80)
    try presenter.page(help.text(word))
  }
}
