import Language

/// What is wrong inside a file of columns (Parquet, Arrow). Decoders throw it without knowing file or
/// column, which `FileError.damaged` adds.
enum Damage: Error, Sendable, Hashable {
  /// The file ends before what it says is in it.
  case cut
  /// The description at the end of the file, or of a message, cannot be read.
  case description
  /// The schema contradicts itself.
  case schema
  /// A length or a place lies outside of what holds it.
  case length
  /// Compressed bytes that do not give what they should.
  case compressed
  /// Fewer values, or other ones, than the description promises.
  case values
  /// A value points behind the end of its dictionary.
  case dictionary
  /// The number of rows differs from column to column.
  case rowCount

  var words: Words {
    switch self {
    case .cut:
      Words(
        en: "it ends before the data that it describes",
        vi: "tệp kết thúc trước phần dữ liệu đã mô tả")
    case .description:
      Words(en: "its description cannot be read", vi: "không đọc được phần mô tả")
    case .schema: Words(en: "its schema contradicts itself", vi: "lược đồ tự mâu thuẫn")
    case .length:
      Words(
        en: "a length in it is larger than what holds the data",
        vi: "một độ dài lớn hơn vùng chứa dữ liệu")
    case .compressed:
      Words(
        en: "compressed data in it cannot be unpacked", vi: "không giải nén được dữ liệu bên trong")
    case .values:
      Words(
        en: "its data are not what their description says", vi: "dữ liệu không đúng với phần mô tả")
    case .dictionary:
      Words(
        en: "a value points outside of its dictionary", vi: "một giá trị chỉ ra ngoài từ điển")
    case .rowCount:
      Words(
        en: "its columns have different numbers of rows", vi: "các cột có số dòng khác nhau")
    }
  }
}

/// A part of a format that is not read here, though the file is whole.
struct NotReadable: Error, Sendable, Hashable {
  let words: Words
  /// What turns the file into one that is read; `{path}` stands for its path.
  let advice: Words?

  init(_ words: Words, advice: Words? = nil) {
    self.words = words
    self.advice = advice
  }

  func advice(for path: String) -> Words? {
    advice.map { words in
      Words(
        en: words.en.replacing("{path}", with: path), vi: words.vi?.replacing("{path}", with: path))
    }
  }

  /// A way of compressing that this program, or this build of it, does not read.
  static func codec(_ name: String, isLeftOut: Bool = false) -> NotReadable {
    // Only what this build reads is advised; a file without compression always is.
    let known = [("zstd", BlockCodec.zstd), ("snappy", .snappy), ("gzip", .gzip)]
      .filter { $0.1.isThere }.map(\.0)
    let names = known.isEmpty ? ["uncompressed"] : known
    func list(_ or: String) -> String {
      names.count == 1
        ? names[0] : names.dropLast().joined(separator: ", ") + " \(or) " + (names.last ?? "")
    }
    let copy = "COPY (FROM '{path}') TO 'new.parquet' (COMPRESSION \(names[0]))"
    let rewrite = Words(
      en: "write the file again with \(list("or")): in DuckDB, \(copy)",
      vi: "hãy ghi lại tệp bằng \(list("hoặc")): trong DuckDB, \(copy)")
    return isLeftOut
      ? NotReadable(
        Words(
          en:
            "its data are compressed with \(name), which this build was made without (tiendo --version lists the libraries)",
          vi: "dữ liệu được nén bằng \(name), bản dựng này không có (xem tiendo --version)"),
        advice: rewrite)
      : NotReadable(
        Words(
          en: "its data are compressed with \(name), which is not read here",
          vi: "dữ liệu được nén bằng \(name), không đọc được ở đây"), advice: rewrite)
  }
}

extension FileError {
  /// The error of a file for what a decoder threw; anything else as it is.
  static func located(
    _ error: any Error, _ path: String, format: String, column: String? = nil
  ) -> any Error {
    switch error {
    case let damage as Damage:
      FileError(path, .damaged(format: format, damage.words), column: column)
    case let reason as NotReadable:
      FileError(
        path, .notReadable(reason.words, advice: reason.advice(for: path)), column: column)
    default: error
    }
  }
}
