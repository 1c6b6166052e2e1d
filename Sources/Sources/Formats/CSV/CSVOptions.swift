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
    OptionField(
      OptionSpec(
        "header", .either([.lines, .flag]),
        Words(
          en:
            "The line or the lines that hold the names of the columns; true: the first, false: none.",
          vi: "Dòng hoặc các dòng chứa tên cột; true: dòng đầu, false: không có."), example: "3..4")
    ) { options, setting in
      switch setting {
      case .flag(let flag): options.header = flag ? .first : .none
      case .lines(let lines): options.header = .lines(lines)
      default: break
      }
    },
    .int(
      "skip", 0...1_000_000,
      Words(
        en: "How many lines at the top are no part of the table.", vi: "Số dòng đầu bị bỏ qua."),
      example: "2"
    ) { $0.skip = $1 },
    .character(
      "comment",
      Words(
        en: "The sign with which lines begin that are passed over.",
        vi: "Dấu ở đầu các dòng chú thích bị bỏ qua."), example: "\"#\""
    ) { $0.comment = $1 },
    .character(
      "escape",
      Words(
        en: "The sign before a quote inside quotes, where quotes are not doubled.",
        vi: "Dấu đứng trước dấu nháy bên trong dấu nháy, khi dấu nháy không viết đôi."),
      example: "\"\\\\\""
    ) { $0.escape = $1 },
    .word(
      "mode", ReadOptions.Mode.allCases.map(\.rawValue),
      Words(
        en:
          "repair mends what loses nothing and sets the rest aside; strict stops at the first fault; lenient sets any number of lines aside.",
        vi:
          "repair sửa những gì không làm mất dữ liệu và để riêng phần còn lại; strict dừng ở lỗi đầu tiên; lenient để riêng bao nhiêu dòng cũng được."
      ), example: "strict"
    ) { $0.mode = ReadOptions.Mode(rawValue: $1) ?? $0.mode },
    .word(
      "totals", ["keep", "drop"],
      Words(
        en:
          "Whether rows that are the sums of others, such as a last row called Total, stay among them.",
        vi:
          "Dòng là tổng của các dòng khác, như dòng cuối \"Tổng cộng\", có được giữ lại hay không."
      ), example: "keep"
    ) { $0.keepsTotals = $1 == "keep" },
    .flag(
      "trim",
      Words(
        en: "Whether spaces at the ends of texts are taken off.",
        vi: "Có bỏ khoảng trắng ở hai đầu văn bản hay không."), example: "false"
    ) { $0.trims = $1 },
    .character(
      "decimal", among: [".", ","],
      Words(en: "The decimal sign of numbers.", vi: "Dấu thập phân của số."), example: "\",\""
    ) { $0.decimal = $1 },
    .character(
      "thousands", among: [",", ".", "'", " "],
      Words(
        en: "The sign between groups of three digits.", vi: "Dấu phân cách hàng nghìn."),
      example: "\".\""
    ) { $0.thousands = $1 },
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
        en:
          "More texts that mean that nothing is known; an empty list keeps even the usual ones as text.",
        vi:
          "Thêm các chữ có nghĩa là không có dữ liệu; danh sách rỗng giữ nguyên cả những chữ thường gặp."
      ),
      example: "[\"NA\", \"-\"]"
    ) {
      $0.nulls = $1
      $0.knowsMissing = !$1.isEmpty
    },
    .flag(
      "lenient",
      Words(
        en: "Sets lines that do not fit aside, in the table `rejected`, instead of stopping.",
        vi: "Để riêng các dòng không hợp lệ vào bảng `rejected` thay vì dừng.")
    ) { $0.mode = $1 ? .lenient : .repair },
    TextFile.option { $0.encoding = $1 },
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
    .flag(
      "safe",
      Words(
        en:
          "Puts ' before texts that begin with = + - @ or a tab, which a spreadsheet would take for formulas; numbers stay.",
        vi:
          "Thêm ' trước văn bản bắt đầu bằng = + - @ hoặc tab, vì bảng tính có thể hiểu là công thức; số giữ nguyên."
      )
    ) { $0.isSafe = $1 },
    .flag(
      "excel",
      Words(
        en:
          "For Excel: a byte order mark; ; and decimal comma under `set lang vi`, else , and point; texts such as 00123, 12E4 and =1+2 as =\"00123\".",
        vi:
          "Dành cho Excel: có dấu BOM; dưới `set lang vi` dùng ; và dấu phẩy thập phân, nếu không dùng , và dấu chấm; văn bản như 00123, 12E4, =1+2 ghi dạng =\"00123\"."
      )
    ) { $0.isForExcel = $1 },
  ]
}
