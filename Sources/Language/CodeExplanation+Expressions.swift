extension CodeExplanation {
  /// Expressions.
  static let expressions: [CodeExplanation] = [
    CodeExplanation(
      "E0301",
      Words(
        en:
          "`a < b < c` would compare the answer of the first comparison with c, which is never meant. Write `a < b and b < c`, or `b between a and c` where both ends belong to it.",
        vi:
          "`a < b < c` sẽ so sánh kết quả của phép so sánh đầu với c, điều không ai muốn. Hãy viết `a < b and b < c`, hoặc `b between a and c` nếu tính cả hai đầu."
      )),
    CodeExplanation(
      "E0302",
      Words(
        en:
          "Brackets inside brackets, or one operator after another, go on for longer than can be worked out safely. Chains of `and` and `or` may be of any length; a long sum is an aggregate, a long choice a join with a small table.",
        vi:
          "Ngoặc lồng ngoặc, hoặc phép toán nối tiếp nhau, dài hơn mức xử lý an toàn. Chuỗi `and` và `or` dài bao nhiêu cũng được; tổng dài nên dùng hàm tổng hợp, lựa chọn dài nên nối với một bảng nhỏ."
      )),
    CodeExplanation(
      "E0303",
      Words(
        en:
          "One statement has more steps than is allowed. Keep a part with `let` and go on from its name.",
        vi:
          "Một câu lệnh có nhiều bước hơn mức cho phép. Hãy giữ một phần bằng `let` rồi tiếp tục từ tên đó."
      )),
    CodeExplanation(
      "E0304",
      Words(
        en:
          "`%` between two values is the remainder of a division. Rates are plain numbers in percent here, so `rate > 80` says what `80%` was meant to say. Only `interval` and the clauses of `whatif` read a percentage.",
        vi:
          "`%` giữa hai giá trị là phép lấy phần dư. Tỷ lệ ở đây là số thường theo phần trăm, nên hãy viết `rate > 80`. Chỉ `interval` và các mệnh đề của `whatif` đọc được dấu phần trăm."
      )),
    CodeExplanation(
      "E0305",
      Words(
        en:
          "A step sees one table, so its columns need no table name. After a `join` a column that both tables have gets `_2` on the right side.",
        vi:
          "Một bước chỉ thấy một bảng, nên cột không cần tên bảng. Sau `join`, cột trùng tên bên phải được thêm `_2`."
      )),
    CodeExplanation(
      "E0306",
      Words(
        en: "Items are separated by commas; here a second item begins without one.",
        vi: "Các mục cách nhau bằng dấu phẩy; ở đây mục thứ hai bắt đầu mà thiếu dấu phẩy.")),
    CodeExplanation(
      "E0307",
      Words(
        en:
          "`\"…\"` and `'…'` are text. A name with spaces or signs stands in backticks: `` `Tỷ lệ (%)` ``.",
        vi:
          "`\"…\"` và `'…'` là chữ. Tên có dấu cách hay ký hiệu đặt trong dấu nháy ngược: `` `Tỷ lệ (%)` ``."
      )),
    CodeExplanation(
      "E0308",
      Words(
        en:
          "`*` multiplies. All columns are there without asking, and rows are counted with `count()`.",
        vi:
          "`*` là phép nhân. Không cần hỏi thì mọi cột đều có sẵn, còn đếm dòng thì dùng `count()`."
      )),
    CodeExplanation(
      "E0309",
      Words(
        en:
          "A choice among several conditions is written `case { a > 90 => \"high\", a > 50 => \"middle\", else => \"low\" }`; the first that is true decides, and `else`, if any, comes last. For one condition there is `if(a > 90, \"high\", \"low\")`.",
        vi:
          "Lựa chọn theo nhiều điều kiện viết `case { a > 90 => \"cao\", a > 50 => \"vừa\", else => \"thấp\" }`; điều kiện đúng đầu tiên quyết định, `else` nếu có thì đứng cuối. Với một điều kiện, dùng `if(a > 90, \"cao\", \"thấp\")`."
      )),
    CodeExplanation(
      "E0310",
      Words(
        en:
          "Round brackets group an expression; a list stands in square ones: `in [1, 2]`. And `not` binds looser than comparisons and arithmetic, so inside them it needs round brackets of its own.",
        vi:
          "Ngoặc tròn để nhóm biểu thức; danh sách đặt trong ngoặc vuông: `in [1, 2]`. Còn `not` có độ ưu tiên thấp hơn so sánh và số học, nên bên trong chúng cần có ngoặc tròn riêng."
      )),
    CodeExplanation(
      "E0311",
      Words(
        en: "A range is `from..to`, both ends included; it has no step.",
        vi: "Khoảng viết là `từ..đến`, gồm cả hai đầu; không có bước nhảy.")),
    CodeExplanation(
      "E0312",
      Words(
        en:
          "A join matches rows whose keys are equal: `on unit`, or `on code == unit_code` with the left table's column on the left. Several keys are separated by commas. A key may be another comparison: `on unit, day between start and end`, `on unit, year >= since`. `join nearest source on unit, day >= day` takes for each row the one row of the source that is nearest in the last key; `join cross source` takes every row with every row. For other conditions join first and use `where` after it.",
        vi:
          "Phép nối ghép các dòng có khóa bằng nhau: `on unit`, hoặc `on code == unit_code` với cột của bảng trái ở bên trái. Nhiều khóa cách nhau bằng dấu phẩy. Khóa có thể là phép so sánh khác: `on unit, day between start and end`, `on unit, year >= since`. `join nearest nguồn on unit, day >= day` lấy cho mỗi dòng một dòng của nguồn gần nhất theo khóa cuối; `join cross nguồn` ghép mọi dòng với mọi dòng. Điều kiện khác thì nối trước rồi dùng `where`."
      )),
    CodeExplanation(
      "E0313",
      Words(
        en:
          "Different values are counted with `count_distinct(x)`; for other aggregates use the step `distinct` first.",
        vi:
          "Đếm các giá trị khác nhau bằng `count_distinct(x)`; với hàm tổng hợp khác, hãy dùng bước `distinct` trước."
      )),
  ]

  /// What-if.
  static let assumptions: [CodeExplanation] = [
    CodeExplanation(
      "E0401",
      Words(
        en:
          "A scenario is made of clauses joined by `then`: pace, step, add, reach, catchup, freeze, delay, dip, cap, floor, total, reallocate, allocate, solve, use, stop and only.",
        vi:
          "Kịch bản gồm các mệnh đề nối bằng `then`: pace, step, add, reach, catchup, freeze, delay, dip, cap, floor, total, reallocate, allocate, solve, use, stop và only."
      )),
    CodeExplanation(
      "E0402",
      Words(
        en:
          "The clause has no such part: `ramp` belongs to `pace`, `fade` to `step`, `recover` to `dip`; `from` and `to` to what lasts for years; `for` narrows any clause to some units.",
        vi:
          "Mệnh đề này không có phần đó: `ramp` thuộc `pace`, `fade` thuộc `step`, `recover` thuộc `dip`; `from` và `to` dành cho điều kéo dài nhiều năm; `for` giới hạn mệnh đề ở một số đơn vị."
      )),
    CodeExplanation(
      "E0403",
      Words(
        en:
          "Each scenario has a name of its own, by which the result speaks of it: `faster = pace * 1.5 from 2026, needed = reach 90 by 2030`.",
        vi:
          "Mỗi kịch bản có tên riêng để kết quả nhắc đến: `faster = pace * 1.5 from 2026, needed = reach 90 by 2030`."
      )),
  ]

  /// Warnings and hints: the query runs.
  static let hints: [CodeExplanation] = [
    CodeExplanation(
      "W0101",
      Words(
        en:
          "Null is an unknown value, so a comparison with it is unknown too and `where` keeps no row. `is null` and `is not null` ask whether a value is there.",
        vi:
          "Null là giá trị chưa biết, nên so sánh với nó cũng chưa biết và `where` không giữ dòng nào. Dùng `is null` và `is not null` để hỏi có giá trị hay không."
      )),
    CodeExplanation(
      "H0101",
      Words(
        en: "The word of another language was understood; the hint gives the one used here.",
        vi: "Từ của ngôn ngữ khác đã được hiểu; gợi ý nêu từ dùng ở đây.")),
    CodeExplanation(
      "H0102",
      Words(
        en:
          "A `-` before a sort key means descending: `sort -rate, unit`. Ascending is the default. Nulls come last either way, unless the key says `nulls first`.",
        vi:
          "Dấu `-` trước khóa sắp xếp nghĩa là giảm dần: `sort -rate, unit`. Mặc định là tăng dần. Null luôn đứng cuối, trừ khi khóa ghi `nulls first`."
      )),
    CodeExplanation(
      "H0103",
      Words(
        en: "Keys of a join are listed with commas; `and` was understood as that.",
        vi: "Các khóa nối được liệt kê bằng dấu phẩy; `and` đã được hiểu như vậy.")),
    CodeExplanation(
      "H0104",
      Words(
        en: "`group by district: …` is the usual form; without `by` it was understood.",
        vi: "Dạng thường dùng là `group by district: …`; thiếu `by` vẫn được hiểu.")),
    CodeExplanation(
      "H0105",
      Words(
        en:
          "`count()` counts rows and `count(x)` the values of x that are not null; the star was understood as the former.",
        vi:
          "`count()` đếm dòng, `count(x)` đếm các giá trị khác null của x; dấu sao được hiểu theo nghĩa đầu."
      )),
  ]
}
