public import Columns
public import Language

/// Arrow's file, which is Feather of version 2: columns as they lie in the memory of pandas and Polars.
public struct ArrowFormat: FileFormat {
  public init() {}

  public var name: String { "arrow" }
  public var suffixes: [String] { ["arrow", "feather", "ipc"] }
  public var about: Words {
    Words(
      en:
        "Columns as they lie in memory (Feather 2), for handing tables to Python, R and Polars without converting. Larger than Parquet.",
      vi:
        "Các cột đúng như trong bộ nhớ (Feather 2), để trao bảng cho Python, R và Polars mà không phải chuyển đổi. Lớn hơn Parquet."
    )
  }
  public var readOptions: [OptionSpec]? { [] }
  public var writeOptions: [OptionSpec]? { ArrowWriteOptions.fields.map(\.spec) }
  public var isText: Bool { false }

  public func recognises(_ head: [UInt8]) -> Bool {
    head.starts(with: ArrowMessages.magic) || head.starts(with: Array("FEA1".utf8))
  }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    try ColumnarSource(file, format: "Arrow") { try ArrowFile($0) }
  }

  public func writer(_ options: OptionValues) throws -> any TableSink {
    try ArrowSink(ArrowWriteOptions(options, of: name), isStream: false)
  }
}

/// Arrow's stream: the same without the list of its parts at the end, for pipes.
public struct ArrowStreamFormat: FileFormat {
  public init() {}

  public var name: String { "arrows" }
  public var suffixes: [String] { ["arrows"] }
  public var about: Words {
    Words(
      en: "Arrow as a stream, for pipes between programs; otherwise the same.",
      vi: "Arrow dạng luồng, để nối các chương trình bằng ống; ngoài ra giống arrow.")
  }
  public var readOptions: [OptionSpec]? { [] }
  public var writeOptions: [OptionSpec]? { ArrowWriteOptions.fields.map(\.spec) }
  public var isText: Bool { false }

  /// By the mark before the length of the first message.
  public func recognises(_ head: [UInt8]) -> Bool {
    head.count >= 8 && head.starts(with: [0xFF, 0xFF, 0xFF, 0xFF]) && head[7] < 0x80
  }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    try ArrowFormat().open(file, options)
  }

  public func writer(_ options: OptionValues) throws -> any TableSink {
    try ArrowSink(ArrowWriteOptions(options, of: name), isStream: true)
  }
}

/// How Arrow is written.
struct ArrowWriteOptions: Sendable {
  var compression = BlockCodec.none
  var keepsDecimals = false
  var keepsDictionaries = true

  static let fields: [OptionField<ArrowWriteOptions>] = [
    .word(
      "compression", ["zstd", "none"],
      Words(
        en: "How the data are compressed; not at all where nothing is said.",
        vi: "Cách nén dữ liệu; mặc định là không nén."), example: "zstd"
    ) { $0.compression = $1 == "zstd" ? .zstd : .none },
    .flag(
      "decimals",
      Words(
        en:
          "Write exact decimals as such; otherwise as doubles, which Python and R calculate with.",
        vi:
          "Ghi số thập phân chính xác đúng kiểu; nếu không thì ghi dạng double để Python và R tính toán."
      )
    ) { $0.keepsDecimals = $1 },
    .flag(
      "dictionaries",
      Words(
        en:
          "Write texts that repeat as a dictionary, which pandas calls a category; true where nothing is said.",
        vi: "Ghi văn bản lặp lại bằng từ điển, pandas gọi là category; mặc định là true."),
      example: "false"
    ) { $0.keepsDictionaries = $1 },
  ]

  init() {}

  init(_ options: OptionValues, of format: String) throws {
    self = OptionField.applied(ArrowWriteOptions.fields, options, to: ArrowWriteOptions())
    guard compression.isThere else { throw FileError(format, .codecMissing("\(compression)")) }
  }
}
