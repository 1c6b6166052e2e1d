import Columns
import Functions
import Language
import Planning

/// The days of a column of a list of tasks, from dates or from text.
///
/// Text counts as far as it says a day or a period: `15/01/2025`, `2025-01-15`, `trước 15/1/2025`,
/// `Quý IV/2025`, `12/2025`. Which of day and month comes first is what all the texts of the column
/// allow; where they allow both, the day.
struct TaskDays {
  /// Which day of a period counts.
  enum Edge { case first, last }

  private(set) var days: [Int64?]
  /// Entries that are no day: how many, and the one that occurs most.
  private(set) var unreadable = 0
  private(set) var unreadableExample = ""
  /// Entries that are a period: how many, and the one that occurs most.
  private(set) var periods = 0
  private(set) var periodExample = ""
  /// An entry that could be read with day and month exchanged, where no other settles the question.
  private(set) var unsure: String?
  /// The entries that are no day, by their rows: nil where there is a day or nothing.
  private(set) var odd: [String?] = []
  /// Whether some row has a day.
  var hasDays: Bool { days.contains { $0 != nil } }

  /// - Parameter place: the column in `input`; nil for a column that is not there.
  init(_ place: Int?, _ input: Table, _ edge: Edge) throws {
    days = [Int64?](repeating: nil, count: input.rowCount)
    guard let place else { return }
    let column = input.columns[place]
    guard column.type == .text else {
      guard column.type.isTemporal else { return }
      let times = try Observations.times(column)
      for row in days.indices where column.isValid(row) { days[row] = times[row] }
      if let form = input.fields[place].period { take(form, edge) }
      return
    }
    let texts = try TaskTexts(column)
    var counts = [Int](repeating: 0, count: texts.distinct.count)
    for place in texts.places where place >= 0 { counts[Int(place)] += 1 }
    let dates = texts.distinct.map(TaskDay.init)
    let isMonthFirst =
      dates.contains { $0.needsMonthFirst } && !dates.contains { $0.needsDayFirst }
    let isSettled = dates.contains { $0.needsMonthFirst || $0.needsDayFirst }
    let read = dates.map { $0.days(monthFirst: isMonthFirst) }
    var best = (unreadable: 0, period: 0)
    for (index, range) in read.enumerated() {
      let count = counts[index]
      guard let range else {
        unreadable += count
        if count > best.unreadable {
          best.unreadable = count
          unreadableExample = texts.distinct[index]
        }
        continue
      }
      if range.count > 1 {
        periods += count
        if count > best.period {
          best.period = count
          periodExample = texts.distinct[index]
        }
      } else if !isSettled, dates[index].isEither, unsure == nil {
        unsure = texts.distinct[index]
      }
    }
    odd = [String?](repeating: nil, count: input.rowCount)
    for row in days.indices where texts.places[row] >= 0 {
      let index = Int(texts.places[row])
      if let range = read[index] {
        days[row] = Int64(edge == .first ? range.lowerBound : range.upperBound)
      } else {
        odd[row] = texts.distinct[index]
      }
    }
  }

  /// Takes the days of a column of periods, which are their last ones, at the edge.
  private mutating func take(_ form: PeriodForm, _ edge: Edge) {
    var counts: [Int: Int] = [:]
    for row in days.indices {
      guard let day = days[row] else { continue }
      let number = form.grain.number(ofDay: Int(day))
      counts[number, default: 0] += 1
      if edge == .first { days[row] = Int64(form.grain.days(number).lowerBound) }
    }
    periods = counts.values.reduce(0, +)
    let most = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }
    periodExample = most.map { form.text($0.key) } ?? ""
  }

  /// Says what was read how.
  func note(_ name: String, _ range: SourceRange, _ context: QueryContext) {
    if unreadable > 0 {
      TaskNotes.unreadable(name, unreadable, unreadableExample, range, context)
    }
    if periods > 0 { TaskNotes.periods(name, periods, periodExample, range, context) }
    if let unsure { TaskNotes.dayFirst(name, unsure, range, context) }
  }
}

/// What one text says of a day.
private struct TaskDay {
  /// Two numbers before a year; nil for any other form.
  private var parts: (first: Int, second: Int, year: Int)?
  private var range: ClosedRange<Int>?

  /// Words before a day that change nothing of it.
  private static let leading: Set<Substring> = [
    "truoc", "ngay", "den", "het", "trong", "cuoi", "cham", "nhat", "han", "by", "before", "end",
    "of", "until", "in", "no", "later", "than",
  ]
  private static let roman: [Substring: String] = ["i": "1", "ii": "2", "iii": "3", "iv": "4"]

  init(_ text: String) {
    var words = TextFold.fold(text).replacing("quy", with: " quy ").split { " ,".contains($0) }
    // The time of day does not matter.
    words.removeAll { $0.contains(":") && !$0.contains("-") && $0.first?.isNumber == true }
    while let first = words.first, Self.leading.contains(first) { words.removeFirst() }
    // `ngày 15 tháng 1 năm 2025`
    if words.count >= 4, words[1] == "thang", let day = Int(words[0]), let month = Int(words[2]),
      let year = words.last.flatMap({ Int($0) })
    {
      range = TaskDay.day(day, month, year)
      return
    }
    if words.count == 1, var only = words.first {
      if let time = only.firstIndex(of: "t"), only.first?.isNumber == true { only = only[..<time] }
      let numbers = only.split(
        omittingEmptySubsequences: false, whereSeparator: { "/-.".contains($0) })
      if numbers.count == 3, numbers.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) {
        let values = numbers.compactMap { Int($0) }
        guard values.count == 3 else { return }
        if numbers[0].count == 4 {
          range = TaskDay.day(values[2], values[1], values[0])
        } else if numbers[2].count == 4 || numbers[2].count == 2 {
          parts = (values[0], values[1], numbers[2].count == 2 ? 2000 + values[2] : values[2])
        }
        return
      }
      if only.count == 8, let number = Int(only) {
        range = TaskDay.day(number % 100, number / 100 % 100, number / 10_000)
        return
      }
    }
    // `Quý IV/2025`
    if let quarter = words.firstIndex(where: { $0 == "quy" || $0 == "q" }),
      quarter + 1 < words.count
    {
      let next = words[quarter + 1]
      let numeral = next.prefix { $0 == "i" || $0 == "v" }
      if let number = Self.roman[numeral] {
        words[quarter + 1] = Substring(number + next.dropFirst(numeral.count))
      }
    }
    range = PeriodText.days(words.joined(separator: " "))
  }

  private static func day(_ day: Int, _ month: Int, _ year: Int) -> ClosedRange<Int>? {
    guard (1...9999).contains(year) else { return nil }
    return Calendar.validDays(year: year, month: month, day: day).map { $0...$0 }
  }

  private func day(monthFirst: Bool) -> ClosedRange<Int>? {
    guard let parts else { return nil }
    return monthFirst
      ? TaskDay.day(parts.second, parts.first, parts.year)
      : TaskDay.day(parts.first, parts.second, parts.year)
  }

  var needsDayFirst: Bool { day(monthFirst: false) != nil && day(monthFirst: true) == nil }
  var needsMonthFirst: Bool { day(monthFirst: true) != nil && day(monthFirst: false) == nil }
  /// Whether it is a day in both orders, and not the same one.
  var isEither: Bool {
    guard let one = day(monthFirst: false), let other = day(monthFirst: true) else { return false }
    return one != other
  }

  func days(monthFirst: Bool) -> ClosedRange<Int>? { range ?? day(monthFirst: monthFirst) }
}
