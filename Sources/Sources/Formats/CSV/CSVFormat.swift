public import Columns
import Functions
public import Language
import Synchronization

/// Comma-separated text and its kin: read with any delimiter, written with commas.
public struct CSVFormat: FileFormat {
  public init() {}

  public var name: String { "csv" }
  public var suffixes: [String] { ["csv", "txt"] }
  public var about: Words {
    Words(
      en:
        "Text with a line for each row. Reading finds delimiter, header, types and decimal sign from the file; the options say what it leaves open.",
      vi:
        "Văn bản, mỗi dòng một hàng. Khi đọc, dấu phân cách, tiêu đề, kiểu và dấu thập phân được tìm từ tệp; tùy chọn nói rõ chỗ chưa chắc chắn."
    )
  }
  public var labelsTotals: Bool { true }
  public var readOptions: [OptionSpec]? { CSVOptions.reading.map(\.spec) }
  public var writeOptions: [OptionSpec]? { CSVOptions.writing.map(\.spec) + [ShownDigits.spec] }

  /// Never: text that nothing else recognises is tried as CSV.
  public func recognises(_ head: [UInt8]) -> Bool { false }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    var settings = OptionField.applied(CSVOptions.reading, options, to: ReadOptions())
    settings.prefersDayFirst = options.habits.prefersDayFirst
    settings.failsOnRejected = options.habits.failsOnRejected
    settings.largeFile = options.habits.largeFile
    if options.habits.isDescribed {
      settings.knowsMissing = false
      settings.mode = .strict
      settings.decimal = settings.decimal ?? UInt8(ascii: ".")
    }
    return try CSVSource(file, settings)
  }

  public func writer(_ options: OptionValues) throws -> any TableSink {
    let settings = OptionField.applied(CSVOptions.writing, options, to: CSVWriteOptions())
    let sink: any TableSink =
      settings.isForExcel
      ? ExcelSink(
        options: settings, hasDelimiter: options["delimiter"] != nil,
        hasDecimal: options["decimal"] != nil) : CSVSink(options: settings)
    return ShownDigits.sink(sink, options)
  }
}

/// Tab-separated text.
public struct TSVFormat: FileFormat {
  public init() {}

  public var name: String { "tsv" }
  public var suffixes: [String] { ["tsv", "tab"] }
  public var about: Words {
    Words(
      en: "CSV with tabs between the fields, otherwise the same.",
      vi: "Như CSV nhưng các trường cách nhau bằng tab.")
  }
  public var labelsTotals: Bool { true }
  public var readOptions: [OptionSpec]? { CSVFormat().readOptions }
  public var writeOptions: [OptionSpec]? { CSVFormat().writeOptions }

  /// Never: the CSV reader finds tabs by itself.
  public func recognises(_ head: [UInt8]) -> Bool { false }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    try CSVFormat().open(file, TSVFormat.tabbed(options))
  }

  public func writer(_ options: OptionValues) throws -> any TableSink {
    try CSVFormat().writer(TSVFormat.tabbed(options))
  }

  private static func tabbed(_ options: OptionValues) -> OptionValues {
    var options = options
    if options["delimiter"] == nil { options["delimiter"] = .character(9) }
    return options
  }
}

/// An open delimited file: each scan parses exactly the columns it is asked for.
final class CSVSource: TableSource, SiftingSource {
  let id: SourceID
  private let head: CSVHead
  private let options: ReadOptions
  /// The head by the encoding that reading found, and the options that say it.
  private let found = Mutex<(head: CSVHead, encodings: [String: TextEncoding])?>(nil)

  init(_ file: FileRef, _ options: ReadOptions) throws {
    id = SourceID(.file, file.path)
    var options = options.settled
    options.normalize = { TextNormalization.normalizeNFC($0) }
    self.options = options
    head = try CSVHead(file, options)
  }

  func outline(_ run: RunContext) -> Schema {
    Schema(fields: head.names.map { Field($0, .null) }, typed: [])
  }

  func schema(_ wanted: Set<String>?, _ run: RunContext) throws -> Schema {
    let names = head.names.filter { wanted?.contains($0) ?? true }
    return outline(run).knowing(Schema(try scan(names, run)), names)
  }

  func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    try loaded(ScanRequest(columns), run).table
  }

  func sifted(_ request: ScanRequest, _ run: RunContext) throws -> SiftedTable? {
    let size = head.file.files.reduce(0) { $0 + $1.storedSize }
    guard size >= options.largeFile else { return nil }
    let read = try loaded(request, run)
    return SiftedTable(table: read.table, allRows: read.allRows, complete: read.complete)
  }

  private func loaded(_ request: ScanRequest, _ run: RunContext) throws -> LoadedTable {
    var options = options.asked(request.columns, run)
    options.bounds = request.bounds
    var read: LoadedTable
    do {
      let before = found.withLock { $0 }
      if let before { options.foundEncodings = before.encodings }
      let file = CSVFile(before?.head ?? head, options)
      read = try file.read()
      if file.options.foundEncodings != options.foundEncodings {
        found.withLock { $0 = (file.head, file.options.foundEncodings) }
      }
    } catch is ReadCancelled {
      throw run.stop() ?? .interrupted
    }
    for note in read.notes { run.tell(note) }
    if let rejected = read.rejected { run.setAside(rejected) }
    read.table = try read.table.picking(request.columns)
    return read
  }
}

extension Schema {
  /// The same with the types of the columns that were read.
  func knowing(_ read: Schema, _ names: [String]) -> Schema {
    var schema = self
    for (place, field) in schema.fields.enumerated() {
      if let known = read.fields.first(where: { $0.name == field.name }) {
        schema.fields[place] = known
      }
    }
    schema.typed = Set(names)
    schema.complete = read.complete
    schema.rowCount = read.rowCount
    return schema
  }
}

extension ReadOptions {
  /// The same for the columns that a run asks for.
  func asked(_ columns: [String], _ run: RunContext) -> ReadOptions {
    var options = self
    options.columns = Set(columns)
    options.threads = run.threads
    options.isCancelled = { run.stop() != nil }
    if let progress = run.progress {
      options.progress = { done, total in
        if progress.state.total != total { progress.expectLoad(total) }
        progress.reach(done)
      }
    }
    return options
  }
}
