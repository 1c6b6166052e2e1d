extension CodeExplanation {
  /// What is said of files that are read or written.
  static let files: [CodeExplanation] = [
    CodeExplanation(
      "N0501",
      Words(
        en:
          "The first line looks like data, so columns got numbers for names; `with (header: true)` takes it as names.",
        vi:
          "Dòng đầu giống dữ liệu nên cột được đánh số; `with (header: true)` coi đó là tên cột."
      )),
    CodeExplanation(
      "N0502",
      Words(
        en:
          "Vietnamese letters can be written in two ways that look the same; all text is brought to one (NFC), so that equal names are equal.",
        vi:
          "Chữ tiếng Việt có hai cách mã hóa trông giống nhau; mọi chữ được đưa về một dạng (NFC) để tên giống nhau thì bằng nhau."
      )),
    CodeExplanation(
      "N0503",
      Words(
        en:
          "Every date of the column reads both as day/month and as month/day. It is not guessed: say which.",
        vi:
          "Mọi ngày trong cột đều đọc được theo ngày/tháng lẫn tháng/ngày. Chương trình không đoán: hãy cho biết."
      )),
    CodeExplanation(
      "N0504",
      Words(
        en:
          "Every number of the column reads in two ways, `1.234` or `1,234` as one and a bit or as more than a thousand. It is not guessed: say which.",
        vi:
          "Mọi số trong cột đọc được theo hai cách, `1.234` hoặc `1,234` là hơn một hoặc hơn một nghìn. Chương trình không đoán: hãy cho biết."
      )),
    CodeExplanation(
      "N0505",
      Words(
        en:
          "`001` is a code, not the number 1; numbers of sixteen digits and more are codes too, and so is `12E4`.",
        vi:
          "`001` là mã, không phải số 1; số từ 16 chữ số trở lên và `12E4` cũng là mã."
      )),
    CodeExplanation(
      "N0506",
      Words(
        en:
          "How the dates of a column were read: one value fits a single order, or another column of the file does, or the language of the interface has one.",
        vi:
          "Cách đọc ngày của cột: có giá trị chỉ hợp một thứ tự, hoặc một cột khác của tệp cho biết, hoặc theo ngôn ngữ giao diện."
      )),
    CodeExplanation(
      "N0507",
      Words(
        en:
          "One value that is no number makes a column text. If it stands for nothing known, `nulls` says so.",
        vi:
          "Một giá trị không phải số làm cả cột thành chữ. Nếu nó có nghĩa là không biết, hãy ghi trong `nulls`."
      )),
    CodeExplanation(
      "N0508",
      Words(
        en:
          "Words such as `..`, `n/a` or `#REF!` stand for a missing value where the rest of a column is numbers or dates; among words they stay what they are. `nulls: [...]` adds words of one's own, `nulls: []` keeps all.",
        vi:
          "Các chữ như `..`, `n/a` hay `#REF!` được hiểu là thiếu khi phần còn lại của cột là số hoặc ngày; trong cột chữ chúng được giữ nguyên. `nulls: [...]` thêm chữ của mình, `nulls: []` giữ tất cả."
      )),
    CodeExplanation(
      "N0509",
      Words(
        en:
          "Spaces and no-break spaces at the ends of a text keep it from matching its equals, so they are left out. `trim: false` keeps them.",
        vi:
          "Khoảng trắng ở đầu và cuối khiến chữ không khớp với chữ giống nó nên bị bỏ. `trim: false` giữ nguyên."
      )),
    CodeExplanation(
      "N0510",
      Words(
        en:
          "Lines that cannot be kept whole are set aside, with their reasons, in the table `rejected`; none vanishes. In `tiendo run` they are an error unless the file is read with `mode: lenient`.",
        vi:
          "Các dòng không giữ được nguyên vẹn được để riêng, kèm lý do, trong bảng `rejected`; không dòng nào biến mất. Trong `tiendo run` đó là lỗi, trừ khi đọc với `mode: lenient`."
      )),
    CodeExplanation(
      "N0511",
      Words(
        en:
          "Titles and units of measure above the header, the rows of a header that were joined and a row of column numbers are found from the file. The option shown says the same outright.",
        vi:
          "Tiêu đề và đơn vị tính phía trên dòng tên cột, các dòng tên cột được ghép và dòng số thứ tự cột được tìm từ tệp. Tùy chọn trong ghi chú nói rõ điều đó."
      )),
    CodeExplanation(
      "N0512",
      Words(
        en:
          "Notes, sources and signatures below a table are no rows of it, and a last row that calls itself a total and is the sum of the others would be counted twice. `totals: keep` keeps it.",
        vi:
          "Ghi chú, nguồn và chữ ký dưới bảng không phải là dòng dữ liệu; dòng cuối ghi là tổng và bằng tổng các dòng khác sẽ bị tính hai lần nên được để riêng. `totals: keep` giữ lại."
      )),
    CodeExplanation(
      "N0513",
      Words(
        en:
          "Two columns of one name could not be told apart, so the later ones got a number.",
        vi:
          "Hai cột trùng tên không phân biệt được nên cột sau được thêm số."
      )),
    CodeExplanation(
      "N0514",
      Words(
        en:
          "Lines of which nothing is lost are mended: short ones are filled up, empty surplus fields are left out, stray quotes are kept as text, comments are passed over. `mode: strict` makes the first of them an error.",
        vi:
          "Các dòng không mất dữ liệu được sửa: dòng thiếu được điền null, trường rỗng thừa bị bỏ, dấu nháy lẻ giữ như văn bản, chú thích được bỏ qua. `mode: strict` coi dòng đầu tiên như vậy là lỗi."
      )),
    CodeExplanation(
      "N0515",
      Words(
        en:
          "A last row calls itself a total but is not the sum of the rows above: perhaps groups are among them, or a row is missing. It stays, and sums over the column count it.",
        vi:
          "Dòng cuối ghi là tổng nhưng không bằng tổng các dòng trên: có thể có dòng nhóm, hoặc thiếu dòng. Dòng đó được giữ và sẽ được tính trong tổng của cột."
      )),
    CodeExplanation(
      "N0516",
      Words(
        en:
          "Times with an offset such as `+07:00` are brought to Universal Time, so that they compare with each other.",
        vi:
          "Giờ có độ lệch như `+07:00` được đưa về giờ quốc tế (UTC) để so sánh được với nhau."
      )),
    CodeExplanation(
      "N0517",
      Words(
        en:
          "A year of two digits is taken from 1969 to 2068.",
        vi:
          "Năm hai chữ số được hiểu trong khoảng 1969 đến 2068."
      )),
    CodeExplanation(
      "N0518",
      Words(
        en:
          "The numbers of a column could be read in two ways; another column of the file shows which sign stands for decimals. `decimal:` or `thousands:` says otherwise.",
        vi:
          "Số trong cột đọc được theo hai cách; một cột khác của tệp cho thấy dấu nào là dấu thập phân. Muốn khác, hãy ghi `decimal:` hoặc `thousands:`."
      )),
    CodeExplanation(
      "N0519",
      Words(
        en:
          "The file is not UTF-8. A mark at its beginning, or what its bytes make of the words, tells how letters are written; `encoding:` says it outright, or says otherwise.",
        vi:
          "Tệp không phải UTF-8. Dấu ở đầu tệp, hoặc chữ mà các byte tạo thành, cho biết bảng mã; `encoding:` nói rõ, hoặc nói khác."
      )),
    CodeExplanation(
      "N0520",
      Words(
        en:
          "Texts have letters as `.VnTime` and VNI fonts have them, copied into UTF-8, or UTF-8 that was taken for another encoding. They stay as they are; `encoding:` with the name of the note reads them as they were meant.",
        vi:
          "Văn bản chứa chữ của phông `.VnTime` hoặc VNI chép vào UTF-8, hoặc UTF-8 bị hiểu nhầm bảng mã. Chúng được giữ nguyên; `encoding:` với tên trong ghi chú đọc đúng như ý ban đầu."
      )),
    CodeExplanation(
      "N0521",
      Words(
        en:
          "JSON holds more than tables do: lists in a field stay text, a column of several kinds of values is text, members beside the rows are left out. `types` chooses another type.",
        vi:
          "JSON chứa nhiều hơn bảng: danh sách trong một trường giữ dạng văn bản, cột có nhiều loại giá trị là văn bản, thành viên ngoài các dòng bị bỏ qua. `types` chọn kiểu khác."
      )),
    CodeExplanation(
      "N0522",
      Words(
        en:
          "A page or a report has several tables. The first with data is read; `table: 2` reads the next one.",
        vi:
          "Trang hoặc báo cáo có nhiều bảng. Bảng đầu tiên có dữ liệu được đọc; `table: 2` đọc bảng tiếp theo."
      )),
    CodeExplanation(
      "N0523",
      Words(
        en:
          "Rows such as `I`, `II` or `A. …` head the rows below them. They stay rows, because what stands in them belongs to the file; counts and sums take them like the others. `progress` and `project` leave those out that hold nothing but their name; elsewhere a `where` does it. Rows of parts (`Trong đó: …`) and years beside their quarters are counted twice by a sum in the same way.",
        vi:
          "Các dòng như `I`, `II` hay `A. …` là tiêu đề của các dòng bên dưới. Chúng vẫn là dòng vì nội dung thuộc về tệp; phép đếm và phép cộng tính chúng như các dòng khác. `progress` và `project` bỏ những dòng chỉ có tên nhóm; ở chỗ khác hãy dùng `where`. Dòng `Trong đó: …` và năm đứng cạnh các quý của nó cũng bị tổng tính hai lần như vậy."
      )),
    CodeExplanation(
      "N0711",
      Words(
        en:
          "`export` wrote a file that has names but no rows, or `chart` a picture without anything in it. If a condition was to leave some, look at the rows before it.",
        vi:
          "`export` đã ghi tệp chỉ có tên cột, không có dòng nào, hoặc `chart` đã ghi hình không có gì. Nếu điều kiện lẽ ra phải giữ lại một số dòng, hãy xem các dòng trước nó."
      )),
    CodeExplanation(
      "N0712",
      Words(
        en:
          "The name of a file that is written has no ending, so it is CSV. `with (format: …)` chooses another format.",
        vi:
          "Tên tệp cần ghi không có đuôi nên tệp có dạng CSV. `with (format: …)` chọn định dạng khác."
      )),
  ]
}
