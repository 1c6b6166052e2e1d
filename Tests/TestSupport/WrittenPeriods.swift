public import Columns

/// Ways in which people write periods, as plain string building: an answer of its own to what
/// `PeriodForm` reads and writes.
public struct WrittenPeriods: Sendable, CustomStringConvertible {
  public let description: String
  public let grain: PeriodGrain
  /// The text of a part of a year, from 1; of a year the part is 1.
  public let text: @Sendable (_ year: Int, _ part: Int) -> String

  init(
    _ description: String, _ grain: PeriodGrain, _ text: @escaping @Sendable (Int, Int) -> String
  ) {
    self.description = description
    self.grain = grain
    self.text = text
  }

  public var parts: Int { 12 / grain.months }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  private static let romans = ["I", "II", "III", "IV"]
  private static let english = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
  private static let long = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]

  public static let all: [WrittenPeriods] = months + quarters + halves + years

  private static let months: [WrittenPeriods] = [
    WrittenPeriods("10/2025", .month) { "\(two($1))/\($0)" },
    WrittenPeriods("9/2025", .month) { "\($1)/\($0)" },
    WrittenPeriods("10-2025", .month) { "\(two($1))-\($0)" },
    WrittenPeriods("2025-10", .month) { "\($0)-\(two($1))" },
    WrittenPeriods("2025/9", .month) { "\($0)/\($1)" },
    WrittenPeriods("10 – 2025", .month) { "\(two($1)) – \($0)" },
    WrittenPeriods("T10/2025", .month) { "T\($1)/\($0)" },
    WrittenPeriods("T01-2025", .month) { "T\(two($1))-\($0)" },
    WrittenPeriods("t9 2025", .month) { "t\($1) \($0)" },
    WrittenPeriods("Th.9/2025", .month) { "Th.\($1)/\($0)" },
    WrittenPeriods("Thg 9/2025", .month) { "Thg \($1)/\($0)" },
    WrittenPeriods("Tháng 10/2025", .month) { "Tháng \(two($1))/\($0)" },
    WrittenPeriods("THÁNG 10 - 2025", .month) { "THÁNG \(two($1)) - \($0)" },
    WrittenPeriods("Thang 9/2025", .month) { "Thang \($1)/\($0)" },
    WrittenPeriods("tháng 9 năm 2025", .month) { "tháng \($1) năm \($0)" },
    WrittenPeriods("thang 9 nam 2025", .month) { "thang \($1) nam \($0)" },
    WrittenPeriods("2025M10", .month) { "\($0)M\(two($1))" },
    WrittenPeriods("2025-T9", .month) { "\($0)-T\($1)" },
    WrittenPeriods("T9/25", .month) { "T\($1)/\(two($0 % 100))" },
    WrittenPeriods("Oct 2025", .month) { "\(english[$1 - 1]) \($0)" },
    WrittenPeriods("OCT-25", .month) { "\(english[$1 - 1].uppercased())-\(two($0 % 100))" },
    WrittenPeriods("2025 october", .month) { "\($0) \(long[$1 - 1])" },
  ]

  private static let quarters: [WrittenPeriods] = [
    WrittenPeriods("Q1/2024", .quarter) { "Q\($1)/\($0)" },
    WrittenPeriods("Q1 2024", .quarter) { "Q\($1) \($0)" },
    WrittenPeriods("q1-2024", .quarter) { "q\($1)-\($0)" },
    WrittenPeriods("2024Q1", .quarter) { "\($0)Q\($1)" },
    WrittenPeriods("2024-Q1", .quarter) { "\($0)-Q\($1)" },
    WrittenPeriods("2024 quý 1", .quarter) { "\($0) quý \($1)" },
    WrittenPeriods("1Q2024", .quarter) { "\($1)Q\($0)" },
    WrittenPeriods("1Q24", .quarter) { "\($1)Q\(two($0 % 100))" },
    WrittenPeriods("Q1'24", .quarter) { "Q\($1)'\(two($0 % 100))" },
    WrittenPeriods("Quý IV/2023", .quarter) { "Quý \(romans[$1 - 1])/\($0)" },
    WrittenPeriods("quý iv năm 2023", .quarter) { "quý \(romans[$1 - 1].lowercased()) năm \($0)" },
    WrittenPeriods("Quy IV-2023", .quarter) { "Quy \(romans[$1 - 1])-\($0)" },
    WrittenPeriods("QIV/2023", .quarter) { "Q\(romans[$1 - 1])/\($0)" },
    WrittenPeriods("Q.IV/2023", .quarter) { "Q.\(romans[$1 - 1])/\($0)" },
    WrittenPeriods("2023-QIV", .quarter) { "\($0)-Q\(romans[$1 - 1])" },
    WrittenPeriods("QUÝ 4 NĂM 2023", .quarter) { "QUÝ \($1) NĂM \($0)" },
    WrittenPeriods("Quarter 4, no comma", .quarter) { "Quarter \($1) \($0)" },
  ]

  private static let halves: [WrittenPeriods] = [
    WrittenPeriods("2024H1", .half) { "\($0)H\($1)" },
    WrittenPeriods("H1/2024", .half) { "H\($1)/\($0)" },
    WrittenPeriods("1H24", .half) { "\($1)H\(two($0 % 100))" },
    WrittenPeriods("6 tháng đầu năm 2024", .half) {
      "6 tháng \($1 == 1 ? "đầu" : "cuối") năm \($0)"
    },
    WrittenPeriods("6 thang dau nam 2024", .half) {
      "6 thang \($1 == 1 ? "dau" : "cuoi") nam \($0)"
    },
  ]

  private static let years: [WrittenPeriods] = [
    WrittenPeriods("FY2024", .year) { year, _ in "FY\(year)" },
    WrittenPeriods("FY 24", .year) { year, _ in "FY \(two(year % 100))" },
    WrittenPeriods("Năm 2024", .year) { year, _ in "Năm \(year)" },
    WrittenPeriods("nam 2024", .year) { year, _ in "nam \(year)" },
    WrittenPeriods("2014/15", .schoolYear) { year, _ in "\(year)/\(two((year + 1) % 100))" },
    WrittenPeriods("2023-2024", .schoolYear) { year, _ in "\(year)-\(year + 1)" },
    WrittenPeriods("2023–24", .schoolYear) { year, _ in "\(year)–\(two((year + 1) % 100))" },
    WrittenPeriods("Năm học 2023 - 2024", .schoolYear) { year, _ in
      "Năm học \(year) - \(year + 1)"
    },
    WrittenPeriods("NH 2023-2024", .schoolYear) { year, _ in "NH \(year)-\(year + 1)" },
    WrittenPeriods("FY2023/24", .schoolYear) { year, _ in "FY\(year)/\(two((year + 1) % 100))" },
    WrittenPeriods("Niên độ 2023/2024", .schoolYear) { year, _ in
      "Niên độ \(year)/\(year + 1)"
    },
  ]
}
