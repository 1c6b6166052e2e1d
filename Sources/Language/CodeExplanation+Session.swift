extension CodeExplanation {
  /// Files, parameters, settings and charts.
  static let session: [CodeExplanation] = [
    CodeExplanation(
      "E0231",
      Words(
        en:
          "The text is a query in SQL, KQL or dplyr, or a command of psql. The fix is the same query in the words used here; at the prompt the key ↑ brings it into the line.",
        vi:
          "Đây là truy vấn viết bằng SQL, KQL hoặc dplyr, hay một lệnh của psql. Cách sửa là chính truy vấn ấy viết bằng từ ngữ ở đây; ở dấu nhắc lệnh, phím ↑ đưa nó vào dòng."
      )),
    CodeExplanation(
      "E0232",
      Words(
        en:
          "The text is a query in another language, and one part of it cannot be translated word by word. The fix says how the part is written here; the rest would translate.",
        vi:
          "Đây là truy vấn viết bằng ngôn ngữ khác, và có một phần không dịch được từng chữ. Cách sửa cho biết phần đó viết thế nào ở đây; phần còn lại dịch được."
      )),
    CodeExplanation(
      "E0701",
      Words(
        en:
          "An option in `with (…)` has a value of the wrong kind. Texts stand in quotes, lists in `[ ]`; an option alone means true.",
        vi:
          "Một tùy chọn trong `with (…)` có giá trị không đúng loại. Chữ đặt trong nháy, danh sách trong `[ ]`; tùy chọn viết một mình nghĩa là true."
      )),
    CodeExplanation(
      "E0702",
      Words(
        en:
          "There is no option of that name for reading or writing this file. The message lists those there are.",
        vi:
          "Không có tùy chọn tên đó khi đọc hoặc ghi tệp này. Thông báo liệt kê các tùy chọn có sẵn."
      )),
    CodeExplanation(
      "E0703",
      Words(
        en:
          "`set` does not know the setting, or the value does not fit it. `.set` lists all of them with their values.",
        vi:
          "`set` không biết tùy chọn này hoặc giá trị không phù hợp. `.set` liệt kê tất cả kèm giá trị hiện tại."
      )),
    CodeExplanation(
      "E0704",
      Words(
        en:
          "A parameter is declared with a type that does not exist: int, float, text, bool, date or timestamp.",
        vi:
          "Tham số được khai báo với kiểu không tồn tại: chỉ có int, float, text, bool, date hoặc timestamp."
      )),
    CodeExplanation(
      "E0705",
      Words(
        en:
          "The value given with `-p`, or the default, does not read as the parameter's type. It is checked before anything else runs.",
        vi:
          "Giá trị cho bằng `-p`, hoặc giá trị mặc định, không đọc được theo kiểu của tham số. Việc này được kiểm tra trước khi chạy."
      )),
    CodeExplanation(
      "E0706",
      Words(
        en:
          "The file declares a parameter without a default, so the run must give it one: `-p name=value`.",
        vi:
          "Tệp khai báo tham số không có giá trị mặc định nên khi chạy phải cho: `-p ten=gia_tri`."
      )),
    CodeExplanation(
      "E0707",
      Words(
        en:
          "A file that includes itself, directly or through others, would never end.",
        vi:
          "Tệp tự gộp chính nó, dù trực tiếp hay qua tệp khác, sẽ không bao giờ kết thúc."
      )),
    CodeExplanation(
      "E0710",
      Words(
        en:
          "A file could not be read, or its text is not a table as it stands. The message names the file, the line and the column, shows what stands there, and says what to do.",
        vi:
          "Không đọc được tệp, hoặc nội dung chưa phải là bảng. Thông báo nêu tệp, dòng và cột, hiện nội dung ở đó và cho biết cách xử lý."
      )),
    CodeExplanation(
      "E0711",
      Words(
        en:
          "A name tells the format of a file by its ending, and no format is written to files that end so. `with (format: csv)` says it outright; charts are always SVG.",
        vi:
          "Đuôi tên tệp cho biết định dạng, và không có định dạng nào ghi ra tệp có đuôi này. `with (format: csv)` nêu rõ định dạng; biểu đồ luôn là SVG."
      )),
    CodeExplanation(
      "E0712",
      Words(
        en:
          "`{$name}` in a path is replaced by the parameter's value, `{$here}` by the folder of the query file. A value that is empty or holds a slash would lead to another folder, unless it stands first: `\"{$folder}/a.csv\"`.",
        vi:
          "`{$ten}` trong đường dẫn được thay bằng giá trị tham số, `{$here}` bằng thư mục của tệp truy vấn. Giá trị rỗng hoặc có dấu gạch chéo sẽ dẫn sang thư mục khác, trừ khi đứng đầu: `\"{$thu_muc}/a.csv\"`."
      )),
    CodeExplanation(
      "E0720",
      Words(
        en:
          "The table does not have what this kind of chart draws: numbers to show, a column for the axis, at least one row.",
        vi:
          "Bảng không có thứ mà loại biểu đồ này cần: số để vẽ, cột cho trục, ít nhất một dòng."
      )),
    CodeExplanation(
      "E0730",
      Words(
        en:
          "With `--safe` files are read only in the catalogue's folder and those that `--allow` names; links that lead out of them count as outside.",
        vi:
          "Với `--safe`, chỉ đọc tệp trong thư mục danh mục và các thư mục nêu ở `--allow`; liên kết dẫn ra ngoài cũng coi là bên ngoài."
      )),
    CodeExplanation(
      "E0731",
      Words(
        en:
          "With `--safe` nothing is written: no `export`, no `chart … to`, no `.save`.",
        vi:
          "Với `--safe` không ghi gì cả: không `export`, không `chart … to`, không `.save`."
      )),
  ]
}
