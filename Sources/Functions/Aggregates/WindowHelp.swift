public import Columns

extension WindowFunction {
  /// How many value arguments there may be.
  public var valueArguments: ClosedRange<Int> {
    switch self {
    case .rowNumber, .rank, .denseRank, .percentRank, .ntile: 0...0
    default: 1...1
    }
  }

  /// How many constant arguments may follow them: distance and default of `lag` and `lead`, width
  /// of `moving_avg`, parts of `ntile`, distance of `growth`, base of `index_to`.
  public var constantArguments: ClosedRange<Int> {
    switch self {
    case .lag, .lead: 0...2
    case .growth: 0...1
    case .movingAvg, .ntile, .indexTo: 1...1
    default: 0...0
    }
  }

  /// Whether the result depends on `sort`; without one it is the order of the rows that counts.
  public var needsOrder: Bool { self != .share }

  /// The type of the result for value arguments of these types (`.null` fits anywhere); nil where
  /// the function does not take them.
  public func resultType(for types: [DataType]) -> DataType? {
    guard valueArguments.contains(types.count), !types.contains(.duration) else { return nil }
    let first = types.first ?? .null
    let isNumber = first.isNumeric || first == .null
    switch self {
    case .rowNumber, .rank, .denseRank, .ntile: return .int
    case .percentRank: return .float
    case .lag, .lead, .first, .last: return first
    case .cumsum: return isNumber ? first : nil
    case .cumavg, .movingAvg, .share, .growth, .indexTo: return isNumber ? .float : nil
    }
  }

  /// The function of that name, in any case, or of another name for the same thing.
  public static func named(_ name: String) -> WindowFunction? {
    let lower = name.lowercased()
    return WindowFunction(rawValue: lower)
      ?? synonyms[lower].flatMap { WindowFunction(rawValue: $0) }
  }

  /// What the functions are called elsewhere, where the arguments are the same.
  public static let synonyms: [String: String] = [
    "rownumber": "row_number", "row_num": "row_number", "dense": "dense_rank",
    "previous": "lag", "prev": "lag", "next": "lead", "running_sum": "cumsum",
    "cumulative_sum": "cumsum", "running_total": "cumsum", "running_avg": "cumavg",
    "cummean": "cumavg", "rolling_avg": "moving_avg", "rolling_mean": "moving_avg",
    "moving_average": "moving_avg", "pct_rank": "percent_rank", "percent_of_total": "share",
    "pct_change": "growth", "percent_change": "growth", "growth_rate": "growth",
    "first_value": "first", "last_value": "last",
  ]

  /// What help says. The result of an example is the values of its last column, by row.
  public var help: FunctionHelp {
    let rows = "[{x: 10}, {x: 20}, {x: 20}, {x: 50}] | derive sort x: y ="
    return switch self {
    case .rowNumber:
      .of(
        "row_number()", en: "1, 2, 3 … in the order of the group.",
        vi: "1, 2, 3 … theo thứ tự trong nhóm.",
        [
          ("\(rows) row_number()", "1, 2, 3, 4"),
          ("[{k: \"a\"}, {k: \"a\"}, {k: \"b\"}] | derive by k: n = row_number()", "1, 2, 1"),
        ])
    case .rank:
      .of(
        "rank()",
        en: "The place by the sort keys; equals share one and the next is skipped. "
          + "A row whose first sort key is null has none.",
        vi: "Thứ hạng theo khóa sắp xếp; bằng nhau thì cùng hạng và bỏ qua hạng sau. "
          + "Dòng có khóa sắp xếp đầu tiên là null thì không có hạng.",
        [
          ("\(rows) rank()", "1, 2, 2, 4"),
          ("[{v: 90}, {v: 80}, {v: 90}] | derive sort -v: place = rank()", "1, 3, 1"),
          ("[{v: 90}, {v: null}, {v: 70}] | derive sort v: place = rank()", "2, null, 1"),
        ])
    case .denseRank:
      .of(
        "dense_rank()",
        en: "The place by the sort keys, with no place skipped after equals; null where the first "
          + "sort key is.",
        vi: "Thứ hạng theo khóa sắp xếp, không bỏ hạng sau khi bằng nhau; null nếu khóa sắp xếp "
          + "đầu tiên là null.",
        [
          ("\(rows) dense_rank()", "1, 2, 2, 3"),
          ("[{v: 90}, {v: 80}, {v: 90}] | derive sort -v: place = dense_rank()", "1, 2, 1"),
        ])
    case .percentRank:
      .of(
        "percent_rank()",
        en: "(rank - 1) / (ranked rows - 1): 0 for the first, 1 for the last; null where the first "
          + "sort key is.",
        vi: "(hạng - 1) / (số dòng có hạng - 1): 0 là đầu, 1 là cuối; null nếu khóa sắp xếp đầu "
          + "tiên là null.",
        [
          ("[{x: 1}, {x: 2}, {x: 3}] | derive sort x: y = percent_rank()", "0.0, 0.5, 1.0"),
          ("[{x: 1}] | derive sort x: y = percent_rank()", "0.0"),
        ])
    case .lag:
      .of(
        "lag(x[, n[, default]])",
        en: "The value n rows before (1 unless given), in the group. "
          + "It counts rows: with a row for each month lag(x, 12) is the same month a year before; "
          + "complete adds rows that are missing.",
        vi: "Giá trị ở n dòng trước (mặc định 1) trong nhóm. "
          + "Hàm đếm theo dòng: mỗi tháng một dòng thì lag(x, 12) là cùng tháng năm trước; "
          + "complete thêm các dòng còn thiếu.",
        [
          ("\(rows) lag(x)", "null, 10, 20, 20"),
          (
            "indices | where index == \"SIPAS\" and unit == \"Điện Biên\" | derive sort year: before = lag(value)",
            "null, 80.1"
          ),
        ])
    case .lead:
      .of(
        "lead(x[, n[, default]])", en: "The value n rows after (1 unless given), in the group.",
        vi: "Giá trị ở n dòng sau (mặc định 1) trong nhóm.",
        [
          ("\(rows) lead(x)", "20, 20, 50, null"),
          (
            "indices | where index == \"SIPAS\" and unit == \"Điện Biên\" | derive sort year: after = lead(value)",
            "82.96, null"
          ),
        ])
    case .cumsum:
      .of(
        "cumsum(x)", en: "The sum up to this row.", vi: "Tổng lũy kế đến dòng này.",
        [
          ("\(rows) cumsum(x)", "10, 30, 50, 100"),
          (
            "[{k: \"a\", x: 1}, {k: \"b\", x: 5}, {k: \"a\", x: 2}] | derive by k: y = cumsum(x)",
            "1, 5, 3"
          ),
        ])
    case .cumavg:
      .of(
        "cumavg(x)", en: "The mean up to this row.", vi: "Trung bình lũy kế đến dòng này.",
        [
          ("[{x: 1}, {x: 2}, {x: 6}] | derive sort x: y = cumavg(x)", "1.0, 1.5, 3.0"),
          ("[{x: 10}, {x: null}, {x: 20}] | derive y = cumavg(x)", "10.0, 10.0, 15.0"),
        ])
    case .movingAvg:
      .of(
        "moving_avg(x, n)",
        en: "The mean of this row and the n - 1 before it, fewer at the start; nulls are left out. "
          + "It counts rows: where periods are missing, complete first.",
        vi: "Trung bình của dòng này và n - 1 dòng trước, ít hơn ở đầu nhóm; bỏ qua null. "
          + "Hàm đếm theo dòng: nếu thiếu kỳ thì complete trước.",
        [
          ("[{x: 1}, {x: 2}, {x: 6}] | derive sort x: y = moving_avg(x, 2)", "1.0, 1.5, 4.0"),
          ("[{x: 10}, {x: 20}, {x: 60}] | derive y = moving_avg(x, 3)", "10.0, 15.0, 30.0"),
        ])
    case .share:
      .of(
        "share(x)", en: "x in percent of the sum of its group.",
        vi: "x theo phần trăm tổng của nhóm.",
        [
          ("\(rows) share(x)", "10.0, 20.0, 20.0, 50.0"),
          (
            "tasks | where programme == \"Đề án 06: mô hình điểm\" and status != \"total\" | derive y = share(count)",
            "88.23529411764706, 11.764705882352942"
          ),
        ])
    case .growth:
      .of(
        "growth(x[, n])",
        en: "The change in percent against the row before, or n rows before: growth(x, 12) over "
          + "months is year over year. Null where either is missing or that one is 0.",
        vi: "Mức thay đổi theo phần trăm so với dòng trước, hoặc n dòng trước: growth(x, 12) theo "
          + "tháng là so với cùng kỳ năm trước. Null nếu thiếu một bên hoặc giá trị trước bằng 0.",
        [
          ("\(rows) growth(x)", "null, 100.0, 0.0, 150.0"),
          (
            "indices | where index == \"SIPAS\" and unit == \"Điện Biên\" | derive sort year: y = round(growth(value), 2)",
            "null, 3.57"
          ),
        ])
    case .indexTo:
      .of(
        "index_to(x, base)",
        en: "100 · x / x in the row of the group whose sort key equals base (the mean, where there "
          + "are several, such as the months of @2015). Null where there is none.",
        vi: "100 · x / x ở dòng của nhóm có khóa sắp xếp bằng base (trung bình nếu có nhiều dòng, "
          + "như các tháng của @2015). Null nếu không có dòng nào.",
        [
          (
            "[{t: 2015, x: 20}, {t: 2016, x: 25}, {t: 2017, x: 30}] | derive sort t: y = index_to(x, 2015)",
            "100.0, 125.0, 150.0"
          ),
          (
            "[{year: 2023, x: 80}, {year: 2024, x: 84}] | derive sort year: y = index_to(x, 2023)",
            "100.0, 105.0"
          ),
        ])
    case .ntile:
      .of(
        "ntile(n)",
        en:
          "Which of n parts of equal size the row falls in, from 1; null where the first sort key "
          + "is.",
        vi: "Dòng thuộc phần nào trong n phần bằng nhau, đếm từ 1; null nếu khóa sắp xếp đầu tiên "
          + "là null.",
        [
          ("\(rows) ntile(2)", "1, 1, 2, 2"),
          ("[{x: 1}, {x: 2}, {x: 3}] | derive sort x: y = ntile(2)", "1, 1, 2"),
        ])
    case .first:
      .of(
        "first(x)", en: "The first value of the group that is not null.",
        vi: "Giá trị khác null đầu tiên của nhóm.",
        [
          ("\(rows) first(x)", "10, 10, 10, 10"),
          ("[{k: \"a\", x: 1}, {k: \"b\", x: 2}] | derive by k: y = first(x)", "1, 2"),
        ])
    case .last:
      .of(
        "last(x)", en: "The last value of the group that is not null.",
        vi: "Giá trị khác null cuối cùng của nhóm.",
        [
          ("\(rows) last(x)", "50, 50, 50, 50"),
          ("[{x: 1}, {x: 2}, {x: null}] | derive y = last(x)", "2, 2, 2"),
        ])
    }
  }
}
