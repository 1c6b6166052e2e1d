public import Language

/// Why a table cannot be drawn as asked.
public struct ChartProblem: Error, Sendable, Hashable {
  /// What is wrong.
  public let words: Words
  /// What to do about it.
  public let fix: Words?

  init(_ en: String, _ vi: String, fix: Words? = nil) {
    words = Words(en: en, vi: vi)
    self.fix = fix
  }

  static func noColumns() -> ChartProblem {
    ChartProblem("there are no columns to draw", "không có cột nào để vẽ")
  }

  static func unknown(_ name: String, among names: [String]) -> ChartProblem {
    let list = listed(names)
    var fix = Words(en: "the columns are: \(list)", vi: "các cột là: \(list)")
    if let near = Suggestions.nearest(name, among: names) {
      fix = Words(
        en: "did you mean `\(near)`? The columns are: \(list)",
        vi: "có phải ý bạn là `\(near)`? Các cột là: \(list)")
    }
    return ChartProblem(
      "there is no column `\(name)` to draw", "không có cột `\(name)` để vẽ", fix: fix)
  }

  static func noNumber(_ names: [String]) -> ChartProblem {
    let list = listed(names)
    return ChartProblem(
      "there is no column of numbers to draw", "không có cột số nào để vẽ",
      fix: Words(
        en: "the columns are: \(list); turn one into numbers with `derive`",
        vi: "các cột là: \(list); dùng `derive` để đổi một cột thành số"))
  }

  static func notNumber(_ name: String, _ type: String, numbers: [String]) -> ChartProblem {
    let list = listed(numbers)
    return ChartProblem(
      "column `\(name)` is \(type); a chart needs numbers here",
      "cột `\(name)` là \(type); biểu đồ cần số ở đây",
      fix: numbers.isEmpty
        ? nil : Words(en: "columns of numbers: \(list)", vi: "các cột số: \(list)"))
  }

  static func noX(_ kind: String) -> ChartProblem {
    ChartProblem(
      "there is no second column for `chart \(kind)` to draw against",
      "không có cột thứ hai để `chart \(kind)` vẽ theo",
      fix: Words(
        en: "name one with `x=`, or draw one column with `chart hist`",
        vi: "nêu một cột bằng `x=`, hoặc vẽ một cột bằng `chart hist`"))
  }

  static func tooManySeries(_ name: String, _ count: Int, limit: Int) -> ChartProblem {
    ChartProblem(
      "column `\(name)` has \(count) values; a chart tells at most \(limit) series apart",
      "cột `\(name)` có \(count) giá trị; biểu đồ phân biệt được nhiều nhất \(limit) chuỗi",
      fix: Words(
        en: "choose some with `where \(name) in [...]`, or use `chart heat`",
        vi: "chọn bớt bằng `where \(name) in [...]`, hoặc dùng `chart heat`"))
  }

  /// Names in backticks, the first twelve of them.
  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "`\(Width.visible($0))`" }.joined(separator: ", ")
    return names.count > 12 ? shown + ", +\(names.count - 12)" : shown
  }
}
