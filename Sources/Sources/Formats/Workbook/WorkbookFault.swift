import Language

/// What is wrong with a workbook.
public enum WorkbookFault: Sendable, Hashable {
  /// It opens with a password.
  case encrypted
  /// A ZIP archive or OLE container that holds something else.
  case noWorkbook(String)
  /// A workbook in a form that is not read, and the program that turns it into one that is.
  case otherForm(String)
  /// A part is missing, or ends too soon, or does not fit its checksum.
  case damaged(part: String, String)
  /// A part unpacks to much more than it could hold.
  case bomb(part: String)
  /// A cell outside of what a sheet can have.
  case outside(String)
  /// Rows or cells that do not stand in order.
  case disorder(String)
  /// A text longer than a cell can hold.
  case longText(String)
  case tooLarge
  /// More columns than rows times columns can be laid out for.
  case tooSparse(rows: Int, columns: Int)
  case noSheet(String, among: [String], near: String?)
  /// The sheet that was asked for, or every sheet, is empty; the range where one was given.
  case empty(sheet: String?, range: String?)
  case wrongRange(String)
  /// The build lacks a library.
  case withoutLibrary(String)
  // What a workbook cannot hold.
  case rows(Int)
  case columns(Int)
  case text(column: String, row: Int, count: Int)
  case sheetName(String)

  /// The message and the advice, in both languages.
  func words(_ path: String) -> (message: Words, advice: Words?) {
    switch self {
    case .encrypted:
      (
        Words(
          en: "\(path) opens only with a password", vi: "\(path) được bảo vệ bằng mật khẩu"),
        Words(
          en: "take the password off in Excel (File, Info, Protect Workbook) and save it again",
          vi: "hãy bỏ mật khẩu trong Excel (Tệp, Thông tin, Bảo vệ sổ làm việc) rồi lưu lại")
      )
    case .noWorkbook(let what):
      (
        Words(en: "\(path) is no workbook: \(what)", vi: "\(path) không phải sổ làm việc: \(what)"),
        what.hasSuffix("document") || what.hasSuffix("presentation")
          ? Words(
            en:
              "make a file of it that is read: soffice --headless --convert-to html \(ForeignKind.quoted(path))",
            vi:
              "tạo tệp đọc được từ nó: soffice --headless --convert-to html \(ForeignKind.quoted(path))"
          ) : nil
      )
    case .otherForm(let form):
      (
        Words(en: "\(path) is \(form), which is not read", vi: "\(path) là \(form), chưa đọc được"),
        Words(
          en: "save it as .xlsx, or: soffice --headless --convert-to xlsx \"\(path)\"",
          vi: "hãy lưu dạng .xlsx, hoặc: soffice --headless --convert-to xlsx \"\(path)\"")
      )
    case .damaged(let part, let why):
      (
        Words(
          en: "\(path) is damaged: \(part): \(why)", vi: "\(path) bị hỏng: \(part): \(why)"),
        Words(
          en: "fetch it again, or open it in Excel or LibreOffice and save it anew",
          vi: "hãy tải lại, hoặc mở bằng Excel hay LibreOffice rồi lưu lại")
      )
    case .bomb(let part):
      (
        Words(
          en: "\(path) was not read: \(part) unpacks to more than 200 times its size",
          vi: "không đọc \(path): \(part) giải nén ra hơn 200 lần kích thước"),
        Words(
          en:
            "a file like this is made to fill memory or disk; if you trust it, save it anew in Excel",
          vi: "tệp như vậy thường nhằm làm đầy bộ nhớ; nếu tin cậy, hãy lưu lại bằng Excel")
      )
    case .outside(let cell):
      (
        Words(
          en: "\(path) has a cell \(cell), outside of what a sheet can hold (XFD1048576)",
          vi: "\(path) có ô \(cell) nằm ngoài phạm vi một trang tính (XFD1048576)"), nil
      )
    case .disorder(let cell):
      (
        Words(
          en: "\(path) has cell \(cell) twice or out of order",
          vi: "\(path) có ô \(cell) bị lặp hoặc sai thứ tự"),
        Words(
          en: "open it in Excel or LibreOffice and save it anew",
          vi: "hãy mở bằng Excel hay LibreOffice rồi lưu lại")
      )
    case .longText(let cell):
      (
        Words(
          en: "\(path) holds a text of more than a mebibyte in \(cell)",
          vi: "\(path) có văn bản dài hơn một mebibyte ở \(cell)"), nil
      )
    case .tooLarge:
      (
        Words(
          en: "\(path) holds more than is read from one sheet (32 GiB)",
          vi: "\(path) có trang tính lớn hơn mức đọc được (32 GiB)"), nil
      )
    case .tooSparse(let rows, let columns):
      (
        Words(
          en: "\(path) has cells spread over \(rows) rows and \(columns) columns, nearly all empty",
          vi: "\(path) có các ô rải trên \(rows) dòng và \(columns) cột, hầu hết trống"),
        Words(
          en: "say where the table is: with (range: \"A1:Z\(min(rows, 1000))\")",
          vi: "hãy ghi vị trí bảng: with (range: \"A1:Z\(min(rows, 1000))\")")
      )
    case .noSheet(let name, let sheets, let near):
      (
        Words(
          en: "\(path) has no sheet \"\(name)\"", vi: "\(path) không có trang tính \"\(name)\""),
        Words(
          en: near.map { "did you mean \"\($0)\"?" } ?? "sheets: \(WorkbookFault.list(sheets))",
          vi: near.map { "có phải ý bạn là \"\($0)\"?" }
            ?? "các trang tính: \(WorkbookFault.list(sheets))")
      )
    case .empty(let sheet?, let range?):
      (
        Words(
          en: "\(range) of sheet \"\(sheet)\" of \(path) is empty",
          vi: "vùng \(range) của trang tính \"\(sheet)\" trong \(path) trống"), nil
      )
    case .empty(let sheet?, nil):
      (
        Words(
          en: "sheet \"\(sheet)\" of \(path) is empty",
          vi: "trang tính \"\(sheet)\" của \(path) trống"),
        Words(
          en: "at the prompt, .sheets \"\(path)\" lists the sheets",
          vi: "tại dấu nhắc, .sheets \"\(path)\" liệt kê các trang tính")
      )
    case .empty(nil, _):
      (
        Words(
          en: "\(path) has no sheet that holds data",
          vi: "\(path) không có trang tính nào có dữ liệu"),
        nil
      )
    case .wrongRange(let text):
      (
        Words(en: "\"\(text)\" is no range of cells", vi: "\"\(text)\" không phải vùng ô"),
        Words(
          en:
            "write with (range: \"A7:H17\"), \"A7:H\" for all rows from 7 on, or \"B:F\" for columns",
          vi:
            "hãy ghi with (range: \"A7:H17\"), \"A7:H\" từ dòng 7 trở đi, hoặc \"B:F\" cho các cột")
      )
    case .withoutLibrary(let library):
      (
        Words(
          en: "such workbooks need \(library), which this machine or this build lacks",
          vi: "loại sổ làm việc này cần \(library), máy hoặc bản dựng này không có"),
        Words(
          en: "install the library and, where tiendo --version still does not list it, build again "
            + "(`make`); or use CSV",
          vi:
            "hãy cài thư viện và, nếu tiendo --version vẫn không liệt kê, biên dịch lại (`make`); "
            + "hoặc dùng CSV")
      )
    case .rows(let count):
      (
        Words(
          en: "\(count) rows do not fit a sheet, which holds 1,048,575 below its header",
          vi: "\(count) dòng không vừa một trang tính, tối đa 1.048.575 dòng dưới tiêu đề"),
        Words(
          en: "write CSV, or a part: … | take 1048575 | export …",
          vi: "hãy ghi CSV, hoặc một phần: … | take 1048575 | export …")
      )
    case .columns(let count):
      (
        Words(
          en: "\(count) columns do not fit a sheet, which holds 16,384",
          vi: "\(count) cột không vừa một trang tính, tối đa 16.384 cột"),
        Words(en: "choose some: … | select …", vi: "hãy chọn bớt cột: … | select …")
      )
    case .text(let column, let row, let count):
      (
        Words(
          en:
            "the text of `\(column)` in row \(row) has \(count) characters; a cell holds 32,767",
          vi: "văn bản của `\(column)` ở dòng \(row) có \(count) ký tự; một ô chứa tối đa 32.767"),
        Words(
          en: "leave the column out, or write CSV",
          vi: "hãy bỏ cột này hoặc ghi CSV")
      )
    case .sheetName(let name):
      (
        Words(
          en:
            "\"\(name)\" cannot be the name of a sheet: 1 to 31 characters, none of [ ] : * ? / \\, no ' at the ends, not History",
          vi:
            "\"\(name)\" không thể là tên trang tính: 1 đến 31 ký tự, không có [ ] : * ? / \\, không có ' ở hai đầu, khác History"
        ), nil
      )
    }
  }

  private static func list(_ names: [String]) -> String {
    names.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ") + (names.count > 12 ? " …" : "")
  }
}
