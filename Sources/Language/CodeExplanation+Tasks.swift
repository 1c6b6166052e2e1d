extension CodeExplanation {
  /// Lists of tasks: which column tells what, and what their words and days mean.
  static let tasks: [CodeExplanation] = [
    CodeExplanation(
      "E0570",
      Words(
        en:
          "Two columns have names that are equally good for one thing, such as `Trạng thái` and `Tình trạng` for the status. A guess could count the wrong one, so a clause has to say which: `progress status column due column`.",
        vi:
          "Hai cột có tên phù hợp như nhau cho cùng một vai trò, ví dụ `Trạng thái` và `Tình trạng`. Đoán có thể đếm nhầm, nên cần mệnh đề ghi rõ: `progress status cột due cột`."
      )),
    CodeExplanation(
      "E0571",
      Words(
        en:
          "A clause names a column whose type cannot tell what it is named for: days are dates or text that says them, a status and an owner are text.",
        vi:
          "Mệnh đề chỉ một cột có kiểu không phù hợp: ngày phải là kiểu ngày hoặc văn bản ghi ngày, trạng thái và đơn vị là văn bản."
      )),
    CodeExplanation(
      "E0572",
      Words(
        en:
          "`project` on a list of tasks counts what is done in each period; methods, targets, bounds and items belong to series of values, and `due`, `done` and the like to lists of tasks.",
        vi:
          "`project` trên danh sách nhiệm vụ đếm số việc xong theo kỳ; phương pháp, mục tiêu, cận và các mục thuộc về chuỗi giá trị, còn `due`, `done` và tương tự thuộc về danh sách nhiệm vụ."
      )),
    CodeExplanation(
      "E0573",
      Words(
        en:
          "`status map` takes a table of two columns of text: the word as it stands in the list, and what it means (`done`, `in_progress`, `overdue` …).",
        vi:
          "`status map` nhận bảng có hai cột văn bản: từ như trong danh sách, và nghĩa của từ (`done`, `in_progress`, `overdue` …)."
      )),
    CodeExplanation(
      "E0574",
      Words(
        en:
          "A meaning in the table of one's own words is itself not understood. Meanings are the states of `progress`, or any status that is understood, such as `hoàn thành quá hạn`.",
        vi:
          "Nghĩa trong bảng từ riêng không hiểu được. Nghĩa là các trạng thái của `progress`, hoặc trạng thái nào hiểu được, ví dụ `hoàn thành quá hạn`."
      )),
    CodeExplanation(
      "E0575",
      Words(
        en:
          "The table of one's own words gives one word two meanings; case, marks and spaces do not tell words apart.",
        vi:
          "Bảng từ riêng cho một từ hai nghĩa khác nhau; chữ hoa, dấu và khoảng trắng không phân biệt từ."
      )),
    CodeExplanation(
      "N0470",
      Words(
        en:
          "The columns of a list of tasks were found by the names that people give them. The clauses in the note say the same outright; other columns can be named in their place.",
        vi:
          "Các cột của danh sách nhiệm vụ được tìm theo tên quen dùng. Các mệnh đề trong ghi chú nói rõ điều đó; có thể chỉ định cột khác."
      )),
    CodeExplanation(
      "N0471",
      Words(
        en:
          "A column has the name but not the type, for example a day due that was read as numbers; it was passed over. Convert it before, or say its type when the file is read.",
        vi:
          "Cột có tên phù hợp nhưng sai kiểu, ví dụ thời hạn được đọc là số; cột bị bỏ qua. Hãy chuyển kiểu trước, hoặc ghi kiểu khi đọc tệp."
      )),
    CodeExplanation(
      "N0472",
      Words(
        en:
          "A column of days is text in which some entries say no day. The days that can be read count; the others are as if nothing stood there.",
        vi:
          "Cột ngày là văn bản và có giá trị không phải ngày. Ngày đọc được thì tính; các giá trị khác coi như để trống."
      )),
    CodeExplanation(
      "N0473",
      Words(
        en:
          "A day was read from text by a rule: a quarter or month due stands for its last day, and where the day and the month could be exchanged the day comes first.",
        vi:
          "Ngày được đọc từ văn bản theo quy tắc: hạn ghi theo quý hoặc tháng là ngày cuối kỳ, và khi ngày với tháng có thể đổi chỗ thì ngày đứng trước."
      )),
    CodeExplanation(
      "N0474",
      Words(
        en:
          "Without a day due nobody can tell whether a task is late, unless its status does. Where that is so for all open tasks of a row, `overdue` is null, not 0.",
        vi:
          "Không có thời hạn thì không biết nhiệm vụ có quá hạn không, trừ khi trạng thái cho biết. Nếu mọi việc còn mở của dòng đều vậy, `overdue` là null, không phải 0."
      )),
    CodeExplanation(
      "N0475",
      Words(
        en:
          "Some tasks have neither a status nor a day on which they were done. They count as not done; a row with an empty word in the table of `status map` says otherwise.",
        vi:
          "Một số nhiệm vụ không có trạng thái lẫn ngày hoàn thành. Chúng được tính là chưa xong; một dòng có từ để trống trong bảng của `status map` có thể quy định khác."
      )),
    CodeExplanation(
      "N0476",
      Words(
        en:
          "Some rows of the list are no tasks: headings of groups and signatures have nothing in the columns that tell of tasks, totals say so in the status.",
        vi:
          "Một số dòng không phải nhiệm vụ: tiêu đề nhóm và chữ ký không có gì ở các cột về nhiệm vụ, dòng tổng ghi rõ ở trạng thái."
      )),
    CodeExplanation(
      "N0477",
      Words(
        en:
          "The list is told as it was at the end of the day asked for: what was done later was open, and what came later was not there.",
        vi:
          "Danh sách được tính như vào cuối ngày được hỏi: việc xong sau đó còn mở, việc giao sau đó chưa có."
      )),
    CodeExplanation(
      "N0478",
      Words(
        en:
          "The status of a task and its days do not agree. A day done wins over the status; a status that says overdue wins over a day due that is still to come.",
        vi:
          "Trạng thái và ngày của nhiệm vụ không khớp. Ngày hoàn thành được ưu tiên hơn trạng thái; trạng thái quá hạn được ưu tiên hơn thời hạn chưa tới."
      )),
    CodeExplanation(
      "N0479",
      Words(
        en:
          "Counts by status came without the number of all tasks. Where done and open work stand side by side they are taken for all; one part alone gives no percentage.",
        vi:
          "Số lượng theo trạng thái không kèm tổng số. Khi có cả việc đã xong và còn mở thì coi là tất cả; chỉ một phần thì không có phần trăm."
      )),
    CodeExplanation(
      "N0480",
      Words(
        en:
          "Several lists of counts were put together in one row. A number that one of them does not give is not known for the row, and their days may differ: each list counts as of its own last day.",
        vi:
          "Nhiều danh sách số lượng được gộp vào một dòng. Số mà một danh sách không có thì dòng cũng không có, và ngày có thể khác nhau: mỗi danh sách tính theo ngày cuối của nó."
      )),
  ]
}
