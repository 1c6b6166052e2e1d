package import Columns
package import Language

/// What can be wrong with `pivot`, `unpivot`, `complete` and `fill`, in words.
package enum ShapeMessages {
  package static func pivotClash(_ name: String, isKey: Bool, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0509",
      Words(
        en: "two columns would be called `\(name)`", vi: "có hai cột cùng tên `\(name)`"),
      at: range,
      fix: isKey
        ? Words(
          en: "give the key another name: pivot … by other = \(name): …",
          vi: "đặt tên khác cho khóa: pivot … by ten_khac = \(name): …")
        : Words(
          en: "two values are written alike; change one of them before the pivot",
          vi: "hai giá trị viết giống nhau; hãy đổi một giá trị trước khi pivot"))
  }

  package static func listedTwice(_ name: String, at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "`\(name)` is listed twice", "`\(name)` được nêu hai lần", at: range)
  }

  package static func backwards(_ first: String, _ last: String, at range: SourceRange)
    -> Diagnostic
  {
    BinderMessages.badValue(
      "`\(last)` stands before `\(first)` in the table; write `\(last)`..`\(first)`",
      "`\(last)` đứng trước `\(first)` trong bảng; hãy viết `\(last)`..`\(first)`", at: range)
  }

  package static func unlike(_ one: Field, _ other: Field, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0515",
      Words(
        en:
          "`\(one.name)` is \(one.type.rawValue) and `\(other.name)` is \(other.type.rawValue); one column cannot hold both",
        vi:
          "`\(one.name)` là \(one.type.rawValue) còn `\(other.name)` là \(other.type.rawValue); một cột không chứa được cả hai"
      ), at: range,
      fix: Words(
        en: "convert one of them first: derive \(other.name) = text(\(other.name))",
        vi: "đổi kiểu một cột trước: derive \(other.name) = text(\(other.name))"))
  }

  package static func linearNeedsNumbers(_ field: Field, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0507",
      Words(
        en: "a line goes through numbers; `\(field.name)` is \(field.type.rawValue)",
        vi: "đường thẳng đi qua các số; `\(field.name)` là \(field.type.rawValue)"), at: range,
      fix: Words(
        en: "use with previous or with next", vi: "dùng with previous hoặc with next"))
  }

  package static func mixedPeriods(at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "the ends of a range are of the same kind: two years, two quarters, two months or two days",
      "hai đầu của khoảng phải cùng loại: hai năm, hai quý, hai tháng hoặc hai ngày", at: range)
  }

  package static func overlapping(at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "these periods overlap, so a row would count for two of them",
      "các kỳ này chồng lên nhau nên một dòng được tính cho hai kỳ", at: range)
  }

  package static func backwardsRange(at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "the range goes upwards: the lower end first", "khoảng đi theo chiều tăng: số nhỏ trước",
      at: range)
  }

  package static func keyIsColumn(_ name: String, at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "`\(name)` is completed, so it cannot be a key too",
      "`\(name)` đang được bổ sung nên không thể đồng thời là khóa", at: range)
  }

  package static func tooManyValues(_ most: Int, at range: SourceRange) -> Diagnostic {
    BinderMessages.badValue(
      "at most \(most) values can be completed", "chỉ bổ sung được tối đa \(most) giá trị",
      at: range)
  }

  package static func needsOneSortKey(_ name: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "E0513",
      Words(
        en: "`\(name)` looks for its base in the one column of `sort`",
        vi: "`\(name)` tìm gốc trong một cột duy nhất của `sort`"), at: range,
      fix: Words(
        en: "write derive by unit sort year: \(name)(x, 2015)",
        vi: "viết derive by unit sort year: \(name)(x, 2015)"))
  }
}
