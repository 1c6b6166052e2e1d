import Columns
import Language
import Synchronization

/// How JSON is to be read.
struct JSONReadOptions: Sendable {
  var encoding: String?
  var mode = ReadOptions.Mode.repair
  var types: [String: DataType] = [:]

  static let fields: [OptionField<JSONReadOptions>] = [
    TextFile.option { $0.encoding = $1 },
    .word(
      "mode", ReadOptions.Mode.allCases.map(\.rawValue),
      Words(
        en:
          "lenient sets lines that are no JSON aside where each is an object, and reads what stands before a cut; else both are errors.",
        vi:
          "lenient để riêng các dòng không phải JSON khi mỗi dòng là một đối tượng, và đọc phần trước chỗ cụt; nếu không, cả hai là lỗi."
      ), example: "lenient"
    ) { $0.mode = ReadOptions.Mode(rawValue: $1) ?? $0.mode },
    .map(
      "types", of: ["int", "float", "text", "bool", "date", "timestamp"],
      Words(
        en: "The types of some columns, instead of those that the values have.",
        vi: "Kiểu của một số cột, thay cho kiểu của giá trị."), example: "{code: text}",
      takes: Words(en: "{column: type, …}", vi: "{cột: kiểu, …}")
    ) { $0.types = $1.compactMapValues { DataType(rawValue: $0) } },
  ]
}

/// JSON as a table, looked through when something is first asked of it.
final class JSONSource: TableSource {
  let id: SourceID
  private let file: FileRef
  private let options: JSONReadOptions
  private let found = Mutex<DelimitedSource?>(nil)

  init(_ file: FileRef, _ values: OptionValues) {
    id = SourceID(.file, file.path)
    self.file = file
    options = OptionField.applied(JSONReadOptions.fields, values, to: JSONReadOptions())
  }

  private func source(_ run: RunContext) throws -> DelimitedSource {
    try found.withLock { found in
      if let found { return found }
      let made = try JSONReader.source(file, options, run)
      found = made
      return made
    }
  }

  func outline(_ run: RunContext) throws -> Schema { try source(run).outline(run) }

  func schema(_ wanted: Set<String>?, _ run: RunContext) throws -> Schema {
    try source(run).schema(wanted, run)
  }

  func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    try source(run).scan(columns, run)
  }
}

/// Reads JSON in two passes: the first finds the columns and what their values are, the second hands the
/// rows on as delimited text while it is parsed.
private enum JSONReader {
  /// What the first pass found of a file.
  private struct Found {
    let file: RawFile
    let form: JSONRecords.Form
    /// Where each line is a flat record.
    let lines: JSONLines?
    let notes: [SourceNote]
  }

  /// Lines that are no record.
  private struct Rejected {
    let lines: ClosedRange<Int>
    let text: String

    var reason: String {
      lines.count == 1
        ? "this line is not JSON"
        : "lines \(lines.lowerBound) to \(lines.upperBound) are not JSON"
    }
  }

  fileprivate static func source(
    _ file: FileRef, _ options: JSONReadOptions, _ run: RunContext
  ) throws -> DelimitedSource {
    let isLenient = options.mode == .lenient
    let reading = TextFile.Reading(encoding: options.encoding)
    var found: [Found] = []
    var columns = JSONColumns()
    var rejected: [Rejected] = []
    for origin in file.files {
      let head = try origin.head(1 << 16)
      if let lines = try lines(origin, head, reading, &columns, run) {
        found.append(lines)
        continue
      }
      let text = try TextFile.opened(origin, head: head, reading, searchesAll: true)
      guard try text.reaches(1) else { throw text.fault ?? FileError(text.path, .empty) }
      do {
        let (form, others) = try JSONRecords.form(text)
        rejected += try look(text, form, isLenient, &columns, run)
        found.append(
          Found(
            file: text, form: form, lines: nil,
            notes: others.isEmpty ? [] : [note(text.path, others)]))
      } catch let error as JSONStream.Malformed {
        let line = excerpt(text, error.line)
        // Cut short rather than ill-formed.
        throw FileError(
          text.path, text.fault?.kind ?? .notJSON, line: error.line, excerpt: line)
      }
    }
    if columns.columns.isEmpty { throw FileError(file.path, .empty) }
    var settings = ReadOptions()
    settings.delimiter = 44
    settings.header = .first
    settings.searches = false
    settings.mode = .strict
    settings.trims = false
    settings.knowsMissing = false
    settings.decimal = 46
    settings.dates = .ymd
    settings.types = columns.types.merging(options.types) { _, own in own }
    settings.encoding = "utf-8"
    let known = columns
    let texts = found.map { found in
      let own = found.notes + known.notes(found.file.path)
      if let lines = found.lines {
        return RawFile(found.file, notes: own, content: lines.content(found.file, known))
      }
      return RawFile(found.file, notes: own) {
        try JSONRows(FileBytes($0), found.form, known, skipsBad: isLenient)
      }
    }
    return try DelimitedSource(file, texts, settings, rejected: table(rejected))
  }

  /// The first pass over a file of flat records; nil where it is none, of which `columns` knows nothing
  /// then.
  private static func lines(
    _ origin: RawFile, _ head: [UInt8], _ reading: TextFile.Reading, _ columns: inout JSONColumns,
    _ run: RunContext
  ) throws -> Found? {
    let text = try TextFile.opened(origin, head: head, reading, searchesAll: false)
    guard try text.reaches(1), let lines = try JSONLines(text, &columns, run) else { return nil }
    return Found(file: text, form: .lines, lines: lines, notes: [])
  }

  /// The first pass over a file: columns, and lines that are no JSON where those are set aside.
  private static func look(
    _ file: RawFile, _ form: JSONRecords.Form, _ isLenient: Bool, _ columns: inout JSONColumns,
    _ run: RunContext
  ) throws -> [Rejected] {
    var rejected: [Rejected] = []
    var letters: [UInt8] = []
    var records = try JSONRecords(FileBytes(file), form)
    var flat = JSONFlatRecord()
    while true {
      if columns.rows % 4096 == 0 { try run.checkStopped() }
      do {
        if try records.flat(&flat) {
          records.withBytes { columns.add(flat, $0, &letters) }
          continue
        }
        guard let record = try records.next() else { break }
        columns.add(record)
      } catch let error as JSONStream.Malformed {
        guard isLenient else { throw error }
        if error.isAtEnd {
          // Only a cut is forgiven: a list without its end is one of another kind.
          if file.fault == nil, case .list = form { throw error }
          rejected.append(
            Rejected(
              lines: records.start...max(records.start, error.line),
              text: excerpt(file, records.start) ?? ""))
          break
        }
        guard case .lines = form else { throw error }
        _ = try records.skipLine()
        rejected.append(
          Rejected(
            lines: records.start...max(records.start, error.line),
            text: excerpt(file, records.start) ?? ""))
      }
    }
    if let fault = file.fault, !isLenient { throw fault }
    return rejected
  }

  private static func excerpt(_ file: RawFile, _ line: Int) -> String? {
    var number = 1
    var bytes: [UInt8] = []
    try? file.pieces { piece in
      for byte in piece {
        if byte == 10 {
          number += 1
          if number > line { return false }
        } else if number == line, bytes.count < 400 {
          bytes.append(byte)
        }
      }
      return true
    }
    while let last = bytes.last, last == 13 || last == 10 { bytes.removeLast() }
    let text = String(decoding: bytes, as: UTF8.self)
    return text.count > 120 ? String(text.prefix(119)) + "…" : text
  }

  private static func table(_ rejected: [Rejected]) throws -> Table? {
    if rejected.isEmpty { return nil }
    return Table([
      ("line", try Column(.int, rejected.map { .int(Int64($0.lines.lowerBound)) })),
      ("reason", try Column(.text, rejected.map { .text($0.reason) })),
      ("text", try Column(.text, rejected.map { .text($0.text) })),
    ])
  }

  private static func note(_ path: String, _ others: [String]) -> SourceNote {
    let names = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? " …" : "")
    return SourceNote(
      "N0521", "\(path) has members beside the rows, which are not read: \(names)",
      "\(path) có các thành viên ngoài các dòng, không được đọc: \(names)")
  }
}
