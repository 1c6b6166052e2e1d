public import Columns
public import Language

/// Apache Parquet: columns with their types, compressed; what DuckDB, pandas, Spark and Power BI hand on.
public struct ParquetFormat: FileFormat {
  public init() {}

  public var name: String { "parquet" }
  public var suffixes: [String] { ["parquet", "pq"] }
  public var about: Words {
    Words(
      en:
        "Columns with their types, compressed; small, fast, and read by DuckDB, Python, R and Power BI. Only the columns that a query reads are read; a folder or pattern is one table, and folders such as year=2024 become columns.",
      vi:
        "Các cột kèm kiểu, được nén; gọn, nhanh, đọc được bằng DuckDB, Python, R và Power BI. Chỉ các cột mà truy vấn dùng mới được đọc; một thư mục hoặc mẫu tên là một bảng, thư mục như year=2024 thành cột."
    )
  }
  public var readOptions: [OptionSpec]? { [] }
  public var writeOptions: [OptionSpec]? { ParquetWriteOptions.fields.map(\.spec) }
  public var isText: Bool { false }

  public func recognises(_ head: [UInt8]) -> Bool {
    head.starts(with: ParquetFile.magic) || head.starts(with: Array("PARE".utf8))
  }

  public func open(_ file: FileRef, _ options: OptionValues) throws -> any TableSource {
    try ColumnarSource(file, format: "Parquet") { try ParquetFile($0) }
  }

  public func writer(_ options: OptionValues) throws -> any TableSink {
    var settings = OptionField.applied(
      ParquetWriteOptions.fields, options, to: ParquetWriteOptions())
    if !settings.compression.isThere {
      if options["compression"] != nil {
        throw FileError(name, .codecMissing("\(settings.compression)"))
      }
      settings.compression = BlockCodec.snappy.isThere ? .snappy : .none
    }
    return ParquetSink(options: settings)
  }
}
