import Functions
import Testing

@testable import Analysis
@testable import Columns

/// The names that people give the columns of a list of tasks.
@Suite struct TaskColumnNameTests {
  @Test("Each name is known once, in any case, spacing and with or without marks")
  func spellings() {
    for (name, known) in TaskColumnNames.all {
      let plain = TextFold.fold(name)
      let capital = name.split(separator: " ").map { $0.prefix(1).uppercased() + $0.dropFirst() }
      for spelling in [
        name, name.uppercased(), plain, plain.replacing(" ", with: "_"),
        plain.replacing(" ", with: "-"), plain.replacing(" ", with: "").uppercased(),
        capital.joined(separator: " "), capital.joined(), " " + name + " ",
        name + " (dd/mm/yyyy)", name + " (*)", name.replacing(" ", with: "  "),
      ] {
        #expect(TaskColumnNames.role(of: spelling) == known, "\(spelling)")
      }
    }
    #expect(TaskColumnNames.all.count > 150)
  }

  @Test(
    "Names with a word for task",
    arguments: [
      ("Trạng thái nhiệm vụ", "status"), ("Tình trạng công việc", "status"),
      ("task_status", "status"), ("Task Status", "status"), ("Hạn hoàn thành nhiệm vụ", "due"),
      ("Ngày giao việc", "added"), ("Ngày giao nhiệm vụ", "added"), ("task owner", "owner"),
      ("Ngày bắt đầu công việc", "start"), ("Thời hạn", "due"), ("dueDate", "due"),
      ("DEADLINE", "due"), ("han_hoan_thanh", "due"), ("Ngày hoàn thành", "done"),
      ("Kết quả", "status"), ("Cơ quan thực hiện", "owner"), ("Đơn vị chủ trì", "owner"),
    ])
  func withATask(_ name: String, _ role: String) {
    #expect(TaskColumnNames.role(of: name).map { "\($0.role)" } == role)
  }

  @Test(
    "Names of other things",
    arguments: [
      "Nhiệm vụ", "Tên nhiệm vụ", "title", "STT", "Ghi chú", "Đơn vị phối hợp", "Sản phẩm",
      "Văn bản giao", "value", "year", "Tỷ lệ (%)", "Số hiệu", "Vướng mắc, kiến nghị", "task", "",
      "due_text", "due_precision", "ngày", "date", "Gia hạn",
    ])
  func none(_ name: String) {
    #expect(TaskColumnNames.role(of: name) == nil)
  }
}
