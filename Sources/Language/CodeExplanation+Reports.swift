extension CodeExplanation {
  /// Reports.
  static let reports: [CodeExplanation] = [
    CodeExplanation(
      "E0740",
      Words(
        en:
          "In a report `{x}` stands for a value: an expression over parameters and over tables of one row, `{table.column}` or `{table}` where it has one column. `{x:1}` has one decimal, of a number. Several rows are an error, since a sentence can say only one; none, or a missing value, is written as \"no data\". A brace that is only text is written `\\{`.",
        vi:
          "Trong báo cáo, `{x}` là một giá trị: biểu thức trên các tham số và các bảng một dòng, `{bảng.cột}`, hoặc `{bảng}` nếu bảng có một cột. `{x:1}` có một chữ số thập phân, chỉ dùng cho số. Nhiều dòng là lỗi, vì câu văn chỉ nói được một giá trị; không có dòng nào hoặc thiếu giá trị thì ghi \"chưa có số liệu\". Dấu ngoặc chỉ là chữ thì viết `\\{`."
      )),
    CodeExplanation(
      "E0741",
      Words(
        en:
          "A fence of statements begins with ```` ```tiendo ```` at the beginning of a line and ends with as many backticks. Behind the word stand its options: `hide` (runs, shows nothing), `fold` (the statements under what they give), `title=\"…\"` (with values, as sentences have them), `rows=20`.",
        vi:
          "Khối lệnh bắt đầu bằng ```` ```tiendo ```` ở đầu dòng và kết thúc bằng đúng số dấu huyền đó. Sau từ này là các tùy chọn: `hide` (chạy, không hiện gì), `fold` (hiện câu lệnh dưới kết quả), `title=\"…\"` (nhận giá trị như câu văn), `rows=20`."
      )),
    CodeExplanation(
      "E0742",
      Words(
        en:
          "`{if condition}…{else}…{end}` keeps one of two texts. The condition is true or false; where data are missing it has no value and the report stops, since neither text would be right.",
        vi:
          "`{if điều kiện}…{else}…{end}` giữ lại một trong hai đoạn. Điều kiện phải đúng hoặc sai; khi thiếu số liệu thì không có giá trị và báo cáo dừng lại, vì không đoạn nào đúng."
      )),
    CodeExplanation(
      "E0743",
      Words(
        en:
          "The head of a report stands between two lines `---`: `title`, `lang`, `param: { month: 2025-10 }`, `form: nd30` with `organ`, `number`, `place`, `date`, `signer` and more. Other keys are errors, so that a slip is not lost.",
        vi:
          "Phần đầu báo cáo nằm giữa hai dòng `---`: `title`, `lang`, `param: { thang: 2025-10 }`, `form: nd30` cùng `organ`, `number`, `place`, `date`, `signer`… Khóa khác là lỗi, để lỗi gõ không bị bỏ qua."
      )),
    CodeExplanation(
      "E0744",
      Words(
        en:
          "A report is written whole or not at all, so its statements write no other files: `export` and `chart … to` belong into a query file for `tiendo run`.",
        vi:
          "Báo cáo được ghi trọn vẹn hoặc không ghi gì, nên câu lệnh trong đó không ghi tệp khác: `export` và `chart … to` thuộc về tệp truy vấn cho `tiendo run`."
      )),
    CodeExplanation(
      "E0745",
      Words(
        en:
          "A page holds its pictures itself, since it asks nothing of the network: `![logo](logo.png)` is read from the folder of the report (png, jpg, gif, svg, webp, at most 10 MiB). A file that is missing, too large or no picture is an error, and so is an address such as https://…; `--safe` keeps to its folders.",
        vi:
          "Trang tự chứa các hình vì không lấy gì từ mạng: `![logo](logo.png)` được đọc từ thư mục của báo cáo (png, jpg, gif, svg, webp, tối đa 10 MiB). Tệp thiếu, quá lớn hoặc không phải hình là lỗi; địa chỉ như https://… cũng vậy; `--safe` giữ trong các thư mục được phép."
      )),
    CodeExplanation(
      "E0746",
      Words(
        en:
          "A report with nothing but front matter and blank lines would be an empty page. It is an error, since most often another file was meant.",
        vi:
          "Báo cáo chỉ có phần đầu và dòng trống sẽ thành trang trắng. Đây là lỗi, vì thường là chọn nhầm tệp."
      )),
  ]
}
