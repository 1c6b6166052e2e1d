extension StepReference {
  static let statementEntries: [StepReference] = [
    StepReference(
      "let", "let name = pipeline or value",
      Words(en: "give a result or a value a name", vi: "đặt tên cho kết quả hoặc giá trị"),
      Words(
        en:
          "Names a result, used as a table, or a value, used as `$name`. Both share their names with the parameters.",
        vi:
          "Đặt tên cho kết quả, dùng như bảng, hoặc cho giá trị, dùng là `$tên`. Cả hai dùng chung tên với tham số."
      ),
      examples: [
        Example(
          "let latest = indices | where year == 2024\nlatest | group by index: n = count()",
          "a table", "một bảng"),
        Example("let y = 2024\nindices | where year == $y", "a value", "một giá trị"),
      ], kind: .statement),
    StepReference(
      "def", "def name(a, b) = expression",
      Words(en: "a function of one's own", vi: "hàm tự đặt"),
      Words(
        en:
          "Defines a function by an expression of its parameters. It may use other functions, but not itself.",
        vi:
          "Định nghĩa hàm bằng biểu thức theo các tham số. Có thể dùng hàm khác nhưng không gọi chính nó."
      ),
      examples: [
        Example(
          "def pct(a, b) = 100 * a / b\npractice_coverage | derive rate = pct(covered, total)",
          "a rate", "một tỷ lệ"),
        Example(
          "def band(x) = case { x >= 90 => \"high\", x >= 50 => \"middle\", else => \"low\" }\ncoverage | group by b = band(value): n = count()",
          "three bands", "ba nhóm"),
      ], kind: .statement),
    StepReference(
      "param", "param name [: type] [= default]",
      Words(en: "a value given from outside", vi: "giá trị đưa từ ngoài"),
      Words(
        en:
          "Declares a parameter of a file, given with `-p name=value` and read as `$name`. Without a default it has to be given. It is a value of its type, never text put into the query.",
        vi:
          "Khai báo tham số của tệp, truyền bằng `-p tên=giá_trị` và đọc là `$tên`. Không có mặc định thì phải truyền. Đó là giá trị có kiểu, không phải chữ chèn vào truy vấn."
      ),
      examples: [
        Example("param year: int = 2024\nindices | where year == $year", "a year", "một năm"),
        Example(
          "param unit: text = \"Điện Biên\"\ncoverage | where unit == $unit", "a unit", "một đơn vị"
        ),
      ], kind: .statement),
    StepReference(
      "load",
      "load \"path\" as name [with (delimiter: \";\", dates: dmy, types: {code: text}, nulls: [\"NA\"], lenient, …)]",
      Words(en: "open a file under a name", vi: "mở tệp với một tên"),
      Words(
        en:
          "Reads a file as a table. Types come from the whole file; options settle what a file leaves open (`help csv`). What was mended or passed over is told with the option that says so outright. A file may also be named in quotes wherever a source stands. The path counts from the working folder; `{$name}` in it is the value of a parameter, `{$here}` the folder of the query file, so that a file run from elsewhere finds its data.",
        vi:
          "Đọc tệp thành bảng. Kiểu được suy ra từ toàn bộ tệp; tùy chọn quyết định những chỗ tệp không rõ (`help csv`). Những gì được sửa hoặc bỏ qua đều được báo kèm tùy chọn để ghi rõ. Cũng có thể nêu tệp trong dấu nháy ở bất cứ chỗ nào cần nguồn. Đường dẫn tính từ thư mục làm việc; `{$tên}` trong đó là giá trị tham số, `{$here}` là thư mục của tệp truy vấn, nhờ đó tệp chạy từ nơi khác vẫn tìm được dữ liệu."
      ),
      examples: [
        Example(
          "load \"scores.csv\" as scores\nscores | describe", "a file", "một tệp"),
        Example(
          "load \"scores.csv\" as scores with (delimiter: \";\", decimal: \",\", dates: dmy)",
          "a file as spreadsheets write it here", "tệp do bảng tính xuất ra"),
        Example(
          "param name: text = \"scores\"\nload \"{$name}.csv\" as scores\nscores | describe",
          "a name with a parameter", "tên tệp có tham số"),
      ], kind: .statement),
    StepReference(
      "connect",
      "connect \"address\" as name [with (driver: \"postgresql\", user: \"report\", create, …)]",
      Words(en: "a database under a name", vi: "cơ sở dữ liệu với một tên"),
      Words(
        en:
          "Reaches a database through its ADBC driver. Its tables stand behind the name wherever a source stands: `pg.coverage`, ``pg.`schema.table` ``; `.tables pg` lists them and `.schema pg.coverage` shows columns. The driver is found by the scheme of the address (`pip install adbc-driver-postgresql` puts it in place), by `driver` as a name or a path, or by a manifest in `~/.config/adbc/drivers`; options in quotes are the driver's own. A password comes from `TIENDO_PASSWORD_NAME`, from what the driver reads itself (`~/.pgpass`), or is asked for; it is never kept or shown. `export pg.table with (mode: create | append | replace)` writes back, in one transaction. Statements in `~/.config/tiendo/connections.tdq` are there in every session; `--connect name=address` does the same for one.",
        vi:
          "Kết nối cơ sở dữ liệu qua trình điều khiển ADBC. Bảng của nó đứng sau tên kết nối ở bất cứ chỗ nào cần nguồn: `pg.coverage`, ``pg.`schema.table` ``; `.tables pg` liệt kê bảng, `.schema pg.coverage` cho xem cột. Trình điều khiển được tìm theo đầu địa chỉ (`pip install adbc-driver-postgresql` sẽ cài), theo `driver` là tên hoặc đường dẫn, hoặc theo tệp mô tả trong `~/.config/adbc/drivers`; tùy chọn trong dấu nháy là của riêng trình điều khiển. Mật khẩu lấy từ `TIENDO_PASSWORD_TÊN`, từ nơi trình điều khiển tự đọc (`~/.pgpass`), hoặc được hỏi; không bao giờ được lưu hay hiện ra. `export pg.bảng with (mode: create | append | replace)` ghi ngược lại trong một giao dịch. Câu lệnh trong `~/.config/tiendo/connections.tdq` có trong mọi phiên; `--connect tên=địa_chỉ` chỉ cho một phiên."
      ),
      examples: [
        Example(
          "connect \"postgresql://report@db.example/statistics\" as pg", "a database of PostgreSQL",
          "cơ sở dữ liệu PostgreSQL"),
        Example(
          "connect \"statistics.db\" as db with (create)",
          "a file of SQLite, made where it is not there",
          "tệp SQLite, tạo mới nếu chưa có"),
        Example(
          "connect \"sc://spark.example:15002\" as lake with (driver: \"spark\")",
          "tables of Spark",
          "bảng của Spark"),
      ], kind: .statement),
    StepReference(
      "include", "include \"other.tdq\"",
      Words(en: "the statements of another file", vi: "các câu lệnh của tệp khác"),
      Words(
        en:
          "Runs the statements of another file here. The path counts from the working folder; with `{$here}` in front, from the folder of this file.",
        vi:
          "Chạy các câu lệnh của tệp khác tại đây. Đường dẫn tính từ thư mục làm việc; có `{$here}` ở đầu thì tính từ thư mục của tệp này."
      ),
      examples: [
        Example("include \"common.tdq\"", "shared definitions", "các định nghĩa chung"),
        Example(
          "include \"lib/bands.tdq\"\ncoverage | group by b = band(value): n = count()",
          "a function from another file", "hàm từ tệp khác"),
      ], kind: .statement),
    StepReference(
      "set", "set option value",
      Words(en: "change a setting", vi: "đổi thiết lập"),
      Words(
        en:
          "Changes a setting of the session or file, such as `locale`, `lang` or `today`, the date that stands for now so that a run can be repeated.",
        vi:
          "Đổi một thiết lập của phiên hoặc tệp, như `locale`, `lang` hay `today`, ngày được coi là hôm nay để có thể chạy lại như cũ."
      ),
      examples: [
        Example("set locale vi\nunits | sort name", "Vietnamese order", "thứ tự tiếng Việt"),
        Example(
          "set today @2025-04-10\nnational_tasks | where due < today()", "a fixed date",
          "ngày cố định"),
      ], kind: .statement),
    StepReference(
      "explain", "explain [analyze | tokens | tree | plan | rules | sql [dialect]] pipeline",
      Words(en: "how a query is answered", vi: "truy vấn được trả lời thế nào"),
      Words(
        en:
          "Shows the plan of a query without running it. A stage is a step whose columns come with the data. `analyze` runs the query and tells rows and time of each part, reading names and files included; `tokens`, `tree`, `plan` and `rules` show how the text is read, what it means before it is improved, and what each rule changes; `sql` prints the same query for a database.",
        vi:
          "Cho thấy kế hoạch của truy vấn mà không chạy. Chặng (stage) là bước có cột chỉ biết khi có dữ liệu. `analyze` chạy truy vấn và cho biết số dòng, thời gian từng phần, kể cả hiểu tên và đọc tệp; `tokens`, `tree`, `plan`, `rules` cho thấy câu lệnh được đọc thế nào, nghĩa của nó trước khi cải tiến, và mỗi quy tắc đổi gì; `sql` in cùng truy vấn đó cho cơ sở dữ liệu."
      ),
      examples: [
        Example(
          "explain indices | where index == \"PAR\" | take 3", "the plan", "kế hoạch"),
        Example(
          "explain analyze indices | group by index: n = count()", "rows and time",
          "số dòng và thời gian"),
        Example(
          "explain rules indices | sort -value | take 3", "what each rule changes",
          "mỗi quy tắc đổi gì"),
        Example(
          "explain sql sqlite indices | where year == 2024 | sort -value | take 3",
          "the same query for SQLite", "cùng truy vấn cho SQLite"),
      ], kind: .statement),
  ]
}
