public import Columns

extension Aggregate {
  /// How many value arguments there may be.
  public var valueArguments: ClosedRange<Int> {
    switch self {
    case .count: 0...1
    case .argMax, .argMin, .corr, .slope, .intercept, .r2, .weightedAvg, .rate: 2...2
    default: 1...1
    }
  }

  /// How many constant arguments may follow them: the share of `quantile`, the separator of
  /// `text_join`.
  public var constantArguments: ClosedRange<Int> {
    switch self {
    case .quantile: 1...1
    case .textJoin: 0...1
    default: 0...0
    }
  }

  /// The type of the result for value arguments of these types (`.null` fits anywhere); nil where
  /// the aggregate does not take them.
  ///
  /// Sums of ints are ints (an overflow is an error), averages and quantiles of numbers floats; the
  /// quantile of dates is a date, between two days the earlier one. What picks one of its values
  /// gives their type.
  public func resultType(for types: [DataType]) -> DataType? {
    guard valueArguments.contains(types.count), !types.contains(.duration) else { return nil }
    let first = types.first ?? .null
    let areNumbers = types.allSatisfy { $0.isNumeric || $0 == .null }
    switch self {
    case .count, .countDistinct: return .int
    case .sum: return areNumbers ? first : nil
    case .avg, .stddev, .variance, .corr, .slope, .intercept, .r2, .weightedAvg, .rate:
      return areNumbers ? .float : nil
    case .median, .quantile: return areNumbers ? .float : first.isTemporal ? first : nil
    case .min, .max, .first, .last, .mode, .argMax, .argMin: return first
    case .any, .all: return first == .bool || first == .null ? .bool : nil
    case .textJoin: return first == .text || first == .null ? .text : nil
    }
  }

  /// The aggregate of that name, in any case, or of another name for the same thing.
  public static func named(_ name: String) -> Aggregate? {
    let lower = name.lowercased()
    return Aggregate(rawValue: lower) ?? synonyms[lower].flatMap { Aggregate(rawValue: $0) }
  }

  /// What the aggregates are called elsewhere, where the arguments are the same.
  public static let synonyms: [String: String] = [
    "mean": "avg", "average": "avg", "total": "sum", "minimum": "min", "maximum": "max",
    "percentile": "quantile", "quantile_cont": "quantile", "percentile_cont": "quantile",
    "stdev": "stddev", "std": "stddev", "sd": "stddev", "stddev_samp": "stddev",
    "var": "variance", "var_samp": "variance", "n_distinct": "count_distinct",
    "nunique": "count_distinct", "distinct_count": "count_distinct",
    "first_value": "first", "last_value": "last", "any_value": "first", "max_by": "arg_max",
    "min_by": "arg_min", "argmax": "arg_max", "argmin": "arg_min", "bool_or": "any",
    "bool_and": "all", "string_agg": "text_join", "group_concat": "text_join",
    "listagg": "text_join", "textjoin": "text_join", "regr_slope": "slope",
    "regr_intercept": "intercept", "regr_r2": "r2", "weighted_mean": "weighted_avg",
    "wavg": "weighted_avg",
  ]

  /// What help says. The result of an example is the values of its last column, by row.
  public var help: FunctionHelp {
    switch self {
    case .count:
      .of(
        "count([x])", en: "How many rows; with an argument, how many have a value.",
        vi: "Số dòng; có đối số thì là số dòng có giá trị.",
        [
          ("[{x: 1}, {x: null}] | aggregate count()", "2"),
          ("[{x: 1}, {x: null}] | aggregate count(x)", "1"),
        ])
    case .sum:
      .of(
        "sum(x)", en: "The sum; exact for ints and decimals, null where there is no value.",
        vi: "Tổng; chính xác với số nguyên và thập phân, null nếu không có giá trị.",
        [
          ("[{x: 1}, {x: 2}, {x: 4}] | aggregate sum(x)", "7"),
          (
            "tasks | where programme == \"Đề án 06: nhiệm vụ\" and status != \"total\" | aggregate sum(count)",
            "57"
          ),
        ])
    case .avg:
      .of(
        "avg(x)", en: "The mean. For percentages with a numerator and denominator use rate.",
        vi: "Trung bình. Với tỷ lệ có tử số và mẫu số hãy dùng rate.",
        [
          ("[{x: 1}, {x: 2}] | aggregate avg(x)", "1.5"),
          ("[{x: 1}, {x: null}, {x: 5}] | aggregate avg(x)", "3.0"),
        ])
    case .min:
      .of(
        "min(x)", en: "The smallest value; text in the order of the locale.",
        vi: "Giá trị nhỏ nhất; văn bản theo thứ tự ngôn ngữ.",
        [
          ("[{x: 3}, {x: 2}] | aggregate min(x)", "2"),
          ("indices | where index == \"SIPAS\" and year == 2022 | aggregate min(value)", "74.56"),
        ])
    case .max:
      .of(
        "max(x)", en: "The largest value; text in the order of the locale.",
        vi: "Giá trị lớn nhất; văn bản theo thứ tự ngôn ngữ.",
        [
          ("[{x: 3}, {x: 2}] | aggregate max(x)", "3"),
          ("indices | where index == \"SIPAS\" and year == 2022 | aggregate max(value)", "87.59"),
        ])
    case .median:
      .of(
        "median(x)", en: "The middle value, between the two middle ones where there are two.",
        vi: "Trung vị; nếu có hai giá trị ở giữa thì lấy điểm giữa.",
        [
          ("[{x: 1}, {x: 2}, {x: 4}] | aggregate median(x)", "2.0"),
          ("indices | where index == \"DTI\" and year == 2022 | aggregate median(rank)", "32.0"),
        ])
    case .quantile:
      .of(
        "quantile(x, p)",
        en: "The value below which the share p of the values lies (0 to 1), interpolated.",
        vi: "Giá trị mà tỷ lệ p (0 đến 1) các giá trị nằm dưới, có nội suy.",
        [
          ("[{x: 1}, {x: 2}, {x: 5}] | aggregate quantile(x, 0.75)", "3.5"),
          (
            "indices | where index == \"DTI\" and year == 2022 | aggregate quantile(rank, 0.25)",
            "16.0"
          ),
        ])
    case .stddev:
      .of(
        "stddev(x)", en: "The standard deviation of a sample (divided by n - 1).",
        vi: "Độ lệch chuẩn mẫu (chia cho n - 1).",
        [
          ("[{x: 1}, {x: 3}, {x: 5}] | aggregate stddev(x)", "2.0"),
          ("[{x: 5}] | aggregate stddev(x)", "null"),
        ])
    case .variance:
      .of(
        "variance(x)", en: "The variance of a sample (divided by n - 1).",
        vi: "Phương sai mẫu (chia cho n - 1).",
        [
          ("[{x: 1}, {x: 3}, {x: 5}] | aggregate variance(x)", "4.0"),
          ("[{x: 2}, {x: 2}] | aggregate variance(x)", "0.0"),
        ])
    case .countDistinct:
      .of(
        "count_distinct(x)", en: "How many different values, nulls aside.",
        vi: "Số giá trị khác nhau, không kể null.",
        [
          ("[{x: 1}, {x: 1}, {x: 2}] | aggregate count_distinct(x)", "2"),
          (
            "indices | where index == \"DTI\" and year == 2022 | aggregate count_distinct(unit)",
            "63"
          ),
        ])
    default: moreHelp
    }
  }

  private var moreHelp: FunctionHelp {
    switch self {
    case .first:
      .of(
        "first(x)", en: "The first value that is not null, in the order of the rows.",
        vi: "Giá trị khác null đầu tiên theo thứ tự dòng.",
        [
          ("[{x: 3}, {x: 1}] | aggregate first(x)", "3"),
          (
            "indices | where index == \"SIPAS\" and year == 2023 | sort rank | aggregate first(unit)",
            "\"Quảng Ninh\""
          ),
        ])
    case .last:
      .of(
        "last(x)", en: "The last value that is not null, in the order of the rows.",
        vi: "Giá trị khác null cuối cùng theo thứ tự dòng.",
        [
          ("[{x: 3}, {x: 1}] | aggregate last(x)", "1"),
          ("[{x: 1}, {x: 2}, {x: null}] | aggregate last(x)", "2"),
        ])
    case .mode:
      .of(
        "mode(x)", en: "The most frequent value; of several the smallest.",
        vi: "Giá trị xuất hiện nhiều nhất; nếu nhiều thì lấy giá trị nhỏ nhất.",
        [
          ("[{x: 2}, {x: 1}, {x: 2}] | aggregate mode(x)", "2"),
          ("[{x: \"b\"}, {x: \"a\"}] | aggregate mode(x)", "\"a\""),
        ])
    case .argMax:
      .of(
        "arg_max(x, by)", en: "The x of the row in which by is largest.",
        vi: "x ở dòng có by lớn nhất.",
        [
          ("[{x: \"a\", y: 1}, {x: \"b\", y: 2}] | aggregate arg_max(x, y)", "\"b\""),
          (
            "indices | where index == \"SIPAS\" and year == 2023 | aggregate arg_max(unit, value)",
            "\"Quảng Ninh\""
          ),
        ])
    case .argMin:
      .of(
        "arg_min(x, by)", en: "The x of the row in which by is smallest.",
        vi: "x ở dòng có by nhỏ nhất.",
        [
          ("[{x: \"a\", y: 1}, {x: \"b\", y: 2}] | aggregate arg_min(x, y)", "\"a\""),
          (
            "indices | where index == \"SIPAS\" and year == 2023 | aggregate arg_min(unit, value)",
            "\"Bắc Kạn\""
          ),
        ])
    case .any:
      .of(
        "any(condition)", en: "Whether the condition holds in some row.",
        vi: "Có dòng nào thỏa điều kiện không.",
        [
          ("[{x: 1}, {x: 2}] | aggregate a = any(x > 1)", "true"),
          ("tasks | aggregate late = any(status == \"overdue\")", "true"),
        ])
    case .all:
      .of(
        "all(condition)", en: "Whether the condition holds in every row where it is known.",
        vi: "Mọi dòng biết được có thỏa điều kiện không.",
        [
          ("[{x: 1}, {x: 2}] | aggregate a = all(x > 1)", "false"),
          (
            "indices | where index == \"DTI\" and year == 2022 | aggregate fits = all(rank <= 63)",
            "true"
          ),
        ])
    case .textJoin:
      .of(
        "text_join(x[, separator])",
        en: "The texts one after another, \", \" between them unless given.",
        vi: "Nối các văn bản, ngăn bằng \", \" nếu không cho dấu khác.",
        [
          ("[{x: \"a\"}, {x: \"b\"}] | aggregate text_join(x, \"/\")", "\"a/b\""),
          ("[{x: \"a\"}, {x: null}, {x: \"c\"}] | aggregate text_join(x, \" · \")", "\"a · c\""),
        ])
    case .corr:
      .of(
        "corr(y, x)", en: "Pearson's correlation, -1 to 1.", vi: "Tương quan Pearson, -1 đến 1.",
        [
          ("[{x: 1, y: 2}, {x: 2, y: 4}, {x: 3, y: 6}] | aggregate corr(y, x)", "1.0"),
          ("[{x: 1, y: 3}, {x: 2, y: 2}, {x: 3, y: 1}] | aggregate corr(y, x)", "-1.0"),
        ])
    case .slope:
      .of(
        "slope(y, x)", en: "How much y grows per unit of x on the line of least squares.",
        vi: "y tăng bao nhiêu khi x tăng một đơn vị, theo đường bình phương tối thiểu.",
        [
          ("[{x: 1, y: 2}, {x: 2, y: 4}, {x: 3, y: 6}] | aggregate slope(y, x)", "2.0"),
          (
            "indices | where index == \"SIPAS\" and unit == \"Điện Biên\" | aggregate slope(value, year)",
            "2.86"
          ),
        ])
    case .intercept:
      .of(
        "intercept(y, x)", en: "The y of the line of least squares at x = 0.",
        vi: "y của đường bình phương tối thiểu tại x = 0.",
        [
          ("[{x: 1, y: 3}, {x: 2, y: 5}, {x: 3, y: 7}] | aggregate intercept(y, x)", "1.0"),
          ("[{x: 0, y: 5}, {x: 10, y: 5}] | aggregate intercept(y, x)", "5.0"),
        ])
    case .r2:
      .of(
        "r2(y, x)", en: "The share of the variance of y that the line explains, 0 to 1.",
        vi: "Tỷ lệ phương sai của y mà đường thẳng giải thích, 0 đến 1.",
        [
          ("[{x: 1, y: 2}, {x: 2, y: 4}, {x: 3, y: 6}] | aggregate r2(y, x)", "1.0"),
          ("[{x: 1, y: 1}, {x: 2, y: 3}, {x: 3, y: 2}] | aggregate r2(y, x)", "0.25"),
        ])
    case .weightedAvg:
      .of(
        "weighted_avg(x, w)", en: "The mean of x with the weights w.",
        vi: "Trung bình của x theo trọng số w.",
        [
          ("[{x: 1, w: 3}, {x: 5, w: 1}] | aggregate weighted_avg(x, w)", "2.0"),
          ("[{x: 80, w: 1}, {x: 90, w: null}] | aggregate weighted_avg(x, w)", "80.0"),
        ])
    default:
      .of(
        "rate(covered, total)",
        en: "100 · sum(covered) / sum(total), in percent: never the mean of rates.",
        vi: "100 · sum(covered) / sum(total), theo phần trăm: không lấy trung bình các tỷ lệ.",
        [
          ("[{c: 1, t: 2}, {c: 8, t: 10}] | aggregate rate(c, t)", "75.0"),
          (
            "coverage | where indicator ~ \"ly lich tu phap\" | aggregate rate(covered, total)",
            "89.29233049277511"
          ),
        ])
    }
  }
}
