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
          "Reads a file as a table. Types come from the whole file; options settle what a file leaves open. A file may also be named in quotes wherever a source stands.",
        vi:
          "Đọc tệp thành bảng. Kiểu được suy ra từ toàn bộ tệp; tùy chọn quyết định những chỗ tệp không rõ. Cũng có thể nêu tệp trong dấu nháy ở bất cứ chỗ nào cần nguồn."
      ),
      examples: [
        Example(
          "load \"scores.csv\" as scores\nscores | describe", "a file", "một tệp"),
        Example(
          "load \"scores.csv\" as scores with (delimiter: \";\", decimal: \",\", dates: dmy)",
          "a file as spreadsheets write it here", "tệp do bảng tính xuất ra"),
      ], kind: .statement),
    StepReference(
      "include", "include \"other.tdq\"",
      Words(en: "the statements of another file", vi: "các câu lệnh của tệp khác"),
      Words(
        en: "Runs the statements of another file here; its path is relative to this one.",
        vi: "Chạy các câu lệnh của tệp khác tại đây; đường dẫn tính từ tệp này."),
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
