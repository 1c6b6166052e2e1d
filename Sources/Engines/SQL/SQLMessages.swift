import Columns
import Language
import Planning

/// What is said of plans that databases have a part in.
enum SQLMessages {
  static let severalPlaces = Words(
    en: "its tables do not all lie in one database",
    vi: "các bảng không cùng nằm trong một cơ sở dữ liệu")

  static func heading(_ number: Int, _ part: Cut.Part) -> Remark {
    let place = "\(part.connection.name) (\(part.connection.dialect.title))"
    return Remark(
      en: "part \(number), answered by \(place):", vi: "phần \(number), do \(place) trả lời:")
  }

  /// Why a part ends where it does.
  static func end(_ obstacle: SQLObstacle) -> Remark {
    Remark(
      en: "  then here, because of \(obstacle.what.en): \(obstacle.reason.en)",
      vi: "  rồi tính ở đây, do \(obstacle.what.text(in: .vi)): \(obstacle.reason.text(in: .vi))")
  }

  /// More rows would come over than `pull_limit` allows.
  static func tooManyRows(_ most: Int, _ part: Cut.Part) -> Diagnostic {
    let name = part.connection.name
    let count = Words(en: "\(most)", vi: "\(most)")
    guard let obstacle = part.obstacle else {
      return Diagnostic(
        code: "E0650",
        Words(
          en: "\(name) has more than \(count.en) rows for this, which is as many as may come over",
          vi: "\(name) có hơn \(count.text(in: .vi)) dòng cho phần này, quá số dòng được lấy về"),
        at: part.range,
        fix: Words(
          en: "group, filter or `take`, or allow more: set pull_limit …",
          vi: "gộp nhóm, lọc hoặc `take`, hoặc cho phép nhiều hơn: set pull_limit …"))
    }
    return Diagnostic(
      code: "E0650",
      Words(
        en: "\(name) would send more than \(count.en) rows, because \(obstacle.what.en) "
          + "stays here: \(obstacle.reason.en)",
        vi: "\(name) sẽ gửi hơn \(count.text(in: .vi)) dòng, vì \(obstacle.what.text(in: .vi)) "
          + "được tính ở đây: \(obstacle.reason.text(in: .vi))"),
      at: obstacle.range,
      fix: Words(
        en: "put a filter or a group before it, or allow more: set pull_limit …",
        vi: "đặt bộ lọc hoặc gộp nhóm trước bước này, hoặc cho phép nhiều hơn: set pull_limit …"))
  }

  /// A column came back in a type that the plan did not promise.
  static func wrongType(
    _ field: Field, _ type: DataType, _ part: Cut.Part, _ value: String? = nil
  ) -> Diagnostic {
    let what = value.map { " (\($0))" } ?? ""
    return Diagnostic(
      code: "E0651",
      Words(
        en: "\(part.connection.name) sent \(type.rawValue)\(what) in the column `\(field.name)`, "
          + "which is \(field.type.rawValue)",
        vi: "\(part.connection.name) gửi \(type.rawValue)\(what) trong cột `\(field.name)` "
          + "vốn là \(field.type.rawValue)"),
      at: part.range,
      fix: Words(
        en: "look at the column's values in the database",
        vi: "xem các giá trị của cột đó trong cơ sở dữ liệu"))
  }
}
