import Language

/// The formats that there are: the one list of them, read by `export`, `-o`, `--format`, `set
/// format`, completion, help and the reference.
public struct FormatRegistry: Sendable {
  public let formats: [any FileFormat]
  /// The format that a file is read as which none of the others recognises, and that is written
  /// where a name has no ending.
  public let fallback: any FileFormat

  /// The fallback is the first.
  public init(_ fallback: any FileFormat, _ others: [any FileFormat]) {
    self.fallback = fallback
    formats = [fallback] + others
  }

  /// Every format of the program.
  public static let standard = FormatRegistry(
    CSVFormat(),
    [
      TSVFormat(),
      JSONFormat(),
      NDJSONFormat(),
      HTMLFormat(),
      MarkdownFormat(),
      ParquetFormat(),
      ArrowFormat(),
      ArrowStreamFormat(),
      XLSXFormat(),
      ODSFormat(),
      XLSFormat(),
    ])

  // MARK: Finding one

  public func format(named name: String) -> (any FileFormat)? {
    formats.first { $0.name == name.lowercased() }
  }

  /// The format that the name of a file asks for; nil where its ending is unknown or it has none.
  public func format(forPath path: String) -> (any FileFormat)? {
    guard let ending = FormatRegistry.ending(of: path) else { return nil }
    return formats.first { $0.suffixes.contains(ending) }
  }

  /// The format of a file by its first bytes.
  public func format(forHead head: [UInt8]) -> any FileFormat {
    formats.dropFirst().first { $0.recognises(head) } ?? fallback
  }

  /// Whether files of this name are read, as far as the name tells.
  public func reads(_ path: String) -> Bool {
    if path.lowercased().hasSuffix(".zip") { return true }
    if let packed = Compression.packed(path), FormatRegistry.ending(of: packed.inner) == nil {
      return true
    }
    return format(forPath: path)?.readOptions != nil
  }

  /// What names of packed files end in, as far as this build can write them.
  public static var packings: [String] {
    Compression.allCases.filter(\.isThere).map { "." + $0.suffix }
  }

  /// What stands behind the last dot of a file's name, in small letters; nil where there is none. Of a
  /// packed file (`x.csv.gz`) what stands before that ending.
  public static func ending(of path: String) -> String? {
    if let packed = Compression.packed(path), packed.compression.isThere {
      return ending(of: packed.inner)
    }
    return lastEnding(of: path)
  }

  /// What stands behind the last dot of a name, whatever it is.
  public static func lastEnding(of path: String) -> String? {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), name.index(after: dot) < name.endIndex,
      name != ".."
    else { return nil }
    return name[name.index(after: dot)...].lowercased()
  }

  // MARK: Lists

  public var readable: [any FileFormat] { formats.filter { $0.readOptions != nil } }
  public var writable: [any FileFormat] { formats.filter { $0.writeOptions != nil } }

  /// The options of any file that is read, whatever its format.
  public var commonReadOptions: [OptionSpec] {
    [
      OptionSpec(
        "format", .word(readable.map(\.name)),
        Words(
          en: "The format of the file, where its content does not tell.",
          vi: "Định dạng của tệp, khi nội dung không cho biết."), example: fallback.name),
      OptionSpec(
        "file", .text,
        Words(
          en: "Which file of a ZIP archive that holds several.",
          vi: "Tệp nào bên trong tệp ZIP chứa nhiều tệp."), example: "\"so-lieu.csv\""),
    ]
  }

  /// The options of any file that is written, whatever its format.
  public var commonWriteOptions: [OptionSpec] {
    [
      OptionSpec(
        "overwrite", .flag,
        Words(
          en: "Replace a file that is there already.", vi: "Thay thế tệp đã có."),
        example: "true"),
      OptionSpec(
        "format", .word(writable.map(\.name)),
        Words(
          en: "The format, whatever the file's name ends in.",
          vi: "Định dạng, bất kể đuôi tên tệp."), example: fallback.name),
      OptionSpec(
        "folders", .flag,
        Words(
          en: "Make the folders of the path that are missing.",
          vi: "Tạo các thư mục còn thiếu trong đường dẫn."), example: "true"),
    ]
  }

  /// All options of a file that is read, each once; of all formats where none is given.
  public func readSpecs(_ format: (any FileFormat)?) -> [OptionSpec] {
    let own = format.map { $0.readOptions ?? [] } ?? readable.flatMap { $0.readOptions ?? [] }
    return FormatRegistry.once(own + commonReadOptions)
  }

  /// All options of a file that is written, each once; of all formats where none is given.
  public func writeSpecs(_ format: (any FileFormat)?) -> [OptionSpec] {
    let own = format.map { $0.writeOptions ?? [] } ?? writable.flatMap { $0.writeOptions ?? [] }
    return FormatRegistry.once(commonWriteOptions + own)
  }

  private static func once(_ specs: [OptionSpec]) -> [OptionSpec] {
    var names: Set<String> = []
    return specs.filter { names.insert($0.name).inserted }
  }
}
