import Functions
import Testing

@testable import Analysis

/// What people write for the status of a task, and the reading that a person would give it.
@Suite struct TaskStatusTests {
  /// A status, its state (nil where a person would ask), and whether it is late.
  struct Phrase: CustomTestStringConvertible {
    let text: String
    let state: TaskState?
    let isLate: Bool?

    init(_ text: String, _ state: TaskState?, _ isLate: Bool? = nil) {
      self.text = text
      self.state = state
      self.isLate = isLate
    }

    var testDescription: String { text }
  }

  static let phrases: [Phrase] = [
    // Done.
    Phrase("Hoàn thành", .done), Phrase("Đã hoàn thành", .done), Phrase("xong", .done),
    Phrase("Đã xong", .done), Phrase("Hoàn tất", .done), Phrase("Đã hoàn tất", .done),
    Phrase("Đã kết thúc", .done), Phrase("Đã nghiệm thu", .done), Phrase("Đã thực hiện", .done),
    Phrase("Đã xử lý", .done), Phrase("Hoàn thành 100%", .done), Phrase("100%", .done),
    Phrase("Đã HT", .done), Phrase("Đạt", .done), Phrase("done", .done), Phrase("Done.", .done),
    Phrase("COMPLETED", .done), Phrase("closed", .done), Phrase("Finished", .done),
    Phrase("complete", .done), Phrase("resolved", .done), Phrase("Implemented", .done),
    Phrase("Đã hoàn thành trong hạn", .done, false), Phrase("Hoàn thành đúng hạn", .done, false),
    Phrase("Hoàn thành trước hạn", .done, false), Phrase("Đúng hạn, đã hoàn thành", .done, false),
    Phrase("Completed on time", .done, false), Phrase("Hoàn thành đúng tiến độ", .done, false),
    Phrase("Hoàn thành quá hạn", .done, true), Phrase("Hoàn thành chậm", .done, true),
    Phrase("Đã hoàn thành (quá hạn)", .done, true), Phrase("Hoàn thành trễ hạn", .done, true),
    Phrase("Hoàn thành sau hạn", .done, true), Phrase("Quá hạn, đã hoàn thành", .done, true),
    Phrase("Quá hạn đã thực hiện", .done, true), Phrase("completed late", .done, true),
    Phrase("done late", .done, true), Phrase("Hoàn thành muộn", .done, true),
    Phrase("Hoàn thành ngày 15/3/2025", .done),
    // Not done, though the stem is there.
    Phrase("Chưa hoàn thành", .inProgress), Phrase("chưa xong", .inProgress),
    Phrase("CHƯA HOÀN THÀNH", .inProgress), Phrase("chua hoan thanh", .inProgress),
    Phrase("Không hoàn thành", .inProgress), Phrase("not done", .inProgress),
    Phrase("Not completed", .inProgress), Phrase("not yet finished", .inProgress),
    Phrase("incomplete", .inProgress), Phrase("unfinished", .inProgress),
    Phrase("isn't done", .inProgress), Phrase("Chưa thực hiện xong", .inProgress),
    Phrase("Chưa đạt", .inProgress), Phrase("Sắp hoàn thành", .inProgress),
    Phrase("Gần xong", .inProgress), Phrase("Hoàn thành một phần", .inProgress),
    Phrase("partially completed", .inProgress), Phrase("Hoàn thành 80%", .inProgress),
    Phrase("Đã hoàn thành 62,5 %", .inProgress), Phrase("Hoàn thành bước 1", .inProgress),
    Phrase("Dự kiến hoàn thành quý IV", .inProgress), Phrase("to be done", .notStarted),
    Phrase("to be completed", .notStarted), Phrase("Đang hoàn thiện", .inProgress),
    Phrase("Đang thực hiện, hoàn thành 50%", .inProgress), Phrase("chưa HT", .inProgress),
    Phrase("Chờ nghiệm thu", .inProgress),
    Phrase("Chưa hoàn thành, trong hạn", .inProgress, false),
    Phrase("Chưa hoàn thành quá hạn", .inProgress, true),
    Phrase("Quá hạn chưa hoàn thành", .inProgress, true),
    Phrase("Chưa hoàn thành (chưa đến hạn)", .inProgress, false),
    Phrase("Quá hạn hoàn thành", .overdue, true),
    Phrase("Chưa đến hạn hoàn thành", .inProgress, false),
    Phrase("Trong hạn hoàn thành", .inProgress, false),
    // Under way.
    Phrase("Đang thực hiện", .inProgress), Phrase("dang lam", .inProgress),
    Phrase("Đang triển khai", .inProgress), Phrase("Đang xử lý", .inProgress),
    Phrase("đang chờ phê duyệt", .inProgress), Phrase("In progress", .inProgress),
    Phrase("in_progress", .inProgress), Phrase("in-progress", .inProgress),
    Phrase("ongoing", .inProgress), Phrase("Đã bắt đầu", .inProgress), Phrase("45%", .inProgress),
    Phrase("Đang thực hiện trong hạn", .inProgress, false),
    Phrase("Đang thực hiện, quá hạn", .inProgress, true),
    Phrase("Đang thực hiện (chậm tiến độ)", .inProgress, true),
    Phrase("in progress, delayed", .inProgress, true),
    Phrase("in progress - on track", .inProgress, false),
    Phrase("Trong hạn", .inProgress, false), Phrase("Còn hạn", .inProgress, false),
    Phrase("Chưa quá hạn", .inProgress, false), Phrase("Sắp đến hạn", .inProgress, false),
    Phrase("on track", .inProgress, false), Phrase("not overdue", .inProgress, false),
    // Not begun.
    Phrase("Chưa thực hiện", .notStarted), Phrase("Chưa triển khai", .notStarted),
    Phrase("Chưa bắt đầu", .notStarted), Phrase("chua lam", .notStarted),
    Phrase("not started", .notStarted), Phrase("Not yet started", .notStarted),
    Phrase("not_started", .notStarted), Phrase("to-do", .notStarted), Phrase("todo", .notStarted),
    Phrase("open", .notStarted), Phrase("new", .notStarted), Phrase("pending", .notStarted),
    Phrase("planned", .notStarted), Phrase("Mới giao", .notStarted),
    Phrase("Chờ xử lý", .notStarted), Phrase("0%", .notStarted),
    Phrase("Chưa thực hiện do đang chờ kinh phí", .notStarted),
    Phrase("Chưa thực hiện - quá hạn", .notStarted, true),
    // Late, and no more said.
    Phrase("Quá hạn", .overdue, true), Phrase("overdue", .overdue, true),
    Phrase("Trễ hạn", .overdue, true), Phrase("Chậm", .overdue, true),
    Phrase("Chậm tiến độ", .overdue, true), Phrase("Đã quá hạn", .overdue, true),
    Phrase("Đang quá hạn", .overdue, true), Phrase("late", .overdue, true),
    Phrase("behind schedule", .overdue, true), Phrase("qua han", .overdue, true),
    // Set aside, given up, without an end, no task.
    Phrase("Tạm dừng", .onHold), Phrase("Đang tạm dừng", .onHold), Phrase("Tạm hoãn", .onHold),
    Phrase("Hoãn", .onHold), Phrase("on hold", .onHold), Phrase("On-hold", .onHold),
    Phrase("postponed", .onHold), Phrase("Tạm dừng do chưa có kinh phí", .onHold),
    Phrase("Hủy", .cancelled), Phrase("Đã huỷ", .cancelled), Phrase("Hủy bỏ", .cancelled),
    Phrase("cancelled", .cancelled), Phrase("Canceled", .cancelled),
    Phrase("Chấm dứt", .cancelled), Phrase("won't do", .cancelled),
    Phrase("Thường xuyên", .recurring), Phrase("Định kỳ hằng tháng", .recurring),
    Phrase("Đang thực hiện thường xuyên", .recurring), Phrase("recurring", .recurring),
    Phrase("total", .total), Phrase("Tổng số", .total), Phrase("Tổng cộng", .total),
    // What a person would ask about.
    Phrase("Cơ bản hoàn thành", nil), Phrase("Không thực hiện", nil), Phrase("Thực hiện", nil),
    Phrase("Đúng hạn", nil), Phrase("on time", nil), Phrase("Không hoàn thành đúng hạn", nil),
    Phrase("Đã hoàn thành, chưa nghiệm thu", nil), Phrase("Chậm hoàn thành", nil),
    Phrase("Hoàn thành 3/5", nil), Phrase("Vướng mắc", nil), Phrase("x", nil), Phrase("", nil),
    Phrase("Có", nil), Phrase("Không", nil), Phrase("yes", nil), Phrase("?", nil),
    Phrase("Đang thực hiện quá hạn nhưng trong hạn", nil),
    Phrase("Đảng ủy", nil), Phrase("Đã hoàn thành thường xuyên", nil),
    Phrase("Chăm sóc trẻ em", nil),
  ]

  @Test(arguments: phrases)
  func read(_ phrase: Phrase) {
    let status = TaskStatus(phrase.text)
    #expect(status?.state == phrase.state)
    if phrase.state != nil { #expect(status?.isLate == phrase.isLate) }
  }

  @Test("Case, missing marks, spacing and NFD change nothing", arguments: phrases)
  func isTheSame(_ phrase: Phrase) {
    let expected = TaskStatus(phrase.text)
    let decomposed = String(
      decoding: TextNormalization.normalizeNFC(phrase.text).decomposedForTests.utf8,
      as: UTF8.self)
    for text in [
      phrase.text.uppercased(), phrase.text.lowercased(), "  " + phrase.text + " ",
      phrase.text.replacing(" ", with: "  "), decomposed,
    ] {
      #expect(TaskStatus(text) == expected, "\(text)")
    }
    // Without marks a text may say less, as `Đảng ủy` does, but never something else.
    if let expected { #expect(TaskStatus(TextFold.fold(phrase.text)) == expected) }
  }

  @Test func theWordsOfTheLanguageMeanThemselves() {
    for state in TaskState.allCases { #expect(TaskState(state.word) == state) }
  }
}

extension String {
  /// Canonical decomposition, by the letters that Vietnamese has.
  fileprivate var decomposedForTests: String {
    var result = String.UnicodeScalarView()
    for character in self {
      // The standard library compares canonically: a letter of two scalars is found among them.
      result.append(contentsOf: Self.decomposed[character] ?? Array(character.unicodeScalars))
    }
    return String(result)
  }

  private static let decomposed: [Character: [Unicode.Scalar]] = {
    var result: [Character: [Unicode.Scalar]] = [:]
    let tones: [Unicode.Scalar?] = [nil, "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
    let shapes: [Unicode.Scalar?] = [nil, "\u{302}", "\u{306}", "\u{31B}"]
    for letter in "aeiouyAEIOUY".unicodeScalars {
      for shape in shapes {
        for tone in tones {
          let scalars = [letter] + [shape, tone].compactMap { $0 }
          let text = String(String.UnicodeScalarView(scalars))
          if let only = text.first, text.count == 1 { result[only] = scalars }
        }
      }
    }
    return result
  }()
}
