public import Columns
public import Language

/// Where and how a table is to be written: a path, a format with its options, and what may happen to
/// what is there.
public struct Destination: Sendable, Hashable {
  public let path: String
  /// The name of a format of the registry.
  public let format: String
  public let options: OptionValues
  /// Whether a file that is there already is replaced.
  public let overwrites: Bool
  /// Whether missing folders of the path are made.
  public let makesFolders: Bool
  /// Whether the format is a guess, since the name has no ending.
  public let isGuessed: Bool

  public init(
    _ path: String, format: String, options: OptionValues = OptionValues(),
    overwrites: Bool = false, makesFolders: Bool = false, isGuessed: Bool = false
  ) {
    self.path = path
    self.format = format
    self.options = options
    self.overwrites = overwrites
    self.makesFolders = makesFolders
    self.isGuessed = isGuessed
  }

  /// The destination that a path and the options of a `with (…)` mean.
  ///
  /// An ending that no format has is an error that lists those there are; a name without one, such
  /// as that of a pipe, is written as CSV. Throws `OptionProblems`.
  /// - Parameters:
  ///   - path: the path, parameters resolved, where it stands in the query.
  ///   - constant: evaluates one value of an option; nil after an error that it told.
  public init(
    _ path: TextLiteral, _ options: [FileOption], registry: FormatRegistry = .standard,
    constant: @escaping (OptionValue) -> Value?
  ) throws(OptionProblems) {
    var namer = OptionReader(registry.commonWriteOptions, constant: constant)
    let naming = options.filter { $0.name.text.lowercased() == "format" }
    let named = namer.read(naming)
    // Without diagnostics the value could not be evaluated, which was told.
    if named.isEmpty, !naming.isEmpty { throw OptionProblems(namer.diagnostics) }
    var format: (any FileFormat)?
    if case .word(let name)? = named["format"] {
      format = registry.format(named: name)
    } else {
      format = registry.format(forPath: path.text)
    }
    let ending = FormatRegistry.ending(of: path.text)
    if format == nil, ending == nil { format = registry.fallback }
    guard let format, format.writeOptions != nil else {
      throw OptionProblems([
        Destination.unknownEnding(ending ?? "", registry, at: path.range)
      ])
    }
    var reader = OptionReader(
      registry.writeSpecs(format), of: format.name,
      elsewhere: registry.writeSpecs(nil).map(\.name), constant: constant)
    var values = reader.read(options)
    if !reader.diagnostics.isEmpty { throw OptionProblems(reader.diagnostics) }
    let overwrites = values.isOn("overwrite")
    let makesFolders = values.isOn("folders")
    for spec in registry.commonWriteOptions { values[spec.name] = nil }
    self.init(
      path.text, format: format.name, options: values, overwrites: overwrites,
      makesFolders: makesFolders, isGuessed: named.isEmpty && ending == nil)
  }

  private static func unknownEnding(
    _ ending: String, _ registry: FormatRegistry, at range: SourceRange
  ) -> Diagnostic {
    let known = registry.writable.flatMap(\.suffixes)
    let list = registry.writable.map { format in
      "\(format.name) (\(format.suffixes.map { ".\($0)" }.joined(separator: ", ")))"
    }.joined(separator: ", ")
    let packings = FormatRegistry.packings.joined(separator: ", ")
    let packed =
      packings.isEmpty
      ? (en: "", vi: "") : (en: ", each also packed: \(packings)", vi: ", nén được: \(packings)")
    let near = Suggestions.nearest(ending, among: known).map { " .\($0)?" } ?? ""
    return Diagnostic(
      code: "E0711",
      Words(
        en: "no format is written to files that end in `.\(ending)`",
        vi: "không có định dạng nào ghi ra tệp có đuôi `.\(ending)`"), at: range,
      fix: Words(
        en: (near.isEmpty ? "" : "did you mean\(near) ")
          + "formats: \(list)\(packed.en); `export … with (format: …)` names one for any ending",
        vi: (near.isEmpty ? "" : "có phải ý bạn là\(near) ")
          + "các định dạng: \(list)\(packed.vi); `export … with (format: …)` chọn một cho đuôi bất kỳ"
      ))
  }
}

extension Destination {
  /// Writes a table there.
  ///
  /// A regular file appears whole or not at all. An export of no rows, and a format that was guessed,
  /// go to `run.tell`. Throws `FileError`, and what stops the run.
  ///
  /// - Parameter totals: what rows of totals are called.
  public func write(
    _ table: Table, _ run: RunContext, totals: String = Words.total.en,
    registry: FormatRegistry = .standard
  ) throws {
    guard let format = registry.format(named: format) else {
      throw FileError(path, .malformed("there is no format \(self.format)"))
    }
    let sink = try format.writer(options)
    run.progress?.begin("export")
    let file = try AtomicFile(
      path, overwrite: overwrites, makesFolders: makesFolders, checkStopped: run.checkStopped)
    let labelled = try format.labelling(table, totals: totals, run)
    if let packing = Compression.packed(path)?.compression, let packer = Packer(packing) {
      try sink.write(labelled, run) { try file.write(try packer.pack($0, isLast: false)) }
      try file.write(try packer.pack([], isLast: true))
    } else {
      try sink.write(labelled, run) { try file.write($0) }
    }
    try file.finish()
    if table.rowCount == 0 {
      run.tell(
        SourceNote(
          "N0711", "\(path) was written without a row: the result is empty",
          "\(path) được ghi mà không có dòng nào: kết quả rỗng"))
    }
    if isGuessed {
      run.tell(
        SourceNote(
          "N0712",
          "\(path) has no ending, so it is written as \(self.format); an ending, or with (format: …), says it outright",
          "\(path) không có đuôi nên được ghi dạng \(self.format); hãy thêm đuôi hoặc with (format: …) để nói rõ"
        ))
    }
  }
}
