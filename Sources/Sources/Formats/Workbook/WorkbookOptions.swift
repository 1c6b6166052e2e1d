import Columns
import Language

/// How a sheet of a workbook is to be read.
struct WorkbookOptions: Sendable {
  enum Sheet: Sendable, Hashable {
    /// The first with data.
    case found
    case named(String)
    /// From 1.
    case number(Int)
  }

  var sheet = Sheet.found
  var range: String?
  var merged = SheetTable.Merged.text
  /// How the table in the cells is found and its texts are read.
  var read = ReadOptions()

  static let fields: [OptionField<WorkbookOptions>] =
    [
      OptionField(
        OptionSpec(
          "sheet", .either([.int(1...100_000), .text]),
          Words(
            en: "The sheet, by its name or number; the first with data where it is not given.",
            vi: "Trang tính, theo tên hoặc số thứ tự; nếu không nêu thì trang đầu tiên có dữ liệu."),
          example: "\"Biểu 01\"",
          takes: Words(
            en: "the name of a sheet in quotes, or its number",
            vi: "tên trang tính trong dấu nháy, hoặc số thứ tự"))
      ) { options, setting in
        switch setting {
        case .text(let name): options.sheet = .named(name)
        case .int(let number): options.sheet = .number(number)
        default: break
        }
      },
      .text(
        "range",
        Words(
          en: "The cells that hold the table, with its header.",
          vi: "Vùng ô chứa bảng, kể cả tiêu đề."), example: "\"A7:H17\""
      ) { $0.range = $1 },
      .word(
        "merged", SheetTable.Merged.allCases.map(\.rawValue),
        Words(
          en:
            "What the rows under merged cells get: text repeats texts and dates, fill numbers too, first nothing.",
          vi:
            "Các dòng thuộc ô gộp nhận gì: text lặp lại văn bản và ngày, fill cả số, first để trống."
        ), example: "first"
      ) { $0.merged = SheetTable.Merged(rawValue: $1) ?? $0.merged },
    ] + shared

  /// The options of delimited text that mean something for cells.
  private static let shared: [OptionField<WorkbookOptions>] = CSVOptions.reading.filter {
    !["delimiter", "quote", "escape", "encoding", "comment"].contains($0.spec.name)
  }.map { field in
    OptionField(field.spec) { options, setting in
      options.read = OptionField.applied([field], [field.spec.name: setting], to: options.read)
    }
  }

  init(_ values: OptionValues) {
    self = OptionField.applied(WorkbookOptions.fields, values, to: WorkbookOptions(plain: ()))
    read.prefersDayFirst = values.habits.prefersDayFirst
    read.failsOnRejected = values.habits.failsOnRejected
    read.delimiter = SheetTable.delimiter
    read.lineEnd = SheetTable.lineEnd
    read.quote = SheetTable.quote
    read.encoding = "utf-8"
  }

  private init(plain: Void) {}

  /// The cells to read.
  func cells(_ path: String) throws(FileError) -> CellRange {
    guard let range else { return .all }
    guard let cells = CellRange(range) else { throw FileError(path, .workbook(.wrongRange(range))) }
    return cells
  }
}
