extension CodeExplanation {
  /// What is said of columns of periods and of series that lack some.
  static let periods: [CodeExplanation] = [
    CodeExplanation(
      "N0230",
      Words(
        en:
          "A period stands at its last day. Beside days, or beside periods of another length, that day alone decides: March equals the first quarter. Bring both to one length first, such as with `year(x)` and `quarter(x)`.",
        vi:
          "Một kỳ đứng ở ngày cuối của nó. Khi so với ngày hoặc với kỳ dài ngắn khác, chỉ ngày đó quyết định: tháng 3 bằng quý 1. Hãy đưa cả hai về cùng độ dài, ví dụ bằng `year(x)` và `quarter(x)`."
      )),
    CodeExplanation(
      "N0231",
      Words(
        en:
          "Rows of two tables are put under each other whose periods are written differently. Those of equal length take the form of the first table; else all become the days on which they end.",
        vi:
          "Hai bảng ghép dòng có kỳ viết khác nhau. Kỳ cùng độ dài lấy cách viết của bảng đầu; nếu không, tất cả thành ngày cuối kỳ."
      )),
    CodeExplanation(
      "N0232",
      Words(
        en:
          "The headings or units of two columns say that one counts by thousands or millions and the other does not, such as `tỷ đồng` beside `triệu đồng`. Sums, differences, ratios and comparisons take the numbers as they stand, so that one of them is to be multiplied first. `label` sets the unit of a column whose heading is wrong.",
        vi:
          "Tiêu đề hoặc đơn vị của hai cột cho thấy một cột tính theo nghìn, triệu hay tỷ còn cột kia thì không, ví dụ `tỷ đồng` và `triệu đồng`. Phép cộng, trừ, chia và so sánh dùng nguyên các số nên cần nhân một vế trước. Nếu tiêu đề sai, `label` đặt lại đơn vị của cột."
      )),
    CodeExplanation(
      "N0460",
      Words(
        en:
          "`complete` puts a new row where the others stand in their periods: month ends at the end of the month, the fifteenth on the fifteenth. Here they stand at different places, so the last day is taken.",
        vi:
          "`complete` đặt dòng mới ở vị trí như các dòng khác trong kỳ: cuối tháng thì cuối tháng, ngày 15 thì ngày 15. Ở đây các dòng đứng khác vị trí nên lấy ngày cuối kỳ."
      )),
    CodeExplanation(
      "N0461",
      Words(
        en:
          "A year with six of its twelve months is summed or compared beside a whole one. Compare the same months, `where month(d) <= 6`, or leave the year out.",
        vi:
          "Một năm mới có sáu trong mười hai tháng được cộng hoặc so với năm đủ tháng. Hãy so các tháng giống nhau, `where month(d) <= 6`, hoặc bỏ năm đó."
      )),
    CodeExplanation(
      "N0530",
      Words(
        en:
          "Every value of a period column names a month, quarter, half, year or school year, all of one length. One value that does not keeps the whole column text: `nulls` takes it for missing.",
        vi:
          "Cột kỳ có mọi giá trị là tháng, quý, nửa năm, năm hoặc năm học cùng độ dài. Chỉ một giá trị khác là cả cột thành văn bản: `nulls` coi giá trị đó là thiếu."
      )),
    CodeExplanation(
      "N0531",
      Words(
        en:
          "Periods of one length in one column are the same however they are written, `1/2024` and `2024-01`; results and exports write them all in the first form.",
        vi:
          "Các kỳ cùng độ dài trong một cột là như nhau dù viết `1/2024` hay `2024-01`; kết quả và tệp xuất viết theo cách đầu tiên."
      )),
    CodeExplanation(
      "N0532",
      Words(
        en:
          "The texts of a period column leave something open: a year named by two counts from September to August, `2011-12` may be a month, two digits of a year lie between 1970 and 2069. With the type text they stay as they are.",
        vi:
          "Văn bản của cột kỳ chưa nói hết: năm ghi bằng hai năm được tính từ tháng 9 đến tháng 8, `2011-12` có thể là tháng, năm hai chữ số nằm trong 1970 đến 2069. Với kiểu text, chúng giữ nguyên."
      )),
    CodeExplanation(
      "N0533",
      Words(
        en:
          "A word such as `..` or `n/a` among periods is read as missing.",
        vi:
          "Từ như `..` hoặc `n/a` giữa các kỳ được đọc là thiếu."
      )),
  ]
}
