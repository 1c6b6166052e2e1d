import Columns
import Language

/// The options of delimited text: each with its kind, its help and what it changes.
enum CSVOptions {
  private static let types = ["int", "float", "text", "bool", "date", "timestamp"]

  static let reading: [OptionField<ReadOptions>] = [
    .character(
      "delimiter",
      Words(
        en: "The sign between fields; found from the file where it is not given.",
        vi: "Dấu giữa các trường; nếu không nêu thì tìm từ tệp."), example: "\";\""
    ) { $0.delimiter = $1 },
    .character(
      "quote",
      Words(
        en: "The sign around fields that hold a delimiter or a line end.",
        vi: "Dấu bao quanh trường có chứa dấu phân cách hoặc xuống dòng."), example: "\"'\""
    ) { $0.quote = $1 },
    .flag(
      "header",
      Words(
        en: "Whether the first line holds the names of the columns.",
        vi: "Dòng đầu có phải là tên cột hay không."), example: "false"
    ) { $0.hasHeader = $1 },
    .character(
      "decimal", among: [".", ","],
      Words(en: "The decimal sign of numbers.", vi: "Dấu thập phân của số."), example: "\",\""
    ) { $0.decimal = $1 },
    .word(
      "dates", ReadOptions.DateOrder.allCases.map(\.rawValue),
      Words(
        en: "The order of day, month and year in dates of numbers.",
        vi: "Thứ tự ngày, tháng, năm trong ngày viết bằng số."), example: "dmy"
    ) { $0.dates = ReadOptions.DateOrder(rawValue: $1) },
    .map(
      "types", of: types,
      Words(
        en: "The types of some columns, instead of those found from the file.",
        vi: "Kiểu của một số cột, thay cho kiểu tìm từ tệp."), example: "{code: text}",
      takes: Words(en: "{column: type, …}", vi: "{cột: kiểu, …}")
    ) { $0.types = $1.compactMapValues { DataType(rawValue: $0) } },
    .list(
      "nulls",
      Words(
        en: "Texts that mean that nothing is known, besides the empty field.",
        vi: "Các chữ có nghĩa là không có dữ liệu, ngoài ô trống."), example: "[\"NA\", \"-\"]"
    ) { $0.nulls = $1 },
    .flag(
      "lenient",
      Words(
        en: "Sets lines that do not fit aside, in the table `rejected`, instead of stopping.",
        vi: "Để riêng các dòng không hợp lệ vào bảng `rejected` thay vì dừng.")
    ) { $0.isLenient = $1 },
    .word(
      "encoding", ["utf-8"],
      Words(en: "How letters are written as bytes.", vi: "Bảng mã của tệp."), example: "\"utf-8\"",
      takes: Words(
        en: "utf-8; convert other files first, for instance with iconv",
        vi: "utf-8; hãy chuyển mã tệp khác trước, chẳng hạn bằng iconv"),
      aliases: ["utf8": "utf-8"]
    ) { _, _ in },
  ]

  static let writing: [OptionField<CSVWriteOptions>] = [
    .flag(
      "bom",
      Words(
        en: "Begins the file with a byte order mark, which Excel wants for Vietnamese letters.",
        vi: "Thêm dấu BOM ở đầu tệp để Excel hiện đúng tiếng Việt.")
    ) { $0.bom = $1 },
    .character(
      "delimiter", Words(en: "The sign between fields.", vi: "Dấu giữa các trường."),
      example: "\";\""
    ) { $0.delimiter = $1 },
    .character(
      "decimal", among: [".", ","],
      Words(en: "The decimal sign of numbers.", vi: "Dấu thập phân của số."), example: "\",\""
    ) { $0.decimalComma = $1 == 44 },
    .flag(
      "header",
      Words(
        en: "Whether the first line gives the names of the columns.",
        vi: "Có ghi tên cột ở dòng đầu hay không."), example: "false"
    ) { $0.hasHeader = $1 },
  ]
}
