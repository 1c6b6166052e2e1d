extension CodeExplanation {
  /// What only the data tell.
  static let running: [CodeExplanation] = [
    CodeExplanation(
      "E0601",
      Words(
        en:
          "Integers have 64 bits and never wrap round or turn into floats on their own. `float(x)` on one side allows greater numbers, which are then approximate.",
        vi:
          "Số nguyên có 64 bit, không tự quay vòng hay thành số thực. Dùng `float(x)` ở một bên nếu chấp nhận kết quả gần đúng."
      )),
    CodeExplanation(
      "E0602",
      Words(
        en:
          "A function got a value that it has no answer for, such as the root of a negative number. `where` keeps such rows out; `case { … }` gives them a value of their own.",
        vi:
          "Hàm nhận giá trị không có kết quả, ví dụ căn của số âm. Dùng `where` để loại các dòng đó, hoặc `case { … }` để cho chúng giá trị riêng."
      )),
    CodeExplanation(
      "E0603",
      Words(
        en:
          "The sum of integers leaves 64 bits. Aggregate `float(x)` where an approximate result will do.",
        vi:
          "Tổng các số nguyên vượt quá 64 bit. Hãy tổng hợp `float(x)` nếu chấp nhận kết quả gần đúng."
      )),
    CodeExplanation(
      "E0610",
      Words(
        en:
          "The query would need more memory than `set memory` or `--memory` allows. Filter earlier, select fewer columns, or raise the limit.",
        vi:
          "Truy vấn cần nhiều bộ nhớ hơn mức `set memory` hoặc `--memory` cho phép. Hãy lọc sớm hơn, chọn ít cột hơn, hoặc nâng giới hạn."
      )),
    CodeExplanation(
      "E0611",
      Words(
        en:
          "A table can have about four thousand million rows. A join whose key repeats on both sides multiplies rows: `expect one` finds that out early.",
        vi:
          "Một bảng chứa được khoảng bốn tỷ dòng. Phép nối có khóa lặp ở cả hai bên làm số dòng nhân lên: `expect one` phát hiện sớm."
      )),
    CodeExplanation(
      "E0620",
      Words(
        en:
          "`expect one` promises that each key occurs once on the right side, and it does not. Otherwise rows of the left side would be counted twice without a word.",
        vi:
          "`expect one` bảo đảm mỗi khóa chỉ có một lần ở bên phải, nhưng thực tế không phải vậy. Nếu bỏ qua, các dòng bên trái sẽ bị đếm trùng."
      )),
    CodeExplanation(
      "E0621",
      Words(
        en:
          "A pivot makes a column for each value, and so many columns are nothing that anyone could read. Pivot something with fewer values, such as `year(day)`, or group by both.",
        vi:
          "Pivot tạo một cột cho mỗi giá trị, và nhiều cột như vậy thì không ai đọc được. Hãy pivot theo thứ ít giá trị hơn, ví dụ `year(ngay)`, hoặc nhóm theo cả hai."
      )),
    CodeExplanation(
      "E0630",
      Words(
        en:
          "None of the rows lies in that time, so nothing can be compared; a neighbouring year is never taken instead. The message lists the times there are.",
        vi:
          "Không có dòng nào thuộc mốc thời gian đó nên không thể so sánh; không bao giờ lấy năm kế bên thay thế. Thông báo liệt kê các mốc đang có."
      )),
    CodeExplanation(
      "E0631",
      Words(
        en:
          "Two rows say different things of one unit at one time. Either a key is missing that tells them apart, or one is a correction: `duplicates last`, `mean` or `sum` says which counts.",
        vi:
          "Hai dòng cho giá trị khác nhau về cùng đơn vị, cùng thời điểm. Hoặc thiếu một khóa để phân biệt, hoặc có một dòng đính chính: `duplicates last`, `mean` hay `sum` cho biết dùng cách nào."
      )),
    CodeExplanation(
      "E0632",
      Words(
        en:
          "To split a change into the units' own change and that of their mix, the parts of the rate must be known: decompose `rate(covered, total)` or a weighted mean.",
        vi:
          "Để tách thay đổi thành phần của từng đơn vị và phần do cơ cấu, phải biết tử và mẫu: phân rã `rate(covered, total)` hoặc trung bình có trọng số."
      )),
    CodeExplanation(
      "E0633",
      Words(
        en:
          "A decomposition tells what each unit adds to the change of the whole, so the units must be among the keys: `by unit`.",
        vi:
          "Phân rã cho biết mỗi đơn vị đóng góp bao nhiêu vào thay đổi chung, nên đơn vị phải nằm trong khóa: `by unit`."
      )),
    CodeExplanation(
      "E0638",
      Words(
        en:
          "`project`, `whatif` and `track` count in years, from 1 to 9999. A time outside them is a code such as 99999 for “unknown”, or a column that is no year: leave those rows out with `where`, or name the column of time.",
        vi:
          "`project`, `whatif` và `track` tính theo năm, từ 1 đến 9999. Thời điểm nằm ngoài thường là mã như 99999 cho “không rõ”, hoặc cột không phải năm: hãy bỏ các dòng đó bằng `where`, hoặc ghi tên cột thời gian."
      )),
    CodeExplanation(
      "E0640",
      Words(
        en:
          "`using` takes the name of a projection method. `docs/methods.md` says what each does and when; without it the method is chosen by how much the data carry.",
        vi:
          "`using` nhận tên một phương pháp dự báo. `docs/methods.md` giải thích từng phương pháp; nếu bỏ qua, phương pháp được chọn theo lượng dữ liệu."
      )),
    CodeExplanation(
      "E0641",
      Words(
        en:
          "A scenario names a unit that is not among the series it is about. Names match whatever their case and diacritics; the other units are answered all the same.",
        vi:
          "Kịch bản nêu một đơn vị không có trong các chuỗi. Tên khớp không phân biệt hoa thường và dấu; các đơn vị khác vẫn được tính."
      )),
    CodeExplanation(
      "E0650",
      Words(
        en:
          "A database would send more rows than `set pull_limit` allows, because a step of the query has to be computed here. A filter or a group before that step lets the database do more of the work; `explain` shows what it is asked.",
        vi:
          "Cơ sở dữ liệu sẽ gửi nhiều dòng hơn mức `set pull_limit` cho phép, vì có bước phải tính ở đây. Đặt bộ lọc hoặc gộp nhóm trước bước đó để cơ sở dữ liệu làm được nhiều hơn; `explain` cho thấy nó được hỏi gì."
      )),
    CodeExplanation(
      "E0651",
      Words(
        en:
          "A database said that a column has one type and sent values of another. SQLite in particular keeps any value in any column.",
        vi:
          "Cơ sở dữ liệu báo cột có một kiểu nhưng gửi giá trị kiểu khác. Riêng SQLite giữ được mọi giá trị trong mọi cột."
      )),
    CodeExplanation(
      "E0680",
      Words(
        en:
          "An `assert` did not hold. The rows that broke it are shown, up to twenty; the exit status is 3 and the run stops there.",
        vi:
          "Một điều kiện kiểm tra (`assert`) không đạt. Các dòng vi phạm được hiện, tối đa hai mươi; mã kết thúc là 3 và phiên chạy dừng ở đó."
      )),
    CodeExplanation(
      "E0690",
      Words(
        en:
          "The run was interrupted, or `--timeout` passed. Files that were being written are left as they were before.",
        vi:
          "Phiên chạy bị ngắt hoặc hết `--timeout`. Tệp đang ghi được giữ nguyên như trước."
      )),
    CodeExplanation(
      "E0698",
      Words(
        en:
          "An internal error: a rule of the optimiser gave a plan other columns than it had, so the query was not answered. Nothing is wrong with the query; please report it. `set optimizer \"-RULE\"` leaves the rule out until it is mended, and the answer is then the same, only slower.",
        vi:
          "Lỗi nội bộ: một quy tắc tối ưu làm kế hoạch truy vấn có các cột khác, nên truy vấn không được trả lời. Truy vấn không sai; xin báo lại. `set optimizer \"-TÊN\"` bỏ quy tắc đó cho đến khi được sửa; kết quả vẫn như vậy, chỉ chậm hơn."
      )),
    CodeExplanation(
      "E0699",
      Words(
        en:
          "An error that no part of the program foresaw. Please report it with the query and, if you can, the data.",
        vi:
          "Lỗi mà chương trình chưa lường trước. Xin báo lại kèm truy vấn và, nếu được, dữ liệu."
      )),
  ]
}
