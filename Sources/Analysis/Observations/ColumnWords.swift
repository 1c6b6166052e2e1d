import Columns
import Language
import Planning

/// The names by which an analysis knows columns that no role names.
///
/// A name counts by its letters and digits alone: `Chỉ tiêu`, `chi_tieu` and `ChiTieu` are one.
enum ColumnWords {
  /// The column says which way is good.
  static let direction = [
    "direction", "good direction", "desired direction", "hướng", "chiều hướng", "hướng tốt",
    "chiều tốt", "hướng mong muốn", "chiều mong muốn",
  ]
  /// The column says how a value compares with its target.
  static let comparison = [
    "comparison", "compare", "operator", "so sánh", "phép so sánh", "dấu so sánh", "dấu",
    "kiểu so sánh", "toán tử",
  ]
  static let time = ["year", "time", "date", "năm", "năm mục tiêu", "target year", "đến năm"]
  static let target = [
    "target", "value", "goal", "mục tiêu", "giá trị mục tiêu", "chỉ tiêu giao",
    "chỉ tiêu kế hoạch", "kế hoạch", "chỉ tiêu",
  ]
  /// The column names what sets a target: two of them may set different ones.
  static let document = [
    "document", "văn bản", "quyết định", "nghị quyết", "kế hoạch", "căn cứ", "decision", "plan",
  ]
  /// The column names what is measured: its values are no units, and have no ranks among them.
  static let series = [
    "indicator", "indicators", "indicator name", "indicator code", "series", "index", "measure",
    "metric", "kpi", "variable", "criterion", "chỉ tiêu", "tên chỉ tiêu", "mã chỉ tiêu", "chỉ số",
    "tên chỉ số", "mã chỉ số", "tiêu chí", "tên tiêu chí", "mã tiêu chí", "nội dung chỉ tiêu",
    "chỉ số thành phần",
  ]
  /// The column is about a row, not a key of it.
  static let remarks = [
    "note", "notes", "remark", "remarks", "comment", "comments", "source", "sources", "url", "link",
    "reference", "ghi chú", "nguồn", "nguồn số liệu", "chú thích", "nhận xét", "diễn giải",
    "giải thích", "đơn vị tính", "đvt", "unit of measure",
  ]

  private static let seriesKeys = Set(series.map { Suggestions.key($0) })
  private static let remarkKeys = Set(remarks.map { Suggestions.key($0) })

  /// Whether a column of that name says what is measured.
  static func isSeries(_ name: String) -> Bool {
    seriesKeys.contains(Suggestions.key(name))
  }

  /// Whether a column of that name is a remark.
  static func isRemark(_ name: String) -> Bool {
    remarkKeys.contains(Suggestions.key(name))
  }

  /// The place of the first of these names, in their order, whose column is of a type that fits.
  static func place(_ names: [String], in fields: [Field], _ fits: (DataType) -> Bool) -> Int? {
    let own = fields.map { fits($0.type) ? Suggestions.key($0.name) : "" }
    return names.lazy.compactMap { own.firstIndex(of: Suggestions.key($0)) }.first
  }
}
