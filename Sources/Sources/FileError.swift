public import Language

/// What is wrong with a file, where, and what to do about it.
public struct FileError: Error, Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case notFound
    case noPermission
    case isDirectory
    case cannotRead(String)
    case cannotWrite(String)
    case alreadyExists
    case empty
    case binary
    /// How it is packed or encoded, or that it is something else.
    case content(ContentProblem)
    case invalidUTF8
    /// Fields found and fields wanted.
    case ragged(found: Int, wanted: Int)
    case unterminatedQuote
    case textAfterQuote
    case duplicateColumn(String)
    case changedWhileRead
    /// A column of a given type whose numbers or dates can be read in two ways; the sign in question.
    case unclearNumber(String)
    case unclearDate
    /// A header was asked for in a line that is not there.
    case noHeaderLine(Int)
    /// More than a tenth of the lines do not fit: how many of how many.
    case tooManyRejected(Int, of: Int, header: String)
    case wrongValue(String, type: String)
    case noMatch
    /// A column that another file of the same pattern has.
    case missingColumn(String, in: String)
    case tooManyRows
    /// Of a data package's description.
    case notJSON
    case noResources
    case incompleteResource
    case malformed(String)
    /// A file of a format with an inner order that does not hold, and what is wrong with it.
    case damaged(format: String, Words)
    /// A whole file that uses what is not read here, and what turns it into one that is read.
    case notReadable(Words, advice: Words?)
    /// A way of compressing that this build was made without.
    case codecMissing(String)
    /// A column of another type than in the first file of the same pattern.
    case otherType(String, wanted: String, in: String)
    /// A format that is written, not read; with a command that makes a CSV file of it.
    case onlyWritten(format: String, command: String?)
    /// A format that is read, not written.
    case onlyRead(format: String)
    /// The folder in which a file is to be written.
    case noFolder(String)
    /// A name that ends in a slash.
    case namesFolder
  }

  public let path: String
  public let kind: Kind
  /// The line, from 1, where one can be named.
  public var line: Int?
  public var column: String?
  /// The line itself, shortened.
  public var excerpt: String?

  public init(
    _ path: String, _ kind: Kind, line: Int? = nil, column: String? = nil, excerpt: String? = nil
  ) {
    self.path = path
    self.kind = kind
    self.line = line
    self.column = column
    self.excerpt = excerpt
  }

  /// Whether the file could not be opened, read or written at all (exit status 4), rather than
  /// holding something malformed (1).
  public var isInputOutput: Bool {
    switch kind {
    case .notFound, .noPermission, .isDirectory, .cannotRead, .cannotWrite, .alreadyExists,
      .noMatch, .noFolder, .namesFolder:
      true
    default: false
    }
  }

  /// The message and the advice, in English or Vietnamese.
  public func words(vietnamese: Bool) -> (message: String, advice: String?) {
    let text = self.text
    return vietnamese ? (text.vi, text.adviceVi) : (text.en, text.advice)
  }

  private struct Text {
    let en: String
    let vi: String
    var advice: String?
    var adviceVi: String?
  }

  private static func text(_ text: ContentProblem.Text) -> Text {
    Text(
      en: text.words.en, vi: text.words.text(in: .vi), advice: text.advice?.en,
      adviceVi: text.advice?.text(in: .vi))
  }

  /// The system's words for why a file cannot be used, which are English.
  private static func vietnamese(_ reason: String) -> String {
    switch reason {
    case "Permission denied", "Operation not permitted": "không có quyền"
    case "No such file or directory": "không có tệp hoặc thư mục đó"
    case "Not a directory": "một phần của đường dẫn không phải là thư mục"
    case "Is a directory": "đó là một thư mục"
    case "No space left on device": "ổ đĩa đã đầy"
    case "Disk quota exceeded": "đã hết hạn mức ổ đĩa"
    case "Read-only file system": "hệ thống tệp chỉ cho đọc"
    case "File name too long": "tên tệp quá dài"
    case "Too many open files": "đang mở quá nhiều tệp"
    case "Input/output error": "lỗi đọc hoặc ghi của thiết bị"
    default: reason
    }
  }

  private var text: Text {
    switch kind {
    case .notFound:
      Text(
        en: "there is no file \(path)", vi: "không có tệp \(path)",
        advice: "check the name and the folder", adviceVi: "hãy kiểm tra tên và thư mục")
    case .noPermission:
      Text(en: "\(path) may not be opened", vi: "không được phép mở \(path)")
    case .isDirectory:
      Text(
        en: "\(path) is a folder", vi: "\(path) là thư mục",
        advice: "name a file, or all of them: \"\(path)/*.csv\"",
        adviceVi: "hãy ghi tên tệp, hoặc tất cả: \"\(path)/*.csv\"")
    case .cannotRead(let reason):
      Text(
        en: "\(path) cannot be read: \(reason)",
        vi: "không đọc được \(path): \(FileError.vietnamese(reason))")
    case .cannotWrite(let reason):
      Text(
        en: "\(path) cannot be written: \(reason)",
        vi: "không ghi được \(path): \(FileError.vietnamese(reason))")
    case .alreadyExists:
      Text(
        en: "\(path) is there already", vi: "\(path) đã có",
        advice: "replace it with: with (overwrite: true)",
        adviceVi: "thay thế bằng: with (overwrite: true)")
    case .empty: Text(en: "\(path) is empty", vi: "\(path) rỗng")
    case .binary:
      Text(
        en: "\(path) holds bytes that are no text", vi: "\(path) chứa dữ liệu không phải văn bản",
        advice: "export it as CSV first", adviceVi: "hãy xuất ra CSV trước")
    case .content(let problem):
      FileError.text(problem.text(path))
    case .invalidUTF8:
      Text(
        en: "this line is not UTF-8", vi: "dòng này không phải UTF-8",
        advice:
          "name the encoding, such as with (encoding: \"windows-1258\"), or set such lines aside: with (mode: lenient)",
        adviceVi:
          "hãy nêu bảng mã, chẳng hạn with (encoding: \"windows-1258\"), hoặc để riêng các dòng này: with (mode: lenient)"
      )
    case .ragged(let found, let wanted):
      Text(
        en: "this line has \(found) \(found == 1 ? "field" : "fields"), the header has \(wanted)",
        vi: "dòng này có \(found) trường, dòng tiêu đề có \(wanted)",
        advice:
          "quote fields that hold the delimiter; with (lenient: true) sets such lines aside",
        adviceVi:
          "đặt trường có dấu phân cách trong dấu nháy; with (lenient: true) để riêng các dòng này")
    case .unterminatedQuote:
      Text(
        en: "a quote opens in this line and never closes",
        vi: "dấu nháy mở ở dòng này và không đóng",
        advice: "close it, or double a quote that belongs to the text",
        adviceVi: "hãy đóng lại, hoặc viết hai dấu nháy nếu là một phần của văn bản")
    case .textAfterQuote:
      Text(
        en: "text follows a closing quote", vi: "có chữ sau dấu nháy đóng",
        advice: "double quotes that belong to the text",
        adviceVi: "viết hai dấu nháy nếu là một phần của văn bản")
    case .duplicateColumn(let name):
      Text(
        en: "two columns are called `\(name)`", vi: "có hai cột tên `\(name)`",
        advice: "rename one of them in the file",
        adviceVi: "hãy đổi tên một cột trong tệp")
    case .changedWhileRead:
      Text(
        en: "\(path) changed while it was read", vi: "\(path) thay đổi trong khi đọc",
        advice: "read it again", adviceVi: "hãy đọc lại")
    case .unclearNumber(let sign):
      Text(
        en: "`\(column ?? "")` could have \"\(sign)\" for decimals or between thousands",
        vi: "`\(column ?? "")` có thể dùng \"\(sign)\" thập phân hoặc phân cách nghìn",
        advice: "with (decimal: \"\(sign)\") or (thousands: \"\(sign)\") says",
        adviceVi: "hãy ghi with (decimal: \"\(sign)\") hoặc (thousands: \"\(sign)\")")
    case .unclearDate:
      Text(
        en: "`\(column ?? "")` could be dd/mm or mm/dd in every row",
        vi: "`\(column ?? "")` có thể là ngày/tháng hoặc tháng/ngày ở mọi dòng",
        advice: "with (dates: dmy) or (dates: mdy) says",
        adviceVi: "hãy ghi with (dates: dmy) hoặc (dates: mdy)")
    case .noHeaderLine(let line):
      Text(
        en: "\(path) has no text in line \(line), where the header should be",
        vi: "\(path) không có chữ ở dòng \(line), nơi phải là tiêu đề",
        advice: "lines are counted from 1, empty ones too",
        adviceVi: "các dòng được đếm từ 1, kể cả dòng trống")
    case .tooManyRejected(let count, let all, let header):
      Text(
        en:
          "\(count) of \(all) lines of \(path) do not fit the header: \(header)",
        vi: "\(count) trong \(all) dòng của \(path) không khớp với tiêu đề: \(header)",
        advice:
          "say how the file is cut, for instance with (delimiter: \";\", header: 3), or set such lines aside: with (mode: lenient)",
        adviceVi:
          "hãy ghi cách tách tệp, chẳng hạn with (delimiter: \";\", header: 3), hoặc để riêng các dòng này: with (mode: lenient)"
      )
    case .wrongValue(let value, let type):
      Text(
        en: "\"\(value)\" is no \(type)", vi: "\"\(value)\" không phải \(type)",
        advice: "leave the type out, and it is found from the whole file",
        adviceVi: "bỏ khai báo kiểu, kiểu sẽ được tìm từ toàn bộ tệp")
    case .noMatch:
      Text(en: "no file fits \(path)", vi: "không có tệp nào khớp \(path)")
    case .missingColumn(let name, let other):
      Text(
        en: "\(path) has no column `\(name)`, which \(other) has",
        vi: "\(path) không có cột `\(name)` như \(other)",
        advice: "files read together must have the same columns; read them one by one",
        adviceVi: "các tệp đọc chung phải có cùng các cột; hãy đọc riêng từng tệp")
    case .tooManyRows:
      Text(
        en: "\(path) has more rows than a table may have (4,294,967,294)",
        vi: "\(path) có nhiều dòng hơn mức một bảng chứa được (4.294.967.294)",
        advice: "split the file", adviceVi: "hãy tách tệp")
    case .notJSON: Text(en: "\(path) is not JSON", vi: "\(path) không phải JSON")
    case .noResources:
      Text(
        en: "\(path) lists no resources", vi: "\(path) không liệt kê bảng nào",
        advice: "a data package has a list `resources`, each with a name and a path",
        adviceVi: "gói dữ liệu cần danh sách `resources`, mỗi mục có `name` và `path`")
    case .incompleteResource:
      Text(
        en: "a resource of \(path) has no name or no path",
        vi: "một bảng trong \(path) thiếu `name` hoặc `path`",
        advice: "give it both", adviceVi: "hãy ghi đủ cả hai")
    case .onlyWritten(let format, let command):
      Text(
        en: "\(path) holds \(format), which is written here but not read",
        vi: "\(path) chứa \(format), định dạng chỉ ghi được, không đọc được",
        advice: command.map { "make a CSV file of it: \($0)" }
          ?? "make a CSV file of it, or say what it is: with (format: csv)",
        adviceVi: command.map { "hãy chuyển sang CSV: \($0)" }
          ?? "hãy chuyển sang CSV, hoặc nêu rõ định dạng: with (format: csv)")
    case .onlyRead(let format):
      Text(
        en: "\(format) is read here but not written", vi: "\(format) chỉ đọc được, không ghi được")
    case .noFolder(let folder):
      Text(
        en: "\(path) cannot be written: there is no folder \(folder)",
        vi: "không ghi được \(path): không có thư mục \(folder)",
        advice: "make it first, or let `export` do it: with (folders: true)",
        adviceVi: "hãy tạo thư mục trước, hoặc để `export` tạo: with (folders: true)")
    case .namesFolder:
      Text(
        en: "\(path) names a folder, not a file", vi: "\(path) là tên thư mục, không phải tệp",
        advice: "put a file's name behind it", adviceVi: "hãy ghi thêm tên tệp phía sau")
    case .damaged(let format, let words):
      Text(
        en: "\(path) is a damaged \(format) file: \(words.en)",
        vi: "\(path) là tệp \(format) bị hỏng: \(words.text(in: .vi))",
        advice: "fetch or write the file again", adviceVi: "hãy tải lại hoặc ghi lại tệp")
    case .notReadable(let words, let advice):
      Text(
        en: "\(path) cannot be read: \(words.en)",
        vi: "không đọc được \(path): \(words.text(in: .vi))", advice: advice?.en,
        adviceVi: advice?.text(in: .vi))
    case .codecMissing(let codec):
      Text(
        en: "\(path) is not written with \(codec), which this build was made without",
        vi: "không ghi được \(path) bằng \(codec), bản dựng này không có",
        advice: "leave the compression out: with (compression: none)",
        adviceVi: "hãy bỏ nén: with (compression: none)")
    case .otherType(let type, let wanted, let other):
      Text(
        en: "in \(path) it is \(type), in \(other) \(wanted)",
        vi: "trong \(path) là \(type), trong \(other) là \(wanted)",
        advice: "read the files one by one, and give the column one type",
        adviceVi: "hãy đọc riêng từng tệp và đưa cột về cùng một kiểu")
    case .malformed(let reason): Text(en: "\(path): \(reason)", vi: "\(path): \(reason)")
    }
  }
}
