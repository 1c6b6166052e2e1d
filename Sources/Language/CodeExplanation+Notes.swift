extension CodeExplanation {
  /// What is said under results.
  static let notes: [CodeExplanation] = [
    CodeExplanation(
      "N0201",
      Words(
        en:
          "An average of percentages weighs a hamlet like a city. `rate(covered, total)` and `weighted_avg(x, w)` weigh them by their bases.",
        vi:
          "Trung bình của các tỷ lệ coi một thôn ngang một thành phố. `rate(covered, total)` và `weighted_avg(x, w)` tính theo mẫu số."
      )),
    CodeExplanation(
      "N0202",
      Words(
        en:
          "The text is nowhere in the column as it is written. The note names what `~` would find, without regard to case and diacritics, or else the nearest text that the column has.",
        vi:
          "Đoạn chữ không có đúng như đã viết trong cột. Ghi chú nêu điều mà `~` sẽ tìm thấy khi bỏ qua hoa thường và dấu, nếu không thì nêu đoạn chữ gần nhất trong cột."
      )),
    CodeExplanation(
      "N0203",
      Words(
        en:
          "A join leaves each column name once; the right side's columns of the same name got another.",
        vi:
          "Sau khi nối mỗi tên cột chỉ còn một; cột trùng tên ở bên phải được đổi tên."
      )),
    CodeExplanation(
      "N0204",
      Words(
        en:
          "`append` keeps the columns of both sides; where one has no such column its rows are null.",
        vi:
          "`append` giữ cột của cả hai bên; bên nào không có cột thì các dòng của nó là null."
      )),
    CodeExplanation(
      "N0205",
      Words(
        en:
          "These names are in neither the crosswalk nor the aliases. They are kept under their own name rather than dropped.",
        vi:
          "Các tên này không có trong bảng chuyển đổi lẫn bảng tên gọi khác. Chúng được giữ nguyên tên, không bị bỏ."
      )),
    CodeExplanation(
      "N0206",
      Words(
        en:
          "Double and single quotes both write a text; a column stands without quotes, in backticks where its name has spaces or signs: `` sort `Tỷ lệ (%)` ``. A text is the same for every row, so that sorting by it changes nothing and a condition on it keeps all rows or none.",
        vi:
          "Dấu nháy kép và nháy đơn đều viết văn bản; tên cột viết không có nháy, trong dấu huyền ngược nếu tên có khoảng trắng hay ký hiệu: `` sort `Tỷ lệ (%)` ``. Văn bản giống nhau ở mọi dòng, nên sắp xếp theo nó không đổi gì và điều kiện trên nó giữ hết hoặc bỏ hết các dòng."
      )),
    CodeExplanation(
      "N0401",
      Words(
        en:
          "A condition on a null is neither true nor false, so the row is left out. `x is null` keeps such rows, `x ?? 0` gives them a value.",
        vi:
          "Điều kiện trên null không đúng cũng không sai nên dòng bị bỏ. `x is null` giữ các dòng đó, `x ?? 0` cho chúng giá trị."
      )),
    CodeExplanation(
      "N0402",
      Words(
        en:
          "Division by zero gives null, so that the rest can be computed; the note counts how often.",
        vi:
          "Chia cho 0 cho null để phần còn lại vẫn tính được; ghi chú cho biết số lần."
      )),
    CodeExplanation(
      "N0403",
      Words(
        en:
          "`int()`, `float()`, `date()` and the like give null for a text that they cannot read.",
        vi:
          "`int()`, `float()`, `date()` … cho null khi không đọc được đoạn chữ."
      )),
    CodeExplanation(
      "N0404",
      Words(
        en:
          "A rate or a weighted mean uses only rows of which both parts are known, so that numerator and denominator speak of the same units.",
        vi:
          "Tỷ lệ hoặc trung bình có trọng số chỉ dùng các dòng biết đủ hai phần, để tử và mẫu nói về cùng đơn vị."
      )),
    CodeExplanation(
      "N0405",
      Words(
        en:
          "A rate of a group whose denominators add up to zero has no value.",
        vi:
          "Tỷ lệ của nhóm có tổng mẫu số bằng 0 không có giá trị."
      )),
    CodeExplanation(
      "N0406",
      Words(
        en:
          "How many rows a join got and gave, and how many of either side found no partner: the quickest way to see a wrong key.",
        vi:
          "Số dòng vào và ra của phép nối, và số dòng không tìm thấy đối ứng: cách nhanh nhất để thấy khóa sai."
      )),
    CodeExplanation(
      "N0407",
      Words(
        en:
          "The key repeats on both sides, so each of the left rows meets each of the right: sums over the result count things more than once.",
        vi:
          "Khóa lặp ở cả hai bên nên mỗi dòng trái gặp mỗi dòng phải: tổng trên kết quả sẽ đếm trùng."
      )),
    CodeExplanation(
      "N0408",
      Words(
        en:
          "The key of a join is not unique on the right side, so that rows of the left side come several times: a list of units that has a province before and after a merger gives each of its rows twice, and sums over the result count it twice. A further key (`on unit, year`), one row of each (`join (units | take 1 by unit) on unit`) or a condition before the join makes it unique; `expect many` says that it is meant, `expect one` makes it an error.",
        vi:
          "Khóa của phép nối không duy nhất ở bên phải nên dòng bên trái xuất hiện nhiều lần: danh mục đơn vị có một tỉnh trước và sau sáp nhập sẽ cho mỗi dòng của tỉnh hai lần, và tổng trên kết quả đếm trùng. Thêm khóa (`on unit, year`), giữ một dòng mỗi khóa (`join (units | take 1 by unit) on unit`) hoặc lọc trước khi nối sẽ làm khóa duy nhất; `expect many` cho biết đó là chủ ý, `expect one` biến nó thành lỗi."
      )),
    CodeExplanation(
      "N0410",
      Words(
        en:
          "`join nearest` takes one row for each, and here several of the right side have the same nearest key. With `>=` and `>` the one that stands last in the table counts, as the latest word on that day; with `<=` and `<` the one that stands first. A further key, or `take 1 by` the key before the join, says which is meant.",
        vi:
          "`join nearest` lấy một dòng cho mỗi dòng, mà ở đây nhiều dòng bên phải có cùng khóa gần nhất. Với `>=` và `>` thì lấy dòng đứng cuối trong bảng, coi là thông tin mới nhất của ngày đó; với `<=` và `<` thì lấy dòng đứng đầu. Thêm khóa, hoặc `take 1 by` khóa trước khi nối, sẽ nói rõ dòng nào."
      )),
    CodeExplanation(
      "N0409",
      Words(
        en:
          "A row of totals stands over other rows: those of `with totals`, the whole of `whatif`, the total of a decomposition. Counting it beside its parts counts everything twice, so steps that add up, count, rank, share out, draw, join by it or look at history take the other rows alone; the row itself stays in the table, labelled, and behind the others when they are sorted. `set totals keep` makes it a row like any other, null in the keys that it sums over.",
        vi:
          "Dòng tổng đứng trên các dòng khác: dòng của `with totals`, toàn thể trong `whatif`, tổng của phép phân rã. Tính nó cùng các phần là tính hai lần, nên các bước cộng, đếm, xếp hạng, chia tỷ trọng, vẽ, nối hoặc xem theo thời gian chỉ lấy các dòng còn lại; bản thân dòng tổng vẫn ở trong bảng, có nhãn, và đứng sau khi sắp xếp. `set totals keep` biến nó thành dòng bình thường, null ở các khóa được cộng gộp."
      )),
    CodeExplanation(
      "N0420",
      Words(
        en:
          "A unit was observed several times within a period; the last observation stands for the period.",
        vi:
          "Một đơn vị được quan sát nhiều lần trong kỳ; quan sát cuối đại diện cho kỳ."
      )),
    CodeExplanation(
      "N0421",
      Words(
        en:
          "Rows that say the same of a unit at a time are counted once.",
        vi:
          "Các dòng giống nhau về cùng đơn vị, cùng thời điểm được tính một lần."
      )),
    CodeExplanation(
      "N0422",
      Words(
        en:
          "Where the total is zero there is no rate, and so no change of it.",
        vi:
          "Khi mẫu số bằng 0 thì không có tỷ lệ, và cũng không có thay đổi."
      )),
    CodeExplanation(
      "N0423",
      Words(
        en:
          "A score cannot be added up. Where units are put together it is averaged, plainly or by the weight that is named.",
        vi:
          "Điểm số không cộng được. Khi gộp đơn vị, điểm được lấy trung bình, đơn giản hoặc theo trọng số nêu tên."
      )),
    CodeExplanation(
      "N0424",
      Words(
        en:
          "The method of the figure changed in between, so the change mixes two things; `since` compares within one method.",
        vi:
          "Phương pháp tính đã thay đổi ở giữa, nên chênh lệch lẫn hai điều; `since` so sánh trong cùng phương pháp."
      )),
    CodeExplanation(
      "N0425",
      Words(
        en:
          "Rank 20 of 61 is not rank 20 of 63: how many were ranked stands beside.",
        vi:
          "Hạng 20 trên 61 không phải hạng 20 trên 63: số đơn vị được xếp hạng ghi bên cạnh."
      )),
    CodeExplanation(
      "N0426",
      Words(
        en:
          "A published `>90` is a bound, not a value, and so is a change from or to it.",
        vi:
          "Số công bố `>90` là cận, không phải giá trị, và thay đổi so với nó cũng vậy."
      )),
    CodeExplanation(
      "N0427",
      Words(
        en:
          "Rows without both parts of the rate cannot take part in the decomposition.",
        vi:
          "Các dòng thiếu tử hoặc mẫu không tham gia phân rã được."
      )),
    CodeExplanation(
      "N0428",
      Words(
        en:
          "A share or a score ends somewhere, and a projection that knows where slows down before it: say `ceiling 100`.",
        vi:
          "Tỷ lệ hoặc điểm số có mức trần, và dự báo biết mức trần sẽ chậm lại trước đó: hãy ghi `ceiling 100`."
      )),
    CodeExplanation(
      "N0429",
      Words(
        en:
          "A target in another unit of measure than the series cannot be held against it.",
        vi:
          "Mục tiêu có đơn vị đo khác với chuỗi thì không so được."
      )),
    CodeExplanation(
      "N0430",
      Words(
        en:
          "No row of the targets matches these series by indicator, level and unit. `indicator_map` joins names that differ.",
        vi:
          "Không có mục tiêu nào khớp các chuỗi này theo chỉ tiêu, cấp và đơn vị. `indicator_map` nối các tên khác nhau."
      )),
    CodeExplanation(
      "N0431",
      Words(
        en:
          "`origin` sets a point that nobody observed; everything computed from it stands and falls with it.",
        vi:
          "`origin` đặt một điểm không ai quan sát; mọi kết quả tính từ đó phụ thuộc vào giả định này."
      )),
    CodeExplanation(
      "N0432",
      Words(
        en:
          "Rows whose time is null belong to no period.",
        vi:
          "Các dòng không có thời gian không thuộc kỳ nào."
      )),
    CodeExplanation(
      "N0433",
      Words(
        en:
          "Five or more units are projected together, each leaning on the others where its own points are few. A filter before `project` takes the others away.",
        vi:
          "Từ năm đơn vị trở lên được dự báo cùng nhau, đơn vị ít số liệu dựa vào các đơn vị khác. Lọc trước `project` làm mất điều đó."
      )),
    CodeExplanation(
      "N0434",
      Words(
        en:
          "`base forecast` holds scenarios against the forecast rather than the present pace.",
        vi:
          "`base forecast` so kịch bản với dự báo thay vì tốc độ hiện tại."
      )),
    CodeExplanation(
      "N0435",
      Words(
        en:
          "No unit fits the condition after `for`, so the clause changes nothing.",
        vi:
          "Không đơn vị nào thỏa điều kiện sau `for`, nên mệnh đề không đổi gì."
      )),
    CodeExplanation(
      "N0436",
      Words(
        en:
          "Statuses are recognised by their words in English and Vietnamese; these were not. A task of such a status is counted in `unknown` and neither as done nor as open, unless the day it was done is known, and the percentages of its row are null; `project` takes it for open. `status map source` says what one's own words mean.",
        vi:
          "Trạng thái được nhận theo từ tiếng Anh và tiếng Việt; những từ này không nhận ra. Nhiệm vụ có trạng thái như vậy được đếm ở `unknown`, không tính là đã xong hay còn mở, trừ khi biết ngày hoàn thành, và phần trăm của dòng là null; `project` coi là còn mở. `status map nguồn` cho biết nghĩa của từ riêng."
      )),
    CodeExplanation(
      "N0437",
      Words(
        en:
          "The rows have due dates but nothing that tells what is done.",
        vi:
          "Các dòng có hạn nhưng không có gì cho biết việc nào đã xong."
      )),
    CodeExplanation(
      "N0438",
      Words(
        en:
          "The parts that were published do not add up to the total that was published; the total stands.",
        vi:
          "Các phần công bố không cộng thành tổng công bố; lấy theo tổng."
      )),
    CodeExplanation(
      "N0439",
      Words(
        en:
          "Observations by an older method are no part of the series that is projected.",
        vi:
          "Quan sát theo phương pháp cũ không thuộc chuỗi được dự báo."
      )),
    CodeExplanation(
      "N0440",
      Words(
        en:
          "How many combinations were missing; their other columns are null until `fill` puts something there.",
        vi:
          "Số tổ hợp còn thiếu; các cột khác của chúng là null cho tới khi `fill` điền."
      )),
    CodeExplanation(
      "N0441",
      Words(
        en:
          "How many cells got a value, and how many had nothing to take it from.",
        vi:
          "Số ô được điền, và số ô không có gì để điền."
      )),
    CodeExplanation(
      "N0442",
      Words(
        en:
          "A line between neighbours needs distances. Without one key of time or number rows count as one step each.",
        vi:
          "Nội suy cần khoảng cách. Nếu không có một khóa thời gian hoặc số, mỗi dòng tính là một bước."
      )),
    CodeExplanation(
      "N0443",
      Words(
        en:
          "`index_to(x, base)` divides by the group's value at the base, which these groups do not have.",
        vi:
          "`index_to(x, goc)` chia cho giá trị của nhóm tại gốc, các nhóm này không có."
      )),
    CodeExplanation(
      "N0444",
      Words(
        en:
          "`lag`, `growth` and moving averages go by rows. Where a period is missing the row before is not the period before; `complete` adds it.",
        vi:
          "`lag`, `growth` và trung bình trượt tính theo dòng. Khi thiếu kỳ, dòng trước không phải kỳ trước; `complete` bổ sung."
      )),
    CodeExplanation(
      "N0450",
      Words(
        en:
          "An assertion holds when no row breaks it, so over no rows it always holds. Where rows must be there, assert their number: aggregate n = count() | assert n > 0.",
        vi:
          "Điều kiện kiểm tra đúng khi không dòng nào vi phạm, nên với 0 dòng nó luôn đúng. Nếu phải có dòng, hãy kiểm tra số dòng: aggregate n = count() | assert n > 0."
      )),
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
          "Rows such as `I`, `II` or `A. …` head the rows below them. They stay rows, because what stands in them belongs to the file; counts and sums take them like the others. `progress` and `project` leave those out that hold nothing but their name; elsewhere a `where` does it.",
        vi:
          "Các dòng như `I`, `II` hay `A. …` là tiêu đề của các dòng bên dưới. Chúng vẫn là dòng vì nội dung thuộc về tệp; phép đếm và phép cộng tính chúng như các dòng khác. `progress` và `project` bỏ những dòng chỉ có tên nhóm; ở chỗ khác hãy dùng `where`."
      )),
    CodeExplanation(
      "N0711",
      Words(
        en:
          "`export` wrote a file that has names but no rows. If a condition was to leave some, look at the rows before it.",
        vi:
          "`export` đã ghi tệp chỉ có tên cột, không có dòng nào. Nếu điều kiện lẽ ra phải giữ lại một số dòng, hãy xem các dòng trước nó."
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
