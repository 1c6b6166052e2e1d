extension StepReference {
  static let rows: [StepReference] = [
    StepReference(
      "where", "where condition",
      Words(en: "keep the rows for which a condition is true", vi: "giữ các dòng thỏa điều kiện"),
      Words(
        en:
          "Keeps the rows for which the condition is true. Where it is unknown, because a value is null, the row is left out, and a note says how many that were. `~` finds text whatever its case and diacritics; `in`, `between`, `like` and `is null` are there too.",
        vi:
          "Giữ các dòng mà điều kiện đúng. Khi điều kiện không xác định vì có giá trị null, dòng bị bỏ và một ghi chú cho biết số dòng đó. `~` tìm chữ không phân biệt hoa thường và dấu; ngoài ra có `in`, `between`, `like` và `is null`."
      ),
      examples: [
        Example(
          "indices | where index == \"SIPAS\" and year in 2023..2024",
          "the satisfaction index in two years", "chỉ số hài lòng trong hai năm"),
        Example(
          "coverage | where indicator ~ \"suc khoe\" and covered is not null",
          "what concerns health and has a count", "các chỉ tiêu về sức khỏe có số tuyệt đối"),
      ]),
    StepReference(
      "sort", "sort key [nulls first] [, -key …]",
      Words(en: "order the rows", vi: "sắp xếp các dòng"),
      Words(
        en:
          "Orders the rows by one key or more; `-` before a key is descending and applies to the whole of it. Nulls come last in either direction unless the key says `nulls first`. Text goes by code point, or in the order of the language after `set locale vi`; `natural(unit)` counts numbers in it as numbers, so that Xã 2 comes before Xã 10. Rows with equal keys keep their order.",
        vi:
          "Sắp xếp theo một hay nhiều khóa; dấu `-` trước khóa là giảm dần và áp dụng cho cả biểu thức. Null luôn đứng cuối trừ khi khóa ghi `nulls first`. Chữ xếp theo mã ký tự, hoặc theo tiếng Việt sau `set locale vi`; `natural(unit)` tính số trong chữ theo giá trị nên Xã 2 đứng trước Xã 10. Các dòng bằng nhau giữ nguyên thứ tự."
      ),
      examples: [
        Example(
          "indices | where index == \"PAR\" and year == 2024 | sort -value, unit",
          "the reform index, best first", "chỉ số cải cách hành chính, cao nhất trước"),
        Example(
          "targets | where target is not null | sort year, -target | take 10",
          "the nearest and highest targets", "các mục tiêu gần nhất và cao nhất"),
      ]),
    StepReference(
      "take", "take n [by keys] | take a..b",
      Words(
        en: "the first rows, of each group with `by`", vi: "lấy các dòng đầu, theo nhóm nếu có `by`"
      ),
      Words(
        en:
          "Keeps the first n rows, or with `by` the first n of each group; `take a..b` keeps rows a to b, counted from 1. Sort first if it matters which they are.",
        vi:
          "Giữ n dòng đầu, hoặc n dòng đầu của mỗi nhóm nếu có `by`; `take a..b` giữ từ dòng a đến dòng b, đếm từ 1. Hãy sắp xếp trước nếu thứ tự quan trọng."
      ),
      examples: [
        Example(
          "indices | where year == 2024 | sort rank | take 3 by index",
          "the three leaders of each index", "ba đơn vị dẫn đầu mỗi chỉ số"),
        Example(
          "indices | where index == \"DTI\" | sort -year, rank | take 11..20",
          "places eleven to twenty", "từ dòng mười một đến hai mươi"),
      ]),
    StepReference(
      "skip", "skip n",
      Words(en: "leave out the first rows", vi: "bỏ các dòng đầu"),
      Words(
        en: "Leaves out the first n rows and keeps the rest.",
        vi: "Bỏ n dòng đầu và giữ phần còn lại."),
      examples: [
        Example("units | skip 63", "the units after the first 63", "các đơn vị sau 63 dòng đầu"),
        Example(
          "indices | where index == \"SIPAS\" and year == 2024 | sort rank | skip 3 | take 3",
          "places four to six", "hạng bốn đến sáu"),
      ]),
    StepReference(
      "distinct", "distinct [columns]",
      Words(en: "each different row once", vi: "mỗi dòng khác nhau một lần"),
      Words(
        en:
          "Keeps one of each set of equal rows. With columns it keeps only those columns and gives each combination of their values once. Null counts as a value of its own.",
        vi:
          "Giữ một dòng trong mỗi nhóm dòng giống nhau. Nếu nêu cột thì chỉ giữ các cột đó và mỗi tổ hợp giá trị một lần. Null được tính như một giá trị riêng."
      ),
      examples: [
        Example("coverage | distinct indicator", "what is measured", "những gì được đo"),
        Example(
          "targets | distinct document, year | sort year", "documents and their years",
          "văn bản và năm mục tiêu"),
      ]),
  ]

  static let columnSteps: [StepReference] = [
    StepReference(
      "derive", "derive [by keys] [sort keys] [rows a..b|since distance]: name = expression [, …]",
      Words(en: "add or replace columns", vi: "thêm hoặc thay cột"),
      Words(
        en:
          "Adds columns, or replaces those whose name exists. With `by` and `sort` before a colon, the window functions see each group in that order: `row_number`, `rank`, `lag`, `lead`, `cumsum`, `cumavg`, `moving_avg`, `share` and any aggregate. `rows -2..0` lets aggregates see the rows from two before to this one, `since 30d` those whose key lies at most 30 days back. A later item sees an earlier one. `rate_* = round(_, 1)` and `type float = round(_, 1)` make one item for each column that fits, which is `_` in it; `sum_of(rate_*)` takes them all.",
        vi:
          "Thêm cột, hoặc thay cột trùng tên. Với `by` và `sort` trước dấu hai chấm, các hàm cửa sổ xét từng nhóm theo thứ tự đó: `row_number`, `rank`, `lag`, `lead`, `cumsum`, `cumavg`, `moving_avg`, `share` và mọi hàm tổng hợp. `rows -2..0` cho hàm tổng hợp thấy các dòng từ hai dòng trước đến dòng này, `since 30d` thấy các dòng có khóa cách không quá 30 ngày trước. Mục sau dùng được mục trước. `rate_* = round(_, 1)` và `type float = round(_, 1)` tạo một mục cho mỗi cột khớp, cột đó là `_`; `sum_of(rate_*)` nhận tất cả."
      ),
      examples: [
        Example(
          "practice_coverage | derive rate = 100 * covered / total",
          "a rate from two counts", "tỷ lệ tính từ hai số đếm"),
        Example(
          "indices | derive by unit, index sort year: before = lag(value), change = value - lag(value)",
          "the change against the year before", "mức thay đổi so với năm trước"),
      ]),
    StepReference(
      "select", "select item [, …] | select -column [, …]",
      Words(
        en: "keep, order, rename, compute or leave out columns",
        vi: "chọn, đổi tên, tính hoặc bỏ cột"),
      Words(
        en:
          "Keeps the columns named, in that order; `new = old` renames and `name = expression` computes. `rate_*` and `type float` stand for all columns that fit. With a minus it leaves columns out instead and keeps the rest.",
        vi:
          "Giữ các cột được nêu theo đúng thứ tự; `mới = cũ` đổi tên và `tên = biểu_thức` tính cột mới. `rate_*` và `type float` là mọi cột khớp. Có dấu trừ thì bỏ các cột đó và giữ phần còn lại."
      ),
      examples: [
        Example(
          "indices | select unit, index, year, points = value",
          "four columns, one renamed", "bốn cột, một cột đổi tên"),
        Example("coverage | select -source, -note", "all columns but two", "mọi cột trừ hai cột"),
      ]),
    StepReference(
      "label", "label column [= \"text\"] [unit \"text\"] [digits n] [, …]",
      Words(
        en: "say how columns are called and how exact they are",
        vi: "đặt nhãn, đơn vị và số chữ số của cột"),
      Words(
        en:
          "Gives columns a label that stands over them in tables, charts and Markdown, a unit, and the number of decimals that are shown. Names and values stay what they are: later steps use the name, and CSV and JSON have all digits unless `with (digits: shown)`. All three go with the column through later steps, also under another name. Without a label the catalogue's is shown; without digits as many as the data have.",
        vi:
          "Đặt cho cột một nhãn hiện trên bảng, biểu đồ và Markdown, một đơn vị, và số chữ số thập phân được hiện. Tên và giá trị không đổi: các bước sau vẫn dùng tên, và CSV, JSON giữ đủ chữ số trừ khi có `with (digits: shown)`. Nhãn, đơn vị và số chữ số đi theo cột qua các bước sau, kể cả khi đổi tên. Không đặt nhãn thì dùng nhãn của danh mục; không đặt số chữ số thì theo số liệu."
      ),
      examples: [
        Example(
          "practice_coverage | where year == 2024 | group by indicator: ty_le = rate(covered, total) | label ty_le = \"Tỷ lệ (%)\" digits 1",
          "a rate with a label and one decimal", "tỷ lệ có nhãn và một chữ số thập phân"),
        Example(
          "indices | where index == \"PAR\" and year == 2024 | select unit, value | label value = \"Điểm\" unit \"điểm\" digits 1, unit = \"Tỉnh\"",
          "two columns", "hai cột"),
      ]),
    StepReference(
      "group", "group by keys [with totals]: aggregates",
      Words(en: "one row for each group", vi: "mỗi nhóm một dòng"),
      Words(
        en:
          "Gives one row for each combination of the keys; a key may be an expression with a name. `with totals` adds subtotals and a grand total; they are labelled, and steps after it do not count them beside their parts (`set totals keep` does). Aggregates leave null out, `count()` counts rows, and any of them takes `where`; `first`, `last`, `text_join`, `arg_max` and `arg_min` take an order too: `first(value sort -year)`. `rate(covered, total)` is the rate of the group: rates are never averaged.",
        vi:
          "Cho mỗi tổ hợp khóa một dòng; khóa có thể là biểu thức có tên. `with totals` thêm tổng con và tổng chung; chúng có nhãn và các bước sau không tính chúng cùng các phần (`set totals keep` thì có). Hàm tổng hợp bỏ qua null, `count()` đếm dòng, và hàm nào cũng nhận `where`; `first`, `last`, `text_join`, `arg_max` và `arg_min` nhận cả thứ tự: `first(value sort -year)`. `rate(covered, total)` là tỷ lệ của cả nhóm: không bao giờ lấy trung bình các tỷ lệ."
      ),
      examples: [
        Example(
          "practice_coverage | where year == 2024 | group by indicator: rate = rate(covered, total), units = count()",
          "the rate of the whole for each indicator", "tỷ lệ chung của từng chỉ tiêu"),
        Example(
          "national_tasks | group by owner with totals: tasks = count(), dated = count(due)",
          "tasks for each owner, with the total", "số nhiệm vụ theo cơ quan, có tổng"),
      ]),
    StepReference(
      "aggregate", "aggregate aggregates",
      Words(en: "the whole table in one row", vi: "cả bảng thành một dòng"),
      Words(
        en: "Computes aggregates over all rows and gives one row, also when there are none.",
        vi: "Tính các hàm tổng hợp trên mọi dòng và cho một dòng, kể cả khi bảng trống."),
      examples: [
        Example(
          "practice_coverage | where year == 2024 | aggregate covered = sum(covered), rate = rate(covered, total)",
          "one rate for the whole", "một tỷ lệ cho tất cả"),
        Example(
          "indices | where index == \"SIPAS\" and year == 2024 | aggregate n = count(), middle = median(value), best = arg_max(unit, value)",
          "count, median and leader", "số dòng, trung vị và đơn vị dẫn đầu"),
      ]),
  ]
}
