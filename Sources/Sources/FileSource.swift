public import Columns
import Synchronization

/// A file, or the files of a pattern, as a source of a table: the only way in for files of any
/// format.
///
/// A column is parsed when a query first wants it, once, and kept until the file changes: whoever
/// wants more columns later pays for those alone. Notes about the reading go to `run.tell` and rows
/// that were set aside to `run.setAside`, each when it is found.
public final class FileSource: TableSource {
  /// A file from this size on, in bytes, may forget rows that do not matter; smaller ones are looked at whole
  /// anyway, for rows of totals.
  public static let largeFile = 64 << 20

  public let id: SourceID
  /// The path as it was written.
  public let path: String
  public let options: OptionValues
  /// What a catalogue says of the columns: their types, which the format reads, units, meanings.
  private let known: [Field]
  private let info: DatasetInfo?
  /// Nil: found from the first bytes each time that the file is opened.
  private let format: (any FileFormat)?
  private let registry: FormatRegistry
  private let state: Mutex<State>

  private struct State {
    /// Open between the first look and the reading, and as long as it can be read only once.
    var file: FileRef?
    var source: (any TableSource)?
    /// The stamps of the version of the file that everything below is from.
    var version: Version?
    var outline: Schema?
    /// The columns read so far.
    var kept: [String: (field: Field, column: Column)] = [:]
    var rowCount: Int?
    /// The rows that the last filter or limit asked for, where they are far fewer than all.
    var part: Part?
    /// The rows that are left where a reader asked to forget the others.
    var sifted: Sifted?
    /// What the reading so far has to tell, and how much of that was told.
    var notes: [SourceNote] = []
    var told = 0
    /// Rows that were set aside, until they are handed out.
    var rejected: Table?
    var work = Work()
  }

  private struct Version: Equatable {
    let paths: [String]
    let stamps: [FileStamp?]
  }

  /// What reading a file has taken so far.
  public struct Work: Sendable, Equatable {
    /// Bytes read, those read twice counted twice.
    public var bytes = 0
    /// The columns parsed, in the order in which that was done.
    public var columns: [String] = []
  }

  /// - Parameters:
  ///   - file: the file where it is open already.
  ///   - format: nil where the first bytes are to tell.
  ///   - known: units and meanings of columns, by name.
  public init(
    _ path: String, _ options: OptionValues = OptionValues(), format: (any FileFormat)? = nil,
    id: SourceID? = nil, file: FileRef? = nil, known: [Field] = [], info: DatasetInfo? = nil,
    registry: FormatRegistry = .standard
  ) {
    self.path = path
    self.options = options
    self.format = format
    self.id = id ?? SourceID(.file, path, options: options.described)
    self.known = known
    self.info = info
    self.registry = registry
    state = Mutex(State(file: file, version: file.map(FileSource.version)))
  }

  /// Whether the file is still the one that was read; true where none was yet.
  public var isCurrent: Bool { state.withLock { isCurrent($0) } }

  /// Whether all columns are in memory.
  public var isWhole: Bool {
    state.withLock { state in
      guard let outline = state.outline else { return false }
      return outline.fields.allSatisfy { state.kept[$0.name] != nil }
    }
  }

  /// What was read so far, of all versions of the file.
  public var work: Work {
    state.withLock { state in
      var work = state.work
      work.bytes += state.file?.bytesRead ?? 0
      return work
    }
  }

  // MARK: The source

  /// The names from the head of the file; no type but those that the format tells beforehand.
  public func outline(_ run: RunContext) throws -> Schema {
    try state.withLock { state in
      forgetIfChanged(&state)
      return try outline(&state, run)
    }
  }

  /// The columns with the types of the wanted ones, for which those are parsed.
  ///
  /// A name that the file has only in another case counts as that one; names that it does not have
  /// are passed over.
  public func schema(_ wanted: Set<String>?, _ run: RunContext) throws -> Schema {
    try state.withLock { state in
      forgetIfChanged(&state)
      var schema = try outline(&state, run)
      if schema.typed == nil { return schema }
      try load(FileSource.resolved(wanted, schema.fields), &state, run)
      tell(&state, run)
      let missing = schema.fields.contains { state.kept[$0.name] == nil }
      schema.typed = missing ? Set(state.kept.keys) : nil
      schema.rowCount = state.rowCount
      for (place, field) in schema.fields.enumerated() {
        guard let kept = state.kept[field.name] else { continue }
        schema.fields[place] = kept.field
        if !kept.column.mayHaveNulls { schema.complete.insert(field.name) }
      }
      return schema
    }
  }

  /// The same, where only the rows that meet all bounds matter and nothing else will be asked of the file: one
  /// that has to be read whole may then forget the others as it goes.
  public func schema(
    _ wanted: Set<String>?, onlyFor bounds: [ColumnBound], _ run: RunContext
  ) throws -> Schema {
    let schema: Schema? = try state.withLock { state in
      forgetIfChanged(&state)
      let outline = try outline(&state, run)
      guard !bounds.isEmpty, outline.typed != nil, state.kept.isEmpty else { return nil }
      let names = FileSource.resolved(
        wanted.map { $0.union(bounds.map(\.column)) }, outline.fields)
      guard let sifted = try sifted(names, bounds, &state, run) else { return nil }
      close(&state)
      tell(&state, run)
      var schema = outline
      for (place, field) in schema.fields.enumerated() {
        if let kept = sifted.kept[field.name] { schema.fields[place] = kept.field }
      }
      schema.typed = Set(sifted.kept.keys)
      schema.complete = sifted.complete
      schema.rowCount = sifted.allRows
      return schema
    }
    return try schema ?? self.schema(wanted, run)
  }

  /// The columns without rows that do not meet the bounds; nil where all rows are kept.
  private func sifted(
    _ names: [String], _ bounds: [ColumnBound], _ state: inout State, _ run: RunContext
  ) throws -> Sifted? {
    var before = state.sifted
    if before?.bounds != bounds { before = nil }
    let missing = names.filter { before?.kept[$0] == nil }
    if missing.isEmpty { return before }
    guard let source = try opened(&state) as? any SiftingSource else { return nil }
    // A bound says nothing of rows where its column is not read.
    let needed = bounds.map(\.column).filter { !missing.contains($0) }
    var seen: Set<String> = []
    let request = ScanRequest(
      missing + needed.filter { seen.insert($0).inserted }, bounds: bounds)
    let read: SiftedTable? = try reading(request, &state, run) {
      try source.sifted(request, $0)
    }
    guard let read else { return nil }
    guard let allRows = read.allRows else {
      state.rowCount = read.table.rowCount
      for (field, column) in zip(read.table.fields, read.table.columns) {
        state.kept[field.name] = (described(field), column)
      }
      return nil
    }
    if let before, before.rowCount != read.table.rowCount || before.allRows != allRows {
      return nil
    }
    var sifted =
      before ?? Sifted(bounds: bounds, rowCount: read.table.rowCount, allRows: allRows)
    sifted.complete.formUnion(read.complete)
    for (field, column) in zip(read.table.fields, read.table.columns) {
      sifted.kept[field.name] = (described(field), column)
    }
    state.sifted = sifted
    return sifted
  }

  /// These columns of all rows.
  public func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    try state.withLock { state in
      try load(columns, &state, run)
      tell(&state, run)
      let picked = try columns.map { name in
        guard let kept = state.kept[name] else { throw MissingColumn(name) }
        return kept
      }
      return Table(
        fields: picked.map(\.field), columns: picked.map(\.column), rowCount: state.rowCount ?? 0)
    }
  }

  /// The parts that a scan of these columns reads: those that the format tells to matter, where
  /// they hold at most half of the rows and some column is not in memory yet.
  public func accepts(_ request: ScanRequest, _ run: RunContext) throws -> Accepted? {
    try state.withLock { try part(request, &$0, run)?.accepted }
  }

  /// The rows that matter to a request.
  ///
  /// Rows of parts are kept too, until a request asks for other parts.
  public func scan(_ request: ScanRequest, _ run: RunContext) throws -> Table {
    let table: Table? = try state.withLock { state in
      if let sifted = state.sifted, sifted.answers(request) {
        tell(&state, run)
        return sifted.table(request.columns)
      }
      guard var part = try part(request, &state, run) else { return nil }
      var missing = request
      missing.columns = request.columns.filter { part.kept[$0] == nil }
      if !missing.columns.isEmpty {
        let table = try read(missing, &state, run)
        for (field, column) in zip(table.fields, table.columns) {
          part.kept[field.name] = (described(field), column)
        }
      }
      state.part = part
      close(&state)
      tell(&state, run)
      let picked = request.columns.compactMap { part.kept[$0] }
      return Table(
        fields: picked.map(\.field), columns: picked.map(\.column),
        rowCount: part.accepted.rowCount)
    }
    return try table ?? scan(request.columns, run)
  }

  /// The part of the file that a request is answered from; nil where that is the whole file.
  private func part(
    _ request: ScanRequest, _ state: inout State, _ run: RunContext
  ) throws -> Part? {
    guard !request.bounds.isEmpty || request.limit != nil,
      request.columns.contains(where: { state.kept[$0] == nil })
    else { return nil }
    if let part = state.part, part.answers(request) { return part }
    guard let total = try outline(&state, run).rowCount,
      let accepted = try opened(&state).accepts(request, run), accepted.rowCount <= total / 2
    else { return nil }
    if var part = state.part, part.accepted == accepted {
      part.bounds = request.bounds
      part.limit = request.limit
      return part
    }
    return Part(bounds: request.bounds, limit: request.limit, accepted: accepted)
  }

  /// The columns that some names mean, in the order of the file.
  private static func resolved(_ wanted: Set<String>?, _ fields: [Field]) -> [String] {
    guard let wanted else { return fields.map(\.name) }
    let exact = Set(fields.map(\.name))
    // Only names that no column bears exactly may mean one of another case.
    let folded = Set(wanted.subtracting(exact).map { $0.lowercased() })
    return fields.map(\.name).filter { wanted.contains($0) || folded.contains($0.lowercased()) }
  }

  // MARK: Reading

  private static func version(_ file: FileRef) -> Version {
    Version(paths: file.paths, stamps: file.files.map(\.stamp))
  }

  private func isCurrent(_ state: State) -> Bool {
    if let file = state.file { return file.isCurrent }
    guard path != "-", let version = state.version else { return true }
    if let paths = try? FilePattern.files(path), paths != version.paths { return false }
    return zip(version.paths, version.stamps).allSatisfy { FileStamp($0) == $1 }
  }

  private func forgetIfChanged(_ state: inout State) {
    if isCurrent(state) { return }
    var work = state.work
    work.bytes += state.file?.bytesRead ?? 0
    state = State(work: work)
  }

  private func opened(_ state: inout State) throws -> any TableSource {
    if let source = state.source { return source }
    let file = try state.file ?? FileRef(path, member: options.member)
    let version = FileSource.version(file)
    // What is read now has to fit what is kept.
    if let before = state.version, before != version {
      throw FileError(path, .changedWhileRead)
    }
    let source = try (format ?? registry.format(forHead: file.head())).open(file, options)
    state.file = file
    state.version = version
    state.source = source
    return source
  }

  private func outline(_ state: inout State, _ run: RunContext) throws -> Schema {
    if let outline = state.outline { return outline }
    var outline = try opened(&state).outline(run)
    // A catalogue tells the types, where it speaks of the columns that are there.
    if !known.isEmpty, known.map(\.name) == outline.fields.map(\.name) {
      outline.fields = known
      outline.typed = nil
    } else {
      outline.fields = outline.fields.map(described)
    }
    outline.info = info
    state.outline = outline
    return outline
  }

  private func described(_ field: Field) -> Field {
    guard let known = known.first(where: { $0.name == field.name }) else { return field }
    var field = field
    field.unit = known.unit
    field.about = known.about
    let digits = field.look.digits
    field.look = known.look
    field.look.digits = known.look.digits ?? digits
    return field
  }

  private func load(_ names: [String], _ state: inout State, _ run: RunContext) throws {
    let missing = names.filter { state.kept[$0] == nil }
    if missing.isEmpty, state.rowCount != nil { return }
    state.sifted = nil
    let outline = try outline(&state, run)
    for name in missing where !outline.fields.contains(where: { $0.name == name }) {
      throw MissingColumn(name)
    }
    try read(missing, &state, run)
    // How many rows a file has must not depend on which columns are looked at; where it does
    // (what is a footer may follow from a sum), all are read together.
    if state.kept.values.contains(where: { $0.column.count != state.rowCount }) {
      let all = outline.fields.map(\.name).filter { state.kept[$0] != nil }
      state.kept = [:]
      try read(all, &state, run)
    }
    close(&state)
  }

  private func close(_ state: inout State) {
    if let file = state.file, !file.isSpooled {
      state.work.bytes += file.bytesRead
      state.file = nil
      // What was dear to open is kept, for the columns that are wanted later.
      if !(state.source is any OpenedOnce) { state.source = nil }
    }
  }

  private func read(_ names: [String], _ state: inout State, _ run: RunContext) throws {
    let table = try read(ScanRequest(names), &state, run)
    state.rowCount = table.rowCount
    for (field, column) in zip(table.fields, table.columns) {
      state.kept[field.name] = (described(field), column)
    }
  }

  /// Reads columns, and keeps what is to be told of that.
  private func read(
    _ request: ScanRequest, _ state: inout State, _ run: RunContext
  ) throws -> Table {
    let source = try opened(&state)
    return try reading(request, &state, run) { try source.scan(request, $0) }
  }

  private func reading<Result>(
    _ request: ScanRequest, _ state: inout State, _ run: RunContext,
    _ body: (RunContext) throws -> Result
  ) throws -> Result {
    let part = RunContext(
      threads: run.threads, today: run.today, stop: run.stop, progress: run.progress)
    let result = try body(part)
    state.work.columns += request.columns
    var notes = part.notes
    if let rejected = part.rejected {
      state.rejected = rejected
      notes.append(FileSource.setAside(rejected.rowCount))
    }
    state.notes += notes.filter { !state.notes.contains($0) }
    return result
  }

  /// Tells what was found in the file, once, to a run that gives an answer.
  private func tell(_ state: inout State, _ run: RunContext) {
    guard !run.isLooking else { return }
    for note in state.notes[state.told...] { run.tell(note) }
    if let rejected = state.rejected { run.setAside(rejected) }
    let told = state.notes.count
    guard told > state.told || state.rejected != nil else { return }
    let version = state.version
    run.whenAnswered { [self] in
      self.state.withLock { state in
        guard state.version == version else { return }
        state.told = max(state.told, told)
        state.rejected = nil
      }
    }
  }

  private static func setAside(_ count: Int) -> SourceNote {
    SourceNote(
      "N0510",
      "\(count) \(count == 1 ? "line was" : "lines were") set aside; the table `rejected` has them with reasons",
      "\(count) dòng được để riêng; xem lý do trong bảng `rejected`")
  }
}

/// A source that brings its file into another form when it is first asked, which takes longer than to
/// read columns from that form.
protocol OpenedOnce: TableSource {}
