import Columns
import Functions
import Language
import Planning

/// The names that people give the columns of a list of tasks, in Vietnamese and English.
///
/// A name counts by its letters and digits alone: case, diacritics, spaces, `_`, `-` and `.`, a remark
/// in brackets and a word for "task" at the end change nothing, so that `Hạn hoàn thành`,
/// `han_hoan_thanh` and `HanHoanThanh (ngày)` are one.
enum TaskColumnNames {
  /// What a column tells.
  enum Role: CaseIterable {
    case status, due, done, start, added, owner, recurring, count, asOf

    /// The word of the clause that names it, if there is one.
    var clause: String? {
      switch self {
      case .status: "status"
      case .due: TaskRole.due.rawValue
      case .done: TaskRole.done.rawValue
      case .start: TaskRole.start.rawValue
      case .added: TaskRole.added.rawValue
      case .owner: TaskRole.owner.rawValue
      case .recurring, .count, .asOf: nil
      }
    }

    /// Whether a column of that type can tell it. A column without any value fits.
    func fits(_ type: DataType) -> Bool {
      switch self {
      case .status, .owner: type == .text || type == .null
      case .due, .done, .start, .added: type == .text || type.isTemporal || type == .null
      case .recurring: type == .bool
      case .count: type == .int
      case .asOf: type.isTemporal
      }
    }
  }

  /// The names, the plainest first: a name of an earlier group is plainly better than one of a later.
  private static let names: [Role: [[String]]] = [
    .status: [
      ["status"],
      ["trạng thái", "tình trạng"],
      [
        "trạng thái thực hiện", "trạng thái xử lý", "trạng thái giải quyết",
        "trạng thái hoàn thành",
        "trạng thái hiện tại", "tình trạng thực hiện", "tình trạng xử lý", "tình trạng giải quyết",
        "tình trạng hoàn thành", "tình trạng hiện tại", "current status", "progress status",
        "completion status", "work status", "status of implementation", "state",
      ],
      [
        "kết quả thực hiện", "kết quả xử lý", "kết quả giải quyết", "tình hình thực hiện",
        "progress",
      ],
      ["kết quả", "tình hình", "tiến độ", "tiến độ thực hiện", "result", "outcome", "stage"],
    ],
    .due: [
      ["due"],
      [
        "hạn hoàn thành", "thời hạn hoàn thành", "ngày hạn", "ngày đến hạn", "ngày hết hạn",
        "hạn chót", "hạn cuối", "hạn chót hoàn thành", "due date", "date due", "due on", "due by",
        "due day", "deadline", "deadline date",
      ],
      [
        "hạn", "thời hạn", "hạn xử lý", "hạn thực hiện", "thời hạn thực hiện", "thời hạn xử lý",
        "thời hạn giải quyết", "hạn giải quyết", "hạn báo cáo", "thời hạn báo cáo", "hạn trả lời",
        "hạn nộp", "hạn trả", "hạn trả kết quả", "ngày hẹn trả", "ngày hẹn trả kết quả", "hẹn trả",
        "ngày trả dự kiến", "mốc hoàn thành", "ngày phải hoàn thành",
        "thời hạn kết thúc", "target date", "completion deadline", "time limit",
      ],
      [
        "ngày hoàn thành dự kiến", "dự kiến hoàn thành", "ngày dự kiến hoàn thành",
        "thời gian hoàn thành dự kiến", "thời gian dự kiến hoàn thành", "kế hoạch hoàn thành",
        "ngày hoàn thành theo kế hoạch", "ngày kết thúc dự kiến", "planned end", "planned finish",
        "planned completion", "planned end date", "expected completion", "expected completion date",
      ],
      [
        "thời gian hoàn thành", "thời gian kết thúc", "ngày kết thúc", "kết thúc", "end",
        "end date",
        "finish by",
      ],
    ],
    .done: [
      ["done"],
      [
        "ngày hoàn thành", "ngày hoàn thành thực tế", "ngày thực tế hoàn thành", "ngày xong",
        "thời điểm hoàn thành", "hoàn thành ngày", "done date", "date done", "done on",
        "completion date", "completed date", "date completed", "completed on", "completed at",
        "finished on", "date finished", "finish date", "actual completion date",
      ],
      [
        "finished", "completed", "closed", "closed on", "closed at", "closed date", "date closed",
        "hoàn thành thực tế", "thời gian hoàn thành thực tế", "ngày kết thúc thực tế",
        "actual end", "actual end date", "actual finish", "actual completion", "resolved on",
        "ngày đóng",
      ],
      [
        "hoàn thành", "đã hoàn thành", "xong", "ngày nghiệm thu", "ngày báo cáo hoàn thành",
        "ngày trả", "ngày trả kết quả", "ngày giải quyết", "ngày giải quyết xong",
        "ngày kết thúc xử lý",
      ],
    ],
    .start: [
      ["start"],
      ["ngày bắt đầu", "start date", "date started", "started on", "started at", "begin date"],
      [
        "bắt đầu", "thời gian bắt đầu", "thời hạn bắt đầu", "thời điểm bắt đầu", "ngày triển khai",
        "ngày khởi công", "started", "begin", "begins", "starts", "actual start",
      ],
      ["ngày bắt đầu dự kiến", "dự kiến bắt đầu", "planned start", "planned start date"],
    ],
    .added: [
      ["added"],
      [
        "ngày giao", "ngày giao việc", "thời gian giao", "date added", "added on", "created",
        "created on", "created at", "date created", "creation date", "assigned on",
        "date assigned", "assigned date", "assignment date",
      ],
      [
        "ngày tạo", "ngày phát sinh", "ngày tiếp nhận", "ngày nhận", "opened", "opened on",
        "opened at",
      ],
    ],
    .owner: [
      ["owner"],
      [
        "đơn vị chủ trì", "cơ quan chủ trì", "đơn vị chủ trì thực hiện",
        "cơ quan chủ trì thực hiện",
        "chủ trì", "đơn vị đầu mối", "lead", "lead agency", "lead unit", "task owner",
      ],
      [
        "cơ quan thực hiện", "đơn vị thực hiện", "cơ quan đơn vị thực hiện", "đơn vị phụ trách",
        "cơ quan phụ trách", "người phụ trách", "phụ trách", "người thực hiện", "cán bộ phụ trách",
        "đơn vị được giao", "cơ quan được giao", "responsible", "responsible unit",
        "responsible agency", "responsible person", "assignee", "assigned to",
        "implementing agency", "implementing unit",
      ],
      ["đơn vị", "cơ quan", "phòng ban", "bộ phận", "đầu mối", "department", "agency", "office"],
    ],
    .recurring: [
      ["recurring"], ["thường xuyên", "định kỳ", "việc thường xuyên", "is recurring", "recurrent"],
    ],
    .count: [["count"], ["số lượng", "số lượng nhiệm vụ", "number of tasks", "task count"]],
    .asOf: [["as_of"], ["ngày số liệu", "ngày chốt số liệu", "tính đến ngày"]],
  ]

  /// A name's role, and the group that the name stands in, from 0.
  struct Known: Equatable {
    let role: Role
    let group: Int
  }

  private static let known: [String: Known] = {
    var result: [String: Known] = [:]
    for (role, groups) in names {
      for (group, words) in groups.enumerated() {
        for word in words { result[key(word)] = Known(role: role, group: group) }
      }
    }
    return result
  }()

  /// All names with their roles, for tests.
  static var all: [(name: String, known: Known)] {
    names.flatMap { role, groups in
      groups.enumerated().flatMap { group, words in
        words.map { ($0, Known(role: role, group: group)) }
      }
    }
  }

  /// What a column of that name tells; nil for a name that is none of these.
  static func role(of name: String) -> Known? {
    let key = key(name)
    if let found = known[key] { return found }
    for word in ["nhiemvu", "congviec", "viec", "task", "tasks"] where key.hasSuffix(word) {
      if let found = known[String(key.dropLast(word.count))] { return found }
    }
    return key.hasPrefix("task") ? known[String(key.dropFirst("task".count))] : nil
  }

  /// Folded letters and digits, without what stands in brackets.
  private static func key(_ name: String) -> String {
    var depth = 0
    var result = ""
    for scalar in TextFold.fold(name).unicodeScalars {
      switch scalar {
      case "(", "[": depth += 1
      case ")", "]": depth = max(0, depth - 1)
      default:
        if depth == 0, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }
}
