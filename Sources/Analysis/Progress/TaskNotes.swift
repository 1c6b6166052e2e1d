import Engines
import Language
import Planning

/// What `progress` and `project` on tasks have to say of a list, in words.
enum TaskNotes {
  private static func tasks(_ count: Int) -> String { count == 1 ? "task" : "tasks" }

  /// Words with their counts: `abc (3), xyz (1)`.
  private static func counted(_ words: [String: Int]) -> String {
    let order = words.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return order.prefix(6).map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
      + (order.count > 6 ? ", …" : "")
  }

  static func unknownStatus(
    _ words: [String: Int], _ range: SourceRange, _ context: QueryContext
  ) {
    let list = counted(words)
    context.note(
      "N0436",
      "statuses not understood: \(list); counted apart as unknown, and percentages with them are null; status map \"words.csv\" (columns word and meaning) says what they mean",
      "không hiểu trạng thái: \(list); đếm riêng ở unknown và phần trăm liên quan là null; ghi nghĩa bằng status map \"words.csv\" (cột word và meaning)",
      at: range)
  }

  static func openStatus(
    _ words: [String: Int], _ range: SourceRange, _ context: QueryContext
  ) {
    let list = counted(words)
    context.note(
      "N0436",
      "statuses not understood: \(list); taken for open; status map \"words.csv\" (columns word and meaning) says what they mean",
      "không hiểu trạng thái: \(list); coi là còn mở; ghi nghĩa bằng status map \"words.csv\" (cột word và meaning)",
      at: range)
  }

  static func unreadable(
    _ column: String, _ count: Int, _ example: String, _ range: SourceRange,
    _ context: QueryContext
  ) {
    context.note(
      "N0472",
      "\(count) \(count == 1 ? "entry" : "entries") of `\(column)` \(count == 1 ? "is" : "are") no day, such as \"\(example)\", and \(count == 1 ? "counts" : "count") as none",
      "\(count) giá trị của `\(column)` không phải ngày, ví dụ \"\(example)\", coi như không có",
      at: range)
  }

  static func periods(
    _ column: String, _ count: Int, _ example: String, _ range: SourceRange,
    _ context: QueryContext
  ) {
    context.note(
      "N0473",
      "\(count) \(count == 1 ? "entry" : "entries") of `\(column)` \(count == 1 ? "is a period" : "are periods"), such as \"\(example)\": a day due or done is taken at the period's end, a start at its beginning",
      "\(count) giá trị của `\(column)` là một kỳ, ví dụ \"\(example)\": hạn và ngày hoàn thành lấy cuối kỳ, ngày bắt đầu lấy đầu kỳ",
      at: range)
  }

  static func dayFirst(
    _ column: String, _ example: String, _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      "N0473",
      "`\(column)` is read with the day first, such as \"\(example)\"; nothing in the column says so",
      "`\(column)` được đọc theo ngày trước tháng, ví dụ \"\(example)\"; không có gì trong cột khẳng định",
      at: range)
  }

  static func withoutDays(_ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0474",
      "no day due can be read, so overdue and due_30d are not known; due column names one",
      "không đọc được thời hạn nào nên không biết overdue và due_30d; dùng due cột để chỉ định",
      at: range)
  }

  static func withoutDue(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0474",
      "\(count) open \(tasks(count)) without a day due \(count == 1 ? "is" : "are") never counted as overdue",
      "\(count) nhiệm vụ còn mở không có thời hạn, không bao giờ được tính là quá hạn", at: range)
  }

  static func withoutStatus(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0475",
      "\(count) \(tasks(count)) without a status and a day done \(count == 1 ? "is" : "are") taken as not done",
      "\(count) nhiệm vụ không có trạng thái và ngày hoàn thành được coi là chưa xong", at: range)
  }

  static func headings(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0476",
      "\(count) \(RunNotes.rows(count)) without status, day or owner left out: headings, not tasks",
      "bỏ qua \(count) dòng không có trạng thái, ngày và đơn vị: tiêu đề, không phải nhiệm vụ",
      at: range)
  }

  static func totals(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0476",
      "\(count) \(RunNotes.rows(count)) with the status of a total left out: not a task",
      "bỏ qua \(count) dòng có trạng thái là tổng số: không phải nhiệm vụ", at: range)
  }

  static func later(_ count: Int, _ day: String, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0477",
      "\(count) \(tasks(count)) that came to the list after \(day) left out",
      "bỏ qua \(count) nhiệm vụ được giao sau ngày \(day)", at: range)
  }

  static func doneLater(
    _ count: Int, _ day: String, _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      "N0477",
      "\(count) \(tasks(count)) done after \(day) \(count == 1 ? "is" : "are") still open on that day",
      "\(count) nhiệm vụ hoàn thành sau ngày \(day) được tính là còn mở vào ngày đó", at: range)
  }

  static func lateBeforeDue(
    _ count: Int, _ day: String, _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      "N0478",
      "\(count) \(tasks(count)) \(count == 1 ? "is" : "are") overdue by the status, though due on or after \(day)",
      "\(count) nhiệm vụ quá hạn theo trạng thái, dù thời hạn là ngày \(day) hoặc muộn hơn",
      at: range)
  }

  static func openThoughDone(_ count: Int, _ range: SourceRange, _ context: QueryContext) {
    context.note(
      "N0478",
      "\(count) \(tasks(count)) with a day done \(count == 1 ? "counts" : "count") as done, though the status says otherwise",
      "\(count) nhiệm vụ có ngày hoàn thành được tính là đã xong, dù trạng thái ghi khác",
      at: range)
  }

  static func noTotals(_ lists: [String], _ range: SourceRange, _ context: QueryContext) {
    let list = some(lists, "the rows")
    let named = some(lists, "các dòng")
    context.note(
      "N0479",
      "no total is given for \(list): the parts that are there are taken for all",
      "không có tổng của \(named): coi các phần hiện có là tất cả", at: range)
  }

  static func partsAlone(_ lists: [String], _ range: SourceRange, _ context: QueryContext) {
    let list = some(lists, "the rows")
    let named = some(lists, "các dòng")
    context.note(
      "N0479",
      "neither a total nor all parts are given for \(list): total and percentages are null; rows of status total belong to progress",
      "không có tổng cũng không đủ các phần của \(named): tổng và phần trăm là null; progress cần các dòng có trạng thái total",
      at: range)
  }

  static func doneMissing(_ lists: [String], _ range: SourceRange, _ context: QueryContext) {
    let list = some(lists, "the rows")
    let named = some(lists, "các dòng")
    context.note(
      "N0480",
      "no number of done is given for \(list), so the rows that put it together with others have none; more keys after by keep them apart",
      "không có số đã xong của \(named) nên các dòng gộp với danh sách khác cũng không có; thêm khóa sau by để tách riêng",
      at: range)
  }

  static func mixedDays(
    _ first: String, _ last: String, _ range: SourceRange, _ context: QueryContext
  ) {
    context.note(
      "N0480",
      "lists counted on different days are put together: \(first) to \(last)",
      "gộp các danh sách đếm vào những ngày khác nhau: từ \(first) đến \(last)", at: range)
  }

  /// The names of lists; `unnamed` for one that no key names.
  private static func some(_ lists: [String], _ unnamed: String) -> String {
    lists.prefix(4).map { $0.isEmpty ? unnamed : $0 }.joined(separator: "; ")
      + (lists.count > 4 ? "; …" : "")
  }

  // MARK: What stops the step

  static func unknownMeaning(
    _ meaning: String, of word: String, at range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "E0574",
      Words(
        en: "\"\(meaning)\" is no meaning of a status (of the word \"\(word)\")",
        vi: "\"\(meaning)\" không phải nghĩa của trạng thái (của từ \"\(word)\")"), at: range,
      fix: Words(
        en:
          "meanings: done, done late, in_progress, not_started, recurring, on_hold, cancelled, overdue, total",
        vi:
          "các nghĩa: done, done late, in_progress, not_started, recurring, on_hold, cancelled, overdue, total"
      ))
  }

  static func twoMeanings(_ word: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0575",
      Words(
        en: "the word \"\(word)\" has two meanings here",
        vi: "từ \"\(word)\" có hai nghĩa ở đây"), at: range,
      fix: Words(en: "leave one of the rows out", vi: "hãy bỏ một trong hai dòng"))
  }
}
