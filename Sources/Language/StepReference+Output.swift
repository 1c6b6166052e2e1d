extension StepReference {
  static let output: [StepReference] = [
    StepReference(
      "describe", "describe",
      Words(en: "what is in each column", vi: "mỗi cột có gì"),
      Words(
        en:
          "One row for each column: type, counts, least and greatest value, quartiles and mean. What one runs right after loading a file.",
        vi:
          "Mỗi cột một dòng: kiểu, số lượng, nhỏ nhất, lớn nhất, tứ phân vị và trung bình. Nên chạy ngay sau khi mở tệp."
      ),
      columns: [
        Column("column", "its name", "tên cột"),
        Column("type", "its type", "kiểu"),
        Column("count", "values that are not null", "số giá trị khác null"),
        Column("nulls", "values that are", "số giá trị null"),
        Column("distinct", "different values", "số giá trị khác nhau"),
        Column("min", "the least", "nhỏ nhất"),
        Column("q25", "a quarter of the values lie below", "một phần tư giá trị nằm dưới", .detail),
        Column("median", "half of them do", "một nửa nằm dưới", .minor),
        Column("q75", "three quarters do", "ba phần tư nằm dưới", .detail),
        Column("max", "the greatest", "lớn nhất"),
        Column("mean", "the mean of numbers", "trung bình của số"),
      ],
      examples: [
        Example("coverage | describe", "a table of the catalogue", "một bảng của danh mục"),
        Example(
          "indices | where index == \"DTI\" | select value, rank | describe",
          "two columns of some rows", "hai cột của một số dòng"),
      ]),
    StepReference(
      "peek", "peek [\"label\"]",
      Words(en: "show the table here and go on", vi: "xem bảng tại đây rồi đi tiếp"),
      Words(
        en:
          "Shows the table as it is at this place and passes it on unchanged: to see what each step of a long query does.",
        vi:
          "Hiển thị bảng tại chỗ này rồi chuyển tiếp nguyên vẹn: để xem từng bước của truy vấn dài làm gì."
      ),
      examples: [
        Example(
          "indices | where index == \"PAR\" | peek \"all years\" | where year == 2024",
          "before and after a condition", "trước và sau một điều kiện"),
        Example(
          "coverage | group by indicator: n = count() | peek | where n > 1",
          "every group, then some", "mọi nhóm, rồi một số nhóm"),
      ]),
    StepReference(
      "chart",
      "chart line|bar|column|scatter|hist|spark|heat [x=column] [y=column, …] [color=column] [stack=sum|share] [title=\"…\"] [ref=number] [highlight=\"name\"] [label=column] [caption=\"…\"] [to \"file.svg\"]",
      Words(en: "draw the table and pass it on", vi: "vẽ biểu đồ rồi chuyển tiếp bảng"),
      Words(
        en:
          "Draws the rows in the terminal and passes them on. Without options the columns are chosen by their types and order. `y=planned, done` draws several columns, `stack=sum` puts bars on each other, `stack=share` as percentages of what they are together; `label` names the points of a scatter. `ref` draws a line across at a value, `highlight` one series or bar in colour among grey ones, `caption` says where the numbers are from. `to` writes the same picture to an SVG file, or through rsvg-convert to PNG or PDF; in the path `{$name}` stands for a parameter.",
        vi:
          "Vẽ các dòng trong cửa sổ lệnh rồi chuyển tiếp. Không nêu tùy chọn thì cột được chọn theo kiểu và thứ tự. `y=a, b` vẽ nhiều cột, `stack=sum` xếp chồng các thanh, `stack=share` xếp chồng theo tỷ trọng 100 %; `label` ghi tên các điểm của scatter. `ref` kẻ đường ngang tại một giá trị, `highlight` tô màu một chuỗi hoặc một thanh giữa các thanh xám, `caption` ghi nguồn số liệu. `to` ghi cùng hình đó vào tệp SVG, hoặc qua rsvg-convert vào PNG hay PDF; trong đường dẫn `{$tên}` là tham số."
      ),
      examples: [
        Example(
          "indices | where index == \"SIPAS\" and year == 2024 | sort -value | take 10 | chart bar x=unit y=value",
          "the ten best", "mười đơn vị cao nhất"),
        Example(
          "indices | where index == \"PAR\" and unit == \"Điện Biên\" | sort year | chart line x=year y=value title=\"PAR\"",
          "one unit over the years", "một đơn vị qua các năm"),
        Example(
          "indices | where index == \"SIPAS\" and year == 2024 | sort -value | chart bar x=unit y=value highlight=\"Điện Biên\" ref=83.9",
          "one province among all, with a line to compare", "một tỉnh giữa tất cả, có đường so sánh"
        ),
        Example(
          "tasks | where status in [\"done\", \"in_progress\", \"overdue\"] | group by programme, status: n = sum(count) | chart bar x=programme y=n color=status stack=share",
          "parts of each programme in percent", "cơ cấu theo từng chương trình"),
      ]),
    StepReference(
      "export",
      "export \"file.csv\" [with (overwrite, folders, format: csv, bom, …)] | export pg.table [with (mode: replace)]",
      Words(en: "write the table to a file", vi: "ghi bảng ra tệp"),
      Words(
        en:
          "Writes all rows and columns with full precision, in the format that the file's name ends in (`help formats` lists them), and passes them on. An existing file is left alone unless `overwrite` is given, and keeps its mode and owner then; a failed write leaves it whole. Links are followed, pipes and devices written into; missing folders are made only with `folders`. The path counts from the working folder; `{$name}` in it is the value of a parameter, `{$here}` the folder of the query file. A table of a database is written in one transaction (`help connect`).",
        vi:
          "Ghi mọi dòng và cột với đầy đủ chữ số, theo định dạng ở đuôi tên tệp (`help formats` liệt kê), rồi chuyển tiếp. Tệp đã có được giữ nguyên trừ khi có `overwrite`, khi đó quyền và chủ sở hữu được giữ; ghi lỗi thì tệp cũ vẫn còn nguyên. Liên kết được đi theo, ống và thiết bị được ghi vào; thư mục còn thiếu chỉ được tạo khi có `folders`. Đường dẫn tính từ thư mục làm việc; `{$tên}` trong đó là giá trị tham số, `{$here}` là thư mục của tệp truy vấn. Bảng của cơ sở dữ liệu được ghi trong một giao dịch (`help connect`)."
      ),
      examples: [
        Example(
          "indices | where index == \"SIPAS\" | export \"sipas.csv\" with (overwrite)",
          "part of a table", "một phần của bảng"),
        Example(
          "param year: int = 2024\nindices | where year == $year | export \"indices-{$year}.csv\" with (overwrite)",
          "a name with a parameter", "tên tệp có tham số"),
        Example(
          "tasks | group by status: n = sum(count) | export \"tasks.json\" with (overwrite)",
          "a result, as JSON", "kết quả dạng JSON"),
      ]),
    StepReference(
      "assert", "assert condition [, \"message\"]",
      Words(
        en: "stop if a row does not hold", vi: "điều kiện kiểm tra: dừng nếu có dòng không đạt"),
      Words(
        en:
          "Every row must fulfil the condition; else the run stops, shows the rows that do not and ends with status 3. Rows for which it is unknown do not fulfil it. Passes the table on.",
        vi:
          "Mọi dòng phải thỏa điều kiện; nếu không, quá trình dừng, hiện các dòng không thỏa và kết thúc với mã 3. Dòng không xác định được tính là không thỏa. Chuyển tiếp bảng."
      ),
      examples: [
        Example(
          "practice_coverage | where covered is not null | assert covered <= total, \"more covered than there are\"",
          "a part is no more than its whole", "phần không lớn hơn tổng"),
        Example(
          "indices | where rank is not null | assert rank between 1 and n_units",
          "ranks lie within their bounds", "thứ hạng nằm trong giới hạn"),
      ]),
    StepReference(
      "as", "as name",
      Words(en: "keep the result as a table", vi: "giữ kết quả thành bảng"),
      Words(
        en: "Gives the table a name for the rest of the session or file, and passes it on.",
        vi: "Đặt tên cho bảng để dùng trong phần còn lại của phiên hoặc tệp, rồi chuyển tiếp."),
      examples: [
        Example(
          "indices | where index == \"SIPAS\" and year == 2024 | as sipas",
          "a part that is used again", "phần sẽ dùng lại"),
        Example(
          "units | where region is not null | select name, region | as regions",
          "a small table to join with", "bảng nhỏ để ghép"),
      ]),
  ]
}
