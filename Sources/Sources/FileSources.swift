public import Columns
public import Language
import Synchronization

/// The files that a session reads, each kept as far as it was read.
public final class FileSources: Sendable {
  private struct Key: Hashable {
    let path: String
    let format: String
    let options: OptionValues
  }

  private struct State {
    var sources: [Key: FileSource] = [:]
    var versions: [Key: Int] = [:]
    /// What can be read only once, shared by all ways of reading it.
    var spooled: [String: FileRef] = [:]
  }

  private let registry: FormatRegistry
  private let state = Mutex(State())

  public init(_ registry: FormatRegistry = .standard) { self.registry = registry }

  /// The files and patterns that were asked for.
  public var paths: [String] {
    state.withLock { state in Set(state.sources.keys.map(\.path)).sorted() }
  }

  /// The source of a file with the options of a `with (…)`; the same one as before unless the file
  /// has changed, which gives an identity of a higher version.
  ///
  /// The file is opened, and its first bytes read where they have to tell the format; nothing is
  /// parsed. Throws `FileError` where it cannot be opened, `OptionProblems` where options do not fit.
  /// - Parameters:
  ///   - habits: how the session reads files where the options do not say.
  ///   - constant: evaluates one value of an option; nil after an error that it told.
  public func source(
    _ path: String, _ options: [FileOption] = [], habits: ReadingHabits = ReadingHabits(),
    constant: @escaping (OptionValue) -> Value? = { _ in nil }
  ) throws -> FileSource {
    var file: FileRef?
    var format = try named(options, constant)
    let member = try text("file", options, constant)
    if format == nil {
      format = state.withLock { state in
        state.sources.first {
          $0.key.path == path && $0.key.options.member == member && $0.value.isCurrent
        }
        .flatMap { registry.format(named: $0.key.format) }
      }
    }
    if format == nil {
      let opened = try open(path, member)
      format = registry.format(forHead: try opened.head())
      file = opened
    }
    guard let format else { throw FileError(path, .notFound) }
    var reader = OptionReader(
      registry.readSpecs(format), of: format.name,
      elsewhere: registry.readSpecs(nil).map(\.name), constant: constant)
    var values = reader.read(options)
    if !reader.diagnostics.isEmpty { throw OptionProblems(reader.diagnostics) }
    values["format"] = nil
    values.habits = habits
    return try source(Key(path: path, format: format.name, options: values), format, file)
  }

  /// The format that the options name.
  private func named(
    _ options: [FileOption], _ constant: (OptionValue) -> Value?
  ) throws(OptionProblems) -> (any FileFormat)? {
    try text("format", options, constant).flatMap { registry.format(named: $0) }
  }

  /// The text of an option that has to be known before the file is opened.
  private func text(
    _ name: String, _ options: [FileOption], _ constant: (OptionValue) -> Value?
  ) throws(OptionProblems) -> String? {
    guard let option = options.first(where: { $0.name.text.lowercased() == name }),
      OptionReader.isSingle(option.value)
    else { return nil }
    guard let value = constant(option.value) else { throw OptionProblems([]) }
    guard case .text(let text) = value else { return nil }
    return text
  }

  private func source(
    _ key: Key, _ format: any FileFormat, _ file: FileRef?
  ) throws -> FileSource {
    if let known = state.withLock({ $0.sources[key] }), known.isCurrent { return known }
    let opened = try file ?? open(key.path, key.options.member)
    return state.withLock { state in
      let version = state.versions[key].map { $0 + 1 } ?? 0
      let source = FileSource(
        key.path, key.options, format: format,
        id: SourceID(
          .file, key.path, options: ["format=\(format.name)"] + key.options.described,
          version: version),
        file: opened, registry: registry)
      state.sources[key] = source
      state.versions[key] = version
      return source
    }
  }

  private func open(_ path: String, _ member: String?) throws -> FileRef {
    let key = member.map { "\(path)\0\($0)" } ?? path
    if let known = state.withLock({ $0.spooled[key] }), known.isCurrent { return known }
    let file = try FileRef(path, member: member)
    state.withLock { $0.spooled[key] = file.isSpooled ? file : nil }
    return file
  }
}
