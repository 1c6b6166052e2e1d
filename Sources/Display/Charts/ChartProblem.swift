public import Language

/// Why a table cannot be drawn as asked.
public struct ChartProblem: Error, Sendable, Hashable {
  /// What is wrong.
  public let words: Words
  /// What to do about it.
  public let fix: Words?
  /// The name to write instead of `column`, as it is typed.
  public let replacement: String?
  /// The column that the chart asked for and that is not there.
  public let column: String?

  init(
    _ en: String, _ vi: String, fix: Words? = nil, replacement: String? = nil,
    column: String? = nil
  ) {
    words = Words(en: en, vi: vi)
    self.fix = fix
    self.replacement = replacement
    self.column = column
  }

  static func noColumns() -> ChartProblem {
    ChartProblem("there are no columns to draw", "không có cột nào để vẽ")
  }

  static func unknown(_ name: String, among names: [String]) -> ChartProblem {
    let list = listed(names)
    var fix = Words(en: "the columns are: \(list)", vi: "các cột là: \(list)")
    let near = Suggestions.nearest(name, among: names)
    if let near {
      fix = Words(
        en: "did you mean \(mark(near))? The columns are: \(list)",
        vi: "có phải ý bạn là \(mark(near))? Các cột là: \(list)")
    }
    return ChartProblem(
      "there is no column \(mark(name)) to draw", "không có cột \(mark(name)) để vẽ", fix: fix,
      replacement: near.map(SyntaxText.name), column: name)
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
      "column \(mark(name)) is \(type); a chart needs numbers here",
      "cột \(mark(name)) là \(type); biểu đồ cần số ở đây",
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

  static func nothingCalled(_ name: String, among names: [String]) -> ChartProblem {
    let near = Suggestions.nearest(name, among: names)
    return ChartProblem(
      "nothing in the picture is called \(SyntaxText.quoted(name))",
      "trong hình không có gì tên là \(SyntaxText.quoted(name))",
      fix: near.map { Words.didYouMean(SyntaxText.quoted($0)) }
        ?? Words(en: "there are: \(listed(names))", vi: "có: \(listed(names))"),
      replacement: near.map(SyntaxText.quoted), column: name)
  }

  static func noReference(_ kind: Chart.Kind) -> ChartProblem {
    ChartProblem(
      "`chart \(kind.rawValue)` has no axis for a line at `ref`",
      "`chart \(kind.rawValue)` không có trục để kẻ đường `ref`")
  }

  static func coloursOfColumns() -> ChartProblem {
    ChartProblem(
      "several columns in `y` are series already, and `color` would part them again",
      "nhiều cột trong `y` đã là các chuỗi, `color` không chia thêm được nữa",
      fix: Words(
        en: "leave one of them out", vi: "hãy bỏ một trong hai"))
  }

  static func severalColumns(_ kind: Chart.Kind) -> ChartProblem {
    ChartProblem(
      "`chart \(kind.rawValue)` draws one column of values",
      "`chart \(kind.rawValue)` chỉ vẽ một cột giá trị",
      fix: Words(
        en: "name one column in `y`, or draw lines, bars or columns",
        vi: "nêu một cột trong `y`, hoặc vẽ đường, thanh hay cột"))
  }

  static func noPointNames(_ kind: Chart.Kind) -> ChartProblem {
    ChartProblem(
      "`label` names the points of `chart scatter`, and `chart \(kind.rawValue)` has none",
      "`label` đặt tên cho các điểm của `chart scatter`, còn `chart \(kind.rawValue)` không có điểm"
    )
  }

  static func noStack(_ kind: Chart.Kind) -> ChartProblem {
    ChartProblem(
      "`stack` puts bars on each other, and `chart \(kind.rawValue)` has none",
      "`stack` xếp chồng các thanh, còn `chart \(kind.rawValue)` không có thanh",
      fix: Words(
        en: "draw `chart bar` or `chart column`", vi: "dùng `chart bar` hoặc `chart column`"))
  }

  static func nothingToStack() -> ChartProblem {
    ChartProblem(
      "there is one series, so that nothing stands on anything",
      "chỉ có một chuỗi nên không có gì để xếp chồng",
      fix: Words(
        en: "name the column that tells the parts apart with `color=`, or several with `y=a, b`",
        vi: "nêu cột phân biệt các phần bằng `color=`, hoặc nhiều cột bằng `y=a, b`"))
  }

  static func negativePart(_ series: String, at place: String) -> ChartProblem {
    let series = SyntaxText.quoted(series)
    let place = SyntaxText.quoted(place)
    return ChartProblem(
      "\(series) is below 0 at \(place), and what is less than nothing stands on nothing",
      "\(series) nhỏ hơn 0 tại \(place), nên không xếp chồng được",
      fix: Words(
        en: "draw the bars beside each other, without `stack`",
        vi: "hãy vẽ các thanh cạnh nhau, không dùng `stack`"))
  }

  static func tooManySeries(_ name: String, _ count: Int, limit: Int) -> ChartProblem {
    // Sparklines have as many rows.
    let others =
      count <= ChartMaker.mostRows ? ("`chart spark` or ", "`chart spark` hay ") : ("", "")
    return ChartProblem(
      "column \(mark(name)) has \(count) values; a chart tells at most \(limit) series apart",
      "cột \(mark(name)) có \(count) giá trị; biểu đồ phân biệt được nhiều nhất \(limit) chuỗi",
      fix: Words(
        en: "choose some with \(choice(of: name)), or use \(others.0)`chart heat`",
        vi: "chọn bớt bằng \(choice(of: name)), hoặc dùng \(others.1)`chart heat`"))
  }

  /// A name as a sentence marks it and a query has it.
  private static func mark(_ name: String) -> String {
    SyntaxText.backticked(TerminalWidth.visible(name))
  }

  private static func choice(of name: String) -> String {
    SyntaxText.code("where \(SyntaxText.name(TerminalWidth.visible(name))) in […]")
  }

  /// Names in backticks, the first twelve of them.
  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(12).map(mark).joined(separator: ", ")
    return names.count > 12 ? shown + ", +\(names.count - 12)" : shown
  }
}
