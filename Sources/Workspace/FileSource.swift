package import Columns
import Functions
import Sources
import Synchronization

/// A delimited text file as a source: its columns are parsed when they are first wanted, and kept
/// until the file changes.
package final class FileSource: TableSource {
  package let id: SourceID
  package let path: String
  private let options: ReadOptions
  private let info: DatasetInfo?
  /// The columns as a catalogue describes them.
  private let declared: [Field]

  private struct Read {
    var stamp: FileStamp?
    var table: Table
    /// Nil when all columns are there.
    var columns: Set<String>?
  }
  private let known = Mutex<(outline: (FileStamp, Schema)?, read: Read?)>((nil, nil))
  private let load: @Sendable (ReadOptions) throws -> LoadedTable
  /// Whether loading gives all columns, whatever is wanted.
  private let isWhole: Bool

  init(
    _ id: SourceID, path: String, _ options: ReadOptions, info: DatasetInfo? = nil,
    declared: [Field] = [],
    load: (@Sendable (ReadOptions) throws -> LoadedTable)? = nil
  ) {
    self.id = id
    self.path = path
    self.options = options
    self.info = info
    self.declared = declared
    isWhole = load != nil
    self.load = load ?? { try CSVFile(path, $0).read() }
  }

  package func outline(_ run: RunContext) throws -> Schema {
    let stamp = FileStamp(path)
    let (outline, read) = known.withLock { $0 }
    if let read, read.stamp == stamp, read.columns == nil { return Schema(read.table, info: info) }
    if let outline, outline.0 == stamp { return outline.1 }
    let names = try CSVFile(path, options.running(run)).names
    // A catalogue tells the types, where it speaks of the columns that are there.
    let isDeclared = !declared.isEmpty && declared.map(\.name) == names
    let fields = isDeclared ? declared : names.map { Field($0, .null) }
    let schema = Schema(fields: fields, typed: isDeclared ? nil : [], info: info)
    if let stamp { known.withLock { $0.outline = (stamp, schema) } }
    return schema
  }

  package func schema(_ wanted: Set<String>?, _ run: RunContext) throws -> Schema {
    let table = try read(wanted, run)
    guard let wanted, let names = known.withLock({ $0.read?.columns }) else {
      return Schema(table, info: info)
    }
    // The columns that were not parsed keep their places.
    let parsed = Schema(table, info: info)
    var schema = try outline(run)
    for (place, field) in schema.fields.enumerated() {
      if let known = table.fields.first(where: { $0.name == field.name }) {
        schema.fields[place] = known
      }
    }
    schema.typed = names.union(wanted)
    schema.complete = parsed.complete
    schema.rowCount = table.rowCount
    return schema
  }

  package func scan(_ columns: [String], _ run: RunContext) throws -> Table {
    try read(Set(columns), run).picking(columns)
  }

  /// Whether all columns are in memory, as the file is now.
  package var isKnown: Bool {
    let read = known.withLock { $0.read }
    return read != nil && read?.columns == nil && read?.stamp == FileStamp(path)
  }

  /// The file, parsed as far as wanted; standard input, which can be read once, whole.
  private func read(_ wanted: Set<String>?, _ run: RunContext) throws -> Table {
    let stamp = FileStamp(path)
    if let read = known.withLock({ $0.read }), read.stamp == stamp {
      if read.columns == nil { return read.table }
      if let wanted, let columns = read.columns, wanted.isSubset(of: columns) { return read.table }
    }
    var options = self.options.running(run)
    options.columns = path == "-" || isWhole ? nil : wanted
    if let wanted, let before = known.withLock({ $0.read }), before.stamp == stamp {
      options.columns = before.columns.map { $0.union(wanted) }
    }
    let loaded = try load(options)
    for note in loaded.notes { run.tell(note) }
    if let rejected = loaded.rejected { run.setAside(rejected) }
    known.withLock {
      $0.read = Read(stamp: stamp, table: loaded.table, columns: options.columns)
    }
    return loaded.table
  }
}

extension ReadOptions {
  /// The same options for one run.
  func running(_ run: RunContext) -> ReadOptions {
    var options = self
    options.threads = run.threads
    options.isCancelled = { run.stop() != nil }
    if let progress = run.progress {
      options.progress = { done, total in
        if progress.state.total != total { progress.expectLoad(total) }
        progress.reach(done)
      }
    }
    options.normalize = { TextNormalization.normalizeNFC($0) }
    return options
  }
}
