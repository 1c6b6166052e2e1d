import Columns
import Functions
import Language

/// What can go wrong while a plan runs, in words.
enum EngineMessages {
  static func diagnostic(_ failure: LocatedFailure) -> Diagnostic {
    switch failure.failure.kind {
    case .integerOverflow(let operation):
      return Diagnostic(
        code: "E0601",
        Words(
          en: "`\(operation)` leaves the range of 64-bit integers",
          vi: "`\(operation)` vượt quá phạm vi số nguyên 64 bit"), at: failure.range,
        fix: Words(
          en: "convert one side with float(…) if an approximate result will do",
          vi: "đổi một vế bằng float(…) nếu kết quả gần đúng là đủ"))
    case .invalidArgument(let text):
      return Diagnostic(code: "E0602", Words(en: text.en, vi: text.vi), at: failure.range)
    }
  }

  static func diagnostic(_ failure: MemoryLimitExceeded, at range: SourceRange) -> Diagnostic {
    if failure.limit == .max {
      return Diagnostic(
        code: "E0610",
        Words(
          en:
            "this needs \(size(failure.requested)) more than the \(size(failure.used)) in use, which the system does not give",
          vi:
            "cần thêm \(size(failure.requested)) ngoài \(size(failure.used)) đang dùng, nhưng hệ thống không cấp"
        ), at: range,
        fix: Words(
          en: "filter or select fewer columns first", vi: "lọc hoặc chọn ít cột hơn trước"))
    }
    let needed = size(failure.used + failure.requested)
    let limit = size(failure.limit)
    return Diagnostic(
      code: "E0610",
      Words(
        en: "this needs at least \(needed) of memory, the limit is \(limit)",
        vi: "cần ít nhất \(needed) bộ nhớ, giới hạn là \(limit)"), at: range,
      fix: Words(
        en: "filter or select fewer columns first, or raise the limit: set memory 8GB",
        vi: "lọc hoặc chọn ít cột hơn trước, hoặc tăng giới hạn: set memory 8GB"))
  }

  static func diagnostic(_ failure: EngineError, at range: SourceRange) -> Diagnostic {
    switch failure {
    case .tooManyRows(let count):
      return Diagnostic(
        code: "E0611",
        Words(
          en: "the result would have \(count) rows; the most is \(Table.maxRows)",
          vi: "kết quả sẽ có \(count) dòng; tối đa là \(Table.maxRows)"), at: range)
    case .sumOverflow:
      return Diagnostic(
        code: "E0603",
        Words(
          en: "the sum leaves the range of 64-bit integers",
          vi: "tổng vượt quá phạm vi số nguyên 64 bit"), at: range,
        fix: Words(
          en: "sum float(x) if an approximate result will do",
          vi: "tính tổng float(x) nếu kết quả gần đúng là đủ"))
    }
  }

  static func tooManyColumns(_ count: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0621",
      Words(
        en: "this has \(count) values; a pivot makes at most \(Pivot.mostColumns) columns",
        vi: "cột này có \(count) giá trị; pivot tạo tối đa \(Pivot.mostColumns) cột"), at: range,
      fix: Words(
        en: "pivot something with fewer values, such as year(day)",
        vi: "hãy pivot theo thứ ít giá trị hơn, ví dụ year(day)"))
  }

  static func repeatedKey(_ key: [Value], row: Int, at range: SourceRange) -> Diagnostic {
    let text = key.map { "\($0.plainText)" }.joined(separator: ", ")
    return Diagnostic(
      code: "E0620",
      Words(
        en: "expect one: the key \(text) occurs more than once on the right side",
        vi: "expect one: khóa \(text) xuất hiện nhiều lần ở bên phải"), at: range,
      fix: Words(
        en: "make the right side distinct by the key, or say expect many",
        vi: "làm cho bên phải không lặp khóa, hoặc ghi expect many"))
  }

  static func matchesSeveral(_ count: Int, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0620",
      Words(
        en:
          "expect one: \(count) \(count == 1 ? "row matches" : "rows match") more than one row of the right side",
        vi: "expect one: \(count) dòng khớp nhiều dòng ở bên phải"), at: range,
      fix: Words(
        en: "narrow the keys, take the `nearest`, or say expect many",
        vi: "thu hẹp khóa, dùng `nearest`, hoặc ghi expect many"))
  }

  private static func size(_ bytes: Int) -> String {
    if bytes >= 1 << 30 { return "\(Double(bytes * 10 / (1 << 30)) / 10) GiB" }
    if bytes >= 1 << 20 { return "\(bytes >> 20) MiB" }
    return "\(bytes >> 10) KiB"
  }
}
