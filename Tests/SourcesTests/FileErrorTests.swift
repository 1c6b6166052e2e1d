import Sources
import Testing

@Suite("The words of errors")
struct FileErrorTests {
  @Test("each kind says what is wrong in English and Vietnamese")
  func words() {
    let cases: [(FileError.Kind, String, String)] = [
      (.notFound, "there is no file a.csv", "không có tệp a.csv"),
      (.noPermission, "a.csv may not be opened", "không được phép mở a.csv"),
      (.isDirectory, "a.csv is a folder", "a.csv là thư mục"),
      (.cannotRead("why"), "a.csv cannot be read: why", "không đọc được a.csv: why"),
      (.cannotWrite("why"), "a.csv cannot be written: why", "không ghi được a.csv: why"),
      (.alreadyExists, "a.csv is there already", "a.csv đã có"),
      (.empty, "a.csv is empty", "a.csv rỗng"),
      (.binary, "a.csv holds bytes that are no text", "a.csv chứa dữ liệu không phải văn bản"),
      (
        .content(.cutShort), "a.csv is cut short: it ends before its packed content does",
        "a.csv bị cụt: tệp hết trước khi dữ liệu nén kết thúc"
      ),
      (
        .content(.foreign("a PDF document", command: "pdftotext a.csv -")),
        "a.csv is a PDF document, which is not read here",
        "a.csv là tài liệu PDF, không đọc được ở đây"
      ),
      (
        .content(.severalFiles(["x", "y"], 2)), "a.csv holds 2 files, not one: x, y",
        "a.csv chứa 2 tệp, không phải một: x, y"
      ),
      (
        .content(.undecodable(0x81, encoding: "windows-1258")),
        "this line has a byte (0x81) that is no letter of windows-1258",
        "dòng này có byte (0x81) không phải chữ của windows-1258"
      ),
      (
        .content(.unknownEncoding("klingon")), "there is no encoding klingon",
        "không có bảng mã klingon"
      ),
      (
        .content(.noTable(4, of: 2)), "a.csv has no table 4: it has 2",
        "a.csv không có bảng số 4: chỉ có 2"
      ),
      (.invalidUTF8, "this line is not UTF-8", "dòng này không phải UTF-8"),
      (
        .ragged(found: 1, wanted: 3), "this line has 1 field, the header has 3",
        "dòng này có 1 trường, dòng tiêu đề có 3"
      ),
      (
        .ragged(found: 4, wanted: 3), "this line has 4 fields, the header has 3",
        "dòng này có 4 trường, dòng tiêu đề có 3"
      ),
      (
        .unterminatedQuote, "a quote opens in this line and never closes",
        "dấu nháy mở ở dòng này và không đóng"
      ),
      (.textAfterQuote, "text follows a closing quote", "có chữ sau dấu nháy đóng"),
      (.duplicateColumn("x"), "two columns are called `x`", "có hai cột tên `x`"),
      (.changedWhileRead, "a.csv changed while it was read", "a.csv thay đổi trong khi đọc"),
      (.wrongValue("đ", type: "int"), "\"đ\" is no int", "\"đ\" không phải int"),
      (
        .noHeaderLine(9), "a.csv has no text in line 9, where the header should be",
        "a.csv không có chữ ở dòng 9, nơi phải là tiêu đề"
      ),
      (
        .tooManyRejected(3, of: 9, header: "a, b"),
        "3 of 9 lines of a.csv do not fit the header: a, b",
        "3 trong 9 dòng của a.csv không khớp với tiêu đề: a, b"
      ),
      (.noMatch, "no file fits a.csv", "không có tệp nào khớp a.csv"),
      (
        .missingColumn("x", in: "b.csv"), "a.csv has no column `x`, which b.csv has",
        "a.csv không có cột `x` như b.csv"
      ),
      (
        .tooManyRows, "a.csv has more rows than a table may have (4,294,967,294)",
        "a.csv có nhiều dòng hơn mức một bảng chứa được (4.294.967.294)"
      ),
      (.notJSON, "a.csv is not JSON", "a.csv không phải JSON"),
      (.noResources, "a.csv lists no resources", "a.csv không liệt kê bảng nào"),
      (
        .incompleteResource, "a resource of a.csv has no name or no path",
        "một bảng trong a.csv thiếu `name` hoặc `path`"
      ),
      (.malformed("why"), "a.csv: why", "a.csv: why"),
    ]
    for (kind, english, vietnamese) in cases {
      let error = FileError("a.csv", kind)
      #expect(error.words(vietnamese: false).message == english)
      #expect(error.words(vietnamese: true).message == vietnamese)
      // Advice comes in both languages or in none.
      let advice = error.words(vietnamese: false).advice
      #expect((advice == nil) == (error.words(vietnamese: true).advice == nil), "\(kind)")
    }
  }

  @Test("errors of the device are told from errors of the content")
  func statuses() {
    for kind: FileError.Kind in [
      .notFound, .noPermission, .isDirectory, .cannotRead(""), .cannotWrite(""), .alreadyExists,
      .noMatch,
    ] { #expect(FileError("a", kind).isInputOutput) }
    for kind: FileError.Kind in [
      .empty, .binary, .ragged(found: 1, wanted: 2), .unterminatedQuote, .malformed(""),
    ] { #expect(!FileError("a", kind).isInputOutput) }
  }
}
