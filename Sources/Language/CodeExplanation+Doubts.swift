extension CodeExplanation {
  /// What is said of values that may mean something else than they say.
  static let doubts: [CodeExplanation] = [
    CodeExplanation(
      "N0528",
      Words(
        en:
          "A minus may stand behind a number (`5-`) or be an en dash (`–5`): beside other numbers these are negative. A column of nothing but such values, or `(5)`, may as well hold labels, and numbers with words beside them (`5 tr`) are texts; the note has the expression that makes numbers of them. Ranges (`5-9`, `10-14`) sort as texts too unless by `natural`.",
        vi:
          "Dấu trừ có thể đứng sau số (`5-`) hoặc là gạch ngang (`–5`): cạnh các số khác thì đó là số âm. Cột chỉ gồm các giá trị như vậy hoặc `(5)` có thể là nhãn, còn số kèm chữ (`5 tr`) là văn bản; ghi chú nêu biểu thức để đọc thành số. Khoảng số (`5-9`, `10-14`) cũng xếp theo chữ nếu không dùng `natural`."
      )),
    CodeExplanation(
      "N0524",
      Words(
        en:
          "Programs write -9999, 999 or 31/12/9999 where nothing is known. Such a value is kept and counted, since it may be true; `nulls` takes it out.",
        vi:
          "Nhiều chương trình ghi -9999, 999 hoặc 31/12/9999 khi không có dữ liệu. Giá trị đó vẫn được giữ và được tính, vì có thể là thật; `nulls` loại nó ra."
      )),
    CodeExplanation(
      "N0525",
      Words(
        en:
          "Whole numbers such as 20240131, 202401 or 45292 may be days, months or days as a spreadsheet counts them, 2024.01 a month, and 1.10 a place in an outline that differs from 1.1. They are read as numbers; the note says how to read them otherwise.",
        vi:
          "Số nguyên như 20240131, 202401 hoặc 45292 có thể là ngày, tháng hoặc ngày theo cách đếm của bảng tính, 2024.01 có thể là tháng, còn 1.10 là số mục khác với 1.1. Chúng được đọc là số; ghi chú nêu cách đọc khác."
      )),
    CodeExplanation(
      "N0526",
      Words(
        en:
          "A first column that is filled in the first row of each group alone comes from merged cells. The rows below have no value there, so that grouping by it puts them together; `fill` carries the value down.",
        vi:
          "Cột đầu chỉ có giá trị ở dòng đầu mỗi nhóm thường là do ô gộp. Các dòng bên dưới để trống nên khi nhóm sẽ dồn vào một; `fill` điền giá trị từ trên xuống."
      )),
    CodeExplanation(
      "N0527",
      Words(
        en:
          "`Hoà Bình` and `Hòa Bình`, `ĐIỆN BIÊN` and `Điện Biên`, one space or two: a reader takes them for the same, a program for different texts, so that groups are split and joins miss rows. `group by k = fold(x)` puts them together, without diacritics; `~` finds them all.",
        vi:
          "`Hoà Bình` và `Hòa Bình`, `ĐIỆN BIÊN` và `Điện Biên`, một hay hai khoảng trắng: người đọc coi là một, chương trình coi là khác, nên nhóm bị tách và nối bảng bị sót dòng. `group by k = fold(x)` gộp chúng lại, bỏ dấu; `~` tìm được tất cả."
      )),
    CodeExplanation(
      "N0534",
      Words(
        en:
          "The texts look like times that no type reads: weeks, months without a year, instalments, figures since the beginning of the year, days among words, `01/23`. The column stays text, which has an order of its own (`Tuần 10` before `Tuần 2`); the note says what to write.",
        vi:
          "Văn bản giống thời gian nhưng không có kiểu nào đọc được: tuần, tháng không có năm, đợt, số lũy kế, ngày lẫn với chữ, `01/23`. Cột giữ là văn bản với thứ tự riêng (`Tuần 10` trước `Tuần 2`); ghi chú nêu cách viết."
      )),
  ]
}
