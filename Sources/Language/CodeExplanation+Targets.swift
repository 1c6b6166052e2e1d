extension CodeExplanation {
  /// Targets, and which way is good.
  static let targets: [CodeExplanation] = [
    CodeExplanation(
      "E0634",
      Words(
        en:
          "A table of targets may say in a column `comparison` how a value must compare with its target: by a sign (`>=`, `<=`, `=`) or in words, English or Vietnamese, with or without diacritics (`at least`, `tối thiểu`, `không quá`, `giảm còn`). A word that is none of these might mean either way, so nothing is judged by it. `giảm` alone may be a fall to or by so much, and `max` a limit or an aim: say `giảm còn`, `tối đa` or put the way that is good in a column `direction`.",
        vi:
          "Bảng mục tiêu có thể ghi ở cột `comparison` giá trị phải so với mục tiêu thế nào: bằng dấu (`>=`, `<=`, `=`) hoặc bằng chữ, tiếng Việt hay tiếng Anh, có dấu hay không (`tối thiểu`, `không quá`, `giảm còn`, `at least`). Từ khác có thể hiểu hai chiều nên không dùng để đánh giá. `giảm` đứng một mình có thể là giảm còn hoặc giảm thêm, `max` có thể là giới hạn hoặc mục đích: hãy ghi `giảm còn`, `tối đa` hoặc dùng cột `direction`."
      )),
    CodeExplanation(
      "E0635",
      Words(
        en:
          "A column `direction`, of data or of targets, says whether more or less is better: `up` or `down`, `tăng` or `giảm`, `thuận` or `nghịch`, 1 or -1. The clause `direction up|down` says it for a whole step, and then no column is read.",
        vi:
          "Cột `direction`, của dữ liệu hoặc của mục tiêu, cho biết càng cao hay càng thấp là tốt: `up` hoặc `down`, `tăng` hoặc `giảm`, `thuận` hoặc `nghịch`, 1 hoặc -1. Mệnh đề `direction up|down` nói cho cả bước, khi đó cột không được đọc."
      )),
    CodeExplanation(
      "E0636",
      Words(
        en:
          "`>=` means that more is better and `<=` that less is; a direction beside it has to say the same.",
        vi:
          "`>=` nghĩa là càng cao càng tốt, `<=` là càng thấp càng tốt; direction đi kèm phải cùng chiều."
      )),
    CodeExplanation(
      "E0637",
      Words(
        en:
          "A target belongs to the series that agree with it in every column which the keys of the step and the table of targets both have. Where the targets differ by a column that is no key, all of them would be held against every series: the poverty target against the share with insurance. Add the column to `by`, name the key like it (`by chi_tieu = indicator`), or filter both sides to one value: a column with a single value in the data matches by itself.",
        vi:
          "Mục tiêu thuộc về chuỗi khớp với nó ở mọi cột mà cả khóa của bước và bảng mục tiêu đều có. Khi các mục tiêu khác nhau theo một cột không phải khóa, mọi mục tiêu sẽ bị so với mọi chuỗi. Hãy thêm cột đó vào `by`, đặt tên khóa giống nó (`by chi_tieu = indicator`), hoặc lọc cả hai bên còn một giá trị: cột chỉ có một giá trị trong dữ liệu thì tự khớp."
      )),
    CodeExplanation(
      "N0445",
      Words(
        en:
          "Every value lies beyond the target, so it is met at all times or never, depending on which way is good, and neither the data nor the targets nor the step say that. `direction down` says that less is better.",
        vi:
          "Mọi giá trị đều vượt mục tiêu, nên luôn đạt hoặc chưa bao giờ đạt, tùy chiều nào là tốt, mà dữ liệu, mục tiêu và bước này đều không nói. `direction down` nghĩa là càng thấp càng tốt."
      )),
    CodeExplanation(
      "N0448",
      Words(
        en:
          "A scenario is to reach a value that every observation lies above. Where less is better that is still far off; where more is better there is nothing to do. Neither the data nor the targets nor the step say which, and more is taken as better.",
        vi:
          "Kịch bản cần đạt một mức mà mọi số liệu đều đang cao hơn. Nếu càng thấp càng tốt thì còn xa; nếu càng cao càng tốt thì không cần làm gì. Dữ liệu, mục tiêu và bước này đều không nói, nên coi như càng cao càng tốt."
      )),
    CodeExplanation(
      "N0446",
      Words(
        en:
          "A series that moves away from its target may be one in which less is better. Nothing says so, and more is taken as better.",
        vi:
          "Chuỗi đang rời xa mục tiêu có thể là chuỗi càng thấp càng tốt. Không có thông tin nào nói vậy nên coi như càng cao càng tốt."
      )),
    CodeExplanation(
      "N0447",
      Words(
        en:
          "The clause `direction` speaks for what says nothing itself; a target that says `>=` or `<=` is held to that.",
        vi:
          "Mệnh đề `direction` chỉ áp dụng cho mục tiêu không tự nói; mục tiêu ghi `>=` hoặc `<=` thì theo đó."
      )),
    CodeExplanation(
      "N0449",
      Words(
        en:
          "What `sum` and `count` give adds up over time: a year of it is the sum of its months, in `project`, `track` and `whatif` as in `compare`. A share, a mean or a plain column is a level, of which the last value counts. A time of a shorter period (`@2025-12`) asks for that one.",
        vi:
          "Kết quả của `sum` và `count` cộng dồn theo thời gian: một năm là tổng các tháng, trong `project`, `track`, `whatif` cũng như `compare`. Tỷ lệ, trung bình hoặc cột thường là mức, lấy giá trị cuối. Muốn hỏi một kỳ ngắn hơn thì ghi kỳ đó (`@2025-12`)."
      )),
    CodeExplanation(
      "N0452",
      Words(
        en:
          "A year of which months are missing is no year of a flow: it is left out of the sums. What it has come to so far is told where there is one series.",
        vi:
          "Năm còn thiếu tháng thì chưa phải là một năm của số liệu cộng dồn nên không tính. Số đến nay được ghi khi chỉ có một chuỗi."
      )),
    CodeExplanation(
      "N0453",
      Words(
        en:
          "A course of years needs two whole years at least. With fewer the shorter periods are projected as they are: the value beside 2025 is that of December.",
        vi:
          "Xu hướng theo năm cần ít nhất hai năm đủ tháng. Nếu ít hơn, các kỳ ngắn được dự báo như chúng có: giá trị bên cạnh 2025 là của tháng 12."
      )),
    CodeExplanation(
      "N0454",
      Words(
        en:
          "What is counted month by month cannot be held against the target of a year; its sum over a year can.",
        vi: "Số đếm từng tháng không thể so với mục tiêu cả năm; tổng cả năm thì được."
      )),
    CodeExplanation(
      "N0455",
      Words(
        en:
          "A plain column is read as a level, of which the last value counts. `sum(column)` says that it is counted anew each period, so that a year is the sum of its months.",
        vi:
          "Cột thường được hiểu là mức, lấy giá trị cuối. `sum(cột)` cho biết số liệu đếm riêng từng kỳ, nên một năm là tổng các tháng."
      )),
    CodeExplanation(
      "N0456",
      Words(
        en:
          "After a reorganisation a new unit often has the name of one of its parts. Where the parts stand beside it at the earlier time, the value before is of the old unit and that after of the new, and their difference says nothing. `through crosswalk` puts the parts together first.",
        vi:
          "Sau sắp xếp, đơn vị mới thường mang tên một đơn vị cũ. Khi các đơn vị cũ khác còn số liệu ở thời điểm trước, giá trị trước là của đơn vị cũ và giá trị sau là của đơn vị mới nên hiệu số không có nghĩa. `through crosswalk` gộp các đơn vị cũ trước."
      )),
  ]
}
