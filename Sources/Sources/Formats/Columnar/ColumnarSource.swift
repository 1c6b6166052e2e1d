import Columns

/// Open files of columns as one table: each scan reads exactly the columns that it is asked for.
///
/// The files of a pattern or a folder must have the same columns, in any order; what the names of
/// their folders say (`year=2024`) and their own names become columns behind those.
struct ColumnarSource: TableSource {
  let id: SourceID
  let files: [any ColumnarFile]
  private let isPattern: Bool
  private let format: String
  let fields: [Field]
  /// For each file, where each column stands in it.
  let places: [[Int]]
  /// The names of columns whose types only their values tell.
  let open: Set<String>
  private let complete: Set<String>
  let partitions: PartitionNames
  private let rowCount: Int

  static let filename = "filename"

  /// - Parameter format: its name for messages.
  init(
    _ file: FileRef, format: String, _ open: (RawFile) throws -> any ColumnarFile
  ) throws {
    id = SourceID(.file, file.path)
    self.format = format
    isPattern = file.isPattern
    let files = try file.files.map { raw in
      do {
        // What is unpacked has its index at the end too.
        _ = try raw.measured()
        return try open(raw)
      } catch { throw FileError.located(error, raw.path, format: format) }
    }
    let names = files.first?.columns.map(\.name) ?? []
    let places = try files.map { try ColumnarSource.places($0, names, first: files[0]) }
    self.files = files
    self.places = places
    var fields: [Field] = []
    var uncertain: Set<String> = []
    var complete: Set<String> = []
    for (column, name) in names.enumerated() {
      let all = zip(files, places).map { $0.columns[$1[column]] }
      var type = DataType.null
      for (file, known) in zip(files, all) {
        guard let joined = ForeignType.joined(type, known.type) else {
          throw FileError(
            file.path, .otherType(known.type.rawValue, wanted: type.rawValue, in: files[0].path),
            column: name)
        }
        type = joined
      }
      if all.contains(where: { $0.foreign.mayWiden }) { uncertain.insert(name) }
      if all.allSatisfy(\.isComplete) { complete.insert(name) }
      fields.append(Field(name, type))
    }
    var rows = 0
    for file in files { rows += file.rowCount }
    guard rows <= Table.maxRows else { throw FileError(file.path, .tooManyRows) }
    rowCount = rows
    let partitions = PartitionNames(file.isPattern ? files.map(\.path) : [])
    self.partitions = partitions
    for (place, key) in partitions.keys.enumerated() where !names.contains(key) {
      fields.append(Field(key, partitions.type(place)))
    }
    if file.isPattern, !fields.contains(where: { $0.name == ColumnarSource.filename }) {
      fields.append(Field(ColumnarSource.filename, .text))
      complete.insert(ColumnarSource.filename)
    }
    self.fields = fields
    self.complete = complete
    self.open = uncertain
  }

  /// Where the columns of the first file stand in another one.
  private static func places(
    _ file: any ColumnarFile, _ names: [String], first: any ColumnarFile
  ) throws -> [Int] {
    let own = file.columns.map(\.name)
    if own == names { return Array(names.indices) }
    if let name = own.first(where: { !names.contains($0) }) {
      throw FileError(first.path, .missingColumn(name, in: file.path), column: name)
    }
    return try names.map { name in
      guard let place = own.firstIndex(of: name) else {
        throw FileError(file.path, .missingColumn(name, in: first.path), column: name)
      }
      return place
    }
  }

  func outline(_ run: RunContext) -> Schema {
    var schema = Schema(fields: fields, complete: complete, rowCount: rowCount)
    if !open.isEmpty {
      schema.typed = Set(fields.map(\.name)).subtracting(open)
      for (place, field) in fields.enumerated() where open.contains(field.name) {
        schema.fields[place].type = .null
      }
    }
    return schema
  }

  func schema(_ wanted: Set<String>?, _ run: RunContext) throws -> Schema {
    var schema = outline(run)
    let unknown = fields.map(\.name).filter { open.contains($0) && (wanted?.contains($0) ?? true) }
    if unknown.isEmpty { return schema }
    let read = try scan(unknown, run)
    for field in read.fields {
      guard let place = schema.fields.firstIndex(where: { $0.name == field.name }) else { continue }
      schema.fields[place] = field
      schema.typed?.insert(field.name)
    }
    return schema
  }

  func scan(_ names: [String], _ run: RunContext) throws -> Table {
    try scan(names, files, run)
  }

  func scan(_ request: ScanRequest, _ run: RunContext) throws -> Table {
    guard let accepted = accepts(request, run) else { return try scan(request.columns, run) }
    return try scan(request.columns, picking(accepted.parts), run)
  }

  /// - Parameter files: the files of the source, or what is to be read of each.
  private func scan(
    _ names: [String], _ files: [any ColumnarFile], _ run: RunContext
  ) throws -> Table {
    let remarks = ColumnarRemarks()
    for file in files { remarks.add(leftOut: file.leftOut) }
    let wanted = try names.map { name in
      guard let place = fields.firstIndex(where: { $0.name == name }) else {
        throw MissingColumn(name)
      }
      return place
    }
    if let progress = run.progress {
      var total = 0
      for place in wanted where place < ownCount {
        for (file, places) in zip(files, places) { total += file.byteCount(places[place]) }
      }
      progress.expectLoad(total)
    }
    var picked: [Field] = []
    var columns: [Column] = []
    for place in wanted {
      let column = try read(place, files, remarks, run)
      var field = fields[place]
      if field.type != .null { field.type = column.type }
      picked.append(field)
      columns.append(column)
    }
    remarks.tell(fields.map(\.name), run)
    let rowCount = files.reduce(0) { $0 + $1.rowCount }
    return Table(fields: picked, columns: columns, rowCount: rowCount)
  }

  /// How many of the columns stand in the files themselves.
  var ownCount: Int { places.first?.count ?? 0 }

  private func read(
    _ place: Int, _ files: [any ColumnarFile], _ remarks: ColumnarRemarks, _ run: RunContext
  ) throws -> Column {
    let field = fields[place]
    let rows = files.map(\.rowCount)
    guard place < ownCount else {
      if let key = partitions.keys.firstIndex(of: field.name) {
        return try partitions.column(key, rows: rows)
      }
      return try PartitionNames.repeated(
        .text, files.map { .text($0.path) }, rows: rows)
    }
    if files.count == 1 { return try read(files[0], places[0][place], field, remarks, run) }
    let parts = try Parallel.map(pieces: files.count, threads: run.threads) { file in
      try read(
        files[file], places[file][place], field, remarks, file == 0 ? run : run.onOneThread)
    }
    var type = DataType.null
    for part in parts where part.type != .null {
      type = ForeignType.joined(type, part.type) ?? field.type
    }
    if !open.contains(field.name) { type = field.type }
    return try Column.concatenated(type, parts, threads: run.threads)
  }

  /// - Parameter own: where the column stands in the file.
  private func read(
    _ file: any ColumnarFile, _ own: Int, _ field: Field, _ remarks: ColumnarRemarks,
    _ run: RunContext
  ) throws -> Column {
    do {
      return try file.read(own, remarks, run)
    } catch {
      throw FileError.located(error, file.path, format: format, column: field.name)
    }
  }
}

extension RunContext {
  /// The same run for work that is one of several pieces already.
  fileprivate var onOneThread: RunContext {
    RunContext(threads: 1, today: today, stop: stop, progress: progress, isLooking: isLooking)
  }
}
