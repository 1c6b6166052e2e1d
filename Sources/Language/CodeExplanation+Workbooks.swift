extension CodeExplanation {
  /// What is said of workbooks that are read and written.
  static let workbooks: [CodeExplanation] = [
    CodeExplanation(
      "N0540",
      Words(
        en:
          "A workbook may hold several sheets, but a table is one of them. Without `sheet:` the first visible one that holds data is read, and a hidden one only where no other has any. `.sheets \"file.xlsx\"` lists them; `with (sheet: \"…\")` names one, by its name or its number.",
        vi:
          "Một sổ làm việc có thể có nhiều trang tính, còn một bảng là một trang. Không có `sheet:` thì đọc trang hiển thị đầu tiên có dữ liệu, trang ẩn chỉ khi không còn trang nào. `.sheets \"tệp.xlsx\"` liệt kê; `with (sheet: \"…\")` chọn theo tên hoặc số thứ tự."
      )),
    CodeExplanation(
      "N0541",
      Words(
        en:
          "Cells in which a formula failed (`#REF!`, `#DIV/0!`, `#N/A`) hold no value, so they are null, like empty ones. The note tells how many and where the first is, for looking at it in Excel.",
        vi:
          "Ô có công thức lỗi (`#REF!`, `#DIV/0!`, `#N/A`) không có giá trị nên là null như ô trống. Ghi chú cho biết số ô và vị trí đầu tiên để xem lại trong Excel."
      )),
    CodeExplanation(
      "N0542",
      Words(
        en:
          "A workbook keeps the last value of each formula beside it, and that is what is read; nothing is computed here. Workbooks written by programs often lack those values: open such a file in Excel or LibreOffice and save it.",
        vi:
          "Sổ làm việc lưu giá trị cuối của mỗi công thức và đó là giá trị được đọc; ở đây không tính lại. Tệp do chương trình tạo thường thiếu giá trị này: hãy mở bằng Excel hoặc LibreOffice rồi lưu lại."
      )),
    CodeExplanation(
      "N0543",
      Words(
        en:
          "Cells merged over several rows keep one value, in the first. Texts and dates are repeated in the rows below, since they name what those rows are about; numbers are not, since a sum would count them several times. `merged: fill` repeats all, `merged: first` nothing.",
        vi:
          "Ô gộp nhiều dòng chỉ giữ một giá trị ở dòng đầu. Văn bản và ngày được lặp lại ở các dòng dưới vì chúng nói các dòng đó thuộc về đâu; số thì không, vì tổng sẽ tính nhiều lần. `merged: fill` lặp lại tất cả, `merged: first` không lặp lại gì."
      )),
    CodeExplanation(
      "N0544",
      Words(
        en:
          "Excel counts days from 1900, with a day 0 and a 29 February 1900 that there never were. Cells that hold such a number with a date's format are null; most often they are empty dates that a formula filled with 0.",
        vi:
          "Excel đếm ngày từ 1900, có cả ngày 0 và 29/2/1900 không tồn tại. Ô chứa số như vậy với định dạng ngày là null; thường đó là ngày trống mà công thức điền 0."
      )),
    CodeExplanation(
      "N0545",
      Words(
        en:
          "A percentage is a fraction that is shown times a hundred. Where all numbers of a column are shown so, they are read as shown, with the unit %; where plain numbers stand among them, all are read as Excel computes with them.",
        vi:
          "Phần trăm là phân số được hiển thị nhân một trăm. Khi mọi số trong cột đều như vậy, chúng được đọc như hiển thị với đơn vị %; khi lẫn số thường, tất cả được đọc như Excel tính toán."
      )),
    CodeExplanation(
      "N0546",
      Words(
        en:
          "Some dates of the column are dates to Excel, others are texts or plain day numbers, often because a file in another order of day and month was opened: Excel made dates of those it could read, perhaps with day and month in the wrong places, and left the rest. Compare a few with their source.",
        vi:
          "Một số ngày trong cột là ngày thật của Excel, số khác là văn bản hoặc số ngày, thường do mở tệp có thứ tự ngày tháng khác: Excel chuyển những giá trị đọc được, có thể đổi chỗ ngày và tháng, và để nguyên phần còn lại. Hãy đối chiếu vài giá trị với nguồn."
      )),
    CodeExplanation(
      "N0547",
      Words(
        en:
          "A number format may leave off thousands or millions (`#,##0,`): the sheet shows 12 for 12,345. What is read is the number itself, so a heading such as \"nghìn đồng\" does not hold for it.",
        vi:
          "Định dạng số có thể bỏ hàng nghìn hoặc triệu (`#,##0,`): trang tính hiện 12 cho 12.345. Giá trị được đọc là số đầy đủ nên tiêu đề như \"nghìn đồng\" không còn đúng."
      )),
    CodeExplanation(
      "N0548",
      Words(
        en:
          "A filter or a person has hidden rows of the sheet. They belong to its data all the same and are read; leave them out with `where` if they are not meant.",
        vi:
          "Bộ lọc hoặc người dùng đã ẩn một số dòng của trang tính. Chúng vẫn là dữ liệu và được đọc; hãy dùng `where` để bỏ nếu không cần."
      )),
    CodeExplanation(
      "N0552",
      Words(
        en:
          "A sheet may hold several tables: one below another with empty rows between, each with its own row of names over its numbers, or side by side with an empty column between and the same names. The first is read with the titles above it; `with (range: \"A15:D20\")` reads another one. Where all is one table after all, `with (range: \"A1:D20\")` says so.",
        vi:
          "Một trang tính có thể chứa nhiều bảng: bảng này dưới bảng kia, cách nhau bằng dòng trống, mỗi bảng có dòng tên cột riêng trên các số; hoặc cạnh nhau, cách bằng cột trống, trùng tên cột. Bảng đầu được đọc cùng tiêu đề phía trên; `with (range: \"A15:D20\")` đọc bảng khác. Nếu tất cả thực ra là một bảng thì ghi rõ bằng `with (range: \"A1:D20\")`."
      )),
    CodeExplanation(
      "N0549",
      Words(
        en:
          "A workbook cannot hold some values: dates before March 1900 (programs count them in different ways), whole numbers of more than 15 digits, and what is infinite. They are written as text, which shows the same and is not computed with.",
        vi:
          "Sổ làm việc không chứa được một số giá trị: ngày trước tháng 3/1900 (mỗi chương trình đếm một cách), số nguyên hơn 15 chữ số và số vô hạn. Chúng được ghi dưới dạng văn bản, hiển thị như cũ nhưng không tính toán được."
      )),
    CodeExplanation(
      "N0713",
      Words(
        en:
          "`with (excel: true)` writes what Excel opens rightly by a double click: a byte order mark for Vietnamese letters, the signs of the language that is set, and texts such as 00123, 12E4 or 10/2025 as =\"00123\", which Excel shows as they are; so are texts that begin with = + - @, which it would run as formulas (long ones get ' before). For other programs leave the option out.",
        vi:
          "`with (excel: true)` ghi tệp mà Excel mở đúng khi bấm đúp: có dấu BOM cho chữ tiếng Việt, dấu phân cách theo ngôn ngữ đang đặt, và văn bản như 00123, 12E4 hay 10/2025 ghi dạng =\"00123\" để Excel hiện nguyên văn; văn bản bắt đầu bằng = + - @, mà Excel sẽ chạy như công thức, cũng vậy (văn bản dài thì thêm ' ở trước). Với chương trình khác, hãy bỏ tùy chọn này."
      )),
    CodeExplanation(
      "N0714",
      Words(
        en:
          "JSON, Parquet and Arrow keep a column in one type, so that a row of totals over a number or a date could not be told from a row of data; it is left out. `derive year = text(year)` before `group … with totals` lets the key say it.",
        vi:
          "JSON, Parquet và Arrow giữ mỗi cột một kiểu, nên không phân biệt được dòng tổng của một khóa là số hay ngày với dòng dữ liệu; dòng đó được bỏ. `derive year = text(year)` trước `group … with totals` thì khóa ghi được chữ."
      )),
  ]
}
