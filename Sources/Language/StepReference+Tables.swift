extension StepReference {
  static let tables: [StepReference] = [
    StepReference(
      "join",
      "join [left|full|semi|anti] [nearest] source on key [, left == right] [expect one|many] | join cross source",
      Words(en: "match rows with those of another table", vi: "ghép dòng với bảng khác"),
      Words(
        en:
          "Matches rows whose keys are equal. Plain `join` keeps what matches, `left` also rows without a match, `full` those of both sides, `semi` rows that have a match and `anti` rows that have none. A key may be another comparison, with a column of the left side on its left: `on unit, day between start and end`. `nearest` takes of the rows that match the one that is nearest in the last key: `on unit, day >= day` the last that is not later, `<=` the first that is not earlier. `cross` puts every row beside every row. Null keys never match. `expect one` makes it an error when a row matches several. A note gives rows in, out and unmatched; clashing names get `_2`, and `on unit == unit` keeps the key of the right side too.",
        vi:
          "Ghép các dòng có khóa bằng nhau. `join` giữ các dòng khớp, `left` giữ cả dòng không khớp, `full` giữ của cả hai bên, `semi` giữ dòng có khớp và `anti` giữ dòng không khớp. Khóa có thể là phép so sánh khác, cột của bên trái đứng bên trái: `on unit, day between start and end`. `nearest` lấy trong các dòng khớp một dòng gần nhất theo khóa cuối: `on unit, day >= day` là dòng cuối không muộn hơn, `<=` là dòng đầu không sớm hơn. `cross` ghép mọi dòng với mọi dòng. Khóa null không bao giờ khớp. `expect one` báo lỗi khi một dòng khớp nhiều dòng. Ghi chú nêu số dòng vào, ra và không khớp; cột trùng tên được thêm `_2`, và `on unit == unit` giữ cả khóa của bên phải."
      ),
      examples: [
        Example(
          "indices | where index == \"DTI\" and year == 2023 | join left (units | where valid_to is not null) on unit == name | group by region: mean = avg(value)",
          "the mean of each region", "trung bình theo vùng"),
        Example(
          "indices | join anti aliases on unit == alias | distinct unit",
          "units that are not spelt as an alias", "đơn vị không viết theo tên gọi khác"),
        Example(
          "indices | where index == \"PAR\" and year == 2024 | select unit, year, value | join left nearest (indices | where index == \"SIPAS\" and year < 2024 | select unit, year, earlier = value) on unit, year >= year",
          "beside each value the last one of another index",
          "bên cạnh mỗi giá trị là giá trị gần nhất của chỉ số khác"),
      ]),
    StepReference(
      "append", "append source",
      Words(en: "the rows of another table below", vi: "thêm dòng của bảng khác vào dưới"),
      Words(
        en:
          "Puts the rows of another source under these, matched by column name. A column that one side lacks is null there, and a note says so. Nothing is removed: follow it with `distinct` for that.",
        vi:
          "Đặt các dòng của nguồn khác xuống dưới, ghép theo tên cột. Cột mà một bên không có sẽ là null và có ghi chú. Không bỏ dòng nào: muốn bỏ trùng thì dùng `distinct`."
      ),
      examples: [
        Example(
          "indices | where index == \"PAR\" | append (indices | where index == \"SIPAS\") | group by index: n = count()",
          "two parts put together again", "ghép lại hai phần"),
        Example(
          "units | select name | append (aliases | select name = alias) | distinct name",
          "names and spellings in one list", "tên và cách viết trong một danh sách"),
      ]),
  ]

  static let shape: [StepReference] = [
    StepReference(
      "pivot", "pivot column by keys [with totals]: aggregate",
      Words(en: "one column for each value", vi: "mỗi giá trị thành một cột"),
      Words(
        en:
          "Gives one row for each combination of the keys and one column for each value of the column, in the order of the values; null has a column `(null)`. With several aggregates the names are `aggregate_value`. A column named by a number stands in backticks afterwards: `` `2024` ``.",
        vi:
          "Cho mỗi tổ hợp khóa một dòng và mỗi giá trị của cột thành một cột, theo thứ tự giá trị; null có cột `(null)`. Với nhiều hàm tổng hợp, tên cột là `hàm_giá trị`. Sau đó cột mang tên số đặt trong dấu nháy ngược: `` `2024` ``."
      ),
      examples: [
        Example(
          "indices | where index == \"SIPAS\" | pivot year by unit: max(value)",
          "units down, years across", "đơn vị theo hàng, năm theo cột"),
        Example(
          "tasks | pivot status by programme: sum(count)",
          "tasks of each status", "số nhiệm vụ theo trạng thái"),
      ]),
    StepReference(
      "unpivot", "unpivot columns as name, value [, value …]",
      Words(en: "columns into rows: the reverse of pivot", vi: "chuyển cột thành dòng"),
      Words(
        en:
          "Gives one row for each of the columns, its name in one column and its value in another. Columns are listed, given as a span `a..b`, by a pattern `rate_*` or by `type float`. Names that all read as integers or dates become such. With several values there are as many patterns, and the name is what the star stands for: `unpivot covered_*, total_* as year, covered, total`.",
        vi:
          "Cho mỗi cột một dòng, tên cột vào một cột và giá trị vào cột khác. Liệt kê các cột, nêu khoảng `a..b`, mẫu `rate_*` hoặc `type float`. Nếu mọi tên đều đọc được thành số nguyên hay ngày thì chúng thành kiểu đó. Khi có nhiều cột giá trị thì có bấy nhiêu mẫu, và tên là phần ứng với dấu sao: `unpivot covered_*, total_* as year, covered, total`."
      ),
      examples: [
        Example(
          "indices | where index == \"PAR\" and year in 2023..2024 | pivot year by unit: max(value) | unpivot 2023..2024 as year, value",
          "there and back", "chuyển đi rồi chuyển lại"),
        Example(
          "practice_coverage | unpivot covered, total as what, people",
          "two counts in one column", "hai số đếm trong một cột"),
      ]),
    StepReference(
      "split", "split column by \"separator\" [as part [, number]]",
      Words(en: "one row for each part of a text", vi: "mỗi phần của văn bản thành một dòng"),
      Words(
        en:
          "Cuts a text at each separator and gives one row for each part, without the white space at its ends. The parts stand in the column itself, or in a new one after `as`; a second name gets their place from 1. A null stays one row. `text_join(x, \"; \" sort number)` puts them together again.",
        vi:
          "Cắt văn bản ở mỗi dấu phân cách và cho mỗi phần một dòng, bỏ khoảng trắng hai đầu. Các phần nằm trong chính cột đó, hoặc trong cột mới sau `as`; tên thứ hai nhận số thứ tự từ 1. Null vẫn là một dòng. `text_join(x, \"; \" sort number)` ghép chúng lại."
      ),
      examples: [
        Example(
          "national_tasks | split owner by \",\" as part, number | group by part: tasks = count()",
          "tasks of owners that are listed with commas",
          "nhiệm vụ theo từng cơ quan trong danh sách"),
        Example(
          "units | group by region: names = text_join(name, \"; \" sort name) | split names by \";\" as name",
          "a list, and its parts again", "ghép thành danh sách rồi tách lại"),
      ]),
    StepReference(
      "complete", "complete column [range or list] [by keys]",
      Words(en: "add the combinations that are missing", vi: "thêm các tổ hợp còn thiếu"),
      Words(
        en:
          "Adds a row for each value of the range or list that a group does not have, with null in the other columns; without values those that the column has anywhere, and in a column of periods all from its first to its last. A row for a period of dates stands where the others stand: at the end of the month, on the fifteenth. It makes gaps visible before `fill`, `lag` or a chart.",
        vi:
          "Thêm dòng cho mỗi giá trị trong khoảng hoặc danh sách mà nhóm chưa có, các cột khác để null; nếu không nêu giá trị thì dùng các giá trị có trong cột, và với cột kỳ là mọi kỳ từ đầu đến cuối. Dòng cho một kỳ của cột ngày đứng ở vị trí như các dòng khác: cuối tháng, ngày 15. Bước này làm rõ chỗ trống trước khi dùng `fill`, `lag` hay biểu đồ."
      ),
      examples: [
        Example(
          "indices | where index == \"SIPAS\" | select unit, year, value | complete year 2020..2024 by unit",
          "years without a published value", "các năm chưa công bố"),
        Example(
          "tasks | select programme, status, count | complete status by programme",
          "every status for every programme", "đủ trạng thái cho mỗi chương trình"),
      ]),
    StepReference(
      "fill", "fill columns [with previous|next|linear|value] [by keys] [sort keys]",
      Words(en: "put a value where there is none", vi: "điền vào chỗ trống"),
      Words(
        en:
          "Replaces null by the value before or after it in the group, by a straight line between the two, or by a value that is given. Without a method it is the one before. What was filled is counted in a note.",
        vi:
          "Thay null bằng giá trị đứng trước hoặc sau trong nhóm, bằng đường thẳng giữa hai giá trị, hoặc bằng giá trị cho sẵn. Không nêu cách thì lấy giá trị trước. Số ô được điền có trong ghi chú."
      ),
      examples: [
        Example(
          "practice_coverage | select unit, indicator, year, covered | complete year 2016..2025 by unit, indicator | fill covered with linear by unit, indicator sort year",
          "a line between the years known", "đường thẳng giữa các năm đã biết"),
        Example("tasks | fill note with \"\"", "no note is an empty text", "ghi chú trống"),
      ]),
  ]
}
