extension StepReference {
  private static let pacePer = Column(
    "pace_per", "`month` where paces are told by it: under a year of data, or left",
    "`month` nếu tốc độ tính theo tháng: dữ liệu hoặc thời gian còn lại dưới một năm", .minor)
  private static let targetColumns = [
    Column("document", "what sets the target", "văn bản đặt mục tiêu", .detail),
    Column("comparison", "`>=`, `>`, `<=` or `=`", "`>=`, `>`, `<=` hoặc `=`", .detail),
    Column("target", "the value to reach", "giá trị cần đạt"),
    Column("gap", "what is still missing, in the unit", "phần còn thiếu, theo đơn vị đo", .minor),
    Column("actual_pace", "pace so far, a year", "tốc độ đã đạt mỗi năm", .detail),
    // A pace is not to be read without the time that it is told by: it is left out after it.
    pacePer,
    Column("required_pace", "pace needed from now on, a year", "tốc độ cần có mỗi năm", .minor),
    Column(
      "pace_ratio", "share of the way gone against share of the time gone",
      "phần đường đã đi so với phần thời gian đã qua", .detail),
    Column(
      "forward_ratio", "actual pace against required pace", "tốc độ đã đạt so với tốc độ cần có",
      .detail),
    Column(
      "p_attain", "probability of reaching it in time", "xác suất đạt đúng hạn"),
    Column(
      "attained_in", "year in which the pace reaches it", "năm đạt theo tốc độ này", .detail),
    Column("status", "met, on track, too slow …", "đạt, đúng tiến độ, chậm …"),
    Column(
      "status_ratio", "what another rule of status cut on", "tỷ số mà quy tắc trạng thái khác dùng",
      .detail),
  ]
  private static let flags = Column(
    "flags", "what to be wary of: `stale`, `weak`, `tension` …",
    "điều cần lưu ý: `stale`, `weak`, `tension` …", .detail)
  private static let note = Column(
    "note", "what a careful colleague would say of the row", "điều nên biết về dòng này",
    .detail)

  static let analysis: [StepReference] = [
    StepReference(
      "compare",
      "compare [time] t1, t2 [, …] [by keys] [through crosswalk] [with decompose] [since t] [weight column] [duplicates last|mean|sum] [direction up|down] [: items]",
      Words(en: "two or more times side by side", vi: "đặt hai hay nhiều thời điểm cạnh nhau"),
      Words(
        en:
          "For each key the value at each time, the change between them and the rank. A rate is recomputed from its counts. A time without a value is null, never the neighbouring year. `with decompose` splits the change of the whole into the units' own change and that of their mix; `through` compares over a reorganisation of units. A new version of an index is flagged as a break. Ranks are among units of one indicator; `direction down` ranks the lowest first.",
        vi:
          "Với mỗi khóa: giá trị tại từng thời điểm, mức thay đổi và thứ hạng. Tỷ lệ được tính lại từ số đếm. Thời điểm không có giá trị là null, không lấy năm bên cạnh. `with decompose` tách thay đổi chung thành thay đổi của từng đơn vị và của cơ cấu; `through` so sánh qua lần sắp xếp đơn vị. Phiên bản mới của chỉ số được đánh dấu là gián đoạn. Thứ hạng chỉ xét giữa các đơn vị của cùng chỉ tiêu; `direction down` xếp giá trị thấp nhất đầu tiên."
      ),
      columns: [
        Column("<item>_<t>", "the value at each time", "giá trị tại từng thời điểm"),
        Column(
          "change", "last less first, in the unit (points for a rate)",
          "cuối trừ đầu, theo đơn vị (điểm phần trăm với tỷ lệ)"),
        Column(
          "change_pct", "the same, in percent of the first", "như trên, theo phần trăm",
          .detail),
        Column("rank_<t>", "the rank at each time", "thứ hạng tại từng thời điểm", .minor),
        Column("rank_change", "places gained; positive is up", "số bậc tăng; dương là lên"),
        Column("flag", "`new`, `gone` or `break`", "`new`, `gone` hoặc `break`"),
        Column(
          "own_change", "with decompose: the unit's own part", "phần của chính đơn vị"),
        Column("mix_change", "with decompose: the mix's part", "phần do cơ cấu"),
      ],
      examples: [
        Example(
          "indices | where index == \"SIPAS\" | compare 2023, 2024",
          "every unit in two years", "mọi đơn vị trong hai năm"),
        Example(
          "practice_coverage | where indicator ~ \"ho so suc khoe\" | compare 2020, 2024 by unit with decompose: rate",
          "own change and mix", "phần riêng và phần cơ cấu"),
      ]),
    StepReference(
      "project",
      "project [time] to t1 [, …] [by keys] [through crosswalk] [using method] [interval p] [against targets] [since t] [window d] [pace ols|theilsen] [ceiling v] [floor v] [peers column|none] [base_year t] [weight column] [allow_over] [origin @date value v] [direction up|down] [: items], or on a list of tasks: project to t1 [, …] [by keys] [as of @date] [status column] [status map source] [due column] [done column] [start column] [added column] [owner column]",
      Words(en: "where the present course leads", vi: "xu hướng hiện tại dẫn tới đâu"),
      Words(
        en:
          "Two answers side by side: `at_pace` draws the observed pace on in a straight line, capped, and is not a forecast; `expected`, `low` and `high` are the forecast and its interval (80 % unless said), which slows down near a ceiling, borrows strength from five or more peers and is never without width. `through` puts units together that a reorganisation has merged. What the data cannot carry stays null and says why in `note`.",
        vi:
          "Hai câu trả lời cạnh nhau: `at_pace` đi theo tốc độ hiện nay, đường thẳng có chặn, không phải dự báo; `expected`, `low`, `high` là dự báo và khoảng (80 % nếu không nói khác), chậm dần gần mức trần, mượn thông tin từ năm đơn vị cùng nhóm trở lên và không bao giờ có độ rộng bằng 0. `through` gộp các đơn vị đã sáp nhập. Điều dữ liệu không cho phép thì để null và nêu lý do ở `note`."
      ),
      columns: [
        Column("time", "the time asked for", "thời điểm được hỏi"),
        Column("method", "the method used", "phương pháp đã dùng", .detail),
        Column("n", "number of observations", "số quan sát", .detail),
        Column("last_time", "time of the last one", "thời điểm quan sát cuối", .detail),
        Column("last", "its value", "giá trị đó", .minor),
        Column(
          "at_pace", "the line at the observed pace", "đường thẳng theo tốc độ đã đạt", .minor),
        Column("expected", "the median forecast", "dự báo trung vị"),
        Column("low", "lower end of the interval", "đầu dưới của khoảng"),
        Column("high", "upper end of the interval", "đầu trên của khoảng"),
        Column(
          "expected_rank",
          "of a ranked index: the rank to expect, between `rank_low` and `rank_high`",
          "với chỉ số có xếp hạng: thứ hạng dự báo, trong khoảng `rank_low` đến `rank_high`",
          .minor),
        Column("rank_low", "the better end of it", "đầu tốt hơn", .detail),
        Column("rank_high", "the worse end of it", "đầu kém hơn", .detail),
      ] + targetColumns + [
        Column(
          "span", "years that the observations cover", "số năm mà dữ liệu trải qua", .detail),
        Column(
          "weight", "share of its own trend against that of its peers, or against none",
          "phần của xu hướng riêng so với nhóm, hoặc so với không đổi", .detail),
        Column(
          "peers", "how many peers it borrows from", "số đơn vị cùng nhóm đã mượn", .detail),
        Column(
          "naive", "the last value held, to compare with", "giữ nguyên giá trị cuối, để so",
          .detail),
        flags, note,
      ],
      examples: [
        Example(
          "practice_coverage | where indicator ~ \"ho so suc khoe\" | project to 2026, 2030 by unit",
          "every unit two targets ahead", "mọi đơn vị tại hai mốc"),
        Example(
          "indices | where index == \"PAR\" and unit == \"Điện Biên\" | project year to 2030 using drift interval 90: value",
          "one unit, with method and interval", "một đơn vị, nêu phương pháp và khoảng"),
      ]),
    StepReference(
      "whatif",
      "whatif [time] to t1 [, …] [by keys] [through crosswalk] [of item] [base hold|forecast|flat] [against targets] [using method] [interval p] [since t] [window d] [origin @date value v] [peers column|none] [weight column] [direction up|down]: scenario = clause [then clause …] [, …]",
      Words(en: "where another course would lead", vi: "nếu làm khác đi thì sao"),
      Words(
        en:
          "One row for each key, scenario and time; `base` is always scenario 0. Clauses: `pace * k`, `pace + d`, `pace = v`, `step + d in t`, `add n covered in t`, `reach v by t`, `reach rank k by t`, `catchup best|median|p75|\"unit\" by t`, `freeze`, `delay n`, `dip - d in t`, `cap v`, `floor v`, `total + p% a year`, `reallocate n from A to B`, `allocate v by t using rule`, `solve pace for reach v by t`, `use scenario`; each may have `from t`, `to t`, `ramp n` or `for condition`. A percentage is relative, a bare number points, people or items a year. `reach`, `catchup` and `solve pace` never pull a unit down that its base carries there. One figure has no pace: `origin @date value v` assumes where it began.",
        vi:
          "Mỗi khóa, kịch bản và thời điểm một dòng; `base` luôn là kịch bản 0. Các mệnh đề: `pace * k`, `pace + d`, `pace = v`, `step + d in t`, `add n covered in t`, `reach v by t`, `catchup best|median|p75|\"đơn vị\" by t`, `freeze`, `delay n`, `dip - d in t`, `cap v`, `floor v`, `total + p% a year`, `reallocate n from A to B`, `allocate v by t using quy_tắc`, `solve pace for reach v by t`, `use kịch_bản`; có thể thêm `from t`, `to t`, `ramp n` hoặc `for điều_kiện`. Phần trăm là tương đối, số trần là điểm, người hoặc việc mỗi năm. `reach`, `catchup` và `solve pace` không kéo xuống đơn vị tự đạt được. Chỉ một số liệu thì chưa có tốc độ: `origin @ngày value v` giả định điểm khởi đầu."
      ),
      columns: [
        Column("scenario", "its name", "tên kịch bản"),
        Column("time", "the time asked for", "thời điểm được hỏi"),
        Column("value", "the value under the scenario", "giá trị theo kịch bản"),
        Column("vs_base", "difference from the base", "chênh lệch so với kịch bản cơ sở"),
        Column(
          "items", "people or things more than the base",
          "số người hoặc việc nhiều hơn kịch bản cơ sở",
          .detail),
        pacePer,
        Column("pace", "pace it takes, a year", "tốc độ cần mỗi năm", .minor),
        Column(
          "own_pace_ratio", "against the unit's own pace", "so với tốc độ của chính đơn vị",
          .detail),
        Column(
          "pace_percentile", "among all paces ever observed", "vị trí trong mọi tốc độ từng có",
          .detail),
      ] + targetColumns.filter { $0.name != "pace_per" } + [
        Column("binding", "which bound holds it back", "giới hạn nào đang chặn", .detail),
        note,
      ],
      examples: [
        Example(
          "practice_coverage | where indicator ~ \"internet\" and unit == \"Điện Biên\"\n| whatif to 2026, 2030: faster = pace * 1.5 from 2026 ramp 2, needed = reach 90 by 2030",
          "half as fast again, and what is needed", "nhanh hơn một nửa, và mức cần có"),
        Example(
          "indices | where index == \"PAR\" and version == \"1\" | whatif to 2030 by unit: best = catchup p75 by 2030 then cap 98",
          "everyone to the upper quarter", "mọi đơn vị lên nhóm một phần tư đầu"),
        Example(
          "coverage | where unit == \"Điện Biên\" and indicator ~ \"suc khoe dien tu\"\n| whatif to 2025, 2030 origin @2024-01-01 value 0 against targets: faster = pace * 1.5, needed = reach 90 by 2025",
          "one published figure, from an assumed start",
          "một số liệu đã công bố, từ điểm khởi đầu giả định"),
      ]),
    StepReference(
      "track",
      "track [by keys] [through crosswalk] [as of t] [against source] [direction up|down] [status rule] [since t]",
      Words(en: "values against their targets", vi: "kết quả so với mục tiêu"),
      Words(
        en:
          "Joins a dataset with the targets that speak of it, through the table `indicator_map`, and gives one row for each series, unit and target with value, gap, pace and status: the table a steering committee reads. `status eurostat|sdsn|un|escap|opensdg|aarr` uses another rule of status. A target says by its column `comparison` how a value must compare (`>=`, `tối đa`, `at most` …) or by `direction` which way is good (`down`, `giảm`); else the column `direction` of the data or the clause says it, else more is better. A target belongs to the series that agree in the columns which both have: what tells targets apart has to be in `by`.",
        vi:
          "Ghép dữ liệu với các mục tiêu tương ứng qua bảng `indicator_map`, cho mỗi chuỗi, đơn vị và mục tiêu một dòng gồm giá trị, khoảng cách, tốc độ và trạng thái: bảng dành cho ban chỉ đạo. `status eurostat|sdsn|un|escap|opensdg|aarr` dùng quy tắc trạng thái khác. Cột `comparison` của mục tiêu ghi cách so sánh (`>=`, `tối đa`, `at most` …) hoặc cột `direction` ghi chiều tốt (`down`, `giảm`); nếu không thì theo cột `direction` của dữ liệu hoặc mệnh đề, nếu không nữa thì càng cao càng tốt. Mục tiêu thuộc về chuỗi khớp ở các cột mà cả hai có: cột phân biệt các mục tiêu phải có trong `by`."
      ),
      columns: [
        Column("level", "province, district …", "tỉnh, huyện …", .detail),
        Column(
          "series", "the indicator or index that the target speaks of",
          "chỉ tiêu hoặc chỉ số mà mục tiêu nói tới", .detail),
        Column("document", "what sets the target", "văn bản đặt mục tiêu"),
        Column("year", "the year of the target", "năm của mục tiêu"),
        Column("as_of", "the time of the value", "thời điểm của giá trị", .detail),
        Column("value", "the last value known", "giá trị mới nhất"),
        Column(
          "gap_items", "the gap in people or things", "khoảng cách theo số người hoặc việc",
          .detail),
      ] + targetColumns.filter { $0.name != "document" } + [flags, note],
      examples: [
        Example(
          "coverage | where unit == \"Điện Biên\" | track",
          "one province against every target that fits", "một tỉnh so với mọi mục tiêu phù hợp"),
        Example(
          "coverage | track as of @2025-04-10 against (targets | where document == \"411/QĐ-TTg\")",
          "one document, at one date", "một văn bản, tại một ngày"),
      ]),
    StepReference(
      "progress",
      "progress [by keys] [as of @date] [status column] [status map source] [due column] [done column] [start column] [added column] [owner column]",
      Words(en: "how far tasks have come", vi: "tiến độ nhiệm vụ"),
      Words(
        en:
          "Counts tasks by what has become of them. Recurring and cancelled tasks are not open work: `done_pct` is of those that can be closed. A task is overdue when its status says so, or when it is due before the date and open; without any day due `overdue` is null. The columns are known by the names people give them, in Vietnamese and English (`Trạng thái`, `han_hoan_thanh`, `deadline` …), which a note tells; clauses name others, and `by owner` finds the column of the owner. A status is read by its words (`chưa hoàn thành`, `hoàn thành quá hạn`, `on hold` …); one that is not understood is counted in `unknown`, and percentages with it are null until `status map source` says what it means, by a table of the columns word and meaning. Where rows give numbers of tasks, those of status `total` are the whole, which parts alone cannot tell.",
        vi:
          "Đếm nhiệm vụ theo trạng thái. Việc thường xuyên và việc đã hủy không tính là việc còn mở: `done_pct` tính trên số việc có thể hoàn thành. Nhiệm vụ quá hạn khi trạng thái ghi như vậy, hoặc đến hạn trước ngày xét mà còn mở; không có thời hạn nào thì `overdue` là null. Các cột được nhận theo tên quen dùng, tiếng Việt và tiếng Anh (`Trạng thái`, `han_hoan_thanh`, `deadline` …), có ghi chú; các mệnh đề chỉ định cột khác, và `by owner` tìm cột đơn vị chủ trì. Trạng thái được đọc theo từ ngữ (`chưa hoàn thành`, `hoàn thành quá hạn`, `tạm dừng` …); từ không hiểu được đếm ở `unknown` và phần trăm liên quan là null cho tới khi `status map nguồn` cho biết nghĩa, bằng bảng có cột word và meaning. Khi các dòng ghi số lượng nhiệm vụ, dòng có trạng thái `total` là tổng, chỉ các phần thì không cho biết tổng."
      ),
      columns: [
        Column("total", "all tasks", "tất cả nhiệm vụ"),
        Column(
          "closable", "total less recurring and cancelled", "tổng trừ việc thường xuyên và đã hủy"),
        Column("done", "finished", "đã xong"),
        Column(
          "done_late", "of them after their day, as far as status or days say",
          "trong đó xong quá hạn, theo trạng thái hoặc ngày", .detail),
        Column("in_progress", "under way", "đang làm", .minor),
        Column("recurring", "without an end", "thường xuyên", .minor),
        Column("not_started", "not begun", "chưa bắt đầu", .minor),
        Column("on_hold", "set aside for a time", "tạm dừng", .detail),
        Column("cancelled", "given up", "đã hủy", .detail),
        Column(
          "unknown", "with a status that is not understood", "trạng thái không hiểu được",
          .detail),
        Column(
          "overdue", "open and past their date, counted above too",
          "còn mở và quá hạn, đã đếm ở trên"),
        Column("due_30d", "due within 30 days", "đến hạn trong 30 ngày", .detail),
        Column("done_pct", "done, in percent of closable", "phần trăm đã xong trên số có thể xong"),
        Column(
          "done_pct_all", "done, in percent of all", "phần trăm đã xong trên tất cả", .detail
        ),
        Column("as_of", "the date of the counts", "ngày chốt số liệu", .detail),
      ],
      examples: [
        Example(
          "tasks | progress by programme",
          "each programme", "từng chương trình"),
        Example(
          "national_tasks | progress by owner as of @2025-12-31",
          "each owner at the end of a year", "từng cơ quan vào cuối năm"),
        Example(
          "[{viec: 1, tt: \"xong\", han: @2025-01-15}, {viec: 2, tt: \"tre\", han: @2025-01-15}]\n| progress as of @2025-04-10 status tt due han status map [{word: \"tre\", meaning: \"overdue\"}]",
          "columns and words of one's own", "cột và từ ngữ riêng"),
      ]),
    StepReference(
      "say", "say [by keys]",
      Words(en: "a sentence of what track or compare found", vi: "một câu tóm tắt kết quả"),
      Words(
        en:
          "Behind `track` and `compare`: one row for each combination of the keys after `by` (else of all keys but the one with the most values; what is measured always has sentences of its own), each target, and each item where several are compared, with a sentence in English and one in Vietnamese. Every number in them is a cell of the table before. Of more than two times the last is told against the first. Rows of totals are not counted; a unit that stands for many, as the country, is told before the others and not counted among them.",
        vi:
          "Sau `track` và `compare`: mỗi tổ hợp các khóa sau `by` (nếu không nêu thì mọi khóa trừ khóa có nhiều giá trị nhất; chỉ tiêu luôn có câu riêng), mỗi mục tiêu và mỗi đại lượng được so sánh có một dòng, với một câu tiếng Anh và một câu tiếng Việt. Mọi con số trong câu đều là một ô của bảng đứng trước. Có trên hai thời điểm thì so thời điểm cuối với thời điểm đầu. Dòng tổng không được đếm; đơn vị gồm nhiều đơn vị, như cả nước, được nêu trước và không tính chung."
      ),
      columns: [
        Column("en", "the sentence in English", "câu tiếng Anh"),
        Column("vi", "the sentence in Vietnamese", "câu tiếng Việt"),
      ],
      examples: [
        Example(
          "indices | where index == \"SIPAS\" and year >= 2023 | compare 2023, 2024 by unit | say",
          "who rose and who fell", "đơn vị nào tăng, đơn vị nào giảm"),
        Example(
          "coverage | where unit == \"Điện Biên\" | track | say by indicator",
          "where each indicator stands", "từng chỉ tiêu đang ở đâu"),
      ]),
  ]
}
