extension CodeExplanation {
  /// Names, types and what a step needs.
  static let binding: [CodeExplanation] = [
    CodeExplanation(
      "E0501",
      Words(
        en:
          "A name that no column has at this step. Columns change from step to step: after `group by` only the keys and the aggregates are left, after `select` only what it lists. The message lists the columns that are there; a name with spaces or signs stands in backticks.",
        vi:
          "Tên không phải là cột nào ở bước này. Các cột thay đổi theo từng bước: sau `group by` chỉ còn khóa và hàm tổng hợp, sau `select` chỉ còn những gì được liệt kê. Thông báo cho biết các cột đang có; tên có dấu cách hoặc ký hiệu đặt trong dấu nháy ngược."
      )),
    CodeExplanation(
      "E0502",
      Words(
        en:
          "Names do not care about case as long as that leaves one column. Here several columns differ in case alone, so the name has to be written with their very letters.",
        vi:
          "Tên cột không phân biệt hoa thường khi chỉ có một cột khớp. Ở đây nhiều cột chỉ khác nhau chữ hoa, chữ thường, nên phải viết đúng từng chữ."
      )),
    CodeExplanation(
      "E0503",
      Words(
        en:
          "No table of that name is in the catalogue or was made by `let`, `load` or `as`. A file is written in quotes, `\"data.csv\"`; `.tables` lists the tables.",
        vi:
          "Không có bảng tên đó trong danh mục và cũng không do `let`, `load` hay `as` tạo ra. Tệp phải viết trong dấu nháy, `\"data.csv\"`; `.tables` liệt kê các bảng."
      )),
    CodeExplanation(
      "E0504",
      Words(
        en:
          "`$name` is the value of a parameter, and no `param`, `let` or `-p` has given this one a value before this statement. A parameter is a value, never text put into the query.",
        vi:
          "`$ten` là giá trị của tham số, nhưng trước câu lệnh này chưa có `param`, `let` hay `-p` nào cho giá trị. Tham số là một giá trị, không phải đoạn chữ chèn vào truy vấn."
      )),
    CodeExplanation(
      "E0505",
      Words(
        en:
          "No function has that name, nor does a `def` of this session. `help functions` lists them; names from SQL and spreadsheets are understood where they mean the same.",
        vi:
          "Không có hàm nào tên như vậy, kể cả hàm tạo bằng `def`. `help functions` liệt kê các hàm; tên quen thuộc của SQL và bảng tính được hiểu nếu cùng nghĩa."
      )),
    CodeExplanation(
      "E0506",
      Words(
        en:
          "The function exists, but not for values of these types or this number of arguments. The message says how it is written; convert with `int()`, `float()`, `text()` or `date()` where the type is the matter.",
        vi:
          "Hàm có tồn tại nhưng không nhận các kiểu hoặc số đối số này. Thông báo cho biết cách viết; nếu sai kiểu, hãy chuyển bằng `int()`, `float()`, `text()` hoặc `date()`."
      )),
    CodeExplanation(
      "E0507",
      Words(
        en:
          "A place that wants one type, such as a condition (true or false) or a number of rows, got another. Nothing is converted silently: write the comparison or the conversion out.",
        vi:
          "Vị trí này cần một kiểu nhất định, ví dụ điều kiện (đúng hoặc sai) hay số dòng, nhưng nhận kiểu khác. Không có chuyển đổi ngầm: hãy viết rõ phép so sánh hoặc hàm chuyển kiểu."
      )),
    CodeExplanation(
      "E0508",
      Words(
        en:
          "Keys and columns that are computed need a name, since nothing else could be written after them: `group by decade = year // 10`.",
        vi:
          "Khóa và cột được tính cần có tên, nếu không các bước sau không thể gọi: `group by thap_ky = year // 10`."
      )),
    CodeExplanation(
      "E0509",
      Words(
        en:
          "A table has each column name once, whatever its case. Give one of the two another name with `name = …`.",
        vi:
          "Mỗi tên cột trong bảng chỉ xuất hiện một lần, không phân biệt hoa thường. Hãy đặt tên khác cho một cột bằng `ten = …`."
      )),
    CodeExplanation(
      "E0510",
      Words(
        en:
          "Within a group this column has many values, and the result has one row for the group. An aggregate says which: `sum(x)`, `max(x)`, `first(x)`; or the column belongs to the keys.",
        vi:
          "Trong một nhóm cột này có nhiều giá trị, còn kết quả chỉ có một dòng. Hãy chọn bằng hàm tổng hợp: `sum(x)`, `max(x)`, `first(x)`; hoặc đưa cột vào khóa."
      )),
    CodeExplanation(
      "E0511",
      Words(
        en:
          "`where`, `sort` and a plain `derive` see one row at a time, so there is nothing to aggregate. `group by k: sum(x)` gives a row for each group, `derive by k: s = sum(x)` puts the group's sum beside each row. Functions that look at the rows around, such as `lag(x)`, stand in `derive` with `sort`; a `where` after it uses the new column.",
        vi:
          "`where`, `sort` và `derive` thường xét từng dòng nên không có gì để tổng hợp. `group by k: sum(x)` cho mỗi nhóm một dòng, `derive by k: s = sum(x)` ghi tổng của nhóm vào từng dòng. Hàm nhìn các dòng xung quanh, như `lag(x)`, đứng trong `derive` có `sort`; `where` ở bước sau dùng cột mới."
      )),
    CodeExplanation(
      "E0512",
      Words(
        en:
          "A number of rows, an option or the end of a range must be known before any row is read, so it may not name a column. Literals, parameters and computations with them will do.",
        vi:
          "Số dòng, tùy chọn hay đầu mút của dãy phải biết trước khi đọc dữ liệu, nên không được dùng tên cột. Có thể dùng hằng, tham số và phép tính với chúng."
      )),
    CodeExplanation(
      "E0513",
      Words(
        en:
          "The value is of the right type but outside what makes sense here: a negative number of rows, a share above 1, a range of more than 2^30 numbers.",
        vi:
          "Giá trị đúng kiểu nhưng vô lý ở đây: số dòng âm, tỷ lệ lớn hơn 1, dãy nhiều hơn 2^30 số."
      )),
    CodeExplanation(
      "E0514",
      Words(
        en:
          "A date is compared with a text that is none. Dates are written `@2025-12-31`; as text they may be `\"31/12/2025\"`.",
        vi:
          "Ngày được so sánh với đoạn chữ không phải ngày. Viết ngày là `@2025-12-31`; dạng chữ có thể là `\"31/12/2025\"`."
      )),
    CodeExplanation(
      "E0515",
      Words(
        en:
          "Two columns that are put into one, by `append` or a branch of `case`, have types that do not fit, such as text and int. Convert one, so that what the numbers mean stays your decision.",
        vi:
          "Hai cột được gộp thành một, bởi `append` hoặc nhánh của `case`, có kiểu không hợp nhau, ví dụ chữ và số. Hãy chuyển một bên, để ý nghĩa của con số do bạn quyết định."
      )),
    CodeExplanation(
      "E0516",
      Words(
        en:
          "`_`, and a line that begins with `|`, go on from the last result, which only the prompt has. In a file a result gets a name: `let x = …`, then `x | …`.",
        vi:
          "`_` và dòng bắt đầu bằng `|` làm tiếp từ kết quả trước, điều chỉ có ở dấu nhắc. Trong tệp hãy đặt tên: `let x = …`, rồi `x | …`."
      )),
    CodeExplanation(
      "E0517",
      Words(
        en:
          "An aggregate of an aggregate needs two groupings, one after the other, each with its own keys: `group by unit, year: s = sum(x) | group by unit: m = avg(s)`.",
        vi:
          "Tổng hợp của tổng hợp cần hai lần nhóm liên tiếp, mỗi lần có khóa riêng: `group by unit, year: s = sum(x) | group by unit: m = avg(s)`."
      )),
    CodeExplanation(
      "E0518",
      Words(
        en:
          "A function made by `def` is written out where it is used, so it cannot use itself, directly or through another.",
        vi:
          "Hàm tạo bằng `def` được thay trực tiếp vào chỗ dùng, nên không thể gọi chính nó, dù trực tiếp hay qua hàm khác."
      )),
    CodeExplanation(
      "E0519",
      Words(
        en:
          "A function got more or fewer arguments than it has. The message shows how it is written; what stands in `[ ]` may be left out.",
        vi:
          "Hàm nhận nhiều hoặc ít đối số hơn quy định. Thông báo cho biết cách viết; phần trong `[ ]` có thể bỏ."
      )),
    CodeExplanation(
      "E0520",
      Words(
        en:
          "The name is that of a parameter. Parameters are written with `$`, so that a column of that name in another file never takes their place.",
        vi:
          "Đây là tên của tham số. Tham số viết với `$`, để một cột cùng tên trong tệp khác không thể thay thế nó."
      )),
    CodeExplanation(
      "E0522",
      Words(
        en:
          "A day with strokes, `10/02/2024`, is two divisions in an expression. Days are written `@2024-02-10`; beside a column of dates the text `\"10/02/2024\"` is read as well.",
        vi:
          "Ngày viết với dấu gạch chéo, `10/02/2024`, trong biểu thức là hai phép chia. Ngày được viết là `@2024-02-10`; cạnh cột ngày thì đoạn chữ `\"10/02/2024\"` cũng được đọc."
      )),
    CodeExplanation(
      "E0527",
      Words(
        en:
          "A function made with `def` is put in the place of its call. Functions that call each other, or that use an argument several times, may grow without end that way; so there is a limit. Compute parts of it in a `derive` of their own and refer to those columns.",
        vi:
          "Hàm tạo bằng `def` được thay vào chỗ gọi. Các hàm gọi lẫn nhau hoặc dùng một đối số nhiều lần có thể phình ra vô hạn, nên có giới hạn. Hãy tính từng phần bằng `derive` riêng rồi dùng các cột đó."
      )),
    CodeExplanation(
      "E0521",
      Words(
        en:
          "`load $p` and `export $p` take the path from a parameter, which must then be text: `param p: text = \"data.csv\"`.",
        vi:
          "`load $p` và `export $p` lấy đường dẫn từ tham số, nên tham số phải là chữ: `param p: text = \"data.csv\"`."
      )),
    CodeExplanation(
      "E0530",
      Words(
        en:
          "An analysis needs to know which column is the time. The catalogue's tables say it; elsewhere it is a column called year, quarter, month, date or period, or the one written before the times: `compare nam 2023, 2024`.",
        vi:
          "Bước phân tích cần biết cột thời gian. Bảng trong danh mục có ghi; với bảng khác đó là cột tên year, quarter, month, date hoặc period, hoặc cột viết trước các mốc: `compare nam 2023, 2024`."
      )),
    CodeExplanation(
      "E0531",
      Words(
        en:
          "A time is a year as an int, a date, or a text such as `2024Q1` or `2024-03`. Other columns cannot be put in order of time; `period_end(text)` and `date(text)` convert.",
        vi:
          "Thời gian là năm kiểu int, ngày, hoặc chữ như `2024Q1`, `2024-03`. Cột khác không xếp được theo thời gian; `period_end(text)` và `date(text)` giúp chuyển đổi."
      )),
    CodeExplanation(
      "E0532",
      Words(
        en:
          "The catalogue says of its own tables what is measured. For any other table the step has to be told after a colon: `compare year 2023, 2024 by unit: score`.",
        vi:
          "Danh mục cho biết thước đo của các bảng của nó. Với bảng khác phải ghi sau dấu hai chấm: `compare year 2023, 2024 by unit: score`."
      )),
    CodeExplanation(
      "E0533",
      Words(
        en:
          "`through` renames units, so the units must be among the keys, as text: `by unit`.",
        vi:
          "`through` đổi tên đơn vị, nên đơn vị phải nằm trong khóa, kiểu chữ: `by unit`."
      )),
    CodeExplanation(
      "E0534",
      Words(
        en:
          "A crosswalk is a table of what became of each unit: text columns `from` and `to`, and if it has them a `weight`, codes and the dates between which they held.",
        vi:
          "Bảng chuyển đổi cho biết mỗi đơn vị thành đơn vị nào: cột chữ `from` và `to`, có thể kèm `weight`, mã và thời gian hiệu lực."
      )),
    CodeExplanation(
      "E0535",
      Words(
        en:
          "Going from new units to old ones would have to split a number that nobody counted apart. Bring the older units to the newer ones instead, which only adds up.",
        vi:
          "Đi từ đơn vị mới về đơn vị cũ phải chia một con số chưa ai thống kê riêng. Hãy đưa đơn vị cũ về đơn vị mới, chỉ cần cộng."
      )),
    CodeExplanation(
      "E0536",
      Words(
        en:
          "Following the crosswalk from a unit leads back to it. One of the rows named is wrong, or belongs to another period.",
        vi:
          "Lần theo bảng chuyển đổi từ một đơn vị lại quay về chính nó. Một trong các dòng được nêu bị sai hoặc thuộc thời kỳ khác."
      )),
    CodeExplanation(
      "E0537",
      Words(
        en:
          "The crosswalk has a gap: a unit that is named leads nowhere. Add the row, or leave the unit out of the comparison.",
        vi:
          "Bảng chuyển đổi bị thiếu: có đơn vị không dẫn tới đâu. Hãy thêm dòng, hoặc bỏ đơn vị đó khỏi phép so sánh."
      )),
    CodeExplanation(
      "E0538",
      Words(
        en:
          "`canonical(name)` looks names up in the catalogue's table `aliases` (alias, unit) or `units` (name). Neither is open.",
        vi:
          "`canonical(ten)` tra tên trong bảng `aliases` (alias, unit) hoặc `units` (name) của danh mục, nhưng chưa có bảng nào."
      )),
    CodeExplanation(
      "E0539",
      Words(
        en:
          "Two times of one step share days, such as 2024 and 2024Q1, so an observation would count in both. Compare a year with a year, a quarter with a quarter.",
        vi:
          "Hai mốc của cùng một bước trùng ngày, ví dụ 2024 và 2024Q1, nên một quan sát sẽ được tính hai lần. Hãy so năm với năm, quý với quý."
      )),
    CodeExplanation(
      "E0540",
      Words(
        en:
          "A table of targets has a column for the time by which and one for the value, and beside them what tells which series they belong to.",
        vi:
          "Bảng mục tiêu có cột thời hạn và cột giá trị, kèm các cột cho biết mục tiêu thuộc chuỗi nào."
      )),
    CodeExplanation(
      "E0541",
      Words(
        en:
          "`use name` takes over a scenario that stands before it in the same `whatif`. Scenarios cannot use one that comes later.",
        vi:
          "`use ten` dùng lại một kịch bản đứng trước trong cùng `whatif`. Không thể dùng kịch bản đứng sau."
      )),
    CodeExplanation(
      "E0542",
      Words(
        en:
          "A work list has a column for the status, the due date or the day of completion; these rows have none that could be recognised.",
        vi:
          "Danh sách nhiệm vụ cần cột trạng thái, hạn hoặc ngày hoàn thành; không nhận ra cột nào như vậy."
      )),
    CodeExplanation(
      "E0543",
      Words(
        en:
          "`chart` takes x, y, color, title, width, height and the way of drawing as options, each written `name=value`.",
        vi:
          "`chart` nhận các tùy chọn x, y, color, title, width, height và kiểu vẽ, mỗi tùy chọn viết `ten=gia_tri`."
      )),
    CodeExplanation(
      "E0547",
      Words(
        en:
          "`say` makes sentences of what `track` and `compare` give: the columns that it reads must still be there, and what stands after `by` must be a key of that step.",
        vi:
          "`say` viết câu từ kết quả của `track` và `compare`: các cột cần đọc phải còn nguyên, và cột sau `by` phải là khóa của bước đó."
      )),
    CodeExplanation(
      "E0590",
      Words(
        en:
          "`explain sql` writes a query for a database, and only what means the same there. Steps that read the data while the query is prepared (`pivot`, `compare`, `project` …) and functions that the database lacks have no such form.",
        vi:
          "`explain sql` viết truy vấn cho cơ sở dữ liệu, và chỉ những gì có cùng nghĩa ở đó. Các bước đọc dữ liệu khi chuẩn bị truy vấn (`pivot`, `compare`, `project` …) và các hàm mà cơ sở dữ liệu không có thì không có dạng tương ứng."
      )),
    CodeExplanation(
      "E0591",
      Words(
        en:
          "`explain sql` knows `sqlite`, `duckdb` and `postgres`; the name stands behind `sql` and may be left out.",
        vi:
          "`explain sql` biết `sqlite`, `duckdb` và `postgres`; tên đứng sau `sql` và có thể bỏ qua."
      )),
  ]
}
