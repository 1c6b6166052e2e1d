extension CodeExplanation {
  /// Signs, numbers and texts.
  static let signs: [CodeExplanation] = [
    CodeExplanation(
      "E0101",
      Words(
        en:
          "A sign that the language does not have, often one of another language (`&&`, `!`, `≥`) or one that a text processor put in (curly quotes, a long dash). Names with other signs than letters, digits and `_` stand in backticks: `` `Tỷ lệ (%)` ``.",
        vi:
          "Một ký hiệu mà ngôn ngữ không có, thường đến từ ngôn ngữ khác (`&&`, `!`, `≥`) hoặc do phần mềm soạn thảo đổi (nháy cong, gạch dài). Tên có ký tự khác chữ cái, chữ số và `_` đặt trong dấu nháy ngược: `` `Tỷ lệ (%)` ``."
      )),
    CodeExplanation(
      "E0102",
      Words(
        en:
          "A text starts here and never ends. Texts stand between two `\"` or two `'`, and may run over several lines. A quote that belongs to the text is doubled or follows a backslash: `'it''s'`, `\"6\\\" pipe\"`. What follows the open quote's line is read as usual, so that the other errors are found too.",
        vi:
          "Một đoạn chữ mở ở đây mà không đóng. Chữ đặt giữa hai dấu `\"` hoặc hai dấu `'`, có thể dài nhiều dòng. Dấu nháy nằm trong chữ thì viết đôi hoặc đứng sau dấu gạch chéo ngược. Phần sau dòng này vẫn được đọc bình thường để tìm các lỗi khác."
      )),
    CodeExplanation(
      "E0103",
      Words(
        en:
          "A name in backticks must close on its own line and hold something. A backtick that belongs to the name is doubled.",
        vi:
          "Tên trong dấu nháy ngược phải đóng trong cùng dòng và không được trống. Dấu nháy ngược thuộc về tên thì viết đôi."
      )),
    CodeExplanation(
      "E0104",
      Words(
        en:
          "After a backslash a text may have `n`, `t`, `r`, a quote, another backslash, or `u{…}` with a Unicode number. In paths and regular expressions the backslash itself is doubled: `\"C:\\\\data\"`, `matches(code, \"\\\\d+\")`.",
        vi:
          "Sau dấu gạch chéo ngược chỉ có thể là `n`, `t`, `r`, dấu nháy, chính nó, hoặc `u{…}` với mã Unicode. Trong đường dẫn và biểu thức chính quy, hãy viết đôi dấu này."
      )),
    CodeExplanation(
      "E0105",
      Words(
        en:
          "Integers have 64 bits, from -9223372036854775808 to 9223372036854775807. A greater number is written as a float, with a point or an exponent (`1e20`); a long code is text, in quotes.",
        vi:
          "Số nguyên có 64 bit, từ -9223372036854775808 đến 9223372036854775807. Số lớn hơn viết có dấu chấm hoặc số mũ (`1e20`); mã số dài là chữ, đặt trong dấu nháy."
      )),
    CodeExplanation(
      "E0106",
      Words(
        en:
          "Digits run into letters or are spaced wrongly. Numbers are written `12`, `1_000_000`, `3.5` or `1e6`, with a point for decimals; durations `7d`, `2w`, `3mo`, `1y`, in whole numbers; a quarter is a period, `@2024Q1`. A name that starts with a digit stands in backticks.",
        vi:
          "Chữ số dính liền với chữ cái hoặc ngăn cách sai. Số viết `12`, `1_000_000`, `3.5` hoặc `1e6`; khoảng thời gian viết `7d`, `2w`, `3mo`, `1y`; quý là một kỳ, `@2024Q1`. Tên bắt đầu bằng chữ số đặt trong dấu nháy ngược."
      )),
    CodeExplanation(
      "E0107",
      Words(
        en:
          "A date is written `@2025-12-31`; a whole year, quarter or month `@2025`, `@2025Q1`, `@2025-03`. Months and days have two digits, and the day must exist. A time of day cannot be written out; compare a timestamp with a text in quotes.",
        vi:
          "Ngày viết `@2025-12-31`; cả năm, quý, tháng viết `@2025`, `@2025Q1`, `@2025-03`. Tháng và ngày có hai chữ số, và ngày đó phải có thật. Không viết được giờ; hãy so sánh thời điểm với chữ trong dấu nháy."
      )),
    CodeExplanation(
      "E0108",
      Words(
        en: "Durations go up to ten thousand years, which is more than the calendar holds.",
        vi: "Khoảng thời gian tối đa là mười nghìn năm, dài hơn cả lịch.")),
  ]

  /// Statements, sources and steps.
  static let steps: [CodeExplanation] = [
    CodeExplanation(
      "E0201",
      Words(
        en:
          "Something else stands where the grammar wants what the message names. A step has the shape `verb clauses : items`: what comes before the first `:` says over what, what comes after says what to compute. `help` with the verb shows its form and two examples.",
        vi:
          "Ở đây cần thứ mà thông báo nêu, nhưng lại gặp thứ khác. Một bước có dạng `động_từ mệnh_đề : mục`: trước dấu `:` đầu tiên là phạm vi, sau đó là những gì cần tính. Gõ `help` kèm động từ để xem cú pháp và hai ví dụ."
      )),
    CodeExplanation(
      "E0202",
      Words(
        en:
          "A bracket opens here and nothing closes it in its statement. Inside brackets lines may break freely, so the end has to be said.",
        vi:
          "Một dấu ngoặc mở ở đây mà không được đóng trong câu lệnh. Trong ngoặc có thể xuống dòng tự do, nên phải có dấu đóng."
      )),
    CodeExplanation(
      "E0203",
      Words(
        en: "A bracket closes here that was never opened, or was closed before.",
        vi: "Dấu ngoặc đóng ở đây chưa từng được mở, hoặc đã được đóng trước đó.")),
    CodeExplanation(
      "E0204",
      Words(
        en:
          "After a `|` comes the name of a step: where, derive, select, group, aggregate, sort, take, skip, distinct, join, append, pivot, unpivot, split, complete, fill, label, compare, project, whatif, track, progress, describe, peek, chart, export, assert or as. Some words of other languages are understood too (`filter`, `mutate`, `summarize`, `order by`, `limit`, `union`, `plot`, `forecast`).",
        vi:
          "Sau dấu `|` là tên một bước: where, derive, select, group, aggregate, sort, take, skip, distinct, join, append, pivot, unpivot, split, complete, fill, label, compare, project, whatif, track, progress, describe, peek, chart, export, assert hoặc as. Một số từ của ngôn ngữ khác cũng được hiểu (`filter`, `mutate`, `summarize`, `order by`, `limit`, `union`, `plot`, `forecast`)."
      )),
    CodeExplanation(
      "E0205",
      Words(
        en:
          "The word is known from another query language, but its form differs too much to be taken as it stands; the fix shows how the same thing is written here. A name stands before what it names (`k = kind`, not `kind as k`), and the condition of an aggregate inside its brackets: `count(where x > 1)`.",
        vi:
          "Từ này có trong ngôn ngữ truy vấn khác, nhưng cách viết khác quá nhiều để dùng nguyên; phần gợi ý cho biết cách viết ở đây. Tên đứng trước thứ được đặt tên (`k = kind`, không phải `kind as k`), còn điều kiện của hàm tổng hợp nằm trong ngoặc: `count(where x > 1)`."
      )),
    CodeExplanation(
      "E0206",
      Words(
        en:
          "Steps are separated by `|`. A line that does not start with `|`, after one that does not end in `|`, `,`, `:` or an operator, begins a new statement.",
        vi:
          "Các bước cách nhau bằng dấu `|`. Một dòng không bắt đầu bằng `|`, đứng sau dòng không kết thúc bằng `|`, `,`, `:` hay phép toán, là câu lệnh mới."
      )),
    CodeExplanation(
      "E0207",
      Words(
        en:
          "A query names its table first and then says, step by step, what to do with it: `coverage | where year == 2024 | select unit, rate`. It reads in the order in which it runs.",
        vi:
          "Truy vấn nêu bảng trước rồi lần lượt nói cần làm gì: `coverage | where year == 2024 | select unit, rate`. Thứ tự viết cũng là thứ tự chạy."
      )),
    CodeExplanation(
      "E0208",
      Words(
        en:
          "A result or a value gets a name with `let name = …`; a result also with `| as name` at its end. Without `let`, `=` compares.",
        vi:
          "Đặt tên cho kết quả hoặc giá trị bằng `let tên = …`; với kết quả còn có thể dùng `| as tên` ở cuối. Không có `let` thì `=` là phép so sánh."
      )),
    CodeExplanation(
      "E0209",
      Words(
        en: "A `|` promises a step, and none follows.",
        vi: "Dấu `|` báo trước một bước, nhưng không có bước nào theo sau.")),
    CodeExplanation(
      "E0210",
      Words(
        en:
          "At the prompt a line that starts with `|`, or the source `_`, goes on from the last result. A file has no last result: its statements must give the same answer whenever they run.",
        vi:
          "Ở dấu nhắc, dòng bắt đầu bằng `|` hoặc nguồn `_` tiếp tục từ kết quả gần nhất. Tệp không có kết quả gần nhất: các câu lệnh phải luôn cho cùng một đáp án."
      )),
    CodeExplanation(
      "E0211",
      Words(
        en:
          "Clauses stand before the colon in any order, each once. Several keys, times or columns of one clause are separated by commas.",
        vi:
          "Các mệnh đề đứng trước dấu hai chấm theo thứ tự bất kỳ, mỗi mệnh đề một lần. Nhiều khóa, thời điểm hay cột trong một mệnh đề cách nhau bằng dấu phẩy."
      )),
    CodeExplanation(
      "E0212",
      Words(
        en:
          "This step has no clause of that name; the message lists those it has. A clause may belong to another step: `base` to `whatif`, `with decompose` to `compare`, `as of` to `track`.",
        vi:
          "Bước này không có mệnh đề đó; thông báo liệt kê các mệnh đề có thể dùng. Mệnh đề ấy có thể thuộc bước khác: `base` thuộc `whatif`, `with decompose` thuộc `compare`, `as of` thuộc `track`."
      )),
    CodeExplanation(
      "E0213",
      Words(
        en:
          "The step cannot be done without this part: `join` needs `on`, `project` and `whatif` need `to`, `compare` needs two times or more, `unpivot` needs `as name, value`.",
        vi:
          "Không thể thực hiện bước này nếu thiếu phần đó: `join` cần `on`, `project` và `whatif` cần `to`, `compare` cần ít nhất hai thời điểm, `unpivot` cần `as tên, giá_trị`."
      )),
    CodeExplanation(
      "E0214",
      Words(
        en:
          "The step computes items, and there are none. An item is `name = expression`, or an expression that names itself.",
        vi:
          "Bước này tính các mục, nhưng không có mục nào. Một mục là `tên = biểu_thức`, hoặc một biểu thức tự có tên."
      )),
    CodeExplanation(
      "E0215",
      Words(
        en:
          "The colon ends the clauses of a step and begins its items. A step without clauses has no colon (`derive x = a + b`), and neither has one without items (`sort a`).",
        vi:
          "Dấu hai chấm kết thúc các mệnh đề và mở đầu các mục. Bước không có mệnh đề thì không có dấu này (`derive x = a + b`), bước không có mục cũng vậy (`sort a`)."
      )),
    CodeExplanation(
      "E0216",
      Words(
        en:
          "In this place the word is part of the language, not a column. A column of that name is put in backticks here; elsewhere it needs none.",
        vi:
          "Ở vị trí này, từ đó thuộc về ngôn ngữ chứ không phải là cột. Cột mang tên đó cần đặt trong dấu nháy ngược ở đây; nơi khác thì không cần."
      )),
    CodeExplanation(
      "E0217",
      Words(
        en: "Only certain words are possible here; the message gives them, or the nearest.",
        vi: "Ở đây chỉ dùng được một số từ nhất định; thông báo nêu các từ đó hoặc từ gần nhất.")),
    CodeExplanation(
      "E0218",
      Words(
        en:
          "Two cells of a row, parameters of a definition, options or scenarios have the same name.",
        vi: "Hai ô trong một dòng, hai tham số, tùy chọn hay kịch bản có cùng tên.")),
    CodeExplanation(
      "E0219",
      Words(
        en:
          "`select -a` leaves the column a out; an expression cannot be left out. A negative value needs a name: `select x = -a`.",
        vi:
          "`select -a` bỏ cột a; không thể bỏ một biểu thức. Giá trị âm cần có tên: `select x = -a`."
      )),
    CodeExplanation(
      "E0220",
      Words(
        en:
          "A statement is a pipeline, or starts with let, def, param, load, include, set or explain.",
        vi:
          "Câu lệnh là một chuỗi bước, hoặc bắt đầu bằng let, def, param, load, include, set hay explain."
      )),
    CodeExplanation(
      "E0221",
      Words(
        en:
          "Lines that start with a dot are commands to the shell and work at the prompt only; a file holds queries, so that it runs the same everywhere.",
        vi:
          "Dòng bắt đầu bằng dấu chấm là lệnh cho trình tương tác và chỉ dùng ở dấu nhắc; tệp chỉ chứa truy vấn để chạy ở đâu cũng như nhau."
      )),
  ]
}
