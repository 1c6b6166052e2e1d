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
  ]
}
